/* Where a visit at home goes: on the booking screen, and corrected later. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
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

/* ---- corrected ---- */

struct home_in { struct str address, details, spot; int64_t version; };
static const struct field home_fields[] = {
	FIELD(home_in, address, F_TEXT, struct str, .required = true, .max = 300, .missing = N_("Enter the address of the visit.")),
	FIELD(home_in, details, F_TEXT, struct str, .max = 300),
	FIELD(home_in, spot, F_TEXT, struct str, .max = 80),
	FIELD(home_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form desk_home_form = FORM(home_in, home_fields);

struct str desk_spot_text(struct arena *a, struct place_on_earth at)
{
	char text[EARTH_TEXT_MAX];

	if (!at.known)
		return STR_NONE;
	earth_print(at, text);
	return arena_str(a, str_of(text));
}

enum err desk_home(struct rq *rq)
{
	const struct home_in *in = rq->form;
	const struct home home = { .address = in->address, .details = in->details, .at = book_spot(in->spot) };
	struct change_ask who = { .version = in->version, .channel = CH_DESK, .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)) };
	struct appointment x;
	int64_t version;
	enum err e;

	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ rq_id(rq, 0) }, &x));
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	if (in->spot.n && !home.at.known)
		return rq_wrong(rq, "spot", N_("Two numbers of degrees, as a map gives them: 33.5731, -7.5898"));
	who.id = x.id;
	e = appointment_set_home(rq->db, rq->a, rq->now, &who, &home, &version);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else changed this visit meanwhile. Go back and look at it again."));
	TRY(e);
	return rq_redirect(rq, "/desk/appointments/%lld", (long long)x.id.v);
}
