/* The line of one's own appointment in the public log: what is said of it, the file that proves it, and the page that checks it. */
#include "areas/booking/inside.h"

#include "booking_t.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "ledger/log.h"

enum { PROOF_BYTES = 16384 };

/* When the line was written, by its own words, in the time of the place. */
static enum err written_at(struct rq *rq, const struct appointment *x, struct str entry, struct local *ret)
{
	const struct zone *z;
	const struct jr *doc;
	struct instant at;

	TRY(jr_read(rq->a, entry, PROOF_BYTES, &doc, NULL));
	TRY(instant_parse(jr_text(jr_get(doc, "at")), &at));
	TRY(zone_get(x->zone, &z));
	*ret = zone_local(z, at);
	return OK;
}

static enum err line_view(struct rq *rq, const struct appointment *x, const struct receipt *r, struct line_view *ret)
{
	struct line_view v = { .is = true, .sealed = r->index >= 0, .receipt = *r, .proof = url_fmt(rq->a, "/a/%.*s/proof", STR_ARG(rq_param(rq, 0))),
		.json = url_fmt(rq->a, "/a/%.*s/receipt.json", STR_ARG(rq_param(rq, 0))) };

	TRY(written_at(rq, x, r->entry, &v.written));
	*ret = v;
	return OK;
}

struct line_view mine_line(struct rq *rq, const struct appointment *x)
{
	struct line_view v;
	struct receipt r;

	if (!log_receipt_shown(rq->db, rq->a, x->id.v, &r) || line_view(rq, x, &r, &v) != OK)
		return (struct line_view){ 0 };
	return v;
}

static enum err line_of(struct rq *rq, struct appointment *x, struct line_view *ret)
{
	struct receipt r;

	TRY(mine_of(rq, x));
	TRY(log_receipt(rq->db, rq->a, x->id.v, &r));
	return line_view(rq, x, &r, ret);
}

enum err mine_receipt_json(struct rq *rq)
{
	struct appointment x;
	struct line_view v;

	TRY(line_of(rq, &x, &v));
	return rq_file(rq, "application/json", arena_fmt(rq->a, "diwan-%.*s.json", STR_ARG(x.reference)), receipt_json(rq->a, x.reference, x.salt, &v.receipt));
}

enum err mine_proof(struct rq *rq)
{
	struct appointment x;
	struct line_view v;
	struct page *pg;
	enum err e;

	TRY(line_of(rq, &x, &v));
	e = log_key(rq->db, rq->a, &v.key);
	if (e != E_NOTFOUND)		/* before the first signature there is none, and the page says so */
		TRY(e);
	v.back = url_fmt(rq->a, "/a/%.*s", STR_ARG(rq_param(rq, 0)));
	v.text = receipt_json(rq->a, x.reference, x.salt, &v.receipt);
	pg = rq_page(rq, 200);
	pg->frame->proof = true;
	t_booking_proof(pg, &v);
	return OK;
}
