/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef INBOX_INSIDE_H
#define INBOX_INSIDE_H

#include "areas/inbox/inbox.h"
#include "areas/inbox/rules/choose.h"
#include "areas/waiting/waiting.h"
#include "inbox_q.h"
#include "jobs/samples.h"
#include "page/page.h"
#include "web/settings.h"

/* A reminder or an offer that a number may answer. */
struct thing {
	bool offer;
	struct appointment_id appointment;
	struct waiting_offer_id offered;
	struct str reference;		/* of an appointment */
	struct local start;		/* of an offer */
	struct organization_id organization;
	struct patient_id patient;
	struct str lang;
	struct asked asked;
};

/* One message while it is read. */
struct work {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct settings *settings;
	struct inbox_message_id id;
	struct inbox_claim_row m;
	struct answer said;
	enum lang lang;
	struct thing things[ASKED_MAX];	/* the newest first */
	size_t n;
	struct thing late;		/* the newest that can no longer be answered */
	bool any_late;
	bool done;			/* it did what it said */
	struct thing doing;		/* with `yes`: what is being done, should it fail */
	bool any_doing, yes;
	/* what it came to */
	const char *outcome;
	bool open;			/* the desk has to look at it */
	struct organization_id organization;
	struct patient_id patient;
};

/* What was asked of the number (asked.c). */
enum err things_load(struct work *w) MUST_CHECK;
/* What the message says, done (act.c). E_CONFLICT, E_DENIED, E_LIMIT, E_INPUT: it could not be, and the
 * transaction is to be given up; then act_failed() in a new one. */
enum err act_on(struct work *w) MUST_CHECK;
enum err act_failed(struct work *w, enum err why) MUST_CHECK;

/* ---- answers (reply.c) ---- */

enum reply_kind { REPLY_COMES, REPLY_COME, REPLY_WHICH, REPLY_WHICH_CANCEL, REPLY_TOO_LATE, REPLY_OVER, REPLY_OFFER_OVER,
	REPLY_OFFER_LINK, REPLY_DECLINED, REPLY_KEPT, REPLY_STANDS, REPLY_WAITS, REPLY_CANCELLED, REPLY_PAST, REPLY_NO_SUCH,
	REPLY_HELP, REPLY_STOPPED, REPLY_STARTED };
struct reply {
	enum reply_kind kind;
	struct local start;
	struct str place, phone, list;	/* place: empty for a discreet type */
	int64_t n;
	bool own;			/* about things of several houses: the one that sends it does not see it */
};
/* What it says. */
struct str reply_text(struct arena *a, enum lang l, const struct reply *r);
/* Queues an answer to the number, unless it has had its share. */
enum err reply(struct work *w, const struct reply *r) MUST_CHECK;
/* Whether the number may be answered now. Who gets no answer any more is left to the desk, where an act must be told. */
enum err within_share(struct work *w, bool *ret) MUST_CHECK;
enum err left_to_desk(struct work *w);
/* What is not understood: helped once, then left to the desk. */
enum err reply_help(struct work *w) MUST_CHECK;
/* Numbers things and asks which. */
enum err reply_which(struct work *w, const struct meant *m) MUST_CHECK;
bool several_houses(const struct thing *const *v, size_t n);
/* How the appointment stands of which the reference was sent. */
enum err reply_status(struct work *w) MUST_CHECK;

/* How long help is given once, and a reminder or an offer is looked for that an answer may mean. */
enum { HELP_SECONDS = 86400, QUESTION_SECONDS = 40 * 86400, OFFER_SECONDS = 3 * 86400 };

extern const struct route inbox_routes[];	/* pages.c */
extern const struct nav inbox_nav[];
extern const struct command inbox_commands[];	/* commands.c */
extern const struct sample inbox_samples[];	/* samples.c */

/* The job: reads what is new. */
enum err inbox_run(const struct settings *s, struct db *db, struct arena *a, struct instant now) MUST_CHECK;

#endif
