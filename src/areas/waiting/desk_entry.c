/* One request as the desk sees it: what was asked, offered and answered, and what may be done with it. */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "base/random.h"
#include "waiting_t.h"

enum { TIMES_MAX = 12, LOOK_DAYS = 31, REASON_LEAST = 3 };

static enum err entry_of(struct rq *rq, struct waiting_entry_row_row *ret)
{
	struct waiting_entry_find_row found;

	TRY(waiting_entry_find(rq->db, rq->a, &rq->who.scope, (struct waiting_entry_id){ rq_id(rq, 0) }, &found));
	return waiting_entry_row(rq->db, rq->a, found.id, ret);
}

static enum err noted(struct rq *rq, const struct waiting_entry_row_row *e)
{
	TRY(rq_audit(rq, AUDIT_CHANGE, e->patient.v, e->organization.v));
	return rq_redirect(rq, "/desk/waiting/%lld", (long long)e->id.v);
}

static enum err note(struct rq *rq, const struct waiting_entry_row_row *e, const char *what, struct str class, struct str reason)
{
	return waiting_note_add(rq->db, rq->a, (struct waiting_note_id){ random_id(rq->now) }, e->organization, e->id, rq->now,
		(struct opt_int){ true, rq->who.account }, str_of(what), class, reason);
}

/* ---- the page ---- */

static enum err fill_notes(struct rq *rq, struct entry_view *v, const struct waiting_classes *classes)
{
	static const struct { const char *what, *said; } words[] = {
		{ "enlist", N_("Written down") }, { "class", N_("Class changed") }, { "delist", N_("Taken off") },
		{ "offer", N_("Offered by hand") },
	};
	struct waiting_notes_of_rows rows;

	TRY(waiting_notes_of(rq->db, rq->a, v->e.id, &rows));
	v->notes.v = ARENA_ARRAY(rq->a, struct note_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct note_line *l = &v->notes.v[v->notes.n++];

		*l = (struct note_line){ rows.v[i].at, rows.v[i].who, "", STR_NONE, rows.v[i].reason };
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (str_eq(rows.v[i].what, str_of(words[k].what)))
				l->what = words[k].said;
		for (size_t k = 0; k < classes->n; k++)
			if (str_eq(classes->v[k].code, rows.v[i].class))
				l->class = classes->v[k].name.v[rq->lang];
	}
	return OK;
}

/* Free times of one type at the place, the next first. */
static enum err times_of(struct rq *rq, const struct house *h, struct service_id type, struct free_lines *out)
{
	struct slot_ask ask = { .service = type, .organization = h->id, .from = h->now.day, .days = LOOK_DAYS };
	struct slot_times times;
	struct service s;
	struct schedule agenda;

	TRY(service_get(rq->db, rq->a, type, &s));
	TRY(slot_list(rq->db, rq->a, rq->now, &ask, &times));
	for (size_t i = 0; i < times.n && out->n < TIMES_MAX; i++) {
		const struct slot_time *t = &times.v[i];

		TRY(schedule_get(rq->db, rq->a, t->schedule, &agenda));
		out->v[out->n++] = (struct free_line){ arena_fmt(rq->a, "%lld.%lld.%d.%d", (long long)type.v,
			(long long)t->schedule.v, t->day.n, t->min), { t->day, t->min }, agenda.name.v[rq->lang], s.name.v[rq->lang] };
	}
	return OK;
}

static enum err list_times(struct rq *rq, const struct house *h, struct entry_page *p)
{
	struct services all;

	p->times.v = ARENA_ARRAY(rq->a, struct free_line, TIMES_MAX);
	if (p->v.e.service.v)
		return times_of(rq, h, p->v.e.service, &p->times);
	TRY(service_list(rq->db, rq->a, h->id, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && str_eq(all.v[i].specialty, p->v.e.specialty))
			TRY(times_of(rq, h, all.v[i].id, &p->times));
	return OK;
}

/* Who writes for others sees what it wrote, and whether it stands: neither rank, offers nor who else asked. */
static enum err show_written(struct rq *rq, const struct waiting_entry_row_row *e)
{
	struct written_page p = { 0 };
	struct waiting_stands_row w;
	struct house h;

	TRY(house_at(rq, e->organization, &h));
	TRY(waiting_stands(rq->db, rq->a, e->id, rq->who.account, &w));
	TRY(entry_fill(rq, e->id, &p.v));
	TRY(rq_audit(rq, AUDIT_READ, e->patient.v, e->organization.v));
	p.v.self = url_fmt(rq->a, "/desk/waiting/%lld", (long long)e->id.v);
	p.v.fresh = rq_raw(rq, "new").n > 0;
	p.stands = w.stands;

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	pg->zone = h.zone;
	t_waiting_written(pg, &p);
	return OK;
}

static enum err show(struct rq *rq, int status, const char *taken)
{
	struct entry_page p = { .taken = taken ? lang_tr(rq->lang, taken) : STR_NONE };
	struct waiting_classes classes;
	struct waiting_entry_row_row e;
	struct house h;
	unsigned bit = class_role_bit(str_of(role_code(rq->who.role)));

	TRY(entry_of(rq, &e));
	if (waiting_elsewhere(rq))
		return show_written(rq, &e);
	TRY(house_at(rq, e.organization, &h));
	TRY(entry_fill(rq, e.id, &p.v));
	TRY(rq_audit(rq, AUDIT_READ, e.patient.v, e.organization.v));
	TRY(waiting_classes(rq->db, rq->a, h.lo, &classes));
	TRY(fill_notes(rq, &p.v, &classes));
	p.v.self = url_fmt(rq->a, "/desk/waiting/%lld", (long long)e.id.v);
	p.v.fresh = rq_raw(rq, "new").n > 0;
	p.v.again = rq_raw(rq, "again").n > 0;
	p.classes.v = ARENA_ARRAY(rq->a, struct choice, classes.n + 1);
	for (size_t i = 0; i < classes.n; i++)
		if (classes.v[i].active && classes.v[i].roles & bit)
			p.classes.v[p.classes.n++] = (struct choice){ classes.v[i].code, classes.v[i].name.v[rq->lang],
				str_eq(classes.v[i].code, e.class) };
	if (str_eq(e.state, S("waiting")))
		TRY(list_times(rq, &h, &p));

	struct page *pg = rq_page(rq, status ? status : rq_has_errors(rq) ? 422 : 200);

	pg->zone = h.zone;
	t_waiting_entry(pg, &p);
	return OK;
}

enum err waiting_desk_entry(struct rq *rq)
{
	return show(rq, 0, NULL);
}

/* ---- acts ---- */

struct class_in { struct str class, why; int64_t version; };
static const struct field class_fields[] = {
	FIELD(class_in, class, F_TEXT, struct str, .required = true, .max = 30),
	FIELD(class_in, why, F_TEXT, struct str, .required = true, .max = 200, .missing = N_("Write why")),
	FIELD(class_in, version, F_INT, int64_t, .max = INT64_MAX),
};
const struct form waiting_class_form = FORM(class_in, class_fields);

enum err waiting_desk_class(struct rq *rq)
{
	const struct class_in *in = rq->form;
	struct waiting_entry_row_row e;
	struct waiting_class c;
	struct house h;
	int64_t n;
	enum err found;

	TRY(entry_of(rq, &e));
	TRY(house_at(rq, e.organization, &h));
	found = waiting_class_of(rq->db, rq->a, h.lo, in->class, &c);
	if (found == E_NOTFOUND || (found == OK && !(c.roles & class_role_bit(str_of(role_code(rq->who.role))))))
		return rq_wrong(rq, "class", N_("You may not give this class"));
	TRY(found);
	TRY(waiting_entry_class(rq->db, rq->a, c.code, c.rank, rq->now, e.id, in->version, &n));
	if (!n)
		return rq_problem(rq, N_("Somebody changed this request meanwhile: look at it again."));
	TRY(note(rq, &e, "class", c.code, in->why));
	e.class = c.code;
	TRY(waiting_act(rq->db, rq->a, rq->now, &e, ACT_ENLIST, NULL, "desk", str_of(role_code(rq->who.role)), WHY_CLASS));
	return noted(rq, &e);
}

struct off_in { struct str why_off; };
static const struct field off_fields[] = {
	FIELD(off_in, why_off, F_TEXT, struct str, .required = true, .max = 200, .missing = N_("Write why")),
};
const struct form waiting_off_form = FORM(off_in, off_fields);

enum err waiting_desk_off(struct rq *rq)
{
	const struct off_in *in = rq->form;
	struct waiting_entry_row_row e;
	enum err done;

	TRY(entry_of(rq, &e));
	if (waiting_elsewhere(rq)) {
		TRY(waiting_take_back(rq->db, rq->a, rq->now, e.id, rq->who.account, str_of(role_code(rq->who.role))));
		TRY(note(rq, &e, "delist", e.class, in->why_off));
		return noted(rq, &e);
	}
	done = waiting_leave(rq->db, rq->a, rq->now, e.id, WHY_DESK, "desk", str_of(role_code(rq->who.role)));
	if (done == E_CONFLICT)
		return rq_problem(rq, N_("Somebody changed this request meanwhile: look at it again."));
	TRY(done);
	TRY(note(rq, &e, "delist", e.class, in->why_off));
	return noted(rq, &e);
}

struct offer_in { struct str time, why_offer; };
static const struct field offer_fields[] = {
	FIELD(offer_in, time, F_TEXT, struct str, .required = true, .max = 80, .missing = N_("Choose a time.")),
	FIELD(offer_in, why_offer, F_TEXT, struct str, .required = true, .max = 200, .missing = N_("Write why this person is asked out of turn")),
};
const struct form waiting_offer_form = FORM(offer_in, offer_fields);

static bool time_read(struct str s, struct waiting_free *ret)
{
	int64_t v[4];

	for (int i = 0; i < 4; i++)
		if (num_parse(str_cut(&s, '.'), 0, INT64_MAX, &v[i]) != OK)
			return false;
	if (v[2] > 200000 || v[3] > 1439 || s.n)
		return false;
	*ret = (struct waiting_free){ .service = { v[0] }, .schedule = { v[1] }, .day = { (int32_t)v[2] }, .start_min = (int32_t)v[3] };
	return true;
}

/* The agenda must be of the place that keeps the request. */
static enum err offer_by_hand(struct rq *rq, const struct waiting_entry_row_row *e, struct waiting_free *t, struct str why)
{
	struct waiting_offering x = { .t = t, .entry = e->id, .by_hand = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .reason = why };
	struct waiting_offer_id id;
	struct waiting_place l;
	struct pick_time pt;
	struct schedule s;
	int64_t minutes = 0;
	bool here = false;

	TRY(schedule_get(rq->db, rq->a, t->schedule, &s));
	TRY(waiting_place_at(rq->db, rq->a, rq->now, s.organization, &l));
	for (size_t i = 0; i < l.n; i++)
		here = here || l.chain[i].v == e->organization.v;
	if (!here)
		return E_NOTFOUND;
	t->organization = s.organization;
	TRY(waiting_look(&l, t, &pt));
	for (size_t i = 0; i < pt.ntypes; i++)
		if (pt.types[i].service == t->service.v)
			x.type = &pt.types[i];
	if (!x.type || !str_eq(e->state, S("waiting")))
		return E_CONFLICT;
	l.rules.quiet_from = l.rules.quiet_to;		/* the person has been spoken to */
	minutes = answer_minutes(&l.rules, l.here.min, pt.ahead_min, 0);
	if (!minutes)
		return E_CONFLICT;
	x.answer_by.v = rq->now.v + minutes * 60;
	return waiting_offer(&l, &x, &id);
}

enum err waiting_desk_offer(struct rq *rq)
{
	const struct offer_in *in = rq->form;
	struct waiting_entry_row_row e;
	struct waiting_free t;
	enum err done;

	TRY(entry_of(rq, &e));
	if (in->why_offer.n < REASON_LEAST)
		return rq_wrong(rq, "why_offer", N_("Write why this person is asked out of turn"));
	if (!time_read(in->time, &t))
		return E_INPUT;
	done = offer_by_hand(rq, &e, &t, in->why_offer);
	if (done == E_CONFLICT || done == E_INPUT)
		return rq_wrong(rq, "time", N_("This time is no longer free, or the person has another offer open"));
	TRY(done);
	TRY(note(rq, &e, "offer", e.class, in->why_offer));
	return noted(rq, &e);
}

static const char *const answers[] = { "yes", "no", NULL };
struct answer_in { int32_t answer; };
static const struct field answer_fields[] = {
	FIELD(answer_in, answer, F_CHOICE, int32_t, .choices = answers, .required = true),
};
const struct form waiting_answer_form = FORM(answer_in, answer_fields);

/* What the person said on the phone. */
enum err waiting_desk_answer(struct rq *rq)
{
	const struct answer_in *in = rq->form;
	struct waiting_answer by = { .channel = CH_PHONE, .account = rq->who.account, .role = str_of(role_code(rq->who.role)) };
	struct waiting_offer_open_of_row open;
	struct waiting_entry_row_row e;
	struct waiting_accepted got;
	enum err done;

	TRY(entry_of(rq, &e));
	done = waiting_offer_open_of(rq->db, rq->a, e.id, &open);
	by.offer = open.id;
	if (done == OK)
		done = in->answer ? waiting_decline(rq->db, rq->a, rq->now, &by) : waiting_accept(rq->db, rq->a, rq->now, &by, &got);
	if (done == E_CONFLICT || done == E_NOTFOUND || done == E_INPUT)
		return rq_problem(rq, N_("This offer is over: look at the request again."));
	TRY(done);
	if (in->answer)
		return noted(rq, &e);
	TRY(rq_audit(rq, AUDIT_CHANGE, got.patient.v, got.organization.v));
	return rq_redirect(rq, "/desk/appointments/%lld?booked=1", (long long)got.appointment.v);
}
