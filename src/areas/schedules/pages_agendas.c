/* Administration of agendas: who or what is received where. See pages.h. */
#include "areas/schedules/pages_setup.h"

#include "areas/organizations/organizations.h"
#include "schedules_t.h"

struct agenda_in {
	int64_t organization, version, practitioner, location;
	int32_t kind;
	struct str specialty, name_fr, name_ar;
	bool shown, active;
};
static const char *const kinds[] = { "practitioner", "room", "device", "team", NULL };
static const struct field agenda_fields[] = {
	FIELD(agenda_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(agenda_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(agenda_in, practitioner, F_INT, int64_t, .max = INT64_MAX),
	FIELD(agenda_in, location, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX,
		.missing = N_("Choose a place")),
	FIELD(agenda_in, kind, F_CHOICE, int32_t, .choices = kinds),
	FIELD(agenda_in, specialty, F_TEXT, struct str, .max = 60),
	FIELD(agenda_in, name_fr, F_TEXT, struct str, .max = 120),
	FIELD(agenda_in, name_ar, F_TEXT, struct str, .max = 120),
	FIELD(agenda_in, shown, F_BOOL, bool),
	FIELD(agenda_in, active, F_BOOL, bool),
};
const struct form agenda_form = FORM(agenda_in, agenda_fields);

struct str type_of_kind(const struct page *pg, struct str kind)
{
	if (str_eq(kind, S("practitioner")))
		return tr(pg, "Practitioner");
	if (str_eq(kind, S("room")))
		return tr(pg, "Room");
	if (str_eq(kind, S("device")))
		return tr(pg, "Device");
	return tr(pg, "Team");
}

enum err admin_schedule(struct rq *rq, int64_t id, struct schedule *ret)
{
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ id }, ret));
	return admin_may(rq, ret->organization);
}

enum err agendas_page(struct rq *rq)
{
	struct admin_at at;
	struct schedules all;
	struct choices names;

	TRY(admin_at(rq, &at));
	TRY(schedule_list(rq->db, rq->a, at.organization, &all));
	TRY(specialty_choices(rq, STR_NONE, &names));
	schedules_sort(rq->a, rq->lang, &all);
	t_schedules_agendas(rq_page(rq, 200), &at, all, names);
	return OK;
}

static enum err locations(struct rq *rq, struct organization_id organization, int64_t chosen,
	struct option_ids *ret)
{
	struct locations_for_rows rows;

	TRY(locations_for(rq->db, rq->a, organization, &rows));
	struct option_id *v = ARENA_ARRAY(rq->a, struct option_id, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct option_id){ rows.v[i].id.v,
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar,
				rows.v[i].name_en),
			rows.v[i].id.v == chosen || rows.n == 1 };
	*ret = options_sorted(rq, (struct option_ids){ v, rows.n });
	return OK;
}

static enum err people(struct rq *rq, struct organization_id organization, int64_t chosen,
	struct option_ids *ret)
{
	struct practitioner_rows_for_rows all;
	size_t n = 0;

	TRY(practitioner_rows_for(rq->db, rq->a, organization, &all));
	struct option_id *v = ARENA_ARRAY(rq->a, struct option_id, all.n + 1);
	struct named *named = ARENA_ARRAY(rq->a, struct named, all.n + 1);

	for (size_t i = 0; i < all.n; i++)
		named[i] = (struct named){ organization_name(rq->lang, all.v[i].name.s,
			all.v[i].name_ar.s, STR_NONE), all.v[i].specialty, { 0 }, all.v[i].code };
	TRY(names_apart(rq->db, rq->a, rq->lang, named, all.n));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active)
			v[n++] = (struct option_id){ all.v[i].id.v, named[i].label,
				all.v[i].id.v == chosen };
	*ret = options_sorted(rq, (struct option_ids){ v, n });
	return OK;
}

static enum err agenda_form_page(struct rq *rq, const struct schedule *s, struct str place,
	bool fresh)
{
	struct choices specialties_;
	struct option_ids where, who;

	TRY(specialty_choices(rq, s->specialty, &specialties_));
	TRY(locations(rq, s->organization, s->location.v, &where));
	TRY(people(rq, s->organization, s->practitioner.v, &who));
	t_schedules_agenda_form(rq_page(rq, 200), s, place, specialties_, where, who, fresh);
	return OK;
}

enum err agenda_new_page(struct rq *rq)
{
	struct admin_at at;

	TRY(admin_at(rq, &at));
	return agenda_form_page(rq, &(struct schedule){ .organization = at.organization,
		.kind = S("practitioner"),
		.shown = true }, at.name, true);
}

/* The practitioner and the place are of the house or of a node above it. */
static enum err check_agenda(struct rq *rq, const struct agenda_in *in, const struct schedule *s,
	bool fresh)
{
	struct location_fits_row fits;
	struct practitioner_fits_row may;

	TRY(location_fits(rq->db, rq->a, (struct location_id){ in->location }, s->organization,
		&fits));
	if (!fits.n)
		return rq_wrong(rq, "location", N_("Choose a place"));
	if (!fresh)
		return OK;
	if (str_eq(s->kind, S("practitioner")) && !in->practitioner)
		return rq_wrong(rq, "practitioner", N_("Choose the practitioner"));
	TRY(practitioner_fits(rq->db, rq->a, (struct practitioner_id){ in->practitioner }, s->organization, &may));
	if (in->practitioner && !may.n)
		return rq_wrong(rq, "practitioner", N_("Choose the practitioner"));
	if (!in->practitioner && !in->name_fr.n)
		return rq_wrong(rq, "name_fr", N_("Write the French name"));
	return OK;
}

static void fill_agenda(const struct agenda_in *in, struct schedule *s)
{
	s->location.v = in->location;
	s->specialty = in->specialty;
	s->name = (struct names){ { in->name_fr, in->name_ar, STR_NONE } };
	s->shown = in->shown;
}

/* Left empty, a practitioner's agenda is of the practitioner's speciality. */
static enum err fill_specialty(struct rq *rq, struct schedule *s)
{
	struct practitioner p;

	if (s->specialty.n)
		return OK;
	if (!s->practitioner.v)
		return rq_wrong(rq, "specialty", N_("Choose a speciality"));
	TRY(practitioner_get(rq->db, rq->a, s->practitioner, &p));
	s->specialty = p.specialty;
	return OK;
}

enum err agenda_new_save(struct rq *rq)
{
	const struct agenda_in *in = rq->form;
	struct schedule s = { .organization = { in->organization ? in->organization
		: rq->who.organization },
		.kind = str_of(kinds[in->kind < 0 ? 0 : in->kind]),
			.practitioner = { in->practitioner } };
	struct schedule_id id;

	TRY(admin_may(rq, s.organization));
	if (!str_eq(s.kind, S("practitioner")))
		s.practitioner.v = 0;
	fill_agenda(in, &s);
	s.active = in->active;		/* the form makes drafts; who sends it without a page may open at once */
	TRY(check_agenda(rq, in, &s, true));
	TRY(fill_specialty(rq, &s));
	TRY(schedule_put(rq->db, rq->a, rq->now, &s, &id));
	TRY(admin_note(rq, s.organization, "agenda"));
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)id.v);
}

enum err agenda_change_page(struct rq *rq)
{
	struct schedule s;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	return agenda_form_page(rq, &s, STR_NONE, false);
}

enum err agenda_save(struct rq *rq)
{
	const struct agenda_in *in = rq->form;
	struct schedule s;
	struct schedule_id id;
	enum err e;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(check_agenda(rq, in, &s, false));
	fill_agenda(in, &s);
	TRY(fill_specialty(rq, &s));
	if (!s.practitioner.v && !in->name_fr.n)
		return rq_wrong(rq, "name_fr", N_("Write the French name"));
	s.version = in->version;
	e = schedule_put(rq->db, rq->a, rq->now, &s, &id);
	if (e == E_CONFLICT)
		return rq_problem(rq,
			N_("Somebody else changed this agenda meanwhile. Look at it again; yours was not saved."));
	TRY(e);
	TRY(admin_note(rq, s.organization, "agenda"));
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)id.v);
}

/* ---- one agenda ---- */

static struct str service_names(struct rq *rq, const struct opening *o)
{
	struct str out = STR_NONE;

	for (size_t i = 0; i < o->nservices; i++) {
		struct service s;

		if (service_get(rq->db, rq->a, o->services[i], &s) != OK)
			continue;
		if (out.n)
			out = arena_cat(rq->a, out, rq->lang == LANG_AR ? S("، ") : S(", "));
		out = arena_cat(rq->a, out, names_in(rq->lang, &s.name));
	}
	return out;
}

static struct str break_words(const struct page *pg, const struct opening *o)
{
	struct str out = STR_NONE;

	for (size_t i = 0; i < o->nbreaks; i++) {
		const struct minute_span *b = &o->breaks[i];
		struct str one = arena_fmt(pg->a, "%02d:%02d–%02d:%02d", b->from / 60, b->from % 60,
			b->to / 60, b->to % 60);

		out = out.n ? FILL(pg, tr(pg, "%1, %2"), out, one) : one;
	}
	return out.n ? FILL(pg, tr(pg, "Break %1"), out) : out;
}

static enum err variant_name(struct rq *rq, const struct opening *o, struct str *ret)
{
	struct variant v;

	*ret = STR_NONE;
	if (!o->variant.v)
		return OK;
	TRY(variant_get(rq->db, rq->a, o->variant, &v));
	*ret = names_in(rq->lang, &v.name);
	return OK;
}

static enum err views(struct rq *rq, const struct page *pg, struct schedule_id id,
	struct day today, struct opening_views *ret)
{
	struct openings all;
	size_t n = 0;

	TRY(opening_list(rq->db, rq->a, id, &all));
	struct opening_view *v = ARENA_ARRAY(rq->a, struct opening_view, all.n + 1);

	for (size_t i = 0; i < all.n; i++) {
		const struct opening *o = &all.v[i];
		struct day last = o->rule.n ? o->until_day : o->first_day;

		if (day_is(last) && last.n < today.n)
			continue;
		v[n] = (struct opening_view){ *o,
			text_capital(rq->a, rule_words(pg, o->rule, o->first_day)), service_names(rq, o),
			break_words(pg, o), share_words(pg, &o->quota), STR_NONE };
		TRY(variant_name(rq, o, &v[n++].variant));
	}
	*ret = (struct opening_views){ v, n };
	return OK;
}

enum err agenda_page(struct rq *rq)
{
	struct schedule s;
	struct opening_views openings_;
	struct drawn_week week;
	struct absences off;
	struct agenda_state st;
	struct plans plans;
	const struct zone *z;
	struct day monday;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(zone_get(s.zone, &z));
	struct day today = zone_local(z, rq->now).day;
	struct page *pg = rq_page(rq, 200);

	TRY(views(rq, pg, s.id, today, &openings_));
	TRY(plans_load(rq->db, rq->a, s.id, &plans));
	TRY(agenda_state(rq, &s, &st));
	TRY(week_asked(rq, &plans, today, &monday));
	TRY(draw_week_as(rq, &s, &plans, monday, st.base, st.as, &week));
	TRY(absence_list(rq->db, rq->a, s.id, today, &off));
	t_schedules_agenda(pg, &s, &st, openings_, &week, off);
	return OK;
}
