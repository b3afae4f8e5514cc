/* Care series. See plan.h. */
#include "areas/series/rules/plan.h"

enum err series_rule_valid(const struct series_rule *r)
{
	static const int32_t most[] = { [SERIES_DAYS] = 90, [SERIES_WEEKS] = 26, [SERIES_MONTHS] = 12 };

	if (!day_is(r->first.day) || r->first.min < 0 || r->first.min >= 1440)
		return E_INPUT;
	if ((int)r->unit < SERIES_DAYS || r->unit > SERIES_MONTHS || r->every < 1 || r->every > most[r->unit])
		return E_INPUT;
	if (r->count < 2 || r->count > SERIES_MAX)
		return E_INPUT;
	if (r->days < 0 || r->days > SERIES_REACH || r->minutes < 0 || r->minutes >= 1440)
		return E_INPUT;
	return OK;
}

/* A month's same weekday comes after four weeks at least. */
static int32_t step_days(const struct series_rule *r)
{
	return r->every * (r->unit == SERIES_MONTHS ? 28 : r->unit == SERIES_WEEKS ? 7 : 1);
}

int32_t series_reach(const struct series_rule *r)
{
	int32_t half = (step_days(r) - 1) / 2;

	return half < SERIES_REACH ? half : SERIES_REACH;
}

static struct day same_weekday(struct day first, int32_t months)
{
	int year, month, mday, y, m, d;

	day_split(first, &year, &month, &mday);
	struct day begin = day_add_months(day_of(year, month, 1), months);
	struct day at = { begin.n + (day_weekday(first) - day_weekday(begin) + 7) % 7 + (mday - 1) / 7 * 7 };

	day_split(begin, &y, &month, &d);
	day_split(at, &year, &m, &d);
	return m == month ? at : (struct day){ at.n - 7 };
}

struct local series_wish(const struct series_rule *r, int32_t k)
{
	struct local w = r->first;

	if (r->unit == SERIES_MONTHS)
		w.day = same_weekday(r->first.day, k * r->every);
	else
		w.day.n += k * step_days(r);
	return w;
}

static int32_t magnitude(int32_t n)
{
	return n < 0 ? -n : n;
}

/* How far a start is from the wish: days count before hours. */
static int64_t distance(struct local wish, const struct series_start *s)
{
	struct local l = local_of_minutes(s->at);

	return (int64_t)magnitude(l.day.n - wish.day.n) * 1440 + magnitude(l.min - wish.min);
}

/* The preferred agenda first, then the nearer, then the earlier. */
static bool before(struct local wish, const struct series_start *x, const struct series_start *y)
{
	int64_t dx = distance(wish, x), dy = distance(wish, y);

	if (x->other != y->other)
		return y->other;
	return dx != dy ? dx < dy : x->at < y->at;
}

static bool serves(const struct series_rule *r, struct local wish, const struct series_start *s)
{
	struct local l = local_of_minutes(s->at);
	int32_t days = r->days < series_reach(r) ? r->days : series_reach(r);

	return magnitude(l.day.n - wish.day.n) <= days && magnitude(l.min - wish.min) <= r->minutes;
}

static void keep_near(struct series_found *f, const struct series_start *s)
{
	int32_t i = f->nnear;

	while (i && before(f->wish, s, &f->near[i - 1]))
		i--;
	if (i >= SERIES_NEAR)
		return;
	if (f->nnear < SERIES_NEAR)
		f->nnear++;
	for (int32_t k = f->nnear - 1; k > i; k--)
		f->near[k] = f->near[k - 1];
	f->near[i] = *s;
}

void series_find(const struct series_rule *r, int32_t k, const struct series_start *starts, size_t n,
	struct series_found *ret)
{
	struct series_found f = { .wish = series_wish(r, k) };
	int32_t reach = series_reach(r);

	for (size_t i = 0; i < n; i++) {
		if (!serves(r, f.wish, &starts[i]) || (f.found && !before(f.wish, &starts[i], &f.start)))
			continue;
		f.found = true;
		f.start = starts[i];
	}
	for (size_t i = 0; i < n; i++)
		if (magnitude(local_of_minutes(starts[i].at).day.n - f.wish.day.n) <= reach
			&& !(f.found && starts[i].at == f.start.at && starts[i].schedule == f.start.schedule))
			keep_near(&f, &starts[i]);
	f.exact = f.found && f.start.at == local_minutes(f.wish);
	*ret = f;
}
