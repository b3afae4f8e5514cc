/* Whose gatherings are seen, and small things that several pages say. */
#include "areas/gatherings/inside.h"

#include "areas/organizations/organizations.h"
#include "page/text.h"

enum err house_of(struct rq *rq, struct house *ret)
{
	struct organization_get_row o;
	const struct zone *z;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &o));
	TRY(zone_get(o.zone, &z));
	*ret = (struct house){ o.id, o.tree_lo, o.tree_hi, organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en), z,
		zone_local(z, rq->now) };
	return OK;
}

enum err house_gathering(struct rq *rq, struct house *h, struct gathering *g, struct leaders *who)
{
	bool leads = rq->who.role != ROLE_PRACTITIONER;

	TRY(house_of(rq, h));
	TRY(gathering_get(rq->db, rq->a, (struct gathering_id){ rq_id(rq, 0) }, g));
	TRY(gathering_leaders(rq->db, rq->a, g->id, who));
	for (size_t i = 0; i < who->n; i++)
		leads = leads || who->v[i].id.v == rq->who.practitioner;
	return g->tree_lo >= h->lo && g->tree_lo < h->hi && leads ? OK : E_NOTFOUND;
}

struct change_ask staff_ask(const struct rq *rq)
{
	return (struct change_ask){ .version = -1, .channel = CH_DESK, .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)) };
}

struct str in_lang(enum lang l, const struct names *n)
{
	return n->v[l].n ? n->v[l] : n->v[LANG_FR];
}

struct local gathering_start(const struct gathering *g)
{
	return (struct local){ g->day, g->start_min };
}

static struct str listed(const struct page *pg, struct str all, struct str more)
{
	return !all.n ? more : !more.n ? all : arena_cat(pg->a, arena_cat(pg->a, all, tr_c(pg, "list", ", ")), more);
}

struct str leaders_text(const struct page *pg, const struct leaders *who)
{
	struct str all = STR_NONE;

	for (size_t i = 0; i < who->n; i++) {
		const struct practitioner *p = &who->v[i];

		all = listed(pg, all, pg->lang == LANG_AR && p->name_ar.s.n ? p->name_ar.s : p->name.s);
	}
	return all;
}

struct str gathering_place(const struct page *pg, const struct gathering *g)
{
	bool arabic = pg->lang == LANG_AR;
	struct str direction = arabic && g->direction_ar.n ? g->direction_ar : g->direction_fr;

	return listed(pg, in_lang(pg->lang, &g->location_name), direction);
}

int32_t seats_left(const struct gathering *g)
{
	return g->capacity - g->taken;
}

int32_t seats_alone(const struct gathering *g)
{
	return g->group_most < seats_left(g) ? g->group_most : seats_left(g);
}

bool takes_part(const struct appointment *x)
{
	return x->status != ST_CANCELLED && x->status != ST_ERROR && x->status != ST_WAITLIST;
}

const char *seat_status(const struct appointment *x)
{
	if (x->status == ST_WAITLIST)
		return N_("Waits");
	if (x->status == ST_FULFILLED)
		return N_("Came");
	return x->status == ST_BOOKED ? N_("Enrolled") : status_said(x->status, x->cancelled_by);
}
