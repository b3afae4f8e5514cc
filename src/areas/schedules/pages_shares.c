/* Shares of an opening in its form and in lists. See pages.h. */
#include "areas/schedules/pages.h"

#include "web/web.h"

static const char *const names[QUOTA_GROUPS] = { "", "online", "desk", "centre" };

void shares_show(struct rq *rq, const struct quota *q, struct opening_form *f)
{
	f->release_min = q->is ? q->release_min : FORM_RELEASE_MIN;
	f->shared = q->is;
	for (int g = QUOTA_NOBODY + 1; q->is && g < QUOTA_GROUPS; g++)
		if (q->share[g] >= 0)
			f->shares[g] = arena_fmt(rq->a, "%d", q->share[g]);
}

enum err shares_asked(struct rq *rq, const int64_t n[QUOTA_GROUPS], int32_t release_min,
	struct quota *ret)
{
	struct quota q = { .share = { -1, -1, -1, -1 }, .release_min = release_min };

	for (int g = QUOTA_NOBODY + 1; g < QUOTA_GROUPS; g++) {
		if (!rq_raw(rq, names[g]).n)	/* empty is none, 0 is one */
			continue;
		q.share[g] = (int32_t)n[g];
		q.is = true;
	}
	if (q.is && release_min > QUOTA_RELEASE_MAX)
		return rq_wrong(rq, "release", N_("At most a year"));
	*ret = q;
	return OK;
}

struct str share_words(const struct page *pg, const struct quota *q)
{
	const struct str said[QUOTA_GROUPS] = { STR_NONE, tr(pg, "Online: %1"), tr(pg, "Desk: %1"),
		tr(pg, "Health centres: %1") };
	struct str out = STR_NONE;

	for (int g = QUOTA_NOBODY + 1; q->is && g < QUOTA_GROUPS; g++) {
		if (q->share[g] < 0)
			continue;
		struct str one = FILL(pg, said[g], arena_fmt(pg->a, "%d", q->share[g]));

		out = out.n ? FILL(pg, tr(pg, "%1, %2"), out, one) : one;
	}
	return out;
}
