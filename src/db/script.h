/*
 * A file of SQL cut into statements, for the schema steps: strings, comments, dollar quotes and
 * trigger bodies (BEGIN … END) are understood. Comment lines `-- sqlite:`, `-- pg:`, `-- both:`
 * between statements say which engine the following ones are for.
 * Must not know: databases; what a statement does. Shared with tools/mkquery.
 */
#ifndef DB_SCRIPT_H
#define DB_SCRIPT_H

#include "base/str.h"

enum script_for { SCRIPT_SQLITE = 1, SCRIPT_PG = 2, SCRIPT_BOTH = 3 };

struct script { struct str text; size_t at; int line; unsigned section; };

/* { text, 0, 1, SCRIPT_BOTH } starts. Gives the next statement for that engine without its
 * semicolon and the line it starts on; false at the end. */
bool script_next(struct script *s, enum script_for engine, struct str *ret, int *ret_line);

#endif
