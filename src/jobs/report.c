/*
 * What is heard of a message after it was handed over. A report may come before the answer to the
 * sending was recorded, twice, or years later; it moves a message only towards what it says.
 * And what staff does about those that nobody got.
 */
#include "jobs/jobs.h"

#include "base/random.h"
#include "jobs_q.h"

static enum err delivered(struct db *db, struct arena *a, struct instant now, const struct message_of_report_row *m)
{
	if (str_eq(m->report, S("delivered")))
		return OK;
	/* also one that was given up, or is about to be tried again: it is there */
	return message_report(db, a, S("sent"), STR_NONE, S("delivered"), now, m->id);
}

static enum err undelivered(struct db *db, struct arena *a, struct instant now, const struct message_of_report_row *m, struct str why)
{
	bool left = str_eq(m->state, S("sent")) || str_eq(m->state, S("sending")) || str_eq(m->state, S("unknown"));

	if (m->report.n && !str_eq(m->report, S("buffered")))
		return OK;
	/* one that waits for its next try has it still; what has ended has ended */
	if (!left)
		return OK;
	return message_report(db, a, S("failed"), why.n ? why : S("undelivered"), S("undelivered"), now, m->id);
}

enum err message_reported(struct db *db, struct arena *a, struct instant now, const struct message_report *r)
{
	struct message_of_provider_row found = { .id = { r->id } };
	struct message_of_report_row m;

	if (!r->id)
		TRY(message_of_provider(db, a, r->provider_id, r->channel, &found));
	TRY(message_of_report(db, a, found.id, &m));
	if (r->channel.n && !str_eq(r->channel, m.channel))
		return E_NOTFOUND;
	switch (r->outcome) {
	case MESSAGE_DELIVERED:
		return delivered(db, a, now, &m);
	case MESSAGE_UNDELIVERED:
		return undelivered(db, a, now, &m, r->why);
	case MESSAGE_BUFFERED:
		break;
	}
	/* the provider has it: what was unknown is known to have left */
	if (m.report.n || !(str_eq(m.state, S("sent")) || str_eq(m.state, S("unknown")) || str_eq(m.state, S("sending"))))
		return OK;
	return message_report(db, a, S("sent"), STR_NONE, S("buffered"), now, m.id);
}

enum err message_handled(struct db *db, struct arena *a, struct instant now, int64_t id, int64_t account,
	enum message_handling how)
{
	const struct message_id old = { id };
	const bool again = how == MESSAGE_AGAIN;
	int64_t n;

	/* first the mark: of two at once the second finds it made, before it has copied anything */
	TRY(message_handle(db, a, again ? S("again") : S("done"), now, account, old, again, &n));
	if (!n)
		return E_CONFLICT;
	if (again) {
		const struct message_id new = { random_id(now) };

		TRY(message_copy(db, a, new, now, old));
		TRY(attachment_move(db, a, new, old));
	}
	return message_blank(db, a, old);
}
