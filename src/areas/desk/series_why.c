/* Why a visit of a series has not the time that was wished: a feast, or time off of its agenda. */
#include "areas/desk/series.h"

#include "areas/organizations/organizations.h"
#include "organizations_q.h"
#include "web/web.h"

static bool off_wish(const struct series_line *l)
{
	return !l->fixed && !l->exact;
}

/* The days [*from, *to) on which a wish is not met; false: all are met. */
static bool days_of(const struct series_lines *lines, struct day *from, struct day *to)
{
	bool any = false;

	for (size_t i = 0; i < lines->n; i++) {
		struct day d = lines->v[i].wish.day;

		if (!off_wish(&lines->v[i]))
			continue;
		*from = !any || d.n < from->n ? d : *from;
		*to = !any || d.n >= to->n ? (struct day){ d.n + 1 } : *to;
		any = true;
	}
	return any;
}

static struct str feast_of(struct rq *rq, const struct calendar_days_rows *days, struct day d)
{
	for (size_t i = 0; i < days->n; i++)
		if (days->v[i].day.n == d.n)
			return names_make(days->v[i].name_fr, days->v[i].name_ar, days->v[i].name_en).v[rq->lang];
	return STR_NONE;
}

static bool away_at(const struct absences *off, struct local at)
{
	for (size_t i = 0; i < off->n; i++)
		if (local_cmp(off->v[i].from, at) <= 0 && local_cmp(at, off->v[i].to) < 0)
			return true;
	return false;
}

enum err series_say_why(struct rq *rq, struct organization_id house, struct schedule_id schedule,
	const struct series_lines *lines)
{
	struct organization_get_row o;
	struct calendar_days_rows days;
	struct absences off;
	struct day from = DAY_NONE, to = DAY_NONE;

	if (!days_of(lines, &from, &to))
		return OK;
	TRY(organization_get(rq->db, rq->a, house, &o));
	TRY(calendar_days(rq->db, rq->a, o.tree_lo, from, to, &days));
	TRY(absence_list(rq->db, rq->a, schedule, from, &off));
	for (size_t i = 0; i < lines->n; i++) {
		struct series_line *l = &lines->v[i];

		if (!off_wish(l))
			continue;
		l->feast = feast_of(rq, &days, l->wish.day);
		l->away = !l->feast.n && away_at(&off, l->wish);
	}
	return OK;
}
