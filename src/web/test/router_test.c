/* Routes are found, refused and answered as their table says; no socket, no database. */
#include "web/fake.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <stdarg.h>
#include <cmocka.h>

static enum err say_route(struct rq *rq)
{
	struct str s = str_of(rq->route->pattern);

	for (size_t i = 0; i < 3 && rq_param(rq, i).p; i++)
		s = arena_fmt(rq->a, "%.*s [%.*s]", STR_ARG(s), STR_ARG(rq_param(rq, i)));
	return rq_bytes(rq, 200, "text/plain", s);
}
static enum err fail_with(struct rq *rq)
{
	int64_t e = rq_id(rq, 0);

	return e == E_CONFLICT ? rq_problem(rq, "too late") : (enum err)e;
}
static enum err eat_memory(struct rq *rq)
{
	for (int i = 0; i < 100; i++)
		(void)arena_alloc(rq->a, 1 << 20, 1);
	return OK;
}
static enum err bad_redirect(struct rq *rq)
{
	return rq_redirect(rq, "//evil.example/%s", "x");
}
static enum err bad_header(struct rq *rq)
{
	enum err e = rq_redirect(rq, "/x?%s", "a\r\nSet-Cookie: sid=1");

	return e;
}
static enum err half_page(struct rq *rq)
{
	put_cstr(rq_page(rq, 200), "half of it");
	return E_NOTFOUND;
}
static enum err page_only(struct rq *rq)
{
	rq_page(rq, 200);
	return rq_cookie(rq, "bad", S("a;b"), 1) == E_INPUT ? OK : E_DB;
}

static const struct route table[] = {
	{ "GET", "/", say_route, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/p/:id", say_route, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/folder/", say_route, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/p/new", say_route, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/p/:id.pdf", say_route, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/p/:a/x/:b", say_route, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/p/:id", say_route, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/fail/:e", fail_with, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/fhir/fail/:e", fail_with, PUBLIC, READ, NULL, ROUTE_API, NULL, NULL, NULL },
	{ "GET", "/eat", eat_memory, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/away", bad_redirect, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/split", bad_header, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/half", half_page, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/page", page_only, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/metrics", say_route, PUBLIC, READ, NULL, ROUTE_LOOPBACK, NULL, NULL, NULL },
	{ "GET", "/_test/x", say_route, PUBLIC, READ, NULL, ROUTE_TEST, NULL, NULL, NULL },
	{ "GET", "/desk", say_route, R(DESK), READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/director", say_route, R(DIRECTOR), READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/fhir/x", say_route, R(MACHINE), READ, NULL, ROUTE_API, NULL, NULL, NULL },
	{ "GET", "/fhir/d", say_route, R(DESK), READ, NULL, ROUTE_API, NULL, NULL, NULL },
	{ "GET", "/settle", say_route, SIGNED_IN, READ, NULL, ROUTE_UNSETTLED, NULL, NULL, NULL },
	{ 0 }
};
static const struct area area = { .name = "t", .routes = table };
static const struct area *const list[] = { &area };

/* "d" and 21 more: a desk session; "s": one that has to be settled; "m": a machine's token. */
static enum err gate_session(struct rq *rq, struct str token, struct who *ret)
{
	(void)rq;
	if (token.p[0] == 'x')
		return E_DB;
	if (token.p[0] != 'd' && token.p[0] != 's')
		return E_NOTFOUND;
	*ret = (struct who){ .account = 7, .role = ROLE_DESK, .settle = token.p[0] == 's' ? "/settle" : NULL };
	return OK;
}
static enum err gate_bearer(struct rq *rq, struct str token, struct who *ret)
{
	(void)rq;
	if (token.p[0] != 'm')
		return E_NOTFOUND;
	*ret = (struct who){ .account = 8, .role = ROLE_MACHINE };
	return OK;
}
static enum err gate_seen(struct db *db, struct arena *a, int64_t session, struct instant at)
{
	(void)db, (void)a, (void)session, (void)at;
	return OK;
}
/* The body is the signature. */
static enum err gate_signed(struct rq *rq, struct str header, struct str body, struct who *ret)
{
	(void)rq;
	if (!str_eq(header, body))
		return E_NOTFOUND;
	*ret = (struct who){ .account = 9, .role = ROLE_MACHINE, .signature = header };
	return OK;
}
static const struct gate gate = { gate_session, gate_bearer, gate_seen, gate_signed };

static int begin(void **state)
{
	static struct fake f;

	fake_begin(&f, NULL, list, 1, &gate);
	*state = &f;
	return 0;
}
static int end(void **state)
{
	fake_end(*state);
	return 0;
}

static int status(struct fake *f, const char *method, const char *target)
{
	return fake_ask(f, method, target, NULL)->in->answer.status;
}

static void the_most_literal_pattern_wins(void **state)
{
	static const struct { const char *target, *body; } cases[] = {
		{ "/", "/" }, { "/p/17", "/p/:id [17]" }, { "/p/new", "/p/new" }, { "/folder/", "/folder/" }, { "/folder", "/folder/" }, { "/p/17.pdf", "/p/:id.pdf [17]" },
		{ "/p/a%20b/x/%C3%A9?q=1", "/p/:a/x/:b [a b] [\xc3\xa9]" }, { "/p/.pdf", "/p/:id [.pdf]" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rq *rq = fake_ask(*state, "GET", cases[i].target, NULL);

		assert_int_equal(rq->in->answer.status, 200);
		assert_true(str_eq(rq->in->answer.body, str_of(cases[i].body)));
	}
}

static void what_is_no_route_is_refused(void **state)
{
	static const struct { const char *method, *target; int status; } cases[] = {
		{ "GET", "/nope", 404 }, { "GET", "/p", 404 }, { "GET", "/p/", 404 }, { "GET", "/p/1/", 404 },
		{ "GET", "//p/1", 404 }, { "GET", "/folder//", 404 }, { "POST", "/p/new", 200 }, { "DELETE", "/p/1", 405 }, { "PUT", "/", 405 },
		{ "GET", "/p/%00", 400 }, { "GET", "/p/%zz", 400 }, { "GET", "/p/%C3", 400 }, { "GET", "/?a=%00", 400 },
		{ "GET", "p", 400 }, { "GET", "/metrics", 404 }, { "GET", "/_test/x", 404 },
		{ "GET", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v", 404 }, { "HEAD", "/p/1", 200 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(status(*state, cases[i].method, cases[i].target), cases[i].status);
	assert_true(str_eq(fake_ask(*state, "PUT", "/p/1", NULL)->in->answer.header[AH_ALLOW], S("GET, POST")));
}

static void test_and_loopback_routes_open_where_they_should(void **state)
{
	struct fake *f = *state;

	f->env.test_mode = true;
	assert_int_equal(status(f, "GET", "/_test/x"), 200);
	f->req.loopback = true;
	assert_int_equal(status(f, "GET", "/metrics"), 200);
	f->req.header[HH_X_FORWARDED_FOR] = S("192.0.2.1");	/* a proxy on this machine is no loopback visitor */
	assert_int_equal(status(f, "GET", "/metrics"), 404);
}

static void roles_are_checked_from_the_table(void **state)
{
	struct fake *f = *state;
	struct rq *rq = fake_ask(f, "GET", "/desk", NULL);

	assert_int_equal(rq->in->answer.status, 303);
	assert_true(str_eq(rq->in->answer.header[AH_LOCATION], S("/sign-in?to=/desk")));
	f->req.header[HH_COOKIE] = S("sid=dAAAAAAAAAAAAAAAAAAAAA");
	assert_int_equal(status(f, "GET", "/desk"), 200);
	assert_int_equal(status(f, "GET", "/director"), 404);
	assert_int_equal(status(f, "GET", "/fhir/d"), 401);	/* machines' routes take no cookie */
	f->req.header[HH_COOKIE] = S("sid=dshort");
	assert_int_equal(status(f, "GET", "/desk"), 303);
	f->req.header[HH_COOKIE] = S("sid=xAAAAAAAAAAAAAAAAAAAAA");
	assert_int_equal(status(f, "GET", "/desk"), 503);	/* not known is not "nobody" */
}

static void an_unsettled_session_goes_nowhere_else(void **state)
{
	struct fake *f = *state;
	struct rq *rq;

	f->req.header[HH_COOKIE] = S("sid=sAAAAAAAAAAAAAAAAAAAAA");
	rq = fake_ask(f, "GET", "/desk", NULL);
	assert_int_equal(rq->in->answer.status, 303);
	assert_true(str_eq(rq->in->answer.header[AH_LOCATION], S("/settle")));
	assert_int_equal(status(f, "GET", "/settle"), 200);
}

static void machines_bring_a_bearer_and_get_outcomes(void **state)
{
	struct fake *f = *state;
	struct rq *rq = fake_ask(f, "GET", "/fhir/x", NULL);

	assert_int_equal(rq->in->answer.status, 401);
	assert_true(rq->in->answer.header[AH_WWW_AUTHENTICATE].n > 0);
	assert_true(fake_has(rq, "\"OperationOutcome\""));
	f->req.header[HH_AUTHORIZATION] = S("bearer mAAAAAAAAAAAAAAAAAAAAA");
	assert_int_equal(status(f, "GET", "/fhir/x"), 200);
	assert_int_equal(status(f, "GET", "/fhir/d"), 403);
	assert_int_equal(status(f, "GET", "/desk"), 303);	/* pages take no bearer */
	rq = fake_ask(f, "GET", "/fhir/nothing/here", NULL);
	assert_int_equal(rq->in->answer.status, 404);
	assert_true(fake_has(rq, "not-found"));
}

static void every_error_has_its_answer(void **state)
{
	static const struct { enum err e; int status; } cases[] = {
		{ E_NOTFOUND, 404 }, { E_CONFLICT, 409 }, { E_INPUT, 422 }, { E_DENIED, 404 }, { E_LIMIT, 429 },
		{ E_DB, 503 }, { E_IO, 503 }, { E_RETRY, 503 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char target[40];

		snprintf(target, sizeof(target), "/fail/%d", (int)cases[i].e);
		assert_int_equal(status(*state, "GET", target), cases[i].status);
		snprintf(target, sizeof(target), "/fhir/fail/%d", (int)cases[i].e);
		assert_int_equal(status(*state, "GET", target), cases[i].status);
		assert_true(fake_has(fake_ask(*state, "GET", target, NULL), "OperationOutcome"));
	}
	assert_true(fake_has(fake_ask(*state, "GET", "/fail/2", NULL), "too late"));
}

static void a_handler_that_eats_all_memory_is_a_503(void **state)
{
	struct rq *rq = fake_ask(*state, "GET", "/eat", NULL);

	assert_int_equal(rq->in->answer.status, 503);
	assert_true(fake_has(rq, rq->in->number));
	assert_int_equal(status(*state, "GET", "/"), 200);
}

static void answers_do_not_lead_away_or_carry_foreign_headers(void **state)
{
	assert_int_equal(status(*state, "GET", "/away"), 422);
	assert_int_equal(status(*state, "GET", "/split"), 503);
	assert_int_equal(status(*state, "GET", "/page"), 200);
	struct rq *rq = fake_ask(*state, "GET", "/half", NULL);
	assert_int_equal(rq->in->answer.status, 404);
	assert_false(fake_has(rq, "half of it"));
}

static void writes_from_another_site_are_refused(void **state)
{
	static const struct { const char *site, *origin; int status; } cases[] = {
		{ "", "", 200 }, { "same-origin", "", 200 }, { "none", "", 200 }, { "cross-site", "", 403 },
		{ "same-site", "", 403 }, { "", "https://diwan.test", 200 }, { "", "https://evil.test", 403 },
		{ "", "null", 403 }, { "same-origin", "null", 200 }, { "", "https://diwan.test.evil.test", 403 },
	};
	struct fake *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		f->req.header[HH_SEC_FETCH_SITE] = str_of(cases[i].site);
		f->req.header[HH_ORIGIN] = str_of(cases[i].origin);
		assert_int_equal(status(f, "POST", "/p/1"), cases[i].status);
		assert_int_equal(status(f, "GET", "/p/1"), 200);
	}
}

static void the_language_is_chosen_saved_or_accepted(void **state)
{
	static const struct { const char *target, *cookie, *accept; enum lang lang; bool saved; } cases[] = {
		{ "/", "", "", LANG_FR, false }, { "/", "", "ar-MA,fr;q=0.8", LANG_AR, false },
		{ "/", "", "de,en;q=0.5,fr;q=0.7", LANG_FR, false }, { "/", "", "ar;q=0,en;q=0.1", LANG_EN, false },
		{ "/", "lang=ar", "en", LANG_AR, false }, { "/?lang=en", "lang=ar", "fr", LANG_EN, true },
		{ "/?lang=xx", "lang=ar", "", LANG_AR, false }, { "/", "lang=zz", "en", LANG_EN, false },
	};
	struct fake *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rq *rq;

		f->req.header[HH_COOKIE] = str_of(cases[i].cookie);
		f->req.header[HH_ACCEPT_LANGUAGE] = str_of(cases[i].accept);
		rq = fake_ask(f, "GET", cases[i].target, NULL);
		assert_int_equal(rq->lang, cases[i].lang);
		assert_int_equal(rq->in->answer.ncookie, cases[i].saved ? 2 : 1);	/* and the visitor's */
	}
}

static void a_visitor_gets_one_cookie_and_keeps_it(void **state)
{
	struct fake *f = *state;
	struct rq *rq = fake_ask(f, "GET", "/", NULL);

	assert_int_equal(rq->visitor.n, 22);
	assert_true(str_starts(rq->in->answer.cookie[0], S("visitor=")));
	assert_true(str_find(rq->in->answer.cookie[0], S("HttpOnly; SameSite=Lax")) > 0);
	f->req.header[HH_COOKIE] = S("visitor=AAAAAAAAAAAAAAAAAAAAAA");
	rq = fake_ask(f, "GET", "/", NULL);
	assert_int_equal(rq->in->answer.ncookie, 0);
	assert_true(str_eq(rq->visitor, S("AAAAAAAAAAAAAAAAAAAAAA")));
}

static void the_cache_key_knows_no_language_parameter(void **state)
{
	struct rq *rq = fake_ask(*state, "GET", "/p/1?b=2&lang=ar&a=1", NULL);

	assert_true(str_eq(web_cache_key(rq), S("ar /p/1?b=2&a=1")));
}

static void networks_are_told_apart_and_not_known(void **state)
{
	struct fake *f = *state;
	struct rq *rq;
	int64_t a, b, c;

	f->req.peer[10] = f->req.peer[11] = 0xff;
	memcpy(f->req.peer + 12, "\xc0\x00\x02\x01", 4);
	a = rq_network(fake_ask(f, "GET", "/", NULL));
	f->req.peer[15] = 200;
	b = rq_network(fake_ask(f, "GET", "/", NULL));
	f->req.peer[14] = 3;
	c = rq_network(fake_ask(f, "GET", "/", NULL));
	assert_true(a == b && a != c && a >= 0);
	f->req.header[HH_X_FORWARDED_FOR] = S("203.0.113.9, 192.0.2.77");
	rq = fake_ask(f, "GET", "/", NULL);
	assert_true(rq_network(rq) == c);		/* nobody's word counts … */
	struct str why;
	assert_int_equal(settings_parse(f->settings, f->keep, S("behind_proxy = 1"), &why), OK);
	assert_true(rq_network(fake_ask(f, "GET", "/", NULL)) == a);	/* … but the proxy's of ours, its last */
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, begin, end)
int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(the_most_literal_pattern_wins), T(what_is_no_route_is_refused),
		T(test_and_loopback_routes_open_where_they_should), T(roles_are_checked_from_the_table),
		T(an_unsettled_session_goes_nowhere_else), T(machines_bring_a_bearer_and_get_outcomes),
		T(every_error_has_its_answer), T(a_handler_that_eats_all_memory_is_a_503),
		T(answers_do_not_lead_away_or_carry_foreign_headers), T(writes_from_another_site_are_refused),
		T(the_language_is_chosen_saved_or_accepted), T(a_visitor_gets_one_cookie_and_keeps_it),
		T(the_cache_key_knows_no_language_parameter), T(networks_are_told_apart_and_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
