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

static int32_t share(struct opt_int n)
{
	return n.is ? (int32_t)n.v : -1;
}

/* All of an opening but what is offered in it. */
static enum err opening_read(struct db *db, struct arena *a, struct opening_id id,
	struct opening *ret)
{
	struct opening_row_row r;
	struct opening_breaks_rows b;

	TRY(opening_row(db, a, id, &r));
	TRY(opening_breaks(db, a, id, &b));
	struct minute_span *breaks = ARENA_ARRAY(a, struct minute_span, b.n + 1);

	for (size_t i = 0; i < b.n; i++)
		breaks[i] = (struct minute_span){ b.v[i].from_min, b.v[i].to_min };
	*ret = (struct opening){
		.id = id, .schedule = r.schedule, .first_day = r.first_day,
			.until_day = r.until_day, .rule = r.rule,
		.start_min = r.start_min, .end_min = r.end_min, .capacity = r.capacity,
		.slot_min = r.slot_min.is ? (int32_t)r.slot_min.v : 0, .active = r.active,
		.breaks = breaks, .nbreaks = b.n, .variant = r.variant,
		.materialised_to = r.materialised_to, .version = r.version,
		.quota = { .is = r.release_min.is,
			.share = { -1, share(r.online), share(r.desk), share(r.centre) },
			.release_min = r.release_min.is ? (int32_t)r.release_min.v : 0 },
	};
	return OK;
}

static enum err services_of(struct db *db, struct arena *a, struct opening *o)
{
	struct opening_services_rows s;

	TRY(opening_services(db, a, o->id, &s));
	struct service_id *services = ARENA_ARRAY(a, struct service_id, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		services[i] = s.v[i].service;
	o->services = services;
	o->nservices = s.n;
	return OK;
}

enum err opening_get(struct db *db, struct arena *a, struct opening_id id, struct opening *ret)
{
	struct opening o;

	TRY(opening_read(db, a, id, &o));
	TRY(services_of(db, a, &o));
	*ret = o;
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

enum err opening_hours(struct db *db, struct arena *a, const struct opening *o, struct hours *ret)
{
	/* A day of its own is no part of a week that a variant could replace. */
	struct schedule_id weekly = { o->variant.v || !o->rule.n ? 0 : o->schedule.v };
	struct hours h = { .first = o->first_day, .until = o->until_day, .start = o->start_min,
		.end = o->end_min, .breaks = o->breaks, .nbreaks = o->nbreaks,
		.only = { DAY_NONE, DAY_NONE }, .never = !o->active };
	struct opening_limits_rows rows;

	TRY(recur_parse(o->rule, &h.rule));
	TRY(opening_limits(db, a, o->id, weekly, o->variant, &rows));
	struct day_span *off = ARENA_ARRAY(a, struct day_span, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++) {
		struct day_span span = { rows.v[i].first_day, rows.v[i].last_day };

		if (rows.v[i].kind)
			h.only = span;
		else
			off[h.noff++] = span;
	}
	h.off = off;
	*ret = h;
	return OK;
}

struct making {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct str role;
	struct opening o;
	struct hours hours;
	struct schedule_place_row place;
	struct day today;
	struct day_span changed;		/* first is DAY_NONE: nothing */
	struct day shared;			/* whose shares were told last */
	int64_t made;
};

static enum err making_begin(struct making *m, struct opening_id id)
{
	TRY(opening_read(m->db, m->a, id, &m->o));
	TRY(opening_hours(m->db, m->a, &m->o, &m->hours));
	TRY(schedule_place(m->db, m->a, m->o.schedule, &m->place));
	m->changed.first = m->shared = DAY_NONE;
	return today_at(m->db, m->a, m->now, m->o.schedule, &m->today);
}

static enum err tell(const struct making *m, enum entry_act what, const struct hours_row *r)
{
	struct act x = {
		.organization = m->place.organization.v, .act = what, .channel = "",
			.role = m->role,
		.schedule = m->o.schedule.v, .day = r->at.day, .start_min = r->at.start,
		.minutes = r->at.end - r->at.start, .zone = m->place.zone, .capacity = r->capacity,
	};

	if (!m->place.active)		/* told when the agenda is published */
		return OK;
	return act(m->db, m->a, m->now, &x);
}

/* The shares of an occurrence; all: also which groups have none (any more). */
static enum err tell_shares(struct making *m, struct day day, bool all)
{
	const struct quota *q = &m->o.quota;

	if (day.n == m->shared.n)
		return OK;
	m->shared = day;
	for (enum quota_group g = QUOTA_ONLINE; g < QUOTA_GROUPS; g++) {
		bool stated = q->is && q->share[g] >= 0;
		struct act x = { .organization = m->place.organization.v, .act = ACT_SHARE,
			.channel = quota_group_code(g), .role = m->role, .schedule = m->o.schedule.v, .day = day,
			.start_min = m->o.start_min, .minutes = m->o.end_min - m->o.start_min,
			.zone = m->place.zone, .capacity = stated ? q->share[g] : 0,
			.reason = stated ? WHY_UNSAID : WHY_NONE,
			.value = stated ? arena_fmt(m->a, "until-%d", q->release_min) : STR_NONE };

		if (stated || all)
			TRY(act(m->db, m->a, m->now, &x));
	}
	return OK;
}

static enum err change(struct making *m, const struct hours_change *c)
{
	const struct hours_part *p = &c->row.at;

	if (!day_is(m->changed.first) || p->day.n < m->changed.first.n)
		m->changed.first = p->day;
	if (!day_is(m->changed.last) || p->day.n > m->changed.last.n)
		m->changed.last = p->day;
	if (c->what == HOURS_DROP) {
		TRY(opening_day_remove(m->db, m->a, m->o.schedule, p->day, p->start, m->o.id));
		return tell(m, ACT_WITHDRAW, &c->row);
	}
	m->made++;
	TRY(opening_day_add(m->db, m->a, m->o.schedule, p->day, p->start, p->end, m->o.id,
		m->place.organization, c->row.capacity, some_slot(c->row.slot)));
	TRY(tell(m, ACT_PUBLISH, &c->row));
	return m->o.quota.is ? tell_shares(m, p->day, false) : OK;
}

/* Makes opening_day say in [from, last] what the hours say; touches only what differs. */
static enum err materialise(struct making *m, struct day from, struct day last)
{
	struct opening_day_rows_rows rows;
	struct hours_change c;

	TRY(opening_day_rows(m->db, m->a, m->o.id, from, last, &rows));
	struct hours_row *have = ARENA_ARRAY(m->a, struct hours_row, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		have[i] = (struct hours_row){ { rows.v[i].day, rows.v[i].start_min,
			rows.v[i].end_min }, rows.v[i].capacity,
			rows.v[i].slot_min.is ? (int32_t)rows.v[i].slot_min.v : 0 };
	struct hours_diff d = hours_diff(&m->hours, m->o.capacity, m->o.slot_min, from, last, have,
		rows.n);

	while (hours_diff_next(&d, &c))
		TRY(change(m, &c));
	return OK;
}

struct day openings_ahead(struct day today)
{
	return day_add_months(today, OPENINGS_AHEAD_MONTHS);
}

/* Up to which day (not included) the openings of an agenda are materialised: a year ahead, and on to
 * the weekday of its own, so that the nightly work comes to each once a week and is spread over all
 * nights. */
static struct day end_of(struct schedule_id id, struct day today)
{
	int32_t to = openings_ahead(today).n;

	return (struct day){ to + (int32_t)((id.v - to) % 7 + 7) % 7 };
}

/* All days from one on, up to a year ahead, or to where rows were made once. */
static enum err make_ahead(struct making *m, struct day from)
{
	struct day to = end_of(m->o.schedule, m->today), done = m->o.materialised_to;

	if (done.n > to.n && done.n != INT32_MAX)
		to = done;

	TRY(materialise(m, from, (struct day){ to.n - 1 }));
	if (hours_over(&m->hours, m->today))
		to.n = INT32_MAX;
	if (to.n == m->o.materialised_to.n)
		return OK;
	return opening_mark(m->db, m->a, to, m->o.id);
}

static enum err summarise(struct making *m)
{
	const struct day to = { m->changed.last.n + 1 };

	if (!day_is(m->changed.first))
		return OK;
	TRY(closures_tell(m->db, m->a, m->now, m->o.schedule, m->changed.first, to, m->role));
	return free_days_again(m->db, m->a, m->o.schedule, m->changed.first, to);
}

enum err opening_again(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day_span days, struct str role)
{
	struct making m = { .db = db, .a = a, .now = now, .role = role };

	TRY(making_begin(&m, id));
	if (days.first.n < m.today.n)
		days.first = m.today;
	if (m.o.materialised_to.n == INT32_MAX) {	/* it was over, and may have days again */
		TRY(make_ahead(&m, m.today));
		return summarise(&m);
	}
	if (days.last.n >= m.o.materialised_to.n)
		days.last.n = m.o.materialised_to.n - 1;
	if (days.last.n < days.first.n)
		return OK;
	TRY(materialise(&m, days.first, days.last));
	return summarise(&m);
}

enum err opening_make(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct str role, bool other_types)
{
	struct making m = { .db = db, .a = a, .now = now, .role = role };

	TRY(making_begin(&m, id));
	TRY(make_ahead(&m, m.today));
	TRY(offers_refresh(db, a, m.o.schedule));
	if (other_types)
		m.changed = (struct day_span){ m.today, end_of(m.o.schedule, m.today) };
	return summarise(&m);
}

/* After the shares of a rule were written: what is offered to whom on the days that stand already. */
static enum err shares_again(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct str role)
{
	struct making m = { .db = db, .a = a, .now = now, .role = role };
	struct opening_day_rows_rows rows;

	TRY(making_begin(&m, id));
	TRY(opening_day_rows(db, a, id, m.today, (struct day){ INT32_MAX }, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(tell_shares(&m, rows.v[i].day, true));
	return OK;
}

/* ---- writing rules ---- */

/* A room, a device or a team may be there only to be used beside others. */
static enum err may_offer_nothing(struct db *db, struct arena *a, struct schedule_id schedule)
{
	struct schedule s;

	TRY(schedule_get(db, a, schedule, &s));
	return str_eq(s.kind, S("practitioner")) ? E_INPUT : OK;
}

static enum err opening_valid(struct db *db, struct arena *a, const struct opening *o,
	struct organization_id organization)
{
	struct recur r;
	struct opening_service_fits_row fits;
	struct variant_taken_row taken;

	TRY(recur_parse(o->rule, &r));
	if (o->start_min < 0 || o->end_min <= o->start_min || o->end_min > 1440
		|| !day_is(o->first_day))
		return E_INPUT;
	if (day_is(o->until_day) && o->until_day.n < o->first_day.n)
		return E_INPUT;
	if (o->capacity < 1 || o->capacity > 1000 || o->slot_min < 0 || o->slot_min > 1440)
		return E_INPUT;
	if (!o->nservices)
		TRY(may_offer_nothing(db, a, o->schedule));
	struct hours h = { .start = o->start_min, .end = o->end_min };

	if (!breaks_valid(&h, o->breaks, o->nbreaks)
		|| (o->quota.is && !quota_valid(&o->quota)))
		return E_INPUT;
	if (o->variant.v) {
		TRY(variant_taken(db, a, o->schedule, o->variant, &taken));
		if (!taken.n)
			return E_INPUT;
	}
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

static enum err put_breaks(struct db *db, struct arena *a, struct opening_id id,
	struct organization_id organization, const struct opening *o)
{
	if (o->id.v)
		TRY(opening_break_clear(db, a, id));
	for (size_t i = 0; i < o->nbreaks; i++)
		TRY(opening_break_add(db, a, id, organization, o->breaks[i].from,
			o->breaks[i].to));
	return OK;
}

static struct opt_int stated(int32_t share_)
{
	return (struct opt_int){ share_ >= 0, share_ };
}

static enum err put_quota(struct db *db, struct arena *a, struct opening_id id,
	struct organization_id organization, const struct quota *q)
{
	if (!q->is)
		return opening_quota_clear(db, a, id);
	return opening_quota_put(db, a, id, organization, stated(q->share[QUOTA_ONLINE]),
		stated(q->share[QUOTA_DESK]), stated(q->share[QUOTA_CENTRE]), q->release_min);
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
		if (o->variant.v)
			TRY(opening_variant_add(db, a, id, o->variant, place.organization));
	}
	TRY(put_breaks(db, a, id, place.organization, o));
	TRY(put_services(db, a, id, place.organization, o));
	if (o->id.v || o->quota.is)
		TRY(put_quota(db, a, id, place.organization, &o->quota));
	*ret = id;
	return OK;
}

/* Does each of the services of one stand in the other? */
static bool all_in(const struct opening *x, const struct opening *y)
{
	for (size_t i = 0; i < x->nservices; i++) {
		bool in = false;

		for (size_t k = 0; k < y->nservices; k++)
			in |= x->services[i].v == y->services[k].v;
		if (!in)
			return false;
	}
	return true;
}

enum err opening_put(struct db *db, struct arena *a, struct instant now, const struct opening *o,
	struct str role,
	struct opening_id *ret)
{
	struct opening old = { 0 };

	if (o->id.v)
		TRY(opening_get(db, a, o->id, &old));
	bool shares = o->id.v && !quota_eq(&o->quota, &old.quota);

	TRY(opening_put_lazy(db, a, now, o, ret));
	if (shares)
		TRY(shares_again(db, a, now, *ret, role));
	return opening_make(db, a, now, *ret, role, shares || (o->id.v && (!all_in(o, &old)
		|| !all_in(&old, o))));
}

static enum err occurs(struct db *db, struct arena *a, const struct opening *o, struct day day)
{
	struct hours_part part;
	struct hours h;

	TRY(opening_hours(db, a, o, &h));
	struct hours_walk w = hours_from(&h, day, day);

	return hours_next(&w, &part) ? OK : E_NOTFOUND;
}

enum err opening_skip(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day day, struct str role)
{
	struct schedule_place_row place;
	struct opening o;

	TRY(opening_read(db, a, id, &o));
	TRY(schedule_place(db, a, o.schedule, &place));
	TRY(occurs(db, a, &o, day));
	TRY(opening_exception_add(db, a, id, place.organization, day));
	return opening_again(db, a, now, id, (struct day_span){ day, day }, role);
}

enum err opening_unskip(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day day, struct str role)
{
	int64_t n;

	TRY(opening_exception_remove(db, a, id, day, &n));
	if (!n)
		return E_NOTFOUND;
	return opening_again(db, a, now, id, (struct day_span){ day, day }, role);
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
	return opening_make(db, a, now, id, role, false);
}

/* ---- rolling ---- */

/* Materialises what has come near; *from becomes the first day that changed. */
static enum err roll_one(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day *from, int64_t *made)
{
	struct making m = { .db = db, .a = a, .now = now, .role = S("system") };

	TRY(making_begin(&m, id));
	TRY(make_ahead(&m, m.o.materialised_to.n > m.today.n ? m.o.materialised_to : m.today));
	*made += m.made;
	if (day_is(m.changed.first) && m.changed.first.n < from->n)
		*from = m.changed.first;
	return OK;
}

/* Offers and summary of an agenda whose openings have been rolled. */
static enum err rolled(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule, struct day from)
{
	struct day today;

	TRY(today_at(db, a, now, schedule, &today));
	TRY(offers_refresh(db, a, schedule));
	TRY(closures_tell(db, a, now, schedule, today, (struct day){ openings_ahead(today).n + 7 }, S("system")));
	if (from.n != INT32_MAX)
		TRY(free_days_again(db, a, schedule, from,
			(struct day){ openings_ahead(today).n + 7 }));
	return free_day_past(db, a, schedule, (struct day){ today.n - 1 });
}

enum err openings_roll(struct db *db, struct arena *a, struct instant now, int max,
	struct openings_rolled *ret)
{
	struct openings_to_roll_rows rows;
	struct arena *work = agenda_arena(a);
	struct day from = { INT32_MAX };
	int64_t made = 0;

	/* One day short: places west of UTC are a day behind. */
	TRY(openings_to_roll(db, a, (struct day){ openings_ahead(today_utc(now)).n - 1 },
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
	*ret = (struct openings_rolled){ (int64_t)rows.n, made };
	return OK;
}
