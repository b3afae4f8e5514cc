/* Shares of an opening, and its types, in its form and in lists. See pages.h. */
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

/* ---- what may be booked in them ---- */

/* Types of the agenda's own speciality, or the others. */
static struct option_ids options_of(struct rq *rq, const struct services *all, const struct schedule *s, const struct opening *o,
	bool own, bool *ret_chosen)
{
	struct option_id *v = ARENA_ARRAY(rq->a, struct option_id, all->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		bool chosen = false;

		for (size_t k = 0; o && k < o->nservices; k++)
			chosen |= o->services[k].v == all->v[i].id.v;
		if (str_eq(all->v[i].specialty, s->specialty) != own || (!all->v[i].active && !chosen))
			continue;
		*ret_chosen |= chosen || rq_sent(rq, "services", arena_fmt(rq->a, "%lld", (long long)all->v[i].id.v));
		v[n++] = (struct option_id){ all->v[i].id.v, names_in(rq->lang, &all->v[i].name), chosen };
	}
	if (own && n == 1 && !o)
		v[0].chosen = true;
	return options_sorted(rq, (struct option_ids){ v, n });
}

enum err service_options(struct rq *rq, const struct schedule *s, const struct opening *o, struct opening_form *f)
{
	struct services all;
	bool own = false;

	TRY(service_list(rq->db, rq->a, s->organization, &all));
	f->services = options_of(rq, &all, s, o, true, &own);
	f->others = options_of(rq, &all, s, o, false, &f->others_shown);
	if (!f->services.n) {
		f->services = f->others;
		f->others.n = 0;
	}
	return OK;
}
