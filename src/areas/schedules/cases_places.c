/* Slot cases about places: how many are left, who has one, groups, limits. See cases.h. */
#include "areas/schedules/cases.h"

enum { PLACES_MAX = 50000, GROUP_MAX = 12 };

/* One slot of a session, with the places that are left in it. */
struct place_slot {
	struct range at;
	int32_t left;
	const struct jr *services;
	struct str names;		/* sorted, with commas: the last tie-break but the order */
	size_t session;
};
struct place_slots { struct place_slot *v; size_t n, cap; };

static bool has_service(const struct jr *services, struct str s)
{
	for (size_t i = 0; i < jr_count(services); i++)
		if (str_eq(jr_text(jr_at(services, i)), s))
			return true;
	return false;
}

static struct str joined(struct arena *a, const struct jr *services)
{
	size_t n = jr_count(services);
	struct str *v = ARENA_ARRAY(a, struct str, n + 1), out = STR_NONE;

	for (size_t i = 0; i < n; i++) {
		size_t k = i;

		for (; k && str_cmp(v[k - 1], jr_text(jr_at(services, i))) > 0; k--)
			v[k] = v[k - 1];
		v[k] = jr_text(jr_at(services, i));
	}
	for (size_t i = 0; i < n; i++)
		out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out), i ? "," : "", STR_ARG(v[i]));
	return out;
}

static enum err add_slot(struct slot_case *c, struct place_slots *s, struct place_slot x)
{
	if (s->n == PLACES_MAX)
		return E_LIMIT;
	s->v = arena_grow(c->a, s->v, s->n, &s->cap, sizeof(*s->v));
	s->v[s->n++] = x;
	return OK;
}

static enum err cut_session(struct slot_case *c, const struct case_opening *o, struct range open,
	struct str names, struct place_slots *ret)
{
	int32_t length = o->slot_min ? o->slot_min : c->rule.duration;

	if (length <= 0)
		return E_INPUT;
	for (int64_t at = open.from; at + length <= open.to; at += length)
		TRY(add_slot(c, ret, (struct place_slot){ { at, at + length }, o->capacity,
			o->services, names, o->nth }));
	return OK;
}

/* The slots of every session on the days of the query; without a window, on all days of one-off
 * sessions. */
static enum err cut(struct slot_case *c, struct place_slots *ret)
{
	for (size_t i = 0; i < c->nopenings; i++) {
		const struct case_opening *o = &c->openings[i];
		struct str names = joined(c->a, o->services);
		struct hours_walk w = hours_from(&o->hours,
			c->has_from ? c->from.day : o->hours.first,
			c->has_to ? c->to.day : o->hours.first);
		struct hours_part p;

		while (hours_next(&w, &p))
			TRY(cut_session(c, o, range_of(&p), names, ret));
	}
	return OK;
}

/* Fewest services first, then their names, then the order of the file. */
static bool better(const struct place_slot *x, const struct place_slot *y)
{
	size_t nx = jr_count(x->services), ny = jr_count(y->services);

	if (nx != ny)
		return nx < ny;
	return str_cmp(x->names, y->names) < 0;
}

static struct place_slot *take_place(struct place_slots *s, struct range at, struct str service)
{
	struct place_slot *best = NULL;

	for (size_t i = 0; i < s->n; i++) {
		struct place_slot *p = &s->v[i];

		if (p->left <= 0 || p->at.from != at.from || p->at.to != at.to
			|| !has_service(p->services, service))
			continue;
		if (!best || better(p, best))
			best = p;
	}
	if (best)
		best->left--;
	return best;
}

struct claim { size_t booking; bool provisional; double created; struct place_slot *place; };
struct claims { struct claim *v; size_t n; };

static bool before(const struct claim *x, const struct claim *y)
{
	if (x->provisional != y->provisional)
		return !x->provisional;
	return x->created < y->created;
}

/* Bookings that count, in the order in which they get their places, each with its place. */
static struct claims allocate(struct slot_case *c, struct place_slots *s)
{
	const struct jr *list = jr_get(c->json, "bookings");
	struct claims out = { ARENA_ARRAY(c->a, struct claim, c->nbookings + 1), 0 };

	for (size_t i = 0; i < c->nbookings; i++) {
		const struct jr *b = jr_at(list, i);
		struct claim x = { i, jr_text_is(jr_get(b, "status"), "provisional"),
			jr_real(jr_get(b, "created")), NULL };
		size_t k = out.n;

		if (!c->bookings[i].counts)
			continue;
		for (; k && before(&x, &out.v[k - 1]); k--)
			out.v[k] = out.v[k - 1];
		out.v[k] = x;
		out.n++;
	}
	for (size_t i = 0; i < out.n; i++) {
		size_t b = out.v[i].booking;

		out.v[i].place = take_place(s, c->bookings[b].at, jr_text(jr_get(jr_at(list, b),
			"service")));
	}
	return out;
}

static int by_time(const void *px, const void *py)
{
	const struct place_slot *x = px, *y = py;

	if (x->at.from != y->at.from)
		return x->at.from < y->at.from ? -1 : 1;
	if (x->at.to != y->at.to)
		return x->at.to < y->at.to ? -1 : 1;
	return x->session < y->session ? -1 : x->session > y->session;
}

/* What is left for the query's service, equal times added up, by start, then end. */
static enum err places_left(struct slot_case *c, struct place_slots *ret)
{
	struct str service = jr_text(jr_get(c->query, "service"));
	struct place_slots all = { 0 };
	size_t n = 0;

	TRY(cut(c, &all));
	allocate(c, &all);
	for (size_t i = 0; i < all.n; i++)
		if (has_service(all.v[i].services, service))
			all.v[n++] = all.v[i];
	if (n > 1)
		qsort(all.v, n, sizeof(*all.v), by_time);
	all.n = 0;
	for (size_t i = 0; i < n; i++) {
		struct place_slot *last = all.n ? &all.v[all.n - 1] : NULL;

		if (last && last->at.from == all.v[i].at.from && last->at.to == all.v[i].at.to)
			last->left += all.v[i].left;
		else
			all.v[all.n++] = all.v[i];
	}
	*ret = all;
	return OK;
}

static void put_clock_of(struct slot_case *c, struct jw *j, const char *key, int64_t minutes)
{
	int32_t min = local_of_minutes(minutes).min;

	jw_set_str(j, key, arena_fmt(c->a, "%02d:%02d", min / 60, min % 60));
}

static void put_count(struct slot_case *c, struct jw *j, struct range at, int64_t n)
{
	jw_object(j);
	put_clock_of(c, j, "start", at.from);
	put_clock_of(c, j, "end", at.to);
	jw_set_int(j, "count", n);
	jw_end(j);
}

static enum err k_capacity_slots(struct slot_case *c, struct jw *j)
{
	struct place_slots s;

	TRY(places_left(c, &s));
	jw_array(j);
	for (size_t i = 0; i < s.n; i++)
		if (s.v[i].left > 0)
			put_count(c, j, s.v[i].at, s.v[i].left);
	jw_end(j);
	return OK;
}

static enum err k_capacity_by_hour(struct slot_case *c, struct jw *j)
{
	struct place_slots s;

	TRY(places_left(c, &s));
	jw_array(j);
	for (size_t i = 0; i < s.n;) {
		int64_t hour = s.v[i].at.from / 60 * 60, n = 0;

		for (; i < s.n && s.v[i].at.from / 60 * 60 == hour; i++)
			n += s.v[i].left;
		if (n > 0)
			put_count(c, j, (struct range){ hour, hour + 60 }, n);
	}
	jw_end(j);
	return OK;
}

static enum err k_capacity_by_halfday(struct slot_case *c, struct jw *j)
{
	struct place_slots s;
	int64_t half[2] = { 0, 0 };

	TRY(places_left(c, &s));
	for (size_t i = 0; i < s.n; i++)
		half[local_of_minutes(s.v[i].at.from).min >= 720] += s.v[i].left;
	jw_object(j);
	jw_set_int(j, "am", half[0]);
	jw_set_int(j, "pm", half[1]);
	jw_end(j);
	return OK;
}

static enum err k_capacity_total(struct slot_case *c, struct jw *j)
{
	struct place_slots s;
	int64_t n = 0;

	TRY(places_left(c, &s));
	for (size_t i = 0; i < s.n; i++)
		n += s.v[i].left;
	jw_int(j, n);
	return OK;
}

/* ---- several slots in a row ---- */

static int64_t in_a_row(const struct slot_case *c)
{
	int64_t n = 0;

	if (jr_int(jr_get(c->json, "consecutive"), 1, 1000, &n) != OK && jr_int(jr_get(c->query,
		"consecutive"), 1, 1000, &n) != OK)
		return 0;
	return n;
}

static const struct place_slot *slot_from(const struct place_slots *s, int64_t from, int64_t length)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].at.from == from && s->v[i].at.to - from == length)
			return &s->v[i];
	return NULL;
}

/* How many groups of n may begin there: the least that is left in the slot and those that follow
 * it. */
static int64_t row_from(const struct place_slots *s, const struct place_slot *first, int64_t n)
{
	int64_t least = first->left, length = first->at.to - first->at.from;

	for (int64_t k = 1; k < n && least > 0; k++) {
		const struct place_slot *next = slot_from(s, first->at.from + k * length, length);

		if (!next)
			return 0;
		least = next->left < least ? next->left : least;
	}
	return least;
}

static enum err k_consecutive_counts(struct slot_case *c, struct jw *j)
{
	int64_t n = in_a_row(c), here;
	struct place_slots s;

	if (!n)
		return E_INPUT;
	TRY(places_left(c, &s));
	jw_array(j);
	for (size_t i = 0; i < s.n; i++)
		if ((here = row_from(&s, &s.v[i], n)) > 0)
			put_count(c, j, s.v[i].at, here);
	jw_end(j);
	return OK;
}

static enum err k_consecutive_array(struct slot_case *c, struct jw *j)
{
	const struct jr *list = jr_get(c->query, "capacities");
	int64_t n = in_a_row(c), count = (int64_t)jr_count(list), least, here;

	if (!n || count > PLACES_MAX)
		return E_INPUT;
	jw_array(j);
	for (int64_t i = 0; i < count; i++) {
		least = i + n <= count ? INT64_MAX : 0;
		for (int64_t k = i; k < i + n && least > 0; k++) {
			TRY(jr_int(jr_at(list, (size_t)k), 0, 1000000, &here));
			least = here < least ? here : least;
		}
		jw_int(j, least);
	}
	jw_end(j);
	return OK;
}

/* ---- who has a place ---- */

static int by_text(const void *px, const void *py)
{
	return str_cmp(*(const struct str *)px, *(const struct str *)py);
}

static void put_ids(struct slot_case *c, struct jw *j, const char *key,
	const struct claims *claims, bool placed)
{
	const struct jr *list = jr_get(c->json, "bookings");
	struct str *v = ARENA_ARRAY(c->a, struct str, claims->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < claims->n; i++)
		if ((claims->v[i].place != NULL) == placed)
			v[n++] = jr_text(jr_get(jr_at(list, claims->v[i].booking), "id"));
	if (n > 1)
		qsort(v, n, sizeof(*v), by_text);
	jw_set_array(j, key);
	for (size_t i = 0; i < n; i++)
		jw_str(j, v[i]);
	jw_end(j);
}

/* Allocation looks at all days of the sessions. */
static enum err allocation(struct slot_case *c, struct place_slots *s, struct claims *ret)
{
	c->has_from = c->has_to = false;
	TRY(cut(c, s));
	*ret = allocate(c, s);
	return OK;
}

static enum err k_allocation(struct slot_case *c, struct jw *j)
{
	struct place_slots s = { 0 };
	struct claims claims;

	TRY(allocation(c, &s, &claims));
	jw_object(j);
	put_ids(c, j, "placed", &claims, true);
	put_ids(c, j, "orphaned", &claims, false);
	jw_end(j);
	return OK;
}

static enum err k_allocation_session(struct slot_case *c, struct jw *j)
{
	struct place_slots s = { 0 };
	struct claims claims;

	TRY(allocation(c, &s, &claims));
	jw_object(j);
	jw_key(j, "session_taken");
	if (claims.n && claims.v[0].place)
		jw_int(j, (int64_t)claims.v[0].place->session);
	else
		jw_null(j);
	jw_end(j);
	return OK;
}

static enum err k_booking_sequence(struct slot_case *c, struct jw *j)
{
	const struct jr *steps = jr_get(c->query, "steps");
	struct place_slots s = { 0 };
	struct claims claims;

	TRY(allocation(c, &s, &claims));
	jw_array(j);
	for (size_t i = 0; i < jr_count(steps); i++) {
		const struct jr *step = jr_at(steps, i);
		struct local start;
		int64_t length = c->rule.duration;

		TRY(local_parse(jr_text(jr_get(step, "start")), &start));
		enum err e = jr_int(jr_get(step, "duration_min"), 1, 1440, &length);

		if (e != OK && e != E_NOTFOUND)
			return e;
		struct range at = { local_minutes(start), local_minutes(start) + length };

		jw_cstr(j, take_place(&s, at, jr_text(jr_get(step,
			"service"))) ? "accepted" : "refused");
	}
	jw_end(j);
	return OK;
}

/* ---- groups ---- */

struct group {
	struct place_slots s;
	const struct jr *people;
	size_t n;
	bool served[GROUP_MAX];		/* by person, in the chain that is tried */
	size_t chain[GROUP_MAX];
	bool *used;			/* by slot: it is part of a whole chain */
	int32_t steps;			/* tried so far: an end to what would take too long */
};

/* Goes on with slot i as the depth-th of a chain; marks what belongs to a whole one. */
static bool chain_from(struct group *g, size_t i, size_t depth)
{
	bool any = false;

	if (++g->steps > 2000000)
		return false;
	g->chain[depth] = i;
	for (size_t p = 0; p < g->n; p++) {
		if (g->served[p] || !has_service(g->s.v[i].services, jr_text(jr_at(g->people, p))))
			continue;
		g->served[p] = true;
		if (depth + 1 == g->n) {
			for (size_t k = 0; k <= depth; k++)
				g->used[g->chain[k]] = true;
			any = true;
		}
		for (size_t k = 0; depth + 1 < g->n && k < g->s.n; k++)
			if (g->s.v[k].at.from == g->s.v[i].at.to && g->s.v[k].left > 0)
				any |= chain_from(g, k, depth + 1);
		g->served[p] = false;
		g->chain[depth] = i;
	}
	return any;
}

static enum err put_group(struct slot_case *c, struct jw *j, struct place_slots s)
{
	struct group g = { .s = s, .people = jr_get(c->query, "people") };

	g.n = jr_count(g.people);
	if (g.n > GROUP_MAX)
		return E_LIMIT;
	if (g.s.n > 1)
		qsort(g.s.v, g.s.n, sizeof(*g.s.v), by_time);
	g.used = ARENA_ARRAY(c->a, bool, s.n + 1);
	for (size_t i = 0; i < s.n && g.n; i++)
		if (g.s.v[i].left > 0)
			(void)chain_from(&g, i, 0);
	jw_array(j);
	for (size_t i = 0; i < s.n; i++) {
		if (g.n ? !g.used[i] : g.s.v[i].left <= 0)
			continue;
		jw_object(j);
		put_clock_of(c, j, "start", g.s.v[i].at.from);
		put_clock_of(c, j, "end", g.s.v[i].at.to);
		jw_set_array(j, "services");
		for (size_t k = 0; k < jr_count(g.s.v[i].services); k++)
			jw_str(j, jr_text(jr_at(g.s.v[i].services, k)));
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

static enum err clock_minutes(struct str s, int64_t *ret)
{
	struct local l;

	if (s.n != 5)
		return E_INPUT;
	char text[17] = "1970-01-01T00:00";

	memcpy(text + 11, s.p, 5);
	TRY(local_parse((struct str){ text, 16 }, &l));
	*ret = l.min;
	return OK;
}

static enum err k_group_slots(struct slot_case *c, struct jw *j)
{
	const struct jr *list = jr_get(c->query, "slots");
	struct place_slots s = { 0 };

	for (size_t i = 0; i < jr_count(list); i++) {
		const struct jr *v = jr_at(list, i);
		struct place_slot x = { .services = jr_get(v, "services"), .session = i };
		int64_t left = 1;

		TRY(clock_minutes(jr_text(jr_get(v, "start")), &x.at.from));
		TRY(clock_minutes(jr_text(jr_get(v, "end")), &x.at.to));
		enum err e = jr_int(jr_get(v, "capacity"), 0, 100000, &left);

		if (e != OK && e != E_NOTFOUND)
			return e;
		x.left = (int32_t)left;
		TRY(add_slot(c, &s, x));
	}
	return put_group(c, j, s);
}

static enum err k_group_sessions(struct slot_case *c, struct jw *j)
{
	struct place_slots s = { 0 };

	TRY(cut(c, &s));
	allocate(c, &s);
	return put_group(c, j, s);
}

/* ---- limits ---- */

static enum err k_patient_conflicts(struct slot_case *c, struct jw *j)
{
	const struct jr *list = jr_get(c->json, "bookings");
	struct str patient = jr_text(jr_get(c->query, "patient"));
	int64_t n = 0;

	if (!c->has_from || !c->has_to)
		return E_INPUT;
	for (size_t i = 0; i < c->nbookings; i++)
		n += c->bookings[i].counts && str_eq(jr_text(jr_get(jr_at(list, i), "patient")),
			patient)
			&& range_overlaps(c->bookings[i].at,
				(struct range){ local_minutes(c->from), local_minutes(c->to) });
	jw_int(j, n);
	return OK;
}

enum { CANCEL_LIMIT = 4 * 60, MOVE_LIMIT = 48 * 60, WINDOW_DAYS = 31 };

static enum err k_policy(struct slot_case *c, struct jw *j)
{
	bool cancel = jr_text_is(jr_get(c->query, "action"), "cancel");
	bool allowed = true, too_long = c->has_from && c->has_to
		&& local_minutes(c->to) - local_minutes(c->from) > WINDOW_DAYS * 1440;

	if (jr_text(jr_get(c->query, "action")).n) {
		if (!c->nbookings || !c->has_now)
			return E_INPUT;
		allowed = c->bookings[0].counts && window_before_limit(
			(struct instant){ c->bookings[0].at.from * 60 },
				(struct instant){ local_minutes(c->now) * 60 },
			cancel ? CANCEL_LIMIT : MOVE_LIMIT);
	}
	jw_object(j);
	jw_set_bool(j, "allowed", allowed && !too_long);
	if (too_long)
		jw_set_cstr(j, "reason", "window_too_long");
	jw_end(j);
	return OK;
}

case_kind_fn case_kind_places(struct str kind)
{
	static const struct { struct str name; case_kind_fn fn; } kinds[] = {
		{ S("capacity_slots"), k_capacity_slots }, { S("capacity_by_hour"),
			k_capacity_by_hour },
		{ S("capacity_by_halfday"), k_capacity_by_halfday }, { S("capacity_total"),
			k_capacity_total },
		{ S("consecutive_counts"), k_consecutive_counts }, { S("consecutive_array"),
			k_consecutive_array },
		{ S("allocation"), k_allocation }, { S("allocation_session"),
			k_allocation_session },
		{ S("booking_sequence"), k_booking_sequence }, { S("group_slots"), k_group_slots },
		{ S("group_sessions"), k_group_sessions }, { S("patient_conflicts"),
			k_patient_conflicts },
		{ S("policy"), k_policy },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(kind, kinds[i].name))
			return kinds[i].fn;
	return NULL;
}
