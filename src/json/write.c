/* The writer: appends to a buffer and puts the commas. */
#include "json/json.h"

struct jw jw_to(struct buf *b)
{
	return (struct jw){ .b = b };
}

static void before_value(struct jw *j)
{
	uint64_t bit = (uint64_t)1 << j->depth;

	if (j->key) {
		j->key = false;
		return;
	}
	if (j->some & bit)
		buf_put_char(j->b, ',');
	j->some |= bit;
}

static void open_with(struct jw *j, char c)
{
	before_value(j);
	buf_put_char(j->b, c);
	if (j->depth >= JW_DEPTH) {
		j->b->failed = true;
		return;
	}
	j->depth++;
	j->some &= ~((uint64_t)1 << j->depth);
	if (c == '[')
		j->array |= (uint64_t)1 << j->depth;
	else
		j->array &= ~((uint64_t)1 << j->depth);
}

void jw_object(struct jw *j) { open_with(j, '{'); }
void jw_array(struct jw *j) { open_with(j, '['); }

void jw_end(struct jw *j)
{
	if (j->depth == 0)
		return;
	buf_put_char(j->b, j->array >> j->depth & 1 ? ']' : '}');
	j->depth--;
}

void jw_key(struct jw *j, const char *key)
{
	before_value(j);
	buf_put_char(j->b, '"');
	buf_put(j->b, str_of(key));
	buf_put(j->b, S("\":"));
	j->key = true;
}

void jw_key_str(struct jw *j, struct str key)
{
	before_value(j);
	buf_put_char(j->b, '"');
	json_escape(j->b, key);
	buf_put(j->b, S("\":"));
	j->key = true;
}

/* Runs of plain bytes go out in one piece. */
void json_escape(struct buf *b, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(b, str_sub(s, from, i));
		from = i + 1;
		if (c == '"' || c == '\\') {
			buf_put_char(b, '\\');
			buf_put_char(b, (char)c);
		} else if (c == '\n') {
			buf_put(b, S("\\n"));
		} else if (c == '\r') {
			buf_put(b, S("\\r"));
		} else if (c == '\t') {
			buf_put(b, S("\\t"));
		} else if (c == '\b') {
			buf_put(b, S("\\b"));
		} else if (c == '\f') {
			buf_put(b, S("\\f"));
		} else {
			buf_put_fmt(b, "\\u%04x", c);
		}
	}
	if (s.n > from)
		buf_put(b, str_sub(s, from, s.n));
}

void jw_str(struct jw *j, struct str s)
{
	before_value(j);
	buf_put_char(j->b, '"');
	json_escape(j->b, s);
	buf_put_char(j->b, '"');
}

void jw_cstr(struct jw *j, const char *s) { jw_str(j, str_of(s)); }

void jw_int(struct jw *j, int64_t n)
{
	before_value(j);
	buf_put_int(j->b, n);
}

void jw_bool(struct jw *j, bool v) { jw_raw(j, v ? S("true") : S("false")); }
void jw_null(struct jw *j) { jw_raw(j, S("null")); }

void jw_raw(struct jw *j, struct str json)
{
	before_value(j);
	buf_put(j->b, json);
}

void jw_fixed(struct jw *j, int64_t n, int decimals)
{
	uint64_t u = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n, unit = 1;

	before_value(j);
	for (; decimals > 0 && u % 10 == 0; decimals--)
		u /= 10;
	for (int i = 0; i < decimals; i++)
		unit *= 10;
	if (n < 0)
		buf_put_char(j->b, '-');
	buf_put_int(j->b, (int64_t)(u / unit));
	if (decimals > 0)
		buf_put_fmt(j->b, ".%0*llu", decimals, (unsigned long long)(u % unit));
}

void jw_set_object(struct jw *j, const char *key) { jw_key(j, key); jw_object(j); }
void jw_set_array(struct jw *j, const char *key) { jw_key(j, key); jw_array(j); }
void jw_set_str(struct jw *j, const char *key, struct str s) { jw_key(j, key); jw_str(j, s); }
void jw_set_cstr(struct jw *j, const char *key, const char *s) { jw_key(j, key); jw_cstr(j, s); }
void jw_set_int(struct jw *j, const char *key, int64_t n) { jw_key(j, key); jw_int(j, n); }
void jw_set_bool(struct jw *j, const char *key, bool v) { jw_key(j, key); jw_bool(j, v); }

void jw_maybe_str(struct jw *j, const char *key, struct str s)
{
	if (s.n)
		jw_set_str(j, key, s);
}
