/*
 * The text of one entry of the public log: canonical JSON (RFC 8785), composed once, in the
 * transaction of the act, and never again. Its SHA-256 is what the log proves.
 *
 * An entry speaks of places and times, never of people: `holder` is a salted commitment, `chain`
 * and `schedule` are random names that stand for nothing outside of the log.
 * Must not know: the database, the clock, any area's tables.
 */
#ifndef LEDGER_ENTRY_H
#define LEDGER_ENTRY_H

#include "base/err.h"
#include "base/time.h"

/* What an entry says. Texts may be empty: `class`, `holder` and `reason` are null then, the others
 * "" (an act about no appointment has no chain, one about no type no service). capacity and ceiling
 * < 0: null. */
struct entry {
	struct str act;
	struct instant at;
	int32_t capacity, ceiling;
	struct str chain, channel, class, holder;
	int32_t minutes;
	struct str org, reason, role, schedule, service;
	struct local slot;
	struct str zone;
};
/* All acts there are, and the reasons that are codes of the program (those of extra appointments are codes of an establishment, and some
 * acts have a value in place of one: docs/ledger.md). NULL at the end. */
extern const char *const entry_acts[], *const entry_reasons[];

struct str entry_text(struct arena *a, const struct entry *e);
/* The way back, strictly: members, order and spaces as they are written. Texts stay in `text`, as they stand
 * there (a code has nothing to escape). E_INPUT: another form, a member that must say something and does not. */
enum err entry_read(struct str text, struct entry *ret) MUST_CHECK;

/* The first `width` texts of a bundle, each behind its length in two bytes (C2SP tlog-tiles); they stay in `bytes`, and may be
 * anything. E_INPUT: it holds fewer. */
struct entry_texts { struct str *v; size_t n; };
enum err entry_bundle(struct arena *a, struct str bytes, size_t width, struct entry_texts *ret) MUST_CHECK;

/* An entry in three pieces, for the statement that puts the names of org, schedule and service
 * between them (head ORG mid SCHEDULE seam SERVICE tail), so that composing costs no statement of
 * its own. Those names are codes of letters, digits, dashes and underscores: nothing to escape. */
struct entry_pieces { struct str head, mid, seam, tail; };
struct entry_pieces entry_pieces(struct arena *a, const struct entry *e);

/* The name that the entries about one appointment share: 22 characters made of the salt that is
 * kept with it, which nobody learns from it. Empty for an empty or damaged salt. */
struct str entry_chain(struct arena *a, struct str salt_base64);

#endif
