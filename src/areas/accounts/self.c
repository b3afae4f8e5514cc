/* One's own account: what to do next, password, second factor, sessions. */
#include "areas/accounts/inner.h"

#include "accounts_t.h"
#include "base/random.h"
#include "base/utf8.h"
#include "codes/codes.h"
#include "crypto/crypto.h"

#define BACKUP_CODES 8

/* What the navigation has, with a sentence each, in the groups of the menu. */
static struct home_groups home_groups(struct rq *rq)
{
	const struct nav *nav[NAV_MAX];
	size_t n = rq_nav(rq, nav, NAV_MAX), m = 0;
	struct home_line *v = ARENA_ARRAY(rq->a, struct home_line, NAV_MAX);
	struct home_group *g = ARENA_ARRAY(rq->a, struct home_group, NAV_MAX);

	for (size_t i = 0; i < n; i++) {
		if (str_eq(str_of(nav[i]->path), S("/account")))
			continue;
		v[i] = (struct home_line){ { str_of(nav[i]->path) }, nav[i]->label, nav[i]->about, 0 };
		if (nav[i]->count && nav[i]->count(rq, &v[i].badge) != OK)
			v[i].badge = 0;
		if (!m || g[m - 1].label != nav_group(nav[i]))
			g[m++] = (struct home_group){ nav_group(nav[i]), { &v[i], 0 } };
		g[m - 1].lines.n++;
	}
	return (struct home_groups){ g, m };
}

enum err home_page(struct rq *rq)
{
	struct membership_list_rows roles;
	struct page *pg;

	TRY(membership_list(rq->db, rq->a, (struct account_id){ rq->who.account }, &roles));
	pg = rq_page(rq, 200);
	if (str_eq(rq_raw(rq, "done"), S("password")))
		pg->frame->note = tr(pg, "Your password was changed.");
	t_accounts_home(pg, rq->who.name, rq->who.place, role_label(rq->who.role), home_groups(rq), roles.n > 1);
	return OK;
}

/* --- password --- */

struct password_in { struct str old, fresh, again; };
static const struct field password_fields[] = {
	FIELD(password_in, old, F_SECRET, struct str, .required = true, .missing = N_("Write your password")),
	FIELD(password_in, fresh, F_SECRET, struct str, .required = true, .missing = N_("Write the new password")),
	FIELD(password_in, again, F_SECRET, struct str, .required = true, .missing = N_("Write the new password once more")),
};
const struct form password_form = FORM(password_in, password_fields);

struct str password_make(struct arena *a)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char *p = arena_alloc(a, 20, 1);
	size_t n = 0;

	for (int i = 0; i < 16; i++) {
		if (i && i % 4 == 0)
			p[n++] = '-';
		p[n++] = letters[random_below(sizeof(letters) - 1)];
	}
	return (struct str){ p, n };
}

static bool holds(struct str s, struct str part)
{
	for (size_t i = 0; i + part.n <= s.n; i++)
		if (str_eq_nocase(str_sub(s, i, i + part.n), part))
			return true;
	return false;
}

const char *password_weak(struct str password, struct str login)
{
	static const char *const common[] = { "123456", "password", "motdepasse", "azerty", "qwerty", "diwan", "maroc" };
	size_t kinds = 0;
	bool seen[256] = { false };

	for (size_t i = 0; i < password.n; i++)
		seen[(unsigned char)password.p[i]] = true;
	for (size_t i = 0; i < 256; i++)
		kinds += seen[i];
	if (utf8_count(password) < 10)
		return N_("A password has at least 10 characters. A short sentence is good");
	if (login.n > 3 && holds(password, login))
		return N_("A password must not contain your user name");
	if (kinds < 5)
		return N_("This password is too easy to guess");
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (str_starts(password, str_of(common[i])))
			return N_("This password is too easy to guess");
	return NULL;
}

enum err password_page(struct rq *rq)
{
	bool must = rq->who.settle && str_eq(str_of(rq->who.settle), S("/account/password"));

	t_accounts_password(rq_page(rq, 200), must);
	return OK;
}

/* The account's row if the password that was typed is its own; counts wrong tries. */
static enum err prove(struct rq *rq, const char *field, struct str password, struct account_get_row *ret)
{
	TRY(account_get(rq->db, rq->a, (struct account_id){ rq->who.account }, ret));
	TRY(tries_left(rq, ret->login, rq->who.account));
	if (password_verify(ret->password_hash, password))
		return OK;
	tries_failed(rq, ret->login, rq->who.account);
	return rq_wrong(rq, field, N_("This is not your password"));
}

enum err password_slow(struct rq *rq)
{
	const struct password_in *in = rq->form;
	struct account_get_row acc;
	struct str hash;
	const char *weak;

	TRY(prove(rq, "old", in->old, &acc));
	weak = password_weak(in->fresh, acc.login);
	if (weak)
		return rq_wrong(rq, "fresh", weak);
	if (str_eq(in->fresh, in->old))
		return rq_wrong(rq, "fresh", N_("The new password is the old one"));
	if (!str_eq(in->fresh, in->again))
		return rq_wrong(rq, "again", N_("The two new passwords differ"));
	TRY(password_hash(rq->a, in->fresh, &hash));
	rq_carry(rq, hash);
	return OK;
}

static enum err note_own(struct rq *rq, enum audit_what what)
{
	return rq_audit_about(rq, what, rq->who.account, rq->who.organization, S(""));
}

enum err password_change(struct rq *rq)
{
	struct account_id id = { rq->who.account };
	int64_t n;

	if (!rq_carried(rq).n)
		return E_DENIED;
	TRY(account_password(rq->db, rq->a, rq_carried(rq), false, id, &n));
	TRY(session_revoke_all(rq->db, rq->a, id, (struct session_id){ rq->who.session }, &n));
	TRY(note_own(rq, AUDIT_PASSWORD));
	return rq_redirect(rq, "/account?done=password");
}

/* --- second factor --- */

struct factor_in { struct str pass, secret, code; };
static const struct field factor_fields[] = {
	FIELD(factor_in, pass, F_SECRET, struct str, .required = true, .missing = N_("Write your password")),
	FIELD(factor_in, secret, F_TEXT, struct str, .required = true, .max = 64),
	FIELD(factor_in, code, F_DIGITS, struct str, .required = true, .max = 6,
		.missing = N_("Write the code that your application shows"),
		.wrong = N_("The code has 6 digits")),
};
const struct form factor_form = FORM(factor_in, factor_fields);

static bool is_secret(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'A' && s.p[i] <= 'Z') && !(s.p[i] >= '2' && s.p[i] <= '7'))
			return false;
	return s.n == 32;
}

/* In fours, to be typed where there is no camera. */
static struct str in_fours(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n * 2, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (i && i % 4 == 0)
			p[n++] = ' ';
		p[n++] = s.p[i];
	}
	return (struct str){ p, n };
}

enum err factor_page(struct rq *rq)
{
	struct account_get_row acc;
	struct backup_code_count_row left;
	/* the sent one again after a slip, never one that a link brings: its maker would know it */
	struct str sent = rq_is_post(rq) ? rq_raw(rq, "secret") : STR_NONE, secret = is_secret(sent) ? sent : totp_secret(rq->a);
	struct qr qr;
	int side;
	struct str path;

	TRY(account_get(rq->db, rq->a, (struct account_id){ rq->who.account }, &acc));
	TRY(backup_code_count(rq->db, rq->a, (struct account_id){ rq->who.account }, &left));
	TRY(qr_make(rq->a, totp_url(rq->a, S("Diwan"), acc.login, secret), &qr));
	path = qr_svg_path(rq->a, &qr, &side);
	t_accounts_factor(rq_page(rq, 200), secret, in_fours(rq->a, secret), path, side,
		acc.totp_secret.p != NULL, left.n, role_needs_totp(rq->who.role));
	return OK;
}

enum err factor_slow(struct rq *rq)
{
	const struct factor_in *in = rq->form;
	struct account_get_row acc;
	int64_t counter;

	if (!is_secret(in->secret))
		return E_INPUT;
	TRY(prove(rq, "pass", in->pass, &acc));
	if (!totp_verify(in->secret, in->code, rq->now, 0, &counter))
		return rq_wrong(rq, "code", N_("This code is not right. Look at the application again"));
	rq_carry(rq, (struct str){ (const char *)&counter, sizeof(counter) });
	return OK;
}

static enum err make_backup_codes(struct rq *rq, struct str out[BACKUP_CODES])
{
	struct account_id id = { rq->who.account };
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	int64_t n;

	TRY(backup_code_clear(rq->db, rq->a, id, &n));
	for (int i = 0; i < BACKUP_CODES; i++) {
		char *p = arena_alloc(rq->a, 10, 1);

		for (int k = 0; k < 10; k++)
			p[k] = letters[random_below(32)];
		TRY(backup_code_add(rq->db, rq->a, (struct backup_code_id){ random_id(rq->now) },
			(struct organization_id){ rq->who.organization }, id, token_hash(rq->a, (struct str){ p, 10 })));
		out[i] = arena_fmt(rq->a, "%.5s-%.5s", p, p + 5);
	}
	return OK;
}

enum err factor_enrol(struct rq *rq)
{
	const struct factor_in *in = rq->form;
	struct account_id id = { rq->who.account };
	struct str codes[BACKUP_CODES], carried = rq_carried(rq);
	int64_t n, counter;

	if (carried.n != sizeof(counter))
		return E_DENIED;
	memcpy(&counter, carried.p, sizeof(counter));
	TRY(account_totp(rq->db, rq->a, in->secret, id, &n));
	TRY(account_totp_used(rq->db, rq->a, counter, id, &n));
	TRY(make_backup_codes(rq, codes));
	TRY(session_revoke_all(rq->db, rq->a, id, (struct session_id){ rq->who.session }, &n));
	TRY(note_own(rq, AUDIT_FACTOR));
	rq->who.settle = NULL;
	t_accounts_backup(rq_page(rq, 200), (struct str_list){ codes, BACKUP_CODES });
	return OK;
}

/* --- sessions --- */

enum err sessions_page(struct rq *rq)
{
	struct session_list_rows rows;

	TRY(session_list(rq->db, rq->a, (struct account_id){ rq->who.account }, rq->now, &rows));
	t_accounts_sessions(rq_page(rq, 200), rows, rq->who.session);
	return OK;
}

enum err session_end(struct rq *rq)
{
	int64_t n;

	TRY(session_revoke(rq->db, rq->a, (struct session_id){ rq_id(rq, 0) },
		(struct account_id){ rq->who.account }, &n));
	if (!n)
		return E_NOTFOUND;
	TRY(note_own(rq, AUDIT_SESSION_END));
	return rq_redirect(rq, "/account/sessions");
}

enum err sessions_end_others(struct rq *rq)
{
	int64_t n;

	TRY(session_revoke_all(rq->db, rq->a, (struct account_id){ rq->who.account },
		(struct session_id){ rq->who.session }, &n));
	TRY(note_own(rq, AUDIT_SESSION_END));
	return rq_redirect(rq, "/account/sessions");
}
