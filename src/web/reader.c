/* Reading from the database in one snapshot, as workers, helpers and makers of pages do. */
#include "web/process.h"

#define READ_TRIES 3

bool read_begin(const struct process *p, struct db **db, struct rq *rq)
{
	if (!*db && db_open(p->place, DB_READ, db) != OK)
		*db = NULL;
	if (*db && db_begin(*db) != OK) {	/* a connection that was lost: once more */
		db_close(*db);
		*db = NULL;
		if (db_open(p->place, DB_READ, db) != OK || db_begin(*db) != OK)
			return false;
	}
	rq->db = *db;
	return *db != NULL;
}

enum err read_handle(struct rq *rq)
{
	enum err e = web_handle(rq);

	for (int i = 1; e == E_RETRY && i < READ_TRIES; i++) {
		db_rollback(rq->db);
		web_again(rq);
		e = db_begin(rq->db) == OK ? web_handle(rq) : E_RETRY;
	}
	if (e == E_RETRY)
		web_unavailable(rq);
	return e;
}
