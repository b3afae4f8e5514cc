/* FHIR data types, written; and what one answers with. */
#include "fhir/fhir.h"
#include "base/utf8.h"

enum err fhir_refuse(struct rq *rq, int status, const char *code, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);

	va_end(ap);
	struct str said = { text, n < 0 ? 0 : n < (int)sizeof text ? (size_t)n : sizeof text - 1 };

	while (said.n && !utf8_valid(said))
		said.n--;			/* cut inside a character */
	struct jw j = jw_to(rq_json(rq, status));

	jw_object(&j);
	jw_set_cstr(&j, "resourceType", "OperationOutcome");
	jw_set_array(&j, "issue");
	jw_object(&j);
	jw_set_cstr(&j, "severity", "error");
	jw_set_cstr(&j, "code", code);
	jw_maybe_str(&j, "diagnostics", said);
	jw_end(&j);
	jw_end(&j);
	jw_end(&j);
	return E_INPUT;
}

struct jw fhir_resource_begin(struct rq *rq, int status, const char *type, int64_t id)
{
	struct jw j = jw_to(rq_json(rq, status));

	jw_object(&j);
	jw_set_cstr(&j, "resourceType", type);
	jw_set_str(&j, "id", fhir_id(rq->a, id));
	return j;
}

struct str fhir_id(struct arena *a, int64_t id)
{
	return arena_fmt(a, "%lld", (long long)id);
}

void fhir_instant(struct jw *j, const char *key, struct instant t)
{
	char text[21];

	if (t.v == INT64_MIN)
		return;
	instant_print(t, text);
	jw_set_cstr(j, key, text);
}

void fhir_local(struct jw *j, const char *key, struct local l, struct str zone)
{
	const struct zone *z;
	char when[17], text[40];

	if (zone_get(zone, &z) != OK)
		return;
	int32_t offset = zone_offset(z, zone_instant(z, l)) / 60;

	local_print(l, when);
	snprintf(text, sizeof text, "%s:00%c%02d:%02d", when, offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
	jw_set_cstr(j, key, text);
}

void fhir_date(struct jw *j, const char *key, struct day d)
{
	char text[11];

	if (!day_is(d))
		return;
	day_print(d, text);
	jw_set_cstr(j, key, text);
}

void fhir_meta(struct jw *j, int64_t version, struct instant changed)
{
	fhir_meta_of(j, version, changed, false);
}

void fhir_meta_of(struct jw *j, int64_t version, struct instant changed, bool restricted)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)version);
	jw_set_object(j, "meta");
	jw_set_cstr(j, "versionId", text);
	fhir_instant(j, "lastUpdated", changed);
	if (restricted) {
		jw_set_array(j, "security");
		jw_object(j);
		jw_set_cstr(j, "system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality");
		jw_set_cstr(j, "code", "R");
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
}

void fhir_reference(struct jw *j, const char *key, const char *type, int64_t id, struct str display)
{
	char text[80];

	if (!id)
		return;
	snprintf(text, sizeof text, "%s/%lld", type, (long long)id);
	if (key)
		jw_set_object(j, key);
	else
		jw_object(j);
	jw_set_cstr(j, "reference", text);
	jw_maybe_str(j, "display", display);
	jw_end(j);
}

void fhir_identifiers(struct jw *j, const struct fhir_identifier *v, size_t n)
{
	bool some = false;

	for (size_t i = 0; i < n; i++) {
		if (!v[i].value.n)
			continue;
		if (!some)
			jw_set_array(j, "identifier");
		some = true;
		jw_object(j);
		jw_set_cstr(j, "system", v[i].system);
		jw_set_str(j, "value", v[i].value);
		jw_end(j);
	}
	if (some)
		jw_end(j);
}

void fhir_concept(struct jw *j, const char *key, bool array, const struct fhir_code *v, size_t n, struct str text)
{
	bool some = text.n > 0;

	for (size_t i = 0; i < n; i++)
		some = some || v[i].code.n;
	if (!some)
		return;
	jw_key(j, key);
	if (array)
		jw_array(j);
	jw_object(j);
	some = false;
	for (size_t i = 0; i < n; i++) {
		if (!v[i].code.n)
			continue;
		if (!some)
			jw_set_array(j, "coding");
		some = true;
		jw_object(j);
		jw_set_cstr(j, "system", v[i].system);
		jw_set_str(j, "code", v[i].code);
		jw_end(j);
	}
	if (some)
		jw_end(j);
	jw_maybe_str(j, "text", text);
	jw_end(j);
	if (array)
		jw_end(j);
}

static void contact(struct jw *j, const char *system, struct str value)
{
	if (!value.n)
		return;
	jw_object(j);
	jw_set_cstr(j, "system", system);
	jw_set_str(j, "value", value);
	jw_end(j);
}

void fhir_telecom(struct jw *j, struct str phone, struct str email)
{
	if (!phone.n && !email.n)
		return;
	jw_set_array(j, "telecom");
	contact(j, "phone", phone);
	contact(j, "email", email);
	jw_end(j);
}

void fhir_aliases(struct jw *j, struct str name, struct str x, struct str y)
{
	bool has_x = x.n && !str_eq(x, name), has_y = y.n && !str_eq(y, name) && !str_eq(y, x);

	if (!has_x && !has_y)
		return;
	jw_set_array(j, "alias");
	if (has_x)
		jw_str(j, x);
	if (has_y)
		jw_str(j, y);
	jw_end(j);
}
