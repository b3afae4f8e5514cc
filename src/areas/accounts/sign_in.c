/*
 * Signing in and out, and choosing among several roles.
 *
 * A helper checks password and second factor (Argon2id takes 20 ms); what it found is carried to
 * the writer, which uses the code up and makes the session. Wrong tries are counted by account and
 * network, and by network alone: a stranger elsewhere slows nobody down but himself. A browser
 * that has signed in before has a count of its own, so that a stranger in the same building does
 * not lock an operator out either.
 */
#include "areas/accounts/inner.h"

#include "accounts_t.h"
#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "crypto/crypto.h"

#define WINDOW 900
#define CODES_AN_HOUR 20	/* wrong second factors behind a right password, from browsers never seen */
#define DEVICE_SECONDS (365 * 86400)

struct sign_in_in { struct str user, pass, otp, to; };
static const struct field sign_in_fields[] = {
	FIELD(sign_in_in, user, F_TEXT, struct str, .required = true, .max = 100,
		.missing = N_("Write your user name")),
	FIELD(sign_in_in, pass, F_SECRET, struct str, .required = true,
		.missing = N_("Write your password")),
	FIELD(sign_in_in, otp, F_TEXT, struct str, .max = 20),
	FIELD(sign_in_in, to, F_TEXT, struct str, .max = 200),
};
const struct form sign_in_form = FORM(sign_in_in, sign_in_fields);

/* From the helper to the writer. */
struct found { int64_t account, counter, backup; };

enum err sign_in_page(struct rq *rq)
{
	struct str to = rq_raw(rq, "to");

	if (rq->who.account && !rq_has_errors(rq))
		return rq_redirect(rq, "/account");
	t_accounts_sign_in(rq_page(rq, 200), to);
	return OK;
}

/* --- counting wrong tries --- */

static int64_t key_of(struct rq *rq, struct str s)
{
	return (int64_t)(str_hash(token_hash(rq->a, s)) >> 1);
}

/* Whether this browser signed in as that account before. */
static bool known_device(struct rq *rq, int64_t account)
{
	struct device_find_row d;
	struct str cookie = rq_sent_cookie(rq, "device");

	return account && cookie.n == 22 && device_find(rq->db, rq->a, token_hash(rq->a, cookie), &d) == OK &&
		d.account_id.v == account;
}

struct count { const char *what; int64_t key; int64_t max; };

static size_t counts_of(struct rq *rq, struct str login, int64_t account, struct count out[2])
{
	int64_t network = rq_network(rq), tries = rq_setting(rq, "sign_in_tries");

	if (known_device(rq, account)) {
		out[0] = (struct count){ "sign-in-device", key_of(rq, rq_sent_cookie(rq, "device")), tries };
		return 1;
	}
	out[0] = (struct count){ "sign-in", key_of(rq, arena_fmt(rq->a, "%lld %.*s", (long long)network, STR_ARG(login))), tries };
	out[1] = (struct count){ "sign-in-network", network, rq_setting(rq, "sign_in_network_tries") };
	return 2;
}

enum err tries_left(struct rq *rq, struct str login, int64_t account)
{
	struct count c[2];
	size_t n = counts_of(rq, login, account, c);

	for (size_t i = 0; i < n; i++)
		if (rq_limit_count(rq, c[i].what, c[i].key, WINDOW) >= c[i].max)
			return rq_wrong(rq, "pass", N_("Too many tries. Wait 15 minutes, then try again"));
	return OK;
}

void tries_failed(struct rq *rq, struct str login, int64_t account)
{
	struct count c[2];
	size_t n = counts_of(rq, login, account, c);

	for (size_t i = 0; i < n; i++)
		if (rq_limit(rq, c[i].what, c[i].key, (int)c[i].max, WINDOW) != OK)
			continue;	/* the next try is told */
}

static void tries_forgotten(struct rq *rq, struct str login, int64_t account)
{
	struct count c[2];

	counts_of(rq, login, account, c);
	rq_limit_clear(rq, c[0].what, c[0].key);
}

/* --- in a helper --- */

/* "1234-5678" without what people put between. */
static struct str code_clean(struct rq *rq, struct str typed)
{
	char *p = arena_alloc(rq->a, typed.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++)
		if (ascii_is_digit(typed.p[i]) || ascii_is_alpha(typed.p[i]))
			p[n++] = ascii_upper(typed.p[i]);
	return (struct str){ p, n };
}

/* Who knows the password may guess codes from many networks: counted by account. Only with the
 * password can one get here, so no stranger can use this up. */
static enum err codes_left(struct rq *rq, struct account_id id)
{
	if (known_device(rq, id.v) || rq_limit_count(rq, "sign-in-code", id.v, 3600) < CODES_AN_HOUR)
		return OK;
	return rq_wrong(rq, "otp", N_("Too many wrong codes. Wait an hour, or use a browser in which you have signed in before"));
}

static enum err check_factor(struct rq *rq, const struct account_by_login_row *acc, struct str typed, struct found *f)
{
	struct str code = code_clean(rq, typed);
	struct backup_code_find_row row;
	enum err e;

	if (!acc->totp_secret.p)
		return OK;
	if (!code.n)
		return rq_wrong(rq, "otp", N_("Write the code that your application shows"));
	TRY(codes_left(rq, acc->id));
	if (code.n == 6 && totp_verify(acc->totp_secret, code, rq->now, acc->totp_counter, &f->counter))
		return OK;
	if (code.n == 6)
		return rq_wrong(rq, "otp", N_("This code is not right, or was used already. Wait for the next one"));
	e = backup_code_find(rq->db, rq->a, acc->id, token_hash(rq->a, code), &row);
	if (e == E_NOTFOUND)
		return rq_wrong(rq, "otp", N_("This code is not right, or was used already. Wait for the next one"));
	TRY(e);
	f->backup = row.id.v;
	return OK;
}

enum err sign_in_slow(struct rq *rq)
{
	const struct sign_in_in *in = rq->form;
	struct account_by_login_row acc = { .active = false };
	struct found f = { 0 };
	struct str login = in->user;
	enum err e = account_login_clean(rq->a, in->user, &login);
	bool right;

	if (e == OK)
		e = account_by_login(rq->db, rq->a, login, &acc);
	if (e != OK && e != E_NOTFOUND && e != E_INPUT)
		return e;
	TRY(tries_left(rq, login, acc.id.v));
	right = e == OK ? password_verify(acc.password_hash, in->pass) : password_verify_nothing(in->pass);
	if (!right || !acc.active) {
		tries_failed(rq, login, acc.id.v);
		return rq_wrong(rq, "pass", N_("User name and password do not fit together"));
	}
	f.account = acc.id.v;
	e = check_factor(rq, &acc, in->otp, &f);
	if (e == E_INPUT && in->otp.n) {
		tries_failed(rq, login, acc.id.v);
		if (rq_limit(rq, "sign-in-code", acc.id.v, CODES_AN_HOUR, 3600) != OK)
			return e;
	}
	TRY(e);
	rq_carry(rq, (struct str){ (const char *)&f, sizeof(f) });
	return OK;
}

/* --- in the writer --- */

static enum err use_factor(struct rq *rq, const struct found *f)
{
	int64_t n = 1;

	if (f->backup)
		TRY(backup_code_use(rq->db, rq->a, (struct backup_code_id){ f->backup },
			(struct account_id){ f->account }, &n));
	else if (f->counter)
		TRY(account_totp_used(rq->db, rq->a, f->counter, (struct account_id){ f->account }, &n));
	return n ? OK : rq_wrong(rq, "otp", N_("This code is not right, or was used already. Wait for the next one"));
}

static bool counts(const struct membership_list_row *m, struct instant now)
{
	enum role role;

	return m->active && role_of(m->role, &role) && !role_is_machine(role) &&
		(!day_is(m->until_day) || m->until_day.n >= now.v / 86400);
}

/* The memberships that may be used today, in place. */
static size_t usable(struct membership_list_rows *rows, struct instant now)
{
	size_t n = 0;
	struct membership_list_row *v = (struct membership_list_row *)rows->v;

	for (size_t i = 0; i < rows->n; i++)
		if (counts(&rows->v[i], now))
			v[n++] = rows->v[i];
	return rows->n = n;
}

static struct str token(struct rq *rq)
{
	char *p = arena_alloc(rq->a, 22, 1);

	random_token(p);
	return (struct str){ p, 22 };
}

static enum err remember_device(struct rq *rq, int64_t account, struct organization_id organization)
{
	struct str t = token(rq);

	if (known_device(rq, account))
		return OK;
	TRY(device_add(rq->db, rq->a, (struct device_id){ random_id(rq->now) }, organization,
		(struct account_id){ account }, token_hash(rq->a, t), rq->now));
	return rq_cookie(rq, "device", t, DEVICE_SECONDS);
}

static enum err make_session(struct rq *rq, int64_t account, const struct membership_list_rows *m)
{
	struct str t = token(rq);
	struct instant ends = { rq->now.v + rq_setting(rq, "session_hours") * 3600 };

	TRY(session_add(rq->db, rq->a, (struct session_id){ random_id(rq->now) }, m->v[0].organization_id,
		(struct account_id){ account }, m->v[0].id, token_hash(rq->a, t), rq->now, ends, m->n == 1));
	return rq_cookie(rq, "sid", t, -1);
}

/* Only a path of ours, and none that signs out or in again. */
static bool own_path(struct str to)
{
	for (size_t i = 0; i < to.n; i++)
		if (to.p[i] <= ' ' || to.p[i] >= 0x7f || to.p[i] == '\\')
			return false;
	return to.n > 1 && to.p[0] == '/' && to.p[1] != '/' && !str_starts(to, S("/sign-"));
}

/* The account's language, if it has one, on a browser that has not chosen. */
static enum err speak(struct rq *rq, int64_t account)
{
	struct account_get_row acc;

	if (rq_sent_cookie(rq, "lang").n)
		return OK;
	TRY(account_get(rq->db, rq->a, (struct account_id){ account }, &acc));
	return acc.lang.n ? rq_cookie(rq, "lang", acc.lang, DEVICE_SECONDS) : OK;
}

enum err sign_in(struct rq *rq)
{
	const struct sign_in_in *in = rq->form;
	struct str carried = rq_carried(rq);
	struct membership_list_rows m;
	struct found f;
	enum role role;

	if (carried.n != sizeof(f))
		return E_DENIED;
	memcpy(&f, carried.p, sizeof(f));
	TRY(use_factor(rq, &f));
	TRY(membership_list(rq->db, rq->a, (struct account_id){ f.account }, &m));
	if (!usable(&m, rq->now) || !role_of(m.v[0].role, &role))
		return rq_wrong(rq, "user", N_("This account has no role at present. Ask the administrator of your hospital"));
	TRY(make_session(rq, f.account, &m));
	TRY(remember_device(rq, f.account, m.v[0].organization_id));
	TRY(speak(rq, f.account));
	rq->who.account = f.account;
	rq->who.role = role;
	TRY(rq_audit(rq, AUDIT_SIGN_IN, 0, m.v[0].organization_id.v));
	tries_forgotten(rq, in->user, f.account);
	if (own_path(in->to))
		return rq_redirect(rq, "%.*s", STR_ARG(in->to));
	return rq_redirect(rq, "/account");
}

enum err sign_out(struct rq *rq)
{
	int64_t n;

	if (rq->who.session)
		TRY(session_revoke(rq->db, rq->a, (struct session_id){ rq->who.session },
			(struct account_id){ rq->who.account }, &n));
	TRY(rq_cookie(rq, "sid", S(""), 0));
	return rq_redirect(rq, "/sign-in");
}

/* --- which of my roles --- */

struct choose_in { int64_t membership; };
static const struct field choose_fields[] = {
	FIELD(choose_in, membership, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX,
		.missing = N_("Choose with which role you work now")),
};
const struct form choose_form = FORM(choose_in, choose_fields);

enum err role_page(struct rq *rq)
{
	struct membership_list_rows m;

	TRY(membership_list(rq->db, rq->a, (struct account_id){ rq->who.account }, &m));
	usable(&m, rq->now);
	t_accounts_role(rq_page(rq, 200), m);
	return OK;
}

enum err account_places(struct rq *rq, struct account_places *ret)
{
	struct membership_list_rows m;

	TRY(membership_list(rq->db, rq->a, (struct account_id){ rq->who.account }, &m));
	usable(&m, rq->now);
	ret->v = ARENA_ARRAY(rq->a, struct account_place, m.n + 1);
	ret->n = 0;
	for (size_t i = 0; i < m.n; i++) {
		const struct membership_list_row *r = &m.v[i];
		struct account_place *p = &ret->v[ret->n];

		*p = (struct account_place){ .membership = r->id, .organization = r->organization_id, .lo = r->tree_lo, .hi = r->tree_hi, .zone = r->zone,
			.name = organization_name(rq->lang, r->organization_fr, r->organization_ar, r->organization_en) };
		ret->n += role_of(r->role, &p->role);
	}
	return OK;
}

enum err account_work_at(struct rq *rq, const struct account_place *at)
{
	int64_t n;

	return session_choose(rq->db, rq->a, at->membership, at->organization,
		(struct session_id){ rq->who.session }, (struct account_id){ rq->who.account }, &n);
}

enum err role_choose(struct rq *rq)
{
	const struct choose_in *in = rq->form;
	struct membership_list_rows m;

	TRY(membership_list(rq->db, rq->a, (struct account_id){ rq->who.account }, &m));
	usable(&m, rq->now);
	for (size_t i = 0; i < m.n; i++) {
		if (m.v[i].id.v != in->membership)
			continue;
		TRY(account_work_at(rq, &(struct account_place){ .membership = m.v[i].id, .organization = m.v[i].organization_id }));
		return rq_redirect(rq, "/account");
	}
	return rq_wrong(rq, "membership", N_("Choose with which role you work now"));
}
