/* What is materialised is what the rules say, whatever is edited and however often the days are rolled. */
#include "areas/schedules/rules/hours.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { CALENDARS = 10000, EDITS = 6, OFFS = 6, BREAKS = 3, TABLE = 2500, SPAN = 400 };

static int32_t some(int32_t from, int32_t to)
{
	return from + (int32_t)random_below((uint32_t)(to - from + 1));
}

static struct recur rule(const char *text)
{
	struct recur r;

	assert_int_equal(recur_parse(str_of(text), &r), OK);
	return r;
}

/* ---- table: what each kind of hours gives ---- */

struct row { const char *rule, *days; };		/* days of March 2027, from the 1st, a Monday */

static void rules_give_the_days_that_people_mean(void **st)
{
	static const struct row rows[] = {
		{ "", "1" },
		{ "FREQ=DAILY;COUNT=3", "1 2 3" },
		{ "FREQ=DAILY;INTERVAL=10", "1 11 21 31" },
		{ "FREQ=WEEKLY;BYDAY=MO,WE", "1 3 8 10 15 17 22 24 29 31" },
		{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "1 5 15 19 29" },
		{ "FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", "4 25" },
		{ "FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2 9" },
		{ "FREQ=WEEKLY;BYDAY=SA;UNTIL=20270314", "6 13" },
		{ "FREQ=MONTHLY;BYMONTHDAY=15", "15" },
		{ "FREQ=MONTHLY;BYMONTHDAY=-1", "31" },
		{ "FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "1 15 31" },
		{ "FREQ=MONTHLY;BYDAY=2TU", "9" },
		{ "FREQ=MONTHLY;BYDAY=-1FR", "26" },
		{ "FREQ=MONTHLY;BYDAY=5MO", "29" },
		{ "FREQ=MONTHLY;BYDAY=1MO,3MO", "1 15" },
		{ "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "31" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hours h = { .rule = rule(rows[i].rule), .first = day_of(2027, 3, 1),
			.until = DAY_NONE, .start = 540, .end = 720, .only = { DAY_NONE, DAY_NONE } };
		struct hours_walk w = hours_from(&h, day_of(2027, 3, 1), day_of(2027, 3, 31));
		struct hours_part p;
		char got[200] = "";
		size_t n = 0;

		while (hours_next(&w, &p)) {
			int y, m, d;

			day_split(p.day, &y, &m, &d);
			n += (size_t)snprintf(got + n, sizeof(got) - n, n ? " %d" : "%d", d);
		}
		assert_string_equal(got, rows[i].days);
	}
}

static void a_break_parts_the_hours(void **st)
{
	static const struct minute_span lunch[] = { { 600, 615 }, { 690, 700 } };
	struct hours h = { .rule = rule(""), .first = day_of(2027, 3, 1), .until = DAY_NONE, .start = 540,
		.end = 720, .breaks = lunch, .nbreaks = 2, .only = { DAY_NONE, DAY_NONE } };
	struct hours_walk w = hours_from(&h, h.first, h.first);
	struct hours_part p;

	(void)st;
	for (int i = 0; i < 3; i++) {
		static const int32_t want[][2] = { { 540, 600 }, { 615, 690 }, { 700, 720 } };

		assert_true(hours_next(&w, &p));
		assert_int_equal(p.start, want[i][0]);
		assert_int_equal(p.end, want[i][1]);
	}
	assert_false(hours_next(&w, &p));
}

static void breaks_lie_inside_and_apart(void **st)
{
	struct hours h = { .start = 540, .end = 720 };

	(void)st;
	assert_true(breaks_valid(&h, NULL, 0));
	assert_true(breaks_valid(&h, (struct minute_span[]){ { 541, 600 }, { 601, 719 } }, 2));
	assert_false(breaks_valid(&h, (struct minute_span[]){ { 540, 600 } }, 1));
	assert_false(breaks_valid(&h, (struct minute_span[]){ { 600, 720 } }, 1));
	assert_false(breaks_valid(&h, (struct minute_span[]){ { 600, 600 } }, 1));
	assert_false(breaks_valid(&h, (struct minute_span[]){ { 600, 630 }, { 630, 640 } }, 2));
	assert_false(breaks_valid(&h, (struct minute_span[]){ { 650, 660 }, { 600, 610 } }, 2));
}

struct cut { struct minute_span within; int32_t start, end; size_t breaks; };

static void hours_are_cut_together_with_their_breaks(void **st)
{
	static const struct minute_span lunch = { 720, 810 };
	static const struct cut cuts[] = {
		{ { 0, 1440 }, 540, 960, 1 },
		{ { 600, 900 }, 600, 900, 1 },
		{ { 750, 900 }, 810, 900, 0 },		/* a break at an end is no break */
		{ { 540, 750 }, 540, 720, 0 },
		{ { 720, 810 }, 0, 0, 0 },		/* end 0: nothing is left */
		{ { 960, 1000 }, 0, 0, 0 },
		{ { 0, 540 }, 0, 0, 0 },
	};
	struct hours h = { .start = 540, .end = 960, .breaks = &lunch, .nbreaks = 1 };

	(void)st;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		const struct cut *c = &cuts[i];
		struct minute_span out[1];
		int32_t start, end;
		size_t n;

		assert_int_equal(hours_within(&h, c->within, &start, &end, out, &n), c->end > 0);
		if (!c->end)
			continue;
		assert_int_equal(start, c->start);
		assert_int_equal(end, c->end);
		assert_int_equal(n, c->breaks);
	}
}

static void hours_that_held_from_the_beginning_of_a_period_hold_from_its_new_one(void **st)
{
	/* the period was from day 100 to 128; hours from `first` on. Day 95 and 109 are 14 days apart */
	static const struct { const char *rule; int32_t first, to, want; } rows[] = {
		{ "FREQ=DAILY", 100, 99, 99 }, { "FREQ=DAILY", 100, 101, 100 }, { "FREQ=DAILY", 104, 99, 104 },
		{ "FREQ=DAILY;INTERVAL=3", 100, 99, 97 }, { "FREQ=WEEKLY;BYDAY=MO", 100, 99, 93 },
		{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 100, 85, 72 }, { "FREQ=WEEKLY;BYDAY=MO;COUNT=3", 100, 99, 99 },
		{ "FREQ=MONTHLY;BYDAY=1MO", 100, 99, 99 }, { "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", 100, 99, 100 },
		{ "FREQ=MONTHLY", 100, 99, 100 }, { "", 100, 99, 100 }, { "FREQ=DAILY", 98, 99, 98 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct day first = { rows[i].first }, until = { 128 }, none = DAY_NONE;
		struct day_span to = { { rows[i].to }, { 130 } };
		struct recur r;

		assert_int_equal(recur_parse(str_of(rows[i].rule), &r), OK);
		hours_follow(&r, (struct day_span){ { 100 }, { 128 } }, to, &first, &until);
		if (first.n != rows[i].want)
			fail_msg("%s to %d: from %d on", rows[i].rule, (int)rows[i].to, (int)first.n);
		assert_int_equal(until.n, r.freq == RECUR_ONCE ? 128 : 130);
		until.n = 120;
		hours_follow(&r, (struct day_span){ { 100 }, { 128 } }, to, &first, &until);
		assert_int_equal(until.n, 120);
		hours_follow(&r, (struct day_span){ { 100 }, { 128 } }, to, &first, &none);
		assert_false(day_is(none));
	}
}

static void a_variant_replaces_the_normal_week_between_its_dates(void **st)
{
	struct day_span ramadan = { day_of(2027, 2, 8), day_of(2027, 3, 9) };
	struct hours normal = { .rule = rule("FREQ=DAILY"), .first = day_of(2027, 1, 1), .until = DAY_NONE,
		.start = 540, .end = 720, .off = &ramadan, .noff = 1, .only = { DAY_NONE, DAY_NONE } };
	struct hours own = normal;

	(void)st;
	own.off = NULL;
	own.noff = 0;
	own.only = ramadan;
	for (int32_t d = day_of(2027, 1, 1).n; d <= day_of(2027, 4, 1).n; d++) {
		bool in = d >= ramadan.first.n && d <= ramadan.last.n;
		struct hours_walk a = hours_from(&normal, (struct day){ d }, (struct day){ d });
		struct hours_walk b = hours_from(&own, (struct day){ d }, (struct day){ d });
		struct hours_part p;

		assert_int_equal(hours_next(&a, &p), !in);
		assert_int_equal(hours_next(&b, &p), in);
	}
}

static void hours_that_can_come_no_more_are_over(void **st)
{
	struct day first = day_of(2027, 3, 1), later = day_of(2027, 3, 20);
	struct hours h = { .rule = rule(""), .first = first, .until = DAY_NONE, .start = 540, .end = 720,
		.only = { DAY_NONE, DAY_NONE } };

	(void)st;
	assert_false(hours_over(&h, first));
	assert_true(hours_over(&h, later));
	h.rule = rule("FREQ=DAILY");
	assert_false(hours_over(&h, later));
	h.until = (struct day){ later.n - 1 };
	assert_true(hours_over(&h, later));
	h.until = later;
	assert_false(hours_over(&h, later));
	h.until = DAY_NONE;
	h.rule = rule("FREQ=DAILY;COUNT=19");
	assert_true(hours_over(&h, later));
	h.rule = rule("FREQ=DAILY;COUNT=20");
	assert_false(hours_over(&h, later));
	h.rule = rule("FREQ=WEEKLY;UNTIL=20270315");
	assert_true(hours_over(&h, later));
	h.rule = rule("FREQ=WEEKLY");
	h.only = (struct day_span){ first, first };
	assert_true(hours_over(&h, later));
	h.only = (struct day_span){ DAY_NONE, DAY_NONE };
	h.never = true;
	assert_true(hours_over(&h, first));
}

/* ---- property: 10,000 random calendars ---- */

struct opening {
	struct hours h;
	struct day_span off[OFFS];
	struct minute_span breaks[BREAKS];
	int32_t capacity, slot;
};

static struct recur some_rule(void)
{
	static const char *const rules[] = { "", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,WE,SA",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", "FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,MO", "FREQ=WEEKLY",
		"FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=1,-1", "FREQ=MONTHLY;BYDAY=2TU",
		"FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=9",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=DAILY;BYDAY=SA,SU", "FREQ=MONTHLY;COUNT=4" };

	return rule(rules[random_below(sizeof(rules) / sizeof(rules[0]))]);
}

static void some_offs(struct opening *o)
{
	int32_t at = o->h.first.n;

	o->h.off = o->off;
	o->h.noff = (size_t)some(0, OFFS);
	for (size_t i = 0; i < o->h.noff; i++) {
		at += some(0, 60);
		o->off[i].first.n = at;
		o->off[i].last.n = at + (some(0, 2) ? 0 : some(1, 40));
	}
}

static void some_hours(struct opening *o, int32_t origin)
{
	o->h.start = some(0, 1380);
	o->h.end = some(o->h.start + 1, 1440);
	o->h.breaks = o->breaks;
	o->h.nbreaks = 0;
	for (int32_t at = o->h.start + some(1, 200); o->h.nbreaks < BREAKS; at += some(1, 200)) {
		struct minute_span b = { at, at + some(1, 90) };

		if (b.to >= o->h.end)
			break;
		o->breaks[o->h.nbreaks++] = b;
		at = b.to;
	}
	assert_true(breaks_valid(&o->h, o->h.breaks, o->h.nbreaks));
	o->h.until = some(0, 2) ? DAY_NONE : (struct day){ origin + some(0, SPAN) };
	o->h.only = (struct day_span){ DAY_NONE, DAY_NONE };
	if (!some(0, 4)) {
		o->h.only.first.n = origin + some(0, 200);
		o->h.only.last.n = o->h.only.first.n + some(0, 60);
	}
	o->capacity = some(1, 3);
	o->slot = some(0, 1) * 15;
}

static void edit(struct opening *o, int32_t origin)
{
	switch (some(0, 4)) {
	case 0:
		o->h.rule = some_rule();
		o->h.first.n = origin + some(-40, 40);
		break;
	case 1:
		some_offs(o);
		break;
	case 2:
		o->h.never = !some(0, 5);
		break;
	default:
		some_hours(o, origin);
	}
}

static size_t minutes_by_asking(const struct opening *o, int32_t day, struct hours_row *out)
{
	const struct hours *h = &o->h;
	bool before = false;
	size_t n = 0;

	for (int32_t m = h->start; m <= h->end; m++) {
		bool open = m < h->end;

		for (size_t i = 0; i < h->nbreaks; i++)
			open = open && !(m >= h->breaks[i].from && m < h->breaks[i].to);
		if (open && !before) {
			out[n] = (struct hours_row){ .capacity = o->capacity, .slot = o->slot };
			out[n].at.day.n = day;
			out[n].at.start = m;
		}
		if (!open && before)
			out[n++].at.end = m;
		before = open;
	}
	return n;
}

/* The same answer by asking each day and each minute. Writes rows in order. */
static size_t by_asking(const struct opening *o, int32_t from, int32_t last, struct hours_row *out)
{
	const struct hours *h = &o->h;
	int32_t counted = 0;
	size_t n = 0;

	for (int32_t d = h->first.n; d <= last; d++) {
		bool is = recur_matches(&h->rule, h->first, (struct day){ d })
			&& !(day_is(h->rule.until.day) && d > h->rule.until.day.n);

		counted += is;
		is = is && (!h->rule.count || counted <= h->rule.count) && !h->never;
		is = is && d >= from && !(day_is(h->until) && d > h->until.n);
		is = is && !(day_is(h->only.first) && (d < h->only.first.n || d > h->only.last.n));
		for (size_t i = 0; i < h->noff; i++)
			is = is && !(d >= h->off[i].first.n && d <= h->off[i].last.n);
		if (!is)
			continue;
		n += minutes_by_asking(o, d, out + n);
	}
	return n;
}

static bool same_row(const struct hours_row *a, const struct hours_row *b)
{
	return a->at.day.n == b->at.day.n && a->at.start == b->at.start && a->at.end == b->at.end
		&& a->capacity == b->capacity && a->slot == b->slot;
}

static size_t find(const struct hours_row *v, size_t n, const struct hours_row *x)
{
	size_t i = 0;

	while (i < n && !same_row(&v[i], x))
		i++;
	return i;
}

struct table { struct hours_row v[TABLE]; size_t n; };

/* Applies the changes to a copy of the table; answers how many there were. */
static size_t apply(const struct opening *o, int32_t from, int32_t last, struct table *t)
{
	static struct table out;
	struct hours_change c;
	size_t begin = 0, changes = 0;

	while (begin < t->n && t->v[begin].at.day.n < from)
		begin++;
	struct hours_diff d = hours_diff(&o->h, o->capacity, o->slot, (struct day){ from }, (struct day){ last },
		t->v + begin, t->n - begin);

	out = *t;
	for (; hours_diff_next(&d, &c); changes++) {
		size_t i = c.what == HOURS_DROP ? find(out.v, out.n, &c.row) : 0;

		if (c.what == HOURS_DROP) {
			assert_true(i < out.n);		/* it drops only what is there */
			memmove(out.v + i, out.v + i + 1, (out.n - i - 1) * sizeof(*out.v));
			out.n--;
			continue;
		}
		while (i < out.n && (out.v[i].at.day.n < c.row.at.day.n
				|| (out.v[i].at.day.n == c.row.at.day.n && out.v[i].at.start < c.row.at.start)))
			i++;
		memmove(out.v + i + 1, out.v + i, (out.n - i) * sizeof(*out.v));
		out.v[i] = c.row;
		out.n++;
		assert_true(out.n < TABLE);
	}
	*t = out;
	return changes;
}

/* Rows of one that the other has not. */
static size_t lacking(const struct hours_row *a, size_t n, const struct hours_row *b, size_t m)
{
	size_t k = 0, j = 0;

	for (size_t i = 0; i < n; i++) {
		while (j < m && (b[j].at.day.n < a[i].at.day.n
				|| (b[j].at.day.n == a[i].at.day.n && b[j].at.start < a[i].at.start)))
			j++;
		k += j == m || !same_row(&a[i], &b[j]);
	}
	return k;
}

/* From `today` on the table says what asking says; what is past stays; nothing that was right is touched. */
static void settle(const struct opening *o, int32_t today, int32_t from, int32_t last, struct table *t)
{
	static struct hours_row want[TABLE];
	static struct table before;
	size_t n = by_asking(o, today, last, want), past = 0;

	before = *t;
	while (past < t->n && t->v[past].at.day.n < today)
		past++;
	size_t needed = lacking(t->v + past, t->n - past, want, n) + lacking(want, n, t->v + past, t->n - past);

	assert_int_equal(apply(o, from, last, t), needed);
	assert_memory_equal(t->v, before.v, past * sizeof(*t->v));
	assert_int_equal(t->n - past, n);
	for (size_t i = 0; i < n; i++)
		assert_true(same_row(&t->v[past + i], &want[i]));
	assert_int_equal(apply(o, from, last, t), 0);
}

static void live(struct opening *o, int32_t origin, struct table *t)
{
	int32_t today = origin, last = origin + some(20, 90);

	settle(o, today, today, last, t);
	for (int e = 0; e < EDITS; e++) {
		int32_t done = last;

		today += some(0, 9);
		last = last > today + 90 ? last : last + some(0, 30);
		if (last < today)
			last = today;
		settle(o, today, done + 1 > today ? done + 1 : today, last, t);	/* rolled */
		edit(o, origin);
		settle(o, today, today, last, t);
		assert_true(!hours_over(&o->h, (struct day){ today })
			|| !by_asking(o, today, today + 1500, t->v + t->n));
	}
}

static void materialised_is_computed_over_random_calendars(void **st)
{
	static struct table t;
	const int32_t origin = day_of(2026, 11, 2).n;

	(void)st;
	for (int i = 0; i < CALENDARS; i++) {
		struct opening o = { .capacity = 1 };

		o.h.rule = some_rule();
		o.h.first.n = origin + some(-40, 40);
		t.n = 0;
		some_hours(&o, origin);
		live(&o, origin, &t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_give_the_days_that_people_mean),
		cmocka_unit_test(a_break_parts_the_hours),
		cmocka_unit_test(breaks_lie_inside_and_apart),
		cmocka_unit_test(hours_are_cut_together_with_their_breaks),
		cmocka_unit_test(a_variant_replaces_the_normal_week_between_its_dates),
		cmocka_unit_test(hours_that_held_from_the_beginning_of_a_period_hold_from_its_new_one),
		cmocka_unit_test(hours_that_can_come_no_more_are_over),
		cmocka_unit_test(materialised_is_computed_over_random_calendars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
