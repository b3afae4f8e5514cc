/* Marks of periodic jobs. See mark.h. */
#include "jobs/mark.h"

#include "jobs_q.h"

enum err job_mark(struct db *db, struct arena *a, struct str name, struct instant *ret)
{
	struct mark_get_row row;

	TRY(mark_get(db, a, name, &row));
	*ret = row.at;
	return OK;
}

enum err job_mark_put(struct db *db, struct arena *a, struct str name, struct instant at)
{
	return mark_put(db, a, name, at);
}

enum err job_mark_begin(struct db *db, struct arena *a, struct str name, struct instant at)
{
	return mark_begin(db, a, name, at);
}

enum err job_mark_move(struct db *db, struct arena *a, struct str name, struct instant from, struct instant to, bool *ret)
{
	int64_t n;

	TRY(mark_move(db, a, to, name, from, &n));
	*ret = n > 0;
	return OK;
}
