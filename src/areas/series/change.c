/* A series moved or cancelled from one visit on. See series.h. */
#include "areas/series/series.h"

#include "series_q.h"

struct changing_all {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct series *s;
	struct change_ask who;
	struct local starts[SERIES_MAX];	/* of those that were changed, in order of visit */
	struct appointment_id ids[SERIES_MAX];	/* the same, as they came */
	struct appointment_id told;		/* the first of them */
	size_t n;
};

static struct changing_all begin(struct db *db, struct arena *a, struct instant now, const struct series *s,
	const struct change_ask *who)
{
	struct changing_all c = { .db = db, .a = a, .now = now, .s = s, .who = *who };

	c.who.silent = true;
	return c;
}

static void changed(struct changing_all *c, const struct series_visit *v, struct local at)
{
	size_t i = c->n++;

	c->ids[i] = v->appointment;
	for (; i && local_cmp(c->starts[i - 1], at) > 0; i--)
		c->starts[i] = c->starts[i - 1];
	c->starts[i] = at;
	if (!i)
		c->told = v->appointment;
}

static enum err tell(struct changing_all *c, enum several_said said, bool silent)
{
	struct tell_several t = { .said = said, .id = c->told, .starts = c->starts, .ids = c->ids, .n = c->n };

	return silent || !c->n ? OK : appointment_tell_several(c->db, c->a, c->now, &t);
}

static enum err move_one(struct changing_all *c, const struct series_visit *v, const struct series_want *w, int64_t version)
{
	const struct move_ask to = { .schedule = w->schedule, .day = w->at.day, .start_min = w->at.min };
	int64_t now_version;

	c->who.id = v->appointment;
	c->who.version = version;
	return appointment_move(c->db, c->a, c->now, &c->who, &to, &now_version);
}

/* Do they go later? Then the last goes first. */
static bool later(const struct series *s, const struct series_want *want)
{
	for (size_t i = 0; i < s->n; i++)
		if (want[i].schedule.v && s->v[i].appointment.v)
			return local_cmp(want[i].at, s->v[i].start) > 0;
	return false;
}

enum err series_move(struct db *db, struct arena *a, struct instant now, const struct series *s,
	const struct change_ask *who, const struct series_want *want, const int64_t *versions, bool all,
	uint32_t *ret_taken, int32_t *ret_n)
{
	struct changing_all c = begin(db, a, now, s, who);
	bool back = later(s, want);

	*ret_taken = 0;
	for (size_t i = 0; i < s->n; i++) {
		size_t k = back ? s->n - 1 - i : i;
		const struct series_visit *v = &s->v[k];

		if (!want[k].schedule.v || !series_visit_open(v, now) || (want[k].schedule.v == v->schedule.v
			&& !local_cmp(want[k].at, v->start)))
			continue;
		enum err e = move_one(&c, v, &want[k], versions[k]);

		if (e == E_CONFLICT || e == E_INPUT) {
			*ret_taken |= 1u << k;
			continue;
		}
		TRY(e);
		changed(&c, v, want[k].at);
	}
	if ((all && *ret_taken) || !c.n)
		return E_CONFLICT;
	*ret_n = (int32_t)c.n;
	return tell(&c, SEVERAL_MOVED, who->silent);
}

enum err series_cancel(struct db *db, struct arena *a, struct instant now, const struct series *s,
	const struct change_ask *who, int32_t from, bool by_patient, struct str reason, int32_t *ret_n)
{
	struct changing_all c = begin(db, a, now, s, who);
	int64_t version, given_up;

	c.who.version = -1;
	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i].n < from || !series_visit_open(&s->v[i], now))
			continue;
		c.who.id = s->v[i].appointment;
		TRY(appointment_cancel(db, a, now, &c.who, by_patient, reason, &version));
		changed(&c, &s->v[i], s->v[i].start);
	}
	TRY(series_visit_give_up(db, a, s->id, from, &given_up));
	*ret_n = (int32_t)(c.n + (size_t)given_up);
	return tell(&c, by_patient ? SEVERAL_CANCELLED : SEVERAL_CANCELLED_BY_SERVICE, who->silent);
}
