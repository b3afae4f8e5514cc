/* What types need beside the agendas that offer them. See needs.h. */
#include "areas/schedules/needs.h"

#include "areas/schedules/internal.h"
#include "schedules_q.h"

enum err needs_list(struct db *db, struct arena *a, struct service_id service, struct needs *ret)
{
	struct need_rows_rows rows;
	struct needs out = { 0 };

	TRY(need_rows(db, a, service, &rows));
	struct schedule_id *ids = ARENA_ARRAY(a, struct schedule_id, rows.n + 1);

	out.v = ARENA_ARRAY(a, struct need, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct need *last = out.n ? &out.v[out.n - 1] : NULL;

		if (!last || last->place != rows.v[i].place) {
			last = &out.v[out.n++];
			*last = (struct need){ .place = rows.v[i].place, .kind = rows.v[i].kind };
			last->agendas.v = &ids[i];
		}
		ids[i] = rows.v[i].agenda;
		if (rows.v[i].agenda.v)
			last->agendas.n++;
	}
	*ret = out;
	return OK;
}

static bool kind_valid(const struct need *need)
{
	return str_eq(need->kind, S("room")) || str_eq(need->kind, S("device"))
		|| str_eq(need->kind, S("team"))
		|| (str_eq(need->kind, S("practitioner")) && need->agendas.n);
}

/* A list names agendas of one house: only a type of that house can have it. */
static enum err list_valid(struct db *db, struct arena *a, const struct service *s,
	const struct need *need)
{
	struct branch_of_row branch;
	struct organization_in_branch_row in;
	struct schedule r;

	TRY(branch_of(db, a, s->organization, &branch));
	TRY(organization_in_branch(db, a, s->organization, branch.tree_lo, branch.tree_hi, &in));
	if (!str_eq(in.kind, S("establishment")) && !str_eq(in.kind, S("health_centre"))
		&& !str_eq(in.kind, S("department")))
		return E_INPUT;
	for (size_t i = 0; i < need->agendas.n; i++) {
		TRY(schedule_get(db, a, need->agendas.v[i], &r));
		enum err e = organization_in_branch(db, a, r.organization, branch.tree_lo,
			branch.tree_hi, &in);

		if (e != OK)
			return e == E_NOTFOUND ? E_INPUT : e;
		if (!str_eq(r.kind, need->kind))
			return E_INPUT;
	}
	return OK;
}

static int32_t next_place(const struct needs *all)
{
	return all->n ? all->v[all->n - 1].place + 1 : 1;
}

/* Nobody books in an agenda that offers the type while what it needs is changed. */
static enum err gate(struct db *db, struct arena *a, struct service_id service)
{
	struct schedules_of_service_rows rows;
	struct agenda_gate_row r;

	TRY(schedules_of_service(db, a, service, (struct schedule_id){ 0 }, 100000, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(agenda_gate(db, a, rows.v[i].id, &r));
	return OK;
}

static enum err put_list(struct db *db, struct arena *a, const struct service *s,
	const struct need *need, int32_t place)
{
	for (size_t i = 0; i < need->agendas.n; i++) {
		TRY(need_agenda_put(db, a, s->id, place, need->agendas.v[i], s->organization));
		TRY(schedule_mark_needed(db, a, need->agendas.v[i]));
	}
	return need->agendas.n ? OK : schedules_mark_needed(db, a, need->kind, s->organization);
}

enum err need_add(struct db *db, struct arena *a, struct instant now, const struct service *s,
	const struct need *need)
{
	struct needs all;
	int32_t place;

	if (!kind_valid(need))
		return E_INPUT;
	if (need->agendas.n)
		TRY(list_valid(db, a, s, need));
	TRY(gate(db, a, s->id));
	TRY(needs_list(db, a, s->id, &all));
	if (all.n >= BESIDE_NEEDS)
		return E_LIMIT;
	place = next_place(&all);
	TRY(need_put(db, a, s->id, place, s->organization, need->kind, need->agendas.n > 0));
	TRY(put_list(db, a, s, need, place));
	TRY(needs_counted(db, a, s->id));
	return service_refresh(db, a, now, s->id);
}

enum err need_remove(struct db *db, struct arena *a, struct instant now, struct service_id service,
	int32_t place)
{
	int64_t n;

	TRY(gate(db, a, service));
	TRY(need_agendas_drop(db, a, service, place));
	TRY(need_drop(db, a, service, place, &n));
	if (!n)
		return E_NOTFOUND;
	TRY(needs_counted(db, a, service));
	return service_refresh(db, a, now, service);
}

/* ---- who is locked together ---- */

static int by_id(const void *px, const void *py)
{
	const struct schedule_id *x = px, *y = py;

	return x->v < y->v ? -1 : x->v > y->v;
}

enum err agendas_linked(struct db *db, struct arena *a, struct schedule_ids ids,
	struct schedule_ids *ret)
{
	struct agendas_depending_rows rows;
	struct schedule_id *all;
	size_t n = ids.n, k = 0;

	TRY(agendas_depending(db, a, ids.v, ids.n, &rows));
	all = ARENA_ARRAY(a, struct schedule_id, ids.n + rows.n + 1);
	for (size_t i = 0; i < ids.n; i++)
		all[i] = ids.v[i];
	for (size_t i = 0; i < rows.n; i++)
		all[n++] = rows.v[i].id;
	qsort(all, n, sizeof(*all), by_id);
	for (size_t i = 0; i < n; i++)
		if (!k || all[k - 1].v != all[i].v)
			all[k++] = all[i];
	*ret = (struct schedule_ids){ all, k };
	return OK;
}

enum err agendas_of_visit(struct db *db, struct arena *a, struct service_id service,
	struct schedule_id schedule, struct schedule_ids *ret)
{
	struct need_candidates_rows rows;
	struct schedule_id *ids;

	TRY(need_candidates(db, a, &service, 1, &schedule, 1, &rows));
	if (rows.n >= DB_LIST_MAX)
		return E_LIMIT;
	ids = ARENA_ARRAY(a, struct schedule_id, rows.n + 1);
	ids[0] = schedule;
	for (size_t i = 0; i < rows.n; i++)
		ids[i + 1] = rows.v[i].candidate;
	return agendas_linked(db, a, (struct schedule_ids){ ids, rows.n + 1 }, ret);
}
