/* Care series as stored: read, booked, placed. See series.h. */
#include "areas/series/series.h"

#include "base/random.h"
#include "jobs/jobs.h"
#include "series_q.h"

static const char *const units[] = { [SERIES_DAYS] = "days", [SERIES_WEEKS] = "weeks", [SERIES_MONTHS] = "months" };

static enum series_unit unit_of(struct str s)
{
	return str_eq(s, S("days")) ? SERIES_DAYS : str_eq(s, S("weeks")) ? SERIES_WEEKS : SERIES_MONTHS;
}

static struct series_visit visit_of(const struct series_visits_row *r)
{
	struct series_visit v = { .n = r->n, .wish = { r->wish_day, r->wish_min }, .given_up = r->given_up,
		.appointment = r->appointment, .schedule = r->schedule, .status = ST_ERROR };

	if (!r->appointment.v)
		return v;
	v.start = (struct local){ r->day, (int32_t)r->start_min.v };
	v.start_at = r->start_at;
	v.reference = r->reference;
	v.version = r->version.v;
	if (!status_of(r->status, &v.status))
		v.status = ST_ERROR;
	return v;
}

enum err series_get(struct db *db, struct arena *a, struct series_id id, struct series *ret)
{
	struct series_row_row r;
	struct series_visits_rows rows;
	struct series s = { .id = id };

	TRY(series_row(db, a, id, &r));
	TRY(series_visits(db, a, id, &rows));
	s.organization = r.organization;
	s.service = r.service;
	s.schedule = r.schedule;
	for (size_t i = 0; i < rows.n && i < SERIES_MAX; i++)
		s.v[s.n++] = visit_of(&rows.v[i]);
	s.rule = (struct series_rule){ .first = s.n ? s.v[0].wish : (struct local){ DAY_NONE, 0 }, .unit = unit_of(r.unit),
		.every = r.every, .count = r.visits, .days = r.days, .minutes = r.minutes };
	*ret = s;
	return OK;
}

enum err series_of(struct db *db, struct arena *a, struct appointment_id x, struct series *ret)
{
	struct series_of_appointment_row r;
	enum err e = series_of_appointment(db, a, x, &r);

	if (e == E_NOTFOUND) {
		*ret = (struct series){ 0 };
		return OK;
	}
	TRY(e);
	TRY(series_get(db, a, r.series, ret));
	ret->here = r.n;
	return OK;
}

enum err series_of_these(struct db *db, struct arena *a, const struct appointments *all, struct series_places *ret)
{
	struct appointment_id *ids = ARENA_ARRAY(a, struct appointment_id, all->n + 1);
	struct series_places_rows rows = { 0 };

	for (size_t i = 0; i < all->n; i++)
		ids[i] = all->v[i].id;
	if (all->n)
		TRY(series_places(db, a, ids, all->n < DB_LIST_MAX ? all->n : DB_LIST_MAX, &rows));
	struct series_places out = { ARENA_ARRAY(a, struct series_place, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = (struct series_place){ rows.v[i].appointment, rows.v[i].series, rows.v[i].n, rows.v[i].visits };
	*ret = out;
	return OK;
}

bool series_visit_open(const struct series_visit *v, struct instant now)
{
	return v->appointment.v && status_open(v->status) && v->start_at.v > now.v;
}

/* ---- booking ---- */

struct booking_all {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct series_ask *ask;
	struct booked done[SERIES_MAX];
	uint32_t taken;
};

static enum err book_one(struct booking_all *b, int32_t k)
{
	const struct series_ask *q = b->ask;
	const struct series_want *w = &q->want[k];
	struct book_ask ask = { .schedule = w->schedule, .service = q->service, .day = w->at.day, .start_min = w->at.min,
		.patient = q->patient, .channel = q->channel, .for_whom = q->for_whom, .booked_by = q->account, .role = q->role,
		.acting = q->acting, .silent = true,
		.home = q->home };
	enum err e = appointment_book(b->db, b->a, b->now, &ask, &b->done[k]);

	if (e == E_CONFLICT || e == E_INPUT) {
		b->taken |= 1u << k;
		return q->all ? E_CONFLICT : OK;
	}
	return e;
}

/* The smaller (agenda, day) first: writers of several days wait for each other in one order. */
static void in_order(const struct series_want *w, int32_t n, int32_t *order)
{
	for (int32_t i = 0; i < n; i++) {
		int32_t k = i;

		for (; k && (w[order[k - 1]].schedule.v > w[i].schedule.v || (w[order[k - 1]].schedule.v == w[i].schedule.v
			&& w[order[k - 1]].at.day.n > w[i].at.day.n)); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
}

static enum err book_each(struct booking_all *b)
{
	const struct series_ask *q = b->ask;
	int32_t order[SERIES_MAX];
	enum err e = OK;

	in_order(q->want, q->rule.count, order);
	for (int32_t i = 0; i < q->rule.count; i++) {
		int32_t k = order[i];
		enum err one = OK;

		if (q->want[k].schedule.v && !(q->first.v && !k))
			one = book_one(b, k);
		if (one != OK && one != E_CONFLICT)
			return one;
		e = one != OK ? one : e;	/* the others are tried too: all that are taken are told at once */
	}
	return e;
}

static enum err store(struct booking_all *b, struct series_id id)
{
	const struct series_ask *q = b->ask;

	TRY(series_add(b->db, b->a, id, q->organization, q->service, q->want[0].schedule, str_of(units[q->rule.unit]),
		q->rule.every, q->rule.count, q->rule.days, q->rule.minutes, (struct opt_int){ q->account != 0, q->account }, b->now));
	for (int32_t k = 0; k < q->rule.count; k++) {
		struct local wish = series_wish(&q->rule, k);

		TRY(series_visit_add(b->db, b->a, id, k + 1, q->organization, !k && q->first.v ? q->first : b->done[k].id,
			wish.day, wish.min));
	}
	return OK;
}

/* The whole at once, with the link of one that was booked now. */
static enum err tell_booked(struct booking_all *b)
{
	const struct series_ask *q = b->ask;
	struct local starts[SERIES_MAX];
	struct appointment_id ids[SERIES_MAX];
	struct tell_several t = { .said = SEVERAL_BOOKED, .starts = starts, .ids = ids };

	for (int32_t k = 0; k < q->rule.count; k++) {
		if (!(q->first.v && !k) && !b->done[k].id.v)
			continue;
		ids[t.n] = !k && q->first.v ? q->first : b->done[k].id;
		starts[t.n++] = q->want[k].at;
		if (!t.id.v && b->done[k].id.v) {
			t.id = b->done[k].id;
			t.token = b->done[k].token;
		}
	}
	if (q->silent || !t.id.v)
		return OK;
	if (q->first.v)		/* what was not sent yet says less than this */
		TRY(message_drop(b->db, b->a, b->now, q->first.v));
	return appointment_tell_several(b->db, b->a, b->now, &t);
}

enum err series_book(struct db *db, struct arena *a, struct instant now, const struct series_ask *ask,
	struct series_id *ret, uint32_t *ret_taken)
{
	struct booking_all b = { .db = db, .a = a, .now = now, .ask = ask };
	struct series_id id = { random_id(now) };
	bool some = false;
	enum err e;

	*ret_taken = 0;
	TRY(series_rule_valid(&ask->rule));
	if (!ask->want[0].schedule.v)
		return E_INPUT;
	e = book_each(&b);
	*ret_taken = b.taken;
	TRY(e);
	for (int32_t k = 0; k < ask->rule.count; k++)
		some |= b.done[k].id.v != 0;
	if (!some)
		return E_CONFLICT;
	TRY(store(&b, id));
	TRY(tell_booked(&b));
	*ret = id;
	return OK;
}

enum err series_place(struct db *db, struct arena *a, struct instant now, const struct series *s,
	int32_t n, const struct book_ask *ask, struct booked *ret)
{
	int64_t rows;
	struct booked done;

	TRY(appointment_book(db, a, now, ask, &done));
	TRY(series_visit_put(db, a, done.id, s->id, n, &rows));
	if (!rows)
		return E_CONFLICT;
	*ret = done;
	return OK;
}

/* ---- lists ---- */

enum err series_to_place_list(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	struct series_waitings *ret)
{
	struct series_to_place_rows rows;

	TRY(series_to_place(db, a, scope, lo, hi, &rows));
	struct series_waitings out = { ARENA_ARRAY(a, struct series_waiting, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = (struct series_waiting){ rows.v[i].series, rows.v[i].n, rows.v[i].visits,
			{ rows.v[i].wish_day, rows.v[i].wish_min }, rows.v[i].appointment };
	*ret = out;
	return OK;
}

enum err series_to_place_number(struct db *db, struct arena *a, int64_t lo, int64_t hi, int64_t *ret)
{
	struct series_to_place_count_row r;

	TRY(series_to_place_count(db, a, lo, hi, &r));
	*ret = r.n;
	return OK;
}

enum err series_shown(struct db *db, struct arena *a, const struct scope *scope, struct series_id id,
	struct appointment_id *ret)
{
	struct series_seen_row r;

	TRY(series_seen(db, a, scope, id, &r));
	*ret = r.appointment;
	return OK;
}
