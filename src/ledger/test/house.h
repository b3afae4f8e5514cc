/*
 * A log of a house to seal, for tests: acts, turns, and what the checkpoint must be.
 */
#ifndef LEDGER_TEST_HOUSE_H
#define LEDGER_TEST_HOUSE_H

#include "db/test/both.h"

#include "crypto/crypto.h"
#include "ledger/act.h"
#include "ledger/check.h"
#include "ledger/log.h"
#include "ledger/note.h"
#include "ledger/seal.h"
#include "ledger_q.h"

struct house { struct both *b; struct sealer s; struct instant now; };

static inline struct house house_of(struct both *b)
{
	return (struct house){ .b = b, .now = { 1795695305 }, .s = { .origin = S("rdv.example.ma/ledger"),
		.key_file = arena_cstr(b->a, arena_fmt(b->a, "%s/ledger.key", b->dir)) } };
}

static inline enum err one_act(struct db *db, struct arena *a, struct instant now, enum entry_act what, int64_t chain, int32_t min)
{
	struct act x = { .organization = 1, .act = what, .channel = "online", .role = S("public"), .schedule = 1,
		.day = { 20788 }, .start_min = min, .minutes = 20, .zone = S("Africa/Casablanca"), .chain = chain,
		.salt = S("AAAAAAAAAAAAAAAAAAAAAA==") };

	return act(db, a, now, &x);
}

static inline void acts(struct house *h, int n)
{
	assert_int_equal(db_begin(h->b->db), OK);
	for (int i = 0; i < n; i++)
		assert_int_equal(one_act(h->b->db, h->b->a, h->now, ACT_BOOK, i + 1, i % 1440), OK);
	assert_int_equal(db_commit(h->b->db), OK);
}

static inline int64_t turn(struct house *h)
{
	int64_t n = -1;

	assert_int_equal(seal_turn(h->b->db, h->b->a, h->now, &h->s, &n), OK);
	return n;
}

static inline struct str key_text(struct house *h)
{
	struct key_last_row r;

	assert_int_equal(key_last(h->b->db, h->b->a, &r), OK);
	return r.verifier;
}

/* The checkpoint is signed by that key, of that size, and its root is that of the entries as they are served. */
static inline struct hash head_is(struct house *h, struct str verifier, int64_t size)
{
	struct both *b = h->b;
	struct verifier_key key;
	struct log_head head;
	struct str text, by, bundle;
	struct hash *leaf = ARENA_ARRAY(b->a, struct hash, (size_t)size + 1);
	int64_t n = 0;

	assert_int_equal(log_head(b->db, b->a, &head), OK);
	assert_int_equal(head.size, size);
	assert_int_equal(verifier_key_parse(b->a, verifier, &key), OK);
	assert_int_equal(note_signed(b->a, head.note, (struct verifier_keys){ &key, 1 }, &text, &by), OK);
	while (n < size) {
		int width = (int)(size - n < TILE_WIDTH ? size - n : TILE_WIDTH);

		assert_int_equal(log_bundle(b->db, b->a, n / TILE_WIDTH, width, &bundle), OK);
		for (; bundle.n; n++) {
			size_t len = (size_t)(unsigned char)bundle.p[0] << 8 | (unsigned char)bundle.p[1];

			leaf[n] = tree_leaf(str_sub(bundle, 2, 2 + len));
			bundle = str_sub(bundle, 2 + len, bundle.n);
		}
	}
	assert_int_equal(n, size);
	/* the root by pairing neighbours, level by level: another way than tiles */
	for (int64_t k = size; k > 1; k = (k + 1) / 2)
		for (int64_t i = 0; i < (k + 1) / 2; i++)
			leaf[i] = 2 * i + 1 < k ? tree_node(&leaf[2 * i], &leaf[2 * i + 1]) : leaf[2 * i];
	assert_true(str_eq(text, note_checkpoint(b->a, h->s.origin, size, &leaf[0])));
	return leaf[0];
}

#endif
