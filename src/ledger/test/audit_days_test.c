/* What an audit keeps of agendas and appointments: little, and still all that the rules ask about. */
#include "ledger/audit.h"

#include "ledger/audit_inside.h"
#include "ledger/test/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { ARENA_MB = 2048 };

struct drawn { struct case_log c; int64_t n; const char *rule, *code; };

static void of_that_kind(void *arg, const struct finding *f)
{
	struct drawn *d = arg;

	d->n += !strcmp(f->rule, d->rule) && !strcmp(f->code, d->code);
}

static int64_t found_in(struct case_log *c, const char *rule, const char *code)
{
	struct drawn d = { .rule = rule, .code = code };
	struct audit *x = audit_new(c->a, of_that_kind, &d);

	for (size_t i = 0; i < c->n; i++)
		audit_entry(x, c->v[i].text);
	return d.n;
}

static void by_whom(void *arg, const struct finding *f)
{
	if (!strcmp(f->code, "at_once"))
		*(int64_t *)arg = f->entries[0];
}

/* The publish that a taking at once names; -1: there is none. */
static int64_t at_once_by(const struct case_log *c)
{
	int64_t by = -1;
	struct audit *x = audit_new(c->a, by_whom, &by);

	for (size_t i = 0; i < c->n; i++)
		audit_entry(x, c->v[i].text);
	return by;
}

#define STORY struct case_log log_ = { .a = *st, .now = ((int64_t)YEAR_FIRST_DAY + 16) * 86400 + 36000 }, *c = &log_
#define MET(rule, code, n) assert_int_equal(found_in(c, rule, code), n)

enum { BIG_AGENDAS = 100, BIG_AHEAD = 364, BIG_A_DAY = 20, DAY_BYTES = 40, APPOINTMENT_BYTES = 110 };

static void say_big(struct audit *x, int64_t now, const struct year_entry *e)
{
	char text[YEAR_TEXT];

	audit_entry(x, year_text(text, now, e));
}

/* A country's agendas are published a year ahead, and its appointments are kept for months: both small, also put aside and taken up. */
static void a_published_day_and_an_appointment_take_few_bytes(void **st)
{
	struct arena *a = arena_new((size_t)ARENA_MB << 20);
	struct drawn d = { .rule = "chains", .code = "step" };
	struct audit *x = audit_new(a, of_that_kind, &d);
	int64_t now = ((int64_t)YEAR_FIRST_DAY + 16) * 86400 + 36000, days = 0, n = 0;
	size_t before, published;

	(void)st;
	before = arena_used(a);
	for (int g = 0; g < BIG_AGENDAS; g++, now++)
		for (int day = 17; day < BIG_AHEAD + 17; day++)
			if (day % 7 < 5) {
				days++;
				say_big(x, now, &(struct year_entry){ .act = "publish", .channel = "", .role = "system", .agenda = g,
					.day = YEAR_FIRST_DAY + day, .min = 540, .minutes = 300, .capacity = 1, .no_service = true });
			}
	published = arena_used(a);
	assert_true((int64_t)(published - before) < days * DAY_BYTES);
	for (int g = 0; g < BIG_AGENDAS; g++)
		for (int day = 17; day < 157; day++)
			for (int k = 0; day % 7 < 5 && k < BIG_A_DAY; k++) {
				struct year_entry e = { .act = "hold", .channel = "online", .role = "public", .agenda = g, .day = YEAR_FIRST_DAY + day,
					.min = 540 + 15 * k, .minutes = 15, .chain = (uint64_t)++n };

				say_big(x, ++now, &e);
				e.act = "book";
				e.holder = true;
				e.capacity = 1;
				say_big(x, ++now, &e);
			}
	assert_int_equal(x->chains.used, n);
	assert_true((int64_t)(arena_used(a) - published) < n * APPOINTMENT_BYTES);
	assert_int_equal(d.n, 0);
	arena_free(a);
}

/* Days of one opening are kept together: of each the entry that published it is known, and one that is taken back is no longer on offer. */
static void each_day_of_an_opening_has_its_own_entry(void **st)
{
	static const struct { int day; int64_t by; } taken[] = { { 28, 0 }, { 29, 1 }, { 31, 3 }, { 32, 4 } };

	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		STORY;
		for (int day = 28; day < 33; day++)
			OPEN(day);
		SAY(0, .act = "withdraw", .channel = "", .day = 30, .min = 540, .minutes = 180, .capacity = 1, .no_service = true);
		LATER(5);
		BOOK(0, 12, 30, 600);
		MET("unoffered", "unpublished", 1);
		BOOK(0, 13, taken[i].day, 600);
		MET("unoffered", "at_once", 1);
		assert_int_equal(at_once_by(c), taken[i].by);
	}
}

/* What was made of a hold has used it: a move back to that time later is chosen then. */
static void a_hold_counts_for_what_is_made_of_it_first(void **st)
{
	for (int between = 0; between < 2; between++) {
		STORY;
		OPEN(30);
		LATER(30);
		HOLD("hold", 12, 30, 540);
		LATER(60);
		if (between) {
			BOOK(0, 12, 30, 540, .role = "public", .channel = "online");
			OTHER(0, "move", 12, 30, 600, .capacity = 1, .role = "public", .channel = "online");
		}
		if (between)
			OTHER(0, "move", 12, 30, 540, .capacity = 1);
		else
			BOOK(0, 12, 30, 540);
		MET("unoffered", "at_once", !between);
	}
}

/* Of two intervals of one second the older is named; one that began the day before goes on after midnight. */
static void of_two_intervals_the_older_is_named(void **st)
{
	STORY;
	OPEN(30);
	SAY(0, .act = "publish", .channel = "", .day = 30, .min = 540, .minutes = 60, .capacity = 1, .no_service = true);
	LATER(5);
	BOOK(0, 12, 30, 540);
	assert_int_equal(at_once_by(c), 0);
	SAY(0, .act = "publish", .channel = "", .day = 31, .min = 1380, .minutes = 180, .capacity = 1, .no_service = true);
	LATER(60);
	BOOK(0, 13, 32, 30);
	MET("unoffered", "unpublished", 0);
}

static void chains_of_other_names_are_told_apart(void **st)
{
	static const char *const names[] = { "a", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAB" };
	struct audit *x = audit_new(*st, of_that_kind, &(struct drawn){ .rule = "", .code = "" });

	for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (int again = 0; again < 2; again++)
			assert_int_equal(chain_of(x, str_of(names[i])), i + 1);
	assert_int_equal(chain_of(x, S("")), 0);
}

static int setup(void **st)
{
	*st = arena_new((size_t)64 << 20);
	return *st ? 0 : -1;
}

static int teardown(void **st)
{
	arena_free(*st);
	return 0;
}

#define OWN(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_published_day_and_an_appointment_take_few_bytes),
		OWN(each_day_of_an_opening_has_its_own_entry),
		OWN(a_hold_counts_for_what_is_made_of_it_first),
		OWN(of_two_intervals_the_older_is_named),
		OWN(chains_of_other_names_are_told_apart),
	};

	return cmocka_run_group_tests_name("audit_days", tests, NULL, NULL);
}
