/* Who is offered a free time: tables, and 10,000 random lists played to their end. */
#include "areas/waiting/rules/pick.h"

#include "areas/schedules/schedules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct waiting_rules usual = { .share = 100, .answer_min = 240, .least_min = 30, .messages = 3, .daily = true,
	.quiet_from = 1260, .quiet_to = 480 };
static bool fits(const void *limits, struct day birth, struct str sex, struct day on)
{
	return fits_age(limits, birth, on) && fits_sex(limits, sex);
}
static const struct fits anyone = { 0, 0, { "any", 3 } };
static const struct pick_type visit = { .service = 7, .for_whom = fits, .limits = &anyone, .lead_min = 60, .duration_min = 20, .open = true };

static struct pick_time time_at(int32_t day, int32_t min)
{
	return (struct pick_time){ .day = { day }, .start_min = min, .ahead_min = 5000, .start_at = (int64_t)day * 86400 + min * 60,
		.practitioner = 3, .freed = 7, .today = { day - 4 }, .types = &visit, .ntypes = 1 };
}

static struct pick_person anybody(int64_t id)
{
	return (struct pick_person){ .id = id, .asked_at = id * 10, .rank = RANK_ORDINARY, .days = DAYS_ALL,
		.parts = WISH_MORNING | WISH_AFTERNOON, .other = true, .from = DAY_NONE, .to = DAY_NONE, .birth = DAY_NONE,
		.sex = { "female", 6 }, .offered = DAY_NONE, .reached = true };
}

static void a_wish_that_does_not_fit_is_passed_over(void **state)
{
	const struct pick_time t = time_at(20000, 540);		/* a Thursday morning */
	struct pick_person p;

	(void)state;
#define FITS(want, ...) do { p = anybody(1); __VA_ARGS__; assert_int_equal(pick_fits(&t, &p, &usual) != NULL, want); } while (0)
	FITS(true, (void)0);
	FITS(false, p.days = 1 << 1);
	FITS(true, p.days = 1 << day_weekday(t.day));
	FITS(false, p.parts = WISH_AFTERNOON);
	FITS(true, p.parts = WISH_MORNING);
	FITS(false, p.from = (struct day){ 20001 });
	FITS(true, p.from = (struct day){ 20000 });
	FITS(false, p.to = (struct day){ 19999 });
	FITS(true, p.to = (struct day){ 20000 });
	FITS(false, p.practitioner = 4; p.other = false);
	FITS(true, p.practitioner = 4);
	FITS(true, p.practitioner = 3; p.other = false);
	FITS(false, p.service = 8);
	FITS(true, p.service = 7);
	FITS(false, p.busy = true);
	FITS(false, p.reached = false);
	FITS(false, p.offers = 3);
	FITS(true, p.offers = 2);
	FITS(false, p.offered = t.today);
	FITS(true, p.offered = (struct day){ t.today.n - 1 });
	FITS(false, p.later_at = t.start_at; p.later_min = 20);
	FITS(true, p.later_at = t.start_at + 60; p.later_min = 20);
	FITS(false, p.later_at = t.start_at + 60; p.later_min = 30);
}

static void a_type_is_for_whom_it_is_for(void **state)
{
	struct pick_type women = visit, near = visit, follow = visit, off = visit, other = visit, both[2];
	struct pick_time t = time_at(20000, 540);
	struct pick_person p = anybody(1);

	(void)state;
	t.types = &women;
	women.limits = &(struct fits){ 0, 0, { "male", 4 } };
	assert_null(pick_fits(&t, &p, &usual));
	women.limits = &(struct fits){ 12 * 18, 0, { "any", 3 } };
	p.birth = (struct day){ 20000 - 17 * 365 };
	assert_null(pick_fits(&t, &p, &usual));
	p.birth = (struct day){ 20000 - 19 * 366 };
	assert_non_null(pick_fits(&t, &p, &usual));
	t.types = &near;
	near.lead_min = 5001;
	assert_null(pick_fits(&t, &p, &usual));
	t.types = &follow;
	follow.known_only = true;
	assert_null(pick_fits(&t, &p, &usual));
	p.service = 7;
	assert_non_null(pick_fits(&t, &p, &usual));
	t.types = &off;
	off.open = false;
	assert_null(pick_fits(&t, &p, &usual));
	/* what was freed comes first where any will do */
	p.service = 0;
	other.service = 6;
	both[0] = other;
	both[1] = visit;
	t.types = both;
	t.ntypes = 2;
	assert_int_equal(pick_fits(&t, &p, &usual)->service, 7);
	p.service = 6;
	assert_int_equal(pick_fits(&t, &p, &usual)->service, 6);
}

static void an_answer_counts_shorter_near_the_date_and_not_at_night(void **state)
{
	struct waiting_rules awake = usual;

	(void)state;
	awake.quiet_from = awake.quiet_to = 0;
	assert_int_equal(answer_minutes(&awake, 600, 10000, 60), 240);
	assert_int_equal(answer_minutes(&awake, 600, 400, 60), 100);
	assert_int_equal(answer_minutes(&awake, 600, 100, 60), 30);
	assert_int_equal(answer_minutes(&awake, 600, 90, 60), 30);
	assert_int_equal(answer_minutes(&awake, 600, 89, 60), 0);
	assert_int_equal(answer_minutes(&awake, 600, 20, 60), 0);
	/* 18:00 and four hours: three until nine in the evening, one from eight */
	assert_int_equal(answer_minutes(&usual, 1080, 10000, 60), 180 + 660 + 60);
	/* 20:50, tomorrow at 08:30, an hour before: until then only ten minutes awake */
	assert_int_equal(answer_minutes(&usual, 1250, 700, 60), 0);
	assert_int_equal(answer_minutes(&usual, 480, 90, 60), 30);
}

static void a_share_is_the_same_for_the_same_time_and_about_as_large_as_said(void **state)
{
	int32_t n = 0;

	(void)state;
	for (int32_t i = 0; i < 10000; i++) {
		bool x = pick_shared(77, (struct day){ 20000 + i / 50 }, 480 + i % 50 * 10, 30);

		n += x;
		assert_int_equal(x, pick_shared(77, (struct day){ 20000 + i / 50 }, 480 + i % 50 * 10, 30));
		assert_true(pick_shared(77, (struct day){ i }, 600, 100));
		assert_false(pick_shared(77, (struct day){ i }, 600, 0));
	}
	assert_in_range(n, 2700, 3300);
}

/* ---- 10,000 lists ---- */

enum { PEOPLE = 12, TIMES = 8 };
struct world {
	uint64_t s;
	struct pick_type types[3];
	struct pick_person v[PEOPLE];
	bool asked[PEOPLE][TIMES];	/* this time was offered to that person */
	int open_of[PEOPLE];		/* the time that is offered now; -1: none */
	int holder[TIMES];		/* who has it offered or booked; -1: nobody */
};

static uint32_t chance(struct world *w, uint32_t n)
{
	uint64_t z = w->s += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (uint32_t)((z ^ z >> 31) % n);
}

static void world_make(struct world *w, uint64_t seed)
{
	*w = (struct world){ .s = seed };
	for (int i = 0; i < 3; i++) {
		w->types[i] = visit;
		w->types[i].service = 6 + i;
		w->types[i].open = chance(w, 8) > 0;
		w->types[i].known_only = chance(w, 4) == 0;
		w->types[i].lead_min = (int32_t)chance(w, 3) * 3000;
	}
	for (int i = 0; i < PEOPLE; i++) {
		struct pick_person *p = &w->v[i];

		*p = anybody(1 + (int64_t)chance(w, 1000) * PEOPLE + i);
		p->asked_at = chance(w, 6);
		p->rank = chance(w, 4) ? RANK_ORDINARY : (int32_t)chance(w, 3);
		p->service = chance(w, 2) ? 0 : 6 + chance(w, 3);
		p->practitioner = chance(w, 3) ? 0 : 2 + chance(w, 3);
		p->other = chance(w, 2);
		p->days = chance(w, 3) ? DAYS_ALL : (int32_t)chance(w, 256);
		p->parts = 1 + (int32_t)chance(w, 3);
		if (chance(w, 4) == 0)
			p->to = (struct day){ 20000 + (int32_t)chance(w, 6) };
		w->open_of[i] = -1;
	}
	for (int k = 0; k < TIMES; k++)
		w->holder[k] = -1;
}

static struct pick_time random_time(struct world *w)
{
	struct pick_time t = time_at(20000 + (int32_t)chance(w, 6), 480 + (int32_t)chance(w, 20) * 30);

	t.practitioner = 2 + chance(w, 3);
	t.ahead_min = 1000 + chance(w, 8000);
	t.types = w->types;
	t.ntypes = 1 + chance(w, 3);
	t.freed = 6 + chance(w, 3);
	t.today = (struct day){ 19990 };
	return t;
}

/* One time until somebody has it or nobody fits: whoever is asked is the first who fits, once. */
static void play(struct world *w, int k, const struct waiting_rules *r)
{
	const struct pick_time t = random_time(w);

	for (;;) {
		const struct pick_type *type = NULL;

		for (int i = 0; i < PEOPLE; i++)
			w->v[i].busy = w->open_of[i] >= 0 || w->asked[i][k];
		size_t first = pick_first(&t, w->v, PEOPLE, r, &type);

		for (int i = 0; i < PEOPLE; i++)
			if ((size_t)i != first && pick_fits(&t, &w->v[i], r))
				assert_true(first < PEOPLE && pick_order(&w->v[first], &w->v[i]) < 0);
		if (first == PEOPLE)
			return;
		struct pick_person *p = &w->v[first];

		assert_ptr_equal(type, pick_fits(&t, p, r));
		assert_int_equal(w->holder[k], -1);
		assert_int_equal(w->open_of[first], -1);
		assert_false(w->asked[first][k]);
		w->asked[first][k] = true;
		p->offers++;
		assert_true(p->offers <= r->messages);
		if (chance(w, 3)) {			/* says no, or nothing */
			if (p->offers == r->messages)
				p->reached = false;
			continue;
		}
		w->holder[k] = (int)first;		/* thinks about it, or has it */
		w->open_of[first] = k;
		return;
	}
}

static void in_ten_thousand_lists_nobody_who_fits_is_jumped(void **state)
{
	struct waiting_rules r = usual;
	struct world w;

	(void)state;
	r.daily = false;
	for (uint64_t seed = 1; seed <= 10000; seed++) {
		world_make(&w, seed * 7919);
		r.messages = 1 + chance(&w, 4);
		for (int k = 0; k < TIMES; k++) {
			play(&w, k, &r);
			for (int i = 0; i < PEOPLE; i++)	/* some open offers are answered meanwhile */
				if (w.open_of[i] >= 0 && chance(&w, 2))
					w.open_of[i] = -1;
		}
		for (int i = 0; i < PEOPLE; i++)
			for (int k = 0; k < TIMES; k++)
				assert_true(w.holder[k] != i || w.asked[i][k]);
	}
}

static void a_shape_says_the_same_written_and_read_and_never_leaves_out_who_fits(void **state)
{
	const struct pick_type types[] = { { .service = 7, .open = true, .duration_min = 20 }, { .service = 8, .open = true, .known_only = true } };
	const struct waiting_rules rules = { .messages = 3 };
	uint64_t seed = 1;
	int fitted = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int32_t r[8];

		for (int k = 0; k < 8; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			r[k] = (int32_t)(seed >> 40);
		}
		struct pick_person p = { .id = 1, .service = r[0] % 3 ? 0 : 7 + r[0] % 2, .practitioner = r[1] % 3, .other = r[1] % 2,
			.days = r[2] & DAYS_ALL, .parts = r[3] % 4, .from = DAY_NONE, .to = DAY_NONE, .offered = DAY_NONE,
			.birth = day_of(1980, 1, 1), .reached = true };
		struct pick_time t = { .day = { 20700 + r[4] % 30 }, .start_min = r[5] % 1440, .ahead_min = 5000, .practitioner = 1,
			.today = { 20690 }, .types = types, .ntypes = 2 };
		struct wish w, back;
		char text[WISH_TEXT];

		if (r[6] % 2)
			p.from.n = r[6] % 16 == 1 ? -200 : 20690 + r[6] % 40;	/* a slip in the year: from long ago on */
		if (r[7] % 2)
			p.to.n = 20700 + r[7] % 40;
		w = wish_of(&p);
		assert_true(wish_read((struct str){ text, wish_text(&w, text) }, &back));
		assert_memory_equal(&w, &back, sizeof(w));
		if (!pick_fits(&t, &p, &rules))
			continue;
		fitted++;
		assert_true(wish_on(&w, t.day) && wish_fits(&w, &t));
	}
	assert_true(fitted > 100);
	assert_false(wish_read(S("1.2.3"), &(struct wish){ 0 }));
	assert_false(wish_read(S("-1.0.1.1.0.0"), &(struct wish){ 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shape_says_the_same_written_and_read_and_never_leaves_out_who_fits),
		cmocka_unit_test(a_wish_that_does_not_fit_is_passed_over),
		cmocka_unit_test(a_type_is_for_whom_it_is_for),
		cmocka_unit_test(an_answer_counts_shorter_near_the_date_and_not_at_night),
		cmocka_unit_test(a_share_is_the_same_for_the_same_time_and_about_as_large_as_said),
		cmocka_unit_test(in_ten_thousand_lists_nobody_who_fits_is_jumped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
