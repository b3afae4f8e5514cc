/*
 * The public log as it stands in the database: entries with their places, tiles, checkpoints, and
 * what proves one entry. Written by the sealer alone (seal.h), read by everybody.
 * Must not know: keys, pages, any area's tables but for what act.h reads.
 */
#ifndef LEDGER_LOG_H
#define LEDGER_LOG_H

#include "db/db.h"
#include "ledger/tree.h"

enum { TILE_WIDTH = 256, TILE_LEVEL_MAX = 7 };

/* The last checkpoint: its note with all signatures. E_NOTFOUND: nothing was signed yet. */
struct log_head { int64_t size; struct instant at; struct str note; };
/* The verifier key that signs. E_NOTFOUND: none yet. */
enum err log_key(struct db *db, struct arena *a, struct str *ret) MUST_CHECK;
enum err log_head(struct db *db, struct arena *a, struct log_head *ret) MUST_CHECK;

/* What a witness is asked (C2SP tlog-witness, the body of add-checkpoint): it has seen `old` entries, and the proof
 * shows that the log only grew since. E_INPUT: the log is not so large. */
enum err log_witness_request(struct db *db, struct arena *a, int64_t old, struct str *ret) MUST_CHECK;
/* Its answer, signature lines: the one of that witness's key is kept beneath the checkpoint that it is about, one of the
 * last fifty. E_INPUT: none of them is that. */
enum err log_cosign(struct db *db, struct arena *a, struct str verifier, struct str lines, int64_t *ret_size) MUST_CHECK;

/* Where complete subtrees are read; db and a must live as long as the source. */
struct log_reader { struct db *db; struct arena *a; int level; int64_t n; struct str hashes; };
struct tree_source log_source(struct log_reader *r);

/* What C2SP tlog-tiles serves. E_NOTFOUND: not (yet) in the signed log. width: 256, or of a tile that
 * is not full yet. */
enum err log_tile(struct db *db, struct arena *a, int level, int64_t n, int width, struct str *ret) MUST_CHECK;
enum err log_bundle(struct db *db, struct arena *a, int64_t n, int width, struct str *ret) MUST_CHECK;

/*
 * What proves that an appointment's time was given to it: the newest entry of its chain that gives one
 * (book, overbook, move, substitute, wait). index < 0: it waits for its place, and proof, size and
 * checkpoint are not there yet. E_NOTFOUND: no such entry (an import, a demonstration's row).
 */
struct receipt {
	struct str entry;		/* the exact canonical text */
	int64_t index, size;
	struct hashes proof;
	struct str checkpoint;		/* the signed note of that size */
};
enum err log_receipt(struct db *db, struct arena *a, int64_t chain, struct receipt *ret) MUST_CHECK;
/* The same of what began a chain: a request on a waiting list, seats of a group that are kept without names. */
enum err log_receipt_begun(struct db *db, struct arena *a, int64_t chain, struct receipt *ret) MUST_CHECK;
/* The file that proves it, whose holder has that reference and salt: receipt.json. */
struct str receipt_json(struct arena *a, struct str reference, struct str salt, const struct receipt *r);
/* The same of a draw (docs/draw.md): the newest wish of a person, or, of the draw itself, the end of its window. */
enum err log_draw_receipt(struct db *db, struct arena *a, int64_t chain, struct receipt *ret) MUST_CHECK;
/* The root over the first `size` entries; it is signed. */
enum err log_root(struct db *db, struct arena *a, int64_t size, struct hash *ret) MUST_CHECK;
/* The same for what is shown without it when it cannot be read: false, and the fault is logged. */
bool log_receipt_shown(struct db *db, struct arena *a, int64_t chain, struct receipt *ret);

#endif
