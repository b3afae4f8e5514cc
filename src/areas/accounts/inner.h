/*
 * Between the files of this area: tables of routes, hashing apart from storing.
 * Must not know: other areas' insides.
 */
#ifndef ACCOUNTS_INNER_H
#define ACCOUNTS_INNER_H

#include "accounts_q.h"
#include "areas/accounts/accounts.h"
#include "organizations_q.h"

/* As account_create, with a hash that a helper made before. */
enum err account_create_hashed(struct db *db, struct arena *a, struct instant now, const struct account_new *in,
	struct str hash, struct account_id *ret) MUST_CHECK;
/* The form in which logins are stored; E_INPUT: it cannot be one. */
enum err account_login_clean(struct arena *a, struct str typed, struct str *ret) MUST_CHECK;
/* Whose token it is, by its hash. E_NOTFOUND: nobody's, or no longer. */
enum err accounts_token_who(struct rq *rq, struct str hash, struct who *ret) MUST_CHECK;
/* As the trail names the machine of a place, of that role. */
struct name account_machine_name(struct arena *a, enum role role, struct str code);
/* What a machine that has that token signs with, 64 hexadecimal digits. */
enum err signing_secret(struct arena *a, const struct settings *s, struct bearer_token_id token, struct str *ret) MUST_CHECK;
/* A password fit to be read aloud once: 4 groups of 4 letters and digits. */
struct str password_make(struct arena *a);
/* NULL when it may be a password of that login, else what is wrong with it (msgid). */
const char *password_weak(struct str password, struct str login);

/* A home page's line: a nav entry with what waits there. */
struct home_line { struct url path; const char *label, *about; int64_t badge; };
struct home_lines { const struct home_line *v; size_t n; };
struct home_group { const char *label; struct home_lines lines; };
struct home_groups { const struct home_group *v; size_t n; };

struct role_line { const char *code, *label; };
struct role_lines { const struct role_line *v; size_t n; };
/* patient: one file; persons: so many; about: an account or an organisation. At most one of them. */
struct trail_line {
	int64_t id;
	struct instant at;
	struct name who;
	int64_t account;
	const char *role, *what;
	int64_t patient;
	int32_t persons;
	struct name about;
	struct str detail, route;
};
struct trail_lines { struct trail_line *v; size_t n; };
struct trail_view {
	struct trail_lines rows;
	struct url next;
	int64_t patient;		/* of one file, else 0 */
	struct name account;		/* of one account, else empty */
	bool only, opens;		/* administration only; the reader may open files */
};

/* For templates. */
const char *role_label_of(struct str code);			/* msgid; the code's own for an unknown one */
const char *id_text(struct arena *a, int64_t id);
struct str id_str(struct arena *a, int64_t id);
struct str indented_name(struct page *pg, int32_t depth, struct str name);	/* for a select that shows a tree */

/* sign_in.c */
extern const struct form sign_in_form, choose_form;
enum err sign_in_page(struct rq *rq);
enum err sign_in_slow(struct rq *rq);
enum err sign_in(struct rq *rq);
enum err sign_out(struct rq *rq);
enum err role_page(struct rq *rq);
enum err role_choose(struct rq *rq);
/* Wrong passwords so far allow another try; E_LIMIT else (the field `pass` is marked). */
enum err tries_left(struct rq *rq, struct str login, int64_t account) MUST_CHECK;
void tries_failed(struct rq *rq, struct str login, int64_t account);

/* self.c */
extern const struct form password_form, factor_form;
enum err home_page(struct rq *rq);
enum err password_page(struct rq *rq);
enum err password_slow(struct rq *rq);
enum err password_change(struct rq *rq);
enum err factor_page(struct rq *rq);
enum err factor_slow(struct rq *rq);
enum err factor_enrol(struct rq *rq);
enum err sessions_page(struct rq *rq);
enum err session_end(struct rq *rq);
enum err sessions_end_others(struct rq *rq);

/* admin.c */
extern const struct form account_list_form, account_new_form, account_change_form, membership_form;
enum err admin_list(struct rq *rq);
enum err admin_new_page(struct rq *rq);
enum err admin_new_slow(struct rq *rq);
enum err admin_new(struct rq *rq);
enum err admin_one(struct rq *rq);
enum err admin_change(struct rq *rq);
enum err admin_join(struct rq *rq);
enum err admin_leave(struct rq *rq);
enum err admin_password_slow(struct rq *rq);
enum err admin_password(struct rq *rq);
enum err admin_factor_reset(struct rq *rq);

/* An organisation of the own branch; anything else is refused beside the field `organization`. */
enum err place_of(struct rq *rq, int64_t id, struct organization_get_row *ret) MUST_CHECK;

/* tokens.c */
extern const struct form token_list_form, token_form;
enum err tokens_page(struct rq *rq);
enum err tokens_again(struct rq *rq);
enum err tokens_issue(struct rq *rq);
enum err tokens_revoke(struct rq *rq);

/* trail.c */
extern const struct form trail_form, trail_find_form, trail_people_form;
enum err trail_page(struct rq *rq);
enum err trail_find(struct rq *rq);
enum err trail_find_again(struct rq *rq);
enum err trail_event_page(struct rq *rq);

/* commands.c */
extern const struct command accounts_commands[];

#endif
