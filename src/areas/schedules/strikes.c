/* See strikes.h. */
#include "areas/schedules/strikes.h"

#include "schedules_q.h"

#include <stdlib.h>

enum { IDS_AT_ONCE = 500 };

struct hit { struct appointment_id id; int64_t start_at; enum urgency urgency; };
struct hits { struct hit *v; size_t n, cap; };

static int by_urgency(const void *px, const void *py)
{
	const struct hit *x = px, *y = py;

	if (x->urgency != y->urgency)
		return x->urgency < y->urgency ? -1 : 1;
	if (x->start_at != y->start_at)
		return x->start_at < y->start_at ? -1 : 1;
	return x->id.v < y->id.v ? -1 : x->id.v > y->id.v;
}

static bool in_any(struct spans spans, int64_t from, int64_t to)
{
	for (size_t i = 0; i < spans.n && spans.v[i].from < to; i++)
		if (spans.v[i].to > from)
			return true;
	return false;
}

#define HIT_OF(r, now) ((struct hit){ (r).id, (r).start_at.v, \
	urgency_of((r).start_at.v - (now).v, (r).referred != 0, (r).first_visit != 0) })

static void add(struct arena *a, struct hits *all, struct hit h)
{
	all->v = arena_grow(a, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = h;
}

static struct struck struck_of(const struct struck_people_row *r, enum urgency urgency)
{
	struct struck x = { .patient = r->patient, .organization = r->organization, .who = r->who,
		.phone = r->phone, .day = r->day, .start_min = r->start_min, .urgency = urgency,
		.extra = r->extra,
		.service = names_make(r->service_fr, r->service_ar, r->service_en) };

	x.agenda = r->agenda_fr.n ? names_make(r->agenda_fr, r->agenda_ar, STR_NONE)
		: names_make(r->practitioner.s, r->practitioner_ar.s, STR_NONE);
	return x;
}

/* The few of one page get names; the answer keeps their order. */
static enum err name_some(struct db *db, struct arena *a, const struct scope *scope,
	const struct hits *hits, struct strucks *out)
{
	struct struck_people_rows rows;
	struct appointment_id ids[STRUCK_SHOWN];
	size_t from = (size_t)out->before < hits->n ? (size_t)out->before : 0;
	const struct hits here = { hits->v + from, hits->n - from, 0 }, *all = &here;
	size_t n = all->n < STRUCK_SHOWN ? all->n : STRUCK_SHOWN;

	out->before = (int64_t)from;

	out->v = ARENA_ARRAY(a, struct struck, n + 1);
	for (size_t i = 0; i < n; i++)
		ids[i] = all->v[i].id;
	TRY(struck_people(db, a, scope, ids, n, &rows));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rows.n; k++)
			if (rows.v[k].id.v == ids[i].v)
				out->v[out->n++] = struck_of(&rows.v[k], all->v[i].urgency);
	return OK;
}

static enum err answer(struct db *db, struct arena *a, const struct scope *scope, struct hits *all,
	int64_t before, struct strucks *ret)
{
	struct strucks out = { .all = (int64_t)all->n, .before = before };

	if (all->n) {
		qsort(all->v, all->n, sizeof(*all->v), by_urgency);
		TRY(name_some(db, a, scope, all, &out));
	}
	for (size_t i = 0; i < all->n; i++)
		out.by[all->v[i].urgency]++;
	*ret = out;
	return OK;
}

enum err strikes_of_agendas(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now, struct schedule_ids ids, struct spans spans, struct strucks *ret)
{
	struct day first = { (int32_t)(spans.v[0].from / 1440) - 1 };
	struct day last = { (int32_t)(spans.v[spans.n - 1].to / 1440) };
	struct hits all = { 0 };

	for (size_t at = 0; at < ids.n; at += IDS_AT_ONCE) {
		size_t n = ids.n - at < IDS_AT_ONCE ? ids.n - at : IDS_AT_ONCE;
		struct struck_of_agendas_rows rows;

		TRY(struck_of_agendas(db, a, scope, ids.v + at, n, first, last, now, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			int64_t from = rows.v[i].day.n * (int64_t)1440 + rows.v[i].start_min;

			if (in_any(spans, from, from + rows.v[i].duration_min))
				add(a, &all, HIT_OF(rows.v[i], now));
		}
	}
	return answer(db, a, scope, &all, 0, ret);
}

enum err strikes_of_day(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now, int64_t lo, int64_t hi, struct day day, struct strucks *ret)
{
	struct scope below = *scope;
	struct struck_of_branch_rows rows;
	struct hits all = { 0 };

	if (lo > below.lo)
		below.lo = lo;
	if (hi < below.hi)
		below.hi = hi;
	TRY(struck_of_branch(db, a, &below, day, now, &rows));
	for (size_t i = 0; i < rows.n; i++)
		add(a, &all, HIT_OF(rows.v[i], now));
	return answer(db, a, scope, &all, 0, ret);
}

enum err strikes_of_lost(struct db *db, struct arena *a, const struct scope *scope,
	const struct losts *lost, int64_t before, struct strucks *ret)
{
	struct hits all = { 0 };

	for (size_t i = 0; i < lost->n; i++)
		add(a, &all, (struct hit){ lost->v[i].id, lost->v[i].start_at, lost->v[i].urgency });
	return answer(db, a, scope, &all, before, ret);
}
