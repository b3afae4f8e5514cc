/* What visits take beside their own agenda: rooms, devices, teams. See beside.h, internal.h, schedules/needs.h. */
#include "areas/appointments/beside.h"

#include "areas/appointments/internal.h"
#include "areas/schedules/needs.h"

/* A seat that nobody has at that start: the index beside_seat refuses the second of two. */
static enum err seat_in(struct db *db, struct arena *a, const struct wanted *w, struct schedule_id schedule,
	int32_t *ret)
{
	struct beside_seats_rows rows;
	int32_t seat = 0;

	TRY(beside_seats(db, a, schedule, w->day, w->start_min, &rows));
	for (size_t i = 0; i < rows.n && rows.v[i].seat <= seat; i++)
		seat = rows.v[i].seat + 1;
	*ret = seat;
	return OK;
}

enum err beside_take(struct db *db, struct arena *a, int64_t id, const struct wanted *w,
	const struct granted *g, bool held)
{
	int32_t n = (int32_t)g->uses.n, seat;
	int64_t put;

	TRY(beside_drop(db, a, id));
	for (int32_t i = 0; i < n; i++) {
		TRY(seat_in(db, a, w, g->uses.v[i], &seat));
		TRY(beside_put(db, a, id, g->uses.place[i], g->agenda.organization, g->uses.v[i], w->day,
			w->start_min, g->rule.duration, g->rule.before, g->rule.after, seat, held,
			w->overbook, &put));
		if (!put)
			return E_CONFLICT;
	}
	return held ? hold_put_beside(db, a, n, (struct hold_id){ id })
		: appointment_put_beside(db, a, n, (struct appointment_id){ id });
}

enum err beside_linked(struct db *db, struct arena *a, int64_t id, struct schedule_id own, bool needed,
	int32_t beside, struct schedule_ids *ret)
{
	struct beside_of_rows rows = { 0 };
	struct schedule_id *ids;

	if (beside)
		TRY(beside_of(db, a, id, &rows));
	ids = ARENA_ARRAY(a, struct schedule_id, rows.n + 1);
	ids[0] = own;
	for (size_t i = 0; i < rows.n; i++)
		ids[i + 1] = rows.v[i].schedule;
	*ret = (struct schedule_ids){ ids, rows.n + 1 };
	return beside || needed ? agendas_linked(db, a, *ret, ret) : OK;
}

enum err days_lock_two(struct db *db, struct arena *a, struct instant now, struct schedule_ids x,
	struct day x_day, struct schedule_ids y, struct day y_day)
{
	struct day first = x_day.n < y_day.n ? x_day : y_day, second = x_day.n < y_day.n ? y_day : x_day;
	struct schedule_ids of_first = x_day.n < y_day.n ? x : y, of_second = x_day.n < y_day.n ? y : x;

	/* By agenda, then day: both lists are in the order of their ids. */
	for (size_t i = 0, j = 0; i < of_first.n || j < of_second.n;) {
		bool one = j >= of_second.n || (i < of_first.n && of_first.v[i].v <= of_second.v[j].v);
		bool same = one && j < of_second.n && of_first.v[i].v == of_second.v[j].v
			&& first.n == second.n;

		TRY(day_lock(db, a, one ? first : second, now, one ? of_first.v[i] : of_second.v[j]));
		i += one;
		j += !one || same;
	}
	return OK;
}

enum err beside_list(struct db *db, struct arena *a, const struct appointment *x,
	struct beside_names *ret)
{
	struct beside_names_rows rows = { 0 };

	if (x->beside)
		TRY(beside_names(db, a, x->id.v, &rows));
	ret->v = ARENA_ARRAY(a, struct beside_name, rows.n + 1);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		const struct beside_names_row *r = &rows.v[i];

		ret->v[i] = (struct beside_name){ .schedule = r->schedule, .kind = r->kind,
			.practitioner = r->practitioner_id, .name = r->name_fr.n
			? names_make(r->name_fr, r->name_ar, STR_NONE)
			: names_make(r->practitioner.s, r->practitioner_ar.s, STR_NONE) };
	}
	return OK;
}

static void add_text(struct arena *a, enum lang lang, const struct beside_names_of_row *r, struct beside_texts *t)
{
	struct names n = r->name_fr.n ? names_make(r->name_fr, r->name_ar, STR_NONE)
		: names_make(r->practitioner.s, r->practitioner_ar.s, STR_NONE);
	struct str comma = lang == LANG_AR ? S("، ") : S(", ");

	if (t->n && t->v[t->n - 1].id == r->id)
		t->v[t->n - 1].text = arena_cat(a, arena_cat(a, t->v[t->n - 1].text, comma), n.v[lang]);
	else
		t->v[t->n++] = (struct beside_text){ r->id, n.v[lang] };
}

enum err beside_say(struct db *db, struct arena *a, enum lang lang, const struct appointments *all,
	struct beside_texts *ret)
{
	struct appointment_id *ids = ARENA_ARRAY(a, struct appointment_id, all->n + 1);
	size_t n = 0;

	*ret = (struct beside_texts){ ARENA_ARRAY(a, struct beside_text, all->n + 1), 0 };
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].beside)
			ids[n++] = all->v[i].id;
	for (size_t at = 0; at < n; at += DB_LIST_MAX) {
		struct beside_names_of_rows rows;

		TRY(beside_names_of(db, a, ids + at, n - at < DB_LIST_MAX ? n - at : DB_LIST_MAX, &rows));
		for (size_t i = 0; i < rows.n; i++)
			add_text(a, lang, &rows.v[i], ret);
	}
	return OK;
}

struct str beside_text_of(const struct beside_texts *t, int64_t id)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].id == id)
			return t->v[i].text;
	return STR_NONE;
}

enum err beside_again(struct db *db, struct arena *a, struct instant now, const struct appointment *x,
	struct beside_names *ret)
{
	const struct slot_rule rule = { x->duration_min, 1, x->buffer_before_min, x->buffer_after_min };
	const struct wanted w = { .schedule = x->schedule, .service = x->service, .day = x->day,
		.start_min = x->start_min, .except = x->id, .rule = &rule, .channel = CH_DESK, HOME_OF(x) };
	struct granted g = { 0 };
	struct schedule s;

	TRY(slot_prepare(db, a, &w, &g));
	TRY(slot_check(db, a, now, &w, &g));
	ret->v = ARENA_ARRAY(a, struct beside_name, g.uses.n + 1);
	ret->n = g.uses.n;
	for (size_t i = 0; i < g.uses.n; i++) {
		TRY(schedule_get(db, a, g.uses.v[i], &s));
		ret->v[i] = (struct beside_name){ s.id, s.kind, s.name, s.practitioner };
	}
	return OK;
}
