/*
 * The jobs' part, house after house: what the end of the day proposes, who is asked to confirm, how likely
 * each appointment of the next days is to be missed; at night the score is fitted anew. What is read is read
 * outside of a transaction; each house is written in a short one.
 */
#include "areas/missed/inside.h"

#include "areas/organizations/organizations.h"

enum { HOUSES = 200, LINES = 500, NIGHT_FROM = 60, NIGHT_TO = 300, FIT_AFTER = 20 * 3600, PAST_DAYS = 730, PROPOSE_DAYS = 7, KEEP_DAYS = 60 };

struct round {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct house h;
	struct missed_policy policy;
};

static enum err in_transaction(struct round *r, enum err (*write)(struct round *r, const void *rows), const void *rows)
{
	TRY(db_begin(r->db));
	return db_end(r->db, write(r, rows));
}

/* ---- the end of the day ---- */

static enum err write_proposals(struct round *r, const void *arg)
{
	const struct missed_unproposed_rows *rows = arg;

	for (size_t i = 0; i < rows->n; i++) {
		const struct missed_unproposed_row *x = &rows->v[i];
		bool here = str_eq(x->status, S("arrived")) || str_eq(x->status, S("checked-in"));
		enum proposed p = proposed_of(here, x->kept);

		if (p != PROPOSED_NOTHING)
			TRY(missed_propose(r->db, r->a, x->id, x->organization, x->day, p == PROPOSED_SEEN ? S("fulfilled") : S("noshow"), r->now));
	}
	return OK;
}

static enum err propose(struct round *r)
{
	struct day today = r->h.here.day, to = { today.n + (r->h.here.min >= r->policy.propose_at) };
	struct missed_unproposed_rows rows;
	struct appointment_id after = { 0 };

	/* to the end: of agendas that keep no list nothing is proposed, and the next round meets the same again */
	do {
		TRY(missed_unproposed(r->db, r->a, r->h.lo, r->h.hi, (struct day){ today.n - PROPOSE_DAYS }, to, r->now, after, LINES, &rows));
		if (!rows.n)
			break;
		after = rows.v[rows.n - 1].id;
		TRY(in_transaction(r, write_proposals, &rows));
	} while (rows.n == LINES);
	return OK;
}

/* ---- the next days ---- */

struct ahead { struct missed_ahead_rows rows; struct risk_weights w; };

static enum err write_ahead(struct round *r, const void *arg)
{
	const struct ahead *of = arg;

	for (size_t i = 0; i < of->rows.n; i++) {
		const struct missed_ahead_row *x = &of->rows.v[i];
		const struct risk_case c = { x->day.n - x->booked_day.n, (int32_t)x->misses, (int32_t)x->came, x->start_min, x->confirmed, false,
			x->day.n };
		struct instant due = confirm_due(r->now, x->start_at, x->recent, r->policy.confirm_after, r->policy.confirm_hours);

		if (x->day.n <= r->h.here.day.n + RISK_DAYS)
			TRY(missed_risk_put(r->db, r->a, x->id, x->organization, x->day, (int32_t)(risk_of(&of->w, &c) * 1000 + 0.5)));
		if (!x->known && due.v != INSTANT_NONE.v)
			TRY(missed_ask(r->db, r->a, r->now, x->id, (int32_t)x->recent, due));
	}
	return OK;
}

static enum err look_ahead(struct round *r)
{
	struct day today = r->h.here.day, recent = day_add_months(today, -(int)r->policy.months);
	int32_t days = (int32_t)(r->policy.confirm_hours / 24 + ASK_AHEAD / 86400 + 2);
	struct appointment_id after = { 0 };
	struct ahead of;

	TRY(model_weights(r->db, r->a, r->h.id, &of.w));
	do {
		TRY(missed_ahead(r->db, r->a, (struct day){ today.n - PAST_DAYS }, recent, r->h.lo, r->h.hi, today,
			(struct day){ today.n + (days > RISK_DAYS ? days : RISK_DAYS) + 1 }, after, LINES, &of.rows));
		if (!of.rows.n)
			break;
		after = of.rows.v[of.rows.n - 1].id;
		TRY(in_transaction(r, write_ahead, &of));
	} while (of.rows.n == LINES);
	return OK;
}

/* ---- all ---- */

static enum err fit_at_night(struct round *r)
{
	struct missed_model_get_row m;
	enum err e = missed_model_get(r->db, r->a, r->h.id, &m);

	if (e == E_NOTFOUND)
		return model_fit(r->db, r->a, r->now, &r->h);
	TRY(e);
	if (r->h.here.min < NIGHT_FROM || r->h.here.min >= NIGHT_TO || m.fitted_at.v > r->now.v - FIT_AFTER)
		return OK;
	return model_fit(r->db, r->a, r->now, &r->h);
}

static enum err one_house(struct round *r, const struct missed_houses_row *o)
{
	const struct zone *z;

	TRY(zone_get(o->zone, &z));
	r->h = (struct house){ o->id, o->lo, o->hi, z, zone_local(z, r->now) };
	TRY(missed_policy(r->db, r->a, o->lo, &r->policy));
	TRY(propose(r));
	TRY(fit_at_night(r));
	return look_ahead(r);
}

static enum err write_sweep(struct round *r, const void *nothing)
{
	struct day today = { (int32_t)(r->now.v / 86400) };

	(void)nothing;
	TRY(missed_proposal_sweep(r->db, r->a, (struct day){ today.n - KEEP_DAYS }));
	TRY(missed_risk_sweep(r->db, r->a, (struct day){ today.n - 2 }));
	return missed_link_sweep(r->db, r->a, r->now);
}

enum err missed_run(struct db *db, struct arena *a, struct instant now)
{
	struct arena *side = arena_side(a, (size_t)32 << 20);
	struct missed_houses_rows houses;
	struct organization_id after = { 0 };
	struct round r = { .db = db, .a = side, .now = now };
	enum err e = OK;

	if (!side)
		return E_LIMIT;
	do {
		e = missed_houses(db, a, after, HOUSES, &houses);
		for (size_t i = 0; e == OK && i < houses.n; i++) {
			arena_reset(side);
			e = one_house(&r, &houses.v[i]);
			after = houses.v[i].id;
		}
	} while (e == OK && houses.n == HOUSES);
	if (e == OK)
		e = in_transaction(&r, write_sweep, NULL);
	arena_free(side);
	return e;
}

const struct job missed_jobs[] = {
	{ .name = "missed", .every_seconds = 1200, .run = missed_run },
	{ 0 }
};
