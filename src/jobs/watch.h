/*
 * How text messages left in the last hour, counted over indexes of that hour alone; and what the
 * provider says is left to pay with.
 * Must not know: who is told.
 */
#ifndef JOBS_WATCH_H
#define JOBS_WATCH_H

#include "db/db.h"

struct settings;

struct watch_counts {
	int64_t sent, lost;		/* handed to the gateway; given up without that */
	int64_t delivered, undelivered;	/* of the sent, by their reports */
	int64_t delivery_s;		/* from sending to the report "delivered", all together */
	int64_t waiting, late_s;	/* due and not sent; by how much the oldest of them is late */
};
enum err watch_count(struct db *db, struct arena *a, struct instant now, struct watch_counts *ret) MUST_CHECK;

/* Asks the provider by sms_credit_url. E_NOTFOUND: the setting is empty; E_IO: no answer; E_INPUT: no number in
 * it. Waits for the provider: for the jobs process, outside of a transaction. */
enum err watch_credit(const struct settings *s, struct arena *a, int64_t *ret) MUST_CHECK;

#endif
