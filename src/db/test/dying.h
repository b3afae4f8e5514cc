/*
 * A connection that kills its process: before its n-th writing, before a commit or just after it. A child does a deed
 * over it for every n; the parent looks at what is left.
 */
#ifndef DB_TEST_DYING_H
#define DB_TEST_DYING_H

#include "both.h"

#include <signal.h>
#include <sys/wait.h>

#include "db/engine.h"

static int dying_left;			/* steps until the end; of the child alone */
static const struct db_ops *dying_real;
static struct db_ops dying_ops;

/* One step nearer to the end; tests call it too, where something outside of the database happens. */
static inline void dying_step(void)
{
	if (!dying_left--)
		(void)raise(SIGKILL);
}

static inline enum err dying_run(struct db *db, struct arena *a, const struct stmt *st, const struct db_value *in, db_row_fn *row,
	void *arg, int64_t *ret_changed)
{
	if (st->writes)
		dying_step();
	return dying_real->run(db, a, st, in, row, arg, ret_changed);
}

static inline enum err dying_commit(struct db *db)
{
	enum err e;

	dying_step();
	e = dying_real->commit(db);
	dying_step();
	return e;
}

/* Does the deed in a child that dies after `left` steps. The parent's connection is closed meanwhile and opened anew.
 * Answers whether it was killed; *ret_ok: it came to its end, with OK. */
static inline bool dies_doing(struct both *b, both_deed *deed, void *arg, int left, bool *ret_ok)
{
	int status = 0;
	pid_t child;

	db_close(b->db);
	b->db = NULL;
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		struct arena *a = arena_new((size_t)64 << 20);
		struct db *db;

		if (!a || db_open(b->place, DB_WRITE, &db) != OK)
			_exit(2);
		dying_left = left;
		dying_real = db->ops;
		dying_ops = *dying_real;
		dying_ops.run = dying_run;
		dying_ops.commit = dying_commit;
		db->ops = &dying_ops;
		_exit(deed(arg, db, a) == OK ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	if (WIFSIGNALED(status)) {
		assert_int_equal(WTERMSIG(status), SIGKILL);
		return true;
	}
	*ret_ok = WEXITSTATUS(status) == 0;
	return false;
}

#endif
