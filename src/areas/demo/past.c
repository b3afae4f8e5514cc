/*
 * Appointments: a year of past ones and today's as rows that stand as they stand by now; future
 * ones through appointment_book, as anybody's.
 */
#include "areas/demo/inside.h"

#include "areas/figures/figures.h"
#include "base/random.h"
#include "codes/codes.h"
#include "crypto/crypto.h"
#include "demo_q.h"

static uint64_t mixed(struct schedule_id s, int32_t day, int32_t min)
{
	struct dice d = { (uint64_t)s.v ^ (uint64_t)(uint32_t)day << 40 ^ (uint64_t)(uint32_t)min << 20 };
	uint64_t k = dice_next(&d);

	return k ? k : 1;
}

/* True when nobody had that time yet; takes it. */
bool demo_take(struct demo *d, const struct doctor *doc, int32_t day, int32_t min)
{
	uint64_t key = mixed(doc->schedule, day, min);
	size_t i = key & (d->ntaken - 1);

	for (; d->taken[i]; i = (i + 1) & (d->ntaken - 1))
		if (d->taken[i] == key)
			return false;
	d->taken[i] = key;
	return true;
}

static struct doctor *some_doctor(struct demo *d)
{
	int32_t w = dice_roll(&d->dice, d->weights);
	struct hospital *h = d->hospitals;

	for (; w >= h->weight; h++)
		w -= h->weight;
	return &d->doctors[h->first + (size_t)dice_roll(&d->dice, (int32_t)h->ndoctors)];
}

/* Most wait around the median of the speciality, some twice as long. */
static int32_t delay_of(struct demo *d, const struct measure *m)
{
	int32_t x = m->delay * (20 + dice_roll(&d->dice, 90) + dice_roll(&d->dice, 90)) / 100;

	return dice_percent(&d->dice, 12) ? 2 * x : x;
}

static enum channel channel_of_chance(struct demo *d)
{
	int32_t r = dice_roll(&d->dice, 100);

	return r < 54	 ? CH_ONLINE
		: r < 82 ? CH_DESK
		: r < 92 ? CH_PHONE
		: r < 97 ? CH_HEALTH_CENTRE
			 : CH_ASSISTED;
}

struct made {
	const struct doctor *doc;
	int32_t slow;			/* per cent that people wait longer than elsewhere */
	struct local start;
	struct person_made who;
	struct instant booked_at;
	struct day booked_day;
	enum channel channel;
	enum status status;
	const char *cancelled_by;
	struct str reason;
};

static void booked_before(struct demo *d, struct made *x)
{
	struct local l = { { x->start.day.n - delay_of(d, x->doc->m) * (100 + x->slow) / 100 }, 0 };

	x->channel = channel_of_chance(d);
	l.min = x->channel == CH_ONLINE ? 7 * 60 + dice_roll(&d->dice, 16 * 60)
					: 8 * 60 + dice_roll(&d->dice, 8 * 60);
	if (local_cmp(l, local_add(x->start, -120)) > 0)
		l = local_add(x->start, -120 - dice_roll(&d->dice, 900));
	x->booked_day = l.day;
	x->booked_at = zone_instant(d->zone, l);
	if (x->booked_at.v >= d->now.v) {
		x->booked_at.v = d->now.v - 60 - dice_roll(&d->dice, 6 * 3600);
		x->booked_day = zone_local(d->zone, x->booked_at).day;
	}
}

static struct str reference(struct demo *d)
{
	static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	char r[REFERENCE_LEN];

	for (int i = 0; i < 10; i++)
		r[i] = alphabet[dice_roll(&d->dice, 32)];
	r[10] = reference_check(r);
	return arena_str(d->scratch, (struct str){ r, sizeof(r) });
}

static enum err add(struct demo *d, const struct made *x)
{
	const struct doctor *doc = x->doc;
	bool check = doc->at->checks[doc->mi].v && dice_percent(&d->dice, 35);
	char token[22];
	struct names name = demo_type_name(d->scratch, doc->m, check);

	random_token(token);
	return demo_appointment_add(d->db, d->scratch, (struct appointment_id){ random_id(d->now) },
		doc->at->id, reference(d), token_hash(d->scratch, (struct str){ token, sizeof(token) }),
		x->who.id, doc->schedule, doc->id,
		check ? doc->at->checks[doc->mi] : doc->at->services[doc->mi], doc->at->location,
		doc->m->specialty, name.v[LANG_FR], name.v[LANG_AR], name.v[LANG_EN], x->start.day,
		(struct minutes){ x->start.min }, S("Africa/Casablanca"), zone_instant(d->zone, x->start),
		doc->m->minutes, str_of(status_code(x->status)), str_of(x->cancelled_by), x->reason,
		str_of(channel_code(x->channel)),
		x->who.child || dice_percent(&d->dice, 15) ? S("relative") : S("self"), x->booked_at,
		x->booked_day, (struct str){ token, 16 }, x->booked_at);
}

int32_t demo_since(const struct demo *d)
{
	return month_of_day(d->here.day) - 5;
}

/* Of four who are expected one missed before the country booked online and sent reminders, of twenty one since. */
static void outcome(struct demo *d, struct made *x)
{
	int32_t r = dice_roll(&d->dice, 100), came = x->start.day.n < month_first_day(demo_since(d)).n ? 68 : 86;

	x->status = r < came ? ST_FULFILLED : r < 91 ? ST_NOSHOW : ST_CANCELLED;
	if (x->start.day.n >= d->here.day.n - 4 && dice_percent(&d->dice, 8))
		x->status = ST_BOOKED;		/* past and not recorded: the desk's worklist */
	if (x->status != ST_CANCELLED)
		return;
	x->cancelled_by = dice_percent(&d->dice, 75) ? "patient" : "service";
	x->reason = str_eq(str_of(x->cancelled_by), S("service")) ? S("absence") : S("");
}

enum err demo_visit(struct demo *d, const struct doctor *doc, struct local start)
{
	struct made x = { .doc = doc, .start = start, .status = dice_percent(&d->dice, 94) ? ST_FULFILLED : ST_NOSHOW };

	arena_reset(d->scratch);
	booked_before(d, &x);
	TRY(demo_person(d, doc, &x.who));
	return add(d, &x);
}

/* A start of that day on the grid of the doctor's shift; false when the day is not worked. */
static bool start_on(struct demo *d, const struct doctor *doc, int32_t day, struct local *ret)
{
	const struct shift *s = &doc->day[day_weekday((struct day){ day }) - 1];
	int32_t n = (s->to - s->from) / doc->m->minutes;

	if (n < 1 || d->closed[day - (d->here.day.n - PAST_DAYS)])
		return false;
	*ret = (struct local){ { day }, s->from + doc->m->minutes * dice_roll(&d->dice, n) };
	return true;
}

static enum err one_past(struct demo *d, struct made x, int32_t day, bool *ret)
{
	*ret = start_on(d, x.doc, day, &x.start) && demo_take(d, x.doc, day, x.start.min);
	if (!*ret)
		return OK;
	arena_reset(d->scratch);
	outcome(d, &x);
	booked_before(d, &x);
	TRY(demo_person(d, x.doc, &x.who));
	return add(d, &x);
}

/* Where a person of today stands, by the clock: seen, missed, here, or expected. */
static enum status status_now(struct demo *d, int32_t start)
{
	int32_t late = d->here.min - start;

	if (late > 30)
		return dice_percent(&d->dice, 84)    ? ST_FULFILLED
			: dice_percent(&d->dice, 50) ? ST_NOSHOW
						     : ST_BOOKED;
	if (late > 0)
		return dice_percent(&d->dice, 70) ? ST_CHECKED_IN : ST_ARRIVED;
	return late > -30 && dice_percent(&d->dice, 50) ? ST_ARRIVED : ST_BOOKED;
}

static enum err today_of(struct demo *d, const struct doctor *doc)
{
	const struct shift *s = &doc->day[day_weekday(d->here.day) - 1];

	for (int32_t min = s->from; min + doc->m->minutes <= s->to; min += doc->m->minutes) {
		struct made x = { .doc = doc, .start = { d->here.day, min } };

		if (!dice_percent(&d->dice, 70) || !demo_take(d, doc, d->here.day.n, min))
			continue;
		arena_reset(d->scratch);
		x.status = status_now(d, min);
		booked_before(d, &x);
		TRY(demo_person(d, doc, &x.who));
		TRY(add(d, &x));
	}
	return OK;
}

enum err demo_past(struct demo *d)
{
	bool done;

	for (d->ntaken = 1; d->ntaken < 4 * (PAST + FUTURE); d->ntaken *= 2)
		;
	d->taken = arena_alloc(d->a, d->ntaken, sizeof(*d->taken));
	for (int i = 0, tries = 0; i < PAST && tries < 40 * PAST; i += done, tries++) {
		const struct made x = { .doc = some_doctor(d) };

		TRY(one_past(d, x, d->here.day.n - 1 - dice_roll(&d->dice, PAST_DAYS - 1), &done));
	}
	for (size_t i = 0; i < d->ndoctors; i++)
		if (str_eq(d->doctors[i].at->code, S(DEMO_HOSPITAL)))
			TRY(today_of(d, &d->doctors[i]));
	for (size_t i = 0; i < d->ndoctors; i++) {
		const struct hospital *h = d->doctors[i].at;

		TRY(service_was_booked(d->db, d->a, h->services[d->doctors[i].mi]));
		TRY(service_was_booked(d->db, d->a, h->checks[d->doctors[i].mi]));
	}
	return OK;
}

static enum err one_future(struct demo *d, struct made *x, bool *ret)
{
	int32_t ahead;

	*x = (struct made){ .doc = some_doctor(d) };
	ahead = 1 + delay_of(d, x->doc->m) * dice_roll(&d->dice, 100) / 100;
	*ret = ahead <= AHEAD_DAYS && start_on(d, x->doc, d->here.day.n + ahead, &x->start)
		&& demo_take(d, x->doc, x->start.day.n, x->start.min);
	if (!*ret)
		return OK;
	arena_reset(d->scratch);
	booked_before(d, x);
	return demo_person(d, x->doc, &x->who);
}

/* As anybody books; a time that is not open after all (a closure) is left out. */
static enum err book(struct demo *d, const struct made *x)
{
	struct book_ask ask = { .schedule = x->doc->schedule,
		.service = x->doc->at->services[x->doc->mi],
		.day = x->start.day,
		.start_min = x->start.min,
		.patient = x->who.id,
		.channel = x->channel,
		.for_whom = x->who.child ? "relative" : "self",
		.silent = true };
	struct booked b;
	enum err e;

	arena_reset(d->scratch);
	TRY(db_save(d->db));
	e = appointment_book(d->db, d->scratch, x->booked_at, &ask, &b);
	if (e == OK)
		return db_keep(d->db);
	db_undo(d->db);
	return e == E_CONFLICT || e == E_INPUT || e == E_LIMIT ? OK : e;
}

/* The people first: ids made at one instant follow each other, and then cannot meet. */
enum err demo_future(struct demo *d)
{
	struct made *all = ARENA_ARRAY(d->a, struct made, FUTURE);
	size_t n = 0;
	bool done;

	for (int tries = 0; n < FUTURE && tries < 40 * FUTURE; n += done, tries++)
		TRY(one_future(d, &all[n], &done));
	for (size_t i = 0; i < n; i++)
		TRY(book(d, &all[i]));
	return OK;
}

/* NULL: this hospital has none. */
static const struct doctor *compared_doctor(const struct demo *d, const struct hospital *h)
{
	for (size_t i = 0; i < h->ndoctors; i++)
		if (str_eq(d->doctors[h->first + i].m->specialty, S("cardio")))
			return &d->doctors[h->first + i];
	return NULL;
}

enum err demo_compared(struct demo *d)
{
	enum { EACH = 140, DAYS = 100, SLOWER = 14, KINDS = 6 };

	for (size_t i = 0; i < d->nhospitals; i++) {
		struct made x = { .doc = compared_doctor(d, &d->hospitals[i]), .slow = ((int32_t)(i % KINDS) - KINDS / 3) * SLOWER };
		bool done;

		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			continue;
		for (int n = 0, tries = 0; x.doc && n < EACH && tries < 4 * EACH; n += done, tries++)
			TRY(one_past(d, x, d->here.day.n - 1 - dice_roll(&d->dice, DAYS), &done));
	}
	return OK;
}
