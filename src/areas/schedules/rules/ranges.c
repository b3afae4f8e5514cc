/* Intervals: sort, union, difference, depth. See ranges.h. */
#include "areas/schedules/rules/ranges.h"

#include <stdlib.h>

static int by_start(const void *pa, const void *pb)
{
	const struct range *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to < b->to ? -1 : a->to > b->to;
}

static int by_value(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

void ranges_sort(struct range *v, size_t n)
{
	if (n > 1)
		qsort(v, n, sizeof(*v), by_start);
}

size_t ranges_merge(struct range *v, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		struct range r = v[i];

		if (r.to <= r.from)
			continue;
		if (k && r.from <= v[k - 1].to) {
			if (r.to > v[k - 1].to)
				v[k - 1].to = r.to;
			continue;
		}
		v[k++] = r;
	}
	return k;
}

size_t ranges_subtract(struct range open, const struct range *busy, size_t n, struct range *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n && open.from < open.to; i++) {
		if (busy[i].to <= open.from || busy[i].from >= open.to)
			continue;
		if (busy[i].from > open.from)
			out[k++] = (struct range){ open.from, busy[i].from };
		open.from = busy[i].to;
	}
	if (open.from < open.to)
		out[k++] = open;
	return k;
}

size_t ranges_deep(struct range *v, size_t n, int32_t depth, int64_t *ends)
{
	size_t k = 0, e = 0;
	int32_t here = 0;
	int64_t since = 0;

	if (depth <= 1)
		return ranges_merge(v, n);
	for (size_t i = 0; i < n; i++)
		ends[i] = v[i].to;
	if (n > 1)
		qsort(ends, n, sizeof(*ends), by_value);
	/* k never passes the range that is read: a deep range ends only at an end already seen. */
	for (size_t i = 0; e < n;) {
		if (i < n && v[i].from < ends[e]) {
			int64_t at = v[i++].from;

			if (++here == depth)
				since = at;
			continue;
		}
		if (here-- == depth)
			v[k++] = (struct range){ since, ends[e] };
		e++;
	}
	return ranges_merge(v, k);
}
