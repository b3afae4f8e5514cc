/* See series.h. */
#include "areas/gatherings/gathering_series.h"

#include "areas/schedules/rules/recur.h"
#include "base/random.h"
#include "gatherings_q.h"

enum err gathering_series_dates(struct arena *a, const struct gathering_series *s, struct day from, struct day to,
	struct day **ret, size_t *ret_n)
{
	struct day *v = ARENA_ARRAY(a, struct day, GATHERING_SERIES_DATES_MAX), last = { to.n - 1 }, d;
	struct recur r;
	size_t n = 0;

	TRY(recur_parse(s->rule, &r));
	if (day_is(s->until) && s->until.n < last.n)
		last = s->until;
	struct recur_walk w = recur_from(&r, s->g.day, s->g.start_min, from);

	while (n < GATHERING_SERIES_DATES_MAX && recur_next(&w, last, &d))
		v[n++] = d;
	*ret = v;
	*ret_n = n;
	return OK;
}

enum err gathering_series_shut(struct db *db, struct arena *a, struct organization_id organization, struct day day,
	bool *ret)
{
	struct gathering_series_day_shut_row r;

	TRY(gathering_series_day_shut(db, a, organization, day, &r));
	*ret = r.n > 0;
	return OK;
}

/* One occurrence, unless the house is closed or the time is taken. */
static enum err make_one(struct db *db, struct arena *a, struct instant now, const struct gathering_series *s,
	struct leader_ids who, struct day day, struct str role)
{
	struct gathering g = s->g;
	struct gathering_id id;
	bool shut, free;

	TRY(gathering_series_shut(db, a, g.organization, day, &shut));
	g.day = day;
	g.series = s->id;
	g.series_day = day;
	TRY(gathering_free(db, a, &g, who, &free));
	return shut || !free ? OK : gathering_add(db, a, now, &g, who, role, &id);
}

/* At most GATHERING_SERIES_AT_ONCE occurrences of [s->materialised_to, to), and how far that was. */
static enum err make_some(struct db *db, struct arena *a, struct instant now, const struct gathering_series *s,
	struct leader_ids who, struct day to, struct str role)
{
	struct day *days, done = to;
	size_t n;

	TRY(gathering_series_dates(a, s, s->materialised_to, to, &days, &n));
	if (n > GATHERING_SERIES_AT_ONCE) {
		n = GATHERING_SERIES_AT_ONCE;
		done = (struct day){ days[n - 1].n + 1 };
	}
	for (size_t i = 0; i < n; i++)
		TRY(make_one(db, a, now, s, who, days[i], role));
	return gathering_series_made_to(db, a, done, s->id);
}

/* UTC: a day that has passed everywhere but in the Americas. An occurrence of today that has begun is
 * refused by gathering_add, so the first day is tomorrow's. */
static struct day tomorrow(struct instant now)
{
	return (struct day){ (int32_t)(now.v / 86400) + 1 };
}

static struct day later(struct day x, struct day y)
{
	return x.n > y.n ? x : y;
}

enum err gathering_series_add(struct db *db, struct arena *a, struct instant now, const struct gathering_series *asked,
	struct leader_ids who, struct str role, struct gathering_series_id *ret)
{
	struct gathering_series s = *asked;
	struct gathering_series_place_row place;
	struct recur r;
	const struct gathering *g = &s.g;

	TRY(recur_parse(s.rule, &r));
	TRY(gathering_series_place(db, a, g->schedule, &place));
	s.id.v = random_id(now);
	s.g.organization = place.organization;
	s.materialised_to = g->day;
	TRY(gathering_series_add_row(db, a, s.id, place.organization, g->schedule, g->service, g->location, g->title.v[LANG_FR],
		g->title.v[LANG_AR], g->title.v[LANG_EN], g->day, s.until, s.rule, g->start_min, g->duration_min,
		g->capacity, g->minimum, g->waiting_most, g->decide_min, g->online, s.materialised_to,
		g->about.v[LANG_FR], g->about.v[LANG_AR], g->about.v[LANG_EN], g->cancel_below, g->group_most));
	for (size_t i = 0; i < who.n; i++)
		TRY(gathering_series_leader_add(db, a, s.id, who.v[i], place.organization));
	*ret = s.id;
	return make_some(db, a, now, &s, who, (struct day){ tomorrow(now).n + GATHERING_SERIES_AHEAD_DAYS }, role);
}

#define GATHERING_SERIES_OF(r) ((struct gathering_series){ .id = (r).id, .g = { .organization = (r).organization, \
	.schedule = (r).schedule, .service = (r).service, .location = (r).location, \
	.title = names_make((r).title_fr, (r).title_ar, (r).title_en), .day = (r).first_day, \
	.series_day = DAY_NONE, .start_min = (r).start_min, .duration_min = (r).duration_min, \
	.capacity = (r).capacity, .minimum = (r).minimum, .waiting_most = (r).waiting_most, \
	.decide_min = (r).decide_min, .online = (r).online, .cancel_below = (r).cancel_below, .group_most = (r).group_most, \
	.about = { { [LANG_FR] = (r).about_fr, [LANG_AR] = (r).about_ar, [LANG_EN] = (r).about_en } } }, .until = (r).until_day, .rule = (r).rule, \
	.materialised_to = (r).materialised_to, .active = (r).active, .version = (r).version })

enum err gathering_series_get(struct db *db, struct arena *a, struct gathering_series_id id, struct gathering_series *ret)
{
	struct gathering_series_row_row r;

	TRY(gathering_series_row(db, a, id, &r));
	*ret = GATHERING_SERIES_OF(r);
	return OK;
}

enum err gathering_series_list_of(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct day from,
	struct gathering_series_list *ret)
{
	struct gathering_series_ids_rows rows;

	TRY(gathering_series_ids(db, a, lo, hi, from, &rows));
	struct gathering_series_list out = { ARENA_ARRAY(a, struct gathering_series, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		TRY(gathering_series_get(db, a, rows.v[i].id, &out.v[i]));
	*ret = out;
	return OK;
}

enum err gathering_series_end(struct db *db, struct arena *a, struct instant now, struct gathering_series_id id,
	int64_t version, struct day last, const struct change_ask *by, int64_t *ret_left)
{
	struct gathering_series_later_rows rows;
	int64_t n, told;

	TRY(gathering_series_put_end(db, a, last, id, version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(gathering_series_later(db, a, id, last, now, &rows));
	*ret_left = 0;
	for (size_t i = 0; i < rows.n; i++) {
		struct gathering g;

		TRY(gathering_get(db, a, rows.v[i].id, &g));
		if (g.taken || g.waiting)
			*ret_left += 1;
		else
			TRY(gathering_cancel(db, a, now, g.id, g.version, STR_NONE, by, &told));
	}
	return OK;
}

enum err gathering_series_go_on(struct db *db, struct arena *a, struct instant now, bool *ret_more)
{
	struct day to = { tomorrow(now).n + GATHERING_SERIES_AHEAD_DAYS };
	struct gathering_series_due_row due;
	struct gathering_series_leaders_rows rows;
	struct gathering_series s;
	enum err e = gathering_series_due(db, a, to, &due);

	*ret_more = e == OK;
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(gathering_series_get(db, a, due.id, &s));
	TRY(gathering_series_leaders(db, a, s.id, &rows));
	struct practitioner_id *who = ARENA_ARRAY(a, struct practitioner_id, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		who[i] = rows.v[i].id;
	s.materialised_to = later(s.materialised_to, tomorrow(now));
	return make_some(db, a, now, &s, (struct leader_ids){ who, rows.n }, to, S("system"));
}
