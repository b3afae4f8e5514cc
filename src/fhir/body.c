/* Reading what another machine sent: resources, references, conditions. */
#include "fhir/fhir.h"
#include "base/num.h"
#include "base/utf8.h"

#define BODY_MAX ((size_t)64 << 10)

enum err fhir_body(struct rq *rq, const char *type, const struct jr **ret)
{
	struct str media = rq_header(rq, H_CONTENT_TYPE);
	struct jr_problem why = { 0 };
	enum err e;

	media = str_trim(str_cut(&media, ';'));
	if (!str_eq_nocase(media, S("application/fhir+json")) && !str_eq_nocase(media, S("application/json")))
		return fhir_refuse(rq, 415, "not-supported", "send application/fhir+json");
	e = jr_read(rq->a, rq_body(rq), BODY_MAX, ret, &why);
	if (e == E_LIMIT)
		return fhir_refuse(rq, 413, "too-long", "a resource has at most %zu bytes", BODY_MAX);
	if (e != OK)
		return fhir_refuse(rq, 400, "structure", "not JSON: line %d: %s", why.line, why.what);
	if (!jr_text_is(jr_get(*ret, "resourceType"), type))
		return fhir_refuse(rq, 400, "structure", "a resource of type %s is expected here", type);
	return OK;
}

enum err fhir_plain_text(struct rq *rq, const char *name, struct str s)
{
	if (utf8_valid_text(s))
		return OK;
	return fhir_refuse(rq, 422, "value", "%s: control characters and direction overrides are not kept", name);
}

int64_t fhir_ref_id(struct str reference, const char *type)
{
	struct str rest = reference, part = STR_NONE, before = STR_NONE;
	int64_t id;

	while (rest.p) {
		before = part;
		part = str_cut(&rest, '/');
	}
	return str_eq(before, str_of(type)) && num_parse(part, 1, INT64_MAX, &id) == OK ? id : 0;
}

enum err fhir_first_identifier(const struct jr *resource, struct str *system, struct str *value)
{
	const struct jr *list = jr_get(resource, "identifier");

	for (size_t i = 0; i < jr_count(list); i++) {
		struct str s = jr_text(jr_get(jr_at(list, i), "system")), v = jr_text(jr_get(jr_at(list, i), "value"));

		if (!s.n || !v.n || str_starts(s, S("urn:diwan:")))
			continue;
		*system = s;
		*value = v;
		return OK;
	}
	return E_NOTFOUND;
}

enum err fhir_if_none_exist(struct rq *rq, struct str *system, struct str *value)
{
	struct str q = rq_header(rq, H_IF_NONE_EXIST), plain;
	ptrdiff_t bar;

	if (!q.n)
		return E_NOTFOUND;
	if (str_starts(q, S("?")))
		q = str_sub(q, 1, q.n);
	if (!str_starts(q, S("identifier=")) || str_find_char(q, '&') >= 0 ||
			rq_decode(rq, str_sub(q, 11, q.n), &plain) != OK || (bar = str_find_char(plain, '|')) < 1 ||
			(size_t)bar + 1 >= plain.n)
		return fhir_refuse(rq, 400, "not-supported", "If-None-Exist: identifier=system|value is expected");
	*system = str_sub(plain, 0, (size_t)bar);
	*value = str_sub(plain, (size_t)bar + 1, plain.n);
	return OK;
}

int64_t fhir_if_match(struct rq *rq)
{
	struct str h = rq_header(rq, H_IF_MATCH);
	int64_t n;

	if (!h.n)
		return -1;
	if (str_starts(h, S("W/")))
		h = str_sub(h, 2, h.n);
	if (h.n < 3 || h.p[0] != '"' || h.p[h.n - 1] != '"' || num_parse(str_sub(h, 1, h.n - 1), 0, INT64_MAX, &n) != OK)
		return -2;
	return n;
}

bool fhir_prefers(struct rq *rq, const char *what)
{
	struct str h = rq_header(rq, H_PREFER);

	while (h.p) {
		struct str item = str_cut(&h, ',');

		while (item.p) {
			struct str one = str_trim(str_cut(&item, ';'));

			if (str_eq_nocase(one, str_of(what)))
				return true;
		}
	}
	return false;
}
