/* Messages that did not arrive, for the page of those not reached. */
#include "areas/demo/inside.h"

#include "demo_q.h"
#include "jobs/bounces.h"
#include "jobs/jobs.h"

static enum err lose(struct demo *d, const struct hospital *h)
{
	static const struct { const char *template, *why, *state; } lost[] = {
		{ "booked", "refused", "failed" }, { "reminder", "undelivered", "failed" }, { "cancelled-by-service", "unknown", "failed" },
	};
	struct demo_coming_rows rows;

	TRY(demo_coming(d->db, d->a, h->id, (struct day){ d->here.day.n + 2 }, 3, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct demo_coming_row *x = &rows.v[i];
		const struct message m = { .organization = h->id.v, .appointment = x->id, .patient = x->patient_id, .channel = S("sms"),
			.template = str_of(lost[i].template), .lang = S("fr"), .recipient = x->phone, .body = S("RDV"),
			.due_at = { d->now.v - 3600 * (int64_t)(i + 1) }, .drop_at = x->start_at };
		int64_t id;

		TRY(message_queue_id(d->db, d->a, (struct instant){ d->now.v - 3600 * (int64_t)(i + 1) }, &m, &id));
		TRY(demo_message_lost(d->db, d->a, id, str_of(lost[i].why), str_of(lost[i].state)));
	}
	if (!rows.n)
		return OK;
	/* and one whose mail comes back */
	TRY(demo_patient_mail(d->db, d->a, S("boite.fermee@example.ma"), (struct patient_id){ rows.v[0].patient_id }));
	return mail_address_put_bad(d->db, d->a, (struct instant){ d->now.v - 86400 }, h->id.v, S("boite.fermee@example.ma"), S("5.1.1"));
}

enum err demo_unsent(struct demo *d)
{
	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			return lose(d, &d->hospitals[i]);
	return OK;
}
