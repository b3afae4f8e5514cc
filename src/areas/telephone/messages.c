/* What a caller leaves for a practitioner: written during a call, read on a page of his own. */
#include "areas/telephone/inside.h"

#include "base/random.h"
#include "telephone_t.h"

struct message_in { struct practitioner_id practitioner; struct str about, text; };
static const struct field message_fields[] = {
	FIELD(message_in, practitioner, F_ID, struct practitioner_id, .required = true, .missing = N_("Choose who reads the message.")),
	FIELD(message_in, about, F_TEXT, struct str, .max = 100),
	FIELD(message_in, text, F_TEXT, struct str, .required = true, .max = 500, .missing = N_("Write the message.")),
};
const struct form telephone_message_form = FORM(message_in, message_fields);

/* Of the house that the session works at, who reads messages. */
static enum err reads_here(struct rq *rq, const struct call_house *h, struct practitioner_id id)
{
	struct telephone_practitioners_rows rows;

	TRY(telephone_practitioners(rq->db, rq->a, h->place.lo, h->place.hi, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id.v == id.v)
			return OK;
	return rq_wrong(rq, "practitioner", N_("Choose who reads the message."));
}

enum err telephone_message(struct rq *rq)
{
	const struct message_in *in = rq->form;
	struct telephone_call_row_row c;
	const struct call_house *house, *here;
	struct call_houses all;
	struct patient who = { 0 };
	int64_t about;

	TRY(call_houses(rq, &all));
	TRY(call_seen(rq, &all, &c, &house));
	here = call_house_here(&all);
	if (!(here->sight & SIGHT_WRITE))
		return E_NOTFOUND;
	TRY(reads_here(rq, here, in->practitioner));
	about = in->about.n ? rq_word_id(rq, "about") : 0;
	if (about) {
		TRY(patient_get(rq->db, rq->a, &here->files, (struct patient_id){ about }, &who));
		TRY(rq_audit(rq, AUDIT_CHANGE, who.id.v, who.organization.v));
	}
	TRY(telephone_message_add(rq->db, rq->a, (struct telephone_message_id){ random_id(rq->now) }, here->place.organization, in->practitioner,
		c.id, who.id, rq->who.account, in->text, rq->now));
	return rq_redirect(rq, "/desk/telephone/%lld#messages", (long long)c.id.v);
}

/* ---- the practitioner's ---- */

/* Whom an account without a practitioner reads for: nobody. */
static struct practitioner_id self(const struct rq *rq)
{
	return (struct practitioner_id){ rq->who.practitioner > 0 ? rq->who.practitioner : INT64_MAX };
}

enum err telephone_inbox_count(struct rq *rq, int64_t *ret)
{
	struct telephone_messages_new_row r;

	TRY(telephone_messages_new(rq->db, rq->a, &rq->who.scope, self(rq), &r));
	*ret = r.n;
	return OK;
}

enum err telephone_inbox(struct rq *rq)
{
	struct organization_get_row o;
	struct telephone_messages_rows rows;
	const struct zone *zone;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &o));
	TRY(zone_get(o.zone, &zone));
	TRY(telephone_messages(rq->db, rq->a, &rq->who.scope, self(rq), &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, rows.v[i].patient.v, rows.v[i].keeper.v ? rows.v[i].keeper.v : rows.v[i].organization.v));

	struct page *pg = rq_page(rq, 200);

	pg->zone = zone;
	t_telephone_inbox(pg, rows);
	return OK;
}

enum err telephone_inbox_read(struct rq *rq)
{
	struct telephone_message_id id = { rq_id(rq, 0) };
	struct telephone_message_row_row m;
	int64_t n;

	TRY(telephone_message_row(rq->db, rq->a, &rq->who.scope, id, &m));
	TRY(telephone_message_read(rq->db, rq->a, rq->now, rq->who.account, id, &n));
	return rq_redirect(rq, "/desk/messages");
}
