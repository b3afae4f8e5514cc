/*
 * Accounts: who may enter, with which role in which branch of the tree; sessions, tokens, the
 * trail of who saw whose file.
 *
 * access_scope() is the one function that says what an account may see.
 * Must not know: patients' names, appointments, schedules.
 */
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H

#include "db/db.h"
#include "ids.h"
#include "web/area.h"

extern const struct area area_accounts;

/* What a role sees from a node of the tree [lo, hi): its branch; a practitioner, of it, what is
 * his own; a health-centre agent and a helper, what they booked, wherever. */
struct scope access_scope(enum role role, int64_t lo, int64_t hi, int64_t practitioner, int64_t account);

/* Session and bearer look-ups for the router; routes.c hands them on. */
enum err accounts_session(struct rq *rq, struct str token, struct who *ret);
enum err accounts_bearer(struct rq *rq, struct str token, struct who *ret);
enum err accounts_signed(struct rq *rq, struct str header, struct str body, struct who *ret);
enum err accounts_seen(struct db *db, struct arena *a, int64_t seen_as, struct instant at);

struct account_new {
	struct organization_id organization;
	struct str login;		/* 1 to 100 characters, no space; compared as lower case */
	struct name name;
	struct str password;		/* hashed here (20 ms): not in the writer */
	bool must_change;
	struct str totp_secret;		/* base32 or empty */
	struct str lang;		/* "fr", "ar", "en"; empty: as the browser says */
	int64_t practitioner;		/* 0: none */
	enum role role;			/* of the first membership, at `organization` */
};
/* An account with its first membership. E_CONFLICT: the login is taken; E_INPUT: malformed. */
enum err account_create(struct db *db, struct arena *a, struct instant now,
	const struct account_new *in, struct account_id *ret) MUST_CHECK;
/* A second role or place; nothing if it is there. */
enum err account_join(struct db *db, struct arena *a, struct instant now, struct account_id account,
	struct organization_id organization, enum role role) MUST_CHECK;
/* A machine account of an organisation with a new bearer token (22 characters, told only now). */
enum err account_token(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, struct name name, struct str *ret_token) MUST_CHECK;

/* The same as a machine of either role, with words by which it is known in lists; *ret is the machine account. */
enum err account_token_add(struct db *db, struct arena *a, struct instant now, struct organization_id organization,
	enum role role, struct name name, struct str label, struct account_id *ret, struct str *ret_token) MUST_CHECK;

/* Where the signed-in account may work today, and as what; the one it works as now is among them. */
struct account_place {
	struct membership_id membership;
	struct organization_id organization;
	enum role role;
	int64_t lo, hi;
	struct str name;		/* of the organisation, in the page's language */
	struct str zone;
};
struct account_places { struct account_place *v; size_t n; };
enum err account_places(struct rq *rq, struct account_places *ret) MUST_CHECK;
/* Some of them, for what is read of all their branches by one statement: how much waits there, never whose. */
struct account_roles { struct account_id account; struct membership_id *v; size_t n; };
/* From the next request on the session works there. */
enum err account_work_at(struct rq *rq, const struct account_place *at) MUST_CHECK;

/* Roles that must have a second factor: administrators and the platform. */
bool role_needs_totp(enum role r);

#endif
