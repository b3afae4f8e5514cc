/* A series changed or cancelled from one session on. See gathering_series.h. */
#include "areas/gatherings/gathering_series.h"

#include "gatherings_q.h"

/* ---- what a change makes of another session ---- */

static bool same_names(const struct names *x, const struct names *y)
{
	for (int l = 0; l < LANG_MAX; l++)
		if (!str_eq(x->v[l], y->v[l]))
			return false;
	return true;
}

static bool same_leaders(struct leader_ids x, struct leader_ids y)
{
	size_t found = 0;

	for (size_t i = 0; i < x.n; i++)
		for (size_t k = 0; k < y.n; k++)
			found += x.v[i].v == y.v[k].v;
	return x.n == y.n && found == x.n;
}

static bool other_time(const struct gathering *x, const struct gathering *y)
{
	return x->day.n != y->day.n || x->start_min != y->start_min || x->duration_min != y->duration_min;
}

/* Is x as far from its day of the rule as the session that is changed, and at the same hour? */
static bool alike(const struct gathering *x, const struct gathering *old)
{
	return x->day.n - x->series_day.n == old->day.n - old->series_day.n && x->start_min == old->start_min
		&& x->duration_min == old->duration_min;
}

static void change_number(int32_t *x, int32_t old, int32_t to)
{
	if (*x == old)
		*x = to;
}

static void change_flag(bool *x, bool old, bool to)
{
	if (*x == old)
		*x = to;
}

static void change_names(struct names *x, const struct names *old, const struct names *to)
{
	if (same_names(x, old))
		*x = *to;
}

/* Time and place; false: it has its own and keeps it. */
static bool change_time(struct gathering *x, const struct gathering *old, const struct gathering *g)
{
	bool own = false;

	if (other_time(old, g) && !alike(x, old)) {
		own = true;
	} else if (other_time(old, g)) {
		x->day.n += g->day.n - old->day.n;
		x->start_min = g->start_min;
		x->duration_min = g->duration_min;
	}
	if (old->location.v != g->location.v && x->location.v != old->location.v)
		own = true;
	else if (old->location.v != g->location.v)
		x->location = g->location;
	return !own;
}

/* In x what was like `old` becomes like `g`. */
static bool change_like(struct gathering *x, const struct gathering *old, const struct gathering *g)
{
	change_names(&x->title, &old->title, &g->title);
	change_names(&x->about, &old->about, &g->about);
	change_number(&x->capacity, old->capacity, g->capacity);
	change_number(&x->minimum, old->minimum, g->minimum);
	change_number(&x->waiting_most, old->waiting_most, g->waiting_most);
	change_number(&x->decide_min, old->decide_min, g->decide_min);
	change_number(&x->group_most, old->group_most, g->group_most);
	change_flag(&x->online, old->online, g->online);
	change_flag(&x->cancel_below, old->cancel_below, g->cancel_below);
	return change_time(x, old, g);
}

static bool too_full(const struct gathering *x, const struct gathering *old)
{
	return x->capacity < old->taken || x->waiting_most < old->waiting || x->minimum > x->capacity
		|| x->group_most > x->capacity;
}

/* ---- the rule ---- */

/* A weekly rule of one day has another day then; no other rule has. */
static enum err shift_rule(struct arena *a, struct str rule, int32_t days, struct str *ret)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	ptrdiff_t at = str_find(rule, S("BYDAY="));
	struct str was;

	*ret = rule;
	if (!days)
		return OK;
	if (at < 0 || !str_starts(rule, S("FREQ=WEEKLY")) || days < -6 || days > 6)
		return E_INPUT;
	was = str_sub(rule, (size_t)at + 6, rule.n);
	if (was.n < 2 || (was.n > 2 && was.p[2] != ';'))
		return E_INPUT;
	for (int i = 0; i < 7; i++)
		if (str_eq(str_sub(was, 0, 2), str_of(names[i]))) {
			*ret = arena_fmt(a, "%.*s%s%.*s", (int)at + 6, rule.p, names[(i + days + 7) % 7],
				STR_ARG(str_sub(was, 2, was.n)));
			return OK;
		}
	return E_INPUT;
}

/* ---- all of them ---- */

enum err gathering_series_rest(struct db *db, struct arena *a, struct instant now, const struct gathering *from,
	struct gathering_list *ret)
{
	struct gathering_series_later_rows rows;

	TRY(gathering_series_later(db, a, from->series, (struct day){ from->series_day.n - 1 }, now, &rows));
	struct gathering_list out = { ARENA_ARRAY(a, struct gathering, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		TRY(gathering_get(db, a, rows.v[i].id, &out.v[i]));
	*ret = out;
	return OK;
}

static enum err leaders_of(struct db *db, struct arena *a, struct gathering_id id, struct leader_ids *ret)
{
	struct leaders all;
	struct practitioner_id *v;

	TRY(gathering_leaders(db, a, id, &all));
	v = ARENA_ARRAY(a, struct practitioner_id, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		v[i] = all.v[i].id;
	*ret = (struct leader_ids){ v, all.n };
	return OK;
}

static enum err look(struct db *db, struct arena *a, struct gathering_part *p)
{
	bool free;

	TRY(gathering_free(db, a, &p->g, p->who, &free));
	TRY(gathering_series_shut(db, a, p->g.organization, p->g.day, &p->shut));
	p->taken = !free;
	p->full = too_full(&p->g, &p->old);
	return OK;
}

enum err gathering_series_parts(struct db *db, struct arena *a, struct instant now, const struct gathering *old,
	const struct gathering *g, struct leader_ids was, struct leader_ids who, struct gathering_parts *ret)
{
	struct gathering_series s;
	struct gathering_list all;
	struct str rule;

	TRY(gathering_series_get(db, a, old->series, &s));
	TRY(shift_rule(a, s.rule, g->day.n - old->day.n, &rule));
	TRY(gathering_series_rest(db, a, now, old, &all));
	struct gathering_parts out = { ARENA_ARRAY(a, struct gathering_part, all.n + 1), all.n, false };

	for (size_t i = 0; i < all.n; i++) {
		struct gathering_part *p = &out.v[i];

		*p = (struct gathering_part){ .old = all.v[i], .g = all.v[i] };
		TRY(leaders_of(db, a, p->old.id, &p->who));
		if (p->old.id.v == old->id.v)
			p->g = *g;
		else
			p->own = !change_like(&p->g, old, g);
		if (p->old.id.v == old->id.v || (!same_leaders(was, who) && same_leaders(p->who, was)))
			p->who = who;
		TRY(look(db, a, p));
		out.against = out.against || p->taken || p->full;
	}
	*ret = out;
	return OK;
}

static enum err put_series(struct db *db, struct arena *a, const struct gathering *old, const struct gathering *g,
	struct leader_ids was, struct leader_ids who)
{
	struct gathering_series s;
	struct gathering *x = &s.g;
	int32_t shift;
	int64_t n;

	TRY(gathering_series_get(db, a, old->series, &s));
	x->series_day = x->day;
	(void)change_like(x, old, g);
	shift = x->day.n - x->series_day.n;
	TRY(shift_rule(a, s.rule, shift, &s.rule));
	TRY(gathering_series_put_row(db, a, x->location, x->title.v[LANG_FR], x->title.v[LANG_AR], x->title.v[LANG_EN],
		x->day, s.rule, x->start_min, x->duration_min, x->capacity, x->minimum, x->waiting_most,
		x->decide_min, x->online, (struct day){ s.materialised_to.n + shift }, x->about.v[LANG_FR], x->about.v[LANG_AR],
		x->about.v[LANG_EN], x->cancel_below, x->group_most, s.id, s.version, &n));
	if (!n)
		return E_CONFLICT;
	if (same_leaders(was, who))
		return OK;
	TRY(gathering_series_leader_clear(db, a, s.id));
	for (size_t i = 0; i < who.n; i++)
		TRY(gathering_series_leader_add(db, a, s.id, who.v[i], x->organization));
	return OK;
}

enum err gathering_series_change(struct db *db, struct arena *a, struct instant now, const struct gathering *old,
	const struct gathering *g, struct leader_ids was, struct leader_ids who, const struct change_ask *by,
	int64_t *ret_told)
{
	struct gathering_parts all;

	*ret_told = 0;
	TRY(gathering_series_parts(db, a, now, old, g, was, who, &all));
	if (all.against)
		return E_CONFLICT;
	for (size_t i = 0; i < all.n; i++) {
		int64_t told;

		TRY(gathering_change(db, a, now, &all.v[i].g, all.v[i].who, by, &told));
		*ret_told += told;
	}
	return put_series(db, a, old, g, was, who);
}

enum err gathering_series_cancel(struct db *db, struct arena *a, struct instant now, const struct gathering *from,
	struct str reason, const struct change_ask *by, int64_t *ret_told)
{
	struct gathering_series s;
	struct gathering_list all;
	int64_t n;

	*ret_told = 0;
	TRY(gathering_series_get(db, a, from->series, &s));
	TRY(gathering_series_put_end(db, a, (struct day){ from->series_day.n - 1 }, s.id, s.version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(gathering_series_rest(db, a, now, from, &all));
	for (size_t i = 0; i < all.n; i++) {
		int64_t told, version = all.v[i].id.v == from->id.v ? from->version : all.v[i].version;

		TRY(gathering_cancel(db, a, now, all.v[i].id, version, reason, by, &told));
		*ret_told += told;
	}
	return OK;
}
