/* Reports of mail servers. See bounce.h. */
#include "gateways/bounce.h"

#include "base/buf.h"

#include <gmime/gmime.h>
#include <string.h>

enum { STATUS_MAX = 12, TEXT_MAX = 256 * 1024, FIELD_MAX = 1000, DEPTH = 8 };

struct str bounce_status_in(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		size_t n = i + 1, dots = 0;

		if (text.p[i] < '2' || text.p[i] > '5' || (i && (ascii_is_digit(text.p[i - 1]) || text.p[i - 1] == '.')))
			continue;
		for (; n < text.n && n - i < STATUS_MAX && (ascii_is_digit(text.p[n]) || text.p[n] == '.'); n++)
			if (text.p[n] == '.') {
				if (text.p[n - 1] == '.' || dots == 2)
					break;
				dots++;
			}
		if (n + 1 < text.n && text.p[n] == '.' && ascii_is_digit(text.p[n + 1]))
			continue;
		if (dots == 2 && text.p[i + 1] == '.' && ascii_is_digit(text.p[n - 1]))
			return str_sub(text, i, n);
	}
	return STR_NONE;
}

/* RFC 3463 and 7505: no such box, no such host, no address at all, moved away, takes no mail, closed, no way there;
 * 5.0.0 is what servers say who do not tell more. */
static bool about_address(struct str status)
{
	static const char *const codes[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.0.0" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (str_eq(status, str_of(codes[i])))
			return true;
	return false;
}

enum bounce_kind bounce_judge(struct str action, struct str status, struct str diagnostic)
{
	struct str said = bounce_status_in(diagnostic);

	if (!str_eq_nocase(action, S("failed")))
		return BOUNCE_NOTHING;
	status = bounce_status_in(status);
	if ((!status.n || str_eq(status, S("5.0.0"))) && said.n)
		status = said;
	return about_address(status) ? BOUNCE_ADDRESS : BOUNCE_MESSAGE;
}

/* --- reading (what gmime lends is copied into the arena) --- */

static struct str kept(struct arena *a, const char *s)
{
	size_t n = s ? strnlen(s, TEXT_MAX) : 0;

	return n ? arena_str(a, (struct str){ s, n }) : STR_NONE;
}

static struct str content_of(struct arena *a, GMimePart *part)
{
	GMimeStream *to = g_mime_stream_mem_new();
	GMimeDataWrapper *w = g_mime_part_get_content(part);
	struct str s = STR_NONE;

	if (w && g_mime_data_wrapper_write_to_stream(w, to) >= 0) {
		GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));

		if (bytes->len && bytes->len <= TEXT_MAX)
			s = arena_str(a, (struct str){ (const char *)bytes->data, bytes->len });
	}
	g_object_unref(to);
	return s;
}

static GMimeMessage *parse(struct str bytes)
{
	GMimeStream *from = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
	GMimeParser *p = g_mime_parser_new_with_stream(from);
	GMimeMessage *m = g_mime_parser_construct_message(p, NULL);

	g_object_unref(p);
	g_object_unref(from);
	return m;
}

static struct str id_in_headers(struct arena *a, struct str headers)
{
	GMimeMessage *m = parse(arena_cat(a, headers, S("\n\n")));
	struct str id = m ? kept(a, g_mime_message_get_message_id(m)) : STR_NONE;

	if (m)
		g_object_unref(m);
	return id;
}

static bool is_fold(struct str s)
{
	return s.n && (s.p[0] == ' ' || s.p[0] == '\t');
}

/* The lines of a folded field as one, with a space for each fold. Copied once, however many there are. */
static struct str unfolded(struct arena *a, struct str first, struct str rest)
{
	struct str whole = str_sub(str_trim(first), 0, FIELD_MAX);
	struct buf *b;

	if (!is_fold(rest))
		return whole;
	b = buf_new(a, 2 * FIELD_MAX);
	buf_put(b, whole);
	while (is_fold(rest) && b->n < FIELD_MAX) {
		buf_put_char(b, ' ');
		buf_put(b, str_sub(str_trim(str_cut(&rest, '\n')), 0, FIELD_MAX - 1));
	}
	return str_trim(str_sub(buf_str(b), 0, FIELD_MAX));
}

/* "Name: value" of one group of lines; folded lines are read as one. Empty: not there. */
static struct str field(struct arena *a, struct str group, struct str name)
{
	struct str value = STR_NONE;

	while (group.n && !value.n) {
		struct str rest = str_cut(&group, '\n'), head = rest;

		if (is_fold(rest))
			continue;
		head = str_cut(&rest, ':');
		if (str_eq_nocase(str_trim(head), name))
			value = unfolded(a, rest, group);
	}
	return value;
}

/* Up to the next empty line. */
static struct str next_group(struct str *rest)
{
	struct str all = *rest;

	while (rest->n) {
		struct str before = *rest, line = str_trim(str_cut(rest, '\n'));

		if (!line.n)
			return str_sub(all, 0, all.n - before.n);
	}
	return all;
}

static void read_status(struct arena *a, struct str text, struct bounce *ret)
{
	while (text.n) {
		struct str group = next_group(&text), status = field(a, group, S("Status"));
		struct str diagnostic = field(a, group, S("Diagnostic-Code"));
		enum bounce_kind k = bounce_judge(field(a, group, S("Action")), status, diagnostic);

		if (k <= ret->kind)
			continue;
		ret->kind = k;
		ret->status = bounce_status_in(status);
	}
}

static void read_part(struct arena *a, GMimeObject *o, int depth, struct bounce *ret)
{
	GMimeContentType *type = g_mime_object_get_content_type(o);

	if (depth > DEPTH || !type)
		return;
	if (GMIME_IS_MULTIPART(o)) {
		for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(o)); i++)
			read_part(a, g_mime_multipart_get_part(GMIME_MULTIPART(o), i), depth + 1, ret);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *m = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));

		if (m && !ret->message_id.n)
			ret->message_id = kept(a, g_mime_message_get_message_id(m));
	} else if (GMIME_IS_PART(o) && (g_mime_content_type_is_type(type, "message", "delivery-status")
			|| g_mime_content_type_is_type(type, "message", "global-delivery-status"))) {
		read_status(a, content_of(a, GMIME_PART(o)), ret);
	} else if (GMIME_IS_PART(o) && !ret->message_id.n && g_mime_content_type_is_type(type, "text", "rfc822-headers")) {
		ret->message_id = id_in_headers(a, content_of(a, GMIME_PART(o)));
	}
}

/* Servers that send nothing of the mail back still name it as what they answer. */
static struct str answered(struct arena *a, GMimeMessage *m)
{
	static const char *const names[] = { "In-Reply-To", "References" };
	struct str s = STR_NONE;

	for (size_t i = 0; i < 2 && !s.n; i++)
		s = kept(a, g_mime_object_get_header(GMIME_OBJECT(m), names[i]));
	s = str_trim(s);
	return str_ends(s, S(">")) && str_starts(s, S("<")) ? str_sub(s, 1, s.n - 1) : STR_NONE;
}

struct bounce bounce_read(struct arena *a, struct str mail)
{
	struct bounce b = { .kind = BOUNCE_NOTHING };
	GMimeMessage *m;
	GMimeObject *body;

	g_mime_init();
	m = parse(mail);
	if (!m)
		return b;
	body = g_mime_message_get_mime_part(m);
	if (body && g_mime_content_type_is_type(g_mime_object_get_content_type(body), "multipart", "report"))
		read_part(a, body, 0, &b);
	if (b.kind != BOUNCE_NOTHING && !b.message_id.n)
		b.message_id = answered(a, m);
	g_object_unref(m);
	return b;
}
