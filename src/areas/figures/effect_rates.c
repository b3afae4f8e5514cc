/* The house's own minutes for an act of the desk, and what messages and letters cost, from a month on. */
#include "areas/figures/effect_page.h"

#include "areas/figures/inside.h"
#include "areas/organizations/organizations.h"
#include "figures_q.h"
#include "figures_t.h"
#include "organizations_q.h"

enum { PRICE_MOST = 100000 };

struct rates_in { int64_t book, change, remind, hours; int32_t since; };
static const struct field rates_fields[] = {
	FIELD(rates_in, book, F_INT, int64_t, .required = true, .max = 60),
	FIELD(rates_in, change, F_INT, int64_t, .required = true, .max = 60),
	FIELD(rates_in, remind, F_INT, int64_t, .required = true, .max = 60),
	FIELD(rates_in, hours, F_INT, int64_t, .required = true, .min = 500, .max = 3000),
	FIELD(rates_in, since, F_MONTH, int32_t),
};
const struct form effect_rates_form = FORM(rates_in, rates_fields);

struct price_in { int32_t from; int64_t sms, letter; };
static const struct field price_fields[] = {
	FIELD(price_in, from, F_MONTH, int32_t, .required = true),
	FIELD(price_in, sms, F_INT, int64_t, .required = true, .max = PRICE_MOST),
	FIELD(price_in, letter, F_INT, int64_t, .required = true, .max = PRICE_MOST),
};
const struct form effect_price_form = FORM(price_in, price_fields);
struct price_drop_in { int64_t month; };
static const struct field price_drop_fields[] = { FIELD(price_drop_in, month, F_INT, int64_t, .required = true, .max = 12 * 1000) };
const struct form effect_price_drop_form = FORM(price_drop_in, price_drop_fields);

static struct organization_id own(const struct rq *rq)
{
	return (struct organization_id){ rq->who.organization };
}

static enum err fill_prices(struct rq *rq, struct price_lines *ret)
{
	struct effect_prices_own_rows rows;

	TRY(effect_prices_own(rq->db, rq->a, own(rq), &rows));
	*ret = (struct price_lines){ ARENA_ARRAY(rq->a, struct price_line, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct price_line){ rows.v[i].month ? month_title(rq->a, rq->lang, rows.v[i].month) : STR_NONE, rows.v[i].month,
			rows.v[i].sms, rows.v[i].letter };
	return OK;
}

/* The same page for both forms: what was wrong stands beside its field. */
enum err effect_rates_page(struct rq *rq)
{
	struct organization_get_row o;
	struct rates_view v = { 0 };
	struct effect_prices all;
	int32_t month;

	TRY(figures_node(rq, STR_NONE, &o));
	month = figures_month(rq, INT32_MIN, o.zone);
	TRY(effect_rates(rq->db, rq->a, o.tree_lo, &v.rates));
	TRY(fill_prices(rq, &v.prices));
	v.since = v.rates.since ? month_text(rq->a, (int32_t)v.rates.since) : STR_NONE;
	TRY(effect_prices(rq->db, rq->a, o.tree_lo, &all));
	v.now = effect_price_of(&all, month);
	v.month = month_text(rq->a, month);
	t_figures_effect_rates(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

static enum err rates_saved(struct rq *rq, const char *to)
{
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("effect")));
	return rq_redirect(rq, "%s", to);
}

enum err effect_price_save(struct rq *rq)
{
	const struct price_in *in = rq->form;

	TRY(effect_price_set(rq->db, rq->a, own(rq), in->from, in->sms, in->letter));
	return rates_saved(rq, "/figures/effect/rates");
}

enum err effect_price_remove(struct rq *rq)
{
	const struct price_drop_in *in = rq->form;
	int64_t n;

	TRY(effect_price_drop(rq->db, rq->a, own(rq), (int32_t)in->month, &n));
	return n ? rates_saved(rq, "/figures/effect/rates") : rq_redirect(rq, "/figures/effect/rates");
}

enum err effect_rates_save(struct rq *rq)
{
	const struct rates_in *in = rq->form;
	const struct { const char *name; int64_t value; } all[] = {
		{ SETTING_EFFECT_BOOK, in->book }, { SETTING_EFFECT_CHANGE, in->change }, { SETTING_EFFECT_REMIND, in->remind },
		{ SETTING_EFFECT_HOURS, in->hours },
		{ SETTING_EFFECT_SINCE, in->since > 0 ? in->since : 0 },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		TRY(organization_setting_set(rq->db, rq->a, own(rq), rq->who.tree_lo, all[i].name, all[i].value));
	return rates_saved(rq, "/figures/effect");
}
