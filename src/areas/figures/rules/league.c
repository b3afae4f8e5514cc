/* Order statistics around a median; places that may be. See league.h. */
#include "areas/figures/rules/league.h"

#include <math.h>

/* Of n throws at 1/2, exactly i. */
static double chance_of(int64_t n, int64_t i)
{
	return exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) - (double)n * log(2));
}

int64_t median_rank(int64_t n, double miss)
{
	/* What lies nine standard deviations below the middle weighs less than 10^-18. */
	int64_t i = n / 2 - (int64_t)(4.5 * sqrt((double)n)) - 1;
	double below = 0;

	for (i = i < 0 ? 0 : i; i <= n / 2; i++) {
		below += chance_of(n, i);
		if (2 * below > miss)
			return i >= 2 ? i : 0;
	}
	return 0;
}

bool median_interval(const int32_t hist[DELAYS], double miss, int32_t *ret_low, int32_t *ret_high)
{
	int64_t n = delay_within(hist, DELAYS), k = n >= LEAGUE_LEAST ? median_rank(n, miss) : 0;

	if (!k)
		return false;
	*ret_low = delay_kth(hist, k);
	*ret_high = delay_kth(hist, n + 1 - k);
	return true;
}

static void place(struct league_line *x, const struct league_line *v, size_t n)
{
	int shorter = 0, longer = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		all += v[i].placed;
		shorter += v[i].placed && v[i].high < x->low;
		longer += v[i].placed && v[i].low > x->high;
	}
	x->first = 1 + shorter;
	x->last = all - longer;
}

void league(struct league_line *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].placed)
			place(&v[i], v, n);
}
