/* Quantiles of a histogram; which small numbers to hide. */
#include "areas/figures/rules/quantile.h"

static int64_t total(const int32_t hist[DELAYS])
{
	int64_t n = 0;

	for (int i = 0; i < DELAYS; i++)
		n += hist[i];
	return n;
}

int32_t delay_kth(const int32_t hist[DELAYS], int64_t k)
{
	int64_t n = 0;

	for (int i = 0; i < DELAYS; i++) {
		n += hist[i];
		if (n >= k)
			return i;
	}
	return -1;
}

int32_t delay_rank(const int32_t hist[DELAYS], int64_t num, int64_t den)
{
	int64_t n = total(hist);
	int64_t k = (n * num + den - 1) / den;

	return n ? delay_kth(hist, k < 1 ? 1 : k) : -1;
}

int32_t delay_median_twice(const int32_t hist[DELAYS])
{
	int64_t n = total(hist);

	if (!n)
		return -1;
	return delay_kth(hist, (n + 1) / 2) + delay_kth(hist, n / 2 + 1);
}

int64_t delay_within(const int32_t hist[DELAYS], int32_t days)
{
	int64_t n = 0;

	for (int i = 0; i < DELAYS && i <= days; i++)
		n += hist[i];
	return n;
}
