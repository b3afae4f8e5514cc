/* See choose.h. */
#include "areas/inbox/rules/choose.h"

static bool numbers_count(const struct asked *v, size_t n, const struct numbered *was, struct instant now)
{
	return was->n && now.v - was->at.v <= NUMBERED_SECONDS && (!n || v[0].at.v <= was->at.v);
}

static struct meant by_number(int32_t number, const struct numbered *was)
{
	struct meant r = { .means = MEANS_NUMBERED, .yes = was->yes };
	size_t k = (size_t)number;

	if (!number)
		return (struct meant){ .means = MEANS_KEEP };
	if (k > was->n + (was->all ? 1 : 0))
		return (struct meant){ .means = MEANS_UNCLEAR };
	if (k <= was->n) {
		r.which[r.n++] = k - 1;
		return r;
	}
	while (r.n < was->n) {
		r.which[r.n] = r.n;
		r.n++;
	}
	return r;
}

/* What may be meant: all that was not answered, else all. */
static void narrow(const struct asked *v, size_t n, struct meant *r)
{
	for (size_t i = 0; i < n; i++)
		if (!v[i].answered)
			r->which[r->n++] = i;
	for (size_t i = 0; i < n && !(r->n && !v[r->which[0]].answered); i++)
		r->which[r->n++] = i;
}

static bool one_message(const struct asked *v, const struct meant *r)
{
	for (size_t i = 1; i < r->n; i++)
		if (v[r->which[i]].ask != v[r->which[0]].ask)
			return false;
	return true;
}

struct meant choose(const struct answer *said, const struct asked *v, size_t n, const struct numbered *was,
	struct instant now)
{
	bool number = said->says == SAYS_NUMBER;
	struct meant r = { .yes = said->says == SAYS_YES || (number && said->number == 1) };

	if (number && numbers_count(v, n, was, now))
		return by_number(said->number, was);
	if (number && said->number != 1 && said->number != 2)
		return r;
	if (!n) {
		r.means = MEANS_NOTHING;
		return r;
	}
	narrow(v, n, &r);
	r.means = r.n == 1 || (r.yes && one_message(v, &r)) ? MEANS_DO : MEANS_WHICH;
	if (r.means == MEANS_WHICH && r.n > NUMBERED_MAX)
		r.n = NUMBERED_MAX;
	return r;
}
