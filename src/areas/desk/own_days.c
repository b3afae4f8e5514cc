/* On which days an account books in an agenda for a patient of a visit there. */
#include "areas/desk/pages.h"

enum err own_days_load(struct rq *rq, struct schedule_id schedule, struct day from, struct own_days *ret)
{
	struct own_days out = { .all = rq->who.role != ROLE_PRACTITIONER };
	struct substitutions in;
	struct schedule s;

	if (out.all || !schedule.v) {
		*ret = out;
		return OK;
	}
	TRY(schedule_get(rq->db, rq->a, schedule, &s));
	out.all = s.active && s.practitioner.v && s.practitioner.v == rq->who.practitioner;
	TRY(substitutions_of(rq->db, rq->a, schedule, from, (struct day){ from.n + 366 }, &in));
	out.v = ARENA_ARRAY(rq->a, struct day_span, in.n + 1);
	for (size_t i = 0; i < in.n && s.active && !out.all; i++)
		if (in.v[i].practitioner.v == rq->who.practitioner)
			out.v[out.n++] = (struct day_span){ in.v[i].from, in.v[i].to };
	*ret = out;
	return OK;
}

bool own_day(const struct own_days *o, struct day day)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].first.n <= day.n && o->v[i].last.n >= day.n)
			return true;
	return o->all;
}
