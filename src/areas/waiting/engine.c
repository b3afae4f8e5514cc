/* Freed times and the first who fits. See waiting.h and inside.h. */
#include "areas/waiting/inside.h"

#include <stdlib.h>

#include "areas/appointments/notice.h"
#include "areas/schedules/agenda.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "jobs/jobs.h"
#include "waiting_t.h"
#include "web/trail.h"

enum { PAGE = 50, SHAPES = 500, TYPES_MAX = 40, GRACE = 900, GIVE_UP = 3600 };

struct str waiting_owner(struct arena *a, const char *kind, int64_t id)
{
	return arena_fmt(a, "%s:%lld", kind, (long long)id);
}

/* ---- from the transaction that frees a time ---- */

enum err waiting_freed(struct db *db, struct arena *a, struct instant now, const struct waiting_freed *f)
{
	struct waiting_time_id id = { random_id(now) };
	struct waiting_wanted_row wanted;
	struct waiting_place l;
	struct hold hold;
	enum err e = waiting_wanted(db, a, f->organization, f->specialty, &wanted);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(waiting_place_at(db, a, now, f->organization, &l));
	if (!pick_shared(f->schedule.v, f->day, f->start_min, l.rules.share))
		return OK;
	const struct hold_ask ask = { .schedule = f->schedule, .service = f->service, .day = f->day,
		.start_min = f->start_min, .owner = waiting_owner(a, "list", id.v), .channel = f->channel,
		.role = S("system"), .seconds = GRACE };

	e = hold_keep(db, a, now, &ask, WHY_WAITING, &hold);
	/* not open any more, past, or of a type that is no longer given */
	if (e == E_CONFLICT || e == E_INPUT || e == E_NOTFOUND)
		return OK;
	TRY(e);
	return waiting_time_add(db, a, id, f->organization, f->schedule, f->service, f->day, f->start_min, hold.id,
		str_of(f->why), now, now);
}

enum err waiting_pass_on(struct db *db, struct arena *a, struct instant now, const struct waiting_offer_row_row *o)
{
	struct waiting_time_id id = { random_id(now) };
	enum err e = hold_hand_over(db, a, o->hold, waiting_owner(a, "offer", o->id.v), waiting_owner(a, "list", id.v),
		(struct instant){ now.v + GRACE });

	if (e == E_CONFLICT)
		return OK;	/* nobody keeps it any more */
	TRY(e);
	return waiting_time_add(db, a, id, o->organization, o->schedule, o->service, o->day, o->start_min, o->hold,
		S("passed"), now, now);
}

/* ---- what may be had ---- */

static bool for_whom(const void *limits, struct day birth, struct str sex, struct day on)
{
	return fits_age(limits, birth, on) && fits_sex(limits, sex);
}

static enum err add_type(struct waiting_place *l, const struct agenda *g, const struct waiting_free *t,
	struct service_id id, struct pick_type *v, size_t *n)
{
	const struct local start = { t->day, t->start_min };
	struct waiting_off_row_row off;
	struct fits *limits;
	struct slot_rule rule;
	struct service s;
	int32_t capacity;
	enum err e;

	for (size_t i = 0; i < *n; i++)
		if (v[i].service == id.v)
			return OK;
	e = agenda_fits(g, id, start, NULL, &rule, &capacity);
	if (e != OK || *n == TYPES_MAX)
		return e == E_CONFLICT || e == E_INPUT ? OK : e;
	TRY(service_get(l->db, l->a, id, &s));
	if (str_eq(s.place_kind, S("home")))
		return OK;	/* nobody said where she lives */
	TRY(waiting_off_row(l->db, l->a, l->chain, l->n, id, &off));
	limits = ARENA_NEW(l->a, struct fits);
	*limits = (struct fits){ s.age_min_months, s.age_max_months, s.sex };
	v[(*n)++] = (struct pick_type){ .service = id.v, .for_whom = for_whom, .limits = limits, .lead_min = s.lead_min, .duration_min = s.duration_min, .open = s.online && s.active && !off.n && !s.referral_required,
		.known_only = s.same_practitioner || str_eq(s.visit, S("follow_up")) };
	return OK;
}

static enum err who_receives(struct waiting_place *l, const struct waiting_free *t, int64_t *ret)
{
	struct substitution sub;
	struct schedule s;
	enum err e = substitute_on(l->db, l->a, t->schedule, t->day, &sub);

	if (e == OK)
		*ret = sub.practitioner.v;
	if (e != E_NOTFOUND)
		return e;
	TRY(schedule_get(l->db, l->a, t->schedule, &s));
	*ret = s.practitioner.v;
	return OK;
}

enum err waiting_look(struct waiting_place *l, const struct waiting_free *t, struct pick_time *ret)
{
	const struct agenda_ask ask = { .from = t->day, .to = { t->day.n + 1 }, .now = l->now, .owner = t->owner,
		.group = t->owner.n ? QUOTA_NOBODY : QUOTA_ONLINE };
	struct pick_type *types = ARENA_ARRAY(l->a, struct pick_type, TYPES_MAX);
	struct pick_time pt = { .day = t->day, .start_min = t->start_min, .freed = t->service.v, .today = l->here.day };
	struct agenda g;

	TRY(agenda_load(l->db, l->a, &t->schedule, 1, &ask, &g));
	pt.start_at = zone_instant(g.zone, (struct local){ t->day, t->start_min }).v;
	pt.ahead_min = (pt.start_at - l->now.v) / 60;
	for (size_t i = 0; i < g.nopenings && g.active; i++)
		if (t->start_min + (int64_t)t->day.n * 1440 >= g.openings[i].at.from &&
				t->start_min + (int64_t)t->day.n * 1440 < g.openings[i].at.to)
			TRY(add_type(l, &g, t, g.openings[i].service, types, &pt.ntypes));
	if (!pt.ntypes || pt.ahead_min <= 0)
		return E_CONFLICT;
	TRY(who_receives(l, t, &pt.practitioner));
	pt.types = types;
	*ret = pt;
	return OK;
}

/* ---- who ---- */

struct pick_person waiting_person(const struct waiting_place *l, const struct waiting_page_row *r)
{
	struct pick_person p = { .id = r->id.v, .asked_at = r->asked_at.v, .rank = r->rank, .service = r->service.v,
		.practitioner = r->practitioner.v, .other = r->other, .days = r->days, .parts = r->parts,
		.from = r->from_day, .to = r->to_day, .birth = r->birth_day, .sex = r->sex, .offers = r->offers,
		.offered = DAY_NONE, .busy = r->busy != 0, .reached = r->phone.n > 0 };
	enum status st;

	if (r->offered_at.v != INSTANT_NONE.v)
		p.offered = zone_local(l->zone, r->offered_at).day;
	if (!r->appointment.v)
		return p;
	p.later_at = r->later_at.v;
	p.later_min = r->later_min.is ? (int32_t)r->later_min.v : 0;
	p.busy = p.busy || !status_of(r->later_status, &st) || st > ST_BOOKED;
	return p;
}

static void keep_best(struct waiting_found *best, const struct pick_person *p, const struct pick_type *type)
{
	if (!best->id.v || pick_order(p, &best->who) < 0)
		*best = (struct waiting_found){ { p->id }, *p, type };
}

static void add_shapes(struct arena *a, const struct waiting_shapes_rows *rows, struct waiting_shapes_list *all)
{
	struct waiting_shape *v = ARENA_ARRAY(a, struct waiting_shape, all->n + rows->n + 1);

	for (size_t i = 0; i < all->n; i++)
		v[i] = all->v[i];
	all->v = v;
	for (size_t i = 0; i < rows->n; i++) {
		const struct waiting_shapes_row *r = &rows->v[i];
		struct waiting_shape x = { .text = r->shape,
			.head = { .id = r->id.v, .asked_at = r->asked_at.v, .rank = r->rank } };

		if (wish_read(x.text, &x.wish))
			all->v[all->n++] = x;
	}
}

enum err waiting_shapes_of(struct db *db, struct arena *a, struct organization_id node, struct str specialty,
	struct waiting_shapes_list *ret)
{
	struct waiting_shapes_list all = { 0 };
	struct waiting_shapes_rows rows;
	struct str after = S("");

	do {
		TRY(waiting_shapes(db, a, node, specialty, after, SHAPES, &rows));
		add_shapes(a, &rows, &all);
		after = rows.n ? rows.v[rows.n - 1].shape : after;
	} while (rows.n == SHAPES);
	*ret = all;
	return OK;
}

/* Those of one shape in their order, until one fits or none could be before the best. */
static enum err first_of_shape(struct waiting_place *l, struct organization_id node, struct str specialty,
	const struct waiting_shape *x, const struct waiting_free *t, const struct pick_time *pt, struct waiting_found *best)
{
	struct pick_person last = { .rank = -1, .asked_at = INT64_MIN + 1 };
	struct waiting_page_rows rows;
	struct arena *side = arena_side(l->a, (size_t)16 << 20);	/* of one page at a time */
	struct pick_person *v;
	enum err e = OK;

	if (!side)
		return E_LIMIT;
	do {
		arena_reset(side);
		e = waiting_page(l->db, side, t->schedule, t->day, t->start_min, node, specialty, x->text, last.rank,
			(struct instant){ last.asked_at }, (struct waiting_entry_id){ last.id }, PAGE, &rows);
		if (e != OK)
			break;
		v = ARENA_ARRAY(side, struct pick_person, rows.n + 1);
		for (size_t i = 0; i < rows.n; i++)
			v[i] = waiting_person(l, &rows.v[i]);
		const struct pick_type *type;
		size_t i = pick_first(pt, v, rows.n, &l->rules, &type);

		if (i < rows.n) {
			keep_best(best, &v[i], type);
			break;
		}
		if (rows.n)
			last = v[rows.n - 1];
	} while (rows.n == PAGE && (!best->id.v || pick_order(&last, &best->who) < 0));
	arena_free(side);
	return e;
}

static int by_head(const void *x, const void *y)
{
	const struct waiting_shape *const *a = x, *const *b = y;

	return pick_order(&(*a)->head, &(*b)->head);
}

/* The shapes that the time fits, by their first; those that cannot be before the best are not read. */
enum err waiting_first_at(struct waiting_place *l, struct organization_id node, struct str specialty,
	const struct waiting_shapes_list *all, const struct waiting_free *t, const struct pick_time *pt, struct waiting_found *best)
{
	const struct waiting_shape **v = ARENA_ARRAY(l->a, const struct waiting_shape *, all->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (wish_fits(&all->v[i].wish, pt))
			v[n++] = &all->v[i];
	qsort(v, n, sizeof(*v), by_head);
	for (size_t i = 0; i < n && (!best->id.v || pick_order(&v[i]->head, &best->who) < 0); i++)
		TRY(first_of_shape(l, node, specialty, v[i], t, pt, best));
	return OK;
}

enum err waiting_first(struct waiting_place *l, const struct waiting_free *t, const struct pick_time *pt,
	struct waiting_found *ret)
{
	struct waiting_found best = { 0 };
	struct service s;

	TRY(service_get(l->db, l->a, t->service, &s));
	for (size_t i = 0; i < l->n; i++) {
		struct waiting_shapes_list all;

		TRY(waiting_shapes_of(l->db, l->a, l->chain[i], s.specialty, &all));
		TRY(waiting_first_at(l, l->chain[i], s.specialty, &all, t, pt, &best));
	}
	*ret = best;
	return best.id.v ? OK : E_NOTFOUND;
}

/* ---- the offer ---- */

/* Kept for this offer from now on: handed over, or taken anew where another type is chosen. */
static enum err keep_for(struct waiting_place *l, const struct waiting_offering *x, struct waiting_offer_id id,
	struct hold *ret)
{
	const struct waiting_free *t = x->t;
	struct str owner = waiting_owner(l->a, "offer", id.v);
	struct instant until = { x->answer_by.v + GRACE };
	const struct hold_ask ask = { .schedule = t->schedule, .service = { x->type->service }, .day = t->day,
		.start_min = t->start_min, .owner = owner, .channel = CH_ONLINE, .role = S("system"),
		.seconds = (int32_t)(until.v - l->now.v) };

	if (t->owner.n && x->type->service == t->service.v) {
		TRY(hold_hand_over(l->db, l->a, t->hold, t->owner, owner, until));
		return hold_get(l->db, l->a, t->hold, owner, ret);
	}
	if (t->owner.n)
		TRY(hold_give_back(l->db, l->a, l->now, t->hold, t->owner, WHY_WAITING));
	return hold_keep(l->db, l->a, l->now, &ask, WHY_WAITING, ret);
}

static enum err tell(struct waiting_place *l, const struct waiting_entry_row_row *e, const struct waiting_offering *x,
	struct instant start_at, struct str token)
{
	struct waiting_text t = { .place = l->sms_name, .token = token, .start = { x->t->day, x->t->start_min },
		.until = zone_local(l->zone, x->answer_by), .earlier = e->appointment.v != 0 };
	enum lang lang = LANG_FR;
	struct service s;

	TRY(service_get(l->db, l->a, (struct service_id){ x->type->service }, &s));
	t.discreet = s.sensitive || !t.place.n;
	(void)!lang_of(e->lang, &lang);
	t.place = notice_place(lang, s.place_kind, t.place);
	struct message m = { .organization = l->organization.v, .patient = e->patient.v, .channel = S("sms"),
		.template = S("waiting-offer"), .lang = e->lang, .recipient = e->phone, .due_at = l->now,
		.body = waiting_offer_text(l->a, lang, &t),
		.drop_at = x->answer_by.v < start_at.v ? x->answer_by : start_at };

	return e->phone.n ? message_queue(l->db, l->a, l->now, &m) : OK;
}

static enum err trail(struct waiting_place *l, const struct waiting_entry_row_row *e, const char *what)
{
	struct audit_row row = { .organization = l->organization.v, .patient = e->patient.v, .what = AUDIT_CHANGE,
		.detail = str_of(what) };
	const struct audit_by by = { .role = S("job"), .route = S("job waiting"), .at = l->now };

	return audit_write(l->db, l->a, &by, &row, 1);
}

enum err waiting_offer(struct waiting_place *l, const struct waiting_offering *x, struct waiting_offer_id *ret)
{
	const struct waiting_free *t = x->t;
	struct waiting_offer_id id = { random_id(l->now) };
	struct waiting_entry_row_row e;
	struct str zone, token;
	struct schedule s;
	struct hold h;
	char chars[22];
	int64_t n;

	TRY(waiting_entry_row(l->db, l->a, x->entry, &e));
	TRY(waiting_entry_offered(l->db, l->a, l->now, e.id, e.version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(keep_for(l, x, id, &h));
	TRY(schedule_get(l->db, l->a, t->schedule, &s));
	zone = s.zone;
	random_token(chars);
	token = arena_str(l->a, (struct str){ chars, sizeof(chars) });
	struct instant start_at = zone_instant(l->zone, (struct local){ t->day, t->start_min });

	TRY(waiting_offer_add(l->db, l->a, id, l->organization, e.id, t->schedule, h.service, t->day, t->start_min, h.minutes,
		zone, start_at, h.id, token_hash(l->a, token), e.class, l->now, x->answer_by,
		(struct opt_int){ x->by_hand > 0, x->by_hand }, x->reason, &n));
	if (!n)
		return E_CONFLICT;
	struct waiting_slot slot = { t->schedule, h.service, t->day, t->start_min, h.minutes, zone };

	TRY(waiting_act(l->db, l->a, l->now, &e, ACT_OFFER, &slot, "online", x->by_hand ? x->role : S("system"),
		x->by_hand ? WHY_BY_HAND : WHY_UNSAID));
	TRY(tell(l, &e, x, start_at, token));
	if (!x->by_hand)
		TRY(trail(l, &e, "waiting-offer"));
	*ret = id;
	return OK;
}

/* ---- one time ---- */

enum err waiting_give(struct waiting_place *l, struct waiting_free *t, int32_t *ret_wait)
{
	struct waiting_offering x = { .t = t };
	struct waiting_offer_id id;
	struct waiting_found who;
	struct pick_time pt;
	int64_t minutes;
	int32_t lead = 0;
	enum err e = waiting_look(l, t, &pt);

	if (e == E_CONFLICT)
		return E_NOTFOUND;
	TRY(e);
	for (size_t i = 0; i < pt.ntypes; i++)
		if (pt.types[i].service == pt.freed || !i)
			lead = pt.types[i].lead_min;
	if (quiet_at(&l->rules, l->here.min, ret_wait))
		return answer_minutes(&l->rules, (int32_t)l->rules.quiet_to, pt.ahead_min - *ret_wait, lead) ? E_LIMIT : E_NOTFOUND;
	TRY(waiting_first(l, t, &pt, &who));
	minutes = answer_minutes(&l->rules, l->here.min, pt.ahead_min, who.type->lead_min);
	if (!minutes)
		return E_NOTFOUND;
	x.entry = who.id;
	x.type = who.type;
	x.answer_by.v = l->now.v + minutes * 60;
	return waiting_offer(l, &x, &id);
}

/* In a transaction: the row is taken, then offered, kept for the morning, or free for everybody. */
static enum err one_time(struct db *db, struct arena *a, struct instant now, const struct waiting_times_due_row *r)
{
	struct waiting_free t = { .schedule = r->schedule, .service = r->service, .organization = r->organization,
		.day = r->day, .start_min = r->start_min, .hold = r->hold, .owner = waiting_owner(a, "list", r->id.v) };
	struct instant claimed = { now.v + 60 };
	struct waiting_place l;
	int32_t wait = 0;
	int64_t n;
	enum err e;

	TRY(waiting_time_claim(db, a, claimed, r->id, r->due_at, &n));
	if (!n)
		return OK;	/* another process has it */
	TRY(waiting_place_at(db, a, now, r->organization, &l));
	e = waiting_give(&l, &t, &wait);
	if (e == E_LIMIT) {
		struct instant morning = { now.v + (int64_t)wait * 60 };

		return waiting_time_claim(db, a, morning, r->id, claimed, &n);
	}
	if (e == E_NOTFOUND)
		e = hold_give_back(db, a, now, r->hold, t.owner, WHY_WAITING);
	TRY(e);
	return waiting_time_drop(db, a, r->id);
}

/* ---- the job ---- */

static enum err in_transaction(struct db *db, enum err e)
{
	e = db_end(db, e);
	/* somebody else was there: it is looked at again with the next run */
	return e == E_CONFLICT || e == E_RETRY || e == E_INPUT ? OK : e;
}

static enum err overdue(struct db *db, struct arena *a, struct arena *side, struct instant now)
{
	struct waiting_offers_overdue_rows rows;

	TRY(waiting_offers_overdue(db, a, now, 200, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		arena_reset(side);
		TRY(db_begin(db));
		TRY(in_transaction(db, waiting_expire(db, side, now, rows.v[i].id)));
	}
	return OK;
}

/* What somebody else met is looked at again; what cannot be offered for an hour is given back. */
static enum err give_up(struct db *db, struct arena *a, struct instant now, const struct waiting_times_due_row *r)
{
	TRY(hold_give_back(db, a, now, r->hold, waiting_owner(a, "list", r->id.v), WHY_WAITING));
	return waiting_time_drop(db, a, r->id);
}

static enum err due(struct db *db, struct arena *a, struct arena *side, struct instant now, size_t *ret_n)
{
	struct waiting_times_due_rows rows;

	TRY(waiting_times_due(db, a, now, 100, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		enum err e;

		arena_reset(side);
		TRY(db_begin(db));
		e = one_time(db, side, now, &rows.v[i]);
		TRY(in_transaction(db, e));
		if (e == OK || now.v - rows.v[i].at.v < GIVE_UP)
			continue;
		TRY(db_begin(db));
		TRY(in_transaction(db, give_up(db, side, now, &rows.v[i])));
	}
	*ret_n = rows.n;
	return OK;
}

static enum err all(struct db *db, struct arena *a, struct arena *side, struct instant now)
{
	size_t n = 1;

	TRY(overdue(db, a, side, now));
	for (int i = 0; i < 20 && n; i++)
		TRY(due(db, a, side, now, &n));
	return waiting_scan(db, a, now);
}

enum err waiting_run(struct db *db, struct arena *a, struct instant now)
{
	struct arena *side = arena_side(a, (size_t)64 << 20);
	enum err e;

	if (!side)
		return E_LIMIT;
	e = all(db, a, side, now);
	arena_free(side);
	return e;
}
