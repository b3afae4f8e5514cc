/*
 * An audit put aside and taken up. All that it keeps are arrays of numbers, so they are written as they stand: for
 * the same program on the same machine, which the first part says. Each part is "SECTION OFFSET BASE64" of the bytes as zlib
 * packs them: most of them are small numbers, and they are written anew each night.
 * See audit.h.
 */
#include "ledger/audit_inside.h"

#include "base/buf.h"
#include "base/num.h"
#include "crypto/crypto.h"

#include <string.h>
#include <zlib.h>

enum { VERSION = 6, PART_BYTES = 600000, PART_MOST = 2 * PART_BYTES, HEAD = 1, WORDS, POOLS_FROM, TABLES = 5, POOLS = 2 * TABLES + 5 };

/* What the pools are measured by; the first numbers say whose state it is. */
struct head {
	int64_t version, sizes, bytes;
	int64_t size, latest, latest_at, period, block_least, least;
	struct { uint32_t records, unused; } pool[POOLS];	/* records: 0: there never was one; else one more than the last's number */
	uint32_t used[TABLES];
	uint32_t chains_left;
	int32_t forgot;
};

static int64_t sizes(void)
{
	return (int64_t)(sizeof(struct chain) * 1000003 + sizeof(struct span) * 10007 + sizeof(struct week_state) * 5003
		+ sizeof(struct line) * 2003 + sizeof(struct role_state) * 1009 + sizeof(struct wait_of) * 101
		+ sizeof(struct agenda_state) + sizeof(struct pending) * 20011 + sizeof(struct run) * 40009);
}

static struct table *table_at(struct audit *x, int i)
{
	struct table *const t[TABLES] = { &x->chains, &x->weeks, &x->lines, &x->roles, &x->queues };

	return t[i];
}

static struct pool *pool_of(struct audit *x, int i)
{
	struct pool *const rest[POOLS - 2 * TABLES] = { &x->pendings, &x->spans, &x->runs, &x->parts, &x->agendas };

	if (i >= 2 * TABLES)
		return rest[i - 2 * TABLES];
	return i % 2 ? &table_at(x, i / 2)->heads : &table_at(x, i / 2)->p;
}

static uint32_t records(const struct pool *p)
{
	return p->nblocks ? p->n + 1 : 0;
}

static size_t pool_bytes(const struct pool *p)
{
	return (size_t)records(p) * p->size;
}

/* Those of its bytes from one on that stand together. */
static struct str piece(const struct pool *p, size_t at, size_t most)
{
	const size_t whole = POOL_BLOCK * p->size, left = whole - at % whole;

	return (struct str){ p->block[at / whole] + at % whole, left < most ? left : most };
}

/* ---- putting aside ---- */

struct putting { struct arena *side; audit_part *put; void *arg; };

static enum err put_part(const struct putting *to, int i, size_t at, struct str bytes)
{
	uLongf n = compressBound((uLong)bytes.n);
	Bytef *packed = ARENA_ARRAY(to->side, Bytef, n);

	if (compress2(packed, &n, (const Bytef *)bytes.p, (uLong)bytes.n, Z_BEST_SPEED) != Z_OK)
		return E_LIMIT;
	struct str text = base64_encode(to->side, (struct str){ (const char *)packed, n });

	return to->put(to->arg, arena_fmt(to->side, "%d %zu %.*s", i, at, STR_ARG(text)));
}

static enum err put_pool(const struct putting *to, int i, const struct pool *p)
{
	const size_t all = pool_bytes(p);

	for (size_t at = 0, n; at < all; at += n) {
		char *bytes;

		n = all - at < PART_BYTES ? all - at : PART_BYTES;
		arena_reset(to->side);
		bytes = ARENA_ARRAY(to->side, char, n);
		for (size_t k = 0; k < n;) {
			struct str from = piece(p, at + k, n - k);

			memcpy(bytes + k, from.p, from.n);
			k += from.n;
		}
		TRY(put_part(to, i, at, (struct str){ bytes, n }));
	}
	return OK;
}

/* The words in their order, a line each: they get the same numbers again. */
static enum err put_words(const struct putting *to, const struct audit *x)
{
	uint32_t w = 1;

	for (size_t at = 0; w <= x->words.p.n; ) {
		arena_reset(to->side);
		struct buf *b = buf_new(to->side, PART_MOST);

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
	struct head h = { .version = VERSION, .sizes = sizes(), .bytes = (int64_t)words_bytes(x), .size = x->size, .latest = x->latest,
		.latest_at = x->latest_at, .period = x->period, .block_least = x->block_least, .least = x->least,
		.chains_left = x->chains_left, .forgot = x->forgot };

	for (int i = 0; i < TABLES; i++)
		h.used[i] = table_at(x, i)->used;
	for (int i = 0; i < POOLS; i++) {
		const struct pool *p = pool_of(x, i);

		h.pool[i].records = records(p);
		h.pool[i].unused = p->unused;
		h.bytes += (int64_t)pool_bytes(p);
	}
	return h;
}

enum err audit_save(struct audit *x, struct arena *side, audit_part *put, void *arg)
{
	const struct putting to = { side, put, arg };
	struct head h = head_of(x);

	arena_reset(side);
	TRY(put_part(&to, HEAD, 0, (struct str){ (const char *)&h, sizeof(h) }));
	TRY(put_words(&to, x));
	for (int i = 0; i < POOLS; i++)
		TRY(put_pool(&to, POOLS_FROM + i, pool_of(x, i)));
	return OK;
}

/* ---- taking up ---- */

/* A pool that nothing was ever put into has no room yet, and no bytes. */
static void take_pool(struct audit *x, struct pool *p, uint32_t n, uint32_t unused)
{
	if (!n)
		return;
	pool_room(x->a, p, n - 1);
	p->n = n - 1;
	p->unused = unused;
}

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
	for (int i = 0; i < POOLS; i++)
		take_pool(x, pool_of(x, i), h.pool[i].records, h.pool[i].unused);
	for (int i = 0; i < TABLES; i++) {
		table_at(x, i)->used = h.used[i];
		table_at(x, i)->nheads = records(&table_at(x, i)->heads);
	}
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

/* false: the pool has no such place. */
static bool take_bytes(const struct pool *p, size_t at, struct str bytes)
{
	if (at > pool_bytes(p) || bytes.n > pool_bytes(p) - at)
		return false;
	for (size_t k = 0; k < bytes.n;) {
		struct str to = piece(p, at + k, bytes.n - k);

		memcpy((char *)(uintptr_t)to.p, bytes.p + k, to.n);
		k += to.n;
	}
	return true;
}

static enum err unpack(struct arena *side, struct str packed, struct str *ret)
{
	uLongf n = PART_MOST;
	Bytef *bytes = ARENA_ARRAY(side, Bytef, n);

	if (uncompress(bytes, &n, (const Bytef *)packed.p, (uLong)packed.n) != Z_OK || !n)
		return E_INPUT;
	*ret = (struct str){ (const char *)bytes, n };
	return OK;
}

enum err audit_load(struct audit *x, struct arena *side, struct str part)
{
	struct str rest = part, number = str_cut(&rest, ' '), offset = str_cut(&rest, ' '), bytes;
	int64_t i, at;

	arena_reset(side);
	if (num_parse(number, HEAD, POOLS_FROM + POOLS - 1, &i) != OK || num_parse(offset, 0, INT64_MAX, &at) != OK
			|| base64_decode(side, rest, &bytes) != OK || unpack(side, bytes, &bytes) != OK)
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
	return take_bytes(pool_of(x, (int)i - POOLS_FROM), (size_t)at, bytes) ? OK : E_INPUT;
}

bool audit_whole(const struct audit *x)
{
	return x->loaded == x->due;
}
