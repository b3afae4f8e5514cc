/*
 * What the outbox hands to the program: its job, the page of the desk, the outbox of test mode.
 * Must not know: anything else; src/routes.c includes it.
 */
#ifndef JOBS_AREA_JOBS_H
#define JOBS_AREA_JOBS_H

#include "web/area.h"

extern const struct area area_jobs;

#endif
