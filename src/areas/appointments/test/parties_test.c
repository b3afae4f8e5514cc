/* What people who come together are told by mail, and what their calendars take in and out. */
#include "workshop.h"

#include "jobs/jobs.h"

static struct patient_id with_mail(struct town *t, const char *name, const char *email)
{
	const struct person p = { .name = { str_of(name) }, .birth_day = day_of(1990, 5, 1), .sex = S("female"), .phone = S("+212688000001"),
		.lang = S("fr"), .email = str_of(email) };
	struct patient_id id;

	assert_int_equal(patient_create(t->c.db, t->c.a, t->c.now, t->c.hospital, &p, &id), OK);
	return id;
}

/* The calendar file of the nth mail to an address, and that there are so many. */
static struct str calendar_of(struct town *t, const char *to, size_t nth, size_t all)
{
	struct str *v;
	size_t n;

	assert_int_equal(message_calendars(t->c.db, t->c.a, str_of(to), &v, &n), OK);
	assert_int_equal(n, all);
	return v[nth];
}

static int entries(struct str ics, const char *what)
{
	const struct str mark = str_of(what);
	ptrdiff_t at;
	int n = 0;

	for (; (at = str_find(ics, mark)) >= 0; n++)
		ics = str_sub(ics, (size_t)at + mark.n, ics.n);
	return n;
}

/* Three relatives at one telephone, two of them at one address. */
static void the_people_of_a_party_have_one_mail_with_their_entries_and_who_is_cancelled_is_taken_out_of_them(void **state)
{
	static const char *const names[] = { "Mina Alami", "Nour Alami", "Sami Alami" }, home[] = "home@example.ma", away[] = "away@example.ma";
	struct town t = town_make(BOTH_STATE(state));
	struct party_ask ask = { .organization = t.c.hospital, .lang = S("en"), .channel = "desk", .people = 3 };
	struct change_ask who;
	struct booked b[3];
	struct str token, *texts;
	struct party_id id;
	size_t n;
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	ask.gathering = added(&t, 4, 0);
	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &ask, &id, &token), OK);
	for (int i = 0; i < 3; i++) {
		const struct book_ask one = { .gathering = ask.gathering, .patient = with_mail(&t, names[i], i < 2 ? home : away), .party = id,
			.channel = CH_DESK, .role = S("desk"), .silent = true };

		assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &one, &b[i]), OK);
	}
	assert_int_equal(party_tell(t.c.db, t.c.a, t.c.now, id, PARTY_BOOKED, token), OK);
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212688000001"), &texts, &n), OK);
	assert_int_equal(n, 1);
	assert_true(str_find(texts[0], S("3 people")) >= 0);
	assert_int_equal(entries(calendar_of(&t, home, 0, 1), "BEGIN:VEVENT"), 2);
	assert_int_equal(entries(calendar_of(&t, home, 0, 1), "METHOD:REQUEST"), 2);
	assert_true(str_find(calendar_of(&t, home, 0, 1), S("{site}/together/")) >= 0);
	assert_int_equal(entries(calendar_of(&t, away, 0, 1), "BEGIN:VEVENT"), 1);
	who = by_desk(b[1].id, -1);
	who.silent = true;
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(party_mail_gone(t.c.db, t.c.a, t.c.now, id, &b[1].id, 1, 0), OK);
	assert_int_equal(entries(calendar_of(&t, home, 1, 2), "BEGIN:VEVENT"), 1);
	assert_int_equal(entries(calendar_of(&t, home, 1, 2), "METHOD:CANCEL"), 1);
	assert_true(str_find(calendar_of(&t, home, 1, 2), arena_fmt(t.c.a, "SEQUENCE:%lld", (long long)v)) >= 0);
	(void)calendar_of(&t, away, 0, 1);
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212688000001"), &texts, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* Online nothing of a file is filled; what was given with the booking serves for that booking, until an address is put right. */
static void who_has_no_address_on_file_has_mail_where_it_was_given_for_the_party(void **state)
{
	static const char given[] = "given@example.ma", own[] = "own@example.ma";
	struct town t = town_make(BOTH_STATE(state));
	struct party_ask ask = { .organization = t.c.hospital, .lang = S("en"), .channel = "online", .people = 2, .email = str_of(given) };
	const struct patient_id who[2] = { with_mail(&t, "Mina Alami", ""), with_mail(&t, "Sami Alami", own) };
	struct str token;
	struct party_id id;
	struct booked b[2];
	struct party p;
	struct patient mina;
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	ask.gathering = added(&t, 4, 0);
	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &ask, &id, &token), OK);
	for (int i = 0; i < 2; i++) {
		const struct book_ask one = { .gathering = ask.gathering, .patient = who[i], .party = id, .channel = CH_ONLINE, .role = S("public"),
			.silent = true };

		assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &one, &b[i]), OK);
	}
	assert_int_equal(party_tell(t.c.db, t.c.a, t.c.now, id, PARTY_BOOKED, token), OK);
	assert_int_equal(entries(calendar_of(&t, given, 0, 1), "BEGIN:VEVENT"), 1);
	assert_int_equal(entries(calendar_of(&t, own, 0, 1), "BEGIN:VEVENT"), 1);
	const struct change_ask by = by_desk(b[0].id, -1);

	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &by, false, S("Away"), &v), OK);
	assert_int_equal(entries(calendar_of(&t, given, 1, 2), "METHOD:CANCEL"), 1);
	(void)calendar_of(&t, own, 0, 1);
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, who[0], &mina), OK);
	assert_int_equal(patient_rectify(t.c.db, t.c.a, t.c.now, &everybody, 1, who[0], mina.version, &(struct person){ .name = mina.name,
		.birth_day = mina.birth_day, .sex = mina.sex, .phone = mina.phone, .lang = mina.lang, .email = S("right@example.ma") }), OK);
	assert_int_equal(party_get(t.c.db, t.c.a, id, &p), OK);
	assert_int_equal(p.email.n, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void seats_without_names_are_one_entry_in_the_calendar_of_who_keeps_them_until_they_are_given_back(void **state)
{
	static const char mail[] = "school@example.ma";
	struct town t = town_make(BOTH_STATE(state));
	struct party_ask ask = { .organization = t.c.hospital, .name = S("School"), .contact = S(""), .phone = S("+212677777777"),
		.email = str_of(mail), .lang = S("en"), .seats = 3, .channel = "desk", .role = S("desk") };
	struct change_ask who = by_desk((struct appointment_id){ 0 }, -1);
	struct str token, *texts;
	struct party_id id;
	struct party p;
	int64_t forgotten;
	size_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	ask.gathering = added(&t, 4, 0);
	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &ask, &id, &token), OK);
	assert_int_equal(party_tell(t.c.db, t.c.a, t.c.now, id, PARTY_BOOKED, token), OK);
	assert_int_equal(entries(calendar_of(&t, mail, 0, 1), "METHOD:REQUEST"), 1);
	assert_int_equal(message_texts(t.c.db, t.c.a, str_of(mail), &texts, &n), OK);
	assert_true(str_find(texts[0], S("3 people")) >= 0);
	assert_int_equal(party_get(t.c.db, t.c.a, id, &p), OK);
	assert_int_equal(party_give_back(t.c.db, t.c.a, t.c.now, &p, 3, &who), OK);
	assert_int_equal(party_mail_gone(t.c.db, t.c.a, t.c.now, id, NULL, 0, 3), OK);
	assert_int_equal(entries(calendar_of(&t, mail, 1, 2), "METHOD:CANCEL"), 1);
	assert_int_equal(entries(calendar_of(&t, mail, 1, 2), "BEGIN:VEVENT"), 1);
	assert_int_equal(parties_forget(t.c.db, t.c.a, (struct instant){ t.c.now.v + 365 * 86400 }, &forgotten), OK);
	assert_int_equal(party_get(t.c.db, t.c.a, id, &p), OK);
	assert_int_equal(p.email.n, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* However long before it was booked: what is told of it needs the address. */
static void a_family_is_forgotten_after_its_visit_not_after_its_booking(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct party_ask family = { .organization = t.c.hospital, .lang = S("fr"), .channel = "desk", .email = S("home@example.ma") };
	struct book_ask ask = book_at(&t, 540, t.amina);
	struct booked b;
	struct str token;
	int64_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &family, &ask.party, &token), OK);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_true(b.start_at.v > t.c.now.v + 7200);
	assert_int_equal(parties_forget(t.c.db, t.c.a, (struct instant){ b.start_at.v - 3600 }, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(parties_forget(t.c.db, t.c.a, (struct instant){ b.start_at.v + 1 }, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_family_is_forgotten_after_its_visit_not_after_its_booking),
		BOTH(the_people_of_a_party_have_one_mail_with_their_entries_and_who_is_cancelled_is_taken_out_of_them),
		BOTH(who_has_no_address_on_file_has_mail_where_it_was_given_for_the_party),
		BOTH(seats_without_names_are_one_entry_in_the_calendar_of_who_keeps_them_until_they_are_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
