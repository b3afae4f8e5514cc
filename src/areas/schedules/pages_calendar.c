/* Before a holiday or closure is saved: who would lose a place. See schedules.h, days_look_page. */
#include "areas/schedules/pages.h"

#include "schedules_t.h"

enum err days_look_page(struct rq *rq, const struct days_look *asked)
{
	struct days_view v = { .asked = asked, .sent = sent_pairs(rq) };
	struct day_struck *days = ARENA_ARRAY(rq->a, struct day_struck, asked->nclosed + 1);

	for (size_t i = 0; i < asked->nclosed; i++) {
		days[i].day = asked->closed[i];
		TRY(strikes_of_day(rq->db, rq->a, &rq->who.scope, rq->now, asked->lo, asked->hi,
			days[i].day, &days[i].struck));
		TRY(struck_seen(rq, &days[i].struck));
	}
	v.closed = (struct day_strucks){ days, asked->nclosed };
	v.opened = (struct days_list){ asked->opened, asked->nopened };
	t_schedules_days_look(rq_page(rq, 200), &v);
	return OK;
}
