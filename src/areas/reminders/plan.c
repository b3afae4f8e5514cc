/*
 * Planning a house's day: who is reminded today of which appointment, and at what hour. Every row has a key
 * of its own (contact and day; appointment and day), so that planning twice, or on from where a kill
 * left it, adds nothing. See inside.h.
 */
#include "areas/reminders/inside.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "jobs/bounces.h"

enum {
	PAGE = 500,			/* candidates read at once */
	CHUNK = 50,			/* reminders written in one transaction: bookings wait for no more */
	HOUSES = 100,
	MISSED_DAYS = 3,		/* days without the job that are made up for */
};

struct due {
	struct appointment_id appointment;
	struct local visit;
	struct str contact;
	const char *way;
	struct instant at;
};
struct planner {
	struct db *db;
	struct arena *a;		/* of one house */
	struct instant now;
	bool far[REMIND_FAR + 1];	/* how many days before a visit anybody is reminded */
	struct remind_hours hours;
	const struct zone *zone;
	struct day from, today;		/* the days of which reminders are planned now */
	struct remind_feasts feasts;
	int32_t ahead;			/* days after today whose reminders go today, for they are feasts */
	struct due *v;
	size_t n, room;
};

static void add(struct planner *p, const struct due *d)
{
	if (p->n == p->room) {
		struct due *more = ARENA_ARRAY(p->a, struct due, 2 * p->room + CHUNK);

		if (p->n)
			memcpy(more, p->v, p->n * sizeof(*more));
		p->v = more;
		p->room = 2 * p->room + CHUNK;
	}
	p->v[p->n++] = *d;
}

/* By which way: a telephone first, then a mail address. False: neither. */
static bool contact_of(const struct remind_candidates_row *x, struct due *d)
{
	d->way = "sms";
	d->contact = x->phone.n ? x->phone : x->party_phone;
	if (d->contact.n)
		return true;
	d->way = "mail";
	d->contact = x->email;
	return d->contact.n > 0;
}

/* Is it due on one of the days that are planned? */
static enum err consider(struct planner *p, const struct remind_candidates_row *x, struct day visit)
{
	struct due d = { .appointment = x->id, .visit = { visit, x->start_min } };
	struct instant told = x->told_at.v != INSTANT_NONE.v && x->told_at.v > x->booked_at.v ? x->told_at : x->booked_at;
	const struct zone *zone;
	struct remind_days days;
	struct local at;

	if (x->start_at.v <= p->now.v || !contact_of(x, &d))
		return OK;
	if (zone_get(x->zone, &zone) != OK)
		zone = p->zone;
	TRY(remind_days_read(x->days.p ? x->days : S(REMIND_STANDARD), &days));
	if (!remind_on(&days, &p->hours, &p->feasts, d.visit, zone_local(zone, told), p->from, p->today, &at))
		return OK;
	d.at = zone_instant(zone, at);
	if (d.at.v < p->now.v)
		d.at = p->now;
	add(p, &d);
	return OK;
}

static enum err look_at(struct planner *p, const struct remind_houses_row *h, struct day visit)
{
	struct remind_candidates_rows rows = { .n = PAGE };

	for (int64_t after = 0; rows.n == PAGE; after = rows.v[rows.n - 1].id.v) {
		TRY(remind_candidates(p->db, p->a, h->id, h->tree_lo, remind_house_end(h), visit, after, PAGE, &rows));
		for (size_t i = 0; i < rows.n; i++)
			TRY(consider(p, &rows.v[i], visit));
		if (!rows.n)
			break;
	}
	return OK;
}

/* Who has no telephone, and no mail address or one from which mail comes back. */
static enum err consider_letter(struct planner *p, const struct letter_candidates_row *x, int32_t ahead)
{
	const struct due d = { .appointment = x->id, .visit = { x->day, x->start_min }, .way = "letter", .at = p->now,
		.contact = arena_fmt(p->a, "file:%lld", (long long)x->patient.v) };

	bool bad = true;

	if (!letter_due(x->day, zone_local(p->zone, x->booked_at).day, p->today, ahead))
		return OK;
	if (x->email.n)
		TRY(mail_address_bad(p->db, p->a, x->email, &bad));
	if (bad)
		add(p, &d);
	return OK;
}

/* Who can be reached by post alone. */
static enum err look_for_letters(struct planner *p, const struct remind_houses_row *h)
{
	struct letter_candidates_rows rows = { .n = PAGE };
	int64_t ahead;

	TRY(organization_setting(p->db, p->a, h->tree_lo, SETTING_LETTER_DAYS, &ahead));
	for (int64_t after = 0; ahead && rows.n == PAGE; after = rows.v[rows.n - 1].id.v) {
		TRY(letter_candidates(p->db, p->a, h->id, h->tree_lo, remind_house_end(h), (struct day){ p->today.n + LETTER_POST_DAYS },
			(struct day){ p->today.n + (int32_t)ahead }, after, PAGE, &rows));
		for (size_t i = 0; i < rows.n; i++)
			TRY(consider_letter(p, &rows.v[i], (int32_t)ahead));
		if (!rows.n)
			break;
	}
	return OK;
}

static enum err write_one(struct planner *p, struct organization_id house, const struct due *d)
{
	int64_t n;

	TRY(remind_put(p->db, p->a, (struct reminder_id){ random_id(p->now) }, house, d->contact, p->today, str_of(d->way), d->at, p->now));
	return remind_about_put(p->db, p->a, d->appointment, p->today, d->visit.day, d->visit.min, d->contact, house, &n);
}

static enum err write_all(struct planner *p, struct organization_id house)
{
	for (size_t i = 0; i < p->n;) {
		enum err e = OK;

		TRY(db_begin(p->db));
		for (size_t end = i + CHUNK; e == OK && i < end && i < p->n; i++)
			e = write_one(p, house, &p->v[i]);
		TRY(remind_end(p->db, e));
	}
	return OK;
}

static enum err read_hours(struct planner *p, const struct remind_houses_row *h)
{
	int64_t day, morning, evening;
	struct remind_feasts_rows rows;
	struct day first = { p->from.n - 7 };

	TRY(organization_setting(p->db, p->a, h->tree_lo, SETTING_REMIND_DAY, &day));
	TRY(organization_setting(p->db, p->a, h->tree_lo, SETTING_REMIND_MORNING, &morning));
	TRY(organization_setting(p->db, p->a, h->tree_lo, SETTING_REMIND_EVENING, &evening));
	p->hours = (struct remind_hours){ (int32_t)day, (int32_t)morning, (int32_t)evening };
	TRY(remind_feasts(p->db, p->a, h->id, first, (struct day){ first.n + REMIND_FEASTS - 1 }, &rows));
	p->feasts = (struct remind_feasts){ .first = first };
	for (size_t i = 0; i < rows.n; i++)
		p->feasts.on[rows.v[i].day.n - first.n] = true;
	p->ahead = 0;
	for (int32_t i = p->today.n + 1 - first.n; i < REMIND_FEASTS && p->feasts.on[i]; i++)
		p->ahead++;
	return OK;
}

/* All days of visits from which somebody might be reminded now. */
static enum err plan_house(struct planner *p, const struct remind_houses_row *h)
{
	int32_t missed = p->today.n - p->from.n;

	TRY(read_hours(p, h));
	for (int32_t k = 0; k <= REMIND_FAR + p->ahead; k++) {
		bool wanted = false;

		for (int32_t back = -p->ahead; back <= missed; back++)
			wanted = wanted || (k + back >= 0 && k + back <= REMIND_FAR && p->far[k + back]);
		if (wanted)
			TRY(look_at(p, h, (struct day){ p->today.n + k }));
	}
	TRY(look_for_letters(p, h));
	return write_all(p, h->id);
}

/* One house, when its day has begun. */
static enum err begin_day(struct planner *p, const struct remind_houses_row *h, bool *ret)
{
	*ret = false;
	if (zone_get(h->zone, &p->zone) != OK)
		return OK;
	p->today = zone_local(p->zone, p->now).day;
	if (day_is(h->day) && h->day.n >= p->today.n)
		return OK;
	p->from = p->today;
	if (day_is(h->day))
		p->from.n = h->day.n + 1 > p->today.n - MISSED_DAYS ? h->day.n + 1 : p->today.n - MISSED_DAYS;
	p->n = p->room = 0;
	p->v = NULL;
	TRY(plan_house(p, h));
	*ret = true;
	return OK;
}

static enum err far_days(struct planner *p)
{
	struct remind_plans_rows rows;
	struct remind_days d;

	TRY(remind_days_read(S(REMIND_STANDARD), &d));
	p->far[0] = p->far[1] = true;		/* who booked late; the evening before */
	for (size_t i = 0; i < d.n; i++)
		p->far[d.v[i]] = true;
	TRY(remind_plans(p->db, p->a, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(remind_days_read(rows.v[i].days, &d));
		for (size_t k = 0; k < d.n; k++)
			p->far[d.v[k]] = true;
	}
	return OK;
}

/* A house's day is planned. Letters that nobody printed while the post could still bring them end with it. */
static enum err mark_one(struct planner *p, struct organization_id house, struct day day)
{
	int64_t n;

	TRY(letter_too_late(p->db, p->a, p->now, house, letter_in_time(day), &n));
	return remind_day_put(p->db, p->a, house, day);
}

/* The days of many houses without anybody to remind are marked in one transaction. */
static enum err mark(struct planner *p, const struct remind_houses_rows *rows, const bool *done, const struct day *days)
{
	enum err e = OK;

	TRY(db_begin(p->db));
	for (size_t i = 0; i < rows->n && e == OK; i++)
		if (done[i])
			e = mark_one(p, rows->v[i].id, days[i]);
	return remind_end(p->db, e);
}

static enum err plan_some(struct planner *p, struct arena *a, const struct remind_houses_rows *rows)
{
	bool done[HOUSES], any = false;
	struct day days[HOUSES];

	for (size_t i = 0; i < rows->n; i++) {
		p->a = arena_side(a, (size_t)64 << 20);
		enum err e = p->a ? begin_day(p, &rows->v[i], &done[i]) : E_LIMIT;

		arena_free(p->a);
		TRY(e);
		days[i] = p->today;
		any = any || done[i];
	}
	p->a = a;
	return any ? mark(p, rows, done, days) : OK;
}

enum err remind_plan(struct db *db, struct arena *a, struct instant now)
{
	struct planner p = { .db = db, .a = a, .now = now };
	struct remind_houses_rows rows = { .n = HOUSES };

	TRY(far_days(&p));
	for (int64_t after = -1; rows.n == HOUSES; after = rows.v[rows.n - 1].tree_lo) {
		TRY(remind_houses(db, a, after, HOUSES, &rows));
		TRY(plan_some(&p, a, &rows));
		if (!rows.n)
			break;
	}
	return OK;
}
