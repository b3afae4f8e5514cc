/* Escaped output by type. The only file where markup of types is written. */
#include "page/page.h"

#include "page/text.h"

#include <string.h>

void put_raw(struct page *pg, const char *markup, size_t n)
{
	buf_put(pg->out, (struct str){ markup, n });
}

static struct str escaped(char c)
{
	switch (c) {
	case '&': return S("&amp;");
	case '<': return S("&lt;");
	case '>': return S("&gt;");
	case '"': return S("&quot;");
	case '\'': return S("&#39;");
	default: return STR_NONE;
	}
}

void put_str(struct page *pg, struct str s)
{
	size_t from = 0;

	if (pg->plain) {
		buf_put(pg->out, s);
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		struct str e = escaped(s.p[i]);

		if (!e.n)
			continue;
		buf_put(pg->out, str_sub(s, from, i));
		buf_put(pg->out, e);
		from = i + 1;
	}
	buf_put(pg->out, str_sub(s, from, s.n));
}

void put_cstr(struct page *pg, const char *s) { put_str(pg, str_of(s)); }
void put_int(struct page *pg, int64_t n) { buf_put_int(pg->out, n); }
void put_uint(struct page *pg, uint64_t n) { buf_put_fmt(pg->out, "%llu", (unsigned long long)n); }
void put_bool(struct page *pg, bool b) { put_cstr(pg, b ? "true" : "false"); }

/* A text between two pieces of markup, which are left out in messages and attributes. */
static void put_in(struct page *pg, struct str before, struct str s, struct str after)
{
	bool markup = !pg->plain && !pg->bare;

	if (markup)
		buf_put(pg->out, before);
	put_str(pg, s);
	if (markup)
		buf_put(pg->out, after);
}

void put_name(struct page *pg, struct name n) { put_in(pg, S("<bdi>"), n.s, S("</bdi>")); }
void put_code(struct page *pg, struct code_text c) { put_in(pg, S("<bdi dir=\"ltr\">"), c.s, S("</bdi>")); }
void put_phone(struct page *pg, struct phone p)
{
	put_code(pg, (struct code_text){ text_phone(pg->a, p.e164) });
}
void put_strong(struct page *pg, struct strong s) { put_in(pg, S("<strong>"), s.s, S("</strong>")); }
void put_url(struct page *pg, struct url u) { put_str(pg, u.s); }

void put_call(struct page *pg, struct call c)
{
	if (!pg->plain && !pg->bare) {
		buf_put(pg->out, S("<a class=\"call\" href=\"tel:"));
		put_str(pg, c.e164);
		buf_put(pg->out, S("\">"));
	}
	put_phone(pg, (struct phone){ c.e164 });
	if (!pg->plain && !pg->bare)
		buf_put(pg->out, S("</a>"));
}

void put_link(struct page *pg, struct link l)
{
	if (pg->plain || pg->bare) {
		put_str(pg, l.text);
		return;
	}
	buf_put(pg->out, S("<a href=\""));
	put_str(pg, l.href.s);
	buf_put(pg->out, S("\">"));
	put_str(pg, l.text);
	buf_put(pg->out, S("</a>"));
}

void put_long_day(struct page *pg, struct long_day d) { put_str(pg, text_long_day(pg->a, pg->lang, d.d)); }
void put_short_day(struct page *pg, struct short_day d) { put_str(pg, text_short_day(pg->a, d.d)); }
void put_mid_day(struct page *pg, struct mid_day d) { put_str(pg, text_mid_day(pg->a, pg->lang, d.d)); }
void put_title_day(struct page *pg, struct title_day d)
{
	put_str(pg, text_capital(pg->a, text_long_day(pg->a, pg->lang, d.d)));
}
void put_day(struct page *pg, struct day d)
{
	char out[11];

	if (!day_is(d))
		return;
	day_print(d, out);
	put_cstr(pg, out);
}
void put_clock(struct page *pg, struct clock_min m) { put_str(pg, text_clock(pg->a, m.min)); }
void put_said(struct page *pg, struct said_min m) { put_str(pg, text_said(pg->a, pg->lang, m.min)); }
void put_when(struct page *pg, struct when w) { put_str(pg, text_when(pg->a, pg->lang, w.l)); }
void put_title_when(struct page *pg, struct title_when w)
{
	put_str(pg, text_capital(pg->a, text_when(pg->a, pg->lang, w.l)));
}
void put_instant(struct page *pg, struct instant t)
{
	struct local l = pg->zone ? zone_local(pg->zone, t) : local_of_minutes(t.v / 60 - (t.v % 60 < 0));

	put_str(pg, text_date_time(pg->a, pg->lang, l));
}
void put_percent(struct page *pg, struct percent p) { put_str(pg, text_percent(pg->a, pg->lang, p.num, p.den)); }
void put_number(struct page *pg, struct number n) { put_str(pg, text_number(pg->a, pg->lang, n.n)); }

static const struct { const char *id, *drawing; } icons[] = {
#define PAGE_ICON_ROW(name, drawing) { #name, drawing },
	PAGE_ICONS(PAGE_ICON_ROW)
};
_Static_assert(ICON_MAX <= 64, "one bit an icon in struct page");

void put_icon(struct page *pg, enum icon i, bool flip)
{
	if (pg->plain || pg->bare)
		return;
	pg->icons |= (uint64_t)1 << i;
	buf_put_fmt(pg->out, "<svg class=\"i%s\" aria-hidden=\"true\"><use href=\"#%s\"/></svg>",
		flip ? " flip" : "", icons[i].id);
}

/* Each drawing once, and only those that the page used: a page carries no unused bytes. */
void put_symbols(struct page *pg)
{
	if (!pg->icons)
		return;
	buf_put(pg->out, S("<svg class=\"vh\" aria-hidden=\"true\">\n"));
	for (int i = 0; i < ICON_MAX; i++)
		if (pg->icons >> i & 1)
			buf_put_fmt(pg->out, "<symbol id=\"%s\" viewBox=\"0 0 24 24\">%s</symbol>\n",
				icons[i].id, icons[i].drawing);
	buf_put(pg->out, S("</svg>\n"));
}

/* RFC 3986: everything but unreserved characters. */
static void encode(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (ascii_is_alpha(c) || ascii_is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~')
			buf_put_char(out, c);
		else
			buf_put_fmt(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}
void put_part_str(struct page *pg, struct str s) { encode(pg->out, s); }
void put_part_cstr(struct page *pg, const char *s) { encode(pg->out, str_of(s)); }
void put_part_url(struct page *pg, struct url u) { encode(pg->out, u.s); }
void put_part_code(struct page *pg, struct code_text c) { encode(pg->out, c.s); }

struct url url_add(struct arena *a, struct url base, const char *name, struct str value)
{
	struct buf b = BUF(8192);

	if (!value.n)
		return base;
	buf_put(&b, base.s);
	buf_put_char(&b, str_find_char(base.s, '?') < 0 ? '?' : '&');
	encode(&b, str_of(name));
	buf_put_char(&b, '=');
	encode(&b, value);
	struct url r = base;
	if (buf_ok(&b))
		r.s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return r;
}
