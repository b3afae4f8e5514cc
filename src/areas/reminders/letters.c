/* Letters to people without telephone: who gets one, the day's batch, and where they live. */
#include "areas/reminders/pages.h"

#include "base/random.h"
#include "base/utf8.h"
#include "reminders_t.h"

enum { WAITING_MAX = 500, BATCHES_MAX = 14, LINES_MAX = 2000 };

static enum err waiting(struct rq *rq, const struct remind_house *h, struct letters_page *p)
{
	struct letters_waiting_rows all;

	TRY(letters_waiting(rq->db, rq->a, &rq->who.scope, letter_in_time(h->now.day), WAITING_MAX, &all));
	p->ready.v = ARENA_ARRAY(rq->a, struct letters_waiting_row, all.n + 1);
	p->missing.v = ARENA_ARRAY(rq->a, struct letters_waiting_row, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].organization.v != rq->who.organization)
			continue;
		if (all.v[i].address.n)
			p->ready.v[p->ready.n++] = all.v[i];
		else
			p->missing.v[p->missing.n++] = all.v[i];
	}
	return OK;
}

enum err letters_missing(struct rq *rq, int64_t *ret)
{
	struct remind_house h;
	struct letters_page p = { 0 };

	TRY(remind_house_of(rq, (struct organization_id){ rq->who.organization }, &h));
	TRY(waiting(rq, &h, &p));
	*ret = (int64_t)(p.ready.n + p.missing.n);
	return OK;
}

enum err letters_page(struct rq *rq)
{
	struct letters_page p = { 0 };
	struct remind_house h;

	TRY(remind_house_of(rq, (struct organization_id){ rq->who.organization }, &h));
	p.step = h.name;
	TRY(waiting(rq, &h, &p));
	TRY(letter_batches(rq->db, rq->a, h.o.id, BATCHES_MAX, &p.batches));
	p.printed = p.batches.n && p.batches.v[0].day.n >= h.now.day.n;
	for (size_t i = 0; i < p.ready.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, p.ready.v[i].patient.v, p.ready.v[i].organization.v));
	for (size_t i = 0; i < p.missing.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, p.missing.v[i].patient.v, p.missing.v[i].organization.v));
	if (!p.ready.n && !p.missing.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	struct page *pg = rq_page(rq, 200);

	pg->zone = h.zone;
	t_reminders_letters(pg, &p);
	return OK;
}

/* One batch a day: what is added later goes with tomorrow's. */
enum err letters_print(struct rq *rq)
{
	struct letter_batch_id id = { random_id(rq->now) };
	struct letters_page p = { 0 };
	struct remind_house h;
	int64_t n;

	TRY(remind_house_of(rq, (struct organization_id){ rq->who.organization }, &h));
	TRY(waiting(rq, &h, &p));
	if (!p.ready.n)
		return rq_redirect(rq, "/desk/letters");
	TRY(letter_batch_put(rq->db, rq->a, id, h.o.id, h.now.day, (int32_t)p.ready.n, rq->now, rq->who.account, &n));
	if (!n)
		return rq_problem(rq, N_("Today’s letters are printed already. The others go with tomorrow’s."));
	for (size_t i = 0; i < p.ready.n; i++) {
		TRY(rq_audit(rq, AUDIT_CHANGE, p.ready.v[i].patient.v, p.ready.v[i].organization.v));
		TRY(letter_print(rq->db, rq->a, id, rq->now, p.ready.v[i].id, &n));
	}
	return rq_redirect(rq, "/desk/letters");
}

enum err letters_paper(struct rq *rq)
{
	struct paper p = { .now = rq->now };
	struct letter_batch_get_row batch;
	struct letter_batch_id id = { rq_id(rq, 0) };
	struct str bytes;
	char day[11];

	TRY(remind_house_of(rq, (struct organization_id){ rq->who.organization }, &p.house));
	TRY(letter_batch_get(rq->db, rq->a, id, p.house.o.id, &batch));
	TRY(letter_lines(rq->db, rq->a, &rq->who.scope, p.house.o.id, batch.day, id.v, LINES_MAX, &p.lines));
	for (size_t i = 0; i < p.lines.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, p.lines.v[i].patient.v, p.lines.v[i].organization.v));
	if (!p.lines.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	TRY(letters_draw(rq->a, &p, &bytes));
	day_print(batch.day, day);
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "diwan-letters-%s.pdf", day), bytes);
}

/* ---- where somebody lives ---- */

static enum err whose(struct rq *rq, struct patient *ret)
{
	TRY(patient_get(rq->db, rq->a, &rq->who.scope, (struct patient_id){ rq_id(rq, 0) }, ret));
	return ret->erased || ret->merged_into.v ? E_NOTFOUND : OK;
}

enum err letters_address(struct rq *rq)
{
	struct address_page p = { 0 };
	struct postal_address_get_row row;
	enum err e;

	TRY(whose(rq, &p.who));
	e = postal_address_get(rq->db, rq->a, &rq->who.scope, p.who.id, &row);
	if (e != OK && e != E_NOTFOUND)
		return e;
	p.lines = e == OK ? row.lines : STR_NONE;
	TRY(rq_audit(rq, AUDIT_READ, p.who.id.v, p.who.organization.v));
	t_reminders_address(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

struct address_in { struct str lines; };
static const struct field address_fields[] = {
	FIELD(address_in, lines, F_TEXT, struct str, .required = true, .max = 300, .missing = N_("Write the address")),
};
const struct form address_form = FORM(address_in, address_fields);

/* Trimmed lines without empty ones. */
static enum err tidy(struct arena *a, struct str in, struct str *ret)
{
	struct str out = STR_NONE;
	int n = 0;

	while (in.n) {
		struct str line = str_trim(str_cut(&in, '\n'));

		if (!line.n)
			continue;
		if (++n > ADDRESS_LINES || utf8_count(line) > ADDRESS_WIDTH)
			return E_INPUT;
		out = out.n ? arena_cat(a, arena_cat(a, out, S("\n")), line) : line;
	}
	*ret = out;
	return OK;
}

enum err letter_address(struct db *db, struct arena *a, struct patient_id patient, struct organization_id keeper, struct str lines)
{
	struct str tidied;

	TRY(tidy(a, lines, &tidied));
	return postal_address_put(db, a, patient, keeper, tidied);
}

enum err letters_address_put(struct rq *rq)
{
	const struct address_in *in = rq->form;
	struct patient who;
	enum err e;

	TRY(whose(rq, &who));
	TRY(rq_audit(rq, AUDIT_CHANGE, who.id.v, who.organization.v));
	e = letter_address(rq->db, rq->a, who.id, who.organization, in->lines);
	if (e == E_INPUT)
		return rq_wrong(rq, "lines", N_("At most 6 lines of 38 letters: more does not show in the window of the envelope"));
	TRY(e);
	return rq_redirect(rq, "/desk/letters");
}
