/*
 * Periods with other hours (Ramadan) in a file of working hours: a name, two dates, and the hours of
 * those days. An agenda that a row puts into one has these hours alone between the dates, so this is
 * the one thing in such a file that takes hours away: what that costs is counted before.
 */
#include "areas/imports/agendas.h"

#include "base/utf8.h"

enum { LONGEST_DAYS = 366 };

/* An agenda that would come into a period, with the hours that the file gives it there. */
struct joining {
	struct joining *next;
	struct schedule_id schedule;
	struct period *period;
	struct opening *own; size_t n, cap;
};
struct periods { struct period *all; struct joining *joining; };

static struct periods *state(struct import *im)
{
	if (!im->state)
		im->state = ARENA_NEW(im->a, struct periods);
	return im->state;
}

static void know(struct import *im, struct site *site, const struct variant *v)
{
	struct period *p = ARENA_NEW(im->a, struct period);

	*p = (struct period){ .next = state(im)->all, .site = site, .v = *v };
	for (int l = 0; l < LANG_MAX; l++)
		p->v.name.v[l] = arena_str(im->a, v->name.v[l]);
	p->fold_fr = utf8_fold(im->a, p->v.name.v[LANG_FR]);
	p->fold_ar = utf8_fold(im->a, p->v.name.v[LANG_AR]);
	state(im)->all = p;
}

/* Those of the establishment and of the houses above it that are not over. */
static enum err list_periods(struct import *im, struct site *s)
{
	struct variants all;

	if (s->periods_listed)
		return OK;
	TRY(variant_list(im->db, im->scratch, s->id, zone_local(s->zone, im->now).day, &all));
	for (size_t i = 0; i < all.n; i++)
		know(im, s, &all.v[i]);
	s->periods_listed = true;
	return OK;
}

/* Those with that name; of several, the one with these dates. *ret_other: only with other dates
 * that meet these, or, without dates, several. */
static struct period *named(struct import *im, const struct line *h, struct str name,
	const struct row *r, bool *ret_other)
{
	struct str fold = import_fold(im, name);
	bool dated = r->cell[AG_FIRST].n || r->cell[AG_UNTIL].n;
	struct period *found = NULL;

	*ret_other = false;
	for (struct period *p = state(im)->all; p; p = p->next) {
		if (p->site != h->site || (!str_eq(p->fold_fr, fold) && !str_eq(p->fold_ar, fold)))
			continue;
		bool same = p->v.first_day.n == h->first.n && p->v.last_day.n == h->until.n;

		if (dated && !same) {
			*ret_other |= !day_is(h->until) || (p->v.first_day.n <= h->until.n
				&& p->v.last_day.n >= h->first.n);
			continue;
		}
		*ret_other |= found != NULL;
		found = p;
	}
	return *ret_other ? NULL : found;
}

/* A period that is not known yet: two dates, not longer than a year, not over. */
static bool new_period(struct import *im, struct row *r, const struct line *h)
{
	if (!r->cell[AG_FIRST].n)
		import_wrong(im, r, AG_FIRST, N_("the first day of the period, for instance 08/02/2027"));
	else if (!r->cell[AG_UNTIL].n)
		import_wrong(im, r, AG_UNTIL, N_("the last day of the period, for instance 09/03/2027"));
	else if (!day_is(h->until) || h->until.n - h->first.n > LONGEST_DAYS)
		import_wrong(im, r, AG_UNTIL, N_("a last day at most a year after the first"));
	else if (h->until.n < zone_local(h->site->zone, im->now).day.n)
		import_wrong(im, r, AG_UNTIL, N_("a day that is not past"));
	else if (r->cell[AG_PERIOD].n > 160 || r->cell[AG_PERIOD_AR].n > 160)
		import_wrong(im, r, AG_PERIOD, N_("a name of at most 80 characters"));
	else
		return true;
	return false;
}

static enum err period_of(struct import *im, struct row *r, struct line *h)
{
	struct str name = r->cell[AG_PERIOD], ar = r->cell[AG_PERIOD_AR];
	bool other;

	TRY(list_periods(im, h->site));
	h->period = named(im, h, name, r, &other);
	if (other)
		import_wrong(im, r, AG_FIRST, N_("the two dates of the period of that name"));
	else if (!h->period && new_period(im, r, h)) {
		know(im, h->site, &(struct variant){ .organization = h->site->id,
			.name = names_make(name, ar, STR_NONE),
			.first_day = h->first, .last_day = h->until });
		h->period = state(im)->all;
	}
	return OK;
}

enum err agenda_period_check(struct import *im, struct row *r, struct line *h)
{
	if (!r->cell[AG_PERIOD].n) {
		if (r->cell[AG_PERIOD_AR].n)
			import_wrong(im, r, AG_PERIOD, N_("the name of the period in French too"));
		return OK;
	}
	if (!h->site)
		return OK;
	TRY(period_of(im, r, h));
	if (!h->period)
		return OK;
	/* Weeks before, so that the hours are there too when the period is found to begin a day earlier; a
	 * number that 1, 2, 3 and 4 divide, so that the week of its first day is one of them. */
	h->first = (struct day){ h->period->v.first_day.n - 12 * 7 };
	h->until = DAY_NONE;
	return OK;
}

/* *ret_in: the agenda is in the period; *ret_other: in another one that meets its days. */
static enum err takes_part(struct import *im, const struct period *p, struct schedule_id schedule,
	bool *ret_in, bool *ret_other)
{
	struct variants all;

	*ret_in = *ret_other = false;
	TRY(variants_of(im->db, im->scratch, schedule, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct variant *v = &all.v[i];

		if (v->id.v == p->v.id.v)
			*ret_in = true;
		else
			*ret_other |= v->first_day.n <= p->v.last_day.n
				&& v->last_day.n >= p->v.first_day.n;
	}
	return OK;
}

static void two_at_once(struct import *im, const struct row *r)
{
	import_wrong(im, r, AG_PERIOD, N_("a period on whose days the agenda is in no other one"));
}

enum err agenda_period_plan(struct import *im, const struct row *r, const struct line *h,
	const struct opening *own)
{
	struct periods *all = state(im);
	struct joining *j = all->joining;
	bool in, other;

	TRY(takes_part(im, h->period, own->schedule, &in, &other));
	if (in)
		return OK;
	if (other) {
		two_at_once(im, r);
		return OK;
	}
	while (j && (j->schedule.v != own->schedule.v || j->period != h->period))
		j = j->next;
	if (!j) {
		j = ARENA_NEW(im->a, struct joining);
		*j = (struct joining){ .next = all->joining, .schedule = own->schedule,
			.period = h->period };
		all->joining = j;
	}
	j->own = arena_grow(im->a, j->own, j->n, &j->cap, sizeof(*j->own));
	j->own[j->n] = *own;
	j->own[j->n++].rule = arena_str(im->a, own->rule);
	return OK;
}

enum err agenda_periods_lose(struct import *im)
{
	for (struct joining *j = state(im)->joining; j; j = j->next) {
		int64_t n;

		arena_reset(im->scratch);
		TRY(variant_loses(im->db, im->scratch, im->now, j->schedule, &j->period->v, j->own, j->n, &n));
		im->out.lost += n;
	}
	return OK;
}

enum err agenda_period_join(struct import *im, const struct row *r, struct line *h,
	struct schedule_id schedule)
{
	struct period *p = h->period;
	bool in, other;

	if (!p->v.id.v)
		TRY(variant_put(im->db, im->scratch, im->now, &p->v, S("system"), &p->v.id));
	TRY(takes_part(im, p, schedule, &in, &other));
	if (in)
		return OK;
	if (other) {			/* two periods of one file */
		two_at_once(im, r);
		return E_NOTFOUND;
	}
	return variant_join(im->db, im->scratch, im->now, p->v.id, schedule,
		(struct minute_span){ 0, 0 }, S("system"));
}
