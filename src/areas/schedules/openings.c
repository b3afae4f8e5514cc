/* Rules of openings and their materialised days. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/internal.h"
#include "areas/schedules/rules/recur.h"
#include "base/random.h"
#include "ledger/act.h"
#include "schedules_q.h"

static struct opt_int some_slot(int32_t slot_min)
{
	return (struct opt_int){ slot_min > 0, slot_min };
}

enum err opening_get(struct db *db, struct arena *a, struct opening_id id, struct opening *ret)
{
	struct opening_row_row r;
	struct opening_services_rows s;

	TRY(opening_row(db, a, id, &r));
	TRY(opening_services(db, a, id, &s));
	struct service_id *services = ARENA_ARRAY(a, struct service_id, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		services[i] = s.v[i].service;
	*ret = (struct opening){
		.id = id, .schedule = r.schedule, .first_day = r.first_day,
			.until_day = r.until_day, .rule = r.rule,
		.start_min = r.start_min, .end_min = r.end_min, .capacity = r.capacity,
		.slot_min = r.slot_min.is ? (int32_t)r.slot_min.v : 0, .active = r.active,
			.version = r.version,
		.services = services, .nservices = s.n,
	};
	return OK;
}

enum err opening_list(struct db *db, struct arena *a, struct schedule_id schedule,
	struct openings *ret)
{
	struct opening_ids_rows ids;

	TRY(opening_ids(db, a, schedule, &ids));
	struct openings out = { ARENA_ARRAY(a, struct opening, ids.n + 1), ids.n };

	for (size_t i = 0; i < ids.n; i++)
		TRY(opening_get(db, a, ids.v[i].id, &out.v[i]));
	*ret = out;
	return OK;
}

/* ---- materialising ---- */

struct making {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct str role;
	struct opening_row_row o;
	struct schedule_place_row place;
	int64_t made;
};

static enum err tell(const struct making *m, const char *what, struct day day, int32_t start,
	int32_t end, int32_t capacity)
{
	struct act x = {
		.organization = m->place.organization.v, .act = what, .channel = "",
			.role = m->role,
		.schedule = m->o.schedule.v, .day = day, .start_min = start, .minutes = end - start,
		.zone = m->place.zone, .capacity = capacity,
	};

	return act(m->db, m->a, m->now, &x);
}

static enum err publish(struct making *m, struct day day)
{
	const struct opening_row_row *o = &m->o;

	m->made++;
	TRY(opening_day_add(m->db, m->a, o->schedule, day, o->start_min, o->end_min, o->id,
		m->place.organization, o->capacity, o->slot_min));
	return tell(m, "publish", day, o->start_min, o->end_min, o->capacity);
}

static enum err withdraw(struct making *m, const struct opening_day_rows_row *r)
{
	TRY(opening_day_remove(m->db, m->a, m->o.id, r->day));
	return tell(m, "withdraw", r->day, r->start_min, r->end_min, r->capacity);
}

static bool as_ruled(const struct opening_row_row *o, const struct opening_day_rows_row *r)
{
	return r->start_min == o->start_min && r->end_min == o->end_min
		&& r->capacity == o->capacity
		&& r->slot_min.is == o->slot_min.is && (!r->slot_min.is
			|| r->slot_min.v == o->slot_min.v);
}

/* The days of the rule in [from, to) without its exceptions. */
static enum err days_of(const struct making *m, struct day from, struct day to, struct day **ret,
	size_t *ret_n)
{
	const struct opening_row_row *o = &m->o;
	struct opening_exceptions_rows out;
	struct recur r;
	struct day d, last = { to.n - 1 };
	size_t n = 0, cap = 0, e = 0;
	struct day *v = NULL;

	TRY(recur_parse(o->rule, &r));
	TRY(opening_exceptions(m->db, m->a, o->id, &out));
	if (day_is(o->until_day) && o->until_day.n < last.n)
		last = o->until_day;
	struct recur_walk w = recur_from(&r, o->first_day, o->start_min, from);

	while (o->active && recur_next(&w, last, &d)) {
		if (d.n < from.n)
			continue;
		while (e < out.n && out.v[e].day.n < d.n)
			e++;
		if (e < out.n && out.v[e].day.n == d.n)
			continue;
		v = arena_grow(m->a, v, n, &cap, sizeof(*v));
		v[n++] = d;
	}
	*ret = v;
	*ret_n = n;
	return OK;
}

/* Makes opening_day say what the rule says from `from` on, up to `to`; touches only what differs.
 * */
static enum err materialise(struct making *m, struct day from, struct day to)
{
	struct opening_day_rows_rows old;
	struct day *want;
	size_t n, k = 0;

	TRY(days_of(m, from, to, &want, &n));
	TRY(opening_day_rows(m->db, m->a, m->o.id, from, &old));
	for (size_t i = 0; i < n || k < old.n;) {
		if (i == n || (k < old.n && old.v[k].day.n < want[i].n)) {
			TRY(withdraw(m, &old.v[k++]));
			continue;
		}
		if (k == old.n || old.v[k].day.n > want[i].n) {
			TRY(publish(m, want[i++]));
			continue;
		}
		if (!as_ruled(&m->o, &old.v[k])) {
			TRY(withdraw(m, &old.v[k]));
			TRY(publish(m, want[i]));
		}
		i++;
		k++;
	}
	return opening_mark(m->db, m->a, to, m->o.id);
}

static struct day ahead(struct day today)
{
	return day_add_months(today, OPENINGS_AHEAD_MONTHS);
}

/* After a rule was written: its days from today on, the offers, the summary. */
static enum err rematerialise(struct db *db, struct arena *a, struct instant now,
	struct opening_id id, struct str role)
{
	struct making m = { .db = db, .a = a, .now = now, .role = role };
	struct day today;

	TRY(opening_row(db, a, id, &m.o));
	TRY(schedule_place(db, a, m.o.schedule, &m.place));
	TRY(today_at(db, a, now, m.o.schedule, &today));
	TRY(materialise(&m, today, ahead(today)));
	TRY(offers_refresh(db, a, m.o.schedule));
	return free_days_refresh(db, a, m.o.schedule, today, (struct day){ ahead(today).n + 1 });
}

/* ---- writing rules ---- */

static enum err opening_valid(struct db *db, struct arena *a, const struct opening *o,
	struct organization_id organization)
{
	struct recur r;
	struct opening_service_fits_row fits;

	TRY(recur_parse(o->rule, &r));
	if (o->start_min < 0 || o->end_min <= o->start_min || o->end_min > 1440
		|| !day_is(o->first_day))
		return E_INPUT;
	if (day_is(o->until_day) && o->until_day.n < o->first_day.n)
		return E_INPUT;
	if (o->capacity < 1 || o->capacity > 1000 || o->slot_min < 0 || o->slot_min > 1440
		|| !o->nservices)
		return E_INPUT;
	for (size_t i = 0; i < o->nservices; i++) {
		TRY(opening_service_fits(db, a, o->services[i], organization, &fits));
		if (!fits.n)
			return E_INPUT;
	}
	return OK;
}

static enum err put_services(struct db *db, struct arena *a, struct opening_id id,
	struct organization_id organization,
	const struct opening *o)
{
	TRY(opening_service_clear(db, a, id));
	for (size_t i = 0; i < o->nservices; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= o->services[k].v == o->services[i].v;
		if (!again)
			TRY(opening_service_add(db, a, id, o->services[i], organization));
	}
	return OK;
}

enum err opening_put_lazy(struct db *db, struct arena *a, struct instant now,
	const struct opening *o, struct opening_id *ret)
{
	struct schedule_place_row place;
	struct opening_id id = o->id;
	int64_t n;

	TRY(schedule_place(db, a, o->schedule, &place));
	TRY(opening_valid(db, a, o, place.organization));
	if (id.v) {
		TRY(opening_change(db, a, o->first_day, o->until_day, o->rule, o->start_min,
			o->end_min, o->capacity,
			some_slot(o->slot_min), o->active, id, o->version, &n));
		if (!n)
			return E_CONFLICT;
	} else {
		id.v = random_id(now);
		TRY(opening_add(db, a, id, place.organization, o->schedule, o->first_day,
			o->until_day, o->rule,
			o->start_min, o->end_min, o->capacity, some_slot(o->slot_min)));
	}
	TRY(put_services(db, a, id, place.organization, o));
	*ret = id;
	return OK;
}

enum err opening_put(struct db *db, struct arena *a, struct instant now, const struct opening *o,
	struct str role,
	struct opening_id *ret)
{
	TRY(opening_put_lazy(db, a, now, o, ret));
	return rematerialise(db, a, now, *ret, role);
}

enum err opening_skip(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day day, struct str role)
{
	struct opening_row_row o;
	struct schedule_place_row place;
	struct recur r;
	struct day d;

	TRY(opening_row(db, a, id, &o));
	TRY(schedule_place(db, a, o.schedule, &place));
	TRY(recur_parse(o.rule, &r));
	struct recur_walk w = recur_from(&r, o.first_day, o.start_min, day);

	do {
		if (!recur_next(&w, day, &d))
			return E_NOTFOUND;
	} while (d.n < day.n);
	TRY(opening_exception_add(db, a, id, place.organization, day));
	return rematerialise(db, a, now, id, role);
}

enum err opening_end(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day last_day, struct str role)
{
	struct opening_row_row o;
	int64_t n;

	TRY(opening_row(db, a, id, &o));
	bool never = last_day.n < o.first_day.n;

	TRY(opening_change(db, a, o.first_day, never ? o.first_day : last_day, o.rule,
		o.start_min, o.end_min, o.capacity,
		o.slot_min, !never, id, o.version, &n));
	if (!n)
		return E_CONFLICT;
	return rematerialise(db, a, now, id, role);
}

/* ---- rolling ---- */

/* Materialises one opening; *from becomes the first day that may have changed. */
static enum err roll_one(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day *from, int64_t *made)
{
	struct making m = { .db = db, .a = a, .now = now, .role = S("system") };
	struct day today, begin;

	TRY(opening_row(db, a, id, &m.o));
	TRY(schedule_place(db, a, m.o.schedule, &m.place));
	TRY(today_at(db, a, now, m.o.schedule, &today));
	begin = m.o.materialised_to.n > today.n ? m.o.materialised_to : today;
	TRY(materialise(&m, begin, ahead(today)));
	*made += m.made;
	if (begin.n < from->n)
		*from = begin;
	return OK;
}

/* Offers and summary of an agenda whose openings have been rolled. */
static enum err rolled(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule, struct day from)
{
	struct day today;

	TRY(today_at(db, a, now, schedule, &today));
	TRY(offers_refresh(db, a, schedule));
	TRY(free_days_refresh(db, a, schedule, from, (struct day){ ahead(today).n + 1 }));
	return free_day_past(db, a, schedule, (struct day){ today.n - 1 });
}

enum err openings_roll(struct db *db, struct arena *a, struct instant now, int max,
	int64_t *ret_days)
{
	struct openings_to_roll_rows rows;
	struct arena *work = agenda_arena(a);
	struct day from = { INT32_MAX };
	int64_t made = 0;

	/* One day short: places west of UTC are a day behind. */
	TRY(openings_to_roll(db, a, (struct day){ ahead(today_utc(now)).n - 1 },
		max > 0 ? max : 1000000, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(roll_one(db, work, now, rows.v[i].id, &from, &made));
		if (i + 1 < rows.n && rows.v[i + 1].schedule.v == rows.v[i].schedule.v)
			continue;
		TRY(rolled(db, work, now, rows.v[i].schedule, from));
		from.n = INT32_MAX;
		if (work != a)
			arena_reset(work);
	}
	*ret_days = made;
	return OK;
}
