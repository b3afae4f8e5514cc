/*
 * The demonstration country: `diwan demo` fills an empty installation with hospitals, fictional
 * practitioners, hours, people and appointments, and one account for each role.
 *
 * Everything is invented but the names of the hospitals; names, addresses and measures come from
 * data/seed/demo-*.csv. The same day gives the same people and times. An installation that holds
 * an account already is left alone. Must not be run on real data: the password is public.
 * Must not know: pages.
 */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "web/area.h"

extern const struct area area_demo;

#endif
