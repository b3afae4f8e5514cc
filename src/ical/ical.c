/* Calendar files: a small writer (RFC 5545 §3.1 folding, §3.3.11 escaping). */
#include "ical/ical.h"

#define FOLD 75

/* One content line: folded so that no physical line is over 75 bytes, never inside a character. */
static void line(struct buf *b, struct str s)
{
	size_t room = FOLD;

	for (size_t i = 0; i < s.n; ) {
		size_t len = 1;

		while (i + len < s.n && ((unsigned char)s.p[i + len] & 0xC0) == 0x80)
			len++;
		if (len > room) {
			buf_put(b, S("\r\n "));
			room = FOLD - 1;
		}
		buf_put(b, str_sub(s, i, i + len));
		room -= len < room ? len : room;
		i += len;
	}
	buf_put(b, S("\r\n"));
}

static void escape(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n') {
			buf_put(b, S("\\n"));
		} else if (s.p[i] == '\\' || s.p[i] == ';' || s.p[i] == ',') {
			buf_put_char(b, '\\');
			buf_put_char(b, s.p[i]);
		} else if ((unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7F) {
			buf_put_char(b, s.p[i]);
		}
	}
}

static void text(struct buf *b, const char *name, struct str value)
{
	BUF_AUTO struct buf l = BUF(64 * 1024);

	if (!value.n)
		return;
	buf_put(&l, str_of(name));
	buf_put_char(&l, ':');
	escape(&l, value);
	line(b, buf_str(&l));
}

/* URIs are not escaped; what could end the line is left out. */
static void uri(struct buf *b, struct str value)
{
	BUF_AUTO struct buf l = BUF(8192);

	if (!value.n)
		return;
	buf_put(&l, S("URL:"));
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] > 0x20)
			buf_put_char(&l, value.p[i]);
	line(b, buf_str(&l));
}

/* What stands between quotes as a parameter: neither quotes nor controls can (RFC 5545 §3.1). */
static void put_quoted(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7F && s.p[i] != '"')
			buf_put_char(b, s.p[i]);
}

static void people(struct buf *b, const struct ical_event *e)
{
	BUF_AUTO struct buf l = BUF(8192);

	if (e->organizer.n) {
		buf_put(&l, S("ORGANIZER;CN=\""));
		put_quoted(&l, e->organizer_name);
		buf_put_fmt(&l, "\":mailto:%.*s", STR_ARG(e->organizer));
		line(b, buf_str(&l));
		buf_clear(&l);
	}
	if (!e->attendee.n)
		return;
	/* Nobody waits for an answer: the appointment is made. */
	buf_put_fmt(&l, "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:%.*s",
		STR_ARG(e->attendee));
	line(b, buf_str(&l));
}

static void utc(struct buf *b, const char *name, struct instant t)
{
	char s[21];

	instant_print(t, s);		/* 2026-11-25T19:50:00Z */
	buf_put_fmt(b, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ\r\n", name, s, s + 5, s + 8, s + 11, s + 14, s + 17);
}

static void alarm_before(struct buf *b, int32_t min, struct str shown)
{
	buf_put(b, S("BEGIN:VALARM\r\nACTION:DISPLAY\r\n"));
	buf_put_fmt(b, "TRIGGER:-PT%dM\r\n", min);
	text(b, "DESCRIPTION", shown.n ? shown : S("-"));	/* what the reminder says; RFC 5545 wants one */
	buf_put(b, S("END:VALARM\r\n"));
}

static void event(struct buf *b, const struct ical_event *e)
{
	buf_put(b, S("BEGIN:VEVENT\r\n"));
	text(b, "UID", e->uid);
	utc(b, "DTSTAMP", e->stamp);
	utc(b, "DTSTART", e->start);
	utc(b, "DTEND", e->end);
	buf_put_fmt(b, "SEQUENCE:%lld\r\n", (long long)e->sequence);
	buf_put(b, e->cancelled ? S("STATUS:CANCELLED\r\n") : S("STATUS:CONFIRMED\r\n"));
	if (e->changed.v != INT64_MIN)
		utc(b, "LAST-MODIFIED", e->changed);
	text(b, "SUMMARY", e->summary);
	text(b, "LOCATION", e->location);
	text(b, "DESCRIPTION", e->description);
	uri(b, e->url);
	people(b, e);
	if (e->is_private)
		buf_put(b, S("CLASS:PRIVATE\r\n"));
	if (e->remind_min > 0 && !e->cancelled)
		alarm_before(b, e->remind_min, e->summary);
	buf_put(b, S("END:VEVENT\r\n"));
}

void ical_write(struct buf *b, enum ical_method method, struct str calendar_name,
	const struct ical_event *events, size_t n)
{
	static const char *const methods[] = { "PUBLISH", "REQUEST", "CANCEL" };

	buf_put(b,
		S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Diwan//Diwan//EN\r\nCALSCALE:GREGORIAN\r\n"));
	buf_put_fmt(b, "METHOD:%s\r\n", methods[method]);
	text(b, "X-WR-CALNAME", calendar_name);
	for (size_t i = 0; i < n; i++)
		event(b, &events[i]);
	buf_put(b, S("END:VCALENDAR\r\n"));
}

void ical_fill(struct buf *b, struct str calendars, struct str mark, struct str value)
{
	while (calendars.n) {
		BUF_AUTO struct buf l = BUF(256 * 1024);
		struct str whole;
		ptrdiff_t at;

		do {
			struct str part = str_cut(&calendars, '\n');

			buf_put(&l, str_ends(part, S("\r")) ? str_sub(part, 0, part.n - 1) : part);
			if (!calendars.n || calendars.p[0] != ' ')
				break;
			calendars = str_sub(calendars, 1, calendars.n);
		} while (calendars.n);
		whole = buf_str(&l);
		BUF_AUTO struct buf done = BUF(512 * 1024);
		while ((at = str_find(whole, mark)) >= 0) {
			buf_put(&done, str_sub(whole, 0, (size_t)at));
			buf_put(&done, value);
			whole = str_sub(whole, (size_t)at + mark.n, whole.n);
		}
		buf_put(&done, whole);
		line(b, buf_str(&done));
	}
}
