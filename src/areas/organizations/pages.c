/*
 * Administration of the tree: organisations, their settings, places, holidays and closures. All
 * in the branch of whoever administers; a form that meets a newer version says so.
 */
#include "areas/organizations/inner.h"

#include "areas/schedules/schedules.h"
#include "areas/organizations/rules/telling.h"
#include "base/num.h"
#include "base/random.h"
#include "base/utf8.h"
#include "jobs/jobs.h"
#include "organizations_t.h"

enum err mine(struct rq *rq, int64_t id, struct organization_get_row *ret)
{
	struct organization_get_row o;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ id }, &o));
	if (o.tree_lo < rq->who.scope.lo || o.tree_lo >= rq->who.scope.hi)
		return E_NOTFOUND;
	*ret = o;
	return OK;
}

bool keeps_tree(const struct rq *rq)
{
	return rq->who.role != ROLE_HEAD_OF_ADMISSIONS;
}

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static struct str name_of(struct rq *rq, const struct organization_get_row *o)
{
	return organization_name(rq->lang, o->name_fr, o->name_ar, o->name_en);
}

/* What was changed about an organisation, by a word. */
static enum err note(struct rq *rq, struct organization_id o, struct str what)
{
	return rq_audit_about(rq, AUDIT_ORGANIZATION, o.v, o.v, what);
}

enum err tree_page(struct rq *rq)
{
	struct organization_branch_rows rows;

	TRY(organization_branch_in(
		rq->db, rq->a, rq->lang, rq->who.scope.lo, rq->who.scope.hi, &rows));
	t_organizations_tree(rq_page(rq, 200), rows, rq->who.role == ROLE_PLATFORM);
	return OK;
}

/* --- a new one --- */

struct parent_in { int64_t parent; };
static const struct field parent_fields[] = { FIELD(parent_in, parent, F_INT, int64_t, .max = INT64_MAX) };
const struct form parent_form = FORM(parent_in, parent_fields);

struct organization_in {
	int64_t parent;
	int32_t kind;
	struct str code, name_fr, name_ar, name_en, sms_name, phone, zone;
};
static const struct field organization_fields[] = {
	FIELD(organization_in, parent, F_INT, int64_t, .max = INT64_MAX),
	FIELD(organization_in, kind, F_CHOICE, int32_t, .required = true, .choices = organization_kinds),
	FIELD(organization_in, code, F_TEXT, struct str, .required = true, .max = 20, .missing = N_("Write a short code")),
	FIELD(organization_in, name_fr, F_TEXT, struct str, .required = true, .missing = N_("Write the French name")),
	FIELD(organization_in, name_ar, F_TEXT, struct str, .required = true, .missing = N_("Write the Arabic name")),
	FIELD(organization_in, name_en, F_TEXT, struct str),
	FIELD(organization_in, sms_name, F_TEXT, struct str, .max = TEXT_PLACE_MAX),
	FIELD(organization_in, phone, F_PHONE, struct str),
	FIELD(organization_in, zone, F_TEXT, struct str, .max = 60),
};
const struct form organization_form = FORM(organization_in, organization_fields);

static struct kind_lines kinds(struct rq *rq)
{
	struct kind_line *v = ARENA_ARRAY(rq->a, struct kind_line, 8);
	size_t n = 0;

	for (; organization_kinds[n]; n++)
		v[n] = (struct kind_line){ organization_kinds[n], organization_kind_label(str_of(organization_kinds[n])) };
	return (struct kind_lines){ v, n };
}

static int64_t parent_asked(const struct rq *rq)
{
	int64_t v;

	return num_parse(rq_raw(rq, "parent"), 1, INT64_MAX, &v) == OK ? v : 0;
}

enum err new_page(struct rq *rq)
{
	struct organization_get_row parent = { .depth = -1 };
	int64_t id = parent_asked(rq);

	if (!id && rq->who.role != ROLE_PLATFORM)
		id = rq->who.organization;
	if (id)
		TRY(mine(rq, id, &parent));
	t_organizations_new(rq_page(rq, 200), id, id ? name_of(rq, &parent) : STR_NONE, kinds(rq));
	return OK;
}

static enum err explain_create(struct rq *rq, enum err e)
{
	const struct zone *z;
	const struct organization_in *in = rq->form;

	if (e == E_CONFLICT)
		return rq_wrong(rq, "code", N_("This code is taken"));
	if (e == E_LIMIT)
		return rq_wrong(rq, "parent", N_("Nothing more fits below this organisation"));
	if (e == E_INPUT && in->zone.n && zone_get(in->zone, &z) != OK)
		return rq_wrong(rq, "zone", N_("This time zone does not exist. One looks like Africa/Casablanca"));
	if (e == E_INPUT)
		return rq_wrong(rq, "code", N_("A code has 2 to 20 capital letters, digits and dashes"));
	return e;
}

/* The short name stands in every message: it may not say what is treated. A department's is never sent. */
static enum err check_sms_name(struct rq *rq, struct str kind, struct str sms_name)
{
	if (!str_eq(kind, S("department")) && text_tells(utf8_fold(rq->a, sms_name)))
		return rq_wrong(rq, "sms_name", N_("Text messages name no speciality, illness or unit: choose another short name"));
	return OK;
}

enum err new_save(struct rq *rq)
{
	const struct organization_in *in = rq->form;
	struct organization_get_row parent;
	struct organization_id id;
	enum err e;

	if (!in->parent && rq->who.role != ROLE_PLATFORM)
		return E_NOTFOUND;
	if (in->parent)
		TRY(mine(rq, in->parent, &parent));
	TRY(check_sms_name(rq, str_of(organization_kinds[in->kind]), in->sms_name));
	e = organization_create(rq->db, rq->a, &(struct organization_new){ .parent = in->parent,
		.kind = str_of(organization_kinds[in->kind]), .code = in->code, .name_fr = in->name_fr,
		.name_ar = in->name_ar, .name_en = in->name_en, .sms_name = in->sms_name, .phone = in->phone,
		.zone = in->zone.n ? in->zone : in->parent ? parent.zone : STR_NONE }, &id);
	if (e != OK)
		return explain_create(rq, e);
	TRY(note(rq, id, S("new")));
	return rq_redirect(rq, "/admin/organizations/%lld", (long long)id.v);
}

/* --- one --- */

struct change_in { struct str name_fr, name_ar, name_en, sms_name, phone, zone; bool active; int64_t version; };
static const struct field change_fields[] = {
	FIELD(change_in, name_fr, F_TEXT, struct str, .required = true, .missing = N_("Write the French name")),
	FIELD(change_in, name_ar, F_TEXT, struct str, .required = true, .missing = N_("Write the Arabic name")),
	FIELD(change_in, name_en, F_TEXT, struct str),
	FIELD(change_in, sms_name, F_TEXT, struct str, .max = TEXT_PLACE_MAX),
	FIELD(change_in, phone, F_PHONE, struct str),
	FIELD(change_in, zone, F_TEXT, struct str, .required = true, .max = 60),
	FIELD(change_in, active, F_BOOL, bool),
	FIELD(change_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form change_form = FORM(change_in, change_fields);

static enum err setting_lines(struct rq *rq, int64_t lo, bool country, struct setting_lines *ret)
{
	struct setting_line *v = ARENA_ARRAY(rq->a, struct setting_line, 8);
	size_t n = 0;

	for (const struct organization_setting_def *d = organization_settings; d->name; d++) {
		int64_t value;

		if (d->where == SETTING_ELSEWHERE || (d->where == SETTING_OF_COUNTRY && !country))
			continue;
		TRY(organization_setting(rq->db, rq->a, lo, d->name, &value));
		v[n++] = (struct setting_line){ d->name, lang_tr(rq->lang, d->label),
			d->hint ? lang_tr(rq->lang, d->hint) : STR_NONE, arena_fmt(rq->a, "%lld", (long long)value) };
	}
	*ret = (struct setting_lines){ v, n };
	return OK;
}

static enum err window_of(struct rq *rq, const struct organization_get_row *o, struct message_window *ret)
{
	const struct zone *z;
	struct instant next;
	int64_t from, to;

	TRY(organization_setting(rq->db, rq->a, o->tree_lo, SETTING_MESSAGES_FROM, &from));
	TRY(organization_setting(rq->db, rq->a, o->tree_lo, SETTING_MESSAGES_TO, &to));
	TRY(message_house_hour(rq->db, rq->a, o->id.v, rq->now, &next));
	TRY(zone_get(o->zone, &z));
	*ret = (struct message_window){ (int32_t)from, (int32_t)to, zone_local(z, next) };
	return OK;
}

enum err one_page(struct rq *rq)
{
	struct organization_get_row o;
	struct organization_above_rows above;
	struct organization_children_rows below;
	struct setting_lines settings;
	struct message_window window;

	TRY(mine(rq, rq_id(rq, 0), &o));
	TRY(organization_above(rq->db, rq->a, o.tree_lo, &above));
	TRY(organization_children(rq->db, rq->a, o.id, &below));
	TRY(setting_lines(rq, o.tree_lo, !o.parent_id.v, &settings));
	TRY(window_of(rq, &o, &window));
	t_organizations_one(rq_page(rq, 200), &o, above, below, settings, &window);
	return OK;
}

enum err one_save(struct rq *rq)
{
	const struct change_in *in = rq->form;
	struct organization_get_row o;
	const struct zone *z;
	struct str en = in->name_en.n ? in->name_en : in->name_fr;
	int64_t n;

	TRY(mine(rq, rq_id(rq, 0), &o));
	if (zone_get(in->zone, &z) != OK)
		return rq_wrong(rq, "zone", N_("This time zone does not exist. One looks like Africa/Casablanca"));
	TRY(check_sms_name(rq, o.kind, in->sms_name));
	if (!in->active && o.id.v == rq->who.organization)
		return rq_wrong(rq, "active", N_("This is your own organisation: it cannot be closed from inside"));
	TRY(organization_change(rq->db, rq->a, in->name_fr, in->name_ar, en,
		organization_fold(rq->a, in->name_fr, in->name_ar, en), organization_short(rq->a, in->sms_name, in->name_fr),
		or_empty(in->phone), in->zone, in->active, o.id, in->version, &n));
	if (!n)
		return rq_problem(rq, N_("Somebody else changed this organisation meanwhile. Look at it again; yours was not saved."));
	TRY(note(rq, o.id, in->active == o.active ? S("changed") : in->active ? S("opened") : S("closed")));
	return rq_redirect(rq, "/admin/organizations/%lld", (long long)o.id.v);
}

struct settings_in { int64_t ahead_per_person, ahead_per_phone, network_share, draw_share, retention_years; int32_t messages_from, messages_to; };
static const struct field settings_fields[] = {
	FIELD(settings_in, ahead_per_person, F_INT, int64_t, .required = true, .min = 1, .max = 50),
	FIELD(settings_in, ahead_per_phone, F_INT, int64_t, .required = true, .min = 1, .max = 200),
	FIELD(settings_in, network_share, F_INT, int64_t, .required = true, .min = 1, .max = 100),
	FIELD(settings_in, draw_share, F_INT, int64_t, .min = 0, .max = 100),	/* 0: not sent */
	FIELD(settings_in, retention_years, F_INT, int64_t, .required = true, .min = 1, .max = 50),
	FIELD(settings_in, messages_from, F_MIN, int32_t, .required = true),
	FIELD(settings_in, messages_to, F_MIN, int32_t, .required = true),
};
const struct form settings_form = FORM(settings_in, settings_fields);

static enum err put_setting(struct rq *rq, const struct organization_get_row *o, const char *name, int64_t value)
{
	return organization_setting_set(rq->db, rq->a, o->id, o->tree_lo, name, value);
}

enum err settings_save(struct rq *rq)
{
	const struct settings_in *in = rq->form;
	struct organization_get_row o;

	TRY(mine(rq, rq_id(rq, 0), &o));
	if (in->messages_to < in->messages_from + 60)
		return rq_wrong(rq, "messages_to", N_("At least one hour after the beginning"));
	TRY(put_setting(rq, &o, SETTING_AHEAD_PER_PERSON, in->ahead_per_person));
	TRY(put_setting(rq, &o, SETTING_AHEAD_PER_PHONE, in->ahead_per_phone));
	TRY(put_setting(rq, &o, SETTING_NETWORK_SHARE, in->network_share));
	if (in->draw_share && !o.parent_id.v)
		TRY(put_setting(rq, &o, SETTING_DRAW_SHARE, in->draw_share));
	TRY(put_setting(rq, &o, SETTING_RETENTION_YEARS, in->retention_years));
	TRY(put_setting(rq, &o, SETTING_MESSAGES_FROM, in->messages_from));
	TRY(put_setting(rq, &o, SETTING_MESSAGES_TO, in->messages_to));
	TRY(note(rq, o.id, S("settings")));
	return rq_redirect(rq, "/admin/organizations/%lld", (long long)o.id.v);
}

/* --- places --- */

struct place_in {
	struct str code, name_fr, name_ar, name_en, address_fr, address_ar, postal_code, direction_fr, direction_ar, phone;
	bool active;
	int64_t version;
};
static const struct field place_fields[] = {
	FIELD(place_in, code, F_TEXT, struct str, .max = 20),
	FIELD(place_in, name_fr, F_TEXT, struct str, .required = true, .missing = N_("Write the French name")),
	FIELD(place_in, name_ar, F_TEXT, struct str, .required = true, .missing = N_("Write the Arabic name")),
	FIELD(place_in, name_en, F_TEXT, struct str),
	FIELD(place_in, address_fr, F_TEXT, struct str),
	FIELD(place_in, address_ar, F_TEXT, struct str),
	FIELD(place_in, postal_code, F_DIGITS, struct str, .max = 5, .wrong = N_("A postal code has five digits")),
	FIELD(place_in, direction_fr, F_TEXT, struct str),
	FIELD(place_in, direction_ar, F_TEXT, struct str),
	FIELD(place_in, phone, F_PHONE, struct str),
	FIELD(place_in, active, F_BOOL, bool),
	FIELD(place_in, version, F_INT, int64_t, .max = INT64_MAX),
};
const struct form place_form = FORM(place_in, place_fields);

enum err places_page(struct rq *rq)
{
	struct organization_get_row o;
	struct location_list_rows rows;

	TRY(mine(rq, rq_id(rq, 0), &o));
	TRY(location_list(rq->db, rq->a, o.id, &rows));
	t_organizations_places(rq_page(rq, 200), keeps_tree(rq), o.id.v, name_of(rq, &o), rows);
	return OK;
}

enum err place_add(struct rq *rq)
{
	const struct place_in *in = rq->form;
	const struct location_id id = { random_id(rq->now) };
	struct organization_get_row o;
	int64_t n;

	TRY(mine(rq, rq_id(rq, 0), &o));
	if (!in->code.n)
		return rq_wrong(rq, "code", N_("Write a short code"));
	TRY(location_add_once(rq->db, rq->a, id, o.id, in->code, in->name_fr,
		in->name_ar, in->name_en.n ? in->name_en : in->name_fr, or_empty(in->address_fr), or_empty(in->address_ar),
		or_empty(in->direction_fr), or_empty(in->direction_ar), or_empty(in->phone), o.zone, &n));
	if (!n)
		return rq_wrong(rq, "code", N_("This code is taken"));
	TRY(location_postal_code(rq->db, rq->a, or_empty(in->postal_code), id));
	TRY(note(rq, o.id, S("place")));
	return rq_redirect(rq, "/admin/organizations/%lld/places", (long long)o.id.v);
}

static enum err my_place(struct rq *rq, struct location_get_row *ret)
{
	struct organization_get_row o;
	struct location_get_row l;

	TRY(location_get(rq->db, rq->a, (struct location_id){ rq_id(rq, 0) }, &l));
	TRY(mine(rq, l.organization_id.v, &o));
	*ret = l;
	return OK;
}

enum err place_page(struct rq *rq)
{
	struct location_get_row l;

	TRY(my_place(rq, &l));
	t_organizations_place(rq_page(rq, 200), rq_id(rq, 0), &l);
	return OK;
}

enum err place_save(struct rq *rq)
{
	const struct place_in *in = rq->form;
	struct location_get_row l;
	int64_t n;

	TRY(my_place(rq, &l));
	TRY(location_change(rq->db, rq->a, in->name_fr, in->name_ar, in->name_en.n ? in->name_en : in->name_fr,
		or_empty(in->address_fr), or_empty(in->address_ar), or_empty(in->direction_fr), or_empty(in->direction_ar),
		or_empty(in->phone), in->active, (struct location_id){ rq_id(rq, 0) }, in->version, &n));
	if (!n)
		return rq_problem(rq, N_("Somebody else changed this place meanwhile. Look at it again; yours was not saved."));
	TRY(location_postal_code(rq->db, rq->a, or_empty(in->postal_code), (struct location_id){ rq_id(rq, 0) }));
	TRY(note(rq, l.organization_id, S("place")));
	return rq_redirect(rq, "/admin/organizations/%lld/places", (long long)l.organization_id.v);
}
