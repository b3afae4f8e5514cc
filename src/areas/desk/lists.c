/* Lists of a day: to print, as a document, and mailed each evening for the day the network fails. */
#include "areas/desk/pages.h"

#include "areas/accounts/accounts.h"
#include "areas/desk/acts.h"
#include "areas/desk/lists.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "desk_t.h"
#include "jobs/jobs.h"
#include "jobs/samples.h"
#include "pdf/pdf.h"
#include "web/trail.h"
#include "web/web.h"

enum { ADDRESS_STANDARD_MIN = 18 * 60 };

static bool wanted(const struct list_ask *ask, const struct schedule *s)
{
	int64_t id;

	if (!ask->of.n)
		return true;
	if (num_parse(ask->of, 1, INT64_MAX, &id) == OK)
		return s->id.v == id;
	return str_eq(s->specialty, ask->of);
}

static struct appointments kept(struct appointments all)
{
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].status != ST_CANCELLED && all.v[i].status != ST_ERROR)
			all.v[n++] = all.v[i];
	all.n = n;
	return all;
}

/* Who stands in that day; empty: nobody. */
static enum err name_substitute(struct db *db, struct arena *a, struct schedule_id id, const struct list_ask *ask,
	struct str *ret)
{
	struct substitution s;
	enum err e = substitute_on(db, a, id, ask->day, &s);

	*ret = e == OK ? s.practitioner_name.v[ask->lang] : STR_NONE;
	return e == E_NOTFOUND ? OK : e;
}

/* Who booked for them, and what they take beside the agenda. */
static enum err name_bookers(struct db *db, struct arena *a, enum lang lang, struct day_list *l)
{
	struct appointment_id *ids = ARENA_ARRAY(a, struct appointment_id, l->visits.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < l->visits.n; i++)
		if (l->visits.v[i].channel == CH_ASSISTED || l->visits.v[i].channel == CH_HEALTH_CENTRE)
			ids[n++] = l->visits.v[i].id;
	TRY(beside_say(db, a, lang, &l->visits, &l->with));
	return booker_marks(db, a, lang, ids, n, &l->marks);
}

enum err day_lists_load(struct db *db, struct arena *a, const struct scope *scope, const struct list_ask *ask,
	struct day_lists *ret)
{
	struct schedules rows;
	struct day_lists lists;

	if (ask->practitioner)
		TRY(schedule_worked_by(db, a, (struct practitioner_id){ ask->practitioner }, ask->day, ask->day, &rows));
	else
		TRY(schedule_list(db, a, ask->organization, &rows));
	lists = (struct day_lists){ ARENA_ARRAY(a, struct day_list, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		struct day_list *l = &lists.v[lists.n];

		if (!wanted(ask, &rows.v[i]))
			continue;
		TRY(appointment_day_of_schedule(db, a, scope, rows.v[i].id, ask->day,
			(struct day){ ask->day.n + 1 }, &l->visits));
		l->visits = kept(l->visits);
		l->name = rows.v[i].name.v[ask->lang];
		TRY(name_bookers(db, a, ask->lang, l));
		TRY(name_substitute(db, a, rows.v[i].id, ask, &l->substitute));
		lists.n += l->visits.n > 0;
	}
	*ret = lists;
	return OK;
}

static enum err saw(struct rq *rq, const struct day_lists *lists)
{
	for (size_t i = 0; i < lists->n; i++)
		TRY(desk_saw(rq, &lists->v[i].visits));
	return lists->n ? OK : rq_audit(rq, AUDIT_LIST, 0, rq->who.organization);
}

static enum err load_for(struct rq *rq, struct desk *d, struct list_ask *ask, struct day_lists *ret)
{
	TRY(desk_begin(rq, d));
	*ask = (struct list_ask){ d->id, rq_raw(rq, "of"), rq->who.role == ROLE_PRACTITIONER ? rq->who.practitioner : 0,
		desk_day(rq, "day", d->now.day), rq->lang };
	TRY(day_lists_load(rq->db, rq->a, &rq->who.scope, ask, ret));
	return saw(rq, ret);
}

enum err desk_print_page(struct rq *rq)
{
	struct list_ask ask;
	struct day_lists lists;
	struct desk d;
	char day[11];

	TRY(load_for(rq, &d, &ask, &lists));
	day_print(ask.day, day);

	struct page *pg = rq_page(rq, 200);

	t_desk_print(pg, ask.day, d.name, lists,
		url_add(rq->a, url_fmt(rq->a, "/desk/list.pdf?day=%s", day), "of", ask.of),
		url_add(rq->a, url_fmt(rq->a, "/desk?day=%s", day), "of", ask.of));
	return OK;
}

/* ---- the same as a document ---- */

/* The type, with which room and device, that somebody comes in addition and why, and who booked for the person. */
static struct str type_cell(struct arena *a, enum lang lang, const struct day_list *l, const struct appointment *x)
{
	const struct booker_mark *m = booker_mark_in(&l->marks, x->id);
	struct str with = beside_text_of(&l->with, x->id.v);
	struct str parts[] = { type_openly(lang, &x->service_name, x->sensitive), lang_tr(lang, N_("In addition")), extra_why(lang, x) };
	struct str cell = x->overbooked ? fill(a, lang_tr(lang, N_("%1 (%2: %3)")), parts, 3) : parts[0];
	const struct str both[] = { cell, with };

	if (with.n)
		cell = fill(a, lang_tr(lang, N_("%1, %2")), both, 2);
	if (!m)
		return cell;
	struct str by[] = { cell, booker_mark_said(a, lang, m) };

	return fill(a, lang_tr(lang, N_("%1, %2")), by, 2);
}

static void pdf_list(struct pdf *p, struct arena *a, enum lang lang, const struct day_list *l)
{
	const struct pdf_column columns[] = {
		{ lang_tr(lang, N_("Time")), 1, true, false }, { lang_tr(lang, N_("Person")), 4, false, false },
		{ lang_tr(lang, N_("Birth date")), 2, true, false }, { lang_tr(lang, N_("Phone")), 2, true, false },
		{ lang_tr(lang, N_("Type")), 3, false, false }, { lang_tr(lang, N_("Note")), 3, false, false },
	};

	pdf_heading(p, 2, l->name);
	if (l->substitute.n)
		pdf_text(p, fill(a, lang_tr(lang, N_("Replaced by %1")), &l->substitute, 1));
	pdf_table(p, columns, 6);
	for (size_t i = 0; i < l->visits.n; i++) {
		const struct appointment *x = &l->visits.v[i];
		int y = 0, m = 0, d = 0;

		if (day_is(x->birth_day))
			day_split(x->birth_day, &y, &m, &d);
		const struct str cells[] = { arena_fmt(a, "%02d:%02d", x->start_min / 60, x->start_min % 60),
			x->patient_name.s, y ? arena_fmt(a, "%02d/%02d/%04d", d, m, y) : S("–"),
			x->phone.n ? text_phone(a, x->phone) : S("–"), type_cell(a, lang, l, x), x->note };

		pdf_table_row(p, cells, 6);
	}
	pdf_table_end(p);
}

enum err desk_print_pdf(struct rq *rq)
{
	struct list_ask ask;
	struct day_lists lists;
	struct desk d;
	struct pdf *p;
	struct str bytes;
	char day[11];

	TRY(load_for(rq, &d, &ask, &lists));
	day_print(ask.day, day);

	struct str parts[] = { d.name, text_long_day(rq->a, rq->lang, ask.day) };
	struct str title = fill(rq->a, lang_tr(rq->lang, N_("%1, %2")), parts, 2);
	struct pdf_options o = { .title = title, .rtl = rq->lang == LANG_AR, .landscape = true, .now = rq->now, .foot = d.name };

	TRY(pdf_new(rq->a, &o, &p));
	pdf_heading(p, 1, title);
	if (!lists.n)
		pdf_text(p, lang_tr(rq->lang, N_("Nobody is expected that day.")));
	for (size_t i = 0; i < lists.n; i++) {
		if (i)
			pdf_page_break(p);
		pdf_list(p, rq->a, rq->lang, &lists.v[i]);
	}
	TRY(pdf_end(p, &bytes));
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "diwan-%s.pdf", day), bytes);
}

/* ---- tomorrow's lists ---- */

static enum err show_lists(struct rq *rq, int status, struct str note)
{
	struct desk_list_get_row row = { .email = S(""), .lang = str_of(lang_code(rq->lang)),
		.at_min = { ADDRESS_STANDARD_MIN }, .sent_day = DAY_NONE };
	struct list_ask ask;
	struct day_lists lists;
	struct desk d;
	enum err e;

	TRY(desk_begin(rq, &d));
	ask = (struct list_ask){ d.id, S(""), 0, { d.now.day.n + 1 }, rq->lang };
	TRY(day_lists_load(rq->db, rq->a, &rq->who.scope, &ask, &lists));
	e = desk_list_get(rq->db, rq->a, d.id, &row);
	if (e != OK && e != E_NOTFOUND)
		return e;
	TRY(saw(rq, &lists));

	struct page *pg = rq_page(rq, status);

	if (note.n) {
		pg->frame->note = note;
		pg->frame->note_warn = true;
	}
	t_desk_lists(pg, ask.day, lists, &row, role_in(rq, R(HEAD_OF_ADMISSIONS) | R(DIRECTOR)));
	return OK;
}

enum err desk_lists_page(struct rq *rq)
{
	return show_lists(rq, rq_has_errors(rq) ? 422 : 200, S(""));
}

struct lists_in { struct str email; int32_t lang, at; int64_t version; };
static const struct field lists_fields[] = {
	FIELD(lists_in, email, F_EMAIL, struct str),
	FIELD(lists_in, lang, F_CHOICE, int32_t, .required = true, .choices = person_langs),
	FIELD(lists_in, at, F_MIN, int32_t, .required = true),
	FIELD(lists_in, version, F_INT, int64_t, .max = INT64_MAX),
};
const struct form desk_lists_form = FORM(lists_in, lists_fields);

enum err desk_lists_put(struct rq *rq)
{
	const struct lists_in *in = rq->form;
	struct organization_id o = { rq->who.organization };
	struct desk_list_get_row now = { .version = 0 };
	enum err e = desk_list_get(rq->db, rq->a, o, &now);

	if (e != OK && e != E_NOTFOUND)
		return e;
	if (now.version != in->version) {
		TRY(show_lists(rq, 409, lang_tr(rq->lang, N_("Somebody else changed this while you had it open. What holds now stands above the form; what you typed is still in it."))));
		return E_CONFLICT;
	}
	TRY(desk_list_put(rq->db, rq->a, o, in->email,
		str_of(person_langs[in->lang]), (struct minutes){ in->at }));
	/* to whom the names of tomorrow's people are mailed */
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, o.v, o.v, S("lists")));
	return rq_redirect(rq, "/desk/lists");
}

static struct str list_sample(struct arena *a, enum lang l, int which, enum sample_size size)
{
	struct appointment x = { .patient_name = { sample_person(l, size) }, .birth_day = day_of(1980, 5, 1), .phone = SAMPLE_PHONE,
		.start_min = 9 * 60, .service_name = names_make(S("Consultation"), S("استشارة"), S("Consultation")) };
	struct day_list list = { .name = sample_person(l, size), .visits = { &x, 1 } };

	(void)which;
	return PAGE_TEXT(a, l, t_desk_day_list(pg, SAMPLE_DAY, (struct day_lists){ &list, 1 }));
}

const struct sample desk_samples[] = {
	{ "day_list", N_("To the house, each evening if it wishes: the lists of the next day"), "mail", false, 0, 0, 0, list_sample },
	{ 0 },
};

/* The mail leaves this house with everybody on it. */
static enum err note_mail(struct db *db, struct arena *a, struct instant now, const struct day_lists *lists)
{
	const struct audit_by by = { 0, S("job"), S("mail of the day's lists"), now };
	struct audit_row *rows;
	size_t max = 1, n = 0;

	for (size_t i = 0; i < lists->n; i++)
		max += lists->v[i].visits.n;
	rows = ARENA_ARRAY(a, struct audit_row, max);
	for (size_t i = 0; i < lists->n; i++)
		for (size_t k = 0; k < lists->v[i].visits.n; k++) {
			const struct appointment *x = &lists->v[i].visits.v[k];

			rows[n++] = (struct audit_row){ x->organization.v, x->patient.v, 0, AUDIT_EXPORT, S("") };
		}
	return audit_write(db, a, &by, rows, n);
}

/* One organisation's mail for tomorrow, in the transaction that notes it as sent. */
static enum err mail_one(struct db *db, struct arena *a, struct instant now, const struct desk_list_all_row *o,
	struct day today)
{
	struct scope scope = access_scope(ROLE_DESK, o->tree_lo, o->tree_hi, 0, 0);
	struct list_ask ask = { o->organization_id, S(""), 0, { today.n + 1 }, LANG_FR };
	struct day_lists lists;
	int64_t n;

	lang_of(o->lang, &ask.lang);
	TRY(desk_list_sent(db, a, today, o->organization_id, &n));
	if (!n)
		return OK;
	TRY(day_lists_load(db, a, &scope, &ask, &lists));
	TRY(note_mail(db, a, now, &lists));
	return message_queue(db, a, now, &(struct message){ .organization = o->organization_id.v, .channel = S("mail"),
		.template = S("day_list"), .lang = o->lang, .recipient = o->email,
		.body = PAGE_TEXT(a, ask.lang, t_desk_day_list(pg, ask.day, lists)),
		.due_at = now, .drop_at = { now.v + 18 * 3600 } });
}

enum err desk_lists_job(struct db *db, struct arena *a, struct instant now)
{
	struct desk_list_all_rows rows;

	TRY(desk_list_all(db, a, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct desk_list_all_row *o = &rows.v[i];
		const struct zone *zone;
		struct local here;
		enum err e;

		if (zone_get(o->zone, &zone) != OK)
			continue;
		here = zone_local(zone, now);
		if (here.min < o->at_min.v || (day_is(o->sent_day) && o->sent_day.n >= here.day.n))
			continue;
		TRY(db_begin(db));
		e = mail_one(db, a, now, o, here.day);
		if (e == OK)
			e = db_commit(db);
		if (e != OK) {
			db_rollback(db);
			return e;
		}
	}
	return OK;
}
