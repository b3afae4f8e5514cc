/* Types that follow others. See catalogue.h. */
#include "areas/schedules/catalogue.h"

#include "areas/schedules/fields.h"
#include "areas/schedules/internal.h"
#include "base/random.h"
#include "schedules_q.h"

/* What is done at once, and how many rows are read at a time. */
enum { AGENDAS_AT_ONCE = 200, BELOW_AT_ONCE = 500, BATCH = 500, LEVELS = 8 };

/* ---- taking ---- */

enum err service_take(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, struct service_id id, struct service_id *ret)
{
	struct service s;

	TRY(service_get(db, a, id, &s));
	TRY(service_used_at(db, a, id, organization));
	if (s.organization.v == organization.v)
		return E_NOTFOUND;
	s.id.v = 0;
	s.above = id;
	s.organization = organization;
	s.booked = false;
	return service_put(db, a, now, &s, ret);
}

enum err services_takeable(struct db *db, struct arena *a, struct organization_id organization,
	struct takeables *ret)
{
	struct services_to_take_rows rows;

	TRY(services_to_take(db, a, organization, &rows));
	struct takeables out = { ARENA_ARRAY(a, struct takeable, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++) {
		TRY(service_get(db, a, rows.v[i].id, &out.v[i].s));
		out.v[i].organization = names_make(rows.v[i].organization_fr,
			rows.v[i].organization_ar, rows.v[i].organization_en);
	}
	*ret = out;
	return OK;
}

/* ---- who follows ---- */

struct below {
	struct db *db;
	struct arena *a;
	int64_t fields;			/* that would change */
	int64_t frozen;			/* of them: that cannot */
	bool marked;			/* they would become discreet */
	int64_t followers;
};

/* A public draw tells the name of its type to everybody, in a log that nobody can change: until it is over the type is not discreet. */
static enum err drawn_for(struct below *b, struct service_id id, int64_t fields)
{
	struct service_in_draw_row r;

	if (!b->marked || !(fields & SF(SENSITIVE)))
		return OK;
	TRY(service_in_draw(b->db, b->a, id, &r));
	b->frozen |= r.n ? SF(SENSITIVE) : 0;
	return OK;
}

static bool is_place(struct str kind)
{
	return str_eq(kind, S("establishment")) || str_eq(kind, S("health_centre"));
}

/* Only those that follow in some of the settings, and below them in these alone. */
static enum err walk(struct below *b, struct service_id above, int64_t fields, int level)
{
	struct services_below_rows rows;
	struct service_id after = { 0 };

	do {
		TRY(services_below(b->db, b->a, above, after, BATCH, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			const struct services_below_row *r = &rows.v[i];
			int64_t follows = fields & ~r->own;

			after = r->id;
			if (!follows)
				continue;
			b->followers += is_place(r->kind);
			b->frozen |= r->booked ? follows & b->fields : 0;
			TRY(drawn_for(b, r->id, follows));
			if (level < LEVELS)
				TRY(walk(b, r->id, follows, level + 1));
		}
	} while (rows.n == BATCH);
	return OK;
}

enum err service_frozen(struct db *db, struct arena *a, const struct service *old,
	const struct service *s, int64_t *ret)
{
	struct below b = { .db = db, .a = a, .fields = fields_frozen(old, s), .marked = !old->sensitive && s->sensitive };
	int64_t all = (old->booked ? 0 : b.fields) | (b.marked ? SF(SENSITIVE) : 0);

	TRY(drawn_for(&b, old->id, SF(SENSITIVE)));
	if (all)
		TRY(walk(&b, old->id, all, 0));
	*ret = old->booked ? b.fields | (b.frozen & SF(SENSITIVE)) : b.frozen;
	return OK;
}

enum err service_followers(struct db *db, struct arena *a, const struct service *s, int64_t fields,
	int64_t *ret)
{
	struct below b = { .db = db, .a = a, .fields = fields };
	struct service_in_use_row as_it_is;

	TRY(walk(&b, s->id, fields, 0));
	TRY(service_in_use(db, a, s->id, &as_it_is));
	*ret = b.followers + as_it_is.n;
	return OK;
}

/* ---- following ---- */

/* One type below takes over what it does not state itself; not what its appointments would contradict: from then
 * on it states that. */
static enum err follow(struct db *db, struct arena *a, struct instant now, const struct service *above,
	struct service_id id)
{
	struct service old, s;

	TRY(service_get(db, a, id, &old));
	s = old;
	fields_copy(~old.own, above, &s);
	if (old.booked)
		fields_copy(fields_frozen(&old, &s), &old, &s);
	s.own = old.own | fields_differ(&s, above);
	if (s.own == old.own && !fields_differ(&s, &old))
		return OK;
	enum err e = service_write(db, a, now, &s, &old);

	TRY(e == E_CONFLICT ? E_RETRY : e);
	return service_below_again(db, a, now, id);
}

/* *ret_last: the last that was done, 0 when there are no more. */
static enum err below_some(struct db *db, struct arena *a, struct instant now, struct service_id id,
	struct service_id after, int64_t max, int64_t *ret_last)
{
	struct services_below_rows rows;
	struct service above;

	TRY(service_get(db, a, id, &above));
	TRY(services_below(db, a, id, after, max, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(follow(db, a, now, &above, rows.v[i].id));
	*ret_last = (int64_t)rows.n == max ? rows.v[rows.n - 1].id.v : 0;
	return OK;
}

static enum err due_put(struct db *db, struct arena *a, struct service_id id, struct str what,
	int64_t after)
{
	struct service_zone_row r;

	TRY(service_zone(db, a, id, &r));
	return service_due_put(db, a, id, what, r.organization, after);
}

enum err service_below_again(struct db *db, struct arena *a, struct instant now, struct service_id id)
{
	int64_t last;

	TRY(below_some(db, a, now, id, (struct service_id){ 0 }, BELOW_AT_ONCE, &last));
	return last ? due_put(db, a, id, S("below"), last) : OK;
}

static enum err agendas_some(struct db *db, struct arena *a, struct instant now, struct service_id id,
	int64_t after, int64_t max, int64_t *ret_last)
{
	struct schedules_of_service_rows rows;
	struct arena *work = agenda_arena(a);

	TRY(schedules_of_service(db, a, id, (struct schedule_id){ after }, max, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(offers_refresh(db, work, rows.v[i].id));
		TRY(free_ahead_refresh(db, work, now, rows.v[i].id));
		if (work != a)
			arena_reset(work);
	}
	*ret_last = (int64_t)rows.n == max ? rows.v[rows.n - 1].id.v : 0;
	return OK;
}

/* The summary of the agendas that offer it: a year of each, so many of them are left to the jobs. Times and bookings read
 * the type itself. */
enum err service_refresh(struct db *db, struct arena *a, struct instant now, struct service_id id)
{
	struct schedules_of_service_rows rows;
	int64_t last;

	TRY(schedules_of_service(db, a, id, (struct schedule_id){ 0 }, AGENDAS_AT_ONCE, &rows));
	if (rows.n == AGENDAS_AT_ONCE)
		return due_put(db, a, id, S("agendas"), 0);
	return agendas_some(db, a, now, id, 0, AGENDAS_AT_ONCE, &last);
}

enum err services_go_on(struct db *db, struct arena *a, struct instant now, int64_t max, bool *ret_more)
{
	struct service_due_next_row due;
	enum err e = service_due_next(db, a, &due);
	int64_t last;

	*ret_more = e == OK;
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	if (str_eq(due.what, S("below")))
		TRY(below_some(db, a, now, due.service, (struct service_id){ due.after }, max, &last));
	else
		TRY(agendas_some(db, a, now, due.service, due.after, max, &last));
	return last ? service_due_put(db, a, due.service, due.what, due.organization, last)
		: service_due_done(db, a, due.service, due.what);
}
