/* See rehome.h. */
#include "areas/desk/rehome.h"

#include "web/web.h"

enum { AGENDAS_MAX = 40, TIMES_EACH = 40, LOOK_DAYS = 7 };

struct asked_agendas { struct organization_id organization; struct service_id service; struct schedules list; };
/* day DAY_NONE: the first free days from today on. */
struct asked_times { struct service_id service; struct schedule_id schedule; struct day day; struct slot_times times; };
struct rehoming {
	struct rq *rq;
	const struct desk *d;
	struct asked_agendas *agendas; size_t nagendas, agendas_cap;
	struct asked_times *times; size_t ntimes, times_cap;
};

struct rehoming *rehoming_begin(struct rq *rq, const struct desk *d)
{
	struct rehoming *r = ARENA_ARRAY(rq->a, struct rehoming, 1);

	*r = (struct rehoming){ .rq = rq, .d = d };
	return r;
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

static enum err load_times(struct rehoming *r, struct asked_times *t)
{
	struct slot_ask ask = { .service = t->service, .schedule = t->schedule, .from = t->day, .days = 1 };
	enum err e = OK;

	if (!day_is(t->day)) {
		ask.from = r->d->now.day;
		ask.days = LOOK_DAYS;
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

static enum err times_of(struct rehoming *r, const struct appointment *x, struct schedule_id s, struct day day,
	struct slot_times *ret)
{
	struct asked_times next = { x->service, s, day, { 0 } };

	for (size_t i = 0; i < r->ntimes; i++) {
		const struct asked_times *t = &r->times[i];

		if (t->service.v == x->service.v && t->schedule.v == s.v && t->day.n == day.n) {
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

/* Would the visit of one line, put at t, meet that of another at u? */
static bool meets(const struct appointment *one, const struct slot_time *t, const struct appointment *two, const struct slot_time *u)
{
	return t->schedule.v == u->schedule.v && t->day.n == u->day.n
		&& t->min - one->buffer_before_min < u->min + two->duration_min + two->buffer_after_min
		&& u->min - two->buffer_before_min < t->min + one->duration_min + one->buffer_after_min;
}

/* Two lines of one page are never offered times that meet: one press takes the first of each. */
static bool offered(const struct orphans *before, const struct appointment *x, const struct slot_time *t)
{
	for (size_t i = 0; i < before->n; i++)
		for (size_t j = 0; j < before->v[i].times.n; j++)
			if (meets(x, t, &before->v[i].x, &before->v[i].times.v[j].t))
				return true;
	return false;
}

/* Free times of a line's agendas, as the rule wants them. */
struct choice_of { struct spot *spots; struct slot_time *times; const struct schedule **agendas; bool *taken; size_t n; };

static void add(struct choice_of *c, const struct orphans *before, const struct appointment *x,
	const struct schedule *s, const struct slot_times *times)
{
	for (size_t i = 0; i < times->n && i < TIMES_EACH; i++) {
		const struct slot_time *t = &times->v[i];

		c->spots[c->n] = (struct spot){ s->id.v, s->practitioner.v, s->location.v, t->day.n, t->min };
		c->times[c->n] = *t;
		c->agendas[c->n] = s;
		c->taken[c->n++] = offered(before, x, t);
	}
}

static enum err gather(struct rehoming *r, const struct orphans *before, const struct appointment *x,
	const struct schedules *all, struct choice_of *ret)
{
	struct arena *a = r->rq->a;
	size_t max = all->n * 2 * TIMES_EACH + 1;
	struct choice_of c = { ARENA_ARRAY(a, struct spot, max), ARENA_ARRAY(a, struct slot_time, max),
		ARENA_ARRAY(a, const struct schedule *, max), ARENA_ARRAY(a, bool, max), 0 };

	for (size_t i = 0; i < all->n; i++) {
		struct slot_times times;

		TRY(times_of(r, x, all->v[i].id, DAY_NONE, &times));
		add(&c, before, x, &all->v[i], &times);
		if (x->day.n < r->d->now.day.n)
			continue;
		TRY(times_of(r, x, all->v[i].id, x->day, &times));
		add(&c, before, x, &all->v[i], &times);
	}
	*ret = c;
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
			o->extra = slot_value(r->rq->a, s->id, o->x.day, o->x.start_min);
			o->extra_agenda = s->name.v[r->rq->lang];
			return OK;
		}
	return OK;
}

/* ---- the same time, with another room or device ---- */

/* Was one of these rooms offered to a line before, for a time that meets this one's? */
static bool room_offered(const struct orphans *before, const struct orphan *o, const struct beside_names *rooms)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct orphan *b = &before->v[i];

		if (b->x.day.n != o->x.day.n || b->x.start_min >= o->x.start_min + o->x.duration_min
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
static enum err find_beside(struct rehoming *r, const struct orphans *before, struct orphan *o)
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
	if (!rooms.n || room_offered(before, o, &rooms))
		return OK;
	o->again = rooms;
	for (size_t i = o->times.n; i > 0; i--)
		o->times.v[i] = o->times.v[i - 1];
	o->times.n++;
	o->times.v[0] = (struct move_time){ .value = slot_value(r->rq->a, o->x.schedule, o->x.day, o->x.start_min),
		.t = { o->x.day, o->x.start_min, o->x.schedule, 1 }, .why = REHOME_BESIDE,
		.agenda = o->x.schedule_name.v[r->rq->lang] };
	o->again_names = names_of(r->rq->a, r->rq->lang, &rooms);
	return OK;
}

enum err rehome_propose(struct rehoming *r, const struct orphans *before, bool extra, struct orphan *o)
{
	const struct appointment *x = &o->x;
	const struct spot lost = { x->schedule.v, x->practitioner.v, x->location.v, x->day.n, x->start_min };
	struct proposal best[REHOME_MAX];
	struct schedules all;
	struct choice_of c;
	size_t n;

	TRY(agendas_of(r, x, &all));
	TRY(gather(r, before, x, &all, &c));
	n = rehome_rank(&lost, c.spots, c.n, c.taken, best);
	o->times = (struct move_times){ ARENA_ARRAY(r->rq->a, struct move_time, REHOME_MAX + 1), n };
	for (size_t i = 0; i < n; i++) {
		size_t of = best[i].of;

		o->times.v[i] = (struct move_time){
			slot_value(r->rq->a, c.agendas[of]->id, c.times[of].day, c.times[of].min), c.times[of],
			c.agendas[of]->name.v[r->rq->lang], c.agendas[of]->id.v != x->schedule.v, best[i].why,
			rehome_changes_practitioner(&lost, &c.spots[of]) };
		if (best[i].why == REHOME_SUBSTITUTE)
			o->substitute = o->times.v[i].value;
	}
	TRY(find_beside(r, before, o));
	return extra ? find_extra(r, &all, o) : OK;
}
