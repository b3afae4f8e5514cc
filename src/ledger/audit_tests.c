/* The two tests: exact chances, shared among all comparisons of a period. See docs/fairness.md, "Tests". */
#include "ledger/audit_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROLE_LEAST = 20, PEERS_LEAST = 50, PEER_HOUSES = 2, WAITS_LEAST = 10, DAY = 86400, SOON_DAYS = 2, PER_PERIOD = 520,
	TIMES = 2 };

static double choose(int64_t n, int64_t k)
{
	return lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1);
}

/* ---- what was compared ---- */

static void compare(struct audit *x, double chance, const struct finding *f)
{
	x->comparisons++;
	if (chance > 1.0 / PER_PERIOD)		/* no finding, however many are made */
		return;
	x->compared = arena_grow(x->a, x->compared, x->ncompared, &x->compared_cap, sizeof(*x->compared));
	x->compared[x->ncompared++] = (struct compared){ chance, *f };
}

static void tell(struct audit *x)
{
	for (size_t i = 0; i < x->ncompared; i++)
		if (x->compared[i].chance * (double)x->comparisons * PER_PERIOD <= 1)
			x->found(x->arg, &x->compared[i].f);
	x->ncompared = x->comparisons = 0;
}

/* ---- roles ---- */

static struct role_state *role_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->roles.p, i);
}

static uint32_t role_of(struct audit *x, uint32_t org, uint32_t role)
{
	uint64_t hash = ((uint64_t)org << 32 | role) * 0x9E3779B97F4A7C15u >> 3;
	uint32_t i = table_first(&x->roles, hash);

	while (i && (role_at(x, i)->org != org || role_at(x, i)->role != role))
		i = table_next(&x->roles, i);
	if (i)
		return i;
	i = table_new(x->a, &x->roles, hash);
	role_at(x, i)->org = org;
	role_at(x, i)->role = role;
	return i;
}

bool is_counted(const struct audit *x, uint32_t role)
{
	return role != x->public_ && role != x->system;
}

void pattern_add(struct audit *x, const struct seen *s, enum pattern p, bool counts)
{
	if (!is_counted(x, s->role))
		return;
	struct pattern_count *c = &role_at(x, role_of(x, s->org, s->role))->p[p];

	c->n++;
	if (!counts)
		return;
	if (c->x < EXAMPLES)
		c->example[c->x] = s->index;
	c->x++;
}

double chance_of_odds(int64_t x, int64_t n, int64_t y, int64_t m)
{
	int64_t s = x + y, lo = s > m ? s - m : 0, hi = s < n ? s : n;
	double most = -INFINITY, all = 0, tail = 0, odds = log(PEER_ODDS);

	for (int64_t i = lo; i <= hi; i++)
		most = fmax(most, choose(n, i) + choose(m, s - i) + (double)i * odds);
	for (int64_t i = lo; i <= hi; i++) {
		double w = exp(choose(n, i) + choose(m, s - i) + (double)i * odds - most);

		all += w;
		tail += i >= x ? w : 0;
	}
	return tail / all;
}

/* A role in all houses together. */
struct all_of_role { int64_t x, n, houses; };

static void compare_role(struct audit *x, const struct role_state *r, enum pattern p, const struct all_of_role *all)
{
	static const char *const code[PATTERNS] = { "freed", "new", "extra", "parked" };
	const struct pattern_count *c = &r->p[p];
	const int64_t y = all->x - c->x, m = all->n - c->n;

	if (c->n < ROLE_LEAST || m < PEERS_LEAST || all->houses - 1 < PEER_HOUSES)
		return;
	struct finding f = { .rule = "operator", .code = code[p], .org = word_text(x, r->org), .role = word_text(x, r->role),
		.at = { x->latest }, .n = { c->x, c->n, y, m } };

	for (int64_t i = 0; i < c->x && i < EXAMPLES; i++)
		finding_entry(&f, c->example[i]);
	/* fewer than the peers' share is no finding, and costs no sum */
	compare(x, c->x * m > y * c->n ? chance_of_odds(c->x, c->n, y, m) : 1, &f);
}

static bool is_first_of_role(const struct audit *x, uint32_t first)
{
	uint32_t i = 1;

	while (role_at(x, i)->role != role_at(x, first)->role)
		i++;
	return i == first;
}

static void judge_role(struct audit *x, uint32_t first)
{
	const uint32_t role = role_at(x, first)->role;
	struct all_of_role all[PATTERNS] = { { 0 } };

	for (uint32_t i = first; i <= x->roles.p.n; i++)
		for (int p = 0; p < PATTERNS && role_at(x, i)->role == role; p++) {
			all[p].x += role_at(x, i)->p[p].x;
			all[p].n += role_at(x, i)->p[p].n;
			all[p].houses += role_at(x, i)->p[p].n > 0;
		}
	for (uint32_t i = first; i <= x->roles.p.n; i++)
		for (int p = 0; p < PATTERNS && role_at(x, i)->role == role; p++)
			compare_role(x, role_at(x, i), (enum pattern)p, &all[p]);
}

/* There are a few roles and thousands of houses: each is added up once, not once for each house. */
static void judge_roles(struct audit *x)
{
	for (uint32_t i = 1; i <= x->roles.p.n; i++)
		if (is_first_of_role(x, i))
			judge_role(x, i);
	tell(x);
	table_clear(&x->roles);
}

/* ---- delay ---- */

static struct queue *queue_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->queues.p, i);
}

static struct queue_part *part_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->parts, i);
}

static struct queue *queue_of(struct audit *x, uint32_t org, uint32_t service)
{
	uint64_t hash = ((uint64_t)org << 32 | service) * 0x9E3779B97F4A7C15u >> 3;
	uint32_t i = table_first(&x->queues, hash);

	while (i && (queue_at(x, i)->org != org || queue_at(x, i)->service != service))
		i = table_next(&x->queues, i);
	if (!i) {
		i = table_new(x->a, &x->queues, hash);
		queue_at(x, i)->org = org;
		queue_at(x, i)->service = service;
	}
	return queue_at(x, i);
}

static struct wait_of *wait_new(struct audit *x, struct queue *q)
{
	uint32_t last = q->last, i;

	if (last && part_at(x, last)->n < QUEUE_PART)
		return &part_at(x, last)->v[part_at(x, last)->n++];
	i = pool_new(x->a, &x->parts);
	*(last ? &part_at(x, last)->next : &q->first) = i;
	q->last = i;
	return &part_at(x, i)->v[part_at(x, i)->n++];
}

void wait_add(struct audit *x, const struct seen *s)
{
	int64_t days = day_of_time(s->at) - (s->e.at.v - (s->e.at.v % DAY + DAY) % DAY) / DAY;
	struct wait_of *w;

	if (days < SOON_DAYS || !s->service || !s->channel)
		return;
	w = wait_new(x, queue_of(x, s->org, s->service));
	*w = (struct wait_of){ .channel = s->channel, .days = (int32_t)days, .open = is_open_way(x, s->channel),
		.week = (uint8_t)(week_of(x->latest) - WEEKS * x->period) };
	place_put(&w->index_low, &w->index_high, s->index);
}

static int cmp(int64_t x, int64_t y)
{
	return x < y ? -1 : x > y;
}

static int by_value(const void *p, const void *q)
{
	return cmp(*(const int32_t *)p, *(const int32_t *)q);
}

/* One week of a channel against the open ways. */
struct week { int64_t a, b, k, x; int32_t middle; };
struct sums { int64_t x, a, k, b; size_t n; };	/* n: chances of 0 … n - 1 in chances[0] */

static bool counts_in(const struct wait_of *w, uint32_t channel, int32_t week)
{
	return w->week == week && (w->open || w->channel == channel);
}

static int32_t value_of(const struct wait_of *w)
{
	return w->open ? w->days : TIMES * w->days;
}

static struct week week_in(struct audit *x, const struct wait_of *v, size_t n, uint32_t channel, int32_t week)
{
	struct week r = { 0 };
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!counts_in(&v[i], channel, week))
			continue;
		x->values = arena_grow(x->a, x->values, k, &x->values_cap, sizeof(*x->values));
		x->values[k++] = value_of(&v[i]);
		r.a += !v[i].open;
		r.b += v[i].open;
	}
	if (!r.a || !r.b)
		return (struct week){ 0 };
	qsort(x->values, k, sizeof(*x->values), by_value);
	r.middle = x->values[k / 2];
	for (size_t i = 0; i < n; i++) {
		bool below = counts_in(&v[i], channel, week) && value_of(&v[i]) < r.middle;

		r.k += below;
		r.x += below && !v[i].open;
	}
	return r;
}

double chance_drawn(int64_t i, int64_t k, int64_t a, int64_t b)
{
	return i > k || k - i > b ? 0 : exp(choose(a, i) + choose(b, k - i) - choose(a + b, k));
}

static double *room(struct audit *x, int which, size_t n)
{
	while (x->chances_cap[which] < n)
		x->chances[which] = arena_grow(x->a, x->chances[which], x->chances_cap[which], &x->chances_cap[which],
			sizeof(double));
	return x->chances[which];
}

/* The sum so far, and one week more. */
static void convolve(struct audit *x, struct sums *s, const struct week *w)
{
	size_t n = s->n + (size_t)w->a;
	double *from = room(x, 0, n), *to = room(x, 1, n);

	for (size_t i = 0; i < n; i++)
		to[i] = 0;
	for (int64_t k = 0; k <= w->a; k++) {
		double p = chance_drawn(k, w->k, w->a, w->b);

		for (size_t i = 0; i < s->n && p > 0; i++)
			to[i + (size_t)k] += p * from[i];
	}
	memcpy(from, to, n * sizeof(*from));
	*s = (struct sums){ s->x + w->x, s->a + w->a, s->k + w->k, s->b + w->b, n };
}

static void below_middle(const struct wait_of *v, size_t n, uint32_t channel, const struct week *w, int32_t week,
	struct finding *f)
{
	for (size_t i = 0; i < n && f->nentries < EXAMPLES; i++)
		if (!v[i].open && counts_in(&v[i], channel, week) && value_of(&v[i]) < w->middle)
			finding_entry(f, place_get(v[i].index_low, v[i].index_high));
}

static void compare_channel(struct audit *x, const struct queue *q, const struct wait_of *v, size_t n, uint32_t channel)
{
	struct finding f = { .rule = "delay", .code = "delay", .org = word_text(x, q->org), .service = word_text(x, q->service),
		.channel = word_text(x, channel), .at = { x->latest } };
	struct sums s = { .n = 1 };
	double tail = 0;

	room(x, 0, 1)[0] = 1;
	for (int32_t week = v[0].week; week <= v[n - 1].week; week++) {
		const struct week w = week_in(x, v, n, channel, week);

		if (!w.a)
			continue;
		convolve(x, &s, &w);
		below_middle(v, n, channel, &w, week, &f);
	}
	if (s.a < WAITS_LEAST || s.b < WAITS_LEAST)
		return;
	for (size_t i = (size_t)s.x; i < s.n; i++)
		tail += x->chances[0][i];
	f.n[0] = s.x;
	f.n[1] = s.a;
	f.n[2] = s.k;
	f.n[3] = s.b;
	compare(x, tail, &f);
}

static void judge_queue(struct audit *x, const struct queue *q)
{
	size_t n = 0;

	for (uint32_t p = q->first; p; p = part_at(x, p)->next)
		for (uint32_t i = 0; i < part_at(x, p)->n; i++) {
			x->waits = arena_grow(x->a, x->waits, n, &x->waits_cap, sizeof(*x->waits));
			x->waits[n++] = part_at(x, p)->v[i];
		}
	for (size_t i = 0; i < n; i++) {
		bool before = x->waits[i].open;

		for (size_t k = 0; k < i && !before; k++)
			before = x->waits[k].channel == x->waits[i].channel;
		if (!before)
			compare_channel(x, q, x->waits, n, x->waits[i].channel);
	}
}

static void judge_waits(struct audit *x)
{
	for (uint32_t i = 0; i < x->queues.p.n; i++)
		judge_queue(x, queue_at(x, i + 1));
	tell(x);
	table_clear(&x->queues);
	pool_clear(&x->parts);
}

void audit_tests_judge(struct audit *x)
{
	judge_roles(x);
	judge_waits(x);
}
