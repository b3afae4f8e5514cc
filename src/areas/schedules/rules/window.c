/* Lead, horizon, limits. See window.h. */
#include "areas/schedules/rules/window.h"

struct window window_of(const struct zone *z, struct instant now, int32_t lead_min,
	int32_t horizon_min)
{
	/* A start must not be earlier than now + lead: seconds round up to the next minute. */
	struct instant from = { now.v + (int64_t)lead_min * 60 + 59 };
	struct instant to = { now.v + (int64_t)horizon_min * 60 };
	struct window w = { zone_local(z, from), { { INT32_MAX }, 0 } };

	if (horizon_min >= 0)
		w.to = zone_local(z, to);
	return w;
}

int32_t window_late(int64_t schedule, struct local start, int32_t spread)
{
	uint64_t z = (uint64_t)schedule * 0x9E3779B97F4A7C15u + (uint64_t)local_minutes(start);

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return spread > 0 ? (int32_t)((z ^ z >> 31) % (uint64_t)spread) : 0;
}

bool window_holds(struct window w, int64_t schedule, struct local start, int32_t spread)
{
	return local_cmp(start, w.from) >= 0
		&& local_cmp(local_add(start, window_late(schedule, start, spread)), w.to) <= 0;
}

bool window_clamp(struct window asked, struct window allowed, struct window *ret)
{
	struct window w = asked;

	if (local_cmp(allowed.from, w.from) > 0)
		w.from = allowed.from;
	if (local_cmp(allowed.to, w.to) < 0)
		w.to = allowed.to;
	if (local_cmp(w.from, w.to) > 0)
		return false;
	*ret = w;
	return true;
}

bool window_before_limit(struct instant start, struct instant now, int32_t limit_min)
{
	return start.v - now.v > (int64_t)limit_min * 60;
}

bool skipped_time(const struct zone *z, struct day day, struct range *ret)
{
	struct instant two[2];
	struct instant from = zone_instant(z, (struct local){ day, 0 });
	struct instant to = zone_instant(z, (struct local){ { day.n + 1 }, 0 });
	int32_t begin = -1, m;

	if (zone_offset(z, to) <= zone_offset(z, from))
		return false;
	for (m = 0; m < 1440; m++) {
		bool none = zone_instants(z, (struct local){ day, m }, two) == 0;

		if (none && begin < 0)
			begin = m;
		if (!none && begin >= 0)
			break;
	}
	if (begin < 0)
		return false;
	ret->from = (int64_t)day.n * 1440 + begin;
	ret->to = (int64_t)day.n * 1440 + m;
	return true;
}
