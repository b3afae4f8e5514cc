/* When people are reminded: the hours of a house, and the days for each type of its catalogue. */
#include "areas/reminders/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "page/text.h"
#include "reminders_t.h"

static const struct { const char *name; int32_t days; } steps[] = {
	{ "d30", 30 }, { "d14", 14 }, { "d7", 7 }, { "d3", 3 }, { "d2", 2 }, { "d1", 1 }, { "d0", 0 },
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

struct str plan_day_said(const struct page *pg, int32_t days)
{
	if (!days)
		return tr(pg, "the same morning");
	return tr_n(pg, days, "%d day before", "%d days before");
}

struct str plan_said(const struct page *pg, struct str days)
{
	struct remind_days d;
	struct str out = STR_NONE;

	if (remind_days_read(days, &d) != OK || !d.n)
		return tr(pg, "no reminder");
	for (size_t i = 0; i < d.n; i++)
		out = out.n ? FILL(pg, tr(pg, "%1, %2"), out, plan_day_said(pg, d.v[i])) : plan_day_said(pg, d.v[i]);
	return out;
}

struct plans_at { int64_t organization; };
static const struct field at_fields[] = { FIELD(plans_at, organization, F_INT, int64_t, .max = INT64_MAX) };
const struct form plans_at_form = FORM(plans_at, at_fields);

/* One of the account's branch; its own when none is named. */
static enum err house(struct rq *rq, int64_t id, struct remind_house *ret)
{
	TRY(remind_house_of(rq, (struct organization_id){ id ? id : rq->who.organization }, ret));
	return ret->o.tree_lo >= rq->who.scope.lo && ret->o.tree_hi <= rq->who.scope.hi ? OK : E_NOTFOUND;
}

static enum err read_hours(struct rq *rq, const struct remind_house *h, struct plans_page *p)
{
	int64_t day, morning, evening;

	TRY(organization_setting(rq->db, rq->a, h->o.tree_lo, SETTING_REMIND_DAY, &day));
	TRY(organization_setting(rq->db, rq->a, h->o.tree_lo, SETTING_REMIND_MORNING, &morning));
	TRY(organization_setting(rq->db, rq->a, h->o.tree_lo, SETTING_REMIND_EVENING, &evening));
	TRY(organization_setting(rq->db, rq->a, h->o.tree_lo, SETTING_LETTER_DAYS, &p->letter_days));
	TRY(organization_setting(rq->db, rq->a, h->o.tree_lo, SETTING_CALL_RISK, &p->risk));
	p->hours = (struct remind_hours){ (int32_t)day, (int32_t)morning, (int32_t)evening };
	return OK;
}

enum err plans_page(struct rq *rq)
{
	struct services all;
	struct remind_house h;
	struct plans_page p = { 0 };
	int64_t id = 0;

	if (rq_raw(rq, "organization").n)
		TRY(num_parse(rq_raw(rq, "organization"), 1, INT64_MAX, &id) == OK ? OK : E_NOTFOUND);
	TRY(house(rq, id, &h));
	TRY(read_hours(rq, &h, &p));
	TRY(service_list(rq->db, rq->a, h.o.id, &all));
	p.at = h.o.id;
	p.step = h.name;
	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	p.lines.v = ARENA_ARRAY(rq->a, struct plan_line, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct service *v = &all.v[i];
		struct plan_get_row r;

		if (!v->active)
			continue;
		TRY(plan_get(rq->db, rq->a, v->id, &r));
		p.lines.v[p.lines.n++] = (struct plan_line){ v->id, v->name.v[rq->lang],
			plan_said(pg, r.days.p ? r.days : r.above.p ? r.above : S(REMIND_STANDARD)), !r.days.p, v->organization.v == h.o.id.v };
	}
	t_reminders_plans(pg, &p);
	return OK;
}

struct hours_in { int64_t organization, letters, risk; int32_t day, morning, evening; };
static const struct field hours_fields[] = {
	FIELD(hours_in, organization, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
	FIELD(hours_in, letters, F_INT, int64_t, .required = true, .max = 60),
	FIELD(hours_in, risk, F_INT, int64_t, .required = true, .max = 100),
	FIELD(hours_in, day, F_MIN, int32_t, .required = true),
	FIELD(hours_in, morning, F_MIN, int32_t, .required = true),
	FIELD(hours_in, evening, F_MIN, int32_t, .required = true),
};
const struct form plans_form = FORM(hours_in, hours_fields);

enum err plans_hours(struct rq *rq)
{
	const struct hours_in *in = rq->form;
	struct remind_house h;

	TRY(house(rq, in->organization, &h));
	if (in->morning > 720)
		return rq_wrong(rq, "morning", N_("At noon at the latest"));
	if (in->evening < 720)
		return rq_wrong(rq, "evening", N_("At noon at the earliest"));
	const struct { const char *name; int64_t value; } all[] = {
		{ SETTING_REMIND_DAY, in->day }, { SETTING_REMIND_MORNING, in->morning }, { SETTING_REMIND_EVENING, in->evening },
		{ SETTING_LETTER_DAYS, in->letters }, { SETTING_CALL_RISK, in->risk },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		TRY(organization_setting_set(rq->db, rq->a, h.o.id, h.o.tree_lo, all[i].name, all[i].value));
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, h.o.id.v, h.o.id.v, S("reminders")));
	return rq_redirect(rq, "/admin/reminders?organization=%lld", (long long)h.o.id.v);
}

/* ---- one type ---- */

static enum err type_of(struct rq *rq, struct plan_get_row *ret)
{
	struct remind_house h;

	TRY(plan_get(rq->db, rq->a, (struct service_id){ rq_id(rq, 0) }, ret));
	return house(rq, ret->organization.v, &h);
}

enum err plan_page(struct rq *rq)
{
	struct plan_choice choices[STEPS];
	struct plan_get_row row;
	struct remind_days d;

	TRY(type_of(rq, &row));
	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	struct plan_page p = { .id = { rq_id(rq, 0) }, .at = row.organization, .own = row.days.p != NULL,
		.name = organization_name(rq->lang, row.name_fr, row.name_ar, row.name_en),
		.above = plan_said(pg, row.above.p ? row.above : S(REMIND_STANDARD)), .choices = { choices, STEPS } };

	if (remind_days_read(row.days.p ? row.days : row.above.p ? row.above : S(REMIND_STANDARD), &d) != OK)
		d.n = 0;
	for (size_t i = 0; i < STEPS; i++) {
		choices[i] = (struct plan_choice){ steps[i].name, steps[i].days, false };
		for (size_t k = 0; k < d.n; k++)
			choices[i].chosen = choices[i].chosen || d.v[k] == steps[i].days;
	}
	t_reminders_plan(pg, &p);
	return OK;
}

static const char *const ways[] = { "own", "follow", NULL };
struct plan_in { int32_t how; bool d30, d14, d7, d3, d2, d1, d0; };
static const struct field plan_fields[] = {
	FIELD(plan_in, how, F_CHOICE, int32_t, .required = true, .choices = ways),
	FIELD(plan_in, d30, F_BOOL, bool), FIELD(plan_in, d14, F_BOOL, bool), FIELD(plan_in, d7, F_BOOL, bool), FIELD(plan_in, d3, F_BOOL, bool),
	FIELD(plan_in, d2, F_BOOL, bool), FIELD(plan_in, d1, F_BOOL, bool), FIELD(plan_in, d0, F_BOOL, bool),
};
const struct form plan_form = FORM(plan_in, plan_fields);

enum err plan_save(struct rq *rq)
{
	const struct plan_in *in = rq->form;
	const bool ticked[STEPS] = { in->d30, in->d14, in->d7, in->d3, in->d2, in->d1, in->d0 };
	struct service_id id = { rq_id(rq, 0) };
	struct str days = STR_NONE;
	struct plan_get_row row;
	struct remind_days d;

	TRY(type_of(rq, &row));
	for (size_t i = 0; i < STEPS; i++)
		if (ticked[i])
			days = arena_fmt(rq->a, "%.*s%s%d", STR_ARG(days), days.n ? " " : "", (int)steps[i].days);
	if (in->how == 0 && remind_days_read(days, &d) != OK)
		return rq_wrong(rq, "d30", N_("At most 6 reminders"));
	TRY(in->how ? remind_plan_drop(rq->db, rq->a, id) : remind_plan_put(rq->db, rq->a, id, row.organization, days.n ? days : S("")));
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, row.organization.v, row.organization.v, S("reminders")));
	return rq_redirect(rq, "/admin/reminders?organization=%lld", (long long)row.organization.v);
}
