/* The area's tables: routes, navigation, and small helpers of its templates. */
#include "areas/accounts/inner.h"

#define ADMINS (R(ADMINISTRATOR) | R(PLATFORM))
#define SELF (SIGNED_IN & ~MACHINES)

static const struct route routes[] = {
	{ "GET", "/sign-in", sign_in_page, PUBLIC | SELF, READ, NULL, ROUTE_UNSETTLED, NULL, NULL, NULL },
	{ "POST", "/sign-in", sign_in, PUBLIC, WRITE, &sign_in_form, ROUTE_SLOW | ROUTE_NO_IDEMPOTENCY, sign_in_page, sign_in_slow, NULL },
	{ "POST", "/sign-out", sign_out, PUBLIC | SELF, WRITE, NULL, ROUTE_NO_IDEMPOTENCY | ROUTE_UNSETTLED, NULL, NULL, NULL },
	{ "GET", "/account", home_page, SELF, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/account/role", role_page, SELF, READ, NULL, ROUTE_UNSETTLED, NULL, NULL, NULL },
	{ "POST", "/account/role", role_choose, SELF, WRITE, &choose_form, ROUTE_UNSETTLED, role_page, NULL, NULL },
	{ "GET", "/account/password", password_page, SELF, READ, NULL, ROUTE_UNSETTLED, NULL, NULL, NULL },
	{ "POST", "/account/password", password_change, SELF, WRITE, &password_form, ROUTE_SLOW | ROUTE_UNSETTLED | ROUTE_NO_IDEMPOTENCY, password_page, password_slow, NULL },
	{ "GET", "/account/second-factor", factor_page, SELF, READ, NULL, ROUTE_UNSETTLED, NULL, NULL, NULL },
	{ "POST", "/account/second-factor", factor_enrol, SELF, WRITE, &factor_form, ROUTE_SLOW | ROUTE_UNSETTLED | ROUTE_NO_IDEMPOTENCY, factor_page, factor_slow, NULL },
	{ "GET", "/account/sessions", sessions_page, SELF, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/account/sessions/:id/end", session_end, SELF, WRITE, NULL, ROUTE_NO_IDEMPOTENCY, NULL, NULL, NULL },
	{ "POST", "/account/sessions/end-others", sessions_end_others, SELF, WRITE, NULL, ROUTE_NO_IDEMPOTENCY, NULL, NULL, NULL },
	{ "GET", "/admin/accounts", admin_list, ADMINS, READ, &account_list_form, 0, NULL, NULL, NULL },
	{ "GET", "/admin/accounts/new", admin_new_page, ADMINS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/admin/accounts/new", admin_new, ADMINS, WRITE, &account_new_form, ROUTE_SLOW | ROUTE_NO_IDEMPOTENCY, admin_new_page, admin_new_slow, NULL },
	{ "GET", "/admin/accounts/:id", admin_one, ADMINS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/admin/accounts/:id", admin_change, ADMINS, WRITE, &account_change_form, 0, admin_one, NULL, NULL },
	{ "POST", "/admin/accounts/:id/roles", admin_join, ADMINS, WRITE, &membership_form, 0, admin_one, NULL, NULL },
	{ "POST", "/admin/accounts/:id/roles/:role/end", admin_leave, ADMINS, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/admin/accounts/:id/password", admin_password, ADMINS, WRITE, NULL, ROUTE_SLOW | ROUTE_NO_IDEMPOTENCY, NULL, admin_password_slow, NULL },
	{ "POST", "/admin/accounts/:id/second-factor", admin_factor_reset, ADMINS, WRITE, NULL, ROUTE_NO_IDEMPOTENCY, NULL, NULL, NULL },
	{ "GET", "/admin/tokens", tokens_page, ADMINS, READ, &token_list_form, 0, NULL, NULL, NULL },
	{ "POST", "/admin/tokens", tokens_issue, ADMINS, WRITE, &token_form, ROUTE_NO_IDEMPOTENCY, tokens_again, NULL, NULL },
	{ "POST", "/admin/tokens/:id/revoke", tokens_revoke, ADMINS, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/audit", trail_page, R(DIRECTOR) | R(PLATFORM), READ_AUDITED, &trail_form, 0, NULL, NULL, NULL },
	{ "POST", "/audit", trail_find, R(DIRECTOR) | R(PLATFORM), READ, &trail_find_form, 0, trail_find_again, NULL, NULL },
	{ "GET", "/audit/:event", trail_event_page, R(DIRECTOR) | R(PLATFORM), READ_AUDITED, &trail_people_form, 0, NULL, NULL, NULL },
	{ 0 }
};

static const struct nav nav[] = {
	{ SELF, 0, "/account", N_("My page"), NULL, NULL, NULL },
	{ R(DIRECTOR) | R(PLATFORM), 70, "/audit", N_("Who saw what"), N_("Who read or changed whose file, and when"), NULL, NULL },
	{ ADMINS, 82, "/admin/accounts", N_("Accounts"), N_("Who may enter, with which role"), NULL, NULL },
	{ ADMINS, 83, "/admin/tokens", N_("Machines"), N_("Programs that read and book by the interface"), NULL, NULL },
	{ 0 }
};

/* Sessions that ended a month ago, and browsers not seen for over a year, are forgotten. */
static enum err forget(struct db *db, struct arena *a, struct instant now)
{
	int64_t n;
	enum err e;

	TRY(db_begin(db));
	e = session_sweep(db, a, (struct instant){ now.v - 30 * 86400 }, &n);
	if (e == OK)
		e = device_sweep(db, a, (struct instant){ now.v - 400 * 86400 }, &n);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static const struct job jobs[] = {
	{ .name = "forget-sessions", .every_seconds = 6 * 3600, .run = forget },
	{ 0 }
};

const struct area area_accounts = { .name = "accounts", .routes = routes, .nav = nav, .commands = accounts_commands,
	.jobs = jobs };

const char *role_label_of(struct str code)
{
	enum role r;

	return role_of(code, &r) ? role_label(r) : "–";
}

const char *id_text(struct arena *a, int64_t id)
{
	return arena_fmt(a, "%lld", (long long)id).p;
}

struct str id_str(struct arena *a, int64_t id)
{
	return arena_fmt(a, "%lld", (long long)id);
}

struct str indented_name(struct page *pg, int32_t depth, struct str name)
{
	static const char dots[] = "· · · · · ";	/* two-byte dots with spaces between: 3 bytes a level */
	size_t n = depth < 0 ? 0 : depth > 5 ? 5 : (size_t)depth;

	return arena_cat(pg->a, (struct str){ dots, 3 * n }, name);
}
