/* The desk's inbox: messages that the program did not understand. Calls to return stand in the list of people to call
 * (areas/telephone). */
#include "areas/inbox/inside.h"

#include "areas/inbox/view.h"
#include "inbox_t.h"

enum { SHOWN = 200, SHOWN_DONE = 50, NOTE_MAX = 200 };

static const char *why_of(struct str outcome)
{
	static const struct { const char *outcome, *said; } v[] = {
		{ "helped", N_("Not understood; how to answer was sent") }, { "stranger", N_("Not understood; how to answer was sent") },
		{ "too-late", N_("Does not come: too late to cancel by message") }, { "failed", N_("Could not be done by the program") },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		if (str_eq(outcome, str_of(v[i].outcome)))
			return v[i].said;
	return N_("Not understood");
}

/* What both lists have in common, by the names of the columns. */
#define LINE_OF(r) ((struct inbox_line){ .id = (r)->id, .patient = (r)->patient, .name = { (r)->name }, .phone = (r)->phone, \
	.number = str_starts((r)->phone, S("+")), .text = (r)->text, .lang = (r)->lang, .why = why_of((r)->outcome), .at = (r)->at, \
	.times = (r)->times })

static enum err waiting(struct rq *rq, struct inbox_lines *ret)
{
	struct inbox_waiting_rows rows;

	TRY(inbox_waiting(rq->db, rq->a, &rq->who.scope, S("sms"), SHOWN, &rows));
	ret->v = ARENA_ARRAY(rq->a, struct inbox_line, rows.n + 1);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		ret->v[i] = LINE_OF(&rows.v[i]);
		TRY(rq_audit(rq, AUDIT_LIST, rows.v[i].patient.v, rows.v[i].organization.v));
	}
	return OK;
}

static enum err done_ones(struct rq *rq, struct inbox_page *p)
{
	struct inbox_handled_rows rows;

	TRY(inbox_handled(rq->db, rq->a, &rq->who.scope, SHOWN_DONE, &rows));
	p->messages.v = ARENA_ARRAY(rq->a, struct inbox_line, rows.n + 1);
	p->messages.n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		struct inbox_line *l = &p->messages.v[i];

		*l = LINE_OF(&rows.v[i]);
		if (str_eq(rows.v[i].kind, S("call")))
			l->why = N_("Missed call");
		l->handled_at = rows.v[i].handled_at;
		l->by = rows.v[i].by_name;
		l->note = rows.v[i].note;
		TRY(rq_audit(rq, AUDIT_LIST, rows.v[i].patient.v, rows.v[i].organization.v));
	}
	return OK;
}

static enum err inbox(struct rq *rq)
{
	struct inbox_page p = { .done = str_eq(rq_raw(rq, "done"), S("1")) };

	if (p.done) {
		TRY(done_ones(rq, &p));
	} else {
		TRY(waiting(rq, &p.messages));
		TRY(inbox_calls_number(rq->db, rq->a, &rq->who.scope, SHOWN, &p.calls));
	}
	TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	t_inbox_inbox(rq_page(rq, 200), &p);
	return OK;
}

struct done_input { struct str note; };
static const struct field done_fields[] = { FIELD(done_input, note, F_TEXT, struct str, .max = NOTE_MAX) };
static const struct form done_form = FORM(done_input, done_fields);

/* Two who press at once: the first one's note stands, and both see the list. */
static enum err done(struct rq *rq)
{
	const struct done_input *in = rq->form;
	struct inbox_message_id id = { rq_id(rq, 0) };
	struct inbox_open_one_row row;
	int64_t n;

	TRY(inbox_open_one(rq->db, rq->a, &rq->who.scope, id, &row));
	TRY(inbox_close(rq->db, rq->a, rq->now, rq->who.account, in->note, id, &n));
	if (n)
		TRY(rq_audit(rq, AUDIT_CHANGE, row.patient.v, row.organization.v));
	return rq_redirect(rq, "/desk/inbox");
}

static enum err waiting_count(struct rq *rq, int64_t *ret)
{
	struct inbox_waiting_count_row row;

	TRY(inbox_waiting_count(rq->db, rq->a, &rq->who.scope, S("sms"), SHOWN, &row));
	*ret = row.n;
	return OK;
}

static int64_t by_id(const struct rq *rq)
{
	return rq_id(rq, 0);
}

enum { INBOX_ROLES = R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR) };
const struct route inbox_routes[] = {
	{ "GET", "/desk/inbox", inbox, INBOX_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/inbox/:id/done", done, INBOX_ROLES, WRITE, &done_form, 0, inbox, NULL, by_id },
	{ 0 },
};
const struct nav inbox_nav[] = {
	{ INBOX_ROLES, 34, "/desk/inbox", N_("Inbox"), N_("Messages that people wrote and the program did not understand."), NULL, waiting_count },
	{ 0 },
};
