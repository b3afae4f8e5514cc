/* From one house to another: files are kept by each, so it is a booking there and an end here. */
#include "areas/appointments/appointments.h"

#include "appointments_q.h"
#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"
#include "page/page.h"

struct going {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct change_ask *who;
	const struct house_ask *to;
	struct appointment x;
	struct practitioner_id by;	/* who receives there; v == 0: a team, a room */
	struct patient_id patient;	/* the file there */
};

/* Asked before anything is written; whoever was faster after that makes the handler run again. */
static enum err free_there(struct going *g)
{
	struct slot_ask ask = { .service = g->to->service, .schedule = g->to->schedule, .from = g->to->day, .days = 1 };
	struct slot_times free;

	TRY(slot_list(g->db, g->a, g->now, &ask, &free));
	for (size_t i = 0; i < free.n; i++)
		if (free.v[i].day.n == g->to->day.n && free.v[i].min == g->to->start_min)
			return OK;
	return E_CONFLICT;
}

/* Nothing is given up before the new place is had, and days are locked in one order. The note stays: it is the house's own. */
static enum err book_there(struct going *g, struct booked *ret)
{
	struct book_ask ask = { .schedule = g->to->schedule, .service = g->to->service, .day = g->to->day,
		.start_min = g->to->start_min, .patient = g->patient, .channel = g->who->channel,
		.booked_by = g->who->account, .role = g->who->role, .acting = g->who->acting, .silent = true,
		.instead = g->x.id };
	enum err e;

	TRY(mail_given(g->db, g->a, g->x.id, &ask.email));
	if (g->x.schedule.v < g->to->schedule.v)
		TRY(day_lock(g->db, g->a, g->x.day, g->now, g->x.schedule));
	e = appointment_book(g->db, g->a, g->now, &ask, ret);
	return e == E_CONFLICT ? E_RETRY : e == E_DENIED ? E_INPUT : e;	/* E_DENIED is kept for what was not said */
}

static enum err leave(struct going *g)
{
	struct change_ask who = *g->who;
	int64_t version;

	who.version = g->x.version;
	who.silent = true;
	return appointment_cancel(g->db, g->a, g->now, &who, false,
		lang_tr(LANG_FR, N_("Moved to another hospital")), &version);
}

static enum err tell_new(const struct going *g, const struct booked *b)
{
	struct schedule s;
	struct service type;

	if (g->who->silent)
		return OK;
	TRY(service_get(g->db, g->a, g->to->service, &type));
	TRY(schedule_get(g->db, g->a, g->to->schedule, &s));
	return notice_tell(g->db, g->a, g->now, &(struct tell){
		.kind = changes_hands(&g->x, g->by) ? NOTICE_MOVED_OTHER : NOTICE_MOVED, .patient = g->patient,
		.id = b->id, .organization = s.organization, .schedule = s.id,
		.start = { g->to->day, g->to->start_min }, .start_at = b->start_at, .reference = b->reference,
		.token = b->token, .discreet = g->x.sensitive || type.sensitive,
		.bring = &type.bring, .prepare = &type.prepare,
		.place_kind = type.place_kind, .version = b->version, .minutes = type.duration_min, .left = g->x.id,
		.of_house = true });
}

enum err appointment_to_house(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who, const struct house_ask *to, struct booked *ret)
{
	struct going g = { .db = db, .a = a, .now = now, .who = who, .to = to };
	struct practitioner_of_day_row whose;
	struct booked b;

	TRY(appointment_load(db, a, who->id, &g.x));
	if (who->version >= 0 && who->version != g.x.version)
		return E_CONFLICT;
	if (!status_open(g.x.status) || !g.x.schedule.v || g.x.history)
		return E_CONFLICT;
	TRY(practitioner_of_day(db, a, to->day, to->schedule, &whose));
	g.by.v = whose.practitioner.is ? whose.practitioner.v : 0;
	if (changes_hands(&g.x, g.by) && !said_enough(&g.x, who, to->said))
		return E_DENIED;
	TRY(free_there(&g));
	TRY(to->file(to->arg, &g.patient));
	TRY(book_there(&g, &b));
	if (changes_hands(&g.x, g.by))
		TRY(moved_mark_put(db, a, now, &g.x, g.by, to->said, who->account));
	TRY(leave(&g));
	TRY(tell_new(&g, &b));
	*ret = b;
	return OK;
}
