/* The routes, navigation and job of the area: the one list of what it answers to. */
#include "areas/gatherings/gatherings.h"

#include "areas/gatherings/inside.h"

enum { ROLLED_AT_ONCE = 40, PARTY_KEPT = 90 * 86400 };

static int64_t by_id(const struct rq *rq)
{
	return rq_id(rq, 0);
}

static const struct route routes[] = {
	{ "GET", "/desk/gatherings", gatherings_page, RUN_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/gatherings/new", gathering_plan_page, HEAD_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/gatherings/look", gathering_plan_look, HEAD_ROLES, READ_AUDITED, &gathering_plan_form, ROUTE_SLOW, gathering_plan_page, NULL, NULL },
	{ "POST", "/desk/gatherings/new", gathering_plan_save, HEAD_ROLES, WRITE, &gathering_plan_form, 0, gathering_plan_page, NULL, NULL },
	{ "POST", "/desk/gathering-series/:id/end", gathering_series_end_save, HEAD_ROLES, WRITE, &gathering_series_end_form, 0, gatherings_page, NULL, by_id },
	{ "GET", "/desk/gatherings/:id", gathering_page, RUN_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/gatherings/:id/sheet.pdf", gathering_sheet, RUN_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/gatherings/:id/attendance", gathering_attendance, RUN_ROLES, WRITE, &attendance_form, 0, gathering_page, NULL, by_id },
	{ "POST", "/desk/gatherings/:id/give-up", gathering_give_up, DESK_ROLES, WRITE, &give_up_form, 0, gathering_page, NULL, by_id },
	{ "POST", "/desk/gatherings/:id/run", gathering_run_save, HEAD_ROLES, WRITE, &gathering_version_form, 0, gathering_page, NULL, by_id },
	{ "GET", "/desk/gatherings/:id/edit", gathering_edit_page, HEAD_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/gatherings/:id/look", gathering_edit_look, HEAD_ROLES, READ_AUDITED, &gathering_edit_form, 0, gathering_edit_page, NULL, NULL },
	{ "POST", "/desk/gatherings/:id/edit", gathering_edit_save, HEAD_ROLES, WRITE, &gathering_edit_form, 0, gathering_edit_page, NULL, by_id },
	{ "GET", "/desk/gatherings/:id/cancel", gathering_off_page, HEAD_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/gatherings/:id/cancel", gathering_off_save, HEAD_ROLES, WRITE, &gathering_off_form, 0, gathering_off_page, NULL, by_id },
	{ "GET", "/desk/gatherings/:id/enrol", gathering_enrol_page, DESK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/gatherings/:id/find", enrol_find, DESK_ROLES, READ, &search_form, 0, enrol_find, NULL, NULL },
	{ "POST", "/desk/gatherings/:id/known", enrol_known, DESK_ROLES, WRITE, &enrol_known_form, 0, gathering_enrol_page, NULL, by_id },
	{ "POST", "/desk/gatherings/:id/enrol", enrol_new, DESK_ROLES, WRITE, &enrol_new_form, 0, gathering_enrol_page, NULL, by_id },
	{ "POST", "/desk/gatherings/:id/group", group_add, DESK_ROLES, WRITE, &group_form, 0, gathering_enrol_page, NULL, by_id },
	{ "POST", "/desk/gatherings/:id/give-back", group_give_back, DESK_ROLES, WRITE, &give_back_form, 0, gathering_page, NULL, by_id },
	{ "GET", "/desk/family", desk_family_page, DESK_ROLES, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/family", desk_family_book, DESK_ROLES, WRITE, &desk_family_form, ROUTE_SLOW, desk_family_page, desk_family_check, order_by_desk_chain },
	{ "POST", "/desk/family/times", desk_family_page, DESK_ROLES, READ, &desk_times_form, ROUTE_SLOW, desk_family_page, NULL, NULL },
	{ "GET", "/desk/parties/:id", desk_party_page, DESK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/gatherings", public_gatherings, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/gatherings/:place", public_gatherings_place, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "POST", "/enrol", enrol_begin, PUBLIC, WRITE, &enrol_begin_form, 0, public_gatherings, NULL, NULL },
	{ "GET", "/family/:place", family_page, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "POST", "/family/:place", family_hold, PUBLIC, WRITE, &family_hold_form, 0, family_hold_show, NULL, order_by_chain },
	{ "GET", "/party/:draft", draft_who, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/party/:draft", draft_who_send, PUBLIC, WRITE, &draft_who_form, 0, draft_who, NULL, by_id },
	{ "GET", "/party/:draft/code", draft_code_page, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/party/:draft/code", draft_confirm, PUBLIC, WRITE, &draft_code_form, 0, draft_confirm_show, NULL, by_id },
	{ "POST", "/party/:draft/again", draft_resend, PUBLIC, WRITE, NULL, 0, NULL, NULL, by_id },
	{ "GET", "/together/:token", party_page, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/together/:token/:n/proof", party_proof, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/together/:token/:n/receipt.json", party_receipt, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/together/:token/cancel", party_cancel_ask, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/together/:token/cancel", party_cancel, PUBLIC, WRITE, &party_cancel_form, 0, party_cancel_ask, NULL, NULL },
	{ 0 }
};

static const struct nav nav[] = {
	{ RUN_ROLES, 40, "/desk/gatherings", N_("Group sessions"), N_("Workshops and groups: who is enrolled, who came, which need a decision."), NULL, gatherings_waiting },
	{ DESK_ROLES, 42, "/desk/family", N_("Families"), N_("Several people one after the other, of the same or of different types."), NULL, NULL },
	{ 0 }
};

/* The next occurrences of series, a few in each transaction. */
static enum err roll(struct db *db, struct arena *a, struct instant now)
{
	bool more = true;

	for (int i = 0; more && i < ROLLED_AT_ONCE; i++) {
		enum err e = db_begin(db);

		if (e == OK)
			e = gathering_series_go_on(db, a, now, &more);
		if (e == OK)
			e = db_commit(db);
		if (e != OK) {
			db_rollback(db);
			return e;
		}
	}
	return OK;
}

/* Those whose minimum is not there in time, where the head said so before: cancelled, each told. */
static enum err cancel_below(struct db *db, struct arena *a, struct instant now)
{
	const struct change_ask by = { .version = -1, .channel = CH_DESK, .role = S("system") };
	struct gathering_list all;
	int64_t told;

	TRY(gathering_list_below(db, a, now, &all));
	for (size_t i = 0; i < all.n; i++) {
		enum err e = db_begin(db);

		if (e == OK)
			e = gathering_cancel(db, a, now, all.v[i].id, all.v[i].version, S(GATHERING_BELOW), &by, &told);
		if (e == OK)
			e = db_commit(db);
		else
			db_rollback(db);
		if (e != OK && e != E_CONFLICT)		/* somebody changes it: next time */
			return e;
	}
	return OK;
}

/* Names and phones of who spoke for a party are not kept. */
static enum err forget(struct db *db, struct arena *a, struct instant now)
{
	int64_t n;

	return parties_forget(db, a, (struct instant){ now.v - PARTY_KEPT }, &n);
}

static const struct job jobs[] = {
	{ .name = "gatherings", .every_seconds = 600, .run = roll },
	{ .name = "gatherings_below", .every_seconds = 300, .run = cancel_below },
	{ .name = "party_drafts", .every_seconds = 600, .run = drafts_sweep },
	{ .name = "parties", .every_seconds = 86400, .run = forget },
	{ 0 }
};

const struct area area_gatherings = { .name = "gatherings", .routes = routes, .nav = nav, .jobs = jobs };
