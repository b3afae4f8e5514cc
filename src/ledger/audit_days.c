/* An agenda's days, a week in one record: what an opening published on some of them is one run. See audit_inside.h. */
#include "ledger/audit_inside.h"

static struct week_state *week_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->weeks.p, i);
}

static struct run *run_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->runs, i);
}

static int32_t week_of_day(int32_t day)
{
	return day / WEEK - (day % WEEK < 0);
}

static uint64_t week_hash(uint32_t schedule, int32_t week)
{
	return ((uint64_t)schedule << 32 | (uint32_t)week) * 0x9E3779B97F4A7C15u >> 7;
}

static uint32_t week_find(const struct audit *x, uint32_t schedule, int32_t week)
{
	uint32_t i = table_first(&x->weeks, week_hash(schedule, week));

	while (i && (week_at(x, i)->schedule != schedule || week_at(x, i)->week != week))
		i = table_next(&x->weeks, i);
	return i;
}

static struct day_state day_in(const struct audit *x, uint32_t week, int32_t day)
{
	return week ? (struct day_state){ week_at(x, week), day - WEEK * week_of_day(day) } : (struct day_state){ NULL, 0 };
}

struct day_state day_find(const struct audit *x, uint32_t schedule, int32_t day)
{
	return day_in(x, week_find(x, schedule, week_of_day(day)), day);
}

struct day_state day_make(struct audit *x, uint32_t schedule, int32_t day)
{
	int32_t week = week_of_day(day);
	uint32_t i = week_find(x, schedule, week);

	if (!i) {
		i = table_new(x->a, &x->weeks, week_hash(schedule, week));
		week_at(x, i)->schedule = schedule;
		week_at(x, i)->week = week;
	}
	return day_in(x, i, day);
}

/* ---- runs ---- */

static int32_t day_from(struct day_state d)
{
	return (d.week->week * WEEK + d.i) * DAY_MINUTES;
}

const struct run *run_next(const struct audit *x, struct day_state d, enum run_kind kind, int32_t minute, const struct run *after)
{
	uint32_t i = after ? after->next : d.week ? d.week->runs : 0;

	for (; i; i = run_at(x, i)->next) {
		const struct run *r = run_at(x, i);
		int32_t at = minute - day_from(d);

		if (r->kind == kind && r->live >> d.i & 1 && r->start <= at && at < r->start + r->minutes)
			return r;
	}
	return NULL;
}

static bool is_such(const struct run *r, const struct run_new *n, int32_t start)
{
	return r->kind == n->kind && r->start == start && r->minutes == n->at.to - n->at.from && r->capacity == n->capacity
		&& r->until == n->until && r->gathering == n->gathering && r->since == n->since;
}

/* Is this the next day of that run, its entry as far from the last as those before? */
static bool lengthens(struct run *r, int day, int64_t index)
{
	int days = __builtin_popcount(r->days);
	int64_t step = index - r->index;

	if (r->days >> day || step <= 0 || step > UINT32_MAX)
		return false;
	if (days == 1)
		r->step = (uint32_t)step;
	return days == 1 || step == (int64_t)r->step * days;
}

void run_add(struct audit *x, const struct run_new *n)
{
	struct day_state d = day_make(x, n->at.schedule, day_of_time(n->at));
	int32_t start = n->at.from - day_from(d);
	const uint8_t bit = (uint8_t)(1u << d.i);

	for (uint32_t i = d.week->runs; i; i = run_at(x, i)->next) {
		struct run *r = run_at(x, i);

		if (!is_such(r, n, start) || !lengthens(r, d.i, n->index))
			continue;
		r->days |= bit;
		r->live |= bit;
		return;
	}
	uint32_t i = pool_new(x->a, &x->runs);

	*run_at(x, i) = (struct run){ .next = d.week->runs, .kind = (uint8_t)n->kind, .days = bit, .live = bit, .gathering = n->gathering,
		.start = start, .minutes = n->at.to - n->at.from, .capacity = n->capacity, .until = n->until, .since = n->since, .index = n->index };
	d.week->runs = i;
}

static void run_drop(struct audit *x, uint32_t *list, uint32_t i)
{
	while (*list != i)
		list = &run_at(x, *list)->next;
	*list = run_at(x, i)->next;
	pool_drop(&x->runs, i);
}

bool run_end(struct audit *x, enum run_kind kind, struct time_of at, int32_t capacity, struct run_new *ret)
{
	struct day_state d = day_find(x, at.schedule, day_of_time(at));
	uint32_t oldest = 0;

	for (uint32_t i = d.week ? d.week->runs : 0; i; i = run_at(x, i)->next) {
		const struct run *r = run_at(x, i);

		if (r->kind == kind && r->live >> d.i & 1 && r->start == at.from - day_from(d) && r->minutes == at.to - at.from
				&& (capacity < 0 || r->capacity == capacity)
				&& (!oldest || run_index(r, d.i) < run_index(run_at(x, oldest), d.i)))
			oldest = i;
	}
	if (!oldest)
		return false;
	struct run *r = run_at(x, oldest);

	*ret = (struct run_new){ kind, r->gathering, at, r->capacity, r->until, r->since, run_index(r, d.i) };
	r->live &= (uint8_t)~(1u << d.i);
	if (!r->live)
		run_drop(x, &d.week->runs, oldest);
	return true;
}

/* ---- forgetting ---- */

static void forget_day(struct audit *x, struct day_state d)
{
	for (uint32_t c = day_chains(d); c; c = chain_at(x, c)->day_next)
		chain_at(x, c)->taken = false;
	while (d.week->spans[d.i])
		span_drop(x, &d.week->spans[d.i], d.week->spans[d.i]);
}

static void forget_week(struct audit *x, uint32_t i)
{
	struct week_state *w = week_at(x, i);

	for (int k = 0; k < WEEK; k++)
		forget_day(x, (struct day_state){ w, k });
	while (w->runs)
		run_drop(x, &w->runs, w->runs);
	table_drop(&x->weeks, i);
}

/* Those that are over as a whole before that day. */
void forget_weeks(struct audit *x, int32_t day)
{
	for (uint32_t k = 0; k < x->weeks.nheads; k++)
		for (uint32_t i = *table_head(&x->weeks, k), next; i; i = next) {
			next = week_at(x, i)->l.next;
			if ((week_at(x, i)->week + 1) * WEEK <= day)
				forget_week(x, i);
		}
}
