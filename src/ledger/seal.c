/* Sealing. See seal.h. */
#include "ledger/seal.h"

#include "base/fd.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "ledger/act.h"
#include "ledger/entry.h"
#include "ledger/log.h"
#include "ledger/note.h"
#include "ledger/signed.h"
#include "ledger_q.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEEP_SECONDS = 7 * 86400, KEY_FILE_MAX = 4096 };

/* ---- keys ---- */

struct seed { unsigned char v[NOTE_SEED]; };

static enum err read_seed(struct arena *a, const char *path, struct seed *ret)
{
	struct str text, bytes;

	TRY(fd_read_file(a, path, KEY_FILE_MAX, &text));
	if (base64_decode(a, str_trim(text), &bytes) != OK || bytes.n != NOTE_SEED)
		return E_INPUT;
	memcpy(ret->v, bytes.p, sizeof(ret->v));
	return OK;
}

static enum err make_seed(struct arena *a, const char *path, struct seed *ret)
{
	struct str text;

	random_bytes(ret->v, sizeof(ret->v));
	text = base64_encode(a, (struct str){ (const char *)ret->v, sizeof(ret->v) });
	return fd_write_file(path, arena_cat(a, text, S("\n")), 0600);
}

static const char *next_of(struct arena *a, const struct sealer *s)
{
	return arena_cstr(a, arena_fmt(a, "%s.next", s->key_file));
}

enum err seal_new_key(struct arena *a, const struct sealer *s, struct str *ret_verifier)
{
	const char *path = next_of(a, s);
	struct seed seed;
	enum err e = read_seed(a, path, &seed);

	if (e != E_NOTFOUND)
		return e == OK ? E_CONFLICT : e;
	TRY(make_seed(a, path, &seed));
	*ret_verifier = note_verifier(a, s->origin, seed.v);
	return OK;
}

/* ---- a turn ---- */

struct growing { int64_t n; int width; bool changed; unsigned char v[TILE_WIDTH * 32]; };

struct turn {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct sealer *s;
	struct seed seed, next;
	struct str verifier, next_verifier;	/* empty: no change is planned */
	bool lost;				/* the log's last key is another one, and gone */
	bool first;				/* no key has signed yet */
	bool changes;				/* another key signs from the end of this turn on */
	struct signed_last last, now_signed;	/* what this sealer signed last, and in this turn; size < 0: nothing */
	int64_t size;
	struct growing *tile;			/* the last of each level */
};

/* The seed that is to take over, if there is one. */
static enum err read_next(struct turn *t, struct str last)
{
	const char *path = next_of(t->a, t->s);
	enum err e = read_seed(t->a, path, &t->next);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	t->next_verifier = note_verifier(t->a, t->s->origin, t->next.v);
	if (!str_eq(t->next_verifier, last))
		return OK;
	/* It took over, and the program ended before the file had its name. */
	t->next_verifier = STR_NONE;
	return rename(path, t->s->key_file) == 0 ? OK : E_IO;
}

/* The log as it stands in the database. */
static enum err state_of_log(struct turn *t, struct signed_last *ret)
{
	struct log_reader reader = { .db = t->db, .a = t->a, .level = -1 };
	struct tree_source from = log_source(&reader);
	struct leaf_size_row r;

	TRY(leaf_size(t->db, t->a, &r));
	ret->size = r.n;
	TRY(tree_root(&from, r.n, &ret->root));
	return signed_grew(t->a, &from, &t->last, ret);
}

/* The operator says so: a log that is not what was signed before (a copy that was put back) gets another key, for the same would have
 * signed two histories. The old one is kept beside it. */
static enum err set_aside(struct turn *t)
{
	const char *before = arena_cstr(t->a, arena_fmt(t->a, "%s.before", t->s->key_file));
	struct signed_last x;
	enum err e = state_of_log(t, &x);

	if (e != E_DENIED)
		return e;
	t->last.size = -1;
	return rename(t->s->key_file, before) == 0 || errno == ENOENT ? OK : E_IO;
}

/* The key that signed last is the one that signs. Who has it not makes none: it may be another machine's, or its
 * folder is not there today. */
static enum err read_keys(struct turn *t)
{
	struct key_last_row last = { .verifier = STR_NONE };
	enum err e = key_last(t->db, t->a, &last);

	if (e != OK && e != E_NOTFOUND)
		return e;
	t->first = e == E_NOTFOUND;
	if (!note_name_ok(t->s->origin))
		return E_INPUT;
	TRY(signed_read(t->a, t->s->key_file, &t->last));
	if (t->s->lost)
		TRY(set_aside(t));
	TRY(read_next(t, last.verifier));
	e = read_seed(t->a, t->s->key_file, &t->seed);
	if (e == E_NOTFOUND)
		e = t->first || t->s->lost ? make_seed(t->a, t->s->key_file, &t->seed) : E_DENIED;
	TRY(e);
	t->verifier = note_verifier(t->a, t->s->origin, t->seed.v);
	t->lost = !t->first && !str_eq(t->verifier, last.verifier);
	return t->lost && !t->s->lost ? E_DENIED : OK;
}

/* The entry that says which key signs from here on. */
static enum err tell_key(struct turn *t, struct str verifier)
{
	struct act x = act_of_no_time(ACT_KEY, S("system"), t->now);

	x.value = verifier;
	return act(t->db, t->a, t->now, &x);
}

/* ---- tiles ---- */

static enum err load_tiles(struct turn *t)
{
	struct leaf_size_row r;

	TRY(leaf_size(t->db, t->a, &r));
	t->size = r.n;
	t->tile = ARENA_ARRAY(t->a, struct growing, TILE_LEVEL_MAX + 1);
	for (int l = 0; l <= TILE_LEVEL_MAX; l++) {
		struct growing *g = &t->tile[l];
		int64_t complete = t->size >> (8 * l);
		struct tile_get_row row;
		struct str bytes;

		g->n = complete / TILE_WIDTH;
		g->width = (int)(complete % TILE_WIDTH);
		if (!g->width)
			continue;
		TRY(tile_get(t->db, t->a, l, g->n, &row));
		if (base64_decode(t->a, row.hashes, &bytes) != OK || bytes.n != (size_t)g->width * 32)
			return E_DB;
		memcpy(g->v, bytes.p, bytes.n);
	}
	return OK;
}

static enum err write_tile(struct turn *t, int level)
{
	struct growing *g = &t->tile[level];

	g->changed = false;
	return tile_put(t->db, t->a, level, g->n, g->width,
		base64_encode(t->a, (struct str){ (const char *)g->v, (size_t)g->width * 32 }));
}

/* The hash above a full tile. */
static struct hash above(const struct growing *g)
{
	struct hash h[TILE_WIDTH];

	memcpy(h, g->v, sizeof(h));
	for (int n = TILE_WIDTH; n > 1; n /= 2)
		for (int i = 0; i < n / 2; i++)
			h[i] = tree_node(&h[2 * i], &h[2 * i + 1]);
	return h[0];
}

static enum err grow(struct turn *t, struct hash h)
{
	for (int l = 0; l <= TILE_LEVEL_MAX; l++) {
		struct growing *g = &t->tile[l];

		memcpy(g->v + g->width * 32, h.v, sizeof(h.v));
		g->width++;
		g->changed = true;
		if (g->width < TILE_WIDTH)
			return OK;
		TRY(write_tile(t, l));
		h = above(g);
		g->n++;
		g->width = 0;
	}
	return E_LIMIT;
}

static enum err write_tiles(struct turn *t)
{
	for (int l = 0; l <= TILE_LEVEL_MAX; l++)
		if (t->tile[l].changed)
			TRY(write_tile(t, l));
	return OK;
}

/* ---- places ---- */

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static int32_t or_none(struct opt_int v)
{
	return v.is ? (int32_t)v.v : -1;
}

/* A chain from before: by the salt of what it is about; a hold that went had none and stands alone. */
static enum err entry_of_old(struct turn *t, struct act_id id, struct str *ret)
{
	struct old_act_row r;

	TRY(old_act(t->db, t->a, id, &r));
	struct entry e = { .act = r.act, .at = r.at, .capacity = or_none(r.capacity), .ceiling = or_none(r.ceiling),
		.chain = entry_chain(t->a, r.salt), .channel = r.channel, .class = r.class, .holder = r.holder,
		.minutes = r.minutes, .org = or_empty(r.org), .reason = r.reason, .role = r.role,
		.schedule = or_empty(r.schedule), .service = or_empty(r.service), .slot = { r.day, r.start_min },
		.zone = r.zone };

	*ret = entry_text(t->a, &e);
	return OK;
}

static enum err place(struct turn *t, const struct pending_list_row *r)
{
	struct str old = STR_NONE, text = r->entry;

	if (!text.p) {
		TRY(entry_of_old(t, r->act, &old));
		text = old;
	}
	TRY(leaf_add(t->db, t->a, t->size, r->act, r->organization, old));
	TRY(grow(t, tree_leaf(text)));
	t->size++;
	return OK;
}

static enum err drop(struct turn *t, const struct pending_list_rows *rows)
{
	int64_t *ids = ARENA_ARRAY(t->a, int64_t, rows->n + 1);

	for (size_t i = 0; i < rows->n; i++)
		ids[i] = rows->v[i].seq;
	for (size_t i = 0; i < rows->n; i += DB_LIST_MAX)
		TRY(pending_drop(t->db, t->a, ids + i, rows->n - i < DB_LIST_MAX ? rows->n - i : DB_LIST_MAX));
	return OK;
}

static enum err place_all(struct turn *t, int64_t *ret_n)
{
	struct pending_list_rows rows;

	TRY(pending_list(t->db, t->a, SEAL_BATCH, &rows));
	*ret_n = (int64_t)rows.n;
	if (!rows.n)
		return OK;
	TRY(load_tiles(t));
	for (size_t i = 0; i < rows.n; i++)
		TRY(place(t, &rows.v[i]));
	TRY(drop(t, &rows));
	return write_tiles(t);
}

/* ---- signing ---- */

/* At a planned change both keys sign, the old one first: whoever knows either of them reads the same checkpoint. */
static struct str signed_note(struct turn *t, struct str text)
{
	struct str note = note_sign(t->a, text, t->s->origin, t->seed.v), also;

	if (!t->changes || t->lost)
		return note;
	also = note_sign(t->a, text, t->s->origin, t->next.v);
	return arena_cat(t->a, note, str_sub(also, text.n + 1, also.n));
}

static enum err sign(struct turn *t)
{
	struct signed_last now;

	TRY(state_of_log(t, &now));
	t->size = now.size;
	TRY(checkpoint_put(t->db, t->a, now.size, t->now,
		signed_note(t, note_checkpoint(t->a, t->s->origin, now.size, &now.root))));
	TRY(checkpoint_sweep(t->db, t->a, (struct instant){ t->now.v - KEEP_SECONDS }, now.size));
	t->now_signed = now;
	return OK;
}

static enum err note_keys(struct turn *t)
{
	if (t->first || (t->changes && t->lost))
		return key_add(t->db, t->a, t->verifier, t->size, t->now);
	return t->changes ? key_add(t->db, t->a, t->next_verifier, t->size, t->now) : OK;
}

/* Everything of a turn, in its transaction. A key that is about to sign is named in the log first; only when
 * nothing else waits, so that its entry is the last one. Where the old key is gone, nothing is signed until then. */
static enum err take_turn(struct turn *t, int64_t *ret_n)
{
	struct seal_lock_row lock;
	int64_t more;

	*ret_n = 0;
	TRY(seal_lock(t->db, t->a, &lock));
	if (!lock.got)
		return OK;
	TRY(read_keys(t));
	TRY(place_all(t, ret_n));
	t->changes = *ret_n < SEAL_BATCH && !t->first && (t->lost || t->next_verifier.n);
	if (t->changes) {
		TRY(tell_key(t, t->lost ? t->verifier : t->next_verifier));
		TRY(place_all(t, &more));
		*ret_n += more;
	}
	if ((!*ret_n && !t->first) || (t->lost && !t->changes))
		return OK;
	TRY(sign(t));
	return note_keys(t);
}

enum err seal_turn(struct db *db, struct arena *a, struct instant now, const struct sealer *s, int64_t *ret_n)
{
	struct turn t = { .db = db, .a = a, .now = now, .s = s, .last = { .size = -1 }, .now_signed = { .size = -1 } };
	enum err e;

	TRY(db_begin(db));
	e = db_save(db);
	if (e == OK)
		e = take_turn(&t, ret_n);
	if (e == OK)
		e = db_keep(db);
	if (e == OK)
		e = db_commit(db);
	else
		db_rollback(db);
	if (e == OK && t.now_signed.size >= 0)
		e = signed_keep(a, s->key_file, &t.now_signed);
	if (e == OK && t.changes && !t.lost && rename(next_of(a, s), s->key_file) != 0)
		e = E_IO;
	return e;
}
