/* Any query string as a FHIR search: it is read or refused, and what was read can be compared. */
#include "fhir/fhir.h"
#include "web/inner.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
static enum err look(struct rq *rq);

static const struct fhir_param params[] = { { "_id", FHIR_TOKEN, NULL }, { "c", FHIR_TOKEN, NULL }, { "r", FHIR_REFERENCE, NULL },
	{ "n", FHIR_STRING, NULL }, { "d", FHIR_DATE, NULL }, { 0 } };
static const char *const includes[] = { "T:r", NULL };
static const struct fhir_resource thing = { "T", FHIR_SEARCH_GET, PUBLIC, params, includes, "", NULL, NULL };
static const struct route routes[] = { { "GET", "/fhir/T", look, PUBLIC, READ, NULL, ROUTE_API, NULL, NULL, NULL }, { 0 } };
static const struct area area_thing = { .name = "thing", .routes = routes };
static const struct area *const areas_[] = { &area_thing };

static enum err look(struct rq *rq)
{
	const struct fhir_code code = { "s", S("7") };
	const struct str text = S("Hôpital Ibn Al Khatib");
	struct fhir_search s;
	struct fhir_bundle b;
	struct day from = { -719162 }, to = { 2932896 };
	int64_t ids[5];

	TRY(fhir_search_read(rq, &thing, &s));
	if (s.count < 1 || s.count > FHIR_COUNT_MAX || s.n > FHIR_CLAUSES_MAX || fhir_ids(&s, "_id", "", ids, 5) > 5)
		abort();
	fhir_day_range(&s, "d", &from, &to);
	fhir_bundle_begin(rq, &s, &b);
	if (fhir_fits_token(&s, "c", &code, 1) && fhir_fits_ref(&s, "r", "T", 7) && fhir_fits_string(&s, "n", &text, 1) &&
	    fhir_fits_instant(&s, "d", (struct instant){ 1793610000 }) && fhir_fits_day(&s, "d", (struct day){ 20759 })) {
		fhir_entry_begin(&b, "T", S("1"));
		jw_end(&b.j);
		fhir_entry_end(&b, "match");
	}
	b.next = S("1");
	return fhir_bundle_end(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(16 << 20);
	struct web_env env = { .areas = areas_, .nareas = 1, .settings = settings_new(a) };
	struct http_request req = { .method = HTTP_GET };
	const struct jr *v;

	req.target = arena_fmt(a, "/fhir/T?%.*s", (int)(n > 4000 ? 4000 : n), (const char *)data);
	req.header[HH_HOST] = S("x");
	req.header[HH_PREFER] = S("handling=strict");
	struct rq *rq = web_new(a, &env, &req, (struct instant){ 0 });

	web_run(rq);
	if (!rq->in->answer.status || jr_read(a, rq->in->answer.body, 1 << 20, &v, NULL) != OK)
		abort();		/* whatever was asked, the answer is JSON */
	arena_free(a);
	return 0;
}
