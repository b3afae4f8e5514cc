/* Minutes by hour of the week. See load.h. */
#include "areas/figures/rules/load.h"

#include "areas/figures/rules/quantile.h"

/* Minutes of [from, to) within an hour. */
static int32_t within(int hour, int32_t from, int32_t to)
{
	int32_t lo = from > 60 * hour ? from : 60 * hour, hi = to < 60 * (hour + 1) ? to : 60 * (hour + 1);

	return hi > lo ? hi - lo : 0;
}

void load_open(struct load_week *w, int weekday, int32_t from, int32_t to, int64_t n)
{
	for (int h = from < 0 ? 0 : from / 60; h < HOURS && 60 * h < to; h++)
		w->v[weekday][h].open_min += n * within(h, from, to);
}

void load_taken(struct load_week *w, int weekday, int32_t from, int32_t to, int64_t visits)
{
	for (int h = from < 0 ? 0 : from / 60; h < HOURS && 60 * h < to; h++) {
		w->v[weekday][h].taken += visits;
		w->v[weekday][h].taken_min += visits * within(h, from, to);
	}
}

int load_step(const struct load_hour *h)
{
	int64_t step;

	if (h->open_min <= 0)
		return -1;
	if (h->taken < SMALL_NUMBER)
		return 0;
	step = h->taken_min * LOAD_STEPS / h->open_min;
	return step >= LOAD_STEPS ? LOAD_STEPS - 1 : (int)step;
}

int64_t load_percent(const struct load_hour *h)
{
	return (h->taken_min * 100 + h->open_min / 2) / h->open_min;
}

struct load_use load_use(const struct load_hour *h, bool exact)
{
	int64_t from = exact ? load_percent(h) : load_step(h) * (100 / LOAD_STEPS);

	return (struct load_use){ from, exact ? from : from + 100 / LOAD_STEPS };
}

bool load_differs(const struct load_hour *was, const struct load_hour *now, bool exact)
{
	bool had = was->open_min > 0, has = now->open_min > 0;

	if (had == has && (!had || load_use(was, exact).from == load_use(now, exact).from))
		return false;
	return exact || load_tells(was, now);
}

bool load_tells(const struct load_hour *was, const struct load_hour *now)
{
	int64_t by = now->taken - was->taken;

	return by >= SMALL_NUMBER || by <= -SMALL_NUMBER || (!by && now->taken_min == was->taken_min);
}
