/* Counting: what people did in a month, from the rows themselves. */
#include "areas/figures/inside.h"

#include "areas/schedules/schedules.h"
#include "base/num.h"
#include "figures_q.h"

int32_t month_of_day(struct day d)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	return (y - 1970) * 12 + m - 1;
}

struct day month_first_day(int32_t month)
{
	int32_t y = month >= 0 ? month / 12 : -((11 - month) / 12);

	return day_of(1970 + y, month - 12 * y + 1, 1);
}

enum err month_parse(struct str s, int32_t *ret)
{
	int64_t y, m;

	if (s.n != 7 || s.p[4] != '-')
		return E_INPUT;
	TRY(num_parse(str_sub(s, 0, 4), 1900, 2999, &y));
	TRY(num_parse(str_sub(s, 5, 7), 1, 12, &m));
	*ret = (int32_t)((y - 1970) * 12 + m - 1);
	return OK;
}

struct str month_text(struct arena *a, int32_t month)
{
	int y, m, md;

	day_split(month_first_day(month), &y, &m, &md);
	return arena_fmt(a, "%04d-%02d", y, m);
}

/* Completed years on a day, in bands. */
struct str age_band(struct day born, struct day on)
{
	static const struct { int32_t from; const char *band;
	} bands[] = { { 65, "65+" }, { 45, "45-64" }, { 25, "25-44" }, { 15, "15-24" }, { 5, "05-14" }, { 0, "00-04" } };
	int y, m, d, on_y, on_m, on_d;

	if (!day_is(born) || born.n > on.n)
		return S("unknown");
	day_split(born, &y, &m, &d);
	day_split(on, &on_y, &on_m, &on_d);
	int32_t years = on_y - y - (on_m < m || (on_m == m && on_d < d));

	for (size_t i = 0; i < sizeof(bands) / sizeof(bands[0]); i++)
		if (years >= bands[i].from)
			return str_of(bands[i].band);
	return S("unknown");
}

struct counting {
	struct arena *a;
	struct figures *f;
	const struct zone *zone;
	struct figure_line *of[DIMENSIONS];	/* the lines of the row at hand */
};

static void lines_of_row(struct counting *c, struct str channel, struct str specialty, struct str sex, struct str age)
{
	c->of[D_ALL] = figures_line(c->a, c->f, D_ALL, S(""));
	c->of[D_CHANNEL] = figures_line(c->a, c->f, D_CHANNEL, channel);
	c->of[D_SERVICE] = figures_line(c->a, c->f, D_SERVICE, specialty);
	c->of[D_SEX] = figures_line(c->a, c->f, D_SEX, sex);
	c->of[D_AGE] = figures_line(c->a, c->f, D_AGE, age);
	c->of[D_VISIT] = c->of[D_PRACTITIONER] = NULL;
}

static void count(struct counting *c, enum figure m, int64_t by)
{
	for (int d = 0; by && d < DIMENSIONS; d++)
		if (c->of[d])
			c->of[d]->v[m] += by;
}

static void count_days(struct counting *c, enum histogram h, int32_t days)
{
	for (int d = 0; d < DIMENSIONS; d++)
		if (c->of[d])
			line_days(c->a, c->of[d], h)[days]++;
}

static struct str practitioner_value(struct arena *a, struct opt_int p)
{
	return p.is ? arena_fmt(a, "%lld", (long long)p.v) : S("");
}

static enum err count_booked(void *arg, const struct figures_of_row *r)
{
	struct counting *c = arg;
	bool wished = r->wished, follow = !wished && str_eq(r->visit, S("follow_up"));
	bool missed = str_eq(r->status, S("noshow")), cancelled = str_eq(r->status, S("cancelled"));
	int32_t delay = r->delay < 0 ? 0 : r->delay >= DELAYS ? DELAYS - 1 : r->delay;

	lines_of_row(c, r->channel, r->specialty, r->sex, age_band(r->birth_day, r->booked_day));
	c->of[D_VISIT] = figures_line(c->a, c->f, D_VISIT, wished ? S("wished") : follow ? S("follow_up") : S("first"));
	c->of[D_PRACTITIONER] = figures_line(c->a, c->f, D_PRACTITIONER, practitioner_value(c->a, r->practitioner));
	count(c, M_N, 1);
	count(c, M_ONLINE, str_eq(r->channel, S("online")));
	count(c, M_EXTRA, r->extra);
	count(c, M_HELPED, r->helped);
	count(c, M_WITHIN, delay <= 30);
	count(c, M_EXPECTED, missed || str_eq(r->status, S("fulfilled")));
	count(c, M_MISSED, missed);
	count(c, M_BY_PERSON, cancelled && str_eq(r->by, S("patient")));
	count(c, M_BY_HOUSE, cancelled && !str_eq(r->by, S("patient")));
	count(c, M_REMINDED, r->reminder >= 2);
	count(c, M_TOLD, r->reminder >= 3);
	count_days(c, H_DELAY, delay);
	if (wished || follow)
		return OK;
	count(c, M_COMPARED, 1);
	count(c, M_COMPARED_WITHIN, delay <= 30);
	count_days(c, H_COMPARED, delay);
	return OK;
}

static enum err count_waiting(void *arg, const struct figures_waiting_row *r)
{
	struct counting *c = arg;

	lines_of_row(c, r->channel, r->specialty, r->sex, age_band(r->birth_day, zone_local(c->zone, r->asked_at).day));
	count(c, M_ASKED, 1);
	count(c, M_OFFERED, r->offers > 0);
	count(c, M_SERVED, str_eq(r->state, S("served")));
	return OK;
}

/* ---- hours ---- */

struct away { int64_t schedule; struct range r; };
struct closed { int32_t day; int64_t lo, hi; };
struct open_hours { struct counting *c; struct away *away; size_t naway, away_cap; struct closed *closed; size_t nclosed, closed_cap; };

static enum err note_away(void *arg, const struct figures_absent_row *r)
{
	struct open_hours *h = arg;

	h->away = arena_grow(h->c->a, h->away, h->naway, &h->away_cap, sizeof(*h->away));
	h->away[h->naway++] = (struct away){ r->schedule.v,
		{ local_minutes((struct local){ r->from_day, r->from_min }), local_minutes((struct local){ r->to_day, r->to_min }) } };
	return OK;
}

static enum err note_closed(void *arg, const struct figures_closed_row *r)
{
	struct open_hours *h = arg;

	h->closed = arena_grow(h->c->a, h->closed, h->nclosed, &h->closed_cap, sizeof(*h->closed));
	h->closed[h->nclosed++] = (struct closed){ r->day.n, r->lo, r->hi };
	return OK;
}

static bool is_closed(const struct open_hours *h, int32_t day, int64_t lo)
{
	for (size_t i = 0; i < h->nclosed; i++)
		if (h->closed[i].day == day && h->closed[i].lo <= lo && lo < h->closed[i].hi)
			return true;
	return false;
}

/* Where an agenda's absences begin in the list, which is in order. */
static size_t away_from(const struct open_hours *h, int64_t schedule)
{
	size_t lo = 0, hi = h->naway;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (h->away[mid].schedule < schedule)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Open at a time of the day: noted in its hours of the week, too. */
static int64_t note_open(const struct open_hours *h, struct range r, struct day d, int32_t capacity)
{
	int64_t midnight = local_minutes((struct local){ d, 0 });

	load_open(h->c->f->load, day_weekday(d) - 1, (int32_t)(r.from - midnight), (int32_t)(r.to - midnight), capacity);
	return (r.to - r.from) * capacity;
}

/* Minutes of an interval in which nobody was away. */
static int64_t minutes_left(const struct open_hours *h, int64_t schedule, struct range open, struct day d, int32_t capacity)
{
	int64_t left = 0;

	for (size_t i = away_from(h, schedule); i < h->naway && h->away[i].schedule == schedule && open.from < open.to; i++) {
		struct range away = h->away[i].r;

		if (away.to <= open.from || away.from >= open.to)
			continue;
		if (away.from > open.from)
			left += note_open(h, (struct range){ open.from, away.from }, d, capacity);
		open.from = away.to;
	}
	return open.from < open.to ? left + note_open(h, open, d, capacity) : left;
}

static void lines_of_hours(struct counting *c, struct str specialty, struct opt_int practitioner)
{
	memset(c->of, 0, sizeof(c->of));
	c->of[D_ALL] = figures_line(c->a, c->f, D_ALL, S(""));
	c->of[D_SERVICE] = figures_line(c->a, c->f, D_SERVICE, specialty);
	c->of[D_PRACTITIONER] = figures_line(c->a, c->f, D_PRACTITIONER, practitioner_value(c->a, practitioner));
}

static enum err count_open(void *arg, const struct figures_open_row *r)
{
	struct open_hours *h = arg;
	int64_t midnight = local_minutes((struct local){ r->day, 0 });

	if (is_closed(h, r->day.n, r->tree_lo))
		return OK;
	lines_of_hours(h->c, r->specialty, r->practitioner);
	count(h->c, M_OPEN_MIN,
		minutes_left(h, r->schedule.v, (struct range){ midnight + r->start_min, midnight + r->end_min }, r->day, r->capacity));
	return OK;
}

static enum err count_taken(void *arg, const struct figures_taken_row *r)
{
	struct counting *c = arg;

	lines_of_hours(c, r->specialty, r->practitioner);
	count(c, M_TAKEN, r->taken);
	count(c, M_TAKEN_MIN, r->taken * r->minutes);
	load_taken(c->f->load, r->weekday - 1, r->from_min, r->from_min + r->minutes, r->taken);
	return OK;
}

static enum err count_third(void *arg, const struct figures_thirds_row *r)
{
	struct counting *c = arg;
	int64_t days = r->days.is && r->days.v < DELAYS - 1 ? r->days.v : DELAYS - 1;

	memset(c->of, 0, sizeof(c->of));
	c->of[D_ALL] = figures_line(c->a, c->f, D_ALL, S(""));
	c->of[D_SERVICE] = figures_line(c->a, c->f, D_SERVICE, r->specialty);
	count_days(c, H_THIRD, (int32_t)(days < 0 ? 0 : days));
	return OK;
}

enum err figures_count(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi, struct str zone,
	int32_t month, struct figures *ret)
{
	struct day from = month_first_day(month), to = month_first_day(month + 1);
	struct figures *f = ARENA_NEW(a, struct figures);
	struct counting c = { .a = a, .f = f };
	struct open_hours h = { .c = &c };

	TRY(zone_get(zone, &c.zone));
	f->month = month;
	f->load = ARENA_NEW(a, struct load_week);
	TRY(figures_of(db, a, scope, lo, hi, from, to, count_booked, &c));
	TRY(figures_waiting(db, a, scope, lo, hi, zone_instant(c.zone, (struct local){ from, 0 }),
		zone_instant(c.zone, (struct local){ to, 0 }), count_waiting, &c));
	TRY(figures_absent(db, a, scope, lo, hi, from, to, note_away, &h));
	TRY(figures_closed(db, a, from, to, note_closed, &h));
	TRY(figures_open(db, a, scope, lo, hi, from, to, count_open, &h));
	TRY(figures_taken(db, a, scope, lo, hi, from, to, count_taken, &c));
	TRY(figures_thirds(db, a, scope, lo, hi, from, to, count_third, &c));
	*ret = *f;
	return OK;
}
