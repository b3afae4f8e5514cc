/* Every rule of hours as people say it. See schedules.h. */
#include "areas/schedules/pages.h"

#include "page/text.h"

/* A sentence that grows: its parts with commas between them. */
struct words { const struct page *pg; struct str s; bool list; };

static void say(struct words *w, struct str part)
{
	if (w->s.n && w->list)
		w->s = arena_cat(w->pg->a, w->s, tr_c(w->pg, "list", ", "));
	w->s = arena_cat(w->pg->a, w->s, part);
	w->list = true;
}

static void colon(struct words *w)
{
	w->s = arena_cat(w->pg->a, w->s, w->pg->lang == LANG_FR ? S("\u00a0: ") : S(": "));
	w->list = false;
}

static struct str number(const struct page *pg, int32_t n)
{
	return arena_fmt(pg->a, "%d", (int)n);
}

static void say_weekdays(struct words *w, uint32_t days)
{
	for (int d = 1; d <= 7; d++)
		if (days & 1u << d)
			say(w, str_of(text_weekday(w->pg->lang, d)));
}

static struct str rank(const struct page *pg, int32_t nth, int weekday)
{
	static const char *const from_first[] = { N_("first %1 of the month"), N_("second %1 of the month"),
		N_("third %1 of the month"), N_("fourth %1 of the month"), N_("fifth %1 of the month") };
	static const char *const from_last[] = { N_("last %1 of the month"), N_("second to last %1 of the month"),
		N_("third to last %1 of the month"), N_("fourth to last %1 of the month"),
		N_("fifth to last %1 of the month") };

	return FILL(pg, tr(pg, nth > 0 ? from_first[nth - 1] : from_last[-nth - 1]), str_of(text_weekday(pg->lang, weekday)));
}

static void say_monthdays(struct words *w, const struct recur *r)
{
	for (int32_t d = 1; d <= 31; d++)
		if (r->monthdays & 1u << d)
			say(w, FILL(w->pg, tr(w->pg, "day %1 of the month"), number(w->pg, d)));
	for (int32_t d = 31; d > 1; d--)
		if (r->monthdays_end & 1u << d)
			say(w, FILL(w->pg, tr(w->pg, "day %1 of the month, counted from its end"), number(w->pg, d)));
	if (r->monthdays_end & 1u << 1)
		say(w, tr(w->pg, "last day of the month"));
}

static void say_days_of_weeks(struct words *w, const struct recur *r)
{
	for (int d = 1; d <= 7; d++)
		if (r->weekdays & 1u << d)
			say(w, FILL(w->pg, tr(w->pg, "each %1 of the month"), str_of(text_weekday(w->pg->lang, d))));
	for (size_t i = 0; i < r->nnth; i++)
		say(w, rank(w->pg, r->nth[i].nth, r->nth[i].weekday));
}

static bool by_date(const struct recur *r)
{
	return r->monthdays || r->monthdays_end;
}

static bool by_weekday(const struct recur *r)
{
	return r->weekdays || r->nnth;
}

/* ---- how often, and on which days ---- */

static void say_weeks(struct words *w, const struct recur *r, struct day first)
{
	say(w, tr_n(w->pg, r->interval, "Every week", "Every %d weeks"));
	colon(w);
	say_weekdays(w, rule_weekdays(r, first));
	if (r->interval > 1 && r->week_start != 1)
		say(w, FILL(w->pg, tr(w->pg, "weeks beginning on %1"), str_of(text_weekday(w->pg->lang, r->week_start))));
}

static void say_days(struct words *w, const struct recur *r)
{
	say(w, tr_n(w->pg, r->interval, "Every day", "Every %d days"));
	if (r->weekdays) {
		say(w, tr(w->pg, "only when it is"));
		colon(w);
		say_weekdays(w, r->weekdays);
	}
	if (by_date(r)) {
		say(w, tr(w->pg, "only when it is"));
		colon(w);
		say_monthdays(w, r);
	}
}

/* Days of the months that are counted; by date and by weekday at once means the days that are both. */
static void say_in_months(struct words *w, const struct recur *r, struct day first)
{
	int y, m, d;

	day_split(first, &y, &m, &d);
	if (by_date(r))
		say_monthdays(w, r);
	else if (by_weekday(r))
		say_days_of_weeks(w, r);
	else
		say(w, FILL(w->pg, tr(w->pg, "day %1 of the month"), number(w->pg, d)));
	if (by_date(r) && by_weekday(r)) {
		say(w, tr(w->pg, "only when it is"));
		colon(w);
		say_days_of_weeks(w, r);
	}
	if (r->setpos > 0)
		say(w, FILL(w->pg, tr(w->pg, "of these days only number %1 in the month"), number(w->pg, r->setpos)));
	if (r->setpos < 0)
		say(w, FILL(w->pg, tr(w->pg, "of these days only number %1 from the end of the month"), number(w->pg, -r->setpos)));
}

/* One day of each month needs no list: "first Monday of the month", "Day 15 of each month". */
static bool said_short(struct words *w, const struct recur *r)
{
	bool one = r->interval == 1 && !r->weekdays && !r->setpos;

	if (one && r->nnth == 1 && !by_date(r))
		say(w, rank(w->pg, r->nth[0].nth, r->nth[0].weekday));
	else if (one && !r->nnth && !r->monthdays && r->monthdays_end == 1u << 1)
		say(w, tr(w->pg, "Last day of each month"));
	else if (one && !r->nnth && r->monthdays && !(r->monthdays & (r->monthdays - 1)) && !r->monthdays_end)
		say(w, FILL(w->pg, tr(w->pg, "Day %1 of each month"), number(w->pg, __builtin_ctz(r->monthdays))));
	else
		return false;
	return true;
}

static void say_months(struct words *w, const struct recur *r, struct day first)
{
	if (said_short(w, r))
		return;
	say(w, tr_n(w->pg, r->interval, "Every month", "Every %d months"));
	colon(w);
	say_in_months(w, r, first);
}

static void say_years(struct words *w, const struct recur *r, struct day first)
{
	say(w, tr_n(w->pg, r->interval, "Every year", "Every %d years"));
	colon(w);
	if (!r->months && !by_date(r) && !by_weekday(r))
		say(w, text_day_month(w->pg->a, w->pg->lang, first));
	else
		say_in_months(w, r, first);
}

/* ---- within which bounds ---- */

static void say_only_months(struct words *w, const struct recur *r)
{
	if (!r->months)
		return;
	say(w, tr(w->pg, "only in these months"));
	colon(w);
	for (int m = 1; m <= 12; m++)
		if (r->months & 1u << m)
			say(w, str_of(text_month_name(w->pg->lang, m)));
}

static void say_end(struct words *w, const struct recur *r)
{
	struct str day;

	if (r->count)
		say(w, tr_n(w->pg, r->count, "%d time", "%d times"));
	if (!day_is(r->until.day))
		return;
	day = text_date(w->pg->a, w->pg->lang, r->until.day);
	if (r->until.min != 1439 || r->until_utc)
		day = arena_fmt(w->pg->a, "%.*s, %.*s%s", STR_ARG(day), STR_ARG(text_clock(w->pg->a, r->until.min)),
			r->until_utc ? " UTC" : "");
	say(w, FILL(w->pg, tr(w->pg, "until %1"), day));
}

struct str rule_words(const struct page *pg, struct str rule, struct day first)
{
	struct words w = { pg, STR_NONE, false };
	struct recur r;

	if (recur_parse(rule, &r) != OK)
		return tr(pg, "By another rule");
	if (r.freq == RECUR_ONCE)
		return text_long_day(pg->a, pg->lang, first);
	if (r.freq == RECUR_DAILY)
		say_days(&w, &r);
	else if (r.freq == RECUR_WEEKLY)
		say_weeks(&w, &r, first);
	else if (r.freq == RECUR_MONTHLY)
		say_months(&w, &r, first);
	else
		say_years(&w, &r, first);
	say_only_months(&w, &r);
	say_end(&w, &r);
	return w.s;
}
