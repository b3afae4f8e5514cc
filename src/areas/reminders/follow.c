/*
 * What became of reminders: delivered, or not, and then the desk calls. And those that wait in the outbox while the
 * network is down: what they spoke of may be cancelled meanwhile, so they are taken back and made anew. See inside.h.
 */
#include "areas/reminders/inside.h"

enum {
	CHUNK = 100,
	WATCHED = 3 * 86400,		/* after that no report comes any more */
};

/* Who was not reached, of what still stands. */
static enum err call_them(struct db *db, struct arena *a, struct instant now, const struct remind_news_row *r)
{
	struct remind_abouts_rows rows;

	TRY(remind_abouts(db, a, r->id, now, CHUNK, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct remind_abouts_row *x = &rows.v[i];
		const struct call_ask ask = { .organization = r->organization, .appointment = x->appointment, .patient = x->patient,
			.why = str_eq(r->report, S("undelivered")) ? "undelivered" : "failed", .rank = CALL_FAILED,
			.day = x->day, .start_min = x->start_min };

		if (x->phone.n || x->party_phone.n)
			TRY(call_add(db, a, now, &ask));
	}
	return OK;
}

static enum err one_news(struct db *db, struct arena *a, struct instant now, const struct remind_news_row *r)
{
	struct str to = S("sent");
	int64_t n;

	if (str_eq(r->report, S("delivered")))
		to = S("delivered");
	else if (str_eq(r->message_state, S("failed")) || str_eq(r->message_state, S("late")))
		to = S("failed");
	else if (str_eq(r->message_state, S("dropped"))) {
		/* withdrawn with one appointment; the others, if any, are still to be told */
		TRY(remind_forget_gone(db, a, r->id, &n));
		return remind_again(db, a, now, r->id, r->state, &n);
	}
	TRY(remind_follow(db, a, to, now, r->id, r->state, &n));
	return n && str_eq(to, S("failed")) ? call_them(db, a, now, r) : OK;
}

static enum err news(struct db *db, struct arena *a, struct instant now, struct reminder_id *after, size_t *ret)
{
	struct remind_news_rows rows;
	enum err e;

	TRY(remind_news(db, a, (struct instant){ now.v - WATCHED }, *after, CHUNK, &rows));
	*ret = rows.n;
	if (!rows.n)
		return OK;
	*after = rows.v[rows.n - 1].id;
	TRY(db_begin(db));
	e = OK;
	for (size_t i = 0; e == OK && i < rows.n; i++)
		e = one_news(db, a, now, &rows.v[i]);
	return remind_end(db, e);
}

static enum err stale(struct db *db, struct arena *a, struct instant now, size_t *ret)
{
	struct remind_stale_rows rows;
	enum err e;
	int64_t n;

	TRY(remind_stale(db, a, (struct instant){ now.v - WATCHED }, CHUNK, &rows));
	*ret = rows.n;
	if (!rows.n)
		return OK;
	TRY(db_begin(db));
	e = OK;
	for (size_t i = 0; e == OK && i < rows.n; i++) {
		e = remind_take_back(db, a, rows.v[i].message.v, &n);
		if (e != OK || !n)		/* it has left meanwhile */
			continue;
		e = remind_forget_gone(db, a, rows.v[i].id, &n);
		if (e == OK)
			e = remind_again(db, a, now, rows.v[i].id, S("queued"), &n);
	}
	return remind_end(db, e);
}

enum err remind_follow_all(struct db *db, struct arena *a, struct instant now)
{
	struct reminder_id after = { 0 };
	size_t n = CHUNK;
	int64_t over;

	TRY(stale(db, a, now, &n));
	for (n = CHUNK; n == CHUNK;)
		TRY(news(db, a, now, &after, &n));
	TRY(db_begin(db));
	return remind_end(db, call_over(db, a, now, (struct day){ (int32_t)(now.v / 86400) - 1 }, &over));
}
