/* Answers by message: what they do, and what nobody can do with them. */
#include "answers.h"

#include "db/engine.h"
#include "jobs/stops.h"
#include "jobs/test/outbox.h"

static bool last_says(struct town *t, const char *phone, const char *words)
{
	struct str *v;
	size_t n;

	assert_int_equal(message_texts(t->c.db, t->c.a, str_of(phone), &v, &n), OK);
	for (size_t i = n ? n - 1 : 0; i < n; i++)
		if (str_find(v[i], str_of(words)) >= 0)
			return true;
	if (n)
		fprintf(stderr, "not \"%s\" but \"%.*s\"\n", words, STR_ARG(v[n - 1]));
	return false;
}

static bool said(struct town *t, struct appointment_id id, const char *what)
{
	struct inbox_said s;

	assert_int_equal(inbox_said_of(t->c.db, t->c.a, id, &s), OK);
	return str_eq(s.said, str_of(what));
}

static struct inbox_test_list_row newest(struct town *t)
{
	struct inbox_test_list_rows rows;

	assert_int_equal(inbox_test_list(t->c.db, t->c.a, &everybody, 1, &rows), OK);
	assert_int_equal(rows.n, 1);
	return rows.v[0];
}

static bool came_to(struct town *t, const char *state, const char *outcome)
{
	struct inbox_test_list_row r = newest(t);

	if (str_eq(r.state, str_of(state)) && str_eq(r.outcome, str_of(outcome)))
		return true;
	fprintf(stderr, "%.*s, %.*s\n", STR_ARG(r.state), STR_ARG(r.outcome));
	return false;
}

static void one_confirms_and_two_frees_the_time_at_once(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	size_t before = free_starts(&t), told;

	reminds(&t, amina, &id, 1);
	writes(&t, amina, "١");
	assert_true(said(&t, id, "comes"));
	assert_true(came_to(&t, "acted", "comes"));
	assert_true(last_says(&t, amina, "ننتظركم"));
	assert_int_equal(status(&t, id), ST_BOOKED);
	told = texts(&t, amina);
	writes(&t, amina, "Je ne peux pas venir, désolée");	/* she changes her mind */
	assert_int_equal(status(&t, id), ST_CANCELLED);
	assert_true(str_eq(seen(&t, id).cancelled_by, S("patient")));
	assert_true(said(&t, id, "cancels"));
	assert_int_equal(free_starts(&t), before + 1);
	assert_int_equal(texts(&t, amina), told + 1);
	writes(&t, amina, "1");
	assert_true(came_to(&t, "acted", "late"));
	assert_int_equal(status(&t, id), ST_CANCELLED);
	assert_int_equal(free_starts(&t), before + 1);
}

static void what_was_read_is_not_read_again(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	size_t told;

	reminds(&t, amina, &id, 1);
	writes(&t, amina, "1");
	told = texts(&t, amina);
	run(&t);
	run(&t);
	assert_int_equal(texts(&t, amina), told);
}

static void two_reminders_are_told_apart_by_number(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id first = books(&t, 540, t.amina), second = books(&t, 600, t.amina);

	reminds(&t, amina, &first, 1);
	t.c.now.v += 60;
	reminds(&t, amina, &second, 1);
	writes(&t, amina, "2");
	assert_int_equal(status(&t, first), ST_BOOKED);
	assert_int_equal(status(&t, second), ST_BOOKED);
	assert_true(last_says(&t, amina, "10:00, 2: "));
	writes(&t, amina, "2");
	assert_int_equal(status(&t, first), ST_CANCELLED);
	assert_int_equal(status(&t, second), ST_BOOKED);
	writes(&t, amina, "2");		/* one is left: that one */
	assert_int_equal(status(&t, second), ST_CANCELLED);
}

/* What she has at another house is hers to read: this house's staff sees no question, and no number of what she confirms. */
static void a_question_over_two_houses_is_shown_to_neither(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id here = books(&t, 540, t.amina), there = books(&t, 600, t.amina);
	struct organization_id other;

	assert_int_equal(db_begin(t.c.db), OK);
	other = country_organization(&t.c, (struct organization_id){ 0 }, 5000, 6000, 0, "establishment", "Other");
	assert_int_equal(db_exec(t.c.db, arena_fmt(t.c.a, "UPDATE appointment SET organization_id = %lld WHERE id = %lld",
		(long long)other.v, (long long)there.v).p), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	reminds(&t, amina, &here, 1);
	reminds(&t, amina, &there, 1);
	writes(&t, amina, "2");
	assert_true(last_says(&t, amina, "ne voulez-vous pas"));
	assert_true(last_says(&t, amina, "10:00"));
	assert_true(came_to(&t, "acted", "kept"));
	assert_true(str_eq(outbox_shown(t.c.db, t.c.a, amina), STR_NONE));
	writes(&t, amina, "0");
	writes(&t, amina, "1");
	assert_true(last_says(&t, amina, "3: tous"));
	assert_true(str_eq(outbox_shown(t.c.db, t.c.a, amina), STR_NONE));
	writes(&t, amina, "3");
	assert_true(said(&t, here, "comes") && said(&t, there, "comes"));
	assert_true(last_says(&t, amina, "2 rendez-vous"));
	assert_true(str_eq(outbox_shown(t.c.db, t.c.a, amina), STR_NONE));
}

static void an_answer_with_the_reference_needs_no_question(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id first = books(&t, 540, t.amina), second = books(&t, 600, t.amina);
	char text[40];

	reminds(&t, amina, &first, 1);
	reminds(&t, amina, &second, 1);
	snprintf(text, sizeof(text), "2 %.*s", STR_ARG(seen(&t, first).reference));
	writes(&t, amina, text);
	assert_int_equal(status(&t, first), ST_CANCELLED);
	assert_int_equal(status(&t, second), ST_BOOKED);
}

static void a_parent_of_siblings_confirms_both_and_cancels_one(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id[2] = { books(&t, 540, t.amina) };

	assert_int_equal(db_begin(t.c.db), OK);
	struct patient_id brother = someone(&t.c, "Adam Alaoui", amina);

	assert_int_equal(db_commit(t.c.db), OK);
	id[1] = books(&t, 570, brother);
	reminds(&t, amina, id, 2);
	writes(&t, amina, "oui");
	assert_true(said(&t, id[0], "comes") && said(&t, id[1], "comes"));
	writes(&t, amina, "2");
	assert_true(last_says(&t, amina, "1: "));
	assert_true(last_says(&t, amina, "3: tous"));
	assert_int_equal(status(&t, id[0]), ST_BOOKED);
	writes(&t, amina, "0");
	assert_true(last_says(&t, amina, "Rien"));
	writes(&t, amina, "2");
	writes(&t, amina, "3");
	assert_int_equal(status(&t, id[0]), ST_CANCELLED);
	assert_int_equal(status(&t, id[1]), ST_CANCELLED);
}

static void another_phone_changes_nothing_and_learns_nothing(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	struct str reference = seen(&t, id).reference;
	char text[40];

	reminds(&t, amina, &id, 1);
	writes(&t, omar, "2");
	writes(&t, stranger, "2");
	snprintf(text, sizeof(text), "2 %.*s", STR_ARG(reference));
	writes(&t, omar, text);
	assert_int_equal(status(&t, id), ST_BOOKED);
	writes(&t, omar, arena_cstr(t.c.a, reference));
	assert_true(str_eq(newest(&t).outcome, S("not-understood")));	/* it was helped for the first */
	writes(&t, "+212655555556", arena_cstr(t.c.a, reference));
	assert_true(last_says(&t, "+212655555556", "aucun rendez-vous"));
	writes(&t, "+212655555557", "ABCD-EFGH-JKL");
}

/* The desk put the number right: who had it before has no say. */
static void a_phone_that_is_no_longer_that_of_the_file_has_no_say(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	struct patient p;

	reminds(&t, amina, &id, 1);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, t.amina, &p), OK);
	assert_int_equal(patient_rectify(t.c.db, t.c.a, t.c.now, &everybody, 1, t.amina, p.version, &(struct person){ .name = p.name,
		.birth_day = p.birth_day, .sex = p.sex, .phone = S("+212611111111"), .lang = p.lang }), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	writes(&t, amina, "2");
	assert_int_equal(status(&t, id), ST_BOOKED);
	writes(&t, "+212611111111", "2");	/* nothing was asked of this one */
	assert_int_equal(status(&t, id), ST_BOOKED);
}

static void past_the_limit_the_desk_learns_that_she_does_not_come(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);

	reminds(&t, amina, &id, 1);
	t.c.now.v = seen(&t, id).start_at.v - 3600;
	writes(&t, amina, "2");
	assert_int_equal(status(&t, id), ST_BOOKED);
	assert_true(came_to(&t, "open", "too-late"));
	assert_true(last_says(&t, amina, "trop tard"));
	t.c.now.v += 7200;
	writes(&t, amina, "2");
	assert_true(came_to(&t, "acted", "late"));
	assert_int_equal(status(&t, id), ST_BOOKED);
}

static void what_is_not_understood_is_helped_once_then_left_to_the_desk(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	size_t told;

	reminds(&t, amina, &id, 1);
	told = texts(&t, amina);
	writes(&t, amina, "Est-ce que je dois être à jeun ?");
	assert_true(came_to(&t, "open", "helped"));
	assert_int_equal(texts(&t, amina), told + 1);
	writes(&t, amina, "allo ??");
	assert_true(came_to(&t, "open", "not-understood"));
	assert_int_equal(texts(&t, amina), told + 1);
	writes(&t, amina, "merci");
	assert_true(came_to(&t, "acted", "thanks"));
	assert_int_equal(texts(&t, amina), told + 1);
	assert_int_equal(status(&t, id), ST_BOOKED);
}

static void who_is_understood_after_the_help_does_not_wait_for_the_desk(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	struct inbox_test_list_rows rows;

	reminds(&t, amina, &id, 1);
	writes(&t, amina, "hein");
	writes(&t, amina, "1");
	assert_int_equal(inbox_test_list(t.c.db, t.c.a, &everybody, 10, &rows), OK);
	assert_true(str_eq(rows.v[1].state, S("done")));
}

static void the_reference_tells_how_an_appointment_stands(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	char *reference = arena_cstr(t.c.a, seen(&t, id).reference);
	struct change_ask who = by_desk(id, -1);
	int64_t v;

	writes(&t, amina, reference);
	assert_true(last_says(&t, amina, "09:00, "));
	assert_int_equal(db_begin(t.c.db), OK);
	who.silent = true;
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, false, S(""), &v), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	writes(&t, amina, reference);
	assert_true(last_says(&t, amina, "annulé"));
}

/* A message names no unit, and no house whose name tells what it treats. */
static void the_status_of_a_units_appointment_names_the_hospital(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	char *reference = arena_cstr(t.c.a, seen(&t, id).reference);
	struct organization_id unit;

	assert_int_equal(db_begin(t.c.db), OK);
	unit = country_organization(&t.c, t.c.hospital, 1100, 1200, 2, "department", "Pavillon-4");
	assert_int_equal(db_exec(t.c.db, arena_fmt(t.c.a, "UPDATE appointment SET organization_id = %lld", (long long)unit.v).p), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	writes(&t, amina, reference);
	assert_true(last_says(&t, amina, "09:00, FES"));
	assert_int_equal(db_exec(t.c.db, "UPDATE organization SET sms_name = 'Hop. Psychiatrique'"), OK);
	writes(&t, amina, reference);
	assert_false(last_says(&t, amina, "Psy"));
	assert_true(last_says(&t, amina, "09:00."));
}

/* Somebody forges a sender, or two machines talk to each other. */
static void nobody_is_written_to_without_end(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);
	size_t told;

	reminds(&t, amina, &id, 1);
	told = texts(&t, amina);
	for (int i = 0; i < 30; i++)
		writes(&t, amina, "1");
	assert_true(texts(&t, amina) <= told + 6);
	for (int i = 0; i < 5; i++)
		writes(&t, "+17005551234", "1");	/* a number that costs: never written to */
	assert_int_equal(texts(&t, "+17005551234"), 0);
	writes(&t, stranger, "x");
	writes(&t, stranger, "y");
	assert_int_equal(texts(&t, stranger), 1);
}

static bool wants_none(struct town *t, const char *phone)
{
	bool stands;

	assert_int_equal(stop_stands(t->c.db, t->c.a, str_of(phone), &stands), OK);
	return stands;
}

static void stop_and_start_are_heard_and_answered(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id = books(&t, 540, t.amina);

	reminds(&t, amina, &id, 1);
	writes(&t, amina, "Stop SVP");
	assert_true(wants_none(&t, amina));
	assert_true(came_to(&t, "acted", "stopped"));
	assert_true(last_says(&t, amina, "START"));
	assert_int_equal(status(&t, id), ST_BOOKED);
	writes(&t, amina, "START");
	assert_false(wants_none(&t, amina));
	assert_true(last_says(&t, amina, "STOP"));
}

/* A forged sender must not silence who would not be told of it. */
static void a_number_that_nobody_wrote_to_is_not_silenced(void **state)
{
	struct town t = town(BOTH_STATE(state));

	writes(&t, stranger, "STOP");
	assert_false(wants_none(&t, stranger));
}

/* Somebody writes in her name until she gets no more answers, and then what she would not be told of. */
static void what_cannot_be_told_is_left_to_the_desk(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id id[2] = { books(&t, 540, t.amina), books(&t, 600, t.amina) };

	reminds(&t, amina, id, 2);
	for (int i = 0; i < 6; i++)
		writes(&t, amina, i % 2 ? "START" : "STOP");
	assert_false(wants_none(&t, amina));
	writes(&t, amina, "STOP");
	assert_true(came_to(&t, "open", "failed"));
	assert_false(wants_none(&t, amina));
	writes(&t, amina, "2");
	assert_true(came_to(&t, "open", "failed"));
	writes(&t, amina, "1");		/* she comes: it chooses nothing from a list that she never got */
	assert_int_equal(status(&t, id[0]), ST_BOOKED);
	assert_true(said(&t, id[0], "comes"));
}

/* ---- offers ---- */

static void a_cancelled_time_is_offered_and_taken_by_answering(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id given_up = full_day(&t);
	struct appointments day;
	size_t n = 0;

	waits(&t, stranger);
	reminds(&t, amina, &given_up, 1);
	writes(&t, amina, "2");
	assert_int_equal(offers(&t, stranger), 1);
	writes(&t, stranger, "oui");
	assert_true(came_to(&t, "acted", "accepted"));
	assert_int_equal(offers(&t, stranger), 0);
	assert_int_equal(appointment_day_of_schedule(t.c.db, t.c.a, &everybody, t.schedule, t.day, (struct day){ t.day.n + 1 }, &day), OK);
	for (size_t i = 0; i < day.n; i++)
		n += day.v[i].start_min == 540 && day.v[i].status == ST_BOOKED && day.v[i].channel == CH_SMS && str_eq(day.v[i].phone, str_of(stranger));
	assert_int_equal(n, 1);
	assert_true(last_says(&t, stranger, "/a/"));
	writes(&t, stranger, "1");	/* again: it is taken, by her */
	assert_true(came_to(&t, "acted", "late"));
}

static void who_refuses_an_offer_keeps_her_place(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id given_up = full_day(&t);

	waits(&t, stranger);
	reminds(&t, amina, &given_up, 1);
	writes(&t, amina, "2");
	assert_int_equal(offers(&t, stranger), 1);
	writes(&t, stranger, "2");
	assert_true(came_to(&t, "acted", "declined"));
	assert_true(last_says(&t, stranger, "liste d'attente"));
	assert_int_equal(offers(&t, stranger), 0);
}

static void an_offer_and_a_reminder_are_told_apart(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id given_up = full_day(&t), own = { 0 };
	struct appointments day;

	assert_int_equal(appointment_day_of_schedule(t.c.db, t.c.a, &everybody, t.schedule, t.day, (struct day){ t.day.n + 1 }, &day), OK);
	own = day.v[1].id;
	waits(&t, omar);
	reminds(&t, omar, &own, 1);
	reminds(&t, amina, &given_up, 1);
	writes(&t, amina, "2");
	assert_int_equal(offers(&t, omar), 1);
	writes(&t, omar, "1");
	assert_int_equal(offers(&t, omar), 1);
	assert_true(said(&t, own, ""));
	assert_true(last_says(&t, omar, "2: "));
	writes(&t, omar, "2");		/* the older one, the reminder: he comes */
	assert_true(said(&t, own, "comes"));
	assert_int_equal(offers(&t, omar), 1);
}

static void a_late_yes_to_an_offer_is_told_so(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id given_up = full_day(&t);

	waits(&t, stranger);
	reminds(&t, amina, &given_up, 1);
	writes(&t, amina, "2");
	assert_int_equal(offers(&t, stranger), 1);
	t.c.now.v += 26 * 3600;
	writes(&t, stranger, "1");
	assert_true(came_to(&t, "acted", "late"));
	assert_true(last_says(&t, stranger, "plus"));
}

/* Nobody has accepted by message what she has not read. */
static void a_time_with_a_text_to_accept_is_not_taken_by_message(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct appointment_id given_up = full_day(&t);
	struct service s;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(service_get(t.c.db, t.c.a, t.c.service, &s), OK);
	s.accept = names_make(S("Lisez"), S("اقرؤوا"), S("Read"));
	assert_int_equal(service_put(t.c.db, t.c.a, t.c.now, &s, &s.id), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	waits(&t, stranger);
	reminds(&t, amina, &given_up, 1);
	writes(&t, amina, "2");
	assert_int_equal(offers(&t, stranger), 1);
	writes(&t, stranger, "oui");
	assert_int_equal(offers(&t, stranger), 1);	/* still hers to take, by the page that shows the text */
	assert_true(last_says(&t, stranger, "lien"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(one_confirms_and_two_frees_the_time_at_once), BOTH(what_was_read_is_not_read_again),
		BOTH(two_reminders_are_told_apart_by_number), BOTH(a_question_over_two_houses_is_shown_to_neither), BOTH(an_answer_with_the_reference_needs_no_question),
		BOTH(a_parent_of_siblings_confirms_both_and_cancels_one), BOTH(another_phone_changes_nothing_and_learns_nothing),
		BOTH(a_phone_that_is_no_longer_that_of_the_file_has_no_say), BOTH(past_the_limit_the_desk_learns_that_she_does_not_come),
		BOTH(what_is_not_understood_is_helped_once_then_left_to_the_desk),
		BOTH(who_is_understood_after_the_help_does_not_wait_for_the_desk), BOTH(the_reference_tells_how_an_appointment_stands),
		BOTH(the_status_of_a_units_appointment_names_the_hospital),
		BOTH(stop_and_start_are_heard_and_answered), BOTH(a_number_that_nobody_wrote_to_is_not_silenced),
		BOTH(what_cannot_be_told_is_left_to_the_desk),
		BOTH(nobody_is_written_to_without_end), BOTH(a_cancelled_time_is_offered_and_taken_by_answering),
		BOTH(who_refuses_an_offer_keeps_her_place), BOTH(an_offer_and_a_reminder_are_told_apart),
		BOTH(a_late_yes_to_an_offer_is_told_so), BOTH(a_time_with_a_text_to_accept_is_not_taken_by_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
