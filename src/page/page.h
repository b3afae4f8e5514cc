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

enum lang { LANG_FR, LANG_AR, LANG_EN, LANG_MAX };
const char *lang_code(enum lang l);			/* "fr" */
const char *lang_name(enum lang l);			/* in itself: "Français", "العربية", "English" */
const char *lang_dir(enum lang l);			/* "ltr" or "rtl" */
bool lang_of(struct str code, enum lang *ret);		/* "fr", "ar-MA"… by its first part */

struct url { struct str s; };				/* an attribute value made by the program: href={{u}} allowed */

/* What stands around a page: filled by web (rq_page), read by the layout. Not for messages. */
struct nav_link { struct url path; const char *label, *shortcut; int64_t badge; bool current; };
struct nav_links { const struct nav_link *v; size_t n; };
struct frame {
	bool staff;			/* somebody is signed in: navigation, name, way out */
	struct name who;		/* the account's name */
	struct str place;		/* its organisation, in the page's language */
	const char *role;		/* its role as a msgid: "Desk operator" */
	struct nav_links nav;		/* staff only */
	struct url lang_url[3];		/* by enum lang: this page in that language */
	struct str path;		/* of the request, without the query */
	struct str key;			/* for <input type="hidden" name="key">; empty on cached pages */
	struct str help_phone;		/* E.164, the setting help_phone; may be empty */
	bool wrong;			/* shown again with errors: the title begins with "Error:" */
	bool demo;			/* test mode: said on the page */
};

/* What a template writes to. plain = no HTML escaping (SMS, mail bodies). */
struct page { struct buf *out; struct arena *a; enum lang lang; bool plain; const struct zone *zone; struct instant now; const struct frame *frame; };

/* The translation of an English message; the message itself where none is known (counted). */
struct str tr(const struct page *pg, const char *message);
struct str tr_c(const struct page *pg, const char *context, const char *message);
/* The plural form for n, not yet filled; use tr_nf to fill "%d". */
struct str tr_n(const struct page *pg, int64_t n, const char *one, const char *many);
/* The same outside of pages. */
struct str lang_tr(enum lang l, const char *message);
struct str lang_tr_n(enum lang l, int64_t n, const char *one, const char *many);
uint64_t tr_missing(void);				/* how many look-ups found none */

/* Fills %1 … %9 in a translated message with already plain texts; escaping happens at put. */
struct str fill(struct arena *a, struct str message, const struct str *args, size_t n);
#define FILL(pg, message, ...) fill((pg)->a, (message), (const struct str[]){ __VA_ARGS__ }, \
	sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

/* Types that templates put in their own way. */
struct phone { struct str e164; };			/* <bdi dir=ltr>06 12 34 56 78</bdi> */
struct code_text { struct str s; };			/* references, card and file numbers: <bdi dir=ltr> */
struct long_day { struct day d; };			/* jeudi 15 octobre 2026 */
struct short_day { struct day d; };			/* 15/10/2026 */
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
void put_bool(struct page *pg, bool b);			/* "true"/"false" */
void put_phone(struct page *pg, struct phone p);
void put_code(struct page *pg, struct code_text c);
void put_url(struct page *pg, struct url u);
void put_long_day(struct page *pg, struct long_day d);
void put_short_day(struct page *pg, struct short_day d);
void put_mid_day(struct page *pg, struct mid_day d);
void put_day(struct page *pg, struct day d);		/* YYYY-MM-DD: attributes, machine-readable */
void put_clock(struct page *pg, struct clock_min m);
void put_said(struct page *pg, struct said_min m);
void put_when(struct page *pg, struct when w);
void put_instant(struct page *pg, struct instant t);	/* 12 octobre 2026 à 10 h 09 in pg->zone */
void put_percent(struct page *pg, struct percent p);
void put_number(struct page *pg, struct number n);
void put_raw(struct page *pg, const char *markup, size_t n);	/* generated code only (checksrc) */

#define put(pg, x) _Generic((x), \
	struct str: put_str, const char *: put_cstr, char *: put_cstr, struct name: put_name, \
	int: put_int, long: put_int, long long: put_int, unsigned: put_int, size_t: put_int, bool: put_bool, \
	struct phone: put_phone, struct code_text: put_code, struct url: put_url, \
	struct long_day: put_long_day, struct short_day: put_short_day, struct mid_day: put_mid_day, \
	struct day: put_day, struct clock_min: put_clock, struct said_min: put_said, struct when: put_when, \
	struct instant: put_instant, struct percent: put_percent, struct number: put_number)(pg, x)

/* The same texts as strings, for PDFs and messages. Isolates instead of <bdi> where needed. */
struct str text_long_day(struct arena *a, enum lang l, struct day d);
struct str text_mid_day(struct arena *a, enum lang l, struct day d);
struct str text_when(struct arena *a, enum lang l, struct local t);
struct str text_said(struct arena *a, enum lang l, int32_t min);
struct str text_phone(struct arena *a, struct str e164);	/* 06 12 34 56 78 for +212; spaced +33… */
struct str text_month(struct arena *a, enum lang l, int year, int month);	/* janvier 2013 */
const char *text_weekday(enum lang l, int weekday);		/* 1 = Monday */

/* Embedded asset by exact path ("diwan.css"): bytes, gzip bytes, type, hashed name. */
struct asset { const char *name, *hashed, *type; const unsigned char *bytes; size_t n; const unsigned char *gz; size_t ngz; };
const struct asset *asset_find(struct str hashed_or_plain_name);
struct url asset_url(const char *name);			/* /static/diwan.4f2a9c.css */

#endif
