/*
 * Requests and answers as flat bytes for the sockets between processes of one program: host
 * byte order, lengths first. Both ends are the same binary; unpacking still checks every length.
 */
#include "http/http.h"

#include <string.h>

static void put_u32(struct buf *to, size_t n)
{
	uint32_t v = (uint32_t)n;

	buf_put(to, (struct str){ (const char *)&v, sizeof(v) });
}

static void put_string(struct buf *to, struct str s)
{
	put_u32(to, s.n);
	buf_put(to, s);
}

static enum err take_u32(struct str *from, uint32_t *ret)
{
	if (from->n < sizeof(*ret))
		return E_INPUT;
	memcpy(ret, from->p, sizeof(*ret));
	*from = str_sub(*from, sizeof(*ret), from->n);
	return OK;
}

static enum err take_string(struct str *from, struct str *ret)
{
	uint32_t n;

	TRY(take_u32(from, &n));
	if (n > from->n)
		return E_INPUT;
	*ret = n ? str_sub(*from, 0, n) : STR_NONE;
	*from = str_sub(*from, n, from->n);
	return OK;
}

void http_pack(struct buf *to, const struct http_request *rq)
{
	put_u32(to, (size_t)rq->method);
	put_u32(to, rq->loopback);
	buf_put(to, (struct str){ (const char *)rq->peer, sizeof(rq->peer) });
	put_string(to, rq->target);
	for (int i = 0; i < HH_MAX; i++)
		put_string(to, rq->header[i]);
	put_string(to, rq->body);
}

enum err http_unpack(struct str bytes, struct http_request *ret)
{
	struct http_request rq = { 0 };
	uint32_t method, loopback;

	TRY(take_u32(&bytes, &method));
	TRY(take_u32(&bytes, &loopback));
	if (method > HTTP_OTHER || bytes.n < sizeof(rq.peer))
		return E_INPUT;
	rq.method = (enum http_method)method;
	rq.loopback = loopback != 0;
	memcpy(rq.peer, bytes.p, sizeof(rq.peer));
	bytes = str_sub(bytes, sizeof(rq.peer), bytes.n);
	TRY(take_string(&bytes, &rq.target));
	for (int i = 0; i < HH_MAX; i++)
		TRY(take_string(&bytes, &rq.header[i]));
	TRY(take_string(&bytes, &rq.body));
	if (bytes.n)
		return E_INPUT;
	*ret = rq;
	return OK;
}

void answer_pack(struct buf *to, const struct answer *an)
{
	put_u32(to, (size_t)an->status);
	put_u32(to, (size_t)an->cache);
	put_u32(to, (size_t)(an->no_referrer | an->gzipped << 1));
	put_u32(to, an->ncookie);
	put_string(to, an->type);
	for (int i = 0; i < AH_MAX; i++)
		put_string(to, an->header[i]);
	for (size_t i = 0; i < an->ncookie; i++)
		put_string(to, an->cookie[i]);
	put_string(to, an->body);
}

enum err answer_unpack(struct str bytes, struct answer *ret)
{
	struct answer an = { 0 };
	uint32_t status, cache, bits, ncookie;

	TRY(take_u32(&bytes, &status));
	TRY(take_u32(&bytes, &cache));
	TRY(take_u32(&bytes, &bits));
	TRY(take_u32(&bytes, &ncookie));
	if (status > 599 || cache > ANSWER_FOREVER || ncookie > ANSWER_COOKIES)
		return E_INPUT;
	an.status = (int)status;
	an.cache = (enum answer_cache)cache;
	an.no_referrer = bits & 1;
	an.gzipped = bits & 2;
	an.ncookie = ncookie;
	TRY(take_string(&bytes, &an.type));
	for (int i = 0; i < AH_MAX; i++)
		TRY(take_string(&bytes, &an.header[i]));
	for (size_t i = 0; i < ncookie; i++)
		TRY(take_string(&bytes, &an.cookie[i]));
	TRY(take_string(&bytes, &an.body));
	if (bytes.n)
		return E_INPUT;
	*ret = an;
	return OK;
}
