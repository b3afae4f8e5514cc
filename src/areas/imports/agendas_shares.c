/* Places kept for each way of booking, in a file of working hours. See agendas.h. */
#include "areas/imports/agendas.h"

enum { HOURS_STANDARD = 48, HOURS_MOST = QUOTA_RELEASE_MAX / 60 };

void agenda_shares_check(struct import *im, struct row *r, struct line *h)
{
	static const int columns[QUOTA_GROUPS] = { 0, AG_ONLINE, AG_DESK, AG_CENTRE };
	int64_t n;

	h->quota = (struct quota){ .share = { -1, -1, -1, -1 } };
	for (int g = QUOTA_NOBODY + 1; g < QUOTA_GROUPS; g++) {
		import_number(im, r, columns[g], 0, QUOTA_MAX, -1, N_("a number of places, from 0 to 1000"), &n);
		h->quota.share[g] = (int32_t)n;
		h->quota.is = h->quota.is || n >= 0;
	}
	import_number(im, r, AG_RELEASE, 0, HOURS_MOST, HOURS_STANDARD,
		N_("hours before, for instance 48"), &n);
	h->quota.release_min = (int32_t)n * 60;
	if (!h->quota.is && r->cell[AG_RELEASE].n)
		import_wrong(im, r, AG_RELEASE, N_("nothing, when no places are kept"));
}

struct str agenda_shares_canonical(struct arena *a, const struct line *h)
{
	const struct quota *q = &h->quota;

	return q->is ? arena_fmt(a, "\x1f%d\x1f%d\x1f%d\x1f%d", q->share[QUOTA_ONLINE], q->share[QUOTA_DESK],
		q->share[QUOTA_CENTRE], q->release_min) : S("");
}
