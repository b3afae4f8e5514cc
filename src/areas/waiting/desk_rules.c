/* How an establishment runs its list: rules, classes, types. For its head of admissions and director. */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "waiting_t.h"

enum { CLASSES_MAX = 12 };

enum err waiting_desk_rules(struct rq *rq)
{
	struct rules_page p = { 0 };
	struct organization_get_row o;
	struct services types;
	struct waiting_place l;
	struct house h;

	TRY(house_begin(rq, &h));
	TRY(organization_get(rq->db, rq->a, h.id, &o));
	p.step = h.name;
	p.code = str_eq(o.kind, S("establishment")) ? o.code : STR_NONE;
	TRY(waiting_rules_at(rq->db, rq->a, h.lo, &p.rules));
	TRY(waiting_classes(rq->db, rq->a, h.lo, &p.classes));
	TRY(waiting_place_at(rq->db, rq->a, rq->now, h.id, &l));
	TRY(service_list(rq->db, rq->a, h.id, &types));
	p.types.v = ARENA_ARRAY(rq->a, struct type_line, types.n + 1);
	for (size_t i = 0; i < types.n; i++) {
		struct waiting_off_row_row off;

		if (!types.v[i].active || !types.v[i].online)
			continue;
		TRY(waiting_off_row(rq->db, rq->a, l.chain, l.n, types.v[i].id, &off));
		p.types.v[p.types.n++] = (struct type_line){ arena_fmt(rq->a, "%lld", (long long)types.v[i].id.v),
			types.v[i].name.v[rq->lang], !off.n, types.v[i].organization.v == h.id.v, types.v[i].spread_min > 0 };
	}
	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	t_waiting_rules(pg, &p);
	return OK;
}

static enum err done(struct rq *rq)
{
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("waiting")));
	return rq_redirect(rq, "/desk/waiting/rules");
}

struct rules_in { int64_t share, answer, messages; bool daily; };
static const struct field rules_fields[] = {
	FIELD(rules_in, share, F_INT, int64_t, .required = true, .max = 100),
	FIELD(rules_in, answer, F_INT, int64_t, .required = true, .min = 30, .max = 2880),
	FIELD(rules_in, messages, F_INT, int64_t, .required = true, .min = 1, .max = 20),
	FIELD(rules_in, daily, F_BOOL, bool),
};
const struct form waiting_rules_form = FORM(rules_in, rules_fields);

enum err waiting_desk_rules_put(struct rq *rq)
{
	const struct rules_in *in = rq->form;
	struct house h;

	TRY(house_begin(rq, &h));
	const struct { const char *name; int64_t value; } all[] = {
		{ SETTING_WAITING_SHARE, in->share }, { SETTING_WAITING_ANSWER, in->answer },
		{ SETTING_WAITING_MESSAGES, in->messages }, { SETTING_WAITING_DAILY, in->daily },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		TRY(organization_setting_set(rq->db, rq->a, h.id, h.lo, all[i].name, all[i].value));
	return done(rq);
}

/* ---- classes ---- */

struct class_in { struct str name_fr, name_ar, name_en; bool desk, centre; };
static const struct field class_fields[] = {
	FIELD(class_in, name_fr, F_TEXT, struct str, .required = true, .max = 100, .missing = N_("Write the French name")),
	FIELD(class_in, name_ar, F_TEXT, struct str, .required = true, .max = 100, .missing = N_("Write the Arabic name")),
	FIELD(class_in, name_en, F_TEXT, struct str, .max = 100),
	FIELD(class_in, desk, F_BOOL, bool),
	FIELD(class_in, centre, F_BOOL, bool),
};
const struct form waiting_new_class_form = FORM(class_in, class_fields);

/* A new class comes last of those that go before everybody. */
enum err waiting_desk_classes_put(struct rq *rq)
{
	const struct class_in *in = rq->form;
	struct waiting_classes all, own;
	struct house h;

	TRY(house_begin(rq, &h));
	TRY(waiting_classes(rq->db, rq->a, h.lo, &all));
	if (all.n >= CLASSES_MAX)
		return rq_wrong(rq, "name_fr", N_("The list is full."));
	own = (struct waiting_classes){ ARENA_ARRAY(rq->a, struct waiting_class, all.n + 1), all.n };
	memcpy(own.v, all.v, all.n * sizeof(*own.v));
	own.v[own.n++] = (struct waiting_class){ .code = arena_fmt(rq->a, "%lld", (long long)random_id(rq->now)),
		.name = names_make(in->name_fr, in->name_ar, in->name_en), .active = true,
		.roles = CLASS_HEAD | CLASS_DIRECTOR | (in->desk ? CLASS_DESK : 0) | (in->centre ? CLASS_CENTRE : 0) };
	TRY(waiting_classes_put(rq->db, rq->a, h.id, &own));
	return done(rq);
}

static const char *const acts[] = { "up", "off", "on", NULL };
struct use_in { struct str code; int32_t act; };
static const struct field use_fields[] = {
	FIELD(use_in, code, F_TEXT, struct str, .required = true, .max = 30),
	FIELD(use_in, act, F_CHOICE, int32_t, .choices = acts, .required = true),
};
const struct form waiting_use_form = FORM(use_in, use_fields);

enum err waiting_desk_class_use(struct rq *rq)
{
	const struct use_in *in = rq->form;
	struct waiting_classes all;
	struct house h;
	bool found = false;

	TRY(house_begin(rq, &h));
	TRY(waiting_classes(rq->db, rq->a, h.lo, &all));
	for (size_t i = 0; i < all.n && !found; i++) {
		struct waiting_class *c = &all.v[i], was = *c;

		if (!str_eq(c->code, in->code) || c->rank == RANK_ORDINARY)
			continue;
		found = true;
		if (in->act)
			c->active = in->act == 2;
		else if (i) {
			all.v[i] = all.v[i - 1];
			all.v[i - 1] = was;
		}
	}
	if (!found)
		return E_NOTFOUND;
	TRY(waiting_classes_put(rq->db, rq->a, h.id, &all));
	return done(rq);
}

/* ---- types: those that are ticked give their freed times to the list ---- */

struct types_in { struct str_list type, spread; };
static const struct field types_fields[] = {
	FIELD(types_in, type, F_LIST, struct str_list, .max = 500),
	FIELD(types_in, spread, F_LIST, struct str_list, .max = 500),
};
const struct form waiting_types_form = FORM(types_in, types_fields);

static bool listed(const struct str_list *l, struct str id)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i], id))
			return true;
	return false;
}

enum err waiting_desk_types_put(struct rq *rq)
{
	const struct types_in *in = rq->form;
	struct services types;
	struct house h;

	TRY(house_begin(rq, &h));
	TRY(service_list(rq->db, rq->a, h.id, &types));
	for (size_t i = 0; i < types.n; i++) {
		struct str id = arena_fmt(rq->a, "%lld", (long long)types.v[i].id.v);

		if (!types.v[i].active || !types.v[i].online)
			continue;
		if (types.v[i].organization.v == h.id.v)
			TRY(service_spread(rq->db, rq->a, types.v[i].id, h.id, listed(&in->spread, id) ? 1440 : 0));
		TRY(listed(&in->type, id) ? waiting_off_drop(rq->db, rq->a, h.id, types.v[i].id)
			: waiting_off_put(rq->db, rq->a, types.v[i].id, h.id));
	}
	return done(rq);
}
