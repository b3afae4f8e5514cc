/* To place again: future appointments that lost their opening, each with where it could go. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "areas/desk/rehome.h"
#include "base/num.h"
#include "desk_t.h"
#include "web/web.h"

enum { LINES_MAX = 40, COUNT_MAX = 200 };

enum err desk_orphans_waiting(struct rq *rq, int64_t *ret)
{
	struct desk_orphans_rows rows;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(desk_orphans(rq->db, rq->a, &rq->who.scope, d.now.day, COUNT_MAX, &rows));
	*ret = (int64_t)rows.n;
	return OK;
}

enum err orphans_show(struct rq *rq, int status, int64_t done, const struct orphan_misses *missed)
{
	struct orphans_page p = { .done = done };
	struct desk_orphans_rows ids;
	struct rehoming *r;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(desk_orphans(rq->db, rq->a, &rq->who.scope, d.now.day, COUNT_MAX, &ids));
	TRY(desk_may_extra(rq, &d, &p.may_extra));
	if (p.may_extra)
		TRY(desk_extra_reasons(rq, &d, &p.reasons));
	r = rehoming_begin(rq, &d);
	p.total = (int64_t)ids.n;
	p.rows.v = ARENA_ARRAY(rq->a, struct orphan, LINES_MAX);
	for (size_t i = 0; i < ids.n && p.rows.n < LINES_MAX; i++) {
		struct orphan *o = &p.rows.v[p.rows.n];

		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, ids.v[i].id, &o->x));
		TRY(rehome_propose(r, &p.rows, p.may_extra, o));
		TRY(rq_audit(rq, AUDIT_LIST, o->x.patient.v, o->x.organization.v));
		p.rows.n++;
	}
	if (missed)
		p.missed = *missed;

	struct page *pg = rq_page(rq, status);

	t_desk_orphans(pg, &p);
	return OK;
}

enum err desk_orphans_page(struct rq *rq)
{
	int64_t done;

	if (num_parse(rq_raw(rq, "done"), 1, LINES_MAX, &done) != OK)
		done = 0;
	return orphans_show(rq, 200, done, NULL);
}

/* ---- what is done with the ticked lines ---- */

const char *const said_codes[] = { "", "agreed-phone", "agreed-counter", "told-phone", "told-counter", "told-message", NULL };

const char *said_label(enum moved_said s)
{
	static const char *const labels[SAID_MAX] = { N_("— nothing said yet —"), N_("agreed, by phone"),
		N_("agreed, at the counter"), N_("was told, by phone"), N_("was told, at the counter"),
		N_("is told by this SMS") };

	return labels[s];
}

struct said_list said_all(void)
{
	static const enum moved_said all[] = { SAID_NOTHING, SAID_AGREED_PHONE, SAID_AGREED_COUNTER, SAID_TOLD_PHONE,
		SAID_TOLD_COUNTER, SAID_TOLD_MESSAGE };

	return (struct said_list){ all, SAID_MAX };
}

/* Ticked lines send "ID.VERSION"; of each, o-ID says what to do, p-ID the time chosen, s-ID the substitute's, x-ID
 * the extra one, a-ID what the person knows. all, said and reason hold for every ticked line, said where a-ID is silent. */
struct orphans_in { struct str_list line; bool sms; int32_t all, said; struct str reason; };
static const char *const acts_of_all[] = { "each", "move", "substitute", "extra", "keep", "cancel", NULL };
static const struct field orphans_fields[] = {
	FIELD(orphans_in, line, F_LIST, struct str_list, .max = LINES_MAX),
	FIELD(orphans_in, sms, F_BOOL, bool),
	FIELD(orphans_in, all, F_CHOICE, int32_t, .choices = acts_of_all),
	FIELD(orphans_in, said, F_CHOICE, int32_t, .choices = said_codes),
	FIELD(orphans_in, reason, F_TEXT, struct str, .max = 60),
};
const struct form desk_orphans_form = FORM(orphans_in, orphans_fields);

static struct str field_of(const struct rq *rq, char kind, int64_t id)
{
	return rq_raw(rq, arena_cstr(rq->a, arena_fmt(rq->a, "%c-%lld", kind, (long long)id)));
}

static enum moved_said said_of(const struct rq *rq, const struct orphans_in *in, int64_t id)
{
	struct str own = field_of(rq, 'a', id);

	for (int i = 1; i < SAID_MAX; i++)
		if (str_eq(own, str_of(said_codes[i])))
			return (enum moved_said)i;
	return in->said > 0 ? (enum moved_said)in->said : SAID_NOTHING;
}

/* To the time that the line chose for what it does. E_NOTFOUND: none, or another house's. */
static enum err move(struct rq *rq, const struct appointment *x, const struct change_ask *who, struct str what)
{
	char kind = str_eq(what, S("substitute")) ? 's' : str_eq(what, S("extra")) ? 'x' : 'p';
	const struct orphans_in *in = rq->form;
	struct move_ask to = { .said = said_of(rq, in, x->id.v), .overbook_reason = S("") };
	struct slot_value value;
	struct schedule s;
	int64_t version;

	if (kind == 'p' && !str_eq(what, S("move")))
		return E_NOTFOUND;
	if (!slot_value_read(field_of(rq, kind, x->id.v), &value))
		return E_INPUT;
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ value.schedule }, &s));
	if (s.organization.v != x->organization.v)
		return E_NOTFOUND;
	to.schedule = s.id;
	to.day = value.day;
	to.start_min = value.min;
	if (kind == 'x') {
		if (!in->reason.n)
			return E_NOTFOUND;
		to.overbook_reason = in->reason;
	}
	return appointment_move(rq->db, rq->a, rq->now, who, &to, &version);
}

static enum err place(struct rq *rq, const struct appointment *x)
{
	const struct orphans_in *in = rq->form;
	struct str what = in->all > 0 ? str_of(acts_of_all[in->all]) : field_of(rq, 'o', x->id.v);
	struct change_ask who = { .id = x->id, .version = x->version, .channel = CH_DESK, .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .silent = !in->sms };
	int64_t version;

	if (str_eq(what, S("keep")))
		return desk_kept_put(rq->db, rq->a, x->id, x->organization, x->day, (struct minutes){ x->start_min },
			(struct account_id){ rq->who.account }, rq->now);
	if (str_eq(what, S("cancel")))
		return appointment_cancel(rq->db, rq->a, rq->now, &who, false,
			lang_tr(LANG_FR, N_("The agenda is closed at that time")), &version);
	return move(rq, x, &who, what);
}

/* One line. What could not be done is noted, and the others go on. */
static enum err do_line(struct rq *rq, struct str line, int64_t *done, struct orphan_misses *missed)
{
	struct str id = str_cut(&line, '.');
	struct appointment x;
	int64_t n, version;
	enum err e = E_CONFLICT;
	enum missed why = MISSED_CHANGED;

	if (num_parse(id, 1, INT64_MAX, &n) != OK || num_parse(line, 1, INT64_MAX, &version) != OK)
		return E_NOTFOUND;
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ n }, &x));
	if (x.version == version && status_open(x.status)) {
		e = place(rq, &x);
		why = e == E_DENIED ? MISSED_UNSAID : e == E_LIMIT ? MISSED_FULL : MISSED_TAKEN;
	}
	TRY(rq_audit(rq, e == OK ? AUDIT_CHANGE : AUDIT_READ, x.patient.v, x.organization.v));
	if (e == OK)
		*done += 1;
	else if (e == E_CONFLICT || e == E_INPUT || e == E_DENIED || e == E_LIMIT)
		missed->v[missed->n++] = (struct orphan_miss){ x.patient_name, x.day, x.start_min, why };
	else
		return e;
	return OK;
}

enum err desk_orphans_place(struct rq *rq)
{
	const struct orphans_in *in = rq->form;
	struct orphan_misses missed = { ARENA_ARRAY(rq->a, struct orphan_miss, in->line.n + 1), 0 };
	int64_t done = 0;

	for (size_t i = 0; i < in->line.n; i++)
		TRY(do_line(rq, in->line.v[i], &done, &missed));
	if (missed.n)
		return orphans_show(rq, 409, done, &missed);
	return rq_redirect(rq, "/desk/orphans?done=%d", (int)done);
}
