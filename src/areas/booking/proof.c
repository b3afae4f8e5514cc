/* The line of one's own appointment in the public log: what is said of it, the file that proves it, and the page that checks it. */
#include "areas/booking/inside.h"

#include "booking_t.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "ledger/log.h"

enum { PROOF_BYTES = 16384 };

/* When the line was written, by its own words, in the time of the place. */
static enum err written_at(struct rq *rq, struct str zone, struct str entry, struct local *ret)
{
	const struct zone *z;
	const struct jr *doc;
	struct instant at;

	TRY(jr_read(rq->a, entry, PROOF_BYTES, &doc, NULL));
	TRY(instant_parse(jr_text(jr_get(doc, "at")), &at));
	TRY(zone_get(zone, &z));
	*ret = zone_local(z, at);
	return OK;
}

static enum err line_view(struct rq *rq, const struct proof_of *p, const struct receipt *r, struct line_view *ret)
{
	struct line_view v = { .is = true, .sealed = r->index >= 0, .kind = p->kind, .receipt = *r, .back = p->back, .back_to = p->back_to,
		.proof = url_fmt(rq->a, "%.*s/proof", STR_ARG(p->self.s)), .json = url_fmt(rq->a, "%.*s/receipt.json", STR_ARG(p->self.s)) };

	TRY(written_at(rq, p->zone, r->entry, &v.written));
	*ret = v;
	return OK;
}

static struct proof_of proof_of_mine(struct rq *rq, const struct appointment *x)
{
	const struct url own = url_fmt(rq->a, "/a/%.*s", STR_ARG(rq_param(rq, 0)));

	return (struct proof_of){ .kind = PROOF_APPOINTMENT, .chain = x->id.v, .zone = x->zone, .reference = x->reference, .salt = x->salt,
		.back = own, .self = own, .back_to = N_("My appointment") };
}

struct line_view mine_line(struct rq *rq, const struct appointment *x)
{
	const struct proof_of p = proof_of_mine(rq, x);
	struct line_view v;
	struct receipt r;

	if (!log_receipt_shown(rq->db, rq->a, x->id.v, &r) || line_view(rq, &p, &r, &v) != OK)
		return (struct line_view){ 0 };
	return v;
}

static enum err receipt_of(struct rq *rq, const struct proof_of *p, struct receipt *ret)
{
	switch (p->kind) {
	case PROOF_APPOINTMENT: return log_receipt(rq->db, rq->a, p->chain, ret);
	case PROOF_WISHES: return log_draw_receipt(rq->db, rq->a, p->chain, ret);
	case PROOF_REQUEST: case PROOF_SEATS: break;
	}
	return log_receipt_begun(rq->db, rq->a, p->chain, ret);
}

static enum err line_of(struct rq *rq, const struct proof_of *p, struct line_view *ret)
{
	struct receipt r;

	TRY(receipt_of(rq, p, &r));
	return line_view(rq, p, &r, ret);
}

enum err booking_proof_file(struct rq *rq, const struct proof_of *p)
{
	struct line_view v;

	TRY(line_of(rq, p, &v));
	return rq_file(rq, "application/json", arena_fmt(rq->a, "diwan-%.*s.json", STR_ARG(p->reference)), receipt_json(rq->a, p->reference, p->salt, &v.receipt));
}

enum err booking_proof_page(struct rq *rq, const struct proof_of *p)
{
	struct line_view v;
	struct page *pg;
	enum err e;

	TRY(line_of(rq, p, &v));
	e = log_key(rq->db, rq->a, &v.key);
	if (e != E_NOTFOUND)		/* before the first signature there is none, and the page says so */
		TRY(e);
	v.text = receipt_json(rq->a, p->reference, p->salt, &v.receipt);
	pg = rq_page(rq, 200);
	pg->frame->proof = true;
	t_booking_proof(pg, &v);
	return OK;
}

enum err mine_receipt_json(struct rq *rq)
{
	struct appointment x;

	TRY(mine_of(rq, &x));
	const struct proof_of p = proof_of_mine(rq, &x);

	return booking_proof_file(rq, &p);
}

enum err mine_proof(struct rq *rq)
{
	struct appointment x;

	TRY(mine_of(rq, &x));
	const struct proof_of p = proof_of_mine(rq, &x);

	return booking_proof_page(rq, &p);
}
