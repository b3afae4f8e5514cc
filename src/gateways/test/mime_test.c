/* Mails as another program reads them: gmime takes them apart. */
#include "gateways/mime.h"
#include "ical/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <string.h>

static int start(void **state)
{
	g_mime_init();
	*state = arena_new(16 << 20);
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	arena_free(*state);
	return 0;
}

static const struct mime plain = { .from = { "diwan@example.ma", sizeof("diwan@example.ma") - 1 }, .to = { "a@example.ma", sizeof("a@example.ma") - 1 }, .id = { "77.x@example.ma", sizeof("77.x@example.ma") - 1 },
	.at = { 1790000000 }, .lang = { "ar", sizeof("ar") - 1 }, .subject = { "موعد يوم 15/10/2026 على الساعة 09:40 في المستشفى", sizeof("موعد يوم 15/10/2026 على الساعة 09:40 في المستشفى") - 1 },
	.text = { "موعد <b>غدا</b> K7M4-RX9T-H2K.\n\nالهاتف: 05 35 00 00 01\nمعاينة أو إلغاء: https://diwan.ma/a/x?y=1&z=2\n", sizeof("موعد <b>غدا</b> K7M4-RX9T-H2K.\n\nالهاتف: 05 35 00 00 01\nمعاينة أو إلغاء: https://diwan.ma/a/x?y=1&z=2\n") - 1 } };

static GMimeMessage *read_back(struct arena *a, const struct mime *m)
{
	struct buf *b = buf_new(a, 1 << 20);

	mime_put(b, a, m);
	assert_true(buf_ok(b));
	struct str s = buf_str(b);
	for (size_t i = 0, line = 0; i < s.n; i++) {	/* RFC 5322: short lines, CR LF only, ASCII only */
		line = s.p[i] == '\n' ? 0 : line + 1;
		assert_true(line < 79 && (unsigned char)s.p[i] < 0x80);
		if (s.p[i] == '\n')
			assert_true(i && s.p[i - 1] == '\r');
	}
	GMimeStream *from = g_mime_stream_mem_new_with_buffer(s.p, s.n);
	GMimeParser *p = g_mime_parser_new_with_stream(from);
	GMimeMessage *ret = g_mime_parser_construct_message(p, NULL);

	g_object_unref(p);
	g_object_unref(from);
	assert_non_null(ret);
	return ret;
}

static GMimeObject *child(GMimeObject *o, int i)
{
	assert_true(GMIME_IS_MULTIPART(o) && i < g_mime_multipart_get_count(GMIME_MULTIPART(o)));
	return g_mime_multipart_get_part(GMIME_MULTIPART(o), i);
}

static char *bytes_of(struct arena *a, GMimeObject *o, const char *type, const char *subtype)
{
	GMimeStream *to = g_mime_stream_mem_new();
	struct str s;

	assert_true(GMIME_IS_PART(o) && g_mime_content_type_is_type(g_mime_object_get_content_type(o), type, subtype));
	assert_true(g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(o)), to) >= 0);
	GByteArray *got = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
	s = arena_str(a, (struct str){ (const char *)got->data, got->len });
	g_object_unref(to);
	return arena_cstr(a, s);
}

static void text_and_html_say_the_same_in_any_script(void **state)
{
	struct arena *a = *state;
	GMimeMessage *m = read_back(a, &plain);
	GMimeObject *body = g_mime_message_get_mime_part(m);
	char *html = bytes_of(a, child(body, 1), "text", "html");

	assert_string_equal(g_mime_message_get_subject(m), plain.subject.p);
	assert_string_equal(g_mime_message_get_message_id(m), "77.x@example.ma");
	assert_string_equal(bytes_of(a, child(body, 0), "text", "plain"), plain.text.p);
	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(body)), 2);
	assert_non_null(strstr(html, "<html lang=\"ar\" dir=\"rtl\">"));
	assert_non_null(strstr(html, "&lt;b&gt;"));
	assert_null(strstr(html, "<b>"));
	assert_non_null(strstr(html, "href=\"https://diwan.ma/a/x?y=1&amp;z=2\""));
	assert_non_null(strstr(html, ">معاينة أو إلغاء</a>"));
	assert_non_null(strstr(html, "nowrap\">K7M4-RX9T-H2K</span>."));
	assert_non_null(strstr(html, "nowrap\">05 35 00 00 01</span>"));	/* not turned round */
	g_object_unref(m);
}

static struct str calendar(struct arena *a, enum ical_method method, const char *uid)
{
	struct buf *b = buf_new(a, 1 << 16);
	const struct ical_event e = { .uid = str_of(uid), .sequence = 3, .start = { 1790003600 }, .end = { 1790005400 },
		.stamp = { 1790000000 }, .changed = { 1790000000 }, .summary = S("موعد، مستشفى ابن الخطيب بمدينة فاس العتيقة"),
		.organizer_name = S("Hop. \"Ibn\" Al Khatib; Fes, Medina et tout ce qui suit"), .organizer = S("{organizer}"),
		.attendee = S("somebody.with.a.very.long.name.indeed@example.ma"), .cancelled = method == ICAL_CANCEL };

	ical_write(b, method, STR_NONE, &e, 1);
	return buf_str(b);
}

static void a_calendar_stands_among_the_alternatives_and_is_attached(void **state)
{
	struct arena *a = *state;
	struct mime with = plain;

	with.ics = arena_cat(a, calendar(a, ICAL_REQUEST, "1@diwan"), calendar(a, ICAL_CANCEL, "2@diwan"));
	GMimeMessage *m = read_back(a, &with);
	GMimeObject *body = g_mime_message_get_mime_part(m), *both = child(body, 0), *first = child(both, 2);
	char *text = bytes_of(a, first, "text", "calendar"), *second = bytes_of(a, child(body, 2), "application", "ics");

	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(body)), 3);
	assert_string_equal(g_mime_object_get_content_type_parameter(first, "method"), "REQUEST");
	assert_string_equal(text, bytes_of(a, child(body, 1), "application", "ics"));
	assert_non_null(strstr(text, "UID:1@diwan\r\n"));
	assert_null(strstr(text, "2@diwan"));
	assert_non_null(strstr(second, "METHOD:CANCEL\r\n"));
	assert_null(strstr(text, "{organizer}"));
	for (const char *p = text, *end; (end = strstr(p, "\r\n")); p = end + 2)
		assert_true(end - p <= 75);
	char *unfolded = arena_cstr(a, S(""));
	for (char *p = text; *p; p++) {
		if (!strncmp(p, "\r\n ", 3))
			p += 2;
		else
			unfolded = arena_cstr(a, arena_fmt(a, "%s%c", unfolded, *p));
	}
	assert_non_null(strstr(unfolded, "ORGANIZER;CN=\"Hop. Ibn Al Khatib; Fes, Medina et tout ce qui suit\":mailto:diwan@example.ma\r\n"));
	assert_non_null(strstr(unfolded, "RSVP=FALSE:mailto:somebody.with.a.very.long.name.indeed@example.ma\r\n"));
	g_object_unref(m);
}

static void a_file_goes_with_a_mail(void **state)
{
	struct arena *a = *state;
	struct mime with = plain;

	with.filename = S("FES-KHATIB-2026-10.pdf");
	with.type = S("application/pdf");
	with.base64 = S("JVBERi0xLjUKJfbk/N8KMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyAvUGFnZXMgMiAwIFIgL0xhbmcgKGZyKSA+PgplbmRvYmoK");
	GMimeMessage *m = read_back(a, &with);
	GMimeObject *body = g_mime_message_get_mime_part(m), *file = child(body, 1);

	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(body)), 2);
	assert_string_equal(bytes_of(a, child(child(body, 0), 0), "text", "plain"), plain.text.p);
	assert_non_null(strstr(bytes_of(a, file, "application", "pdf"), "%PDF-1.5"));
	assert_string_equal(g_mime_part_get_filename(GMIME_PART(file)), "FES-KHATIB-2026-10.pdf");
	g_object_unref(m);
}

static void an_address_with_more_in_it_is_none(void **state)
{
	static const char *const bad[] = { "", "a", "a@", "@b", "a@b\r\nBcc: c@d", "a@b>", "<a@b", "a b@c.ma", "é@b.ma", "a@b\x7f" };

	(void)state;
	assert_true(mime_address_ok(S("a.b+c@d.ma")));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(mime_address_ok(str_of(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(text_and_html_say_the_same_in_any_script, start, stop),
		cmocka_unit_test_setup_teardown(a_calendar_stands_among_the_alternatives_and_is_attached, start, stop),
		cmocka_unit_test_setup_teardown(a_file_goes_with_a_mail, start, stop),
		cmocka_unit_test_setup_teardown(an_address_with_more_in_it_is_none, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
