/* Counting and reading the effect. See effect.h. */
#include "areas/figures/effect.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "figures_q.h"
#include "jobs/mark.h"
#include "jobs/night.h"

#define ACTS S("effect acts")
#define MESSAGES S("effect sent")
#define LETTERS S("effect letters")
enum { DAY = 86400, HOUR = 3600, AGAIN = 20 * HOUR, DAYS_MOST = 800, DAYS_AT_ONCE = 100, PLACES = 50 };

enum err effect_rates(struct db *db, struct arena *a, int64_t tree_lo, struct effect_rates *ret)
{
	struct effect_rates r;

	TRY(organization_setting(db, a, tree_lo, SETTING_EFFECT_BOOK, &r.book));
	TRY(organization_setting(db, a, tree_lo, SETTING_EFFECT_CHANGE, &r.change));
	TRY(organization_setting(db, a, tree_lo, SETTING_EFFECT_REMIND, &r.remind));
	TRY(organization_setting(db, a, tree_lo, SETTING_EFFECT_HOURS, &r.hours));
	TRY(organization_setting(db, a, tree_lo, SETTING_EFFECT_SINCE, &r.since));
	*ret = r;
	return OK;
}

/* ---- prices ---- */

enum err effect_prices(struct db *db, struct arena *a, int64_t tree_lo, struct effect_prices *ret)
{
	struct effect_prices_above_rows rows;

	TRY(effect_prices_above(db, a, tree_lo, &rows));
	*ret = (struct effect_prices){ ARENA_ARRAY(a, struct effect_price, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct effect_price){ rows.v[i].month, rows.v[i].sms, rows.v[i].letter };
	return OK;
}

enum err effect_price_set(struct db *db, struct arena *a, struct organization_id organization, int32_t month, int64_t sms, int64_t letter)
{
	return effect_price_put(db, a, organization, month, sms, letter);
}

struct effect_price effect_price_of(const struct effect_prices *p, int32_t month)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].month <= month)
			return p->v[i];
	return (struct effect_price){ .month = month };
}

int64_t effect_cost(const struct effect_prices *p, const struct effect_month *m)
{
	struct effect_price is = effect_price_of(p, m->month);

	return m->segments * is.sms + m->letters * is.letter;
}

/* ---- a month ---- */

struct counting { struct arena *a; struct effect_lines types, channels, reminders; int64_t freed, refilled; };

static struct effect_sum *line_of(struct arena *a, struct effect_lines *l, struct str value)
{
	size_t i = 0;

	while (i < l->n && !str_eq(l->v[i].value, value))
		i++;
	if (i == l->n) {
		l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
		l->v[l->n++] = (struct effect_line){ .value = arena_str(a, value) };
	}
	return &l->v[i].sum;
}

static void add(struct counting *c, struct effect_lines *l, struct str value, bool missed)
{
	struct effect_sum *s = line_of(c->a, l, value);

	s->expected++;
	s->missed += missed;
}

static enum err count_row(void *arg, const struct effect_of_row *r)
{
	struct counting *c = arg;
	bool missed = str_eq(r->status, S("noshow"));
	char type[24];

	c->freed += r->freed;
	c->refilled += r->freed && r->refilled;
	if (!missed && !str_eq(r->status, S("fulfilled")))
		return OK;
	snprintf(type, sizeof(type), "%lld", (long long)r->service.v);
	add(c, &c->types, r->service.is ? str_of(type) : r->specialty, missed);
	add(c, &c->channels, r->channel, missed);
	add(c, &c->reminders, r->confirmed ? S("confirmed") : r->reminder == 3 ? S("delivered") : r->reminder == 2 ? S("sent") : S("none"), missed);
	return OK;
}

static enum err put_lines(struct db *db, struct arena *a, struct organization_id o, int32_t month, struct str dimension,
	const struct effect_lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		TRY(effect_put(db, a, o, month, dimension, l->v[i].value, l->v[i].sum.expected, l->v[i].sum.missed));
	return OK;
}

static enum err read_month(struct db *db, struct counting *c, struct organization_id o, int32_t month)
{
	struct effect_left_row left;

	TRY(effect_of(db, c->a, o, month_first_day(month), month_first_day(month + 1), count_row, c));
	TRY(effect_left(db, c->a, o, month_first_day(month), month_first_day(month + 1), &left));
	c->freed += left.freed;
	c->refilled += left.refilled;
	return OK;
}

static enum err put_month(struct db *db, struct instant now, const struct counting *c, struct organization_id o, int32_t month)
{
	TRY(effect_clear(db, c->a, o, month));
	TRY(put_lines(db, c->a, o, month, S("type"), &c->types));
	TRY(put_lines(db, c->a, o, month, S("channel"), &c->channels));
	TRY(put_lines(db, c->a, o, month, S("reminder"), &c->reminders));
	TRY(effect_unjudge(db, c->a, month, o));
	return effect_month_put(db, c->a, o, month, c->freed, c->refilled, now);
}

/* ---- days ---- */

static enum err count_add(struct db *db, struct arena *a, struct organization_id o, int32_t month, struct str what, int64_t n, int64_t segments)
{
	TRY(effect_unjudge(db, a, month, o));
	return effect_count_add(db, a, o, month, what, n, segments);
}

/* One day: of acts and letters those whose ids it gave, of messages those that left on it. */
struct counted_day { int32_t month; struct instant from, to; };
typedef enum err (*day_counter)(struct db *db, struct arena *a, const struct counted_day *day);

static enum err add_acts(struct db *db, struct arena *a, const struct counted_day *day)
{
	struct effect_acts_rows rows;

	TRY(effect_acts(db, a, random_id_least(day->from), random_id_least(day->to), &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(count_add(db, a, rows.v[i].organization, day->month, rows.v[i].act, rows.v[i].n, 0));
	return OK;
}

static enum err add_messages(struct db *db, struct arena *a, const struct counted_day *day)
{
	struct effect_messages_rows rows;

	TRY(effect_messages(db, a, day->from, day->to, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(count_add(db, a, rows.v[i].organization, day->month, rows.v[i].channel, rows.v[i].n, rows.v[i].segments));
	return OK;
}

static enum err add_letters(struct db *db, struct arena *a, const struct counted_day *day)
{
	struct effect_letters_rows rows;

	TRY(effect_letters(db, a, random_id_least(day->from), random_id_least(day->to), &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(count_add(db, a, rows.v[i].organization, day->month, S("letter"), rows.v[i].n, 0));
	return OK;
}

/* Days [from, to), with the mark, which is taken first: whoever else is at the same days waits for it and then finds it moved. So no day
 * is ever added twice. *ret_ours: the mark stood where it was seen. */
static enum err add_days(struct db *db, struct arena *a, struct str mark, struct instant seen, int64_t from, int64_t to, day_counter count, bool *ret_ours)
{
	TRY(job_mark_move(db, a, mark, seen, (struct instant){ to * DAY }, ret_ours));
	for (int64_t day = from; *ret_ours && day < to; day++) {
		const struct counted_day d = { month_of_day((struct day){ (int32_t)day }), { day * DAY }, { (day + 1) * DAY } };

		TRY(count(db, a, &d));
	}
	return OK;
}

/* Where the mark stands; one that was never made stands at the first of the days. */
static enum err mark_seen(struct db *db, struct arena *a, struct str mark, int64_t first, struct instant *ret)
{
	enum err e = job_mark(db, a, mark, ret);

	if (e != E_NOTFOUND)
		return e;
	TRY(db_begin(db));
	TRY(db_end(db, job_mark_begin(db, a, mark, (struct instant){ first * DAY })));
	return job_mark(db, a, mark, ret);
}

/* Days from the mark to `until`, not included; many in one transaction where there is much to catch up. */
static enum err days(struct db *db, struct arena *a, struct str mark, int64_t until, day_counter count)
{
	int64_t day = until - DAYS_MOST;
	struct instant at;
	bool ours = true;

	TRY(mark_seen(db, a, mark, day, &at));
	if (at.v / DAY > day)
		day = at.v / DAY;
	for (int64_t to; ours && day < until; day = to) {
		to = day + DAYS_AT_ONCE < until ? day + DAYS_AT_ONCE : until;
		TRY(db_begin(db));
		TRY(db_end(db, add_days(db, a, mark, at, day, to, count, &ours)));
		at = (struct instant){ to * DAY };
	}
	return OK;
}

static enum err count_days(struct db *db, struct arena *a, struct instant now)
{
	int64_t over = (now.v - HOUR) / DAY;	/* what began before midnight may be written after it */

	TRY(days(db, a, ACTS, over, add_acts));
	TRY(days(db, a, LETTERS, over, add_letters));
	return days(db, a, MESSAGES, over, add_messages);
}

/* ---- the job ---- */

struct place_month { struct organization_id place; int32_t month; };

static enum err put_all(struct db *db, struct instant now, const struct counting *c, const struct place_month *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(put_month(db, now, &c[i], v[i].place, v[i].month));
	return OK;
}

/* Some organisations' months: read first, then written in one short transaction. */
static enum err count_some(struct db *db, struct arena *side, struct instant now, const struct place_month *v, size_t n)
{
	struct counting *c = ARENA_ARRAY(side, struct counting, n + 1);

	for (size_t i = 0; i < n; i++) {
		c[i].a = side;
		TRY(read_month(db, &c[i], v[i].place, v[i].month));
	}
	TRY(db_begin(db));
	return db_end(db, put_all(db, now, c, v, n));
}

static enum err month_of_all(struct db *db, struct arena *side, struct instant now, int32_t month, struct instant before)
{
	struct effect_due_rows rows;
	struct organization_id after = { 0 };
	struct place_month *v;

	do {
		arena_reset(side);
		TRY(effect_due(db, side, month, after, before, month_first_day(month), month_first_day(month + 1), PLACES, &rows));
		if (!rows.n)
			return OK;
		after = rows.v[rows.n - 1].id;
		v = ARENA_ARRAY(side, struct place_month, rows.n);
		for (size_t i = 0; i < rows.n; i++)
			v[i] = (struct place_month){ rows.v[i].id, month };
		TRY(count_some(db, side, now, v, rows.n));
	} while (rows.n == PLACES);
	return OK;
}

static enum err take(struct db *db, struct arena *a, const struct place_month *v, size_t n)
{
	int64_t taken;

	for (size_t i = 0; i < n; i++)
		TRY(effect_month_taken(db, a, v[i].place, v[i].month, &taken));
	return OK;
}

/* However old they are. What is touched while it is counted stays touched. */
static enum err touched(struct db *db, struct arena *side, struct instant now)
{
	struct effect_touched_rows rows;
	struct place_month *v;

	do {
		arena_reset(side);
		TRY(effect_touched(db, side, PLACES, &rows));
		v = ARENA_ARRAY(side, struct place_month, rows.n + 1);
		for (size_t i = 0; i < rows.n; i++)
			v[i] = (struct place_month){ rows.v[i].organization, rows.v[i].month };
		TRY(db_begin(db));
		TRY(db_end(db, take(db, side, v, rows.n)));
		TRY(count_some(db, side, now, v, rows.n));
	} while (rows.n == PLACES);
	return OK;
}

enum err effect_touch(struct db *db, struct arena *a, struct organization_id organization, struct day visit)
{
	return effect_month_touch(db, a, organization, month_of_day(visit));
}

enum err effect_recorded(struct db *db, struct arena *a, struct organization_id organization, struct day visit, struct day today)
{
	return month_of_day(visit) < month_of_day(today) - 1 ? effect_touch(db, a, organization, visit) : OK;
}

enum err effect_run(struct db *db, struct arena *a, struct instant now)
{
	int32_t month = month_of_day((struct day){ (int32_t)(now.v / DAY) });
	struct arena *side = arena_side(a, (size_t)64 << 20);
	enum err e = OK;

	if (!side)
		return E_LIMIT;
	for (int32_t m = month; e == OK && m > month - EFFECT_MONTHS; m--)
		e = month_of_all(db, side, now, m, (struct instant){ is_night(now) && m >= month - 1 ? now.v - AGAIN : 1 });
	if (e == OK)
		e = touched(db, side, now);
	if (e == OK)
		e = count_days(db, a, now);
	if (e == OK)
		e = effect_judge(db, side, month_of_day((struct day){ (int32_t)(now.v / DAY) - CLOSING_DAYS }) - 1);
	return e;
}

/* ---- reading ---- */

struct cell { int32_t month; struct str dimension, value; struct effect_sum sum; bool hidden; };
struct reading { struct arena *a; struct effect_shown *s; struct cell *v; size_t n, cap; };

static void plus(struct effect_sum *s, const struct effect_sum *by)
{
	s->expected += by->expected;
	s->missed += by->missed;
}

static int64_t *figure_of(struct effect_month *m, int k)
{
	int64_t *const v[EFFECT_FIGURES] = { [EF_EXPECTED] = &m->sum.expected, [EF_MISSED] = &m->sum.missed, [EF_FREED] = &m->freed,
		[EF_REFILLED] = &m->refilled, [EF_BOOKED] = &m->booked, [EF_CHANGED] = &m->changed, [EF_SMS] = &m->sms,
		[EF_SEGMENTS] = &m->segments, [EF_MAIL] = &m->mail, [EF_LETTERS] = &m->letters };

	return v[k];
}

/* Each visit stands once in each dimension: the months are summed over that of reminders. */
static enum err read_cell(void *arg, const struct effect_lines_row *r)
{
	struct reading *c = arg;
	struct cell is = { r->month, arena_str(c->a, r->dimension), arena_str(c->a, r->value), { r->expected, r->missed }, false };

	c->v = arena_grow(c->a, c->v, c->n, &c->cap, sizeof(*c->v));
	c->v[c->n++] = is;
	if (str_eq(is.dimension, S("reminder")))
		plus(&c->s->m[r->month - c->s->first].sum, &is.sum);
	return OK;
}

/* A part without its whole says nothing, and in the sums of a year something wrong: they are shown together. */
enum { MISSES = 1 << EF_EXPECTED | 1 << EF_MISSED, GIVEN = 1 << EF_FREED | 1 << EF_REFILLED, UNDECIDED = 1 << EFFECT_FIGURES };

/* Of the last twelve months. */
static void put_cell(struct reading *c, const struct cell *x)
{
	struct effect_shown *s = c->s;
	bool reminder = str_eq(x->dimension, S("reminder")), type = str_eq(x->dimension, S("type"));
	struct effect_lines *of = reminder ? &s->reminders : type ? &s->types : &s->channels;

	if (x->month <= s->last - 12 || x->hidden || s->m[x->month - s->first].hidden & UNDECIDED)
		return;
	plus(line_of(c->a, of, x->value), &x->sum);
	if (reminder && !str_eq(x->value, S("none")))
		s->reminded += x->sum.expected;
}

static void read_counts(struct effect_shown *s, const struct effect_counts_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct effect_counts_row *r = &rows->v[i];
		int64_t v[EFFECT_FIGURES] = { 0 };

		effect_count_into(v, r->what, r->n, r->segments);
		for (int k = 0; k < EFFECT_FIGURES; k++)
			*figure_of(&s->m[r->month - s->first], k) += v[k];
	}
}

void effect_count_into(int64_t v[EFFECT_FIGURES], struct str what, int64_t n, int64_t segments)
{
	if (str_eq(what, S("book")))
		v[EF_BOOKED] += n;
	else if (str_eq(what, S("cancel")) || str_eq(what, S("move")))
		v[EF_CHANGED] += n;
	else if (str_eq(what, S("mail")))
		v[EF_MAIL] += n;
	else if (str_eq(what, S("letter")))
		v[EF_LETTERS] += n;
	else if (str_eq(what, S("sms"))) {
		v[EF_SMS] += n;
		v[EF_SEGMENTS] += segments;
	}
}

/* Of the house's own people: from its counts. */
static enum err read_own(struct db *db, struct reading *c, const struct scope *scope, const struct effect_node *node)
{
	struct effect_shown *s = c->s;
	struct effect_months_rows months;
	struct effect_counts_rows counts;

	TRY(effect_lines(db, c->a, scope, node->lo, node->hi, s->first, s->last, read_cell, c));
	TRY(effect_months(db, c->a, scope, node->lo, node->hi, s->first, s->last, &months));
	for (size_t i = 0; i < months.n; i++) {
		s->m[months.v[i].month - s->first].freed = months.v[i].freed;
		s->m[months.v[i].month - s->first].refilled = months.v[i].refilled;
		if (months.v[i].counted_at.v > 0 && months.v[i].counted_at.v > s->counted.v)
			s->counted = months.v[i].counted_at;
	}
	TRY(effect_counts(db, c->a, scope, node->lo, node->hi, s->first, s->last, &counts));
	read_counts(s, &counts);
	return OK;
}

static void read_total(struct effect_shown *s, const struct effect_totals_row *r)
{
	const int64_t v[EFFECT_FIGURES] = { r->expected, r->missed, r->freed, r->refilled, r->booked, r->changed, r->sms, r->segments, r->mail,
		r->letters };
	struct effect_month *m = &s->m[r->month - s->first];

	for (int k = 0; k < EFFECT_FIGURES; k++)
		*figure_of(m, k) = v[k];
	m->hidden |= (uint32_t)r->bits;
	if (r->counted_at > 0 && r->counted_at > s->counted.v)
		s->counted = (struct instant){ r->counted_at };
}

/* Of everybody else: what was added up when it was decided what is hidden, and nothing of months of which that is not decided. */
static enum err read_totals(struct db *db, struct reading *c, const struct effect_node *node)
{
	struct effect_shown *s = c->s;
	struct effect_unjudged_months_rows months;
	struct effect_totals_rows rows;

	TRY(effect_unjudged_months(db, c->a, s->first, s->last, &months));
	TRY(effect_totals(db, c->a, node->id, s->first, s->last, &rows));
	for (size_t i = 0; i < months.n; i++)
		s->m[months.v[i].month - s->first].hidden = UNDECIDED | (UNDECIDED - 1);
	c->v = ARENA_ARRAY(c->a, struct cell, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct effect_totals_row *r = &rows.v[i];

		if (r->dimension.n)
			c->v[c->n++] = (struct cell){ r->month, r->dimension, r->value, { r->expected, r->missed }, r->bits & MISSES };
		else
			read_total(s, r);
	}
	for (int i = 0; i < EFFECT_SHOWN; i++)
		s->m[i].hidden |= (s->m[i].hidden & MISSES ? MISSES : 0) | (s->m[i].hidden & GIVEN ? GIVEN : 0);
	return OK;
}

static void drop_hidden(struct effect_shown *s)
{
	for (int i = 0; i < EFFECT_SHOWN; i++)
		for (int k = 0; k < EFFECT_FIGURES; k++)
			if (s->m[i].hidden >> k & 1)
				*figure_of(&s->m[i], k) = 0;
}

static void sum_up(struct effect_shown *s, int64_t since)
{
	for (int i = 0; i < EFFECT_SHOWN; i++) {
		if (since)
			plus(s->m[i].month < since ? &s->before : &s->after, &s->m[i].sum);
		for (int k = 0; k < EFFECT_FIGURES && i >= EFFECT_SHOWN - 12; k++)
			*figure_of(&s->year, k) += *figure_of(&s->m[i], k);
	}
}

enum err effect_read(struct db *db, struct arena *a, const struct scope *scope, const struct effect_node *node, int32_t month, int64_t since,
	struct effect_shown *ret)
{
	struct effect_shown s = { .first = month - EFFECT_SHOWN + 1, .last = month, .counted = INSTANT_NONE };
	struct reading c = { .a = a, .s = &s };

	for (int i = 0; i < EFFECT_SHOWN; i++)
		s.m[i].month = s.first + i;
	TRY(node->own ? read_own(db, &c, scope, node) : read_totals(db, &c, node));
	for (size_t i = 0; i < c.n; i++)
		put_cell(&c, &c.v[i]);
	drop_hidden(&s);
	sum_up(&s, since);
	*ret = s;
	return OK;
}

int64_t effect_minutes(const struct effect_rates *r, const struct effect_shown *s)
{
	return r->book * s->year.booked + r->change * s->year.changed + r->remind * s->reminded;
}

int64_t effect_posts(const struct effect_rates *r, int64_t minutes)
{
	return r->hours > 0 ? (minutes * 100 + r->hours * 30) / (r->hours * 60) : 0;
}
