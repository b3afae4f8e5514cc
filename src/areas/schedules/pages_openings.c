/* Administration of weekly hours: rules of openings, one day of them changed or removed. See
 * pages.h. */
#include "areas/schedules/pages.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/rules/recur.h"
#include "base/num.h"
#include "schedules_t.h"

static const char *const weekday_codes[7] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
static const char *const repeats[] = { "week", "week2", "week3", "week4", "month", "once", "rule",
	NULL };
enum { RE_WEEK, RE_WEEK2, RE_WEEK3, RE_WEEK4, RE_MONTH, RE_ONCE, RE_RULE };

struct opening_in {
	int64_t version, capacity, step;
	struct day first, until;
	int32_t repeat, start, end, start2, end2;
	struct str_list days, services;
	struct str rule;
};
static const struct field opening_fields[] = {
	FIELD(opening_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(opening_in, capacity, F_INT, int64_t, .required = true, .min = 1, .max = 1000),
	FIELD(opening_in, step, F_INT, int64_t, .min = 0, .max = 1440),
	FIELD(opening_in, first, F_DAY, struct day, .required = true,
		.missing = N_("Write the first day")),
	FIELD(opening_in, until, F_DAY, struct day),
	FIELD(opening_in, repeat, F_CHOICE, int32_t, .required = true, .choices = repeats),
	FIELD(opening_in, start, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
	FIELD(opening_in, end, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
	FIELD(opening_in, start2, F_MIN, int32_t),
	FIELD(opening_in, end2, F_MIN, int32_t),
	FIELD(opening_in, days, F_LIST, struct str_list, .max = 7),
	FIELD(opening_in, services, F_LIST, struct str_list, .required = true, .max = 100,
		.missing = N_("Choose at least one type of appointment")),
	FIELD(opening_in, rule, F_TEXT, struct str, .max = 200),
};
const struct form opening_form = FORM(opening_in, opening_fields);

/* ---- words ---- */

static struct str weekday_list(const struct page *pg, uint32_t days)
{
	struct str out = STR_NONE;

	for (int d = 1; d <= 7; d++) {
		if (!(days & 1u << d))
			continue;
		if (out.n)
			out = arena_cat(pg->a, out, pg->lang == LANG_AR ? S("، ") : S(", "));
		out = arena_cat(pg->a, out, str_of(text_weekday(pg->lang, d)));
	}
	return out;
}

static struct str rank_words(const struct page *pg, int32_t nth, int weekday)
{
	struct str day = str_of(text_weekday(pg->lang, weekday));

	switch (nth) {
	case 1: return FILL(pg, tr(pg, "first %1 of the month"), day);
	case 2: return FILL(pg, tr(pg, "second %1 of the month"), day);
	case 3: return FILL(pg, tr(pg, "third %1 of the month"), day);
	case 4: return FILL(pg, tr(pg, "fourth %1 of the month"), day);
	case 5: return FILL(pg, tr(pg, "fifth %1 of the month"), day);
	default: return FILL(pg, tr(pg, "last %1 of the month"), day);
	}
}

/* Is it a rule of the form: nothing but weeks and weekdays? */
static bool plain_weeks(const struct recur *r)
{
	return r->freq == RECUR_WEEKLY && !r->count && !day_is(r->until.day) && !r->months;
}

static bool plain_month(const struct recur *r)
{
	return r->freq == RECUR_MONTHLY && r->interval == 1 && r->nnth == 1 && (r->nth[0].nth > 0
		|| r->nth[0].nth == -1)
		&& !r->weekdays && !r->monthdays && !r->monthdays_end && !r->setpos && !r->count
			&& !day_is(r->until.day) && !r->months;
}

static uint32_t weekdays_of(const struct recur *r, struct day first)
{
	return r->weekdays ? r->weekdays : 1u << day_weekday(first);
}

struct str rule_words(const struct page *pg, const struct opening *o)
{
	struct recur r;

	if (recur_parse(o->rule, &r) != OK)
		return o->rule;
	if (r.freq == RECUR_ONCE)
		return text_long_day(pg->a, pg->lang, o->first_day);
	if (r.freq == RECUR_DAILY && r.interval == 1 && !r.count && !r.weekdays)
		return tr(pg, "Every day");
	if (plain_weeks(&r))
		return arena_fmt(pg->a, pg->lang == LANG_FR ? "%.*s\u00a0: %.*s" : "%.*s: %.*s",
			STR_ARG(tr_n(pg, r.interval, "Every week", "Every %d weeks")),
				STR_ARG(weekday_list(pg, weekdays_of(&r, o->first_day))));
	if (plain_month(&r))
		return rank_words(pg, r.nth[0].nth, r.nth[0].weekday);
	return o->rule;
}

/* ---- the form ---- */

static enum err service_options(struct rq *rq, const struct schedule *s, const struct opening *o,
	struct option_ids *ret)
{
	struct services all;
	size_t n = 0;

	TRY(service_list(rq->db, rq->a, s->organization, &all));
	struct option_id *v = ARENA_ARRAY(rq->a, struct option_id, all.n + 1);

	for (int same = 1; same >= 0; same--) {		/* those of its own speciality first */
		struct option_ids sorted;
		size_t from = n;

		for (size_t i = 0; i < all.n; i++) {
			bool chosen = false;

			for (size_t k = 0; o && k < o->nservices; k++)
				chosen |= o->services[k].v == all.v[i].id.v;
			if ((int)str_eq(all.v[i].specialty,
				s->specialty) != same || (!all.v[i].active && !chosen))
				continue;
			v[n++] = (struct option_id){ all.v[i].id.v, names_in(rq->lang,
				&all.v[i].name), chosen };
		}
		sorted = options_sorted(rq, (struct option_ids){ v + from, n - from });
		for (size_t i = from; i < n; i++)
			v[i] = sorted.v[i - from];
	}
	if (n == 1)
		v[0].chosen = true;
	*ret = (struct option_ids){ v, n };
	return OK;
}

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

static struct str day_text(struct rq *rq, struct day d)
{
	char s[11];

	if (!day_is(d))
		return STR_NONE;
	day_print(d, s);
	return arena_str(rq->a, (struct str){ s, 10 });
}

static const char *repeat_of(const struct recur *r)
{
	if (r->freq == RECUR_ONCE)
		return repeats[RE_ONCE];
	if (plain_weeks(r) && r->interval <= 4)
		return repeats[RE_WEEK + r->interval - 1];
	return plain_month(r) ? repeats[RE_MONTH] : repeats[RE_RULE];
}

static enum err form_of(struct rq *rq, const struct schedule *s, const struct opening *o,
	struct opening_form *ret)
{
	struct opening_form f = { .schedule = *s, .repeat = repeats[RE_WEEK], .start = S("09:00"),
		.end = S("12:00"), .capacity = S("1") };
	struct recur r;
	uint32_t days = 0;

	if (o) {
		TRY(recur_parse(o->rule, &r));
		f.id = o->id.v;
		f.version = o->version;
		f.repeat = repeat_of(&r);
		days = r.freq == RECUR_WEEKLY ? weekdays_of(&r, o->first_day) : 0;
		f.start = clock_text(rq, o->start_min);
		f.end = clock_text(rq, o->end_min);
		f.capacity = arena_fmt(rq->a, "%d", o->capacity);
		f.step = o->slot_min ? arena_fmt(rq->a, "%d", o->slot_min) : STR_NONE;
		f.first = day_text(rq, o->first_day);
		f.until = day_text(rq, o->until_day);
		f.rule = o->rule;
	}
	if (!o) {
		const struct zone *z;

		TRY(zone_get(s->zone, &z));
		f.first = day_text(rq, zone_local(z, rq->now).day);
	}
	f.days = boxes(rq, days);
	TRY(service_options(rq, s, o, &f.services));
	*ret = f;
	return OK;
}

enum err opening_new_page(struct rq *rq)
{
	struct schedule s;
	struct opening_form f;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	TRY(form_of(rq, &s, NULL, &f));
	t_schedules_opening(rq_page(rq, 200), &f);
	return OK;
}

static enum err my_opening(struct rq *rq, struct opening *o, struct schedule *s)
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
	TRY(form_of(rq, &s, &o, &f));
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

static enum err rule_asked(struct rq *rq, const struct opening_in *in, struct str *ret)
{
	struct recur r;

	if (in->repeat <= RE_WEEK4) {
		uint32_t days = days_asked(in);

		if (!days)
			return rq_wrong(rq, "days", N_("Choose at least one day of the week"));
		*ret = weekly_rule(rq, days, in->repeat - RE_WEEK + 1);
		return OK;
	}
	if (in->repeat == RE_MONTH) {
		*ret = monthly_rule(rq, in->first);
		return OK;
	}
	*ret = in->repeat == RE_ONCE ? STR_NONE : in->rule;
	if (in->repeat == RE_RULE && (!in->rule.n || recur_parse(in->rule, &r) != OK))
		return rq_wrong(rq, "rule",
			N_("This rule cannot be read. One looks like FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"));
	return OK;
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

/* Checks and fills all but the hours. */
static enum err fill_opening(struct rq *rq, const struct opening_in *in, struct opening *o)
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
	o->capacity = (int32_t)in->capacity;
	o->slot_min = (int32_t)in->step;
	o->active = true;
	o->services = services_asked(rq, in, &o->nservices);
	if (!o->nservices)
		return rq_wrong(rq, "services", N_("Choose at least one type of appointment"));
	return OK;
}

static struct str role_now(const struct rq *rq)
{
	return str_of(role_code(rq->who.role));
}

static enum err put_hours(struct rq *rq, const struct opening *o)
{
	struct opening_id id;
	enum err e = opening_put(rq->db, rq->a, rq->now, o, role_now(rq), &id);

	if (e == E_CONFLICT)
		return rq_problem(rq,
			N_("Somebody else changed these hours meanwhile. Look at them again; yours were not saved."));
	if (e == E_INPUT)
		return rq_wrong(rq, "services",
			N_("One of these types of appointment is not used here"));
	return e;
}

enum err opening_new_save(struct rq *rq)
{
	const struct opening_in *in = rq->form;
	struct schedule s;
	struct opening o = { 0 };
	bool second = in->start2 >= 0 || in->end2 >= 0;

	TRY(admin_schedule(rq, rq_id(rq, 0), &s));
	o.schedule = s.id;
	TRY(fill_opening(rq, in, &o));
	if (second && (in->start2 < in->end || in->end2 <= in->start2))
		return rq_wrong(rq, "start2",
			N_("The second part begins after the first has ended, and ends after it begins"));
	TRY(put_hours(rq, &o));
	if (second) {
		o.start_min = in->start2;
		o.end_min = in->end2;
		TRY(put_hours(rq, &o));
	}
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
}

enum err opening_save(struct rq *rq)
{
	const struct opening_in *in = rq->form;
	struct opening o;
	struct schedule s;

	TRY(my_opening(rq, &o, &s));
	TRY(fill_opening(rq, in, &o));
	o.version = in->version;
	TRY(put_hours(rq, &o));
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
}

struct end_in { struct day last; };
static const struct field end_fields[] = {
	FIELD(end_in, last, F_DAY, struct day, .required = true,
		.missing = N_("Write the last day")),
};
const struct form end_form = FORM(end_in, end_fields);

enum err opening_end_save(struct rq *rq)
{
	const struct end_in *in = rq->form;
	struct opening o;
	struct schedule s;

	TRY(my_opening(rq, &o, &s));
	TRY(opening_end(rq->db, rq->a, rq->now, o.id, in->last, role_now(rq)));
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
}

/* ---- one day of a rule ---- */

struct day_ask_in { struct day day; };
static const struct field day_ask_fields[] = { FIELD(day_ask_in, day, F_DAY, struct day,
	.required = true) };
const struct form day_ask_form = FORM(day_ask_in, day_ask_fields);

struct day_in { struct day day; int32_t what, start, end; };
static const char *const whats[] = { "remove", "change", NULL };
static const struct field day_fields[] = {
	FIELD(day_in, day, F_DAY, struct day, .required = true),
	FIELD(day_in, what, F_CHOICE, int32_t, .required = true, .choices = whats),
	FIELD(day_in, start, F_MIN, int32_t),
	FIELD(day_in, end, F_MIN, int32_t),
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
		return E_NOTFOUND;
	TRY(opening_day_struck(rq->db, rq->a, o.schedule, day, o.start_min, o.end_min, &struck));
	t_schedules_day(rq_page(rq, 200), &s, &o, day, struck.n);
	return OK;
}

enum err day_save(struct rq *rq)
{
	const struct day_in *in = rq->form;
	struct opening o;
	struct schedule s;
	enum err e;

	TRY(my_opening(rq, &o, &s));
	if (in->what == 1 && (in->start < 0 || in->end <= in->start))
		return rq_wrong(rq, "end", N_("The end must be later than the beginning"));
	e = opening_skip(rq->db, rq->a, rq->now, o.id, in->day, role_now(rq));
	if (e == E_NOTFOUND)
		return rq_problem(rq, N_("There are no hours on that day."));
	TRY(e);
	if (in->what == 1) {
		o.id.v = 0;
		o.rule = STR_NONE;
		o.first_day = in->day;
		o.until_day = DAY_NONE;
		o.start_min = in->start;
		o.end_min = in->end;
		TRY(put_hours(rq, &o));
	}
	return rq_redirect(rq, "/admin/agendas/%lld", (long long)s.id.v);
}
