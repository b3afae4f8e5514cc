/* Two files of one person become one, and part again. See patients.h. */
#include "areas/patients/files.h"

#include "base/random.h"
#include "patients_q.h"

static enum err live(struct db *db, struct arena *a, const struct scope *scope, struct patient_id id,
	struct patient *ret)
{
	struct patient p;

	TRY(patient_get(db, a, scope, id, &p));
	if (p.erased || p.merged_into.v)
		return E_NOTFOUND;
	*ret = p;
	return OK;
}

static enum err note(struct db *db, struct arena *a, struct instant now, int64_t account,
	const struct patient *p, const char *field, struct patient_id other)
{
	return patient_trail_add(db, a, (struct patient_trail_id){ random_id(now) }, p->organization, p->id,
		now, (struct opt_int){ account != 0, account }, str_of(field), S(""),
		arena_fmt(a, "%lld", (long long)other.v));
}

enum err patient_merge(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_id kept, struct patient_id gone, struct patient_merge_id *ret)
{
	struct patient_merge_id id = { random_id(now) };
	struct patient k, g;
	int64_t n;

	if (kept.v == gone.v)
		return E_INPUT;
	TRY(live(db, a, scope, kept, &k));
	TRY(live(db, a, scope, gone, &g));
	if (k.organization.v != g.organization.v)
		return E_NOTFOUND;
	TRY(patient_merge_add(db, a, id, k.organization, kept, gone, now,
		(struct opt_int){ account != 0, account }));
	TRY(patient_merge_rows(db, a, id, gone));
	TRY(patient_merge_move(db, a, kept, gone, &n));
	TRY(patient_merge_mark(db, a, kept, gone, &n));
	TRY(note(db, a, now, account, &k, "merge", gone));
	TRY(note(db, a, now, account, &g, "merged_into", kept));
	*ret = id;
	return OK;
}

enum err patient_unmerge(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_merge_id merge)
{
	struct patient_merge_get_row m;
	struct patient k, g;
	int64_t n;

	TRY(patient_merge_get(db, a, scope, merge, &m));
	TRY(patient_get(db, a, scope, m.merged_id, &g));
	if (live(db, a, scope, m.kept_id, &k) != OK || g.erased)
		return E_CONFLICT;
	TRY(patient_merge_undone(db, a, now, merge, &n));
	if (!n)
		return E_CONFLICT;
	TRY(patient_merge_return(db, a, m.merged_id, merge, m.kept_id, &n));
	TRY(patient_merge_mark(db, a, (struct patient_id){ 0 }, m.merged_id, &n));
	TRY(note(db, a, now, account, &k, "unmerge", m.merged_id));
	return note(db, a, now, account, &g, "unmerged_from", m.kept_id);
}
