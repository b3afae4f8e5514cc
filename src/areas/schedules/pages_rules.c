/* Rules of hours as people say them. See pages.h. */
#include "areas/schedules/pages.h"

const char *const rule_repeats[] = { "week", "week2", "week3", "week4", "day", "month", "date",
	"once", "rule", NULL };

static struct str weekday_list(const struct page *pg, uint32_t days)
{
	struct str out = STR_NONE;

	for (int d = 1; d <= 7; d++) {
		if (!(days & 1u << d))
			continue;
		if (out.n)
			out = arena_cat(pg->a, out, pg->lang == LANG_AR ? S("، ") : S(", "));
		out = arena_cat(pg->a, out, str_of(text_weekday(pg->lang, d)));
	}
	return out;
}

static struct str rank_words(const struct page *pg, int32_t nth, int weekday)
{
	struct str day = str_of(text_weekday(pg->lang, weekday));

	switch (nth) {
	case 1: return FILL(pg, tr(pg, "first %1 of the month"), day);
	case 2: return FILL(pg, tr(pg, "second %1 of the month"), day);
	case 3: return FILL(pg, tr(pg, "third %1 of the month"), day);
	case 4: return FILL(pg, tr(pg, "fourth %1 of the month"), day);
	case 5: return FILL(pg, tr(pg, "fifth %1 of the month"), day);
	default: return FILL(pg, tr(pg, "last %1 of the month"), day);
	}
}

/* Is it a rule of the form: nothing but weeks and weekdays? COUNT is looked at apart. */
static bool plain_weeks(const struct recur *r)
{
	return r->freq == RECUR_WEEKLY && !day_is(r->until.day) && !r->months;
}

static bool plain_months(const struct recur *r)
{
	return r->freq == RECUR_MONTHLY && r->interval == 1 && !r->weekdays && !r->setpos
		&& !day_is(r->until.day) && !r->months;
}

static bool plain_rank(const struct recur *r)
{
	return plain_months(r) && r->nnth == 1 && (r->nth[0].nth > 0 || r->nth[0].nth == -1)
		&& !r->monthdays && !r->monthdays_end;
}

/* The one day of the month of a rule by date, -1 for the last; 0: it is another rule. */
static int plain_date(const struct recur *r)
{
	if (!plain_months(r) || r->nnth)
		return 0;
	if (!r->monthdays && r->monthdays_end == 1u << 1)
		return -1;
	for (int d = 1; d <= 31; d++)
		if (r->monthdays == 1u << d && !r->monthdays_end)
			return d;
	return 0;
}

static bool plain_days(const struct recur *r)
{
	return r->freq == RECUR_DAILY && !r->weekdays && !r->monthdays && !r->monthdays_end
		&& !r->months && !day_is(r->until.day);
}

uint32_t rule_weekdays(const struct recur *r, struct day first)
{
	return r->weekdays ? r->weekdays : 1u << day_weekday(first);
}

static struct str date_words(const struct page *pg, int date)
{
	if (date < 0)
		return tr(pg, "Last day of each month");
	return FILL(pg, tr(pg, "Day %1 of each month"), arena_fmt(pg->a, "%d", date));
}

/* Without COUNT; empty: it can be said in the rule's own letters only. */
static struct str plain_words(const struct page *pg, struct day first, const struct recur *r)
{
	if (plain_days(r))
		return tr_n(pg, r->interval, "Every day", "Every %d days");
	if (plain_weeks(r))
		return arena_fmt(pg->a, pg->lang == LANG_FR ? "%.*s\u00a0: %.*s" : "%.*s: %.*s",
			STR_ARG(tr_n(pg, r->interval, "Every week", "Every %d weeks")),
				STR_ARG(weekday_list(pg, rule_weekdays(r, first))));
	if (plain_rank(r))
		return rank_words(pg, r->nth[0].nth, r->nth[0].weekday);
	return plain_date(r) ? date_words(pg, plain_date(r)) : STR_NONE;
}

struct str rule_words(const struct page *pg, struct str rule, struct day first)
{
	struct str words;
	struct recur r;

	if (recur_parse(rule, &r) != OK)
		return rule;
	if (r.freq == RECUR_ONCE)
		return text_long_day(pg->a, pg->lang, first);
	words = plain_words(pg, first, &r);
	if (!words.n)
		return rule;
	return r.count ? FILL(pg, tr(pg, "%1, %2"), words, tr_n(pg, r.count, "%d time", "%d times")) : words;
}

const char *rule_repeat(const struct recur *r)
{
	if (r->freq == RECUR_ONCE)
		return rule_repeats[RE_ONCE];
	if (plain_weeks(r) && r->interval <= 4)
		return rule_repeats[RE_WEEK + r->interval - 1];
	if (plain_days(r) && r->interval == 1)
		return rule_repeats[RE_DAY];
	if (plain_rank(r))
		return rule_repeats[RE_MONTH];
	return plain_date(r) ? rule_repeats[RE_DATE] : rule_repeats[RE_RULE];
}
