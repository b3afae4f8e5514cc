/* The people of a number, with their appointments as far as their house shows them to who answers. */
#include "areas/telephone/inside.h"

enum { YEAR_DAYS = 365 };

/* A type that is discreet everywhere else is so on the telephone, and so are its agenda and room, which would tell it;
 * one that is not shown is an appointment. */
void telephone_as_seen(enum lang l, enum role role, int64_t sight, struct appointment *x)
{
	if (sight & SIGHT_TYPES && !(x->sensitive && role == ROLE_TELEPHONE))
		return;
	x->service_name.v[l] = lang_tr(l, N_("Appointment"));
	x->schedule_name = (struct names){ { S(""), S(""), S("") } };
	x->location_name = x->schedule_name;
}

static void as_seen(struct rq *rq, const struct call_house *h, struct appointment *x)
{
	telephone_as_seen(rq->lang, h->place.role, h->sight, x);
}

static enum err add_visits(struct rq *rq, const struct call_house *h, struct call_person *p)
{
	struct appointments all;

	TRY(appointment_of_patient(rq->db, rq->a, &h->scope, p->id, &all));
	p->next.v = ARENA_ARRAY(rq->a, struct call_visit, NEXT_MAX);
	p->past.v = ARENA_ARRAY(rq->a, struct call_visit, PAST_MAX);
	for (size_t i = all.n; i-- > 0;) {	/* they come newest first; next ones are shown soonest first */
		struct appointment *x = &all.v[i];

		if (x->day.n < h->now.day.n || !status_open(x->status))
			continue;
		if (p->next.n == NEXT_MAX) {
			p->later++;
			continue;
		}
		as_seen(rq, h, x);
		p->next.v[p->next.n++].x = *x;
	}
	for (size_t i = 0; i < all.n; i++) {
		struct appointment *x = &all.v[i];
		bool missed = x->status == ST_NOSHOW;

		if (missed && h->sight & SIGHT_MISSED && x->day.n > h->now.day.n - YEAR_DAYS) {
			p->missed++;
			p->last_missed = day_is(p->last_missed) ? p->last_missed : x->day;
		}
		if (!(h->sight & SIGHT_PAST) || p->past.n == PAST_MAX || x->day.n > h->now.day.n || (x->day.n == h->now.day.n && status_open(x->status))
			|| (missed && !(h->sight & SIGHT_MISSED)))
			continue;
		as_seen(rq, h, x);
		p->past.v[p->past.n++].x = *x;
	}
	return OK;
}

static enum err add_person(struct rq *rq, const struct call_house *h, const struct patient *w, struct call_persons *ret)
{
	struct call_person *p = &ret->v[ret->n++];

	*p = (struct call_person){ .id = w->id, .name = w->name, .birth_day = w->birth_day, .sex = w->sex, .phone = w->phone,
		.word = rq_word(rq, w->id.v), .last_missed = DAY_NONE };
	TRY(rq_audit(rq, AUDIT_SEARCH, w->id.v, w->organization.v));
	return add_visits(rq, h, p);
}

enum err call_household(struct rq *rq, const struct call_house *h, struct str number, struct call_part *ret)
{
	struct telephone_household_rows rows = { 0 };

	if (number.n)
		TRY(telephone_household(rq->db, rq->a, &h->files, number, ret->from, HOUSEHOLD_MAX + 1, &rows));
	ret->more = rows.n > HOUSEHOLD_MAX;
	ret->people = (struct call_persons){ ARENA_ARRAY(rq->a, struct call_person, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n && i < HOUSEHOLD_MAX; i++) {
		const struct telephone_household_row *r = &rows.v[i];

		TRY(add_person(rq, h, &(struct patient){ .id = r->id, .organization = r->organization, .name = r->name,
			.birth_day = r->birth_day, .sex = r->sex, .phone = r->phone }, &ret->people));
	}
	return OK;
}

enum err call_look_up(struct rq *rq, const struct call_house *h, struct str text, struct call_persons *ret)
{
	struct patient_matches rows = { 0 };

	if (text.n)
		TRY(patient_search(rq->db, rq->a, &h->files, text, FOUND_MAX, &rows));
	*ret = (struct call_persons){ ARENA_ARRAY(rq->a, struct call_person, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++)
		TRY(add_person(rq, h, &rows.v[i].who, ret));
	return OK;
}
