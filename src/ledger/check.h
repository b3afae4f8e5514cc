/*
 * Checks a receipt by itself: the entry is written in the one way it can be (RFC 8785), it is about this
 * reference, it is in the tree of the checkpoint (RFC 9162), and a key that the reader believes signed that
 * checkpoint (C2SP signed-note, tlog-checkpoint). verifier/ does the same without a line of this program.
 * Must not know: how the log is kept; the database, the clock.
 */
#ifndef LEDGER_CHECK_H
#define LEDGER_CHECK_H

#include "base/arena.h"
#include "base/err.h"
#include "ledger/tree.h"

/* "name+id+base64(01 ‖ Ed25519 key)". E_INPUT: another kind, or an id that is not its own. name stays in text. */
struct verifier_key { struct str name; unsigned char id[4], key[32]; };
enum err verifier_key_parse(struct arena *a, struct str text, struct verifier_key *ret) MUST_CHECK;
struct verifier_keys { const struct verifier_key *v; size_t n; };

/* The text of a signed note, if one of the keys signed it and none of them wrongly; its name in *ret_by. E_INPUT. */
enum err note_signed(struct arena *a, struct str note, struct verifier_keys keys, struct str *ret_text,
	struct str *ret_by) MUST_CHECK;

/* A checkpoint that one of the keys signed. E_INPUT: refused, and *ret_why says in English why. */
struct checkpoint { struct str origin; int64_t size; struct hash root; };
enum err checkpoint_read(struct arena *a, struct str note, struct verifier_keys keys, struct checkpoint *ret,
	const char **ret_why) MUST_CHECK;

/* What a receipt proves: an act on a time, its place in the log, and the size that was signed. */
struct receipt_proved {
	struct str act, at, org, slot;
	bool sealed;			/* false: not in the log yet, so nothing is proved; the rest is 0 */
	int64_t index, size;
	struct str origin;
};
enum { RECEIPT_MAX = 65536 };
/* E_INPUT: refused, and *ret_why says in English why. */
enum err receipt_check(struct arena *a, struct str json, struct verifier_keys keys, struct receipt_proved *ret,
	const char **ret_why) MUST_CHECK;

#endif
