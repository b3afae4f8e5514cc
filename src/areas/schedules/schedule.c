/* Agendas and what they offer. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/closings.h"
#include "areas/schedules/internal.h"
#include "areas/schedules/needs.h"
#include "base/random.h"
#include "base/utf8.h"
#include "schedules_q.h"

struct day today_utc(struct instant now)
{
	return (struct day){ (int32_t)(now.v / 86400) };
}

struct arena *agenda_arena(struct arena *a)
{
	struct arena *work = arena_side(a, 256 << 20);

	return work ? work : a;
}

enum err today_at(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day *ret)
{
	struct schedule_place_row r;
	const struct zone *z;

	TRY(schedule_place(db, a, schedule, &r));
	TRY(zone_get(r.zone, &z));
	*ret = zone_local(z, now).day;
	return OK;
}

static struct names schedule_names(struct str fr, struct str ar, struct name person,
	struct name person_ar)
{
	if (fr.n || ar.n)
		return names_make(fr, ar, STR_NONE);
	return names_make(person.s, person_ar.s, STR_NONE);
}

#define SCHEDULE_OF(r) ((struct schedule){ .id = (r).id, .organization = (r).organization, \
	.kind = (r).kind, \
	.practitioner = (r).practitioner, .location = (r).location, \
	.name = schedule_names((r).name_fr, (r).name_ar, (r).practitioner_name, \
		(r).practitioner_name_ar), \
	.specialty = (r).specialty, .shown = (r).shown, .active = (r).active, .zone = (r).zone, \
		.version = (r).version })

#define SCHEDULES_OF(a, rows, ret) do { \
	struct schedules out_ = { ARENA_ARRAY((a), struct schedule, (rows).n + 1), (rows).n }; \
	for (size_t i_ = 0; i_ < (rows).n; i_++) \
		out_.v[i_] = SCHEDULE_OF((rows).v[i_]); \
	*(ret) = out_; \
} while (0)

enum err schedule_get(struct db *db, struct arena *a, struct schedule_id id, struct schedule *ret)
{
	struct schedule_row_row r;

	TRY(schedule_row(db, a, id, &r));
	*ret = SCHEDULE_OF(r);
	return OK;
}

void schedules_sort(struct arena *a, enum lang lang, struct schedules *s)
{
	struct str *names = ARENA_ARRAY(a, struct str, s->n + 1);
	struct schedule *sorted = ARENA_ARRAY(a, struct schedule, s->n + 1);
	const size_t *order;

	for (size_t i = 0; i < s->n; i++)
		names[i] = s->v[i].name.v[lang];
	order = utf8_order(a, lang_code(lang), names, s->n);
	for (size_t i = 0; i < s->n; i++)
		sorted[i] = s->v[order[i]];
	s->v = sorted;
}

enum err schedule_list(struct db *db, struct arena *a, struct organization_id organization,
	struct schedules *ret)
{
	struct schedule_rows_rows rows;

	TRY(schedule_rows(db, a, organization, &rows));
	SCHEDULES_OF(a, rows, ret);
	return OK;
}

enum err schedule_list_for(struct db *db, struct arena *a, struct organization_id organization,
	struct service_id service,
	struct schedules *ret)
{
	struct schedule_rows_for_rows rows;

	TRY(schedule_rows_for(db, a, organization, service, &rows));
	SCHEDULES_OF(a, rows, ret);
	return OK;
}

enum err schedule_of_practitioner(struct db *db, struct arena *a, struct practitioner_id p,
	struct schedules *ret)
{
	struct schedule_rows_of_practitioner_rows rows;

	TRY(schedule_rows_of_practitioner(db, a, p, &rows));
	SCHEDULES_OF(a, rows, ret);
	return OK;
}

enum err schedule_worked_by(struct db *db, struct arena *a, struct practitioner_id p,
	struct day from, struct day to, struct schedules *ret)
{
	struct schedule_rows_worked_by_rows rows;

	TRY(schedule_rows_worked_by(db, a, p, to, from, &rows));
	SCHEDULES_OF(a, rows, ret);
	return OK;
}

static bool offered(const struct offer_wanted_rows *rows, struct service_id service)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].service.v == service.v)
			return true;
	return false;
}

/* From where the first day of an offer that is written anew was sought. */
static int64_t from_before(const struct offer_services_rows *old, struct service_id service)
{
	for (size_t i = 0; i < old->n; i++)
		if (old->v[i].service.v == service.v)
			return old->v[i].from_min;
	return 0;
}

static bool offers_stand(const struct offer_services_rows *old, const struct offer_wanted_rows *want,
	const struct schedule_place_row *place, struct organization_id top)
{
	for (size_t i = 0; i < old->n && old->n == want->n; i++) {
		const struct offer_services_row *x = &old->v[i];

		if (x->service.v != want->v[i].service.v || !str_eq(x->specialty, want->v[i].specialty)
			|| x->tree_lo != place->tree_lo || x->organization.v != place->organization.v
			|| x->place.v != top.v || !str_eq(x->zone, place->zone)
			|| x->shown != place->shown)
			return false;
	}
	return old->n == want->n;
}

enum err offers_refresh(struct db *db, struct arena *a, struct schedule_id schedule)
{
	struct offer_services_rows old;
	struct offer_wanted_rows want;
	struct schedule_place_row place;
	struct schedule_establishment_row top;

	TRY(offer_services(db, a, schedule, &old));
	TRY(offer_wanted(db, a, schedule, &want));
	TRY(schedule_place(db, a, schedule, &place));
	TRY(schedule_establishment(db, a, place.organization, &top));
	if (offers_stand(&old, &want, &place, top.id))
		return OK;
	for (size_t i = 0; i < old.n; i++)
		if (!offered(&want, old.v[i].service))
			TRY(free_day_of_service_drop(db, a, schedule, old.v[i].service));
	TRY(offer_clear(db, a, schedule));
	for (size_t i = 0; i < want.n; i++) {
		struct service_id service = want.v[i].service;

		TRY(offer_add(db, a, want.v[i].specialty, place.tree_lo, service, schedule,
			place.organization, top.id, place.zone, place.shown));
		TRY(offer_first_put(db, a, from_before(&old, service), schedule, service));
	}
	return OK;
}

enum err free_ahead_refresh(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule)
{
	struct day today = today_utc(now);

	return free_days_again(db, a, schedule, (struct day){ today.n - 1 },
		day_add_months(today, OPENINGS_AHEAD_MONTHS + 1));
}

static bool kind_valid(struct str kind)
{
	return str_eq(kind, S("practitioner")) || str_eq(kind, S("room")) || str_eq(kind,
		S("device"))
		|| str_eq(kind, S("team"));
}

enum err schedule_put(struct db *db, struct arena *a, struct instant now,
	const struct schedule *s, struct schedule_id *ret)
{
	struct schedule_id id = s->id;
	struct str fr = s->name.v[LANG_FR], ar = s->name.v[LANG_AR];
	struct schedule was, after = *s;
	int64_t n;

	if (!kind_valid(s->kind) || !s->specialty.n || !s->location.v)
		return E_INPUT;
	if (!s->practitioner.v && !fr.n)
		return E_INPUT;
	if (!id.v) {
		id.v = random_id(now);
		TRY(schedule_add(db, a, id, s->organization, s->kind, s->practitioner,
			s->location, fr, ar,
			s->specialty, s->shown, s->active));
		*ret = after.id = id;
		return closings_follow(db, a, now, NULL, &after);
	}
	struct schedule_ids before;

	/* A room that is moved is missed where it was. */
	TRY(agendas_linked(db, a, (struct schedule_ids){ &id, 1 }, &before));
	TRY(schedule_get(db, a, id, &was));
	TRY(schedule_change(db, a, s->location, fr, ar, s->specialty, s->shown, s->active, id,
		s->version, &n));
	if (!n)
		return E_CONFLICT;
	after.organization = was.organization;
	after.practitioner = was.practitioner;
	TRY(closings_follow(db, a, now, &was, &after));
	TRY(offers_refresh(db, a, id));
	TRY(free_ahead_refresh(db, a, now, id));
	for (size_t i = 0; i < before.n; i++)
		if (before.v[i].v != id.v)
			TRY(free_ahead_refresh(db, a, now, before.v[i]));
	*ret = id;
	return OK;
}
