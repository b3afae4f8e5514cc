/* See moments.h. */
#include "areas/reminders/rules/moments.h"

#include "base/num.h"

enum {
	HOUR = 60,
	MORNING_AHEAD = 2 * HOUR,	/* a visit earlier than that after the morning's hour: the evening before */
	NIGHT = 12 * HOUR,		/* sooner after she was told it says nothing new */
	FRESH = 48 * HOUR,		/* the same, of a reminder that others follow */
};

/* Puts one in its place; false: it is there already, or there is no room. */
static bool put(struct remind_days *d, int32_t days)
{
	size_t at = d->n;

	for (size_t i = 0; i < d->n; i++)
		if (d->v[i] == days)
			return false;
	if (d->n == REMIND_STEPS)
		return false;
	for (; at && d->v[at - 1] < days; at--)
		d->v[at] = d->v[at - 1];
	d->v[at] = days;
	d->n++;
	return true;
}

enum err remind_days_read(struct str s, struct remind_days *ret)
{
	struct remind_days d = { 0 };

	for (size_t i = 0; i < s.n;) {
		size_t end = i;
		int64_t n;

		while (end < s.n && s.p[end] != ' ')
			end++;
		if (end > i) {
			TRY(num_parse(str_sub(s, i, end), 0, REMIND_FAR, &n));
			if (!put(&d, (int32_t)n))
				return E_INPUT;
		}
		i = end + 1;
	}
	*ret = d;
	return OK;
}

static struct local moment_of(const struct remind_hours *h, struct local start, int32_t days)
{
	if (days)
		return (struct local){ { start.day.n - days }, h->day_min };
	if (start.min >= h->morning_min + MORNING_AHEAD)
		return (struct local){ start.day, h->morning_min };
	return (struct local){ { start.day.n - 1 }, h->evening_min };
}

static bool says_news(struct local at, struct local told, int32_t least)
{
	return at.day.n > told.day.n && local_minutes(at) - local_minutes(told) >= least;
}

/* Booked so late that none of the plan is left: the first moment after a night. */
static size_t late(const struct remind_hours *h, struct local start, struct local told, struct local *ret)
{
	const struct local v[] = {
		moment_of(h, start, 1), { { start.day.n - 1 }, h->evening_min }, moment_of(h, start, 0),
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		if (!says_news(v[i], told, NIGHT))
			continue;
		*ret = v[i];
		return 1;
	}
	return 0;
}

size_t remind_moments(const struct remind_days *days, const struct remind_hours *h, struct local start,
	struct local told, struct local ret[static REMIND_STEPS])
{
	size_t n = 0;

	for (size_t i = 0; i < days->n; i++) {
		struct local at = moment_of(h, start, days->v[i]);

		if (!says_news(at, told, days->v[i] >= 2 ? FRESH : NIGHT) || (n && ret[n - 1].day.n == at.day.n))
			continue;
		ret[n++] = at;
	}
	return n || !days->n ? n : late(h, start, told, ret);
}

static bool is_feast(const struct remind_feasts *f, struct day d)
{
	int64_t at = (int64_t)d.n - f->first.n;

	return at >= 0 && at < REMIND_FEASTS && f->on[at];
}

/* A moment of a feast is brought forward, but not to a day on which its person did not know of it. */
static struct local before_feast(const struct remind_feasts *f, const struct remind_hours *h, struct local at, struct local told)
{
	struct day d = at.day;

	while (is_feast(f, d))
		d.n--;
	if (d.n == at.day.n || d.n <= told.day.n || d.n < f->first.n)
		return at;
	return (struct local){ d, h->day_min };
}

bool remind_on(const struct remind_days *days, const struct remind_hours *h, const struct remind_feasts *feasts,
	struct local start, struct local told, struct day from, struct day to, struct local *ret)
{
	struct local v[REMIND_STEPS];
	size_t n = remind_moments(days, h, start, told, v);

	while (n--) {
		struct local at = before_feast(feasts, h, v[n], told);

		if (at.day.n < from.n || at.day.n > to.n)
			continue;
		*ret = at;
		return true;
	}
	return false;
}

bool letter_due(struct day visit, struct day booked, struct day today, int32_t ahead)
{
	int32_t left = visit.n - today.n;

	return left <= ahead && left >= LETTER_POST_DAYS && visit.n - booked.n >= LETTER_BOOKED_DAYS && today.n > booked.n;
}

struct day letter_in_time(struct day today)
{
	return (struct day){ today.n + LETTER_POST_DAYS - 1 };
}
