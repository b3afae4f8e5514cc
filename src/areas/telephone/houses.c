/* Where an account answers calls, and what it sees there. */
#include "areas/telephone/inside.h"

#include "areas/desk/desk.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"

enum err telephone_sight(struct db *db, struct arena *a, enum role role, int64_t tree_lo, int64_t *ret)
{
	if (role == ROLE_TELEPHONE)
		return organization_setting(db, a, tree_lo, SETTING_TELEPHONE_MAY, ret);
	*ret = SIGHT_ALL;
	return OK;
}

struct str telephone_call_open(const struct rq *rq)
{
	struct str s = rq_sent_cookie(rq, CALL_COOKIE);
	int64_t id;

	return num_parse(s, 1, INT64_MAX, &id) == OK ? s : S("");
}

static enum err house_of(struct rq *rq, const struct account_place *p, struct call_house *h)
{
	struct organization_get_row o;

	*h = (struct call_house){ .place = *p, .scope = access_scope(p->role, p->lo, p->hi, 0, rq->who.account),
		.here = p->organization.v == rq->who.organization && p->role == rq->who.role };
	TRY(organization_get(rq->db, rq->a, p->organization, &o));
	TRY(zone_get(o.zone, &h->zone));
	h->now = zone_local(h->zone, rq->now);
	TRY(desk_files(rq->db, rq->a, p->role, &o, rq->who.account, &h->keeper, &h->files));
	return telephone_sight(rq->db, rq->a, p->role, p->lo, &h->sight);
}

/* Of two roles at one place the one that the session has counts, else the first. */
static bool twice(const struct account_places *all, const struct account_place *p)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].organization.v == p->organization.v)
			return true;
	return false;
}

enum err call_places(struct rq *rq, struct account_places *ret)
{
	struct account_places places;

	TRY(account_places(rq, &places));
	ret->v = ARENA_ARRAY(rq->a, struct account_place, places.n + 1);
	ret->n = 0;
	for (int pass = 0; pass < 2; pass++)	/* the one that the session works at first */
		for (size_t i = 0; i < places.n; i++) {
			const struct account_place *p = &places.v[i];
			bool here = p->organization.v == rq->who.organization && p->role == rq->who.role;

			if (here == (pass == 0) && (TELEPHONE_ROLES & (1u << p->role)) && !twice(ret, p))
				ret->v[ret->n++] = *p;
		}
	return OK;
}

static struct day today_at(struct rq *rq, const struct account_place *p)
{
	const struct zone *zone;

	return zone_get(p->zone, &zone) == OK ? zone_local(zone, rq->now).day : DAY_NONE;
}

struct account_roles call_roles(struct rq *rq, const struct account_places *all, bool whole_desk, struct day day)
{
	struct account_roles r = { { rq->who.account }, ARENA_ARRAY(rq->a, struct membership_id, all->n + 1), 0 };

	for (size_t i = 0; i < all->n; i++) {
		if (whole_desk && all->v[i].role == ROLE_TELEPHONE)
			continue;
		if (day_is(day) && today_at(rq, &all->v[i]).n != day.n)
			continue;
		r.v[r.n++] = all->v[i].membership;
	}
	return r;
}

enum err call_houses(struct rq *rq, struct call_houses *ret)
{
	struct account_places places;

	TRY(call_places(rq, &places));
	*ret = (struct call_houses){ ARENA_ARRAY(rq->a, struct call_house, places.n + 1), places.n };
	for (size_t i = 0; i < places.n; i++)
		TRY(house_of(rq, &places.v[i], &ret->v[i]));
	return ret->n && ret->v[0].here ? OK : E_NOTFOUND;
}

const struct call_house *call_house_here(const struct call_houses *all)
{
	return &all->v[0];
}

enum err call_seen(struct rq *rq, const struct call_houses *all, struct telephone_call_row_row *ret, const struct call_house **ret_house)
{
	for (size_t i = 0; i < all->n; i++) {
		enum err e = telephone_call_row(rq->db, rq->a, &all->v[i].scope, (struct telephone_call_id){ rq_id(rq, 0) }, ret);

		if (e == E_NOTFOUND)
			continue;
		*ret_house = &all->v[i];
		return e;
	}
	return E_NOTFOUND;
}
