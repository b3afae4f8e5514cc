/*
 * Three draws at the hospital that the accounts work for: one that takes wishes and awaits a number from outside, and two
 * whose window has just ended, one of them with such a number. As the first minutes of the program would do it, the log is
 * signed, the number is entered, and both are drawn.
 */
#include "areas/demo/inside.h"

#include "areas/draws/draws.h"
#include "areas/figures/figures.h"
#include "areas/ledger/ledger.h"
#include "web/settings.h"

enum { FIRST_DAY = 42, DAYS = 12, FINISHED = 14, TAKING_PART = 9, SIX_DAYS = 6 * 86400, HOUR = 3600 };
#define INVENTED "4f1c27a09be35d684f1c27a09be35d684f1c27a09be35d684f1c27a09be35d68"	/* no round of drand ever said that */
enum draw_kind { DRAWN, VALUED, RUNNING, KINDS };

static enum err takes_part(struct demo *d, const struct draw_announced *of, struct instant at, int i, bool runs)
{
	struct draw_wish w = { .draw = of->id, .silent = true, .channel = i % 4 ? CH_ONLINE : CH_DESK, .to_list = runs && i % 3 == 0 };
	bool female = dice_percent(&d->dice, 55);
	struct draw_wished got;
	struct pair name;

	demo_name(d, female, &name);
	w.name.s = i % 2 ? name.latin : name.arabic;
	w.birth_day.n = d->here.day.n - 365 * (25 + dice_roll(&d->dice, 50));
	w.sex = female ? S("female") : S("male");
	w.phone = arena_fmt(d->scratch, "+21260%07d", dice_roll(&d->dice, 10000000));
	w.lang = i % 2 ? S("fr") : S("ar");
	for (int32_t no = 1 + dice_roll(&d->dice, of->times); no <= of->times && w.wishes.n < 3; no++)
		w.wishes.v[w.wishes.n++] = (unsigned char)no;
	if (i == 0) {
		w.class = S("urgent");
		w.role = S("desk");
	}
	return draw_wish_put(d->db, d->scratch, at, &w, &got);
}

/* A few times of one doctor; E_NOTFOUND: none are free. */
static enum err one(struct demo *d, const struct doctor *doc, enum draw_kind kind)
{
	const bool runs = kind == RUNNING;
	const struct instant said = { (d->now.v - SIX_DAYS) / 60 * 60 };
	const struct instant closes = { (d->now.v + (runs ? SIX_DAYS : kind == VALUED ? -2 * HOUR : -60)) / 60 * 60 };	/* the value comes an hour after */
	struct draw_ask ask = { .schedule = doc->schedule, .service = doc->at->services[doc->mi], .opens = { said.v + DRAW_NOTICE },
		.closes = closes, .role = S("head_of_admissions"), .beacon = kind == DRAWN ? S("") : draw_drand(d->scratch, closes) };
	enum err e = E_NOTFOUND;
	struct draw_announced made;

	ask.from.n = d->here.day.n + FIRST_DAY;
	for (int day = 0; day < DAYS && e == E_NOTFOUND; day++, ask.from.n++) {
		ask.to = ask.from;
		e = draw_announce(d->db, d->scratch, said, &ask, &made);
	}
	TRY(e);
	if (kind == VALUED)
		d->valued_draw = made.id.v;
	for (int i = 0; i < (runs ? TAKING_PART : FINISHED); i++)
		TRY(takes_part(d, &made, (struct instant){ ask.opens.v + (i + 1) * HOUR }, i, runs));
	return OK;
}

/* These people are grown up, women and men. */
static bool for_anybody(const struct doctor *doc)
{
	return !str_eq(doc->m->specialty, S("pedia")) && !str_eq(doc->m->specialty, S("gyneco"));
}

enum err demo_draws(struct demo *d)
{
	int made = 0;

	for (size_t i = 0; i < d->ndoctors && made < KINDS; i++) {
		const struct doctor *doc = &d->doctors[i];
		enum err e;

		if (!str_eq(doc->at->code, S(DEMO_HOSPITAL)) || !doc->at->services[doc->mi].v || !for_anybody(doc))
			continue;
		arena_reset(d->scratch);
		e = one(d, doc, (enum draw_kind)made);
		if (e == E_NOTFOUND || e == E_INPUT || e == E_DENIED)
			continue;
		TRY(e);
		made++;
	}
	return OK;
}

static enum err sign_all(struct demo *d, const struct settings *s)
{
	bool more = true;

	while (more) {
		arena_reset(d->scratch);
		TRY(ledger_seal(s, d->db, d->scratch, d->now, &more));
	}
	return OK;
}

/* What was booked by lot is in this month's figures. */
static enum err counted_again(struct demo *d)
{
	TRY(figures_touch_all(d->db, d->scratch, month_of_day(d->here.day), month_of_day(d->here.day)));
	return figures_settle(d->db, d->scratch, d->now);
}

enum err demo_drawn(struct demo *d, const struct settings *s)
{
	if (!setting_int(s, "ledger_seal"))
		return OK;
	TRY(sign_all(d, s));
	TRY(draws_run(d->db, d->a, d->now));
	TRY(sign_all(d, s));
	if (d->valued_draw) {
		TRY(db_begin(d->db));
		TRY(db_end(d->db, draw_beacon(d->db, d->a, d->now, (struct draw_id){ d->valued_draw }, S(INVENTED), S("head_of_admissions"))));
	}
	TRY(draws_run(d->db, d->a, d->now));
	arena_reset(d->scratch);
	TRY(db_begin(d->db));
	return db_end(d->db, counted_again(d));
}
