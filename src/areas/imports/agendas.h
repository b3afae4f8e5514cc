/*
 * The columns of the working-hours template: written by template.c, read by agendas.c.
 * Must not know: anything else.
 */
#ifndef IMPORTS_AGENDAS_H
#define IMPORTS_AGENDAS_H

#include "areas/imports/inside.h"

enum { AG_ORGANIZATION, AG_NAME, AG_NAME_AR, AG_CODE, AG_SPECIALTY, AG_SERVICE, AG_DAY, AG_FROM, AG_TO, AG_EVERY,
	AG_FIRST, AG_UNTIL, AG_MINUTES, AG_CAPACITY, AG_SHOWN, AG_BREAK_FROM, AG_BREAK_TO, AG_COLUMNS };
extern const struct column agenda_columns[AG_COLUMNS];

#endif
