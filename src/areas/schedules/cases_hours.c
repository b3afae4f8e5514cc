/* The openings of a slot case: rules, breaks, days taken out, other hours between two dates. See
 * cases.h. */
#include "areas/schedules/cases.h"

#include "base/num.h"

#include <stdlib.h>

static enum err clock_of(const struct jr *v, int32_t *ret)
{
	struct str s = jr_text(v);
	struct str h = str_cut(&s, ':');
	int64_t hh, mm;

	TRY(num_parse(h, 0, 24, &hh));
	TRY(num_parse(str_sub(s, 0, 2), 0, 59, &mm));
	if (s.n != 2 || hh * 60 + mm > 1440)
		return E_INPUT;
	*ret = (int32_t)(hh * 60 + mm);
	return OK;
}

static bool absent(const struct jr *v)
{
	return jr_kind_of(v) == JR_ABSENT || jr_kind_of(v) == JR_NULL;
}

static enum err list_of(const struct jr *v, size_t *ret)
{
	if (!absent(v) && jr_kind_of(v) != JR_ARRAY)
		return E_INPUT;
	*ret = jr_count(v);
	return OK;
}

static int by_start(const void *px, const void *py)
{
	const struct minute_span *x = px, *y = py;

	return x->from < y->from ? -1 : x->from > y->from;
}

static int by_day(const void *px, const void *py)
{
	const struct day_span *x = px, *y = py;

	return x->first.n < y->first.n ? -1 : x->first.n > y->first.n;
}

/* In any order in the file; of an opening over midnight a break may lie on the next day. */
static enum err read_breaks(struct slot_case *c, const struct jr *list, struct hours *h)
{
	struct minute_span *v;
	size_t n;

	TRY(list_of(list, &n));
	v = ARENA_ARRAY(c->a, struct minute_span, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct jr *x = jr_at(list, i);

		TRY(clock_of(jr_get(x, "start"), &v[i].from));
		TRY(clock_of(jr_get(x, "end"), &v[i].to));
		v[i].to += v[i].to <= v[i].from ? 1440 : 0;
		if (v[i].from < h->start) {
			v[i].from += 1440;
			v[i].to += 1440;
		}
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_start);
	h->breaks = v;
	h->nbreaks = n;
	return breaks_valid(h, v, n) ? OK : E_INPUT;
}

static const struct case_variant *variant_named(const struct slot_case *c, struct str id)
{
	for (size_t i = 0; i < c->nvariants; i++)
		if (str_eq(c->variants[i].id, id))
			return &c->variants[i];
	return NULL;
}

static bool takes_part(const struct case_variant *v, struct str resource)
{
	for (size_t i = 0; i < jr_count(v->resources); i++)
		if (str_eq(jr_text(jr_at(v->resources, i)), resource))
			return true;
	return absent(v->resources);
}

static enum err read_except(struct slot_case *c, const struct jr *list, struct hours *h)
{
	struct day_span *v;
	size_t n;

	TRY(list_of(list, &n));
	v = ARENA_ARRAY(c->a, struct day_span, n + 1);
	for (size_t i = 0; i < n; i++) {
		TRY(day_parse(jr_text(jr_at(list, i)), &v[i].first));
		v[i].last = v[i].first;
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_day);
	h->off = v;
	h->noff = n;
	return OK;
}

static enum err read_hours(struct slot_case *c, const struct jr *v, struct hours *h)
{
	int32_t end;

	h->until = h->only.first = h->only.last = DAY_NONE;
	TRY(day_parse(jr_text(jr_get(v, "first_day")), &h->first));
	TRY(clock_of(jr_get(v, "start"), &h->start));
	TRY(clock_of(jr_get(v, "end"), &end));
	h->end = end > h->start ? end : end + 1440;
	TRY(read_breaks(c, jr_get(v, "breaks"), h));
	TRY(read_except(c, jr_get(v, "except"), h));
	return case_rule(c, jr_get(v, "recurrence"), jr_get(v, "until"), &h->rule);
}

/* A usual opening in a variant: its hours cut, or none. */
static void add_cut(struct slot_case *c, const struct case_opening *o, const struct case_variant *v)
{
	struct case_opening x = *o;
	struct minute_span *breaks = ARENA_ARRAY(c->a, struct minute_span, o->hours.nbreaks + 1);

	if (!v->within.to || !hours_within(&o->hours, v->within, &x.hours.start, &x.hours.end,
		breaks, &x.hours.nbreaks))
		return;
	x.hours.breaks = breaks;
	x.hours.only = v->days;
	c->openings[c->nopenings++] = x;
}

/* A usual week holds on the days of no variant in which its agenda takes part. E_INPUT: two at once. */
static enum err add_usual(struct slot_case *c, struct case_opening o)
{
	struct day_span *off = ARENA_ARRAY(c->a, struct day_span, o.hours.noff + c->nvariants + 1);
	size_t n = o.hours.noff;

	for (size_t i = 0; i < n; i++)
		off[i] = o.hours.off[i];
	for (size_t i = 0; i < c->nvariants; i++) {
		const struct case_variant *v = &c->variants[i];

		if (!takes_part(v, o.resource))
			continue;
		for (size_t k = o.hours.noff; k < n; k++)
			if (off[k].first.n <= v->days.last.n && v->days.first.n <= off[k].last.n)
				return E_INPUT;
		add_cut(c, &o, v);
		off[n++] = v->days;
	}
	if (n > 1)
		qsort(off, n, sizeof(*off), by_day);
	o.hours.off = off;
	o.hours.noff = n;
	c->openings[c->nopenings++] = o;
	return OK;
}

static enum err read_opening(struct slot_case *c, const struct jr *v, size_t nth)
{
	struct case_opening o = { .nth = nth, .id = jr_text(jr_get(v, "id")),
		.place = jr_text(jr_get(v, "place")), .resource = jr_text(jr_get(v, "resource")),
		.services = jr_get(v, "services") };
	struct str name = jr_text(jr_get(v, "variant"));

	TRY(case_number(jr_get(v, "capacity"), 0, 100000, 1, &o.capacity));
	TRY(case_number(jr_get(v, "slot_min"), 1, 1440, 0, &o.slot_min));
	TRY(read_hours(c, v, &o.hours));
	/* A day of its own (no rule) is no part of a week that a variant could replace. */
	if (!name.n && o.hours.rule.freq != RECUR_ONCE)
		return add_usual(c, o);
	if (name.n) {
		const struct case_variant *of = variant_named(c, name);

		if (!of || !takes_part(of, o.resource))
			return E_INPUT;
		o.hours.only = of->days;
	}
	c->openings[c->nopenings++] = o;
	return OK;
}

static enum err read_variant(const struct jr *json, struct case_variant *v)
{
	const struct jr *from = jr_get(json, "start"), *to = jr_get(json, "end");

	v->id = jr_text(jr_get(json, "id"));
	v->resources = jr_get(json, "resources");
	TRY(day_parse(jr_text(jr_get(json, "first_day")), &v->days.first));
	TRY(day_parse(jr_text(jr_get(json, "last_day")), &v->days.last));
	if (v->days.last.n < v->days.first.n || !v->id.n || absent(from) != absent(to))
		return E_INPUT;
	if (absent(from))
		return OK;
	TRY(clock_of(from, &v->within.from));
	TRY(clock_of(to, &v->within.to));
	return v->within.to > v->within.from ? OK : E_INPUT;
}

enum err case_openings(struct slot_case *c)
{
	const struct jr *openings = jr_get(c->json, "openings");
	const struct jr *variants = jr_get(c->json, "variants");
	size_t n = jr_count(openings);

	TRY(list_of(variants, &c->nvariants));
	c->variants = ARENA_ARRAY(c->a, struct case_variant, c->nvariants + 1);
	c->openings = ARENA_ARRAY(c->a, struct case_opening, n * (c->nvariants + 1) + 1);
	for (size_t i = 0; i < c->nvariants; i++)
		TRY(read_variant(jr_at(variants, i), &c->variants[i]));
	for (size_t i = 0; i < n; i++)
		TRY(read_opening(c, jr_at(openings, i), i));
	c->listed = n;
	return OK;
}
