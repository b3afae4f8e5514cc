/*
 * With calendar files the parts nest as Google, Outlook and Apple want them: the first file stands
 * among the alternatives with its method (that is what they act on) and all are attached as well
 * (that is what a person can open).
 */
#include "gateways/mime.h"

#include "crypto/crypto.h"
#include "ical/ical.h"

#include <string.h>

enum { LINE = 76, ICS_MAX = 1 << 20 };

static void put_date(struct buf *b, struct instant t)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
		"Nov", "Dec" };
	struct day day = { (int32_t)(t.v / 86400) };
	int64_t s = t.v % 86400;
	int y, m, d;

	day_split(day, &y, &m, &d);
	buf_put_fmt(b, "Date: %s, %d %s %d %02lld:%02lld:%02lld +0000\r\n", days[day_weekday(day) - 1], d, months[m - 1], y,
		(long long)(s / 3600), (long long)(s / 60 % 60), (long long)(s % 60));
}

/* Encoded words of at most 75 characters (RFC 2047), cut between characters. */
static void put_subject(struct buf *b, struct arena *a, struct str s)
{
	buf_put(b, S("Subject:"));
	while (s.n) {
		size_t n = s.n < 42 ? s.n : 42;

		while (n < s.n && n > 1 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
			n--;
		struct str part = base64_encode(a, str_sub(s, 0, n));
		buf_put_fmt(b, " =?UTF-8?B?%.*s?=\r\n", STR_ARG(part));
		s = str_sub(s, n, s.n);
	}
}

/* One part: what its Content-Type says after "Content-Type: ", then its bytes, which are base64 already. */
static void put_base64(struct buf *b, struct str type, struct str base64)
{
	buf_put_fmt(b, "Content-Type: %.*s\r\nContent-Transfer-Encoding: base64\r\n\r\n", STR_ARG(type));
	for (size_t i = 0; i < base64.n; i += LINE) {
		buf_put(b, str_sub(base64, i, i + LINE));
		buf_put(b, S("\r\n"));
	}
}

static void put_part(struct buf *b, struct arena *a, struct str type, struct str bytes)
{
	put_base64(b, type, base64_encode(a, bytes));
}

/* --- HTML --- */

static void put_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		switch (s.p[i]) {
		case '&': buf_put(b, S("&amp;")); break;
		case '<': buf_put(b, S("&lt;")); break;
		case '>': buf_put(b, S("&gt;")); break;
		case '"': buf_put(b, S("&quot;")); break;
		default: buf_put_char(b, s.p[i]);
		}
}

/* How long a telephone number stands here: digits in groups, which a line from right to left would turn round. */
static size_t phone_here(struct str s)
{
	size_t n = 0, digits = 0, end = 0;

	if (!s.n || (s.p[0] != '0' && s.p[0] != '+'))
		return 0;
	for (n = 0; n < s.n && (ascii_is_digit(s.p[n]) || s.p[n] == ' ' || (!n && s.p[n] == '+')); n++)
		if (ascii_is_digit(s.p[n])) {
			digits++;
			end = n + 1;
		}
	return digits >= 8 ? end : 0;
}

/* How long a reference stands here ("K7M4-RX9T-H2K"): never torn at the end of a line. */
static size_t reference_here(struct str s)
{
	size_t n = 0, hyphens = 0;

	for (; n < s.n && ((s.p[n] >= 'A' && s.p[n] <= 'Z') || ascii_is_digit(s.p[n]) || s.p[n] == '-'); n++)
		hyphens += s.p[n] == '-';
	return n >= 8 && hyphens && s.p[n - 1] != '-' ? n : 0;
}

static void put_line(struct buf *b, struct str s)
{
	for (size_t i = 0, n; i < s.n; i += n) {
		bool begins = !i || (!ascii_is_digit(s.p[i - 1]) && !ascii_is_alpha(s.p[i - 1]));
		struct str rest = str_sub(s, i, s.n);

		n = begins ? phone_here(rest) : 0;
		if (!n && begins)
			n = reference_here(rest);
		if (n) {
			buf_put(b, S("<span dir=\"ltr\" style=\"unicode-bidi:embed;white-space:nowrap\">"));
			put_escaped(b, str_sub(s, i, i + n));
			buf_put(b, S("</span>"));
			continue;
		}
		n = 1;
		put_escaped(b, str_sub(s, i, i + 1));
	}
}

/* Where the last word begins when it is a link; else the end. */
static size_t link_at(struct str s)
{
	size_t at = s.n;

	while (at && !ascii_is_space(s.p[at - 1]))
		at--;
	struct str word = str_sub(s, at, s.n);
	return str_starts(word, S("https://")) || str_starts(word, S("http://")) ? at : s.n;
}

static void put_link(struct buf *b, struct str label, struct str url)
{
	buf_put(b, S("<p style=\"margin:20px 0\"><a href=\""));
	put_escaped(b, url);
	buf_put(b, S("\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;background:#0b5d57;color:#ffffff;"
		"text-decoration:none;font-weight:bold\">"));
	put_escaped(b, label.n ? label : url);
	buf_put(b, S("</a></p>\n"));
}

static void put_paragraph(struct buf *b, struct str line)
{
	size_t at = link_at(line);
	struct str label = str_trim(str_sub(line, 0, at));

	if (at < line.n) {
		while (label.n && (label.p[label.n - 1] == ':' || label.p[label.n - 1] == ' '))
			label.n--;
		if (str_ends(label, S("\u00a0")) || str_ends(label, S("\u202f")))
			label.n -= str_ends(label, S("\u00a0")) ? 2 : 3;
		put_link(b, label, str_sub(line, at, line.n));
		return;
	}
	buf_put(b, S("<p style=\"margin:0 0 12px\">"));
	put_line(b, line);
	buf_put(b, S("</p>\n"));
}

void mime_html(struct buf *b, struct str lang, struct str subject, struct str text)
{
	const char *dir = str_eq(lang, S("ar")) ? "rtl" : "ltr", *side = str_eq(lang, S("ar")) ? "right" : "left";

	buf_put_fmt(b, "<!DOCTYPE html>\n<html lang=\"%.*s\" dir=\"%s\">\n<head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width\"><title>", STR_ARG(lang), dir);
	put_escaped(b, subject);
	buf_put_fmt(b, "</title></head>\n<body dir=\"%s\" style=\"margin:0;padding:16px;background:#f4f6f6\">\n"
		"<div dir=\"%s\" style=\"max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #d5dcdb;"
		"border-radius:8px;color:#1c2b2a;text-align:%s;font:16px/1.6 'Noto Sans','Noto Naskh Arabic',Tahoma,Arial,sans-serif;"
		"overflow-wrap:break-word\">\n<h1 style=\"margin:0 0 16px;font-size:20px;line-height:1.4\">", dir, dir, side);
	put_escaped(b, subject);
	buf_put(b, S("</h1>\n"));
	if (subject.n && str_starts(text, subject))	/* it stands above already */
		str_cut(&text, '\n');
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));

		if (line.n)
			put_paragraph(b, line);
	}
	buf_put(b, S("</div>\n</body>\n</html>\n"));
}

/* --- the whole --- */

/* The next VCALENDAR of several; *method is its METHOD. Empty: no more. */
static struct str next_calendar(struct str *rest, struct str *method)
{
	ptrdiff_t end = str_find(*rest, S("END:VCALENDAR"));
	struct str one, line;

	if (end < 0)
		return STR_NONE;
	one = str_sub(*rest, 0, (size_t)end + strlen("END:VCALENDAR"));
	*rest = str_sub(*rest, one.n, rest->n);
	while (rest->n && ascii_is_space(rest->p[0]))
		*rest = str_sub(*rest, 1, rest->n);
	*method = S("PUBLISH");
	for (struct str lines = one; lines.n;) {
		line = str_trim(str_cut(&lines, '\n'));
		if (str_starts(line, S("METHOD:")))
			*method = str_sub(line, 7, line.n);
	}
	return one;
}

static struct str calendar_bytes(struct arena *a, const struct mime *m, struct str one)
{
	struct buf *b = buf_new(a, ICS_MAX);

	ical_fill(b, one, S("{organizer}"), m->from);
	return buf_str(b);
}

static void put_boundary(struct buf *b, const struct mime *m, char which, const char *end)
{
	buf_put_fmt(b, "--=_%c_%.*s%s\r\n", which, STR_ARG(m->id), end);
}

static void put_alternatives(struct buf *b, struct arena *a, const struct mime *m, struct str ics)
{
	struct buf *html = buf_new(a, 4 * m->text.n + 16384);
	struct str rest = ics, method, one = next_calendar(&rest, &method);

	buf_put_fmt(b, "Content-Type: multipart/alternative; boundary=\"=_a_%.*s\"\r\n\r\n", STR_ARG(m->id));
	put_boundary(b, m, 'a', "");
	put_part(b, a, S("text/plain; charset=UTF-8"), m->text);
	if (!m->html.n)
		mime_html(html, m->lang, m->subject, m->text);
	put_boundary(b, m, 'a', "");
	put_part(b, a, S("text/html; charset=UTF-8"), m->html.n ? m->html : buf_str(html));
	if (one.n) {
		put_boundary(b, m, 'a', "");
		put_part(b, a, arena_fmt(a, "text/calendar; charset=UTF-8; method=%.*s", STR_ARG(method)), calendar_bytes(a, m, one));
	}
	put_boundary(b, m, 'a', "--");
}

void mime_put(struct buf *b, struct arena *a, const struct mime *m)
{
	struct str rest = m->ics, method;
	int n = 0;

	put_date(b, m->at);
	buf_put_fmt(b, "From: Diwan <%.*s>\r\nTo: <%.*s>\r\n", STR_ARG(m->from), STR_ARG(m->to));
	put_subject(b, a, m->subject);
	buf_put_fmt(b, "Message-ID: <%.*s>\r\nAuto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"
		"MIME-Version: 1.0\r\nContent-Language: %.*s\r\n", STR_ARG(m->id), STR_ARG(m->lang));
	if (str_find(m->ics, S("END:VCALENDAR")) < 0 && !m->type.n) {
		put_alternatives(b, a, m, STR_NONE);
		return;
	}
	buf_put_fmt(b, "Content-Type: multipart/mixed; boundary=\"=_m_%.*s\"\r\n\r\n", STR_ARG(m->id));
	put_boundary(b, m, 'm', "");
	put_alternatives(b, a, m, m->ics);
	for (struct str one; (one = next_calendar(&rest, &method)).n;) {
		put_boundary(b, m, 'm', "");
		buf_put_fmt(b, "Content-Disposition: attachment; filename=\"rendez-vous-%d.ics\"\r\n", ++n);
		put_part(b, a, S("application/ics"), calendar_bytes(a, m, one));
	}
	if (m->type.n) {
		put_boundary(b, m, 'm', "");
		buf_put_fmt(b, "Content-Disposition: attachment; filename=\"%.*s\"\r\n", STR_ARG(m->filename));
		put_base64(b, m->type, m->base64);
	}
	put_boundary(b, m, 'm', "--");
}

bool mime_address_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '<' || s.p[i] == '>' || (unsigned char)s.p[i] >= 0x80)
			return false;
	return s.n > 2 && s.n < 255 && str_find_char(s, '@') > 0;
}
