/* Reading appointments. See appointments.h. */
#include "areas/appointments/appointments.h"

#include "appointments_q.h"
#include "areas/appointments/internal.h"
#include "areas/organizations/organizations.h"
#include "crypto/crypto.h"

static int64_t or_zero(struct opt_int v)
{
	return v.is ? v.v : 0;
}

static void of_people(const struct appointment_rows_row *r, struct appointment *x)
{
	x->patient = r->patient;
	x->patient_name = r->patient_name;
	x->birth_day = r->birth_day;
	x->sex = r->sex;
	x->phone = r->phone;
	x->lang = r->lang;
	x->practitioner.v = or_zero(r->practitioner);
	x->practitioner_name = r->practitioner_name;
	x->practitioner_name_ar = r->practitioner_name_ar;
	x->booked_by = or_zero(r->booked_by);
}

static void of_place(const struct appointment_rows_row *r, struct appointment *x)
{
	x->organization = r->organization;
	x->organization_code = r->organization_code;
	x->organization_phone = r->organization_phone.n ? r->organization_phone : r->location_phone;
	x->organization_name = names_make(r->organization_fr, r->organization_ar,
		r->organization_en);
	x->schedule = r->schedule;
	x->schedule_name = r->schedule_fr.n ? names_make(r->schedule_fr, r->schedule_ar, STR_NONE)
		: r->own_name.s.n ? names_make(r->own_name.s, r->own_name_ar.s, STR_NONE)
		: names_make(r->practitioner_name.s, r->practitioner_name_ar.s, STR_NONE);
	x->substituted = x->practitioner.v && r->own_practitioner.is && r->own_practitioner.v != x->practitioner.v;
	x->schedule_shown = r->shown != 0;
	x->service = r->service;
	x->service_name = names_make(r->service_fr, r->service_ar, r->service_en);
	x->bring = names_make(r->bring_fr, r->bring_ar, r->bring_en);
	x->prepare = names_make(r->prepare_fr, r->prepare_ar, r->prepare_en);
	x->after = names_make(r->after_fr, r->after_ar, r->after_en);
	x->sensitive = r->sensitive != 0;
	x->no_cancel = r->no_cancel != 0;
	x->no_move = r->no_move != 0;
	x->moves = r->moves;
	x->moves_max = (int32_t)or_zero(r->moves_max);
	x->location.v = or_zero(r->location);
	/* As it was called on the day of booking; rows of others' making may have no copy. */
	x->location_name = r->place_fr.n ? names_make(r->place_fr, r->place_ar, STR_NONE)
		: names_make(r->location_fr, r->location_ar, r->location_en);
	x->address_fr = r->address_fr;
	x->address_ar = r->address_ar;
	x->direction_fr = r->direction_fr;
	x->direction_ar = r->direction_ar;
}

static void of_time(const struct appointment_rows_row *r, struct appointment *x)
{
	x->day = r->day;
	x->start_min = r->start_min;
	x->duration_min = r->duration_min;
	x->buffer_before_min = r->buffer_before_min;
	x->buffer_after_min = r->buffer_after_min;
	x->zone = r->zone;
	x->start_at = r->start_at;
	x->seat = r->seat;
	x->booked_at = r->booked_at;
	x->changed_at = r->changed_at;
	x->cancel_limit_min = (int32_t)or_zero(r->cancel_limit_min);
	x->move_limit_min = (int32_t)or_zero(r->move_limit_min);
	x->beside = r->beside;
	x->place_kind = r->place_kind;
	x->home = (struct home){ .zone = r->home.is ? r->home.v : 0, .address = r->address, .details = r->details,
		.zone_name = names_make(r->zone_fr, r->zone_ar, r->zone_en),
		.at = { r->lat.is && r->lon.is, (int32_t)r->lat.v, (int32_t)r->lon.v } };
	x->agenda_needed = r->needed != 0;
}

static struct appointment appointment_of(const struct appointment_rows_row *r)
{
	struct appointment x = { .id = r->id, .specialty = r->specialty,
		.reference = r->reference, .status = ST_ERROR,
		.cancelled_by = r->cancelled_by, .cancel_reason = r->cancel_reason,
			.channel = CH_API,
		.for_whom = r->for_whom, .note = r->note, .overbook_reason = r->overbook_reason,
			.salt = r->salt,
		.overbooked = r->overbooked, .walk_in = r->walk_in, .history = r->history,
			.version = r->version };

	x.gathering = r->gathering;
	x.party = r->party;
	x.extra_reason = names_make(r->extra_fr, r->extra_ar, r->extra_en);
	of_people(r, &x);
	of_place(r, &x);
	of_time(r, &x);
	/* The database's CHECKs allow only words that are known. */
	if (!status_of(r->status, &x.status))
		x.status = ST_ERROR;
	if (!channel_of(r->channel, &x.channel))
		x.channel = CH_API;
	return x;
}

struct place_in { int64_t id; size_t at; };

static int by_id(const void *px, const void *py)
{
	const struct place_in *x = px, *y = py;

	return x->id < y->id ? -1 : x->id > y->id;
}

static int by_id_alone(const void *id, const void *row)
{
	int64_t x = ((const struct appointment_id *)id)->v, y = ((const struct appointment_find_many_row *)row)->id.v;

	return x < y ? -1 : x > y;
}

/* Rows for ids, put where their id stands in the list. */
static enum err load_many(struct db *db, struct arena *a, const struct appointment_id *ids,
	size_t n, struct appointments *ret)
{
	struct appointments out = { ARENA_ARRAY(a, struct appointment, n + 1), n };
	struct place_in *where = ARENA_ARRAY(a, struct place_in, n + 1);

	for (size_t i = 0; i < n; i++)
		where[i] = (struct place_in){ ids[i].v, i };
	if (n > 1)
		qsort(where, n, sizeof(*where), by_id);
	for (size_t from = 0; from < n; from += DB_LIST_MAX) {
		struct appointment_rows_rows rows;
		size_t some = n - from < DB_LIST_MAX ? n - from : DB_LIST_MAX;

		TRY(appointment_rows(db, a, ids + from, some, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			struct place_in key = { rows.v[i].id.v, 0 };
			const struct place_in *p = bsearch(&key, where, n, sizeof(*where), by_id);

			if (p)
				out.v[p->at] = appointment_of(&rows.v[i]);
		}
	}
	*ret = out;
	return OK;
}

enum err appointment_load(struct db *db, struct arena *a, struct appointment_id id,
	struct appointment *ret)
{
	struct appointment_rows_rows rows;

	TRY(appointment_rows(db, a, &id, 1, &rows));
	if (!rows.n)
		return E_NOTFOUND;
	*ret = appointment_of(&rows.v[0]);
	return OK;
}

enum err appointment_get(struct db *db, struct arena *a, const struct scope *scope,
	struct appointment_id id,
	struct appointment *ret)
{
	struct appointment_find_row r;

	TRY(appointment_find(db, a, scope, id, &r));
	return appointment_load(db, a, r.id, ret);
}

enum err appointment_many(struct db *db, struct arena *a, const struct scope *scope, const struct appointment_id *ids, size_t n,
	struct appointments *ret)
{
	struct appointment_id *some = ARENA_ARRAY(a, struct appointment_id, n + 1);
	struct appointment_find_many_rows rows = { 0 };
	size_t k = 0;

	if (n)
		TRY(appointment_find_many(db, a, scope, ids, n, &rows));
	for (size_t i = 0; i < n; i++)
		if (rows.n && bsearch(&ids[i], rows.v, rows.n, sizeof(*rows.v), by_id_alone))
			some[k++] = ids[i];
	return load_many(db, a, some, k, ret);
}

enum err appointment_by_token(struct db *db, struct arena *a, struct str token,
	struct appointment *ret)
{
	struct appointment_find_token_row r;

	TRY(appointment_find_token(db, a, token_hash(a, token), &r));
	return appointment_load(db, a, r.id, ret);
}

enum err appointment_by_reference_phone(struct db *db, struct arena *a, struct str reference,
	struct str phone,
	struct appointment *ret)
{
	struct appointment_find_phone_row r;

	if (!phone.n)
		return E_NOTFOUND;
	TRY(appointment_find_phone(db, a, reference, phone, &r));
	return appointment_load(db, a, r.id, ret);
}

enum err appointment_by_reference(struct db *db, struct arena *a, const struct scope *scope,
	struct str reference,
	struct appointment *ret)
{
	struct appointment_find_reference_row r;

	TRY(appointment_find_reference(db, a, scope, reference, &r));
	return appointment_load(db, a, r.id, ret);
}

enum err appointment_day_of_schedule(struct db *db, struct arena *a, const struct scope *scope,
	struct schedule_id schedule,
	struct day from, struct day to, struct appointments *ret)
{
	struct appointment_ids_of_schedule_rows rows;

	TRY(appointment_ids_of_schedule(db, a, scope, schedule, from, to, &rows));
	return load_many(db, a, IDS_OF(a, rows), rows.n, ret);
}

enum err appointment_day_of_organization(struct db *db, struct arena *a, const struct scope *scope,
	struct organization_id organization, struct day from, struct day to,
		struct appointments *ret)
{
	struct appointment_ids_of_organization_rows rows;

	TRY(appointment_ids_of_organization(db, a, scope, organization, from, to, &rows));
	return load_many(db, a, IDS_OF(a, rows), rows.n, ret);
}

enum err appointment_of_patient(struct db *db, struct arena *a, const struct scope *scope,
	struct patient_id patient,
	struct appointments *ret)
{
	struct appointment_ids_of_patient_rows rows;

	TRY(appointment_ids_of_patient(db, a, scope, patient, &rows));
	return load_many(db, a, IDS_OF(a, rows), rows.n, ret);
}

enum err gathering_people(struct db *db, struct arena *a, const struct scope *scope, struct gathering_id id,
	struct appointments *ret)
{
	struct gathering_people_ids_rows rows;

	TRY(gathering_people_ids(db, a, scope, id, &rows));
	return load_many(db, a, IDS_OF(a, rows), rows.n, ret);
}

enum err party_people(struct db *db, struct arena *a, struct party_id id, struct appointments *ret)
{
	struct party_ids_rows rows;

	TRY(party_ids(db, a, id, &rows));
	return load_many(db, a, IDS_OF(a, rows), rows.n, ret);
}

/* Today in UTC: a day is over everywhere it matters when UTC has left it. */
static struct day today(struct instant now)
{
	return (struct day){ (int32_t)(now.v / 86400) };
}

enum err appointment_unrecorded(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now, int32_t max,
	struct appointments *ret)
{
	struct appointment_ids_unrecorded_rows rows;

	TRY(appointment_ids_unrecorded(db, a, scope, today(now), max, &rows));
	return load_many(db, a, IDS_OF(a, rows), rows.n, ret);
}

enum err appointment_unrecorded_count(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now, int64_t *ret)
{
	struct appointment_unrecorded_number_row r;

	TRY(appointment_unrecorded_number(db, a, scope, today(now), &r));
	*ret = r.n;
	return OK;
}

/* ---- against hoarding ---- */

enum err ahead_of_phone(struct db *db, struct arena *a, struct organization_id organization,
	struct str phone,
	struct instant now, int64_t *ret)
{
	struct ahead_phone_row r;

	TRY(ahead_phone(db, a, organization, phone, (struct day){ today(now).n - 1 }, now, &r));
	*ret = r.n;
	return OK;
}

enum err ahead_limits(struct db *db, struct arena *a, struct organization_id organization,
	struct ahead_limits *ret)
{
	struct ahead_branch_row b;
	struct ahead_limits l;

	TRY(ahead_branch(db, a, organization, &b));
	TRY(organization_setting(db, a, b.tree_lo, SETTING_AHEAD_PER_PERSON, &l.per_person));
	TRY(organization_setting(db, a, b.tree_lo, SETTING_AHEAD_PER_PHONE, &l.per_phone));
	*ret = l;
	return OK;
}

/* ---- time zone data ---- */

struct times { struct appointment_times_ahead_row *v; size_t n, cap; struct arena *a; };

static enum err keep_if_moved(void *arg, const struct appointment_times_ahead_row *r)
{
	struct times *t = arg;
	const struct zone *z;

	TRY(zone_get(r->zone, &z));
	struct instant at = zone_instant(z, (struct local){ r->day, r->start_min });

	if (at.v == r->start_at.v)
		return OK;
	t->v = arena_grow(t->a, t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n] = *r;
	t->v[t->n++].start_at = at;
	return OK;
}

/* A few hundred at a time, so that the writer does not wait. */
static enum err put_some(struct db *db, struct arena *a,
	const struct appointment_times_ahead_row *v, size_t n)
{
	enum err e;

	TRY(db_begin(db));
	e = OK;
	for (size_t i = 0; i < n && e == OK; i++)
		e = appointment_put_instant(db, a, v[i].start_at, v[i].id, v[i].day,
			v[i].start_min);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

enum err appointments_rederive(struct db *db, struct arena *a, struct instant now,
	int64_t *ret_changed)
{
	struct times t = { .a = a };

	TRY(appointment_times_ahead(db, a, (struct day){ today(now).n - 1 }, keep_if_moved, &t));
	for (size_t i = 0; i < t.n; i += 300)
		TRY(put_some(db, a, t.v + i, t.n - i < 300 ? t.n - i : 300));
	*ret_changed = (int64_t)t.n;
	return OK;
}
