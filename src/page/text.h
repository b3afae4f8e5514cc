/*
 * The texts behind put_…: what page.h does not offer to everybody.
 * Must not know: markup.
 */
#ifndef PAGE_TEXT_H
#define PAGE_TEXT_H

#include "page/page.h"

struct str text_day_month(struct arena *a, enum lang l, struct day d);		/* 15 octobre */
struct str text_date(struct arena *a, enum lang l, struct day d);		/* 15 octobre 2026 */
struct str text_short_day(struct arena *a, struct day d);			/* 15/10/2026 */
struct str text_clock(struct arena *a, int32_t min);				/* 09:40 */
struct str text_date_time(struct arena *a, enum lang l, struct local t);	/* 12 octobre 2026 à 10 h 09 */
struct str text_number(struct arena *a, enum lang l, int64_t n);		/* 4 961 */
struct str text_percent(struct arena *a, enum lang l, int64_t num, int64_t den);	/* 57,44 % */
struct str text_capital(struct arena *a, struct str s);
/* What a person typed, inside a sentence of a document: read in its own direction (isolates, as <bdi> on pages). */
struct str text_apart(struct arena *a, struct str s);

#endif
