/* Other hours between two dates. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/internal.h"
#include "base/random.h"
#include "schedules_q.h"

enum { LONGEST_DAYS = 366 };

enum err variant_get(struct db *db, struct arena *a, struct variant_id id, struct variant *ret)
{
	struct variant_row_row r;

	TRY(variant_row(db, a, id, &r));
	*ret = (struct variant){ .id = r.id, .organization = r.organization,
		.name = names_make(r.name_fr, r.name_ar, r.name_en),
		.first_day = r.first_day, .last_day = r.last_day, .version = r.version };
	return OK;
}

enum err variant_list(struct db *db, struct arena *a, struct organization_id organization,
	struct day from, struct variants *ret)
{
	struct variant_rows_rows ids;

	TRY(variant_rows(db, a, organization, from, &ids));
	struct variants out = { ARENA_ARRAY(a, struct variant, ids.n + 1), ids.n };

	for (size_t i = 0; i < ids.n; i++)
		TRY(variant_get(db, a, ids.v[i].id, &out.v[i]));
	*ret = out;
	return OK;
}

enum err variants_of(struct db *db, struct arena *a, struct schedule_id schedule,
	struct variants *ret)
{
	struct variant_rows_of_rows ids;

	TRY(variant_rows_of(db, a, schedule, &ids));
	struct variants out = { ARENA_ARRAY(a, struct variant, ids.n + 1), ids.n };

	for (size_t i = 0; i < ids.n; i++)
		TRY(variant_get(db, a, ids.v[i].id, &out.v[i]));
	*ret = out;
	return OK;
}

/* All openings of an agenda, on the days of a span. */
static enum err again(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule, struct day_span days, struct str role)
{
	struct opening_ids_rows ids;

	TRY(opening_ids(db, a, schedule, &ids));
	for (size_t i = 0; i < ids.n; i++)
		TRY(opening_again(db, a, now, ids.v[i].id, days, role));
	return OK;
}

static enum err again_all(struct db *db, struct arena *a, struct instant now,
	struct variant_id id, struct day_span days, struct str role)
{
	struct arena *work = agenda_arena(a);
	struct variant_schedules_rows rows;

	TRY(variant_schedules(db, a, id, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(again(db, work, now, rows.v[i].schedule, days, role));
		if (work != a)
			arena_reset(work);
	}
	return OK;
}

/* Its own hours begin and end with it. */
static enum err follow(struct db *db, struct arena *a, struct variant_id id, struct day_span was, struct day_span to)
{
	struct variant_openings_rows rows;
	int64_t n;

	TRY(variant_openings(db, a, id, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct day first = rows.v[i].first_day, until = rows.v[i].until_day;
		struct recur rule;

		TRY(recur_parse(rows.v[i].rule, &rule));
		hours_follow(&rule, was, to, &first, &until);
		if (first.n != rows.v[i].first_day.n || until.n != rows.v[i].until_day.n)
			TRY(opening_bounds_put(db, a, first, until, rows.v[i].id, rows.v[i].version, &n));
	}
	return OK;
}

static bool names_written(const struct names *n)
{
	return n->v[LANG_FR].n && n->v[LANG_AR].n;
}

static enum err change_variant(struct db *db, struct arena *a, struct instant now,
	const struct variant *v, struct str role)
{
	struct variant old;
	struct variant_meets_row meets;
	struct day_span days = { v->first_day, v->last_day };
	int64_t n;

	TRY(variant_get(db, a, v->id, &old));
	TRY(variant_meets(db, a, v->id, (struct schedule_id){ 0 }, v->first_day, v->last_day,
		&meets));
	if (meets.n)
		return E_INPUT;
	TRY(variant_change(db, a, v->name.v[LANG_FR], v->name.v[LANG_AR], v->name.v[LANG_EN],
		v->first_day, v->last_day, v->id, v->version, &n));
	if (!n)
		return E_CONFLICT;
	if (old.first_day.n == v->first_day.n && old.last_day.n == v->last_day.n)
		return OK;
	TRY(follow(db, a, v->id, (struct day_span){ old.first_day, old.last_day }, days));
	if (old.first_day.n < days.first.n)
		days.first = old.first_day;
	if (old.last_day.n > days.last.n)
		days.last = old.last_day;
	return again_all(db, a, now, v->id, days, role);
}

enum err variant_put(struct db *db, struct arena *a, struct instant now, const struct variant *v,
	struct str role, struct variant_id *ret)
{
	struct variant_id id = v->id;

	if (v->last_day.n < v->first_day.n || v->last_day.n - v->first_day.n > LONGEST_DAYS
		|| !names_written(&v->name))
		return E_INPUT;
	if (id.v) {
		TRY(change_variant(db, a, now, v, role));
	} else {
		id.v = random_id(now);
		TRY(variant_add(db, a, id, v->organization, v->name.v[LANG_FR],
			v->name.v[LANG_AR], v->name.v[LANG_EN], v->first_day, v->last_day));
	}
	*ret = id;
	return OK;
}

/* The variant's own hours, from one opening of the normal week; E_NOTFOUND: nothing is left of it. */
static enum err cut(struct db *db, struct arena *a, const struct opening *o,
	struct minute_span within, struct opening *ret)
{
	struct minute_span *breaks = ARENA_ARRAY(a, struct minute_span, o->nbreaks + 1);
	struct opening x = *o;
	struct hours h;

	TRY(opening_hours(db, a, o, &h));
	if (!hours_within(&h, within, &x.start_min, &x.end_min, breaks, &x.nbreaks))
		return E_NOTFOUND;
	x.id.v = 0;
	x.breaks = breaks;
	*ret = x;
	return OK;
}

enum err variant_copy(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct variant *v, struct minute_span within, struct openings *ret)
{
	struct openings all;
	size_t n = 0;

	TRY(opening_list(db, a, schedule, &all));
	struct opening *out = ARENA_ARRAY(a, struct opening, all.n + 1);

	for (size_t i = 0; i < all.n; i++) {
		const struct opening *o = &all.v[i];

		if (o->variant.v || !o->rule.n
			|| (day_is(o->until_day) && o->until_day.n < v->first_day.n))
			continue;
		enum err e = cut(db, a, o, within, &out[n]);

		if (e == E_NOTFOUND)
			continue;
		TRY(e);
		out[n].variant = v->id;
		out[n++].id = o->id;		/* whose copy it is */
	}
	*ret = (struct openings){ out, n };
	return OK;
}

enum err variant_join(struct db *db, struct arena *a, struct instant now, struct variant_id id,
	struct schedule_id schedule, struct minute_span within, struct str role)
{
	struct schedule_place_row place;
	struct variant_meets_row meets;
	struct openings copies;
	struct variant v;
	int64_t n;

	TRY(variant_get(db, a, id, &v));
	TRY(variant_meets(db, a, id, schedule, v.first_day, v.last_day, &meets));
	if (meets.n || (within.to <= within.from && within.to))
		return E_INPUT;
	TRY(schedule_place(db, a, schedule, &place));
	TRY(variant_copy(db, a, schedule, &v, within, &copies));
	TRY(variant_join_add(db, a, schedule, id, place.organization, &n));
	if (!n)
		return E_CONFLICT;
	TRY(again(db, a, now, schedule, (struct day_span){ v.first_day, v.last_day }, role));
	for (size_t i = 0; i < copies.n; i++) {
		struct opening_id from = copies.v[i].id, to;

		copies.v[i].id.v = 0;
		TRY(opening_put_lazy(db, a, now, &copies.v[i], &to));
		TRY(opening_exceptions_copy(db, a, to, from));
		TRY(opening_make(db, a, now, to, role, false));
	}
	return offers_refresh(db, a, schedule);
}

enum err variant_leave(struct db *db, struct arena *a, struct instant now, struct variant_id id,
	struct schedule_id schedule, struct str role)
{
	struct openings all;
	struct variant v;
	int64_t n;

	TRY(variant_get(db, a, id, &v));
	TRY(opening_list(db, a, schedule, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct opening_id ended;

		if (all.v[i].variant.v != id.v)
			continue;
		all.v[i].active = false;
		TRY(opening_put(db, a, now, &all.v[i], role, &ended));
	}
	TRY(variant_join_remove(db, a, schedule, id, &n));
	if (!n)
		return E_NOTFOUND;
	return again(db, a, now, schedule, (struct day_span){ v.first_day, v.last_day }, role);
}

enum err variant_remove(struct db *db, struct arena *a, struct instant now, struct variant_id id,
	struct str role)
{
	struct arena *work = agenda_arena(a);
	struct variant_schedules_rows rows;

	TRY(variant_schedules(db, a, id, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(variant_leave(db, work, now, id, rows.v[i].schedule, role));
		if (work != a)
			arena_reset(work);
	}
	return variant_end(db, a, id);
}
