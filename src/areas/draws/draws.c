/* What this area hands to the program. */
#include "areas/draws/pages.h"

static int64_t by_id(const struct rq *rq)
{
	return rq_id(rq, 0);
}

static const struct route routes[] = {
	{ "GET", "/draws", draws_public, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/draws/code/:draft", draw_code, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/draws/code/:draft", draw_code_send, PUBLIC, WRITE, &draw_code_form, 0, draw_code, NULL, by_id },
	{ "GET", "/draws/code/:draft/answers", draw_code_answers, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/draws/code/:draft/again", draw_code_again, PUBLIC, WRITE, NULL, 0, NULL, NULL, by_id },
	{ "GET", "/draws/:id", draw_public, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/draws/:id/join", draw_join, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/draws/:id/join", draw_join_send, PUBLIC, WRITE, &draw_join_form, 0, draw_join, NULL, by_id },
	{ "GET", "/d/:token", draw_own, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/d/:token", draw_own_change, PUBLIC, WRITE, &draw_own_form, 0, draw_own, NULL, NULL },
	{ "POST", "/d/:token/leave", draw_own_leave, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/d/:token/proof", draw_own_proof, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/d/:token/receipt.json", draw_own_receipt, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/draws", draws_desk, DRAW_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/draws/new", draw_desk_new, DRAW_HEADS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/draws", draw_desk_announce, DRAW_HEADS, WRITE, &draw_new_form, 0, draw_desk_new, NULL, NULL },
	{ "GET", "/desk/draws/:id", draw_desk, DRAW_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/draws/:id/beacon", draw_desk_beacon, DRAW_HEADS, WRITE, &draw_beacon_form, 0, draw_desk, NULL, by_id },
	{ "POST", "/desk/draws/:id/cancel", draw_desk_cancel, DRAW_HEADS, WRITE, NULL, 0, NULL, NULL, by_id },
	{ "GET", "/desk/draws/:id/wish", draw_desk_wish, DRAW_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/draws/:id/wish", draw_desk_wish_send, DRAW_ROLES, WRITE, &draw_desk_form, 0, draw_desk_wish, NULL, by_id },
	{ "GET", "/desk/draws/:id/wishes", draw_wishes, DRAW_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/draws/:id/wishes", draw_wishes_search, DRAW_ROLES, READ, &search_form, 0, draw_wishes_search, NULL, NULL },
	{ "GET", "/desk/wishes/:id", draw_wish_page, DRAW_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/wishes/:id/class", draw_wish_class_save, DRAW_ROLES, WRITE, &draw_class_form, 0, draw_wish_page, NULL, by_id },
	{ "POST", "/desk/wishes/:id/book", draw_wish_book_save, DRAW_ROLES, WRITE, NULL, 0, NULL, NULL, by_id },
	{ "POST", "/desk/wishes/:id/back", draw_wish_back_save, DRAW_ROLES, WRITE, NULL, 0, NULL, NULL, by_id },
	{ 0 },
};
static const struct nav nav[] = {
	{ DRAW_ROLES, 44, "/desk/draws", N_("Draws"), N_("Times that many want, given by a public draw: announce one, write down wishes, see the result."), NULL, draws_count },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "draws", .every_seconds = 5, .run = draws_run },
	{ 0 }
};
const struct area area_draws = { .name = "draws", .routes = routes, .nav = nav, .jobs = jobs, .samples = draw_samples };
