/*
 * A search narrowed: near a town that is chosen from a list, in a part of the day, on some days of
 * the week; and searches by the name of a hospital or a doctor. Public words alone in addresses.
 */
#include "areas/booking/inside.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "booking_t.h"
#include "organizations_q.h"

enum { WITHIN = 50 };

static struct str in_lang(const struct rq *rq, const struct names *n)
{
	return n->v[rq->lang];
}

static int32_t within_asked(const struct rq *rq)
{
	int64_t n;

	return num_parse(rq_raw(rq, "km"), 1, 3000, &n) == OK ? (int32_t)n : WITHIN;
}

static uint32_t weekdays_asked(const struct rq *rq)
{
	struct str_list all = rq_all(rq, "d");
	uint32_t days = 0;
	int64_t n;

	for (size_t i = 0; i < all.n; i++)
		if (num_parse(all.v[i], 1, 7, &n) == OK)
			days |= 1u << (n - 1);
	return days == 0x7f ? 0 : days;
}

enum err narrowing_read(struct rq *rq, struct narrowing *ret)
{
	struct str part = rq_raw(rq, "part"), town = rq_raw(rq, "near");
	struct narrowing n = { .weekdays = weekdays_asked(rq), .part = str_eq(part, S("am")) ? PART_MORNING :
		str_eq(part, S("pm")) ? PART_AFTERNOON : PART_ANY };
	struct organization_by_code_row by;
	struct organization_get_row o;
	enum err e = town.n ? organization_by_code(rq->db, rq->a, town, &by) : E_NOTFOUND;

	if (e == OK) {
		TRY(organization_get(rq->db, rq->a, by.id, &o));
		n.near = o.id;
		n.town = o.code;
		n.town_name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
		n.within = within_asked(rq);
		n.nearest_first = str_eq(rq_raw(rq, "order"), S("near"));
	} else if (e != E_NOTFOUND) {
		return e;
	}
	n.ticks = (struct weekday_ticks){ ARENA_ARRAY(rq->a, struct weekday_tick, 7), 7 };
	for (int d = 0; d < 7; d++)
		n.ticks.v[d] = (struct weekday_tick){ d + 1, (n.weekdays & 1u << d) != 0 };
	n.any = n.near.v || n.part != PART_ANY || n.weekdays;
	*ret = n;
	return OK;
}

struct url narrowing_url(struct rq *rq, struct url u, const struct narrowing *n)
{
	if (n->near.v) {
		u = url_add(rq->a, u, "near", n->town);
		u = url_add(rq->a, u, "km", arena_fmt(rq->a, "%d", n->within));
	}
	if (n->nearest_first)
		u = url_add(rq->a, u, "order", S("near"));
	if (n->part != PART_ANY)
		u = url_add(rq->a, u, "part", n->part == PART_MORNING ? S("am") : S("pm"));
	for (int d = 0; d < 7; d++)
		if (n->weekdays & 1u << d)
			u = url_add(rq->a, u, "d", arena_fmt(rq->a, "%d", d + 1));
	return u;
}

enum err narrowing_ask(struct rq *rq, const struct narrowing *n, struct place_ask *ask)
{
	struct place_kms kms;
	enum err e;

	ask->part = n->part;
	ask->weekdays = n->weekdays;
	if (!n->near.v)
		return OK;
	e = directory_distances(rq->db, rq->a, n->near, &kms);
	if (e != OK)		/* nobody knows where it lies: the search is not narrowed to it */
		return e == E_NOTFOUND ? OK : e;
	ask->km = kms.v;
	ask->nkm = kms.n;
	ask->within = n->within;
	ask->nearest_first = n->nearest_first;
	return OK;
}

static enum err towns_list(struct rq *rq, struct str here, struct where_options *ret)
{
	struct named_nodes all;
	struct str *names;
	const size_t *order;
	int32_t *depth;

	TRY(directory_towns(rq->db, rq->a, &all));
	names = ARENA_ARRAY(rq->a, struct str, all.n + 1);
	depth = ARENA_ARRAY(rq->a, int32_t, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		names[i] = in_lang(rq, &all.v[i].name);
		depth[i] = 0;
	}
	order = organization_tree_order(rq->a, rq->lang, depth, names, all.n);
	*ret = (struct where_options){ ARENA_ARRAY(rq->a, struct where_option, all.n + 1), all.n };
	for (size_t i = 0; i < all.n; i++)
		ret->v[i] = (struct where_option){ .code = all.v[order[i]].code, .label = names[order[i]],
			.here = str_eq(all.v[order[i]].code, here) };
	return OK;
}

enum err booking_narrow(struct rq *rq)
{
	struct narrow_view v = { .specialty = rq_raw(rq, "s") };
	enum err e = v.specialty.n ? specialty_name(rq, v.specialty, &v.name) : E_NOTFOUND;

	if (e == E_NOTFOUND)
		return rq_redirect(rq, "/");
	TRY(e);
	TRY(area_find(rq, rq_raw(rq, "where"), &v.area));
	TRY(narrowing_read(rq, &v.n));
	TRY(towns_list(rq, v.n.town, &v.towns));
	t_booking_narrow(rq_page(rq, 200), &v);
	return OK;
}

/* ---- by name ---- */

enum err booking_names(struct rq *rq, struct str typed, const struct specialty_lines *others, bool *ret_shown)
{
	struct names_view v = { .typed = typed, .others = *others };

	TRY(directory_names(rq->db, rq->a, typed, &v.hits));
	*ret_shown = v.hits.hospitals.n || v.hits.practitioners.n;
	v.hospitals_first = v.hits.hospitals.n && (!v.hits.practitioners.n
		|| v.hits.hospitals.v[0].score > v.hits.practitioners.v[0].score);
	if (*ret_shown)
		t_booking_names(rq_page(rq, 200), &v);
	return OK;
}

enum err booking_hospital(struct rq *rq)
{
	struct organization_by_code_row by;
	struct organization_get_row o;
	struct hospital_view v;

	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &by));
	TRY(organization_get(rq->db, rq->a, by.id, &o));
	if (!o.active || !str_eq(o.kind, S("establishment")))
		return E_NOTFOUND;
	v = (struct hospital_view){ .code = o.code, .phone = o.phone,
		.name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en) };
	TRY(directory_offers(rq->db, rq->a, o.tree_lo, o.tree_hi, &v.offers));
	t_booking_hospital(rq_page(rq, 200), &v);
	return OK;
}
