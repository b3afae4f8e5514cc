/*
 * What a sealer signed last, as it remembers it itself: size and root in a file beside its key (FILE.signed), which nobody else
 * writes. It signs only what grew from that: whoever can write the database still gets no second history signed.
 * Must not know: keys, the database.
 */
#ifndef LEDGER_SIGNED_H
#define LEDGER_SIGNED_H

#include "ledger/tree.h"

struct signed_last { int64_t size; struct hash root; };		/* size < 0: nothing is remembered */

/* E_INPUT: the file is none of these. */
enum err signed_read(struct arena *a, const char *key_file, struct signed_last *ret) MUST_CHECK;
enum err signed_keep(struct arena *a, const char *key_file, const struct signed_last *x) MUST_CHECK;
/* That the log which would be signed now begins with what was signed last. E_DENIED: it is another one. */
enum err signed_grew(struct arena *a, const struct tree_source *from, const struct signed_last *last,
	const struct signed_last *now) MUST_CHECK;

#endif
