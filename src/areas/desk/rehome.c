/* See rehome.h. */
#include "areas/desk/rehome.h"

#include "areas/desk/round.h"
#include "areas/organizations/organizations.h"
#include "areas/referrals/referrals.h"
#include "areas/schedules/homes.h"
#include "base/num.h"
#include "web/web.h"

/* The own doctor's times are wanted by every line of a page, so more of them are looked at. */
enum { AGENDAS_MAX = 40, TIMES_EACH = 40, LOOK_DAYS = 7, TIMES_OWN = 200, LOOK_OWN_DAYS = 28, HOUSES_MAX = 3, HOUSES_ASKED = 12 };

struct asked_agendas { struct organization_id organization; struct service_id service; struct schedules list; };
/* An agenda of another house of the province, and the type of it that fits. */
struct house { struct schedule s; struct service type; struct str place; };
struct houses { struct house *v; size_t n; };
/* Those of a speciality; practitioner.v != 0: in which that one works. */
struct asked_houses { struct str specialty; struct practitioner_id practitioner; struct houses list; };
/* day DAY_NONE: the first free days from today on. */
struct asked_times { struct service_id service; struct schedule_id schedule; struct day day; bool own; struct home home; struct slot_times times; };
struct candidate { struct slot_time t; const struct schedule *agenda; const struct house *house; int32_t minutes; };
struct rehoming {
	struct rq *rq;
	const struct desk *d;
	int64_t lo, hi;				/* the province */
	struct substitutions stand_in;		/* in it, from today on */
	struct asked_agendas *agendas; size_t nagendas, agendas_cap;
	struct asked_houses *houses; size_t nhouses, houses_cap;
	struct asked_times *times; size_t ntimes, times_cap;
	struct travel *ways;			/* between visits at home; NULL: not asked yet */
	/* of the line that is looked at; memory of all lines: */
	struct candidate *c; size_t n, c_cap;
	struct spot *spots; size_t spots_cap;
	bool *taken; size_t taken_cap;
};

/* Where an account's desk may place people: its province, else itself. */
static enum err reach(struct rq *rq, const struct desk *d, int64_t *ret_lo, int64_t *ret_hi)
{
	struct desk_province_row p;
	enum err e = desk_province(rq->db, rq->a, d->lo, &p);

	if (e != OK && e != E_NOTFOUND)
		return e;
	*ret_lo = e == OK ? p.tree_lo : d->lo;
	*ret_hi = e == OK ? p.tree_hi : d->hi;
	return OK;
}

enum err rehoming_begin(struct rq *rq, const struct desk *d, struct rehoming **ret)
{
	struct rehoming *r = ARENA_ARRAY(rq->a, struct rehoming, 1);

	*r = (struct rehoming){ .rq = rq, .d = d };
	TRY(reach(rq, d, &r->lo, &r->hi));
	TRY(substitution_list(rq->db, rq->a, r->lo, r->hi, d->now.day, &r->stand_in));
	*ret = r;
	return OK;
}

bool rehome_choice_read(struct str s, struct rehome_choice *ret)
{
	struct str kind = str_cut(&s, '.'), agenda = str_cut(&s, '.'), time = str_cut(&s, '.');
	int64_t id, type = 0;

	if (num_parse(agenda, 1, INT64_MAX, &id) != OK || (s.n && num_parse(s, 1, INT64_MAX, &type) != OK))
		return false;
	*ret = (struct rehome_choice){ .kind = kind, .service = { type } };
	return slot_value_read((struct str){ agenda.p, agenda.n + 1 + time.n }, &ret->at);
}

/* ---- who receives where ---- */

/* Who stands in on a day, 0: the agenda's own. */
static int64_t stands_in(const struct rehoming *r, struct schedule_id s, struct day day)
{
	for (size_t i = 0; i < r->stand_in.n; i++) {
		const struct substitution *x = &r->stand_in.v[i];

		if (x->schedule.v == s.v && x->from.n <= day.n && x->to.n >= day.n)
			return x->practitioner.v;
	}
	return 0;
}

static int64_t receives(const struct rehoming *r, const struct schedule *s, struct day day)
{
	int64_t other = stands_in(r, s->id, day);

	return other ? other : s->practitioner.v;
}

/* Does he stand in for the doctor of the lost one on that day, in that agenda or another of his? */
static bool named(const struct rehoming *r, const struct schedules *here, const struct appointment *x, int64_t who)
{
	if (!who || who == x->practitioner.v)
		return false;
	if (stands_in(r, x->schedule, x->day) == who)
		return true;
	for (size_t i = 0; i < here->n; i++)
		if (x->practitioner.v && here->v[i].practitioner.v == x->practitioner.v && stands_in(r, here->v[i].id, x->day) == who)
			return true;
	return false;
}

static enum err agendas_of(struct rehoming *r, const struct appointment *x, struct schedules *ret)
{
	struct asked_agendas *all = r->agendas, next = { x->organization, x->service, { 0 } };

	for (size_t i = 0; i < r->nagendas; i++)
		if (all[i].organization.v == x->organization.v && all[i].service.v == x->service.v) {
			*ret = all[i].list;
			return OK;
		}
	TRY(schedule_list_for(r->rq->db, r->rq->a, x->organization, x->service, &next.list));
	if (next.list.n > AGENDAS_MAX)
		next.list.n = AGENDAS_MAX;
	r->agendas = arena_grow(r->rq->a, all, r->nagendas, &r->agendas_cap, sizeof(*all));
	r->agendas[r->nagendas++] = next;
	*ret = next.list;
	return OK;
}

/* Is it another house of the province? Its name, then. */
static enum err other_house(const struct rehoming *r, struct organization_id id, bool *ret, struct str *ret_name)
{
	struct organization_get_row o;

	TRY(organization_get(r->rq->db, r->rq->a, id, &o));
	*ret = o.active && o.tree_lo >= r->lo && o.tree_lo < r->hi && !(o.tree_lo >= r->d->lo && o.tree_lo < r->d->hi);
	*ret_name = organization_name(r->rq->lang, o.name_fr, o.name_ar, o.name_en);
	return OK;
}

static enum err put_house(struct rehoming *r, struct schedule_id s, struct service_id service, struct str specialty,
	struct houses *out)
{
	struct house *h = &out->v[out->n];
	bool other;

	TRY(schedule_get(r->rq->db, r->rq->a, s, &h->s));
	TRY(service_get(r->rq->db, r->rq->a, service, &h->type));
	TRY(other_house(r, h->s.organization, &other, &h->place));
	out->n += other && h->s.active && h->type.active && !h->type.no_desk && str_eq(h->type.specialty, specialty);
	return OK;
}

/* The first free agendas of the speciality, of each house one. */
static enum err find_houses(struct rehoming *r, struct str specialty, struct houses *out)
{
	struct place_ask ask = { .specialty = specialty, .lo = r->lo, .hi = r->hi, .each_place = true, .max = HOUSES_ASKED };
	struct places found;

	if (!specialty.n || (r->lo == r->d->lo && r->hi == r->d->hi))
		return OK;
	TRY(slot_find(r->rq->db, r->rq->a, r->rq->now, &ask, &found));
	for (size_t i = 0; i < found.n && out->n < HOUSES_MAX; i++)
		if (found.v[i].schedule.v)
			TRY(put_house(r, found.v[i].schedule, found.v[i].service, specialty, out));
	return OK;
}

/* Agendas of the practitioner in other houses. */
static enum err find_own(struct rehoming *r, struct practitioner_id p, struct str specialty, struct houses *out)
{
	struct day today = r->d->now.day, end = { today.n + 366 };
	struct desk_services_rows types;
	struct schedules all;

	TRY(schedule_of_practitioner(r->rq->db, r->rq->a, p, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct str name;
		bool other;

		TRY(other_house(r, all.v[i].organization, &other, &name));
		if (!other)
			continue;
		TRY(desk_services(r->rq->db, r->rq->a, &all.v[i].id, 1, today, end, &types));
		for (size_t k = 0, was = out->n; k < types.n && out->n == was && was < HOUSES_MAX; k++)
			TRY(put_house(r, all.v[i].id, types.v[k].service_id, specialty, out));
	}
	return OK;
}

static enum err houses_of(struct rehoming *r, struct str specialty, struct practitioner_id p, struct houses *ret)
{
	struct asked_houses *all = r->houses, next = { specialty, p, { 0 } };

	for (size_t i = 0; i < r->nhouses; i++)
		if (all[i].practitioner.v == p.v && str_eq(all[i].specialty, specialty)) {
			*ret = all[i].list;
			return OK;
		}
	next.list.v = ARENA_ARRAY(r->rq->a, struct house, HOUSES_MAX + 1);
	TRY(p.v ? find_own(r, p, specialty, &next.list) : find_houses(r, specialty, &next.list));
	r->houses = arena_grow(r->rq->a, all, r->nhouses, &r->houses_cap, sizeof(*all));
	r->houses[r->nhouses++] = next;
	*ret = next.list;
	return OK;
}

/* Is its type for the person who lost her place? One that asks for a referral only where hers goes along. */
static bool suits(const struct house *h, const struct appointment *x, bool referred)
{
	const struct fits f = { h->type.age_min_months, h->type.age_max_months, h->type.sex };

	return fits_age(&f, x->birth_day, x->day) && fits_sex(&f, x->sex) && (referred || !h->type.referral_required);
}

static bool among(const struct houses *all, const struct appointment *x, bool referred, const struct rehome_choice *c)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].s.id.v == c->at.schedule && all->v[i].type.id.v == c->service.v)
			return suits(&all->v[i], x, referred);
	return false;
}

enum err rehome_proposed(struct rehoming *r, const struct appointment *x, const struct rehome_choice *c, bool *ret)
{
	struct houses own = { 0 }, others;
	bool referred;

	*ret = false;
	if (x->home.zone)	/* no other house goes there */
		return OK;
	TRY(referral_may_follow(r->rq->db, r->rq->a, x->id, x->specialty, &referred));
	if (x->practitioner.v)
		TRY(houses_of(r, x->specialty, x->practitioner, &own));
	TRY(houses_of(r, x->specialty, (struct practitioner_id){ 0 }, &others));
	*ret = among(&own, x, referred, c) || among(&others, x, referred, c);
	return OK;
}

/* ---- free times ---- */

static enum err load_times(struct rehoming *r, struct asked_times *t)
{
	struct slot_ask ask = { .service = t->service, .schedule = t->schedule, .from = t->day, .days = 1, HOME_OF(t) };
	enum err e = OK;

	if (!day_is(t->day)) {
		ask.from = r->d->now.day;
		ask.days = t->own ? LOOK_OWN_DAYS : LOOK_DAYS;
		e = slot_next_day(r->rq->db, r->rq->a, r->rq->now, &ask, &ask.from);
	}
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	TRY(slot_list(r->rq->db, r->rq->a, r->rq->now, &ask, &t->times));
	for (size_t i = 0; i < t->times.n; i++)
		t->times.v[i].schedule = t->schedule;
	return OK;
}

/* Visits at home of two addresses have times of their own. */
static bool same_home(const struct home *x, const struct home *y)
{
	return x->zone == y->zone && x->at.known == y->at.known && x->at.lat == y->at.lat && x->at.lon == y->at.lon;
}

static enum err times_of(struct rehoming *r, struct service_id service, struct schedule_id s, struct day day, bool own,
	const struct home *home, struct slot_times *ret)
{
	struct asked_times next = { service, s, day, own, *home, { 0 } };

	for (size_t i = 0; i < r->ntimes; i++) {
		const struct asked_times *t = &r->times[i];

		if (t->service.v == service.v && t->schedule.v == s.v && t->day.n == day.n && t->own == own
			&& same_home(&t->home, home)) {
			*ret = t->times;
			return OK;
		}
	}
	TRY(load_times(r, &next));
	r->times = arena_grow(r->rq->a, r->times, r->ntimes, &r->times_cap, sizeof(*r->times));
	r->times[r->ntimes++] = next;
	*ret = next.times;
	return OK;
}

/* From the one to the other, where either is a visit at home. */
static int32_t way_between(const struct rehoming *r, const struct home *one, const struct home *two)
{
	struct travel t;

	if (!r->ways || !(one->zone || two->zone))
		return 0;
	t = *r->ways;
	const struct travel_spot both[] = { { travel_number(&t, one->zone), one->at }, { travel_number(&t, two->zone), two->at } };

	t.spots = both;
	t.nspots = 2;
	return travel_minutes(&t, travel_spot_number(&t, 0), travel_spot_number(&t, 1));
}

/* Would the visit of one line, put at t, meet that of another at u, or leave no time for the way between? */
static bool meets(const struct rehoming *r, const struct appointment *one, const struct slot_time *t, int32_t minutes,
	const struct appointment *two, const struct slot_time *u, int32_t others)
{
	int32_t before = one->buffer_before_min + two->buffer_after_min, after = two->buffer_before_min + one->buffer_after_min, way;

	if (t->schedule.v != u->schedule.v || t->day.n != u->day.n)
		return false;
	way = way_between(r, &one->home, &two->home);
	return t->min - (before > way ? before : way) < u->min + others && u->min - (after > way ? after : way) < t->min + minutes;
}

/* Two lines of one page are never offered times that meet: one press takes the first of each. */
static bool promised(const struct rehoming *r, const struct orphans *all, const struct orphan *o, const struct candidate *c)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct orphan *p = &all->v[i];

		if (p == o)
			continue;
		if (p->wants && meets(r, &o->x, &c->t, c->minutes, &p->x, &p->want, p->x.duration_min))
			return true;
		for (size_t j = 0; j < p->times.n; j++)
			if (meets(r, &o->x, &c->t, c->minutes, &p->x, &p->times.v[j].t, p->times.v[j].minutes))
				return true;
	}
	return false;
}

static enum err add(struct rehoming *r, const struct orphans *all, const struct orphan *o, const struct schedules *here,
	const struct schedule *s, const struct house *h, struct day day)
{
	bool own = o->x.practitioner.v ? s->practitioner.v == o->x.practitioner.v : s->id.v == o->x.schedule.v;
	struct slot_times times;

	TRY(times_of(r, h ? h->type.id : o->x.service, s->id, day, own, &o->x.home, &times));
	for (size_t i = 0; i < times.n && i < (own ? TIMES_OWN : TIMES_EACH); i++) {
		struct candidate c = { times.v[i], s, h, h ? h->type.duration_min : o->x.duration_min };
		int64_t who = receives(r, s, c.t.day);

		r->c = arena_grow(r->rq->a, r->c, r->n, &r->c_cap, sizeof(*r->c));
		r->spots = arena_grow(r->rq->a, r->spots, r->n, &r->spots_cap, sizeof(*r->spots));
		r->taken = arena_grow(r->rq->a, r->taken, r->n, &r->taken_cap, sizeof(*r->taken));
		r->spots[r->n] = (struct spot){ s->id.v, who, s->location.v, c.t.day.n, c.t.min, named(r, here, &o->x, who) };
		r->taken[r->n] = promised(r, all, o, &c);
		r->c[r->n++] = c;
	}
	return OK;
}

static enum err gather(struct rehoming *r, const struct orphans *all, const struct orphan *o,
	const struct schedules *here)
{
	struct houses own = { 0 }, others;

	r->n = 0;
	for (size_t i = 0; i < here->n; i++) {
		TRY(add(r, all, o, here, &here->v[i], NULL, DAY_NONE));
		if (o->x.day.n >= r->d->now.day.n)
			TRY(add(r, all, o, here, &here->v[i], NULL, o->x.day));
	}
	if (o->x.home.zone)	/* no other house goes there */
		return OK;
	if (o->x.practitioner.v)
		TRY(houses_of(r, o->x.specialty, o->x.practitioner, &own));
	TRY(houses_of(r, o->x.specialty, (struct practitioner_id){ 0 }, &others));
	for (size_t i = 0; i < own.n; i++) {
		if (!suits(&own.v[i], &o->x, o->referred))
			continue;
		TRY(add(r, all, o, here, &own.v[i].s, &own.v[i], DAY_NONE));
		TRY(add(r, all, o, here, &own.v[i].s, &own.v[i], o->x.day));
	}
	for (size_t i = 0; i < others.n; i++)
		if (suits(&others.v[i], &o->x, o->referred))
			TRY(add(r, all, o, here, &others.v[i].s, &others.v[i], DAY_NONE));
	return OK;
}

/* ---- beside the rule ---- */

static enum err away(struct rehoming *r, const struct appointment *x, struct schedule_id s, bool *ret)
{
	int64_t from = (int64_t)x->day.n * 1440 + x->start_min;
	struct absences off;

	TRY(absence_list(r->rq->db, r->rq->a, s, x->day, &off));
	*ret = false;
	for (size_t i = 0; i < off.n; i++)
		*ret = *ret || (local_minutes(off.v[i].from) < from + x->duration_min && local_minutes(off.v[i].to) > from);
	return OK;
}

/* At the same time, with somebody who works then at the same place, the house being open. */
static enum err find_extra(struct rehoming *r, const struct schedules *all, struct orphan *o)
{
	struct calendar_days_rows closed;
	struct desk_openings_rows open;
	struct schedule_id ids[AGENDAS_MAX];
	struct day next = { o->x.day.n + 1 };

	for (size_t i = 0; i < all->n; i++)
		ids[i] = all->v[i].id;
	TRY(calendar_days(r->rq->db, r->rq->a, r->d->lo, o->x.day, next, &closed));
	if (closed.n || !all->n)
		return OK;
	TRY(desk_openings(r->rq->db, r->rq->a, ids, all->n, o->x.day, next, &open));
	for (size_t i = 0; i < open.n; i++)
		for (size_t k = 0; k < all->n; k++) {
			const struct schedule *s = &all->v[k];
			bool off;

			if (s->id.v != open.v[i].schedule_id.v || s->id.v == o->x.schedule.v || s->location.v != o->x.location.v ||
					open.v[i].start_min.v > o->x.start_min || open.v[i].end_min.v < o->x.start_min + o->x.duration_min)
				continue;
			TRY(away(r, &o->x, s->id, &off));
			if (off)
				continue;
			o->extra = arena_cat(r->rq->a, S("extra."), slot_value(r->rq->a, s->id, o->x.day, o->x.start_min));
			o->extra_agenda = s->name.v[r->rq->lang];
			o->extra_other = o->x.practitioner.v && receives(r, s, o->x.day) != o->x.practitioner.v;
			return OK;
		}
	return OK;
}

/* ---- the same time, with another room or device ---- */

/* Was one of these rooms offered to a line before, for a time that meets this one's? */
static bool room_offered(const struct orphans *all, const struct orphan *o, const struct beside_names *rooms)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct orphan *b = &all->v[i];

		if (b == o || b->x.day.n != o->x.day.n || b->x.start_min >= o->x.start_min + o->x.duration_min
			|| o->x.start_min >= b->x.start_min + b->x.duration_min)
			continue;
		for (size_t j = 0; j < b->again.n; j++)
			for (size_t k = 0; k < rooms->n; k++)
				if (b->again.v[j].schedule.v == rooms->v[k].schedule.v)
					return true;
	}
	return false;
}

static enum err name_gone(struct rehoming *r, struct orphan *o)
{
	struct desk_beside_gone_rows gone = { 0 };
	struct schedule s;

	if (o->x.beside)
		TRY(desk_beside_gone(r->rq->db, r->rq->a, o->x.id.v, &gone));
	o->gone = (struct names_list){ ARENA_ARRAY(r->rq->a, struct names, gone.n + 1), gone.n };
	for (size_t i = 0; i < gone.n; i++) {
		TRY(schedule_get(r->rq->db, r->rq->a, gone.v[i].schedule, &s));
		o->gone.v[i] = s.name;
	}
	return OK;
}

static struct str names_of(struct arena *a, enum lang lang, const struct beside_names *rooms)
{
	struct str s = { 0 };

	for (size_t i = 0; i < rooms->n; i++)
		s = arena_fmt(a, "%.*s%s%.*s", STR_ARG(s), i ? " · " : "", STR_ARG(rooms->v[i].name.v[lang]));
	return s;
}

/* What is missing beside the agenda; and what could take its place, as the first of the proposals. */
static enum err find_beside(struct rehoming *r, const struct orphans *all, struct orphan *o)
{
	struct beside_names rooms;
	struct service type;
	enum err e;

	TRY(service_get(r->rq->db, r->rq->a, o->x.service, &type));
	o->needs = o->x.beside < type.needs;
	TRY(name_gone(r, o));
	if (!o->needs && !o->gone.n)
		return OK;
	e = beside_again(r->rq->db, r->rq->a, r->rq->now, &o->x, &rooms);
	if (e == E_CONFLICT || e == E_INPUT || e == E_NOTFOUND)
		return OK;
	TRY(e);
	if (!rooms.n || room_offered(all, o, &rooms))
		return OK;
	o->again = rooms;
	for (size_t i = o->times.n; i > 0; i--)
		o->times.v[i] = o->times.v[i - 1];
	o->times.n++;
	o->times.v[0] = (struct move_time){ .t = { o->x.day, o->x.start_min, o->x.schedule, 1 }, .why = REHOME_BESIDE,
		.value = slot_value(r->rq->a, o->x.schedule, o->x.day, o->x.start_min),
		.agenda = o->x.schedule_name.v[r->rq->lang], .minutes = o->x.duration_min };
	o->times.v[0].choice = arena_cat(r->rq->a, S("beside."), o->times.v[0].value);
	o->again_names = names_of(r->rq->a, r->rq->lang, &rooms);
	return OK;
}

/* ---- a line ---- */

static struct str choice_of(struct rehoming *r, const struct candidate *c, enum rehome why, struct str value)
{
	static const char *const kinds[] = { [REHOME_SAME] = "same", [REHOME_SUBSTITUTE] = "substitute",
		[REHOME_ELSEWHERE] = "elsewhere", [REHOME_OTHER] = "other", [REHOME_BESIDE] = "beside" };

	if (c->house)
		return arena_fmt(r->rq->a, "%s.%.*s.%lld", kinds[why], STR_ARG(value), (long long)c->house->type.id.v);
	return arena_fmt(r->rq->a, "%s.%.*s", kinds[why], STR_ARG(value));
}

static enum err offer(struct rehoming *r, const struct spot *lost, size_t of, enum rehome why, struct orphan *o)
{
	const struct candidate *c = &r->c[of];
	struct str value = slot_value(r->rq->a, c->agenda->id, c->t.day, c->t.min);
	struct move_time t = { value, c->t, c->agenda->name.v[r->rq->lang], c->agenda->id.v != o->x.schedule.v, why,
		rehome_changes_practitioner(lost, &r->spots[of]), choice_of(r, c, why, value),
		c->house ? c->house->place : S(""), c->minutes };

	if (!c->house && c->agenda->location.v != o->x.location.v) {
		struct location_get_row l;

		TRY(location_get(r->rq->db, r->rq->a, c->agenda->location, &l));
		t.place = organization_name(r->rq->lang, l.name_fr, l.name_ar, l.name_en);
	}
	o->times.v[o->times.n++] = t;
	return OK;
}

/* The time that was chosen for the line before stays on it while it is free. */
static enum err put_wanted(struct rehoming *r, const struct spot *lost, struct orphan *o)
{
	struct rehome_choice was;

	for (size_t i = 0; i < o->times.n; i++)
		if (str_eq(o->times.v[i].choice, o->wanted))
			return OK;
	if (!rehome_choice_read(o->wanted, &was) || str_eq(was.kind, S("extra")))
		return OK;
	for (size_t i = 0; i < r->n; i++) {
		const struct candidate *c = &r->c[i];

		if (c->t.schedule.v != was.at.schedule || c->t.day.n != was.at.day.n || c->t.min != was.at.min ||
				(c->house ? c->house->type.id.v : 0) != was.service.v)
			continue;
		TRY(offer(r, lost, i, str_eq(was.kind, S("same")) ? REHOME_SAME : str_eq(was.kind, S("substitute")) ?
			REHOME_SUBSTITUTE : str_eq(was.kind, S("elsewhere")) ? REHOME_ELSEWHERE : REHOME_OTHER, o));
		return OK;
	}
	o->wanted = S("");	/* it is gone: what is proposed first is chosen */
	return OK;
}

enum err rehome_propose(struct rehoming *r, const struct orphans *all, bool extra, struct orphan *o)
{
	const struct appointment *x = &o->x;
	const struct spot lost = { x->schedule.v, x->practitioner.v, x->location.v, x->day.n, x->start_min, false };
	struct proposal best[REHOME_MAX];
	struct schedules here;
	size_t n;

	TRY(agendas_of(r, x, &here));
	if (x->home.zone && !r->ways) {
		r->ways = ARENA_ARRAY(r->rq->a, struct travel, 1);
		TRY(desk_ways(r->rq, r->d, r->ways));
	}
	TRY(gather(r, all, o, &here));
	n = rehome_rank(&lost, r->spots, r->n, r->taken, best);
	o->times = (struct move_times){ ARENA_ARRAY(r->rq->a, struct move_time, REHOME_MAX + 2), 0 };
	for (size_t i = 0; i < n; i++)
		TRY(offer(r, &lost, best[i].of, best[i].why, o));
	TRY(find_beside(r, all, o));
	if (o->wanted.n)
		TRY(put_wanted(r, &lost, o));
	return extra ? find_extra(r, &here, o) : OK;
}
