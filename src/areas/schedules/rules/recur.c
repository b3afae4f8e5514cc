/* Days of a recurrence rule. See recur.h. */
#include "areas/schedules/rules/recur.h"

#include "base/num.h"

static const char codes[7][3] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static int32_t weekday_of(struct str s)
{
	for (int32_t i = 0; i < 7; i++)
		if (str_eq_nocase(s, str_of(codes[i])))
			return i + 1;
	return 0;
}

static enum err parse_number(struct str s, int64_t min, int64_t max, int32_t *ret)
{
	int64_t n;

	if (s.n && s.p[0] == '+')
		s = str_sub(s, 1, s.n);
	TRY(num_parse(s, min, max, &n));
	*ret = (int32_t)n;
	return OK;
}

static enum err parse_freq(struct str v, struct recur *r)
{
	if (r->freq != RECUR_ONCE)
		return E_INPUT;
	if (str_eq_nocase(v, S("DAILY")))
		r->freq = RECUR_DAILY;
	else if (str_eq_nocase(v, S("WEEKLY")))
		r->freq = RECUR_WEEKLY;
	else if (str_eq_nocase(v, S("MONTHLY")))
		r->freq = RECUR_MONTHLY;
	else if (str_eq_nocase(v, S("YEARLY")))
		r->freq = RECUR_YEARLY;
	else
		return E_INPUT;
	return OK;
}

static enum err parse_weekday(struct str item, struct recur *r)
{
	if (item.n < 2)
		return E_INPUT;
	int32_t wd = weekday_of(str_sub(item, item.n - 2, item.n));
	int32_t nth;

	if (!wd)
		return E_INPUT;
	if (item.n == 2) {
		r->weekdays |= 1u << wd;
		return OK;
	}
	TRY(parse_number(str_sub(item, 0, item.n - 2), -5, 5, &nth));
	if (nth == 0 || r->nnth == RECUR_NTH_MAX)
		return E_INPUT;
	r->nth[r->nnth].nth = nth;
	r->nth[r->nnth++].weekday = wd;
	return OK;
}

static enum err parse_monthday(struct str item, struct recur *r)
{
	int32_t n;

	TRY(parse_number(item, -31, 31, &n));
	if (n == 0)
		return E_INPUT;
	if (n > 0)
		r->monthdays |= 1u << n;
	else
		r->monthdays_end |= 1u << -n;
	return OK;
}

static enum err parse_month(struct str item, struct recur *r)
{
	int32_t n;

	TRY(parse_number(item, 1, 12, &n));
	r->months |= 1u << n;
	return OK;
}

static enum err parse_list(struct str v, struct recur *r, enum err (*one)(struct str,
	struct recur *))
{
	if (!v.n)
		return E_INPUT;
	for (struct str rest = v; rest.p;)
		TRY(one(str_cut(&rest, ','), r));
	return OK;
}

/* YYYYMMDD or YYYYMMDDTHHMMSS[Z] */
static enum err parse_until(struct str v, struct recur *r)
{
	int32_t y, m, d, hh = 23, mm = 59, ss;

	if (v.n == 16 && v.p[15] == 'Z') {
		r->until_utc = true;
		v = str_sub(v, 0, 15);
	}
	if (v.n != 8 && v.n != 15)
		return E_INPUT;
	TRY(parse_number(str_sub(v, 0, 4), 1, 9999, &y));
	TRY(parse_number(str_sub(v, 4, 6), 1, 12, &m));
	TRY(parse_number(str_sub(v, 6, 8), 1, 31, &d));
	if (!day_valid(y, m, d))
		return E_INPUT;
	if (v.n == 15) {
		if (v.p[8] != 'T')
			return E_INPUT;
		TRY(parse_number(str_sub(v, 9, 11), 0, 23, &hh));
		TRY(parse_number(str_sub(v, 11, 13), 0, 59, &mm));
		TRY(parse_number(str_sub(v, 13, 15), 0, 60, &ss));
	}
	r->until = (struct local){ day_of(y, m, d), hh * 60 + mm };
	return OK;
}

static enum err parse_part(struct str key, struct str v, struct recur *r)
{
	if (str_eq_nocase(key, S("FREQ")))
		return parse_freq(v, r);
	if (str_eq_nocase(key, S("INTERVAL")))
		return parse_number(v, 1, 1000, &r->interval);
	if (str_eq_nocase(key, S("COUNT")))
		return parse_number(v, 1, 100000, &r->count);
	if (str_eq_nocase(key, S("UNTIL")))
		return parse_until(v, r);
	if (str_eq_nocase(key, S("BYDAY")))
		return parse_list(v, r, parse_weekday);
	if (str_eq_nocase(key, S("BYMONTHDAY")))
		return parse_list(v, r, parse_monthday);
	if (str_eq_nocase(key, S("BYMONTH")))
		return parse_list(v, r, parse_month);
	if (str_eq_nocase(key, S("BYSETPOS")))
		return parse_number(v, -31, 31, &r->setpos);
	if (str_eq_nocase(key, S("WKST"))) {
		r->week_start = weekday_of(v);
		return r->week_start ? OK : E_INPUT;
	}
	return E_INPUT;
}

/* What RFC 5545 forbids or what this subset does not serve. */
static bool consistent(const struct recur *r)
{
	bool months_days = r->monthdays || r->monthdays_end;

	if (r->freq == RECUR_ONCE)
		return false;
	if (r->nnth && r->freq != RECUR_MONTHLY && !(r->freq == RECUR_YEARLY && r->months))
		return false;
	if (months_days && r->freq == RECUR_WEEKLY)
		return false;
	if (r->setpos && r->freq != RECUR_MONTHLY)
		return false;
	if (r->freq == RECUR_YEARLY && r->weekdays && !r->months)
		return false;
	return !(r->count && day_is(r->until.day));
}

enum err recur_parse(struct str rule, struct recur *ret)
{
	struct recur r = { .interval = 1, .until = { DAY_NONE, 0 }, .week_start = 1 };

	rule = str_trim(rule);
	if (rule.n > 6 && str_eq_nocase(str_sub(rule, 0, 6), S("RRULE:")))
		rule = str_sub(rule, 6, rule.n);
	if (rule.n && rule.p[rule.n - 1] == ';')
		rule.n--;
	for (struct str rest = rule; rule.n && rest.p;) {
		struct str v = str_cut(&rest, ';');
		struct str key = str_cut(&v, '=');

		if (!v.p)
			return E_INPUT;
		TRY(parse_part(key, v, &r));
	}
	if (rule.n && !consistent(&r))
		return E_INPUT;
	*ret = r;
	return OK;
}

static int32_t week_of(struct day d, int32_t week_start)
{
	int32_t into = (day_weekday(d) - week_start + 7) % 7;
	int32_t begin = d.n - into;

	return begin >= 0 ? begin / 7 : -((6 - begin) / 7);
}

static int32_t month_length(int y, int m)
{
	int32_t n = 28;

	while (n < 31 && day_valid(y, m, n + 1))
		n++;
	return n;
}

static bool in_nth(const struct recur *r, int32_t weekday, int32_t mday, int32_t length)
{
	for (size_t i = 0; i < r->nnth; i++) {
		int32_t nth = r->nth[i].nth;
		int32_t here = nth > 0 ? (mday - 1) / 7 + 1 : -((length - mday) / 7 + 1);

		if (r->nth[i].weekday == weekday && here == nth)
			return true;
	}
	return false;
}

/* Does a day of a month belong to the rule's set of that month? first: DTSTART's day of month. */
static bool in_month(const struct recur *r, int y, int m, int32_t mday, int32_t first)
{
	int32_t length = month_length(y, m);
	bool by_mday = r->monthdays || r->monthdays_end, by_day = r->weekdays || r->nnth;
	int32_t weekday = day_weekday(day_of(y, m, mday));

	if (by_mday && !(r->monthdays & 1u << mday)
		&& !(r->monthdays_end & 1u << (length - mday + 1)))
		return false;
	if (by_day && !(r->weekdays & 1u << weekday) && !in_nth(r, weekday, mday, length))
		return false;
	return by_mday || by_day || mday == first;
}

static bool at_setpos(const struct recur *r, int y, int m, int32_t mday, int32_t first)
{
	int32_t length = month_length(y, m), before = 0, total = 0;

	for (int32_t d = 1; d <= length; d++) {
		bool is = in_month(r, y, m, d, first);

		total += is;
		before += is && d < mday;
	}
	return r->setpos > 0 ? before + 1 == r->setpos : before - total == r->setpos;
}

static bool weekday_allowed(const struct recur *r, struct day d)
{
	return !r->weekdays || (r->weekdays & 1u << day_weekday(d));
}

static bool monthday_allowed(const struct recur *r, int y, int m, int mday)
{
	if (!r->monthdays && !r->monthdays_end)
		return true;
	return (r->monthdays & 1u << mday)
		|| (r->monthdays_end & 1u << (month_length(y, m) - mday + 1));
}

bool recur_matches(const struct recur *r, struct day first, struct day d)
{
	int y, m, mday, fy, fm, fday;

	if (d.n < first.n)
		return false;
	if (r->freq == RECUR_ONCE)
		return d.n == first.n;
	day_split(d, &y, &m, &mday);
	day_split(first, &fy, &fm, &fday);
	if (r->months && !(r->months & 1u << m))
		return false;
	switch (r->freq) {
	case RECUR_DAILY:
		return (d.n - first.n) % r->interval == 0 && weekday_allowed(r, d)
			&& monthday_allowed(r, y, m, mday);
	case RECUR_WEEKLY:
		if ((week_of(d, r->week_start) - week_of(first, r->week_start)) % r->interval)
			return false;
		return r->weekdays ? weekday_allowed(r, d) : day_weekday(d) == day_weekday(first);
	case RECUR_MONTHLY:
		if (((y - fy) * 12 + m - fm) % r->interval || !in_month(r, y, m, mday, fday))
			return false;
		return !r->setpos || at_setpos(r, y, m, mday, fday);
	case RECUR_YEARLY:
		if ((y - fy) % r->interval || !in_month(r, y, m, mday, fday))
			return false;
		return r->months || r->monthdays || r->monthdays_end || m == fm;
	case RECUR_ONCE:
	default:
		return false;
	}
}

struct recur_walk recur_from(const struct recur *r, struct day first, int32_t start_min,
	struct day from)
{
	bool skip = !r->count && from.n > first.n;	/* with COUNT those before count too */

	return (struct recur_walk){ r, first, skip ? from : first, start_min, 0 };
}

bool recur_next(struct recur_walk *w, struct day last, struct day *ret)
{
	const struct recur *r = w->r;

	if (r->freq == RECUR_ONCE && w->first.n < last.n)
		last = w->first;
	for (; w->next.n <= last.n; w->next.n++) {
		struct local here = { w->next, w->start_min };

		if (r->count && w->counted >= r->count)
			return false;
		if (day_is(r->until.day) && local_cmp(here, r->until) > 0)
			return false;
		if (!recur_matches(r, w->first, w->next))
			continue;
		w->counted++;
		*ret = w->next;
		w->next.n++;
		return true;
	}
	return false;
}
