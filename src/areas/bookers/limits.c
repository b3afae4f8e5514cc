/* Whether one booking more may be made for another. See bookers.h. */
#include "areas/bookers/bookers.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "bookers_q.h"

enum { PHONE_DAYS = 90 };		/* how long ago a telephone was given that still counts */

bool booker_kind_of(struct str role, enum booker_kind *ret)
{
	if (!str_eq(role, S("health_centre")) && !str_eq(role, S("helper")))
		return false;
	*ret = str_eq(role, S("helper")) ? BOOKER_HELPER : BOOKER_CENTRE;
	return true;
}

static struct str kind_code(enum booker_kind k)
{
	return k == BOOKER_HELPER ? S("helper") : S("centre");
}

/* ---- what an establishment says ---- */

static int64_t standard(const char *name)
{
	const struct organization_setting_def *d = organization_settings;

	while (d->name && strcmp(d->name, name))
		d++;
	return d->standard;
}

static int64_t said(const struct booker_settings_rows *r, const char *name)
{
	int64_t v = standard(name);

	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i].name, str_of(name)))
			v = r->v[i].value;
	return v;
}

static struct booker_limits limits_of(const struct booker_settings_rows *r, enum booker_kind k)
{
	if (k == BOOKER_HELPER)
		return (struct booker_limits){ .day = said(r, SETTING_HELPER_DAY), .week = -1, .open = said(r, SETTING_HELPER_OPEN),
			.agenda = said(r, SETTING_HELPER_AGENDA), .phone = said(r, SETTING_HELPER_PHONE), .type_day = -1, .type_week = -1 };
	return (struct booker_limits){ said(r, SETTING_CENTRE_DAY), said(r, SETTING_CENTRE_WEEK), -1, -1, -1, -1, -1 };
}

static void own(int64_t *limit, struct opt_int v)
{
	if (v.is)
		*limit = v.v;
}

/* ---- one booker at one establishment ---- */

struct asked {
	struct db *db;
	struct arena *a;
	const struct booker_ask *ask;
	enum booker_kind kind;
	struct booker_home_row home;
	struct booker_place_row place;
	struct booker_case c;
	struct booker_id id;			/* v == 0: has no row yet */
	struct day today;
	const struct zone *zone;
	int64_t letters;			/* at most in a day */
};

static enum err nearness(struct db *db, struct arena *a, int64_t one, int64_t other, enum reach *ret)
{
	struct booker_common_rows r;

	*ret = REACH_NONE;
	TRY(booker_common(db, a, one, other, &r));
	for (size_t i = 0; i < r.n; i++)
		*ret = reach_by_kind(*ret, r.v[i].kind);
	return OK;
}

static enum err read_words(struct asked *x)
{
	struct booker_settings_rows r;
	struct booker_type_get_row t;
	enum err e;

	TRY(booker_settings(x->db, x->a, x->place.tree_lo, &r));
	x->c.limits = limits_of(&r, x->kind);
	x->c.reach = (enum reach)said(&r, SETTING_BOOKER_REACH);
	x->letters = said(&r, SETTING_CENTRE_LETTERS);
	TRY(nearness(x->db, x->a, x->ask->tree_lo, x->home.tree_lo, &x->c.nearness));
	if (!x->ask->service.v)
		return OK;
	e = booker_type_get(x->db, x->a, x->place.id, x->ask->service, &t);
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	if (t.reach.is)
		x->c.reach = (enum reach)t.reach.v;
	if (x->kind == BOOKER_CENTRE) {
		own(&x->c.limits.type_day, t.per_day);
		own(&x->c.limits.type_week, t.per_week);
	}
	return OK;
}

static enum err read_row(struct asked *x, struct instant now, bool lock)
{
	int64_t subject = x->kind == BOOKER_HELPER ? x->ask->account : x->home.id.v;
	struct booker_lock_row r;
	struct booker_row_row seen;
	enum err e;

	if (lock) {
		TRY(booker_lock(x->db, x->a, (struct booker_id){ random_id(now) }, x->place.id, kind_code(x->kind), subject, &r));
	} else {
		e = booker_row(x->db, x->a, x->place.id, kind_code(x->kind), subject, &seen);
		if (e == E_NOTFOUND)
			return OK;
		TRY(e);
		r = (struct booker_lock_row){ seen.id, seen.per_day, seen.per_week, seen.open_most, seen.per_agenda, seen.stopped_at };
	}
	x->id = r.id;
	x->c.stopped = r.stopped_at.v != INSTANT_NONE.v;
	own(&x->c.limits.day, r.per_day);
	own(&x->c.limits.week, r.per_week);
	own(&x->c.limits.open, r.open_most);
	own(&x->c.limits.agenda, r.per_agenda);
	return OK;
}

/* What it wrote on waiting lists counts with its bookings, whichever of the two it wants now. */
static enum err read_written(struct asked *x, struct day monday)
{
	struct booker_counts *n = &x->c.counts;
	struct booker_written_row w;

	if (x->ask->written)
		return OK;
	TRY(booker_written(x->db, x->a, zone_instant(x->zone, (struct local){ x->today, 0 }), x->ask->service, x->id,
		zone_instant(x->zone, (struct local){ monday, 0 }), &w));
	n->day += w.of_day;
	n->week += w.of_week;
	n->type_day += w.type_day;
	n->type_week += w.type_week;
	return OK;
}

static enum err read_counts(struct asked *x)
{
	struct booker_counts *n = &x->c.counts;
	struct day monday = { x->today.n - (day_weekday(x->today) - 1) };
	struct booker_made_row m;
	struct booker_ahead_row h;

	if (!x->id.v)
		return OK;
	TRY(booker_made(x->db, x->a, x->today, x->ask->service, x->id, monday, &m));
	n->day = m.of_day;
	n->week = m.of_week;
	n->type_day = m.type_day;
	n->type_week = m.type_week;
	TRY(read_written(x, monday));
	if (x->kind == BOOKER_CENTRE)
		return OK;
	TRY(booker_ahead(x->db, x->a, x->today, x->ask->schedule, x->ask->phone.p ? x->ask->phone : S(""), x->ask->patient,
		x->ask->account, (struct day){ x->today.n - PHONE_DAYS }, x->id, &h));
	n->open = h.open;
	n->agenda = h.of_agenda;
	n->phone = x->ask->phone.n ? h.of_phone : 0;
	return OK;
}

static enum err read_case(struct db *db, struct arena *a, struct instant now, const struct booker_ask *ask, bool lock,
	struct asked *ret)
{
	struct asked x = { .db = db, .a = a, .ask = ask };
	enum err e;

	if (!booker_kind_of(ask->role, &x.kind))
		return E_DENIED;
	e = booker_home(db, a, ask->account, ask->role, ask->acting.v, &x.home);
	if (e != OK)
		return e == E_NOTFOUND ? E_DENIED : e;
	TRY(booker_place(db, a, ask->tree_lo, &x.place));
	TRY(zone_get(x.place.zone, &x.zone));
	x.today = zone_local(x.zone, now).day;
	TRY(read_words(&x));
	TRY(read_row(&x, now, lock));
	TRY(read_counts(&x));
	*ret = x;
	return OK;
}

enum err booker_admit(struct db *db, struct arena *a, struct instant now, const struct booker_ask *ask, bool move,
	struct booker_granted *ret)
{
	struct asked x;
	enum booker_verdict v;

	TRY(read_case(db, a, now, ask, true, &x));
	v = move ? booker_judge_move(&x.c) : booker_judge(&x.c);
	*ret = (struct booker_granted){ x.id, x.place.id, x.today };
	if (v == BOOKER_MAY)
		return OK;
	return v == BOOKER_FAR || v == BOOKER_STOPPED ? E_DENIED : E_LIMIT;
}

enum err booker_note(struct db *db, struct arena *a, const struct booker_ask *ask, const struct booker_granted *g,
	struct appointment_id id)
{
	return booked_for_put(db, a, id, g->place, g->id, ask->account, ask->service, g->today);
}

enum err booker_refer(struct db *db, struct arena *a, struct instant now, const struct booker_ask *ask,
	enum booker_verdict *ret)
{
	struct booker_letter_row r;
	struct asked x;

	TRY(read_case(db, a, now, ask, true, &x));
	TRY(booker_letter(db, a, x.today, x.id, &r));
	*ret = booker_judge_letter(&x.c, x.letters, r.letters - 1);
	return OK;
}

enum err booker_look(struct db *db, struct arena *a, struct instant now, const struct booker_ask *ask, bool move,
	struct booker_room *ret)
{
	struct asked x;

	TRY(read_case(db, a, now, ask, false, &x));
	const struct booker_limits *l = &x.c.limits;
	const struct booker_counts *n = &x.c.counts;

	*ret = (struct booker_room){ move ? booker_judge_move(&x.c) : booker_judge(&x.c), booker_left(l->day, n->day),
		booker_left(l->week, n->week), booker_left(l->open, n->open), booker_left(l->type_day, n->type_day),
		booker_left(l->type_week, n->type_week) };
	return OK;
}

const char *booker_said(enum booker_verdict v)
{
	static const char *const words[BOOKER_VERDICTS] = {
		[BOOKER_FAR] = N_("This hospital does not take this appointment from where you are. Nothing was booked."),
		[BOOKER_STOPPED] = N_("This hospital has stopped your bookings. Nothing was booked. Call its head of admissions."),
		[BOOKER_PHONE] = N_("You have given this telephone for several other persons already. Write the person’s own telephone: the hospital sends its messages there. Nothing was booked."),
		[BOOKER_DAY] = N_("You have made as many bookings today as this hospital allows. Nothing was booked."),
		[BOOKER_WEEK] = N_("You have made as many bookings this week as this hospital allows. Nothing was booked."),
		[BOOKER_TYPE] = N_("You have made as many bookings of this type as this hospital allows for now. Nothing was booked. Choose another type or hospital."),
		[BOOKER_OPEN] = N_("You have as many appointments to come as this hospital allows. Nothing was booked. Cancel those that are not needed."),
		[BOOKER_LETTERS] = N_("Your health centre has entered as many referrals today as this hospital takes in a day. Nothing was kept. Call its desk if it cannot wait."),
		[BOOKER_AGENDA] = N_("You have as many appointments to come in this agenda as this hospital allows. Nothing was booked. Choose another agenda."),
	};

	return v < BOOKER_VERDICTS ? words[v] : NULL;
}

/* ---- places ---- */

/* What the nearest node says of an establishment. */
static enum reach reach_at(const struct booker_reaches_rows *r, int64_t lo)
{
	int64_t v = standard(SETTING_BOOKER_REACH);

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].tree_lo <= lo && lo < r->v[i].tree_hi)
			v = r->v[i].value;
	return (enum reach)v;
}

static enum reach near_by(const struct booker_above_rows *up, int64_t lo)
{
	enum reach r = REACH_NONE;

	for (size_t i = 0; i < up->n; i++)
		if (up->v[i].tree_lo <= lo && lo < up->v[i].tree_hi)
			r = reach_by_kind(r, up->v[i].kind);
	return r;
}

enum err booker_places(struct db *db, struct arena *a, int64_t tree_lo, struct booker_places *ret)
{
	struct booker_establishments_rows all;
	struct booker_reaches_rows reaches;
	struct booker_above_rows up;
	struct booker_places out = { 0 };

	TRY(booker_above(db, a, tree_lo, &up));
	if (!up.n)
		return E_NOTFOUND;
	TRY(booker_reaches(db, a, up.v[up.n - 1].tree_lo, up.v[up.n - 1].tree_hi, &reaches));
	TRY(booker_establishments(db, a, up.v[up.n - 1].tree_lo, up.v[up.n - 1].tree_hi, &all));
	out.v = ARENA_ARRAY(a, struct booker_place, all.n + 1);
	for (enum reach near = REACH_PROVINCE; near < REACH_MAX; near++)
		for (size_t i = 0; i < all.n; i++) {
			const struct booker_establishments_row *r = &all.v[i];

			if (near_by(&up, r->tree_lo) == near && reach_covers(reach_at(&reaches, r->tree_lo), near))
				out.v[out.n++] = (struct booker_place){ r->id, r->name_fr, r->name_ar, r->name_en };
		}
	*ret = out;
	return OK;
}
