/* What a message says is done here, with the same functions as by the person's own page. */
#include "areas/inbox/inside.h"

#include "areas/missed/missed.h"
#include "jobs/stops.h"
#include "web/trail.h"

static enum err trail(struct work *w, const struct thing *t, const char *what)
{
	const struct audit_by by = { .role = S("public"), .route = S("sms"), .at = w->now };
	struct audit_row row = { .organization = t->organization.v, .patient = t->patient.v, .what = AUDIT_CHANGE,
		.detail = str_of(what) };

	w->organization = t->organization;
	w->patient = t->patient;
	return t->patient.v ? audit_write(w->db, w->a, &by, &row, 1) : OK;
}

static enum err answered(struct work *w, const struct thing *t, const char *said)
{
	TRY(inbox_answer_put(w->db, w->a, t->appointment, t->organization, str_of(said), w->now, w->id));
	return trail(w, t, said);
}

static enum err comes(struct work *w, const struct thing *t)
{
	enum err e = missed_confirmed(w->db, w->a, w->now, t->appointment, "sms");

	w->outcome = "comes";
	if (e != E_CONFLICT)		/* over or cancelled meanwhile: what was said is kept all the same */
		TRY(e);
	return answered(w, t, "comes");
}

static enum err cancels(struct work *w, const struct thing *t)
{
	const struct change_ask who = { .id = t->appointment, .version = -1, .channel = CH_SMS, .citizen = true };
	int64_t version;

	w->outcome = "cancelled";
	TRY(appointment_cancel(w->db, w->a, w->now, &who, true, STR_NONE, &version));
	return answered(w, t, "cancels");
}

static enum err takes(struct work *w, struct thing t)
{
	const struct waiting_answer by = { .offer = t.offered, .channel = CH_SMS };
	struct waiting_accepted got;

	w->outcome = "accepted";
	TRY(waiting_accept(w->db, w->a, w->now, &by, &got));
	t.patient = got.patient;
	return trail(w, &t, "waiting-accept");
}

/* The last offer ends the request, which is told by the list itself. */
static enum err refuses(struct work *w, const struct thing *t)
{
	const struct waiting_answer by = { .offer = t->offered, .channel = CH_SMS };
	const struct reply noted = { .kind = REPLY_DECLINED };
	struct inbox_offer_entry_row entry;

	w->outcome = "declined";
	TRY(waiting_decline(w->db, w->a, w->now, &by));
	TRY(inbox_offer_entry(w->db, w->a, t->offered, &entry));
	TRY(trail(w, t, "waiting-decline"));
	return str_eq(entry.state, S("waiting")) ? reply(w, &noted) : OK;
}

static enum err one(struct work *w, const struct thing *t, bool yes)
{
	w->doing = *t;
	w->any_doing = true;
	w->yes = yes;
	w->done = true;
	if (t->offer)
		return yes ? takes(w, *t) : refuses(w, t);
	return yes ? comes(w, t) : cancels(w, t);
}

/* One appointment as the bearer of its phone may see it. */
static enum err seen(struct work *w, struct str reference, struct appointment *ret)
{
	return appointment_by_reference_phone(w->db, w->a, reference, w->m.phone, ret);
}

/* What is done is told by the notices of the acts themselves; only "I come" changes nothing that would. */
static enum err thank(struct work *w, const struct thing *const *v, size_t n)
{
	struct reply r = { .kind = n > 1 ? REPLY_COME : REPLY_COMES, .n = (int64_t)n, .own = several_houses(v, n) };
	struct appointment x;

	if (n == 1) {
		TRY(seen(w, v[0]->reference, &x));
		r.start = (struct local){ x.day, x.start_min };
	}
	return reply(w, &r);
}

static enum err all_of(struct work *w, const struct thing *const *v, size_t n, bool yes)
{
	for (size_t i = 0; i < n; i++)
		TRY(one(w, v[i], yes));
	return yes && n && !v[0]->offer ? thank(w, v, n) : OK;
}

/* ---- which ---- */

static const struct thing *still_asked(const struct work *w, const struct inbox_choices_row *r)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct thing *t = &w->things[i];

		if (t->offer ? t->offered.v == r->offer.v : t->appointment.v == r->appointment.v)
			return t;
	}
	return NULL;
}

static enum err numbered_ones(struct work *w, const struct meant *m, const struct inbox_choices_rows *was)
{
	const struct reply over = { .kind = REPLY_OVER };
	const struct thing *v[NUMBERED_MAX];
	size_t n = 0;

	for (size_t i = 0; i < m->n && i < NUMBERED_MAX; i++) {
		const struct thing *t = still_asked(w, &was->v[m->which[i]]);

		if (t)
			v[n++] = t;
	}
	TRY(inbox_choice_drop(w->db, w->a, w->m.phone));
	w->outcome = "late";
	return n ? all_of(w, v, n, m->yes) : reply(w, &over);
}

/* Too late, or never asked: a bare yes after that is politeness. */
static enum err nothing_asked(struct work *w, bool yes)
{
	const struct reply r = { .kind = w->late.offer ? REPLY_OFFER_OVER : REPLY_OVER };

	if (!w->any_late && yes && w->said.says == SAYS_YES) {
		w->outcome = "thanks";
		return OK;
	}
	if (!w->any_late)
		return reply_help(w);
	w->outcome = "late";
	w->organization = w->late.organization;
	w->patient = w->late.patient;
	return reply(w, &r);
}

static enum err chosen(struct work *w, const struct meant *m)
{
	const struct thing *v[ASKED_MAX];

	for (size_t i = 0; i < m->n; i++)
		v[i] = &w->things[m->which[i]];
	return all_of(w, v, m->n, m->yes);
}

static enum err yes_or_no(struct work *w)
{
	const struct reply kept = { .kind = REPLY_KEPT };
	struct asked v[ASKED_MAX];
	struct inbox_choices_rows was;
	struct numbered numbers = { 0 };
	struct meant m;

	TRY(inbox_choices(w->db, w->a, w->m.phone, &was));
	for (size_t i = 0; i < w->n; i++)
		v[i] = w->things[i].asked;
	if (was.n && was.n <= NUMBERED_MAX)
		numbers = (struct numbered){ .n = was.n, .yes = str_eq(was.v[0].verb, S("yes")), .all = true, .at = was.v[0].asked_at };
	for (size_t i = 0; i < numbers.n; i++)
		numbers.all = numbers.all && !was.v[i].offer.v;
	m = choose(&w->said, v, w->n, &numbers, w->now);
	switch (m.means) {
	case MEANS_DO: return chosen(w, &m);
	case MEANS_WHICH: return reply_which(w, &m);
	case MEANS_NUMBERED: return numbered_ones(w, &m, &was);
	case MEANS_NOTHING: return nothing_asked(w, m.yes);
	case MEANS_KEEP:
		TRY(inbox_choice_drop(w->db, w->a, w->m.phone));
		w->outcome = "kept";
		w->done = true;
		return reply(w, &kept);
	case MEANS_UNCLEAR: break;
	}
	return reply_help(w);
}

/* About the one whose reference was written, whether a reminder of it is out or not. */
static enum err named(struct work *w)
{
	const struct reply over = { .kind = REPLY_OVER };
	struct str reference = { w->said.reference, ANSWER_REFERENCE };
	struct thing *t = ARENA_NEW(w->a, struct thing);
	struct appointment x;
	enum err e = w->said.says == SAYS_STATUS ? E_NOTFOUND : seen(w, reference, &x);

	if (e == E_NOTFOUND)
		return reply_status(w);
	TRY(e);
	*t = (struct thing){ .appointment = x.id, .reference = x.reference, .organization = x.organization, .patient = x.patient,
		.lang = x.lang };
	if (x.start_at.v > w->now.v && (x.status <= ST_BOOKED || x.status == ST_WAITLIST))
		return all_of(w, (const struct thing *const[]){ t }, 1, w->said.says == SAYS_YES);
	w->outcome = "late";
	w->organization = x.organization;
	w->patient = x.patient;
	return reply(w, &over);
}

/* Of a number that we write to. One that we never wrote to has nothing to stop, and a forged sender must not silence
 * somebody who would not be told of it. */
static enum err messages_wanted(struct work *w, bool again)
{
	const struct reply r = { .kind = again ? REPLY_STARTED : REPLY_STOPPED };
	bool told;

	if (!w->m.lang.n)
		return reply_help(w);
	TRY(within_share(w, &told));
	if (!told)
		return left_to_desk(w);
	w->outcome = again ? "started" : "stopped";
	w->done = true;
	TRY(again ? stop_end(w->db, w->a, w->m.phone)
		: stop_put(w->db, w->a, w->now, w->organization.v, w->m.phone, "sms"));
	return reply(w, &r);
}

enum err act_on(struct work *w)
{
	switch (w->said.says) {
	case SAYS_YES: case SAYS_NO: case SAYS_NUMBER:
		return w->said.named ? named(w) : yes_or_no(w);
	case SAYS_STATUS:
		return named(w);
	case SAYS_THANKS:
		w->outcome = "thanks";
		return OK;
	case SAYS_STOP: case SAYS_START:
		return messages_wanted(w, w->said.says == SAYS_START);
	case SAYS_HELP: case SAYS_UNKNOWN:
		break;
	}
	return reply_help(w);
}

/* ---- what could not be done ---- */

enum err act_failed(struct work *w, enum err why)
{
	struct reply r = { .kind = REPLY_OVER };
	const struct thing *t = &w->doing;
	struct appointment x;

	w->organization = t->organization;
	w->patient = t->patient;
	w->outcome = "late";
	if (t->offer) {
		r.kind = why == E_CONFLICT ? REPLY_OFFER_OVER : REPLY_OFFER_LINK;
		return reply(w, &r);
	}
	if (w->yes || why != E_DENIED)
		return reply(w, &r);
	w->outcome = "too-late";	/* she does not come: the desk ought to know */
	w->open = true;
	TRY(seen(w, t->reference, &x));
	r.kind = REPLY_TOO_LATE;
	r.phone = x.sensitive ? STR_NONE : x.organization_phone;
	return reply(w, &r);
}
