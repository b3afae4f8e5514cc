/* What is taken of the shares of openings. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/agenda.h"

/* Is this the first of its occurrence's rows (one for each interval and service)? */
static bool first_row(const struct agenda *g, size_t i)
{
	for (size_t k = i; k > 0 && g->openings[k - 1].day.n == g->openings[i].day.n; k--)
		if (g->openings[k - 1].opening.v == g->openings[i].opening.v)
			return false;
	return true;
}

static struct share_line line_of(const struct agenda *g, const struct agenda_opening *o)
{
	struct occurrence c = agenda_occurrence(g, o, NULL);
	struct share_line l = { .day = o->day, .quota = *o->quota,
		.start_min = (int32_t)(c.from - (int64_t)o->day.n * 1440),
		.end_min = (int32_t)(c.to - (int64_t)o->day.n * 1440),
		.released = g->now_min >= c.release, .release = local_of_minutes(c.release) };

	memcpy(l.taken, c.taken, sizeof(l.taken));
	return l;
}

enum err share_list(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day from, int32_t days, struct share_lines *ret)
{
	struct agenda_ask ask = { .from = from, .to = { from.n + days }, .now = now };
	struct agenda g;
	struct share_lines out = { 0 };

	TRY(agenda_load(db, a, &schedule, 1, &ask, &g));
	out.v = ARENA_ARRAY(a, struct share_line, g.nopenings + 1);
	for (size_t i = 0; i < g.nopenings; i++)
		if (g.openings[i].quota && first_row(&g, i))
			out.v[out.n++] = line_of(&g, &g.openings[i]);
	*ret = out;
	return OK;
}
