/*
 * The outbox. Two short transactions for a batch of messages: claim them under a lease, (send
 * them, outside of any transaction), record what became of them. What may wait is spread over the
 * second that the pace gives it: a burst would be felt by whoever books at that moment. Whatever the process was doing
 * when it died, a message that may have left is never sent a second time unless the provider
 * says that it recognises the repeated key.
 */
#include "jobs/jobs.h"
#include "jobs/samples.h"
#include "jobs/stops.h"

#include "base/buf.h"
#include "base/gsm.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "gateways/sms.h"
#include "jobs/bounces.h"
#include "jobs_q.h"
#include "web/area.h"

#include <string.h>
#include <time.h>

enum {
	LEASE_S = 120,			/* longer than any exchange with a gateway */
	BATCH = 50,			/* in hand at once: what a kill leaves unknown */
	HANDFUL = 10,			/* of what may wait leave at once */
	SPREAD_US = 900000,		/* more are spread over that: a run is a second's work */
	URGENT_MAX = 400,		/* that may not wait, in one run */
	HOUSES = 1021,			/* kept in mind in one run; a prime, their ids are multiples of powers of two */
	BAD_MAX = 3,			/* after so many in a row a way out is left alone for the rest of a run */
	RECORD_EVERY_US = 1000000,	/* an answer is recorded at most that long after it came */
	REPORT_S = 3 * 3600,		/* how long the report of what may have left is waited for */
	HEARD_S = 86400,		/* when what was sent and never reported is looked at, where reports come */
	LIFE_S = 2 * 86400,		/* drop_at when the caller names none */
	LATE_AT_ONCE = 1000,
	ATTACHMENT_MAX = 2 << 20,
	STEP_S = 15,
	RECENT_S = 15 * 86400,		/* no message is put off for longer */
	VALID_MAX_MIN = 2880,		/* longer than that no network keeps a message */
};

struct instant message_next_try(struct instant tried, int32_t attempts)
{
	return (struct instant){ tried.v + (int64_t)STEP_S * attempts * attempts };
}

static bool is_none(struct instant t)
{
	return !t.v || t.v == INSTANT_NONE.v;
}

enum err message_queue_id(struct db *db, struct arena *a, struct instant now, const struct message *m, int64_t *ret)
{
	struct instant due = is_none(m->due_at) ? now : m->due_at;
	struct instant drop = is_none(m->drop_at) ? (struct instant){ due.v + LIFE_S } : m->drop_at;
	struct message_id id = { random_id(now) };
	struct str channel = m->channel.n ? m->channel : S("sms");

	if (!m->recipient.n || !m->body.n || !m->organization || m->attachment.bytes.n > ATTACHMENT_MAX)
		return E_INPUT;
	/* asked of the few messages that may be stopped: an ordinary booking pays nothing */
	if (m->may_stop) {
		bool stopped;

		TRY(stop_stands(db, a, m->recipient, &stopped));
		*ret = 0;
		if (stopped)
			return OK;
	}
	TRY(message_add(db, a, id, m->organization, (struct opt_int){ m->appointment != 0, m->appointment },
		(struct opt_int){ m->patient != 0, m->patient },
		channel, m->template, m->lang, m->recipient, m->body, due, drop, now,
		text_version(m->template, channel, m->lang), m->may_stop, m->may_wait, is_none(m->last_at) ? drop : m->last_at,
		m->subject, m->html, m->ics, (int32_t)m->spaced));
	if (m->attachment.bytes.n)
		TRY(attachment_add(db, a, id, m->organization, m->attachment.filename, m->attachment.type,
			base64_encode(a, m->attachment.bytes)));
	*ret = id.v;
	return OK;
}

enum err message_attachments_sweep(struct db *db, struct arena *a)
{
	int64_t n;

	return attachment_sweep(db, a, &n);
}

enum err message_queue(struct db *db, struct arena *a, struct instant now, const struct message *m)
{
	int64_t id;

	return message_queue_id(db, a, now, m, &id);
}

enum err message_drop(struct db *db, struct arena *a, struct instant now, int64_t appointment)
{
	(void)now;
	return message_withdraw(db, a, appointment);
}

enum err message_texts(struct db *db, struct arena *a, struct str recipient, struct str **ret, size_t *ret_n)
{
	struct message_test_list_rows rows;

	TRY(message_test_list(db, a, recipient, &rows));
	*ret = ARENA_ARRAY(a, struct str, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		(*ret)[i] = message_text(a, rows.v[i].body, S("{site}"));
	*ret_n = rows.n;
	return OK;
}

enum err message_calendars(struct db *db, struct arena *a, struct str recipient, struct str **ret, size_t *ret_n)
{
	struct message_test_list_rows rows;

	TRY(message_test_list(db, a, recipient, &rows));
	*ret = ARENA_ARRAY(a, struct str, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		(*ret)[i] = rows.v[i].ics;
	*ret_n = rows.n;
	return OK;
}

#define OWN_BEGINS S("{+")
#define OWN_ENDS S("+}")

struct str message_own(struct arena *a, struct str part)
{
	return part.n ? arena_cat(a, arena_cat(a, OWN_BEGINS, part), OWN_ENDS) : part;
}

static struct str replace(struct arena *a, struct str s, struct str mark, struct str by)
{
	ptrdiff_t at = str_find(s, mark);

	if (at < 0)
		return s;
	struct str head = arena_cat(a, str_sub(s, 0, (size_t)at), by);
	return arena_cat(a, head, replace(a, str_sub(s, (size_t)at + mark.n, s.n), mark, by));
}

struct str message_text(struct arena *a, struct str body, struct str site)
{
	return replace(a, replace(a, replace(a, body, S("{site}"), site), OWN_BEGINS, STR_NONE), OWN_ENDS, STR_NONE);
}

struct str message_shown(struct arena *a, struct str body, struct str site)
{
	ptrdiff_t from = str_find(body, OWN_BEGINS), to = str_find(body, OWN_ENDS);

	if (from < 0 || to < from)
		return message_text(a, body, site);
	struct str rest = str_sub(body, (size_t)to + OWN_ENDS.n, body.n);
	return arena_cat(a, message_text(a, str_sub(body, 0, (size_t)from), site), message_shown(a, rest, site));
}

/* --- sending --- */

/* What one run knows: when each house may be written to, and its day, asked once; and how often one after the other a way out
 * did not answer well: a mail server that hangs must not hold up text messages. */
struct house { int64_t organization; struct instant at; struct message_day day; };
struct run {
	struct house v[HOUSES];		/* by id; who comes to a place that is taken takes it */
	int bad[2];
	uint64_t gap_us;		/* between two of what may wait, when there are many */
};

/* What a run works with. */
struct ways { const struct gateways *g; struct str site; struct run *run; };

struct batch {
	struct message_claim_rows rows;
	struct gateway_answer *answers;
	int32_t *segments;
	size_t sent, recorded, looked_at;
	bool may_wait;			/* they are of that kind: as many as the pace allows */
	struct run *run;
	struct instant now;		/* when the run began; start_us: the same on the steady clock */
	uint64_t start_us;
};

/* Until when the report of what may have left is waited for: not at all where none come. */
static struct instant report_until(const struct gateway *g, struct instant now)
{
	return (struct instant){ now.v + (g && g->reports ? REPORT_S : 0) };
}

static enum err house_once(struct db *db, struct arena *a, struct run *h, int64_t organization, struct instant now, struct house *ret)
{
	struct house *slot = &h->v[(uint64_t)organization % HOUSES];
	struct house is = { .organization = organization };

	if (slot->organization != organization) {
		TRY(message_house_hour(db, a, organization, now, &is.at));
		TRY(message_house_day(db, a, organization, now, &is.day));
		*slot = is;
	}
	*ret = *slot;
	return OK;
}

/* Does an area mean to write to that recipient today? */
static enum err expected(struct db *db, struct arena *a, struct str recipient, struct day day, bool *ret)
{
	*ret = false;
	for (size_t i = 0; i < nareas && !*ret; i++)
		if (areas[i]->expects)
			TRY(areas[i]->expects(db, a, recipient, day, ret));
	return OK;
}

/* Has its recipient had one of that kind today? `before`: those of the batch that go now. */
static enum err told_today(struct db *db, struct arena *a, const struct message_claim_row *m, const struct message_claim_row *before,
	size_t nbefore, const struct house *h, bool *ret)
{
	struct message_told_today_row any;
	enum err e;

	*ret = true;
	for (size_t i = 0; i < nbefore; i++)
		if (before[i].spaced && str_eq(before[i].recipient, m->recipient))
			return OK;
	e = message_told_today(db, a, m->recipient, (struct instant){ h->day.began.v - RECENT_S }, h->day.began, &any);
	*ret = e == OK;
	if (e == E_NOTFOUND && m->spaced == SPACED_GIVES_WAY)
		return expected(db, a, m->recipient, h->day.day, ret);
	return e == E_NOTFOUND ? OK : e;
}

/* Whether a message is for this moment; else it is put off, or taken out of the queue. */
static enum err goes_now(struct db *db, struct arena *a, struct instant now, struct batch *b, const struct message_claim_row *m, size_t kept,
	bool *ret)
{
	struct house h;
	bool told = false;
	int64_t n;

	*ret = false;
	TRY(house_once(db, a, b->run, m->organization_id, now, &h));
	/* who would not hear of it in time otherwise hears of it at night */
	if (h.at.v > now.v && h.at.v < m->drop_at.v)
		return message_hold_back(db, a, h.at, m->id, &n);
	if (m->spaced)
		TRY(told_today(db, a, m, b->rows.v, kept, &h, &told));
	if (told && h.day.next.v < m->drop_at.v)
		return message_hold_back(db, a, h.day.next, m->id, &n);
	if (told && m->spaced == SPACED_GIVES_WAY)
		return message_give_way(db, a, m->id, &n);
	*ret = true;
	return OK;
}

/* Takes out of a batch what is not for this hour or this day. */
static enum err hold_back(struct db *db, struct arena *a, struct instant now, struct batch *b)
{
	struct message_claim_rows *rows = &b->rows;
	size_t kept = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct message_claim_row m = rows->v[i];
		bool goes;

		TRY(goes_now(db, a, now, b, &m, kept, &goes));
		if (goes)
			rows->v[kept++] = m;
	}
	rows->n = kept;
	return OK;
}

/* Leases that ran out: what became of those messages nobody knows. */
static enum err lapse(struct db *db, struct arena *a, struct instant now, const struct gateway *g, struct str channel)
{
	int64_t n;

	return g && g->knows_repeats ? message_lapse_again(db, a, channel, now, &n)
		: message_lapse_unknown(db, a, channel, now, report_until(g, now), &n);
}

/* What time alone does to messages. */
static enum err by_time(struct db *db, struct arena *a, struct instant now, const struct gateways *g)
{
	int64_t n;

	TRY(lapse(db, a, now, g->sms, S("sms")));
	TRY(lapse(db, a, now, g->mail, S("mail")));
	TRY(message_unreported(db, a, now, &n));
	TRY(message_unheard_failed(db, a, now, HEARD_S, &n));
	TRY(message_unheard_let(db, a, now, &n));
	do
		TRY(message_too_late(db, a, now, LATE_AT_ONCE, &n));
	while (n == LATE_AT_ONCE);
	return message_forget(db, a, now, &n);
}

/* What may not wait; when there is none, at most max of the others. */
static enum err claim(struct db *db, struct arena *a, struct instant now, const struct gateways *g, int max,
	struct batch *b)
{
	struct message_claim_rows *rows = &b->rows;
	struct message_id ids[BATCH];
	int64_t n;

	TRY(by_time(db, a, now, g));
	TRY(message_claim(db, a, false, now, BATCH, rows));
	b->looked_at = rows->n;
	if (!rows->n && max) {
		struct message_gate_row one;

		b->may_wait = true;
		TRY(message_gate(db, a, &one));
		TRY(message_claim(db, a, true, now, max < BATCH ? max : BATCH, rows));
		b->looked_at = rows->n;
		TRY(hold_back(db, a, now, b));
	}
	if (!rows->n)
		return OK;
	for (size_t i = 0; i < rows->n; i++) {
		ids[i] = rows->v[i].id;
		rows->v[i].attempts++;
	}
	return message_lease(db, a, (struct instant){ now.v + LEASE_S }, ids, rows->n, &n);
}

/* Who sends it; NULL: nobody can. */
static struct gateway *way_of(const struct gateways *g, const struct message_claim_row *m)
{
	return str_eq(m->channel, S("mail")) ? g->mail : g->sms;
}

/* Nobody knows whether it left. */
static enum err record_unknown(struct db *db, struct arena *a, struct instant now, const struct gateway *g,
	const struct message_claim_row *m, int32_t segments)
{
	int64_t n;

	if (g && g->reports)
		return message_unknown(db, a, report_until(g, now), segments, m->id, m->attempts, &n);
	return message_failed(db, a, S("unknown"), m->id, m->attempts, &n);
}

static enum err record_sent(struct db *db, struct arena *a, struct instant now, const struct gateway *g,
	const struct message_claim_row *m, const struct gateway_answer *w, int32_t segments)
{
	const struct instant heard = { g && g->reports ? now.v + HEARD_S : 0 };
	int64_t n;

	TRY(message_sent(db, a, g && g->keeps_text, str_of(w->id), now, heard, segments, m->id, m->attempts, &n));
	return n ? OK : message_outrun(db, a, str_of(w->id), segments, m->id, m->attempts, &n);
}

static enum err record_one(struct db *db, struct arena *a, struct instant now, const struct gateway *g,
	const struct message_claim_row *m, const struct gateway_answer *w, int32_t segments)
{
	int64_t n;

	switch (w->result) {
	case GATEWAY_SENT:
		return record_sent(db, a, now, g, m, w, segments);
	case GATEWAY_REFUSED:
		if (w->no_such && str_eq(m->channel, S("mail")))
			TRY(mail_address_put_bad(db, a, now, m->organization_id, m->recipient, S("5.1.1")));
		return message_failed(db, a, !g ? S("no-way") : w->no_such ? S("no-such") : S("refused"), m->id, m->attempts, &n);
	case GATEWAY_UNKNOWN:
		if (!g || !g->knows_repeats)
			return record_unknown(db, a, now, g, m, segments);
		break;
	case GATEWAY_LATER:
		break;
	}
	struct instant next = message_next_try(now, m->attempts);
	return message_again(db, a, next, m->id, m->attempts, &n);
}

/* Records what was answered since the last time, in one transaction. */
static enum err record(struct db *db, struct arena *a, const struct gateways *g, struct batch *b)
{
	struct instant now = b->now;
	enum err e = OK;

	if (b->recorded == b->sent)
		return OK;
	now.v += (int64_t)((clock_ticks_us() - b->start_us) / 1000000);
	TRY(db_begin(db));
	for (size_t i = b->recorded; i < b->sent && e == OK; i++)
		e = record_one(db, a, now, way_of(g, &b->rows.v[i]), &b->rows.v[i], &b->answers[i], b->segments[i]);
	if (e == OK)
		e = db_commit(db);
	else
		db_rollback(db);
	if (e == OK)
		b->recorded = b->sent;
	return e;
}

/* Busy is no reason to forget what was sent: tried until the lease is nearly over. */
static enum err record_surely(struct db *db, struct arena *a, const struct gateways *g, struct batch *b)
{
	enum err e = E_RETRY;

	for (int i = 0; i < 40 && e == E_RETRY; i++)
		e = record(db, a, g, b);
	return e;
}

/* For so many minutes it is worth delivering: where the network holds it up longer, nobody is to get it. */
static int32_t valid_minutes(const struct message_claim_row *m, struct instant now)
{
	int64_t left = (m->drop_at.v - now.v) / 60;

	return (int32_t)(left < 1 ? 1 : left > VALID_MAX_MIN ? VALID_MAX_MIN : left);
}

/* The file that goes with a mail, if one does. */
static enum err attach(struct db *db, struct arena *a, const struct message_claim_row *m, struct gateway_message *out)
{
	struct attachment_get_row r;
	enum err e = attachment_get(db, a, m->id, &r);

	if (e == OK)
		out->attachment = (struct gateway_file){ r.filename, r.type, r.base64 };
	return e == E_NOTFOUND ? OK : e;
}

static struct gateway_answer send_one(struct db *db, struct arena *a, struct gateway *g, struct str site, struct instant now,
	const struct message_claim_row *m, int32_t *ret_segments)
{
	struct gateway_message out = {
		.key = arena_fmt(a, "%lld", (long long)m->id.v),
		.to = m->recipient, .lang = m->lang,
		.text = message_text(a, m->body, site), .subject = m->subject,
		.html = message_text(a, m->html, site), .ics = message_text(a, m->ics, site),
		.valid_min = valid_minutes(m, now),
	};

	if (!g)
		return (struct gateway_answer){ .result = GATEWAY_REFUSED };
	*ret_segments = str_eq(m->channel, S("sms")) ? gsm_size(out.text).segments : 0;
	if (str_eq(m->channel, S("mail")) && !g->keeps_text) {
		bool bad = false;

		if (mail_address_bad(db, a, m->recipient, &bad) != OK || attach(db, a, m, &out) != OK)
			return (struct gateway_answer){ .result = GATEWAY_LATER };
		if (bad)
			return (struct gateway_answer){ .result = GATEWAY_REFUSED, .no_such = true };
	}
	return g->send(g, &out);
}

/* Taken back since it was claimed, which may be a second ago. */
static bool withdrawn(struct db *db, struct arena *a, const struct message_claim_row *m)
{
	struct message_wanted_row row;

	return message_wanted(db, a, m->id, &row) == E_NOTFOUND;
}

/* The next one of a batch, unless its way out is bad or half of the lease is gone: then it is not begun. */
static void send_next(struct db *db, struct arena *a, const struct ways *ways, struct batch *b)
{
	const struct message_claim_row *m = &b->rows.v[b->sent];
	struct gateway_answer w = { .result = GATEWAY_LATER };
	int *bad = &b->run->bad[str_eq(m->channel, S("mail"))];

	if (*bad < BAD_MAX && clock_ticks_us() - b->start_us <= LEASE_S * 500000ull && !withdrawn(db, a, m)) {
		w = send_one(db, a, way_of(ways->g, m), ways->site, b->now, m, &b->segments[b->sent]);
		*bad = w.result == GATEWAY_LATER || w.result == GATEWAY_UNKNOWN ? *bad + 1 : 0;
	}
	b->answers[b->sent++] = w;
}

static enum err send_batch(struct db *db, struct arena *a, struct instant now, const struct ways *ways, int max,
	int *ret_done, int *ret_paced);

/* Waits until it is the next one's turn; what may not wait goes meanwhile. */
static enum err take_turns(struct db *db, struct arena *a, const struct ways *ways, const struct batch *b, int *done)
{
	const uint64_t turn = b->start_us + b->sent * b->run->gap_us, at = clock_ticks_us();
	struct instant now = b->now;
	struct message_due_any_row any;
	int n, paced;
	enum err e;

	if (!b->may_wait || b->rows.n <= HANDFUL || !b->sent)
		return OK;
	if (at < turn)
		nanosleep(&(struct timespec){ .tv_nsec = (long)(turn - at) * 1000 }, NULL);
	now.v += (int64_t)((clock_ticks_us() - b->start_us) / 1000000);
	e = message_due_any(db, a, false, now, &any);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	e = send_batch(db, a, now, ways, 0, &n, &paced);
	*done += e == OK ? n : 0;
	/* what is in hand is recorded all the same */
	return e == E_RETRY ? OK : e;
}

static enum err send_claimed(struct db *db, struct arena *a, const struct ways *ways, struct batch *b, int *done)
{
	enum err e = OK;

	b->answers = ARENA_ARRAY(a, struct gateway_answer, b->rows.n + 1);
	b->segments = ARENA_ARRAY(a, int32_t, b->rows.n + 1);
	for (uint64_t last = clock_ticks_us(); b->sent < b->rows.n && e == OK;) {
		e = take_turns(db, a, ways, b, done);
		if (e != OK)
			break;
		send_next(db, a, ways, b);
		if (clock_ticks_us() - last < RECORD_EVERY_US)
			continue;
		e = record_surely(db, a, ways->g, b);
		last = clock_ticks_us();
	}
	while (b->sent < b->rows.n)	/* surely not sent, which must not look like "nobody knows" */
		b->answers[b->sent++] = (struct gateway_answer){ .result = GATEWAY_LATER };
	TRY(record_surely(db, a, ways->g, b));
	return e;
}

/* max 0: only what may not wait. */
static enum err send_batch(struct db *db, struct arena *a, struct instant now, const struct ways *ways, int max,
	int *ret_done, int *ret_paced)
{
	struct batch b = { .now = now, .run = ways->run, .start_us = clock_ticks_us() };
	int meanwhile = 0;
	enum err e;

	TRY(db_begin(db));
	e = claim(db, a, now, ways->g, max, &b);
	if (e == OK)
		e = db_commit(db);
	else
		db_rollback(db);
	if (e != OK)
		return e;
	TRY(send_claimed(db, a, ways, &b, &meanwhile));
	*ret_done = (int)b.looked_at + meanwhile;
	*ret_paced = b.may_wait ? (int)b.looked_at : 0;
	return OK;
}

static enum err due_any(struct db *db, struct arena *a, struct instant now)
{
	struct message_due_any_row any;
	enum err e = message_due_any(db, a, false, now, &any);

	return e == E_NOTFOUND ? message_due_any(db, a, true, now, &any) : e;
}

enum err outbox_waits(struct db *db, struct arena *a, struct instant now)
{
	struct message_by_time_row any;
	enum err e = due_any(db, a, now);

	return e == E_NOTFOUND ? message_by_time(db, a, now, &any) : e;
}

enum err outbox_send(struct db *db, struct arena *a, struct instant now, const struct gateways *g,
	struct str site, int max, int *ret_done)
{
	struct ways ways = { g, site, ARENA_NEW(a, struct run) };
	const struct instant began = now;
	const uint64_t began_us = clock_ticks_us();
	int done = 0, left = max;

	ways.run->gap_us = max > 0 ? SPREAD_US / (uint64_t)max : 0;
	while (left > 0 && done < max + URGENT_MAX) {
		enum err e;
		int n = 0, paced = 0;

		/* a lease counts from its own beginning: with a slow provider a run lasts longer than one */
		now.v = began.v + (int64_t)((clock_ticks_us() - began_us) / 1000000);
		e = outbox_waits(db, a, now);

		if (e == E_NOTFOUND)
			break;
		TRY(e);
		TRY(send_batch(db, a, now, &ways, left, &n, &paced));
		done += n;
		left -= paced;
		if (!n)
			break;
	}
	*ret_done = done;
	return OK;
}
