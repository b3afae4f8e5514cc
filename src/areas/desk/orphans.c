/* To place again: future appointments that lost their opening, each with where it could go. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "base/num.h"
#include "desk_t.h"
#include "web/web.h"

enum { LINES_MAX = 20, COUNT_MAX = 200, PROPOSED_MAX = 3, LOOK_DAYS = 7 };

static enum err orphan_ids(struct rq *rq, int32_t max, struct desk_orphans_rows *ret)
{
	struct desk d;

	TRY(desk_begin(rq, &d));
	return desk_orphans(rq->db, rq->a, &rq->who.scope, d.now.day, max, ret);
}

enum err desk_orphans_waiting(struct rq *rq, int64_t *ret)
{
	struct desk_orphans_rows rows;

	TRY(orphan_ids(rq, COUNT_MAX, &rows));
	*ret = (int64_t)rows.n;
	return OK;
}

/* Would the visit of one line, put at x, meet that of another at y? */
static bool meets(const struct appointment *one, const struct slot_time *x, const struct appointment *two, const struct slot_time *y)
{
	return x->schedule.v == y->schedule.v && x->day.n == y->day.n
		&& x->min - one->buffer_before_min < y->min + two->duration_min + two->buffer_after_min
		&& y->min - two->buffer_before_min < x->min + one->duration_min + one->buffer_after_min;
}

/* Two lines of one page are never offered times that meet: one press takes the first of each. */
static bool offered(const struct orphans *all, size_t lines, const struct orphan *own, const struct slot_time *t)
{
	for (size_t i = 0; i < lines; i++)
		for (size_t j = 0; j < all->v[i].times.n; j++)
			if (meets(&all->v[i].x, &all->v[i].times.v[j].t, &own->x, t))
				return true;
	for (size_t j = 0; j < own->times.n; j++) {
		const struct slot_time *o = &own->times.v[j].t;

		if (o->schedule.v == t->schedule.v && o->day.n == t->day.n && o->min == t->min)
			return true;
	}
	return false;
}

/* The first time of the answer that is not offered yet, on the own agenda or on another. */
static enum err offer(struct rq *rq, const struct orphans *all, size_t lines, struct orphan *o,
	const struct slot_times *times, struct schedule_id only, bool other)
{
	for (size_t i = 0; i < times->n && o->times.n < PROPOSED_MAX; i++) {
		struct slot_time t = times->v[i];
		struct schedule s;

		if (only.v)
			t.schedule = only;
		if (other && t.schedule.v == o->x.schedule.v)
			continue;
		if (offered(all, lines, o, &t))
			continue;
		TRY(schedule_get(rq->db, rq->a, t.schedule, &s));
		o->times.v[o->times.n++] = (struct move_time){ slot_value(rq->a, t.schedule, t.day, t.min), t, s.name.v[rq->lang], t.schedule.v != o->x.schedule.v };
		return OK;
	}
	return OK;
}

/* The same agenda at its next free time, a colleague on the same day, and whoever is first. */
static enum err propose(struct rq *rq, const struct orphans *all, size_t lines, struct day today, struct orphan *o)
{
	struct slot_ask ask = { .service = o->x.service, .schedule = o->x.schedule, .organization = o->x.organization,
		.from = today, .days = LOOK_DAYS };
	struct slot_times times;
	enum err e;

	o->times = (struct move_times){ ARENA_ARRAY(rq->a, struct move_time, PROPOSED_MAX), 0 };
	e = slot_next_day(rq->db, rq->a, rq->now, &ask, &ask.from);
	if (e == OK) {
		TRY(slot_list(rq->db, rq->a, rq->now, &ask, &times));
		TRY(offer(rq, all, lines, o, &times, o->x.schedule, false));
	} else if (e != E_NOTFOUND) {
		return e;
	}
	ask = (struct slot_ask){ .service = o->x.service, .organization = o->x.organization, .from = o->x.day, .days = 1 };
	TRY(slot_list(rq->db, rq->a, rq->now, &ask, &times));
	TRY(offer(rq, all, lines, o, &times, (struct schedule_id){ 0 }, true));
	ask.from = today;
	ask.days = LOOK_DAYS;
	e = slot_next_day(rq->db, rq->a, rq->now, &ask, &ask.from);
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	TRY(slot_list(rq->db, rq->a, rq->now, &ask, &times));
	return offer(rq, all, lines, o, &times, (struct schedule_id){ 0 }, true);
}

/* Also again after a refusal, when all that was written is taken back. */
enum err desk_orphans_page(struct rq *rq)
{
	struct desk_orphans_rows ids;
	struct orphans all = { 0 };
	struct desk d;
	int64_t left = 0;

	TRY(desk_begin(rq, &d));
	TRY(desk_orphans(rq->db, rq->a, &rq->who.scope, d.now.day, COUNT_MAX, &ids));
	all.v = ARENA_ARRAY(rq->a, struct orphan, LINES_MAX);
	for (size_t i = 0; i < ids.n && all.n < LINES_MAX; i++) {
		struct orphan *o = &all.v[all.n];

		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, ids.v[i].id, &o->x));
		TRY(propose(rq, &all, all.n, d.now.day, o));
		TRY(rq_audit(rq, AUDIT_LIST, o->x.patient.v, o->x.organization.v));
		all.n++;
	}
	if (num_parse(rq_raw(rq, "left"), 1, LINES_MAX, &left) != OK)
		left = 0;

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 409 : 200);

	t_desk_orphans(pg, all, (int64_t)ids.n, left, rq_first_error(rq));
	return OK;
}

/* Ticked lines send "ID.VERSION"; p-ID is the time chosen, o-ID what to do: move, keep, cancel. */
struct orphans_in { struct str_list line; bool sms; };
static const struct field orphans_fields[] = {
	FIELD(orphans_in, line, F_LIST, struct str_list, .max = LINES_MAX),
	FIELD(orphans_in, sms, F_BOOL, bool),
};
const struct form desk_orphans_form = FORM(orphans_in, orphans_fields);

static struct str field_of(const struct rq *rq, char kind, int64_t id)
{
	return rq_raw(rq, arena_cstr(rq->a, arena_fmt(rq->a, "%c-%lld", kind, (long long)id)));
}

static enum err place(struct rq *rq, const struct appointment *x, bool sms)
{
	struct str what = field_of(rq, 'o', x->id.v);
	struct change_ask who = { .id = x->id, .version = x->version, .channel = CH_DESK, .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .silent = !sms };
	struct slot_value to;
	struct schedule s;
	int64_t version;

	TRY(rq_audit(rq, AUDIT_CHANGE, x->patient.v, x->organization.v));
	if (str_eq(what, S("keep")))
		return desk_kept_put(rq->db, rq->a, x->id, x->organization, x->day, (struct minutes){ x->start_min },
			(struct account_id){ rq->who.account }, rq->now);
	if (str_eq(what, S("cancel")))
		return appointment_cancel(rq->db, rq->a, rq->now, &who, false, lang_tr(LANG_FR, N_("The agenda is closed at that time")), &version);
	if (!str_eq(what, S("move")) || !slot_value_read(field_of(rq, 'p', x->id.v), &to))
		return E_NOTFOUND;
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ to.schedule }, &s));
	if (s.organization.v != x->organization.v)
		return E_NOTFOUND;
	return appointment_move(rq->db, rq->a, rq->now, &who,
		&(struct move_ask){ .schedule = s.id, .day = to.day, .start_min = to.min }, &version);
}

enum err desk_orphans_place(struct rq *rq)
{
	const struct orphans_in *in = rq->form;
	int left = 0;

	for (size_t i = 0; i < in->line.n; i++) {
		struct str rest = in->line.v[i], id = str_cut(&rest, '.');
		struct appointment x;
		int64_t n, version;
		enum err e;

		if (num_parse(id, 1, INT64_MAX, &n) != OK || num_parse(rest, 1, INT64_MAX, &version) != OK)
			return E_NOTFOUND;
		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ n }, &x));
		TRY(rq_audit(rq, AUDIT_READ, x.patient.v, x.organization.v));
		if (x.version != version || !status_open(x.status)) {
			left++;		/* somebody else placed it: theirs stays */
			continue;
		}
		e = place(rq, &x, in->sms);
		if (e == E_CONFLICT || e == E_INPUT)
			return rq_wrong(rq, "line", N_("One of the times was just taken: nothing was changed. Look at the new proposals."));
		TRY(e);
	}
	return rq_redirect(rq, left ? "/desk/orphans?left=%d" : "/desk/orphans", left);
}
