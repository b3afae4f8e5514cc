/* Referrals: what a letter's bytes are, and who may use and see one, on both engines. */
#include "areas/appointments/test/race.h"

#include "areas/accounts/accounts.h"
#include "areas/referrals/referrals.h"
#include "crypto/crypto.h"
#include "referrals_q.h"
#include "web/settings.h"

/* As it stands in tests/data/secret.key. */
#define SECRET "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
#define PDF "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
#define JPEG "\xff\xd8\xff\xe0\x00\x04..\xff\xda\x00\x02picture\xff\xd9"
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\0IHDRcrc.\0\0\0\0IENDcrc."

static void a_letter_is_what_its_bytes_say_from_first_to_last(void **state)
{
	const struct { struct str s; enum letter_fault f; enum letter_type t; } cases[] = {
		{ S(PDF), LETTER_GOOD, LETTER_PDF }, { S(JPEG), LETTER_GOOD, LETTER_JPEG }, { S(PNG), LETTER_GOOD, LETTER_PNG },
		{ S(""), LETTER_EMPTY, 0 },
		{ S("MZ\x90 program"), LETTER_UNKNOWN, 0 }, { S("<html><script>"), LETTER_UNKNOWN, 0 },
		{ S("GIF89a"), LETTER_UNKNOWN, 0 }, { S("PK\x03\x04"), LETTER_UNKNOWN, 0 }, { S("<svg onload=x>"), LETTER_UNKNOWN, 0 },
		/* cut off */
		{ S("%PDF-1.4\n1 0 obj"), LETTER_BROKEN, 0 }, { S("%PDF-1."), LETTER_BROKEN, 0 },
		{ S("\xff\xd8\xff"), LETTER_BROKEN, 0 }, { S("\xff\xd8\xff\xe0\x00\x40.."), LETTER_BROKEN, 0 },
		{ S("\xff\xd8\xff\xe0\x00\x04..\xff\xda\x00\x02pict"), LETTER_BROKEN, 0 },
		{ S("\x89PNG\r\n\x1a\n"), LETTER_BROKEN, 0 }, { S("\x89PNG\r\n\x1a\n\0\0\0\0IHDRcrc."), LETTER_BROKEN, 0 },
		{ S("\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDRcrc."), LETTER_BROKEN, 0 },
		/* with something else behind or before it */
		{ S(PDF "PK\x03\x04 an archive"), LETTER_BROKEN, 0 }, { S(JPEG "<script>"), LETTER_BROKEN, 0 },
		{ S(PNG "PK\x03\x04"), LETTER_BROKEN, 0 }, { S("GIF89a" PDF), LETTER_UNKNOWN, 0 },
		{ S("\x89PNG\r\n\x1a\n\0\0\0\0tEXtcrc.\0\0\0\0IENDcrc."), LETTER_BROKEN, 0 },
		/* that does something */
		{ S("%PDF-1.7\n/JavaScript (x)\nstartxref\n9\n%%EOF"), LETTER_ACTIVE, 0 },
		{ S("%PDF-1.7\n/EmbeddedFile\nstartxref\n9\n%%EOF"), LETTER_ACTIVE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum letter_type t = LETTER_NONE;

		assert_int_equal(letter_look(cases[i].s, &t), cases[i].f);
		assert_int_equal(t, cases[i].t);
	}
	static char large[LETTER_MAX + 1];
	enum letter_type t;

	memcpy(large, "%PDF-1.4", 8);
	assert_int_equal(letter_look((struct str){ large, sizeof(large) }, &t), LETTER_TOO_LARGE);
}

/* The town's type asks for a referral; one is there for Amina. */
struct world { struct town t; struct service_id type; struct referral_id id; struct str code; };

static struct world world_make(struct both *b)
{
	struct world w = { .t = town_make(b) };
	struct country *c = &w.t.c;
	struct service s;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	s.referral_required = true;
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &w.type), OK);
	country_open(c, w.t.schedule, "FREQ=DAILY", 780, 1080);
	struct referral_new in = { .organization = c->hospital, .service = w.type, .patient = w.t.amina, .account = 77,
		.referred_by = S("Dr Rami"), .reason = S("souffle"), .referred_day = c->monday, .until = { c->monday.n + 30 },
		.urgency = HURRY_SOON, .letter = S(PDF), .letter_type = LETTER_PDF, .key = S(SECRET) };

	assert_int_equal(referral_add(c->db, c->a, c->now, &in, &w.id, &w.code), OK);
	assert_int_equal(db_commit(c->db), OK);
	return w;
}

static struct book_ask ask_with(const struct world *w, int32_t min, struct patient_id who, struct str code)
{
	struct book_ask ask = book_at(&w->t, min, who);

	ask.referral_code = code;
	return ask;
}

static enum err book_with(struct world *w, int32_t min, struct patient_id who, struct str code, struct booked *ret)
{
	struct book_ask ask = ask_with(w, min, who, code);

	return appointment_book(w->t.c.db, w->t.c.a, w->t.c.now, &ask, ret);
}

static enum referral_fault fault(struct world *w, struct day birth, struct day today, int64_t lo)
{
	struct referral_ask ask = { .code = w->code, .service = w->type, .tree_lo = lo, .today = today };
	enum referral_fault f;

	assert_int_equal(referral_look(w->t.c.db, w->t.c.a, &ask, birth, &f), OK);
	return f;
}

static void such_a_type_is_booked_with_a_referral_and_that_once(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct book_ask own = book_at(&w.t, 840, w.t.omar);
	struct booked b;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(fault(&w, day_of(1980, 5, 1), c->monday, 1000), REFERRAL_GOOD);
	assert_int_equal(fault(&w, day_of(1981, 5, 1), c->monday, 1000), REFERRAL_OTHER_PERSON);
	assert_int_equal(fault(&w, DAY_NONE, (struct day){ c->monday.n + 31 }, 1000), REFERRAL_OVER);
	assert_int_equal(fault(&w, DAY_NONE, c->monday, 3000), REFERRAL_OTHER_TYPE);
	assert_int_equal(db_save(c->db), OK);
	assert_int_equal(book_with(&w, 780, w.t.amina, STR_NONE, &b), E_DENIED);
	db_undo(c->db);
	assert_int_equal(db_save(c->db), OK);
	assert_int_equal(book_with(&w, 780, w.t.amina, S("ABCDEFGHJKL"), &b), E_DENIED);
	db_undo(c->db);
	assert_int_equal(book_with(&w, 780, w.t.amina, w.code, &b), OK);
	assert_int_equal(fault(&w, DAY_NONE, c->monday, 1000), REFERRAL_USED);
	assert_int_equal(db_save(c->db), OK);
	assert_int_equal(book_with(&w, 810, w.t.amina, w.code, &b), E_DENIED);
	db_undo(c->db);
	/* who receives the person sends her on without a letter */
	own.role = S("practitioner");
	assert_int_equal(appointment_book(c->db, c->a, c->now, &own, &b), OK);
	assert_int_equal(db_commit(c->db), OK);
}

/* Else whoever has one referral could try the codes of others beside it, uncounted. */
static void the_one_that_staff_chose_is_asked_whatever_code_is_typed_beside_it(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct referral_new other = { .organization = c->hospital, .service = w.type, .patient = w.t.omar, .account = 78,
		.referred_by = S("Dr Sqalli"), .referred_day = c->monday, .until = { c->monday.n + 30 }, .urgency = HURRY_SOON };
	struct book_ask ask;
	struct referral_id hers;
	enum referral_fault f;
	struct booked b;
	struct str code;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(referral_add(c->db, c->a, c->now, &other, &hers, &code), OK);
	const struct referral_ask look = { .id = w.id, .code = code, .service = w.type, .tree_lo = 1000, .today = c->monday };

	ask = ask_with(&w, 780, w.t.amina, code);
	ask.referral = w.id;
	assert_int_equal(referral_look(c->db, c->a, &(struct referral_ask){ .id = w.id, .code = S("ABCDEFGHJKL"), .service = w.type,
		.tree_lo = 1000, .today = c->monday }, day_of(1980, 5, 1), &f), OK);
	assert_int_equal(f, REFERRAL_GOOD);
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), OK);
	assert_int_equal(referral_look(c->db, c->a, &look, DAY_NONE, &f), OK);
	assert_int_equal(f, REFERRAL_USED);
	assert_int_equal(referral_look(c->db, c->a, &(struct referral_ask){ .code = code, .service = w.type, .tree_lo = 1000,
		.today = c->monday }, DAY_NONE, &f), OK);
	assert_int_equal(f, REFERRAL_GOOD);
	assert_int_equal(db_commit(c->db), OK);
}

static void it_books_again_when_what_it_led_to_was_cancelled(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	const struct scope desk = access_scope(ROLE_DESK, 1000, 2000, 0, 5);
	struct referral r;
	struct booked b, again;
	int64_t v;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(book_with(&w, 780, w.t.amina, w.code, &b), OK);
	struct change_ask who = by_desk(b.id, -1);

	assert_int_equal(appointment_cancel(c->db, c->a, c->now, &who, false, STR_NONE, &v), OK);
	assert_int_equal(fault(&w, day_of(1980, 5, 1), c->monday, 1000), REFERRAL_GOOD);
	assert_int_equal(referral_get(c->db, c->a, &desk, w.id, &r), OK);
	assert_false(r.used);
	assert_int_equal(book_with(&w, 810, w.t.amina, w.code, &again), OK);
	assert_int_equal(fault(&w, DAY_NONE, c->monday, 1000), REFERRAL_USED);
	assert_int_equal(referral_of(c->db, c->a, &desk, again.id, &r), OK);
	assert_int_equal(referral_of(c->db, c->a, &desk, b.id, &r), E_NOTFOUND);
	assert_int_equal(db_commit(c->db), OK);
}

static void it_is_seen_by_who_entered_it_the_branch_and_who_receives_the_person(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	const struct scope desk = access_scope(ROLE_DESK, 1000, 2000, 0, 5), other = access_scope(ROLE_DESK, 3000, 4000, 0, 5),
		maker = access_scope(ROLE_HEALTH_CENTRE, 3000, 3100, 0, 77), colleague = access_scope(ROLE_HEALTH_CENTRE, 3000, 3100, 0, 78),
		doctor = access_scope(ROLE_PRACTITIONER, 1000, 2000, c->doctor.v, 9),
		stranger = access_scope(ROLE_PRACTITIONER, 1000, 2000, c->doctor.v + 1, 10);
	struct referral r;
	struct booked b;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(referral_get(c->db, c->a, &desk, w.id, &r), OK);
	assert_true(r.letter && r.letter_type == LETTER_PDF && r.urgency == HURRY_SOON && !r.used);
	assert_int_equal(referral_get(c->db, c->a, &maker, w.id, &r), OK);
	assert_int_equal(referral_get(c->db, c->a, &other, w.id, &r), E_NOTFOUND);
	assert_int_equal(referral_get(c->db, c->a, &colleague, w.id, &r), E_NOTFOUND);
	assert_int_equal(referral_get(c->db, c->a, &doctor, w.id, &r), E_NOTFOUND);
	assert_int_equal(book_with(&w, 780, w.t.amina, w.code, &b), OK);
	assert_int_equal(referral_get(c->db, c->a, &doctor, w.id, &r), OK);
	assert_true(r.used);
	assert_int_equal(referral_get(c->db, c->a, &stranger, w.id, &r), E_NOTFOUND);
	assert_int_equal(referral_of(c->db, c->a, &doctor, b.id, &r), OK);
	assert_int_equal(referral_of(c->db, c->a, &other, b.id, &r), E_NOTFOUND);
	assert_int_equal(db_commit(c->db), OK);
}

/* The daily job on some day, with the key of these tests. */
static void job_on(struct country *c, struct day day)
{
	struct settings *s = settings_new(c->a);
	struct str why;

	assert_int_equal(settings_parse(s, c->a, S("secret_file = tests/data/secret.key"), &why), OK);
	assert_int_equal(area_referrals.jobs->run_with(s, c->db, c->a, (struct instant){ (int64_t)day.n * 86400 + 3600 }), OK);
}

/* Twelve months of the retention table, also over the 29th of February. */
static void letters_go_when_the_retention_table_says(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct referral_new in = { .organization = c->hospital, .service = w.type, .patient = w.t.amina, .account = 77,
		.referred_by = S("Dr Rami"), .reason = S(""), .referred_day = day_of(2027, 11, 2), .until = day_of(2027, 12, 2),
		.letter = S(PDF), .letter_type = LETTER_PDF, .key = S(SECRET) };
	struct referral_letter_get_row l;
	struct referral_id id;
	struct str code;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(referral_add(c->db, c->a, c->now, &in, &id, &code), OK);
	assert_int_equal(db_commit(c->db), OK);
	job_on(c, day_of(2028, 12, 2));
	assert_int_equal(referral_letter_get(c->db, c->a, id, &l), OK);
	assert_int_equal(referral_letter_get(c->db, c->a, w.id, &l), E_NOTFOUND);
	job_on(c, day_of(2028, 12, 3));
	assert_int_equal(referral_letter_get(c->db, c->a, id, &l), E_NOTFOUND);
}

static void a_letter_lies_encrypted_and_opens_with_the_key_in_its_place(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct referral_letter_get_row l;
	struct str bytes;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(referral_letter_get(c->db, c->a, w.id, &l), OK);
	assert_true(l.sealed && str_find(l.body, base64_encode(c->a, S("%%PDF-1.4"))) < 0);
	assert_int_equal(referral_letter(c->db, c->a, S(SECRET), w.id, &bytes), OK);
	assert_true(str_eq(bytes, S(PDF)));
	assert_int_equal(referral_letter(c->db, c->a, S("another"), w.id, &bytes), E_INPUT);
	/* somebody else's bytes in its place */
	assert_int_equal(referral_letter_seal(c->db, c->a, bytes_seal(c->a, S(SECRET), S("letter 1"), S(PDF)), true, w.id), OK);
	assert_int_equal(referral_letter(c->db, c->a, S(SECRET), w.id, &bytes), E_INPUT);
	assert_int_equal(db_commit(c->db), OK);
}

static void letters_of_before_are_opened_and_encrypted_by_the_job(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct referral_letter_get_row l;
	struct str bytes;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(referral_letter_seal(c->db, c->a, base64_encode(c->a, S(PDF)), false, w.id), OK);
	assert_int_equal(referral_letter(c->db, c->a, S(SECRET), w.id, &bytes), OK);
	assert_true(str_eq(bytes, S(PDF)));
	assert_int_equal(db_commit(c->db), OK);
	job_on(c, c->monday);
	assert_int_equal(referral_letter_get(c->db, c->a, w.id, &l), OK);
	assert_true(l.sealed && str_starts(l.body, S("x1:")));
	assert_int_equal(referral_letter(c->db, c->a, S(SECRET), w.id, &bytes), OK);
	assert_true(str_eq(bytes, S(PDF)));
}

/* A department receives the person; the file is the hospital's, and so is the row of the trail. */
static void its_file_is_kept_by_the_hospital_also_when_a_department_receives(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	const struct scope desk = access_scope(ROLE_DESK, 1000, 2000, 0, 5);
	struct referral_list_rows rows;
	struct referral r;

	assert_int_equal(db_begin(c->db), OK);
	struct referral_new in = { .organization = country_organization(c, c->hospital, 1100, 1200, 3, "department", "D"),
		.service = w.type, .patient = w.t.omar, .account = 77, .referred_by = S("Dr Rami"), .reason = S(""),
		.referred_day = c->monday, .until = { c->monday.n + 30 } };

	assert_int_equal(referral_add(c->db, c->a, c->now, &in, &w.id, &w.code), OK);
	assert_int_equal(referral_get(c->db, c->a, &desk, w.id, &r), OK);
	assert_int_equal(r.organization.v, in.organization.v);
	assert_int_equal(r.keeper.v, c->hospital.v);
	assert_int_equal(referral_list(c->db, c->a, &desk, c->monday, &rows), OK);
	assert_int_equal(rows.n, 2);
	assert_true(rows.v[0].keeper.v == c->hospital.v && rows.v[1].keeper.v == c->hospital.v);
	assert_int_equal(db_commit(c->db), OK);
}

/* ---- fifty with one code, each for a day of its own ---- */

static enum err book_one(const struct racer *r, struct town *t)
{
	const struct world *w = r->arg;
	struct book_ask ask = ask_with(w, 780, t->amina, w->code);
	struct booked out;

	ask.day.n += r->nth % 20;
	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, &out);
}

static void of_fifty_with_one_code_one_books(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w = world_make(b);
	int ended[ERR_MAX] = { 0 };
	enum { MANY = 50 };

	race_all(b, &w.t, MANY, book_one, &w, ended);
	assert_int_equal(ended[OK], 1);
	assert_int_equal(ended[E_DENIED] + ended[E_CONFLICT], MANY - 1);
	assert_int_equal(acts(&w.t, "book"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_what_its_bytes_say_from_first_to_last),
		BOTH(such_a_type_is_booked_with_a_referral_and_that_once),
		BOTH(the_one_that_staff_chose_is_asked_whatever_code_is_typed_beside_it),
		BOTH(it_books_again_when_what_it_led_to_was_cancelled),
		BOTH(it_is_seen_by_who_entered_it_the_branch_and_who_receives_the_person),
		BOTH(letters_go_when_the_retention_table_says),
		BOTH(a_letter_lies_encrypted_and_opens_with_the_key_in_its_place),
		BOTH(letters_of_before_are_opened_and_encrypted_by_the_job),
		BOTH(its_file_is_kept_by_the_hospital_also_when_a_department_receives),
		BOTH(of_fifty_with_one_code_one_books),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
