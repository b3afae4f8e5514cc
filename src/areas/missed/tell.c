/* Marking and confirming, and the messages of both. See missed.h. */
#include "areas/missed/inside.h"

#include "areas/inbox/inbox.h"
#include "areas/organizations/organizations.h"
#include "base/gsm.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "jobs/jobs.h"
#include "missed_t.h"
#include "page/text.h"
#include "organizations_q.h"

enum err missed_policy(struct db *db, struct arena *a, int64_t tree_lo, struct missed_policy *ret)
{
	struct missed_policy p;

	TRY(organization_setting(db, a, tree_lo, SETTING_MISSED_PROPOSE_AT, &p.propose_at));
	TRY(organization_setting(db, a, tree_lo, SETTING_MISSED_MESSAGE, &p.message));
	TRY(organization_setting(db, a, tree_lo, SETTING_MISSED_CONFIRM_AFTER, &p.confirm_after));
	TRY(organization_setting(db, a, tree_lo, SETTING_MISSED_MONTHS, &p.months));
	TRY(organization_setting(db, a, tree_lo, SETTING_MISSED_CONFIRM_HOURS, &p.confirm_hours));
	*ret = p;
	return OK;
}

/* ---- messages ---- */

struct str missed_text(struct arena *a, enum lang l, const struct missed_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_missed_told(pg, t)));
}

/* Of a mail; it says no more than the text. */
static struct str subject(struct arena *a, enum lang l, const struct missed_told *t)
{
	struct str when = text_when(a, l, t->start);

	return fill(a, lang_tr(l, t->confirm ? N_("Will you come? %1") : N_("We expected you: %1")), &when, 1);
}

static struct missed_told sample_of(int which, enum sample_size size)
{
	return (struct missed_told){ .confirm = which & 1, .start = { SAMPLE_DAY, SAMPLE_MIN }, .due = { { SAMPLE_DAY.n - 2 }, SAMPLE_MIN },
		.place = which & 2 ? sample_place(size) : STR_NONE, .token = SAMPLE_TOKEN };
}

static struct str sample(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct missed_told t = sample_of(which, size);

	return missed_text(a, l, &t);
}

static struct str sample_mail(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct missed_told t = sample_of(which, size);

	return arena_cat(a, arena_cat(a, subject(a, l, &t), S("\n\n")), missed_text(a, l, &t));
}

const struct sample missed_samples[] = {
	{ "missed", N_("An appointment was missed"), "sms", true, 1, 2, 2, sample },
	{ "missed", N_("The same, of a discreet type"), "sms", true, 1, 2, 0, sample },
	{ "confirm", N_("Before a visit, to whom missed others"), "sms", false, 1, 2, 3, sample },
	{ "confirm", N_("The same, of a discreet type"), "sms", false, 1, 2, 1, sample },
	{ "missed", N_("An appointment was missed"), "mail", true, 0, 0, 2, sample_mail },
	{ "confirm", N_("Before a visit, to whom missed others"), "mail", false, 0, 0, 3, sample_mail },
	{ 0 }
};

struct telling {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct appointment *x;
	struct missed_told told;
	struct instant at, until;	/* when it goes; of use until */
};

static enum err queue(const struct telling *t, const struct missed_contact_row *c, struct str channel, struct str to)
{
	enum lang l = LANG_FR;

	(void)!lang_of(c->lang, &l);
	struct message m = { .organization = t->x->organization.v, .appointment = t->x->id.v, .patient = t->x->patient.v,
		.channel = channel, .template = t->told.confirm ? S("confirm") : S("missed"), .lang = c->lang, .recipient = to,
		.due_at = t->at, .drop_at = t->until, .may_wait = true, .may_stop = !t->told.confirm,
		.spaced = SPACED_GIVES_WAY };

	m.body = missed_text(t->a, l, &t->told);
	if (str_eq(channel, S("mail")))
		m.subject = subject(t->a, l, &t->told);
	return message_queue(t->db, t->a, t->now, &m);
}

/* Of a number or an address to which a link went. */
static struct str sent_to(struct arena *a, struct str token, struct str to)
{
	return to.n ? token_hash(a, arena_cat(a, token, to)) : S("");
}

enum err missed_link_open(struct db *db, struct arena *a, struct instant now, struct str token, const char *kind,
	struct appointment_id *ret, struct missed_contact_row *ret_contact)
{
	struct missed_link_find_row link;
	struct missed_contact_row c;

	TRY(missed_link_find(db, a, token_hash(a, token), str_of(kind), now, &link));
	TRY(missed_contact(db, a, link.appointment, &c));
	if (link.phone_hash.n && !str_eq(link.phone_hash, sent_to(a, token, c.phone)))
		return E_NOTFOUND;
	if (link.email_hash.n && !str_eq(link.email_hash, sent_to(a, token, c.email)))
		return E_NOTFOUND;
	*ret = link.appointment;
	*ret_contact = c;
	return OK;
}

/* The link is good for as long as its message is of use, and AGAIN_DAYS after a miss. */
static enum err tell(struct telling *t)
{
	struct missed_contact_row c;
	char token[22];
	enum err e = missed_contact(t->db, t->a, t->x->id, &c);

	if (e == E_NOTFOUND || (e == OK && !c.phone.n && !c.email.n))
		return OK;
	TRY(e);
	random_token(token);
	t->told.token = arena_str(t->a, (struct str){ token, sizeof(token) });
	t->told.start = (struct local){ t->x->day, t->x->start_min };
	if (!t->x->sensitive)
		t->told.place = organization_in_text(t->a, c.sms_name, c.name_fr);
	TRY(missed_link_add(t->db, t->a, token_hash(t->a, t->told.token), t->x->organization, t->x->id,
		t->told.confirm ? S("confirm") : S("again"), t->at,
		t->told.confirm ? t->until : (struct instant){ t->now.v + AGAIN_DAYS * (int64_t)86400 },
		sent_to(t->a, t->told.token, c.phone), sent_to(t->a, t->told.token, c.phone.n ? STR_NONE : c.email)));
	/* one way only, the one by which she is reminded: one message a person and day */
	if (!c.phone.n)
		return queue(t, &c, S("mail"), c.email);
	TRY(queue(t, &c, S("sms"), c.phone));
	/* "1" or "yes" to that message means this appointment. */
	return t->told.confirm ? inbox_asked(t->db, t->a, t->now,
		&(struct inbox_ask){ t->x->organization.v, c.phone, c.lang, &t->x->id, 1, t->at }) : OK;
}

/* ---- after a miss ---- */

enum err missed_marked(struct db *db, struct arena *a, struct instant now, const struct appointment *x)
{
	struct telling t = { .db = db, .a = a, .now = now, .x = x, .at = { now.v + TELL_AFTER }, .until = { now.v + TELL_WITHIN } };
	struct organization_get_row o;
	struct missed_told_row before;
	struct missed_policy p;

	if (x->history || x->start_at.v < now.v - TELL_WITHIN)
		return OK;
	TRY(organization_get(db, a, x->organization, &o));
	TRY(missed_policy(db, a, o.tree_lo, &p));
	TRY(missed_told(db, a, x->patient, x->day, &before));
	return p.message && !before.n ? tell(&t) : OK;
}

enum err missed_unmarked(struct db *db, struct arena *a, struct instant now, const struct appointment *x)
{
	int64_t n;

	TRY(missed_link_untold(db, a, x->id, now, &n));
	return n ? message_drop(db, a, now, x->id.v) : OK;
}

/* ---- before a visit ---- */

enum err missed_ask(struct db *db, struct arena *a, struct instant now, struct appointment_id id, int32_t misses,
	struct instant due)
{
	const struct scope all = { .lo = 0, .hi = INT64_MAX };
	struct appointment x;
	struct missed_contact_row c;
	const struct zone *z;
	int64_t n;
	enum err e;

	TRY(appointment_get(db, a, &all, id, &x));
	e = x.status > ST_BOOKED ? E_NOTFOUND : missed_contact(db, a, id, &c);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	if (!c.phone.n && !c.email.n)	/* nobody can ask: the desk would wait for an answer */
		return OK;
	TRY(missed_confirm_want(db, a, id, x.organization, x.start_at, x.day, misses, due, &n));
	if (!n)
		return OK;
	TRY(zone_get(x.zone, &z));
	struct telling t = { .db = db, .a = a, .now = now, .x = &x, .told = { .confirm = true, .due = zone_local(z, due) }, .at = now,
		.until = x.start_at };

	return tell(&t);
}

enum err missed_confirmed(struct db *db, struct arena *a, struct instant now, struct appointment_id id, const char *how)
{
	struct missed_start_row x;
	enum status s;

	TRY(missed_start(db, a, id, &x));
	if (!status_of(x.status, &s) || !status_open(s) || x.start_at.v <= now.v)
		return E_CONFLICT;
	return missed_confirm_put(db, a, id, x.organization, x.start_at, x.day, now, str_of(how));
}

enum err missed_risks(struct db *db, struct arena *a, const struct appointment_id *ids, size_t n, int32_t *ret)
{
	for (size_t i = 0; i < n; i++)
		ret[i] = -1;
	for (size_t from = 0; from < n; from += DB_LIST_MAX) {
		struct missed_risk_of_rows rows;
		size_t some = n - from < DB_LIST_MAX ? n - from : DB_LIST_MAX;

		TRY(missed_risk_of(db, a, ids + from, some, &rows));
		for (size_t i = from; i < from + some; i++)
			for (size_t k = 0; k < rows.n; k++)
				if (rows.v[k].appointment.v == ids[i].v)
					ret[i] = rows.v[k].risk;
	}
	return OK;
}
