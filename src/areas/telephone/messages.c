/* What a caller leaves for a practitioner: written during a call, read on a page of his own; of who does not sign in there, handed
 * over by the desk. */
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

/* A practitioner of the house that the session works at. */
static enum err works_here(struct rq *rq, const struct call_house *h, struct practitioner_id id)
{
	struct telephone_practitioners_rows rows;

	TRY(telephone_practitioners(rq->db, rq->a, h->place.lo, h->place.hi, h->now.day, &rows));
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
	TRY(works_here(rq, here, in->practitioner));
	about = in->about.n ? rq_word_id(rq, "about") : 0;
	if (about) {
		TRY(patient_get(rq->db, rq->a, &here->files, (struct patient_id){ about }, &who));
		TRY(rq_audit(rq, AUDIT_CHANGE, who.id.v, who.organization.v));
	}
	TRY(telephone_message_add(rq->db, rq->a, (struct telephone_message_id){ random_id(rq->now) }, here->place.organization, in->practitioner,
		c.id, who.id, rq->who.account, in->text, rq->now));
	return rq_redirect(rq, "/desk/telephone/%lld#messages", (long long)c.id.v);
}

/* ---- their pages: a practitioner's own, and the desk's of those who do not sign in ---- */

/* Whom an account without a practitioner reads for: nobody. */
static struct practitioner_id self(const struct rq *rq)
{
	return (struct practitioner_id){ rq->who.practitioner > 0 ? rq->who.practitioner : INT64_MAX };
}

static enum err today_of(const struct rq *rq, struct day *ret)
{
	const struct zone *zone;

	TRY(zone_get(S("Africa/Casablanca"), &zone));
	*ret = zone_local(zone, rq->now).day;
	return OK;
}

enum err telephone_inbox_count(struct rq *rq, int64_t *ret)
{
	struct telephone_messages_new_row r;

	TRY(telephone_messages_new(rq->db, rq->a, &rq->who.scope, self(rq), &r));
	*ret = r.n;
	return OK;
}

enum err telephone_to_hand_count(struct rq *rq, int64_t *ret)
{
	struct telephone_messages_hand_new_row r;
	struct day today;

	TRY(today_of(rq, &today));
	TRY(telephone_messages_hand_new(rq->db, rq->a, &rq->who.scope, today, &r));
	*ret = r.n;
	return OK;
}

static enum err show_own(struct rq *rq, struct page *pg)
{
	struct telephone_messages_rows rows;

	TRY(telephone_messages(rq->db, rq->a, &rq->who.scope, self(rq), &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, rows.v[i].patient.v, rows.v[i].keeper.v ? rows.v[i].keeper.v : rows.v[i].organization.v));
	t_telephone_inbox(pg, rows);
	return OK;
}

static enum err show_to_hand(struct rq *rq, struct page *pg)
{
	struct telephone_messages_to_hand_rows rows;
	struct day today;

	TRY(today_of(rq, &today));
	TRY(telephone_messages_to_hand(rq->db, rq->a, &rq->who.scope, telephone_since(rq, 1), today, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct telephone_messages_to_hand_row *r = &rows.v[i];

		if (rq->lang == LANG_AR && r->practitioner_ar.s.n)
			r->practitioner = r->practitioner_ar;
		TRY(rq_audit(rq, AUDIT_LIST, r->patient.v, r->keeper.v ? r->keeper.v : r->organization.v));
	}
	t_telephone_to_hand(pg, rows);
	return OK;
}

enum err telephone_inbox(struct rq *rq)
{
	struct organization_get_row o;
	const struct zone *zone;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &o));
	TRY(zone_get(o.zone, &zone));

	struct page *pg = rq_page(rq, 200);

	pg->zone = zone;
	return rq->who.role == ROLE_PRACTITIONER ? show_own(rq, pg) : show_to_hand(rq, pg);
}

/* One that this account may say is read: the practitioner his own, the desk what it hands over. */
static enum err may_end(struct rq *rq, struct telephone_message_id id)
{
	struct telephone_message_hand_row_row handed;
	struct telephone_message_row_row own;
	struct day today;

	if (rq->who.role == ROLE_PRACTITIONER)
		return telephone_message_row(rq->db, rq->a, &rq->who.scope, id, &own);
	TRY(today_of(rq, &today));
	return telephone_message_hand_row(rq->db, rq->a, &rq->who.scope, id, today, &handed);
}

enum err telephone_inbox_read(struct rq *rq)
{
	struct telephone_message_id id = { rq_id(rq, 0) };
	int64_t n;

	TRY(may_end(rq, id));
	TRY(telephone_message_read(rq->db, rq->a, rq->now, rq->who.account, id, &n));
	return rq_redirect(rq, "/desk/messages");
}
