/*
 * Notices of changes. One transaction takes the acts since the last time and makes of each, for each who watches, a line
 * of a mail at once or of the next digest; the mark moves with it, so that nothing is told twice or lost.
 */
#include "areas/agents/inside.h"

#include "agents_t.h"
#include "base/random.h"
#include "jobs/jobs.h"
#include "jobs/mark.h"
#include "page/text.h"

#include <stdlib.h>

enum {
	LAG = 10,		/* an act's id is made a moment before its transaction ends */
	NEWS_MAX = 2000, LINES_MAX = 200, DIGESTS = 200,
	AHEAD_DAYS = 31,	/* what is farther off changes often before anybody looks */
	LIFE = 18 * 3600,
	PART_MB = 32,		/* room for NEWS_MAX lines and their mails */
};
#define MARK S("agents")

struct str change_span(const struct page *pg, const struct change *c)
{
	struct str day = text_mid_day(pg->a, pg->lang, c->at.day), from = text_clock(pg->a, c->at.min),
		till = text_clock(pg->a, c->till.min);

	if (c->till.day.n == c->at.day.n)
		return FILL(pg, tr(pg, "%1 from %2 to %3"), day, from, till);
	return FILL(pg, tr(pg, "%1 at %2 to %3 at %4"), day, from, text_mid_day(pg->a, pg->lang, c->till.day), till);
}

struct str change_days(const struct page *pg, const struct change *c)
{
	struct str day = text_mid_day(pg->a, pg->lang, c->at.day);

	return c->till.day.n == c->at.day.n ? day : FILL(pg, tr(pg, "%1 to %2"), day, text_mid_day(pg->a, pg->lang, c->till.day));
}

static struct str body_of(struct arena *a, enum lang l, const struct changes *c)
{
	return PAGE_TEXT(a, l, t_agents_changes(pg, c));
}

static struct str sample_text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct local at = { SAMPLE_DAY, 580 }, later = { SAMPLE_DAY, 620 }, last = { { SAMPLE_DAY.n + 4 }, 1439 };
	const struct change v[] = { { at, at, S("book") }, { at, at, S("cancel") }, { later, at, S("left") }, { later, at, S("move") },
		{ at, at, S("substitute") }, { at, last, S("stand-in") }, { at, later, S("stand-in-off") }, { at, later, S("closed") }, { at, later, S("open") }, { at, later, S("hours") },
		{ at, later, S("hours-off") }, { at, later, S("session") }, { at, later, S("session-off") } };

	(void)which;
	return body_of(a, l, &(struct changes){ v, sizeof(v) / sizeof(v[0]), sample_person(l, size) });
}

const struct sample agents_samples[] = {
	{ "agent-changes", N_("To who receives: changes of the agenda, at once or as a digest"), "mail", false, 0, 0, 0, sample_text },
	{ 0 },
};

struct letter { struct organization_id organization; struct schedule_id schedule; struct str email, lang; };

static enum err mail(struct db *db, struct arena *a, struct instant now, const struct letter *to, const struct change *v, size_t n)
{
	enum lang l = LANG_FR;
	struct schedule s;
	enum err e;

	if (!n)
		return OK;
	e = schedule_get(db, a, to->schedule, &s);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	if (!lang_of(to->lang, &l))
		l = LANG_FR;
	const struct changes c = { v, n, s.name.v[l] };
	return message_queue(db, a, now, &(struct message){ .organization = to->organization.v, .channel = S("mail"),
		.template = S("agent-changes"), .lang = to->lang, .recipient = to->email, .subject = lang_tr(l, "Changes in your agenda"),
		.body = body_of(a, l, &c), .due_at = now, .drop_at = { now.v + LIFE } });
}

/* Minutes from now to that time, where the agenda is. */
static int32_t minutes_to(struct local here, struct day day, int32_t min)
{
	return (day.n - here.day.n) * 1440 + min - here.min;
}

static struct change change_of(struct day day, int32_t min, int32_t minutes, struct str what)
{
	int32_t till = min + minutes;

	return (struct change){ { day, min }, { { day.n + till / 1440 }, till % 1440 }, what };
}

static int by_time(const void *x, const void *y)
{
	const struct change *k = x, *l = y;
	int32_t a = k->at.day.n, b = l->at.day.n;

	return a != b ? (a < b ? -1 : 1) : k->at.min < l->at.min ? -1 : k->at.min > l->at.min;
}

/* The rows of one who watches: *ret_n of them become lines of a mail at once. */
static enum err sort_out(struct db *db, struct arena *a, struct instant now, const struct agent_news_row *r, size_t n,
	struct change *soon, size_t *ret_n)
{
	const struct zone *zone;
	size_t k = 0;

	TRY(zone_get(r->zone, &zone));
	struct local here = zone_local(zone, now);

	for (size_t i = 0; i < n; i++) {
		int32_t ahead = minutes_to(here, r[i].day, r[i].start_min);

		if (ahead + r[i].minutes <= 0 || ahead > AHEAD_DAYS * 1440)
			continue;
		if (ahead <= r[i].soon_min.v && k < LINES_MAX)
			soon[k++] = change_of(r[i].day, r[i].start_min, r[i].minutes, r[i].what);
		else
			TRY(agent_change_add(db, a, (struct agent_change_id){ random_id(now) }, r[i].organization, r[i].watch, r[i].what,
				r[i].day, r[i].start_min, r[i].minutes));
	}
	qsort(soon, k, sizeof(*soon), by_time);
	*ret_n = k;
	return OK;
}

static enum err tell_all(struct db *db, struct arena *a, struct instant now, const struct agent_news_rows *rows)
{
	struct change *soon = ARENA_ARRAY(a, struct change, LINES_MAX);

	for (size_t i = 0, j; i < rows->n; i = j) {
		const struct agent_news_row *r = &rows->v[i];
		const struct letter to = { r->organization, r->schedule, r->email, r->lang };
		size_t k;

		for (j = i; j < rows->n && rows->v[j].watch.v == r->watch.v;)
			j++;
		TRY(sort_out(db, a, now, r, j - i, soon, &k));
		TRY(mail(db, a, now, &to, soon, k));
	}
	return OK;
}

static enum err look(struct db *db, struct arena *a, struct instant seen, struct instant upto, const struct agent_news_row *after,
	struct agent_news_rows *ret)
{
	return agent_news(db, a, (struct act_id){ random_id_least(seen) }, (struct act_id){ random_id_least(upto) }, seen, upto,
		after ? after->watch : (struct agent_watch_id){ 0 }, after ? after->id : (struct act_id){ 0 }, NEWS_MAX, ret);
}

/* In a transaction: what happened from `seen` up to `upto`; fewer seconds when that is more than fits, and of one second, part
 * after part, all of it. `a` is emptied between. Who else does it at the same time finds the mark moved. */
static enum err take(struct db *db, struct arena *a, struct instant now, struct instant seen, struct instant upto)
{
	struct agent_news_rows rows;
	struct agent_news_row last;
	bool ours;

	TRY(job_mark_move(db, a, MARK, seen, upto, &ours));
	if (!ours)
		return OK;
	TRY(look(db, a, seen, upto, NULL, &rows));
	while (rows.n == NEWS_MAX && upto.v - seen.v > 1) {
		upto.v = seen.v + (upto.v - seen.v) / 2;
		arena_reset(a);
		TRY(look(db, a, seen, upto, NULL, &rows));
	}
	TRY(tell_all(db, a, now, &rows));
	while (rows.n == NEWS_MAX) {
		last = rows.v[NEWS_MAX - 1];
		arena_reset(a);
		TRY(look(db, a, seen, upto, &last, &rows));
		TRY(tell_all(db, a, now, &rows));
	}
	return job_mark_put(db, a, MARK, upto);
}

static enum err end(struct db *db, enum err e)
{
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static enum err news(struct db *db, struct arena *a, struct instant now)
{
	struct instant seen, upto = { now.v - LAG };
	enum err e = job_mark(db, a, MARK, &seen);

	if (e != OK && e != E_NOTFOUND)
		return e;
	if (e == E_NOTFOUND || seen.v > now.v)
		seen = upto;
	else if (seen.v >= upto.v)
		return OK;
	TRY(db_begin(db));
	return end(db, seen.v == upto.v ? job_mark_put(db, a, MARK, upto) : take(db, a, now, seen, upto));
}

/* The next lines of a digest; *ret_n: how many. */
static enum err digest_mail(struct db *db, struct arena *a, struct instant now, const struct agent_digests_row *w, struct day today,
	size_t *ret_n)
{
	const struct letter to = { w->organization, w->schedule, w->email, w->lang };
	struct agent_changes_rows rows;
	struct agent_change_id *ids;
	struct change *v;

	TRY(agent_changes(db, a, w->watch, today, LINES_MAX, &rows));
	v = ARENA_ARRAY(a, struct change, rows.n + 1);
	ids = ARENA_ARRAY(a, struct agent_change_id, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		v[i] = change_of(rows.v[i].day, rows.v[i].start_min, rows.v[i].minutes, rows.v[i].what);
		ids[i] = rows.v[i].id;
	}
	TRY(agent_changes_told(db, a, w->watch, today, ids, rows.n));
	*ret_n = rows.n;
	return mail(db, a, now, &to, v, rows.n);
}

static enum err digest(struct db *db, struct arena *a, struct instant now, const struct agent_digests_row *w, struct local here)
{
	size_t lines = LINES_MAX;
	int64_t n;

	TRY(agent_digest_sent(db, a, here.day, w->watch, &n));
	if (!n)
		return OK;
	while (lines == LINES_MAX)
		TRY(digest_mail(db, a, now, w, here.day, &lines));
	return OK;
}

static enum err digests(struct db *db, struct arena *a, struct instant now)
{
	struct agent_digests_rows rows;
	struct agent_watch_id after = { 0 };

	do {
		arena_reset(a);
		TRY(agent_digests(db, a, after, DIGESTS, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			const struct agent_digests_row *w = &rows.v[i];
			const struct zone *zone;

			after = w->watch;
			if (zone_get(w->zone, &zone) != OK)
				continue;
			struct local here = zone_local(zone, now);

			if (here.min < w->digest_min.v || (day_is(w->digest_day) && w->digest_day.n >= here.day.n))
				continue;
			TRY(db_begin(db));
			TRY(end(db, digest(db, a, now, w, here)));
		}
	} while (rows.n == DIGESTS);
	return OK;
}

/* Emptied after each part: however much there is, it never takes more memory. */
enum err agents_run(struct db *db, struct arena *a, struct instant now)
{
	struct arena *part = arena_side(a, (size_t)PART_MB << 20);

	if (!part)
		return E_LIMIT;
	TRY(news(db, part, now));
	return digests(db, part, now);
}
