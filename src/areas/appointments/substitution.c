/* Substitution. See substitution.h. */
#include "areas/appointments/substitution.h"

#include "appointments_q.h"
#include "areas/appointments/appointments.h"
#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"
#include "base/random.h"

#define SUBSTITUTION_OF(r) ((struct substitution){ .id = (r).id, .organization = (r).organization, \
	.schedule = (r).schedule, \
	.schedule_name = (r).schedule_fr.n ? names_make((r).schedule_fr, (r).schedule_ar, STR_NONE) \
		: names_make((r).own_name.s, (r).own_name_ar.s, STR_NONE), \
	.practitioner = (r).practitioner, .practitioner_name = names_make((r).name.s, (r).name_ar.s, STR_NONE), \
	.from = (r).from_day, .to = (r).to_day, .reason = (r).reason, .undone = (r).undone })

enum err substitution_get(struct db *db, struct arena *a, struct substitution_id id, struct substitution *ret)
{
	struct substitution_row_row r;

	TRY(substitution_row(db, a, id, &r));
	*ret = SUBSTITUTION_OF(r);
	return OK;
}

enum err substitution_list(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct day from,
	struct substitutions *ret)
{
	struct substitution_rows_rows rows;

	TRY(substitution_rows(db, a, lo, hi, from, &rows));
	struct substitutions out = { ARENA_ARRAY(a, struct substitution, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = SUBSTITUTION_OF(rows.v[i]);
	*ret = out;
	return OK;
}

enum err substitutions_of(struct db *db, struct arena *a, struct schedule_id schedule, struct day from, struct day to,
	struct substitutions *ret)
{
	struct substitution_rows_of_rows rows;

	TRY(substitution_rows_of(db, a, schedule, from, to, &rows));
	struct substitutions out = { ARENA_ARRAY(a, struct substitution, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = SUBSTITUTION_OF(rows.v[i]);
	*ret = out;
	return OK;
}

enum err substitute_on(struct db *db, struct arena *a, struct schedule_id schedule, struct day day,
	struct substitution *ret)
{
	struct substitution_of_day_row r;

	TRY(substitution_of_day(db, a, schedule, day, &r));
	*ret = SUBSTITUTION_OF(r);
	return OK;
}

/* ---- what it would do ---- */

/* The appointments of some days that go from one practitioner to another. */
static enum err list_passing(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day from, struct day to, int64_t whose, struct substitution_plan *ret)
{
	struct substitution_passing_rows rows;

	TRY(substitution_passing(db, a, schedule, from, (struct day){ to.n + 1 }, &rows));
	ret->passing = ARENA_ARRAY(a, struct appointment_id, rows.n + 1);
	ret->npassing = 0;
	for (size_t i = 0; i < rows.n; i++) {
		enum status s;
		struct passing x = { .open = status_of(rows.v[i].status, &s) && status_open(s),
			.history = rows.v[i].history, .ahead = rows.v[i].start_at.v > now.v,
			.within = rows.v[i].day.n >= from.n && rows.v[i].day.n <= to.n,
			.practitioner = rows.v[i].practitioner.is ? rows.v[i].practitioner.v : 0 };

		if (substitution_passes(&x, whose))
			ret->passing[ret->npassing++] = rows.v[i].id;
	}
	return OK;
}

#define STRETCHES_OF(a, rows, ret) do { \
	(ret) = ARENA_ARRAY((a), struct stretch, (rows).n + 1); \
	for (size_t i_ = 0; i_ < (rows).n; i_++) \
		(ret)[i_] = (struct stretch){ (rows).v[i_].day, (rows).v[i_].start_min, (rows).v[i_].end_min }; \
} while (0)

/* Hours of the agenda in which the substitute has hours of his own. */
static enum err find_meeting(struct db *db, struct arena *a, const struct substitution_ask *ask,
	struct substitution_plan *ret)
{
	struct day end = { ask->to.n + 1 };
	struct substitution_hours_rows here;
	struct substitution_own_hours_rows own;
	struct stretch *x, *y;

	TRY(substitution_hours(db, a, ask->schedule, ask->from, end, &here));
	TRY(substitution_own_hours(db, a, ask->from, end, ask->schedule, ask->practitioner, &own));
	STRETCHES_OF(a, here, x);
	STRETCHES_OF(a, own, y);
	ret->meets = substitution_meets(x, here.n, y, own.n, &ret->first);
	return OK;
}

static enum err find_closed(struct db *db, struct arena *a, const struct substitution_ask *ask, struct substitution_plan *ret)
{
	struct substitution_closed_rows rows;
	struct substitution_away_row away;

	TRY(substitution_away(db, a, ask->practitioner, ask->schedule, ask->from, ask->to, &away));
	ret->away = away.n;
	TRY(substitution_closed(db, a, ask->from, ask->to, ask->schedule, &rows));
	ret->closed = (struct substitution_closeds){ ARENA_ARRAY(a, struct substitution_closed, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->closed.v[i] = (struct substitution_closed){ rows.v[i].id, { rows.v[i].from_day, rows.v[i].from_min },
			{ rows.v[i].to_day, rows.v[i].to_min }, rows.v[i].whole && rows.v[i].own };
	return OK;
}

static enum err plan_of(struct db *db, struct arena *a, struct instant now, const struct substitution_ask *ask,
	const struct schedule *s, struct substitution_plan *ret)
{
	struct substitution_taken_row taken;
	const struct zone *z;

	*ret = (struct substitution_plan){ 0 };
	TRY(zone_get(s->zone, &z));
	ret->wrong = substitution_judge(ask->from, ask->to, zone_local(z, now).day, s->practitioner.v,
		ask->practitioner.v);
	if (ret->wrong != SUBSTITUTION_FITS)
		return OK;
	TRY(substitution_taken(db, a, ask->schedule, ask->from, ask->to, &taken));
	ret->taken = taken.n > 0;
	TRY(find_meeting(db, a, ask, ret));
	TRY(find_closed(db, a, ask, ret));
	return list_passing(db, a, now, ask->schedule, ask->from, ask->to, s->practitioner.v, ret);
}

static enum err both_known(struct db *db, struct arena *a, const struct substitution_ask *ask, struct schedule *ret)
{
	struct practitioner p;

	TRY(schedule_get(db, a, ask->schedule, ret));
	TRY(practitioner_get(db, a, ask->practitioner, &p));
	return ret->practitioner.v && p.active ? OK : E_NOTFOUND;
}

enum err substitution_plan(struct db *db, struct arena *a, struct instant now, const struct substitution_ask *ask,
	struct substitution_plan *ret)
{
	struct schedule s;

	TRY(both_known(db, a, ask, &s));
	return plan_of(db, a, now, ask, &s, ret);
}

/* ---- doing and undoing it ---- */

struct passing_over {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct practitioner_id to;
	enum notice_kind notice;
	struct str role;
	enum entry_reason reason;
	struct names who, instead;	/* named to people, where they know the agenda by name */
	const struct range *off;	/* closed again: who stands there is told when the desk places her again */
	size_t noff;
};

static bool in_vain(const struct passing_over *p, const struct appointment *x)
{
	int64_t from = local_minutes((struct local){ x->day, x->start_min });

	for (size_t i = 0; i < p->noff; i++)
		if (p->off[i].from < from + x->duration_min && p->off[i].to > from)
			return true;
	return false;
}

static enum err pass_one(const struct passing_over *p, struct appointment_id id)
{
	struct appointment x;
	int64_t n;

	TRY(appointment_load(p->db, p->a, id, &x));
	TRY(appointment_put_practitioner(p->db, p->a, p->to, p->now, x.id, x.version, &n));
	if (!n)
		return E_RETRY;
	struct act t = { .organization = x.organization.v, .act = ACT_SUBSTITUTE, .channel = channel_code(CH_DESK),
		.role = role_or_public(p->role), .schedule = x.schedule.v, .service = x.service.v, .day = x.day,
		.start_min = x.start_min, .minutes = x.duration_min, .zone = x.zone, .reason = p->reason,
		.chain = x.id.v, .holder = act_holder(p->a, x.salt, x.reference), .salt = x.salt };

	TRY(act(p->db, p->a, p->now, &t));
	if (in_vain(p, &x))
		return OK;
	return notice_tell(p->db, p->a, p->now, &(struct tell){ .kind = (int)p->notice, .patient = x.patient, .id = x.id,
		.organization = x.organization, .schedule = x.schedule, .start = { x.day, x.start_min },
		.start_at = x.start_at, .reference = x.reference, .discreet = x.sensitive, .place_kind = x.place_kind,
		.who = p->who, .instead = p->instead, .version = x.version + 1, .minutes = x.duration_min,
		.not_here = x.gathering.v != 0 });
}

static enum err pass_all(const struct passing_over *p, const struct substitution_plan *plan)
{
	for (size_t i = 0; i < plan->npassing; i++)
		TRY(pass_one(p, plan->passing[i]));
	return OK;
}

/* Who books there meanwhile waits, and then reads who stands in. */
static enum err lock_days(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day from, struct day to)
{
	for (struct day d = from; d.n <= to.n; d.n++)
		TRY(day_lock(db, a, d, now, schedule));
	return OK;
}

enum err substitution_make(struct db *db, struct arena *a, struct instant now, const struct substitution_ask *ask,
	struct substitution_plan *ret)
{
	struct schedule s;

	TRY(both_known(db, a, ask, &s));
	TRY(plan_of(db, a, now, ask, &s, ret));
	if (ret->wrong != SUBSTITUTION_FITS)
		return E_INPUT;
	TRY(lock_days(db, a, now, ask->schedule, ask->from, ask->to));
	TRY(plan_of(db, a, now, ask, &s, ret));
	if (ret->taken)
		return E_CONFLICT;
	if ((ret->meets || ret->away) && !ask->agreed)
		return E_LIMIT;
	struct substitution_id id = { random_id(now) };

	TRY(substitution_add(db, a, id, s.organization, s.id, ask->practitioner,
		ask->from, ask->to, ask->reason, (struct opt_int){ ask->account > 0, ask->account }, now));
	struct passing_over p = { .db = db, .a = a, .now = now, .to = ask->practitioner,
		.notice = NOTICE_SUBSTITUTED, .role = ask->role };
	struct practitioner by;

	for (size_t i = 0; ask->open && i < ret->closed.n; i++)
		if (ret->closed.v[i].may_open) {
			TRY(substitution_absence_add(db, a, id, ret->closed.v[i].id));
			TRY(absence_remove(db, a, now, ret->closed.v[i].id, role_or_public(ask->role)));
		}
	TRY(practitioner_get(db, a, ask->practitioner, &by));
	if (s.shown) {
		p.who = names_make(by.name.s, by.name_ar.s, STR_NONE);
		p.instead = s.name;
	}
	return pass_all(&p, ret);
}

/* What is still ahead of the time off that was taken back for him closes the agenda again. */
static enum err close_again(struct passing_over *p, struct substitution_id id, const struct schedule *s)
{
	struct substitution_absences_rows rows;
	const struct zone *z;
	int64_t from;

	TRY(zone_get(s->zone, &z));
	TRY(substitution_absences(p->db, p->a, id, &rows));
	struct range *off = ARENA_ARRAY(p->a, struct range, rows.n + 1);

	from = local_minutes(zone_local(z, p->now));
	for (size_t i = 0; i < rows.n; i++) {
		struct absence x = { .schedule = s->id, .from = { rows.v[i].from_day, rows.v[i].from_min },
			.to = { rows.v[i].to_day, rows.v[i].to_min }, .reason = rows.v[i].reason };

		if (local_minutes(x.to) <= from)
			continue;
		if (local_minutes(x.from) < from)
			x.from = zone_local(z, p->now);
		off[p->noff++] = (struct range){ local_minutes(x.from), local_minutes(x.to) };
		TRY(absence_again(p->db, p->a, p->now, &x, rows.v[i].closing, role_or_public(p->role)));
	}
	p->off = off;
	return OK;
}

enum err substitution_undo(struct db *db, struct arena *a, struct instant now, struct substitution_id id,
	int64_t account, struct str role, struct substitution_plan *ret)
{
	struct substitution x;
	struct schedule s;
	int64_t n;

	*ret = (struct substitution_plan){ 0 };
	TRY(substitution_get(db, a, id, &x));
	TRY(schedule_get(db, a, x.schedule, &s));
	TRY(lock_days(db, a, now, x.schedule, x.from, x.to));
	TRY(substitution_end(db, a, now, (struct opt_int){ account > 0, account }, id, &n));
	if (!n)
		return E_CONFLICT;
	TRY(list_passing(db, a, now, x.schedule, x.from, x.to, x.practitioner.v, ret));
	struct passing_over p = { .db = db, .a = a, .now = now, .to = s.practitioner, .notice = NOTICE_GIVEN_BACK,
		.role = role, .reason = WHY_BACK };

	TRY(close_again(&p, id, &s));
	return pass_all(&p, ret);
}
