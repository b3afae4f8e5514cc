/*
 * Commands of this area. Must not know: routes, pages.
 */
#ifndef AREAS_SCHEDULES_COMMAND_H
#define AREAS_SCHEDULES_COMMAND_H

#include "web/area.h"

int schedules_slots(struct command_env *env, int argc, char **argv);

#endif
