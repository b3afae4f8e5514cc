/*
 * One change of capacity, appended in the transaction that makes it: the public log is sealed
 * from these rows. In the entry never a person, never a staff name: a role and a commitment only. The row alone
 * keeps for which account the connection worked (db_behalf), so that nobody is told of what she did herself.
 * Must not know: any area's tables, but for the three names.
 */
#ifndef LEDGER_ACT_H
#define LEDGER_ACT_H

#include "db/db.h"
#include "ledger/entry.h"

struct act {
	int64_t organization;
	enum entry_act act;
	const char *channel;		/* as on the appointment; "" for publish and withdraw */
	struct str role;		/* role of who did it; "public" for a citizen, "system" for jobs */
	int64_t schedule, service;	/* service 0: none */
	struct day day;
	int32_t start_min, minutes;
	struct str zone;
	int32_t capacity;		/* places of a published interval, or of the time that is taken; 0: none */
	enum entry_reason reason;	/* WHY_UNSAID: none */
	struct str value;		/* in its place, of an act that may have one: a code of the establishment, or what it is about */
	int64_t chain;			/* shared by the acts about one appointment; 0: none */
	struct str holder;		/* salted commitment to the reference; empty: none */
	struct str class;		/* priority class of a request; empty: none */
	struct str salt;		/* kept with the appointment: its chain has a name made of it */
	struct opt_int ceiling;		/* extras that the agenda takes on that day */
	bool hour;			/* the entry tells the hour alone (the caller's day and start_min too): its place tells the order */
};
/* One about no time of an agenda: what its entry says as slot is the minute in which it is done, in UTC. */
struct act act_of_no_time(enum entry_act act, struct str role, struct instant now);
/* Writes the row with the text of its entry (ledger/entry.h) and puts it among those that the sealer
 * has to place, in the caller's transaction; nobody waits for a number. Acts of one chain are written
 * under the lock of what they are about. Reads the codes of the organisation and of the service and the
 * agenda's name in the log, in the same statement. E_INPUT: no act is said, a value where there can be none, or one
 * beside a reason. */
enum err act(struct db *db, struct arena *a, struct instant now, const struct act *x) MUST_CHECK;
/* The same, and which row it is: its place in the log is found by that. */
enum err act_named(struct db *db, struct arena *a, struct instant now, const struct act *x, int64_t *ret) MUST_CHECK;

/* Acts in the order of their ids, those after one of them (0: from the first), at most max: for tests. */
struct act_row {
	int64_t id, organization, schedule, service, chain, capacity;	/* 0: none */
	struct instant at;
	struct str act, channel, role, zone, reason, holder, class, entry;
	struct day day;
	int32_t start_min, minutes;
};
struct act_rows { struct act_row *v; size_t n; };
enum err act_read(struct db *db, struct arena *a, int64_t after, int64_t max, struct act_rows *ret)
	MUST_CHECK;

#endif
