/* Appending acts. See act.h. */
#include "ledger/act.h"

#include "base/random.h"
#include "ledger_q.h"

struct act act_of_no_time(enum entry_act act, struct str role, struct instant now)
{
	const struct local here = local_of_minutes(now.v / 60);

	return (struct act){ .act = act, .channel = "", .role = role, .day = here.day, .start_min = here.min, .zone = S("UTC") };
}

static struct opt_int some(int64_t v)
{
	return (struct opt_int){ v != 0, v };
}

static struct str text_or_null(struct str s)
{
	return s.n ? s : STR_NONE;
}

enum err act_named(struct db *db, struct arena *a, struct instant now, const struct act *x, int64_t *ret)
{
	const struct instant told = { x->hour ? now.v - now.v % 3600 : now.v };
	struct act_id id = { random_id(now) };
	struct str reason = x->value.n ? x->value : str_of(entry_reason(x->reason));
	struct entry e = { .act = str_of(entry_act(x->act)), .at = told, .capacity = x->capacity > 0 ? x->capacity : -1,
		.ceiling = x->ceiling.is ? (int32_t)x->ceiling.v : -1, .chain = entry_chain(a, x->salt),
		.channel = str_of(x->channel), .class = x->class, .holder = x->holder, .minutes = x->minutes,
		.reason = reason, .role = x->role, .slot = { x->day, x->start_min }, .zone = x->zone };
	struct entry_pieces p = entry_pieces(a, &e);

	if (x->act == ACT_UNSAID || (x->value.n && (!entry_act_has_value(x->act) || x->reason != WHY_UNSAID)))
		return E_INPUT;
	TRY(act_add(db, a, id, x->organization, now, e.act, e.channel, x->role, x->schedule,
		some(x->service), x->day, x->start_min, x->minutes, x->zone, some(x->capacity), x->ceiling,
		text_or_null(reason), some(x->chain), text_or_null(x->holder), text_or_null(x->class),
		some(db_behalf(db)), p.head, p.mid, p.seam, p.tail));
	*ret = id.v;
	return act_wait(db, a, id, x->organization);
}

enum err act(struct db *db, struct arena *a, struct instant now, const struct act *x)
{
	int64_t id;

	return act_named(db, a, now, x, &id);
}

static int64_t or_zero(struct opt_int v)
{
	return v.is ? v.v : 0;
}

enum err act_read(struct db *db, struct arena *a, int64_t after, int64_t max, struct act_rows *ret)
{
	struct act_list_rows rows;

	TRY(act_list(db, a, (struct act_id){ after }, max, &rows));
	struct act_rows out = { ARENA_ARRAY(a, struct act_row, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++) {
		const struct act_list_row *r = &rows.v[i];

		out.v[i] = (struct act_row){ .id = r->id.v, .organization = r->organization,
			.schedule = r->schedule,
			.service = or_zero(r->service), .chain = or_zero(r->chain),
				.capacity = or_zero(r->capacity),
			.at = r->at, .act = r->act, .channel = r->channel, .role = r->role,
				.zone = r->zone,
			.reason = r->reason, .holder = r->holder, .class = r->class, .entry = r->entry, .day = r->day,
				.start_min = r->start_min,
			.minutes = r->minutes };
	}
	*ret = out;
	return OK;
}
