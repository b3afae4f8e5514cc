/*
 * Reading what a client sent: target, query strings, form bodies, cookies, small header values.
 * Strict where we decide on a value, lenient only for cookies that other sites may have set.
 */
#include "base/utf8.h"
#include "http/http.h"

#define COOKIES_MAX 50
#define TARGET_MAX 4096

static const char *const method_names[] = { "GET", "HEAD", "POST", "PUT", "DELETE", "?" };

const char *http_method_name(enum http_method m)
{
	return method_names[m];
}

enum err http_split(struct str target, struct str *ret_path, struct str *ret_query)
{
	struct str rest = target, path;

	if (!target.n || target.n > TARGET_MAX || target.p[0] != '/')
		return E_INPUT;
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];

		if (c <= ' ' || c >= 0x7f || c == '#')
			return E_INPUT;
	}
	path = str_cut(&rest, '?');
	*ret_path = path;
	*ret_query = rest;
	return OK;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum err http_decode(struct arena *a, struct str s, bool plus, struct str *ret)
{
	char *out = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '+' && plus)
			c = ' ';
		if (c == '%') {
			int hi = i + 2 < s.n ? hex(s.p[i + 1]) : -1;
			int lo = i + 2 < s.n ? hex(s.p[i + 2]) : -1;

			if (hi < 0 || lo < 0)
				return E_INPUT;
			c = (char)(hi << 4 | lo);
			i += 2;
		}
		if (c == '\0')
			return E_INPUT;
		out[n++] = c;
	}
	if (!utf8_valid((struct str){ out, n }))
		return E_INPUT;
	*ret = (struct str){ out, n };
	return OK;
}

enum err http_form(struct arena *a, struct str s, struct http_pairs *ret)
{
	struct http_pair *v = NULL;
	size_t n = 0, cap = 0;

	while (s.p && s.n) {
		struct str pair = str_cut(&s, '&'), value = pair, name;

		if (!pair.n)
			continue;
		if (n == HTTP_FIELDS_MAX)
			return E_LIMIT;
		name = str_cut(&value, '=');
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		TRY(http_decode(a, name, true, &v[n].name));
		TRY(http_decode(a, value, true, &v[n].value));
		n++;
	}
	*ret = (struct http_pairs){ v, n };
	return OK;
}

bool http_pair_find(const struct http_pairs *f, struct str name, struct str *ret)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].name, name)) {
			*ret = f->v[i].value;
			return true;
		}
	return false;
}

static bool cookie_value_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
			return false;
	}
	return true;
}

enum err http_cookies(struct arena *a, struct str header, struct http_pairs *ret)
{
	struct http_pair *v = NULL;
	size_t n = 0, cap = 0;

	while (header.p && header.n && n < COOKIES_MAX) {
		struct str value = str_trim(str_cut(&header, ';'));
		struct str name = str_cut(&value, '=');

		if (!name.n || !value.p)
			continue;
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = str_sub(value, 1, value.n - 1);
		if (!cookie_value_ok(name) || !cookie_value_ok(value))
			continue;
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct http_pair){ name, value };
	}
	*ret = (struct http_pairs){ v, n };
	return OK;
}

bool http_value_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

struct str http_media_type(struct str content_type)
{
	return str_trim(str_cut(&content_type, ';'));
}

/* Whether the parameters after a coding say q=0, q=0.0… */
static bool refused(struct str params)
{
	while (params.p) {
		struct str p = str_trim(str_cut(&params, ';'));

		if (p.n < 3 || ascii_lower(p.p[0]) != 'q' || p.p[1] != '=')
			continue;
		for (size_t i = 2; i < p.n; i++)
			if (p.p[i] != '0' && p.p[i] != '.')
				return false;
		return true;
	}
	return false;
}

bool http_takes_gzip(struct str accept)
{
	bool star = false;

	while (accept.p && accept.n) {
		struct str params = str_cut(&accept, ',');
		struct str coding = str_trim(str_cut(&params, ';'));

		if (str_eq_nocase(coding, S("gzip")))
			return !refused(params);
		if (str_eq(coding, S("*")))
			star = !refused(params);
	}
	return star;
}
