/* A code on its way: whether it serves, whether another may go out, what its page says. See booking.h. */
#include "areas/booking/booking.h"

#include "booking_t.h"
#include "crypto/crypto.h"
#include "web/web.h"

static int64_t resend_wait(int32_t sends)
{
	return 30 * (int64_t)sends * sends;
}

bool sent_code_lives(const struct rq *rq, const struct sent_code *c)
{
	return c->hash.n && c->until.v > rq->now.v && c->tries < rq_setting(rq, "code_tries");
}

bool sent_code_fresh(const struct rq *rq, const struct sent_code *c)
{
	return c->sends && rq->now.v < c->sent_at.v + resend_wait(c->sends);
}

enum err sent_code_wanted(struct rq *rq, struct organization_id organization, const struct sent_code *c)
{
	if (sent_code_lives(rq, c) && sent_code_fresh(rq, c))
		return E_CONFLICT;
	return c->sends >= CODE_SENDS ? E_LIMIT : code_allowed(rq, organization, c->phone);
}

struct code_shown sent_code_shown(struct rq *rq, const struct zone *z, const struct sent_code *c)
{
	struct code_shown v = { .masked = masked_phone(rq->a, c->phone), .until_min = -1, .again_min = -1,
		.may_send = c->sends < CODE_SENDS };
	struct instant again = { c->sent_at.v + resend_wait(c->sends) };

	if (sent_code_lives(rq, c)) {
		v.until_min = zone_local(z, c->until).min;
		v.tries_left = (int32_t)rq_setting(rq, "code_tries") - c->tries;
	}
	if (again.v > rq->now.v)
		v.again_min = zone_local(z, (struct instant){ again.v + 59 }).min;
	return v;
}

enum err too_many_codes(struct rq *rq, struct url answers, struct str place_phone)
{
	t_booking_too_many(rq_page(rq, 429), answers, place_phone);
	return OK;
}

static struct str as_draft(struct rq *rq, int64_t draft)
{
	return arena_fmt(rq->a, "draft %lld", (long long)draft);
}

enum err draft_link_seal(struct rq *rq, int64_t draft, struct str token, struct str *ret)
{
	struct str key;
	enum err e = rq_secret(rq, &key);

	*ret = e == OK ? bytes_seal(rq->a, key, as_draft(rq, draft), token) : S("");
	return e == E_NOTFOUND || e == E_INPUT ? OK : e;
}

enum err draft_link_go(struct rq *rq, const char *prefix, int64_t draft, struct str kept)
{
	struct str key, token;

	if (!kept.n)
		return E_NOTFOUND;
	TRY(rq_secret(rq, &key));
	if (bytes_unseal(rq->a, key, as_draft(rq, draft), kept, &token) != OK)
		return E_NOTFOUND;
	rq_no_referrer(rq);
	return rq_redirect(rq, "%s%.*s", prefix, STR_ARG(token));
}
