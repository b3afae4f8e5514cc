/* Pages of people's files: look up, show, put right, compare and merge, give out, erase. */
#include "areas/patients/pages.h"

#include "areas/desk/desk.h"
#include "areas/patients/files.h"
#include "areas/patients/rules/likeness.h"
#include "base/num.h"
#include "base/utf8.h"
#include "jobs/bounces.h"
#include "organizations_q.h"
#include "patients_t.h"
#include "web/web.h"

enum { MAY_ERASE = R(HEAD_OF_ADMISSIONS) | R(DIRECTOR) };

const char *person_field(struct str field)
{
	static const struct { const char *code, *name; } names[] = {
		{ "name", N_("Name") }, { "birth_day", N_("Birth date") }, { "sex", N_("Sex") },
		{ "phone", N_("Phone") }, { "email", N_("E-mail") }, { "identity_number", N_("Identity card") },
		{ "lang", N_("Language of messages") }, { "merge", N_("A file merged into this one") },
		{ "merged_into", N_("Merged into another file") }, { "unmerge", N_("A merge undone") },
		{ "unmerged_from", N_("Parted from another file") }, { "erased", N_("Erased") },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(field, str_of(names[i].code)))
			return names[i].name;
	return N_("Other");
}

bool person_field_is_file(struct str field)
{
	return str_eq(field, S("merge")) || str_eq(field, S("merged_into")) || str_eq(field, S("unmerge")) ||
		str_eq(field, S("unmerged_from"));
}

enum { SHOWN = 30 };	/* people of one search */

static enum err people(struct rq *rq)
{
	struct sought sought = rq_sought(rq);
	struct patient_matches found;
	bool more;

	TRY(patient_search(rq->db, rq->a, &rq->who.scope, sought.text, SHOWN + 1, &found));
	more = found.n > SHOWN;
	found.n = more ? SHOWN : found.n;
	for (size_t i = 0; i < found.n; i++)
		TRY(rq_audit(rq, AUDIT_SEARCH, found.v[i].who.id.v, found.v[i].who.organization.v));

	struct page *pg = rq_page(rq, 200);

	t_patients_people(pg, sought.text, sought.word, found, more);
	return OK;
}

static enum err people_find(struct rq *rq)
{
	return rq_found(rq, U("/desk/people"));
}

/* Back to the list that a file was opened from. */
static struct url people_url(const struct rq *rq)
{
	return url_add(rq->a, U("/desk/people"), "found", rq_sought(rq).word);
}

static struct person person_of(const struct patient *p)
{
	return (struct person){ p->name, p->birth_day, p->sex, p->phone, p->lang, p->identity_number, p->email };
}

static struct patient_matches but(struct patient_matches all, struct patient_id id)
{
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].who.id.v != id.v && all.v[i].score >= LIKELY_DOUBLE)
			all.v[n++] = all.v[i];
	all.n = n;
	return all;
}

static enum err erasable(struct rq *rq, const struct patient_row_row *r, struct retention *table,
	struct day *last, struct day *free_day)
{
	TRY(retention_of(rq->db, rq->a, r->organization_id, S("patient"), table));
	return retention_days(rq->db, rq->a, table, r->id, r->created_at, last, free_day);
}

static enum err today(struct rq *rq, struct organization_id o, struct day *ret)
{
	struct organization_get_row node;
	const struct zone *zone;

	TRY(organization_get(rq->db, rq->a, o, &node));
	TRY(zone_get(node.zone, &zone));
	*ret = zone_local(zone, rq->now).day;
	return OK;
}

static enum err came_back(struct rq *rq, struct str address, struct person_file *f)
{
	struct mail_bounce b;
	enum err e = mail_bounce_get(rq->db, rq->a, address, &b);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	f->mail_back = true;
	f->mail_back_on.n = (int32_t)(b.at.v / 86400);
	return OK;
}

/* Its address, else those given with appointments. */
static enum err mail_of(struct rq *rq, struct patient_id id, struct person_file *f)
{
	if (f->who.email.n)
		return came_back(rq, f->who.email, f);
	TRY(patient_given_mails(rq->db, rq->a, &rq->who.scope, id, &f->mails));
	for (size_t i = 0; i < f->mails.n; i++)
		TRY(came_back(rq, f->mails.v[i].email, f));
	return OK;
}

static enum err file_page(struct rq *rq)
{
	struct patient_id id = { rq_id(rq, 0) };
	struct patient_row_row r;
	struct person_file f = { .may_erase = (1u << rq->who.role) & MAY_ERASE,
		.may_see_trail = rq->who.role == ROLE_DIRECTOR, .back = people_url(rq) };
	struct retention table;
	struct day last;
	enum lang l = LANG_FR;

	TRY(patient_row(rq->db, rq->a, &rq->who.scope, id, &r));
	TRY(patient_get(rq->db, rq->a, &rq->who.scope, id, &f.who));
	f.created_at = r.created_at;
	f.word = rq_word(rq, id.v);
	lang_of(r.lang, &l);
	f.lang = str_of(lang_name(l));
	TRY(erasable(rq, &r, &table, &last, &f.free_day));
	TRY(appointment_of_patient(rq->db, rq->a, &rq->who.scope, id, &f.visits));
	TRY(series_of_these(rq->db, rq->a, &f.visits, &f.series));
	TRY(patient_trail_list(rq->db, rq->a, &rq->who.scope, id, &f.trail));
	TRY(patient_merged_here(rq->db, rq->a, &rq->who.scope, id, &f.merges));
	if (!f.who.erased && !f.who.merged_into.v) {
		struct person p = person_of(&f.who);

		TRY(patient_doubles(rq->db, rq->a, r.organization_id, &p, &f.doubles));
		f.doubles = but(f.doubles, id);
	}
	TRY(mail_of(rq, id, &f));
	TRY(rq_audit(rq, AUDIT_READ, id.v, r.organization_id.v));
	for (size_t i = 0; i < f.doubles.n; i++)
		TRY(rq_audit(rq, AUDIT_SEARCH, f.doubles.v[i].who.id.v, f.doubles.v[i].who.organization.v));
	if (f.who.merged_into.v)
		TRY(rq_audit(rq, AUDIT_SEARCH, f.who.merged_into.v, r.organization_id.v));
	for (size_t i = 0; i < f.merges.n; i++)
		TRY(rq_audit(rq, AUDIT_SEARCH, f.merges.v[i].merged_id.v, r.organization_id.v));

	struct page *pg = rq_page(rq, 200);

	t_patients_file(pg, &f);
	return OK;
}

/* Somebody has made sure that mail arrives there after all. */
static enum err mail_again(struct rq *rq)
{
	struct patient_id id = { rq_id(rq, 0) };
	struct patient_given_mails_rows given;
	struct patient p;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, id, &p));
	if (p.email.n)
		TRY(mail_address_put_good(rq->db, rq->a, p.email));
	TRY(patient_given_mails(rq->db, rq->a, &rq->who.scope, id, &given));
	for (size_t i = 0; i < given.n; i++)
		TRY(mail_address_put_good(rq->db, rq->a, given.v[i].email));
	TRY(rq_audit(rq, AUDIT_CHANGE, id.v, p.organization.v));
	return rq_redirect(rq, "/desk/people/%lld", (long long)id.v);
}

/* It was mistyped, or the person does not wish it: what was given with appointments serves no more. */
static enum err mail_drop(struct rq *rq)
{
	struct patient_id id = { rq_id(rq, 0) };
	struct patient p;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, id, &p));
	TRY(patient_mail_given_drop(rq->db, rq->a, id));
	TRY(rq_audit(rq, AUDIT_CHANGE, id.v, p.organization.v));
	return rq_redirect(rq, "/desk/people/%lld", (long long)id.v);
}

/* ---- putting right ---- */

struct edit_in {
	struct name name;
	struct day birth;
	int32_t sex, lang;
	struct str phone, identity, email;
	int64_t version;
};
static const struct field edit_fields[] = {
	FIELD(edit_in, name, F_NAME, struct name, .required = true),
	FIELD(edit_in, birth, F_DAY, struct day),
	FIELD(edit_in, sex, F_CHOICE, int32_t, .required = true, .choices = person_sexes),
	FIELD(edit_in, lang, F_CHOICE, int32_t, .choices = person_langs),
	FIELD(edit_in, phone, F_PHONE, struct str),
	FIELD(edit_in, identity, F_TEXT, struct str, .max = 20),
	FIELD(edit_in, email, F_EMAIL, struct str),
	FIELD(edit_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
static const struct form edit_form = FORM(edit_in, edit_fields);

static enum err live_file(struct rq *rq, struct patient *ret)
{
	struct patient p;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, (struct patient_id){ rq_id(rq, 0) }, &p));
	if (p.erased || p.merged_into.v)
		return E_NOTFOUND;
	TRY(rq_audit(rq, AUDIT_READ, p.id.v, p.organization.v));
	*ret = p;
	return OK;
}

static enum err edit_page(struct rq *rq)
{
	struct patient p;

	TRY(live_file(rq, &p));
	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	t_patients_edit(pg, &p, NULL);
	return OK;
}

static enum err edit(struct rq *rq)
{
	const struct edit_in *in = rq->form;
	struct person p = { in->name, in->birth, str_of(person_sexes[in->sex]), in->phone,
		str_of(person_langs[in->lang >= 0 ? in->lang : 0]), in->identity, in->email };
	const struct zone *zone;
	struct patient now;

	TRY(live_file(rq, &now));
	TRY(zone_get(rq_setting_text(rq, "zone"), &zone));
	if (birth_unlikely(in->birth, zone_local(zone, rq->now).day))
		return rq_wrong(rq, "birth", birth_unlikely(in->birth, zone_local(zone, rq->now).day));
	if (now.version != in->version) {
		struct page *pg = rq_page(rq, 409);

		pg->frame->sent = true;
		t_patients_edit(pg, &now, &now);
		return E_CONFLICT;
	}
	TRY(patient_rectify(rq->db, rq->a, rq->now, &rq->who.scope, rq->who.account, now.id, in->version, &p));
	TRY(rq_audit(rq, AUDIT_CHANGE, now.id.v, now.organization.v));
	return rq_redirect(rq, "/desk/people/%lld", (long long)now.id.v);
}

/* ---- two files ---- */

static enum err load_compared(struct rq *rq, struct patient_id id, struct compared *ret)
{
	struct patient_row_row r;
	struct appointments visits;

	TRY(patient_row(rq->db, rq->a, &rq->who.scope, id, &r));
	TRY(patient_get(rq->db, rq->a, &rq->who.scope, id, &ret->who));
	if (ret->who.erased || ret->who.merged_into.v)
		return E_NOTFOUND;
	TRY(appointment_of_patient(rq->db, rq->a, &rq->who.scope, id, &visits));
	ret->created_at = r.created_at;
	ret->visits = (int64_t)visits.n;
	return rq_audit(rq, AUDIT_READ, id.v, r.organization_id.v);
}

static enum err compare(struct rq *rq)
{
	struct str_list ids = rq_all(rq, "id");
	struct compared x, y;
	int64_t a, b;

	if (ids.n != 2)
		return rq_problem(rq, N_("Choose two people to compare."));
	if (num_parse(ids.v[0], 1, INT64_MAX, &a) != OK || num_parse(ids.v[1], 1, INT64_MAX, &b) != OK || a == b)
		return E_NOTFOUND;
	TRY(load_compared(rq, (struct patient_id){ a }, &x));
	TRY(load_compared(rq, (struct patient_id){ b }, &y));

	struct likeness lx = { utf8_name_key(rq->a, x.who.name.s), x.who.birth_day, x.who.sex, x.who.phone,
		x.who.identity_number };
	struct likeness ly = { utf8_name_key(rq->a, y.who.name.s), y.who.birth_day, y.who.sex, y.who.phone,
		y.who.identity_number };
	struct page *pg = rq_page(rq, 200);

	t_patients_compare(pg, &x, &y, likeness_score(&lx, &ly), people_url(rq));
	return OK;
}

static const char *const keeps[] = { "a", "b", NULL };
struct merge_in { struct patient_id a, b; int32_t keep; };
static const struct field merge_fields[] = {
	FIELD(merge_in, a, F_ID, struct patient_id, .required = true),
	FIELD(merge_in, b, F_ID, struct patient_id, .required = true),
	FIELD(merge_in, keep, F_CHOICE, int32_t, .required = true, .choices = keeps),
};
static const struct form merge_form = FORM(merge_in, merge_fields);

static enum err merge(struct rq *rq)
{
	const struct merge_in *in = rq->form;
	struct patient_id kept = in->keep == 0 ? in->a : in->b, gone = in->keep == 0 ? in->b : in->a;
	struct patient_merge_id id;
	struct patient p;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, gone, &p));
	TRY(patient_get(rq->db, rq->a, &rq->who.scope, kept, &p));
	TRY(rq_audit(rq, AUDIT_MERGE, kept.v, p.organization.v));
	TRY(rq_audit(rq, AUDIT_MERGE, gone.v, p.organization.v));
	TRY(patient_merge(rq->db, rq->a, rq->now, &rq->who.scope, rq->who.account, kept, gone, &id));
	return rq_redirect(rq, "/desk/people/%lld", (long long)kept.v);
}

static enum err unmerge(struct rq *rq)
{
	struct patient_merge_id id = { rq_id(rq, 0) };
	struct patient_merge_get_row m;

	TRY(patient_merge_get(rq->db, rq->a, &rq->who.scope, id, &m));
	TRY(rq_audit(rq, AUDIT_MERGE, m.kept_id.v, m.organization_id.v));
	TRY(rq_audit(rq, AUDIT_MERGE, m.merged_id.v, m.organization_id.v));
	TRY(patient_unmerge(rq->db, rq->a, rq->now, &rq->who.scope, rq->who.account, id));
	return rq_redirect(rq, "/desk/people/%lld", (long long)m.merged_id.v);
}

/* ---- giving out, erasing ---- */

static enum err export_json(struct rq *rq)
{
	struct patient_id id = { rq_id(rq, 0) };
	struct patient p;
	struct buf out = BUF(4u << 20);
	struct str bytes;
	enum err e;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, id, &p));
	TRY(rq_audit(rq, AUDIT_EXPORT, id.v, p.organization.v));
	e = patient_export_json(rq->db, rq->a, &rq->who.scope, id, &out);
	bytes = arena_str(rq->a, buf_str(&out));
	buf_free(&out);
	TRY(e);
	return rq_file(rq, "application/json", arena_fmt(rq->a, "diwan-%lld.json", (long long)id.v), bytes);
}

static enum err export_pdf(struct rq *rq)
{
	struct patient_id id = { rq_id(rq, 0) };
	struct patient p;
	struct str bytes;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, id, &p));
	TRY(rq_audit(rq, AUDIT_EXPORT, id.v, p.organization.v));
	TRY(patient_export_pdf(rq->db, rq->a, &rq->who.scope, rq->lang, rq->now, id, &bytes));
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "diwan-%lld.pdf", (long long)id.v), bytes);
}

static enum err erase_page(struct rq *rq)
{
	struct patient_row_row r;
	struct patient p;
	struct retention table;
	struct day last, free_day, now;

	TRY(patient_row(rq->db, rq->a, &rq->who.scope, (struct patient_id){ rq_id(rq, 0) }, &r));
	TRY(patient_get(rq->db, rq->a, &rq->who.scope, r.id, &p));
	if (p.erased)
		return E_NOTFOUND;
	TRY(erasable(rq, &r, &table, &last, &free_day));
	TRY(today(rq, r.organization_id, &now));
	TRY(rq_audit(rq, AUDIT_READ, p.id.v, p.organization.v));

	struct page *pg = rq_page(rq, 200);

	t_patients_erase(pg, &p, &table, last, free_day, now.n >= free_day.n);
	return OK;
}

struct version_in { int64_t version; };
static const struct field version_fields[] = {
	FIELD(version_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
static const struct form version_form = FORM(version_in, version_fields);

/* Erases if the retention table allows it today. E_CONFLICT: not yet, or changed meanwhile. */
static enum err erase_one(struct rq *rq, struct patient_id id, int64_t version)
{
	struct patient_row_row r;
	struct retention table;
	struct day last, free_day, now;

	TRY(patient_row(rq->db, rq->a, &rq->who.scope, id, &r));
	TRY(rq_audit(rq, AUDIT_ERASE, id.v, r.organization_id.v));
	TRY(erasable(rq, &r, &table, &last, &free_day));
	TRY(today(rq, r.organization_id, &now));
	if (now.n < free_day.n)
		return rq_problem(rq, N_("The retention table keeps this file longer."));
	return patient_erase(rq->db, rq->a, rq->now, &rq->who.scope, rq->who.account, id,
		version ? version : r.version);
}

static enum err erase(struct rq *rq)
{
	const struct version_in *in = rq->form;
	struct patient_id id = { rq_id(rq, 0) };

	TRY(erase_one(rq, id, in->version));
	return rq_redirect(rq, "/desk/people/%lld", (long long)id.v);
}

static enum err due(struct rq *rq)
{
	struct retention table;
	struct patient_retention_due_rows rows;
	struct organization_id o = { rq->who.organization };
	struct day now, limit;

	TRY(retention_of(rq->db, rq->a, o, S("patient"), &table));
	TRY(today(rq, o, &now));
	limit = day_add_months(now, -table.months);
	TRY(patient_retention_due(rq->db, rq->a, &rq->who.scope, (struct instant){ (int64_t)limit.n * 86400 },
		limit, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, rows.v[i].id.v, rows.v[i].organization_id.v));

	struct page *pg = rq_page(rq, 200);

	t_patients_due(pg, rows, &table);
	return OK;
}

struct due_in { struct str_list id; };
static const struct field due_fields[] = { FIELD(due_in, id, F_LIST, struct str_list, .max = 500) };
static const struct form due_form = FORM(due_in, due_fields);

/* At most 150 at a time, so that the tick stays short. */
static enum err erase_due(struct rq *rq)
{
	const struct due_in *in = rq->form;

	for (size_t i = 0; i < in->id.n && i < 150; i++) {
		int64_t id;

		if (num_parse(in->id.v[i], 1, INT64_MAX, &id) != OK)
			return E_NOTFOUND;
		TRY(erase_one(rq, (struct patient_id){ id }, 0));
	}
	return rq_redirect(rq, "/desk/retention");
}

static const struct route routes[] = {
	{ "GET", "/desk/people", people, DESK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/desk/people", people_find, DESK_ROLES, READ, &search_form, 0, people_find, NULL, NULL },
	{ "GET", "/desk/people/:id", file_page, DESK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/people/:id/edit", edit_page, DESK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/people/:id/edit", edit, DESK_ROLES, WRITE, &edit_form, 0, edit_page, NULL, NULL },
	{ "POST", "/desk/people/:id/mail", mail_again, DESK_ROLES, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/people/:id/mail/drop", mail_drop, DESK_ROLES, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/people/:id/export.json", export_json, DESK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/desk/people/:id/export.pdf", export_pdf, DESK_ROLES, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/desk/people/:id/erase", erase_page, MAY_ERASE, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/people/:id/erase", erase, MAY_ERASE, WRITE, &version_form, 0, erase_page, NULL, NULL },
	{ "GET", "/desk/compare", compare, DESK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/merge", merge, DESK_ROLES, WRITE, &merge_form, 0, NULL, NULL, NULL },
	{ "POST", "/desk/merges/:id/undo", unmerge, DESK_ROLES, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/retention", due, MAY_ERASE, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/retention", erase_due, MAY_ERASE, WRITE, &due_form, 0, NULL, NULL, NULL },
	{ 0 }
};
static const struct nav nav[] = {
	{ DESK_ROLES, 25, "/desk/people", N_("People"), N_("Look up, put right, merge and give out a person’s file."), NULL, NULL },
	{ MAY_ERASE, 75, "/desk/retention", N_("Retention"), N_("Files past their time, to be erased."), NULL, NULL },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "retention", .every_seconds = 86400, .run = retention_job },
	{ .name = NULL }
};
const struct area area_patients = { .name = "patients", .routes = routes, .nav = nav, .jobs = jobs };
