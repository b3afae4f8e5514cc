/*
 * The commands and the job that belong to the web itself: `diwan routes`, `diwan check-config`,
 * forgetting first answers. Listed in routes.c like an area.
 * Must not know: any area but through the list.
 */
#ifndef WEB_COMMANDS_H
#define WEB_COMMANDS_H

#include "web/area.h"

extern const struct area area_web;
/* The program's own routes: health, metrics, test mode (site.c). */
extern const struct area area_program;

#endif
