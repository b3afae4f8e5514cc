/*
 * An agenda as a calendar that another program reads (RFC 5545), under a secret address. Whoever has the address reads
 * it: so no name stands in it unless the establishment said so, and of a discreet type never.
 */
#include "areas/agents/inside.h"

#include "areas/accounts/accounts.h"
#include "areas/appointments/appointments.h"
#include "areas/organizations/organizations.h"
#include "crypto/crypto.h"
#include "ical/ical.h"

enum { BACK_DAYS = 7, AHEAD_DAYS = 92, WRONG_HOUR = 60, BYTES_MAX = 2 << 20 };

/* A practitioner's calendar reads what he works in, himself or for another; others' what their house keeps. */
static enum err may_read(struct rq *rq, const struct agent_feed_find_row *f, struct day today)
{
	struct schedules mine;

	if (!str_eq(f->role, S("practitioner")) || !f->practitioner.is)
		return OK;
	TRY(schedule_worked_by(rq->db, rq->a, (struct practitioner_id){ f->practitioner.v }, today, (struct day){ today.n + AHEAD_DAYS }, &mine));
	for (size_t i = 0; i < mine.n; i++)
		if (mine.v[i].id.v == f->schedule.v)
			return OK;
	return E_NOTFOUND;
}

/* The seats of a group session are one event: its first seat stands for it, without a name. */
static bool in_it(const struct ical_event *events, size_t n, struct str uid)
{
	while (n-- > 0)
		if (str_eq(events[n].uid, uid))
			return true;
	return false;
}

static struct ical_event event_of(struct rq *rq, enum lang l, const struct appointment *x, bool names)
{
	struct str type = type_openly(l, &x->service_name, x->sensitive);

	names = names && !x->sensitive && !x->gathering.v;
	return (struct ical_event){ .uid = x->gathering.v ? arena_fmt(rq->a, "g%lld@agenda.diwan", (long long)x->gathering.v) :
			arena_fmt(rq->a, "%lld@agenda.diwan", (long long)x->id.v), .sequence = x->version,
		.start = x->start_at, .end = { x->start_at.v + 60 * (int64_t)x->duration_min }, .stamp = rq->now,
		.changed = x->changed_at, .is_private = true,
		.summary = names ? arena_fmt(rq->a, "%.*s, %.*s", STR_ARG(x->patient_name.s), STR_ARG(type)) : type };
}

static void free_buf(void *p)
{
	buf_free(p);
}

static enum err write_events(struct rq *rq, const struct agent_feed_find_row *f, const struct schedule *s, struct day today, struct str *ret)
{
	struct scope scope = access_scope(ROLE_DESK, f->tree_lo, f->tree_hi, 0, 0);
	struct appointments all;
	struct ical_event *events;
	struct buf *b = ARENA_NEW(rq->a, struct buf);
	enum lang l = LANG_FR;
	int64_t names;
	size_t n = 0;

	if (!lang_of(f->lang, &l))
		l = LANG_FR;
	TRY(organization_setting(rq->db, rq->a, f->tree_lo, SETTING_AGENDA_NAMES, &names));
	TRY(appointment_day_of_schedule(rq->db, rq->a, &scope, f->schedule, (struct day){ today.n - BACK_DAYS },
		(struct day){ today.n + AHEAD_DAYS }, &all));
	events = ARENA_ARRAY(rq->a, struct ical_event, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].status == ST_CANCELLED || all.v[i].status == ST_ERROR || all.v[i].status == ST_WAITLIST)
			continue;
		events[n] = event_of(rq, l, &all.v[i], names);
		if (all.v[i].gathering.v && in_it(events, n, events[n].uid))
			continue;
		TRY(rq_audit(rq, AUDIT_EXPORT, names && !all.v[i].gathering.v ? all.v[i].patient.v : 0, all.v[i].organization.v));
		n++;
	}
	*b = BUF(BYTES_MAX);
	arena_on_end(rq->a, free_buf, b);
	ical_write(b, ICAL_PUBLISH, s->name.v[l], events, n);
	*ret = buf_str(b);
	return OK;
}

enum err agents_calendar(struct rq *rq)
{
	struct agent_feed_find_row f;
	struct schedule s;
	struct str bytes;
	const struct zone *zone;
	struct day today;
	enum err e;

	TRY(zone_get(S("Africa/Casablanca"), &zone));
	today = zone_local(zone, rq->now).day;
	if (rq_limit_count(rq, "feed", rq_network(rq), 3600) >= WRONG_HOUR)
		return E_LIMIT;
	e = rq_param(rq, 0).n == 22 ? agent_feed_find(rq->db, rq->a, token_hash(rq->a, rq_param(rq, 0)), today, &f) : E_NOTFOUND;
	if (e == E_NOTFOUND)
		TRY(rq_limit(rq, "feed", rq_network(rq), WRONG_HOUR, 3600));
	TRY(e);
	TRY(may_read(rq, &f, today));
	TRY(schedule_get(rq->db, rq->a, f.schedule, &s));
	TRY(zone_get(s.zone, &zone));
	TRY(write_events(rq, &f, &s, zone_local(zone, rq->now).day, &bytes));
	TRY(rq_audit(rq, AUDIT_EXPORT, 0, f.organization.v));
	return rq_bytes(rq, 200, "text/calendar; charset=utf-8", bytes);
}
