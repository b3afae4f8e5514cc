/* Where the desk is and what time it is there; small things that all its pages need. */
#include "areas/desk/pages.h"

#include "areas/accounts/accounts.h"
#include "areas/organizations/organizations.h"
#include "base/utf8.h"
#include "web/web.h"

enum err desk_files(struct db *db, struct arena *a, enum role role, const struct organization_get_row *own, int64_t account,
	struct organization_id *ret_keeper, struct scope *ret)
{
	struct organization_get_row o = *own;

	while (str_eq(o.kind, S("department")) && o.parent_id.v) {
		struct organization_get_row up;

		TRY(organization_get(db, a, o.parent_id, &up));
		if (!str_eq(up.kind, S("establishment")) && !str_eq(up.kind, S("department")))
			break;
		o = up;
	}
	*ret_keeper = o.id;
	*ret = access_scope(role, o.tree_lo, o.tree_hi, 0, account);
	return OK;
}

static enum err files_of(struct rq *rq, const struct organization_get_row *own, struct desk *d)
{
	TRY(desk_files(rq->db, rq->a, rq->who.role, own, rq->who.account, &d->keeper, &d->files));
	if (d->keeper.v == own->id.v || !role_in(rq, DESK_ROLES | R(TELEPHONE)))
		d->files = rq->who.scope;
	return OK;
}

enum err desk_at(struct rq *rq, struct organization_id id, struct desk *ret)
{
	struct organization_get_row o;
	const struct zone *zone;

	TRY(organization_get(rq->db, rq->a, id, &o));
	TRY(zone_get(o.zone, &zone));
	*ret = (struct desk){ id, o.tree_lo, o.tree_hi, organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en),
		o.phone, zone, zone_local(zone, rq->now), id, rq->who.scope };
	return files_of(rq, &o, ret);
}

enum err desk_begin(struct rq *rq, struct desk *ret)
{
	return desk_at(rq, (struct organization_id){ rq->who.organization }, ret);
}

enum err desk_saw(struct rq *rq, const struct appointments *all)
{
	for (size_t i = 0; i < all->n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, all->v[i].patient.v, all->v[i].organization.v));
	return all->n ? OK : rq_audit(rq, AUDIT_LIST, 0, rq->who.organization);
}

struct day desk_day(const struct rq *rq, const char *name, struct day fallback)
{
	struct day d;

	return day_parse(rq_raw(rq, name), &d) == OK ? d : fallback;
}

struct str day_iso(struct arena *a, struct day d)
{
	char text[11];

	day_print(d, text);
	return arena_str(a, str_of(text));
}

struct str slot_value(struct arena *a, struct schedule_id s, struct day day, int32_t min)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return arena_fmt(a, "%lld.%04d%02d%02dT%02d%02d", (long long)s.v, y, m, d, min / 60, min % 60);
}

const char *status_word(const struct appointment *x)
{
	return status_said(x->status, x->cancelled_by);
}

enum err desk_counts(struct db *db, struct arena *a, const struct scope *scope, struct instant now,
	struct desk_counts *ret)
{
	return appointment_unrecorded_count(db, a, scope, now, &ret->unrecorded);
}

void desk_sort_choices(struct rq *rq, struct agenda_choices *c)
{
	struct str *labels = ARENA_ARRAY(rq->a, struct str, c->n + 1);
	struct agenda_choice *was = ARENA_ARRAY(rq->a, struct agenda_choice, c->n + 1);
	const size_t *order;

	for (size_t i = 0; i < c->n; i++) {
		was[i] = c->v[i];
		labels[i] = was[i].label;
	}
	order = utf8_order(rq->a, lang_code(rq->lang), labels, c->n);
	for (size_t i = 0; i < c->n; i++)
		c->v[i] = was[order[i]];
}
