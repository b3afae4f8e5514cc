/*
 * Making signed notes (C2SP signed-note, tlog-checkpoint) with Ed25519, and reading what witnesses
 * put beneath them (tlog-cosignature). check.h verifies notes of logs.
 *
 * A note is a text that ends with a newline, an empty line, and signature lines
 * "— NAME BASE64(key id ‖ signature)". A verifier key is "NAME+ID in hex+BASE64(type ‖ public key)"; the
 * id is the beginning of SHA-256(NAME ‖ 0x0A ‖ type ‖ public key).
 * Must not know: the database, where keys are kept.
 */
#ifndef LEDGER_NOTE_H
#define LEDGER_NOTE_H

#include "base/time.h"
#include "ledger/tree.h"

enum { NOTE_SEED = 32, NOTE_MAX = 1 << 16 };
enum note_type { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };

/* May a key be called so? 1 to 100 characters of host names and paths. */
bool note_name_ok(struct str name);
/* The verifier key of a seed. */
struct str note_verifier(struct arena *a, struct str name, const unsigned char seed[static NOTE_SEED]);
/* The three lines of a checkpoint: origin, size, root. */
struct str note_checkpoint(struct arena *a, struct str origin, int64_t size, const struct hash *root);
/* A text that ends with a newline, signed. */
struct str note_sign(struct arena *a, struct str text, struct str name, const unsigned char seed[static NOTE_SEED]);

/* One signature line, newline included, of a witness's key over a note's text: good, and *ret_at is when it
 * saw it. E_INPUT: another key's, damaged, or no such line. */
enum err note_cosigned(struct arena *a, struct str text, struct str line, struct str verifier,
	struct instant *ret_at) MUST_CHECK;

#endif
