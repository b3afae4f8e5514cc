/*
 * Whom the desk calls because such visits are often missed: the likeliest of those who come the day after tomorrow, in the
 * morning of each house, a few a day. Nothing else follows from it. See inside.h.
 */
#include "areas/reminders/inside.h"

#include "areas/missed/missed.h"
#include "areas/organizations/organizations.h"

#include <stdlib.h>

enum {
	PAGE = 500, HOUSES = 100,
	AHEAD_DAYS = 2,
	FROM_HOUR = 6, TO_HOUR = 12,	/* again each hour of the morning: who is on the list stands there once */
	MOST = 30,			/* of one house */
};

struct risky { int32_t risk; struct appointment_id id; struct patient_id patient; int32_t start_min; };

static int by_risk(const void *x, const void *y)
{
	const struct risky *a = x, *b = y;

	if (a->risk != b->risk)
		return a->risk > b->risk ? -1 : 1;
	return a->id.v < b->id.v ? -1 : a->id.v > b->id.v;
}

static enum err of_page(struct db *db, struct arena *a, const struct remind_candidates_rows *rows, int64_t least, struct risky *v, size_t *n)
{
	struct appointment_id *ids = ARENA_ARRAY(a, struct appointment_id, rows->n + 1);
	int32_t *risks = ARENA_ARRAY(a, int32_t, rows->n + 1);

	for (size_t i = 0; i < rows->n; i++)
		ids[i] = rows->v[i].id;
	TRY(missed_risks(db, a, ids, rows->n, risks));
	for (size_t i = 0; i < rows->n; i++)
		if (risks[i] >= least && rows->v[i].phone.n)
			v[(*n)++] = (struct risky){ risks[i], ids[i], rows->v[i].patient, rows->v[i].start_min };
	/* the likeliest alone go on to the next page */
	qsort(v, *n, sizeof(*v), by_risk);
	if (*n > MOST)
		*n = MOST;
	return OK;
}

static enum err put_all(struct db *db, struct arena *a, struct instant now, struct organization_id house, struct day day, const struct risky *v, size_t n)
{
	enum err e = OK;

	TRY(db_begin(db));
	for (size_t i = 0; e == OK && i < n; i++) {
		const struct call_ask ask = { .organization = house, .appointment = v[i].id, .patient = v[i].patient, .why = "risk",
			.rank = CALL_RISK - v[i].risk / 2, .day = day, .start_min = v[i].start_min };

		e = call_add(db, a, now, &ask);
	}
	return remind_end(db, e);
}

static enum err of_house(struct db *db, struct arena *a, struct instant now, const struct remind_houses_row *h)
{
	struct remind_candidates_rows rows = { .n = PAGE };
	struct risky *v = ARENA_ARRAY(a, struct risky, MOST + PAGE);
	const struct zone *zone;
	struct local here;
	size_t n = 0;
	int64_t percent;

	TRY(organization_setting(db, a, h->tree_lo, SETTING_CALL_RISK, &percent));
	if (!percent || zone_get(h->zone, &zone) != OK)
		return OK;
	here = zone_local(zone, now);
	if (here.min < FROM_HOUR * 60 || here.min >= TO_HOUR * 60)
		return OK;
	here.day.n += AHEAD_DAYS;
	for (int64_t after = 0; rows.n == PAGE; after = rows.v[rows.n - 1].id.v) {
		TRY(remind_candidates(db, a, h->id, h->tree_lo, remind_house_end(h), here.day, after, PAGE, &rows));
		TRY(of_page(db, a, &rows, percent * 10, v, &n));
		if (!rows.n)
			break;
	}
	return n ? put_all(db, a, now, h->id, here.day, v, n) : OK;
}

enum err remind_risks(struct db *db, struct arena *a, struct instant now)
{
	struct remind_houses_rows rows = { .n = HOUSES };
	enum err e = OK;

	for (int64_t after = -1; rows.n == HOUSES; after = rows.v[rows.n - 1].tree_lo) {
		TRY(remind_houses(db, a, after, HOUSES, &rows));
		for (size_t i = 0; i < rows.n && e == OK; i++) {
			struct arena *one = arena_side(a, (size_t)16 << 20);

			e = one ? of_house(db, one, now, &rows.v[i]) : E_LIMIT;
			arena_free(one);
		}
		TRY(e);
		if (!rows.n)
			break;
	}
	return OK;
}
