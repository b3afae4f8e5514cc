/* Any bytes as a recurrence rule: what is accepted walks forward, and every day it names matches. */
#include "areas/schedules/rules/recur.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct recur r;
	struct day first = day_of(2024, 1, 31), last = day_of(2032, 1, 1), from = day_of(2026, 3, 1), d, before = { INT32_MIN };

	if (recur_parse((struct str){ (const char *)data, n }, &r) != OK)
		return 0;
	struct recur_walk w = recur_from(&r, first, 540, first), later = recur_from(&r, first, 540, from);
	int32_t count = 0, tail = 0;

	while (recur_next(&w, last, &d)) {
		if (d.n <= before.n || d.n < first.n || d.n > last.n || !recur_matches(&r, first, d))
			abort();
		before = d;
		count++;
		tail += d.n >= from.n;
	}
	if (r.count && count > r.count)
		abort();
	while (recur_next(&later, last, &d))
		tail -= d.n >= from.n;
	if (tail != 0)
		abort();
	return 0;
}
