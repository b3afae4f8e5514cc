/* One notice for several appointments. See appointments.h. */
#include "areas/appointments/appointments.h"

#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"

enum err appointment_tell_several(struct db *db, struct arena *a, struct instant now,
	const struct tell_several *t)
{
	static const enum notice_kind kinds[] = { [SEVERAL_BOOKED] = NOTICE_SERIES_BOOKED,
		[SEVERAL_MOVED] = NOTICE_SERIES_MOVED, [SEVERAL_CANCELLED] = NOTICE_SERIES_CANCELLED,
		[SEVERAL_CANCELLED_BY_SERVICE] = NOTICE_SERIES_CANCELLED_BY_SERVICE };
	struct appointment x;
	struct tell one;

	TRY(appointment_load(db, a, t->id, &x));
	one = (struct tell){ .kind = (int)kinds[t->said], .patient = x.patient, .id = x.id, .organization = x.organization,
		.schedule = x.schedule, .start = { x.day, x.start_min }, .start_at = x.start_at, .reference = x.reference,
		.token = t->token, .discreet = x.sensitive, .place_kind = x.place_kind, .starts = t->starts, .nstarts = t->n, .ids = t->ids,
		.bring = &x.bring, .prepare = &x.prepare };
	return t->n && x.schedule.v ? notice_tell(db, a, now, &one) : OK;
}
