/*
 * The watch over the way out: once a minute the last hour is counted, what is wrong is kept with
 * the moment since when, and the operator gets a mail when it begins, each day that it lasts, and when it
 * ends, in the transaction that notes it: told once whatever dies.
 */
#include "areas/provider/inside.h"

#include "base/buf.h"
#include "jobs/jobs.h"
#include "jobs/watch.h"
#include "provider_q.h"
#include "provider_t.h"

/* Rows of provider_watch: figures, then one for each alarm. */
static const char *const figures[] = { "sent", "lost", "delivered", "undelivered", "delivery_seconds", "waiting", "late_seconds" };
static const char *const alarms[ALARMS] = { "alarm_errors", "alarm_late", "alarm_delivery", "alarm_credit" };
enum { FIGURES = sizeof(figures) / sizeof(*figures) };

static const struct provider_watch_list_row *row_of(const struct provider_watch_list_rows *rows, const char *name)
{
	for (size_t i = 0; i < rows->n; i++)
		if (str_eq(rows->v[i].name, str_of(name)))
			return &rows->v[i];
	return NULL;
}

static int64_t value_of(const struct provider_watch_list_rows *rows, const char *name)
{
	const struct provider_watch_list_row *r = row_of(rows, name);

	return r ? r->value : 0;
}

static struct alarm_limits limits_of(const struct settings *s)
{
	return (struct alarm_limits){ setting_int(s, "sms_alert_percent"), setting_int(s, "sms_alert_minutes"),
		setting_int(s, "sms_credit_low") };
}

static int64_t limit_of(enum alarm what, const struct alarm_limits *l)
{
	return what == ALARM_ERRORS ? l->percent : what == ALARM_CREDIT ? l->credit : l->minutes;
}

static struct alarm_facts facts_of(const struct provider_watch_list_rows *rows, const struct settings *s)
{
	const struct provider_watch_list_row *credit = row_of(rows, "credit");

	return (struct alarm_facts){ .sent = value_of(rows, "sent"), .lost = value_of(rows, "lost"),
		.undelivered = value_of(rows, "undelivered"), .delivered = value_of(rows, "delivered"),
		.delivery_s = value_of(rows, "delivery_seconds"), .late_s = value_of(rows, "late_seconds"),
		.credit_known = credit && setting_text(s, "sms_credit_url").n, .credit = credit ? credit->value : 0 };
}

static enum err keep(struct db *db, struct arena *a, struct instant now, const char *name, int64_t value)
{
	return provider_watch_put(db, a, str_of(name), value, false, now, now, now);
}

static struct str alert_subject(enum lang l, bool bad)
{
	return lang_tr(l, bad ? N_("Diwan: alert about text messages") : N_("Diwan: end of an alert about text messages"));
}

enum { BEGINS = 16 };
static struct str sample(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct provider_alarm x = { (enum alarm)(which % BEGINS), which >= BEGINS, size == SAMPLE_LONGEST ? 1000 : 25, 15, INSTANT_NONE };

	return arena_cat(a, arena_cat(a, alert_subject(l, x.bad), S("\n\n")), PAGE_TEXT(a, l, t_provider_alert(pg, &x)));
}

#define ALERT N_("To the operator: an alert about text messages begins")
#define ALERT_OVER N_("To the operator: an alert about text messages is over")
const struct sample provider_samples[] = {
	{ "alert", ALERT, "mail", false, 0, 0, BEGINS + ALARM_ERRORS, sample },
	{ "alert", ALERT, "mail", false, 0, 0, BEGINS + ALARM_LATE, sample },
	{ "alert", ALERT, "mail", false, 0, 0, BEGINS + ALARM_DELIVERY, sample },
	{ "alert", ALERT, "mail", false, 0, 0, BEGINS + ALARM_CREDIT, sample },
	{ "alert", ALERT_OVER, "mail", false, 0, 0, ALARM_ERRORS, sample },
	{ "alert", ALERT_OVER, "mail", false, 0, 0, ALARM_LATE, sample },
	{ "alert", ALERT_OVER, "mail", false, 0, 0, ALARM_DELIVERY, sample },
	{ "alert", ALERT_OVER, "mail", false, 0, 0, ALARM_CREDIT, sample },
	{ 0 },
};

static enum err tell(const struct settings *s, struct db *db, struct arena *a, struct instant now,
	const struct provider_alarm *x)
{
	struct provider_root_row root;
	enum lang l = LANG_FR;
	enum err e;

	if (!lang_of(setting_text(s, "operator_lang"), &l))
		l = LANG_FR;
	struct message m = { .channel = S("mail"), .template = S("alert"), .lang = str_of(lang_code(l)),
		.recipient = setting_text(s, "operator_mail"), .body = PAGE_TEXT(a, l, t_provider_alert(pg, x)),
		.subject = alert_subject(l, x->bad) };

	if (!m.recipient.n)
		return OK;
	e = provider_root(db, a, &root);
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	m.organization = root.id.v;
	return message_queue(db, a, now, &m);
}

/* One alarm: its row, and a mail when there is something to tell. */
static enum err judge(const struct settings *s, struct db *db, struct arena *a, struct instant now, enum alarm what,
	const struct alarm_facts *f, const struct provider_watch_list_row *before)
{
	const struct alarm_limits l = limits_of(s);
	const bool was = before && before->bad, is = alarm_is(what, was, f, &l);
	const struct instant told = before ? before->told_at : now, since = was == is && before ? before->since : now;
	const bool tells = alarm_tells(was, is, told, now);
	const struct provider_alarm x = { what, is, alarm_value(what, f), limit_of(what, &l), since };

	TRY(provider_watch_put(db, a, str_of(alarms[what]), x.value, is, since, tells ? now : told, now));
	return tells ? tell(s, db, a, now, &x) : OK;
}

static enum err watch(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct provider_watch_list_rows rows;
	struct watch_counts c;
	struct alarm_facts f;

	TRY(watch_count(db, a, now, &c));
	TRY(provider_watch_list(db, a, &rows));
	const int64_t v[FIGURES] = { c.sent, c.lost, c.delivered, c.undelivered, c.delivery_s, c.waiting, c.late_s };

	f = facts_of(&rows, s);
	f.sent = c.sent;
	f.lost = c.lost;
	f.delivered = c.delivered;
	f.undelivered = c.undelivered;
	f.delivery_s = c.delivery_s;
	f.late_s = c.late_s;
	for (size_t i = 0; i < FIGURES; i++)
		TRY(keep(db, a, now, figures[i], v[i]));
	for (int i = 0; i < ALARMS; i++)
		TRY(judge(s, db, a, now, (enum alarm)i, &f, row_of(&rows, alarms[i])));
	return OK;
}

enum err provider_watch_job(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	enum err e;

	TRY(db_begin(db));
	e = watch(s, db, a, now);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

/* A provider that does not answer leaves the last number with its time. */
enum err provider_credit_job(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	int64_t credit;
	enum err e = watch_credit(s, a, &credit);

	if (e != OK)
		return e == E_NOTFOUND || e == E_IO ? OK : e;
	TRY(db_begin(db));
	e = keep(db, a, now, "credit", credit);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

/* --- what it saw --- */

enum err provider_seen(struct db *db, struct arena *a, const struct settings *s, struct provider_view *ret)
{
	const struct alarm_limits l = limits_of(s);
	struct provider_alarm *bad = ARENA_ARRAY(a, struct provider_alarm, ALARMS);
	struct provider_watch_list_rows rows;
	const struct provider_watch_list_row *r;

	TRY(provider_watch_list(db, a, &rows));
	ret->f = facts_of(&rows, s);
	ret->waiting = value_of(&rows, "waiting");
	r = row_of(&rows, "sent");
	ret->watched = r != NULL;
	ret->at = r ? r->at : INSTANT_NONE;
	r = row_of(&rows, "credit");
	ret->credit_at = r ? r->at : INSTANT_NONE;
	ret->alarms.v = bad;
	for (int i = 0; i < ALARMS; i++) {
		r = row_of(&rows, alarms[i]);
		if (r && r->bad)
			bad[ret->alarms.n++] = (struct provider_alarm){ (enum alarm)i, true, r->value, limit_of((enum alarm)i, &l), r->since };
	}
	return OK;
}

enum err provider_metrics(struct rq *rq, struct buf *to)
{
	struct provider_watch_list_rows rows;

	TRY(provider_watch_list(rq->db, rq->a, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct provider_watch_list_row *r = &rows.v[i];

		if (str_starts(r->name, S("alarm_")))
			buf_put_fmt(to, "diwan_sms_alarm{what=\"%.*s\"} %d\n", STR_ARG(str_sub(r->name, 6, r->name.n)), (int)r->bad);
		else
			buf_put_fmt(to, "diwan_sms_%.*s %lld\n", STR_ARG(r->name), (long long)r->value);
	}
	return OK;
}
