/* Changes of types that wait for their day. See catalogue.h. */
#include "areas/schedules/catalogue.h"

#include "areas/schedules/fields.h"
#include "base/random.h"
#include "schedules_q.h"
#include "web/trail.h"

enum { DUE_READ = 1000 };

static enum err today_of(struct db *db, struct arena *a, struct instant now, struct service_id id,
	struct organization_id *ret_organization, struct day *ret)
{
	struct service_zone_row r;
	const struct zone *z;

	TRY(service_zone(db, a, id, &r));
	TRY(zone_get(r.zone, &z));
	*ret_organization = r.organization;
	*ret = zone_local(z, now).day;
	return OK;
}

/* The settings of one put into *s; what this program does not know is left alone. */
static enum err put_values(struct db *db, struct arena *a, struct amendment_id id, struct service *s)
{
	struct amendment_values_rows rows;

	TRY(amendment_values(db, a, id, &rows));
	for (size_t i = 0; i < rows.n; i++)
		(void)!field_part_put(rows.v[i].field, rows.v[i].value, s);
	return OK;
}

enum err amendment_list(struct db *db, struct arena *a, struct service_id service,
	struct amendments *ret)
{
	struct amendment_rows_rows rows;
	struct service s;

	TRY(service_get(db, a, service, &s));
	TRY(amendment_rows(db, a, service, &rows));
	struct amendments out = { ARENA_ARRAY(a, struct amendment, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++) {
		struct amendment *m = &out.v[i];

		*m = (struct amendment){ rows.v[i].id, rows.v[i].from_day, rows.v[i].refused, s, s };
		TRY(put_values(db, a, m->id, &m->then));
		if (!m->refused)
			s = m->then;
	}
	*ret = out;
	return OK;
}

/* The type as it will be on the day before. */
static enum err as_of(struct db *db, struct arena *a, struct service_id id, struct day from,
	struct service *ret)
{
	struct amendments waiting;

	TRY(amendment_list(db, a, id, &waiting));
	TRY(service_get(db, a, id, ret));
	for (size_t i = 0; i < waiting.n; i++)
		if (!waiting.v[i].refused && waiting.v[i].from.n <= from.n)
			*ret = waiting.v[i].then;
	return OK;
}

enum err amendment_add(struct db *db, struct arena *a, struct instant now, const struct service *then,
	struct day from, int64_t account, struct amendment_id *ret)
{
	struct amendment_id id = { random_id(now) };
	struct organization_id organization;
	struct service before;
	struct day today;
	int64_t changes;

	TRY(today_of(db, a, now, then->id, &organization, &today));
	TRY(as_of(db, a, then->id, from, &before));
	changes = fields_differ(&before, then);
	if (from.n <= today.n || !changes || !service_valid(then))
		return E_INPUT;
	if (fields_frozen(&before, then))
		return E_DENIED;
	TRY(amendment_add_row(db, a, id, organization, then->id, from, account, now));
	for (size_t i = 0; i < field_parts(); i++) {
		struct str value = field_part_text(a, i, then);

		if (!(changes >> field_part_of(i) & 1) || str_eq(value, field_part_text(a, i, &before)))
			continue;
		TRY(amendment_value_add(db, a, id, organization, str_of(field_part_name(i)), value));
	}
	*ret = id;
	return OK;
}

enum err amendment_service(struct db *db, struct arena *a, struct amendment_id id,
	struct service_id *ret)
{
	struct amendment_row_row r;

	TRY(amendment_row(db, a, id, &r));
	*ret = r.service;
	return OK;
}

enum err amendment_drop(struct db *db, struct arena *a, struct amendment_id id)
{
	struct amendment_row_row r;

	TRY(amendment_row(db, a, id, &r));
	if (!r.waits)
		return E_NOTFOUND;
	TRY(amendment_values_forget(db, a, id));
	return amendment_forget(db, a, id);
}

/* Of whom planned it, on the day that it was planned for. */
static enum err note(struct db *db, struct arena *a, struct instant now, const struct amendments_due_row *due, bool done)
{
	struct audit_row row = { .organization = due->organization.v, .about = due->organization.v,
		.what = AUDIT_ORGANIZATION, .detail = done ? S("types") : S("types-refused") };
	const struct audit_by by = { .account = due->account, .role = S("job"), .route = S("job types"), .at = now };

	return audit_write(db, a, &by, &row, 1);
}

static enum err apply(struct db *db, struct arena *a, struct instant now,
	const struct amendments_due_row *due)
{
	struct service_id id;
	struct service s;
	int64_t n;

	TRY(service_get(db, a, due->service, &s));
	TRY(put_values(db, a, due->id, &s));
	enum err e = service_put(db, a, now, &s, &id);

	if (e != OK && e != E_INPUT && e != E_DENIED)
		return e == E_CONFLICT ? E_RETRY : e;
	TRY(amendment_done(db, a, now, e != OK, due->id, &n));
	return note(db, a, now, due, e == OK);
}

enum err amendments_apply(struct db *db, struct arena *a, struct instant now, int64_t max,
	bool *ret_more)
{
	/* somewhere it is the day after the one in UTC already */
	struct day last = { (int32_t)(now.v / 86400) + 1 };
	struct amendments_due_rows rows;
	const struct zone *z;

	TRY(amendments_due(db, a, last, DUE_READ, &rows));
	*ret_more = false;
	for (size_t i = 0; i < rows.n && max > 0; i++) {
		TRY(zone_get(rows.v[i].zone, &z));
		if (zone_local(z, now).day.n < rows.v[i].from_day.n)
			continue;
		TRY(apply(db, a, now, &rows.v[i]));
		max--;
		*ret_more = true;
	}
	return OK;
}
