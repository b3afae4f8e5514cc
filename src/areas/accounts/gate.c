/* Session and bearer tokens → who is asking. Read by the router on every request of staff and machines. */
#include "areas/accounts/inner.h"

#include "areas/organizations/organizations.h"
#include "crypto/crypto.h"

#define STALE_SECONDS 60

static struct day today(struct instant now)
{
	return (struct day){ (int32_t)(now.v / 86400) };
}

/* Where a session must go before it may do anything else. */
static const char *settle(const struct session_find_row *s, enum role role)
{
	if (s->must_change)
		return "/account/password";
	if (!s->chosen)
		return "/account/role";
	if (role_needs_totp(role) && !s->totp)
		return "/account/second-factor";
	return NULL;
}

enum err accounts_session(struct rq *rq, struct str token, struct who *ret)
{
	struct session_find_row s;
	int64_t idle = rq_setting(rq, "session_idle_minutes") * 60;
	enum role role;

	TRY(session_find(rq->db, rq->a, token_hash(rq->a, token), &s));
	if (rq->now.v >= s.ends_at.v || rq->now.v - s.seen_at.v > idle || !role_of(s.role, &role) ||
			role_is_machine(role) || (day_is(s.until_day) && s.until_day.n < today(rq->now).n))
		return E_NOTFOUND;
	*ret = (struct who){
		.account = s.account_id.v, .organization = s.organization_id.v,
		.practitioner = s.practitioner_id.is ? s.practitioner_id.v : 0, .session = s.id.v, .seen_as = s.id.v,
		.role = role, .name = s.name, .place = organization_name(rq->lang, s.name_fr, s.name_ar, s.name_en),
		.organization_code = s.code, .tree_lo = s.tree_lo, .tree_hi = s.tree_hi,
		.settle = settle(&s, role), .stale = rq->now.v - s.seen_at.v >= STALE_SECONDS,
	};
	ret->scope = access_scope(role, s.tree_lo, s.tree_hi, ret->practitioner, ret->account);
	return OK;
}

enum err accounts_bearer(struct rq *rq, struct str token, struct who *ret)
{
	return accounts_token_who(rq, token_hash(rq->a, token), ret);
}

enum err accounts_token_who(struct rq *rq, struct str hash, struct who *ret)
{
	struct bearer_find_row b;
	enum role role;

	TRY(bearer_find(rq->db, rq->a, hash, &b));
	if (!role_of(b.role, &role))
		return E_NOTFOUND;
	*ret = (struct who){
		.account = b.account_id.v, .organization = b.organization_id.v,
		.practitioner = b.practitioner_id.is ? b.practitioner_id.v : 0, .role = role, .name = b.name,
		.seen_as = -b.id.v, .stale = b.seen_at.v == INSTANT_NONE.v || rq->now.v - b.seen_at.v >= STALE_SECONDS,
		.place = b.name_fr, .organization_code = b.code, .tree_lo = b.tree_lo, .tree_hi = b.tree_hi,
	};
	ret->scope = access_scope(role, b.tree_lo, b.tree_hi, ret->practitioner, ret->account);
	return OK;
}

enum err accounts_seen(struct db *db, struct arena *a, int64_t seen_as, struct instant at)
{
	int64_t n;

	if (seen_as < 0)
		return bearer_seen(db, a, at, (struct bearer_token_id){ -seen_as }, &n);
	return session_seen(db, a, at, (struct session_id){ seen_as }, &n);
}
