/* The routes of the citizen's way, its three standing pages, and the cleaning of what was left. */
#include "areas/booking/inside.h"

#include "booking_t.h"

enum { CODE_COUNTS_KEPT = 86400 };

enum err page_privacy(struct rq *rq)
{
	t_booking_privacy(rq_page(rq, 200));
	return OK;
}

enum err page_access(struct rq *rq)
{
	t_booking_accessibility(rq_page(rq, 200));
	return OK;
}

enum err page_fairness(struct rq *rq)
{
	t_booking_fairness(rq_page(rq, 200));
	return OK;
}

/* Addresses that only take a form lead somewhere when they are merely opened. */
static enum err to_home(struct rq *rq)
{
	return rq_redirect(rq, "/");
}

static enum err to_code(struct rq *rq)
{
	return rq_redirect(rq, "/book/%lld/code", (long long)rq_id(rq, 0));
}

static enum err sweep(struct db *db, struct arena *a, struct instant now)
{
	int64_t n;
	enum err e;

	TRY(db_begin(db));
	e = booking_draft_sweep(db, a, (struct instant){ now.v - DRAFT_SECONDS }, &n);
	if (e == OK)
		e = look_up_sweep(db, a, (struct instant){ now.v - DRAFT_SECONDS }, &n);
	if (e == OK)
		e = code_count_sweep(db, a, (struct instant){ now.v - CODE_COUNTS_KEPT }, &n);
	if (e != OK) {
		db_rollback(db);
		return e;
	}
	return db_commit(db);
}

/* All that is done with one draft, in or out of an account: its tries are counted by one writer. */
static int64_t by_id(const struct rq *rq)
{
	return rq_id(rq, 0);
}

#define ANYONE (PUBLIC | SIGNED_IN)
static const struct route routes[] = {
	{ "GET", "/", booking_home, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/search", booking_search, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/search/narrow", booking_narrow, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/hospital/:place", booking_hospital, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/specialities", booking_specialties_page, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/times/:place/:service", booking_times, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/privacy", page_privacy, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/accessibility", page_access, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/fairness", page_fairness, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/hold", to_home, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/hold", booking_hold, PUBLIC, WRITE, &slot_form, 0, NULL, NULL, order_by_slot },
	{ "GET", "/book/:draft", booking_who, ANYONE, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/book/:draft", booking_who_send, ANYONE, WRITE, &who_form, 0, booking_who, NULL, by_id },
	{ "GET", "/book/:draft/times", booking_own_times, ANYONE, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/book/:draft/times", booking_other_time, ANYONE, WRITE, &slot_form, 0, NULL, NULL, order_by_slot },
	{ "GET", "/book/:draft/code", booking_code, ANYONE, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/book/:draft/code", booking_confirm, ANYONE, WRITE, &code_form, 0, booking_confirm_show, NULL, by_id },
	{ "GET", "/book/:draft/again", to_code, ANYONE, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/book/:draft/again", booking_resend, ANYONE, WRITE, NULL, 0, NULL, NULL, by_id },
	{ "GET", "/a/:token", mine_show, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/a/:token.pdf", mine_pdf, PUBLIC, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/a/:token.ics", mine_ics, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/a/:token/proof", mine_proof, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/a/:token/receipt.json", mine_receipt_json, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/a/:token/cancel", mine_cancel_ask, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/a/:token/cancel", mine_cancel, PUBLIC, WRITE, &cancel_form, 0, mine_cancel_ask, NULL, NULL },
	{ "GET", "/a/:token/move", mine_times, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/a/:token/move", mine_move, PUBLIC, WRITE, &slot_form, 0, mine_move_show, NULL, order_by_slot },
	{ "POST", "/a/:token/messages", mine_messages, PUBLIC, WRITE, &messages_form, 0, NULL, NULL, NULL },
	{ "POST", "/a/:token/visit", mine_visit, PUBLIC, WRITE, &visit_form, 0, NULL, NULL, NULL },
	{ "GET", "/find", again_form, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/find", again_send, PUBLIC, WRITE, &again_form_fields, 0, again_form, NULL, NULL },
	{ "GET", "/find/:look-up", again_code, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/find/:look-up", again_confirm, PUBLIC, WRITE, &code_form, 0, again_code, NULL, by_id },
	{ 0 },
};
static const struct job jobs[] = {
	{ "booking_sweep", 300, sweep, NULL },
	{ 0 },
};
const struct area area_booking = { .name = "booking", .routes = routes, .jobs = jobs, .samples = booking_samples };
