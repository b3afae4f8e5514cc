/*
 * Free times that no transaction handed to the list: what was opened, what a share released, what the
 * horizon lets in. The list looks a day further than the public, so that a time that comes near is
 * offered before it is anybody's. See inside.h.
 */
#include "areas/waiting/inside.h"

#include "areas/schedules/agenda.h"
#include "base/random.h"
#include "jobs/mark.h"

#define WHOLE S("waiting")
#define NEWS S("waiting news")
enum {
	EVERY = 600, NEWS_MAX = 200, LISTS_MAX = 2000, DAYS_MAX = 5000, LOOK_MAX = 60, GIVEN_MAX = 20, AHEAD = 1440, FAR_DAYS = 400,
	DRAFTS_KEPT = 2 * 3600,
	LATE = 10,		/* acts that commit after younger ones */
};

struct scan {
	struct db *db;
	struct arena *a, *side, *own;	/* side: of one transaction; own: of one list */
	struct instant now;
	struct organization_id node;
	struct str specialty;
	int64_t lo, hi;
	struct day today;
	const struct zone *zone;
	struct waiting_shapes_list shapes;
	size_t given, looked;
	struct waiting_place *places;
	size_t nplaces;
};

/* ---- requests that end by themselves ---- */

static enum err end_one(struct scan *s, struct waiting_entry_id id, enum entry_reason why)
{
	enum err e;

	arena_reset(s->side);
	TRY(db_begin(s->db));
	e = db_end(s->db, waiting_leave(s->db, s->side, s->now, id, why, "online", S("system")));
	return e == E_CONFLICT || e == E_RETRY ? OK : e;
}

static enum err end_all(struct scan *s)
{
	struct waiting_over_rows over;
	struct waiting_done_rows done;

	TRY(waiting_over(s->db, s->a, (struct day){ (int32_t)(s->now.v / 86400) }, 500, &over));
	for (size_t i = 0; i < over.n; i++)
		TRY(end_one(s, over.v[i].id, WHY_OVER));
	TRY(waiting_done(s->db, s->a, s->now, 500, &done));
	for (size_t i = 0; i < done.n; i++)
		TRY(end_one(s, done.v[i].id, WHY_BOOKED));
	return OK;
}

/* Answers for which no code came back. */
static enum err end_drafts(struct scan *s)
{
	int64_t n;
	enum err e;

	TRY(db_begin(s->db));
	e = waiting_draft_sweep(s->db, s->a, (struct instant){ s->now.v - DRAFTS_KEPT }, &n);
	if (e == OK)
		return db_commit(s->db);
	db_rollback(s->db);
	return e == E_RETRY ? OK : e;
}

static enum err give_back(struct scan *s, const struct waiting_lost_row *r)
{
	enum err e;

	arena_reset(s->side);
	TRY(db_begin(s->db));
	e = hold_give_back(s->db, s->side, s->now, r->id, r->owner, WHY_WAITING);
	if (e == OK)
		return db_commit(s->db);
	db_rollback(s->db);
	return e == E_RETRY ? OK : e;
}

static enum err lost(struct scan *s)
{
	struct waiting_lost_rows rows;

	TRY(waiting_lost(s->db, s->a, s->now, 200, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(give_back(s, &rows.v[i]));
	return OK;
}

/* ---- one list ---- */

/* Whoever it is for is looked for again in the transaction that offers. */
static enum err give(struct scan *s, const struct waiting_free *t)
{
	struct waiting_free mine = *t;
	struct waiting_place l;
	int32_t wait;
	enum err e;

	arena_reset(s->side);
	TRY(db_begin(s->db));
	e = waiting_place_at(s->db, s->side, s->now, t->organization, &l);
	if (e == OK)
		e = waiting_give(&l, &mine, &wait);
	if (e == OK) {
		s->given++;
		return db_commit(s->db);
	}
	db_rollback(s->db);
	return e == E_NOTFOUND || e == E_LIMIT || e == E_CONFLICT || e == E_RETRY || e == E_INPUT ? OK : e;
}

static enum err one_start(struct scan *s, struct waiting_place *l, const struct waiting_free *t)
{
	struct waiting_found first = { 0 };
	struct pick_time pt;
	enum err e;

	if (!pick_shared(t->schedule.v, t->day, t->start_min, l->rules.share))
		return OK;
	e = waiting_look(l, t, &pt);
	if (e != OK)
		return e == E_CONFLICT ? OK : e;
	TRY(waiting_first_at(l, s->node, s->specialty, &s->shapes, t, &pt, &first));
	return first.id.v ? give(s, t) : OK;
}

/* How a place runs its list is read once for all its days. */
static enum err place_of(struct scan *s, struct organization_id o, struct waiting_place **ret)
{
	for (size_t i = 0; i < s->nplaces; i++)
		if (s->places[i].organization.v == o.v) {
			*ret = &s->places[i];
			return OK;
		}
	TRY(waiting_place_at(s->db, s->a, s->now, o, &s->places[s->nplaces]));
	*ret = &s->places[s->nplaces++];
	return OK;
}

/* Is there anybody who would come that day? Read from the shapes: what nobody of the list wants costs nothing. */
static bool wanted(const struct scan *s, const struct waiting_free_days_row *r)
{
	for (size_t i = 0; i < s->shapes.n; i++)
		if (wish_on(&s->shapes.v[i].wish, r->day) && (!s->shapes.v[i].wish.service || s->shapes.v[i].wish.service == r->service.v))
			return true;
	return false;
}

static enum err one_day(struct scan *s, const struct waiting_free_days_row *r)
{
	struct slot_ask ask = { .service = r->service, .schedule = r->schedule, .from = r->day, .days = 1, .group = QUOTA_ONLINE };
	struct waiting_place *l;
	struct slot_times times;
	struct service sv;
	int32_t left;

	TRY(place_of(s, r->organization, &l));
	TRY(service_get(s->db, s->a, r->service, &sv));
	if (!l->rules.share || quiet_at(&l->rules, l->here.min, &left))
		return OK;
	TRY(slot_list(s->db, s->a, s->now, &ask, &times));
	for (size_t i = 0; i < times.n && s->given < GIVEN_MAX; i++) {
		struct waiting_free t = { .schedule = r->schedule, .service = r->service, .organization = r->organization,
			.day = r->day, .start_min = times.v[i].min };
		int64_t ahead = local_minutes((struct local){ t.day, t.start_min }) - local_minutes(l->here);

		if (ahead >= sv.lead_min && ahead <= (int64_t)sv.horizon_min + AHEAD)
			TRY(one_start(s, l, &t));
	}
	return OK;
}

/* Days with something free, of one agenda or of all below the node. */
static enum err free_days(struct scan *s, struct schedule_id only, struct waiting_free_days_rows *ret)
{
	struct day far = { s->today.n + FAR_DAYS };
	struct waiting_free_days_of_rows own;

	if (!only.v)
		return waiting_free_days(s->db, s->a, s->specialty, s->lo, s->hi, s->today, far, DAYS_MAX, ret);
	TRY(waiting_free_days_of(s->db, s->a, only, s->today, far, DAYS_MAX, &own));
	ret->n = own.n;
	ret->v = ARENA_ARRAY(s->a, struct waiting_free_days_row, own.n + 1);
	for (size_t i = 0; i < own.n; i++)
		ret->v[i] = (struct waiting_free_days_row){ own.v[i].schedule, own.v[i].service, own.v[i].day, own.v[i].organization };
	return OK;
}

static enum err one_list(struct scan *s, struct schedule_id only)
{
	struct waiting_chain_rows node;
	struct waiting_free_days_rows days;

	TRY(waiting_chain(s->db, s->a, s->node, &node));
	if (!node.n)
		return OK;
	TRY(zone_get(node.v[0].zone, &s->zone));
	s->today = zone_local(s->zone, s->now).day;
	s->lo = node.v[0].tree_lo;
	s->hi = node.v[0].tree_hi;
	TRY(free_days(s, only, &days));
	if (!days.n)
		return OK;
	TRY(waiting_shapes_of(s->db, s->a, s->node, s->specialty, &s->shapes));
	if (!s->shapes.n)
		return OK;
	s->given = s->looked = s->nplaces = 0;
	s->places = ARENA_ARRAY(s->a, struct waiting_place, days.n + 1);
	for (size_t i = 0; i < days.n && s->given < GIVEN_MAX && s->looked < LOOK_MAX; i++) {
		if (!wanted(s, &days.v[i]))
			continue;
		s->looked++;
		TRY(one_day(s, &days.v[i]));
	}
	return OK;
}

/* With what one list needs in an arena of its own. */
static enum err in_own(struct scan *s, struct schedule_id only)
{
	struct arena *kept = s->a;
	enum err e;

	arena_reset(s->own);
	s->a = s->own;
	e = one_list(s, only);
	s->a = kept;
	return e;
}

static enum err every_list(struct scan *s)
{
	struct waiting_list_after_rows rows;

	s->node.v = 0;
	s->specialty = S("");
	for (int i = 0; i < LISTS_MAX; i++) {
		TRY(waiting_list_after(s->db, s->a, s->node, s->specialty, 1, &rows));
		if (!rows.n)
			break;
		s->node = rows.v[0].organization;
		s->specialty = rows.v[0].specialty;
		TRY(in_own(s, (struct schedule_id){ 0 }));
	}
	return OK;
}

/* The lists that may have the times of one agenda. */
static enum err one_agenda(struct scan *s, struct schedule_id id)
{
	struct waiting_chain_rows chain;
	struct waiting_wanted_row any;
	struct schedule agenda;
	enum err e = schedule_get(s->db, s->a, id, &agenda);

	if (e == OK)
		e = waiting_wanted(s->db, s->a, agenda.organization, agenda.specialty, &any);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(waiting_chain(s->db, s->a, agenda.organization, &chain));
	s->specialty = agenda.specialty;
	for (size_t i = 0; i < chain.n; i++) {
		s->node = chain.v[i].id;
		TRY(in_own(s, id));
	}
	return OK;
}

static enum err news(struct scan *s, struct instant seen)
{
	struct waiting_news_rows rows;

	TRY(waiting_news(s->db, s->a, (struct act_id){ random_id_least((struct instant){ seen.v - LATE }) }, NEWS_MAX, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(one_agenda(s, rows.v[i].schedule));
	return OK;
}

/* What is new; from time to time, and after more news than can be told apart, everything. */
static enum err look(struct scan *s)
{
	struct instant whole, seen;
	enum err e = job_mark(s->db, s->a, WHOLE, &whole);

	if (e == OK)
		e = job_mark(s->db, s->a, NEWS, &seen);
	if (e != OK && e != E_NOTFOUND)
		return e;
	if (e == OK && s->now.v >= whole.v && s->now.v - whole.v < EVERY) {
		TRY(news(s, seen));
	} else {
		TRY(end_all(s));
		TRY(end_drafts(s));
		TRY(lost(s));
		TRY(every_list(s));
		whole = s->now;
	}
	TRY(db_begin(s->db));
	e = job_mark_put(s->db, s->a, NEWS, s->now);
	if (e == OK)
		e = job_mark_put(s->db, s->a, WHOLE, whole);
	if (e == OK)
		return db_commit(s->db);
	db_rollback(s->db);
	return e;
}

enum err waiting_scan(struct db *db, struct arena *a, struct instant now)
{
	struct scan s = { .db = db, .a = a, .now = now, .side = arena_side(a, (size_t)64 << 20), .own = arena_side(a, (size_t)96 << 20) };
	enum err e = s.side && s.own ? look(&s) : E_LIMIT;

	arena_free(s.side);
	arena_free(s.own);
	return e;
}
