/* To place again: future appointments that lost their opening, each with where it could go. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "areas/desk/rehome.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "desk_t.h"
#include "web/web.h"

enum { LINES_MAX = 40, WAITING_MAX = 200, COUNT_MAX = 5000, WHOSE_MAX = 12 };

enum err desk_orphans_waiting(struct rq *rq, int64_t *ret)
{
	struct desk_orphans_rows rows;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(desk_orphans(rq->db, rq->a, &rq->who.scope, d.now.day, WAITING_MAX, &rows));
	*ret = (int64_t)rows.n;
	return OK;
}

static const struct str_list *orphans_ticked(const struct rq *rq);

/* ---- the page ---- */

static int64_t number(const struct rq *rq, const char *name, int64_t max)
{
	int64_t n;

	return num_parse(rq_raw(rq, name), 1, max, &n) == OK ? n : 0;
}

static struct url here(const struct rq *rq, int64_t agenda, int64_t page)
{
	if (agenda && page > 1)
		return url_fmt(rq->a, "/desk/orphans?agenda=%lld&page=%lld", (long long)agenda, (long long)page);
	if (agenda)
		return url_fmt(rq->a, "/desk/orphans?agenda=%lld", (long long)agenda);
	return page > 1 ? url_fmt(rq->a, "/desk/orphans?page=%lld", (long long)page) : url_fmt(rq->a, "/desk/orphans");
}

/* How many of each agenda; one alone needs no choice. The list is narrowed to the one that is asked for. */
static enum err narrow(struct rq *rq, struct orphans_page *p, struct desk_orphans_rows *ids)
{
	struct schedule_id of[WHOSE_MAX];
	size_t n = 0;

	p->whose.v = ARENA_ARRAY(rq->a, struct whose, WHOSE_MAX + 1);
	p->whose.v[p->whose.n++] = (struct whose){ lang_tr(rq->lang, N_("All")), (int64_t)ids->n, here(rq, 0, 1), !p->agenda };
	for (size_t i = 0; i < ids->n; i++) {
		size_t k = 0;

		while (k < n && of[k].v != ids->v[i].schedule.v)
			k++;
		if (k < n)
			p->whose.v[k + 1].n++;
		else if (n < WHOSE_MAX) {
			struct schedule s;

			TRY(schedule_get(rq->db, rq->a, ids->v[i].schedule, &s));
			of[n++] = s.id;
			p->whose.v[p->whose.n++] = (struct whose){ s.name.v[rq->lang], 1, here(rq, s.id.v, 1), s.id.v == p->agenda };
		}
	}
	if (!p->agenda)
		return OK;
	n = 0;
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i].schedule.v == p->agenda)
			ids->v[n++] = ids->v[i];
	ids->n = n;
	return OK;
}

/* What a form that comes back said of the line. */
static void as_sent(struct rq *rq, const struct str_list *ticked, struct orphan *o)
{
	struct str line = arena_fmt(rq->a, "%lld.%lld", (long long)o->x.id.v, (long long)o->x.version);
	struct rehome_choice c;

	o->wanted = rq_raw(rq, arena_cstr(rq->a, arena_fmt(rq->a, "o-%lld", (long long)o->x.id.v)));
	o->wants = rehome_choice_read(o->wanted, &c);
	if (o->wants)
		o->want = (struct slot_time){ .day = c.at.day, .min = c.at.min, .schedule = { c.at.schedule } };
	for (size_t i = 0; i < ticked->n; i++)
		o->ticked = o->ticked || str_eq(ticked->v[i], line);
}

static enum err load_lines(struct rq *rq, const struct str_list *ticked, const struct desk_orphans_row *ids, size_t n,
	struct orphans *ret)
{
	struct orphans out = { ARENA_ARRAY(rq->a, struct orphan, n + 1), n };

	for (size_t i = 0; i < n; i++) {
		struct orphan *o = &out.v[i];

		*o = (struct orphan){ .wanted = S(""), .urgency = urgency_of(ids[i].start_at.v - rq->now.v,
			ids[i].referred != 0, ids[i].first_visit != 0) };
		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, ids[i].id, &o->x));
		if (ids[i].referred)
			TRY(referral_may_follow(rq->db, rq->a, o->x.id, o->x.specialty, &o->referred));
		TRY(rq_audit(rq, AUDIT_LIST, o->x.patient.v, o->x.organization.v));
		if (ticked)
			as_sent(rq, ticked, o);
	}
	*ret = out;
	return OK;
}

static enum err propose(struct rq *rq, const struct desk *d, bool again, struct orphans_page *p)
{
	struct rehoming *r;

	TRY(rehoming_begin(rq, d, &r));
	for (size_t i = 0; i < p->rows.n; i++) {
		struct orphan *o = &p->rows.v[i];

		TRY(rehome_propose(r, &p->rows, p->may_extra, o));
		o->ticked = again ? o->ticked : o->times.n > 0;
		for (size_t k = 0; k < o->times.n; k++) {
			p->substitute = p->substitute || o->times.v[k].why == REHOME_SUBSTITUTE;
			p->elsewhere = p->elsewhere || o->times.v[k].why == REHOME_ELSEWHERE;
		}
	}
	return OK;
}

bool orphan_chosen(const struct orphan *o, struct str choice)
{
	if (o->wanted.n)
		return str_eq(o->wanted, choice);
	if (o->times.n)
		return str_eq(o->times.v[0].choice, choice);
	return str_eq(o->extra.n ? o->extra : S("keep"), choice);
}

enum err orphans_show(struct rq *rq, int status, const struct placed_counts *done, const struct orphan_misses *missed)
{
	struct orphans_page p = { .done = *done, .agenda = number(rq, "agenda", INT64_MAX), .page = number(rq, "page", COUNT_MAX) };
	const struct str_list *ticked = missed ? orphans_ticked(rq) : NULL;
	struct desk_orphans_rows ids;
	struct desk d;
	size_t from, n;

	TRY(desk_begin(rq, &d));
	TRY(desk_orphans(rq->db, rq->a, &rq->who.scope, d.now.day, COUNT_MAX, &ids));
	TRY(narrow(rq, &p, &ids));
	TRY(desk_may_extra(rq, &d, &p.may_extra));
	if (p.may_extra)
		TRY(desk_extra_reasons(rq, &d, &p.reasons));
	p.may_close = rq->who.role == ROLE_HEAD_OF_ADMISSIONS;
	p.total = (int64_t)ids.n;
	while (p.page > 1 && (p.page - 1) * LINES_MAX >= p.total)
		p.page--;
	from = p.page > 1 ? (size_t)(p.page - 1) * LINES_MAX : 0;
	n = ids.n - from < LINES_MAX ? ids.n - from : LINES_MAX;
	TRY(load_lines(rq, ticked, ids.v + from, n, &p.rows));
	TRY(propose(rq, &d, missed != NULL, &p));
	p.first = (int64_t)from + 1;
	p.back = from ? here(rq, p.agenda, p.page > 1 ? p.page - 1 : 1) : (struct url){ STR_NONE };
	p.next = from + n < ids.n ? here(rq, p.agenda, p.page > 1 ? p.page + 1 : 2) : (struct url){ STR_NONE };
	if (missed)
		p.missed = *missed;

	struct page *pg = rq_page(rq, status);

	t_desk_orphans(pg, &p);
	return OK;
}

static const char *const placed_codes[PLACED_MAX] = { "moved", "other", "extra", "kept", "cancelled" };

enum err desk_orphans_page(struct rq *rq)
{
	struct placed_counts done = { 0 };

	for (int i = 0; i < PLACED_MAX; i++)
		done.all += done.n[i] = number(rq, placed_codes[i], LINES_MAX);
	return orphans_show(rq, 200, &done, NULL);
}

struct placed_lines placed_lines(struct arena *a, const struct placed_counts *c)
{
	struct placed_lines out = { ARENA_ARRAY(a, struct placed_line, PLACED_MAX), 0 };

	for (int i = 0; i < PLACED_MAX; i++)
		if (c->n[i])
			out.v[out.n++] = (struct placed_line){ (enum placed)i, c->n[i] };
	return out;
}

/* ---- what is done with the ticked lines ---- */

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

/*
 * Ticked lines send "ID.VERSION", one that is done alone sends it as `only`; of each, o-ID says what to do,
 * of-ID (separated by spaces) what was proposed, a-ID what the person knows. all, said and reason hold for
 * every ticked line, said where a-ID is silent.
 */
struct orphans_in { struct str_list line; bool sms; int32_t all, said; struct str reason, only; };
static const char *const acts_of_all[] = { "each", "same", "substitute", "elsewhere", "extra", "keep", "cancel", NULL };
static const struct field orphans_fields[] = {
	FIELD(orphans_in, line, F_LIST, struct str_list, .max = LINES_MAX),
	FIELD(orphans_in, sms, F_BOOL, bool),
	FIELD(orphans_in, all, F_CHOICE, int32_t, .choices = acts_of_all),
	FIELD(orphans_in, said, F_CHOICE, int32_t, .choices = moved_said_codes),
	FIELD(orphans_in, reason, F_TEXT, struct str, .max = 60),
	FIELD(orphans_in, only, F_TEXT, struct str, .max = 60),
};
const struct form desk_orphans_form = FORM(orphans_in, orphans_fields);

static const struct str_list *orphans_ticked(const struct rq *rq)
{
	return &((const struct orphans_in *)rq->form)->line;
}

static struct str field_of(const struct rq *rq, const char *kind, int64_t id)
{
	return rq_raw(rq, arena_cstr(rq->a, arena_fmt(rq->a, "%s-%lld", kind, (long long)id)));
}

static enum moved_said said_of(const struct rq *rq, const struct orphans_in *in, int64_t id)
{
	struct str own = field_of(rq, "a", id);

	for (int i = 1; i < SAID_MAX; i++)
		if (str_eq(own, str_of(moved_said_codes[i])))
			return (enum moved_said)i;
	return in->said > 0 ? (enum moved_said)in->said : SAID_NOTHING;
}

/* What the line says, or of what was proposed to it the one that is to hold for all. Empty: it has none. */
static struct str what_of(const struct rq *rq, const struct orphans_in *in, int64_t id)
{
	struct str all = field_of(rq, "of", id), kind;

	if (in->only.n || in->all <= 0)
		return field_of(rq, "o", id);
	kind = str_of(acts_of_all[in->all]);
	if (str_eq(kind, S("keep")) || str_eq(kind, S("cancel")))
		return kind;
	while (all.n) {
		struct str one = str_cut(&all, ' '), rest = one;

		if (str_eq(str_cut(&rest, '.'), kind))
			return one;
	}
	return S("");
}

struct file_there { struct rq *rq; const struct appointment *x; struct organization_id house; };

/* The person's file there is found, or made from the one here. */
static enum err file_there(void *arg, struct patient_id *ret)
{
	const struct file_there *f = arg;
	struct rq *rq = f->rq;
	struct patient p;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, f->x->patient, &p));
	TRY(patient_find_or_create(rq->db, rq->a, rq->now, f->house, &(struct person){ p.name, p.birth_day, p.sex,
		p.phone, p.lang, p.identity_number, p.email }, ret));
	return rq_audit(rq, AUDIT_CHANGE, ret->v, f->house.v);
}

static enum err to_house(struct rq *rq, const struct appointment *x, const struct change_ask *who,
	const struct rehome_choice *c, const struct schedule *s)
{
	struct file_there f = { rq, x, s->organization };
	struct house_ask to = { .schedule = s->id, .service = c->service, .day = c->at.day, .start_min = c->at.min,
		.said = said_of(rq, rq->form, x->id.v), .file = file_there, .arg = &f };
	struct booked b;

	return appointment_to_house(rq->db, rq->a, rq->now, who, &to, &b);
}

/* Within the house, or to another one (which may_go() has looked at). */
static enum err move(struct rq *rq, const struct appointment *x, const struct change_ask *who,
	const struct rehome_choice *c)
{
	const struct orphans_in *in = rq->form;
	struct move_ask to = { .said = said_of(rq, in, x->id.v), .overbook_reason = S(""), .of_house = true };
	struct schedule s;
	int64_t version;

	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ c->at.schedule }, &s));
	if (c->service.v)
		return to_house(rq, x, who, c, &s);
	if (s.organization.v != x->organization.v)
		return E_NOTFOUND;
	to.schedule = s.id;
	to.day = c->at.day;
	to.start_min = c->at.min;
	if (str_eq(c->kind, S("extra"))) {
		if (!in->reason.n)
			return E_NOTFOUND;
		to.overbook_reason = in->reason;
	}
	return appointment_move(rq->db, rq->a, rq->now, who, &to, &version);
}

/* A line, as *ret_what. E_INPUT: nothing to do it with. */
static enum err place(struct rq *rq, const struct appointment *x, struct str what, enum placed *ret_what)
{
	const struct orphans_in *in = rq->form;
	struct change_ask who = { .id = x->id, .version = x->version, .channel = CH_DESK, .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .silent = !in->sms };
	struct rehome_choice c;
	struct appointment now;
	int64_t version;
	enum err e;

	*ret_what = str_eq(what, S("keep")) ? PLACED_KEPT : PLACED_CANCELLED;
	if (*ret_what == PLACED_KEPT)
		return desk_kept_put(rq->db, rq->a, x->id, x->organization, x->day, (struct minutes){ x->start_min },
			(struct account_id){ rq->who.account }, rq->now);
	if (str_eq(what, S("cancel")))
		return appointment_cancel(rq->db, rq->a, rq->now, &who, false,
			lang_tr(LANG_FR, N_("The agenda is closed at that time")), &version);
	if (!rehome_choice_read(what, &c))
		return E_INPUT;
	e = move(rq, x, &who, &c);
	TRY(e == E_NOTFOUND ? E_CONFLICT : e);	/* the agenda or the type is no longer in use: this line alone stays */
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, x->id, &now));
	*ret_what = c.service.v || (x->practitioner.v && now.practitioner.v != x->practitioner.v) ? PLACED_OTHER : PLACED_MOVED;
	if (str_eq(c.kind, S("extra")))
		*ret_what = PLACED_EXTRA;
	return OK;
}

static bool line_read(struct str line, struct appointment_id *ret, int64_t *ret_version)
{
	struct str id = str_cut(&line, '.');

	return num_parse(id, 1, INT64_MAX, &ret->v) == OK && num_parse(line, 1, INT64_MAX, ret_version) == OK;
}

/* Which lines another house may take. */
struct leaving { struct desk_orphans_rows lost; bool known; struct rehoming *r; struct appointment_id *v; size_t n; };

/*
 * Another house takes only who has really lost her place, in an agenda and a type that the line was proposed:
 * elsewhere a desk books nothing of its own choice. Looked at before the first line is done (see rehome.h).
 */
static enum err may_go(struct rq *rq, const struct desk *d, struct str line, struct leaving *l)
{
	struct appointment_id id;
	struct rehome_choice c;
	struct appointment x;
	int64_t version;
	bool lost = false;

	if (!line_read(line, &id, &version) || !rehome_choice_read(what_of(rq, rq->form, id.v), &c) || !c.service.v)
		return OK;
	if (!l->known) {
		TRY(desk_orphans(rq->db, rq->a, &rq->who.scope, d->now.day, COUNT_MAX, &l->lost));
		TRY(rehoming_begin(rq, d, &l->r));
		l->known = true;
	}
	for (size_t i = 0; i < l->lost.n; i++)
		lost = lost || l->lost.v[i].id.v == id.v;
	if (!lost)
		return OK;
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, id, &x));
	TRY(rehome_proposed(l->r, &x, &c, &lost));
	if (lost)
		l->v[l->n++] = id;
	return OK;
}

static bool stays(const struct leaving *l, struct str what, struct appointment_id id)
{
	struct rehome_choice c;

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].v == id.v)
			return false;
	return rehome_choice_read(what, &c) && c.service.v;
}

/* One line. What could not be done is noted, and the others go on. */
static enum err do_line(struct rq *rq, const struct leaving *l, struct str line, struct placed_counts *done,
	struct orphan_misses *missed)
{
	struct appointment_id id;
	struct appointment x;
	struct str what;
	int64_t version;
	enum err e = E_CONFLICT;
	enum missed why = MISSED_CHANGED;
	enum placed as = PLACED_KEPT;

	if (!line_read(line, &id, &version))
		return E_NOTFOUND;
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, id, &x));
	if (x.version == version && status_open(x.status)) {
		what = what_of(rq, rq->form, id.v);
		e = !what.n ? E_INPUT : stays(l, what, id) ? E_CONFLICT : place(rq, &x, what, &as);
		why = !what.n ? MISSED_NONE : e == E_DENIED ? MISSED_UNSAID : e == E_LIMIT ? MISSED_FULL : MISSED_TAKEN;
	}
	TRY(rq_audit(rq, e == OK ? AUDIT_CHANGE : AUDIT_READ, x.patient.v, x.organization.v));
	if (e == OK)
		done->n[as]++;
	else if (e == E_CONFLICT || e == E_INPUT || e == E_DENIED || e == E_LIMIT)
		missed->v[missed->n++] = (struct orphan_miss){ x.patient_name, x.day, x.start_min, why };
	else
		return e;
	done->all += e == OK;
	return OK;
}

static enum err answer_done(struct rq *rq, const struct placed_counts *done)
{
	int64_t agenda = number(rq, "agenda", INT64_MAX), page = number(rq, "page", COUNT_MAX);
	struct str to = S("");

	for (int i = 0; i < PLACED_MAX; i++)
		if (done->n[i])
			to = arena_fmt(rq->a, "%.*s%s%s=%d", STR_ARG(to), to.n ? "&" : "", placed_codes[i], (int)done->n[i]);
	if (agenda)
		to = arena_fmt(rq->a, "%.*s&agenda=%lld", STR_ARG(to), (long long)agenda);
	if (page > 1)
		to = arena_fmt(rq->a, "%.*s&page=%lld", STR_ARG(to), (long long)page);
	return rq_redirect(rq, "/desk/orphans?%.*s", STR_ARG(to));
}

enum err desk_orphans_place(struct rq *rq)
{
	const struct orphans_in *in = rq->form;
	const struct str *lines = in->only.n ? &in->only : in->line.v;
	size_t n = in->only.n ? 1 : in->line.n;
	struct orphan_misses missed = { ARENA_ARRAY(rq->a, struct orphan_miss, n + 1), 0 };
	struct leaving l = { .v = ARENA_ARRAY(rq->a, struct appointment_id, n + 1) };
	struct placed_counts done = { 0 };
	struct desk d;

	TRY(desk_begin(rq, &d));
	for (size_t i = 0; i < n; i++)
		TRY(may_go(rq, &d, lines[i], &l));
	for (size_t i = 0; i < n; i++)
		TRY(do_line(rq, &l, lines[i], &done, &missed));
	if (missed.n)
		return orphans_show(rq, 409, &done, &missed);
	return answer_done(rq, &done);
}
