/*
 * A reminder whose hour has come: made from what stands now, and put into the outbox in the transaction that takes it
 * off the list. See inside.h.
 */
#include "areas/reminders/inside.h"

#include "areas/appointments/notice.h"
#include "areas/inbox/inbox.h"
#include "areas/organizations/organizations.h"
#include "base/gsm.h"
#include "base/random.h"
#include "jobs/jobs.h"
#include "page/text.h"
#include "reminders_t.h"

enum {
	CHUNK = 50,
	ABOUT_MAX = 20,			/* appointments of one house in one message */
	HOUSES_MAX = 8,			/* houses in one message */
	RUN_MAX = 5000,			/* in one run of the job */
	PLACE_MAX = 24,			/* letters of the place's name */
	LIFE = 86400,			/* a reminder that late says nothing any more */
	LATE = 1800,			/* nor one that comes so shortly before the visit */
};

struct str remind_day_said(struct arena *a, struct day d)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	return arena_fmt(a, "%02d/%02d", md, m);
}

/* That there is another house is for whoever goes there, not for the staff of this one. */
static struct str and_elsewhere(struct arena *a, enum lang lang, struct str place)
{
	struct str said = fill(a, lang_tr(lang, "%1 and elsewhere"), &place, 1);
	ptrdiff_t at = str_find(said, place);

	if (at < 0)
		return message_own(a, said);
	struct str before = str_sub(said, 0, (size_t)at), after = str_sub(said, (size_t)at + place.n, said.n);

	return arena_cat(a, arena_cat(a, message_own(a, before), place), message_own(a, after));
}

/* The place's name gives way until the text is one segment: an Arabic one has 70 letters. */
struct str remind_words(struct arena *a, enum lang lang, const struct remind_text *t)
{
	struct remind_text said = *t;
	struct str s = STR_NONE;

	for (int32_t room = PLACE_MAX; room >= 0; room -= 2) {
		said.place = gsm_head(t->place, room);
		if (t->elsewhere && said.place.n)
			said.place = and_elsewhere(a, lang, said.place);
		s = gsm_plain(a, PAGE_TEXT(a, lang, t_reminders_reminder(pg, &said)));
		if (gsm_size(message_text(a, s, STR_NONE)).segments <= 1)
			break;
	}
	return s;
}

/* By mail there is room for the whole date. */
static void mail_of(struct arena *a, enum lang l, const struct remind_text *t, struct message *m)
{
	struct str when = text_when(a, l, t->start);

	m->subject = fill(a, lang_tr(l, "Reminder: %1"), &when, 1);
	m->body = arena_cat(a, arena_cat(a, m->subject, S("\n")), m->body);
}

static struct remind_text sample_of(enum lang l, int which, enum sample_size size)
{
	return (struct remind_text){ .start = { SAMPLE_DAY, SAMPLE_MIN }, .n = which ? size == SAMPLE_LONGEST ? 19 : 2 : 1, .answer = true,
		.elsewhere = which == 2, .place = which < 0 ? STR_NONE : notice_place(l, STR_NONE, sample_place(size)) };
}

static struct str sample_text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct remind_text t = sample_of(l, which, size);

	return message_text(a, remind_words(a, l, &t), S("{site}"));
}

static struct str sample_mail(struct arena *a, enum lang l, int which, enum sample_size size)
{
	struct remind_text t = sample_of(l, which, size);
	struct message m = { 0 };

	t.answer = false;
	m.body = remind_words(a, l, &t);
	mail_of(a, l, &t, &m);
	return arena_cat(a, arena_cat(a, m.subject, S("\n\n")), m.body);
}

const struct sample reminders_samples[] = {
	{ "reminder", N_("A week, two days before, and on the morning of the visit"), "sms", true, 1, 1, 0, sample_text },
	{ "reminder", N_("The same, of several appointments of one day"), "sms", true, 1, 1, 1, sample_text },
	{ "reminder", N_("The same, of several houses: sent by the first"), "sms", true, 1, 1, 2, sample_text },
	{ "reminder", N_("The same, of a discreet type"), "sms", true, 1, 1, -1, sample_text },
	{ "reminder", N_("A week, two days before, and on the morning of the visit"), "mail", true, 0, 0, 0, sample_mail },
	{ "letter", N_("To who has no telephone, by post"), "letter", false, 0, 0, 0, letter_sample },
	{ "letter", N_("The same, of a discreet type"), "letter", false, 0, 0, 1, letter_sample },
	{ 0 },
};

/* What one house reminds of. */
struct one { struct remind_due_row r; struct remind_abouts_rows rows; };
/* What one contact is reminded of today: one message, whichever houses it is about. */
struct made { struct one v[HOUSES_MAX]; size_t n, first; };

/* It is sent by the house of the first visit, whose staff may read it: how many there are of others, and where, is not theirs to know. */
static struct message message_of(struct arena *a, const struct made *all, struct instant now, bool answers)
{
	const struct remind_due_row *r = &all->v[all->first].r;
	const struct remind_abouts_rows *rows = &all->v[all->first].rows;
	const struct remind_abouts_row *first = &rows->v[0];
	struct remind_text t = { .start = { first->day, first->start_min }, .n = rows->n, .elsewhere = all->n > 1,
		.answer = answers && str_eq(r->way, S("sms")) };
	struct message m = { .organization = r->organization.v, .appointment = first->appointment.v, .patient = first->patient.v, .channel = r->way,
		.template = S("reminder"), .lang = first->lang, .recipient = r->contact, .due_at = now, .may_wait = true, .may_stop = true,
		.spaced = SPACED_RATHER };
	enum lang l = LANG_FR;

	if (!lang_of(first->lang, &l))
		l = LANG_FR;
	if (!first->discreet)
		t.place = notice_place(l, first->place_kind, organization_in_text(a, first->sms_name, first->place_fr));
	m.body = remind_words(a, l, &t);
	if (str_eq(r->way, S("mail")))
		mail_of(a, l, &t, &m);
	m.drop_at.v = first->start_at.v < now.v + LIFE ? first->start_at.v : now.v + LIFE;
	return m;
}

/* By mail it has the calendar files once more: who threw the first ones away gets them back. */
static enum err as_mail(struct db *db, struct arena *a, struct instant now, const struct remind_abouts_rows *rows, struct message *m)
{
	const struct remind_abouts_row *first = &rows->v[0];
	struct str place = organization_in_text(a, first->sms_name, first->place_fr);
	int64_t ids[ABOUT_MAX];
	enum lang l = LANG_FR;

	if (!lang_of(first->lang, &l))
		l = LANG_FR;
	for (size_t i = 0; i < rows->n; i++)
		ids[i] = rows->v[i].appointment.v;
	return notice_calendars(db, a, now, l, ids, rows->n, place, m->recipient, &m->ics);
}

/* What the person may answer by a text of her own. */
static enum err ask(struct db *db, struct arena *a, struct instant now, const struct remind_due_row *r, const struct remind_abouts_rows *rows)
{
	struct appointment_id ids[ABOUT_MAX];
	const struct inbox_ask q = { .organization = r->organization.v, .phone = r->contact, .lang = rows->v[0].lang, .appointments = ids,
		.n = rows->n, .asked_at = now };

	for (size_t i = 0; i < rows->n; i++)
		ids[i] = rows->v[i].appointment;
	return inbox_asked(db, a, now, &q);
}

/* By which way somebody is reached; empty: neither by telephone nor by mail. */
static struct str reached_at(const struct remind_abouts_row *x, const char **ret_way)
{
	*ret_way = x->phone.n || x->party_phone.n ? "sms" : "mail";
	return x->phone.n ? x->phone : x->party_phone.n ? x->party_phone : x->email;
}

/* Whose number was put right since the day was planned is told at the new one, and nothing of her at the old. */
static enum err leave_others(struct db *db, struct arena *a, struct instant now, const struct remind_due_row *r, struct remind_abouts_rows *rows)
{
	size_t kept = 0;
	int64_t n;

	for (size_t i = 0; i < rows->n; i++) {
		const struct remind_abouts_row x = rows->v[i];
		const char *way;
		struct str to = reached_at(&x, &way);

		if (str_eq(to, r->contact)) {
			rows->v[kept++] = x;
			continue;
		}
		if (!to.n)
			continue;
		TRY(remind_put(db, a, (struct reminder_id){ random_id(now) }, r->organization, to, r->day, str_of(way), now, now));
		TRY(remind_about_move(db, a, to, r->day, r->organization, x.appointment, r->id, &n));
	}
	rows->n = kept;
	return OK;
}

/* One house's part, unless nothing of it stands. */
static enum err put_one(struct db *db, struct arena *a, struct instant now, const struct remind_due_row *r, struct made *all)
{
	struct one *o = &all->v[all->n];
	int64_t n;

	o->r = *r;
	TRY(remind_abouts(db, a, r->id, (struct instant){ now.v + LATE }, ABOUT_MAX, &o->rows));
	TRY(leave_others(db, a, now, r, &o->rows));
	if (!o->rows.n)
		return remind_state(db, a, S("dropped"), (struct opt_int){ 0 }, now, r->id, S("planned"), &n);
	if (all->n && o->rows.v[0].start_at.v < all->v[all->first].rows.v[0].start_at.v)
		all->first = all->n;
	all->n++;
	return OK;
}

static enum err put_all(struct db *db, struct arena *a, struct instant now, const struct remind_due_row *r, struct made *all)
{
	struct remind_beside_rows beside;

	TRY(put_one(db, a, now, r, all));
	TRY(remind_beside(db, a, r->contact, r->day, r->way, r->id, HOUSES_MAX - 1, &beside));
	for (size_t i = 0; i < beside.n; i++)
		TRY(put_one(db, a, now, &(struct remind_due_row){ beside.v[i].id, beside.v[i].organization, r->way, r->contact, r->day }, all));
	return OK;
}

static enum err state_all(struct db *db, struct arena *a, struct instant now, const struct made *all, int64_t message)
{
	int64_t n;

	/* 0: no more messages are wanted */
	for (size_t i = 0; i < all->n; i++) {
		TRY(remind_state(db, a, message ? S("queued") : S("dropped"), (struct opt_int){ message != 0, message }, now, all->v[i].r.id,
			S("planned"), &n));
		if (!n)		/* another jobs process has made it: this message goes with the transaction */
			return E_RETRY;
	}
	return OK;
}

static enum err make(struct db *db, struct arena *a, struct instant now, const struct remind_due_row *r, bool answers)
{
	struct remind_planned_row still;
	struct made all = { .n = 0 };
	enum err e = remind_planned(db, a, r->id, &still);
	int64_t id;

	if (e != OK)	/* it went with another house's */
		return e == E_NOTFOUND ? OK : e;
	TRY(put_all(db, a, now, r, &all));
	if (!all.n)
		return OK;
	struct message m = message_of(a, &all, now, answers);

	/* a calendar file names one house */
	if (str_eq(r->way, S("mail")) && all.n == 1)
		TRY(as_mail(db, a, now, &all.v[0].rows, &m));
	TRY(message_queue_id(db, a, now, &m, &id));
	for (size_t i = 0; id && i < all.n && str_eq(r->way, S("sms")); i++)
		TRY(ask(db, a, now, &all.v[i].r, &all.v[i].rows));
	return state_all(db, a, now, &all, id);
}

enum err remind_expects(struct db *db, struct arena *a, struct str contact, struct day day, bool *ret)
{
	struct remind_expected_row any;
	enum err e = remind_expected(db, a, contact, day, &any);

	if (e == OK)
		*ret = true;
	return e == E_NOTFOUND ? OK : e;
}

static enum err make_some(struct db *db, struct arena *a, struct instant now, bool answers, size_t *ret)
{
	struct remind_due_rows rows;
	enum err e;

	TRY(db_begin(db));
	e = remind_due(db, a, now, CHUNK, &rows);
	for (size_t i = 0; e == OK && i < rows.n; i++)
		e = make(db, a, now, &rows.v[i], answers);
	TRY(remind_end(db, e));
	*ret = rows.n;
	return OK;
}

enum err remind_send(struct db *db, struct arena *a, struct instant now, bool answers)
{
	size_t n = CHUNK;

	for (size_t all = 0; n == CHUNK && all < RUN_MAX; all += n) {
		struct arena *some = arena_side(a, (size_t)16 << 20);
		struct remind_due_any_row any;
		enum err e = some ? remind_due_any(db, a, now, &any) : E_LIMIT;

		n = 0;
		if (e == OK)
			e = make_some(db, some, now, answers, &n);
		arena_free(some);
		if (e != OK)
			return e == E_NOTFOUND ? OK : e;
	}
	return OK;
}
