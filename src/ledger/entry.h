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

/* Every act there is; `value`: its reason may be a code of an establishment (extra appointments), or say what the act is about
 * (docs/ledger.md), in place of a code of the program. Who adds one finds by the compiler where it is to be told in words, and by
 * tests/fairness.mjs that docs/ledger.md and the independent verifier know it. */
#define ENTRY_ACTS(X) \
	X(ACT_PUBLISH, "publish", false) X(ACT_WITHDRAW, "withdraw", false) X(ACT_SHARE, "share", true) \
	X(ACT_HOLD, "hold", false) X(ACT_RELEASE, "release", false) X(ACT_BOOK, "book", false) X(ACT_OVERBOOK, "overbook", true) \
	X(ACT_MOVE, "move", true) X(ACT_CANCEL, "cancel", false) X(ACT_SUBSTITUTE, "substitute", false) X(ACT_WAIT, "wait", false) \
	X(ACT_ENLIST, "enlist", false) X(ACT_DELIST, "delist", false) X(ACT_OFFER, "offer", false) X(ACT_ACCEPT, "accept", false) \
	X(ACT_EXPIRE, "expire", false) X(ACT_ATTEND, "attend", false) X(ACT_MISS, "miss", false) X(ACT_KEY, "key", true) \
	X(ACT_ANSWER, "answer", true) X(ACT_WITHHOLD, "withhold", false) X(ACT_DRAW_OPEN, "draw-open", true) X(ACT_DRAW_TIME, "draw-time", true) \
	X(ACT_DRAW_WISH, "draw-wish", true) X(ACT_DRAW_CLOSE, "draw-close", false) X(ACT_DRAW_BEACON, "draw-beacon", true) \
	X(ACT_DRAW_SEED, "draw-seed", true) X(ACT_DRAW_RESULT, "draw-result", true) X(ACT_DRAW_END, "draw-end", false)
/* Every reason that is a code of the program. */
#define ENTRY_REASONS(X) \
	X(WHY_WAITING, "waiting") X(WHY_ABSENCE, "absence") X(WHY_CLOSURE, "closure") X(WHY_EXPIRED, "expired") \
	X(WHY_ACCEPTED, "accepted") X(WHY_PARTY, "party") X(WHY_NAMED, "named") X(WHY_GATHERING, "gathering") X(WHY_BACK, "back") \
	X(WHY_OFFER, "offer") X(WHY_UNDONE, "undone") X(WHY_PATIENT, "patient") X(WHY_SERVICE, "service") X(WHY_BY_HAND, "by-hand") \
	X(WHY_DECLINED, "declined") X(WHY_UNANSWERED, "unanswered") X(WHY_CLASS, "class") X(WHY_ASKED, "asked") X(WHY_DESK, "desk") \
	X(WHY_OVER, "over") X(WHY_BOOKED, "booked") X(WHY_DRAW, "draw") X(WHY_CANCELLED, "cancelled") X(WHY_LATE, "late") \
	X(WHY_NONE, "none") X(WHY_PERSON, "person") X(WHY_ILLNESS, "illness") X(WHY_STAFF, "staff") X(WHY_UNLAWFUL, "unlawful")
#define ENTRY_ENUM(name, ...) name,
enum entry_act { ACT_UNSAID, ENTRY_ACTS(ENTRY_ENUM) ENTRY_ACT_MAX };
enum entry_reason { WHY_UNSAID, ENTRY_REASONS(ENTRY_ENUM) ENTRY_REASON_MAX };
/* As the log says it; "" of what is unsaid. */
const char *entry_act(enum entry_act act);
const char *entry_reason(enum entry_reason reason);
bool entry_act_has_value(enum entry_act act);
/* The way back: ACT_UNSAID, WHY_UNSAID when it is none. */
enum entry_act entry_act_of(struct str code);
enum entry_reason entry_reason_of(struct str code);

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
