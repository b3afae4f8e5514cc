/* Reminders on both engines: who gets one, when, and never two. */
#include "areas/appointments/test/town.h"
#include "areas/organizations/organizations.h"
#include "areas/reminders/inside.h"
#include "base/gsm.h"
#include "base/random.h"
#include "db/engine.h"
#include "jobs/jobs.h"
#include "jobs/test/outbox.h"

static const char amina[] = "+212612345678", omar[] = "+212699999999";

/* The hospital's wall time: so many days after the Monday, at that minute. */
static void clock_at(struct town *t, int32_t days, int32_t min)
{
	const struct zone *z;

	assert_int_equal(zone_get(S("Africa/Casablanca"), &z), OK);
	t->c.now = zone_instant(z, (struct local){ { t->c.monday.n + days }, min });
}

static struct booked books(struct town *t, int32_t days, int32_t min, struct patient_id who)
{
	struct book_ask ask = book_at(t, min, who);
	struct booked b;

	ask.day.n = t->c.monday.n + days;
	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &ask, &b), OK);
	assert_int_equal(db_commit(t->c.db), OK);
	return b;
}

static void cancels(struct town *t, struct appointment_id id)
{
	struct change_ask who = by_desk(id, -1);
	int64_t v;

	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(appointment_cancel(t->c.db, t->c.a, t->c.now, &who, true, S(""), &v), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static size_t texts(struct town *t, const char *phone, struct str *ret_last)
{
	struct str *v;
	size_t n;

	assert_int_equal(message_texts(t->c.db, t->c.a, str_of(phone), &v, &n), OK);
	if (ret_last && n)
		*ret_last = v[n - 1];
	return n;
}

static void job(struct town *t)
{
	assert_int_equal(reminders_run(t->c.db, t->c.a, t->c.now, true), OK);
}

/* Lets the days pass from now on, half an hour after the other; the minutes since the Monday at which that phone was
 * written to. */
enum { MOST = 20 };
struct times { int32_t v[MOST]; size_t n; };
static struct times pass(struct town *t, int32_t from_min, int32_t to_min, const char *phone)
{
	size_t before = texts(t, phone, NULL);
	struct times got = { 0 };

	for (int32_t m = from_min; m <= to_min; m += 30) {
		clock_at(t, m / 1440, m % 1440);
		job(t);
		job(t);
		for (size_t n = texts(t, phone, NULL); before < n && got.n < MOST; before++)
			got.v[got.n++] = m;
	}
	return got;
}
enum { DAY = 1440 };

static void each_day_of_the_plan_gives_one_message_at_its_hour(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	books(&t, 9, 600, t.amina);
	struct times got = pass(&t, 420, 9 * DAY + 600, amina);

	assert_int_equal(got.n, 3);
	assert_int_equal(got.v[0], 2 * DAY + 600);
	assert_int_equal(got.v[1], 7 * DAY + 600);
	assert_int_equal(got.v[2], 9 * DAY + 480);
}

static void who_booked_late_is_reminded_once(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	clock_at(&t, 0, 900);
	books(&t, 2, 660, t.amina);
	books(&t, 2, 540, t.omar);
	struct times got = pass(&t, 900, 2 * DAY + 660, amina);

	assert_int_equal(got.n, 1);
	assert_int_equal(got.v[0], 2 * DAY + 480);
	assert_int_equal(texts(&t, omar, NULL), 2);		/* the confirmation, and the evening before */
}

/* With her mother's telephone. */
static struct patient_id child_of_amina(struct town *t)
{
	struct patient_id child;

	assert_int_equal(db_begin(t->c.db), OK);
	child = someone(&t->c, "Sara Alaoui", amina);
	assert_int_equal(db_commit(t->c.db), OK);
	return child;
}

static void one_message_a_day_speaks_of_all_and_a_parent_has_one_for_siblings(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct patient_id child = child_of_amina(&t);
	struct str said;

	books(&t, 9, 690, t.amina);
	books(&t, 9, 600, child);
	books(&t, 9, 630, child);
	struct times got = pass(&t, 420, 9 * DAY + 690, amina);

	assert_int_equal(got.n, 3);
	texts(&t, amina, &said);
	assert_true(str_find(said, S("3 rendez-vous")) >= 0);
	assert_true(str_find(said, S("10:00")) >= 0);
}

/* One of the two that one telephone is reminded of becomes another house's. */
static void give_to_another_house(struct town *t, struct appointment_id id)
{
	struct remind_due_rows rows;
	int64_t n;

	assert_int_equal(remind_due(t->c.db, t->c.a, (struct instant){ t->c.now.v + DAY * 60 }, 10, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(remind_put(t->c.db, t->c.a, (struct reminder_id){ random_id(t->c.now) }, t->c.ministry, rows.v[0].contact, rows.v[0].day,
		rows.v[0].way, (struct instant){ t->c.now.v + 12 * 3600 }, t->c.now), OK);
	assert_int_equal(remind_about_move(t->c.db, t->c.a, rows.v[0].contact, rows.v[0].day, t->c.ministry, id, rows.v[0].id, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(db_commit(t->c.db), OK);
}

static void visits_in_two_houses_are_one_message_too(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct patient_id child = child_of_amina(&t);
	struct str said;

	books(&t, 9, 690, t.amina);
	struct booked other = books(&t, 9, 600, child);

	clock_at(&t, 2, 1);
	job(&t);
	give_to_another_house(&t, other.id);
	struct times got = pass(&t, 2 * DAY + 30, 2 * DAY + 1410, amina);

	assert_int_equal(got.n, 1);
	texts(&t, amina, &said);
	assert_int_equal(str_find(said, S("2 rendez-vous")), -1);	/* the staff of the house that sends it may read it */
	assert_true(str_find(said, S(" et ailleurs.")) >= 0);
	said = outbox_shown(t.c.db, t.c.a, amina);
	assert_int_equal(str_find(said, S("ailleurs")), -1);		/* nor do they learn that there is another */
	assert_true(str_find(said, S("10:00")) >= 0);
	assert_int_equal(str_find(said, S("{")), -1);
	assert_true(str_find(said, S("10:00")) >= 0);		/* the first, though its house would have said it at noon */
}

static void a_question_waits_for_the_day_after_a_reminder(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct message m = { .organization = t.c.ministry.v, .template = S("confirm"), .recipient = str_of(amina), .body = S("?"), .may_wait = true,
		.spaced = SPACED_GIVES_WAY };

	books(&t, 9, 600, t.amina);
	clock_at(&t, 2, 1);
	job(&t);						/* the reminder goes at ten */
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(message_queue(t.c.db, t.c.a, t.c.now, &m), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	clock_at(&t, 2, 540);
	outbox_leaves(t.c.db, t.c.a, t.c.now);
	assert_int_equal(outbox_has(t.c.db, t.c.a, amina, "confirm", "sent"), 0);
	clock_at(&t, 2, 610);
	job(&t);
	outbox_leaves(t.c.db, t.c.a, t.c.now);
	assert_int_equal(outbox_has(t.c.db, t.c.a, amina, "reminder", "sent"), 1);
	assert_int_equal(outbox_has(t.c.db, t.c.a, amina, "confirm", "sent"), 0);
	clock_at(&t, 3, 480);
	outbox_leaves(t.c.db, t.c.a, t.c.now);
	assert_int_equal(outbox_has(t.c.db, t.c.a, amina, "confirm", "sent"), 1);
}

static void nothing_is_said_of_what_was_cancelled_or_moved_meanwhile(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked gone = books(&t, 9, 600, t.amina), moved = books(&t, 9, 630, t.omar);
	struct change_ask mover = by_desk(moved.id, -1);
	struct move_ask to = { .schedule = t.schedule, .day = { t.c.monday.n + 9 }, .start_min = 690 };
	int64_t v;

	clock_at(&t, 2, 1);
	job(&t);						/* the day is planned: both would be told at ten */
	clock_at(&t, 2, 480);
	cancels(&t, gone.id);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &mover, &to, &v), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	size_t to_amina = texts(&t, amina, NULL), to_omar = texts(&t, omar, NULL);

	pass(&t, 2 * DAY + 480, 2 * DAY + 1200, amina);
	assert_int_equal(texts(&t, amina, NULL), to_amina);
	assert_int_equal(texts(&t, omar, NULL), to_omar);
	struct times got = pass(&t, 2 * DAY + 1230, 9 * DAY + 690, omar);

	assert_int_equal(got.n, 2);				/* of the new hour */
	assert_int_equal(texts(&t, amina, NULL), to_amina);
}

static void whose_number_was_put_right_meanwhile_is_told_at_the_new_one_alone(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct person p = { .name = { S("Amina Alaoui") }, .birth_day = day_of(1980, 5, 1), .sex = S("female"), .phone = S("+212600000077"), .lang = S("fr") };
	struct patient who;

	books(&t, 9, 600, t.amina);
	clock_at(&t, 2, 1);
	job(&t);
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, t.amina, &who), OK);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(patient_rectify(t.c.db, t.c.a, t.c.now, &everybody, 1, t.amina, who.version, &p), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	size_t before = texts(&t, amina, NULL);
	struct times got = pass(&t, 2 * DAY + 30, 2 * DAY + 720, "+212600000077");

	assert_int_equal(texts(&t, amina, NULL), before);
	assert_int_equal(got.n, 1);
	assert_true(got.v[0] <= 2 * DAY + 630);
}

static void a_day_without_the_job_is_made_up_for(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	books(&t, 9, 600, t.amina);
	pass(&t, 420, DAY, omar);
	struct times got = pass(&t, 3 * DAY + 540, 9 * DAY + 600, amina);	/* Wednesday was slept through */

	assert_int_equal(got.n, 3);
	assert_int_equal(got.v[0], 3 * DAY + 540);
}

static void a_type_may_have_a_plan_of_its_own_or_none(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	assert_int_equal(remind_plan_put(t.c.db, t.c.a, t.c.service, t.c.ministry, S("1")), OK);
	books(&t, 9, 600, t.amina);
	struct times got = pass(&t, 420, 9 * DAY + 600, amina);

	assert_int_equal(got.n, 1);
	assert_int_equal(got.v[0], 8 * DAY + 600);
	assert_int_equal(remind_plan_put(t.c.db, t.c.a, t.c.service, t.c.ministry, S("")), OK);
	books(&t, 16, 600, t.omar);
	got = pass(&t, 9 * DAY + 630, 16 * DAY + 600, omar);
	assert_int_equal(got.n, 0);
}

static void a_feast_is_kept_free_and_nobody_goes_without(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	for (int32_t d = 7; d <= 8; d++)
		assert_int_equal(calendar_day_put(t.c.db, t.c.a, (struct calendar_day_id){ d }, t.c.ministry, (struct day){ t.c.monday.n + d },
			S("holiday"), S("Fête"), S("عيد"), S("Feast"), true), OK);
	books(&t, 9, 600, t.amina);
	struct times got = pass(&t, 420, 9 * DAY + 600, amina);

	assert_int_equal(got.n, 3);
	assert_int_equal(got.v[1], 6 * DAY + 600);		/* two days before is a feast: the Sunday */
	assert_int_equal(got.v[2], 9 * DAY + 480);
}

static void follows(struct town *t)
{
	assert_int_equal(remind_follow_all(t->c.db, t->c.a, t->c.now), OK);
}

/* Two appointments are in one message that waits in the outbox; one is cancelled: the other alone is told, once. */
static void is_made_anew(struct town *t, int gone, const char *hour)
{
	const struct booked b[] = { books(t, 9, 600, t->amina), books(t, 9, 660, t->amina) };
	struct str said;

	pass(t, 420, 2 * DAY + 600, amina);
	texts(t, amina, &said);
	assert_true(str_find(said, S("2 rendez-vous")) >= 0);
	cancels(t, b[gone].id);
	size_t before = texts(t, amina, NULL);

	for (int i = 0; i < 2; i++) {
		follows(t);
		job(t);
	}
	assert_int_equal(texts(t, amina, &said), before + 1);
	assert_true(str_find(said, S("Rappel")) >= 0 && str_find(said, S("2 rendez-vous")) < 0 && str_find(said, str_of(hour)) >= 0);
	cancels(t, b[!gone].id);
	before = texts(t, amina, NULL);
	follows(t);
	job(t);
	assert_int_equal(texts(t, amina, NULL), before);
}

static void a_message_that_waits_is_made_anew_when_its_first_appointment_is_cancelled(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	is_made_anew(&t, 0, "11:00");
}

static void a_message_that_waits_is_made_anew_when_another_of_its_appointments_is_cancelled(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	is_made_anew(&t, 1, "10:00");
}

static void who_was_not_reached_is_called_once(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct gateways none = { 0 };
	struct call_list_rows calls;
	int n;

	books(&t, 9, 600, t.amina);
	cancels(&t, books(&t, 9, 660, t.omar).id);
	pass(&t, 420, 2 * DAY + 600, amina);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(outbox_send(t.c.db, t.c.a, t.c.now, &none, S(""), 100, &n), OK);
		follows(&t);
	}
	assert_int_equal(call_list(t.c.db, t.c.a, &everybody, (struct day){ t.c.monday.n + 2 }, 100, &calls), OK);
	assert_int_equal(calls.n, 1);
	assert_int_equal(calls.v[0].patient.v, t.amina.v);
	assert_true(str_eq(calls.v[0].why, S("failed")));
}

/* A file without a telephone of its own, of a group that gave one: reminded there, so called there. */
/* Somebody at the hospital's desk. */
static struct account_roles desk_role(struct town *t)
{
	const struct account_new in = { .organization = t->c.hospital, .login = S("desk"), .name = { S("Desk") },
		.password = S("long-enough-word"), .lang = S("en"), .role = ROLE_DESK };
	struct account_roles r = { .v = ARENA_ARRAY(t->c.a, struct membership_id, 1), .n = 1 };

	assert_int_equal(account_create(t->c.db, t->c.a, t->c.now, &in, &r.account), OK);
	assert_int_equal(db_exec(t->c.db, "UPDATE membership SET id = 901"), OK);
	r.v[0].v = 901;
	return r;
}

static void who_was_not_reached_at_the_groups_telephone_is_called_there(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct party_ask group = { .organization = t.c.hospital, .name = S("École"), .phone = S("+212688000011"), .lang = S("fr"),
		.channel = "desk", .people = 1 };
	struct book_ask ask = book_at(&t, 600, t.amina);
	const struct gateways none = { 0 };
	struct call_list_rows calls;
	struct account_roles desk;
	struct str_list waiting;
	struct str token;
	struct booked b;
	int n;

	ask.day.n = t.c.monday.n + 9;
	assert_int_equal(db_begin(t.c.db), OK);
	desk = desk_role(&t);
	ask.patient = someone(&t.c, "Sara Alaoui", "");
	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &group, &ask.party, &token), OK);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	pass(&t, 420, 2 * DAY + 600, "+212688000011");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(outbox_send(t.c.db, t.c.a, t.c.now, &none, S(""), 100, &n), OK);
		follows(&t);
	}
	assert_int_equal(call_list(t.c.db, t.c.a, &everybody, (struct day){ t.c.monday.n + 2 }, 100, &calls), OK);
	assert_int_equal(calls.n, 1);
	assert_true(str_eq(calls.v[0].phone, S("+212688000011")));
	assert_int_equal(call_visits_numbers(t.c.db, t.c.a, &desk, (struct day){ t.c.monday.n + 2 }, 9, &waiting), OK);
	assert_int_equal(waiting.n, 1);
}

static size_t letters_left(struct town *t)
{
	struct letters_waiting_rows rows;

	assert_int_equal(letters_waiting(t->c.db, t->c.a, &everybody, (struct day){ 0 }, 100, &rows), OK);
	return rows.n;
}

static void a_letter_that_nobody_printed_ends_when_the_post_could_not_bring_it(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct patient_id fatima;

	assert_int_equal(db_begin(t.c.db), OK);
	fatima = someone(&t.c, "Fatima Berrada", "");
	assert_int_equal(db_commit(t.c.db), OK);
	books(&t, 9, 600, fatima);
	clock_at(&t, 4, 480);
	job(&t);
	assert_int_equal(letters_left(&t), 1);
	clock_at(&t, 7, 480);
	job(&t);
	assert_int_equal(letters_left(&t), 1);		/* with today's batch it still comes in time */
	clock_at(&t, 8, 480);
	job(&t);
	assert_int_equal(letters_left(&t), 0);
}

/* The clocks of France go forward on 28 March 2027: ten in the morning is ten in the morning, before and after. */
static void the_hours_are_those_of_the_place_over_a_change_of_the_clock(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct country *c = &t.c;
	struct organization_id house = { 77 };
	struct location_id place = { 78 };
	struct person p = { .name = { S("Jeanne Dupont") }, .birth_day = day_of(1980, 5, 1), .sex = S("female"), .phone = S("+33612345678"), .lang = S("fr") };
	struct patient_id who;
	const char *const want[] = { "2027-03-22T09:00:00Z", "2027-03-27T09:00:00Z", "2027-03-29T06:00:00Z" };
	struct instant at;
	size_t seen = 1;

	c->monday = day_of(2027, 3, 1);
	assert_int_equal(instant_parse(S("2027-03-01T08:00:00Z"), &c->now), OK);
	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(organization_add(c->db, c->a, house, c->ministry, 3000, 4000, 1, S("establishment"), S("LENS"), S("Lens"), S("Lens"), S("Lens"),
		S("lens"), S("CH Lens"), S("+33321000000"), S("Europe/Paris")), OK);
	assert_int_equal(location_add(c->db, c->a, place, house, S("LENS-1"), S("Lens"), S("Lens"), S("Lens"), S("Rue"), S("Rue"), S("A"), S("A"),
		S("+33321000001"), S("Europe/Paris")), OK);
	t.schedule = country_schedule(c, house, place, (struct practitioner_id){ 0 }, true);
	country_open(c, t.schedule, "FREQ=WEEKLY;BYDAY=MO", 540, 720);
	assert_int_equal(patient_create(c->db, c->a, c->now, house, &p, &who), OK);
	assert_int_equal(db_commit(c->db), OK);
	books(&t, 28, 600, who);
	assert_int_equal(instant_parse(S("2027-03-20T00:10:00Z"), &c->now), OK);
	for (int i = 0; i < 10 * 24 * 2; i++, c->now.v += 1800) {
		job(&t);
		if (texts(&t, "+33612345678", NULL) == seen)
			continue;
		assert_true(seen <= 3);
		assert_int_equal(instant_parse(str_of(want[seen++ - 1]), &at), OK);
		assert_true(c->now.v >= at.v && c->now.v < at.v + 1800);
	}
	assert_int_equal(seen, 4);
}

/* Whatever the day, hour, number and place: one segment, in Arabic too. */
static void a_reminder_is_one_segment_in_every_language(void **state)
{
	const struct str places[] = { S("Centre hospitalier universitaire Hassan II de Fès"), S("CHU"), S(""),
		S("المستشفى الجامعي الحسن الثاني بفاس العاصمة العلمية"), S("Hôpital préfectoral Çà et là œuvre") };
	struct town t = town_make(BOTH_STATE(state));

	for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++)
		for (size_t n = 1; n <= 20; n++)
			for (int l = 0; l < LANG_MAX; l++) {
				struct remind_text r = { .start = { day_of(2026, 12, 28), 1439 }, .place = places[p], .n = n, .answer = true };
				struct gsm_size size = gsm_size(remind_words(t.c.a, (enum lang)l, &r));

				if (size.segments != 1)
					fail_msg("%d parts: %.*s", size.segments, STR_ARG(remind_words(t.c.a, (enum lang)l, &r)));
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(each_day_of_the_plan_gives_one_message_at_its_hour),
		BOTH(who_booked_late_is_reminded_once),
		BOTH(one_message_a_day_speaks_of_all_and_a_parent_has_one_for_siblings),
		BOTH(visits_in_two_houses_are_one_message_too),
		BOTH(a_question_waits_for_the_day_after_a_reminder),
		BOTH(nothing_is_said_of_what_was_cancelled_or_moved_meanwhile),
		BOTH(whose_number_was_put_right_meanwhile_is_told_at_the_new_one_alone),
		BOTH(a_day_without_the_job_is_made_up_for),
		BOTH(a_type_may_have_a_plan_of_its_own_or_none),
		BOTH(a_feast_is_kept_free_and_nobody_goes_without),
		BOTH(a_message_that_waits_is_made_anew_when_its_first_appointment_is_cancelled),
		BOTH(a_message_that_waits_is_made_anew_when_another_of_its_appointments_is_cancelled),
		BOTH(who_was_not_reached_is_called_once),
		BOTH(who_was_not_reached_at_the_groups_telephone_is_called_there),
		BOTH(a_letter_that_nobody_printed_ends_when_the_post_could_not_bring_it),
		BOTH(the_hours_are_those_of_the_place_over_a_change_of_the_clock),
		BOTH(a_reminder_is_one_segment_in_every_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
