/*
 * What shows on the page of the effect, at the hospital that the accounts work for: since people are reminded, times that were
 * given back and taken again, reminders that arrived or were answered, messages that left.
 */
#include "areas/demo/inside.h"

#include "areas/figures/figures.h"
#include "demo_q.h"

/* What left in the last days is no example: the watch over the way out judges it. */
enum { GIVEN_BACK = 300, QUIET_DAYS = 4 };

static const struct doctor *doctor_of(const struct demo *d, struct schedule_id s)
{
	for (size_t i = 0; i < d->ndoctors; i++)
		if (d->doctors[i].schedule.v == s.v)
			return &d->doctors[i];
	return NULL;
}

static enum err taken_again(struct demo *d, struct organization_id house, struct day since, struct day until)
{
	struct demo_given_back_rows rows;

	TRY(demo_given_back(d->db, d->a, house, since, until, GIVEN_BACK, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct doctor *doc = doctor_of(d, rows.v[i].schedule);

		if (doc && dice_percent(&d->dice, 65))
			TRY(demo_visit(d, doc, (struct local){ rows.v[i].day, rows.v[i].start_min }));
	}
	return OK;
}

enum err demo_effect(struct demo *d)
{
	struct day since = month_first_day(demo_since(d)), until = { d->here.day.n - QUIET_DAYS };
	struct organization_id house = { 0 };

	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			house = d->hospitals[i].id;
	TRY(taken_again(d, house, since, until));
	TRY(demo_remind(d->db, d->a, house, since, until));
	TRY(demo_remind_about(d->db, d->a, house, since, until));
	TRY(demo_remind_messages(d->db, d->a, house, since, until));
	return demo_answered(d->db, d->a, house, since, until);
}
