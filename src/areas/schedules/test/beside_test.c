/* A visit with a room and a device: only when all are free, always the same ones, never one twice. */
#include "areas/schedules/rules/beside.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CANDIDATES = 5, RANGES = 4, DAY = 120, TRIES = 10000 };

struct drawn {
	struct range ranges[CANDIDATES][RANGES], own[RANGES];
	struct beside_free when[CANDIDATES];
	int32_t among[BESIDE_NEEDS][CANDIDATES];
	struct beside_need needs[BESIDE_NEEDS];
	struct beside b;
	size_t nown;
	int32_t duration;
};

static size_t some_ranges(struct range *v)
{
	int64_t at = random_below(DAY / 4);
	size_t n = random_below(RANGES + 1);

	for (size_t i = 0; i < n; i++) {
		v[i].from = at;
		v[i].to = at + 1 + random_below(DAY / 4);
		at = v[i].to + 1 + random_below(10);
	}
	return n;
}

static void draw(struct drawn *d)
{
	*d = (struct drawn){ .duration = 1 + (int32_t)random_below(30) };
	d->nown = some_ranges(d->own);
	for (int i = 0; i < CANDIDATES; i++)
		d->when[i] = (struct beside_free){ d->ranges[i], some_ranges(d->ranges[i]) };
	d->b = (struct beside){ d->needs, 1 + random_below(3), d->when };
	for (size_t i = 0; i < d->b.nneeds; i++) {
		size_t n = 0;

		for (int32_t k = 0; k < CANDIDATES; k++)
			if (random_below(2))
				d->among[i][n++] = k;
		d->needs[i] = (struct beside_need){ d->among[i], n };
	}
}

static bool lies_in(const struct range *v, size_t n, int64_t from, int64_t to)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].from <= from && v[i].to >= to)
			return true;
	return false;
}

/* Each need alone has somebody. */
static bool each_has_one(const struct drawn *d, int64_t at)
{
	for (size_t i = 0; i < d->b.nneeds; i++) {
		bool any = false;

		for (size_t k = 0; k < d->needs[i].n; k++) {
			const struct beside_free *f = &d->when[d->among[i][k]];

			any |= lies_in(f->v, f->n, at, at + d->duration);
		}
		if (!any)
			return false;
	}
	return true;
}

/* All ways to give each need another candidate, in order; the first one. */
static bool first_way(const struct drawn *d, struct range visit, size_t need, int32_t *ret)
{
	if (need == d->b.nneeds)
		return true;
	for (size_t k = 0; k < d->needs[need].n; k++) {
		int32_t c = d->among[need][k];
		bool used = false;

		for (size_t i = 0; i < need; i++)
			used |= ret[i] == c;
		ret[need] = c;
		if (!used && lies_in(d->when[c].v, d->when[c].n, visit.from, visit.to)
			&& first_way(d, visit, need + 1, ret))
			return true;
	}
	return false;
}

static void it_is_offered_when_all_are_free_and_never_else(void **state)
{
	struct drawn d;
	struct range work[200], out[100];

	(void)state;
	for (int i = 0; i < TRIES; i++) {
		draw(&d);
		assert_true(beside_room(&d.b, d.nown) <= 100);
		size_t n = beside_ranges(&d.b, d.own, d.nown, d.duration, work, out);

		for (int64_t at = -5; at < 2 * DAY; at++)
			assert_int_equal(lies_in(out, n, at, at + d.duration),
				lies_in(d.own, d.nown, at, at + d.duration) && each_has_one(&d, at));
	}
}

static void the_same_question_has_the_same_answer_and_nobody_is_taken_twice(void **state)
{
	struct drawn d;

	(void)state;
	for (int i = 0; i < TRIES; i++) {
		int32_t got[BESIDE_NEEDS], right[BESIDE_NEEDS];

		draw(&d);
		struct range visit = { random_below(DAY), 0 };

		visit.to = visit.from + d.duration;
		bool can = first_way(&d, visit, 0, right);

		assert_int_equal(beside_pick(&d.b, visit, got), can);
		for (size_t k = 0; can && k < d.b.nneeds; k++)
			assert_int_equal(got[k], right[k]);
	}
}

static void beside_the_rule_what_is_busy_is_taken_too_but_nobody_twice(void **state)
{
	struct drawn d;

	(void)state;
	for (int i = 0; i < TRIES; i++) {
		int32_t got[BESIDE_NEEDS];
		struct range visit = { random_below(DAY), DAY };

		draw(&d);
		beside_pick_any(&d.b, visit, got);
		for (size_t k = 0; k < d.b.nneeds; k++) {
			assert_true(got[k] != BESIDE_NONE || d.needs[k].n < d.b.nneeds);
			for (size_t j = 0; j < k; j++)
				assert_true(got[k] == BESIDE_NONE || got[k] != got[j]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_offered_when_all_are_free_and_never_else),
		cmocka_unit_test(the_same_question_has_the_same_answer_and_nobody_is_taken_twice),
		cmocka_unit_test(beside_the_rule_what_is_busy_is_taken_too_but_nobody_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
