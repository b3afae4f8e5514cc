/*
 * The commands that keep the data whatever they are: migrate, backup, restore.
 * Must not know: any area.
 */
#ifndef WEB_UPKEEP_H
#define WEB_UPKEEP_H

#include "web/area.h"

extern const struct command upkeep_commands[];

#endif
