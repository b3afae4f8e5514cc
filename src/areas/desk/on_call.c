/* What a telephone secretariat sees of the desk's pages: as much as the establishment's setting says (areas/telephone). */
#include "areas/desk/pages.h"

#include "web/web.h"

enum err desk_sight(struct rq *rq, int64_t *ret)
{
	return telephone_sight(rq->db, rq->a, rq->who.role, rq->who.tree_lo, ret);
}

enum err desk_may(struct rq *rq, enum sight what)
{
	int64_t sight;

	TRY(desk_sight(rq, &sight));
	return sight & what ? OK : rq_problem(rq, N_("The establishment has not allowed its telephone secretariat to do this."));
}

enum err desk_visit_seen(struct rq *rq, struct appointment *x)
{
	const struct names none = { { S(""), S(""), S("") } };
	const struct zone *zone;
	int64_t sight;
	bool plain;

	if (rq->who.role != ROLE_TELEPHONE)
		return OK;
	TRY(desk_sight(rq, &sight));
	TRY(zone_get(x->zone, &zone));
	if ((!(sight & SIGHT_PAST) && x->day.n < zone_local(zone, rq->now).day.n) || (!(sight & SIGHT_MISSED) && x->status == ST_NOSHOW))
		return E_NOTFOUND;
	/* the agenda and the room of a discreet type would tell it */
	plain = x->sensitive || !(sight & SIGHT_TYPES);
	x->service_name.v[rq->lang] = type_openly(rq->lang, &x->service_name, plain);
	if (plain) {
		x->schedule_name = none;
		x->location_name = x->organization_name;
		x->substituted = false;
	}
	x->cancel_reason = S("");
	x->note = S("");
	x->overbooked = false;
	return OK;
}
