/* People's files on both engines: found again, looked up, put right, merged and parted. */
#include "db/test/both.h"

#include "areas/patients/files.h"
#include "jobs/jobs.h"
#include "organizations_q.h"
#include "patients_q.h"

static const struct instant NOW = { 1790000000 };
static const struct scope FES = { 100, 200, 0, 0 }, OUJDA = { 200, 300, 0, 0 };
static const struct organization_id FES_ID = { 11 }, OUJDA_ID = { 12 };

#define GOOD(x) assert_int_equal((x), OK)

static void places(struct both *b)
{
	GOOD(db_begin(b->db));
	GOOD(organization_add(b->db, b->a, (struct organization_id){ 10 }, (struct organization_id){ 0 }, 0, 1000, 0,
		S("ministry"), S("MA"), S("MA"), S("MA"), S("MA"), S("ma"), S("MA"), S(""), S("Africa/Casablanca")));
	GOOD(organization_add(b->db, b->a, FES_ID, (struct organization_id){ 10 }, 100, 200, 1,
		S("establishment"), S("FES"), S("Fes"), S("Fes"), S("Fes"), S("fes"), S("Fes"), S(""), S("Africa/Casablanca")));
	GOOD(organization_add(b->db, b->a, OUJDA_ID, (struct organization_id){ 10 }, 200, 300, 1,
		S("establishment"), S("OUJ"), S("Oujda"), S("Oujda"), S("Oujda"), S("oujda"), S("Oujda"), S(""), S("Africa/Casablanca")));
}

static struct person amrani(void)
{
	return (struct person){ { S("Fatima Zahra El Amrani") }, day_of(1968, 3, 27), S("female"), S("+212612345678"),
		S("fr"), S(""), S("") };
}

static struct patient_id add(struct both *b, struct organization_id o, struct person p)
{
	struct patient_id id;

	GOOD(patient_create(b->db, b->a, NOW, o, &p, &id));
	return id;
}

/* How many of the scope a typed line finds, and who is first. */
static size_t found(struct both *b, const struct scope *scope, const char *text, int64_t *first)
{
	struct patient_matches m;

	GOOD(patient_search(b->db, b->a, scope, str_of(text), 20, &m));
	if (first)
		*first = m.n ? m.v[0].who.id.v : 0;
	return m.n;
}

static void the_same_person_is_found_again_and_another_is_not(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct person p = amrani(), son = amrani();
	struct patient_id first, again;

	places(b);
	GOOD(patient_find_or_create(b->db, b->a, NOW, FES_ID, &p, &first));
	p.name.s = S("fatima zahra el amrani");
	p.identity_number = S("cd 123456");
	GOOD(patient_find_or_create(b->db, b->a, NOW, FES_ID, &p, &again));
	assert_int_equal(first.v, again.v);
	p.phone = S("");			/* the card is known now: it is enough */
	GOOD(patient_find_or_create(b->db, b->a, NOW, FES_ID, &p, &again));
	assert_int_equal(first.v, again.v);
	son.birth_day = day_of(1999, 1, 1);
	GOOD(patient_find_or_create(b->db, b->a, NOW, FES_ID, &son, &again));
	assert_int_not_equal(first.v, again.v);
	GOOD(patient_find_or_create(b->db, b->a, NOW, OUJDA_ID, &p, &again));
	assert_int_not_equal(first.v, again.v);	/* another authority keeps its own file */
	p.name.s = S("  ");
	assert_int_equal(patient_find_or_create(b->db, b->a, NOW, FES_ID, &p, &again), E_INPUT);
	db_rollback(b->db);
}

static void a_stranger_with_a_known_card_gets_no_hold_of_the_file(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct person p = amrani(), stranger = amrani();
	struct patient_id file, other, own;
	struct patient row;

	places(b);
	p.identity_number = S("CD123456");
	p.phone = S("");
	GOOD(patient_find_or_create(b->db, b->a, NOW, FES_ID, &p, &file));
	stranger.identity_number = p.identity_number;
	stranger.phone = S("+212699999999");
	GOOD(patient_of_stranger(b->db, b->a, NOW, FES_ID, &stranger, &other));
	assert_int_not_equal(file.v, other.v);
	GOOD(patient_get(b->db, b->a, &FES, file, &row));
	assert_int_equal(row.phone.n, 0);	/* nobody's telephone came into it */
	GOOD(patient_of_stranger(b->db, b->a, NOW, FES_ID, &stranger, &own));
	assert_int_equal(other.v, own.v);	/* the phone that was proved leads to the own file */
	db_rollback(b->db);
}

/* Books for the same new person: E_CONFLICT if it is another file. */
static enum err books(void *arg, struct db *db, struct arena *a)
{
	const struct patient_id *mine = arg;
	struct person p = amrani();
	struct patient_id id;

	TRY(db_begin(db));
	TRY(patient_of_stranger(db, a, NOW, FES_ID, &p, &id));
	TRY(db_commit(db));
	return id.v == mine->v ? OK : E_CONFLICT;
}

static void two_first_bookings_of_one_person_at_once_make_one_file(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct person p = amrani();
	struct patient_id mine;

	places(b);
	GOOD(db_commit(b->db));
	GOOD(db_begin(b->db));
	GOOD(patient_of_stranger(b->db, b->a, NOW, FES_ID, &p, &mine));
	GOOD(both_beside(b, "locktype = 'advisory' AND classid <> 0", books, &mine));
}

static void people_are_found_by_any_of_their_words(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct person p = amrani();
	int64_t first;

	places(b);
	p.identity_number = S("CD123456");
	int64_t id = add(b, FES_ID, p).v;

	add(b, FES_ID, (struct person){ { S("Karim Bennani") }, day_of(1990, 5, 5), S("male"), S("+212661111111"), S("fr"), S("AB1"), S("") });
	static const char *const hits[] = { "amrani", "AMRANI fatima", "0612 amrani", "06 12 34 56 78", "+212612345678",
		"cd123456", "27/03/1968", "1968-03-27", "العمراني", "amrni", "fatima 27/03/1968" };

	for (size_t i = 0; i < sizeof(hits) / sizeof(hits[0]); i++) {
		size_t n = found(b, &FES, hits[i], &first);

		if (n != 1 || first != id)
			fail_msg("%s: %zu found", hits[i], n);
		assert_int_equal(found(b, &OUJDA, hits[i], NULL), 0);
	}
	static const char *const misses[] = { "", " ", "0612 bennani", "amrani 28/03/1968", "zzzzzz", "9", "%", "~" };

	for (size_t i = 0; i < sizeof(misses) / sizeof(misses[0]); i++)
		if (found(b, &FES, misses[i], NULL))
			fail_msg("%s was found", misses[i]);
	add(b, FES_ID, (struct person){ { S("Aya Ouali") }, DAY_NONE, S("female"), S(""), S("fr"), S(""), S("") });
	assert_int_equal(found(b, &FES, "aya", NULL), 1);	/* no consonant in it */
	assert_int_equal(found(b, &FES, "ouali aya", NULL), 1);
	db_rollback(b->db);
}

static void who_is_called_only_nearly_so_is_marked(void **state)
{
	struct both *b = BOTH_STATE(state);
	static const struct { const char *text; bool alike; } asked[] = { { "karima touzani", false }, { "kari", false },
		{ "touzany karima", false }, { "كريمة", false }, { "karim tazi", true }, { "karima touz", false } };
	struct patient_matches m;

	places(b);
	add(b, FES_ID, (struct person){ { S("Karima Touzani") }, day_of(1949, 5, 12), S("female"), S("+212607391672"), S("fr"), S(""), S("") });
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		GOOD(patient_search(b->db, b->a, &FES, str_of(asked[i].text), 20, &m));
		if (m.n != 1 || m.v[0].alike != asked[i].alike)
			fail_msg("%s: %zu found, alike %d", asked[i].text, m.n, m.n ? m.v[0].alike : -1);
	}
	db_rollback(b->db);
}

static void a_likely_double_is_told_before_a_new_file(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct person p = amrani(), close = amrani(), other = amrani();
	struct patient_matches m;

	places(b);
	int64_t id = add(b, FES_ID, p).v;

	close.name.s = S("Fatima Amrani");
	close.phone = S("+212600000000");
	GOOD(patient_doubles(b->db, b->a, FES_ID, &close, &m));
	assert_int_equal(m.n, 1);
	assert_int_equal(m.v[0].who.id.v, id);
	assert_true(m.v[0].score >= LIKELY_DOUBLE);
	other.name.s = S("Karim Bennani");
	other.birth_day = day_of(1970, 1, 1);
	GOOD(patient_doubles(b->db, b->a, FES_ID, &other, &m));
	assert_true(m.n == 0 || m.v[0].score < LIKELY_DOUBLE);
	GOOD(patient_doubles(b->db, b->a, OUJDA_ID, &p, &m));
	assert_int_equal(m.n, 0);
	db_rollback(b->db);
}

static void a_rectification_leaves_its_trace_and_never_overwrites(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct person p = amrani(), q = amrani();
	struct patient_trail_list_rows trail;
	struct patient now;

	places(b);
	struct patient_id id = add(b, FES_ID, p);

	q.name.s = S("Fatima Zahra Amrani Idrissi");
	q.phone = S("+212699999999");
	GOOD(patient_rectify(b->db, b->a, NOW, &FES, 0, id, 1, &q));
	GOOD(patient_trail_list(b->db, b->a, &FES, id, &trail));
	assert_int_equal(trail.n, 2);
	assert_int_equal(patient_rectify(b->db, b->a, NOW, &FES, 0, id, 1, &p), E_CONFLICT);
	assert_int_equal(patient_rectify(b->db, b->a, NOW, &OUJDA, 0, id, 2, &p), E_NOTFOUND);
	GOOD(patient_get(b->db, b->a, &FES, id, &now));
	assert_string_equal(arena_cstr(b->a, now.phone), "+212699999999");
	assert_int_equal(found(b, &FES, "idrissi", NULL), 1);
	assert_int_equal(found(b, &FES, "0612345678", NULL), 0);
	db_rollback(b->db);
}

static void two_files_merge_and_part_again(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct patient_merge_id merge;
	struct patient p;

	places(b);
	struct patient_id kept = add(b, FES_ID, amrani()), gone = add(b, FES_ID, amrani()), far = add(b, OUJDA_ID, amrani());
	const struct scope all = { 0, 1000, 0, 0 };

	assert_int_equal(patient_merge(b->db, b->a, NOW, &FES, 0, kept, kept, &merge), E_INPUT);
	assert_int_equal(patient_merge(b->db, b->a, NOW, &OUJDA, 0, kept, gone, &merge), E_NOTFOUND);
	assert_int_equal(patient_merge(b->db, b->a, NOW, &all, 0, kept, far, &merge), E_NOTFOUND);
	GOOD(patient_merge(b->db, b->a, NOW, &FES, 0, kept, gone, &merge));
	GOOD(patient_get(b->db, b->a, &FES, gone, &p));
	assert_int_equal(p.merged_into.v, kept.v);
	assert_int_equal(found(b, &FES, "amrani", NULL), 1);
	assert_int_equal(patient_merge(b->db, b->a, NOW, &FES, 0, kept, gone, &merge), E_NOTFOUND);
	assert_int_equal(patient_unmerge(b->db, b->a, NOW, &OUJDA, 0, merge), E_NOTFOUND);
	GOOD(patient_unmerge(b->db, b->a, NOW, &FES, 0, merge));
	assert_int_equal(patient_unmerge(b->db, b->a, NOW, &FES, 0, merge), E_NOTFOUND);
	assert_int_equal(found(b, &FES, "amrani", NULL), 2);
	db_rollback(b->db);
}

static void an_erased_file_says_nothing_any_more(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct person q = amrani();
	struct patient_trail_list_rows trail;
	struct patient p;

	places(b);
	struct patient_id id = add(b, FES_ID, amrani());

	q.phone = S("+212699999999");
	GOOD(patient_rectify(b->db, b->a, NOW, &FES, 0, id, 1, &q));
	assert_int_equal(patient_erase(b->db, b->a, NOW, &FES, 0, id, 1), E_CONFLICT);
	GOOD(patient_erase(b->db, b->a, NOW, &FES, 0, id, 2));
	GOOD(patient_get(b->db, b->a, &FES, id, &p));
	assert_true(p.erased);
	assert_int_equal(p.phone.n, 0);
	assert_false(day_is(p.birth_day));
	assert_int_equal(found(b, &FES, "amrani", NULL), 0);
	GOOD(patient_trail_list(b->db, b->a, &FES, id, &trail));
	for (size_t i = 0; i < trail.n; i++)
		assert_int_equal(trail.v[i].before_value.n + trail.v[i].after_value.n, 0);
	db_rollback(b->db);
}

static void message_at(struct both *b, struct instant at, int64_t appointment, const char *to)
{
	const struct message m = { .organization = FES_ID.v, .appointment = appointment, .channel = S("sms"), .template = S("code"), .lang = S("fr"),
		.recipient = str_of(to), .body = S("123456") };

	GOOD(message_queue(b->db, b->a, at, &m));
}

static size_t texts(struct both *b, const char *to)
{
	struct str *v;
	size_t n;

	GOOD(message_texts(b->db, b->a, str_of(to), &v, &n));
	return n;
}

static void old_messages_are_blanked_and_others_kept(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct instant years = { NOW.v - 6 * 366 * 86400LL }, months = { NOW.v - 40 * 86400 };

	places(b);
	message_at(b, years, 1, "+212600000001");
	message_at(b, months, 2, "+212600000002");
	message_at(b, NOW, 3, "+212600000003");
	GOOD(message_drop(b->db, b->a, NOW, 1));
	GOOD(message_drop(b->db, b->a, NOW, 2));
	GOOD(db_commit(b->db));
	GOOD(retention_job(b->db, b->a, NOW));
	assert_int_equal(texts(b, "+212600000001"), 0);
	assert_int_equal(texts(b, "+212600000002"), 1);
	assert_int_equal(texts(b, "+212600000003"), 1);
	/* Again years later, from where it stopped. */
	GOOD(retention_job(b->db, b->a, (struct instant){ NOW.v + 6 * 366 * 86400LL }));
	assert_int_equal(texts(b, "+212600000002"), 0);
	assert_int_equal(texts(b, "+212600000003"), 1);	/* is still to be sent: not touched */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_same_person_is_found_again_and_another_is_not),
		BOTH(a_stranger_with_a_known_card_gets_no_hold_of_the_file),
		/* SQLite has one writer */
		{ "two_first_bookings_of_one_person_at_once_make_one_file on PostgreSQL",
			two_first_bookings_of_one_person_at_once_make_one_file, both_postgres, both_tear_down, NULL },
		BOTH(people_are_found_by_any_of_their_words),
		BOTH(who_is_called_only_nearly_so_is_marked),
		BOTH(a_likely_double_is_told_before_a_new_file),
		BOTH(a_rectification_leaves_its_trace_and_never_overwrites),
		BOTH(two_files_merge_and_part_again),
		BOTH(an_erased_file_says_nothing_any_more),
		BOTH(old_messages_are_blanked_and_others_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
