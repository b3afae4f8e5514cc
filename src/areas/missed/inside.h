/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef MISSED_INSIDE_H
#define MISSED_INSIDE_H

#include "areas/missed/missed.h"
#include "areas/missed/rules/day.h"
#include "areas/missed/rules/risk.h"
#include "jobs/samples.h"
#include "missed_q.h"

/* A message after a miss goes when the desk has had time to put it right; a miss noted later than this
 * after the visit tells nobody. */
enum { TELL_AFTER = 2 * 3600, TELL_WITHIN = 3 * 86400, AGAIN_DAYS = 30 };

/* What an establishment has settled (its own words or those above). */
struct missed_policy {
	int64_t propose_at;		/* minutes of the day from which its visits are proposed */
	int64_t message;		/* 1: who missed is told */
	int64_t confirm_after;		/* so many misses; 0: nobody is asked */
	int64_t months;			/* … within */
	int64_t confirm_hours;		/* before the visit, by when it is to be confirmed */
};
enum err missed_policy(struct db *db, struct arena *a, int64_t tree_lo, struct missed_policy *ret) MUST_CHECK;

/* What a template of a message is given. */
struct missed_told {
	bool confirm;			/* else: after a miss */
	struct local start, due;
	struct str place;		/* empty of a discreet type */
	struct str token;
};
struct str missed_text(struct arena *a, enum lang l, const struct missed_told *t);
extern const struct sample missed_samples[];
/* What stands behind a link ("again", "confirm"). E_NOTFOUND: nothing, it is over, or the number or address to which it went
 * is no longer the person's. */
enum err missed_link_open(struct db *db, struct arena *a, struct instant now, struct str token, const char *kind,
	struct appointment_id *ret, struct missed_contact_row *ret_contact) MUST_CHECK;
/* Asks the person to confirm, if a message reaches her, unless the appointment's start was asked already. */
enum err missed_ask(struct db *db, struct arena *a, struct instant now, struct appointment_id id, int32_t misses,
	struct instant due) MUST_CHECK;

/* ---- the score of a house (model.c) ---- */

struct house { struct organization_id id; int64_t lo, hi; const struct zone *zone; struct local here; };
/* Its weights; the prior's where it has none. */
enum err model_weights(struct db *db, struct arena *a, struct organization_id house, struct risk_weights *ret) MUST_CHECK;
/* Fits it anew from the last two years, in transactions of its own. */
enum err model_fit(struct db *db, struct arena *a, struct instant now, const struct house *h) MUST_CHECK;

extern const struct job missed_jobs[];

#endif
