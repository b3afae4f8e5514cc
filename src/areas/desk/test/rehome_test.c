/* The three best places for an appointment that lost its own. */
#include "areas/desk/rules/rehome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* Agenda 1 is of practitioner 10 at place 100; lost: day 50 at 10:00. */
static const struct spot lost = { 1, 10, 100, 50, 600, false };

struct row {
	const char *what;
	struct spot v[6];
	size_t n;
	size_t taken;			/* bit i: v[i] is promised to another line */
	struct proposal want[REHOME_MAX];
	size_t nwant;
};
static const struct row rows[] = {
	{ "nothing is free", { { 0 } }, 0, 0, { { 0 } }, 0 },
	{ "the same, soonest, wherever", { { 1, 10, 100, 52, 540, false }, { 5, 10, 101, 51, 900, false } }, 2, 0,
		{ { 1, REHOME_SAME }, { 0, REHOME_OTHER } }, 2 },
	{ "a substitute the same day at the same place, nearest", { { 2, 11, 100, 50, 540, false }, { 2, 11, 100, 50, 620, false },
		{ 3, 12, 101, 50, 600, false } }, 3, 0,
		{ { 1, REHOME_SUBSTITUTE }, { 2, REHOME_ELSEWHERE }, { 0, REHOME_OTHER } }, 3 },
	{ "earlier before later when both are as near", { { 2, 11, 100, 50, 620, false }, { 2, 11, 100, 50, 580, false } }, 2, 0,
		{ { 1, REHOME_SUBSTITUTE }, { 0, REHOME_OTHER } }, 2 },
	{ "one of each", { { 3, 12, 101, 49, 500, false }, { 2, 11, 100, 50, 660, false }, { 1, 10, 100, 57, 600, false },
		{ 1, 10, 100, 58, 600, false } }, 4, 0,
		{ { 2, REHOME_SAME }, { 1, REHOME_SUBSTITUTE }, { 0, REHOME_ELSEWHERE } }, 3 },
	{ "who stands in for the doctor that day, before who is nearer", { { 2, 11, 100, 50, 600, false }, { 7, 14, 103, 50, 900, true } }, 2, 0,
		{ { 1, REHOME_SUBSTITUTE }, { 0, REHOME_OTHER } }, 2 },
	{ "what another line was promised is not offered again", { { 1, 10, 100, 57, 600, false }, { 1, 10, 100, 58, 600, false } }, 2, 1,
		{ { 1, REHOME_SAME } }, 1 },
	{ "one time is offered once", { { 1, 10, 100, 57, 600, false }, { 1, 10, 100, 57, 600, false } }, 2, 0,
		{ { 0, REHOME_SAME } }, 1 },
	{ "another day at the same place, where nobody else has the day", { { 2, 11, 100, 53, 600, false }, { 2, 11, 100, 51, 600, false } }, 2, 0,
		{ { 1, REHOME_OTHER }, { 0, REHOME_OTHER } }, 2 },
};

static void the_same_soonest_a_substitute_that_day_another_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		struct proposal got[REHOME_MAX];
		bool taken[6];

		for (size_t k = 0; k < 6; k++)
			taken[k] = (r->taken & 1u << k) != 0;
		if (rehome_rank(&lost, r->v, r->n, taken, got) != r->nwant)
			fail_msg("%s: another number of proposals", r->what);
		for (size_t k = 0; k < r->nwant; k++)
			if (got[k].of != r->want[k].of || got[k].why != r->want[k].why)
				fail_msg("%s: proposal %zu is time %zu as %d", r->what, k, got[k].of, (int)got[k].why);
	}
}

static void only_another_person_is_another_practitioner(void **state)
{
	struct spot team = { 4, 0, 100, 50, 600, false }, own = { 9, 10, 101, 51, 600, false }, other = { 2, 11, 100, 50, 600, false };

	(void)state;
	assert_false(rehome_changes_practitioner(&lost, &own));
	assert_true(rehome_changes_practitioner(&lost, &other));
	assert_true(rehome_changes_practitioner(&lost, &team));
	assert_false(rehome_changes_practitioner(&team, &other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_soonest_a_substitute_that_day_another_place),
		cmocka_unit_test(only_another_person_is_another_practitioner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
