/* Accounts and tokens on both engines; the trail stays as it was written; weak passwords. */
#include "db/test/both.h"

#include "areas/accounts/inner.h"
#include "areas/organizations/organizations.h"
#include "crypto/crypto.h"
#include "web/fake.h"

#include <sqlite3.h>

static struct organization_id country(struct both *b)
{
	struct organization_id id;

	assert_int_equal(organization_create(b->db, b->a, &(struct organization_new){ .kind = S("ministry"),
		.code = S("MA"), .name_fr = S("Pays"), .name_ar = S("بلد") }, &id), OK);
	return id;
}

static struct account_new someone(struct organization_id o, const char *login)
{
	return (struct account_new){ .organization = o, .login = str_of(login), .name = { S("Nadia") },
		.password = S("x"), .role = ROLE_DESK };
}

static void a_login_is_one_person(void **state)
{
	static const char *const bad[] = { "", " ", "a b", "na\nme", "n\xc3\xa9" "e" };
	struct both *b = BOTH_STATE(state);
	struct account_id id;
	struct account_get_row acc;
	struct account_new in;

	assert_int_equal(db_begin(b->db), OK);
	struct organization_id o = country(b);

	in = someone(o, " Nadia@CHU.ma ");
	assert_int_equal(account_create(b->db, b->a, clock_now(), &in, &id), OK);
	assert_int_equal(account_get(b->db, b->a, id, &acc), OK);
	assert_true(str_eq(acc.login, S("nadia@chu.ma")));
	assert_true(password_verify(acc.password_hash, S("x")));
	in = someone(o, "nadia@chu.MA");
	assert_int_equal(account_create(b->db, b->a, clock_now(), &in, &id), E_CONFLICT);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		in = someone(o, bad[i]);
		assert_int_equal(account_create(b->db, b->a, clock_now(), &in, &id), E_INPUT);
	}
	assert_int_equal(db_commit(b->db), OK);
}

static void a_machine_has_one_account_and_many_tokens(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct bearer_find_row one, two;
	struct str t1, t2;
	int64_t n;

	assert_int_equal(db_begin(b->db), OK);
	struct organization_id o = country(b);

	assert_int_equal(account_token(b->db, b->a, clock_now(), o, (struct name){ S("M") }, &t1), OK);
	assert_int_equal(account_token(b->db, b->a, clock_now(), o, (struct name){ S("M") }, &t2), OK);
	assert_int_equal(bearer_find(b->db, b->a, token_hash(b->a, t1), &one), OK);
	assert_int_equal(bearer_find(b->db, b->a, token_hash(b->a, t2), &two), OK);
	assert_int_equal(one.account_id.v, two.account_id.v);
	assert_int_equal(bearer_find(b->db, b->a, t1, &two), E_NOTFOUND);	/* only hashes are stored */
	assert_int_equal(bearer_revoke(b->db, b->a, one.id, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(bearer_find(b->db, b->a, token_hash(b->a, t1), &one), E_NOTFOUND);
	assert_int_equal(bearer_find(b->db, b->a, token_hash(b->a, t2), &two), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static void a_code_counter_only_grows(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct account_new in;
	struct account_id id;
	int64_t n;

	assert_int_equal(db_begin(b->db), OK);
	in = someone(country(b), "a");
	assert_int_equal(account_create(b->db, b->a, clock_now(), &in, &id), OK);
	assert_int_equal(account_totp_used(b->db, b->a, 100, id, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(account_totp_used(b->db, b->a, 100, id, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(account_totp_used(b->db, b->a, 99, id, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(db_commit(b->db), OK);
}

/* Whether the engine itself takes a statement that no program of ours has. */
static bool taken(struct both *b, const char *sql)
{
	bool ok;

	if (b->engine == DB_SQLITE) {
		char path[100];
		sqlite3 *raw;

		snprintf(path, sizeof(path), "%s/diwan.db", b->dir);
		assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
		ok = sqlite3_exec(raw, sql, NULL, NULL, NULL) == SQLITE_OK;
		sqlite3_close(raw);
		return ok;
	}
	PGconn *c = PQconnectdb(b->url);
	PGresult *r = PQexec(c, sql);

	ok = PQresultStatus(r) == PGRES_COMMAND_OK;
	PQclear(r);
	PQfinish(c);
	return ok;
}

static void the_trail_stays_as_it_was_written(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct audit_by by = { 2, S("desk"), S("GET /x"), clock_now() };
	struct audit_row rows[] = { { 1, 3, 0, AUDIT_LIST, S("") }, { 1, 4, 0, AUDIT_LIST, S("") },
		{ 1, 3, 0, AUDIT_READ, S("") } };
	static const char *const tables[] = { "audit_event", "audit_list", "audit_person" };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(audit_write(b->db, b->a, &by, rows, 3), OK);
	assert_int_equal(db_commit(b->db), OK);
	for (size_t i = 0; i < 3; i++) {
		const char *t = tables[i], *key = i == 0 ? "id" : i == 1 ? "persons" : "patient_id";

		assert_false(taken(b, arena_fmt(b->a, "UPDATE %s SET %s = %s", t, key, key).p));
		assert_false(taken(b, arena_fmt(b->a, "DELETE FROM %s", t).p));
		if (b->engine == DB_SQLITE)
			assert_false(taken(b, arena_fmt(b->a, "PRAGMA recursive_triggers = ON; REPLACE INTO %s SELECT * FROM %s", t, t).p));
		else
			assert_false(taken(b, arena_fmt(b->a, "TRUNCATE %s CASCADE", t).p));
	}
	assert_true(taken(b, "UPDATE account SET name = name"));
}

static void easy_passwords_are_refused(void **state)
{
	static const struct { const char *password; bool weak; } cases[] = {
		{ "short", true }, { "aaaaaaaaaaaa", true }, { "1234567890", true }, { "password-of-mine", true },
		{ "nadia.alaoui.2026", true }, { "un chat dort ici", false }, { "قطتي تنام هنا", false }, { "azertyuiop99", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(password_weak(str_of(cases[i].password), S("nadia.alaoui")) != NULL, cases[i].weak);
	assert_string_equal(password_weak(S("Nadia.Alaoui.2026"), S("nadia.alaoui")),
		"A password must not contain your user name");
	assert_string_equal(password_weak(S("aaaaaaaaaaaa"), S("nadia.alaoui")),
		"This password is too easy to guess");
}

static void made_passwords_are_good_and_differ(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct str one = password_make(a), two = password_make(a);

	(void)state;
	assert_int_equal(one.n, 19);
	assert_false(str_eq(one, two));
	assert_null(password_weak(one, S("x")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_login_is_one_person), BOTH(a_machine_has_one_account_and_many_tokens), BOTH(a_code_counter_only_grows),
		BOTH(the_trail_stays_as_it_was_written), cmocka_unit_test(easy_passwords_are_refused),
		cmocka_unit_test(made_passwords_are_good_and_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
