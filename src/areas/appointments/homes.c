/* Visits at home: the zone counts for the way, the address is copied to the visit. See internal.h. */
#include "areas/appointments/internal.h"

enum { TEXT_MAX = 1200 };

enum err home_valid(const struct granted *g, const struct home *home)
{
	if (!str_eq(g->service.place_kind, S("home")))
		return OK;
	return home->address.n && home->address.n <= TEXT_MAX && home->details.n <= TEXT_MAX ? OK : E_INPUT;
}

enum err home_take(struct db *db, struct arena *a, struct appointment_id id, const struct wanted *w,
	const struct granted *g, const struct home *home)
{
	if (!str_eq(g->service.place_kind, S("home")))
		return OK;
	TRY(appointment_put_home(db, a, w->home, id));
	return home_address_put(db, a, id, g->agenda.organization, home->address, home->details);
}
