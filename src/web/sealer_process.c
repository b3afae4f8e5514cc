/*
 * The sealer's process: every few seconds the public log takes what came and signs it. It alone reads
 * the signing key. What sealing is, routes.c says (site_seal).
 */
#include "web/process.h"
#include "base/log.h"

#include <errno.h>
#include <poll.h>

#define EVERY_MS 5000
#define SEALER_ARENA ((size_t)64 * 1024 * 1024)

/* Turn after turn while there is more. Another that is at it, or a busy database: the next time. */
static enum err seal_all(const struct process *p, struct db *db, struct arena *a)
{
	bool more = true;

	if (setjmp(*arena_guard(a))) {
		db_rollback(db);
		return E_LIMIT;
	}
	while (more) {
		struct pollfd stop = { .fd = p->stop_fd, .events = POLLIN };

		arena_reset(a);
		TRY(site_seal(p->settings, db, a, clock_now(), &more));
		if (poll(&stop, 1, 0) > 0)
			return OK;
	}
	return OK;
}

int sealer_run(const struct process *p)
{
	struct pollfd stop = { .fd = p->stop_fd, .events = POLLIN };
	struct arena *a = arena_new(SEALER_ARENA);
	struct db *db = NULL;
	int wait = 0;

	if (!a)
		return 1;
	while (poll(&stop, 1, wait) == 0 || errno == EINTR) {
		enum err e = db ? OK : db_open(p->place, DB_WRITE, &db);

		if (e == OK && wait == 0)
			db_polite(db);
		wait = EVERY_MS;
		if (e == OK)
			e = seal_all(p, db, a);
		if (e != OK && e != E_RETRY)
			log_event(LOG_ERROR, "sealing failed", LOG_LIT("error", err_name(e)));
		if (e == E_DB) {
			db_close(db);
			db = NULL;
			wait = 1000;
		}
	}
	db_close(db);
	arena_free(a);
	return 0;
}
