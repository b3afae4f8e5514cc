/* Accounts, memberships and machine tokens are made here, for pages, commands and the demonstration alike. */
#include "areas/accounts/accounts.h"

#include "areas/accounts/inner.h"
#include "base/random.h"
#include "base/utf8.h"
#include "crypto/crypto.h"

/* Logins are compared as stored: ASCII in lower case, no space, no control character. */
enum err account_login_clean(struct arena *a, struct str typed, struct str *ret)
{
	struct str s = str_trim(typed);
	char *p = arena_alloc(a, s.n + 1, 1);

	if (!s.n || s.n > 100)
		return E_INPUT;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f)
			return E_INPUT;
		p[i] = ascii_lower(s.p[i]);
	}
	*ret = (struct str){ p, s.n };
	return OK;
}

enum err account_join(struct db *db, struct arena *a, struct instant now, struct account_id account,
	struct organization_id organization, enum role role)
{
	int64_t n;

	return membership_add(db, a, (struct membership_id){ random_id(now) }, account, organization,
		str_of(role_code(role)), &n);
}

enum err account_create_hashed(struct db *db, struct arena *a, struct instant now, const struct account_new *in,
	struct str hash, struct account_id *ret)
{
	struct account_by_login_row other;
	struct account_id id = { random_id(now) };
	struct str login;
	enum lang lang;
	enum err e;

	TRY(account_login_clean(a, in->login, &login));
	if (!in->name.s.n || !utf8_valid_text(in->name.s) || (in->lang.n && !lang_of(in->lang, &lang)))
		return E_INPUT;
	e = account_by_login(db, a, login, &other);
	if (e != E_NOTFOUND)
		return e == OK ? E_CONFLICT : e;
	TRY(account_add(db, a, id, in->organization, login, in->name, hash, in->must_change,
		in->totp_secret.n ? in->totp_secret : STR_NONE, in->lang.n ? in->lang : S(""),
		(struct opt_int){ in->practitioner != 0, in->practitioner }, now));
	TRY(account_join(db, a, now, id, in->organization, in->role));
	*ret = id;
	return OK;
}

enum err account_create(struct db *db, struct arena *a, struct instant now, const struct account_new *in,
	struct account_id *ret)
{
	struct str hash;

	TRY(password_hash(a, in->password, &hash));
	return account_create_hashed(db, a, now, in, hash, ret);
}

static struct str new_token(struct arena *a)
{
	char *p = arena_alloc(a, 22, 1);

	random_token(p);
	return (struct str){ p, 22 };
}

/* The machine account of a name in an organisation, made when it is not there. It has no password: nobody signs in as it. */
static enum err machine_account(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, enum role role, struct name name, struct str login, struct account_id *ret)
{
	struct account_by_login_row row;
	enum err e = account_by_login(db, a, login, &row);

	if (e == OK && row.organization_id.v != organization.v)
		return E_CONFLICT;
	if (e == OK) {
		*ret = row.id;
		return OK;
	}
	if (e != E_NOTFOUND)
		return e;
	return account_create_hashed(db, a, now, &(struct account_new){ .organization = organization,
		.login = login, .name = name, .role = role }, S("-"), ret);
}

static enum err machine_membership(struct db *db, struct arena *a, struct account_id account,
	struct organization_id organization, enum role role, struct membership_id *ret)
{
	struct membership_list_rows rows;

	TRY(membership_list(db, a, account, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].organization_id.v == organization.v && str_eq(rows.v[i].role, str_of(role_code(role)))) {
			*ret = rows.v[i].id;
			return OK;
		}
	return E_NOTFOUND;
}

struct name account_machine_name(struct arena *a, enum role role, struct str code)
{
	return (struct name){ arena_fmt(a, "%s %.*s", role == ROLE_FIGURES ? "Figures" : "Machine", STR_ARG(code)) };
}

enum err account_token_add(struct db *db, struct arena *a, struct instant now, struct organization_id organization,
	enum role role, struct name name, struct str label, struct account_id *ret, struct str *ret_token)
{
	struct str token = new_token(a), login = arena_fmt(a, "%s-%lld", role_code(role), (long long)organization.v);
	struct account_id account;
	struct membership_id membership;

	TRY(machine_account(db, a, now, organization, role, name, login, &account));
	TRY(account_join(db, a, now, account, organization, role));
	TRY(machine_membership(db, a, account, organization, role, &membership));
	TRY(bearer_add(db, a, (struct bearer_token_id){ random_id(now) }, organization, account, membership,
		token_hash(a, token), now, label));
	*ret = account;
	*ret_token = token;
	return OK;
}

enum err account_token(struct db *db, struct arena *a, struct instant now, struct organization_id organization,
	struct name name, struct str *ret_token)
{
	struct account_id account;

	return account_token_add(db, a, now, organization, ROLE_MACHINE, name, S(""), &account, ret_token);
}
