/*
 * An audit put aside and taken up. All that it keeps are arrays of numbers, so they are written as they stand: for
 * the same program on the same machine, which the first part says. Each part is "SECTION OFFSET BASE64".
 * See audit.h.
 */
#include "ledger/audit_inside.h"

#include "base/num.h"
#include "crypto/crypto.h"

#include <string.h>

enum { VERSION = 1, PART_BYTES = 600000, HEAD, WORDS, SECTIONS_FROM, TABLES = 4, SECTIONS = SECTIONS_FROM + 2 * TABLES + 3 };

/* What the arrays are measured by; the first numbers say whose state it is. */
struct head {
	int64_t version, sizes, bytes, words;
	int64_t size, latest, latest_at, period, block_least, least;
	uint64_t nagendas, nwaits;
	struct { uint32_t n, unused, nheads, used; } table[TABLES];
	uint32_t spans, spans_unused;
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
	int k = (i - SECTIONS_FROM) / 2;

	if (k < TABLES) {
		const struct table *t = table_at(x, k);

		if ((i - SECTIONS_FROM) % 2)
			return (struct str){ (const char *)t->head, t->nheads * sizeof(*t->head) };
		return (struct str){ t->p.v, t->p.v ? (t->p.n + 1) * t->p.size : 0 };
	}
	switch (i - SECTIONS_FROM - 2 * TABLES) {
	case 0: return (struct str){ x->spans.v, x->spans.v ? (x->spans.n + 1) * x->spans.size : 0 };
	case 1: return (struct str){ (const char *)x->agenda, x->nagendas * sizeof(*x->agenda) };
	default: return (struct str){ (const char *)x->waits, x->nwaits * sizeof(*x->waits) };
	}
}

/* ---- putting aside ---- */

static enum err put_bytes(struct arena *side, int i, struct str bytes, audit_part *put, void *arg)
{
	for (size_t at = 0; at < bytes.n; at += PART_BYTES) {
		arena_reset(side);
		struct str text = base64_encode(side, str_sub(bytes, at, at + PART_BYTES < bytes.n ? at + PART_BYTES : bytes.n));

		TRY(put(arg, arena_fmt(side, "%d %zu %.*s", i, at, STR_ARG(text))));
	}
	return OK;
}

/* The words in their order, a line each: they get the same numbers again. */
static struct str words_of(const struct audit *x, struct arena *a)
{
	size_t n = 0;

	for (uint32_t w = 1; w <= x->words.p.n; w++)
		n += word_text(x, w).n + 1;
	char *p = arena_alloc(a, n + 1, 1);

	n = 0;
	for (uint32_t w = 1; w <= x->words.p.n; w++) {
		struct str s = word_text(x, w);

		memcpy(p + n, s.p, s.n);
		n += s.n;
		p[n++] = '\n';
	}
	return (struct str){ p, n };
}

static struct head head_of(struct audit *x, size_t words)
{
	struct head h = { .version = VERSION, .sizes = sizes(), .words = (int64_t)words, .size = x->size, .latest = x->latest,
		.latest_at = x->latest_at, .period = x->period, .block_least = x->block_least, .least = x->least,
		.nagendas = x->nagendas, .nwaits = x->nwaits, .spans = x->spans.n, .spans_unused = x->spans.unused };

	for (int i = 0; i < TABLES; i++) {
		const struct table *t = table_at(x, i);

		h.table[i].n = t->p.n;
		h.table[i].unused = t->p.unused;
		h.table[i].nheads = t->nheads;
		h.table[i].used = t->used;
	}
	for (int i = SECTIONS_FROM; i < SECTIONS; i++)
		h.bytes += (int64_t)section(x, i).n;
	h.bytes += (int64_t)words;
	return h;
}

enum err audit_save(struct audit *x, struct arena *side, audit_part *put, void *arg)
{
	struct arena *own = arena_new((size_t)256 << 20);
	enum err e = own ? OK : E_LIMIT;

	if (e != OK)
		return e;
	struct str words = words_of(x, own);
	struct head h = head_of(x, words.n);

	e = put_bytes(side, HEAD, (struct str){ (const char *)&h, sizeof(h) }, put, arg);
	if (e == OK)
		e = put_bytes(side, WORDS, words, put, arg);
	for (int i = SECTIONS_FROM; i < SECTIONS && e == OK; i++)
		e = put_bytes(side, i, section(x, i), put, arg);
	arena_free(own);
	return e;
}

/* ---- taking up ---- */

static void pool_room(struct audit *x, struct pool *p, uint32_t n, uint32_t unused)
{
	p->n = n;
	p->unused = unused;
	p->cap = n + 64;
	p->v = arena_alloc(x->a, p->cap, p->size);
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
	for (int i = 0; i < TABLES; i++) {
		struct table *t = table_at(x, i);

		t->nheads = h.table[i].nheads;
		t->used = h.table[i].used;
		t->head = ARENA_ARRAY(x->a, uint32_t, t->nheads + 1);
		if (h.table[i].nheads)
			pool_room(x, &t->p, h.table[i].n, h.table[i].unused);
	}
	if (h.spans)
		pool_room(x, &x->spans, h.spans, h.spans_unused);
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

enum err audit_load(struct audit *x, struct str part)
{
	struct str rest = part, number = str_cut(&rest, ' '), offset = str_cut(&rest, ' '), bytes, to;
	int64_t i, at;

	if (num_parse(number, HEAD, SECTIONS - 1, &i) != OK || num_parse(offset, 0, INT64_MAX, &at) != OK
			|| base64_decode(x->a, rest, &bytes) != OK || !bytes.n)
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
	to = section(x, (int)i);
	if ((uint64_t)at > to.n || bytes.n > to.n - (size_t)at)
		return E_INPUT;
	memcpy((char *)(uintptr_t)to.p + at, bytes.p, bytes.n);
	return OK;
}

bool audit_whole(const struct audit *x)
{
	return x->loaded == x->due;
}
