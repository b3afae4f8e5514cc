/* See spans.h. */
#include "areas/schedules/rules/spans.h"

enum err spans_of(struct str rule, struct local from, struct local to, struct day until,
	struct range *ret, size_t *ret_n)
{
	int64_t length = local_minutes(to) - local_minutes(from);
	struct recur r;
	struct recur_walk w;
	struct day day;
	size_t n = 0;

	TRY(recur_parse(rule, &r));
	if (length <= 0)
		return E_INPUT;
	if (r.freq == RECUR_ONCE)
		until = from.day;
	if (!day_is(until) || until.n - from.day.n > SPANS_DAYS_MAX)
		return E_LIMIT;
	w = recur_from(&r, from.day, from.min, from.day);
	while (n < SPANS_MAX && recur_next(&w, until, &day)) {
		int64_t start = local_minutes((struct local){ day, from.min });

		if (n && ret[n - 1].to >= start)
			ret[n - 1].to = start + length;
		else
			ret[n++] = (struct range){ start, start + length };
	}
	*ret_n = n;
	return n ? OK : E_NOTFOUND;
}
