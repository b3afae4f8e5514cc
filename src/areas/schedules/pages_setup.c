/* Agenda set-up. See pages_setup.h. */
#include "areas/schedules/pages_setup.h"

#include "base/num.h"
#include "schedules_t.h"
#include "web/area.h"

enum { SET_UP_RANK = 80 };

static struct ready ready_from(const struct setup_agendas_row *r)
{
	return (struct ready){ .person = str_eq(r->kind, S("practitioner")), .practitioner = r->works > 0, .place = r->place > 0, .hours = r->hours > 0, .types = r->types > 0,
		.online = r->online > 0, .ahead = day_is(r->ahead), .beside = r->beside > 0, .sessions = r->sessions > 0, .published = r->active, .free = r->free };
}

static struct day today_there(struct rq *rq)
{
	const struct zone *z;

	return zone_get(S("Africa/Casablanca"), &z) == OK ? zone_local(z, rq->now).day : (struct day){ (int32_t)(rq->now.v / 86400) };
}

enum err ready_of(struct rq *rq, const struct schedule *s, struct ready *ret)
{
	struct setup_agendas_rows rows;

	TRY(setup_agendas(rq->db, rq->a, s->organization, today_there(rq), &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id.v == s->id.v) {
			*ret = ready_from(&rows.v[i]);
			return OK;
		}
	return E_NOTFOUND;
}

static struct str name_of(const struct rq *rq, const struct setup_agendas_row *r)
{
	struct names n = r->name_fr.n ? names_make(r->name_fr, r->name_ar, STR_NONE)
		: names_make(r->practitioner_name.s, r->practitioner_name_ar.s, STR_NONE);

	return names_in(rq->lang, &n);
}

static void keep(struct setup_lines *l, struct setup_line x)
{
	l->v[l->n++] = x;
}

static enum err agendas(struct rq *rq, struct setup_view *v)
{
	struct setup_agendas_rows rows;

	TRY(setup_agendas(rq->db, rq->a, v->at.organization, today_there(rq), &rows));
	v->drafts.v = ARENA_ARRAY(rq->a, struct setup_line, rows.n + 1);
	v->open.v = ARENA_ARRAY(rq->a, struct setup_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct setup_line x = { rows.v[i].id, name_of(rq, &rows.v[i]), ready_from(&rows.v[i]) };

		keep(x.is.published && ready_whole(&x.is) ? &v->open : &v->drafts, x);
	}
	return OK;
}

/* Pages for every day that have rules to set too. */
static bool rules_in(const struct nav *n)
{
	static const char *const paths[] = { "/desk/extras", "/desk/substitutes", "/desk/gatherings", "/desk/bookers" };

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (str_eq(str_of(n->path), str_of(paths[i])))
			return true;
	return n->rank >= SET_UP_RANK;
}

/* Settings of other areas that the account may change, with their sentences: the list of areas knows them. */
static void settings(struct rq *rq, struct setup_view *v)
{
	const struct nav *nav[NAV_MAX];
	size_t n = rq_nav(rq, nav, NAV_MAX);

	v->settings.v = ARENA_ARRAY(rq->a, struct setting_link, NAV_MAX);
	for (size_t i = 0; i < n; i++)
		if (nav[i]->about && rules_in(nav[i]) && !str_eq(str_of(nav[i]->path), S("/admin/setup"))
			&& !str_eq(str_of(nav[i]->path), S("/admin/agendas")))
			v->settings.v[v->settings.n++] = (struct setting_link){ url_fmt(rq->a, "%s", nav[i]->path),
				lang_tr(rq->lang, nav[i]->label), lang_tr(rq->lang, nav[i]->about) };
}

enum err setup_page(struct rq *rq)
{
	struct setup_view v = { 0 };
	struct setup_house_row house;

	TRY(admin_at(rq, &v.at));
	TRY(setup_house(rq->db, rq->a, v.at.organization, &house));
	v.places = house.places;
	v.practitioners = house.practitioners;
	v.types = house.types;
	TRY(agendas(rq, &v));
	settings(rq, &v);
	t_schedules_setup(rq_page(rq, 200), &v);
	return OK;
}

/* ---- on the agenda's page ---- */

enum err agenda_state(struct rq *rq, const struct schedule *s, struct agenda_state *ret)
{
	static const char *const codes[QUOTA_GROUPS] = { [QUOTA_NOBODY] = "", [QUOTA_ONLINE] = "online", [QUOTA_DESK] = "desk",
		[QUOTA_CENTRE] = "centre" };
	struct agenda_state st = { .as = QUOTA_NOBODY, .as_code = STR_NONE, .published = str_eq(rq_raw(rq, "state"), S("published")),
		.closed = str_eq(rq_raw(rq, "state"), S("closed")), .base = url_fmt(rq->a, "/admin/agendas/%lld", (long long)s->id.v) };

	TRY(ready_of(rq, s, &st.is));
	for (int g = 0; g < QUOTA_GROUPS; g++)
		if (codes[g] && codes[g][0] && str_eq(rq_raw(rq, "as"), str_of(codes[g]))) {
			st.as = (enum quota_group)g;
			st.as_code = str_of(codes[g]);
		}
	if (st.as_code.n)
		st.base = url_add(rq->a, st.base, "as", st.as_code);
	*ret = st;
	return OK;
}

static const char *const whats[] = { "publish", "close", NULL };
struct publish_in { int32_t what; int64_t version; };
static const struct field publish_fields[] = {
	FIELD(publish_in, what, F_CHOICE, int32_t, .required = true, .choices = whats),
	FIELD(publish_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form publish_form = FORM(publish_in, publish_fields);

enum err publish_save(struct rq *rq)
{
	const struct publish_in *in = rq->form;
	struct schedule s;
	struct ready is;
	enum err e;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(ready_of(rq, &s, &is));
	if (in->what == 0 && !ready_whole(&is))
		return rq_problem(rq, N_("Something is still missing: the agenda’s page says what. It was not published."));
	e = schedule_publish(rq->db, rq->a, rq->now, s.id, in->version, in->what == 0, str_of(role_code(rq->who.role)));
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else changed this agenda meanwhile. Look at it again; yours was not saved."));
	TRY(e);
	TRY(admin_note(rq, s.organization, in->what == 0 ? "published" : "withdrawn"));
	return rq_redirect(rq, "/admin/agendas/%lld?state=%s", (long long)s.id.v, in->what == 0 ? "published" : "closed");
}
