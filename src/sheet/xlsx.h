/*
 * The parts of one .xlsx file while it is read.
 * Must not know: what any column means.
 */
#ifndef SHEET_XLSX_H
#define SHEET_XLSX_H

#include "sheet/inner.h"

#define SHEETS_MAX 50
#define STYLES_MAX 5000

struct xlsx_sheet { struct str name, rel, path; };
struct xlsx {
	struct reading *r;
	struct zip *zip;
	struct buf strings;		/* all shared strings, one after the other */
	struct buf ends;		/* uint32_t: where each ends in strings */
	struct buf cell;		/* the cell that is being read */
	struct xlsx_sheet sheets[SHEETS_MAX];
	size_t nsheets;
	bool since_1904;
	uint8_t *formats;		/* enum num_format by style index */
	size_t nformats;
};

/* One XML part: set the handlers, then part_read(). */
struct part {
	void (*start)(void *part, const char *name, const char **attrs);
	void (*end)(void *part, const char *name);
	void (*chars)(void *part, const char *s, int n);
	void *state;
	struct xlsx *x;
	enum err e;
	struct XML_ParserStruct *parser;
	struct zip_file *file;
};
struct part *part_new(struct xlsx *x);
/* E_NOTFOUND: no such part. */
enum err part_read(struct xlsx *x, struct str name, struct part *part);
void part_stop(struct part *part, enum err e);
const char *xml_local(const char *name);			/* without its prefix */
struct str xml_attr(const char **attrs, const char *name);	/* empty when absent */

/* Reads workbook, styles and strings, then hands on the rows of each visible sheet. */
enum err xlsx_parts(struct xlsx *x);
/* One worksheet: xlsx_rows.c. */
enum err xlsx_rows(struct xlsx *x, const struct xlsx_sheet *sheet);
struct str xlsx_string(const struct xlsx *x, size_t i);	/* shared string; empty past the end */

#endif
