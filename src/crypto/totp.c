/* Second factor: TOTP codes by liboath. */
#include "crypto/crypto.h"

#include "base/buf.h"
#include "base/random.h"

#include <liboath/oath.h>

#define STEP 30
#define SECRET_BYTES 20			/* RFC 4226 §4: 160 bits */

struct str totp_secret(struct arena *a)
{
	static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned char r[32];
	char out[32];

	random_bytes(r, sizeof(r));
	for (size_t i = 0; i < sizeof(out); i++)
		out[i] = base32[r[i] % 32];
	return arena_str(a, (struct str){ out, sizeof(out) });
}

static void percent(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (ascii_is_alpha(s.p[i]) || ascii_is_digit(s.p[i]) || (s.p[i] && strchr("-._~", s.p[i])))
			buf_put_char(b, s.p[i]);
		else
			buf_put_fmt(b, "%%%02X", (unsigned char)s.p[i]);
	}
}

struct str totp_url(struct arena *a, struct str issuer, struct str account, struct str secret)
{
	BUF_AUTO struct buf b = BUF(4096);

	buf_put(&b, S("otpauth://totp/"));
	percent(&b, issuer);
	buf_put(&b, S(":"));
	percent(&b, account);
	buf_put(&b, S("?secret="));
	buf_put(&b, secret);
	buf_put(&b, S("&issuer="));
	percent(&b, issuer);
	buf_put(&b, S("&algorithm=SHA1&digits=6&period=30"));
	return arena_str(a, buf_str(&b));
}

static bool code_at(struct str secret, int64_t counter, char out[static 7])
{
	char raw[64];
	char *bytes = NULL;
	size_t n = 0;
	bool ok;

	if (secret.n == 0 || secret.n > sizeof(raw) || counter < 0)
		return false;
	if (oath_init() != OATH_OK || oath_base32_decode(secret.p, secret.n, &bytes, &n) != OATH_OK)
		return false;
	ok = n >= SECRET_BYTES / 2
		&& oath_hotp_generate(bytes, n, (uint64_t)counter, 6, false, OATH_HOTP_DYNAMIC_TRUNCATION,
			out) == OATH_OK;
	free(bytes);
	return ok;
}

enum err totp_code(struct str secret, struct instant now, char out[static 6])
{
	char code[7];

	if (!code_at(secret, now.v / STEP, code))
		return E_INPUT;
	memcpy(out, code, 6);
	return OK;
}

bool totp_verify(struct str secret, struct str code, struct instant now, int64_t last,
	int64_t *ret_counter)
{
	int64_t at = now.v / STEP;

	if (code.n != 6)
		return false;
	for (int64_t c = at - 1; c <= at + 1; c++) {
		char want[7];

		if (c <= last || !code_at(secret, c, want))
			continue;
		if (str_eq_secret(code, (struct str){ want, 6 })) {
			*ret_counter = c;
			return true;
		}
	}
	return false;
}
