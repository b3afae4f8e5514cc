/* What is given away, on both engines: which types' free times, and that who has an answer is not sent it again. */
#include "areas/schedules/test/country.h"

#include "areas/opendata/opendata.h"
#include "web/everyone.h"
#include "web/fake.h"
#include "web/kept.h"

static const struct area *const only[] = { &area_opendata };

static int count(const struct rq *rq, struct str what)
{
	struct str rest = rq->in->answer.body;
	ptrdiff_t at;
	int n = 0;

	for (; (at = str_find(rest, what)) >= 0; n++)
		rest = str_sub(rest, (size_t)at + what.n, rest.n);
	return n;
}

static struct rq *ask(struct fake *f, struct country *c, const char *path)
{
	struct rq *rq;

	assert_int_equal(db_begin(c->db), OK);
	rq = fake_ask(f, "GET", path, NULL);
	db_rollback(c->db);
	return rq;
}

static int slots_with(struct fake *f, struct country *c, void (*change)(struct service *s))
{
	struct service s;
	struct service_id id;
	int n;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	change(&s);
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &id), OK);
	struct rq *rq = fake_ask(f, "GET", "/open-data/slots/FES.ndjson", NULL);

	assert_int_equal(rq->in->answer.status, 200);
	n = count(rq, S("\"Slot\""));
	rq = fake_ask(f, "GET", "/open-data/slots/schedules.ndjson", NULL);
	assert_int_equal(count(rq, S("\"Schedule\"")), n > 0);
	rq = fake_ask(f, "GET", "/open-data/slots/locations.ndjson", NULL);
	assert_int_equal(count(rq, S("\"Location\"")), n > 0);
	db_rollback(c->db);
	return n;
}

static void as_it_is(struct service *s) { s->bring = names_make(S("Rien"), STR_NONE, STR_NONE); }
static void discreet(struct service *s) { s->sensitive = true; }
static void at_home(struct service *s) { s->place_kind = S("home"); }
static void not_online(struct service *s) { s->online = false; }
static void ended(struct service *s) { s->active = false; }
static void soon_alone(struct service *s) { s->horizon_min = 5 * 1440; }

static void only_what_everybody_may_book_is_given_away(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	struct fake f;

	fake_begin(&f, b->db, only, 1, NULL);
	f.now = c.now;
	/* four weeks of six times on two days each */
	assert_int_equal(slots_with(&f, &c, as_it_is), 4 * 2 * 6);
	assert_int_equal(slots_with(&f, &c, soon_alone), 2 * 6);
	assert_int_equal(slots_with(&f, &c, discreet), 0);
	assert_int_equal(slots_with(&f, &c, at_home), 0);
	assert_int_equal(slots_with(&f, &c, not_online), 0);
	assert_int_equal(slots_with(&f, &c, ended), 0);
	fake_end(&f);
}

static void who_has_an_answer_is_not_sent_it_again(void **state)
{
	static const char *const paths[] = { "/open-data/slots/$bulk-publish", "/open-data/slots/FES.ndjson", "/open-data/catalog.ttl",
		"/open-data/organizations.csv" };
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	struct fake f;

	fake_begin(&f, b->db, only, 1, NULL);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct str tag;

		f.now.v = c.now.v - 1800;	/* a minute later the same times are far enough ahead */
		f.req.header[HH_IF_NONE_MATCH] = STR_NONE;
		struct rq *rq = ask(&f, &c, paths[i]);

		assert_int_equal(rq->in->answer.status, 200);
		assert_int_equal(rq->in->answer.cache, ANSWER_MINUTE);
		assert_int_equal(rq->in->answer.ncookie, 0);
		tag = arena_str(b->a, rq->in->answer.header[AH_ETAG]);
		f.now.v += 60;
		f.req.header[HH_IF_NONE_MATCH] = arena_cat(b->a, S("\"x\", "), tag);
		rq = ask(&f, &c, paths[i]);
		assert_int_equal(rq->in->answer.status, 304);
		assert_int_equal(rq->in->answer.body.n, 0);
		f.req.header[HH_IF_NONE_MATCH] = S("\"x\"");
		assert_int_equal(ask(&f, &c, paths[i])->in->answer.status, 200);
	}
	fake_end(&f);
}

static struct rq *ask_at(struct fake *f, struct country *c, int seconds)
{
	f->now.v = c->now.v + seconds;
	return fake_ask(f, "GET", "/open-data/slots/FES.ndjson", NULL);
}

static void end_type(struct country *c)
{
	struct service s;
	struct service_id id;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	ended(&s);
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &id), OK);
}

/* A type ends; what everybody was told stays for less than a minute, for each host by itself. */
static void an_answer_is_made_once_a_minute(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	struct fake f;
	struct rq *rq;
	struct str tag;

	fake_begin(&f, b->db, only, 1, NULL);
	f.env.kept = kept_new(8 << 20);
	f.now = c.now;
	rq = ask(&f, &c, "/open-data/slots/FES.ndjson");
	assert_int_equal(count(rq, S("\"Slot\"")), 48);
	tag = arena_str(b->a, rq->in->answer.header[AH_ETAG]);
	end_type(&c);
	rq = ask_at(&f, &c, EVERYONE_SECONDS - 1);
	assert_int_equal(count(rq, S("\"Slot\"")), 48);
	assert_true(str_eq(rq->in->answer.header[AH_AGE], S("59")));
	assert_true(str_eq(rq->in->answer.header[AH_ETAG], tag));
	f.req.header[HH_ACCEPT_ENCODING] = S("gzip");
	rq = ask_at(&f, &c, 1);
	assert_true(rq->in->answer.gzipped);
	assert_int_equal(count(rq, S("\"Slot\"")), 0);
	f.req.header[HH_IF_NONE_MATCH] = tag;
	rq = ask_at(&f, &c, 1);
	assert_int_equal(rq->in->answer.status, 304);
	assert_int_equal(rq->in->answer.body.n, 0);
	f.req.header[HH_ACCEPT_ENCODING] = f.req.header[HH_IF_NONE_MATCH] = STR_NONE;
	f.req.header[HH_HOST] = S("other.test");
	assert_int_equal(count(ask_at(&f, &c, 1), S("\"Slot\"")), 0);
	f.req.header[HH_HOST] = S("diwan.test");
	assert_int_equal(count(ask_at(&f, &c, EVERYONE_SECONDS), S("\"Slot\"")), 0);
	db_rollback(c.db);
	kept_free(f.env.kept);
	fake_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(only_what_everybody_may_book_is_given_away),
		BOTH(who_has_an_answer_is_not_sent_it_again),
		BOTH(an_answer_is_made_once_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
