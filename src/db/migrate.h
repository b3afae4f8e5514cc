/*
 * Forward-only schema steps: each area's schema/NNNN_*.sql, embedded at build, run in the order
 * of the list that routes.c hands over, each in one transaction, recorded with its hash in
 * schema_step. A changed hash, a missing or an unknown step refuses to go on.
 * Must not know: what any step does.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

struct schema_step { const char *area, *name, *sql; };	/* mkembed makes schema_steps[] in order of area list */

/* Creates the database if need be and runs what is missing. *ret_done = steps run now.
 * On refusal *ret_why (in `a`) says which step and why. */
enum err migrate_run(struct db_place place, const struct schema_step *steps, size_t n,
	struct arena *a, struct str *ret_why, size_t *ret_done) MUST_CHECK;
/* OK when every step is recorded with its hash and no other is; E_CONFLICT with *ret_why else. */
enum err migrate_check(struct db *db, const struct schema_step *steps, size_t n,
	struct arena *a, struct str *ret_why) MUST_CHECK;

#endif
