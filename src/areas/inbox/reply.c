/* Answers by message: few, short, never more than the number's owner may know. */
#include "areas/inbox/inside.h"

#include "areas/appointments/notice.h"
#include "areas/organizations/organizations.h"
#include "base/gsm.h"
#include "base/random.h"
#include "inbox_t.h"
#include "jobs/jobs.h"
#include "page/text.h"

/* Whoever writes without end, or forges a sender to have somebody written to, soon gets nothing. */
enum { REPLIES_HOUR = 6, REPLIES_DAY = 15, STRANGERS_HOUR = 60, REPLY_SECONDS = 3600, HOUR = 3600, DAY = 86400 };

enum err within_share(struct work *w, bool *ret)
{
	struct inbox_replies_row hour, day;

	TRY(inbox_replies(w->db, w->a, w->m.phone, (struct instant){ w->now.v - HOUR }, &hour));
	TRY(inbox_replies(w->db, w->a, w->m.phone, (struct instant){ w->now.v - DAY }, &day));
	*ret = hour.n < REPLIES_HOUR && day.n < REPLIES_DAY;
	return OK;
}

struct str reply_text(struct arena *a, enum lang l, const struct reply *r)
{
	return str_trim(gsm_plain(a, PAGE_TEXT(a, l, t_inbox_reply(pg, r))));
}

enum err reply(struct work *w, const struct reply *r)
{
	struct message m = { .organization = w->organization.v, .patient = w->patient.v, .channel = S("sms"), .template = S("answer"),
		.lang = str_of(lang_code(w->lang)), .recipient = w->m.phone, .due_at = w->now,
		.drop_at = { w->now.v + REPLY_SECONDS } };
	bool more;

	TRY(within_share(w, &more));
	if (!more) {
		w->open = w->open || !w->done;
		return OK;
	}
	m.body = reply_text(w->a, w->lang, r);
	if (r->own)
		m.body = message_own(w->a, m.body);
	return message_queue(w->db, w->a, w->now, &m);
}

/* What may be done only if it is told. */
enum err left_to_desk(struct work *w)
{
	w->open = true;
	w->outcome = "failed";
	return OK;
}

/* ---- not understood ---- */

/* To a number that nobody here ever wrote to: only where codes are sent to as well, and few an hour in all. */
static enum err stranger(struct work *w, bool *ret)
{
	struct str codes = str_trim(setting_text(w->settings, "sms_countries")), digits = str_sub(w->m.phone, 1, w->m.phone.n), code;
	struct inbox_strangers_row some;
	bool reached = !codes.n;

	while ((code = str_cut(&codes, ' ')).p)
		reached = reached || (code.n && str_starts(digits, code));
	TRY(inbox_strangers(w->db, w->a, (struct inbox_message_id){ random_id_least((struct instant){ w->now.v - HOUR }) }, &some));
	*ret = reached && some.n < STRANGERS_HOUR;
	return OK;
}

static enum err tell_once(struct work *w, enum reply_kind kind)
{
	const struct reply r = { .kind = kind };
	struct inbox_helped_row row;
	bool known = w->m.lang.n > 0, may = true;
	enum err e = inbox_helped(w->db, w->a, w->m.phone, (struct instant){ w->now.v - HELP_SECONDS }, &row);

	w->open = true;
	w->outcome = "not-understood";
	if (e != E_NOTFOUND)
		return e;
	if (!known)
		TRY(stranger(w, &may));
	if (!may)
		return OK;
	w->outcome = known ? "helped" : "stranger";
	return reply(w, &r);
}

enum err reply_help(struct work *w)
{
	return tell_once(w, REPLY_HELP);
}

/* ---- which one ---- */

static enum err when_of(struct work *w, const struct thing *t, struct local *ret)
{
	struct appointment x;

	*ret = t->start;
	if (t->offer)
		return OK;
	TRY(appointment_by_reference_phone(w->db, w->a, t->reference, w->m.phone, &x));
	*ret = (struct local){ x.day, x.start_min };
	return OK;
}

static struct str line(struct work *w, struct str list, size_t place, struct str what)
{
	return arena_fmt(w->a, "%.*s%s%zu: %.*s", STR_ARG(list), list.n ? ", " : "", place, STR_ARG(what));
}

bool several_houses(const struct thing *const *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i]->organization.v != v[0]->organization.v)
			return true;
	return false;
}

enum err reply_which(struct work *w, const struct meant *m)
{
	struct reply r = { .kind = m->yes ? REPLY_WHICH : REPLY_WHICH_CANCEL };
	const struct thing *v[ASKED_MAX];
	bool all = true, told;

	TRY(inbox_choice_drop(w->db, w->a, w->m.phone));
	/* numbers that nobody has read must not be chosen by the next "1" */
	TRY(within_share(w, &told));
	if (!told)
		return left_to_desk(w);
	for (size_t i = 0; i < m->n; i++) {
		const struct thing *t = v[i] = &w->things[m->which[i]];
		struct local at;

		TRY(when_of(w, t, &at));
		TRY(inbox_choice_add(w->db, w->a, w->m.phone, (int32_t)i, t->organization, m->yes ? S("yes") : S("no"), t->appointment,
			t->offered, w->now));
		r.list = line(w, r.list, i + 1, arena_fmt(w->a, "%.*s %.*s", STR_ARG(str_sub(text_short_day(w->a, at.day), 0, 5)),
			STR_ARG(text_clock(w->a, at.min))));
		all = all && !t->offer;
	}
	if (all)
		r.list = line(w, r.list, m->n + 1, lang_tr(w->lang, N_("all")));
	w->organization = v[0]->organization;
	w->patient = v[0]->patient;
	r.own = several_houses(v, m->n);
	w->outcome = r.own ? "kept" : "which";	/* what this house hands over of it tells of no other: nothing was changed */
	w->done = true;
	return reply(w, &r);
}

/* ---- how it stands ---- */

static enum reply_kind standing(const struct appointment *x, struct instant now)
{
	if (x->status == ST_CANCELLED || x->status == ST_ERROR)
		return REPLY_CANCELLED;
	if (x->start_at.v <= now.v)
		return REPLY_PAST;
	return x->status == ST_WAITLIST ? REPLY_WAITS : REPLY_STANDS;
}

enum err reply_status(struct work *w)
{
	struct str reference = { w->said.reference, ANSWER_REFERENCE };
	struct str place, phone;
	struct appointment x;
	struct reply r;
	enum err e = appointment_by_reference_phone(w->db, w->a, reference, w->m.phone, &x);

	if (e == E_NOTFOUND)
		return tell_once(w, REPLY_NO_SUCH);
	TRY(e);
	TRY(notice_house(w->db, w->a, x.organization.v, &place, &phone));
	r = (struct reply){ .kind = standing(&x, w->now), .start = { x.day, x.start_min } };
	if (!x.sensitive)
		r.place = notice_place(w->lang, x.place_kind, organization_in_text(w->a, STR_NONE, place));
	w->organization = x.organization;
	w->patient = x.patient;
	w->outcome = "status";
	w->done = true;
	return reply(w, &r);
}
