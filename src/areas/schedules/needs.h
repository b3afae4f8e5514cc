/*
 * What a type needs beside the agenda in which it is offered: a room, a device, a team, each one of
 * these agendas or any of that kind at the same location. A visit is free only when all of them are.
 *
 * Whoever changes what is open or taken of an agenda holds the lock of its day, and of the day of each
 * agenda that may need it (agendas_linked()): so the summaries of all are written under one lock.
 * Must not know: pages, people.
 */
#ifndef AREAS_SCHEDULES_NEEDS_H
#define AREAS_SCHEDULES_NEEDS_H

#include "areas/schedules/agenda.h"
#include "areas/schedules/schedules.h"

struct need {
	int32_t place;			/* its number in the type; read only */
	struct str kind;		/* "room", "device", "team", "practitioner" */
	struct schedule_ids agendas;	/* one of these; n == 0: any of the kind at the same location */
};
struct needs { struct need *v; size_t n; };
enum err needs_list(struct db *db, struct arena *a, struct service_id service, struct needs *ret) MUST_CHECK;
/* E_INPUT: no such kind, a practitioner without a list, agendas of a type that is not an establishment's
 * own, or of another branch; E_LIMIT: BESIDE_NEEDS are reached. What was booked before holds nothing
 * until it is placed again (the desk's worklist has it). */
enum err need_add(struct db *db, struct arena *a, struct instant now, const struct service *s,
	const struct need *need) MUST_CHECK;
/* What is booked keeps what it holds. E_NOTFOUND. */
enum err need_remove(struct db *db, struct arena *a, struct instant now, struct service_id service,
	int32_t place) MUST_CHECK;

/* These agendas and all that offer a type which may need one of them, by id, each once. */
enum err agendas_linked(struct db *db, struct arena *a, struct schedule_ids ids,
	struct schedule_ids *ret) MUST_CHECK;
/* Those whose days who books the type in an agenda must hold: it, what may meet its needs, and all that
 * may need one of these. */
enum err agendas_of_visit(struct db *db, struct arena *a, struct service_id service,
	struct schedule_id schedule, struct schedule_ids *ret) MUST_CHECK;

#endif
