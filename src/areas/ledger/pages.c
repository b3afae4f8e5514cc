/* The log as it is served. See inside.h. */
#include "areas/ledger/inside.h"

#include "areas/ledger/ledger.h"
#include "ledger/log.h"
#include "ledger_q.h"

/* C2SP tlog-tiles: text/plain, and never kept for long. */
enum err ledger_checkpoint(struct rq *rq)
{
	struct log_head head;

	TRY(log_head(rq->db, rq->a, &head));
	return rq_bytes(rq, 200, "text/plain; charset=utf-8", head.note);
}

/* Two lines: the log's name, and the key by which its checkpoints are known. */
enum err ledger_key(struct rq *rq)
{
	struct str key, rest, origin;

	TRY(log_key(rq->db, rq->a, &key));
	rest = key;
	origin = str_cut(&rest, '+');
	return rq_bytes(rq, 200, "text/plain; charset=utf-8",
		arena_fmt(rq->a, "%.*s\n%.*s\n", STR_ARG(origin), STR_ARG(key)));
}

enum err ledger_tile(struct rq *rq)
{
	enum { PARTS = 5 };
	struct str part[PARTS], bytes;
	struct tile_address t;
	size_t n = 0;

	for (; n < PARTS && rq_param(rq, n).n; n++)
		part[n] = rq_param(rq, n);
	if (!tile_address_parse(part, n, &t))
		return E_NOTFOUND;
	TRY(t.entries ? log_bundle(rq->db, rq->a, t.n, t.width, &bytes)
		: log_tile(rq->db, rq->a, t.level, t.n, t.width, &bytes));
	TRY(rq_bytes(rq, 200, "application/octet-stream", bytes));
	rq_forever(rq);
	return OK;
}

enum err ledger_metrics(struct rq *rq, struct buf *to)
{
	struct log_head head = { 0 };
	struct pending_any_row r;
	enum err e = log_head(rq->db, rq->a, &head);

	if (e != OK && e != E_NOTFOUND)
		return e;
	TRY(pending_any(rq->db, rq->a, &r));
	buf_put_fmt(to, "diwan_ledger_size %lld\ndiwan_ledger_pending_seconds %lld\n", (long long)head.size,
		(long long)(r.at.v == INSTANT_NONE.v ? 0 : rq->now.v - r.at.v));
	return OK;
}
