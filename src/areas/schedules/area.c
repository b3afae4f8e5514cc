/* What this area hands to the program. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/catalogue.h"
#include "areas/schedules/command.h"
#include "areas/schedules/pages.h"
#include "areas/schedules/pages_setup.h"

enum { ROLL_AT_ONCE = 20, ROLL_ROUNDS = 20, FIRST_DAYS_ROUNDS = 100,
	CLOSE_SLICE = 50, CLOSE_ROUNDS = 400, AMEND_SLICE = 20 };

/* Rolls openings some at a time, so that each transaction is short and writers get their turn. */
static enum err roll(struct db *db, struct arena *a, struct instant now)
{
	struct openings_rolled done = { .openings = 1 };

	for (int i = 0; i < ROLL_ROUNDS && done.openings; i++) {
		TRY(db_begin(db));
		enum err e = openings_roll(db, a, now, ROLL_AT_ONCE, &done);

		if (e != OK) {
			db_rollback(db);
			return e;
		}
		TRY(db_commit(db));
	}
	return OK;
}

/* First days that have passed, some at a time for the same reason. */
static enum err first_days(struct db *db, struct arena *a, struct instant now)
{
	int64_t moved = 1;

	for (int i = 0; i < FIRST_DAYS_ROUNDS && moved; i++) {
		TRY(db_begin(db));
		enum err e = first_days_move(db, a, now, &moved);

		if (e != OK) {
			db_rollback(db);
			return e;
		}
		TRY(db_commit(db));
	}
	return OK;
}

static enum err apply_some(struct db *db, struct arena *a, struct instant now, bool *more)
{
	return amendments_apply(db, a, now, AMEND_SLICE, more);
}

static enum err reach_some(struct db *db, struct arena *a, struct instant now, bool *more)
{
	return services_go_on(db, a, now, CLOSE_SLICE, more);
}

static enum err close_some(struct db *db, struct arena *a, struct instant now, bool *more)
{
	return closures_go_on(db, a, now, CLOSE_SLICE, more);
}

typedef enum err (*some)(struct db *, struct arena *, struct instant, bool *);

static enum err in_slices(struct db *db, struct arena *a, struct instant now, some part)
{
	bool more = true;

	for (int i = 0; i < CLOSE_ROUNDS && more; i++) {
		TRY(db_begin(db));
		enum err e = part(db, a, now, &more);

		if (e != OK) {
			db_rollback(db);
			return e;
		}
		TRY(db_commit(db));
	}
	return OK;
}

/* Closures of a whole country, some agendas at a time for the same reason. */
static enum err close_more(struct db *db, struct arena *a, struct instant now)
{
	return in_slices(db, a, now, close_some);
}

/* Changes of types whose day has come, and what changed types have still to reach. */
static enum err types(struct db *db, struct arena *a, struct instant now)
{
	TRY(in_slices(db, a, now, apply_some));
	return in_slices(db, a, now, reach_some);
}

static const struct command commands[] = {
	{ "slots", "FILE.json",
		"answers cases of openings, absences and bookings: what would be free",
		schedules_slots },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "openings", .every_seconds = 5, .run = roll },
	{ .name = "closures", .every_seconds = 2, .run = close_more },
	{ .name = "types", .every_seconds = 2, .run = types },
	{ .name = "first_days", .every_seconds = 120, .run = first_days },
	{ 0 }
};
#define ADMINS (R(ADMINISTRATOR) | R(HEAD_OF_ADMISSIONS) | R(PLATFORM))
#define GET(path, handler, form) { "GET", path, handler, ADMINS, READ, form, 0, NULL, NULL, NULL }
#define POST(path, handler, form, show) { "POST", path, handler, ADMINS, WRITE, form, 0, show, \
	NULL, NULL }

static const struct route routes[] = {
	GET("/admin/setup", setup_page, &at_form),
	POST("/admin/agendas/:id/publish", publish_save, &publish_form, NULL),
	GET("/admin/agendas", agendas_page, &at_form),
	GET("/admin/agendas/new", agenda_new_page, &at_form),
	POST("/admin/agendas/new", agenda_new_save, &agenda_form, agenda_new_page),
	GET("/admin/agendas/:id", agenda_page, NULL),
	GET("/admin/agendas/:id/change", agenda_change_page, NULL),
	POST("/admin/agendas/:id/change", agenda_save, &agenda_form, agenda_change_page),
	GET("/admin/agendas/:id/hours", opening_new_page, NULL),
	POST("/admin/agendas/:id/hours", opening_new_save, &opening_form, opening_new_page),
	{ "GET", "/admin/agendas/:id/hours/look", opening_new_look, ADMINS, READ_AUDITED, &opening_form, 0,
		opening_new_page, NULL, NULL },
	GET("/admin/hours/:id", opening_page, NULL),
	{ "GET", "/admin/hours/:id/look", opening_look, ADMINS, READ_AUDITED, &opening_form, 0,
		opening_page, NULL, NULL },
	{ "GET", "/admin/hours/:id/end/look", opening_end_look, ADMINS, READ_AUDITED, &end_form, 0,
		opening_page, NULL, NULL },
	POST("/admin/hours/:id", opening_save, &opening_form, opening_page),
	POST("/admin/hours/:id/end", opening_end_save, &end_form, opening_page),
	GET("/admin/hours/:id/day", day_page, &day_ask_form),
	{ "GET", "/admin/hours/:id/day/look", day_look, ADMINS, READ_AUDITED, &day_form, 0,
		day_page, NULL, NULL },
	POST("/admin/hours/:id/day", day_save, &day_form, day_page),
	GET("/admin/agendas/:id/absences", absence_new_page, NULL),
	{ "POST", "/admin/agendas/:id/absences/preview", absence_preview, ADMINS, READ_AUDITED,
		&absence_form, 0, absence_new_page, NULL, NULL },
	POST("/admin/agendas/:id/absences", absence_save, &absence_form, absence_new_page),
	POST("/admin/absences/:id/remove", absence_remove_save, NULL, NULL),
	GET("/admin/closings", closings_page, &at_form),
	GET("/admin/closings/new", closing_new_page, &at_form),
	{ "POST", "/admin/closings/look", closing_look, ADMINS, READ_AUDITED, &closing_form, 0,
		closing_new_page, NULL, NULL },
	POST("/admin/closings/new", closing_save, &closing_form, closing_new_page),
	POST("/admin/closings/:id/remove", closing_remove_save, NULL, NULL),
	GET("/admin/periods", periods_page, &at_form),
	GET("/admin/periods/new", period_new_page, &at_form),
	POST("/admin/periods/new", period_new_save, &period_form, period_new_page),
	GET("/admin/periods/:id", period_page, &at_form),
	{ "GET", "/admin/periods/:id/look", period_look, ADMINS, READ_AUDITED, &period_form, ROUTE_SLOW,
		period_page, NULL, NULL },
	POST("/admin/periods/:id", period_save, &period_form, period_page),
	{ "GET", "/admin/periods/:id/agendas/look", period_join_look, ADMINS, READ_AUDITED,
		&period_join_form, ROUTE_SLOW, period_page, NULL, NULL },
	POST("/admin/periods/:id/agendas", period_join_save, &period_join_form, period_page),
	{ "GET", "/admin/periods/:id/leave/look", period_leave_look, ADMINS, READ_AUDITED,
		&period_leave_form, 0, period_page, NULL, NULL },
	POST("/admin/periods/:id/leave", period_leave_save, &period_leave_form, NULL),
	{ "GET", "/admin/periods/:id/remove/look", period_remove_look, ADMINS, READ_AUDITED,
		&period_remove_form, ROUTE_SLOW, NULL, NULL, NULL },
	POST("/admin/periods/:id/remove", period_remove_save, &period_remove_form, NULL),
	GET("/admin/services", services_page, &at_form),
	GET("/admin/services/new", service_new_page, &at_form),
	POST("/admin/services/new", service_new_save, &service_form, service_new_page),
	GET("/admin/services/:id", service_page, NULL),
	POST("/admin/services/:id", service_save, &service_form, service_page),
	GET("/admin/services/:id/needs", needs_page, NULL),
	POST("/admin/services/:id/needs", need_add_save, &need_form, needs_page),
	POST("/admin/services/:id/needs/remove", need_remove_save, &need_out_form, NULL),
	GET("/admin/zones", zones_page, &zone_at_form),
	POST("/admin/zones", zone_save, &zone_form, zones_page),
	POST("/admin/zones/speed", zone_speed_save, &speed_form, zones_page),
	POST("/admin/zones/video", video_save, &video_form, zones_page),
	{ "POST", "/admin/services/:id/look", service_look, ADMINS, READ, &service_form, 0,
		service_page, NULL, NULL },
	POST("/admin/services/take", services_take_save, &at_form, services_page),
	POST("/admin/amendments/:id/remove", amendment_remove_save, NULL, NULL),
	GET("/admin/practitioners", practitioners_page, &at_form),
	GET("/admin/practitioners/new", practitioner_new_page, &at_form),
	POST("/admin/practitioners/new", practitioner_new_save, &practitioner_form,
		practitioner_new_page),
	GET("/admin/practitioners/:id", practitioner_page, NULL),
	POST("/admin/practitioners/:id", practitioner_save, &practitioner_form, practitioner_page),
	{ 0 }
};

static const struct nav nav[] = {
	{ ADMINS, 80, "/admin/setup", N_("Agenda set-up"),
		N_("What is still missing before an agenda can be booked, and where each setting is"), NULL, NULL },
	{ ADMINS, 81, "/admin/agendas", N_("Agendas"),
		N_("Weekly hours, absences, practitioners, types of appointment"), NULL, NULL },
	{ 0 }
};

const struct area area_schedules = { .name = "schedules", .routes = routes, .nav = nav,
	.commands = commands, .jobs = jobs };
