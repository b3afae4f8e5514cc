/* Searches read from real requests, and what fits them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fhir/fhir.h"
#include "web/inner.h"

static enum err look(struct rq *rq);

static const struct fhir_param params[] = { { "_id", FHIR_TOKEN, NULL }, { "code", FHIR_TOKEN, NULL }, { "of", FHIR_REFERENCE, NULL },
	{ "name", FHIR_STRING, NULL }, { "date", FHIR_DATE, NULL }, { 0 } };
static const struct fhir_resource thing = { "Thing", FHIR_SEARCH_GET, PUBLIC, params, NULL, "", NULL, NULL };
static const struct route routes[] = { { "GET", "/fhir/Thing", look, PUBLIC, READ, NULL, ROUTE_API, NULL, NULL, NULL }, { 0 } };
static const struct area area_thing = { .name = "thing", .routes = routes };
static const struct area *const areas_[] = { &area_thing };
static struct fhir_search got;		/* of the last request */
static enum err result;

static enum err look(struct rq *rq)
{
	result = fhir_search_read(rq, &thing, &got);
	if (result != OK)
		return result;
	(void)rq_json(rq, 200);
	return OK;
}

/* Asks GET /fhir/Thing?query; the search stays valid as long as the arena. Returns the status. */
static int ask(struct arena *a, const char *query, const char *prefer)
{
	struct web_env env = { .areas = areas_, .nareas = 1, .settings = settings_new(a) };
	struct http_request req = { .method = HTTP_GET, .target = arena_fmt(a, "/fhir/Thing?%s", query) };

	req.header[HH_HOST] = S("x");
	req.header[HH_PREFER] = str_of(prefer);
	struct rq *rq = web_new(a, &env, &req, (struct instant){ 0 });

	web_run(rq);
	return rq->in->answer.status;
}

static void tokens(void **state)
{
	struct arena *a = arena_new(1 << 20);
	const struct fhir_code x = { "urn:x", S("7") };

	(void)state;
	static const struct { const char *q; bool fits; } all[] = { { "code=7", true }, { "code=8", false }, { "code=8,7", true },
		{ "code=urn:x%7C7", true }, { "code=urn:y%7C7", false }, { "code=urn:x%7C", true }, { "code=%7C7", false },
		{ "code=7&code=8", false }, { "", true }, { "code=7%5C,8", false }, { "code=", true } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_int_equal(ask(a, all[i].q, ""), 200);
		if (fhir_fits_token(&got, "code", &x, 1) != all[i].fits)
			fail_msg("%s", all[i].q);
	}
	arena_free(a);
}

static void references(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_int_equal(ask(a, "of=Patient/12", ""), 200);
	assert_true(fhir_fits_ref(&got, "of", "Patient", 12));
	assert_false(fhir_fits_ref(&got, "of", "Location", 12));
	assert_false(fhir_fits_ref(&got, "of", "Patient", 13));
	assert_int_equal(ask(a, "of=12", ""), 200);
	assert_true(fhir_fits_ref(&got, "of", "Location", 12));
	assert_int_equal(ask(a, "of=https://h/fhir/Patient/12", ""), 200);
	assert_true(fhir_fits_ref(&got, "of", "Patient", 12));
	assert_int_equal(ask(a, "of=Patient/x", ""), 200);
	assert_false(fhir_fits_ref(&got, "of", "Patient", 12));
	arena_free(a);
}

static void texts(void **state)
{
	struct arena *a = arena_new(1 << 20);
	const struct str name[] = { S("Hôpital Ibn Al Khatib"), S("مستشفى ابن الخطيب") };

	(void)state;
	static const struct { const char *q; bool fits; } all[] = { { "name=hopital", true }, { "name=H%C3%94P", true }, { "name=khat", true },
		{ "name=hatib", false }, { "name=%D8%A7%D8%A8%D9%86", true }, { "name=ibn%20al", true }, { "name=zz", false } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_int_equal(ask(a, all[i].q, ""), 200);
		if (fhir_fits_string(&got, "name", name, 2) != all[i].fits)
			fail_msg("%s", all[i].q);
	}
	arena_free(a);
}

static void dates(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct instant t;

	(void)state;
	assert_int_equal(instant_parse(S("2026-11-02T09:00:00Z"), &t), OK);
	static const struct { const char *q; bool fits; } all[] = { { "date=2026-11-02", true }, { "date=2026-11", true }, { "date=2026", true },
		{ "date=2026-11-03", false }, { "date=ge2026-11-02", true }, { "date=gt2026-11-02", false }, { "date=lt2026-11-03", true },
		{ "date=le2026-11-02", true }, { "date=lt2026-11-02", false }, { "date=ne2026-11-02", false }, { "date=2026-11-02T09:00:00Z", true },
		{ "date=2026-11-02T10:00:00%2B01:00", true }, { "date=2026-11-02T09:00Z", true }, { "date=gt2026-11-02T09:00:00Z", false },
		{ "date=ge2026-11-02T09:00:00Z&date=lt2026-11-02T09:00:01Z", true }, { "date=2026-11-02T08:59Z", false } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_int_equal(ask(a, all[i].q, ""), 200);
		if (fhir_fits_instant(&got, "date", t) != all[i].fits)
			fail_msg("%s", all[i].q);
	}
	arena_free(a);
}

static void what_is_wrong_is_refused(void **state)
{
	struct arena *a = arena_new(4 << 20);

	(void)state;
	static const struct { const char *q, *prefer; int status; } all[] = { { "date=tomorrow", "", 400 }, { "date=2026-13", "", 400 },
		{ "date=2026-02-30", "", 400 }, { "date=ge", "", 400 }, { "date=2026-11-02T25:00:00Z", "", 400 }, { "date=1,2", "", 400 },
		{ "colour=red", "", 200 }, { "colour=red", "handling=strict", 400 }, { "colour=red", "return=minimal; handling=strict", 400 },
		{ "code:not=7", "", 400 }, { "_count=0", "", 400 }, { "_count=-1", "", 400 }, { "_count=1000", "", 200 }, { "_format=xml", "", 406 },
		{ "_format=application/fhir%2Bjson", "", 200 }, { "_page=!!!", "", 400 }, { "_include=Thing:of", "handling=strict", 400 } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		int status = ask(a, all[i].q, all[i].prefer);

		if (status != all[i].status)
			fail_msg("%s: %d instead of %d", all[i].q, status, all[i].status);
	}
	assert_int_equal(ask(a, "_count=1000", ""), 200);
	assert_int_equal(got.count, FHIR_COUNT_MAX);
	arena_free(a);
}

static void too_much_is_refused(void **state)
{
	struct arena *a = arena_new(8 << 20);
	char many[8000] = "code=0", more[8000] = "";

	(void)state;
	for (int i = 1; i <= 120; i++)
		snprintf(many + strlen(many), sizeof many - strlen(many), ",%d", i);
	for (int i = 0; i < 40; i++)
		snprintf(more + strlen(more), sizeof more - strlen(more), "code=%d&", i);
	assert_int_equal(ask(a, many, ""), 400);
	assert_int_equal(ask(a, more, ""), 400);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens),
		cmocka_unit_test(references),
		cmocka_unit_test(texts),
		cmocka_unit_test(dates),
		cmocka_unit_test(what_is_wrong_is_refused),
		cmocka_unit_test(too_much_is_refused),
	};

	return cmocka_run_group_tests_name("fhir searches", tests, NULL, NULL);
}
