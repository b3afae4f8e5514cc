/* What this area hands to the program; and what others ask of it. */
#include "areas/reminders/inside.h"

#include "base/random.h"

enum err reminders_run(struct db *db, struct arena *a, struct instant now)
{
	TRY(remind_plan(db, a, now));
	return remind_send(db, a, now);
}

enum err call_add(struct db *db, struct arena *a, struct instant now, const struct call_ask *ask)
{
	return call_put(db, a, (struct reminder_call_id){ random_id(now) }, ask->organization, ask->appointment, ask->patient,
		str_of(ask->why), ask->rank, ask->day, ask->start_min, now);
}

static const struct job jobs[] = {
	{ .name = "reminders", .every_seconds = 30, .run = reminders_run },
	{ .name = "reminders_follow", .every_seconds = 60, .run = remind_follow_all },
	{ 0 }
};
const struct area area_reminders = { .name = "reminders", .jobs = jobs };
