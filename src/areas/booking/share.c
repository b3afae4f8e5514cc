/*
 * Against hoarding: what one network may keep of an agenda's day without confirming it.
 *
 * Times are kept before anybody says who they are, so one machine with many cookies could keep a
 * whole day from everybody. Networks are shared, though: a mobile operator puts thousands behind
 * one address, a hospital's kiosk has one. Hence a share of what is left for others, of one day
 * of one agenda only, never under a few; another day or another agenda remains open. A family's
 * times count with those of who books alone; the first family of a network is let in whole.
 */
#include "areas/booking/inside.h"

#include "areas/organizations/organizations.h"
#include "organizations_q.h"

enum { ALWAYS = 3 };

/* What would be free that day if this network kept nothing: free starts and its own holds. */
static enum err left_of_day(struct rq *rq, const struct slot_name *n, int64_t zone, int64_t kept,
	int64_t *ret)
{
	const struct slot_ask ask = { .service = { n->service }, .schedule = { n->schedule }, .from = n->day, .days = 1,
		.citizen = true, .owner = rq->visitor, .home = zone };
	struct slot_times free;

	TRY(slot_list(rq->db, rq->a, rq->now, &ask, &free));
	*ret = kept;
	for (size_t i = 0; i < free.n; i++)
		*ret += free.v[i].left;
	return OK;
}

enum err share_left(struct rq *rq, const struct slot_name *n, int64_t zone, int64_t more)
{
	int64_t percent, left, kept;
	struct organization_get_row o;
	struct schedule s;
	enum err e;

	TRY(holds_of_network(rq->db, rq->a, rq->now, (struct schedule_id){ n->schedule }, n->day, rq_network(rq), rq->visitor, &kept));
	if (!kept || kept + more <= ALWAYS)
		return OK;
	e = schedule_get(rq->db, rq->a, (struct schedule_id){ n->schedule }, &s);
	if (e == E_NOTFOUND)
		return OK;	/* a forged time: hold_take() says so */
	TRY(e);
	TRY(organization_get(rq->db, rq->a, s.organization, &o));
	TRY(organization_setting(rq->db, rq->a, o.tree_lo, SETTING_NETWORK_SHARE, &percent));
	TRY(left_of_day(rq, n, zone, kept, &left));
	return kept + more <= left * percent / 100 ? OK : E_LIMIT;
}
