/*
 * How far a periodic job has come: an instant under the job's own name, kept in the transaction
 * of the work. Rows get ids in the order of time (base/random.h), so that "since the mark" is a
 * range of a primary key and whoever writes a row pays nothing for being found.
 * Must not know: any job.
 */
#ifndef JOBS_MARK_H
#define JOBS_MARK_H

#include "db/db.h"

/* E_NOTFOUND: never marked. */
enum err job_mark(struct db *db, struct arena *a, struct str name, struct instant *ret) MUST_CHECK;
enum err job_mark_put(struct db *db, struct arena *a, struct str name, struct instant at) MUST_CHECK;
/* There, unless it stands somewhere already. */
enum err job_mark_begin(struct db *db, struct arena *a, struct str name, struct instant at) MUST_CHECK;

/*
 * From one instant to another, if it stands at the first: *ret says whether. Of two processes that do one job at the same
 * time one goes on, for the mark's row is locked until its transaction ends.
 */
enum err job_mark_move(struct db *db, struct arena *a, struct str name, struct instant from, struct instant to, bool *ret)
	MUST_CHECK;

#endif
