/* Findings are kept once, a look goes on where the last one stopped, answers stand in the log: on both engines. */
#include "areas/schedules/test/country.h"
#include "ledger/test/house.h"

#include "areas/findings/inside.h"
#include "jobs/mark.h"
#include "ledger/entry.h"
#include "web/settings.h"

#include <setjmp.h>

enum { MEMORY_MB = 64 };
#define GOOD(x) assert_int_equal((x), OK)

struct scene { struct country c; struct house h; };

static struct scene scene(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct scene s = { .c = country_make(b), .h = house_of(b) };

	s.h.now = s.c.now;
	return s;
}

/* An extra appointment, of one's own chain. reason: empty for none. */
static void extra(struct scene *s, int i, const char *reason)
{
	struct act x = { .organization = s->c.hospital.v, .act = ACT_OVERBOOK, .channel = "desk", .role = S("desk"), .schedule = s->c.schedule.v,
		.service = s->c.service.v, .day = { s->c.monday.n + 3 }, .start_min = 540 + i, .minutes = 20, .zone = S("Africa/Casablanca"),
		.value = str_of(reason), .chain = i + 1, .salt = base64_encode(s->c.a, arena_fmt(s->c.a, "%016d", i)),
		.holder = S("C1nNYabelv9TZQjbrbPqQA3p2MMW7BAazYZpuSVG2nM=") };

	GOOD(db_begin(s->c.db));
	GOOD(act(s->c.db, s->c.a, s->h.now, &x));
	GOOD(db_commit(s->c.db));
}

static int64_t counted(struct scene *s, int64_t organization, const char *what)
{
	struct finding_counts_rows rows;

	GOOD(finding_counts(s->c.db, s->c.a, organization, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(rows.v[i].rule, str_of(what)))
			return rows.v[i].n;
	return 0;
}

static struct finding_list_rows found(struct scene *s)
{
	struct finding_list_rows rows;

	GOOD(finding_list(s->c.db, s->c.a, s->c.hospital.v, (struct finding_id){ INT64_MAX }, FINDING_ROWS, &rows));
	return rows;
}

static void look(struct scene *s)
{
	turn(&s->h);
	GOOD(findings_look(s->c.db, s->c.a, s->h.now, MEMORY_MB));
}

static void a_look_keeps_what_is_found_and_goes_on_from_there(void **state)
{
	struct scene s = scene(state);
	struct finding_entries_rows entries;
	struct finding_list_rows rows;
	struct finding_look_get_row at;
	int64_t before;

	GOOD(findings_look(s.c.db, s.c.a, s.c.now, MEMORY_MB));		/* nothing is signed yet */
	assert_int_equal(finding_look_get(s.c.db, s.c.a, &at), E_NOTFOUND);
	extra(&s, 0, "urgent");
	extra(&s, 1, "");
	look(&s);
	rows = found(&s);
	assert_int_equal(rows.n, 1);
	assert_true(str_eq(rows.v[0].rule, S("extra")) && str_eq(rows.v[0].code, S("no_reason")));
	GOOD(finding_entries(s.c.db, s.c.a, rows.v[0].id, &entries));
	assert_int_equal(entries.n, 1);
	assert_true(str_find(entries.v[0].entry, S("\"act\":\"overbook\"")) > 0 && str_find(entries.v[0].entry, S("\"reason\":null")) > 0);
	GOOD(finding_look_get(s.c.db, s.c.a, &at));
	before = at.next_idx;
	assert_int_equal(counted(&s, 0, "entries"), before);
	assert_int_equal(counted(&s, s.c.hospital.v, "found"), 1);
	assert_int_equal(counted(&s, s.c.hospital.v, "extra"), 1);
	look(&s);
	assert_int_equal(found(&s).n, 1);
	assert_int_equal(counted(&s, 0, "entries"), before);
	extra(&s, 2, "");
	look(&s);
	assert_int_equal(found(&s).n, 2);
	GOOD(finding_look_get(s.c.db, s.c.a, &at));
	assert_int_equal(at.next_idx, before + 1);
	assert_int_equal(counted(&s, s.c.hospital.v, "found"), 2);
}

/* The second booking of a chain is seen by a look that did not read the first. */
static void a_look_knows_what_those_before_it_read(void **state)
{
	struct scene s = scene(state);

	extra(&s, 0, "urgent");
	look(&s);
	assert_int_equal(found(&s).n, 0);
	extra(&s, 0, "urgent");
	look(&s);
	assert_int_equal(found(&s).n, 1);
	assert_true(str_eq(found(&s).v[0].rule, S("chains")));
}

/* Of another version of the rules, or damaged: the log is read anew, and what was found before is not found again. */
static void a_look_that_remembers_nothing_reads_the_log_anew(void **state)
{
	struct scene s = scene(state);
	struct finding_look_get_row at;
	int64_t before;

	extra(&s, 0, "urgent");
	extra(&s, 1, "");
	look(&s);
	GOOD(finding_look_get(s.c.db, s.c.a, &at));
	before = at.next_idx;
	GOOD(db_begin(s.c.db));
	GOOD(finding_memory_drop(s.c.db, s.c.a, before, 0));
	GOOD(db_commit(s.c.db));
	extra(&s, 0, "urgent");
	look(&s);
	assert_int_equal(found(&s).n, 2);
	assert_int_equal(counted(&s, 0, "entries"), before + 1);
	assert_true(str_eq(found(&s).v[0].rule, S("chains")));
}

/* Parts that a look wrote before it was broken off are in nobody's way. */
static void a_look_that_was_broken_off_is_made_again(void **state)
{
	struct scene s = scene(state);
	struct finding_memory_old_rows old;

	extra(&s, 0, "");
	turn(&s.h);
	GOOD(db_begin(s.c.db));
	GOOD(finding_memory_add(s.c.db, s.c.a, 1, 0, S("half")));
	GOOD(finding_memory_add(s.c.db, s.c.a, 99, 0, S("half")));
	GOOD(db_commit(s.c.db));
	look(&s);
	assert_int_equal(found(&s).n, 1);
	GOOD(finding_memory_old(s.c.db, s.c.a, &old));
	assert_int_equal(old.n, 0);
	look(&s);
	assert_int_equal(found(&s).n, 1);
}

static enum err run(struct scene *s, int64_t after)
{
	const struct settings *with = settings_new(s->c.a);

	return findings_run(with, s->c.db, s->c.a, (struct instant){ s->h.now.v + after });
}

/* What jumps lives in a function of its own: nothing of the test's is clobbered. */
static bool jumps_out(struct scene *s)
{
	if (setjmp(*arena_guard(s->c.a)) != 0)
		return true;
	assert_int_equal(findings_look(s->c.db, s->c.a, s->h.now, 0), OK);
	return false;
}

/* More is open than there is memory for: an error where the process has its guard, and no end of it. */
static void a_look_without_memory_is_an_error_and_not_begun_again_at_once(void **state)
{
	struct scene s = scene(state);
	struct finding_look_get_row at;

	extra(&s, 0, "");
	turn(&s.h);
	assert_true(jumps_out(&s));
	db_rollback(s.c.db);
	GOOD(db_begin(s.c.db));
	GOOD(job_mark_put(s.c.db, s.c.a, S(FINDINGS_UNDER_WAY), s.h.now));
	GOOD(db_commit(s.c.db));
	GOOD(run(&s, 6 * 3600 - 1));
	assert_int_equal(finding_look_get(s.c.db, s.c.a, &at), E_NOTFOUND);
	GOOD(run(&s, 6 * 3600));
	GOOD(finding_look_get(s.c.db, s.c.a, &at));
	assert_int_equal(found(&s).n, 1);
	GOOD(run(&s, 100 * 3600));		/* it came to its end: nothing is in the way of the next one */
	GOOD(finding_look_get(s.c.db, s.c.a, &at));
	assert_int_equal(at.at.v, s.h.now.v + 100 * 3600);
}

/* Two machines, whose clocks differ: whoever came first looks, though the second thinks that this is yet to come. */
static void a_look_of_another_machine_is_waited_for(void **state)
{
	struct scene s = scene(state);
	struct finding_look_get_row at;

	extra(&s, 0, "");
	turn(&s.h);
	GOOD(db_begin(s.c.db));
	GOOD(job_mark_put(s.c.db, s.c.a, S(FINDINGS_UNDER_WAY), (struct instant){ s.h.now.v + 30 }));
	GOOD(db_commit(s.c.db));
	GOOD(run(&s, 0));
	assert_int_equal(finding_look_get(s.c.db, s.c.a, &at), E_NOTFOUND);
	GOOD(run(&s, 30 + 6 * 3600));
	GOOD(finding_look_get(s.c.db, s.c.a, &at));
}

static void what_is_found_twice_is_kept_once(void **state)
{
	struct scene s = scene(state);
	struct finding f = { .rule = "extra", .code = "no_reason", .org = S("NOBODY"), .service = S("cardio"), .at = s.c.now, .entries = { 7 },
		.nentries = 1 };

	GOOD(db_begin(s.c.db));
	GOOD(finding_keep(s.c.db, s.c.a, s.c.now, &f, 1));
	GOOD(finding_keep(s.c.db, s.c.a, s.c.now, &f, 1));
	f.entries[0] = 8;
	GOOD(finding_keep(s.c.db, s.c.a, s.c.now, &f, 1));
	GOOD(db_commit(s.c.db));
	assert_int_equal(counted(&s, 0, "found"), 2);
	assert_int_equal(counted(&s, 0, "extra"), 2);
	f = (struct finding){ .rule = "dates", .code = "late", .org = S("NOBODY"), .at = s.c.now, .entries = { 7, 9, 11 }, .nentries = 2 };
	GOOD(db_begin(s.c.db));
	GOOD(finding_keep(s.c.db, s.c.a, s.c.now, &f, 2));
	f.nentries = 3;			/* the same hour, by a look that read on */
	f.n[0] = 3000;
	GOOD(finding_keep(s.c.db, s.c.a, s.c.now, &f, 3));
	GOOD(db_commit(s.c.db));
	assert_int_equal(counted(&s, 0, "dates"), 1);
}

static void a_wrong_clock_is_one_finding_of_a_night(void **state)
{
	struct scene s = scene(state);
	struct finding_list_rows rows;

	extra(&s, 0, "urgent");
	s.h.now.v -= 3600;
	for (int i = 1; i < 30; i++)
		extra(&s, i, "urgent");
	s.h.now.v += 3600;
	look(&s);
	rows = found(&s);
	assert_int_equal(rows.n, 1);
	assert_true(str_eq(rows.v[0].rule, S("dates")) && str_starts(rows.v[0].numbers, S("3600 ")));
	assert_int_equal(rows.v[0].entries, 30);
}

static void an_answer_stands_in_the_log_and_beside_the_finding(void **state)
{
	struct scene s = scene(state);
	struct answer_new x = { .account = 1, .role = S("director"), .text = S("Une  urgence,\r\n\r\n notée sur papier.") };
	struct finding_answers_rows answers;
	struct finding_leaf_row leaf;
	unsigned char sum[32];

	extra(&s, 0, "");
	look(&s);
	x.finding = found(&s).v[0].id;
	GOOD(db_begin(s.c.db));
	GOOD(finding_answer_keep(s.c.db, s.c.a, s.c.now, &x));
	GOOD(db_commit(s.c.db));
	turn(&s.h);
	GOOD(finding_answers(s.c.db, s.c.a, x.finding, &answers));
	assert_int_equal(answers.n, 1);
	assert_true(answers.v[0].idx.is && str_eq(answers.v[0].body, S("Une urgence,\nnotée sur papier.")));
	GOOD(finding_leaf(s.c.db, s.c.a, answers.v[0].idx.v, &leaf));
	sha256(answers.v[0].body, sum);
	assert_true(str_find(leaf.entry, base64_encode(s.c.a, (struct str){ (const char *)sum, 32 })) > 0);
	assert_true(str_find(leaf.entry, S("\"act\":\"answer\"")) > 0 && str_find(leaf.entry, S("\"reason\":\"extra/")) > 0);
	assert_true(str_find(leaf.entry, S("urgence")) < 0);
	assert_int_equal(counted(&s, s.c.hospital.v, "answered"), 1);
	GOOD(db_begin(s.c.db));
	for (int i = 1; i < ANSWERS_MAX; i++)
		GOOD(finding_answer_keep(s.c.db, s.c.a, s.c.now, &x));
	assert_int_equal(finding_answer_keep(s.c.db, s.c.a, s.c.now, &x), E_LIMIT);
	GOOD(db_commit(s.c.db));
	assert_int_equal(counted(&s, s.c.hospital.v, "answered"), 1);
	look(&s);
	assert_int_equal(found(&s).n, 1);		/* the answers are no findings */
}

static int64_t withheld_idx(struct scene *s, struct finding_id id)
{
	struct finding_answers_rows rows;

	turn(&s->h);
	GOOD(finding_answers(s->c.db, s->c.a, id, &rows));
	return rows.v[0].withheld_idx.is ? rows.v[0].withheld_idx.v : -1;
}

/* The text is nowhere any more, its hash is in both entries, and neither the program nor who has the database can put another in its place. */
static void a_text_is_withheld_and_its_hash_stays(void **state)
{
	struct scene s = scene(state);
	struct answer_new x = { .account = 1, .role = S("director"), .text = S("Mme Alaoui était malade.") };
	struct withheld_new w = { .account = 2, .role = S("platform"), .why = WHY_ILLNESS };
	struct finding_answers_rows answers;
	struct finding_leaf_row said, withheld;
	struct finding_answer_get_row row;

	extra(&s, 0, "");
	look(&s);
	x.finding = found(&s).v[0].id;
	GOOD(db_begin(s.c.db));
	GOOD(finding_answer_keep(s.c.db, s.c.a, s.c.now, &x));
	GOOD(finding_answers(s.c.db, s.c.a, x.finding, &answers));
	w.answer = answers.v[0].id;
	GOOD(db_commit(s.c.db));
	GOOD(db_begin(s.c.db));
	assert_int_not_equal(db_end(s.c.db, finding_answer_blank(s.c.db, s.c.a, w.answer)), OK);	/* nobody said that it is withheld */
	GOOD(db_begin(s.c.db));
	GOOD(finding_withheld_keep(s.c.db, s.c.a, s.c.now, &w));
	GOOD(db_commit(s.c.db));
	GOOD(db_begin(s.c.db));
	assert_int_equal(finding_withheld_keep(s.c.db, s.c.a, s.c.now, &w), E_CONFLICT);
	db_rollback(s.c.db);
	GOOD(finding_answer_get(s.c.db, s.c.a, w.answer, &row));
	GOOD(finding_leaf(s.c.db, s.c.a, withheld_idx(&s, x.finding), &withheld));
	GOOD(finding_answers(s.c.db, s.c.a, x.finding, &answers));
	assert_true(!answers.v[0].body.n && str_eq(answers.v[0].why, S("illness")) && str_eq(answers.v[0].who, S("platform")));
	GOOD(finding_leaf(s.c.db, s.c.a, answers.v[0].idx.v, &said));
	assert_true(str_find(withheld.entry, S("\"act\":\"withhold\"")) > 0 && str_find(withheld.entry, S("\"reason\":\"illness\"")) > 0);
	assert_true(str_find(withheld.entry, row.digest) > 0 && str_find(said.entry, row.digest) > 0);
	look(&s);
	assert_int_equal(found(&s).n, 1);
}

static void seconds_are_told_as_people_say_them(void **state)
{
	struct arena *a = BOTH_STATE(state)->a;
	struct page pg = { .a = a, .lang = LANG_EN, .plain = true };
	static const struct { const char *n, *said; } x[] = { { "35", "35 seconds" }, { "119", "119 seconds" }, { "120", "2 minutes" }, { "7199", "119 minutes" },
		{ "7200", "2 hours" }, { "172799", "47 hours" }, { "5057474", "58 days" } };

	for (size_t i = 0; i < sizeof(x) / sizeof(x[0]); i++) {
		struct finding_words f = { S("dates"), S("late"), str_of(x[i].n), STR_NONE, STR_NONE };

		if (str_find(finding_said(&pg, &f), str_of(x[i].said)) < 0)
			fail_msg("%s is not said as %s", x[i].n, x[i].said);
	}
}

/* No rule is without words, nor a code without a sentence. */
static void every_rule_and_code_is_told_in_words(void **state)
{
	struct arena *a = BOTH_STATE(state)->a;
	struct page pg = { .a = a, .lang = LANG_EN, .plain = true };

	for (const struct audit_rule *r = audit_rules; r->rule; r++) {
		struct finding_words f = { str_of(r->rule), str_of(r->code), S("1 2 3 4"), S("desk"), S("phone") };

		assert_true(str_eq(str_of(finding_rule(str_of(r->rule))->rule), str_of(r->rule)));
		if (str_eq(finding_said(&pg, &f), str_of(r->code)))
			fail_msg("%s/%s has no sentence", r->rule, r->code);
	}
}

static struct shown_entry shown(struct both *b, const struct page *pg, const struct entry *e)
{
	struct house_words words;
	struct shown_entry ret;

	GOOD(house_words(b->db, b->a, 0, &words));
	entry_shown(pg, &words, 1, entry_text(b->a, e), &ret);
	return ret;
}

#define IS(s, text) assert_string_equal(arena_cstr(b->a, (s)), text)

/* No code of the program stands on a page as it stands in the log. */
static void every_act_and_reason_is_told_in_words(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct page pg = { .a = b->a, .lang = LANG_EN, .plain = true };
	struct entry e = { .org = S("FES"), .role = S("desk"), .zone = S("Africa/Casablanca"), .slot = { { 20788 }, 580 }, .capacity = -1, .ceiling = -1 };

	for (enum entry_act x = ACT_UNSAID + 1; x < ENTRY_ACT_MAX; x++) {
		e.act = str_of(entry_act(x));
		if (str_eq(shown(b, &pg, &e).act, e.act))
			fail_msg("the act %s has no words", entry_act(x));
	}
	e.act = S("cancel");
	for (enum entry_reason x = WHY_UNSAID + 1; x < ENTRY_REASON_MAX; x++) {
		e.reason = str_of(entry_reason(x));
		if (str_eq(shown(b, &pg, &e).reason, e.reason))
			fail_msg("the reason %s has no words", entry_reason(x));
	}
	e.reason = S("of-a-later-version");
	IS(shown(b, &pg, &e).reason, "of-a-later-version");
}

static void what_an_establishment_named_and_values_are_told_too(void **state)
{
	static const struct { const char *act, *reason, *said; } cases[] = {
		{ "overbook", "ward", "Sent by a ward of the hospital" }, { "move", "urgent", "A doctor asked for it urgently" },
		{ "draw-time", "3", "Time number 3" }, { "draw-wish", "3,1", "Numbers that are wished, the dearest first: 3,1" },
		{ "draw-wish", "", "The wishes are taken back" }, { "draw-result", "4/2", "Rank 4; time number 2" },
		{ "draw-result", "5/-", "Rank 5; no time was left of those wished" }, { "draw-open", "aGFzaA==", "Fingerprint of the secret number: aGFzaA==" },
		{ "draw-open", "aGFzaA== the lottery of 3 May", "Fingerprint of the secret number: aGFzaA==; a number from outside is awaited: the lottery of 3 May" },
		{ "answer", "extra/17", "Extra appointments without a reason or above the limit: entry 17" },
		{ "share", "until-2880", "Until so many minutes before: 2880" }, { "book", "", "" },
	};
	struct both *b = BOTH_STATE(state);
	struct page pg = { .a = b->a, .lang = LANG_EN, .plain = true };
	struct entry e = { .org = S("FES"), .role = S("desk"), .zone = S("Africa/Casablanca"), .slot = { { 20788 }, 580 }, .capacity = 3, .ceiling = -1 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e.act = str_of(cases[i].act);
		e.reason = str_of(cases[i].reason);
		IS(shown(b, &pg, &e).reason, cases[i].said);
	}
	e.class = S("urgent,soon,other");
	IS(shown(b, &pg, &e).class, "A doctor says that it is urgent, The hospital has cancelled the appointment, or a result must be seen soon, other");
	e.act = S("draw-close");
	IS(shown(b, &pg, &e).places_label, "People who take part");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_look_keeps_what_is_found_and_goes_on_from_there),
		BOTH(a_look_knows_what_those_before_it_read),
		BOTH(a_look_that_remembers_nothing_reads_the_log_anew),
		BOTH(a_look_that_was_broken_off_is_made_again),
		BOTH(a_look_without_memory_is_an_error_and_not_begun_again_at_once),
		BOTH(a_look_of_another_machine_is_waited_for),
		BOTH(what_is_found_twice_is_kept_once),
		BOTH(a_wrong_clock_is_one_finding_of_a_night),
		BOTH(an_answer_stands_in_the_log_and_beside_the_finding),
		BOTH(a_text_is_withheld_and_its_hash_stays),
		BOTH(seconds_are_told_as_people_say_them),
		BOTH(every_rule_and_code_is_told_in_words),
		BOTH(every_act_and_reason_is_told_in_words),
		BOTH(what_an_establishment_named_and_values_are_told_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
