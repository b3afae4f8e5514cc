/* Administration of weekly hours: rules of openings, one day of them changed or removed. See
 * pages.h. */
#include "areas/schedules/pages.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/rules/recur.h"
#include "base/num.h"
#include "schedules_t.h"

static const char *const weekday_codes[7] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
struct opening_in {
	int64_t version, capacity, step, count, variant, seen, online, desk, centre, release;
	int32_t release_unit;
	struct day first, until;
	int32_t repeat, start, end, break_from, break_to, break2_from, break2_to;
	struct str_list days, services;
	struct str rule;
};
static const struct field opening_fields[] = {
	FIELD(opening_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(opening_in, capacity, F_INT, int64_t, .required = true, .min = 1, .max = 1000),
	FIELD(opening_in, step, F_INT, int64_t, .min = 0, .max = 1440),
	FIELD(opening_in, count, F_INT, int64_t, .min = 0, .max = 1000),
	FIELD(opening_in, variant, F_INT, int64_t, .max = INT64_MAX),
	FIELD(opening_in, seen, F_INT, int64_t, .max = INT64_MAX),
	FIELD(opening_in, online, F_INT, int64_t, .min = 0, .max = QUOTA_MAX),
	FIELD(opening_in, desk, F_INT, int64_t, .min = 0, .max = QUOTA_MAX),
	FIELD(opening_in, centre, F_INT, int64_t, .min = 0, .max = QUOTA_MAX),
	FIELD(opening_in, release, F_INT, int64_t, .min = 0, .max = 10000),
	FIELD(opening_in, release_unit, F_CHOICE, int32_t, .choices = length_units),
	FIELD(opening_in, first, F_DAY, struct day, .required = true,
		.missing = N_("Write the first day")),
	FIELD(opening_in, until, F_DAY, struct day),
	FIELD(opening_in, repeat, F_CHOICE, int32_t, .required = true, .choices = rule_repeats),
	FIELD(opening_in, start, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
	FIELD(opening_in, end, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
	FIELD(opening_in, break_from, F_MIN, int32_t),
	FIELD(opening_in, break_to, F_MIN, int32_t),
	FIELD(opening_in, break2_from, F_MIN, int32_t),
	FIELD(opening_in, break2_to, F_MIN, int32_t),
	FIELD(opening_in, days, F_LIST, struct str_list, .max = 7),
	FIELD(opening_in, services, F_LIST, struct str_list, .max = 100),
	FIELD(opening_in, rule, F_TEXT, struct str, .max = 200),
};
const struct form opening_form = FORM(opening_in, opening_fields);

/* ---- the form ---- */

static struct weekday_boxes boxes(struct rq *rq, uint32_t days)
{
	struct weekday_box *v = ARENA_ARRAY(rq->a, struct weekday_box, 7);

	for (int d = 1; d <= 7; d++)
		v[d - 1] = (struct weekday_box){ d, str_of(text_weekday(rq->lang, d)),
			(days & 1u << d) != 0 };
	return (struct weekday_boxes){ v, 7 };
}

static struct str clock_text(struct rq *rq, int32_t min)
{
	return arena_fmt(rq->a, "%02d:%02d", min / 60, min % 60);
}

struct str form_day(struct arena *a, struct day d)
{
	char s[11];

	if (!day_is(d))
		return STR_NONE;
	day_print(d, s);
	return arena_str(a, (struct str){ s, 10 });
}

static void show_breaks(struct rq *rq, const struct opening *o, struct opening_form *f)
{
	for (size_t i = 0; i < o->nbreaks && i < FORM_BREAKS; i++) {
		f->breaks[i][0] = clock_text(rq, o->breaks[i].from);
		f->breaks[i][1] = clock_text(rq, o->breaks[i].to);
	}
}

/* Hours that are added in a variant: ?variant=, kept in the form. */
static enum err variant_asked(struct rq *rq, const struct schedule *s, struct opening_form *f)
{
	struct variants all;
	int64_t id;

	if (num_parse(rq_raw(rq, "variant"), 1, INT64_MAX, &id) != OK)
		return OK;
	TRY(variants_of(rq->db, rq->a, s->id, &all));
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].id.v != id)
			continue;
		f->variant = id;
		f->variant_name = names_in(rq->lang, &all.v[i].name);
		f->first = form_day(rq->a, all.v[i].first_day);
	}
	return f->variant ? OK : E_NOTFOUND;
}

static enum err variant_of(struct rq *rq, const struct opening *o, struct opening_form *f)
{
	struct variant v;

	if (!o->variant.v)
		return OK;
	TRY(variant_get(rq->db, rq->a, o->variant, &v));
	f->variant_name = names_in(rq->lang, &v.name);
	return OK;
}

enum err opening_form_of(struct rq *rq, const struct schedule *s, const struct opening *o,
	struct opening_form *ret)
{
	struct opening_form f = { .schedule = *s, .repeat = rule_repeats[RE_WEEK], .start = S("09:00"),
		.end = S("12:00"), .capacity = S("1"), .release_min = FORM_RELEASE_MIN };
	struct recur r;
	uint32_t days = 0;

	if (o) {
		TRY(recur_parse(o->rule, &r));
		f.id = o->id.v;
		f.version = o->version;
		f.repeat = rule_repeat(&r);
		f.count = r.count ? arena_fmt(rq->a, "%d", r.count) : STR_NONE;
		show_breaks(rq, o, &f);
		shares_show(rq, &o->quota, &f);
		TRY(variant_of(rq, o, &f));
		days = r.freq == RECUR_WEEKLY ? rule_weekdays(&r, o->first_day) : 0;
		f.start = clock_text(rq, o->start_min);
		f.end = clock_text(rq, o->end_min);
		f.capacity = arena_fmt(rq->a, "%d", o->capacity);
		f.step = o->slot_min ? arena_fmt(rq->a, "%d", o->slot_min) : STR_NONE;
		f.first = form_day(rq->a, o->first_day);
		f.until = form_day(rq->a, o->until_day);
		f.rule = o->rule;
	}
	if (!o) {
		const struct zone *z;

		TRY(zone_get(s->zone, &z));
		f.first = form_day(rq->a, zone_local(z, rq->now).day);
		TRY(variant_asked(rq, s, &f));
	}
	f.days = boxes(rq, days);
	TRY(service_options(rq, s, o, &f));
	*ret = f;
	return OK;
}

enum err opening_new_page(struct rq *rq)
{
	struct schedule s;
	struct opening_form f;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(opening_form_of(rq, &s, NULL, &f));
	t_schedules_opening(rq_page(rq, 200), &f);
	return OK;
}

enum err my_opening(struct rq *rq, struct opening *o, struct schedule *s)
{
	TRY(opening_get(rq->db, rq->a, (struct opening_id){ rq_id(rq, 0) }, o));
	if (!o->active)
		return E_NOTFOUND;
	return admin_schedule(rq, o->schedule.v, s);
}

enum err opening_page(struct rq *rq)
{
	struct opening o;
	struct schedule s;
	struct opening_form f;

	TRY(my_opening(rq, &o, &s));
	TRY(opening_form_of(rq, &s, &o, &f));
	t_schedules_opening(rq_page(rq, 200), &f);
	return OK;
}

static uint32_t days_asked(const struct opening_in *in)
{
	uint32_t days = 0;
	int64_t n;

	for (size_t i = 0; i < in->days.n; i++)
		if (num_parse(in->days.v[i], 1, 7, &n) == OK)
			days |= 1u << n;
	return days;
}

static struct str weekly_rule(struct rq *rq, uint32_t days, int interval)
{
	struct str list = STR_NONE;

	for (int d = 1; d <= 7; d++)
		if (days & 1u << d)
			list = arena_fmt(rq->a, "%.*s%s%s", STR_ARG(list), list.n ? "," : "",
				weekday_codes[d - 1]);
	return interval == 1 ? arena_fmt(rq->a, "FREQ=WEEKLY;BYDAY=%.*s", STR_ARG(list))
		: arena_fmt(rq->a, "FREQ=WEEKLY;INTERVAL=%d;BYDAY=%.*s", interval, STR_ARG(list));
}

/* The same rank of the same weekday as the first day; the fifth is the last. */
static struct str monthly_rule(struct rq *rq, struct day first)
{
	int y, m, d;

	day_split(first, &y, &m, &d);
	int nth = (d - 1) / 7 + 1;

	return arena_fmt(rq->a, "FREQ=MONTHLY;BYDAY=%d%s", nth > 4 ? -1 : nth,
		weekday_codes[day_weekday(first) - 1]);
}

/* The same day of each month as the first day's; the thirty-first is the last. */
static struct str date_rule(struct rq *rq, struct day first)
{
	int y, m, d;

	day_split(first, &y, &m, &d);
	return arena_fmt(rq->a, "FREQ=MONTHLY;BYMONTHDAY=%d", d == 31 ? -1 : d);
}

static enum err counted(struct rq *rq, const struct opening_in *in, struct str *rule)
{
	if (!in->count)
		return OK;
	if (day_is(in->until))
		return rq_wrong(rq, "count", N_("Write a last day or how many times, not both"));
	*rule = arena_fmt(rq->a, "%.*s;COUNT=%lld", STR_ARG(*rule), (long long)in->count);
	return OK;
}

static enum err rule_asked(struct rq *rq, const struct opening_in *in, struct str *ret)
{
	struct recur r;

	if (in->repeat == RE_ONCE) {
		*ret = STR_NONE;
		return OK;
	}
	if (in->repeat == RE_RULE) {
		*ret = in->rule;
		if (!in->rule.n || recur_parse(in->rule, &r) != OK)
			return rq_wrong(rq, "rule",
				N_("This rule cannot be read. One looks like FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"));
		return r.count ? OK : counted(rq, in, ret);
	}
	if (in->repeat == RE_DAY)
		*ret = S("FREQ=DAILY");
	else if (in->repeat == RE_MONTH)
		*ret = monthly_rule(rq, in->first);
	else if (in->repeat == RE_DATE)
		*ret = date_rule(rq, in->first);
	else if (days_asked(in))
		*ret = weekly_rule(rq, days_asked(in), in->repeat - RE_WEEK + 1);
	else
		return rq_wrong(rq, "days", N_("Choose at least one day of the week"));
	return counted(rq, in, ret);
}

static struct service_id *services_asked(struct rq *rq, const struct opening_in *in, size_t *ret_n)
{
	struct service_id *v = ARENA_ARRAY(rq->a, struct service_id, in->services.n + 1);

	*ret_n = 0;
	for (size_t i = 0; i < in->services.n; i++)
		if (num_parse(in->services.v[i], 1, INT64_MAX, &v[*ret_n].v) == OK)
			++*ret_n;
	return v;
}

static enum err fill_breaks(struct rq *rq, const struct opening_in *in, struct opening *o)
{
	const struct minute_span asked[FORM_BREAKS] = { { in->break_from, in->break_to },
		{ in->break2_from, in->break2_to } };
	struct minute_span *v = ARENA_ARRAY(rq->a, struct minute_span, FORM_BREAKS);
	struct hours h = { .start = in->start, .end = in->end };

	o->nbreaks = 0;
	for (size_t i = 0; i < FORM_BREAKS; i++)
		if (asked[i].from >= 0 || asked[i].to >= 0)
			v[o->nbreaks++] = asked[i];
	if (o->nbreaks == 2 && v[1].from < v[0].from) {
		struct minute_span first = v[1];

		v[1] = v[0];
		v[0] = first;
	}
	o->breaks = v;
	if (!breaks_valid(&h, v, o->nbreaks))
		return rq_wrong(rq, "break_from",
			N_("A break begins after the hours and ends before them, and breaks lie apart"));
	return OK;
}

/* Checks and fills. */
static enum err fill_opening(struct rq *rq, const struct opening_in *in,
	struct organization_id organization, struct opening *o)
{
	if (in->end <= in->start)
		return rq_wrong(rq, "end", N_("The end must be later than the beginning"));
	if (day_is(in->until) && in->until.n < in->first.n)
		return rq_wrong(rq, "until", N_("The last day is before the first"));
	TRY(rule_asked(rq, in, &o->rule));
	o->first_day = in->first;
	o->until_day = in->repeat == RE_ONCE ? DAY_NONE : in->until;
	o->start_min = in->start;
	o->end_min = in->end;
	TRY(fill_breaks(rq, in, o));
	TRY(shares_asked(rq, (const int64_t[]){ 0, in->online, in->desk, in->centre },
		length_minutes(in->release, in->release_unit), &o->quota));
	o->capacity = (int32_t)in->capacity;
	o->slot_min = (int32_t)in->step;
	o->active = true;
	o->services = services_asked(rq, in, &o->nservices);
	if (!o->nservices) {
		struct schedule at;

		TRY(schedule_get(rq->db, rq->a, o->schedule, &at));
		if (str_eq(at.kind, S("practitioner")))
			return rq_wrong(rq, "services", N_("Choose at least one type of appointment"));
	}
	for (size_t i = 0; i < o->nservices; i++)
		if (service_used_at(rq->db, rq->a, o->services[i], organization) != OK)
			return rq_wrong(rq, "services",
				N_("One of these types of appointment is not used here"));
	return OK;
}

static struct str role_now(const struct rq *rq)
{
	return str_of(role_code(rq->who.role));
}

/* ret_lost: how many appointments lie in no hours now. */
static enum err put_hours(struct rq *rq, const struct opening *o, int64_t seen, size_t *ret_lost)
{
	struct opening_id id;
	struct plans plans;
	struct losts lost;
	enum err e;

	TRY(look_confirmed(rq, o, seen));
	TRY(plans_with(rq->db, rq->a, o, &plans));
	TRY(plans_lose(rq->db, rq->a, rq->now, o->schedule, &plans, &lost));
	*ret_lost = lost.n;
	e = opening_put(rq->db, rq->a, rq->now, o, role_now(rq), &id);
	if (e == E_CONFLICT)
		return rq_problem(rq,
			N_("Somebody else changed these hours meanwhile. Look at them again; yours were not saved."));
	return e;
}

/* Who works at the desk too goes on with the appointments that lost their place. */
static enum err saved(struct rq *rq, const struct schedule *s, size_t lost)
{
	TRY(admin_note(rq, s->organization, "hours"));
	if (lost && rq->who.role == ROLE_HEAD_OF_ADMISSIONS)
		return rq_redirect(rq, "/desk/orphans");
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s->id.v);
}

static enum err new_asked(struct rq *rq, struct schedule *s, struct opening *o)
{
	const struct opening_in *in = rq->form;

	TRY(admin_schedule(rq, rq_id(rq, 0), s));
	if (in->variant) {
		struct variant_taken_row taken;

		TRY(variant_taken(rq->db, rq->a, s->id, (struct variant_id){ in->variant }, &taken));
		if (!taken.n)
			return E_NOTFOUND;
	}
	*o = (struct opening){ .schedule = s->id, .variant = { in->variant } };
	return fill_opening(rq, in, s->organization, o);
}

static enum err change_asked(struct rq *rq, struct schedule *s, struct opening *o)
{
	const struct opening_in *in = rq->form;

	TRY(my_opening(rq, o, s));
	o->version = in->version;
	return fill_opening(rq, in, s->organization, o);
}

enum err opening_new_look(struct rq *rq)
{
	struct schedule s;
	struct opening o;

	TRY(new_asked(rq, &s, &o));
	return look_page(rq, &s, &o, LOOK_SAVE);
}

enum err opening_look(struct rq *rq)
{
	struct schedule s;
	struct opening o;

	TRY(change_asked(rq, &s, &o));
	return look_page(rq, &s, &o, LOOK_SAVE);
}

enum err opening_new_save(struct rq *rq)
{
	const struct opening_in *in = rq->form;
	struct schedule s;
	struct opening o;
	size_t lost;

	TRY(new_asked(rq, &s, &o));
	TRY(put_hours(rq, &o, in->seen, &lost));
	return saved(rq, &s, lost);
}

enum err opening_save(struct rq *rq)
{
	const struct opening_in *in = rq->form;
	struct opening o;
	struct schedule s;
	size_t lost;

	TRY(change_asked(rq, &s, &o));
	TRY(put_hours(rq, &o, in->seen, &lost));
	return saved(rq, &s, lost);
}

struct end_in { struct day last; };
static const struct field end_fields[] = {
	FIELD(end_in, last, F_DAY, struct day, .required = true,
		.missing = N_("Write the last day")),
};
const struct form end_form = FORM(end_in, end_fields);

enum err opening_end_look(struct rq *rq)
{
	const struct end_in *in = rq->form;
	struct opening o;
	struct schedule s;

	TRY(my_opening(rq, &o, &s));
	o.until_day = in->last;
	o.active = in->last.n >= o.first_day.n;
	return look_page(rq, &s, &o, LOOK_END);
}

enum err opening_end_save(struct rq *rq)
{
	const struct end_in *in = rq->form;
	struct opening o;
	struct schedule s;

	TRY(my_opening(rq, &o, &s));
	TRY(opening_end(rq->db, rq->a, rq->now, o.id, in->last, role_now(rq)));
	TRY(admin_note(rq, s.organization, "hours"));
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
}

/* ---- one day of a rule ---- */

struct day_ask_in { struct day day; };
static const struct field day_ask_fields[] = { FIELD(day_ask_in, day, F_DAY, struct day,
	.required = true) };
const struct form day_ask_form = FORM(day_ask_in, day_ask_fields);

struct day_in { struct day day; int32_t what, start, end; int64_t seen; };
static const char *const whats[] = { "remove", "change", "restore", NULL };
static const struct field day_fields[] = {
	FIELD(day_in, day, F_DAY, struct day, .required = true),
	FIELD(day_in, what, F_CHOICE, int32_t, .required = true, .choices = whats),
	FIELD(day_in, start, F_MIN, int32_t),
	FIELD(day_in, end, F_MIN, int32_t),
	FIELD(day_in, seen, F_INT, int64_t, .max = INT64_MAX),
};
const struct form day_form = FORM(day_in, day_fields);

enum err day_page(struct rq *rq)
{
	struct opening o;
	struct schedule s;
	struct opening_day_struck_row struck;
	struct day day;

	TRY(my_opening(rq, &o, &s));
	if (day_parse(rq_raw(rq, "day"), &day) != OK)
		return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
	TRY(opening_day_struck(rq->db, rq->a, o.schedule, day, o.start_min, o.end_min, &struck));
	t_schedules_day(rq_page(rq, 200), &s, &o, day, struck.n);
	return OK;
}

/* Other hours in the place of one occurrence: its types and places, and the breaks that lie in them. */
static enum err day_instead(struct rq *rq, const struct opening *o, const struct day_in *in,
	struct opening *ret)
{
	struct minute_span *breaks = ARENA_ARRAY(rq->a, struct minute_span, o->nbreaks + 1);
	struct opening x = *o;

	if (in->what == 1 && (in->start < 0 || in->end <= in->start))
		return rq_wrong(rq, "end", N_("The end must be later than the beginning"));
	x.id.v = 0;
	x.rule = STR_NONE;
	x.first_day = in->day;
	x.until_day = DAY_NONE;
	if (in->what == 1) {
		x.start_min = in->start;
		x.end_min = in->end;
		x.breaks = breaks;
		x.nbreaks = 0;
		for (size_t i = 0; i < o->nbreaks; i++)
			if (o->breaks[i].from > in->start && o->breaks[i].to < in->end)
				breaks[x.nbreaks++] = o->breaks[i];
	}
	*ret = x;
	return OK;
}

enum err day_look(struct rq *rq)
{
	const struct day_in *in = rq->form;
	struct opening o, x;
	struct schedule s;

	TRY(my_opening(rq, &o, &s));
	TRY(day_instead(rq, &o, in, &x));
	return look_day_page(rq, &s, &o, &x, in->what == 1 ? LOOK_DAY : LOOK_NO_DAY);
}

/* The removed occurrence, beside what may have come in its place. */
static enum err day_restored(struct rq *rq, const struct opening *o, const struct day_in *in)
{
	struct opening x;

	TRY(day_instead(rq, o, in, &x));
	TRY(look_confirmed(rq, &x, in->seen));
	return opening_unskip(rq->db, rq->a, rq->now, o->id, in->day, role_now(rq));
}

enum err day_save(struct rq *rq)
{
	const struct day_in *in = rq->form;
	struct opening o, x;
	struct schedule s;
	size_t lost;
	enum err e;

	TRY(my_opening(rq, &o, &s));
	TRY(day_instead(rq, &o, in, &x));
	if (in->what == 2)
		e = day_restored(rq, &o, in);
	else
		e = opening_skip(rq->db, rq->a, rq->now, o.id, in->day, role_now(rq));
	if (e == E_NOTFOUND)
		return rq_problem(rq, N_("There are no hours on that day."));
	TRY(e);
	if (in->what == 1)
		TRY(put_hours(rq, &x, in->seen, &lost));
	TRY(admin_note(rq, s.organization, "hours"));
	return rq_redirect(rq, "/admin/agendas/%lld?week=%d", (long long)s.id.v, in->day.n);
}
