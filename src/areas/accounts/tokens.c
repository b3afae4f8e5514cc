/* Machines' tokens, for the administrator of a branch: who has one, when it was last used, a new one, the end of one. */
#include "areas/accounts/inner.h"

#include "accounts_t.h"
#include "areas/organizations/organizations.h"
#include "crypto/crypto.h"
#include "organizations_q.h"

#define PAGE_ROWS 100

struct list_in { int64_t before; };
static const struct field list_fields[] = { FIELD(list_in, before, F_INT, int64_t, .max = INT64_MAX) };
const struct form token_list_form = FORM(list_in, list_fields);

static enum err show(struct rq *rq, int64_t before, int status)
{
	struct bearer_list_rows rows;
	struct organization_branch_rows places;
	struct url next = { STR_NONE };

	TRY(bearer_list(rq->db, rq->a, &rq->who.scope, (struct bearer_token_id){ before > 0 ? before : INT64_MAX },
		PAGE_ROWS, &rows));
	TRY(organization_branch_in(rq->db, rq->a, rq->lang, rq->who.scope.lo, rq->who.scope.hi, &places));
	if (rows.n == PAGE_ROWS)
		next = url_fmt(rq->a, "/admin/tokens?before=%lld", (long long)rows.v[rows.n - 1].id.v);
	t_accounts_tokens(rq_page(rq, status), rows, places, next);
	return OK;
}

enum err tokens_page(struct rq *rq)
{
	return show(rq, ((const struct list_in *)rq->form)->before, 200);
}

enum err tokens_again(struct rq *rq)
{
	return show(rq, 0, 422);
}

/* The first one where the form says none: as before there were two. */
static const char *const opens[] = { "machine", "figures", NULL };
static const enum role role_of_choice[] = { ROLE_MACHINE, ROLE_FIGURES };
struct token_in { struct str label; int64_t organization; int32_t opens; };
static const struct field token_fields[] = {
	FIELD(token_in, label, F_TEXT, struct str, .required = true, .max = 80, .missing = N_("Write which program it is for")),
	FIELD(token_in, organization, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
	FIELD(token_in, opens, F_CHOICE, int32_t, .choices = opens),
};
const struct form token_form = FORM(token_in, token_fields);

enum err tokens_issue(struct rq *rq)
{
	const struct token_in *in = rq->form;
	const enum role role = role_of_choice[in->opens > 0 ? in->opens : 0];
	struct organization_get_row place;
	struct bearer_by_hash_row made;
	struct account_id account;
	struct str token, secret;

	TRY(place_of(rq, in->organization, &place));
	TRY(account_token_add(rq->db, rq->a, rq->now, place.id, role, account_machine_name(rq->a, role, place.code), in->label, &account, &token));
	TRY(rq_audit_about(rq, AUDIT_TOKEN_NEW, account.v, place.id.v, in->label));
	TRY(bearer_by_hash(rq->db, rq->a, token_hash(rq->a, token), &made));
	TRY(signing_secret(rq->a, rq_settings(rq), made.id, &secret));
	t_accounts_token(rq_page(rq, 200), in->label, role, token, arena_fmt(rq->a, "%lld", (long long)made.id.v), secret);
	return OK;
}

enum err tokens_revoke(struct rq *rq)
{
	struct bearer_token_id id = { rq_id(rq, 0) };
	struct bearer_in_scope_row t;
	int64_t n;

	TRY(bearer_in_scope(rq->db, rq->a, &rq->who.scope, id, &t));
	TRY(bearer_revoke(rq->db, rq->a, id, &n));
	if (n)
		TRY(rq_audit_about(rq, AUDIT_TOKEN_END, t.account_id.v, t.organization_id.v, t.label));
	return rq_redirect(rq, "/admin/tokens");
}
