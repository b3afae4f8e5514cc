/* Rules of hours as people say them. See pages.h. */
#include "areas/schedules/pages.h"

const char *const rule_repeats[] = { "week", "week2", "week3", "week4", "day", "month", "date",
	"once", "rule", NULL };

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
