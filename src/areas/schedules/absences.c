/* Absences and closures. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/internal.h"
#include "base/random.h"
#include "ledger/act.h"
#include "schedules_q.h"

#define ABSENCE_OF(r) ((struct absence){ .id = (r).id, .schedule = (r).schedule, \
	.from = { (r).from_day, (r).from_min }, .to = { (r).to_day, (r).to_min }, \
		.reason = (r).reason, \
	.version = (r).version })

enum err absence_get(struct db *db, struct arena *a, struct absence_id id, struct absence *ret)
{
	struct absence_row_row r;

	TRY(absence_row(db, a, id, &r));
	*ret = ABSENCE_OF(r);
	return OK;
}

enum err absence_list(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day from, struct absences *ret)
{
	struct absence_rows_rows rows;

	TRY(absence_rows(db, a, schedule, from, &rows));
	struct absences out = { ARENA_ARRAY(a, struct absence, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = ABSENCE_OF(rows.v[i]);
	*ret = out;
	return OK;
}

enum err absence_strikes(struct db *db, struct arena *a, struct schedule_id schedule,
	struct local from, struct local to,
	int64_t *ret)
{
	struct absence_struck_row r;

	TRY(absence_struck(db, a, schedule, from.day, to.day, local_minutes(from),
		local_minutes(to), &r));
	*ret = r.n;
	return OK;
}

/* One act tells that time was withdrawn (or given back), whatever its length. */
static enum err tell(struct db *db, struct arena *a, struct instant now, const struct absence *x,
	enum entry_act what, struct str role)
{
	struct schedule_place_row place;
	int64_t minutes = local_minutes(x->to) - local_minutes(x->from);

	TRY(schedule_place(db, a, x->schedule, &place));
	struct act t = {
		.organization = place.organization.v, .act = what, .channel = "", .role = role,
		.schedule = x->schedule.v, .day = x->from.day, .start_min = x->from.min,
		.minutes = (int32_t)minutes, .zone = place.zone, .reason = WHY_ABSENCE,
	};
	return place.active ? act(db, a, now, &t) : OK;
}

static enum err refresh(struct db *db, struct arena *a, const struct absence *x)
{
	return free_days_again(db, a, x->schedule, x->from.day, (struct day){ x->to.day.n + 1 });
}

enum err absence_insert(struct db *db, struct arena *a, struct instant now,
	const struct absence *x, struct str role, struct absence_id *ret)
{
	struct absence_id id = { random_id(now) };
	struct schedule_place_row place;

	TRY(schedule_place(db, a, x->schedule, &place));
	TRY(absence_add(db, a, id, place.organization, x->schedule, x->from.day, x->from.min,
		x->to.day, x->to.min, x->reason));
	TRY(tell(db, a, now, x, ACT_WITHDRAW, role));
	*ret = id;
	return OK;
}

enum err absence_drop(struct db *db, struct arena *a, struct instant now, const struct absence *x,
	struct str role)
{
	int64_t n;

	TRY(closing_absence_forget(db, a, x->id));
	TRY(absence_delete(db, a, x->id, &n));
	return n ? tell(db, a, now, x, ACT_PUBLISH, role) : E_NOTFOUND;
}

enum err absence_put(struct db *db, struct arena *a, struct instant now, const struct absence *x,
	struct str role,
	struct absence_id *ret)
{
	struct absence_id id = x->id;
	struct absence old = { 0 };
	int64_t n;

	if (local_cmp(x->from, x->to) >= 0 || x->to.day.n - x->from.day.n > 5 * 366)
		return E_INPUT;
	if (id.v) {
		TRY(absence_get(db, a, id, &old));
		TRY(absence_change(db, a, x->from.day, x->from.min, x->to.day, x->to.min,
			x->reason, id, x->version, &n));
		if (!n)
			return E_CONFLICT;
		TRY(tell(db, a, now, &old, ACT_PUBLISH, role));
		TRY(refresh(db, a, &old));
		TRY(tell(db, a, now, x, ACT_WITHDRAW, role));
	} else {
		TRY(absence_insert(db, a, now, x, role, &id));
	}
	TRY(refresh(db, a, x));
	*ret = id;
	return OK;
}

enum err absence_again(struct db *db, struct arena *a, struct instant now, const struct absence *x,
	struct closing_id closing, struct str role)
{
	struct closing_row_row r;
	struct absence_id id;
	enum err e;

	TRY(absence_put(db, a, now, x, role, &id));
	if (!closing.v)
		return OK;
	e = closing_row(db, a, closing, &r);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	return closing_absence_add(db, a, id, closing, r.organization);
}

enum err absence_remove(struct db *db, struct arena *a, struct instant now, struct absence_id id,
	struct str role)
{
	struct absence_of_gathering_row held;
	struct absence x;

	TRY(absence_of_gathering(db, a, id, &held));
	if (held.n)
		return E_DENIED;
	TRY(absence_get(db, a, id, &x));
	TRY(absence_drop(db, a, now, &x, role));
	return refresh(db, a, &x);
}

/* A day that is closed or open again, and by whom. */
struct closed_day { struct organization_id node; struct day day; struct str role; };

/* The next agendas below the node; *ret_last: the last of them, 0 when none follows it. */
static enum err close_some(struct db *db, struct arena *a, struct instant now, const struct closed_day *c,
	struct schedule_id after, int64_t max, struct schedule_id *ret_last)
{
	struct schedules_below_rows rows;
	struct arena *work = agenda_arena(a);

	TRY(schedules_below(db, a, c->node, after, max, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(free_days_again(db, work, rows.v[i].id, c->day, (struct day){ c->day.n + 1 }));
		TRY(closures_tell(db, work, now, rows.v[i].id, c->day, (struct day){ c->day.n + 1 }, c->role));
		if (work != a)
			arena_reset(work);
	}
	ret_last->v = (int64_t)rows.n < max ? 0 : rows.v[rows.n - 1].id.v;
	return OK;
}

enum err closure_changed(struct db *db, struct arena *a, struct instant now, struct organization_id node, struct day day,
	struct str role)
{
	const struct closed_day c = { node, day, role };
	struct schedule_id last;

	TRY(close_some(db, a, now, &c, (struct schedule_id){ 0 }, CLOSURE_AT_ONCE, &last));
	return last.v ? closure_due_put(db, a, node, day, last) : closure_due_done(db, a, node, day);
}

enum err closures_go_on(struct db *db, struct arena *a, struct instant now, int64_t max, bool *ret_more)
{
	struct closure_due_next_row due;
	struct closed_day c;
	struct schedule_id last;
	enum err e = closure_due_next(db, a, &due);

	*ret_more = e == OK;
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	c = (struct closed_day){ due.node, due.day, S("system") };
	TRY(close_some(db, a, now, &c, due.after, max, &last));
	return last.v ? closure_due_put(db, a, due.node, due.day, last)
		: closure_due_done(db, a, due.node, due.day);
}
