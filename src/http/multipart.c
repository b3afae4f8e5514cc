/*
 * multipart/form-data (RFC 7578) of a whole body in memory. Parts are slices of it.
 */
#include "base/utf8.h"
#include "http/http.h"

#include <string.h>

#define BOUNDARY_MAX 70

/* The value of a parameter of a header value: name="…" or name=token. Backslash escapes in a
 * quoted value are undone as browsers write them (%22 and \"). */
static bool parameter(struct arena *a, struct str header, struct str name, struct str *ret)
{
	size_t i = 0;

	while (i < header.n && header.p[i] != ';')
		i++;
	while (i < header.n) {
		size_t from, n = 0;
		struct str key;
		char *out;

		for (i++; i < header.n && ascii_is_space(header.p[i]); i++)
			;
		for (from = i; i < header.n && header.p[i] != '=' && header.p[i] != ';'; i++)
			;
		key = str_trim(str_sub(header, from, i));
		out = arena_alloc(a, header.n + 1, 1);
		if (i < header.n && header.p[i] == '=' && i + 1 < header.n && header.p[i + 1] == '"') {
			for (i += 2; i < header.n && header.p[i] != '"'; i++) {
				if (header.p[i] == '\\' && i + 1 < header.n && header.p[i + 1] == '"')
					i++;
				out[n++] = header.p[i];
			}
			if (i == header.n)
				return false;
			while (i < header.n && header.p[i] != ';')
				i++;
		} else {
			for (i += i < header.n && header.p[i] == '='; i < header.n && header.p[i] != ';'; i++)
				out[n++] = header.p[i];
		}
		if (str_eq_nocase(key, name)) {
			*ret = str_trim((struct str){ out, n });
			return true;
		}
	}
	return false;
}

static struct str header_line(struct str *head)
{
	ptrdiff_t at = str_find(*head, S("\r\n"));
	struct str line = *head;

	if (at < 0) {
		*head = STR_NONE;
		return line;
	}
	line = str_sub(*head, 0, (size_t)at);
	*head = str_sub(*head, (size_t)at + 2, head->n);
	return line;
}

static struct str base_name(struct str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\')
			return str_sub(s, i, s.n);
	return s;
}

static enum err read_head(struct arena *a, struct str head, struct http_part *part)
{
	bool named = false;

	while (head.n) {
		struct str value = header_line(&head);
		struct str name = str_trim(str_cut(&value, ':'));

		value = str_trim(value);
		if (str_eq_nocase(name, S("Content-Type")))
			part->type = value;
		if (!str_eq_nocase(name, S("Content-Disposition")))
			continue;
		if (!str_eq_nocase(http_media_type(value), S("form-data")))
			return E_INPUT;
		named = parameter(a, value, S("name"), &part->name);
		if (parameter(a, value, S("filename"), &part->filename)) {
			part->is_file = true;
			part->filename = base_name(part->filename);
		}
	}
	if (!named || !part->name.n || !http_value_ok(part->name) || !utf8_valid(part->name) ||
	    !http_value_ok(part->filename) || !utf8_valid(part->filename) || !http_value_ok(part->type))
		return E_INPUT;
	if (!part->is_file && (memchr(part->bytes.p, 0, part->bytes.n) || !utf8_valid(part->bytes)))
		return E_INPUT;
	return OK;
}

/* What follows a delimiter: false after the last one ("--"), E_INPUT if neither. */
static enum err after_delimiter(struct str *rest, bool *ret_more)
{
	if (str_starts(*rest, S("--"))) {
		*ret_more = false;
		return OK;
	}
	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
		*rest = str_sub(*rest, 1, rest->n);
	if (!str_starts(*rest, S("\r\n")))
		return E_INPUT;
	*rest = str_sub(*rest, 2, rest->n);
	*ret_more = true;
	return OK;
}

static enum err read_part(struct arena *a, struct str whole, struct http_part *ret)
{
	ptrdiff_t gap;

	if (str_starts(whole, S("\r\n")))
		return E_INPUT;	/* no head at all */
	gap = str_find(whole, S("\r\n\r\n"));
	if (gap < 0)
		return E_INPUT;
	*ret = (struct http_part){ .bytes = str_sub(whole, (size_t)gap + 4, whole.n) };
	if (!ret->bytes.p)
		ret->bytes = S("");
	return read_head(a, str_sub(whole, 0, (size_t)gap), ret);
}

static ptrdiff_t find_bytes(struct str s, struct str needle)
{
	const char *at = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;

	return at ? at - s.p : -1;
}

enum err http_multipart(struct arena *a, struct str content_type, struct str body,
	struct http_parts *ret)
{
	struct http_part *v = NULL;
	size_t n = 0, cap = 0;
	struct str boundary, delimiter, rest = body;
	bool more = true;

	if (!str_eq_nocase(http_media_type(content_type), S("multipart/form-data")) ||
	    !parameter(a, content_type, S("boundary"), &boundary) ||
	    !boundary.n || boundary.n > BOUNDARY_MAX || !http_value_ok(boundary))
		return E_INPUT;
	delimiter = arena_cat(a, S("\r\n--"), boundary);
	if (!str_starts(rest, str_sub(delimiter, 2, delimiter.n)))
		return E_INPUT;
	rest = str_sub(rest, delimiter.n - 2, rest.n);
	TRY(after_delimiter(&rest, &more));
	while (more) {
		ptrdiff_t end = find_bytes(rest, delimiter);

		if (end < 0)
			return E_INPUT;
		if (n == HTTP_PARTS_MAX)
			return E_LIMIT;
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		TRY(read_part(a, str_sub(rest, 0, (size_t)end), &v[n]));
		n++;
		rest = str_sub(rest, (size_t)end + delimiter.n, rest.n);
		TRY(after_delimiter(&rest, &more));
	}
	*ret = (struct http_parts){ v, n };
	return OK;
}
