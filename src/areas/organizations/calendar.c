/* Holidays and closures of a node: looked at before they are saved; feasts that follow the moon are
 * confirmed, or moved by a day with all their days. */
#include "areas/organizations/inner.h"

#include "areas/schedules/schedules.h"
#include "base/num.h"
#include "base/random.h"
#include "organizations_t.h"

enum { FEAST_DAYS = 5 };		/* a feast's days lie this near to each other */

struct year_in { int64_t year; };
static const struct field year_fields[] = { FIELD(year_in, year, F_INT, int64_t, .min = 1970, .max = 2200) };
const struct form year_form = FORM(year_in, year_fields);

/* instead: one day of a feast that this day takes the place of; its other days move as far. */
struct calendar_in { struct day day; int32_t kind; struct str name_fr, name_ar, name_en; bool confirmed; int64_t instead; };
static const char *const day_kinds[] = { "holiday", "closure", NULL };
static const struct field calendar_fields[] = {
	FIELD(calendar_in, day, F_DAY, struct day, .required = true),
	FIELD(calendar_in, kind, F_CHOICE, int32_t, .required = true, .choices = day_kinds),
	FIELD(calendar_in, name_fr, F_TEXT, struct str, .required = true, .missing = N_("Write the French name")),
	FIELD(calendar_in, name_ar, F_TEXT, struct str, .required = true, .missing = N_("Write the Arabic name")),
	FIELD(calendar_in, name_en, F_TEXT, struct str),
	FIELD(calendar_in, confirmed, F_BOOL, bool),
	FIELD(calendar_in, instead, F_INT, int64_t, .max = INT64_MAX),
};
const struct form calendar_form = FORM(calendar_in, calendar_fields);

enum err calendar_page(struct rq *rq)
{
	struct organization_get_row o;
	struct calendar_days_rows all;
	struct calendar_days_own_rows own;
	int64_t asked;
	int year, month, day;

	TRY(mine(rq, rq_id(rq, 0), &o));
	day_split((struct day){ (int32_t)(rq->now.v / 86400) }, &year, &month, &day);
	if (num_parse(rq_raw(rq, "year"), 1970, 2200, &asked) == OK)
		year = (int)asked;
	TRY(calendar_days(rq->db, rq->a, o.tree_lo, day_of(year, 1, 1), day_of(year + 1, 1, 1), &all));
	TRY(calendar_days_own(rq->db, rq->a, o.id, day_of(year, 1, 1), day_of(year + 1, 1, 1), &own));
	t_organizations_calendar(rq_page(rq, 200), keeps_tree(rq), o.id.v, organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en),
		year, all, own);
	return OK;
}

/* What a saved form changes: days that go, and days that come. */
struct change {
	struct calendar_days_own_rows old;
	struct day *days;			/* new ones; the first is the form's */
	size_t ndays;
};

/* All days of the feast, those of the same name and kind around one of them. */
static enum err feast_of(struct rq *rq, struct organization_id o, int64_t id, struct day *ret_day,
	struct calendar_days_own_rows *ret)
{
	struct calendar_day_get_row one;
	size_t n = 0;

	TRY(calendar_day_get(rq->db, rq->a, (struct calendar_day_id){ id }, o, &one));
	TRY(calendar_days_own(rq->db, rq->a, o, (struct day){ one.day.n - FEAST_DAYS },
		(struct day){ one.day.n + FEAST_DAYS + 1 }, ret));
	for (size_t i = 0; i < ret->n; i++)
		if (str_eq(ret->v[i].name_fr, one.name_fr) && str_eq(ret->v[i].kind, one.kind))
			ret->v[n++] = ret->v[i];
	ret->n = n;
	*ret_day = one.day;
	return OK;
}

static enum err change_of(struct rq *rq, struct organization_id o, struct change *ret)
{
	const struct calendar_in *in = rq->form;
	struct change c = { .days = ARENA_ARRAY(rq->a, struct day, 2 * FEAST_DAYS + 2) };
	struct day was;

	c.days[c.ndays++] = in->day;
	if (in->instead) {
		TRY(feast_of(rq, o, in->instead, &was, &c.old));
		for (size_t i = 0; i < c.old.n; i++)
			if (c.old.v[i].day.n != was.n)
				c.days[c.ndays++] = (struct day){ c.old.v[i].day.n + in->day.n - was.n };
	}
	*ret = c;
	return OK;
}

static bool among(const struct change *c, bool old, struct day d)
{
	if (old) {
		for (size_t i = 0; i < c->old.n; i++)
			if (c->old.v[i].day.n == d.n)
				return true;
		return false;
	}
	for (size_t i = 0; i < c->ndays; i++)
		if (c->days[i].n == d.n)
			return true;
	return false;
}

enum err calendar_look(struct rq *rq)
{
	const struct calendar_in *in = rq->form;
	struct organization_get_row o;
	struct change c;

	TRY(mine(rq, rq_id(rq, 0), &o));
	TRY(change_of(rq, o.id, &c));
	struct day *closed = ARENA_ARRAY(rq->a, struct day, c.ndays + 1);
	struct day *opened = ARENA_ARRAY(rq->a, struct day, c.old.n + 1);
	struct days_look v = { .node = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en),
		.feast = organization_name(rq->lang, in->name_fr, in->name_ar, in->name_en), .lo = o.tree_lo, .hi = o.tree_hi,
		.closed = closed, .opened = opened, .action = url_fmt(rq->a, "/admin/organizations/%lld/calendar", (long long)o.id.v) };

	for (size_t i = 0; i < c.ndays; i++)
		if (!among(&c, true, c.days[i]))
			closed[v.nclosed++] = c.days[i];
	for (size_t i = 0; i < c.old.n; i++)
		if (!among(&c, false, c.old.v[i].day))
			opened[v.nopened++] = c.old.v[i].day;
	v.back = v.action;
	return days_look_page(rq, &v);
}

static enum err note(struct rq *rq, struct organization_id o)
{
	return rq_audit_about(rq, AUDIT_ORGANIZATION, o.v, o.v, S("calendar"));
}

static enum err closed(struct rq *rq, struct organization_id o, struct day day)
{
	return closure_changed(rq->db, rq->a, rq->now, o, day, str_of(role_code(rq->who.role)));
}

enum err calendar_add(struct rq *rq)
{
	const struct calendar_in *in = rq->form;
	struct organization_get_row o;
	struct change c;
	int year, month, day;
	int64_t n;

	TRY(mine(rq, rq_id(rq, 0), &o));
	TRY(change_of(rq, o.id, &c));
	for (size_t i = 0; i < c.old.n; i++)
		TRY(calendar_day_remove(rq->db, rq->a, c.old.v[i].id, o.id, &n));
	for (size_t i = 0; i < c.ndays; i++)
		TRY(calendar_day_put(rq->db, rq->a, (struct calendar_day_id){ random_id(rq->now) }, o.id, c.days[i],
			str_of(day_kinds[in->kind]), in->name_fr, in->name_ar, in->name_en.n ? in->name_en : in->name_fr,
			in->confirmed));
	for (size_t i = 0; i < c.old.n; i++)
		if (!among(&c, false, c.old.v[i].day))
			TRY(closed(rq, o.id, c.old.v[i].day));
	for (size_t i = 0; i < c.ndays; i++)
		if (!among(&c, true, c.days[i]))
			TRY(closed(rq, o.id, c.days[i]));
	TRY(note(rq, o.id));
	day_split(in->day, &year, &month, &day);
	return rq_redirect(rq, "/admin/organizations/%lld/calendar?year=%d", (long long)o.id.v, year);
}

enum err calendar_remove(struct rq *rq)
{
	struct calendar_day_id id = { rq_id(rq, 1) };
	struct organization_get_row o;
	struct calendar_day_get_row d;
	int64_t n;

	TRY(mine(rq, rq_id(rq, 0), &o));
	TRY(calendar_day_get(rq->db, rq->a, id, o.id, &d));
	TRY(calendar_day_remove(rq->db, rq->a, id, o.id, &n));
	TRY(closed(rq, o.id, d.day));
	TRY(note(rq, o.id));
	return rq_redirect(rq, "/admin/organizations/%lld/calendar", (long long)o.id.v);
}
