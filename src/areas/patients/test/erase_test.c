/* What is given out to a person, and that it is gone when she is erased: the address of a visit at home, requests on the
 * waiting list, referrals. */
#include "areas/appointments/test/town.h"
#include "areas/patients/files.h"
#include "areas/referrals/referrals.h"
#include "areas/schedules/homes.h"
#include "areas/waiting/waiting.h"
#include "patients_q.h"

static int64_t some_zone(struct country *c)
{
	struct home_zone z = { .organization = c->hospital, .name = names_make(S("Narjiss"), STR_NONE, STR_NONE),
		.minutes = 15, .near_min = 5, .active = true };
	int64_t id;

	assert_int_equal(home_zone_put(c->db, c->a, c->now, &z, &id), OK);
	return id;
}

static struct booked visit_at_home(struct town *t)
{
	struct country *c = &t->c;
	struct service s = country_type(c, "HOME");
	struct book_ask ask = book_at(t, 600, t->amina);
	struct opening o;
	struct opening_id id;
	struct booked b;

	s.place_kind = S("home");
	s.online = false;
	ask.home = (struct home){ .zone = some_zone(c), .address = S("12, rue Ibn Rochd"), .details = S("2e") };
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &ask.service), OK);
	o = country_opening(c, t->schedule, "", 540, 780);
	o.first_day = ask.day = (struct day){ c->monday.n + 3 };
	o.services = &ask.service;
	assert_int_equal(opening_put(c->db, c->a, c->now, &o, S("x"), &id), OK);
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), OK);
	return b;
}

static void an_erased_person_leaves_no_address(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b;
	struct patient p;

	assert_int_equal(db_begin(t.c.db), OK);
	b = visit_at_home(&t);
	assert_int_equal(seen(&t, b.id).home.address.n, 17);
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, t.amina, &p), OK);
	assert_int_equal(patient_erase(t.c.db, t.c.a, t.c.now, &everybody, 0, t.amina, p.version), OK);
	assert_int_equal(seen(&t, b.id).home.address.n, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static struct booked booked_with_mail(struct town *t, int32_t min)
{
	struct book_ask ask = book_at(t, min, t->amina);
	struct booked b;

	ask.email = S("amina@mta.test");
	assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &ask, &b), OK);
	return b;
}

static size_t mails_given(struct town *t)
{
	struct patient_given_mails_rows rows;

	assert_int_equal(patient_given_mails(t->c.db, t->c.a, &everybody, t->amina, &rows), OK);
	return rows.n;
}

static void an_address_given_with_an_appointment_goes_with_erasing_and_where_the_file_gets_its_own(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct person person = { .name = { S("Amina Alaoui") }, .birth_day = day_of(1980, 5, 1), .sex = S("female"),
		.phone = S("+212612345678"), .lang = S("fr"), .email = S("own@mta.test") };
	struct patient_id found;
	struct patient p;

	assert_int_equal(db_begin(t.c.db), OK);
	(void)booked_with_mail(&t, 540);
	(void)booked_with_mail(&t, 570);
	assert_int_equal(mails_given(&t), 1);	/* said once */
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, t.amina, &p), OK);
	assert_int_equal(p.email.n, 0);
	assert_int_equal(patient_erase(t.c.db, t.c.a, t.c.now, &everybody, 0, t.amina, p.version), OK);
	assert_int_equal(mails_given(&t), 0);
	db_rollback(t.c.db);

	assert_int_equal(db_begin(t.c.db), OK);
	(void)booked_with_mail(&t, 540);
	assert_int_equal(patient_find_or_create(t.c.db, t.c.a, t.c.now, t.c.hospital, &person, &found), OK);
	assert_int_equal(found.v, t.amina.v);
	assert_int_equal(mails_given(&t), 0);
	(void)booked_with_mail(&t, 570);	/* the file's own serves */
	assert_int_equal(mails_given(&t), 0);
	db_rollback(t.c.db);
}

static void an_address_given_with_an_appointment_goes_three_months_after_it(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	b = booked_with_mail(&t, 540);
	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(retention_job(t.c.db, t.c.a, (struct instant){ b.start_at.v + 88 * 86400LL }), OK);
	assert_int_equal(mails_given(&t), 1);
	assert_int_equal(retention_job(t.c.db, t.c.a, (struct instant){ b.start_at.v + 94 * 86400LL }), OK);
	assert_int_equal(mails_given(&t), 0);
}

/* As asked online: no file is named. */
static void ask_for(struct town *t, const char *name, const char *phone, struct day birth)
{
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added got;

	ask.organization = t->c.hospital.v;
	ask.specialty = S("cardiologie");
	ask.area = S("all");
	ask.name.s = str_of(name);
	ask.birth_day = birth;
	ask.sex = S("female");
	ask.phone = str_of(phone);
	ask.lang = S("fr");
	ask.channel = CH_ONLINE;
	assert_int_equal(waiting_add(t->c.db, t->c.a, t->c.now, &ask, &got), OK);
}

static bool is_told(struct town *t, struct patient_id id, const char *what)
{
	struct buf *out = buf_new(t->c.a, 1 << 16);

	assert_int_equal(patient_export_json(t->c.db, t->c.a, &everybody, id, out), OK);
	return str_find(buf_str(out), str_of(what)) >= 0;
}

static void an_erased_person_leaves_no_request(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct person relative = { .name = { S("Salma Alaoui") }, .sex = S("female"), .lang = S("fr") };
	struct patient_id salma;
	struct patient p;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, t.amina, &p), OK);
	relative.phone = p.phone;
	relative.birth_day = (struct day){ p.birth_day.n + 1 };
	assert_int_equal(patient_create(t.c.db, t.c.a, t.c.now, t.c.hospital, &relative, &salma), OK);
	assert_false(is_told(&t, t.amina, "asked_at"));
	ask_for(&t, p.name.s.p, p.phone.p, p.birth_day);
	assert_true(is_told(&t, t.amina, "asked_at"));
	assert_false(is_told(&t, salma, "asked_at"));
	ask_for(&t, relative.name.s.p, p.phone.p, relative.birth_day);
	assert_int_equal(patient_erase(t.c.db, t.c.a, t.c.now, &everybody, 0, t.amina, p.version), OK);
	assert_true(is_told(&t, salma, "asked_at"));
	assert_int_equal(db_commit(t.c.db), OK);
}

/* The same house, phone and birth date; the names are alike, as those of twins are. */
static void a_twin_is_neither_shown_nor_taken_off_with_the_other(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct person twin = { .name = { S("Nadia Tazi") }, .sex = S("female"), .lang = S("fr"), .phone = S("+212611111111") };
	struct patient_id nadia, nadira;
	struct patient p;

	assert_int_equal(db_begin(t.c.db), OK);
	twin.birth_day = day_of(2019, 4, 2);
	assert_int_equal(patient_create(t.c.db, t.c.a, t.c.now, t.c.hospital, &twin, &nadia), OK);
	twin.name.s = S("Nadira Tazi");
	assert_int_equal(patient_create(t.c.db, t.c.a, t.c.now, t.c.hospital, &twin, &nadira), OK);
	ask_for(&t, "Nadira Tazi", twin.phone.p, twin.birth_day);
	assert_true(is_told(&t, nadira, "asked_at"));
	assert_false(is_told(&t, nadia, "asked_at"));
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, nadia, &p), OK);
	assert_int_equal(patient_erase(t.c.db, t.c.a, t.c.now, &everybody, 0, nadia, p.version), OK);
	assert_true(is_told(&t, nadira, "asked_at"));
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, nadira, &p), OK);
	assert_int_equal(patient_erase(t.c.db, t.c.a, t.c.now, &everybody, 0, nadira, p.version), OK);
	assert_false(is_told(&t, nadira, "asked_at"));
	assert_int_equal(db_commit(t.c.db), OK);
}

static void an_erased_person_leaves_no_referral(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct referral_new in = { .organization = t.c.hospital, .service = t.c.service, .patient = t.amina, .account = 77,
		.referred_by = S("Dr Rami"), .reason = S("souffle"), .referred_day = t.c.monday, .until = { t.c.monday.n + 30 },
		.urgency = HURRY_SOON };
	struct referral_id id;
	struct str code;
	struct patient p;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(referral_add(t.c.db, t.c.a, t.c.now, &in, &id, &code), OK);
	assert_true(is_told(&t, t.amina, "Dr Rami") && is_told(&t, t.amina, "souffle"));
	assert_false(is_told(&t, t.omar, "Dr Rami"));
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, t.amina, &p), OK);
	assert_int_equal(patient_erase(t.c.db, t.c.a, t.c.now, &everybody, 0, t.amina, p.version), OK);
	assert_false(is_told(&t, t.amina, "Dr Rami") || is_told(&t, t.amina, "souffle"));
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(an_erased_person_leaves_no_address),
		BOTH(an_address_given_with_an_appointment_goes_with_erasing_and_where_the_file_gets_its_own),
		BOTH(an_address_given_with_an_appointment_goes_three_months_after_it), BOTH(an_erased_person_leaves_no_request),
		BOTH(a_twin_is_neither_shown_nor_taken_off_with_the_other),
		BOTH(an_erased_person_leaves_no_referral) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
