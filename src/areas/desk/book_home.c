/* Where a visit at home goes, on the booking screen. */
#include "areas/desk/pages.h"

#include "areas/schedules/homes.h"
#include "base/num.h"
#include "web/web.h"

struct place_on_earth book_spot(struct str typed)
{
	struct place_on_earth at = { .known = false };

	(void)earth_parse(typed, &at);
	return at;
}

enum err book_zones(struct rq *rq, const struct desk *d, struct book_page *p)
{
	struct home_zones all;
	int64_t asked;

	if (num_parse(rq_raw(rq, "zone"), 1, INT64_MAX, &asked) != OK)
		asked = 0;
	p->spot = book_spot(rq_is_post(rq) ? rq_raw(rq, "spot") : STR_NONE);
	TRY(home_zone_list(rq->db, rq->a, d->id, true, &all));
	p->zones = (struct agenda_choices){ ARENA_ARRAY(rq->a, struct agenda_choice, all.n + 1), all.n };
	for (size_t i = 0; i < all.n; i++) {
		p->zones.v[i] = (struct agenda_choice){ arena_fmt(rq->a, "%lld", (long long)all.v[i].id),
			all.v[i].name.v[rq->lang], all.v[i].id == asked };
		if (all.v[i].id == asked)
			p->zone = asked;
	}
	return OK;
}
