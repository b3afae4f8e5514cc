/* Administration of absences: first what it would strike, then saved. See pages.h. */
#include "areas/schedules/pages.h"

#include "schedules_t.h"

struct absence_in { struct day from, to; int32_t from_min, to_min; struct str reason; };
static const struct field absence_fields[] = {
	FIELD(absence_in, from, F_DAY, struct day, .required = true,
		.missing = N_("Write the first day")),
	FIELD(absence_in, to, F_DAY, struct day),
	FIELD(absence_in, from_min, F_MIN, int32_t),
	FIELD(absence_in, to_min, F_MIN, int32_t),
	FIELD(absence_in, reason, F_TEXT, struct str, .max = 200),
};
const struct form absence_form = FORM(absence_in, absence_fields);

enum err absence_new_page(struct rq *rq)
{
	struct schedule s;
	struct day today;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(place_today(rq, s.zone, &today));
	t_schedules_absence(rq_page(rq, 200), &s, today);
	return OK;
}

/* Whole days unless hours are given: to the end of the last day. */
static enum err read_absence(struct rq *rq, struct schedule_id schedule, struct absence *ret)
{
	const struct absence_in *in = rq->form;
	struct day last = day_is(in->to) ? in->to : in->from;
	struct absence x = { .schedule = schedule, .from = { in->from,
		in->from_min < 0 ? 0 : in->from_min },
		.to = { last, in->to_min }, .reason = in->reason };

	if (in->to_min < 0)
		x.to = (struct local){ { last.n + 1 }, 0 };
	if (local_cmp(x.from, x.to) >= 0)
		return rq_wrong(rq, last.n < in->from.n ? "to" : "to_min",
			N_("The end must be later than the beginning"));
	if (x.to.day.n - x.from.day.n > 5 * 365)
		return rq_wrong(rq, "to", N_("At most five years"));
	*ret = x;
	return OK;
}

enum err absence_preview(struct rq *rq)
{
	const struct absence_in *in = rq->form;
	struct schedule s;
	struct absence x;
	struct strucks struck;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(read_absence(rq, s.id, &x));

	const struct range span = { local_minutes(x.from), local_minutes(x.to) };

	TRY(strikes_of_agendas(rq->db, rq->a, &rq->who.scope, rq->now,
		(struct schedule_ids){ &s.id, 1 }, (struct spans){ &span, 1 }, &struck));
	TRY(struck_seen(rq, &struck));
	t_schedules_absence_preview(rq_page(rq, 200), &s, &x, day_is(in->to) ? in->to : in->from, in->from_min < 0,
		in->to_min < 0, &struck);
	return OK;
}

enum err absence_save(struct rq *rq)
{
	struct schedule s;
	struct absence x;
	struct absence_id id;
	int64_t struck;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(read_absence(rq, s.id, &x));
	TRY(absence_strikes(rq->db, rq->a, s.id, x.from, x.to, &struck));
	TRY(absence_put(rq->db, rq->a, rq->now, &x, str_of(role_code(rq->who.role)), &id));
	TRY(admin_note(rq, s.organization, "absence"));
	/* Who works at the desk too goes on with the appointments that lost their place. */
	if (struck && rq->who.role == ROLE_HEAD_OF_ADMISSIONS)
		return rq_redirect(rq, "/desk/orphans");
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
}

enum err absence_remove_save(struct rq *rq)
{
	struct absence x;
	struct schedule s;

	TRY(absence_get(rq->db, rq->a, (struct absence_id){ rq_id(rq, 0) }, &x));
	TRY(admin_schedule(rq, x.schedule.v, &s));
	enum err e = absence_remove(rq->db, rq->a, rq->now, x.id, str_of(role_code(rq->who.role)));

	if (e == E_DENIED) {
		TRY(rq_problem(rq, N_("This is the time of a group session: change or cancel the session.")));
		return E_CONFLICT;
	}
	TRY(e);
	TRY(admin_note(rq, s.organization, "absence-back"));
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
}
