/* Administration of what closes several agendas at once, or again and again. See pages.h. */
#include "areas/schedules/pages.h"

#include "areas/appointments/appointments.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/rules/spans.h"
#include "base/num.h"
#include "organizations_q.h"
#include "schedules_t.h"

enum { SHOWN_AGENDAS = 500 };

struct closing_in {
	struct str who, rule, reason;
	struct day from, to, until;
	int32_t from_min, to_min, repeat;
};
enum { ONCE, DAY, WEEK, WEEK2, MONTH, RULE };
static const char *const repeats[] = { "once", "day", "week", "week2", "month", "rule", NULL };
static const struct field closing_fields[] = {
	FIELD(closing_in, who, F_TEXT, struct str, .required = true, .max = 80,
		.missing = N_("Say who is away, or what is closed")),
	FIELD(closing_in, from, F_DAY, struct day, .required = true,
		.missing = N_("Write the first day")),
	FIELD(closing_in, to, F_DAY, struct day),
	FIELD(closing_in, from_min, F_MIN, int32_t),
	FIELD(closing_in, to_min, F_MIN, int32_t),
	FIELD(closing_in, repeat, F_CHOICE, int32_t, .choices = repeats),
	FIELD(closing_in, rule, F_TEXT, struct str, .max = 200),
	FIELD(closing_in, until, F_DAY, struct day),
	FIELD(closing_in, reason, F_TEXT, struct str, .max = 200),
};
const struct form closing_form = FORM(closing_in, closing_fields);

/* ---- who or what ---- */

static struct who_option who_value(struct rq *rq, enum closing_scope scope, int64_t id, struct str label)
{
	const char *code = closing_scope_code(scope);

	return (struct who_option){ arena_cstr(rq->a, arena_fmt(rq->a, "%s-%lld", code,
		(long long)id)), label, STR_NONE, STR_NONE };
}

static bool listed(const struct who_group *g, const char *value)
{
	for (size_t i = 0; i < g->n; i++)
		if (!strcmp(g->v[i].value, value))
			return true;
	return false;
}

static void choice_put(struct who_group *g, struct who_option o)
{
	if (!listed(g, o.value))
		g->v[g->n++] = o;
}

static enum err label_of(struct rq *rq, enum closing_scope scope, int64_t id, struct str specialty,
	struct str *ret);

static enum err put_of(struct rq *rq, struct who_group *g, enum closing_scope scope, int64_t id)
{
	struct who_option o = who_value(rq, scope, id, STR_NONE);

	if (!id || listed(g, o.value))
		return OK;
	TRY(label_of(rq, scope, id, STR_NONE, &o.label));
	choice_put(g, o);
	return OK;
}

static enum err put_person(struct rq *rq, struct who_group *g, struct practitioner_id id)
{
	struct who_option o = who_value(rq, OF_PRACTITIONER, id.v, STR_NONE);
	struct practitioner p;

	if (!id.v || listed(g, o.value))
		return OK;
	TRY(practitioner_get(rq->db, rq->a, id, &p));
	o.label = organization_name(rq->lang, p.name.s, p.name_ar.s, STR_NONE);
	o.specialty = p.specialty;
	o.code = p.code;
	choice_put(g, o);
	return OK;
}

/* Two of one name are told apart. */
static enum err people_apart(struct rq *rq, struct who_group *g)
{
	struct named *v = ARENA_ARRAY(rq->a, struct named, g->n + 1);

	for (size_t i = 0; i < g->n; i++)
		v[i] = (struct named){ g->v[i].label, g->v[i].specialty, { 0 }, g->v[i].code };
	TRY(names_apart(rq->db, rq->a, rq->lang, v, g->n));
	for (size_t i = 0; i < g->n; i++)
		g->v[i].label = v[i].label;
	return OK;
}

static enum err put_specialty(struct rq *rq, struct who_group *g, struct str code)
{
	struct who_option o = { arena_cstr(rq->a, arena_fmt(rq->a, "specialty-%.*s",
		STR_ARG(code))), STR_NONE, STR_NONE, STR_NONE };

	if (listed(g, o.value))
		return OK;
	TRY(label_of(rq, OF_SPECIALTY, 0, code, &o.label));
	choice_put(g, o);
	return OK;
}

/* What the agendas of an organisation have: people, places, specialities, themselves, the whole. */
static enum err who_choices(struct rq *rq, const struct admin_at *at, struct who_groups *ret)
{
	static const char *const labels[OF_MAX] = { [OF_PRACTITIONER] = N_("Somebody, in all places"),
		[OF_LOCATION] = N_("A room or place"), [OF_SPECIALTY] = N_("A speciality"),
		[OF_AGENDA] = N_("One agenda"), [OF_ORGANIZATION] = N_("All of it") };
	struct who_group *g = ARENA_ARRAY(rq->a, struct who_group, OF_MAX);
	struct schedules all;

	TRY(schedule_list(rq->db, rq->a, at->organization, &all));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &all));
	for (int i = 0; i < OF_MAX; i++)
		g[i] = (struct who_group){ lang_tr(rq->lang, labels[i]),
			ARENA_ARRAY(rq->a, struct who_option, all.n + 1), 0 };
	for (size_t i = 0; i < all.n; i++) {
		const struct schedule *s = &all.v[i];

		if (!s->active)
			continue;
		choice_put(&g[OF_AGENDA], who_value(rq, OF_AGENDA, s->id.v, names_in(rq->lang, &s->name)));
		TRY(put_person(rq, &g[OF_PRACTITIONER], s->practitioner));
		TRY(put_of(rq, &g[OF_LOCATION], OF_LOCATION, s->location.v));
		TRY(put_specialty(rq, &g[OF_SPECIALTY], s->specialty));
	}
	TRY(people_apart(rq, &g[OF_PRACTITIONER]));
	choice_put(&g[OF_ORGANIZATION], who_value(rq, OF_ORGANIZATION, 0, at->name));
	/* a person is what is away most often */
	struct who_group agenda = g[OF_AGENDA];

	g[OF_AGENDA] = g[OF_PRACTITIONER];
	g[OF_PRACTITIONER] = agenda;
	*ret = (struct who_groups){ g, OF_MAX };
	return OK;
}

static enum err label_of(struct rq *rq, enum closing_scope scope, int64_t id, struct str specialty,
	struct str *ret)
{
	struct practitioner p;
	struct schedule s;

	if (scope == OF_PRACTITIONER) {
		TRY(practitioner_get(rq->db, rq->a, (struct practitioner_id){ id }, &p));
		*ret = rq->lang == LANG_AR && p.name_ar.s.n ? p.name_ar.s : p.name.s;
	} else if (scope == OF_AGENDA) {
		TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ id }, &s));
		*ret = names_in(rq->lang, &s.name);
	} else if (scope == OF_LOCATION) {
		struct location_get_row l;

		TRY(location_get(rq->db, rq->a, (struct location_id){ id }, &l));
		*ret = organization_name(rq->lang, l.name_fr, l.name_ar, l.name_en);
	} else if (scope == OF_SPECIALTY) {
		struct specialty_get_row r;

		TRY(specialty_get(rq->db, rq->a, specialty, &r));
		*ret = organization_name(rq->lang, r.name_fr, r.name_ar, r.name_en);
	} else {
		struct organization_get_row o;

		TRY(organization_get(rq->db, rq->a, (struct organization_id){ id }, &o));
		*ret = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	}
	return OK;
}

static enum err label_of_closing(struct rq *rq, const struct closing *c, struct str *ret)
{
	return label_of(rq, c->scope, c->scope == OF_ORGANIZATION ? c->organization.v : c->of,
		c->specialty, ret);
}

static struct str closing_words(struct page *pg, const struct closing *c)
{
	return c->rule.n ? rule_words(pg, c->rule, c->from.day) : STR_NONE;
}

/* ---- the form ---- */

enum err place_today(struct rq *rq, struct str zone, struct day *ret)
{
	const struct zone *z;

	TRY(zone_get(zone, &z));
	*ret = zone_local(z, rq->now).day;
	return OK;
}

struct str day_value(struct arena *a, struct day d)
{
	char text[11];

	day_print(d, text);
	return arena_str(a, str_of(text));
}

static enum err read_who(struct rq *rq, struct closing *c)
{
	struct str rest = ((const struct closing_in *)rq->form)->who, code = str_cut(&rest, '-');

	if (!closing_scope_of(code, &c->scope))
		return rq_wrong(rq, "who", N_("Say who is away, or what is closed"));
	if (c->scope == OF_SPECIALTY)
		c->specialty = rest;
	else if (num_parse(rest, 0, INT64_MAX, &c->of) != OK)
		return rq_wrong(rq, "who", N_("Say who is away, or what is closed"));
	return OK;
}

static struct str rule_asked(struct rq *rq, const struct closing_in *in)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	const char *day = days[day_weekday(in->from) - 1];
	int year, month, d;

	day_split(in->from, &year, &month, &d);
	switch (in->repeat) {
	case DAY: return S("FREQ=DAILY");
	case WEEK: return arena_fmt(rq->a, "FREQ=WEEKLY;BYDAY=%s", day);
	case WEEK2: return arena_fmt(rq->a, "FREQ=WEEKLY;INTERVAL=2;BYDAY=%s", day);
	case MONTH: return arena_fmt(rq->a, "FREQ=MONTHLY;BYDAY=%d%s", (d - 1) / 7 + 1, day);
	case RULE: return in->rule;
	default: return S("");
	}
}

static enum err read_spans(struct rq *rq, struct closing *c, struct spans *ret)
{
	enum err e = closing_spans(rq->a, c, ret);

	if (e == E_LIMIT)
		return rq_wrong(rq, "until", N_("Say until when it repeats, at most a year ahead"));
	if (e == E_NOTFOUND)
		return rq_wrong(rq, "from", N_("The rule has no such day"));
	return e == E_INPUT ? rq_wrong(rq, "rule", N_("This rule cannot be read")) : e;
}

/* Whole days unless hours are given; the agendas must be of the house that is administered. */
static enum err read_closing(struct rq *rq, const struct admin_at *at, struct closing *c,
	struct spans *spans, struct schedules *agendas)
{
	const struct closing_in *in = rq->form;
	struct day last = day_is(in->to) ? in->to : in->from;

	*c = (struct closing){ .organization = at->organization, .specialty = STR_NONE,
		.from = { in->from, in->from_min < 0 ? 0 : in->from_min },
		.to = { last, in->to_min }, .reason = in->reason, .rule = rule_asked(rq, in),
		.last_day = in->until };
	if (in->to_min < 0)
		c->to = (struct local){ { last.n + 1 }, 0 };
	TRY(read_who(rq, c));
	if (local_cmp(c->from, c->to) >= 0)
		return rq_wrong(rq, last.n < in->from.n ? "to" : "to_min",
			N_("The end must be later than the beginning"));
	if (c->to.day.n - c->from.day.n > 5 * 365)
		return rq_wrong(rq, "to", N_("At most five years"));
	if (in->repeat == RULE && !c->rule.n)
		return rq_wrong(rq, "rule", N_("This rule cannot be read"));
	TRY(read_spans(rq, c, spans));
	TRY(closing_agendas(rq->db, rq->a, c, rq->who.scope.lo, rq->who.scope.hi, agendas));
	if (!agendas->n)
		return rq_wrong(rq, "who", N_("No open agenda belongs to it"));
	if (agendas->n * spans->n > CLOSING_ABSENCES_MAX || agendas->n > SHOWN_AGENDAS)
		return rq_wrong(rq, "until", N_("Too many at once: choose a shorter time or fewer agendas"));
	return OK;
}

static struct schedule_ids ids_of(struct rq *rq, const struct schedules *s)
{
	struct schedule_id *v = ARENA_ARRAY(rq->a, struct schedule_id, s->n + 1);

	for (size_t i = 0; i < s->n; i++)
		v[i] = s->v[i].id;
	return (struct schedule_ids){ v, s->n };
}

struct sent_pairs sent_pairs(struct rq *rq)
{
	struct str name, value;
	struct sent_pair *v;
	size_t all = 0, n = 0;

	while (rq_pair(rq, all, &name, &value))
		all++;
	v = ARENA_ARRAY(rq->a, struct sent_pair, all + 1);
	for (size_t i = 0; rq_pair(rq, i, &name, &value); i++)
		if (!str_eq(name, S("key")))
			v[n++] = (struct sent_pair){ name, value };
	return (struct sent_pairs){ v, n };
}

const char *urgency_label(enum urgency u)
{
	static const char *const labels[URGENT_MAX] = { [URGENT_NOW] = N_("begins within a day"),
		[URGENT_REFERRED] = N_("sent by a doctor"),
		[URGENT_SOON] = N_("begins within three days"),
		[URGENT_FIRST] = N_("first visit"), [URGENT_NOT] = N_("can wait") };

	return labels[u];
}

struct urgency_counts urgency_counts(struct arena *a, const struct strucks *s)
{
	struct urgency_count *v = ARENA_ARRAY(a, struct urgency_count, URGENT_MAX);
	size_t n = 0;

	for (int i = 0; i < URGENT_MAX; i++)
		if (s->by[i])
			v[n++] = (struct urgency_count){ (enum urgency)i, s->by[i] };
	return (struct urgency_counts){ v, n };
}

enum err struck_seen(struct rq *rq, const struct strucks *s)
{
	for (size_t i = 0; i < s->n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, s->v[i].patient.v, s->v[i].organization.v));
	return OK;
}

/* ---- pages ---- */

enum err closings_page(struct rq *rq)
{
	struct page *pg = rq_page(rq, 200);
	struct admin_at at;
	struct closings all;
	struct closing_view *v;

	TRY(admin_at(rq, &at));
	TRY(closing_list(rq->db, rq->a, at.organization,
		(struct day){ (int32_t)(rq->now.v / 86400) - 1 }, &all));
	v = ARENA_ARRAY(rq->a, struct closing_view, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		v[i].c = all.v[i];
		v[i].words = closing_words(pg, &all.v[i]);
		TRY(label_of_closing(rq, &all.v[i], &v[i].who));
	}
	t_schedules_closings(pg, &at, (struct closing_views){ v, all.n });
	return OK;
}

enum err closing_new_page(struct rq *rq)
{
	struct organization_get_row o;
	struct admin_at at;
	struct who_groups groups;
	struct day today;

	TRY(admin_at(rq, &at));
	TRY(who_choices(rq, &at, &groups));
	TRY(organization_get(rq->db, rq->a, at.organization, &o));
	TRY(place_today(rq, o.zone, &today));
	t_schedules_closing(rq_page(rq, 200), &at, groups, today);
	return OK;
}

/* Somebody stands in: a doctor's absence would take the hours from him too. */
static enum err list_stand_ins(struct rq *rq, struct closing_look *v)
{
	struct day last = { (int32_t)(v->times.v[v->times.n - 1].to / 1440) };
	struct substitutions all;

	if (v->c.scope != OF_PRACTITIONER && v->c.scope != OF_AGENDA)
		return OK;
	TRY(substitution_list(rq->db, rq->a, rq->who.scope.lo, rq->who.scope.hi, v->c.from.day, &all));
	v->stand_ins.v = ARENA_ARRAY(rq->a, struct stand_in, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < v->agendas.n; k++)
			if (all.v[i].schedule.v == v->agendas.v[k].id.v && all.v[i].from.n <= last.n)
				v->stand_ins.v[v->stand_ins.n++] = (struct stand_in){ names_in(rq->lang, &all.v[i].schedule_name),
					names_in(rq->lang, &all.v[i].practitioner_name), all.v[i].from, all.v[i].to };
	return OK;
}

/* Where else people find the person by name: who administers that house closes it. */
static enum err list_houses(struct rq *rq, struct closing_look *v)
{
	struct schedules all;

	if (v->c.scope != OF_PRACTITIONER)
		return OK;
	TRY(schedule_of_practitioner(rq->db, rq->a, (struct practitioner_id){ v->c.of }, &all));
	v->houses.v = ARENA_ARRAY(rq->a, struct str, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		bool known = !all.v[i].active || !all.v[i].shown;
		struct str name;

		for (size_t k = 0; k < v->agendas.n; k++)
			known = known || v->agendas.v[k].organization.v == all.v[i].organization.v;
		if (known)
			continue;
		TRY(label_of(rq, OF_ORGANIZATION, all.v[i].organization.v, STR_NONE, &name));
		for (size_t k = 0; k < v->houses.n; k++)
			known = known || str_eq(v->houses.v[k], name);
		if (!known)
			v->houses.v[v->houses.n++] = name;
	}
	return OK;
}

enum err closing_look(struct rq *rq)
{
	struct closing_look v = { .sent = sent_pairs(rq) };
	struct page *pg;
	struct admin_at at;

	TRY(admin_at(rq, &at));
	TRY(read_closing(rq, &at, &v.c, &v.times, &v.agendas));
	TRY(strikes_of_agendas(rq->db, rq->a, &rq->who.scope, rq->now, ids_of(rq, &v.agendas),
		v.times, &v.struck));
	TRY(struck_seen(rq, &v.struck));
	TRY(list_stand_ins(rq, &v));
	TRY(list_houses(rq, &v));
	TRY(label_of_closing(rq, &v.c, &v.who));
	pg = rq_page(rq, 200);
	v.words = closing_words(pg, &v.c);
	t_schedules_closing_look(pg, &v);
	return OK;
}

enum err closing_save(struct rq *rq)
{
	struct admin_at at;
	struct closing c;
	struct closing_id id;
	struct spans spans;
	struct schedules agendas;

	TRY(admin_at(rq, &at));
	TRY(read_closing(rq, &at, &c, &spans, &agendas));
	TRY(closing_put(rq->db, rq->a, rq->now, &c, ids_of(rq, &agendas), rq->who.account,
		str_of(role_code(rq->who.role)), &id));
	TRY(admin_note(rq, at.organization, "closing"));
	/* Who works at the desk too goes on with the appointments that lost their place. */
	if (rq->who.role == ROLE_HEAD_OF_ADMISSIONS)
		return rq_redirect(rq, "/desk/orphans");
	return rq_redirect(rq, "/admin/closings?organization=%lld", (long long)at.organization.v);
}

enum err closing_remove_save(struct rq *rq)
{
	struct closing c;

	TRY(closing_get(rq->db, rq->a, (struct closing_id){ rq_id(rq, 0) }, &c));
	TRY(admin_may(rq, c.organization));
	TRY(closing_remove(rq->db, rq->a, rq->now, c.id, str_of(role_code(rq->who.role))));
	TRY(admin_note(rq, c.organization, "closing-back"));
	return rq_redirect(rq, "/admin/closings?organization=%lld", (long long)c.organization.v);
}
