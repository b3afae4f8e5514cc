/*
 * What pages and templates of this area share.
 * Must not know: how a row is read.
 */
#ifndef IMPORTS_PAGES_H
#define IMPORTS_PAGES_H

#include "areas/imports/imports.h"
#include "page/page.h"

#include <string.h>

extern const struct command import_commands[];
extern const struct route import_routes[];

struct shown_error { struct str sheet, heading, value, expected; int row; const char *column; };
struct shown_errors { struct shown_error *v; size_t n; };
struct import_shown {
	const char *kind;		/* chosen; NULL: none yet */
	struct str filename;
	const struct import_report *report;	/* NULL: the empty form */
	struct shown_errors errors;
	bool stored;
	bool sheets;			/* an error names its sheet: no CSV */
};

#endif
