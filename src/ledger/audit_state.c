/* What an audit keeps: records by number, found by hash. See audit_inside.h. */
#include "ledger/audit_inside.h"

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
		p->unused = ((struct link *)pool_at(p, i))->next;
		memset(pool_at(p, i), 0, p->size);
		return i;
	}
	pool_room(a, p, p->n + 1);
	return ++p->n;
}

void pool_drop(struct pool *p, uint32_t i)
{
	((struct link *)pool_at(p, i))->next = p->unused;
	p->unused = i;
}

static struct link *link_at(const struct table *t, uint32_t i)
{
	return pool_at(&t->p, i);
}

static void widen(struct arena *a, struct table *t)
{
	uint32_t n = t->nheads ? t->nheads * 2 : 256;
	uint32_t *head = ARENA_ARRAY(a, uint32_t, n);

	for (uint32_t k = 0; k < t->nheads; k++)
		for (uint32_t i = t->head[k], next; i; i = next) {
			struct link *l = link_at(t, i);

			next = l->next;
			l->next = head[l->hash % n];
			head[l->hash % n] = i;
		}
	t->head = head;
	t->nheads = n;
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

	return t->nheads ? from(t, t->head[hash % t->nheads], hash) : 0;
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
	uint32_t i = pool_new(a, &t->p);

	*link_at(t, i) = (struct link){ t->head[hash % t->nheads], hash };
	t->head[hash % t->nheads] = i;
	t->used++;
	return i;
}

void table_drop(struct table *t, uint32_t i)
{
	uint32_t *at = &t->head[link_at(t, i)->hash % t->nheads];

	while (*at != i)
		at = &link_at(t, *at)->next;
	*at = link_at(t, i)->next;
	pool_drop(&t->p, i);
	t->used--;
}

/* ---- words, days, spans ---- */

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

struct chain *chain_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->chains.p, i);
}

struct span *span_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->spans, i);
}

struct day_state *day_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->days.p, i);
}

struct agenda_state *agenda_of(struct audit *x, uint32_t schedule)
{
	if (schedule >= x->nagendas) {
		size_t n = ((size_t)schedule + 1) * 2;
		struct agenda_state *v = ARENA_ARRAY(x->a, struct agenda_state, n);

		if (x->nagendas)
			memcpy(v, x->agenda, x->nagendas * sizeof(*v));
		x->agenda = v;
		x->nagendas = n;
	}
	return &x->agenda[schedule];
}

static uint64_t day_hash(uint32_t schedule, int32_t day)
{
	return ((uint64_t)schedule << 32 | (uint32_t)day) * 0x9E3779B97F4A7C15u >> 7;
}

uint32_t day_find(const struct audit *x, uint32_t schedule, int32_t day)
{
	uint32_t i = table_first(&x->days, day_hash(schedule, day));

	while (i && (day_at(x, i)->schedule != schedule || day_at(x, i)->day != day))
		i = table_next(&x->days, i);
	return i;
}

uint32_t day_make(struct audit *x, uint32_t schedule, int32_t day)
{
	uint32_t i = day_find(x, schedule, day);

	if (i)
		return i;
	i = table_new(x->a, &x->days, day_hash(schedule, day));
	day_at(x, i)->schedule = schedule;
	day_at(x, i)->day = day;
	return i;
}

struct span *span_new(struct audit *x, uint32_t *list, enum span_kind kind, struct time_of at, int64_t index)
{
	uint32_t i = pool_new(x->a, &x->spans);
	struct span *s = span_at(x, i);

	*s = (struct span){ .kind = kind, .at = at, .index = index, .until = -1 };
	if (kind == SPAN_INTERVAL || kind == SPAN_BLOCK)
		s->gone_by = -1;
	s->l.next = *list;
	*list = i;
	return s;
}

void span_drop(struct audit *x, uint32_t *list, uint32_t i)
{
	while (*list != i)
		list = &span_at(x, *list)->l.next;
	*list = span_at(x, i)->l.next;
	pool_drop(&x->spans, i);
}

/* ---- forgetting ---- */

static void drop_all(struct audit *x, uint32_t *list)
{
	while (*list)
		span_drop(x, list, *list);
}

static void forget_day(struct audit *x, uint32_t i)
{
	struct day_state *d = day_at(x, i);

	for (uint32_t c = d->chains; c; c = chain_at(x, c)->day_next)
		chain_at(x, c)->taken = false;
	drop_all(x, &d->spans);
	table_drop(&x->days, i);
}

/* Nothing can follow about a day so long ago that any rule would ask about. */
static bool is_over(enum state s)
{
	return s != ST_HELD && s != ST_WAITING && s != ST_LISTED && s != ST_OFFERED;
}

static void forget_blocks(struct audit *x, uint32_t *list, int32_t day)
{
	for (uint32_t i = *list, next; i; i = next) {
		next = span_at(x, i)->l.next;
		if (span_at(x, i)->at.to / 1440 < day)
			span_drop(x, list, i);
	}
}

static void forget_chain(struct audit *x, uint32_t i)
{
	drop_all(x, &chain_at(x, i)->offers);
	table_drop(&x->chains, i);
}

bool is_given_back(const struct audit *x, const struct chain *c)
{
	return c->state == ST_RELEASED && !c->more && x->latest - c->given_at >= GIVEN_BACK_SECONDS;
}

static void forget_days(struct audit *x, int32_t day)
{
	for (uint32_t k = 0; k < x->days.nheads; k++)
		for (uint32_t i = x->days.head[k], next; i; i = next) {
			next = day_at(x, i)->l.next;
			if (day_at(x, i)->day < day)
				forget_day(x, i);
		}
	for (size_t i = 0; i < x->nagendas; i++) {
		forget_blocks(x, &x->agenda[i].blocks, day);
		forget_blocks(x, &x->agenda[i].draws, day);
	}
}

static void forget_chains(struct audit *x, int32_t day)
{
	for (uint32_t k = 0; k < x->chains.nheads; k++)
		for (uint32_t i = x->chains.head[k], next; i; i = next) {
			const struct chain *c = chain_at(x, i);

			next = c->l.next;
			if (is_given_back(x, c) || (is_over(c->state) && !c->taken && c->about < day))
				forget_chain(x, i);
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
		forget_days(x, day);
		x->forgot = day;
	}
	if (over || x->chains.used > x->chains_left + x->chains_left / 4 + BLOCK_ENTRIES / 4)
		forget_chains(x, day);
}
