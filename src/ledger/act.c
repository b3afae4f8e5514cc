/* Appending acts. See act.h. */
#include "ledger/act.h"

#include "base/random.h"
#include "ledger_q.h"

static struct opt_int some(int64_t v)
{
	return (struct opt_int){ v != 0, v };
}

static struct str text_or_null(struct str s)
{
	return s.n ? s : STR_NONE;
}

enum err act(struct db *db, struct arena *a, struct instant now, const struct act *x)
{
	return act_add(db, a, (struct act_id){ random_id(now) }, x->organization, now, str_of(x->act),
		str_of(x->channel), x->role, x->schedule, some(x->service), x->day, x->start_min, x->minutes,
		x->zone, some(x->capacity), text_or_null(x->reason), some(x->chain), text_or_null(x->holder));
}
