/*
 * One change of capacity, appended in the transaction that makes it: the public log is sealed
 * from these rows. Never a person, never a staff name: a role and a commitment only.
 * Must not know: any area's tables.
 */
#ifndef LEDGER_ACT_H
#define LEDGER_ACT_H

#include "db/db.h"

struct act {
	int64_t organization;
	const char *act;		/* publish withdraw hold book overbook cancel move attend miss … */
	const char *channel;		/* as on the appointment; "" for publish and withdraw */
	struct str role;		/* role of who did it; "public" for a citizen, "system" for jobs */
	int64_t schedule, service;	/* service 0: none */
	struct day day;
	int32_t start_min, minutes;
	struct str zone;
	int32_t capacity;		/* places of a published interval; 0: none */
	struct str reason;		/* a code; empty: none */
	int64_t chain;			/* shared by the acts about one appointment; 0: none */
	struct str holder;		/* salted commitment to the reference; empty: none */
	struct str class;		/* priority class of a request; empty: none */
};
enum err act(struct db *db, struct arena *a, struct instant now, const struct act *x) MUST_CHECK;

/* Acts in the order of their ids, those after one of them (0: from the first), at most max. */
struct act_row {
	int64_t id, organization, schedule, service, chain, capacity;	/* 0: none */
	struct instant at;
	struct str act, channel, role, zone, reason, holder, class;
	struct day day;
	int32_t start_min, minutes;
};
struct act_rows { struct act_row *v; size_t n; };
enum err act_read(struct db *db, struct arena *a, int64_t after, int64_t max, struct act_rows *ret)
	MUST_CHECK;

#endif
