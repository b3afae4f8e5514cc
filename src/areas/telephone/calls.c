/* Calls: those that wait, the one that somebody speaks on, those that are over. */
#include "areas/telephone/inside.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "base/random.h"
#include "telephone_t.h"

static const struct { const char *code, *said; } reasons[] = {
	{ "book", N_("An appointment") }, { "move", N_("To move one") }, { "cancel", N_("To cancel one") },
	{ "when", N_("When and where it is, what to bring") }, { "message", N_("A message for somebody") },
	{ "other", N_("Something else") }, { "wrong", N_("Not for us") },
};
enum { REASONS = sizeof(reasons) / sizeof(reasons[0]) };
const char *const call_reasons[] = { "book", "move", "cancel", "when", "message", "other", "wrong", NULL };

const char *call_reason_said(struct str code)
{
	for (size_t i = 0; i < REASONS; i++)
		if (str_eq(code, str_of(reasons[i].code)))
			return reasons[i].said;
	return NULL;
}

struct str call_length(const struct page *pg, int64_t seconds)
{
	struct str m = tr_n(pg, seconds / 60, "%d min", "%d min");

	return FILL(pg, tr(pg, "%1 %2"), m, tr_n(pg, seconds % 60, "%d s", "%d s"));
}

struct instant telephone_since(const struct rq *rq, int days)
{
	return (struct instant){ rq->now.v - (int64_t)days * 86400 };
}

/* In all houses that the account answers for, by one statement. */
static enum err ringing(struct rq *rq, int64_t *ret_n, int64_t *ret_newest)
{
	struct telephone_ringing_number_row r;
	struct account_places places;
	struct account_roles roles;

	TRY(call_places(rq, &places));
	roles = call_roles(rq, &places, false, DAY_NONE);
	TRY(telephone_ringing_number(rq->db, rq->a, roles.account, roles.v, roles.n, (struct instant){ rq->now.v - RINGS_MOST }, &r));
	*ret_n = r.n;
	*ret_newest = r.newest;
	return OK;
}

enum err telephone_count(struct rq *rq, int64_t *ret)
{
	int64_t newest;

	return ringing(rq, ret, &newest);
}

/* What a page that shows ringing calls compares with what it shows: no number, nothing of anybody. */
static struct str mark_of(struct rq *rq, int64_t n, int64_t newest)
{
	return arena_fmt(rq->a, "%lld.%lld", (long long)n, (long long)newest);
}

/* Asked every few seconds by the page of calls: whether something else rings than what it shows. */
enum err telephone_ringing_now(struct rq *rq)
{
	int64_t n, newest;

	TRY(ringing(rq, &n, &newest));
	return rq_bytes(rq, 200, "text/plain; charset=utf-8", mark_of(rq, n, newest));
}

/* ---- the list ---- */

/* Of a branch and a house in it a call is one. */
static bool listed(const struct call_lines *all, int64_t id)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].id == id)
			return true;
	return false;
}

static enum err list_ringing(struct rq *rq, const struct call_houses *all, struct calls_page *p)
{
	int64_t n, newest;

	TRY(ringing(rq, &n, &newest));
	p->mark = mark_of(rq, n, newest);
	p->ringing.v = ARENA_ARRAY(rq->a, struct call_line, 50 * all->n);
	for (size_t i = 0; i < all->n; i++) {
		struct telephone_ringing_rows rows;

		TRY(telephone_ringing(rq->db, rq->a, &all->v[i].scope, (struct instant){ rq->now.v - RINGS_MOST }, &rows));
		for (size_t k = 0; k < rows.n; k++)
			if (!listed(&p->ringing, rows.v[k].id.v))
				p->ringing.v[p->ringing.n++] = (struct call_line){ .id = rows.v[k].id.v, .number = rows.v[k].number,
					.place = all->v[i].place.name, .at = rows.v[k].rang_at };
	}
	return OK;
}

static enum err list_mine(struct rq *rq, const struct call_houses *all, struct calls_page *p)
{
	p->mine.v = ARENA_ARRAY(rq->a, struct call_line, 10 * all->n);
	for (size_t i = 0; i < all->n; i++) {
		struct telephone_mine_rows rows;

		TRY(telephone_mine(rq->db, rq->a, &all->v[i].scope, rq->who.account, telephone_since(rq, WAITING_DAYS), &rows));
		for (size_t k = 0; k < rows.n; k++)
			p->mine.v[p->mine.n++] = (struct call_line){ .id = rows.v[k].id.v, .number = rows.v[k].number,
				.place = all->v[i].place.name, .at = rows.v[k].rang_at };
	}
	return OK;
}

static enum err list_done(struct rq *rq, struct calls_page *p)
{
	struct telephone_done_rows rows;

	TRY(telephone_done(rq->db, rq->a, &rq->who.scope, telephone_since(rq, 1), &rows));
	p->done.v = ARENA_ARRAY(rq->a, struct done_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct telephone_done_row *r = &rows.v[i];
		bool known = r->taken_at.v != INSTANT_NONE.v && r->ended_at.v != INSTANT_NONE.v;

		p->done.v[p->done.n++] = (struct done_line){ .id = r->id.v, .number = r->number, .at = r->rang_at,
			.reason = r->outcome.n ? to_call_outcome(r->outcome, false) : str_eq(r->state, S("missed")) ? N_("Not answered")
				: call_reason_said(r->reason), .seconds = known ? r->ended_at.v - r->taken_at.v : -1, .who = r->who };
	}
	return OK;
}

static enum err begin_list(struct rq *rq, struct call_houses *all, struct calls_page *p)
{
	TRY(call_houses(rq, all));
	p->step = rq->who.place;
	p->many = all->n > 1;
	p->zone = call_house_here(all)->zone;
	return list_ringing(rq, all, p);
}

enum err telephone_page(struct rq *rq)
{
	struct calls_page p = { 0 };
	struct call_houses all;

	TRY(begin_list(rq, &all, &p));
	TRY(to_call_count(rq, &p.to_call));
	TRY(list_mine(rq, &all, &p));
	TRY(list_done(rq, &p));
	TRY(telephone_messages_unread(rq->db, rq->a, &rq->who.scope, telephone_since(rq, WAITING_DAYS), &p.unread));
	TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	pg->zone = p.zone;
	t_telephone_list(pg, &p);
	return OK;
}

/* What rings, and nothing to type in: a browser without scripts looks again by itself. Noted when a number is shown. */
enum err telephone_watch(struct rq *rq)
{
	struct calls_page p = { .watch = true };
	struct call_houses all;

	TRY(begin_list(rq, &all, &p));
	if (p.ringing.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));

	struct page *pg = rq_page(rq, 200);

	pg->zone = p.zone;
	pg->frame->reload = true;
	t_telephone_list(pg, &p);
	return OK;
}

/* ---- one begins ---- */

static enum err open_page(struct rq *rq, struct telephone_call_id id)
{
	TRY(rq_cookie(rq, CALL_COOKIE, arena_fmt(rq->a, "%lld", (long long)id.v), 12 * 3600));
	return rq_redirect(rq, "/desk/telephone/%lld", (long long)id.v);
}

struct begin_in { struct str phone; };
static const struct field begin_fields[] = { FIELD(begin_in, phone, F_PHONE, struct str) };
const struct form telephone_begin_form = FORM(begin_in, begin_fields);

enum err telephone_begin(struct rq *rq)
{
	const struct begin_in *in = rq->form;
	struct telephone_call_id id = { random_id(rq->now) };
	int64_t n;

	TRY(telephone_call_add(rq->db, rq->a, id, (struct organization_id){ rq->who.organization }, S(""), in->phone.n ? in->phone : S(""),
		S("open"), rq->now, rq->now, (struct opt_int){ true, rq->who.account }, &n));
	return open_page(rq, id);
}

/* Whoever takes a call works for the house that was called from then on. */
enum err telephone_call_take(struct rq *rq)
{
	struct telephone_call_row_row c;
	const struct call_house *house;
	struct call_houses all;
	int64_t n;

	TRY(call_houses(rq, &all));
	TRY(call_seen(rq, &all, &c, &house));
	TRY(telephone_take(rq->db, rq->a, rq->now, rq->who.account, c.id, &n));
	if (!n && !(c.taken_by.is && c.taken_by.v == rq->who.account))
		return rq_problem(rq, N_("Somebody else has taken this call."));
	if (!house->here)
		TRY(account_work_at(rq, &house->place));
	return open_page(rq, c.id);
}

struct at_in { int64_t house; };
static const struct field at_fields[] = { FIELD(at_in, house, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX) };
const struct form telephone_at_form = FORM(at_in, at_fields);

enum err telephone_call_at(struct rq *rq)
{
	const struct at_in *in = rq->form;
	struct telephone_call_row_row c;
	const struct call_house *house;
	struct call_houses all;

	TRY(call_houses(rq, &all));
	TRY(call_seen(rq, &all, &c, &house));
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].place.organization.v != in->house)
			continue;
		TRY(account_work_at(rq, &all.v[i].place));
		return rq_redirect(rq, "/desk/telephone/%lld", (long long)c.id.v);
	}
	return E_NOTFOUND;
}

enum err telephone_call_find(struct rq *rq)
{
	struct telephone_call_row_row c;
	const struct call_house *house;
	struct call_houses all;

	TRY(call_houses(rq, &all));
	TRY(call_seen(rq, &all, &c, &house));
	return rq_found(rq, url_fmt(rq->a, "/desk/telephone/%lld", (long long)c.id.v));
}

/* ---- its page ---- */

static enum err list_parts(struct rq *rq, const struct call_houses *all, struct call_page *p)
{
	p->parts = (struct call_parts){ ARENA_ARRAY(rq->a, struct call_part, all->n), 0 };
	p->nobody = true;
	for (size_t i = 0; i < all->n; i++) {
		int64_t at;
		struct call_part *part = &p->parts.v[p->parts.n];

		*part = (struct call_part){ .house = &all->v[i], .called = &all->v[i] == p->house };
		if (num_parse(rq_raw(rq, "at"), 1, INT64_MAX, &at) == OK && at == part->house->place.organization.v &&
				num_parse(rq_raw(rq, "from"), 0, HOUSEHOLD_MOST, &part->from) != OK)
			part->from = 0;
		TRY(call_household(rq, &all->v[i], p->c.number, part));
		p->nobody = p->nobody && !part->people.n;
		p->parts.n += part->people.n > 0;
	}
	return OK;
}

static enum err list_doctors(struct rq *rq, struct call_page *p)
{
	struct telephone_practitioners_rows rows;

	if (!(p->here->sight & SIGHT_WRITE))
		return OK;
	TRY(telephone_practitioners(rq->db, rq->a, p->here->place.lo, p->here->place.hi, p->here->now.day, &rows));
	p->doctors.v = ARENA_ARRAY(rq->a, struct call_doctor, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		p->doctors.v[p->doctors.n++] = (struct call_doctor){ arena_fmt(rq->a, "%lld", (long long)rows.v[i].id.v),
			rq->lang == LANG_AR && rows.v[i].name_ar.s.n ? rows.v[i].name_ar.s : rows.v[i].name.s, rows.v[i].reads };
	return OK;
}

static void list_about(struct rq *rq, struct call_page *p)
{
	size_t most = p->found.n;

	for (size_t i = 0; i < p->parts.n; i++)
		most += p->parts.v[i].people.n;
	p->about.v = ARENA_ARRAY(rq->a, struct call_choice, most + 1);
	for (size_t i = 0; i < p->parts.n; i++)
		for (size_t k = 0; p->parts.v[i].house->here && k < p->parts.v[i].people.n; k++)
			p->about.v[p->about.n++] = (struct call_choice){ p->parts.v[i].people.v[k].word, p->parts.v[i].people.v[k].name.s, false };
	for (size_t k = 0; k < p->found.n; k++)
		p->about.v[p->about.n++] = (struct call_choice){ p->found.v[k].word, p->found.v[k].name.s, false };
}

static enum err list_before(struct rq *rq, struct call_page *p)
{
	p->reasons.v = ARENA_ARRAY(rq->a, struct call_choice, REASONS);
	for (; p->reasons.n < REASONS; p->reasons.n++)
		p->reasons.v[p->reasons.n] = (struct call_choice){ str_of(reasons[p->reasons.n].code),
			lang_tr(rq->lang, reasons[p->reasons.n].said), str_eq(p->c.reason, str_of(reasons[p->reasons.n].code)) };
	TRY(telephone_messages_of_call(rq->db, rq->a, &p->house->scope, p->c.id, &p->messages));
	if (p->c.number.n && p->house->sight & SIGHT_PAST)
		TRY(telephone_before(rq->db, rq->a, &p->house->scope, p->c.number, p->c.id, &p->before));
	return OK;
}

enum err telephone_call_page(struct rq *rq)
{
	struct call_page p = { .sought = rq_sought(rq) };
	struct call_houses all;

	TRY(call_houses(rq, &all));
	TRY(call_seen(rq, &all, &p.c, &p.house));
	p.here = call_house_here(&all);
	p.waits = str_eq(p.c.state, S("ringing")) || str_eq(p.c.state, S("missed"));
	p.over = str_eq(p.c.state, S("done"));
	p.mine = p.c.taken_by.is && p.c.taken_by.v == rq->who.account;
	TRY(rq_audit(rq, AUDIT_LIST, 0, p.c.organization.v));
	TRY(list_parts(rq, &all, &p));
	TRY(call_look_up(rq, p.here, p.sought.text, &p.found));
	TRY(list_before(rq, &p));
	TRY(list_doctors(rq, &p));
	list_about(rq, &p);

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	pg->zone = p.house->zone;
	t_telephone_call(pg, &p);
	return OK;
}

/* ---- its end ---- */

struct end_in { int32_t reason; struct str note; };
static const struct field end_fields[] = {
	FIELD(end_in, reason, F_CHOICE, int32_t, .required = true, .choices = call_reasons, .missing = N_("Say what the call was about.")),
	FIELD(end_in, note, F_TEXT, struct str, .max = 500),
};
const struct form telephone_end_form = FORM(end_in, end_fields);

enum err telephone_call_end(struct rq *rq)
{
	const struct end_in *in = rq->form;
	struct telephone_call_row_row c;
	const struct call_house *house;
	struct call_houses all;
	int64_t n;

	TRY(call_houses(rq, &all));
	TRY(call_seen(rq, &all, &c, &house));
	TRY(telephone_end(rq->db, rq->a, rq->now, str_of(call_reasons[in->reason]), in->note.n ? in->note : S(""), c.id,
		rq->who.account, &n));
	if (!n)
		return rq_problem(rq, str_eq(c.state, S("done")) ? N_("A colleague has already ended this call.")
			: N_("Nobody has taken this call yet."));
	TRY(to_call_came(rq, house, c.number));
	TRY(rq_audit(rq, AUDIT_CHANGE, 0, c.organization.v));
	TRY(rq_cookie(rq, CALL_COOKIE, S(""), 0));
	return rq_redirect(rq, "/desk/telephone");
}
