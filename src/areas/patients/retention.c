/* The retention table: how long a record is kept, and what the law says about it. See files.h. */
#include "areas/patients/files.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "base/random.h"
#include "jobs/mark.h"
#include "organizations_q.h"
#include "page/page.h"
#include "patients_q.h"
#include "sheet/sheet.h"

#define SWEPT S("retention of messages")
enum { SLICE_SECONDS = 7 * 86400 };

struct find { struct arena *a; struct str kind, kept; struct retention r; bool found; };

static struct str cell(const struct find *f, const struct sheet_row *r, size_t i)
{
	return i < r->n ? arena_str(f->a, r->cells[i]) : S("");
}

static enum err on_row(void *arg, const struct sheet_row *r)
{
	struct find *f = arg;

	if (!r->n || !str_eq(r->cells[0], f->kind))
		return OK;
	f->found = true;
	f->kept = cell(f, r, 1);
	f->r = (struct retention){ 0, cell(f, r, 2), cell(f, r, 3), cell(f, r, 4), cell(f, r, 5), cell(f, r, 6) };
	return OK;
}

enum err retention_of(struct db *db, struct arena *a, struct organization_id o, struct str kind,
	struct retention *ret)
{
	const struct asset *table = asset_find(S("seed/retention.csv"));
	struct find f = { .a = a, .kind = kind };
	struct organization_get_row node;
	struct sheet_problem why;
	int64_t n;

	if (!table)
		return E_IO;
	TRY(sheet_read(a, (struct str){ (const char *)table->bytes, table->n }, NULL, on_row, &f, &why));
	if (!f.found)
		return E_NOTFOUND;
	if (num_parse(f.kept, 0, 1200, &n) != OK) {
		TRY(organization_get(db, a, o, &node));
		TRY(organization_setting(db, a, node.tree_lo, SETTING_RETENTION_YEARS, &n));
		n *= 12;
	}
	f.r.months = (int32_t)n;
	*ret = f.r;
	return OK;
}

enum err retention_days(struct db *db, struct arena *a, const struct retention *r,
	struct patient_id id, struct instant created_at, struct day *ret_last, struct day *ret_free)
{
	struct patient_last_day_row last;
	struct day day = { (int32_t)(created_at.v / 86400) };

	TRY(patient_last_day(db, a, id, &last));
	if (day_is(last.day) && last.day.n > day.n)
		day = last.day;
	*ret_last = day;
	*ret_free = day_add_months(day, r->months);
	return OK;
}

enum err retention_limit(struct db *db, struct arena *a, struct instant now, struct str kind, struct instant *ret)
{
	struct retention r;

	TRY(retention_of(db, a, (struct organization_id){ 0 }, kind, &r));
	if (!r.months)
		return E_NOTFOUND;
	*ret = (struct instant){ (int64_t)day_add_months((struct day){ (int32_t)(now.v / 86400) }, -r.months).n * 86400 };
	return OK;
}

/* Where the last sweep ended; at first, the oldest message. E_NOTFOUND: there is none. */
static enum err swept_until(struct db *db, struct arena *a, struct instant *ret)
{
	struct retention_first_message_row first;
	enum err e = job_mark(db, a, SWEPT, ret);

	if (e != E_NOTFOUND)
		return e;
	TRY(retention_first_message(db, a, &first));
	*ret = random_id_second(first.id);
	return OK;
}

/* One slice of ids; *ret_more: there are others before the limit. */
static enum err sweep_slice(struct db *db, struct arena *a, struct instant before, bool *ret_more)
{
	struct instant from, to;
	int64_t n;

	TRY(swept_until(db, a, &from));
	to.v = from.v + SLICE_SECONDS < before.v ? from.v + SLICE_SECONDS : before.v;
	*ret_more = to.v < before.v;
	if (to.v <= from.v)
		return OK;
	TRY(retention_messages(db, a, random_id_least(from), random_id_least(to), before, &n));
	return job_mark_put(db, a, SWEPT, to);
}

static enum err sweep_messages(struct db *db, struct arena *a, struct instant now)
{
	struct instant before;
	bool more = true;
	enum err e = retention_limit(db, a, now, S("message"), &before);

	while (e == OK && more) {
		TRY(db_begin(db));
		e = db_end(db, sweep_slice(db, a, before, &more));
	}
	return e == E_NOTFOUND ? OK : e;
}

static enum err sweep_waiting(struct db *db, struct arena *a, struct instant now)
{
	struct instant before;
	int64_t n;

	TRY(retention_limit(db, a, now, S("waiting_entry"), &before));
	return retention_waiting(db, a, before, &n);
}

static enum err sweep_given_mails(struct db *db, struct arena *a, struct instant now)
{
	struct instant before;
	int64_t n;

	TRY(retention_limit(db, a, now, S("appointment_mail"), &before));
	return retention_given_mails(db, a, random_id_least(before), before, &n);
}

enum err retention_job(struct db *db, struct arena *a, struct instant now)
{
	TRY(sweep_messages(db, a, now));
	TRY(db_begin(db));
	TRY(db_end(db, sweep_waiting(db, a, now)));
	TRY(db_begin(db));
	return db_end(db, sweep_given_mails(db, a, now));
}
