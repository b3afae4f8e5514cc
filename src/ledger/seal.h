/*
 * Sealing: pending acts get their places in the log, the tree grows, the new size is signed; all in
 * one transaction, so that a crash leaves either nothing or a whole signed log. The sealer's process
 * alone calls this, and on PostgreSQL one sealer at a time, whatever number of machines serve.
 *
 * The seed of the signing key is a file that only the sealer reads. A planned change: the new seed lies
 * beside it (FILE.next), an entry `key` names the new verifier key, the log up to and with that entry
 * is signed by both, and from then on the new one signs. Whoever has not the key that signed last signs
 * nothing, unless the operator says that it is lost: the entry `key` is then signed by the new one alone.
 *
 * What it signed last, the sealer remembers itself (signed.h), and signs only what grew from that.
 * Must not know: processes, pages.
 */
#ifndef LEDGER_SEAL_H
#define LEDGER_SEAL_H

#include "db/db.h"

enum { SEAL_BATCH = 1024, SEAL_SECONDS = 5 };
struct sealer {
	struct str origin;
	const char *key_file;	/* its seed is made when no key has signed yet */
	bool lost;		/* the key that signed last is gone: this file's takes over, made when it is not there, or when the log
				 * is another one than what it signed last (it then lies in FILE.before) */
};

/* One transaction: at most SEAL_BATCH acts, signed. *ret_n: how many got a place; SEAL_BATCH: there may be
 * more. OK and 0 also when another sealer is at it. E_INPUT: the key file holds no seed, or the log's name can be
 * no key's. E_DENIED: another key signed last, or the log is not
 * what grew from what this key signed last. */
enum err seal_turn(struct db *db, struct arena *a, struct instant now, const struct sealer *s, int64_t *ret_n) MUST_CHECK;

/* Makes FILE.next, the seed that takes over at the next turn. E_CONFLICT: there is one already. */
enum err seal_new_key(struct arena *a, const struct sealer *s, struct str *ret_verifier) MUST_CHECK;

#endif
