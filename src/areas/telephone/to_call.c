/*
 * The one list of people to call: who rang and was not answered (on a line of the telephone desk, or on one where nobody
 * answers), whom a reminder did not reach, whose visit is likely to be missed. One entry for each number, whatever the reasons; one
 * way of noting what came of the call, for all of them or for those that are ticked. Of a house where the account is the
 * shared secretariat it has the secretariat's own calls alone.
 */
#include "areas/telephone/inside.h"

#include "areas/inbox/inbox.h"
#include "areas/reminders/reminders.h"
#include "base/num.h"
#include "telephone_t.h"

#include <stdlib.h>

enum { LINES_MAX = 200, RECENT_MAX = 20, NOTE_MAX = 200, TICKED_MAX = 100, NUMBERS_MAX = 1000 };

static const char *const outcomes[] = { "confirmed", "no-answer", "left-word", "wrong-number", NULL };

const char *to_call_outcome(struct str outcome, bool visit)
{
	if (str_eq(outcome, S("confirmed")))
		return visit ? N_("Comes") : N_("Spoken to");
	if (str_eq(outcome, S("no-answer")))
		return N_("No answer");
	if (str_eq(outcome, S("left-word")))
		return N_("Left word");
	return str_eq(outcome, S("wrong-number")) ? N_("Wrong number") : N_("Not called");
}

/* Its whole desk, not the secretariat's part of it. */
static bool whole_desk(const struct account_place *p)
{
	return p->role != ROLE_TELEPHONE;
}

/* ---- the lines of a house ---- */

static struct str word(struct rq *rq, const char *kind, int64_t id, int32_t tries)
{
	return arena_fmt(rq->a, "%s.%lld.%d", kind, (long long)id, (int)tries);
}

static struct to_call_line *add(struct to_call_lines *all, const struct to_call_line *l)
{
	all->v[all->n] = *l;
	return &all->v[all->n++];
}

static enum err add_missed(struct rq *rq, const struct call_house *h, struct to_call_lines *all)
{
	struct telephone_missed_rows rows;

	TRY(telephone_missed(rq->db, rq->a, &h->scope, telephone_since(rq, WAITING_DAYS), (struct instant){ rq->now.v - RINGS_MOST },
		LINES_MAX, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct telephone_missed_row *r = &rows.v[i];

		add(all, &(struct to_call_line){ .house = h, .word = word(rq, "call", r->id.v, r->tries), .number = r->number, .call = r->id.v,
			.day = DAY_NONE, .at = r->rang_at, .times = 1, .tries = r->tries, .outcome = r->outcome, .tried_at = r->tried_at, .note = r->note });
	}
	return OK;
}

static enum err add_rung(struct rq *rq, const struct call_house *h, struct to_call_lines *all)
{
	struct inbox_calls rung;

	TRY(inbox_calls_waiting(rq->db, rq->a, &h->scope, LINES_MAX, &rung));
	for (size_t i = 0; i < rung.n; i++) {
		const struct inbox_call *r = &rung.v[i];

		add(all, &(struct to_call_line){ .house = h, .word = word(rq, "rang", r->id, r->tries), .number = r->phone, .patient = r->patient,
			.name = r->name, .day = DAY_NONE, .at = r->last_at, .times = r->times, .tries = r->tries, .outcome = r->outcome,
			.tried_at = r->tried_at, .note = r->note });
		TRY(rq_audit(rq, AUDIT_LIST, r->patient.v, r->organization.v));
	}
	return OK;
}

static enum err add_visits(struct rq *rq, const struct call_house *h, struct to_call_lines *all)
{
	struct visit_calls visits;

	TRY(call_visits_waiting(rq->db, rq->a, rq->lang, &h->scope, h->now.day, LINES_MAX, &visits));
	for (size_t i = 0; i < visits.n; i++) {
		const struct visit_call *r = &visits.v[i];

		add(all, &(struct to_call_line){ .house = h, .word = word(rq, "visit", r->id, r->tries), .number = r->phone, .patient = r->patient,
			.name = r->name, .appointment = r->appointment.v, .day = r->day, .start_min = r->start_min, .at = INSTANT_NONE,
			.what = r->type, .agenda = r->agenda, .why = r->why, .tries = r->tries, .outcome = r->outcome, .tried_at = r->tried_at,
			.note = r->note });
		TRY(rq_audit(rq, AUDIT_LIST, r->patient.v, r->organization.v));
	}
	return OK;
}

/* Who rang comes first, the longest wait before; then the visits, in the order of their houses' lists, the nearest day before. */
static int by_wait(const void *x, const void *y)
{
	const struct to_call_line *k = x, *l = y;

	if (day_is(k->day) != day_is(l->day))
		return day_is(k->day) ? 1 : -1;
	if (!day_is(k->day))
		return k->at.v < l->at.v ? -1 : k->at.v > l->at.v;
	if (k->day.n != l->day.n)
		return k->day.n < l->day.n ? -1 : 1;
	return k->rank < l->rank ? -1 : k->rank > l->rank;
}

/* ---- one entry for each number ---- */

static void gather(struct rq *rq, const struct to_call_lines *all, struct to_call_page *p)
{
	struct to_call_line *rest = ARENA_ARRAY(rq->a, struct to_call_line, all->n + 1);
	bool *taken = ARENA_ARRAY(rq->a, bool, all->n + 1);

	p->v = ARENA_ARRAY(rq->a, struct to_call, all->n + 1);
	for (size_t i = 0; i < all->n; i++)
		taken[i] = false;
	for (size_t i = 0; i < all->n; i++) {
		struct to_call *c = &p->v[p->n];

		if (taken[i])
			continue;
		p->n++;
		*c = (struct to_call){ .number = all->v[i].number, .day = all->v[i].day, .v = rest };
		for (size_t k = i; k < all->n; k++) {
			if (taken[k] || !str_eq(all->v[k].number, c->number))
				continue;
			taken[k] = true;
			c->v[c->n++] = all->v[k];
			c->visit = c->visit || all->v[k].appointment;
			c->call = c->call ? c->call : all->v[k].call;
		}
		rest += c->n;
	}
}

static enum err list_recent(struct rq *rq, const struct call_house *h, struct to_call_page *p)
{
	struct telephone_called_rows desk;
	const struct instant since = telephone_since(rq, 1);

	TRY(telephone_called(rq->db, rq->a, &h->scope, since, RECENT_MAX, &desk));
	for (size_t i = 0; i < desk.n; i++)
		p->recent.v[p->recent.n++] = (struct called_line){ .number = desk.v[i].number, .at = desk.v[i].tried_at, .note = desk.v[i].note,
			.said = to_call_outcome(desk.v[i].outcome, false) };
	if (!whole_desk(&h->place))
		return OK;

	struct inbox_calls rung;
	struct visit_calls visits;

	TRY(inbox_calls_rung(rq->db, rq->a, &h->scope, since, RECENT_MAX, &rung));
	for (size_t i = 0; i < rung.n; i++) {
		p->recent.v[p->recent.n++] = (struct called_line){ .number = rung.v[i].phone, .name = rung.v[i].name, .at = rung.v[i].tried_at,
			.note = rung.v[i].note, .said = to_call_outcome(rung.v[i].outcome, false) };
		TRY(rq_audit(rq, AUDIT_LIST, rung.v[i].patient.v, rung.v[i].organization.v));
	}
	TRY(call_visits_called(rq->db, rq->a, &h->scope, since, RECENT_MAX, &visits));
	for (size_t i = 0; i < visits.n; i++) {
		p->recent.v[p->recent.n++] = (struct called_line){ .name = visits.v[i].name, .at = visits.v[i].tried_at, .note = visits.v[i].note,
			.appointment = h->here ? visits.v[i].appointment.v : 0, .said = to_call_outcome(visits.v[i].outcome, true) };
		TRY(rq_audit(rq, AUDIT_LIST, visits.v[i].patient.v, visits.v[i].organization.v));
	}
	return OK;
}

static int newest_first(const void *x, const void *y)
{
	const struct called_line *k = x, *l = y;

	return k->at.v > l->at.v ? -1 : k->at.v < l->at.v;
}

enum err to_call_page(struct rq *rq)
{
	struct to_call_lines lines;
	struct to_call_page p = { .step = rq->who.place };
	struct call_houses all;

	TRY(call_houses(rq, &all));
	p.many = all.n > 1;
	lines = (struct to_call_lines){ ARENA_ARRAY(rq->a, struct to_call_line, 3 * LINES_MAX * all.n), 0 };
	p.recent = (struct called_lines){ ARENA_ARRAY(rq->a, struct called_line, 3 * RECENT_MAX * all.n), 0 };
	for (size_t i = 0; i < all.n; i++) {
		TRY(add_missed(rq, &all.v[i], &lines));
		if (whole_desk(&all.v[i].place)) {
			TRY(add_rung(rq, &all.v[i], &lines));
			TRY(add_visits(rq, &all.v[i], &lines));
		}
		TRY(list_recent(rq, &all.v[i], &p));
		TRY(rq_audit(rq, AUDIT_LIST, 0, all.v[i].place.organization.v));
	}
	for (size_t i = 0; i < lines.n; i++)
		lines.v[i].rank = i;
	qsort(lines.v, lines.n, sizeof(*lines.v), by_wait);
	gather(rq, &lines, &p);
	qsort(p.recent.v, p.recent.n, sizeof(*p.recent.v), newest_first);
	p.recent.n = p.recent.n < RECENT_MAX ? p.recent.n : RECENT_MAX;

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	pg->zone = call_house_here(&all)->zone;
	t_telephone_to_call(pg, &p);
	return OK;
}

/* ---- what came of it ---- */

struct noted_in { struct str_list line; int32_t outcome; struct str note; };
static const struct field noted_fields[] = {
	FIELD(noted_in, line, F_LIST, struct str_list, .required = true, .max = TICKED_MAX, .missing = N_("Tick what the call was about")),
	FIELD(noted_in, outcome, F_CHOICE, int32_t, .required = true, .choices = outcomes, .missing = N_("Say what came of the call")),
	FIELD(noted_in, note, F_TEXT, struct str, .max = NOTE_MAX),
};
const struct form to_call_form = FORM(noted_in, noted_fields);

static enum err missed_said(struct rq *rq, const struct call_house *h, const struct call_said *said)
{
	const struct telephone_call_id id = { said->id };
	struct telephone_call_row_row c;
	int64_t n;

	TRY(telephone_call_row(rq->db, rq->a, &h->scope, id, &c));
	TRY(rq_audit(rq, AUDIT_CHANGE, 0, c.organization.v));
	TRY(telephone_missed_noted(rq->db, rq->a, said->again ? S("missed") : S("done"), said->outcome, said->note, rq->now, rq->who.account,
		id, said->tries, (struct instant){ rq->now.v - RINGS_MOST }, &n));
	return n ? OK : E_CONFLICT;
}

static enum err said_at(struct rq *rq, const struct call_house *h, struct str kind, const struct call_said *said)
{
	const struct inbox_call_said rung = { said->id, said->outcome, said->note, said->tries, said->again };

	if (str_eq(kind, S("call")))
		return missed_said(rq, h, said);
	if (!whole_desk(&h->place))
		return E_NOTFOUND;
	if (str_eq(kind, S("rang")))
		return inbox_call_said(rq, &h->scope, &rung);
	return str_eq(kind, S("visit")) ? call_visit_noted(rq, &h->scope, said) : E_NOTFOUND;
}

static enum err said_of(struct rq *rq, const struct call_houses *all, struct str line, const struct noted_in *in)
{
	struct str kind = str_cut(&line, '.'), id = str_cut(&line, '.');
	struct call_said said = { .outcome = str_of(outcomes[in->outcome]), .note = in->note.n ? in->note : S(""),
		.again = str_eq(str_of(outcomes[in->outcome]), S("no-answer")), .comes = in->outcome == 0 };
	int64_t tries;
	enum err e = E_NOTFOUND;

	if (num_parse(id, 1, INT64_MAX, &said.id) != OK || num_parse(line, 0, 1000000, &tries) != OK)
		return E_NOTFOUND;
	said.tries = (int32_t)tries;
	for (size_t i = 0; i < all->n && e == E_NOTFOUND; i++)
		e = said_at(rq, &all->v[i], kind, &said);
	return e;
}

/* Who did not answer stays on the list; whoever else has called meanwhile, theirs stands. */
enum err to_call_noted(struct rq *rq)
{
	const struct noted_in *in = rq->form;
	struct call_houses all;

	TRY(call_houses(rq, &all));
	for (size_t i = 0; i < in->line.n; i++) {
		enum err e = said_of(rq, &all, in->line.v[i], in);

		if (e == E_CONFLICT)
			return rq_problem(rq, N_("Somebody else has noted a call to this person meanwhile."));
		TRY(e);
	}
	return rq_redirect(rq, "/desk/calls");
}

/* Who rang again and was spoken to is on the list no more, in the house that was called. */
enum err to_call_came(struct rq *rq, const struct call_house *h, struct str number)
{
	int64_t n;

	if (!number.n)
		return OK;
	TRY(telephone_came(rq->db, rq->a, &h->scope, rq->who.account, number, &n));
	return whole_desk(&h->place) ? inbox_calls_came(rq, &h->scope, number) : OK;
}

/* ---- for the navigation ---- */

/* Numbers of the lists, some of them twice: one person may have rung and not have got a reminder. */
struct numbers { struct str *v; size_t n, cap; };

static void put_numbers(struct rq *rq, struct numbers *all, struct str_list more)
{
	for (size_t i = 0; i < more.n; i++) {
		all->v = arena_grow(rq->a, all->v, all->n, &all->cap, sizeof(*all->v));
		all->v[all->n++] = more.v[i];
	}
}

/* Visits count from the day that it is now in their house: of the few days that it is somewhere, one statement each. */
static enum err visits_of(struct rq *rq, const struct account_places *places, struct numbers *all)
{
	const int32_t utc = (int32_t)(rq->now.v / 86400);
	struct str_list more;

	for (int32_t d = utc - 1; d <= utc + 1; d++) {
		const struct account_roles of = call_roles(rq, places, true, (struct day){ d });

		if (!of.n)
			continue;
		TRY(call_visits_numbers(rq->db, rq->a, &of, (struct day){ d }, NUMBERS_MAX, &more));
		put_numbers(rq, all, more);
	}
	return OK;
}

/* Of all houses at once: what a menu says costs no more where somebody answers for fifty. */
static enum err numbers_of(struct rq *rq, const struct account_places *places, struct numbers *all)
{
	const struct account_roles every = call_roles(rq, places, false, DAY_NONE), desk = call_roles(rq, places, true, DAY_NONE);
	struct telephone_missed_numbers_rows missed;
	struct str_list more;

	TRY(telephone_missed_numbers(rq->db, rq->a, every.account, every.v, every.n, telephone_since(rq, WAITING_DAYS),
		(struct instant){ rq->now.v - RINGS_MOST }, NUMBERS_MAX, &missed));
	for (size_t i = 0; i < missed.n; i++)
		put_numbers(rq, all, (struct str_list){ &missed.v[i].number, 1 });
	if (!desk.n)
		return OK;
	TRY(inbox_calls_numbers(rq->db, rq->a, &desk, NUMBERS_MAX, &more));
	put_numbers(rq, all, more);
	return visits_of(rq, places, all);
}

static int by_number(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* As many as the list has entries. */
enum err to_call_count(struct rq *rq, int64_t *ret)
{
	struct numbers all = { 0 };
	struct account_places places;
	int64_t n = 0;

	TRY(call_places(rq, &places));
	TRY(numbers_of(rq, &places, &all));
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), by_number);
	for (size_t i = 0; i < all.n; i++)
		n += i == 0 || !str_eq(all.v[i], all.v[i - 1]);
	*ret = n;
	return OK;
}
