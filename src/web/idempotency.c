/* The first answer of a write that came with a key, kept so that a repeat gets it again. */
#include "web/inner.h"

#include "base/num.h"
#include "base/utf8.h"
#include "crypto/crypto.h"
#include "ids.h"
#include "web_q.h"

#define KEEP_SECONDS (7 * 86400)

enum key_kind { NO_KEY, KEY_FIELD, KEY_HEADER, KEY_EXIST };

static enum key_kind kind_of(const struct rq *rq, struct str *value)
{
	const struct http_request *req = rq->in->req;

	if (rq->route->flags & ROUTE_NO_IDEMPOTENCY)
		return NO_KEY;
	*value = req->header[HH_IDEMPOTENCY_KEY];
	if (value->n)
		return KEY_HEADER;
	*value = req->header[HH_IF_NONE_EXIST];
	if (value->n && rq->route->flags & ROUTE_API)
		return KEY_EXIST;
	*value = rq->in->key;
	return value->n ? KEY_FIELD : NO_KEY;
}

static struct str hash(struct rq *rq, struct str s)
{
	return token_hash(rq->a, s);
}

/* Whose key it is: without an account, the visitor's whose cookie came with the request. */
static struct str asker(struct rq *rq)
{
	return rq->who.account || rq->in->new_visitor ? STR_NONE : rq->visitor;
}

/*
 * secret: of what only who asks has. The answer is kept sealed with it, for it may be a redirection to a link that
 * is its own key, or a page that shows a token once: from the table alone neither can be read.
 */
struct done { enum key_kind kind; struct str key, fingerprint, secret; };

static struct done done_of(struct rq *rq)
{
	struct done d = { .kind = NO_KEY };
	struct str value, who = asker(rq);

	d.kind = kind_of(rq, &value);
	if (d.kind == NO_KEY)
		return d;
	if (rq->in->done_key.n) {
		d.key = rq->in->done_key;
		d.fingerprint = rq->in->done_fingerprint;
		d.secret = rq->in->done_secret;
		return d;
	}
	d.fingerprint = hash(rq, arena_cat(rq->a, rq->in->req->target, arena_cat(rq->a, S("\n"), rq->in->req->body)));
	d.secret = arena_fmt(rq->a, "%d %lld%.*s %s %.*s\n%.*s\n%.*s", (int)d.kind, (long long)rq->who.account,
		STR_ARG(who), rq->route->method, STR_ARG(rq->path), STR_ARG(value),
		STR_ARG(d.kind == KEY_FIELD ? d.fingerprint : STR_NONE));
	d.key = hash(rq, d.secret);
	/* A long secret is hashed before it is a key: unlike what is in the table. */
	d.secret = arena_cat(rq->a, S("answer "), d.secret);
	rq->in->done_secret = d.secret;
	rq->in->done_key = d.key;
	rq->in->done_fingerprint = d.fingerprint;
	return d;
}

/* Whom the answer shows, as it is kept; nobody when it has no body (a redirection). */
static struct str persons_of(struct rq *rq, struct str body)
{
	struct str all = S("");

	for (size_t i = 0; body.n && i < rq->in->naudit; i++) {
		const struct audit_row *r = &rq->in->audit[i];

		if (r->patient)
			all = arena_cat(rq->a, all, arena_fmt(rq->a, "%lld:%lld ", (long long)r->organization,
				(long long)r->patient));
	}
	return all;
}

static enum err note_persons(struct rq *rq, struct str all)
{
	int64_t organization, patient;

	while (all.n) {
		struct str who = str_cut(&all, ' '), of = str_cut(&who, ':');

		if (num_parse(of, 0, INT64_MAX, &organization) != OK || num_parse(who, 1, INT64_MAX, &patient) != OK)
			continue;
		TRY(rq_audit(rq, AUDIT_READ, patient, organization));
	}
	return OK;
}

static struct str sealed(struct rq *rq, const struct done *d, struct str s)
{
	return s.n ? text_seal(rq->a, d->secret, s) : S("");
}

static enum err opened(struct rq *rq, const struct done *d, struct str s, struct str *ret)
{
	*ret = s;
	return s.n ? text_unseal(rq->a, d->secret, s, ret) : OK;
}

enum err idempotency_find(struct rq *rq)
{
	struct done d = done_of(rq);
	struct done_request_find_row row;
	struct answer *an = &rq->in->answer;

	if (d.kind == NO_KEY)
		return E_NOTFOUND;
	TRY(done_request_find(rq->db, rq->a, d.key, &row));
	if (d.kind == KEY_HEADER && !str_eq(d.fingerprint, row.fingerprint))
		return rq_problem(rq, "This key was used for another request.");
	answer_clear(rq);
	an->status = d.kind == KEY_EXIST && row.status == 201 ? 200 : row.status;
	an->type = row.type;
	TRY(opened(rq, &d, row.location, &an->header[AH_LOCATION]));
	an->header[AH_ETAG] = row.etag;
	TRY(opened(rq, &d, row.body, &an->body));
	return note_persons(rq, row.persons);
}

enum err idempotency_save(struct rq *rq)
{
	struct done d = done_of(rq);
	struct answer *an = &rq->in->answer;
	int64_t n;
	struct str body = rq->in->writing ? buf_str(&rq->in->out) : an->body;

	if (d.kind == NO_KEY || an->status >= 400 || !utf8_valid(body) || (body.n && memchr(body.p, 0, body.n)))
		return OK;
	TRY(done_request_add(rq->db, rq->a, d.key, rq->now, d.fingerprint, an->status,
		an->type.p ? an->type : S(""), sealed(rq, &d, an->header[AH_LOCATION]),
		an->header[AH_ETAG].p ? an->header[AH_ETAG] : S(""), sealed(rq, &d, body),
		persons_of(rq, body), &n));
	return n ? OK : E_RETRY;	/* run again, it is found */
}

enum err idempotency_sweep(struct db *db, struct arena *a, struct instant now)
{
	int64_t n;
	enum err e;

	TRY(db_begin(db));
	e = done_request_sweep(db, a, (struct instant){ now.v - KEEP_SECONDS }, &n);
	if (e != OK) {
		db_rollback(db);
		return e;
	}
	return db_commit(db);
}
