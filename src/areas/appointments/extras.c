/* Extra appointments. See extras.h. */
#include "areas/appointments/extras.h"

#include "appointments_q.h"
#include "areas/appointments/appointments.h"
#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "page/page.h"

enum { REASONS_MAX = 40 };

/* ---- reasons ---- */

static enum err standard_reasons(struct arena *a, struct extra_reasons *ret)
{
	static const struct { const char *code, *name; } standard[] = {
		{ "urgent", N_("A doctor asked for it urgently") },
		{ "ward", N_("Sent by a ward of the hospital") },
		{ "result", N_("A result must be seen soon") },
		{ "displaced", N_("The hospital had cancelled the appointment") },
		{ "far", N_("Came from far away") },
		{ "mistake", N_("A mistake of the hospital is put right") },
	};
	size_t n = sizeof(standard) / sizeof(standard[0]);
	struct extra_reasons out = { ARENA_ARRAY(a, struct extra_reason, n), n };

	for (size_t i = 0; i < n; i++)
		out.v[i] = (struct extra_reason){ str_of(standard[i].code),
			names_make(lang_tr(LANG_FR, standard[i].name), lang_tr(LANG_AR, standard[i].name),
			lang_tr(LANG_EN, standard[i].name)), true };
	*ret = out;
	return OK;
}

/* The rows of the nearest node that has any. ret_node: which; 0: none has. */
static enum err stored_reasons(struct db *db, struct arena *a, int64_t tree_lo, struct extra_reasons *ret,
	int64_t *ret_node)
{
	struct extra_reason_rows_rows rows;

	TRY(extra_reason_rows(db, a, tree_lo, &rows));
	struct extra_reasons out = { ARENA_ARRAY(a, struct extra_reason, rows.n + 1), 0 };

	*ret_node = rows.n ? rows.v[0].organization.v : 0;
	for (size_t i = 0; i < rows.n && rows.v[i].organization.v == *ret_node; i++)
		out.v[out.n++] = (struct extra_reason){ rows.v[i].code,
			names_make(rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en), rows.v[i].active };
	*ret = out;
	return OK;
}

enum err extra_reasons(struct db *db, struct arena *a, int64_t tree_lo, struct extra_reasons *ret)
{
	int64_t node;

	TRY(stored_reasons(db, a, tree_lo, ret, &node));
	return node ? OK : standard_reasons(a, ret);
}

static enum err put_reason(struct db *db, struct arena *a, struct organization_id o, const struct extra_reason *r,
	size_t place)
{
	return extra_reason_put(db, a, o, r->code, (int32_t)place, r->name.v[LANG_FR], r->name.v[LANG_AR],
		r->name.v[LANG_EN], r->active);
}

/* The node's own list, made of what held until now when it had none. */
static enum err own_reasons(struct db *db, struct arena *a, struct organization_id o, int64_t tree_lo,
	struct extra_reasons *ret)
{
	int64_t node;

	TRY(stored_reasons(db, a, tree_lo, ret, &node));
	if (node == o.v)
		return OK;
	if (!node)
		TRY(standard_reasons(a, ret));
	for (size_t i = 0; i < ret->n; i++)
		TRY(put_reason(db, a, o, &ret->v[i], i));
	return OK;
}

enum err extra_reason_add(struct db *db, struct arena *a, struct instant now, struct organization_id o,
	int64_t tree_lo, const struct names *name)
{
	struct extra_reasons own;

	TRY(own_reasons(db, a, o, tree_lo, &own));
	if (own.n >= REASONS_MAX)
		return E_LIMIT;
	struct extra_reason r = { arena_fmt(a, "%lld", (long long)random_id(now)), *name, true };

	return put_reason(db, a, o, &r, own.n);
}

enum err extra_reason_use(struct db *db, struct arena *a, struct organization_id o, int64_t tree_lo,
	struct str code, bool active)
{
	struct extra_reasons own;
	int64_t n;

	TRY(own_reasons(db, a, o, tree_lo, &own));
	TRY(extra_reason_switch(db, a, active, o, code, &n));
	return n ? OK : E_NOTFOUND;
}

/* ---- ceilings ---- */

enum err extra_limits(struct db *db, struct arena *a, int64_t tree_lo, struct schedule_id schedule,
	struct extra_limits *ret)
{
	struct extra_limits l;
	struct extra_limit_get_row own;
	int64_t roles;

	TRY(organization_setting(db, a, tree_lo, SETTING_EXTRA_PER_DAY, &l.per_day));
	TRY(organization_setting(db, a, tree_lo, SETTING_EXTRA_PER_OPERATOR, &l.per_operator));
	TRY(organization_setting(db, a, tree_lo, SETTING_EXTRA_ROLES, &roles));
	l.roles = (unsigned)roles & EXTRA_ALL;
	if (schedule.v) {
		enum err e = extra_limit_get(db, a, schedule, &own);

		if (e != OK && e != E_NOTFOUND)
			return e;
		if (e == OK)
			l.per_day = own.per_day;
	}
	*ret = l;
	return OK;
}

enum err extra_limit_set(struct db *db, struct arena *a, struct organization_id o, struct schedule_id schedule,
	int32_t per_day)
{
	return per_day < 0 ? extra_limit_drop(db, a, schedule) : extra_limit_put(db, a, schedule, o, per_day);
}

/* ---- one ---- */

static enum err judge(struct db *db, struct arena *a, const struct extra_ask *ask, struct extra_reason *ret_why,
	struct extra_limits *ret_limits, enum extra_verdict *ret)
{
	struct extra_reasons all;
	struct extra_count_row n;
	bool listed = false;

	TRY(extra_reasons(db, a, ask->tree_lo, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && str_eq(all.v[i].code, ask->reason)) {
			*ret_why = all.v[i];
			listed = true;
		}
	TRY(extra_limits(db, a, ask->tree_lo, ask->schedule, ret_limits));
	TRY(extra_count(db, a, ask->schedule, ask->day, ask->except, ask->account, ask->today, &n));
	*ret = extra_judge(ret_limits, &(struct extra_counts){ n.of_day, n.of_operator }, ask->role, listed);
	return OK;
}

enum err extra_look(struct db *db, struct arena *a, const struct extra_ask *ask, enum extra_verdict *ret,
	struct extra_limits *ret_limits)
{
	struct extra_reason why;

	return judge(db, a, ask, &why, ret_limits, ret);
}

enum err extra_admit(struct db *db, struct arena *a, struct extra_ask *ask, struct extra_reason *ret)
{
	struct extra_limits limits;
	enum extra_verdict v;

	if (!extra_role_bit(ask->role))
		return E_DENIED;
	if (ask->account)
		TRY(extra_operator_lock(db, a, ask->account, ask->today, ask->organization));
	TRY(judge(db, a, ask, ret, &limits, &v));
	ask->ceiling = (struct opt_int){ true, limits.per_day };
	switch (v) {
	case EXTRA_GRANTED: return OK;
	case EXTRA_ROLE: return E_DENIED;
	case EXTRA_REASON: return E_INPUT;
	case EXTRA_DAY_FULL: case EXTRA_OPERATOR_FULL: break;
	}
	return E_LIMIT;
}

enum err extra_note(struct db *db, struct arena *a, const struct extra_ask *ask, const struct extra_reason *why,
	struct appointment_id id)
{
	return extra_put(db, a, id, ask->organization, (struct opt_int){ ask->account > 0, ask->account }, ask->role,
		ask->today, why->code, why->name.v[LANG_FR], why->name.v[LANG_AR], why->name.v[LANG_EN]);
}

struct str extra_why(enum lang lang, const struct appointment *x)
{
	return x->extra_reason.v[lang].n ? x->extra_reason.v[lang] : x->overbook_reason;
}

int64_t extras_of(const struct appointments *all)
{
	int64_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->v[i].overbooked;
	return n;
}
