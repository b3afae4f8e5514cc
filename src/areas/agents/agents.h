/*
 * What reaches those who receive people: notices of what changes in their agendas, and an agenda in their own calendar.
 *
 * Notices are made by a job from the acts on capacity, so a booking pays nothing for them; they say times, never a
 * person. A calendar reads under a secret address, which its owner can end; names stand in it only where the
 * establishment has said so.
 * Must not know: gateways, pages of other areas.
 */
#ifndef AREAS_AGENTS_AGENTS_H
#define AREAS_AGENTS_AGENTS_H

#include "db/db.h"
#include "web/area.h"

extern const struct area area_agents;

/* The job, outside of a transaction. */
enum err agents_run(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

#endif
