/*
 * The next appointment of a patient in front of the practitioner: in his own agenda, or in one in which he stands
 * in on that day, for the person of an appointment of his. He looks nobody up and sees no other agenda.
 */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "desk_t.h"
#include "web/web.h"

enum { LATER_DAYS = 28, LOOK_DAYS = 31, TIMES_MAX = 12, A_DAY = 4 };

/* The appointment, if its agenda is the practitioner's still on some day to come. E_NOTFOUND. */
static enum err load_own(struct rq *rq, const struct desk *d, struct appointment *ret, struct own_days *ret_days)
{
	struct appointment x;

	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ rq_id(rq, 0) }, &x));
	TRY(own_days_load(rq, x.schedule, d->now.day, ret_days));
	if (!ret_days->all && !ret_days->n)
		return E_NOTFOUND;
	*ret = x;
	return rq_audit(rq, rq_is_post(rq) ? AUDIT_CHANGE : AUDIT_READ, x.patient.v, x.organization.v);
}

/* The types that this agenda offers, follow-up visits first; the one that was asked for, or the first. */
static enum err list_types(struct rq *rq, const struct desk *d, struct again_page *p)
{
	struct desk_types_rows rows;
	int64_t asked = rq_word_id(rq, "type");

	TRY(desk_types(rq->db, rq->a, d->lo, d->hi, p->x.specialty, true, false, false, d->now.day, &rows));
	p->types.v = ARENA_ARRAY(rq->a, struct agenda_choice, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct desk_types_row *r = &rows.v[i];

		if (r->id.v == asked || !p->type)
			p->type = r->id.v;
		p->types.v[p->types.n++] = (struct agenda_choice){ rq_word(rq, r->id.v),
			organization_name(rq->lang, r->name_fr, r->name_ar, r->name_en), false };
	}
	for (size_t i = 0; i < rows.n; i++)
		p->types.v[i].chosen = rows.v[i].id.v == p->type;
	return OK;
}

/* The first few of each day, so that several days are in sight. */
static enum err list_times(struct rq *rq, const struct own_days *own, struct again_page *p)
{
	struct slot_ask ask = { .service = { p->type }, .schedule = p->x.schedule, .from = p->from, .days = LOOK_DAYS,
		HOME_OF(&p->x) };
	struct slot_times free = { 0 };
	size_t same = 0;

	if (p->type)
		TRY(slot_list(rq->db, rq->a, rq->now, &ask, &free));
	p->times.v = ARENA_ARRAY(rq->a, struct move_time, TIMES_MAX);
	for (size_t i = 0; i < free.n && p->times.n < TIMES_MAX; i++) {
		same = i && free.v[i].day.n == free.v[i - 1].day.n ? same + 1 : 0;
		if (same >= A_DAY || !own_day(own, free.v[i].day))
			continue;
		p->times.v[p->times.n++] = (struct move_time){
			.value = slot_value(rq->a, free.v[i].schedule, free.v[i].day, free.v[i].min), .t = free.v[i],
			.agenda = S(""), .why = REHOME_SAME };
	}
	return OK;
}

static enum err show(struct rq *rq, int status, const char *taken)
{
	struct again_page p = { .taken = taken ? lang_tr(rq->lang, taken) : S("") };
	struct own_days own;
	struct page *pg;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(load_own(rq, &d, &p.x, &own));
	p.from = desk_day(rq, "from", own.n ? own.v[0].first : (struct day){ d.now.day.n + LATER_DAYS });
	if (p.from.n < d.now.day.n)
		p.from = d.now.day;
	TRY(list_types(rq, &d, &p));
	TRY(list_times(rq, &own, &p));
	pg = rq_page(rq, status ? status : rq_has_errors(rq) ? 422 : 200);
	t_desk_again(pg, &p);
	return OK;
}

enum err desk_again_page(struct rq *rq)
{
	return show(rq, 0, NULL);
}

struct again_in { struct service_id type; struct str slot; };
static const struct field again_fields[] = {
	FIELD(again_in, type, F_ID, struct service_id, .required = true),
	FIELD(again_in, slot, F_TEXT, struct str, .required = true, .max = 60, .missing = N_("Choose a time.")),
};
const struct form desk_again_form = FORM(again_in, again_fields);

enum err desk_again(struct rq *rq)
{
	const struct again_in *in = rq->form;
	struct appointment x;
	struct slot_value at;
	struct own_days own;
	struct booked done;
	struct desk d;
	enum err e;

	TRY(desk_begin(rq, &d));
	TRY(load_own(rq, &d, &x, &own));
	if (!slot_value_read(in->slot, &at))
		return rq_wrong(rq, "slot", N_("Choose a time."));
	if (at.schedule != x.schedule.v || !own_day(&own, at.day))
		return E_NOTFOUND;
	const struct book_ask ask = { .schedule = x.schedule, .service = in->type, .day = at.day, .start_min = at.min,
		.patient = x.patient, .channel = CH_DESK, .for_whom = "self", .booked_by = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .home = x.home };
	e = appointment_book(rq->db, rq->a, rq->now, &ask, &done);
	if (e == E_CONFLICT || e == E_INPUT) {
		TRY(show(rq, 409, N_("This time was just taken by somebody else. Nothing was booked. The next free times are below.")));
		return E_CONFLICT;
	}
	TRY(e);
	return rq_redirect(rq, "/desk/appointments/%lld?booked=1", (long long)done.id.v);
}
