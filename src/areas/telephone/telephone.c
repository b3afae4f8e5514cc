/* The telephone desk's routes, navigation and job: the one list of what it answers to. */
#include "areas/telephone/inside.h"

#include "base/random.h"

enum { SIGNATURE_KEPT = 3600 };	/* seconds: one is taken only while it is minutes old (areas/accounts) */
enum { RULES_ROLES = R(HEAD_OF_ADMISSIONS) | R(DIRECTOR), HAND_ROLES = R(DESK) | R(HEAD_OF_ADMISSIONS) };

static const struct route routes[] = {
	{ "POST", "/desk/call", telephone_hook, R(MACHINE), WRITE, NULL, ROUTE_API | ROUTE_SIGNED | ROUTE_NO_IDEMPOTENCY, NULL, NULL, NULL },
	{ "GET", "/desk/telephone", telephone_page, TELEPHONE_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/telephone/ringing", telephone_ringing_now, TELEPHONE_ROLES, READ, NULL, ROUTE_QUIET, NULL, NULL, NULL },
	{ "GET", "/desk/telephone/watch", telephone_watch, TELEPHONE_ROLES, READ_AUDITED, NULL, ROUTE_QUIET, NULL, NULL, NULL },
	{ "GET", "/desk/calls", to_call_page, TELEPHONE_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/calls", to_call_noted, TELEPHONE_ROLES, WRITE, &to_call_form, 0, to_call_page, NULL, NULL },
	{ "POST", "/desk/telephone", telephone_begin, TELEPHONE_ROLES, WRITE, &telephone_begin_form, 0, telephone_page, NULL, NULL },
	{ "GET", "/desk/telephone/:id", telephone_call_page, TELEPHONE_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/telephone/:id/take", telephone_call_take, TELEPHONE_ROLES, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/telephone/:id/find", telephone_call_find, TELEPHONE_ROLES, READ, &search_form, 0, telephone_call_find, NULL, NULL },
	{ "POST", "/desk/telephone/:id/house", telephone_call_at, TELEPHONE_ROLES, WRITE, &telephone_at_form, 0, telephone_call_page, NULL, NULL },
	{ "POST", "/desk/telephone/:id/message", telephone_message, TELEPHONE_ROLES, WRITE, &telephone_message_form, 0, telephone_call_page, NULL, NULL },
	{ "POST", "/desk/telephone/:id/end", telephone_call_end, TELEPHONE_ROLES, WRITE, &telephone_end_form, 0, telephone_call_page, NULL, NULL },
	{ "GET", "/desk/telephone-rules", telephone_rules_page, RULES_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/telephone-rules", telephone_rules_put, RULES_ROLES, WRITE, &telephone_rules_form, 0, telephone_rules_page, NULL, NULL },
	{ "GET", "/desk/messages", telephone_inbox, R(PRACTITIONER) | HAND_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/messages/:id/read", telephone_inbox_read, R(PRACTITIONER) | HAND_ROLES, WRITE, NULL, 0, NULL, NULL, NULL },
	{ 0 }
};
static const struct nav nav[] = {
	{ R(TELEPHONE), 10, "/desk/telephone", N_("Telephone"), N_("Who calls, and what the household has: book, move, cancel, leave a message."), NULL, telephone_count },
	{ TELEPHONE_ROLES & ~R(TELEPHONE), 34, "/desk/telephone", N_("Telephone"), N_("Who calls, and what the household has: book, move, cancel, leave a message."), NULL, telephone_count },
	{ R(TELEPHONE), 11, "/desk/calls", N_("To call"), N_("Who rang and was not answered."), NULL, to_call_count },
	{ TELEPHONE_ROLES & ~R(TELEPHONE), 31, "/desk/calls", N_("To call"), N_("Who rang and was not answered, whose reminder did not arrive, or whose visit is likely to be missed."), NULL, to_call_count },
	{ R(PRACTITIONER), 31, "/desk/messages", N_("Messages"), N_("What callers left for you."), NULL, telephone_inbox_count },
	{ HAND_ROLES, 35, "/desk/messages", N_("Messages to hand over"), N_("What callers left for practitioners who do not sign in here, to print and hand over."), NULL, telephone_to_hand_count },
	{ RULES_ROLES, 84, "/desk/telephone-rules", N_("Telephone secretariat"), N_("What a secretariat that answers for you may see and do, and what calls are about."), NULL, NULL },
	{ 0 }
};

/* Calls, and the messages left in them, are kept as the retention table says. */
static enum err sweep(struct db *db, struct arena *a, struct instant now)
{
	struct telephone_call_id before;
	struct instant limit;
	int64_t n;
	enum err e;

	TRY(retention_limit(db, a, now, S("telephone_call"), &limit));
	before.v = random_id_least(limit);
	TRY(db_begin(db));
	e = telephone_signature_sweep(db, a, (struct instant){ now.v - SIGNATURE_KEPT }, &n);
	if (e == OK)
		e = telephone_messages_sweep(db, a, before, &n);
	if (e == OK)
		e = telephone_calls_sweep(db, a, before, &n);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static const struct job jobs[] = {
	{ .name = "telephone_sweep", .every_seconds = 86400, .run = sweep },
	{ .name = NULL }
};
const struct area area_telephone = { .name = "telephone", .routes = routes, .nav = nav, .jobs = jobs };
