/*
 * The sealer's process: every few seconds the public log takes what came and signs it. It alone reads
 * the signing key. What sealing is, routes.c says (site_seal).
 */
#include "web/process.h"
#include "base/log.h"

#define EVERY_MS 5000
#define SAY_AGAIN 720	/* turns: an hour */
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
		arena_reset(a);
		TRY(site_seal(p->settings, db, a, clock_now(), &more));
		if (process_stopped(p, 0))
			return OK;
	}
	return OK;
}

/* What stays as it is, is said once an hour. */
struct said { enum err last; int turns; };

static void say(struct said *s, enum err e)
{
	if (e == s->last && ++s->turns < SAY_AGAIN)
		return;
	*s = (struct said){ .last = e };
	if (e == E_DENIED)
		log_event(LOG_ERROR, "this machine does not seal the public log: another key signed last, or the log is not what grew from what this one signed last (docs/ledger.md, The key)",
			LOG_LIT("error", err_name(e)));
	else if (e == E_INPUT)
		log_event(LOG_ERROR, "the public log is not sealed: its key file holds no seed, or its name can be no key's (diwan check-config)",
			LOG_LIT("error", err_name(e)));
	else if (e != OK && e != E_RETRY)
		log_event(LOG_ERROR, "sealing failed", LOG_LIT("error", err_name(e)));
}

int sealer_run(const struct process *p)
{
	struct arena *a = arena_new(SEALER_ARENA);
	struct said said = { .last = OK };
	struct db *db = NULL;
	int wait = 0;

	if (!a)
		return 1;
	while (!process_stopped(p, wait)) {
		enum err e = db ? OK : open_polite(p->place, &db);

		wait = EVERY_MS;
		if (e == OK)
			e = seal_all(p, db, a);
		say(&said, e);
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
