/* Writes on both engines: all or nothing, once, and the answer says what is so. */
#include "db/test/both.h"

#include "base/random.h"
#include "web/fake.h"
#include "web_q.h"

static int calls;

static enum err row(struct rq *rq, int64_t id)
{
	struct opt_int none = { 0 };

	return audit_event_add(rq->db, rq->a, (struct audit_event_id){ id }, 1, rq->now, none, S("public"), S("read"), S("x"), none, none, none, S(""));
}

static enum err add(struct rq *rq)
{
	calls++;
	TRY(row(rq, random_id(rq->now)));
	return rq_redirect(rq, "/done/%d", calls);
}
static enum err same_twice(struct rq *rq)
{
	TRY(row(rq, 5));
	TRY(row(rq, 5));		/* PostgreSQL tells only at the end */
	return rq_redirect(rq, "/done");
}
static enum err half_done(struct rq *rq)
{
	struct page *pg = rq_page(rq, 200);

	TRY(row(rq, random_id(rq->now)));
	put_cstr(pg, "all is well");
	return rq_problem(rq, "not so");
}
static enum err own_refusal(struct rq *rq)
{
	struct page *pg = rq_page(rq, 409);

	TRY(row(rq, random_id(rq->now)));
	put_cstr(pg, "choose another");
	return E_CONFLICT;
}
static enum err refused_after_reading(struct rq *rq)
{
	TRY(rq_audit(rq, AUDIT_READ, 7, 1));
	TRY(rq_audit(rq, AUDIT_CHANGE, 7, 1));
	TRY(rq_audit(rq, AUDIT_CREATE, 8, 1));		/* is no more */
	TRY(rq_audit_about(rq, AUDIT_PASSWORD, 9, 1, S("")));
	TRY(row(rq, random_id(rq->now)));
	return rq_problem(rq, "not so");
}
static enum err wrong_after_reading(struct rq *rq)
{
	return rq_wrong(rq, "x", "not this");
}
static enum err wrong_field(struct rq *rq)
{
	TRY(row(rq, random_id(rq->now)));
	return rq_wrong(rq, "x", "not this");
}
static enum err show_field(struct rq *rq)
{
	struct page *pg = rq_page(rq, 200);

	put_str(pg, rq_error(rq, "x"));
	put_cstr(pg, " key=");
	put_str(pg, pg->frame->key);
	return OK;
}
static enum err show_after_reading(struct rq *rq)
{
	TRY(rq_audit(rq, AUDIT_CHANGE, 7, 1));
	return show_field(rq);
}
static enum err second_time(struct rq *rq)
{
	TRY(row(rq, random_id(rq->now)));
	return ++calls < 2 ? E_RETRY : rq_redirect(rq, "/done");
}
static enum err eat_memory(struct rq *rq)
{
	TRY(row(rq, random_id(rq->now)));
	for (int i = 0; i < 100; i++)
		(void)arena_alloc(rq->a, 1 << 20, 1);
	return OK;
}
/* A link that is its own key, and a page that shows a token once. */
static enum err link_given(struct rq *rq)
{
	TRY(row(rq, random_id(rq->now)));
	return rq_redirect(rq, "/a/SecretSecretSecret%d", ++calls);
}
static enum err token_shown(struct rq *rq)
{
	TRY(row(rq, random_id(rq->now)));
	put_str(rq_page(rq, 200), S("your token: SecretSecretSecret"));
	return OK;
}
static enum err made_json(struct rq *rq)
{
	calls++;
	TRY(row(rq, random_id(rq->now)));
	buf_put(rq_json(rq, 201), S("{\"n\":1}"));
	rq_location(rq, "/fhir/Thing/%d", calls);
	return OK;
}

static const struct route table[] = {
	{ "POST", "/add", add, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/careless", add, PUBLIC, WRITE, NULL, ROUTE_NO_IDEMPOTENCY, NULL, NULL, NULL },
	{ "POST", "/same", same_twice, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/half", half_done, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/own", own_refusal, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/refused", refused_after_reading, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/read-wrong", wrong_after_reading, PUBLIC, WRITE, NULL, 0, show_after_reading, NULL, NULL },
	{ "POST", "/wrong", wrong_field, PUBLIC, WRITE, NULL, 0, show_field, NULL, NULL },
	{ "POST", "/retry", second_time, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/eat", eat_memory, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/link", link_given, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/token", token_shown, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/fhir/Thing", made_json, PUBLIC, WRITE, NULL, ROUTE_API, NULL, NULL, NULL },
	{ 0 }
};
static const struct area area = { .name = "t", .routes = table };
static const struct area *const list[] = { &area };

static struct fake begin(struct both *b)
{
	struct fake f;

	fake_begin(&f, b->db, list, 1, NULL);
	calls = 0;
	return f;
}

/* Of a table and a condition; below 10. */
static int64_t count(struct both *b, const char *from)
{
	int64_t n = 0;

	if (b->engine == DB_SQLITE) {
		char cmd[400];

		snprintf(cmd, sizeof(cmd), "exit $(sqlite3 %s/diwan.db \"SELECT COUNT(*) FROM %s\")", b->dir, from);
		return (system(cmd) >> 8) & 0xff;
	}
	PGconn *c = PQconnectdb(b->url);
	PGresult *r = PQexec(c, arena_cstr(b->a, arena_fmt(b->a, "SELECT COUNT(*) FROM %s", from)));

	n = PQgetvalue(r, 0, 0)[0] - '0';
	PQclear(r);
	PQfinish(c);
	return n;
}

static int64_t rows(struct both *b)
{
	return count(b, "audit_event");
}

static int status(struct fake *f, const char *target, const char *body)
{
	return fake_ask(f, "POST", target, body)->in->answer.status;
}

static void a_key_makes_a_write_happen_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);
	struct rq *rq;

	for (int i = 0; i < 3; i++) {
		rq = fake_ask(&f, "POST", "/add", "key=AAAAAAAAAAAAAAAAAAAAAA&x=1");
		assert_int_equal(rq->in->answer.status, 303);
		assert_true(str_eq(rq->in->answer.header[AH_LOCATION], S("/done/1")));
	}
	assert_int_equal(rows(b), 1);
	rq = fake_ask(&f, "POST", "/add", "key=AAAAAAAAAAAAAAAAAAAAAA&x=2");	/* went back and wrote something else */
	assert_true(str_eq(rq->in->answer.header[AH_LOCATION], S("/done/2")));
	status(&f, "/add", "key=BBBBBBBBBBBBBBBBBBBBBB&x=1");
	status(&f, "/add", "x=1");
	status(&f, "/add", "x=1");
	status(&f, "/careless", "key=AAAAAAAAAAAAAAAAAAAAAA&x=1");
	status(&f, "/careless", "key=AAAAAAAAAAAAAAAAAAAAAA&x=1");
	assert_int_equal(rows(b), 7);
	fake_end(&f);
}

static void machines_have_their_own_keys(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);
	struct rq *rq;

	f.req.header[HH_CONTENT_TYPE] = S("application/fhir+json");
	f.req.header[HH_IDEMPOTENCY_KEY] = S("one");
	assert_int_equal(status(&f, "/fhir/Thing", "{}"), 201);
	rq = fake_ask(&f, "POST", "/fhir/Thing", "{}");
	assert_int_equal(rq->in->answer.status, 201);
	assert_true(str_eq(rq->in->answer.header[AH_LOCATION], S("/fhir/Thing/1")));
	assert_true(fake_has(rq, "{\"n\":1}"));
	assert_int_equal(status(&f, "/fhir/Thing", "{\"other\":1}"), 409);
	f.req.header[HH_IDEMPOTENCY_KEY] = STR_NONE;
	f.req.header[HH_IF_NONE_EXIST] = S("identifier=x|1");
	assert_int_equal(status(&f, "/fhir/Thing", "{}"), 201);
	assert_int_equal(status(&f, "/fhir/Thing", "{\"other\":1}"), 200);
	assert_int_equal(rows(b), 2);
	fake_end(&f);
}

static void what_failed_is_neither_done_nor_said_to_be(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);
	struct rq *rq;

	assert_int_equal(status(&f, "/same", "key=AAAAAAAAAAAAAAAAAAAAAA"), 409);
	rq = fake_ask(&f, "POST", "/half", "a=1");
	assert_int_equal(rq->in->answer.status, 409);
	assert_true(fake_has(rq, "not so") && !fake_has(rq, "all is well"));
	rq = fake_ask(&f, "POST", "/own", "a=1");
	assert_int_equal(rq->in->answer.status, 409);
	assert_true(fake_has(rq, "choose another"));
	rq = fake_ask(&f, "POST", "/wrong", "key=CCCCCCCCCCCCCCCCCCCCCC");
	assert_int_equal(rq->in->answer.status, 422);
	assert_true(fake_has(rq, "not this key=CCCCCCCCCCCCCCCCCCCCCC"));
	assert_int_equal(status(&f, "/eat", "a=1"), 503);
	assert_int_equal(rows(b), 0);
	assert_int_equal(status(&f, "/add", "a=1"), 303);
	assert_int_equal(rows(b), 1);
	fake_end(&f);
}

static void a_retry_runs_the_handler_again_and_keeps_one(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);

	assert_int_equal(status(&f, "/retry", "key=AAAAAAAAAAAAAAAAAAAAAA"), 303);
	assert_int_equal(calls, 2);
	assert_int_equal(rows(b), 1);
	fake_end(&f);
}

static void notes_travel_between_processes(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);
	struct rq *rq = fake_ask(&f, "POST", "/careless", "a=1");
	struct buf packed = BUF(1 << 20);

	assert_false(web_has_notes(rq));
	for (int i = 0; i < 3; i++)
		assert_int_equal(rq_audit(rq, AUDIT_READ, 40 + i / 2, 1), OK);	/* the same person once */
	assert_true(web_has_notes(rq));
	web_notes_pack(rq, &packed);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(web_notes_write(b->db, b->a, &f.env, buf_str(&packed)), OK);
	for (size_t n = 0; n < packed.n; n++)
		assert_int_equal(web_notes_write(b->db, b->a, &f.env, (struct str){ packed.p, n }), E_INPUT);
	db_rollback(b->db);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(web_notes_write(b->db, b->a, &f.env, buf_str(&packed)), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(rows(b), 1 + 1);	/* the two are one list, kept once */
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(web_notes_write(b->db, b->a, &f.env, buf_str(&packed)), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(rows(b), 1 + 2);
	assert_int_equal(count(b, "audit_list"), 1);
	assert_int_equal(count(b, "audit_person"), 2);
	buf_free(&packed);
	fake_end(&f);
}

static void a_refused_change_leaves_who_read_the_file(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);

	assert_int_equal(status(&f, "/refused", "key=AAAAAAAAAAAAAAAAAAAAAA"), 409);
	assert_int_equal(rows(b), 2);
	assert_int_equal(count(b, "audit_event WHERE patient_id = 7 AND what = 'read'"), 1);
	assert_int_equal(count(b, "audit_event WHERE patient_id = 7 AND what = 'refused'"), 1);
	assert_int_equal(status(&f, "/read-wrong", "key=BAAAAAAAAAAAAAAAAAAAAA"), 422);
	assert_int_equal(count(b, "audit_event WHERE patient_id = 7 AND what = 'refused'"), 2);
	fake_end(&f);
}

static void what_is_kept_of_an_answer_tells_no_link_and_no_token(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);
	struct rq *rq = fake_ask(&f, "POST", "/link", "key=AAAAAAAAAAAAAAAAAAAAAA");

	assert_true(str_eq(rq->in->answer.header[AH_LOCATION], S("/a/SecretSecretSecret1")));
	assert_int_equal(status(&f, "/token", "key=BAAAAAAAAAAAAAAAAAAAAA"), 200);
	assert_int_equal(count(b, "done_request"), 2);
	assert_int_equal(count(b, "done_request WHERE location LIKE '%Secret%' OR body LIKE '%Secret%' OR location LIKE '%/a/%'"), 0);
	rq = fake_ask(&f, "POST", "/link", "key=AAAAAAAAAAAAAAAAAAAAAA");
	assert_true(str_eq(rq->in->answer.header[AH_LOCATION], S("/a/SecretSecretSecret1")));
	rq = fake_ask(&f, "POST", "/token", "key=BAAAAAAAAAAAAAAAAAAAAA");
	assert_true(fake_has(rq, "your token: SecretSecretSecret"));
	fake_end(&f);
}

static void old_answers_are_forgotten(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = begin(b);

	status(&f, "/add", "key=AAAAAAAAAAAAAAAAAAAAAA");
	assert_int_equal(idempotency_sweep(b->db, b->a, (struct instant){ f.now.v + 6 * 86400 }), OK);
	status(&f, "/add", "key=AAAAAAAAAAAAAAAAAAAAAA");
	assert_int_equal(rows(b), 1);
	assert_int_equal(idempotency_sweep(b->db, b->a, (struct instant){ f.now.v + 8 * 86400 }), OK);
	status(&f, "/add", "key=AAAAAAAAAAAAAAAAAAAAAA");
	assert_int_equal(rows(b), 2);
	fake_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_key_makes_a_write_happen_once), BOTH(machines_have_their_own_keys),
		BOTH(what_failed_is_neither_done_nor_said_to_be), BOTH(a_retry_runs_the_handler_again_and_keeps_one),
		BOTH(notes_travel_between_processes), BOTH(a_refused_change_leaves_who_read_the_file), BOTH(what_is_kept_of_an_answer_tells_no_link_and_no_token),
		BOTH(old_answers_are_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
