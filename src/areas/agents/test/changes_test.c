/* Notices of an agenda's changes: once each, at once or together, whoever runs the job. */
#include "areas/agents/agents.h"

#include "agents_q.h"
#include "areas/accounts/accounts.h"
#include "areas/appointments/test/town.h"
#include "jobs/jobs.h"
#include "jobs/mark.h"

#define DOCTOR S("doctor@example.ma")

static size_t mails(struct both *b, struct str **ret)
{
	size_t n;

	assert_int_equal(message_texts(b->db, b->a, DOCTOR, ret, &n), OK);
	return n;
}

static struct practitioner_id doctor(struct town *t, const char *code)
{
	const struct practitioner p = { .organization = t->c.hospital, .code = str_of(code), .name = { str_of(code) }, .sex = S("female"),
		.specialty = S("cardiologie"), .active = true };
	struct practitioner_id id;

	assert_int_equal(practitioner_put(t->c.db, t->c.a, t->c.now, &p, &id), OK);
	return id;
}

/* The agenda is watched since an hour ago (own: it is the doctor's own), and the job has looked then. */
static struct town watched_by(struct both *b, int32_t soon_hours, bool own, struct account_id *ret_me)
{
	struct town t = town_make(b);
	const struct instant before = { t.c.now.v - 3600 };
	const struct account_new in = { .organization = t.c.hospital, .login = S("doctor"), .name = { S("Doctor") },
		.password = S("long-enough-word"), .lang = S("en"), .role = ROLE_PRACTITIONER };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(account_create(b->db, b->a, before, &in, ret_me), OK);
	if (own)
		t.schedule = country_schedule(&t.c, t.c.hospital, t.c.location, doctor(&t, "OWN"), true);
	assert_int_equal(agent_watch_put(b->db, b->a, (struct agent_watch_id){ 1 }, t.c.hospital, t.schedule, *ret_me, DOCTOR, S("en"),
		S("Africa/Casablanca"), own, (struct minutes){ soon_hours * 60 }, (struct minutes){ 18 * 60 }, before), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(agents_run(b->db, b->a, before), OK);
	return t;
}

static struct town watched(struct both *b, int32_t soon_hours)
{
	struct account_id me;

	return watched_by(b, soon_hours, false, &me);
}

static struct instant later(const struct town *t, int64_t s)
{
	return (struct instant){ t->c.now.v + s };
}

static void book(struct both *b, struct town *t, int32_t min, struct patient_id who)
{
	assert_int_equal(db_begin(b->db), OK);
	(void)booked(t, min, who);
	assert_int_equal(db_commit(b->db), OK);
}

static void what_is_soon_is_told_at_once_and_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 168);
	struct str *v;

	book(b, &t, 540, t.amina);
	for (int i = 0; i < 3; i++)
		assert_int_equal(agents_run(b->db, b->a, later(&t, 60 + i)), OK);
	assert_int_equal(mails(b, &v), 1);
	assert_true(str_find(v[0], S("09:00: booked")) >= 0 && str_find(v[0], S("Alaoui")) < 0);
}

static void what_is_not_waits_for_the_hour_of_the_digest(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 0);
	struct str *v;

	book(b, &t, 540, t.amina);
	book(b, &t, 600, t.omar);
	assert_int_equal(agents_run(b->db, b->a, later(&t, 60)), OK);
	/* whatever the hour it is there: some time in the next day is past six */
	for (int64_t s = 60; s <= 86400; s += 3600)
		assert_int_equal(agents_run(b->db, b->a, later(&t, s)), OK);
	assert_int_equal(mails(b, &v), 1);
	assert_true(str_find(v[0], S("09:00: booked")) >= 0 && str_find(v[0], S("10:00: booked")) >= 0);
}

/* As when somebody is away for a month: more than one mail holds. */
static void a_digest_of_many_changes_tells_all_of_them(void **state)
{
	enum { MANY = 450 };
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 0);
	size_t lines = 0, n;
	struct str *v;

	assert_int_equal(db_begin(b->db), OK);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(agent_change_add(b->db, b->a, (struct agent_change_id){ i + 1 }, t.c.hospital, (struct agent_watch_id){ 1 },
			S("cancel"), (struct day){ t.day.n + 1 + i / 30 }, 480 + i % 30, 20), OK);
	assert_int_equal(db_commit(b->db), OK);
	for (int64_t s = 60; s <= 86400; s += 3600)
		assert_int_equal(agents_run(b->db, b->a, later(&t, s)), OK);
	n = mails(b, &v);
	for (size_t i = 0; i < n; i++)
		for (struct str rest = v[i]; str_find(rest, S(": cancelled")) >= 0; lines++)
			rest = str_sub(rest, (size_t)str_find(rest, S(": cancelled")) + 1, rest.n);
	assert_int_equal(lines, MANY);
}

static size_t lines_of(struct both *b, const char *what)
{
	struct str *v;
	size_t n = mails(b, &v), lines = 0;

	for (size_t i = 0; i < n; i++)
		for (struct str rest = v[i]; str_find(rest, str_of(what)) >= 0; lines++)
			rest = str_sub(rest, (size_t)str_find(rest, str_of(what)) + 1, rest.n);
	return lines;
}

static void happens(struct both *b, struct town *t, const struct act *x)
{
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(act(b->db, b->a, t->c.now, x), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static struct act at(const struct town *t, enum entry_act what, enum entry_reason reason)
{
	return (struct act){ .organization = t->c.hospital.v, .act = what, .channel = "", .role = S("desk"), .schedule = t->schedule.v,
		.day = t->day, .start_min = 840, .minutes = 180, .zone = S("Africa/Casablanca"), .reason = reason };
}

static void absences_hours_sessions_and_substitutes_are_told_with_their_times(void **state)
{
	static const struct { enum entry_act act; enum entry_reason reason; const char *told; } all[] = {
		{ ACT_WITHDRAW, WHY_ABSENCE, "from 14:00 to 17:00: closed" }, { ACT_PUBLISH, WHY_ABSENCE, "from 14:00 to 17:00: no longer closed" },
		{ ACT_PUBLISH, WHY_UNSAID, "from 14:00 to 17:00: new hours" }, { ACT_WITHDRAW, WHY_UNSAID, "from 14:00 to 17:00: hours taken out" },
		{ ACT_PUBLISH, WHY_GATHERING, "from 14:00 to 17:00: a group session" },
		{ ACT_WITHDRAW, WHY_GATHERING, "from 14:00 to 17:00: no group session any more" }, { ACT_SUBSTITUTE, WHY_UNSAID, "at 14:00: somebody else receives" },
	};
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 168);

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct act x = at(&t, all[i].act, all[i].reason);

		happens(b, &t, &x);
	}
	assert_int_equal(agents_run(b->db, b->a, later(&t, 60)), OK);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_int_equal(lines_of(b, all[i].told), 1);
}

static void an_absence_of_days_is_told_to_its_end_and_rolled_out_hours_are_no_news(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 168);
	struct act x = at(&t, ACT_WITHDRAW, WHY_ABSENCE);

	x.minutes = 1440 + 180;
	happens(b, &t, &x);
	x = at(&t, ACT_PUBLISH, WHY_UNSAID);
	x.role = S("system");
	happens(b, &t, &x);
	assert_int_equal(agents_run(b->db, b->a, later(&t, 60)), OK);
	assert_int_equal(lines_of(b, "at 17:00: closed"), 1);
	assert_int_equal(lines_of(b, "from 14:00 to 17:00: new hours"), 0);
}

/* That account, or nobody by name, does it. */
static void by(struct both *b, struct town *t, struct account_id who, struct act *x)
{
	db_work_for(b->db, who.v);
	happens(b, t, x);
	db_work_for(b->db, 0);
	x->start_min += 60;
}

/* All in one second, as when two work at once. */
static void its_owner_is_told_of_all_but_her_own_acts_on_any_day(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct account_id me;
	struct town t = watched_by(b, 168, true, &me);
	const struct account_id colleague = { me.v + 1 }, nobody = { 0 };
	struct act x = at(&t, ACT_CANCEL, WHY_UNSAID);

	x.start_min = 480;
	x.role = S("practitioner");
	by(b, &t, me, &x);
	by(b, &t, colleague, &x);
	x.role = S("public");
	by(b, &t, nobody, &x);
	x.role = S("desk");
	by(b, &t, me, &x);		/* in another role of hers */
	by(b, &t, colleague, &x);
	assert_int_equal(agents_run(b->db, b->a, later(&t, 60)), OK);
	assert_int_equal(lines_of(b, "08:00: cancelled"), 0);
	assert_int_equal(lines_of(b, "09:00: cancelled"), 1);
	assert_int_equal(lines_of(b, "10:00: cancelled"), 1);
	assert_int_equal(lines_of(b, "11:00: cancelled"), 0);
	assert_int_equal(lines_of(b, "12:00: cancelled"), 1);
}

/* Nobody is booked on those days. */
static void a_substitution_is_told_with_its_days_and_so_is_its_end_but_not_to_who_made_it(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct account_id me;
	struct town t = watched_by(b, 168, true, &me);
	struct substitution_ask ask = { .schedule = t.schedule, .from = { t.day.n + 1 }, .to = { t.day.n + 2 }, .role = S("director"), .account = 1 };
	struct substitution_plan plan;
	struct substitutions all;

	assert_int_equal(db_begin(b->db), OK);
	ask.practitioner = doctor(&t, "OTHER");
	assert_int_equal(substitution_make(b->db, b->a, t.c.now, &ask, &plan), OK);
	ask.account = me.v;
	ask.from.n = ask.to.n = t.day.n + 3;
	assert_int_equal(substitution_make(b->db, b->a, t.c.now, &ask, &plan), OK);
	assert_int_equal(db_commit(b->db), OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(agents_run(b->db, b->a, later(&t, 60 + i)), OK);
	assert_int_equal(lines_of(b, ": somebody else receives"), 1);
	assert_int_equal(lines_of(b, ": nobody stands in any more"), 0);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(substitutions_of(b->db, b->a, t.schedule, ask.from, ask.to, &all), OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(substitution_undo(b->db, b->a, later(&t, 90), all.v[0].id, 1, S("director"), &plan), OK);
	assert_int_equal(db_commit(b->db), OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(agents_run(b->db, b->a, later(&t, 120 + i)), OK);
	assert_int_equal(lines_of(b, ": somebody else receives"), 1);
	assert_int_equal(lines_of(b, ": nobody stands in any more"), 1);
}

/* A closing of a whole house, or an import: more in one second than one reading holds. */
static void more_than_one_reading_holds_in_one_second_is_told_to_the_last(void **state)
{
	enum { MANY = 2300 };
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 168);
	struct act x = at(&t, ACT_CANCEL, WHY_UNSAID);

	x.minutes = 1;
	assert_int_equal(db_begin(b->db), OK);
	for (int i = 0; i < MANY; i++) {
		x.start_min = 400 + i % 900;
		assert_int_equal(act(b->db, b->a, t.c.now, &x), OK);
	}
	assert_int_equal(db_commit(b->db), OK);
	for (int64_t s = 60; s <= 86400; s += 3600) {
		struct arena *a = arena_new((size_t)128 << 10);		/* ends the test where what is read piles up in it */

		assert_int_equal(agents_run(b->db, a, later(&t, s)), OK);
		arena_free(a);
	}
	assert_int_equal(lines_of(b, ": cancelled"), MANY);
}

/* Two processes read the mark, then both begin: the second finds it moved. */
static void the_mark_moves_from_where_it_was_seen_or_not_at_all(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct instant at;
	bool moved;

	assert_int_equal(job_mark_put(b->db, b->a, S("x"), (struct instant){ 10 }), OK);
	assert_int_equal(job_mark_move(b->db, b->a, S("x"), (struct instant){ 10 }, (struct instant){ 20 }, &moved), OK);
	assert_true(moved);
	assert_int_equal(job_mark_move(b->db, b->a, S("x"), (struct instant){ 10 }, (struct instant){ 30 }, &moved), OK);
	assert_false(moved);
	assert_int_equal(job_mark(b->db, b->a, S("x"), &at), OK);
	assert_int_equal(at.v, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(what_is_soon_is_told_at_once_and_once),
		BOTH(what_is_not_waits_for_the_hour_of_the_digest),
		BOTH(a_digest_of_many_changes_tells_all_of_them),
		BOTH(absences_hours_sessions_and_substitutes_are_told_with_their_times),
		BOTH(an_absence_of_days_is_told_to_its_end_and_rolled_out_hours_are_no_news),
		BOTH(its_owner_is_told_of_all_but_her_own_acts_on_any_day),
		BOTH(a_substitution_is_told_with_its_days_and_so_is_its_end_but_not_to_who_made_it),
		BOTH(more_than_one_reading_holds_in_one_second_is_told_to_the_last),
		BOTH(the_mark_moves_from_where_it_was_seen_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
