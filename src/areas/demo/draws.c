/*
 * Two draws at the hospital that the accounts work for: one that takes wishes and awaits a number from outside, and one
 * whose window has just ended, which the jobs draw as soon as the program runs and its log is signed.
 */
#include "areas/demo/inside.h"

#include "areas/draws/draws.h"

enum { FIRST_DAY = 42, DAYS = 12, FINISHED = 14, RUNNING = 9, SIX_DAYS = 6 * 86400, HOUR = 3600 };

static enum err takes_part(struct demo *d, const struct draw_announced *of, struct instant at, int i)
{
	struct draw_wish w = { .draw = of->id, .silent = true, .channel = i % 4 ? CH_ONLINE : CH_DESK, .to_list = i % 3 == 0 };
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
static enum err one(struct demo *d, const struct doctor *doc, bool runs)
{
	const struct instant said = { (d->now.v - SIX_DAYS) / 60 * 60 };
	const struct instant closes = { (runs ? d->now.v + SIX_DAYS : d->now.v - 60) / 60 * 60 };
	struct draw_ask ask = { .schedule = doc->schedule, .service = doc->at->services[doc->mi], .opens = { said.v + DRAW_NOTICE },
		.closes = closes, .role = S("head_of_admissions"), .beacon = runs ? draw_drand(d->scratch, closes) : S("") };
	enum err e = E_NOTFOUND;
	struct draw_announced made;

	ask.from.n = d->here.day.n + FIRST_DAY;
	for (int day = 0; day < DAYS && e == E_NOTFOUND; day++, ask.from.n++) {
		ask.to = ask.from;
		e = draw_announce(d->db, d->scratch, said, &ask, &made);
	}
	TRY(e);
	for (int i = 0; i < (runs ? RUNNING : FINISHED); i++)
		TRY(takes_part(d, &made, (struct instant){ ask.opens.v + (i + 1) * HOUR }, i));
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

	for (size_t i = 0; i < d->ndoctors && made < 2; i++) {
		const struct doctor *doc = &d->doctors[i];
		enum err e;

		if (!str_eq(doc->at->code, S(DEMO_HOSPITAL)) || !doc->at->services[doc->mi].v || !for_anybody(doc))
			continue;
		arena_reset(d->scratch);
		e = one(d, doc, made > 0);
		if (e == E_NOTFOUND || e == E_INPUT || e == E_DENIED)
			continue;
		TRY(e);
		made++;
	}
	return OK;
}
