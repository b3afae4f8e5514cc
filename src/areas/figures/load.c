/*
 * The hours of a week as they are stored: counted with an organisation's month, added up over a branch when they are read,
 * and kept so when the month is closed.
 */
#include "areas/figures/tally.h"

static bool is_same(const struct load_hour *x, const struct load_hour *y)
{
	return x->taken == y->taken && x->taken_min == y->taken_min && x->open_min == y->open_min;
}

static enum err put_hour(struct db *db, struct arena *a, struct organization_id o, int32_t month, int weekday, int hour,
	const struct load_hour *h)
{
	if (!h->taken && !h->open_min)
		return load_drop(db, a, o, month, weekday, hour);
	return load_put(db, a, o, month, weekday, hour, h->taken, h->taken_min, h->open_min);
}

enum err load_replace(struct db *db, struct arena *a, struct organization_id o, int32_t month, const struct load_week *w,
	bool *ret_differed)
{
	struct load_week *was = ARENA_NEW(a, struct load_week);
	struct load_own_rows rows;
	bool differed = false;

	TRY(load_own(db, a, o, month, &rows));
	for (size_t i = 0; i < rows.n; i++)
		was->v[rows.v[i].weekday - 1][rows.v[i].hour]
			= (struct load_hour){ rows.v[i].taken, rows.v[i].taken_min, rows.v[i].open_min };
	for (int d = 0; d < WEEK; d++) {
		for (int h = 0; h < HOURS; h++) {
			if (is_same(&was->v[d][h], &w->v[d][h]))
				continue;
			differed = true;
			TRY(put_hour(db, a, o, month, d + 1, h, &w->v[d][h]));
		}
	}
	*ret_differed = differed;
	return OK;
}

enum err load_read(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi, int32_t month,
	struct load_week *ret)
{
	struct load_week w = { 0 };
	struct load_of_rows rows;

	TRY(load_of(db, a, scope, lo, hi, month, &rows));
	for (size_t i = 0; i < rows.n; i++)
		w.v[rows.v[i].weekday - 1][rows.v[i].hour] = (struct load_hour){ rows.v[i].taken, rows.v[i].taken_min, rows.v[i].open_min };
	*ret = w;
	return OK;
}

enum err load_keep(struct db *db, struct arena *a, struct organization_id o, int32_t month, const struct load_week *w)
{
	TRY(load_unclose(db, a, o, month));
	for (int d = 0; d < WEEK; d++) {
		for (int h = 0; h < HOURS; h++) {
			const struct load_hour *x = &w->v[d][h];

			if (x->taken || x->open_min)
				TRY(load_close(db, a, o, month, d + 1, h, x->taken, x->taken_min, x->open_min));
		}
	}
	return OK;
}

enum err load_kept(struct db *db, struct arena *a, struct organization_id o, int32_t month, struct load_week *ret)
{
	struct load_week w = { 0 };
	struct load_closed_rows rows;

	TRY(load_closed(db, a, o, month, &rows));
	for (size_t i = 0; i < rows.n; i++)
		w.v[rows.v[i].weekday - 1][rows.v[i].hour] = (struct load_hour){ rows.v[i].taken, rows.v[i].taken_min, rows.v[i].open_min };
	*ret = w;
	return OK;
}
