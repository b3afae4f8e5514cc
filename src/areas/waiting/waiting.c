/* What this area hands to the program. */
#include "areas/waiting/pages.h"

enum { LIST_ROLES = WAITING_ROLES | R(HEALTH_CENTRE) };

static int64_t by_id(const struct rq *rq)
{
	return rq_id(rq, 0);
}

static const struct route routes[] = {
	{ "GET", "/waiting", waiting_show, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/waiting/join", waiting_join, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "POST", "/waiting", waiting_join_send, PUBLIC, WRITE, &waiting_join_form, 0, waiting_join, NULL, NULL },
	{ "GET", "/waiting/code/:draft", waiting_proof, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/waiting/code/:draft", waiting_proof_send, PUBLIC, WRITE, &waiting_proof_form, 0, waiting_proof, NULL, by_id },
	{ "GET", "/waiting/code/:draft/answers", waiting_proof_answers, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/waiting/code/:draft/again", waiting_proof_again, PUBLIC, WRITE, NULL, 0, NULL, NULL, by_id },
	{ "GET", "/waiting/about/:code", waiting_about, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/a/:token/earlier", waiting_earlier, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/a/:token/earlier", waiting_earlier_send, PUBLIC, WRITE, &waiting_earlier_form, 0, waiting_earlier, NULL, NULL },
	{ "GET", "/w/:token", waiting_own, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/w/:token/proof", waiting_own_proof, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/w/:token/receipt.json", waiting_own_receipt, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/w/:token/leave", waiting_own_leave, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/o/:token", waiting_offered, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/o/:token/yes", waiting_offered_yes, PUBLIC, WRITE, NULL, 0, waiting_offered, NULL, NULL },
	{ "POST", "/o/:token/no", waiting_offered_no, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/waiting", waiting_desk_list, LIST_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/waiting", waiting_desk_add, LIST_ROLES, WRITE, &waiting_add_form, 0, waiting_desk_new, NULL, NULL },
	{ "GET", "/desk/waiting/new", waiting_desk_new, LIST_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/waiting/find", waiting_desk_find, LIST_ROLES, READ, &search_form, 0, waiting_desk_find, NULL, NULL },
	{ "GET", "/desk/waiting/rules", waiting_desk_rules, WAITING_RULES_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/waiting/rules", waiting_desk_rules_put, WAITING_RULES_ROLES, WRITE, &waiting_rules_form, 0, waiting_desk_rules, NULL, NULL },
	{ "POST", "/desk/waiting/rules/classes", waiting_desk_classes_put, WAITING_RULES_ROLES, WRITE, &waiting_new_class_form, 0, waiting_desk_rules, NULL, NULL },
	{ "POST", "/desk/waiting/rules/class", waiting_desk_class_use, WAITING_RULES_ROLES, WRITE, &waiting_use_form, 0, waiting_desk_rules, NULL, NULL },
	{ "POST", "/desk/waiting/rules/types", waiting_desk_types_put, WAITING_RULES_ROLES, WRITE, &waiting_types_form, 0, NULL, NULL, NULL },
	{ "GET", "/desk/waiting/:id", waiting_desk_entry, LIST_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/waiting/:id/class", waiting_desk_class, WAITING_ROLES, WRITE, &waiting_class_form, 0, waiting_desk_entry, NULL, by_id },
	{ "POST", "/desk/waiting/:id/off", waiting_desk_off, LIST_ROLES, WRITE, &waiting_off_form, 0, waiting_desk_entry, NULL, by_id },
	{ "POST", "/desk/waiting/:id/offer", waiting_desk_offer, WAITING_ROLES, WRITE, &waiting_offer_form, 0, waiting_desk_entry, NULL, by_id },
	{ "POST", "/desk/waiting/:id/answer", waiting_desk_answer, WAITING_ROLES, WRITE, &waiting_answer_form, 0, NULL, NULL, by_id },
	{ 0 },
};
static const struct nav nav[] = {
	{ LIST_ROLES, 33, "/desk/waiting", N_("Waiting list"), N_("Who waits for a time, or for an earlier one; what was offered and answered."), NULL, NULL },
	{ WAITING_RULES_ROLES, 84, "/desk/waiting/rules", N_("List rules"), N_("Who goes first on the waiting list, how long an offer is kept, which types take part."), NULL, NULL },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "waiting", .every_seconds = 2, .run = waiting_run },
	{ 0 }
};
const struct area area_waiting = { .name = "waiting", .routes = routes, .nav = nav, .jobs = jobs, .samples = waiting_samples };
