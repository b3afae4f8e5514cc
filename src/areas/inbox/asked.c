/* What a number was asked and may still answer. */
#include "areas/inbox/inside.h"

static bool to_come(struct str status)
{
	enum status st;

	return status_of(status, &st) && (st <= ST_BOOKED || st == ST_WAITLIST);
}

static bool known(const struct work *w, struct appointment_id id)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->things[i].offer && w->things[i].appointment.v == id.v)
			return true;
	return false;
}

static void late(struct work *w, const struct thing *t)
{
	if (w->any_late && w->late.asked.at.v >= t->asked.at.v)
		return;
	w->late = *t;
	w->any_late = true;
}

static enum err reminders(struct work *w)
{
	const struct instant since = { w->now.v - QUESTION_SECONDS };
	struct inbox_questions_rows rows;

	TRY(inbox_questions(w->db, w->a, w->m.phone, since, w->now, &rows));
	for (size_t i = 0; i < rows.n && w->n < ASKED_MAX; i++) {
		const struct inbox_questions_row *r = &rows.v[i];
		const struct thing t = { .appointment = r->appointment, .reference = r->reference, .organization = r->organization,
			.patient = r->patient, .lang = r->lang,
			.asked = { .ask = r->ask, .at = r->asked_at, .answered = r->said.n > 0 } };

		if (!r->same || known(w, r->appointment))
			continue;
		if (to_come(r->status) && r->start_at.v > w->now.v)
			w->things[w->n++] = t;
		else
			late(w, &t);
	}
	return OK;
}

/* In its place by when it was asked; the oldest may fall out. */
static void insert(struct work *w, const struct thing *t)
{
	size_t i = w->n < ASKED_MAX ? w->n++ : ASKED_MAX - 1;

	for (; i > 0 && w->things[i - 1].asked.at.v < t->asked.at.v; i--)
		w->things[i] = w->things[i - 1];
	w->things[i] = *t;
}

static enum err offers(struct work *w)
{
	const struct instant since = { w->now.v - OFFER_SECONDS };
	struct inbox_offers_rows rows;

	TRY(inbox_offers(w->db, w->a, w->m.phone, since, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct inbox_offers_row *r = &rows.v[i];
		const struct thing t = { .offer = true, .offered = r->offer, .start = { r->day, r->start_min },
			.organization = r->organization, .patient = r->patient, .lang = r->lang,
			.asked = { .ask = r->offer.v, .at = r->at, .offer = true } };

		if (str_eq(r->state, S("open")) && r->answer_by.v > w->now.v)
			insert(w, &t);
		else
			late(w, &t);
	}
	return OK;
}

enum err things_load(struct work *w)
{
	TRY(reminders(w));
	return offers(w);
}
