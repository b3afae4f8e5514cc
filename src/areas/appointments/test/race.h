/*
 * For tests: many who do something at the same moment, each in a process and connection of its own.
 */
#ifndef AREAS_APPOINTMENTS_TEST_RACE_H
#define AREAS_APPOINTMENTS_TEST_RACE_H

#include "town.h"

#include <sys/wait.h>

/* What each is to do, again while the database says so. */
struct racer {
	struct both *b;
	struct town *t;
	const void *arg;		/* the test's own */
	int nth, gate;
};

static inline enum err race(const struct racer *r, enum err (*step)(const struct racer *r, struct town *t))
{
	struct town t = *r->t;
	enum err e = E_RETRY;
	char go;

	t.c.a = arena_new(32 << 20);
	if (db_open(r->b->place, DB_WRITE, &t.c.db) != OK || read(r->gate, &go, 1) < 0)
		_exit(100);
	for (int tries = 0; tries < 2000 && e == E_RETRY; tries++) {
		e = db_begin(t.c.db);
		if (e == OK)
			e = step(r, &t);
		if (e == OK)
			e = db_commit(t.c.db);
		if (e != OK)
			db_rollback(t.c.db);
	}
	db_close(t.c.db);
	arena_free(t.c.a);
	return e;
}

/* All begin at the same moment; how many ended with each outcome. Each is waited for by its own number:
 * what else may have become a child of this process is not counted, and nobody is left behind. */
static inline void race_all(struct both *b, struct town *t, int n, enum err (*step)(const struct racer *r, struct town *t),
	const void *arg, int *ended)
{
	int gate[2], astray = 0;
	pid_t pid[64];

	assert_true(n <= 64);
	/* A connection is never shared over a fork. */
	db_close(b->db);
	b->db = NULL;
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < n; i++) {
		pid[i] = fork();
		assert_true(pid[i] >= 0);
		if (pid[i] == 0) {
			close(gate[1]);
			_exit((int)race(&(struct racer){ b, t, arg, i, gate[0] }, step));
		}
	}
	close(gate[0]);
	close(gate[1]);					/* all start */
	for (int i = 0; i < n; i++) {
		int status = 0;

		if (waitpid(pid[i], &status, 0) != pid[i] || !WIFEXITED(status) || WEXITSTATUS(status) >= ERR_MAX) {
			print_error("racer %d of %d ended with status %#x\n", i, n, (unsigned)status);
			astray++;
		} else {
			ended[WEXITSTATUS(status)]++;
		}
	}
	assert_int_equal(astray, 0);
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	t->c.db = b->db;
}

#endif
