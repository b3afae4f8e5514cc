/* Announcing a draw, its beacon, and giving it up. See draws.h. */
#include "areas/draws/inside.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/catalogue.h"
#include "areas/waiting/waiting.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "ledger/log.h"

#include <string.h>

enum { CLASSES_TEXT = 200, DAYS_AT_ONCE = 31, BACK_MIN = 8 * 60 };

struct str draw_owner(struct arena *a, struct draw_id id, int32_t no)
{
	return arena_fmt(a, "draw:%lld/%d", (long long)id.v, no);
}

struct str draw_commitment(struct arena *a, struct str seed_base64)
{
	unsigned char hash[LOT_BYTES];
	struct str seed;

	if (base64_decode(a, seed_base64, &seed) != OK)
		return STR_NONE;
	sha256(seed, hash);
	return base64_encode(a, (struct str){ (const char *)hash, sizeof(hash) });
}

enum err draw_say(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, const struct draw_said *s)
{
	struct local here = s->slot;
	const struct zone *z;

	TRY(zone_get(d->zone, &z));
	if (!day_is(here.day))
		here = zone_local(z, (struct instant){ s->hour ? now.v - now.v % 3600 : now.v });
	const struct act x = { .organization = d->organization.v, .act = s->act, .channel = s->channel ? s->channel : "",
		.role = s->role.n ? s->role : S("public"), .schedule = d->schedule.v, .service = d->service.v, .day = here.day,
		.start_min = here.min, .minutes = s->minutes, .zone = d->zone, .capacity = s->capacity, .reason = s->why, .value = s->reason,
		.chain = s->chain ? s->chain : d->id.v, .holder = s->holder, .class = s->class, .salt = d->salt, .hour = s->hour };

	return act(db, a, now, &x);
}

enum err draw_house(struct db *db, struct arena *a, struct organization_id o, struct draw_house *ret)
{
	struct draw_keeper_rows rows;

	TRY(draw_keeper(db, a, o, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct draw_keeper_row *r = &rows.v[i];

		if (str_eq(r->kind, S("department")))
			continue;
		*ret = (struct draw_house){ r->id, r->tree_lo, rows.v[rows.n - 1].tree_lo, r->code, organization_in_text(a, r->sms_name, r->name_fr) };
		return OK;
	}
	return E_NOTFOUND;
}

/* The classes that go before everybody's, in their order, by number and code (lots.h). E_LIMIT: more than an entry has room for. */
static enum err classes_text(struct db *db, struct arena *a, int64_t tree_lo, struct str *ret)
{
	struct waiting_classes all;
	struct str out = S("");
	int no = 0;

	TRY(waiting_classes(db, a, tree_lo, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && all.v[i].rank != RANK_ORDINARY) {
			no++;
			out = arena_fmt(a, "%.*s%s%d=%.*s", STR_ARG(out), no > 1 ? "," : "", no, STR_ARG(all.v[i].code));
		}
	if (out.n > CLASSES_TEXT)
		return E_LIMIT;
	*ret = out;
	return OK;
}

/* ---- its times ---- */

struct draw_slots { struct local v[DRAW_TIMES]; size_t n; };

/* What is free on these days, each place of a time by itself. */
static enum err free_times(struct db *db, struct arena *a, struct instant now, const struct draw_ask *ask, struct draw_slots *ret)
{
	struct slot_ask s = { .service = ask->service, .schedule = ask->schedule };

	ret->n = 0;
	for (struct day d = ask->from; d.n <= ask->to.n && ret->n < DRAW_TIMES; d.n += DAYS_AT_ONCE) {
		struct slot_times t;

		s.from = d;
		s.days = ask->to.n - d.n + 1 < DAYS_AT_ONCE ? ask->to.n - d.n + 1 : DAYS_AT_ONCE;
		TRY(slot_list(db, a, now, &s, &t));
		for (size_t i = 0; i < t.n; i++)
			for (int32_t k = 0; k < t.v[i].left && ret->n < DRAW_TIMES; k++)
				ret->v[ret->n++] = (struct local){ t.v[i].day, t.v[i].min };
	}
	return ret->n ? OK : E_NOTFOUND;
}

/* Times that overlap one that is kept already are left out. */
static enum err keep(struct db *db, struct arena *a, struct instant now, struct draw_row_row *d, const struct draw_slots *t,
	struct hold *kept)
{
	const struct zone *z;

	TRY(zone_get(d->zone, &z));
	for (size_t i = 0; i < t->n; i++) {
		const struct hold_ask ask = { .schedule = d->schedule, .service = d->service, .day = t->v[i].day,
			.start_min = t->v[i].min, .owner = draw_owner(a, d->id, d->times + 1), .channel = CH_DESK, .role = S("system"),
			.seconds = (int32_t)(zone_instant(z, t->v[i]).v - now.v) };
		enum err e = hold_keep(db, a, now, &ask, WHY_DRAW, &kept[d->times]);

		if (e == E_CONFLICT || e == E_INPUT)
			continue;
		TRY(e);
		d->times++;
	}
	return d->times ? OK : E_NOTFOUND;
}

static struct day month_begin(struct day d, int months)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	m += months;
	return m > 12 ? day_of(y + 1, m - 12, 1) : day_of(y, m, 1);
}

/* Of the hours that the agenda has in each month of the draw, no more may lie in draws than the country says. E_DENIED: more would. */
static enum err within_share(struct db *db, struct arena *a, const struct draw_row_row *d, int64_t root_lo, const struct hold *kept)
{
	int64_t share;

	TRY(organization_setting(db, a, root_lo, SETTING_DRAW_SHARE, &share));
	for (int32_t i = 0; i < d->times; ) {
		struct day from = month_begin(kept[i].day, 0), before = month_begin(kept[i].day, 1);
		struct draw_published_row hours;
		struct draw_minutes_row others;
		int64_t own = 0;

		for (; i < d->times && kept[i].day.n < before.n; i++)	/* they are in the order of their days */
			own += kept[i].minutes;
		TRY(draw_published(db, a, d->schedule, from, before, &hours));
		TRY(draw_minutes(db, a, d->schedule, from, before, &others));
		if ((own + others.n) * 100 > hours.n * share)
			return E_DENIED;
	}
	return OK;
}

static enum err tell_times(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, const struct hold *kept,
	struct str role)
{
	for (int32_t i = 0; i < d->times; i++) {
		const struct hold *h = &kept[i];

		TRY(draw_time_add(db, a, d->id, i + 1, d->organization, h->day, h->start_min, h->minutes, h->id));
		TRY(draw_say(db, a, now, d, &(struct draw_said){ .act = ACT_DRAW_TIME, .role = role, .capacity = 1,
			.slot = { h->day, h->start_min }, .minutes = h->minutes, .reason = arena_fmt(a, "%d", i + 1) }));
	}
	return OK;
}

/* ---- announcing ---- */

bool draw_type_ok(const struct service *s)
{
	return s->active && s->online && !s->sensitive && !s->referral_required && !str_eq(s->place_kind, S("home"))
		&& !s->same_practitioner;
}

static enum err room(struct db *db, struct arena *a, struct organization_id house)
{
	struct draws_open_row r;

	TRY(draws_open(db, a, house, &r));
	return r.n < DRAWS_OPEN ? OK : E_LIMIT;
}

struct draw_window draw_window_of(const struct zone *z, struct instant now, struct instant opens, struct instant closes)
{
	return (struct draw_window){ now.v + zone_offset(z, now), zone_local(z, opens), zone_local(z, closes) };
}

/* A number that is known only when the window is over, but before the first of the times; of drand's rounds the one, which nobody picks. */
static bool beacon_fits(const struct zone *z, const struct draw_ask *ask, struct instant first)
{
	struct beacon b;

	if (!ask->beacon.n)
		return true;
	if (!beacon_read(ask->beacon, &b))
		return false;
	if (b.kind == BEACON_DRAND)
		return b.round == beacon_round((struct instant){ ask->closes.v + DRAW_BEACON_AFTER }) && ask->closes.v + DRAW_BEACON_AFTER < first.v;
	return b.day.n > zone_local(z, ask->closes).day.n && b.day.n < zone_local(z, first).day.n;
}

struct str draw_drand(struct arena *a, struct instant closes)
{
	const struct beacon b = { .kind = BEACON_DRAND, .round = beacon_round((struct instant){ closes.v + DRAW_BEACON_AFTER }) };
	char text[BEACON_TEXT];
	size_t n = beacon_text(&b, text);

	return arena_str(a, (struct str){ text, n });
}

enum err draw_type_stays(struct db *db, struct arena *a, struct service_id id, bool *ret)
{
	struct amendments planned;

	TRY(amendment_list(db, a, id, &planned));
	*ret = true;
	for (size_t i = 0; i < planned.n; i++)
		if (!planned.v[i].refused && planned.v[i].then.sensitive)
			*ret = false;
	return OK;
}

/* *d with all but its times. */
static enum err prepare(struct db *db, struct arena *a, struct instant now, const struct draw_ask *ask, struct draw_row_row *d,
	struct draw_slots *times)
{
	struct schedule agenda;
	struct draw_house house;
	struct draw_window w;
	const struct zone *z;
	struct service s;
	bool stays;

	TRY(service_get(db, a, ask->service, &s));
	TRY(schedule_get(db, a, ask->schedule, &agenda));
	TRY(draw_house(db, a, agenda.organization, &house));
	TRY(zone_get(agenda.zone, &z));
	w = draw_window_of(z, now, ask->opens, ask->closes);
	TRY(draw_type_stays(db, a, s.id, &stays));
	if (!draw_type_ok(&s) || !stays || !draw_is_early(&w) || !draw_is_long(&w) || ask->to.n < ask->from.n)
		return E_INPUT;
	TRY(room(db, a, house.id));
	TRY(free_times(db, a, now, ask, times));
	*d = (struct draw_row_row){ .id = { random_id(now) }, .organization = house.id, .schedule = ask->schedule, .service = ask->service,
		.announced_at = now, .opens_at = ask->opens, .closes_at = ask->closes, .zone = agenda.zone, .beacon = ask->beacon,
		.first_at = zone_instant(z, times->v[0]), .salt = random_base64(a, SALT_BYTES), .seed = random_base64(a, LOT_BYTES) };
	if (d->closes_at.v + (int64_t)s.lead_min * 60 >= d->first_at.v || !beacon_fits(z, ask, d->first_at))
		return E_INPUT;
	return classes_text(db, a, house.tree_lo, &d->classes);
}

enum err draw_announce(struct db *db, struct arena *a, struct instant now, const struct draw_ask *ask, struct draw_announced *ret)
{
	struct hold *kept = ARENA_ARRAY(a, struct hold, DRAW_TIMES);
	struct draw_house house;
	const struct zone *z;
	struct draw_window w;
	struct draw_row_row d;
	struct draw_slots times;

	TRY(prepare(db, a, now, ask, &d, &times));
	TRY(keep(db, a, now, &d, &times, kept));
	TRY(draw_house(db, a, d.organization, &house));
	TRY(within_share(db, a, &d, house.root_lo, kept));
	TRY(draw_add(db, a, d.id, d.organization, d.schedule, d.service, now, d.opens_at, d.closes_at, d.first_at, d.zone, d.times,
		d.classes, d.beacon, d.salt, d.seed, (struct opt_int){ ask->account > 0, ask->account }));
	TRY(zone_get(d.zone, &z));
	w = draw_window_of(z, now, d.opens_at, d.closes_at);
	TRY(draw_say(db, a, now, &d, &(struct draw_said){ .act = ACT_DRAW_OPEN, .role = ask->role, .class = d.classes,
		.slot = w.closes, .minutes = draw_window_minutes(&w), .capacity = d.times,
		.reason = arena_fmt(a, "%.*s%s%.*s", STR_ARG(draw_commitment(a, d.seed)), d.beacon.n ? " " : "", STR_ARG(d.beacon)) }));
	TRY(tell_times(db, a, now, &d, kept, ask->role));
	*ret = (struct draw_announced){ d.id, d.times };
	return OK;
}

/* ---- its beacon, and its end before its time ---- */

/* Nothing that would say something about people in the log, where it stays for ever; and one way of writing it. */
static bool is_value(struct str s)
{
	static const struct str marks = S(".:-");

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && !memchr(marks.p, c, marks.n))
			return false;
	}
	return s.n > 0 && s.n <= DRAW_BEACON_MAX;
}

/* While the end of the window may still be written otherwise, a value that is known would be one to try it with. */
static enum err end_is_signed(struct db *db, struct arena *a, struct draw_id id)
{
	struct receipt closed;
	enum err e = log_draw_receipt(db, a, id.v, &closed);

	if (e == E_NOTFOUND)
		return E_CONFLICT;
	TRY(e);
	return closed.index >= 0 ? OK : E_CONFLICT;
}

enum err draw_beacon(struct db *db, struct arena *a, struct instant now, struct draw_id id, struct str value, struct str role)
{
	struct draw_row_row d;
	struct beacon b;
	int64_t n;

	TRY(draw_row(db, a, id, &d));
	if (!is_value(value) || (beacon_read(d.beacon, &b) && !beacon_value_ok(&b, value)))
		return E_INPUT;
	TRY(end_is_signed(db, a, id));
	TRY(draw_value(db, a, id, value, &n));
	if (!n)
		return E_CONFLICT;
	return draw_say(db, a, now, &d, &(struct draw_said){ .act = ACT_DRAW_BEACON, .role = role, .slot = { DAY_NONE, 0 }, .reason = value });
}

/* What gives times of a draw back. */
struct giving { struct db *db; struct arena *a; struct instant now; const struct draw_row_row *d; const struct zone *zone; struct str specialty; };

static enum err giving_begin(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, struct giving *ret)
{
	struct service s;

	TRY(service_get(db, a, d->service, &s));
	*ret = (struct giving){ .db = db, .a = a, .now = now, .d = d, .specialty = s.specialty };
	return zone_get(d->zone, &ret->zone);
}

/* Once: what is free again already, or booked, is no longer the draw's to give. */
static enum err give_one(const struct giving *g, const struct draw_times_row *x)
{
	const struct waiting_freed f = { .organization = g->d->organization, .schedule = g->d->schedule, .service = g->d->service,
		.specialty = g->specialty, .day = x->day, .start_min = x->start_min, .channel = CH_DESK, .why = "open" };
	struct str owner = draw_owner(g->a, g->d->id, x->no);
	struct hold h;
	enum err e = hold_get(g->db, g->a, x->hold, owner, &h);

	if (e == E_NOTFOUND || x->wish.is)
		return OK;
	TRY(e);
	TRY(hold_give_back(g->db, g->a, g->now, x->hold, owner, WHY_DRAW));
	return zone_instant(g->zone, (struct local){ x->day, x->start_min }).v > g->now.v ? waiting_freed(g->db, g->a, g->now, &f) : OK;
}

enum err draw_give_back(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d)
{
	struct draw_times_rows t;
	struct giving g;

	TRY(giving_begin(db, a, now, d, &g));
	TRY(draw_times(db, a, d->id, &t));
	for (size_t i = 0; i < t.n; i++)
		TRY(give_one(&g, &t.v[i]));
	return OK;
}

enum err draw_give_one_back(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, int32_t no)
{
	struct draw_times_rows t;
	struct giving g;

	TRY(giving_begin(db, a, now, d, &g));
	TRY(draw_times(db, a, d->id, &t));
	return no >= 1 && no <= (int32_t)t.n ? give_one(&g, &t.v[no - 1]) : OK;
}

/* At an hour that everybody can know, so that giving a draw up hands its times to nobody. */
enum err draw_back_at(const struct draw_row_row *d, struct instant now, struct instant *ret)
{
	const struct zone *z;

	TRY(zone_get(d->zone, &z));
	*ret = zone_instant(z, (struct local){ { zone_local(z, now).day.n + 1 }, BACK_MIN });
	return OK;
}

enum err draw_cancel(struct db *db, struct arena *a, struct instant now, struct draw_id id, struct str role)
{
	struct draw_row_row d;
	struct instant back;
	int64_t n;

	TRY(draw_row(db, a, id, &d));
	if (d.closes_at.v <= now.v)
		return E_CONFLICT;
	TRY(draw_end(db, a, id, S("open"), S("cancelled"), &n));
	if (!n)
		return E_CONFLICT;
	TRY(draw_back_at(&d, now, &back));
	TRY(draw_back_set(db, a, back, id));
	return draw_say(db, a, now, &d, &(struct draw_said){ .act = ACT_DRAW_END, .role = role, .slot = { DAY_NONE, 0 },
		.why = WHY_CANCELLED });
}
