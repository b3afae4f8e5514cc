/*
 * An audit put aside and taken up. All that it keeps are arrays of numbers, so they are written as they stand: for
 * the same program on the same machine, which the first part says. Each part is "SECTION OFFSET BASE64".
 * See audit.h.
 */
#include "ledger/audit_inside.h"

#include "base/buf.h"
#include "base/num.h"
#include "crypto/crypto.h"

#include <string.h>

enum { VERSION = 3, PART_BYTES = 600000, HEAD, WORDS, SECTIONS_FROM, TABLES = 4, SECTIONS = SECTIONS_FROM + 2 * TABLES + 3 };

/* What the arrays are measured by; the first numbers say whose state it is. */
struct head {
	int64_t version, sizes, bytes, words;
	int64_t size, latest, latest_at, period, block_least, least;
	uint64_t nagendas, nwaits;
	struct { uint32_t n, unused, nheads, used; } table[TABLES];
	uint32_t spans, spans_unused, chains_left;
	int32_t forgot;
};

static int64_t sizes(void)
{
	return (int64_t)(sizeof(struct chain) * 1000003 + sizeof(struct span) * 10007 + sizeof(struct day_state) * 5003
		+ sizeof(struct line) * 2003 + sizeof(struct role_state) * 1009 + sizeof(struct wait_of) * 101
		+ sizeof(struct agenda_state));
}

static struct table *table_at(struct audit *x, int i)
{
	struct table *const t[TABLES] = { &x->chains, &x->days, &x->lines, &x->roles };

	return t[i];
}

/* Where a section's bytes stand. */
static struct str section(struct audit *x, int i)
{
	if (i < SECTIONS_FROM + 2 * TABLES) {
		const struct table *t = table_at(x, (i - SECTIONS_FROM) / 2);

		return (struct str){ (const char *)t->head, t->nheads * sizeof(*t->head) };
	}
	switch (i - SECTIONS_FROM - 2 * TABLES) {
	case 1: return (struct str){ (const char *)x->agenda, x->nagendas * sizeof(*x->agenda) };
	default: return (struct str){ (const char *)x->waits, x->nwaits * sizeof(*x->waits) };
	}
}

/* The pool that is a section; NULL: it is an array. */
static struct pool *pool_of(struct audit *x, int i)
{
	int k = i - SECTIONS_FROM;

	if (k < 2 * TABLES)
		return k % 2 ? NULL : &table_at(x, k / 2)->p;
	return k == 2 * TABLES ? &x->spans : NULL;
}

static size_t pool_bytes(const struct pool *p)
{
	return p->nblocks ? (size_t)(p->n + 1) * p->size : 0;
}

/* ---- putting aside ---- */

struct putting { struct arena *side; audit_part *put; void *arg; };

static enum err put_part(const struct putting *to, int i, size_t at, struct str bytes)
{
	struct str text = base64_encode(to->side, bytes);

	return to->put(to->arg, arena_fmt(to->side, "%d %zu %.*s", i, at, STR_ARG(text)));
}

static enum err put_bytes(const struct putting *to, int i, struct str bytes)
{
	for (size_t at = 0; at < bytes.n; at += PART_BYTES) {
		arena_reset(to->side);
		TRY(put_part(to, i, at, str_sub(bytes, at, at + PART_BYTES < bytes.n ? at + PART_BYTES : bytes.n)));
	}
	return OK;
}

/* A block is a part. */
static enum err put_pool(const struct putting *to, int i, const struct pool *p)
{
	const size_t whole = POOL_BLOCK * p->size, all = pool_bytes(p);

	for (size_t at = 0; at < all; at += whole) {
		arena_reset(to->side);
		TRY(put_part(to, i, at, (struct str){ p->block[at / whole], all - at < whole ? all - at : whole }));
	}
	return OK;
}

/* The words in their order, a line each: they get the same numbers again. */
static enum err put_words(const struct putting *to, const struct audit *x)
{
	uint32_t w = 1;

	for (size_t at = 0; w <= x->words.p.n; ) {
		arena_reset(to->side);
		struct buf *b = buf_new(to->side, 2 * PART_BYTES);

		while (w <= x->words.p.n && buf_str(b).n < PART_BYTES) {
			buf_put(b, word_text(x, w++));
			buf_put_char(b, '\n');
		}
		if (!buf_ok(b))
			return E_LIMIT;
		TRY(put_part(to, WORDS, at, buf_str(b)));
		at += buf_str(b).n;
	}
	return OK;
}

static size_t words_bytes(const struct audit *x)
{
	size_t n = 0;

	for (uint32_t w = 1; w <= x->words.p.n; w++)
		n += word_text(x, w).n + 1;
	return n;
}

static struct head head_of(struct audit *x)
{
	const size_t words = words_bytes(x);
	struct head h = { .version = VERSION, .sizes = sizes(), .words = (int64_t)words, .size = x->size, .latest = x->latest,
		.latest_at = x->latest_at, .period = x->period, .block_least = x->block_least, .least = x->least,
		.nagendas = x->nagendas, .nwaits = x->nwaits, .spans = x->spans.n, .spans_unused = x->spans.unused,
		.chains_left = x->chains_left, .forgot = x->forgot };

	for (int i = 0; i < TABLES; i++) {
		const struct table *t = table_at(x, i);

		h.table[i].n = t->p.n;
		h.table[i].unused = t->p.unused;
		h.table[i].nheads = t->nheads;
		h.table[i].used = t->used;
	}
	for (int i = SECTIONS_FROM; i < SECTIONS; i++)
		h.bytes += (int64_t)(pool_of(x, i) ? pool_bytes(pool_of(x, i)) : section(x, i).n);
	h.bytes += (int64_t)words;
	return h;
}

enum err audit_save(struct audit *x, struct arena *side, audit_part *put, void *arg)
{
	const struct putting to = { side, put, arg };
	struct head h = head_of(x);

	TRY(put_bytes(&to, HEAD, (struct str){ (const char *)&h, sizeof(h) }));
	TRY(put_words(&to, x));
	for (int i = SECTIONS_FROM; i < SECTIONS; i++)
		TRY(pool_of(x, i) ? put_pool(&to, i, pool_of(x, i)) : put_bytes(&to, i, section(x, i)));
	return OK;
}

/* ---- taking up ---- */

static void take_pool(struct audit *x, struct pool *p, uint32_t n, uint32_t unused)
{
	pool_room(x->a, p, n);
	p->n = n;
	p->unused = unused;
}

/* A pool that nothing was ever put into has no room yet, and no bytes. */
static enum err take_head(struct audit *x, struct str bytes)
{
	struct head h;

	if (bytes.n != sizeof(h) || x->size || x->due)
		return E_INPUT;
	memcpy(&h, bytes.p, sizeof(h));
	if (h.version != VERSION || h.sizes != sizes() || h.bytes < 0)
		return E_INPUT;
	x->size = h.size;
	x->latest = h.latest;
	x->latest_at = h.latest_at;
	x->period = h.period;
	x->block_least = h.block_least;
	x->least = h.least;
	x->chains_left = h.chains_left;
	x->forgot = h.forgot;
	for (int i = 0; i < TABLES; i++) {
		struct table *t = table_at(x, i);

		t->nheads = h.table[i].nheads;
		t->used = h.table[i].used;
		t->head = ARENA_ARRAY(x->a, uint32_t, t->nheads + 1);
		if (h.table[i].nheads)
			take_pool(x, &t->p, h.table[i].n, h.table[i].unused);
	}
	if (h.spans)
		take_pool(x, &x->spans, h.spans, h.spans_unused);
	x->nagendas = h.nagendas;
	x->agenda = ARENA_ARRAY(x->a, struct agenda_state, h.nagendas + 1);
	x->nwaits = x->waits_cap = h.nwaits;
	x->waits = ARENA_ARRAY(x->a, struct wait_of, h.nwaits + 1);
	x->due = (size_t)h.bytes;
	return OK;
}

/* Words may be cut between two parts: what is left of the last line waits. */
static void take_words(struct audit *x, struct str bytes)
{
	struct str all = arena_cat(x->a, x->cut, bytes);

	while (str_find_char(all, '\n') >= 0)
		(void)word_of(x, str_cut(&all, '\n'));
	x->cut = all.n ? all : STR_NONE;
}

/* Where the bytes of a section go that are to stand at that place; NULL: it has no such place. */
static char *place_of(struct audit *x, int i, size_t at, size_t n)
{
	const struct pool *p = pool_of(x, i);
	struct str to = p ? STR_NONE : section(x, i);

	if (!p)
		return at > to.n || n > to.n - at ? NULL : (char *)(uintptr_t)to.p + at;
	size_t whole = POOL_BLOCK * p->size, k = at / whole;

	return at % whole || k >= p->nblocks || n > whole ? NULL : p->block[k];
}

enum err audit_load(struct audit *x, struct arena *side, struct str part)
{
	struct str rest = part, number = str_cut(&rest, ' '), offset = str_cut(&rest, ' '), bytes;
	int64_t i, at;
	char *to;

	arena_reset(side);
	if (num_parse(number, HEAD, SECTIONS - 1, &i) != OK || num_parse(offset, 0, INT64_MAX, &at) != OK
			|| base64_decode(side, rest, &bytes) != OK || !bytes.n)
		return E_INPUT;
	if (i == HEAD)
		return take_head(x, bytes);
	x->loaded += bytes.n;
	if (x->loaded > x->due)
		return E_INPUT;
	if (i == WORDS) {
		take_words(x, bytes);
		return OK;
	}
	to = place_of(x, (int)i, (size_t)at, bytes.n);
	if (!to)
		return E_INPUT;
	memcpy(to, bytes.p, bytes.n);
	return OK;
}

bool audit_whole(const struct audit *x)
{
	return x->loaded == x->due;
}
