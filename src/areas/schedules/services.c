/* Services (appointment types) and practitioners. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/catalogue.h"
#include "areas/schedules/fields.h"
#include "areas/schedules/internal.h"
#include "base/random.h"
#include "base/utf8.h"
#include "schedules_q.h"

static struct str or_else(struct str s, struct str other)
{
	return s.n ? s : other;
}

struct names names_make(struct str fr, struct str ar, struct str en)
{
	struct names n;

	n.v[LANG_FR] = or_else(fr, or_else(en, ar));
	n.v[LANG_AR] = or_else(ar, n.v[LANG_FR]);
	n.v[LANG_EN] = or_else(en, n.v[LANG_FR]);
	return n;
}

#define SERVICE_OF(r) ((struct service){ .id = (r).id, .organization = (r).organization, .code = (r).code, \
	.specialty = (r).specialty, .name = names_make((r).name_fr, (r).name_ar, (r).name_en), \
	.bring = names_make((r).bring_fr, (r).bring_ar, (r).bring_en), \
	.prepare = names_make((r).prepare_fr, (r).prepare_ar, (r).prepare_en), \
	.after = names_make((r).after_fr, (r).after_ar, (r).after_en), \
	.same_practitioner = (r).same_practitioner, .duration_min = (r).duration_min, \
	.step_min = (r).step_min, .buffer_before_min = (r).buffer_before_min, \
	.buffer_after_min = (r).buffer_after_min, .lead_min = (r).lead_min, .horizon_min = (r).horizon_min, \
	.cancel_limit_min = (r).cancel_limit_min, .move_limit_min = (r).move_limit_min, .online = (r).online, \
	.referral_required = (r).referral_required, .sensitive = (r).sensitive, .active = (r).active, \
	.visit = (r).visit, .sex = (r).sex, .age_min_months = (r).age_min_months, \
	.age_max_months = (r).age_max_months, .place_kind = (r).place_kind, .capacity = (r).capacity, \
	.needs = (r).needs, .version = (r).version, .no_desk = (r).no_desk, .no_centre = (r).no_centre, \
	.no_cancel = (r).no_cancel, .no_move = (r).no_move, .moves_max = (r).moves_max, \
	.accept = names_make((r).accept_fr, (r).accept_ar, (r).accept_en), .above = (r).above, \
	.own = (r).own, .booked = (r).booked, .spread_min = (r).spread_min })

enum err service_spread(struct db *db, struct arena *a, struct service_id id, struct organization_id o, int32_t minutes)
{
	int64_t n;

	if (minutes < 0 || minutes > 1440)
		return E_INPUT;
	TRY(service_spread_put(db, a, minutes, id, o, &n));
	return n ? OK : E_NOTFOUND;
}

enum err service_get(struct db *db, struct arena *a, struct service_id id, struct service *ret)
{
	struct service_row_row r;

	TRY(service_row(db, a, id, &r));
	*ret = SERVICE_OF(r);
	return OK;
}

enum err service_at(struct db *db, struct arena *a, struct service_id id, struct schedule_id schedule,
	struct service *ret, bool *ret_needed)
{
	struct service_row_at_row r;

	TRY(service_row_at(db, a, id, schedule, &r));
	*ret = SERVICE_OF(r);
	*ret_needed = r.needed;
	return OK;
}

enum err service_list(struct db *db, struct arena *a, struct organization_id organization,
	struct services *ret)
{
	struct services_for_rows rows;

	TRY(services_for(db, a, organization, &rows));
	struct services out = { ARENA_ARRAY(a, struct service, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = SERVICE_OF(rows.v[i]);
	*ret = out;
	return OK;
}

enum err services_offered_in(struct db *db, struct arena *a, struct str specialty, int64_t lo,
	int64_t hi, struct offered_types *ret)
{
	struct services_offered_rows rows;

	TRY(services_offered(db, a, specialty, lo, hi, &rows));
	struct offered_types out = { ARENA_ARRAY(a, struct offered_type, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = (struct offered_type){ rows.v[i].id,
			names_make(rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en) };
	*ret = out;
	return OK;
}

enum err service_is_booked(struct db *db, struct arena *a, const struct service *s)
{
	struct service_booked_meanwhile_row same;
	enum err e;
	int64_t n;

	if (s->booked)
		return OK;
	TRY(service_booked(db, a, s->id, s->version, &n));
	if (n)
		return OK;
	e = service_booked_meanwhile(db, a, s->id, s->version, &same);
	return e == E_NOTFOUND ? E_RETRY : e;
}

enum err service_was_booked(struct db *db, struct arena *a, struct service_id id)
{
	return service_booked_past(db, a, id);
}

enum err service_used_at(struct db *db, struct arena *a, struct service_id service,
	struct organization_id organization)
{
	struct opening_service_fits_row fits;

	TRY(opening_service_fits(db, a, service, organization, &fits));
	return fits.n ? OK : E_NOTFOUND;
}

enum err service_by_code(struct db *db, struct arena *a, struct organization_id organization,
	struct str code,
	struct service *ret)
{
	struct service_id_by_code_row r;

	TRY(service_id_by_code(db, a, organization, code, &r));
	return service_get(db, a, r.id, ret);
}

static bool word_in(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (str_eq(s, str_of(*words)))
			return true;
	return false;
}

static bool between(int32_t n, int32_t min, int32_t max)
{
	return n >= min && n <= max;
}

bool service_valid(const struct service *s)
{
	static const char *const visits[] = { "first", "follow_up", "any", NULL };
	static const char *const sexes[] = { "female", "male", "any", NULL };
	static const char *const places[] = { "on_site", "home", "phone", "video", NULL };
	enum { YEARS = 2 * 366 * 1440 };

	return s->name.v[LANG_FR].n && s->code.n && s->specialty.n && between(s->duration_min, 1,
		1440)
		&& between(s->step_min, 1, 1440) && between(s->buffer_before_min, 0, 720)
		&& between(s->buffer_after_min, 0, 720) && between(s->lead_min, 0, YEARS)
		&& between(s->horizon_min, 0, YEARS) && between(s->cancel_limit_min, 0, YEARS)
		&& between(s->move_limit_min, 0, YEARS) && between(s->capacity, 1, 1000)
		&& between(s->age_min_months, 0, 1800) && between(s->age_max_months, 0, 1800)
		&& between(s->moves_max, 0, 100) && word_in(s->visit, visits) && word_in(s->sex, sexes) && word_in(s->place_kind,
			places);
}

static bool same_grid(const struct service *x, const struct service *y)
{
	return x->duration_min == y->duration_min && x->step_min == y->step_min
		&& x->buffer_before_min == y->buffer_before_min
			&& x->buffer_after_min == y->buffer_after_min
		&& x->capacity == y->capacity && x->active == y->active;
}

/* The columns that service_add and service_change do not write. */
static enum err put_rest(struct db *db, struct arena *a, struct service_id id,
	const struct service *s)
{
	TRY(service_instructions(db, a, s->same_practitioner, s->prepare.v[LANG_FR],
		s->prepare.v[LANG_AR], s->prepare.v[LANG_EN], s->after.v[LANG_FR],
		s->after.v[LANG_AR], s->after.v[LANG_EN], id));
	return service_ways(db, a, s->no_desk, s->no_centre, s->no_cancel, s->no_move, s->moves_max,
		s->accept.v[LANG_FR], s->accept.v[LANG_AR], s->accept.v[LANG_EN], s->above,
		s->own, id);
}

enum err service_write(struct db *db, struct arena *a, struct instant now, const struct service *s,
	const struct service *old)
{
	int64_t n;

	TRY(service_change(db, a, s->name.v[LANG_FR], s->name.v[LANG_AR], s->name.v[LANG_EN],
		s->duration_min,
		s->step_min, s->buffer_before_min, s->buffer_after_min, s->lead_min, s->horizon_min,
		s->cancel_limit_min, s->move_limit_min, s->online, s->referral_required, s->visit,
			s->sex,
		s->age_min_months, s->age_max_months, s->place_kind, s->capacity, s->sensitive,
		s->bring.v[LANG_FR], s->bring.v[LANG_AR], s->bring.v[LANG_EN], s->active, s->id,
			s->version, fields_frozen(old, s) != 0, &n));
	if (!n)
		return E_CONFLICT;
	TRY(put_rest(db, a, s->id, s));
	return same_grid(s, old) ? OK : service_refresh(db, a, now, s->id);
}

/* What it states itself: whatever differs from the catalogue. */
static enum err own_of(struct db *db, struct arena *a, struct service *s)
{
	struct service from;

	s->own = 0;
	if (!s->above.v)
		return OK;
	TRY(service_get(db, a, s->above, &from));
	s->own = fields_differ(s, &from);
	return OK;
}

static enum err service_update(struct db *db, struct arena *a, struct instant now,
	const struct service *s)
{
	struct service old, put = *s;
	int64_t frozen;

	TRY(service_get(db, a, s->id, &old));
	put.above = old.above;
	TRY(service_frozen(db, a, &old, s, &frozen));
	if (frozen)
		return E_DENIED;
	TRY(own_of(db, a, &put));
	TRY(service_write(db, a, now, &put, &old));
	return fields_differ(&old, &put) ? service_below_again(db, a, now, s->id) : OK;
}

enum err service_put(struct db *db, struct arena *a, struct instant now, const struct service *s,
	struct service_id *ret)
{
	struct service_id id = s->id;
	struct service put = *s;
	int64_t n;

	if (!service_valid(s))
		return E_INPUT;
	if (id.v) {
		TRY(service_update(db, a, now, s));
		*ret = id;
		return OK;
	}
	id.v = random_id(now);
	TRY(own_of(db, a, &put));
	TRY(service_add(db, a, id, s->organization, s->code, s->specialty, s->name.v[LANG_FR],
		s->name.v[LANG_AR],
		s->name.v[LANG_EN], s->duration_min, s->step_min, s->buffer_before_min,
			s->buffer_after_min,
		s->lead_min, s->horizon_min, s->cancel_limit_min, s->move_limit_min, s->online,
		s->referral_required, s->visit, s->sex, s->age_min_months, s->age_max_months,
			s->place_kind,
		s->capacity, s->sensitive, s->bring.v[LANG_FR], s->bring.v[LANG_AR],
			s->bring.v[LANG_EN],
		s->active, &n));
	if (!n)
		return E_CONFLICT;
	TRY(put_rest(db, a, id, &put));
	*ret = id;
	return OK;
}

/* ---- practitioners ---- */

#define PRACTITIONER_OF(r) ((struct practitioner){ .id = (r).id, .organization = (r).organization, \
	.code = (r).code, .name = (r).name, .name_ar = (r).name_ar, .sex = (r).sex, \
		.specialty = (r).specialty, \
	.active = (r).active, .version = (r).version })

enum err practitioner_get(struct db *db, struct arena *a, struct practitioner_id id,
	struct practitioner *ret)
{
	struct practitioner_row_row r;

	TRY(practitioner_row(db, a, id, &r));
	*ret = PRACTITIONER_OF(r);
	return OK;
}

enum err practitioner_by_code(struct db *db, struct arena *a, struct organization_id organization,
	struct str code,
	struct practitioner *ret)
{
	struct practitioner_row_by_code_row r;

	TRY(practitioner_row_by_code(db, a, organization, code, &r));
	*ret = PRACTITIONER_OF(r);
	return OK;
}

enum err practitioner_list(struct db *db, struct arena *a, struct organization_id organization,
	struct practitioners *ret)
{
	struct practitioner_rows_rows rows;

	TRY(practitioner_rows(db, a, organization, &rows));
	struct practitioners out = { ARENA_ARRAY(a, struct practitioner, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = PRACTITIONER_OF(rows.v[i]);
	*ret = out;
	return OK;
}

enum err practitioner_put(struct db *db, struct arena *a, struct instant now,
	const struct practitioner *p,
	struct practitioner_id *ret)
{
	static const char *const sexes[] = { "female", "male", "unknown", NULL };
	struct practitioner_id id = p->id;
	struct str both = arena_fmt(a, "%.*s %.*s", STR_ARG(p->name.s), STR_ARG(p->name_ar.s));
	struct str fold = utf8_fold(a, both);
	int64_t n;

	if (!p->name.s.n || !p->code.n || !p->specialty.n || !word_in(p->sex, sexes))
		return E_INPUT;
	if (id.v) {
		TRY(practitioner_change(db, a, p->name, p->name_ar, fold, p->sex, p->specialty,
			p->active, id, p->version, &n));
	} else {
		id.v = random_id(now);
		TRY(practitioner_add(db, a, id, p->organization, p->code, p->name, p->name_ar,
			fold, p->sex,
			p->specialty, p->active, &n));
	}
	if (!n)
		return E_CONFLICT;
	*ret = id;
	return OK;
}
