/* Addresses for reports. See report.h. */
#include "gateways/report.h"

#include "crypto/crypto.h"

static void put_code(struct buf *b, struct str secret, struct str key)
{
	unsigned char mac[32];
	BUF_AUTO struct buf said = BUF(256);

	/* named, so that the secret may serve for something else too */
	buf_put_fmt(&said, "report %.*s", STR_ARG(key));
	hmac_sha256(secret, buf_str(&said), mac);
	for (int i = 0; i < REPORT_CODE / 2; i++)
		buf_put_fmt(b, "%02x", mac[i]);
}

void report_put_url(struct buf *b, const struct report_place *p, struct str key)
{
	if (!p->base.n || !p->secret.n)
		return;
	buf_put_fmt(b, "%.*s" REPORT_PATH "?key=%.*s&code=", STR_ARG(p->base), STR_ARG(key));
	put_code(b, p->secret, key);
}

bool report_genuine(struct str secret, struct str key, struct str code)
{
	BUF_AUTO struct buf right = BUF(2 * REPORT_CODE);

	if (!secret.n || key.n > 100)
		return false;
	put_code(&right, secret, key);
	return buf_ok(&right) && str_eq_secret(buf_str(&right), code);
}
