/* See closings.h. */
#include "areas/schedules/closings.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/internal.h"
#include "areas/schedules/rules/spans.h"
#include "base/random.h"
#include "schedules_q.h"

static const char *const scopes[] = { [OF_AGENDA] = "agenda", [OF_PRACTITIONER] = "practitioner",
	[OF_LOCATION] = "location", [OF_SPECIALTY] = "specialty", [OF_ORGANIZATION] = "organization" };

const char *closing_scope_code(enum closing_scope s)
{
	return scopes[s];
}

bool closing_scope_of(struct str code, enum closing_scope *ret)
{
	for (int i = 0; i < OF_MAX; i++)
		if (str_eq(code, str_of(scopes[i]))) {
			*ret = (enum closing_scope)i;
			return true;
		}
	return false;
}

static bool concerns(const struct closing *c, const struct schedule *s)
{
	if (!s->active)
		return false;
	switch (c->scope) {
	case OF_AGENDA: return s->id.v == c->of;
	case OF_PRACTITIONER: return s->practitioner.v == c->of;
	case OF_LOCATION: return s->location.v == c->of;
	case OF_SPECIALTY: return str_eq(s->specialty, c->specialty);
	case OF_ORGANIZATION: return true;
	case OF_MAX: break;
	}
	return false;
}

enum err closing_agendas(struct db *db, struct arena *a, const struct closing *c, int64_t lo,
	int64_t hi, struct schedules *ret)
{
	struct schedules all;
	size_t n = 0;

	if (c->scope == OF_PRACTITIONER)
		TRY(schedule_of_practitioner(db, a, (struct practitioner_id){ c->of }, &all));
	else
		TRY(schedule_list(db, a, c->organization, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct organization_in_branch_row in;
		enum err e = OK;

		if (!concerns(c, &all.v[i]))
			continue;
		if (c->scope == OF_PRACTITIONER)
			e = organization_in_branch(db, a, all.v[i].organization, lo, hi, &in);
		if (e != OK && e != E_NOTFOUND)
			return e;
		if (e == OK)
			all.v[n++] = all.v[i];
	}
	*ret = (struct schedules){ all.v, n };
	return OK;
}

enum err closing_spans(struct arena *a, const struct closing *c, struct spans *ret)
{
	struct range *v = ARENA_ARRAY(a, struct range, SPANS_MAX);
	size_t n;

	TRY(spans_of(c->rule, c->from, c->to, c->last_day, v, &n));
	*ret = (struct spans){ v, n };
	return OK;
}

static struct local local_of(int64_t minutes)
{
	return (struct local){ { (int32_t)(minutes / 1440) }, (int32_t)(minutes % 1440) };
}

/* One agenda's absences, and its summary over all of them at once. */
static enum err close_agenda(struct db *db, struct arena *a, struct instant now,
	const struct closing *c, struct schedule_id schedule, struct spans spans, struct str role)
{
	for (size_t i = 0; i < spans.n; i++) {
		struct absence x = { .schedule = schedule, .from = local_of(spans.v[i].from),
			.to = local_of(spans.v[i].to), .reason = c->reason };

		TRY(absence_insert(db, a, now, &x, role, &x.id));
		TRY(closing_absence_add(db, a, x.id, c->id, c->organization));
	}
	return free_days_again(db, a, schedule, local_of(spans.v[0].from).day,
		(struct day){ local_of(spans.v[spans.n - 1].to).day.n + 1 });
}

static enum err add(struct db *db, struct arena *a, struct instant now, const struct closing *c,
	int64_t account)
{
	const int64_t of = c->of;

	return closing_add(db, a, c->id, c->organization, str_of(scopes[c->scope]),
		(struct schedule_id){ c->scope == OF_AGENDA ? of : 0 },
		(struct practitioner_id){ c->scope == OF_PRACTITIONER ? of : 0 },
		(struct location_id){ c->scope == OF_LOCATION ? of : 0 },
		c->scope == OF_SPECIALTY ? c->specialty : STR_NONE,
		c->from.day, c->from.min, c->to.day, c->to.min, c->rule, c->last_day, c->reason,
		account, now);
}

enum err closing_put(struct db *db, struct arena *a, struct instant now, const struct closing *c,
	struct schedule_ids agendas, int64_t account, struct str role, struct closing_id *ret)
{
	struct closing x = *c;
	struct spans spans;

	TRY(closing_spans(a, c, &spans));
	if (!agendas.n)
		return E_INPUT;
	if (agendas.n * spans.n > CLOSING_ABSENCES_MAX)
		return E_LIMIT;
	x.id.v = random_id(now);
	if (!x.rule.n)
		x.last_day = x.from.day;
	TRY(add(db, a, now, &x, account));

	struct arena *work = agenda_arena(a);

	for (size_t i = 0; i < agendas.n; i++) {
		TRY(close_agenda(db, work, now, &x, agendas.v[i], spans, role));
		if (work != a)
			arena_reset(work);
	}
	*ret = x.id;
	return OK;
}

#define CLOSING_OF(r) ((struct closing){ .id = (r).id, .organization = (r).organization, \
	.of = (r).schedule.v ? (r).schedule.v : (r).practitioner.v ? (r).practitioner.v \
		: (r).location.v, \
	.specialty = (r).specialty, .from = { (r).from_day, (r).from_min }, \
	.to = { (r).to_day, (r).to_min }, .rule = (r).rule, .last_day = (r).last_day, \
	.reason = (r).reason })

enum err closing_get(struct db *db, struct arena *a, struct closing_id id, struct closing *ret)
{
	struct closing_row_row r;

	TRY(closing_row(db, a, id, &r));
	*ret = CLOSING_OF(r);
	return closing_scope_of(r.kind, &ret->scope) ? OK : E_NOTFOUND;
}

enum err closing_list(struct db *db, struct arena *a, struct organization_id organization,
	struct day from, struct closings *ret)
{
	struct closing_rows_rows rows;

	TRY(closing_rows(db, a, organization, from, &rows));
	struct closing *v = ARENA_ARRAY(a, struct closing, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++) {
		v[i] = CLOSING_OF(rows.v[i]);
		if (!closing_scope_of(rows.v[i].kind, &v[i].scope))
			return E_NOTFOUND;
	}
	*ret = (struct closings){ v, rows.n };
	return OK;
}

/* ---- agendas that come and go ---- */

/* What is ahead of its times. */
static struct spans ahead(struct spans all, struct instant now)
{
	int64_t from = (now.v / 86400 - 1) * 1440;

	while (all.n && all.v[0].to <= from) {
		all.v++;
		all.n--;
	}
	return all;
}

static enum err comes(struct db *db, struct arena *a, struct instant now, const struct closing *c,
	struct schedule_id id)
{
	struct spans spans;

	TRY(closing_spans(a, c, &spans));
	spans = ahead(spans, now);
	return spans.n ? close_agenda(db, a, now, c, id, spans, S("system")) : OK;
}

static enum err goes(struct db *db, struct arena *a, struct instant now, const struct closing *c,
	struct schedule_id id)
{
	struct closing_absences_rows rows;

	TRY(closing_absences(db, a, c->id, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct closing_absences_row *r = &rows.v[i];

		if (r->schedule.v != id.v)
			continue;
		TRY(absence_drop(db, a, now, &(struct absence){ .id = r->id, .schedule = id,
			.from = { r->from_day, r->from_min }, .to = { r->to_day, r->to_min } },
			S("system")));
		TRY(free_days_refresh(db, a, id, r->from_day, (struct day){ r->to_day.n + 1 }));
	}
	return OK;
}

static enum err follow_one(struct db *db, struct arena *a, struct instant now, const struct closing *c,
	const struct schedule *before, const struct schedule *s)
{
	bool was = before && concerns(c, before), is = concerns(c, s);

	if (is && !was)
		return comes(db, a, now, c, s->id);
	return was && !is ? goes(db, a, now, c, s->id) : OK;
}

/* Who is away is so in every house: there it is not said why. */
static enum err follow_person(struct db *db, struct arena *a, struct instant now,
	const struct schedule *before, const struct schedule *s)
{
	struct closing_rows_far_rows rows;

	if (!s->practitioner.v)
		return OK;
	TRY(closing_rows_far(db, a, s->practitioner, (struct day){ (int32_t)(now.v / 86400) - 1 },
		s->organization, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct closing c = CLOSING_OF(rows.v[i]);

		c.scope = OF_PRACTITIONER;
		c.reason = S("");
		TRY(follow_one(db, a, now, &c, before, s));
	}
	return OK;
}

enum err closings_follow(struct db *db, struct arena *a, struct instant now,
	const struct schedule *before, const struct schedule *s)
{
	struct closing_rows_over_rows rows;

	TRY(closing_rows_over(db, a, s->organization, (struct day){ (int32_t)(now.v / 86400) - 1 },
		&rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct closing c = CLOSING_OF(rows.v[i]);

		if (!closing_scope_of(rows.v[i].kind, &c.scope))
			return E_NOTFOUND;
		TRY(follow_one(db, a, now, &c, before, s));
	}
	return follow_person(db, a, now, before, s);
}

enum err closing_remove(struct db *db, struct arena *a, struct instant now, struct closing_id id,
	struct str role)
{
	struct closing_absences_rows rows;
	struct arena *work = agenda_arena(a);
	int64_t n;

	TRY(closing_absences(db, a, id, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct closing_absences_row *r = &rows.v[i];
		const struct absence x = { .id = r->id, .schedule = r->schedule,
			.from = { r->from_day, r->from_min }, .to = { r->to_day, r->to_min } };

		TRY(absence_drop(db, work, now, &x, role));
		if (i + 1 < rows.n && rows.v[i + 1].schedule.v == r->schedule.v)
			continue;
		size_t first = i;

		while (first && rows.v[first - 1].schedule.v == r->schedule.v)
			first--;
		TRY(free_days_again(db, work, r->schedule, rows.v[first].from_day,
			(struct day){ r->to_day.n + 1 }));
		if (work != a)
			arena_reset(work);
	}
	TRY(closing_delete(db, a, id, &n));
	return n ? OK : E_NOTFOUND;
}
