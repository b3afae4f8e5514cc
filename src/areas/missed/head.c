/* What the head of admissions sees and settles: how well the score does, where a place may be spared, the policy. */
#include "areas/missed/pages.h"

#include "areas/organizations/organizations.h"
#include "missed_t.h"
#include "organizations_q.h"

#include <math.h>

enum { SPARE_MOST = 40 };

/* The house that the account works for: a department's score is its establishment's. */
static enum err house_here(struct rq *rq, struct house *ret, struct str *ret_name)
{
	struct organization_get_row o, up;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &o));
	while (str_eq(o.kind, S("department")) && o.parent_id.v) {
		TRY(organization_get(rq->db, rq->a, o.parent_id, &up));
		if (!str_eq(up.kind, S("establishment")) && !str_eq(up.kind, S("department")))
			break;
		o = up;
	}
	ret->id = o.id;
	ret->lo = o.tree_lo;
	ret->hi = o.tree_hi;
	TRY(zone_get(o.zone, &ret->zone));
	ret->here = zone_local(ret->zone, rq->now);
	*ret_name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	return OK;
}

static const char *const words[RISK_FEATURES] = {
	[RISK_LEAD] = N_("Booked a month before, against a week"),
	[RISK_MISSES] = N_("One past miss more"),
	[RISK_CAME] = N_("One past visit more that took place"),
	[RISK_EARLY] = N_("Before 10:00"),
	[RISK_LATE] = N_("From 14:00 on"),
	[RISK_YES] = N_("Answered that she comes"),
};

/* How the odds change with each thing; of the wait, from a week to a month. */
static enum err fill_weights(struct rq *rq, const struct house *h, struct risk_page *p)
{
	struct risk_weights w;

	TRY(model_weights(rq->db, rq->a, h->id, &w));
	p->weights.v = ARENA_ARRAY(rq->a, struct weight_line, RISK_FEATURES);
	for (int i = 0; i < RISK_FEATURES; i++) {
		double by = i == RISK_LEAD ? log1p(30) - log1p(7) : 1;

		if (words[i])
			p->weights.v[p->weights.n++] = (struct weight_line){ words[i], (int64_t)llround(100 * exp(w.w[i] * by)) };
	}
	return OK;
}

static enum err fill_model(struct rq *rq, const struct house *h, struct risk_page *p)
{
	struct missed_bins_rows bins;
	enum err e = missed_model_get(rq->db, rq->a, h->id, &p->m);

	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	TRY(missed_bins(rq->db, rq->a, h->id, &bins));
	p->fitted = p->m.tried > 0;
	if (p->m.brier_plain)
		p->better = 100 - p->m.brier * 100 / p->m.brier_plain;
	p->bins.v = ARENA_ARRAY(rq->a, struct bin_line, bins.n + 1);
	for (size_t i = 0; i < bins.n; i++) {
		if (bins.v[i].n)
			p->bins.v[p->bins.n++] = (struct bin_line){ bins.v[i].bin * 100 / RISK_BINS, bins.v[i].n, bins.v[i].missed,
				(bins.v[i].expected + 500000) / 1000000 };
		if (bins.v[i].n < BIN_LEAST)
			continue;
		p->all.n += bins.v[i].n;
		p->all.missed += bins.v[i].missed;
		p->all.expected += bins.v[i].expected;
	}
	p->all.expected = (p->all.expected + 500000) / 1000000;
	return OK;
}

static struct str agenda_name(const struct rq *rq, const struct missed_forecast_row *r)
{
	if (r->schedule_fr.n || !r->own_name.s.p)
		return organization_name(rq->lang, r->schedule_fr, r->schedule_ar, STR_NONE);
	return organization_name(rq->lang, r->own_name.s, r->own_name_ar.s, STR_NONE);
}

static struct url day_of_agenda(const struct rq *rq, const struct missed_forecast_row *r)
{
	char day[11];

	day_print(r->day, day);
	return url_fmt(rq->a, "/desk?day=%s&of=%lld", day, (long long)r->schedule.v);
}

/* Agendas of the next days in which somebody will very likely stay away, by day. */
static enum err fill_spare(struct rq *rq, const struct house *h, struct risk_page *p)
{
	struct missed_forecast_rows rows;
	int64_t most;
	double *chance;

	TRY(organization_setting(rq->db, rq->a, h->lo, SETTING_EXTRA_PER_DAY, &most));
	TRY(missed_forecast(rq->db, rq->a, (struct day){ h->here.day.n + 1 }, (struct day){ h->here.day.n + RISK_DAYS + 1 }, rq->who.tree_lo,
		rq->who.tree_hi, &rows));
	chance = ARENA_ARRAY(rq->a, double, rows.n + 1);
	p->spare.v = ARENA_ARRAY(rq->a, struct spare_line, SPARE_MOST);
	for (size_t i = 0, from = 0; i < rows.n; i++) {
		const struct missed_forecast_row *r = &rows.v[i];
		double sum = 0;
		int32_t spare;

		chance[i] = r->risk / 1000.0;
		if (i + 1 < rows.n && rows.v[i + 1].schedule.v == r->schedule.v && rows.v[i + 1].day.n == r->day.n)
			continue;
		for (size_t k = from; k <= i; k++)
			sum += chance[k];
		spare = risk_spare(chance + from, i + 1 - from, (int32_t)most);
		if (spare && p->spare.n < SPARE_MOST)
			p->spare.v[p->spare.n++] = (struct spare_line){ r->day, day_of_agenda(rq, r), agenda_name(rq, r),
				(int64_t)(i + 1 - from), spare, (int64_t)llround(sum * 10) };
		from = i + 1;
	}
	return OK;
}

enum err missed_risk_page(struct rq *rq)
{
	struct risk_page p = { 0 };
	struct house h;

	TRY(house_here(rq, &h, &p.step));
	TRY(fill_model(rq, &h, &p));
	TRY(fill_weights(rq, &h, &p));
	TRY(fill_spare(rq, &h, &p));
	t_missed_risk(rq_page(rq, 200), &p);
	return OK;
}

/* ---- the policy ---- */

struct rules_in { int64_t after, months, hours; int32_t propose_at; bool message; };
static const struct field rules_fields[] = {
	FIELD(rules_in, propose_at, F_MIN, int32_t, .required = true),
	FIELD(rules_in, message, F_BOOL, bool),
	FIELD(rules_in, after, F_INT, int64_t, .required = true, .max = 20),
	FIELD(rules_in, months, F_INT, int64_t, .required = true, .min = 1, .max = 36),
	FIELD(rules_in, hours, F_INT, int64_t, .required = true, .min = 4, .max = 240),
};
const struct form missed_rules_form = FORM(rules_in, rules_fields);

enum err missed_rules_page(struct rq *rq)
{
	struct rules_page p;
	struct house h;

	TRY(house_here(rq, &h, &p.step));
	TRY(missed_policy(rq->db, rq->a, rq->who.tree_lo, &p.policy));
	t_missed_rules(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

enum err missed_rules_save(struct rq *rq)
{
	const struct rules_in *in = rq->form;
	const struct { const char *name; int64_t value; } all[] = {
		{ SETTING_MISSED_PROPOSE_AT, in->propose_at }, { SETTING_MISSED_MESSAGE, in->message }, { SETTING_MISSED_CONFIRM_AFTER, in->after },
		{ SETTING_MISSED_MONTHS, in->months }, { SETTING_MISSED_CONFIRM_HOURS, in->hours },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		TRY(organization_setting_set(rq->db, rq->a, (struct organization_id){ rq->who.organization }, rq->who.tree_lo, all[i].name,
			all[i].value));
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("missed")));
	return rq_redirect(rq, "/desk/missed/rules?saved=1");
}
