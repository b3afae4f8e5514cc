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

static void put_sealed(struct arena *a, struct jw *j, const struct receipt *r)
{
	jw_set_int(j, "index", r->index);
	jw_set_int(j, "size", r->size);
	jw_set_array(j, "proof");
	for (size_t i = 0; i < r->proof.n; i++)
		jw_str(j, base64_encode(a, (struct str){ (const char *)r->proof.v[i].v, sizeof(r->proof.v[i].v) }));
	jw_end(j);
	jw_set_str(j, "checkpoint", r->checkpoint);
}

static struct str json_of(struct arena *a, const struct appointment *x, const struct receipt *r)
{
	static const char *const later[] = { "index", "size", "proof", "checkpoint" };
	struct buf *b = buf_new(a, PROOF_BYTES);
	struct jw j = jw_to(b);

	jw_object(&j);
	jw_set_str(&j, "entry", r->entry);
	jw_set_str(&j, "reference", x->reference);
	jw_set_str(&j, "salt", x->salt);
	if (r->index >= 0)
		put_sealed(a, &j, r);
	for (size_t i = 0; r->index < 0 && i < sizeof(later) / sizeof(*later); i++) {
		jw_key(&j, later[i]);
		jw_null(&j);
	}
	jw_end(&j);
	return buf_str(b);
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
	return rq_file(rq, "application/json", arena_fmt(rq->a, "diwan-%.*s.json", STR_ARG(x.reference)), json_of(rq->a, &x, &v.receipt));
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
	v.text = json_of(rq->a, &x, &v.receipt);
	pg = rq_page(rq, 200);
	pg->frame->proof = true;
	t_booking_proof(pg, &v);
	return OK;
}
