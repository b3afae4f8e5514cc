/*
 * The reader: jansson (strict: no duplicates, no NUL, one value and nothing after it) with a
 * depth counted before it recurses. struct jr is jansson's json_t under a name of ours.
 */
#include "json/json.h"

#include <jansson.h>

/* Brackets outside of strings; jansson finds everything else that is wrong. */
static bool too_deep(struct str s)
{
	int depth = 0;
	bool in_string = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '{' || c == '[') {
			if (++depth > JR_DEPTH)
				return true;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return false;
}

static void drop(void *p)
{
	json_decref(p);
}

static void say(struct jr_problem *why, int line, int column, const char *what)
{
	if (!why)
		return;
	why->line = line;
	why->column = column;
	snprintf(why->what, sizeof(why->what), "%s", what);
}

enum err jr_read(struct arena *a, struct str text, size_t max, const struct jr **ret,
	struct jr_problem *why)
{
	json_error_t e;
	json_t *v;

	if (text.n > max) {
		say(why, 1, 1, "the document is too long");
		return E_LIMIT;
	}
	if (too_deep(text)) {
		say(why, 1, 1, "nested too deeply");
		return E_INPUT;
	}
	v = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!v) {
		say(why, e.line, e.column, e.text);
		return E_INPUT;
	}
	arena_on_end(a, drop, v);
	*ret = (const struct jr *)v;
	return OK;
}

static const json_t *raw(const struct jr *v)
{
	return (const json_t *)v;
}

enum jr_kind jr_kind_of(const struct jr *v)
{
	if (!v)
		return JR_ABSENT;
	switch (json_typeof(raw(v))) {
	case JSON_OBJECT: return JR_OBJECT;
	case JSON_ARRAY: return JR_ARRAY;
	case JSON_STRING: return JR_STRING;
	case JSON_INTEGER: return JR_INT;
	case JSON_REAL: return JR_REAL;
	case JSON_TRUE:
	case JSON_FALSE: return JR_BOOL;
	case JSON_NULL: break;
	}
	return JR_NULL;
}

const struct jr *jr_get(const struct jr *v, const char *key)
{
	return v ? (const struct jr *)json_object_get(raw(v), key) : NULL;
}

const struct jr *jr_get_str(const struct jr *v, struct str key)
{
	void *at = NULL;
	struct str k;
	const struct jr *x;

	while (jr_next(v, &at, &k, &x))
		if (str_eq(k, key))
			return x;
	return NULL;
}

const struct jr *jr_at(const struct jr *v, size_t i)
{
	return v ? (const struct jr *)json_array_get(raw(v), i) : NULL;
}

size_t jr_count(const struct jr *v)
{
	if (!v)
		return 0;
	return json_is_array(raw(v)) ? json_array_size(raw(v)) : json_object_size(raw(v));
}

struct str jr_text(const struct jr *v)
{
	if (!v || !json_is_string(raw(v)))
		return STR_NONE;
	return (struct str){ json_string_value(raw(v)), json_string_length(raw(v)) };
}

bool jr_text_is(const struct jr *v, const char *s)
{
	return v && json_is_string(raw(v)) && str_eq(jr_text(v), str_of(s));
}

enum err jr_int(const struct jr *v, int64_t min, int64_t max, int64_t *ret)
{
	int64_t n;

	if (!v || json_is_null(raw(v)))
		return E_NOTFOUND;
	if (!json_is_integer(raw(v)))
		return E_INPUT;
	n = json_integer_value(raw(v));
	if (n < min || n > max)
		return E_INPUT;
	*ret = n;
	return OK;
}

bool jr_true(const struct jr *v)
{
	return v && json_is_true(raw(v));
}

double jr_real(const struct jr *v)
{
	return v ? json_number_value(raw(v)) : 0;
}

bool jr_next(const struct jr *v, void **at, struct str *key, const struct jr **value)
{
	json_t *o = (json_t *)(uintptr_t)v;

	if (!v || !json_is_object(o))
		return false;
	*at = *at ? json_object_iter_next(o, *at) : json_object_iter(o);
	if (!*at)
		return false;
	*key = (struct str){ json_object_iter_key(*at), json_object_iter_key_len(*at) };
	*value = (const struct jr *)json_object_iter_value(*at);
	return true;
}

static int to_buf(const char *p, size_t n, void *b)
{
	buf_put(b, (struct str){ p, n });
	return 0;
}

void jr_write(struct buf *b, const struct jr *v)
{
	if (!v || json_dump_callback(raw(v), to_buf, b, JSON_COMPACT | JSON_ENCODE_ANY))
		b->failed = true;
}
