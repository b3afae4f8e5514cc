/* Dates, hours, numbers and phones as the three languages write them. */
#include "page/text.h"

#include "page/page.h"

#define NB "\u00a0"	/* no-break space */
#define NNB "\u202f"	/* narrow no-break space: thousands */

static const char *const months[LANG_MAX][12] = {
	[LANG_FR] = { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
		"septembre", "octobre", "novembre", "décembre" },
	[LANG_AR] = { "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت",
		"شتنبر", "أكتوبر", "نونبر", "دجنبر" },
	[LANG_EN] = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" },
};
static const char *const weekdays[LANG_MAX][7] = {
	[LANG_FR] = { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche" },
	[LANG_AR] = { "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد" },
	[LANG_EN] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
};

const char *text_weekday(enum lang l, int weekday)
{
	return weekdays[l][(weekday + 6) % 7];
}

const char *text_month_name(enum lang l, int month)
{
	return months[l][(month + 11) % 12];
}

struct str text_month(struct arena *a, enum lang l, int year, int month)
{
	return arena_fmt(a, "%s %d", months[l][(month + 11) % 12], year);
}

/* "15 octobre": French says 1er on the first. */
struct str text_day_month(struct arena *a, enum lang l, struct day d)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	return arena_fmt(a, "%d%s%s%s", md, l == LANG_FR && md == 1 ? "er" : "", NB, months[l][m - 1]);
}

struct str text_date(struct arena *a, enum lang l, struct day d)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	return arena_fmt(a, "%.*s %d", STR_ARG(text_day_month(a, l, d)), y);
}

struct str text_mid_day(struct arena *a, enum lang l, struct day d)
{
	return arena_fmt(a, "%s %.*s", text_weekday(l, day_weekday(d)), STR_ARG(text_day_month(a, l, d)));
}

struct str text_long_day(struct arena *a, enum lang l, struct day d)
{
	return arena_fmt(a, "%s %.*s", text_weekday(l, day_weekday(d)), STR_ARG(text_date(a, l, d)));
}

struct str text_short_day(struct arena *a, struct day d)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	return arena_fmt(a, "%02d/%02d/%04d", md, m, y);
}

struct str text_clock(struct arena *a, int32_t min)
{
	return arena_fmt(a, "%02d:%02d", (int)(min / 60), (int)(min % 60));
}

struct str text_said(struct arena *a, enum lang l, int32_t min)
{
	int h = (int)(min / 60), m = (int)(min % 60);

	switch (l) {
	case LANG_FR:
		return m ? arena_fmt(a, "%d" NB "h" NB "%02d", h, m) : arena_fmt(a, "%d" NB "h", h);
	case LANG_EN:
		return arena_fmt(a, "%d:%02d" NB "%s", h % 12 ? h % 12 : 12, m, h % 24 < 12 ? "am" : "pm");
	case LANG_AR: case LANG_MAX:
		break;
	}
	return arena_fmt(a, "%d:%02d", h, m);
}

static const char *at_word(enum lang l)
{
	return l == LANG_FR ? "à " : l == LANG_AR ? "على الساعة" NB : "at ";
}

struct str text_when(struct arena *a, enum lang l, struct local t)
{
	return arena_fmt(a, "%.*s %s%.*s", STR_ARG(text_long_day(a, l, t.day)), at_word(l),
		STR_ARG(text_said(a, l, t.min)));
}

struct str text_date_time(struct arena *a, enum lang l, struct local t)
{
	return arena_fmt(a, "%.*s %s%.*s", STR_ARG(text_date(a, l, t.day)), at_word(l),
		STR_ARG(text_said(a, l, t.min)));
}

/* Digits in groups of three from the end; only what has five digits or more is easier to read
 * so, but four-digit figures stand beside longer ones in tables, so they are grouped too. */
struct str text_number(struct arena *a, enum lang l, int64_t n)
{
	const char *gap = l == LANG_EN ? "," : NNB;
	struct str digits = arena_fmt(a, "%lld", (long long)n);
	struct str out = STR_NONE;
	size_t sign = n < 0;

	for (size_t i = 0; i < digits.n; i++) {
		size_t left = digits.n - i;

		if (i > sign && left % 3 == 0)
			out = arena_cat(a, out, str_of(gap));
		out = arena_cat(a, out, str_sub(digits, i, i + 1));
	}
	return out;
}

struct str text_percent(struct arena *a, enum lang l, int64_t num, int64_t den)
{
	if (den <= 0)
		return S("–");
	int64_t r = (num * 20000 + den) / (2 * den);	/* hundredths of a percent, half up */
	const char *point = l == LANG_EN ? "." : ",", *sign = l == LANG_FR ? NB "%" : "%";
	return arena_fmt(a, "%lld%s%02lld%s", (long long)(r / 100), point, (long long)(r % 100), sign);
}

/* Moroccan numbers as they are said there (0 and pairs), free-phone numbers in 4-2-2-2, others
 * with their country code and pairs. Short numbers stay whole. */
struct str text_phone(struct arena *a, struct str e164)
{
	struct str rest = e164, out = STR_NONE;

	if (str_starts(e164, S("+212"))) {
		rest = arena_cat(a, S("0"), str_sub(e164, 4, e164.n));
		if (str_starts(rest, S("080")) && rest.n == 10) {
			out = str_sub(rest, 0, 4);
			rest = str_sub(rest, 4, rest.n);
		}
	} else if (str_starts(e164, S("+33"))) {
		out = arena_cat(a, S("+33 "), str_sub(e164, 3, 4));
		rest = str_sub(e164, 4, e164.n);
	} else {
		return e164;
	}
	for (size_t i = 0; i < rest.n; i += 2) {
		out = out.n ? arena_cat(a, out, S(" ")) : out;
		out = arena_cat(a, out, str_sub(rest, i, i + 2 < rest.n ? i + 2 : rest.n));
	}
	return out;
}

/* The first letter as a capital, for a line that begins with a date (French days). */
struct str text_capital(struct arena *a, struct str s)
{
	if (!s.n || !ascii_is_alpha(s.p[0]))
		return s;
	char first = ascii_upper(s.p[0]);
	return arena_fmt(a, "%c%.*s", first, STR_ARG(str_sub(s, 1, s.n)));
}

struct str text_apart(struct arena *a, struct str s)
{
	return s.n ? arena_cat(a, arena_cat(a, S("\xe2\x81\xa8"), s), S("\xe2\x81\xa9")) : s;
}
