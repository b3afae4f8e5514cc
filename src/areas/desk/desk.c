/* The desk's routes, navigation and job: the one list of what it answers to. */
#include "areas/desk/desk.h"

#include "areas/desk/acts.h"
#include "areas/desk/pages.h"
#include "areas/desk/lists.h"
#include "areas/desk/round.h"
#include "areas/desk/series.h"

enum {
	AGENDA_ROLES = DESK_ROLES | R(PRACTITIONER),
	BOOK_ROLES = DESK_ROLES | ELSEWHERE_ROLES | R(TELEPHONE),
	VISIT_ROLES = AGENDA_ROLES | ELSEWHERE_ROLES,
	SERIES_ROLES = DESK_ROLES | R(HEALTH_CENTRE),
	LIST_ROLES = R(HEAD_OF_ADMISSIONS) | R(DIRECTOR),
};

/* Two writes that may meet on one agenda's day are run in this order. */
static int64_t by_id(const struct rq *rq)
{
	return rq_id(rq, 0);
}

/* What asks for the free times of many agendas, or makes a document, runs in a helper (ROUTE_SLOW). */
static const struct route routes[] = {
	{ "GET", "/desk", desk_day_page, VISIT_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk", desk_day_find, DESK_ROLES, READ, &search_form, 0, desk_day_find, NULL, NULL },
	{ "GET", "/desk/week", desk_week_page, AGENDA_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/act", desk_act, AGENDA_ROLES, WRITE, &desk_act_form, ROUTE_NO_IDEMPOTENCY, NULL, NULL, NULL },
	{ "GET", "/desk/print", desk_print_page, AGENDA_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/desk/list.pdf", desk_print_pdf, AGENDA_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/desk/round", desk_round_page, AGENDA_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/round", desk_round_act, AGENDA_ROLES, WRITE, &desk_round_form, ROUTE_NO_IDEMPOTENCY, NULL, NULL, NULL },
	{ "GET", "/desk/round.pdf", desk_round_pdf, AGENDA_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/desk/lists", desk_lists_page, DESK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/lists", desk_lists_put, LIST_ROLES, WRITE, &desk_lists_form, 0, desk_lists_page, NULL, NULL },
	{ "GET", "/desk/extras", desk_extras_page, LIST_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/extras", desk_extras_limits, LIST_ROLES, WRITE, &extras_limits_form, 0, desk_extras_page, NULL, NULL },
	{ "POST", "/desk/extras/agenda", desk_extras_agenda, LIST_ROLES, WRITE, &extras_agenda_form, 0, desk_extras_page, NULL, NULL },
	{ "POST", "/desk/extras/reason", desk_extras_reason, LIST_ROLES, WRITE, &extras_reason_form, 0, desk_extras_page, NULL, NULL },
	{ "POST", "/desk/extras/use", desk_extras_use, LIST_ROLES, WRITE, &extras_use_form, 0, desk_extras_page, NULL, NULL },
	{ "GET", "/desk/substitutes", desk_substitutes_page, LIST_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/substitutes/plan", desk_substitutes_plan, LIST_ROLES, WRITE, &substitute_form, ROUTE_NO_IDEMPOTENCY, desk_substitutes_page, NULL, NULL },
	{ "POST", "/desk/substitutes", desk_substitutes_make, LIST_ROLES, WRITE, &substitute_form, 0, desk_substitutes_page, NULL, NULL },
	{ "POST", "/desk/substitutes/:id/undo", desk_substitutes_undo, LIST_ROLES, WRITE, NULL, 0, NULL, NULL, by_id },
	{ "GET", "/desk/unrecorded", desk_unrecorded_page, AGENDA_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/unrecorded", desk_unrecorded, AGENDA_ROLES, WRITE, &desk_unrecorded_form, 0, NULL, NULL, NULL },
	{ "GET", "/desk/unsent", desk_unsent_page, DESK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/unsent", desk_unsent, DESK_ROLES, WRITE, &desk_unsent_form, 0, desk_unsent_page, NULL, NULL },
	{ "GET", "/desk/orphans", desk_orphans_page, DESK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/orphans", desk_orphans_place, DESK_ROLES, WRITE, &desk_orphans_form, 0, desk_orphans_page, NULL, NULL },
	{ "GET", "/desk/book", desk_book_page, BOOK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/book", desk_book, BOOK_ROLES, WRITE, &desk_book_form, 0, desk_book_page, NULL, NULL },
	{ "POST", "/desk/book/find", desk_book_find, BOOK_ROLES, READ, &search_form, 0, desk_book_find, NULL, NULL },
	{ "GET", "/desk/ours", desk_ours_page, ELSEWHERE_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/appointments/:id", desk_visit_page, VISIT_ROLES | R(TELEPHONE), READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/appointments/:id/status", desk_status, AGENDA_ROLES, WRITE, &desk_status_form, 0, desk_visit_page, NULL, by_id },
	{ "POST", "/desk/appointments/:id/home", desk_home, AGENDA_ROLES, WRITE, &desk_home_form, 0, desk_visit_page, NULL, by_id },
	{ "POST", "/desk/appointments/:id/note", desk_note, AGENDA_ROLES, WRITE, &desk_note_form, 0, desk_visit_page, NULL, by_id },
	{ "POST", "/desk/appointments/:id/cancel", desk_cancel, BOOK_ROLES, WRITE, &desk_cancel_form, 0, desk_visit_page, NULL, by_id },
	{ "GET", "/desk/appointments/:id/move", desk_move_page, BOOK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/appointments/:id/move", desk_move, BOOK_ROLES, WRITE, &desk_move_form, 0, desk_move_page, NULL, by_id },
	{ "GET", "/desk/appointments/:id/again", desk_again_page, R(PRACTITIONER), READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/appointments/:id/again", desk_again, R(PRACTITIONER), WRITE, &desk_again_form, 0, desk_again_page, NULL, by_id },
	{ "GET", "/desk/appointments/:id/receipt.pdf", desk_receipt, VISIT_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/desk/repeat", desk_repeat_page, DESK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/repeat", desk_repeat, DESK_ROLES, WRITE, &series_book_form, 0, desk_repeat_page, NULL, NULL },
	{ "GET", "/desk/appointments/:id/series", desk_series_plan_page, SERIES_ROLES | R(PRACTITIONER), READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/appointments/:id/series", desk_series_book, SERIES_ROLES | R(PRACTITIONER), WRITE, &series_book_form, 0, desk_series_plan_page, NULL, by_id },
	{ "GET", "/desk/series", desk_series_list, DESK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/series/:id", desk_series_page, SERIES_ROLES | R(PRACTITIONER), READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/series/:id/move", desk_series_move_page, SERIES_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/series/:id/move", desk_series_move, SERIES_ROLES, WRITE, &series_book_form, 0, desk_series_move_page, NULL, by_id },
	{ "POST", "/desk/series/:id/cancel", desk_series_cancel, SERIES_ROLES, WRITE, &series_cancel_form, 0, desk_series_page, NULL, by_id },
	{ "GET", "/desk/series/:id/place", desk_series_place_page, SERIES_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/series/:id/place", desk_series_place, SERIES_ROLES, WRITE, &series_place_form, 0, desk_series_place_page, NULL, by_id },
	{ 0 }
};
static const struct nav nav[] = {
	{ AGENDA_ROLES, 10, "/desk", N_("The day"), N_("Agendas side by side: arrivals, what is free, what is late."), NULL, NULL },
	{ ELSEWHERE_ROLES, 10, "/desk/ours", N_("My bookings"), N_("Appointments that you took for others."), NULL, NULL },
	{ BOOK_ROLES, 20, "/desk/book", N_("New appointment"), N_("For a person at the counter or on the phone."), "F2", NULL },
	{ DESK_ROLES, 28, "/desk/orphans", N_("To place again"), N_("Appointments whose doctor is away or whose hours have gone."), NULL, desk_orphans_waiting },
	{ AGENDA_ROLES, 30, "/desk/unrecorded", N_("To record"), N_("Past appointments: seen, missed or cancelled?"), NULL, desk_unrecorded_waiting },
	{ DESK_ROLES, 32, "/desk/unsent", N_("Not reached"), N_("Messages that did not arrive: send again, or tell the person otherwise."), NULL, desk_unsent_waiting },
	{ AGENDA_ROLES, 41, "/desk/round", N_("Round"), N_("Visits at home in driving order, and calls, for who goes out."), NULL, NULL },
	{ DESK_ROLES, 35, "/desk/lists", N_("Lists"), N_("Tomorrow’s lists, to print or mail for the day the network fails."), NULL, NULL },
	{ DESK_ROLES, 43, "/desk/series", N_("Visits to place"), N_("Visits of a series for which no time was free when it was booked."), NULL, desk_series_waiting },
	{ LIST_ROLES, 37, "/desk/substitutes", N_("Substitutes"), N_("Somebody stands in for a doctor: the appointments pass over as a whole."), NULL, NULL },
	{ LIST_ROLES, 36, "/desk/extras", N_("Extra appointments"), N_("Who may add people beside the hours, how many and why; and how many there were."), NULL, NULL },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "desk_lists", .every_seconds = 300, .run = desk_lists_job },
	{ .name = NULL }
};
const struct area area_desk = { .name = "desk", .routes = routes, .nav = nav, .jobs = jobs, .samples = desk_samples };
