/* What an audit keeps: records by number, found by hash. See audit_inside.h. */
#include "ledger/audit_inside.h"

#include "crypto/crypto.h"

#include <string.h>

/* ---- records ---- */

void pool_room(struct arena *a, struct pool *p, uint32_t n)
{
	while (p->nblocks <= n >> POOL_SHIFT) {
		p->block = arena_grow(a, p->block, p->nblocks, &p->cap, sizeof(*p->block));
		p->block[p->nblocks] = arena_alloc(a, POOL_BLOCK, p->size);
		p->nblocks++;
	}
}

uint32_t pool_new(struct arena *a, struct pool *p)
{
	uint32_t i = p->unused;

	if (i) {
		p->unused = *(uint32_t *)pool_at(p, i);
		memset(pool_at(p, i), 0, p->size);
		return i;
	}
	pool_room(a, p, p->n + 1);
	return ++p->n;
}

void pool_drop(struct pool *p, uint32_t i)
{
	*(uint32_t *)pool_at(p, i) = p->unused;
	p->unused = i;
}

void pool_clear(struct pool *p)
{
	p->n = p->unused = 0;
	for (size_t b = 0; b < p->nblocks; b++)
		memset(p->block[b], 0, POOL_BLOCK * p->size);
}

static struct link *link_at(const struct table *t, uint32_t i)
{
	return pool_at(&t->p, i);
}

uint32_t *table_head(const struct table *t, uint32_t k)
{
	return pool_at(&t->heads, k);
}

/* Which of its lists: as many bits of the hash as name one, or one bit less. */
static uint32_t list_of(const struct table *t, uint32_t hash)
{
	uint32_t mask = t->nheads > 1 ? UINT32_MAX >> __builtin_clz(t->nheads - 1) : 0;

	return (hash & mask) < t->nheads ? hash & mask : hash & (mask >> 1);
}

/* One list more, of those that stood in another. */
static void widen(struct arena *a, struct table *t)
{
	uint32_t n = t->nheads, *at, i;

	pool_room(a, &t->heads, n);
	*table_head(t, n) = 0;
	t->heads.n = n;
	t->nheads = n + 1;
	if (!n)
		return;
	at = table_head(t, n ^ (1u << (31 - __builtin_clz(n))));
	while ((i = *at)) {
		struct link *l = link_at(t, i);

		if (list_of(t, l->hash) != n) {
			at = &l->next;
			continue;
		}
		*at = l->next;
		l->next = *table_head(t, n);
		*table_head(t, n) = i;
	}
}

static uint32_t short_hash(uint64_t hash)
{
	return (uint32_t)(hash ^ hash >> 32);
}

static uint32_t from(const struct table *t, uint32_t i, uint32_t hash)
{
	while (i && link_at(t, i)->hash != hash)
		i = link_at(t, i)->next;
	return i;
}

uint32_t table_first(const struct table *t, uint64_t long_hash)
{
	uint32_t hash = short_hash(long_hash);

	return t->nheads ? from(t, *table_head(t, list_of(t, hash)), hash) : 0;
}

uint32_t table_next(const struct table *t, uint32_t i)
{
	return from(t, link_at(t, i)->next, link_at(t, i)->hash);
}

uint32_t table_new(struct arena *a, struct table *t, uint64_t long_hash)
{
	uint32_t hash = short_hash(long_hash);

	if (t->used >= t->nheads)
		widen(a, t);
	uint32_t i = pool_new(a, &t->p), *head = table_head(t, list_of(t, hash));

	*link_at(t, i) = (struct link){ *head, hash };
	*head = i;
	t->used++;
	return i;
}

void table_drop(struct table *t, uint32_t i)
{
	uint32_t *at = table_head(t, list_of(t, link_at(t, i)->hash));

	while (*at != i)
		at = &link_at(t, *at)->next;
	*at = link_at(t, i)->next;
	pool_drop(&t->p, i);
	t->used--;
}

void table_clear(struct table *t)
{
	pool_clear(&t->p);
	for (uint32_t k = 0; k < t->nheads; k++)
		*table_head(t, k) = 0;
	t->used = 0;
}

/* ---- words, agendas, spans ---- */

uint32_t word_of(struct audit *x, struct str s)
{
	uint64_t hash = str_hash(s);
	uint32_t i;

	if (!s.n)
		return 0;
	for (i = table_first(&x->words, hash); i; i = table_next(&x->words, i))
		if (str_eq(((struct word *)pool_at(&x->words.p, i))->s, s))
			return i;
	i = table_new(x->a, &x->words, hash);
	((struct word *)pool_at(&x->words.p, i))->s = arena_str(x->a, s);
	return i;
}

struct str word_text(const struct audit *x, uint32_t w)
{
	return w ? ((struct word *)pool_at(&x->words.p, w))->s : STR_NONE;
}

struct span *span_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->spans, i);
}

struct agenda_state *agenda_of(struct audit *x, uint32_t schedule)
{
	pool_room(x->a, &x->agendas, schedule);
	if (schedule > x->agendas.n)
		x->agendas.n = schedule;
	return pool_at(&x->agendas, schedule);
}

struct span *span_new(struct audit *x, uint32_t *list, enum span_kind kind, struct time_of at, int64_t index)
{
	uint32_t i = pool_new(x->a, &x->spans);
	struct span *s = span_at(x, i);

	*s = (struct span){ .kind = (uint8_t)kind, .at = at, .index = index, .next = *list };
	if (kind == SPAN_INTERVAL || kind == SPAN_BLOCK)
		s->gone_by = -1;
	*list = i;
	return s;
}

void span_drop(struct audit *x, uint32_t *list, uint32_t i)
{
	while (*list != i)
		list = &span_at(x, *list)->next;
	*list = span_at(x, i)->next;
	pool_drop(&x->spans, i);
}

/* ---- chains ---- */

struct chain *chain_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->chains.p, i);
}

struct pending *pending_of(const struct audit *x, const struct chain *c)
{
	return c->pending ? pool_at(&x->pendings, c->pending) : NULL;
}

struct pending *pending_make(struct audit *x, struct chain *c)
{
	if (!c->pending)
		c->pending = pool_new(x->a, &x->pendings);
	return pool_at(&x->pendings, c->pending);
}

static void drop_spans(struct audit *x, uint32_t *list)
{
	while (*list)
		span_drop(x, list, *list);
}

static void pending_drop(struct audit *x, struct chain *c)
{
	if (!c->pending)
		return;
	drop_spans(x, &pending_of(x, c)->offers);
	pool_drop(&x->pendings, c->pending);
	c->pending = 0;
}

void hold_used(struct audit *x, struct chain *c)
{
	struct pending *p = pending_of(x, c);

	if (p && !p->request && !p->seats)
		pending_drop(x, c);
	else if (p)
		p->hold_org = 0;
}

void request_over(struct audit *x, struct chain *c)
{
	struct pending *p = pending_of(x, c);

	if (!p)
		return;
	drop_spans(x, &p->offers);
	p->request = p->offered = false;
	p->offer_at = 0;
	if (!p->hold_org && !p->seats)
		pending_drop(x, c);
}

static int letter(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/* The sixteen bytes that a name as the program makes them stands for. false: it is another. */
static bool name_bytes(struct str name, unsigned char to[static NAME_BYTES])
{
	enum { NAME_LETTERS = 22, SPARE = 0xF };	/* 132 bits: the last four are 0 */
	uint32_t bits = 0;
	int n = 0, have = 0;

	if (name.n != NAME_LETTERS)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		int v = letter(name.p[i]);

		if (v < 0 || (i == NAME_LETTERS - 1 && (v & SPARE)))
			return false;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			to[n++] = (unsigned char)(bits >> have);
		}
	}
	return n == NAME_BYTES;
}

/* Of any other name a hash: two of them nobody can find. */
static bool name_hash(struct str name, unsigned char to[static NAME_BYTES])
{
	unsigned char sum[32];

	sha256(name, sum);
	memcpy(to, sum, NAME_BYTES);
	return true;
}

uint32_t chain_of(struct audit *x, struct str name)
{
	unsigned char bytes[NAME_BYTES];
	bool odd = !name_bytes(name, bytes) && name_hash(name, bytes);
	uint64_t hash = str_hash((struct str){ (const char *)bytes, NAME_BYTES });
	uint32_t i = name.n ? table_first(&x->chains, hash) : 0;

	if (!name.n)
		return 0;
	while (i && (memcmp(chain_at(x, i)->name, bytes, NAME_BYTES) || chain_at(x, i)->odd != odd))
		i = table_next(&x->chains, i);
	if (i && !is_given_back(x, chain_at(x, i)))
		return i;
	if (i)
		chain_drop(x, i);
	i = table_new(x->a, &x->chains, hash);
	struct chain *c = chain_at(x, i);

	memcpy(c->name, bytes, NAME_BYTES);
	c->odd = odd;
	place_put(&c->last_low, &c->last_high, -1);
	return i;
}

/* ---- forgetting ---- */

void chain_drop(struct audit *x, uint32_t i)
{
	pending_drop(x, chain_at(x, i));
	table_drop(&x->chains, i);
}

/* Nothing can follow about a day so long ago that any rule would ask about; who stands in a line is asked about. */
static bool is_over(const struct audit *x, const struct chain *c)
{
	const struct pending *p = pending_of(x, c);

	return c->state != ST_HELD && c->state != ST_WAITING && c->state != ST_LISTED && c->state != ST_OFFERED && !(p && p->line);
}

bool is_given_back(const struct audit *x, const struct chain *c)
{
	return c->state == ST_RELEASED && !c->more && x->latest - pending_of(x, c)->given_at >= GIVEN_BACK_SECONDS;
}

static void forget_some(struct audit *x, uint32_t *list, int32_t day)
{
	for (uint32_t i = *list, next; i; i = next) {
		next = span_at(x, i)->next;
		if (span_at(x, i)->at.to / DAY_MINUTES < day)
			span_drop(x, list, i);
	}
}

static void forget_blocks(struct audit *x, int32_t day)
{
	for (uint32_t g = 0; x->agendas.nblocks && g <= x->agendas.n; g++) {
		forget_some(x, &agenda_of(x, g)->blocks, day);
		forget_some(x, &agenda_of(x, g)->draws, day);
	}
}

static void forget_chains(struct audit *x, int32_t day)
{
	for (uint32_t k = 0; k < x->chains.nheads; k++)
		for (uint32_t i = *table_head(&x->chains, k), next; i; i = next) {
			const struct chain *c = chain_at(x, i);

			next = c->l.next;
			if (is_given_back(x, c) || (is_over(x, c) && !c->taken && c->about < day))
				chain_drop(x, i);
		}
	x->chains_left = x->chains.used;
}

/* Everything is walked when a day is over, the chains also when they have become many. */
void audit_forget(struct audit *x)
{
	int64_t least = x->least < x->block_least ? x->least : x->block_least;
	int32_t day = (int32_t)(least / 86400) - KEPT_DAYS;
	bool over = day > x->forgot;

	if (over) {
		forget_weeks(x, day);
		forget_blocks(x, day);
		x->forgot = day;
	}
	if (over || x->chains.used > x->chains_left + x->chains_left / 4 + BLOCK_ENTRIES / 4)
		forget_chains(x, day);
}
