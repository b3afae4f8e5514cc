/*
 * Writing pages: escaped output by type, translations, the language's dates and numbers.
 *
 * mktmpl turns html/NAME.html into  void t_NAME(struct page *pg, args…)  whose {{x}} is
 * put(pg, x). There is no raw output: only another template writes markup.
 * Must not know: requests, the database, any area.
 */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/buf.h"
#include "base/time.h"
#include "page/frame.h"
#include "page/icons.h"

enum lang { LANG_FR, LANG_AR, LANG_EN, LANG_MAX };
const char *lang_code(enum lang l);			/* "fr" */
const char *lang_name(enum lang l);			/* in itself: "Français", "العربية", "English" */
const char *lang_dir(enum lang l);			/* "ltr" or "rtl" */
bool lang_of(struct str code, enum lang *ret);		/* "fr", "ar-MA"… by its first part */

/* What a template writes to. zone and frame may be NULL (texts). */
struct page {
	struct buf *out;
	struct arena *a;
	enum lang lang;
	bool plain;			/* no HTML escaping, no markup: SMS, mail bodies */
	const struct zone *zone;	/* for instants; UTC when NULL */
	struct instant now;
	struct frame *frame;
	bool bare;			/* inside an attribute, title, textarea: escaped, but no markup of types */
	uint64_t icons;			/* drawings that the foot has to add, a bit each */
};
/* The text that a template writes, as a string in the arena:
 * struct str s = PAGE_TEXT(a, lang, t_booking_sms_code(pg, code)); Empty past 64 KiB. */
#define PAGE_TEXT(arena, language, call_) __extension__ ({ \
	struct buf text_b_ = BUF(65536); \
	struct page text_p_ = { .out = &text_b_, .a = (arena), .lang = (language), .plain = true }; \
	struct page *pg = &text_p_; \
	call_; \
	page_text_end(pg); })
struct str page_text_end(struct page *pg);	/* used by PAGE_TEXT: copies into the arena, frees the buffer */

/* Marks a message that something else translates later; xgettext finds it. */
#define N_(message) (message)

/* The translation of an English message; the message itself where none is known (counted). */
struct str tr(const struct page *pg, const char *message);
struct str tr_c(const struct page *pg, const char *context, const char *message);
/* The plural form for n, "%d" filled (tr_n) or still in it (tr_nraw). */
struct str tr_n(const struct page *pg, int64_t n, const char *one, const char *many);
struct str tr_nraw(const struct page *pg, int64_t n, const char *one, const char *many);
/* The same outside of pages. */
struct str lang_tr(enum lang l, const char *message);
uint64_t tr_missing(void);				/* how many look-ups found none */

/* Fills %1 … %9 in a translated message with already plain texts; escaping happens at put. */
struct str fill(struct arena *a, struct str message, const struct str *args, size_t n);
#define FILL(pg, message, ...) fill((pg)->a, (message), (const struct str[]){ __VA_ARGS__ }, \
	sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

/* Types that templates put in their own way. */
struct phone { struct str e164; };			/* <bdi dir=ltr>06 12 34 56 78</bdi> */
struct code_text { struct str s; };			/* references, card and file numbers: <bdi dir=ltr> */
struct call { struct str e164; };			/* the same as a link that dials */
struct strong { struct str s; };			/* <strong> */
struct link { struct url href; struct str text; };	/* <a href> */
struct long_day { struct day d; };			/* jeudi 15 octobre 2026 */
struct short_day { struct day d; };			/* 15/10/2026 */
struct title_day { struct day d; };			/* Jeudi 15 octobre 2026: at the start of a line */
struct title_when { struct local l; };
struct mid_day { struct day d; };			/* jeudi 15 octobre */
struct clock_min { int32_t min; };			/* 09:40, for buttons and tables */
struct said_min { int32_t min; };			/* 9 h 40 / 9:40 / 9:40 am, in sentences */
struct when { struct local l; };			/* jeudi 15 octobre 2026 à 9 h 40 */
struct percent { int64_t num, den; };			/* 57,44 % (half up, two decimals); "–" for den 0 */
struct number { int64_t n; };				/* 4 961, no-break thousands */

void put_str(struct page *pg, struct str s);		/* escapes & < > " ' */
void put_cstr(struct page *pg, const char *s);
void put_name(struct page *pg, struct name n);		/* inside <bdi> */
void put_int(struct page *pg, int64_t n);		/* digits only: attributes, ids */
void put_uint(struct page *pg, uint64_t n);
void put_bool(struct page *pg, bool b);			/* "true"/"false" */
void put_phone(struct page *pg, struct phone p);
void put_code(struct page *pg, struct code_text c);
void put_url(struct page *pg, struct url u);
void put_long_day(struct page *pg, struct long_day d);
void put_short_day(struct page *pg, struct short_day d);
void put_mid_day(struct page *pg, struct mid_day d);
void put_title_day(struct page *pg, struct title_day d);
void put_title_when(struct page *pg, struct title_when w);
void put_day(struct page *pg, struct day d);		/* YYYY-MM-DD: attributes, machine-readable */
void put_clock(struct page *pg, struct clock_min m);
void put_said(struct page *pg, struct said_min m);
void put_when(struct page *pg, struct when w);
void put_instant(struct page *pg, struct instant t);	/* 12 octobre 2026 à 10 h 09 in pg->zone */
void put_percent(struct page *pg, struct percent p);
void put_number(struct page *pg, struct number n);
void put_call(struct page *pg, struct call c);
void put_strong(struct page *pg, struct strong s);
void put_link(struct page *pg, struct link l);
void put_icon(struct page *pg, enum icon i, bool flip);
void put_symbols(struct page *pg);			/* drawings of the icons used; t_foot calls it */
void put_raw(struct page *pg, const char *markup, size_t n);	/* generated code only (checksrc) */

#define put(pg, ...) _Generic((__VA_ARGS__), \
	struct str: put_str, const char *: put_cstr, char *: put_cstr, struct name: put_name, \
	int: put_int, long: put_int, long long: put_int, short: put_int, unsigned char: put_int, \
	unsigned: put_int, size_t: put_uint, bool: put_bool, \
	struct phone: put_phone, struct code_text: put_code, struct url: put_url, \
	struct long_day: put_long_day, struct short_day: put_short_day, struct mid_day: put_mid_day, \
	struct day: put_day, struct clock_min: put_clock, struct said_min: put_said, struct when: put_when, \
	struct title_day: put_title_day, struct title_when: put_title_when, \
	struct call: put_call, struct strong: put_strong, struct link: put_link, \
	struct instant: put_instant, struct percent: put_percent, struct number: put_number)(pg, (__VA_ARGS__))

/* In attributes, title, textarea: the same without a type's markup. */
#define put_attr(pg, ...) do { bool bare_ = (pg)->bare; (pg)->bare = true; put((pg), (__VA_ARGS__)); (pg)->bare = bare_; } while (0)
/* Later in a URL attribute: percent-encoded. */
void put_part_str(struct page *pg, struct str s);
void put_part_cstr(struct page *pg, const char *s);
void put_part_url(struct page *pg, struct url u);
void put_part_code(struct page *pg, struct code_text c);
#define put_part(pg, ...) _Generic((__VA_ARGS__), \
	struct str: put_part_str, const char *: put_part_cstr, char *: put_part_cstr, struct url: put_part_url, \
	int: put_int, long: put_int, long long: put_int, unsigned: put_int, \
	size_t: put_uint, bool: put_bool, struct code_text: put_part_code, \
	struct day: put_day, struct clock_min: put_clock)(pg, (__VA_ARGS__))

/* A message with %1…%9 (and %d) whose places are filled by code, for {{fill}} and {{say}}:
 * fill_next writes the text up to the next place and answers its number, 0 at the end. */
struct filling { struct page *pg; struct str rest; int64_t n; };
struct filling fill_begin(struct page *pg, struct str message, int64_t n);
int fill_next(struct filling *f);

/* Addresses: base?name=value, percent-encoded; an empty value is left out. */
struct url url_add(struct arena *a, struct url base, const char *name, struct str value);
struct url url_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));	/* program's words and ids only */

/* The frame; one without anything where the page has none. */
const struct frame *frame_of(const struct page *pg);
/* What was sent for a field, and its error; empty strings where there is none. */
struct str frame_value(const struct page *pg, const char *name);
struct str frame_error(const struct page *pg, const char *name);
bool frame_chosen(const struct page *pg, const char *name, const char *value, bool fallback);
struct str page_title(const struct page *pg, struct str title);	/* "Error: title — Diwan" */

/* For the shared parts: what an input or a box of a date shows; the foot's drawings. */
struct str page_input_value(const struct page *pg, const struct input *in);
struct str page_birth_part(const struct page *pg, const char *name, const char *part, struct day value);
void t_symbols(struct page *pg);

/* The same texts as strings, for PDFs and messages. Isolates instead of <bdi> where needed. */
struct str text_long_day(struct arena *a, enum lang l, struct day d);
struct str text_mid_day(struct arena *a, enum lang l, struct day d);
struct str text_when(struct arena *a, enum lang l, struct local t);
struct str text_said(struct arena *a, enum lang l, int32_t min);
struct str text_phone(struct arena *a, struct str e164);	/* 06 12 34 56 78 for +212; spaced +33… */
struct str text_month(struct arena *a, enum lang l, int year, int month);	/* janvier 2013 */
const char *text_month_name(enum lang l, int month);		/* 1 = January */
const char *text_weekday(enum lang l, int weekday);		/* 1 = Monday */

/* Embedded asset by exact path ("diwan.css"): bytes, gzip bytes, type, hashed name. */
/* Seeds ("seed/hospitals.csv") have no hashed name, url or gz: /static/ does not know them. */
struct asset {
	const char *name, *hashed, *url, *type;	/* "diwan.css", "diwan.4f2a9c01.css", "/static/diwan.4f2a9c01.css" */
	const unsigned char *bytes; size_t n;
	const unsigned char *gz; size_t ngz;	/* NULL where compression gains nothing */
};
const struct asset *asset_find(struct str hashed_or_plain_name);
struct url asset_url(const char *name);			/* /static/diwan.4f2a9c.css */

#endif
