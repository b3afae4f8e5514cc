/* The rules of fairness: what is wrong is found, and honest houses are left in peace. */
#include "ledger/audit.h"

#include "ledger/audit_inside.h"
#include "ledger/test/cases.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Watched by a sanitizer it reads a part: all of it is read in tests/unit/fairness_test.sh, whole years in ./check --long. */
#ifdef __SANITIZE_ADDRESS__
enum { WATCHED = 1, SHORT_YEARS = 1, SHORT_DAYS = 60 };
#else
enum { WATCHED = 0, SHORT_YEARS = 2, SHORT_DAYS = 100 };
#endif
enum { ARENA_MB = 2048, LONG_YEARS = 20 };

/* ---- forty-five cases ---- */

struct looking { const struct case_log *c; bool met; int64_t others; };

static void look(void *arg, const struct finding *f)
{
	struct looking *l = arg;
	bool same = !strcmp(f->rule, l->c->rule) && !strcmp(f->code, l->c->code) && (!l->c->nmarks || f->nentries == l->c->nmarks);

	for (size_t i = 0; same && i < l->c->nmarks; i++)
		same = f->entries[i] == l->c->marks[i];
	if (same)
		l->met = true;
	else
		l->others++;
}

static void audit_case(int k)
{
	struct arena *a = arena_new((size_t)ARENA_MB << 20);
	struct case_log c = case_of(a, k);
	struct looking l = { &c, false, 0 };

	if (!c.rule) {		/* a fork is no matter of the rules: tests/fairness.mjs gives it to the command, with what was kept */
		arena_free(a);
		return;
	}
	struct audit *x = audit_new(a, look, &l);

	for (size_t i = 0; i < c.n; i++)
		audit_entry(x, c.v[i].text);
	if (!l.met)
		print_error("case %d (%s/%s) was not found, %lld others were\n", k, c.rule, c.code, (long long)l.others);
	assert_true(l.met);
	arena_free(a);
}

static void each_case_but_a_fork_is_found(void **st)
{
	(void)st;
	for (int k = 0; k < CASES; k++)
		if (!WATCHED || k % CASE_WAYS == k / CASE_WAYS % CASE_WAYS)
			audit_case(k);
}

/* ---- honest houses ---- */

struct counted { struct audit *x; int64_t facts, tests, retaken, at_once, given_up; };

static void count(void *arg, const struct finding *f)
{
	struct counted *c = arg;
	bool test = !strcmp(f->rule, "operator") || !strcmp(f->rule, "delay"), retaken = !strcmp(f->rule, "retaken");
	bool at_once = !strcmp(f->code, "at_once"), given_up = !strcmp(f->code, "given_up");

	c->tests += test;
	c->retaken += retaken;
	c->at_once += at_once;
	c->given_up += given_up;
	c->facts += !test && !retaken && !at_once && !given_up;
	if (!retaken && !at_once && !given_up)
		print_error("%s/%s %.*s %.*s: %lld %lld %lld %lld, entry %lld\n", f->rule, f->code, STR_ARG(f->org), STR_ARG(f->role),
			(long long)f->n[0], (long long)f->n[1], (long long)f->n[2], (long long)f->n[3], (long long)f->entries[0]);
}

static void read_on(void *arg, struct instant at, struct str text)
{
	struct counted *c = arg;

	(void)at;
	audit_entry(c->x, text);
}

/* DIWAN_YEARS: so many whole years (./check --long: 20); otherwise a few weeks of two. */
static void honest_houses_have_no_more_findings_than_is_stated(void **st)
{
	const char *given = getenv("DIWAN_YEARS");
	int years = given ? LONG_YEARS : SHORT_YEARS, days = given ? YEAR_DAYS : SHORT_DAYS;
	struct counted c = { 0 };
	int64_t left = 0, opened = 0, back = 0;

	(void)st;
	for (int i = 1; i <= years; i++) {
		struct arena *a = arena_new((size_t)ARENA_MB << 20), *b = arena_new((size_t)ARENA_MB << 20);
		struct year *y = year_new(a, (uint64_t)i, days, read_on, &c);

		c.x = audit_new(b, count, &c);
		year_run(y);
		left += y->left;
		opened += y->opened;
		back += y->back;
		assert_true(audit_size(c.x) > days * 500);
		arena_free(a);
		arena_free(b);
	}
	if (given)
		print_message("%d years: %lld facts, %lld of the tests, %lld retaken of %lld times left to everybody, %lld at once of %lld sessions,"
			" %lld of %lld times of draws given up\n", years, (long long)c.facts, (long long)c.tests, (long long)c.retaken, (long long)left,
			(long long)c.at_once, (long long)opened, (long long)c.given_up, (long long)back);
	assert_int_equal(c.facts, 0);
	assert_true(c.tests * 20 <= years);		/* one in twenty years */
	assert_true(c.retaken * 500 <= left);
	assert_true(c.at_once * 50 <= opened);
	assert_true(back > 0 && c.given_up * 20 <= back);
}

/* Of a year it keeps the last months. */
static void what_is_over_is_forgotten(void **st)
{
	struct arena *a = arena_new((size_t)ARENA_MB << 20), *b = arena_new((size_t)ARENA_MB << 20);
	struct counted c = { .x = audit_new(b, count, &c) };
	const int days = WATCHED ? 200 : YEAR_DAYS;
	struct year *y = year_new(a, 77, days, read_on, &c);

	(void)st;
	year_run(y);
	assert_true(c.x->chains.used > 1000);
	assert_true(c.x->chains.used < y->names - y->names / (WATCHED ? 10 : 2));
	assert_true(c.x->weeks.used < (uint32_t)(YEAR_HOUSES * YEAR_AGENDAS * days / 7));
	arena_free(a);
	arena_free(b);
}

/* ---- chances, against all that can happen ---- */

/* Each of the n + m is marked or not, the first n with the odds of a house, the others with those of its peers. */
static void the_chance_of_a_pattern_is_that_of_all_outcomes_counted(void **st)
{
	enum { N = 4, M = 6 };

	(void)st;
	for (int x = 0; x <= N; x++)
		for (int y = 0; y <= M; y++) {
			double all = 0, tail = 0;

			for (unsigned who = 0; who < 1u << (N + M); who++) {
				int own = __builtin_popcount(who & ((1u << N) - 1)), others = __builtin_popcount(who >> N);
				double w = 1;

				for (int i = 0; i < own; i++)
					w *= PEER_ODDS;
				all += own + others == x + y ? w : 0;
				tail += own + others == x + y && own >= x ? w : 0;
			}
			assert_true(fabs(chance_of_odds(x, N, y, M) - tail / all) < 1e-9);
		}
}

static void the_chance_of_being_early_is_that_of_all_draws_counted(void **st)
{
	enum { A = 4, B = 5 };

	(void)st;
	for (int k = 0; k <= A + B; k++)
		for (int i = 0; i <= A; i++) {
			double all = 0, such = 0;

			for (unsigned drawn = 0; drawn < 1u << (A + B); drawn++) {
				all += __builtin_popcount(drawn) == k;
				such += __builtin_popcount(drawn) == k && __builtin_popcount(drawn & ((1u << A) - 1)) == i;
			}
			assert_true(fabs(chance_drawn(i, k, A, B) - such / all) < 1e-9);
		}
}

/* ---- put aside and taken up ---- */

struct aside { struct arena *a; struct str part[64]; size_t n; };

static enum err put_aside(void *arg, struct str part)
{
	struct aside *s = arg;

	assert_true(s->n < 64 && part.n <= 1 << 20);
	s->part[s->n++] = arena_str(s->a, part);
	return OK;
}

struct said { struct arena *a; struct str text; };

static void say(void *arg, const struct finding *f)
{
	struct said *s = arg;

	s->text = arena_fmt(s->a, "%.*s%s/%s %.*s %.*s %lld %zu %lld\n", STR_ARG(s->text), f->rule, f->code, STR_ARG(f->org), STR_ARG(f->role),
		(long long)f->n[0], f->nentries, f->nentries ? (long long)f->entries[f->nentries - 1] : -1);
}

/* The same findings whether it read all at once or was put aside in between, also in the middle of a period. */
static void an_audit_that_was_put_aside_goes_on_as_if_it_had_not_been(void **st)
{
	const int looked[] = { 0, 16, 34, 38 };

	(void)st;
	for (size_t k = 0; k < sizeof(looked) / sizeof(looked[0]); k++) {
		struct arena *a = arena_new((size_t)ARENA_MB << 20), *side = arena_new((size_t)64 << 20);
		struct case_log c = case_of(a, looked[k]);
		struct said whole = { a, STR_NONE }, parts = { a, STR_NONE };
		struct audit *x = audit_new(a, say, &whole), *y = audit_new(a, say, &parts);

		for (size_t i = 0; i < c.n; i++)
			audit_entry(x, c.v[i].text);
		for (size_t i = 0; i < c.n; i++) {
			struct aside s = { .a = a };

			audit_entry(y, c.v[i].text);
			if (i % (c.n / 3) != 100)
				continue;
			assert_int_equal(audit_save(y, side, put_aside, &s), OK);
			y = audit_new(a, say, &parts);
			for (size_t p = 0; p < s.n; p++)
				assert_int_equal(audit_load(y, side, s.part[p]), OK);
			assert_true(audit_whole(y));
			assert_int_equal(audit_size(y), (int64_t)i + 1);
		}
		assert_true(whole.text.n > 0);
		assert_true(str_eq(whole.text, parts.text));
		arena_free(a);
		arena_free(side);
	}
}

static void what_is_no_part_of_an_audit_is_refused(void **st)
{
	struct said s = { *st, STR_NONE };
	struct aside parts = { .a = *st };
	struct arena *side = arena_new((size_t)64 << 20);
	struct audit *x = audit_new(*st, say, &s);

	assert_int_equal(audit_save(x, side, put_aside, &parts), OK);
	assert_int_equal(audit_load(x, side, S("")), E_INPUT);
	assert_int_equal(audit_load(x, side, S("0 0 !!!!")), E_INPUT);
	assert_int_equal(audit_load(x, side, S("99 0 AAAA")), E_INPUT);
	assert_int_equal(audit_load(audit_new(*st, say, &s), side, str_sub(parts.part[0], 0, parts.part[0].n - 4)), E_INPUT);
	assert_int_equal(audit_load(audit_new(*st, say, &s), side, parts.part[1]), E_INPUT);	/* the first comes first */
	x = audit_new(*st, say, &s);
	assert_int_equal(audit_load(x, side, parts.part[0]), OK);
	assert_false(audit_whole(x));
	arena_free(side);
}

/* ---- where each line is drawn ---- */

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

#define STORY struct case_log log_ = { .a = *st, .now = ((int64_t)YEAR_FIRST_DAY + 16) * 86400 + 36000 }, *c = &log_
#define MET(rule, code, n) assert_int_equal(found_in(c, rule, code), n)

static void a_time_taken_again_by_staff_is_a_question_only_within_30_seconds_and_while_people_wait(void **st)
{
	for (int late = 30; late <= 31; late++)
		for (int waits = 0; waits < 2; waits++) {
			STORY;
			OPEN(30);
			if (waits)
				ENLIST(0, 11);
			BOOK(0, 12, 30, 540, PUBLIC);
			LATER(86400);
			OTHER(0, "cancel", 12, 30, 540);
			LATER(late);
			BOOK(0, 13, 30, 540);
			MET("retaken", "retaken", waits && late == 30);
		}
}

static void a_time_that_the_list_was_asked_for_is_not_taken_from_it(void **st)
{
	STORY;
	OPEN(30);
	ENLIST(0, 11);
	BOOK(0, 12, 30, 540, PUBLIC);
	LATER(86400);
	OTHER(0, "cancel", 12, 30, 540);
	SAY(0, .act = "hold", .day = 30, .min = 540, .chain = 14, .role = "system", .channel = "online", .reason = "waiting");
	SAY(0, .act = "release", .day = 30, .min = 540, .chain = 14, .role = "system", .channel = "online", .reason = "waiting");
	LATER(5);
	BOOK(0, 13, 30, 540);
	MET("retaken", "retaken", 0);
	MET("chains", "step", 0);
}

static void the_public_has_a_minute_to_see_a_time(void **st)
{
	for (int late = 59; late <= 60; late++)
		for (int staff = 0; staff < 2; staff++) {
			STORY;
			OPEN(30);
			LATER(late);
			BOOK(0, 13, 30, 540, .role = staff ? "desk" : "public");
			MET("unoffered", "at_once", staff && late == 59);
			MET("unoffered", "unpublished", 0);
		}
}

static void hours_that_are_changed_were_on_offer_before(void **st)
{
	STORY;
	OPEN(30);
	LATER(86400);
	SAY(0, .act = "withdraw", .channel = "", .day = 30, .min = 540, .minutes = 180, .capacity = 1, .no_service = true);
	SAY(0, .act = "publish", .channel = "", .day = 30, .min = 540, .minutes = 240, .capacity = 1, .no_service = true);
	LATER(5);
	BOOK(0, 12, 30, 600);
	MET("unoffered", "at_once", 0);
	BOOK(0, 13, 30, 765);	/* only the longer day has this one */
	MET("unoffered", "at_once", 1);
}

static void a_time_within_an_absence_is_not_on_offer_and_after_it_is_again(void **st)
{
	STORY;
	OPEN(30);
	SAY(0, .act = "withdraw", .channel = "", .day = 29, .min = 0, .minutes = 2880, .reason = "absence", .no_service = true);
	LATER(3600);
	BOOK(0, 12, 30, 540);
	MET("unoffered", "unpublished", 1);
	SAY(0, .act = "publish", .channel = "", .day = 29, .min = 0, .minutes = 2880, .reason = "absence", .no_service = true);
	LATER(60);
	BOOK(0, 13, 30, 600);
	MET("unoffered", "unpublished", 1);
	MET("unoffered", "at_once", 0);
}

static void a_gathering_is_on_offer_though_its_agenda_is_blocked(void **st)
{
	STORY;
	SAY(0, .act = "withdraw", .channel = "", .day = 30, .min = 540, .minutes = 60, .reason = "absence", .no_service = true);
	SAY(0, .act = "publish", .channel = "", .day = 30, .min = 540, .minutes = 60, .capacity = 12, .reason = "gathering");
	LATER(600);
	BOOK(0, 12, 30, 540, .minutes = 60);
	MET("unoffered", "unpublished", 0);
}

/* Whoever goes to and fro between free times makes a chain each time: of them an auditor keeps those of an hour. */
static void what_was_only_looked_at_is_kept_for_an_hour(void **st)
{
	enum { LOOKS = 40000 };
	struct arena *a = arena_new((size_t)ARENA_MB << 20);
	struct case_log log = { .a = a, .now = ((int64_t)YEAR_FIRST_DAY + 16) * 86400 + 36000 }, *c = &log;
	struct drawn d = { .rule = "chains", .code = "step" };
	struct audit *x = audit_new(a, of_that_kind, &d);

	(void)st;
	for (unsigned i = 0; i < LOOKS; i++) {
		HOLD("hold", i + 100, 30, 540);
		HOLD("release", i + 100, 30, 540);
		LATER(1);
	}
	for (size_t i = 0; i < c->n; i++)
		audit_entry(x, c->v[i].text);
	assert_int_equal(d.n, 0);
	assert_in_range(x->chains.used, 3600, 3 * BLOCK_ENTRIES);
	assert_in_range(x->chains.p.n, 3600, 3 * BLOCK_ENTRIES);
	assert_in_range(x->spans.n, 1, 4);
	arena_free(a);
}

static void a_time_given_back_an_hour_ago_was_never_held(void **st)
{
	for (int late = 3599; late <= 3600; late++) {
		STORY;
		OPEN(30);
		LATER(86400);
		HOLD("hold", 12, 30, 540);
		HOLD("release", 12, 30, 540);
		LATER(late);
		BOOK(0, 12, 30, 540);
		MET("chains", "step", late == 3599);
	}
}

static void a_clock_may_be_a_quarter_of_an_hour_apart(void **st)
{
	for (int late = 900; late <= 901; late++) {
		STORY;
		OPEN(30);
		case_say(c, 0, late, (struct year_entry){ .act = "book", .day = 30, .min = 660, .chain = 14, .holder = true, .capacity = 1 });
		MET("dates", "late", late == 901);
	}
}

static void a_draw_is_announced_a_day_before_a_window_of_a_day_by_the_clock_of_its_place(void **st)
{
	static const struct { int32_t min, minutes; bool known; } given[] = { { 660, 1440, true }, { 659, 1440, false }, { 660, 1439, false },
		{ 661, 1440, true } };

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
		STORY;			/* at 11:00 of that place */
		case_announce(c, 0, 18, given[i].min, given[i].minutes);
		MET("draw", "short", !given[i].known);
	}
}

/* As verifier/test/rules_test.mjs: 25 hours before it begins, 23, and a window that is open in such a night. */
static void a_day_of_notice_is_a_day_of_the_clock_in_the_nights_in_which_it_changes(void **st)
{
	static const struct { const char *at, *end; bool known; } cases[] = {
		{ "2026-10-24T08:00:00Z", "2026-10-26T10:00", true }, { "2026-10-24T08:00:01Z", "2026-10-26T10:00", false },
		{ "2026-03-28T09:00:00Z", "2026-03-30T10:00", true }, { "2026-03-28T09:00:01Z", "2026-03-30T10:00", false },
		{ "2026-10-23T08:00:00Z", "2026-10-25T10:00", true }, { "2026-10-23T08:00:01Z", "2026-10-25T10:00", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		STORY;
		case_put(c, (struct instant){ c->now }, arena_fmt(*st, "{\"act\":\"draw-open\",\"at\":\"%s\",\"capacity\":1,\"ceiling\":null,"
			"\"chain\":\"0123456789012345678901\",\"channel\":\"\",\"class\":null,\"holder\":null,\"minutes\":1440,\"org\":\"H1\",\"reason\":\"%s\","
			"\"role\":\"director\",\"schedule\":\"01234567890123456789012345678901\",\"service\":\"DERMA\",\"slot\":\"%s\",\"v\":1,"
			"\"zone\":\"Europe/Paris\"}", cases[i].at, YEAR_COMMITMENT, cases[i].end));
		MET("form", "form", 0);
		MET("draw", "short", !cases[i].known);
	}
}

static void a_time_of_a_draw_that_was_given_up_is_everybodys_for_an_hour(void **st)
{
	for (int late = 3600; late <= 3601; late++)
		for (int way = 0; way < 4; way++) {		/* given up and taken by staff; by the public; drawn; offered to the list */
			STORY;
			OPEN(30);
			case_announce(c, 0, 18, 660, 1440);
			LATER(86400);
			if (way != 2)
				SAY(0, .act = "draw-end", .channel = "", .chain = 61, .day = 18, .min = 660, .reason = "cancelled");
			SAY(0, .act = "release", .day = 30, .min = 540, .chain = 60, .role = "system", .reason = "draw");
			if (way == 3)
				SAY(0, .act = "hold", .day = 30, .min = 540, .chain = 62, .role = "system", .reason = "waiting");
			LATER(late);
			BOOK(0, 13, 30, 540, .role = way == 1 ? "public" : "desk");
			MET("draw", "given_up", way == 0 && late == 3600);
		}
}

static void what_a_draw_gives_back_nobody_could_see_before(void **st)
{
	for (int late = 30; late <= 60; late += 10) {
		STORY;
		OPEN(30);
		ENLIST(0, 11);
		case_announce(c, 0, 18, 660, 1440);
		LATER(2 * 86400);
		SAY(0, .act = "release", .day = 30, .min = 540, .chain = 60, .role = "system", .reason = "draw");
		LATER(late);
		BOOK(0, 13, 30, 540);
		MET("unoffered", "at_once", late < 60);
		MET("retaken", "retaken", late == 30);
	}
}

static void a_wish_tells_the_hour_alone_and_is_not_late_for_that(void **st)
{
	for (int late = 4500; late <= 4501; late++) {
		STORY;
		OPEN(30);
		case_say(c, 0, late, (struct year_entry){ .act = "draw-wish", .day = 18, .min = 540, .chain = 61, .holder = true, .reason = "1" });
		MET("dates", "late", late == 4501);
	}
}

static void who_has_no_telephone_today_is_passed_over_without_a_question(void **st)
{
	STORY;
	OPEN(30);
	ENLIST(0, 11);
	LATER(60);
	ENLIST(0, 12);
	LATER(3600);
	OTHER(0, "offer", 11, 30, 540, .role = "system");
	OTHER(0, "expire", 11, 30, 540, .role = "system");
	LATER(86399);
	OTHER(0, "offer", 12, 30, 600, .role = "system");	/* one message a day */
	MET("order", "passed", 0);
	OTHER(0, "expire", 12, 30, 600, .role = "system");
	LATER(1);
	OTHER(0, "offer", 12, 30, 600, .role = "system");
	MET("order", "passed", 1);
}

static void what_is_not_written_as_documented_is_named(void **st)
{
	static const char *const wrong[] = { "", "{}", "null",
		"{\"act\":\"key\",\"at\":\"2026-11-26T12:15:05Z\",\"capacity\":null,\"ceiling\":null,\"chain\":\"\",\"channel\":\"\",\"class\":null,"
		"\"holder\":null,\"minutes\":0,\"org\":\"\",\"reason\":null,\"role\":\"\",\"schedule\":\"\",\"service\":\"\",\"slot\":\"2026-11-26T12:15\","
		"\"v\":2,\"zone\":\"\"}" };
	STORY;

	OPEN(30);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		case_put(c, (struct instant){ c->now }, str_of(wrong[i]));
	case_put(c, (struct instant){ c->now }, arena_cat(*st, c->v[0].text, S(" ")));
	MET("form", "form", 5);
}

static void an_entry_is_read_as_it_was_written(void **st)
{
	struct entry e = { .act = S("book"), .at = { 1795695305 }, .capacity = 1, .ceiling = -1, .chain = S("0123456789abcdefghijkl"),
		.channel = S("online"), .holder = S("q83vq83vq83vq83vq83vq83vq83vq83vq83vq83vq83="), .minutes = 20, .org = S("FES-IAK"), .role = S("public"), .schedule = S("00ff"),
		.service = S("cardio"), .slot = { { 20788 }, 580 }, .zone = S("Africa/Casablanca") }, back;
	struct str text = entry_text(*st, &e);

	assert_int_equal(entry_read(text, &back), OK);
	assert_true(str_eq(entry_text(*st, &back), text));
	for (size_t n = 0; n < text.n; n++)
		assert_int_equal(entry_read(str_sub(text, 0, n), &back), E_INPUT);
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
		OWN(an_entry_is_read_as_it_was_written),
		OWN(what_is_not_written_as_documented_is_named),
		OWN(a_time_taken_again_by_staff_is_a_question_only_within_30_seconds_and_while_people_wait),
		OWN(a_time_that_the_list_was_asked_for_is_not_taken_from_it),
		OWN(the_public_has_a_minute_to_see_a_time),
		OWN(hours_that_are_changed_were_on_offer_before),
		OWN(a_time_within_an_absence_is_not_on_offer_and_after_it_is_again),
		OWN(a_gathering_is_on_offer_though_its_agenda_is_blocked),
		cmocka_unit_test(what_was_only_looked_at_is_kept_for_an_hour),
		OWN(a_time_given_back_an_hour_ago_was_never_held),
		OWN(a_clock_may_be_a_quarter_of_an_hour_apart),
		OWN(a_draw_is_announced_a_day_before_a_window_of_a_day_by_the_clock_of_its_place),
		OWN(a_day_of_notice_is_a_day_of_the_clock_in_the_nights_in_which_it_changes),
		OWN(a_time_of_a_draw_that_was_given_up_is_everybodys_for_an_hour),
		OWN(what_a_draw_gives_back_nobody_could_see_before),
		OWN(a_wish_tells_the_hour_alone_and_is_not_late_for_that),
		OWN(who_has_no_telephone_today_is_passed_over_without_a_question),
		cmocka_unit_test(the_chance_of_a_pattern_is_that_of_all_outcomes_counted),
		cmocka_unit_test(the_chance_of_being_early_is_that_of_all_draws_counted),
		cmocka_unit_test(each_case_but_a_fork_is_found),
		cmocka_unit_test(honest_houses_have_no_more_findings_than_is_stated),
		cmocka_unit_test(what_is_over_is_forgotten),
		cmocka_unit_test(an_audit_that_was_put_aside_goes_on_as_if_it_had_not_been),
		OWN(what_is_no_part_of_an_audit_is_refused),
	};

	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
