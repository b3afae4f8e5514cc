/* What anybody sees of group sessions, and the first step of enrolling. Lists have the same body for everybody. */
#include "areas/gatherings/inside.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { DRAFTS_PER_NETWORK = 30 };

static struct public_place *place_of(struct public_view *v, struct str code)
{
	for (size_t k = 0; k < v->places.n; k++)
		if (str_eq(v->places.v[k].code, code))
			return &v->places.v[k];
	return NULL;
}

static struct public_place *new_place(struct rq *rq, const struct gathering *g, size_t most, struct public_view *v)
{
	struct public_place *p = &v->places.v[v->places.n++];

	*p = (struct public_place){ g->organization_code, in_lang(rq->lang, &g->organization_name), g->phone,
		{ ARENA_ARRAY(rq->a, struct gathering, most), 0 } };
	return p;
}

/* By place, in the order of the first session of each. */
static void by_place(struct rq *rq, const struct gathering_list *all, struct public_view *v)
{
	v->places.v = ARENA_ARRAY(rq->a, struct public_place, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		const struct gathering *g = &all->v[i];
		struct public_place *p = place_of(v, g->organization_code);

		if (!p)
			p = new_place(rq, g, all->n, v);
		p->all.v[p->all.n++] = *g;
	}
}

enum err public_gatherings(struct rq *rq)
{
	struct public_view v = { 0 };
	struct gathering_list all;

	TRY(gathering_list_public(rq->db, rq->a, rq->now, 0, INT64_MAX, &all));
	by_place(rq, &all, &v);
	t_gatherings_public(rq_page(rq, 200), &v);
	return OK;
}

enum err public_gatherings_place(struct rq *rq)
{
	struct public_view v = { 0 };
	struct organization_by_code_row o;
	struct organization_get_row place;
	struct gathering_list all;

	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &o));
	TRY(organization_get(rq->db, rq->a, o.id, &place));
	TRY(gathering_list_public(rq->db, rq->a, rq->now, place.tree_lo, place.tree_hi, &all));
	by_place(rq, &all, &v);
	v.only = organization_name(rq->lang, place.name_fr, place.name_ar, place.name_en);
	t_gatherings_public(rq_page(rq, 200), &v);
	return OK;
}

/* group: an establishment that takes seats and names nobody yet. */
struct enrol_begin_in { struct gathering_id gathering; bool group; };
static const struct field enrol_begin_fields[] = {
	FIELD(enrol_begin_in, gathering, F_ID, struct gathering_id, .required = true),
	FIELD(enrol_begin_in, group, F_BOOL, bool),
};
const struct form enrol_begin_form = FORM(enrol_begin_in, enrol_begin_fields);

/* No seat is kept while somebody types: what is left when the code is confirmed is what counts. */
enum err enrol_begin(struct rq *rq)
{
	const struct enrol_begin_in *in = rq->form;
	struct party_draft_id id = { random_id(rq->now) };
	struct gathering g;
	int n = in->group ? 1 : people_count(rq);
	int64_t made;

	TRY(rq_limit(rq, "enrol", rq_network(rq), DRAFTS_PER_NETWORK, 60));
	TRY(gathering_get(rq->db, rq->a, in->gathering, &g));
	if (!g.online || g.cancelled || g.start_at.v <= rq->now.v || (in->group && !g.group_most))
		return E_NOTFOUND;
	TRY(party_draft_add(rq->db, rq->a, id, g.organization, rq->visitor, g.id, n, str_of(lang_code(rq->lang)),
		rq->now, in->group ? 1 : 0, &made));
	for (int i = 0; i < n; i++)
		TRY(party_draft_person_put(rq->db, rq->a, id, i + 1, g.organization, g.service, g.schedule, g.day, g.start_min, 0));
	return rq_redirect(rq, "/party/%lld", (long long)id.v);
}
