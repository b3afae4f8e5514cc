/*
 * What the entries of the public log must be to each other: the rules of docs/fairness.md, which has
 * their exact words. Fed with entries in order, one pass; keeps what is open (agendas ahead, requests that
 * wait, four weeks of counts), all of it in one arena, whose cap is the caller's to guard.
 *
 * A finding is a question about entries, never a verdict.
 * Must not know: how the log is kept or proved, the database, the clock, what people read.
 */
#ifndef LEDGER_AUDIT_H
#define LEDGER_AUDIT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

enum { FINDING_NUMBERS = 4, FINDING_ENTRIES = 16 };

/*
 * rule / code           n[0…3]
 * form / form
 * dates / late          seconds
 * chains / step holder nameless named seats
 * places / full         places published
 * unoffered / unpublished
 * unoffered / at_once   seconds on offer
 * unoffered / kept      how many takings of the period
 * retaken / retaken     seconds, requests listed now
 * draw / short          minutes from the announcement to the window, minutes of the window
 * draw / given_up       seconds
 * extra / no_reason
 * extra / ceiling       extras of the day, ceiling
 * order / by_hand passed
 * operator / freed new extra parked    x, n, y of peers, m of peers (role says whose)
 * delay / delay         x below the middle, a of the channel, k below the middle, b of the open ways (channel)
 */
struct finding {
	const char *rule, *code;		/* literals */
	struct str org, service, schedule;	/* as entries name them; empty: about none */
	struct str role, channel;		/* of operator; of delay; else those of the last entry */
	struct instant at;			/* of the last entry; a test's: of the last entry of its period */
	int64_t n[FINDING_NUMBERS];
	int64_t entries[FINDING_ENTRIES];	/* places in the log; of more the first */
	size_t nentries;
};
typedef void audit_found(void *arg, const struct finding *f);

struct audit;
/* Lives in a. found is called while an entry is read; what it is given does not outlive the call. */
struct audit *audit_new(struct arena *a, audit_found *found, void *arg);
/* The next entry, from the 0th on, as the log holds it. */
void audit_entry(struct audit *x, struct str text);
/* How many were read. */
int64_t audit_size(const struct audit *x);
/* All that it remembers, in parts of text (at most a megabyte each), and the same again: a new audit that is given the parts in their
 * order goes on as the old one would have. That is how a look at the log each night begins where the last one stopped.
 * E_INPUT: not such a part, or of another version of these rules. */
typedef enum err audit_part(void *arg, struct str part);
enum err audit_save(struct audit *x, struct arena *side, audit_part *put, void *arg) MUST_CHECK;	/* side is emptied */
enum err audit_load(struct audit *x, struct arena *side, struct str part) MUST_CHECK;	/* side, which is emptied, does not hold the part */
/* Have all parts come? */
bool audit_whole(const struct audit *x);

/* Rules and codes, for whoever lists them. */
struct audit_rule { const char *rule, *code; bool test; };
extern const struct audit_rule audit_rules[];	/* ends with { 0 } */

#endif
