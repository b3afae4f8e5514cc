/*
 * Visits at home, booked by the person: the zone is chosen first, for the times depend on the way; then the
 * address is written. A zone is a place of a list and stands in addresses of pages; the address of a person
 * never does: it is in the draft, then with the visit alone.
 */
#include "areas/booking/inside.h"

#include "areas/schedules/homes.h"
#include "base/num.h"
#include "base/utf8.h"

enum { ADDRESS_LEAST = 6 };

int64_t zone_asked(const struct rq *rq)
{
	int64_t id;

	return num_parse(rq_raw(rq, "zone"), 1, INT64_MAX, &id) == OK ? id : 0;
}

enum err week_zones(struct rq *rq, const struct service *s, const struct week_ask *ask, struct week_view *w)
{
	struct home_zones all;

	w->home = str_eq(s->place_kind, S("home"));
	w->zone = 0;
	if (!w->home)
		return OK;
	if (ask->zone_fixed) {
		w->zone = ask->zone;
		return OK;
	}
	TRY(home_zone_list(rq->db, rq->a, ask->organization, true, &all));
	w->zones.v = ARENA_ARRAY(rq->a, struct zone_choice, all.n + 1);
	w->zones.n = all.n;
	for (size_t i = 0; i < all.n; i++) {
		w->zones.v[i] = (struct zone_choice){ all.v[i].id, all.v[i].name.v[rq->lang], all.v[i].id == ask->zone };
		if (all.v[i].id == ask->zone)
			w->zone = ask->zone;
	}
	return OK;
}

/* Letters of any script: a number or a telephone alone is no address. */
static int letters(struct str s)
{
	int n = 0;

	for (int32_t c; (c = utf8_next(&s)) >= 0;)
		n += (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && (c < 0x660 || c > 0x669));
	return n;
}

void address_check(struct rq *rq, struct str address)
{
	if (rq_error(rq, "address").n)
		return;
	if (!address.n)
		(void)!rq_wrong(rq, "address", N_("Write the address: somebody comes to your door"));
	else if (address.n < ADDRESS_LEAST || letters(address) < 3)
		(void)!rq_wrong(rq, "address", N_("Write the street and the number, or what the place is called, so that it can be found"));
}
