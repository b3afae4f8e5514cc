/* Reading the public log. See log.h. */
#include "ledger/log.h"

#include "base/log.h"
#include "base/buf.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "ledger/act.h"
#include "ledger/note.h"
#include "ledger_q.h"

#include <string.h>

enum { RECEIPT_JSON = 16384 };

enum err log_head(struct db *db, struct arena *a, struct log_head *ret)
{
	struct checkpoint_last_row r;
	struct cosignature_lines_rows lines;

	TRY(checkpoint_last(db, a, &r));
	TRY(cosignature_lines(db, a, r.size, &lines));
	for (size_t i = 0; i < lines.n; i++)
		r.note = arena_cat(a, r.note, lines.v[i].line);
	*ret = (struct log_head){ r.size, r.at, r.note };
	return OK;
}

enum err log_key(struct db *db, struct arena *a, struct str *ret)
{
	struct key_last_row r;

	TRY(key_last(db, a, &r));
	*ret = r.verifier;
	return OK;
}

/* ---- hashes of complete subtrees, from tiles ---- */

static enum err tile_of(struct log_reader *r, int level, int64_t n)
{
	struct tile_get_row row;

	if (r->level == level && r->n == n)
		return OK;
	TRY(tile_get(r->db, r->a, level, n, &row));
	TRY(base64_decode(r->a, row.hashes, &r->hashes));
	r->level = level;
	r->n = n;
	return OK;
}

static enum err subtree(void *arg, int level, int64_t n, struct hash *ret)
{
	struct log_reader *r = arg;
	int up = level % 8, width = 1 << up;
	int64_t first = n << up;
	size_t at = (size_t)(first % TILE_WIDTH) * 32;
	struct hash h[TILE_WIDTH / 2];

	TRY(tile_of(r, level / 8, first / TILE_WIDTH));
	if (r->hashes.n < at + (size_t)width * 32)
		return E_NOTFOUND;
	memcpy(h, r->hashes.p + at, (size_t)width * 32);
	for (; width > 1; width /= 2)
		for (int i = 0; i < width / 2; i++)
			h[i] = tree_node(&h[2 * i], &h[2 * i + 1]);
	*ret = h[0];
	return OK;
}

struct tree_source log_source(struct log_reader *r)
{
	return (struct tree_source){ subtree, r };
}

/* ---- what is served ---- */

/* A tile that is full is no longer served in parts (C2SP tlog-tiles, "Partial Tiles"): 255 addresses for the same would
 * pass by every cache. */
static bool in_log(int64_t size, int level, int64_t n, int width)
{
	if (level < 0 || level > TILE_LEVEL_MAX || n < 0 || n > INT64_MAX / TILE_WIDTH - 1 || width < 1 || width > TILE_WIDTH)
		return false;
	int64_t there = (size >> (8 * level)) - n * TILE_WIDTH;

	return width < TILE_WIDTH ? width <= there && there < TILE_WIDTH : there >= TILE_WIDTH;
}

enum err log_tile(struct db *db, struct arena *a, int level, int64_t n, int width, struct str *ret)
{
	struct checkpoint_last_row head;
	struct tile_get_row row;
	struct str bytes;

	TRY(checkpoint_last(db, a, &head));
	if (!in_log(head.size, level, n, width))
		return E_NOTFOUND;
	TRY(tile_get(db, a, level, n, &row));
	TRY(base64_decode(a, row.hashes, &bytes));
	if (bytes.n < (size_t)width * 32)
		return E_DB;
	*ret = str_sub(bytes, 0, (size_t)width * 32);
	return OK;
}

enum err log_bundle(struct db *db, struct arena *a, int64_t n, int width, struct str *ret)
{
	struct checkpoint_last_row head;
	struct leaf_entries_rows rows;
	size_t all = 0, at = 0;

	TRY(checkpoint_last(db, a, &head));
	if (!in_log(head.size, 0, n, width))
		return E_NOTFOUND;
	TRY(leaf_entries(db, a, n * TILE_WIDTH, n * TILE_WIDTH + width, &rows));
	if (rows.n != (size_t)width)
		return E_DB;
	for (size_t i = 0; i < rows.n; i++)
		all += 2 + rows.v[i].entry.n;
	char *p = arena_alloc(a, all, 1);

	for (size_t i = 0; i < rows.n; i++) {
		struct str s = rows.v[i].entry;

		p[at++] = (char)(s.n >> 8);
		p[at++] = (char)(s.n & 0xFF);
		memcpy(p + at, s.p, s.n);
		at += s.n;
	}
	*ret = (struct str){ p, all };
	return OK;
}

/* ---- receipts ---- */

static enum err prove(struct db *db, struct arena *a, struct receipt *r)
{
	struct log_reader reader = { .db = db, .a = a, .level = -1 };
	struct tree_source from = log_source(&reader);
	struct log_head head;

	TRY(log_head(db, a, &head));
	if (r->index >= head.size) {	/* it has its place, and is not signed yet */
		r->index = -1;
		return OK;
	}
	r->size = head.size;
	r->checkpoint = head.note;
	return tree_inclusion(&from, a, r->index, head.size, &r->proof);
}

/* Of one act, with its text if that is kept with it. */
static enum err receipt_of(struct db *db, struct arena *a, struct act_id act, struct str entry, struct receipt *ret)
{
	struct leaf_of_act_row leaf;
	struct receipt r = { .entry = entry, .index = -1 };
	enum err e = leaf_of_act(db, a, act, &leaf);

	if (e == OK) {
		r.index = leaf.idx;
		if (!r.entry.p)
			r.entry = leaf.entry;
		TRY(prove(db, a, &r));
	} else if (e != E_NOTFOUND) {
		return e;
	}
	if (!r.entry.p)		/* from before, and not sealed yet */
		return E_NOTFOUND;
	*ret = r;
	return OK;
}

enum err log_receipt(struct db *db, struct arena *a, int64_t chain, struct receipt *ret)
{
	struct act_given_row given;

	TRY(act_given(db, a, chain, &given));
	return receipt_of(db, a, given.id, given.entry, ret);
}

enum err log_receipt_begun(struct db *db, struct arena *a, int64_t chain, struct receipt *ret)
{
	struct act_begun_row begun;

	TRY(act_begun(db, a, chain, &begun));
	return receipt_of(db, a, begun.id, begun.entry, ret);
}

enum err log_draw_receipt(struct db *db, struct arena *a, int64_t chain, struct receipt *ret)
{
	struct act_of_draw_row of;

	TRY(act_of_draw(db, a, chain, &of));
	return receipt_of(db, a, of.id, of.entry, ret);
}

enum err log_root(struct db *db, struct arena *a, int64_t size, struct hash *ret)
{
	struct log_reader reader = { .db = db, .a = a, .level = -1 };
	struct tree_source from = log_source(&reader);
	struct checkpoint_last_row head;

	TRY(checkpoint_last(db, a, &head));
	return size <= head.size ? tree_root(&from, size, ret) : E_NOTFOUND;
}

static void put_sealed(struct arena *a, struct jw *j, const struct receipt *r)
{
	jw_set_int(j, "index", r->index);
	jw_set_int(j, "size", r->size);
	jw_set_array(j, "proof");
	for (size_t i = 0; i < r->proof.n; i++)
		jw_str(j, base64_encode(a, (struct str){ (const char *)r->proof.v[i].v, sizeof(r->proof.v[i].v) }));
	jw_end(j);
	jw_set_str(j, "checkpoint", r->checkpoint);
}

struct str receipt_json(struct arena *a, struct str reference, struct str salt, const struct receipt *r)
{
	static const char *const later[] = { "index", "size", "proof", "checkpoint" };
	struct buf *b = buf_new(a, RECEIPT_JSON);
	struct jw j = jw_to(b);

	jw_object(&j);
	jw_set_str(&j, "entry", r->entry);
	jw_set_str(&j, "reference", reference);
	jw_set_str(&j, "salt", salt);
	if (r->index >= 0)
		put_sealed(a, &j, r);
	for (size_t i = 0; r->index < 0 && i < sizeof(later) / sizeof(*later); i++) {
		jw_key(&j, later[i]);
		jw_null(&j);
	}
	jw_end(&j);
	return buf_str(b);
}

bool log_receipt_shown(struct db *db, struct arena *a, int64_t chain, struct receipt *ret)
{
	enum err e = log_receipt(db, a, chain, ret);

	if (e != OK && e != E_NOTFOUND)
		log_event(LOG_ERROR, "no line of the public log", LOG_LIT("error", err_name(e)));
	return e == OK;
}

/* ---- witnesses ---- */

enum err log_witness_request(struct db *db, struct arena *a, int64_t old, struct str *ret)
{
	struct log_reader reader = { .db = db, .a = a, .level = -1 };
	struct tree_source from = log_source(&reader);
	struct checkpoint_last_row head;
	struct hashes proof;
	struct str body = arena_fmt(a, "old %lld\n", (long long)old);

	TRY(checkpoint_last(db, a, &head));
	TRY(tree_consistency(&from, a, old, head.size, &proof));
	for (size_t i = 0; i < proof.n; i++)
		body = arena_cat(a, arena_cat(a, body, base64_encode(a,
			(struct str){ (const char *)proof.v[i].v, sizeof(proof.v[i].v) })), S("\n"));
	*ret = arena_cat(a, arena_cat(a, body, S("\n")), head.note);
	return OK;
}

/* Is one of the lines that witness's, over this note's text? */
static bool is_cosigned(struct arena *a, struct str note, struct str lines, struct str verifier, struct str *ret_line,
	struct instant *ret_at)
{
	ptrdiff_t end = str_find(note, S("\n\n"));

	while (end >= 0 && lines.n) {
		struct str line = arena_cat(a, str_cut(&lines, '\n'), S("\n"));

		if (note_cosigned(a, str_sub(note, 0, (size_t)end + 1), line, verifier, ret_at) != OK)
			continue;
		*ret_line = line;
		return true;
	}
	return false;
}

enum err log_cosign(struct db *db, struct arena *a, struct str verifier, struct str lines, int64_t *ret_size)
{
	struct checkpoint_recent_rows rows;
	struct str line, rest = verifier, name = str_cut(&rest, '+');
	struct instant at;

	TRY(checkpoint_recent(db, a, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (is_cosigned(a, rows.v[i].note, lines, verifier, &line, &at)) {
			*ret_size = rows.v[i].size;
			return cosignature_put(db, a, rows.v[i].size, name, at, line);
		}
	return E_INPUT;
}
