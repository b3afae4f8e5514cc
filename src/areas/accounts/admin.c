/*
 * Administration of accounts, in the branch of whoever administers: adding, changing, roles,
 * first passwords. An administrator never gives more than the own role may give, and cannot
 * take over an account that may do more or elsewhere.
 */
#include "areas/accounts/inner.h"

#include "accounts_t.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "organizations_q.h"

#define PAGE_ROWS 100
#define ROLES_OF_ADMINISTRATOR (R(DIRECTOR) | R(HEAD_OF_ADMISSIONS) | R(DESK) | R(PRACTITIONER) | \
	R(HEALTH_CENTRE) | R(HELPER) | R(TELEPHONE) | R(ADMINISTRATOR))
#define ROLES_OF_PLATFORM (SIGNED_IN & ~MACHINES)

static unsigned may_give(const struct rq *rq)
{
	return rq->who.role == ROLE_PLATFORM ? ROLES_OF_PLATFORM : ROLES_OF_ADMINISTRATOR;
}

static struct role_lines roles_to_give(struct rq *rq)
{
	struct role_line *v = ARENA_ARRAY(rq->a, struct role_line, ROLE_MAX);
	size_t n = 0;

	for (int r = 0; r < ROLE_MAX; r++)
		if (may_give(rq) & (1u << r))
			v[n++] = (struct role_line){ role_code((enum role)r), role_label((enum role)r) };
	return (struct role_lines){ v, n };
}

static enum err places(struct rq *rq, struct organization_branch_rows *ret)
{
	return organization_branch_in(
		rq->db, rq->a, rq->lang, rq->who.scope.lo, rq->who.scope.hi, ret);
}

enum err place_of(struct rq *rq, int64_t id, struct organization_get_row *ret)
{
	enum err e = organization_get(rq->db, rq->a, (struct organization_id){ id }, ret);

	if (e == E_NOTFOUND || (e == OK && (ret->tree_lo < rq->who.scope.lo || ret->tree_lo >= rq->who.scope.hi)))
		return rq_wrong(rq, "organization", N_("Choose an organisation from the list"));
	return e;
}

static enum err role_to_give(struct rq *rq, struct str code, enum role *ret)
{
	if (!role_of(code, ret) || !(may_give(rq) & (1u << *ret)))
		return rq_wrong(rq, "role", N_("Choose a role from the list"));
	return OK;
}

/* --- list --- */

struct list_in { struct str after_name; int64_t after; };
static const struct field list_fields[] = {
	FIELD(list_in, after_name, F_TEXT, struct str, .max = 120),
	FIELD(list_in, after, F_INT, int64_t, .max = INT64_MAX),
};
const struct form account_list_form = FORM(list_in, list_fields);

enum err admin_list(struct rq *rq)
{
	const struct list_in *in = rq->form;
	struct account_list_rows rows;
	struct url next = { STR_NONE };
	struct page *pg;

	TRY(account_list(rq->db, rq->a, &rq->who.scope, in->after_name.p ? in->after_name : S(""),
		(struct account_id){ in->after }, PAGE_ROWS, &rows));
	if (rows.n == PAGE_ROWS)
		next = url_add(rq->a, url_fmt(rq->a, "/admin/accounts?after=%lld", (long long)rows.v[rows.n - 1].id.v),
			"after_name", rows.v[rows.n - 1].name.s);
	pg = rq_page(rq, 200);
	t_accounts_list(pg, rows, next);
	return OK;
}

/* --- a new one --- */

struct new_in { struct name name; struct str login; int64_t organization; struct str role; int32_t lang; };
static const char *const langs[] = { "fr", "ar", "en", NULL };

/* Of a choice that may be absent: then as the browser says. */
static struct str lang_word(int32_t choice)
{
	return choice < 0 ? S("") : str_of(langs[choice]);
}

static const struct field new_fields[] = {
	FIELD(new_in, name, F_NAME, struct name, .required = true),
	FIELD(new_in, login, F_TEXT, struct str, .required = true, .max = 100, .missing = N_("Write a user name")),
	FIELD(new_in, organization, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
	FIELD(new_in, role, F_TEXT, struct str, .required = true, .max = 40),
	FIELD(new_in, lang, F_CHOICE, int32_t, .choices = langs),
};
const struct form account_new_form = FORM(new_in, new_fields);

enum err admin_new_page(struct rq *rq)
{
	struct organization_branch_rows rows;

	TRY(places(rq, &rows));
	t_accounts_new(rq_page(rq, 200), rows, roles_to_give(rq));
	return OK;
}

/* A first password and its hash; carried as "password hash". */
static enum err carry_password(struct rq *rq)
{
	struct str password = password_make(rq->a), hash;

	TRY(password_hash(rq->a, password, &hash));
	rq_carry(rq, arena_fmt(rq->a, "%.*s %.*s", STR_ARG(password), STR_ARG(hash)));
	return OK;
}

static enum err carried(struct rq *rq, struct str *password, struct str *hash)
{
	*hash = rq_carried(rq);
	*password = str_cut(hash, ' ');
	return hash->n ? OK : E_DENIED;
}

enum err admin_new_slow(struct rq *rq)
{
	return carry_password(rq);
}

static struct url one_url(struct rq *rq, int64_t id)
{
	return (struct url){ arena_fmt(rq->a, "/admin/accounts/%lld", (long long)id) };
}

enum err admin_new(struct rq *rq)
{
	const struct new_in *in = rq->form;
	struct organization_get_row place;
	struct account_new acc = { .name = in->name, .login = in->login, .must_change = true };
	struct str password, hash, login;
	struct account_id id;
	enum err e;

	TRY(carried(rq, &password, &hash));
	TRY(place_of(rq, in->organization, &place));
	TRY(role_to_give(rq, in->role, &acc.role));
	if (account_login_clean(rq->a, in->login, &login) != OK)
		return rq_wrong(rq, "login", N_("A user name has letters without accents, digits and signs, and no space"));
	acc.organization = place.id;
	acc.lang = lang_word(in->lang);
	e = account_create_hashed(rq->db, rq->a, rq->now, &acc, hash, &id);
	if (e == E_CONFLICT)
		return rq_wrong(rq, "login", N_("This user name is taken"));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ACCOUNT_NEW, id.v, place.id.v, in->role));
	t_accounts_made(rq_page(rq, 200), in->name, login, password, one_url(rq, id.v));
	return OK;
}

/* --- one account --- */

static enum err note(struct rq *rq, enum audit_what what, const struct account_in_scope_row *acc, struct str detail)
{
	return rq_audit_about(rq, what, acc->id.v, acc->organization_id.v, detail);
}

static enum err find(struct rq *rq, struct account_in_scope_row *ret)
{
	return account_in_scope(rq->db, rq->a, &rq->who.scope, (struct account_id){ rq_id(rq, 0) }, ret);
}

struct below { struct rq *rq; bool all; };

static enum err judge_membership(void *arg, const struct membership_each_row *m)
{
	struct below *b = arg;
	const struct who *w = &b->rq->who;
	enum role role;

	b->all = b->all && role_of(m->role, &role) && may_give(b->rq) & (1u << role) &&
		m->tree_lo >= w->scope.lo && m->tree_lo < w->scope.hi;
	return OK;
}

/* Whether all that the account may do is within what the own role may give, in the own branch. */
static enum err below_me(struct rq *rq, struct account_id id)
{
	struct below b = { rq, true };

	TRY(membership_each(rq->db, rq->a, id, judge_membership, &b));
	return b.all ? OK : rq_problem(rq, N_("This account has a role that you do not administer."));
}

/* Nobody gets round the own password or second factor with a session alone: one's own are changed
 * on one's own pages, which ask for the password. */
static enum err not_myself(struct rq *rq, struct account_id id)
{
	if (id.v == rq->who.account)
		return rq_problem(rq, N_("This is your own account: change its password or second factor on your own page."));
	return OK;
}

enum err admin_one(struct rq *rq)
{
	struct account_in_scope_row acc;
	struct membership_list_rows m;
	struct organization_branch_rows rows;

	TRY(find(rq, &acc));
	TRY(membership_list(rq->db, rq->a, acc.id, &m));
	TRY(places(rq, &rows));
	t_accounts_one(rq_page(rq, 200), &acc, m, rows, roles_to_give(rq), rq->who.account);
	return OK;
}

struct change_in { struct name name; int32_t lang; bool active; int64_t version; };
static const struct field change_fields[] = {
	FIELD(change_in, name, F_NAME, struct name, .required = true),
	FIELD(change_in, lang, F_CHOICE, int32_t, .choices = langs),
	FIELD(change_in, active, F_BOOL, bool),
	FIELD(change_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form account_change_form = FORM(change_in, change_fields);

enum err admin_change(struct rq *rq)
{
	const struct change_in *in = rq->form;
	struct account_in_scope_row acc;
	int64_t n;
	bool active = in->active;

	TRY(find(rq, &acc));
	TRY(below_me(rq, acc.id));
	if (acc.id.v == rq->who.account)
		active = true;		/* nobody shuts himself out */
	TRY(account_change(rq->db, rq->a, in->name, lang_word(in->lang), active, acc.id,
		in->version, &n));
	if (!n)
		return rq_problem(rq, N_("Somebody else changed this account meanwhile. Look at it again; yours was not saved."));
	if (!active)
		TRY(session_revoke_all(rq->db, rq->a, acc.id, (struct session_id){ 0 }, &n));
	TRY(note(rq, AUDIT_ACCOUNT_CHANGE, &acc, active == acc.active ? S("") : active ? S("enabled") : S("disabled")));
	return rq_redirect(rq, "/admin/accounts/%lld", (long long)acc.id.v);
}

struct membership_in { int64_t organization; struct str role; };
static const struct field membership_fields[] = {
	FIELD(membership_in, organization, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
	FIELD(membership_in, role, F_TEXT, struct str, .required = true, .max = 40),
};
const struct form membership_form = FORM(membership_in, membership_fields);

enum err admin_join(struct rq *rq)
{
	const struct membership_in *in = rq->form;
	struct account_in_scope_row acc;
	struct organization_get_row place;
	enum role role;

	TRY(find(rq, &acc));
	TRY(place_of(rq, in->organization, &place));
	TRY(role_to_give(rq, in->role, &role));
	TRY(below_me(rq, acc.id));
	TRY(account_join(rq->db, rq->a, rq->now, acc.id, place.id, role));
	TRY(rq_audit_about(rq, AUDIT_ROLE_GIVEN, acc.id.v, place.id.v, in->role));
	return rq_redirect(rq, "/admin/accounts/%lld", (long long)acc.id.v);
}

/* Sessions hang on a membership: those of the account end with it. */
enum err admin_leave(struct rq *rq)
{
	struct account_in_scope_row acc;
	struct membership_list_rows m;
	struct membership_get_row taken;
	int64_t n, id = rq_id(rq, 1);

	TRY(find(rq, &acc));
	TRY(below_me(rq, acc.id));
	TRY(membership_list(rq->db, rq->a, acc.id, &m));
	if (m.n < 2)
		return rq_problem(rq, N_("An account keeps at least one role. Disable it instead."));
	TRY(membership_get(rq->db, rq->a, (struct membership_id){ id }, acc.id, &taken));
	TRY(session_forget(rq->db, rq->a, (struct membership_id){ id }, acc.id, &n));
	TRY(membership_remove(rq->db, rq->a, (struct membership_id){ id }, acc.id, &n));
	if (!n)
		return E_NOTFOUND;
	TRY(rq_audit_about(rq, AUDIT_ROLE_TAKEN, acc.id.v, taken.organization_id.v, taken.role));
	return rq_redirect(rq, "/admin/accounts/%lld", (long long)acc.id.v);
}

enum err admin_password_slow(struct rq *rq)
{
	return carry_password(rq);
}

enum err admin_password(struct rq *rq)
{
	struct account_in_scope_row acc;
	struct str password, hash;
	int64_t n;

	TRY(carried(rq, &password, &hash));
	TRY(find(rq, &acc));
	TRY(below_me(rq, acc.id));
	TRY(not_myself(rq, acc.id));
	TRY(account_password(rq->db, rq->a, hash, true, acc.id, &n));
	TRY(session_revoke_all(rq->db, rq->a, acc.id, (struct session_id){ 0 }, &n));
	TRY(note(rq, AUDIT_PASSWORD, &acc, S("")));
	t_accounts_made(rq_page(rq, 200), acc.name, acc.login, password, one_url(rq, acc.id.v));
	return OK;
}

enum err admin_factor_reset(struct rq *rq)
{
	struct account_in_scope_row acc;
	int64_t n;

	TRY(find(rq, &acc));
	TRY(below_me(rq, acc.id));
	TRY(not_myself(rq, acc.id));
	TRY(account_totp(rq->db, rq->a, STR_NONE, acc.id, &n));
	TRY(backup_code_clear(rq->db, rq->a, acc.id, &n));
	TRY(session_revoke_all(rq->db, rq->a, acc.id, (struct session_id){ 0 }, &n));
	TRY(note(rq, AUDIT_FACTOR, &acc, S("")));
	return rq_redirect(rq, "/admin/accounts/%lld", (long long)acc.id.v);
}
