/* Stops. See stops.h. */
#include "jobs/stops.h"

#include "base/random.h"
#include "jobs_q.h"

enum err stop_put(struct db *db, struct arena *a, struct instant now, int64_t organization, struct str recipient,
	const char *how)
{
	TRY(message_stop_add(db, a, (struct message_stop_id){ random_id(now) }, organization, recipient, str_of(how), now));
	return message_stop_waiting(db, a, recipient);
}

enum err stop_end(struct db *db, struct arena *a, struct str recipient)
{
	return message_stop_remove(db, a, recipient);
}

enum err stop_stands(struct db *db, struct arena *a, struct str recipient, bool *ret)
{
	struct message_stop_of_row row;
	enum err e = message_stop_of(db, a, recipient, &row);

	if (e != OK && e != E_NOTFOUND)
		return e;
	*ret = e == OK;
	return OK;
}
