/* The base layer: strings, memory, numbers, text, days. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/random.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static void a_string_is_cut_at_each_separator(void **st)
{
	struct str rest = S("a,,b");

	(void)st;
	assert_true(str_eq(str_cut(&rest, ','), S("a")));
	assert_true(str_eq(str_cut(&rest, ','), S("")));
	assert_true(str_eq(str_cut(&rest, ','), S("b")));
	assert_null(rest.p);
}

static void numbers_are_taken_whole_or_not_at_all(void **st)
{
	static const struct { const char *s; int64_t min, max, want; bool ok; } cases[] = {
		{ "0", 0, 9, 0, true }, { "-5", -9, 9, -5, true }, { "007", 0, 9, 7, true },
		{ "9223372036854775807", 0, INT64_MAX, INT64_MAX, true },
		{ "-9223372036854775808", INT64_MIN, 0, INT64_MIN, true },
		{ "9223372036854775808", 0, INT64_MAX, 0, false }, { "", 0, 9, 0, false },
		{ "-", -9, 9, 0, false }, { "+1", 0, 9, 0, false }, { " 1", 0, 9, 0, false },
		{ "1 ", 0, 9, 0, false }, { "1x", 0, 9, 0, false }, { "10", 0, 9, 0, false },
		{ "99999999999999999999999", 0, 9, 0, false },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t v = 77;
		enum err e = num_parse(str_of(cases[i].s), cases[i].min, cases[i].max, &v);

		assert_int_equal(e, cases[i].ok ? OK : E_INPUT);
		assert_int_equal(v, cases[i].ok ? cases[i].want : 77);
	}
}

static void arabic_digits_become_western(void **st)
{
	char out[32];
	struct str s = S("٠٦ ۱۲ 34");
	size_t n = num_western_digits(s, out);

	(void)st;
	assert_true(str_eq((struct str){ out, n }, S("06 12 34")));
}

static void an_arena_at_its_cap_jumps_to_the_guard(void **st)
{
	struct arena *a = arena_new(64 * 1024);
	volatile int allocated = 0;

	(void)st;
	if (setjmp(*arena_guard(a)) == 0)
		for (;;) {
			memset(arena_alloc(a, 1, 1000), 1, 1000);
			allocated++;
		}
	assert_in_range(allocated, 40, 65);
	if (setjmp(*arena_guard(a)) == 0) {
		arena_alloc(a, SIZE_MAX / 2, 3);
		fail_msg("an overflowing product was allocated");
	}
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	arena_free(a);
}

static void count(void *p) { ++*(int *)p; }

static void an_arena_beside_another_ends_with_it_and_goes_where_its_guard_goes(void **st)
{
	struct arena *a = arena_new(64 * 1024), *side;
	volatile int jumps = 0;
	int n = 0;

	(void)st;
	if (setjmp(*arena_guard(a)) == 0) {
		side = arena_side(a, 1000);
		assert_non_null(side);
		arena_on_end(side, count, &n);
		arena_alloc(side, 1, 2000);
		fail_msg("more was given than there is");
	} else {
		jumps++;
	}
	assert_int_equal(jumps, 1);
	assert_int_equal(n, 0);
	arena_reset(a);
	assert_int_equal(n, 1);
	arena_free(a);
}

static void an_arena_beside_another_may_end_before_it(void **st)
{
	struct arena *a = arena_new(64 * 1024);
	int n = 0;

	(void)st;
	for (int i = 0; i < 100; i++) {
		struct arena *side = arena_side(a, 32 * 1024), *inner = arena_side(side, 32 * 1024);

		arena_on_end(inner, count, &n);
		arena_alloc(inner, 1, 1000);
		if (i % 2)
			arena_free(inner);
		arena_free(side);
	}
	assert_int_equal(n, 100);
	arena_reset(a);		/* ends none of them again */
	assert_int_equal(n, 100);
	arena_free(a);
}

static void what_hangs_on_an_arena_ends_with_it(void **st)
{
	struct arena *a = arena_new(1 << 20);
	int n = 0;

	(void)st;
	arena_on_end(a, count, &n);
	arena_on_end(a, count, &n);
	arena_reset(a);
	assert_int_equal(n, 2);
	arena_on_end(a, count, &n);
	arena_free(a);
	assert_int_equal(n, 3);
}

static void a_buffer_past_its_maximum_says_so_once(void **st)
{
	struct buf b = BUF(10);

	(void)st;
	buf_put(&b, S("12345"));
	buf_put_int(&b, -99);
	assert_true(buf_ok(&b));
	assert_true(str_eq(buf_str(&b), S("12345-99")));
	buf_put(&b, S("abc"));
	assert_false(buf_ok(&b));
	buf_clear(&b);
	buf_put_fmt(&b, "%d-%s", 7, "x");
	assert_true(buf_ok(&b) && str_eq(buf_str(&b), S("7-x")));
	buf_free(&b);
}

static void broken_utf8_is_refused(void **st)
{
	static const char *const bad[] = { "\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
		"\xC3", "\xF8\x88\x80\x80\x80", "a\xFFz" };

	(void)st;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(utf8_valid(str_of(bad[i])));
	assert_true(utf8_valid(S("é العربية 😀")));
	assert_true(utf8_valid((struct str){ "a\0b", 3 }));
	assert_false(utf8_valid_text((struct str){ "a\0b", 3 }));
	assert_false(utf8_valid_text(S("a\xE2\x80\xAE" "b")));	/* right-to-left override */
	assert_int_equal(utf8_count(S("é😀")), 2);
	assert_true(str_eq(utf8_head(S("é😀x"), 2), S("é😀")));
}

static void what_nobody_can_see_is_left_out(void **st)
{
	static const struct { const char *typed, *kept; } names[] = {
		{ "Ali Tazi", "Ali Tazi" },
		{ "Ali\xF3\xA0\x81\x81 Tazi\xF3\xA0\x81\xBF", "Ali Tazi" },	/* tag characters */
		{ "\xE2\x80\xAE" "Ali\xE2\x80\xAC \xE2\x81\xA6Tazi\xE2\x81\xA9", "Ali Tazi" },	/* directions */
		{ "A\xC2\xADli\xE2\x80\x8B T\xE2\x80\x8D" "azi\xE2\x80\x8C\xEF\xBB\xBF", "Ali Tazi" },
		{ "\xE2\x80\x8F" "علي\xD8\x9C", "علي" },
		{ "عبد\xE2\x80\x8Cالله", "عبد\xE2\x80\x8Cالله" },	/* parts two words: seen */
		{ "عبد\xE2\x80\x8C\xE2\x80\x8Cالله", "عبد\xE2\x80\x8Cالله" },
		{ "عب\xE2\x80\x8Dد\xE2\x80\x8C Ali", "عبد Ali" },
		{ "\xE2\x80\x8B\xF3\xA0\x80\x81", "" },
		{ "\x80\xE2\x80\x8B\xC3", "\x80\xC3" },	/* no UTF-8: somebody else's to refuse */
	};
	struct arena *a = arena_new(1 << 20);

	(void)st;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_true(str_eq(utf8_visible(a, str_of(names[i].typed)), str_of(names[i].kept)));
	arena_free(a);
}

static void search_words_are_folded(void **st)
{
	static const struct { const char *in, *want; } cases[] = {
		{ "  Cœur—Été ", "coeur ete" }, { "أَحْمَد", "احمد" }, { "فاطمة", "فاطمه" }, { "Ô'Neil 12", "o neil 12" },
		{ "L’Oriental", "l oriental" }, { "l'oriental", "l oriental" },
		{ "٣", "3" }, { "ﷺ", "صلي الله عليه وسلم" }, { "...", "" }, { "", "" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str got = utf8_fold(a, str_of(cases[i].in));

		if (!str_eq(got, str_of(cases[i].want)))
			fail_msg("%s -> %.*s", cases[i].in, STR_ARG(got));
	}
	arena_free(a);
}

static void spellings_of_one_name_share_a_key(void **st)
{
	static const char *const same[][2] = {
		{ "Mohammed El Alaoui", "محمد العلوي" }, { "Mohamed Alaoui", "محمد العلوي" },
		{ "Fatima Zahra El Amrani", "فاطمة الزهراء العمراني" }, { "Aïcha Tahiri", "عائشة الطاهري" },
		{ "Youssef Benchekroun", "يوسف بنشقرون" }, { "OUAZZANI Rachid", "رشيد الوزاني" },
		{ "Khadija Chraïbi", "خديجة الشرايبي" }, { "Hassan Idrissi", "الإدريسي حسن" },
		{ "Ghita", "غيثة" }, { "Saïd Bouzoubaa", "سعيد بوزوبع" },
	};
	static const char *const differ[][2] = {
		{ "Karim Tazi", "Rachid Tazi" }, { "Salma Fassi", "Salma Filali" }, { "Nadia", "Nabil" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)st;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct str x = utf8_name_key(a, str_of(same[i][0])), y = utf8_name_key(a, str_of(same[i][1]));

		if (!str_eq(x, y))
			fail_msg("%s (%.*s) and %s (%.*s)", same[i][0], STR_ARG(x), same[i][1], STR_ARG(y));
	}
	for (size_t i = 0; i < sizeof(differ) / sizeof(differ[0]); i++)
		assert_false(str_eq(utf8_name_key(a, str_of(differ[i][0])), utf8_name_key(a, str_of(differ[i][1]))));
	arena_free(a);
}

static void ids_rise_and_never_repeat(void **st)
{
	struct instant now = clock_now();
	int64_t last = 0;

	(void)st;
	for (int i = 0; i < 10000; i++) {
		int64_t id = random_id(now);

		assert_true(id > 0 && id != last);
		last = id;
	}
}

/* An import gives all its rows the second in which it began, however long it takes. */
static void ids_of_a_transaction_that_takes_seconds_still_rise(void **st)
{
	struct instant now = clock_now();
	int64_t last = 0;

	(void)st;
	while (clock_now().v < now.v + 3) {
		int64_t id = random_id(now);

		assert_true(id > last);
		last = id;
	}
}

static int by_value(const void *x, const void *y)
{
	const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

/* The demonstration writes of now and of past days in turn, in one transaction, and a busy machine takes a minute for that: each
 * millisecond of a second comes back. */
static void ids_of_several_instants_in_turn_never_repeat(void **st)
{
	enum { N = 600000, SECONDS = 60, INSTANTS = 7 };
	const struct instant now = { 1790000000 };
	struct ids of = { 0 };
	int64_t *ids = calloc(N, sizeof(*ids));

	(void)st;
	assert_non_null(ids);
	for (int i = 0; i < N; i++) {
		struct instant at = { now.v - (i % 3 ? 0 : i % INSTANTS * 86400) };
		uint32_t r;

		random_bytes(&r, sizeof(r));
		ids[i] = id_next(&of, at, now.v * 1000 + (int64_t)i * SECONDS * 1000 / N, r);
	}
	qsort(ids, N, sizeof(*ids), by_value);
	for (int i = 1; i < N; i++)
		assert_true(ids[i - 1] < ids[i]);
	free(ids);
}

/* A caller's clock that stands while three seconds pass, and then goes on by one: what comes later lies later, for lists are in this order. */
static void an_id_lies_after_the_one_before_also_when_the_callers_clock_is_slow(void **st)
{
	const struct instant now = { 1790000000 };
	struct ids of = { 0 };
	int64_t before = id_next(&of, now, now.v * 1000, 1), id;

	(void)st;
	for (int64_t late = 1; late <= 4; late++, before = id) {
		id = id_next(&of, now, (now.v + late) * 1000 + 900, 1);
		assert_true(id > before);
	}
	for (int64_t on = 1; on <= 3; on++, before = id) {
		id = id_next(&of, (struct instant){ now.v + on }, (now.v + 3 + on) * 1000 + 50, 1);
		assert_true(id > before);
	}
}

/* Two who ask one after the other, of two processes: the second's tick began before the first's. */
static void an_id_of_a_tick_that_began_a_second_ago_lies_after_those_of_others(void **st)
{
	struct instant now = clock_now();
	int64_t first = random_id(now), second = 0;
	int fd[2];
	pid_t child;

	(void)st;
	assert_int_equal(pipe(fd), 0);
	child = fork();
	if (child == 0) {
		second = random_id((struct instant){ now.v - 1 });
		_exit(write(fd[1], &second, sizeof(second)) != sizeof(second));
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(read(fd[0], &second, sizeof(second)), sizeof(second));
	close(fd[0]);
	close(fd[1]);
	assert_true(second >> 21 >= first >> 21);
}

static void tokens_are_22_characters_of_base64url(void **st)
{
	char a[22], b[22];

	(void)st;
	random_token(a);
	random_token(b);
	assert_int_not_equal(memcmp(a, b, 22), 0);
	for (size_t i = 0; i < 22; i++)
		assert_true(ascii_is_alpha(a[i]) || ascii_is_digit(a[i]) || a[i] == '-' || a[i] == '_');
}

static void names_are_sorted_as_their_readers_expect(void **state)
{
	static const char *const fr[] = { "Zagora", "Échographie", "oncologie", "Eczéma", "Œil", "Al Haouz" };
	static const char *const ar[] = { "Fès", "وجدة", "أكادير", "الرباط" };
	static const size_t want_fr[] = { 5, 1, 3, 4, 2, 0 }, want_ar[] = { 2, 3, 1, 0 };
	struct arena *a = arena_new(1 << 20);
	struct str v[6];
	const size_t *order;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		v[i] = str_of(fr[i]);
	order = utf8_order(a, "fr", v, 6);
	assert_memory_equal(order, want_fr, sizeof(want_fr));
	for (size_t i = 0; i < 4; i++)
		v[i] = str_of(ar[i]);
	order = utf8_order(a, "ar", v, 4);
	assert_memory_equal(order, want_ar, sizeof(want_ar));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_sorted_as_their_readers_expect),
		cmocka_unit_test(a_string_is_cut_at_each_separator),
		cmocka_unit_test(numbers_are_taken_whole_or_not_at_all),
		cmocka_unit_test(arabic_digits_become_western),
		cmocka_unit_test(an_arena_at_its_cap_jumps_to_the_guard),
		cmocka_unit_test(an_arena_beside_another_ends_with_it_and_goes_where_its_guard_goes),
		cmocka_unit_test(an_arena_beside_another_may_end_before_it),
		cmocka_unit_test(what_hangs_on_an_arena_ends_with_it),
		cmocka_unit_test(a_buffer_past_its_maximum_says_so_once),
		cmocka_unit_test(broken_utf8_is_refused),
		cmocka_unit_test(what_nobody_can_see_is_left_out),
		cmocka_unit_test(search_words_are_folded),
		cmocka_unit_test(spellings_of_one_name_share_a_key),
		cmocka_unit_test(ids_rise_and_never_repeat),
		cmocka_unit_test(ids_of_a_transaction_that_takes_seconds_still_rise),
		cmocka_unit_test(ids_of_several_instants_in_turn_never_repeat),
		cmocka_unit_test(an_id_lies_after_the_one_before_also_when_the_callers_clock_is_slow),
		cmocka_unit_test(an_id_of_a_tick_that_began_a_second_ago_lies_after_those_of_others),
		cmocka_unit_test(tokens_are_22_characters_of_base64url),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
