/* What people are told: in their language, short, without a medical word, never too late. */
#include "db/test/both.h"

#include "appointments_q.h"
#include "areas/appointments/notice.h"
#include "areas/appointments/test/town.h"
#include "base/gsm.h"
#include "base/utf8.h"
#include "jobs/jobs.h"
#include "page/page.h"

static const struct instant noon = { 1790000000 };

static struct notice about(enum notice_kind kind, const char *lang)
{
	return (struct notice){ .kind = kind, .organization = 1, .appointment = 2, .patient = 3,
		.phone = S("+212600000001"),
		.lang = str_of(lang), .place = S("Hop. Ibn Al Khatib"),
			.place_phone = S("+212535000001"),
		.start = { day_of(2026, 10, 15), 580 }, .start_at = { noon.v + 86400 * 3 },
			.reference = S("K7M4RX9TH2K"),
		.token = S("abcdefghijklmnopqrstuv") };
}

struct texts { struct str *v; size_t n; };

static struct texts sent(struct both *b, struct notice n)
{
	struct texts t;

	assert_int_equal(notice_queue(b->db, b->a, noon, &n), OK);
	assert_int_equal(message_texts(b->db, b->a, S("+212600000001"), &t.v, &t.n), OK);
	return t;
}

#define HAS(s, part) assert_true(str_find((s), S(part)) >= 0)

static void a_booking_says_when_where_and_how_to_change_it(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str s = sent(b, about(NOTICE_BOOKED, "fr")).v[0];

	HAS(s, "15/10/2026");
	HAS(s, "09:40");
	HAS(s, "Hop. Ibn Al Khatib");
	HAS(s, "K7M4-RX9T-H2K");
	HAS(s, "{site}/a/abcdefghijklmnopqrstuv");
}

/* What a mail says and a text message has no room for; of a discreet type it would say what it is for. */
static void what_to_do_before_comes_by_mail_and_never_by_text(void **state)
{
	struct both *b = BOTH_STATE(state);

	for (int discreet = 0; discreet < 2; discreet++) {
		struct notice n = about(NOTICE_BOOKED, "ar");
		struct texts text, mail;

		n.email = arena_fmt(b->a, "somebody-%d@example.ma", discreet);
		n.bring = S("CARD");
		n.prepare = S("NOTHING FROM MIDNIGHT ON");
		n.discreet = discreet;
		text = sent(b, n);
		assert_int_equal(message_texts(b->db, b->a, n.email, &mail.v, &mail.n), OK);
		assert_int_equal(mail.n, 1);
		assert_true(str_find(text.v[text.n - 1], S("MIDNIGHT")) < 0 && str_find(text.v[text.n - 1], S("CARD")) < 0);
		assert_int_equal(str_find(mail.v[0], S("NOTHING FROM MIDNIGHT ON")) >= 0, !discreet);
		assert_int_equal(str_find(mail.v[0], S("قبل الحضور")) >= 0, !discreet);
		HAS(mail.v[0], "{site}/a/abcdefghijklmnopqrstuv");
	}
}

static void who_stays_where_she_is_is_not_told_to_come(void **state)
{
	static const char *const kinds[] = { "home", "phone", "video" };
	static const struct { const char *lang, *ready, *before, *comes; } said[] = {
		{ "fr", "À préparer", "Avant la visite", "venir" }, { "ar", "ما ينبغي تحضيره", "قبل الزيارة", "الحضور" },
		{ "en", "Have ready", "Before the visit", "you come" },
	};
	struct both *b = BOTH_STATE(state);

	for (int i = 0; i < 9; i++) {
		struct notice n = about(NOTICE_BOOKED, said[i % 3].lang);
		struct texts mail;

		n.email = arena_fmt(b->a, "somebody-%d@example.ma", i);
		n.place_kind = str_of(kinds[i / 3]);
		n.bring = S("CARD");
		n.prepare = S("A QUIET ROOM");
		sent(b, n);
		assert_int_equal(message_texts(b->db, b->a, n.email, &mail.v, &mail.n), OK);
		assert_true(str_find(mail.v[0], str_of(said[i % 3].ready)) >= 0);
		assert_true(str_find(mail.v[0], str_of(said[i % 3].before)) >= 0);
		assert_true(str_find(mail.v[0], str_of(said[i % 3].comes)) < 0);
	}
}

/* Groups of digits in Arabic text are read from right to left: 05 35 00 00 01 would be shown as 01 00 00 35 05. */
static void a_telephone_number_in_arabic_is_one_group(void **state)
{
	struct both *b = BOTH_STATE(state);

	HAS(sent(b, about(NOTICE_CANCELLED_BY_SERVICE, "fr")).v[0], "05 35 00 00 01");
	struct texts t = sent(b, about(NOTICE_CANCELLED_BY_SERVICE, "ar"));

	HAS(t.v[t.n - 1], "0535000001");
}

static struct message mail_of(struct both *b, struct notice *n, enum lang l)
{
	static const struct calendar_visit visit = { .id = 77, .version = 4, .start = { { 20741 }, 580 }, .start_at = { 1792052400 },
		.minutes = 20, .reference = { "K7M4RX9TH2K", 11 } };
	struct message m = { 0 };

	n->email = S("somebody@example.ma");
	n->address = S("Bd. Moulay Youssef, Fes");
	n->visits = &visit;
	n->nvisits = 1;
	notice_mail(b->a, noon, l, n, S("TEXT"), &m);
	return m;
}

static void a_mail_has_a_subject_and_a_calendar_that_replaces_the_older_one(void **state)
{
	static const struct { enum notice_kind kind; const char *subject, *method; } said[] = {
		{ NOTICE_BOOKED, "Rendez-vous\u00a0: jeudi 15\u00a0octobre", "METHOD:REQUEST" },
		{ NOTICE_MOVED, "Rendez-vous déplacé", "METHOD:REQUEST" },
		{ NOTICE_SUBSTITUTED, "Une autre personne", "METHOD:REQUEST" },
		{ NOTICE_SEAT, "Vous avez une place", "METHOD:REQUEST" },
		{ NOTICE_CANCELLED, "Rendez-vous annulé", "METHOD:CANCEL" },
		{ NOTICE_CANCELLED_BY_SERVICE, "Rendez-vous annulé", "METHOD:CANCEL" },
	};
	struct both *b = BOTH_STATE(state);

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct notice n = about(said[i].kind, "fr");
		struct message m = mail_of(b, &n, LANG_FR);

		if (!str_starts(m.subject, str_of(said[i].subject)))
			fail_msg("%.*s", STR_ARG(m.subject));
		assert_true(str_find(m.ics, str_of(said[i].method)) > 0);
		HAS(m.ics, "UID:77@diwan\r\n");
		HAS(m.ics, "SEQUENCE:4\r\n");
		HAS(m.ics, "ORGANIZER;CN=\"Hop. Ibn Al Khatib\":mailto:{organizer}\r\n");
		HAS(m.ics, "ATTENDEE;CUTYPE=INDIVIDUAL;");
		HAS(m.ics, "Bd. Moulay");
	}
}

static void a_mail_about_a_discreet_type_says_when_and_no_more(void **state)
{
	static const struct local starts = { { 20741 }, 580 };
	struct both *b = BOTH_STATE(state);

	for (enum notice_kind k = NOTICE_BOOKED; k <= NOTICE_SERIES_CANCELLED_BY_SERVICE; k++) {
		struct notice n = about(k, "fr");

		n.discreet = true;
		n.bring = S("CARD");
		n.starts = &starts;
		n.nstarts = k >= NOTICE_SERIES_BOOKED;
		struct message m = mail_of(b, &n, LANG_FR);
		const struct str all = arena_fmt(b->a, "%.*s %.*s %.*s", STR_ARG(m.subject), STR_ARG(m.body), STR_ARG(m.ics));

		HAS(all, "octobre");
		assert_true(str_find(all, S("Khatib")) < 0 && str_find(all, S("CARD")) < 0 && str_find(all, S("Moulay")) < 0);
	}
}

static void french_keeps_to_letters_of_the_short_alphabet(void **state)
{
	struct both *b = BOTH_STATE(state);

	for (enum notice_kind k = NOTICE_BOOKED; k <= NOTICE_CANCELLED_BY_SERVICE; k++) {
		struct texts rows = sent(b, about(k, "fr"));
		struct str s = rows.v[rows.n - 1];

		for (int32_t c; (c = utf8_next(&s)) >= 0;)
			assert_true(c < 0x80 || c == 0xE9 || c == 0xE8 || c == 0xE0 || c == 0xF9
				|| c == 0xC9);
	}
}

static void arabic_is_one_or_two_short_segments(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str s = sent(b, about(NOTICE_CANCELLED, "ar")).v[0];

	assert_in_range(utf8_count(s), 30, 134);
	HAS(s, "إلغاء");
}

static void a_cancellation_by_the_hospital_names_its_phone_and_no_link(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str s = sent(b, about(NOTICE_CANCELLED_BY_SERVICE, "en")).v[0];

	HAS(s, "05 35 00 00 01");
	assert_true(str_find(s, S("/a/")) < 0);
}

static void without_a_token_there_is_no_link(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct notice n = about(NOTICE_MOVED, "fr");

	n.token = STR_NONE;
	assert_true(str_find(sent(b, n).v[0], S("{site}")) < 0);
}

static void nobody_to_tell_and_the_past_queue_nothing(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct notice n = about(NOTICE_BOOKED, "fr");

	n.start_at = noon;
	assert_int_equal(sent(b, n).n, 0);
	n = about(NOTICE_BOOKED, "fr");
	n.phone = STR_NONE;
	assert_int_equal(sent(b, n).n, 0);
}

static void a_discreet_one_says_what_happened_and_no_place(void **state)
{
	static const struct { enum notice_kind kind; const char *says; } rows[] = {
		{ NOTICE_BOOKED, "Rendez-vous le" }, { NOTICE_MOVED, "déplacé" }, { NOTICE_MOVED_OTHER, "autre personne" },
		{ NOTICE_CANCELLED, "nnul" }, { NOTICE_CANCELLED_BY_SERVICE, "doit etre annulé" },
		{ NOTICE_SUBSTITUTED, "Une autre personne" }, { NOTICE_GIVEN_BACK, "reste" },
	};
	struct both *b = BOTH_STATE(state);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct notice n = about(rows[i].kind, "fr");
		struct texts t;

		n.discreet = true;
		t = sent(b, n);
		if (str_find(t.v[t.n - 1], str_of(rows[i].says)) < 0)
			fail_msg("%.*s does not say %s", STR_ARG(t.v[t.n - 1]), rows[i].says);
		assert_true(str_find(t.v[t.n - 1], S("Khatib")) < 0);
	}
}

static void an_unknown_language_is_french(void **state)
{
	struct both *b = BOTH_STATE(state);

	HAS(sent(b, about(NOTICE_BOOKED, "xx")).v[0], "Rendez-vous le 15/10/2026");
}

/* Over all that is told: nobody is sent to a house that comes to her, or calls; who cancels is named. */
static void who_stays_where_she_is_is_sent_nowhere(void **state)
{
	static const char *const kinds[] = { "home", "phone", "video" };
	static const char *const langs[] = { "fr", "ar", "en" };
	static const struct local starts[] = { { { 20600 }, 540 }, { { 20614 }, 540 } };
	struct both *b = BOTH_STATE(state);

	for (enum notice_kind k = NOTICE_BOOKED; k <= NOTICE_SERIES_CANCELLED_BY_SERVICE; k++)
		for (int i = 0; i < 9; i++) {
			struct notice n = about(k, langs[i % 3]);
			bool by_service = k == NOTICE_CANCELLED_BY_SERVICE || k == NOTICE_SERIES_CANCELLED_BY_SERVICE;
			struct texts t;

			n.place_kind = str_of(kinds[i / 3]);
			n.people = 2;
			if (k >= NOTICE_SERIES_BOOKED) {
				n.starts = starts;
				n.nstarts = 2;
			}
			t = sent(b, n);
			struct str s = t.v[t.n - 1];

			if ((str_find(s, n.place) >= 0) != by_service)
				fail_msg("kind %d, %s: %.*s", (int)k, kinds[i / 3], STR_ARG(s));
		}
	for (int i = 0; i < 3; i++)
		assert_false(str_eq(notice_place(LANG_FR, str_of(kinds[i]), S("Hop. A")), S("Hop. A")));
	assert_true(str_eq(notice_place(LANG_FR, S("on_site"), S("Hop. A")), S("Hop. A")));
	assert_true(str_eq(notice_place(LANG_FR, STR_NONE, S("Hop. A")), S("Hop. A")));
}

/* A message names no unit: an agenda kept by one is told of as the hospital's. */
static void the_agenda_of_a_unit_is_told_of_as_the_hospitals(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct organization_id unit, inner;
	struct place_of_notice_row of_unit, of_house;

	unit = country_organization(&t.c, t.c.hospital, 1100, 1200, 2, "department", "Cardiologie");
	inner = country_organization(&t.c, unit, 1110, 1120, 3, "department", "Soins intensifs");
	assert_int_equal(place_of_notice(b->db, b->a, t.c.hospital, t.schedule, &of_house), OK);
	assert_true(of_house.sms_name.n > 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(place_of_notice(b->db, b->a, i ? inner : unit, t.schedule, &of_unit), OK);
		assert_true(str_eq(of_unit.sms_name, of_house.sms_name) && str_eq(of_unit.phone, of_house.phone));
	}
}

/* A house whose very name says what it treats is not named. */
static void a_house_whose_name_tells_is_not_named(void **state)
{
	static const char *const langs[] = { "fr", "ar", "en" };
	static const struct local starts[] = { { { 20600 }, 540 } };
	struct both *b = BOTH_STATE(state);

	for (enum notice_kind k = NOTICE_BOOKED; k <= NOTICE_SERIES_CANCELLED_BY_SERVICE; k++)
		for (int i = 0; i < 3; i++) {
			struct notice n = about(k, langs[i]);
			enum lang l = LANG_FR;

			assert_true(lang_of(str_of(langs[i]), &l));
			n.place = S("Hop. Psychiatrique");
			n.people = 2;
			n.starts = starts;
			n.nstarts = k >= NOTICE_SERIES_BOOKED;
			struct str s = notice_text(b->a, l, &n);

			assert_true(s.n > 10 && str_find(s, S("Psy")) < 0);
		}
}

static void of_a_long_series_the_first_times_the_last_and_the_number_are_said(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct notice n = about(NOTICE_SERIES_CANCELLED, "fr");
	struct local starts[30];
	struct str s;

	for (int i = 0; i < 30; i++)
		starts[i] = (struct local){ { day_of(2026, 10, 1).n + 7 * i }, 540 };
	n.starts = starts;
	n.nstarts = 30;
	s = notice_text(b->a, LANG_FR, &n);
	assert_int_equal(gsm_size(s).segments, 1);
	HAS(s, "30 rendez-vous");
	HAS(s, "01/10/2026 09:00, 08/10/2026 09:00, ");
	HAS(s, " ... 22/04/2027 09:00");
	n.nstarts = 3;
	HAS(notice_text(b->a, LANG_FR, &n), "01/10/2026 09:00, 08/10/2026 09:00, 15/10/2026 09:00");
}

/* What somebody has just asked for is answered at once; the rest is not worth waking anybody. */
static void what_nobody_asked_for_waits_for_the_morning_unless_it_is_of_the_next_day(void **state)
{
	static const struct { enum notice_kind kind; bool of_house, waits; } rows[] = {
		{ NOTICE_BOOKED, false, false }, { NOTICE_MOVED, false, false }, { NOTICE_MOVED, true, true },
		{ NOTICE_MOVED_OTHER, false, false }, { NOTICE_MOVED_OTHER, true, true }, { NOTICE_CANCELLED, false, false },
		{ NOTICE_CANCELLED_BY_SERVICE, false, true }, { NOTICE_SUBSTITUTED, false, true },
		{ NOTICE_GIVEN_BACK, false, true }, { NOTICE_WAITING, false, false }, { NOTICE_SEAT, false, true },
		{ NOTICE_PARTY_BOOKED, false, false }, { NOTICE_PARTY_CANCELLED, false, false },
		{ NOTICE_PARTY_MOVED, false, true }, { NOTICE_PARTY_SEATED, false, true }, { NOTICE_PARTY_OFF, false, true },
		{ NOTICE_SERIES_BOOKED, false, false }, { NOTICE_SERIES_MOVED, false, false },
		{ NOTICE_SERIES_CANCELLED, false, false }, { NOTICE_SERIES_CANCELLED_BY_SERVICE, false, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct notice n = about(rows[i].kind, "fr");

		n.of_house = rows[i].of_house;
		n.start_at.v = noon.v + 3 * 86400;
		assert_int_equal(notice_may_wait(&n, noon), rows[i].waits);
		n.start_at.v = noon.v + 5 * 3600;
		assert_false(notice_may_wait(&n, noon));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_booking_says_when_where_and_how_to_change_it),
		BOTH(what_to_do_before_comes_by_mail_and_never_by_text),
		BOTH(who_stays_where_she_is_is_not_told_to_come),
		BOTH(a_telephone_number_in_arabic_is_one_group),
		BOTH(a_mail_has_a_subject_and_a_calendar_that_replaces_the_older_one),
		BOTH(a_mail_about_a_discreet_type_says_when_and_no_more),
		BOTH(french_keeps_to_letters_of_the_short_alphabet),
		BOTH(arabic_is_one_or_two_short_segments),
		BOTH(a_cancellation_by_the_hospital_names_its_phone_and_no_link),
		BOTH(without_a_token_there_is_no_link),
		BOTH(nobody_to_tell_and_the_past_queue_nothing),
		BOTH(who_stays_where_she_is_is_sent_nowhere),
		BOTH(a_discreet_one_says_what_happened_and_no_place),
		BOTH(an_unknown_language_is_french),
		cmocka_unit_test(what_nobody_asked_for_waits_for_the_morning_unless_it_is_of_the_next_day),
		BOTH(the_agenda_of_a_unit_is_told_of_as_the_hospitals),
		BOTH(a_house_whose_name_tells_is_not_named),
		BOTH(of_a_long_series_the_first_times_the_last_and_the_number_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
