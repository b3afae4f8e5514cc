/* Reading a search: parameters by their types, prefixes, pages. */
#include "fhir/fhir.h"
#include "base/num.h"
#include "base/utf8.h"

#include <sodium.h>

#define COUNT_STANDARD 50
#define VALUES_MAX 100

/* ---- values ---- */

static enum fhir_prefix take_prefix(struct str *s)
{
	static const struct { const char *p; enum fhir_prefix is; } all[] = { { "eq", FHIR_EQ }, { "ne", FHIR_NE },
		{ "gt", FHIR_GT }, { "lt", FHIR_LT }, { "ge", FHIR_GE }, { "le", FHIR_LE }, { "sa", FHIR_GT }, { "eb", FHIR_LT } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_starts(*s, str_of(all[i].p))) {
			*s = str_sub(*s, 2, s->n);
			return all[i].is;
		}
	return FHIR_EQ;
}

/* YYYY, YYYY-MM, YYYY-MM-DD: as days [day, day_to). */
static enum err read_days(struct str s, struct fhir_value *v)
{
	int64_t year, month = 1;

	if (s.n == 10) {
		TRY(day_parse(s, &v->day));
		v->day_to.n = v->day.n + 1;
		return OK;
	}
	if (s.n != 4 && !(s.n == 7 && s.p[4] == '-'))
		return E_INPUT;
	TRY(num_parse(str_sub(s, 0, 4), 1, 9998, &year));
	if (s.n == 7)
		TRY(num_parse(str_sub(s, 5, 7), 1, 12, &month));
	v->day = day_of((int)year, (int)month, 1);
	v->day_to = day_add_months(v->day, s.n == 7 ? 1 : 12);
	return OK;
}

/* With a time: a zone is optional here, and without one it is UTC; a second long, or a minute. */
static enum err read_time(struct arena *a, struct str s, struct fhir_value *v)
{
	struct local l;
	int32_t length = 1;

	v->has_time = true;
	if (instant_parse(s, &v->from) == OK) {
		v->to.v = v->from.v + length;
	} else {
		/* "2026-11-26T09:00Z": seconds may be left out */
		ptrdiff_t z = s.n > 16 ? 16 : -1;

		if (s.n >= 17 && (s.p[16] == 'Z' || s.p[16] == '+' || s.p[16] == '-') &&
				instant_parse(arena_fmt(a, "%.*s:00%.*s", 16, s.p, (int)(s.n - (size_t)z), s.p + z),
						&v->from) == OK) {
			v->to.v = v->from.v + 60;
		} else {
			TRY(local_parse(s, &l));
			v->from.v = local_minutes(l) * 60;
			v->to.v = v->from.v + (s.n > 16 ? 1 : 60);
		}
	}
	v->day.n = (int32_t)(v->from.v >= 0 ? v->from.v / 86400 : -1);
	v->day_to.n = v->day.n + 1;
	return OK;
}

static enum err read_date(struct arena *a, struct str s, struct fhir_value *v)
{
	v->prefix = take_prefix(&s);
	if (s.n > 10)
		return read_time(a, s, v);
	TRY(read_days(s, v));
	v->from.v = (int64_t)v->day.n * 86400;
	v->to.v = (int64_t)v->day_to.n * 86400;
	return OK;
}

/* "Patient/12", "http://host/fhir/Patient/12", "12". */
static void read_reference(struct str s, struct fhir_value *v)
{
	struct str rest = s, part = STR_NONE, before = STR_NONE;

	while (rest.p) {
		before = part;
		part = str_cut(&rest, '/');
	}
	v->type = before;
	v->id = part;
}

static enum err read_value(struct arena *a, enum fhir_type type, struct str s, struct fhir_value *v)
{
	ptrdiff_t bar;

	*v = (struct fhir_value){ .text = s };
	switch (type) {
	case FHIR_TOKEN:
		bar = str_find_char(s, '|');
		v->any_system = bar < 0;
		v->system = bar < 0 ? STR_NONE : str_sub(s, 0, (size_t)bar);
		v->code = bar < 0 ? s : str_sub(s, (size_t)bar + 1, s.n);
		return OK;
	case FHIR_REFERENCE:
		read_reference(s, v);
		return OK;
	case FHIR_STRING:
		v->text = utf8_fold(a, s);
		return OK;
	case FHIR_DATE:
		return read_date(a, s, v);
	}
	return E_INPUT;
}

/* Values are parted by commas; "\," is a comma, "\|" a bar, "\\" a backslash. */
static struct str next_value(struct arena *a, struct str *rest)
{
	char *p = arena_alloc(a, rest->n + 1, 1);
	size_t n = 0, i = 0;

	for (; i < rest->n && rest->p[i] != ','; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n)
			i++;
		p[n++] = rest->p[i];
	}
	*rest = i < rest->n ? str_sub(*rest, i + 1, rest->n) : STR_NONE;
	return (struct str){ p, n };
}

/* ---- parameters ---- */

static const struct fhir_param *param_of(const struct fhir_resource *r, struct str name)
{
	for (const struct fhir_param *p = r->params; p->name; p++)
		if (str_eq(name, str_of(p->name)))
			return p;
	return NULL;
}

static enum err add_clause(struct rq *rq, struct fhir_search *s, const struct fhir_param *p, struct str value)
{
	struct fhir_value *v = ARENA_ARRAY(rq->a, struct fhir_value, VALUES_MAX);
	size_t n = 0;

	if (s->n == FHIR_CLAUSES_MAX)
		return fhir_refuse(rq, 400, "too-costly", "more than %d parameters", FHIR_CLAUSES_MAX);
	if (p->type == FHIR_DATE && str_find_char(value, ',') >= 0)
		return fhir_refuse(rq, 400, "not-supported", "%s: one date a parameter; repeat it for a range", p->name);
	while (value.p && value.n) {
		struct str one = next_value(rq->a, &value);

		if (n == VALUES_MAX)
			return fhir_refuse(rq, 400, "too-costly", "%s: more than %d values", p->name, VALUES_MAX);
		if (!one.n)
			continue;
		if (read_value(rq->a, p->type, one, &v[n]) != OK)
			return fhir_refuse(rq, 400, "value", "%s: a date is expected, like 2026-11-26, ge2026-11 or "
					"lt2026-11-26T09:00:00Z", p->name);
		n++;
	}
	if (n)
		s->clause[s->n++] = (struct fhir_clause){ p, v, n };
	return OK;
}

static void encode(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (ascii_is_alpha(c) || ascii_is_digit(c) || strchr("-_.~/:,", c))
			buf_put_char(b, c);
		else
			buf_put_fmt(b, "%%%02X", (unsigned char)c);
	}
}

/* Adds to what was understood: the self link, and what the next page goes on with. */
static void remember(struct fhir_search *s, struct str name, struct str value)
{
	struct buf b = BUF(64 << 10);

	encode(&b, name);
	buf_put_char(&b, '=');
	encode(&b, value);
	s->query = arena_fmt(s->a, "%.*s%s%.*s", STR_ARG(s->query), s->query.n ? "&" : "", STR_ARG(buf_str(&b)));
	buf_free(&b);
}

static bool json_format(struct str v)
{
	return str_eq(v, S("json")) || str_eq(v, S("application/json")) || str_starts(v, S("application/fhir json")) ||
		str_starts(v, S("application/fhir+json")) || str_eq(v, S("text/json"));
}

static enum err unknown(struct rq *rq, struct str name)
{
	if (fhir_prefers(rq, "handling=strict"))
		return fhir_refuse(rq, 400, "not-supported", "the parameter %.*s is not supported", STR_ARG(str_sub(name, 0, 60)));
	return OK;
}

static enum err take_include(struct rq *rq, struct fhir_search *s, struct str value)
{
	for (const char *const *i = s->resource->includes; i && *i; i++)
		if (str_eq(value, str_of(*i))) {
			s->include = true;
			remember(s, S("_include"), value);
			return OK;
		}
	return unknown(rq, arena_fmt(rq->a, "_include=%.*s", STR_ARG(value)));
}

/* Parameters that mean the same for every resource. *done: it was one. */
static enum err take_common(struct rq *rq, struct fhir_search *s, struct str name, struct str value, bool *done)
{
	int64_t n;

	*done = true;
	if (str_eq(name, S("_format")))
		return json_format(value) ? OK : fhir_refuse(rq, 406, "not-supported", "only JSON is spoken here");
	if (str_eq(name, S("_include")))
		return take_include(rq, s, value);
	if (!str_eq(name, S("_count"))) {
		*done = false;
		return OK;
	}
	if (num_parse(value, 1, INT32_MAX, &n) != OK)
		return fhir_refuse(rq, 400, "value", "_count: a number from 1 on is expected");
	s->count = n > FHIR_COUNT_MAX ? FHIR_COUNT_MAX : (int32_t)n;
	remember(s, name, value);
	return OK;
}

static enum err take_pair(struct rq *rq, struct fhir_search *s, struct str name, struct str value)
{
	ptrdiff_t colon = str_find_char(name, ':');
	const struct fhir_param *p;
	bool done;

	TRY(take_common(rq, s, name, value, &done));
	if (done)
		return OK;
	if (colon > 0 && param_of(s->resource, str_sub(name, 0, (size_t)colon)))
		return fhir_refuse(rq, 400, "not-supported", "modifiers are not supported (%.*s)", STR_ARG(str_sub(name, 0, 60)));
	p = param_of(s->resource, name);
	if (!p)
		return unknown(rq, name);
	remember(s, name, value);
	return add_clause(rq, s, p, value);
}

/* ---- pages ---- */

/* A page's address holds where it begins and what was asked for, so nothing is kept here. */
static struct str page_of(struct arena *a, struct str cursor, struct str query)
{
	struct str plain = arena_fmt(a, "%.*s\n%.*s", STR_ARG(cursor), STR_ARG(query));
	size_t max = sodium_base64_encoded_len(plain.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *p = arena_alloc(a, max, 1);

	sodium_bin2base64(p, max, (const unsigned char *)plain.p, plain.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(p);
}

static enum err take_page(struct rq *rq, struct fhir_search *s, struct str page)
{
	unsigned char *p = arena_alloc(rq->a, page.n + 1, 1);
	struct str plain, name, value;
	size_t n;

	if (sodium_base642bin(p, page.n, page.p, page.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return fhir_refuse(rq, 400, "value", "this page link is damaged");
	plain = (struct str){ (char *)p, n };
	s->cursor = str_cut(&plain, '\n');
	while (plain.n) {
		struct str pair = str_cut(&plain, '&');

		if (rq_decode(rq, str_cut(&pair, '='), &name) != OK || rq_decode(rq, pair, &value) != OK)
			return fhir_refuse(rq, 400, "value", "this page link is damaged");
		TRY(take_pair(rq, s, name, value));
	}
	return OK;
}

enum err fhir_search_read(struct rq *rq, const struct fhir_resource *r, struct fhir_search *ret)
{
	struct str name, value;

	*ret = (struct fhir_search){ .a = rq->a, .resource = r, .count = COUNT_STANDARD, .query = S("") };
	if (rq_raw(rq, "_page").n)
		return take_page(rq, ret, rq_raw(rq, "_page"));
	for (size_t i = 0; rq_pair(rq, i, &name, &value); i++)
		TRY(take_pair(rq, ret, name, value));
	return OK;
}

/* ---- bundles ---- */

void fhir_bundle_begin(struct rq *rq, const struct fhir_search *s, struct fhir_bundle *ret)
{
	*ret = (struct fhir_bundle){ .rq = rq, .s = s, .j = jw_to(rq_json(rq, 200)) };
	jw_object(&ret->j);
	jw_set_cstr(&ret->j, "resourceType", "Bundle");
	jw_set_cstr(&ret->j, "type", "searchset");
}

void fhir_entry_begin(struct fhir_bundle *b, const char *type, struct str id)
{
	struct str base = rq_base_url(b->rq);

	if (!b->n)
		jw_set_array(&b->j, "entry");
	jw_object(&b->j);
	jw_set_str(&b->j, "fullUrl", arena_fmt(b->rq->a, "%.*s/fhir/%s/%.*s", STR_ARG(base), type, STR_ARG(id)));
	jw_set_object(&b->j, "resource");
	jw_set_cstr(&b->j, "resourceType", type);
	jw_set_str(&b->j, "id", id);
}

void fhir_entry_end(struct fhir_bundle *b, const char *mode)
{
	jw_set_object(&b->j, "search");
	jw_set_cstr(&b->j, "mode", mode);
	jw_end(&b->j);
	jw_end(&b->j);
	b->n += mode[0] == 'm';
}

static void link_to(struct fhir_bundle *b, const char *relation, struct str query)
{
	struct str base = rq_base_url(b->rq);

	jw_object(&b->j);
	jw_set_cstr(&b->j, "relation", relation);
	jw_set_str(&b->j, "url", arena_fmt(b->rq->a, "%.*s/fhir/%s%s%.*s", STR_ARG(base), b->s->resource->name,
			query.n ? "?" : "", STR_ARG(query)));
	jw_end(&b->j);
}

enum err fhir_bundle_end(struct fhir_bundle *b)
{
	const struct fhir_search *s = b->s;
	bool person = !(s->resource->does & FHIR_SEARCH_GET);

	if (b->n)
		jw_end(&b->j);
	if (!b->next.n && !s->cursor.n)
		jw_set_int(&b->j, "total", b->n);
	jw_set_array(&b->j, "link");
	/* What names a person does not go into an address. */
	link_to(b, "self", person ? STR_NONE : s->query);
	if (b->next.n && !person)
		link_to(b, "next", arena_fmt(b->rq->a, "_page=%.*s", STR_ARG(page_of(b->rq->a, b->next, s->query))));
	jw_end(&b->j);
	jw_end(&b->j);
	return OK;
}
