/* When a practitioner may stand in for another. See substitution.h. */
#include "areas/appointments/rules/substitution.h"

enum substitution_wrong substitution_judge(struct day from, struct day to, struct day today, int64_t own,
	int64_t substitute)
{
	if (own == substitute)
		return SUBSTITUTION_SELF;
	if (from.n < today.n)
		return SUBSTITUTION_PAST;
	if (to.n < from.n)
		return SUBSTITUTION_ORDER;
	return to.n - from.n >= SUBSTITUTION_DAYS_MAX ? SUBSTITUTION_LONG : SUBSTITUTION_FITS;
}

bool substitution_passes(const struct passing *x, int64_t from)
{
	return x->open && !x->history && x->ahead && x->within && x->practitioner == from;
}

static bool meet(const struct stretch *x, const struct stretch *y)
{
	return x->day.n == y->day.n && x->start < y->end && y->start < x->end;
}

static bool before(const struct stretch *x, const struct stretch *y)
{
	return x->day.n != y->day.n ? x->day.n < y->day.n : x->start < y->start;
}

size_t substitution_meets(const struct stretch *a, size_t na, const struct stretch *b, size_t nb,
	struct stretch *ret_first)
{
	size_t n = 0;

	for (size_t i = 0; i < na; i++)
		for (size_t k = 0; k < nb; k++) {
			if (!meet(&a[i], &b[k]))
				continue;
			if (!n || before(&a[i], ret_first))
				*ret_first = a[i];
			n++;
			break;
		}
	return n;
}
