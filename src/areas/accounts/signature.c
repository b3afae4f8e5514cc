/*
 * Machines that sign a request instead of sending their token with it, as the webhooks of telephone exchanges do:
 *   X-Diwan-Signature: key=<number of the token>, t=<UTC seconds>, v1=<HMAC-SHA256 of "t.body" in hexadecimal digits>
 * The secret is made of the server's own (web/secret.h) and the token's number: it is stored nowhere, and ends with the
 * token. Whether such a request came before is for the route to know, which takes each once.
 */
#include "areas/accounts/inner.h"

#include "base/num.h"
#include "crypto/crypto.h"
#include "web/secret.h"

enum { APART = 300, MAC = 32, SIGNATURE_MAX = 200 };	/* seconds between the two clocks; bytes */

struct signature { int64_t key, at; struct str mac; };

static bool signature_read(struct str s, struct signature *ret)
{
	*ret = (struct signature){ 0 };
	if (s.n > SIGNATURE_MAX)
		return false;
	while (s.n) {
		struct str value = str_trim(str_cut(&s, ',')), name = str_cut(&value, '=');
		int64_t *number = str_eq(name, S("key")) ? &ret->key : str_eq(name, S("t")) ? &ret->at : NULL;

		if (str_eq(name, S("v1")))
			ret->mac = value;
		else if (number && num_parse(value, 1, INT64_MAX, number) != OK)
			return false;
	}
	return ret->key && ret->at && ret->mac.n == 2 * MAC;
}

enum err signing_secret(struct arena *a, const struct settings *s, struct bearer_token_id token, struct str *ret)
{
	unsigned char mac[MAC];
	struct str secret;

	TRY(secret_get(a, s, &secret));
	hmac_sha256(secret, arena_fmt(a, "requests signed with token %lld", (long long)token.v), mac);
	*ret = hex_encode(a, (struct str){ (const char *)mac, sizeof(mac) });
	return OK;
}

enum err accounts_signed(struct rq *rq, struct str header, struct str body, struct who *ret)
{
	struct bearer_hash_row token;
	struct signature s;
	struct str secret, said;
	unsigned char mac[MAC];

	if (!signature_read(header, &s) || s.at < rq->now.v - APART || s.at > rq->now.v + APART)
		return E_NOTFOUND;
	TRY(bearer_hash(rq->db, rq->a, (struct bearer_token_id){ s.key }, &token));
	TRY(signing_secret(rq->a, rq_settings(rq), (struct bearer_token_id){ s.key }, &secret));
	said = arena_cat(rq->a, arena_fmt(rq->a, "%lld.", (long long)s.at), body);
	hmac_sha256(secret, said, mac);
	if (!str_eq_secret(hex_encode(rq->a, (struct str){ (const char *)mac, sizeof(mac) }), s.mac))
		return E_NOTFOUND;
	TRY(accounts_token_who(rq, token.hash, ret));
	ret->signature = s.mac;
	return OK;
}
