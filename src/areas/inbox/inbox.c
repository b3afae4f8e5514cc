/* What this area hands to the program, and what others ask of it. See inbox.h. */
#include "areas/inbox/inside.h"

#include "areas/patients/patients.h"
#include "base/random.h"

enum err inbox_asked(struct db *db, struct arena *a, struct instant now, const struct inbox_ask *ask)
{
	int64_t one = random_id(now);

	for (size_t i = 0; ask->phone.n && i < ask->n; i++)
		TRY(inbox_question_add(db, a, (struct inbox_question_id){ random_id(now) }, one,
			(struct organization_id){ ask->organization }, ask->phone, ask->lang, ask->appointments[i],
			ask->asked_at));
	return OK;
}

enum err inbox_line_set(struct db *db, struct arena *a, struct str number, struct organization_id organization)
{
	return inbox_line_put(db, a, number, organization);
}

enum err inbox_said_of(struct db *db, struct arena *a, struct appointment_id id, struct inbox_said *ret)
{
	struct inbox_answer_get_row row;
	enum err e = inbox_answer_get(db, a, id, &row);

	if (e != OK && e != E_NOTFOUND)
		return e;
	*ret = e == OK ? (struct inbox_said){ row.said, row.at } : (struct inbox_said){ .at = INSTANT_NONE };
	return OK;
}

/* Messages as long as those that were sent (data/seed/retention.csv); what was asked, as long as it can be answered. */
static enum err clean(struct db *db, struct arena *a, struct instant now)
{
	struct instant before = INSTANT_NONE;
	int64_t n;
	enum err e = retention_limit(db, a, now, S("message"), &before);

	if (e != OK && e != E_NOTFOUND)
		return e;
	TRY(db_begin(db));
	e = e == OK ? inbox_old_messages(db, a, before, &n) : OK;
	if (e == OK)
		e = inbox_old_questions(db, a, (struct instant){ now.v - QUESTION_SECONDS }, &n);
	if (e == OK)
		e = inbox_old_choices(db, a, (struct instant){ now.v - NUMBERED_SECONDS }, &n);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static const struct job jobs[] = {
	{ .name = "inbox", .every_seconds = 1, .run_with = inbox_run },
	{ .name = "inbox-clean", .every_seconds = 6 * 3600, .run = clean },
	{ 0 }
};
const struct area area_inbox = { .name = "inbox", .routes = inbox_routes, .nav = inbox_nav, .commands = inbox_commands,
	.jobs = jobs, .samples = inbox_samples };
