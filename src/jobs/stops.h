/*
 * Who wants no more messages. It holds for a number or an address, whoever shares it, and for all
 * houses; it holds back only messages that say so themselves (message.may_stop): reminders and the like, never a code, a
 * confirmation, a change or a cancellation.
 * Must not know: whose number it is, what messages say.
 */
#ifndef JOBS_STOPS_H
#define JOBS_STOPS_H

#include "db/db.h"

/* From now on, and what waits is taken back. how: "sms", "page", "desk". Said twice is said once. */
enum err stop_put(struct db *db, struct arena *a, struct instant now, int64_t organization, struct str recipient,
	const char *how) MUST_CHECK;
/* Messages again. */
enum err stop_end(struct db *db, struct arena *a, struct str recipient) MUST_CHECK;
enum err stop_stands(struct db *db, struct arena *a, struct str recipient, bool *ret) MUST_CHECK;

#endif
