/* What each kind of slot case answers. See cases.h. */
#include "areas/schedules/cases.h"

#include "areas/schedules/rules/recur.h"

static bool touches(struct range r, int64_t from, int64_t to)
{
	return r.from <= to && r.to > from;
}

/* Occurrences that touch [from, to]. */
static void occurrences(struct slot_case *c, const struct recur *rule, struct local first,
	int64_t minutes,
	int64_t from, int64_t to, struct ranges *ret)
{
	struct day begin = local_of_minutes(from - minutes).day, last = local_of_minutes(to).day, d;
	struct recur_walk w = recur_from(rule, first.day, first.min, begin);

	while (recur_next(&w, last, &d)) {
		int64_t at = local_minutes((struct local){ d, first.min });
		struct range r = { at, at + minutes };

		if (touches(r, from, to))
			ranges_add(c->a, ret, r);
	}
}

/* The hours of an opening that touch [from, to]. */
static void opening_occurrences(struct slot_case *c, const struct case_opening *o, int64_t from,
	int64_t to, struct ranges *ret)
{
	struct day begin = local_of_minutes(from - o->hours.end).day;
	struct hours_walk w = hours_from(&o->hours, begin, local_of_minutes(to).day);
	struct hours_part p;

	while (hours_next(&w, &p)) {
		struct range r = range_of(&p);

		if (touches(r, from, to))
			ranges_add(c->a, ret, r);
	}
}

static bool listed(const struct jr *list, struct str s)
{
	for (size_t i = 0; i < jr_count(list); i++)
		if (str_eq(jr_text(jr_at(list, i)), s))
			return true;
	return false;
}

/* Does the query ask about this resource? It may name one, several or none (then all). */
static bool asked(const struct slot_case *c, struct str resource)
{
	struct str one = jr_text(jr_get(c->query, "resource"));
	const struct jr *several = jr_get(c->query, "resources");

	return !resource.n || ((!one.n || str_eq(one,
		resource)) && (!jr_count(several) || listed(several, resource)));
}

static bool concerns(struct str resource, struct str whose)
{
	return !whose.n || str_eq(resource, whose);
}

/* Absences and holidays that touch [from, to], of one resource (any: of those asked about). */
static void closed_times(struct slot_case *c, bool any, struct str resource, int64_t from,
	int64_t to,
	struct ranges *ret)
{
	for (size_t i = 0; i < c->nabsences; i++) {
		const struct case_absence *x = &c->absences[i];

		if (any ? asked(c, x->resource) : concerns(resource, x->resource))
			occurrences(c, x->rule, (struct local){ x->first, x->start_min },
				x->minutes, from, to, ret);
	}
	for (size_t i = 0; i < c->nholidays; i++) {
		int64_t at = (int64_t)c->holidays[i].n * 1440;
		struct range r = { at, at + 1440 };

		if (touches(r, from, to))
			ranges_add(c->a, ret, r);
	}
}

static void skipped_times(struct slot_case *c, int64_t from, int64_t to, struct ranges *ret)
{
	struct day last = local_of_minutes(to).day;
	struct range r;

	for (struct day d = local_of_minutes(from).day; d.n <= last.n; d.n++)
		if (skipped_time(c->zone, d, &r))
			ranges_add(c->a, ret, r);
}

static struct visit *visits_of(struct slot_case *c, bool any, struct str resource, size_t *ret_n)
{
	struct visit *v = ARENA_ARRAY(c->a, struct visit, c->nbookings + 1);

	*ret_n = 0;
	for (size_t i = 0; i < c->nbookings; i++) {
		const struct case_booking *b = &c->bookings[i];

		if (b->counts && (any ? asked(c, b->resource) : concerns(resource, b->resource)))
			v[(*ret_n)++] = (struct visit){ b->at.from, b->at.to, c->rule.before,
				c->rule.after, 0, 0 };
	}
	return v;
}

/* Does an opening serve the query's place, resources and service? */
static bool serves(const struct slot_case *c, const struct case_opening *o)
{
	struct str place = jr_text(jr_get(c->query, "place"));
	struct str service = jr_text(jr_get(c->query, "service"));

	if (place.n && o->place.n && !str_eq(place, o->place))
		return false;
	if (o->resource.n ? !asked(c, o->resource) : jr_count(jr_get(c->query, "resources")) > 0)
		return false;
	return !service.n || !jr_count(o->services) || listed(o->services, service);
}

/* Free ranges of an opening that touch [from, to], for one rule. */
static void opening_free(struct slot_case *c, const struct case_opening *o,
	const struct slot_rule *rule,
	int64_t from, int64_t to, struct ranges *ret)
{
	struct ranges days = { 0 }, closed = { 0 };
	struct free_ask q = { .capacity = o->capacity > 1 ? o->capacity : 1, .rule = *rule };

	if (o->capacity == 0)
		return;
	opening_occurrences(c, o, from, to, &days);
	closed_times(c, false, o->resource, from - 1440 * 2, to + 1440 * 2, &closed);
	skipped_times(c, from - 1440, to + 1440, &closed);
	q.visits = visits_of(c, false, o->resource, &q.nvisits);
	q.closed = closed.v;
	q.nclosed = closed.n;
	struct range *work = ARENA_ARRAY(c->a, struct range, free_room(q.nclosed, q.nvisits));
	struct range *out = ARENA_ARRAY(c->a, struct range, q.nclosed + q.nvisits + 1);

	for (size_t i = 0; i < days.n; i++) {
		q.open = days.v[i];
		size_t n = free_ranges(&q, work, out);

		for (size_t k = 0; k < n; k++)
			if (touches(out[k], from, to))
				ranges_add(c->a, ret, out[k]);
	}
}

/* The window of the query, clamped for a citizen. E_NOTFOUND: nothing is left of it. */
static enum err window(struct slot_case *c, struct window *ret)
{
	struct window w = { c->from, c->to };

	if (!c->has_from && !c->has_now)
		return E_INPUT;
	if (!c->has_from)
		w.from = c->from = c->now;
	if (!c->has_to)
		w.to = (struct local){ day_add_months(c->from.day, 6), c->from.min };
	if (c->has_now && c->citizen && (c->lead >= 0 || c->horizon >= 0)) {
		struct instant now = zone_instant(c->zone, c->now);

		if (!window_clamp(w, window_of(c->zone, now, c->lead > 0 ? c->lead : 0,
			c->horizon), &w))
			return E_NOTFOUND;
	}
	*ret = w;
	return OK;
}

/* All starts of the query, each with its opening's place in the list as `to`. */
static enum err starts(struct slot_case *c, struct ranges *ret)
{
	struct window w;
	enum err e = window(c, &w);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	int64_t from = local_minutes(w.from), to = local_minutes(w.to);

	if (c->has_now && local_minutes(c->now) > from)
		from = local_minutes(c->now);
	for (size_t i = 0; i < c->nopenings && from <= to; i++) {
		const struct case_opening *o = &c->openings[i];
		struct slot_rule rule = c->rule;
		struct ranges rooms = { 0 };

		if (!serves(c, o))
			continue;
		rule.duration = rule.duration ? rule.duration : o->slot_min;
		rule.step = rule.step ? rule.step : rule.duration;
		if (rule.duration <= 0)
			return E_INPUT;
		opening_free(c, o, &rule, from, to, &rooms);
		for (size_t k = 0; k < rooms.n; k++) {
			size_t n = slot_starts(rooms.v[k], &rule, from, to, NULL, 0);

			if (ret->n + n > CASE_STARTS_MAX)
				return E_LIMIT;
			int64_t *v = ARENA_ARRAY(c->a, int64_t, n + 1);

			slot_starts(rooms.v[k], &rule, from, to, v, n);
			for (size_t m = 0; m < n; m++)
				ranges_add(c->a, ret, (struct range){ v[m], (int64_t)i });
		}
	}
	ranges_sort(ret->v, ret->n);
	return OK;
}

static void put_local(struct jw *j, int64_t minutes)
{
	char s[17];

	local_print(local_of_minutes(minutes), s);
	jw_cstr(j, s);
}

static enum err put_starts(struct slot_case *c, struct jw *j, size_t max)
{
	struct ranges v = { 0 };
	size_t n = 0;

	TRY(starts(c, &v));
	jw_array(j);
	for (size_t i = 0; i < v.n && n < max; i++) {
		if (i && v.v[i].from == v.v[i - 1].from)
			continue;
		put_local(j, v.v[i].from);
		n++;
	}
	jw_end(j);
	return OK;
}

static enum err k_slots(struct slot_case *c, struct jw *j)
{
	return put_starts(c, j, SIZE_MAX);
}

static enum err k_first_slot(struct slot_case *c, struct jw *j)
{
	return put_starts(c, j, 1);
}

/* Different (schedule, start): two openings of one schedule that offer the same start count once.
 * */
static enum err k_slot_count(struct slot_case *c, struct jw *j)
{
	struct ranges v = { 0 };
	int64_t n = 0;

	TRY(starts(c, &v));
	for (size_t i = 0; i < v.n; i++) {
		bool again = false;

		for (size_t k = i; k-- > 0 && v.v[k].from == v.v[i].from;)
			again |= str_eq(c->openings[v.v[k].to].resource,
				c->openings[v.v[i].to].resource);
		n += !again;
	}
	jw_array(j);
	jw_int(j, n);
	jw_end(j);
	return OK;
}

static enum err k_next_slot(struct slot_case *c, struct jw *j)
{
	struct ranges v = { 0 };

	c->has_to = false;
	TRY(starts(c, &v));
	if (v.n)
		put_local(j, v.v[0].from);
	else
		jw_null(j);
	return OK;
}

static void put_ranges(struct jw *j, struct ranges *v)
{
	ranges_sort(v->v, v->n);
	jw_array(j);
	for (size_t i = 0; i < v->n; i++) {
		jw_object(j);
		jw_key(j, "start");
		put_local(j, v->v[i].from);
		jw_key(j, "end");
		put_local(j, v->v[i].to);
		jw_end(j);
	}
	jw_end(j);
}

static enum err bounds(const struct slot_case *c, int64_t *ret_from, int64_t *ret_to)
{
	if (!c->has_from || !c->has_to)
		return E_INPUT;
	*ret_from = local_minutes(c->from);
	*ret_to = local_minutes(c->to);
	return OK;
}

static enum err k_free_ranges(struct slot_case *c, struct jw *j)
{
	struct ranges v = { 0 };
	int64_t from, to;

	TRY(bounds(c, &from, &to));
	for (size_t i = 0; i < c->nopenings; i++)
		if (serves(c, &c->openings[i]))
			opening_free(c, &c->openings[i], &c->rule, from, to, &v);
	put_ranges(j, &v);
	return OK;
}

static enum err k_busy_ranges(struct slot_case *c, struct jw *j)
{
	struct ranges v = { 0 };
	int64_t from, to;
	size_t n;

	TRY(bounds(c, &from, &to));
	closed_times(c, true, STR_NONE, from, to, &v);
	struct visit *visits = visits_of(c, true, STR_NONE, &n);

	for (size_t i = 0; i < n; i++) {
		struct range r = { visits[i].from - visits[i].before,
			visits[i].to + visits[i].after };

		if (touches(r, from, to))
			ranges_add(c->a, &v, r);
	}
	put_ranges(j, &v);
	return OK;
}

static enum err k_occurrences(struct slot_case *c, struct jw *j)
{
	struct ranges v = { 0 };
	int64_t from, to;

	TRY(bounds(c, &from, &to));
	for (size_t i = 0; i < c->nopenings; i++)
		opening_occurrences(c, &c->openings[i], from, to, &v);
	put_ranges(j, &v);
	return OK;
}

/* The first opening of the file itself, not what a variant makes of it. */
static const struct case_opening *usual_first(const struct slot_case *c)
{
	size_t i = 0;

	while (i + 1 < c->nopenings && c->openings[i + 1].nth == 0)
		i++;
	return &c->openings[i];
}

/* The starts of the first opening's rule; one without end is shown for two years. */
static enum err k_series(struct slot_case *c, struct jw *j)
{
	struct hours_part p;
	struct day last;

	if (!c->nopenings)
		return E_INPUT;
	const struct hours *h = &usual_first(c)->hours;
	bool ends = h->rule.count || day_is(h->rule.until.day);

	last = day_add_months(h->first, ends ? 1200 : 24);
	if (c->has_to)
		last = c->to.day;
	struct hours_walk w = hours_from(h, h->first, last);

	jw_array(j);
	while (hours_next(&w, &p))
		if (p.start == h->start)
			put_local(j, range_of(&p).from);
	jw_end(j);
	return OK;
}

static enum err k_openings_selected(struct slot_case *c, struct jw *j)
{
	int64_t from, to;

	TRY(bounds(c, &from, &to));
	jw_array(j);
	for (size_t i = 0, k = 0; i < c->listed; i++) {
		struct ranges v = { 0 };
		struct str id = STR_NONE;

		for (; k < c->nopenings && c->openings[k].nth == i; k++) {
			id = c->openings[k].id;
			if (serves(c, &c->openings[k]))
				opening_occurrences(c, &c->openings[k], from, to, &v);
		}
		if (v.n)
			jw_str(j, id);
	}
	jw_end(j);
	return OK;
}

static enum err k_window_clamp(struct slot_case *c, struct jw *j)
{
	struct window w;
	enum err e = window(c, &w);

	if (e == E_NOTFOUND) {
		jw_null(j);
		return OK;
	}
	TRY(e);
	jw_object(j);
	jw_key(j, "from");
	put_local(j, local_minutes(w.from));
	jw_key(j, "to");
	put_local(j, local_minutes(w.to));
	jw_end(j);
	return OK;
}

/* Do sorted lists meet? */
static bool meet(const struct ranges *x, const struct ranges *y)
{
	for (size_t i = 0, k = 0; i < x->n && k < y->n;) {
		if (range_overlaps(x->v[i], y->v[k]))
			return true;
		if (x->v[i].to <= y->v[k].to)
			i++;
		else
			k++;
	}
	return false;
}

static enum err k_opening_overlap(struct slot_case *c, struct jw *j)
{
	struct day later = { INT32_MIN };
	bool yes = false;

	if (c->nopenings < 2)
		return E_INPUT;
	for (size_t i = 0; i < c->nopenings; i++)
		if (c->openings[i].hours.first.n > later.n)
			later = c->openings[i].hours.first;
	int64_t from = (int64_t)later.n * 1440, to = (int64_t)day_add_months(later, 24).n * 1440;
	struct ranges *v = ARENA_ARRAY(c->a, struct ranges, c->nopenings);

	for (size_t i = 0; i < c->nopenings; i++) {
		opening_occurrences(c, &c->openings[i], from, to, &v[i]);
		for (size_t k = 0; k < i && !yes; k++)
			yes = meet(&v[i], &v[k]);
	}
	jw_bool(j, yes);
	return OK;
}

static enum err k_overlaps_interval(struct slot_case *c, struct jw *j)
{
	int64_t from, to;
	bool yes = false;

	TRY(bounds(c, &from, &to));
	for (size_t i = 0; i < c->nopenings; i++) {
		struct ranges v = { 0 };

		opening_occurrences(c, &c->openings[i], from, to, &v);
		for (size_t k = 0; k < v.n; k++)
			yes |= range_overlaps(v.v[k], (struct range){ from, to });
	}
	jw_bool(j, yes);
	return OK;
}

static enum err k_booking_overlap(struct slot_case *c, struct jw *j)
{
	int64_t from, to;
	bool yes = false;

	TRY(bounds(c, &from, &to));
	for (size_t i = 0; i < c->nbookings; i++)
		yes |= c->bookings[i].counts && asked(c,
			c->bookings[i].resource) && range_overlaps(c->bookings[i].at,
			(struct range){ from, to });
	jw_bool(j, yes);
	return OK;
}

/* ---- the waiting list ---- */

enum { WAIT_DAYS = 7, NOTICE_DAYS = 2 };

static bool may_join(const struct slot_case *c, const struct case_booking *b)
{
	const struct jr *m = jr_get(c->json, "motif"), *online = jr_get(m, "online");
	struct str mode = jr_text(jr_get(m, "mode"));

	return (!mode.n || str_eq(mode,
		S("on_site"))) && (jr_kind_of(online) != JR_BOOL || jr_true(online))
		&& !jr_true(jr_get(m, "collective")) && b->counts
		&& b->at.from - local_minutes(c->now) > WAIT_DAYS * 1440;
}

static enum err k_waitlist_eligible(struct slot_case *c, struct jw *j)
{
	if (!c->has_now || !c->nbookings)
		return E_INPUT;
	jw_bool(j, may_join(c, &c->bookings[0]));
	return OK;
}

static enum err k_waitlist_notify(struct slot_case *c, struct jw *j)
{
	bool told = jr_true(jr_get(c->json, "already_notified_today"));
	int64_t n = 0;

	if (!c->has_now)
		return E_INPUT;
	c->from = c->now;
	c->has_from = c->has_to = true;
	for (size_t i = 0; i < c->nbookings && !told; i++) {
		struct ranges v = { 0 };

		if (!may_join(c, &c->bookings[i]))
			continue;
		c->to = local_of_minutes(c->bookings[i].at.from - NOTICE_DAYS * 1440 - 1);
		TRY(starts(c, &v));
		n += v.n > 0;
	}
	jw_object(j);
	jw_set_int(j, "notified", n);
	jw_end(j);
	return OK;
}

case_kind_fn case_kind(struct str kind)
{
	static const struct { struct str name; case_kind_fn fn; } kinds[] = {
		{ S("slots"), k_slots }, { S("slots_include"), k_slots },
		{ S("first_slot"), k_first_slot }, { S("slot_count"), k_slot_count },
		{ S("next_slot"), k_next_slot }, { S("free_ranges"), k_free_ranges },
		{ S("busy_ranges"), k_busy_ranges }, { S("occurrences"), k_occurrences },
		{ S("series"), k_series }, { S("openings_selected"), k_openings_selected },
		{ S("window_clamp"), k_window_clamp }, { S("opening_overlap"), k_opening_overlap },
		{ S("overlaps_interval"), k_overlaps_interval },
		{ S("booking_overlap"), k_booking_overlap },
		{ S("waitlist_eligible"), k_waitlist_eligible }, { S("waitlist_notify"),
			k_waitlist_notify },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(kind, kinds[i].name))
			return kinds[i].fn;
	return case_kind_places(kind);
}
