/*
 * Mail that came back. A letter is removed from the box only after what it says is committed; said
 * twice is said once, so whatever the process dies of, nothing is lost.
 */
#include "jobs/bounces.h"

#include "base/num.h"
#include "base/utf8.h"
#include "crypto/crypto.h"
#include "gateways/bounce.h"
#include "gateways/box.h"
#include "gateways/mail.h"
#include "jobs/hooks.h"
#include "jobs/jobs.h"
#include "jobs_q.h"
#include "web/secret.h"
#include "web/settings.h"

enum { LETTERS = 100 };		/* in one run */

/* Hosts have no case; what stands before the @ has none either wherever people have boxes. */
static struct str hash_of(struct arena *a, struct str address)
{
	char *p = arena_alloc(a, address.n + 1, 1);

	for (size_t i = 0; i < address.n; i++)
		p[i] = ascii_lower(address.p[i]);
	return token_hash(a, (struct str){ p, address.n });
}

enum err mail_bounce_get(struct db *db, struct arena *a, struct str address, struct mail_bounce *ret)
{
	struct bounce_get_row r;

	TRY(bounce_get(db, a, hash_of(a, address), &r));
	*ret = (struct mail_bounce){ r.at, r.status };
	return OK;
}

enum err mail_address_bad(struct db *db, struct arena *a, struct str address, bool *ret)
{
	struct mail_bounce b;
	enum err e = mail_bounce_get(db, a, address, &b);

	if (e != OK && e != E_NOTFOUND)
		return e;
	*ret = e == OK;
	return OK;
}

enum err mail_address_put_bad(struct db *db, struct arena *a, struct instant now, int64_t organization, struct str address,
	struct str status)
{
	return bounce_put(db, a, hash_of(a, address), organization, status, now);
}

enum err mail_address_put_good(struct db *db, struct arena *a, struct str address)
{
	return bounce_delete(db, a, hash_of(a, address));
}

enum err mail_came_back(struct db *db, struct arena *a, struct instant now, struct str secret, struct str letter)
{
	struct bounce said = bounce_read(a, letter);
	struct message_report r = { .channel = S("mail"), .outcome = MESSAGE_UNDELIVERED, .why = S("bounced") };
	struct message_to_row m;
	struct str key;
	enum err e;

	if (said.kind == BOUNCE_NOTHING || mail_key_read(a, secret, said.message_id, &key) != OK
			|| num_parse(key, 1, INT64_MAX, &r.id) != OK)
		return OK;
	e = message_to(db, a, (struct message_id){ r.id }, &m);
	if (e != OK || !m.recipient.n)		/* forgotten meanwhile */
		return e == E_NOTFOUND ? OK : e;
	if (said.kind == BOUNCE_ADDRESS)
		TRY(mail_address_put_bad(db, a, now, m.organization_id, m.recipient, said.status));
	e = message_reported(db, a, now, &r);
	return e == E_NOTFOUND ? OK : e;
}

enum err mail_secret(const struct settings *s, struct arena *a, struct str *ret)
{
	unsigned char key[32];
	struct str secret;

	TRY(secret_get(a, s, &secret));
	hmac_sha256(secret, S("Message-ID"), key);
	*ret = hex_encode(a, (struct str){ (const char *)key, sizeof(key) });
	return OK;
}

static enum err one(struct box *box, struct db *db, struct arena *a, struct instant now, struct str secret, uint32_t uid)
{
	struct str letter;
	enum err e = box_read(box, a, uid, &letter);

	if (e == E_NOTFOUND)
		return OK;
	if (e == OK) {
		TRY(db_begin(db));
		e = mail_came_back(db, a, now, secret, letter);
		if (e == OK)
			e = db_commit(db);
		else
			db_rollback(db);
	}
	/* one that is too large is none on a mail of ours, and would be read for ever */
	return e == OK || e == E_LIMIT ? box_remove(box, uid) : e;
}

static enum err all(struct box *box, const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct str secret;
	uint32_t *uids;
	size_t n;

	TRY(mail_secret(s, a, &secret));
	TRY(box_reports(box, a, LETTERS, &uids, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one(box, db, a, now, secret, uids[i]));
	return OK;
}

static enum err open_box(const struct settings *s, struct arena *a, struct box **ret)
{
	struct box_settings b = { .url = setting_text(s, "imap_url"), .ca_file = setting_text(s, "smtp_ca_file") };

	if (!b.url.n)
		return E_NOTFOUND;
	if (hook_file_line(a, setting_text(s, "imap_password_file"), &b.user_password) != OK)
		return E_IO;
	return box_open(&b, a, ret);
}

enum err bounces_greet(const struct settings *s, struct arena *a, struct str *ret)
{
	struct box *box = NULL;
	enum err e = open_box(s, a, &box);

	if (e != OK) {
		*ret = e == E_IO ? S("imap_password_file cannot be read") : S("imap_url or the line in imap_password_file is not usable");
		return e;
	}
	e = box_greet(box, a, ret);
	box_close(box);
	return e;
}

enum err bounces_job(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct box *box = NULL;
	enum err e = open_box(s, a, &box);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	e = all(box, s, db, a, now);
	box_close(box);
	return e;
}
