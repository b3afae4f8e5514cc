/* Pictures of a month's figures. See pictures.h. */
#include "areas/figures/pictures.h"

#include "areas/figures/tally.h"
#include "base/utf8.h"
#include "page/text.h"

enum { PERCENT = 100 };
#define SURE 0.05	/* the chance that an interval is allowed to miss, or all of a league's together */

struct chart_trend picture_trend(const struct page *pg, const struct points *year)
{
	struct chart_shares s = { ARENA_ARRAY(pg->a, struct chart_share, year->n + 1), year->n };
	const struct point *first = NULL, *last = NULL;
	struct str title = tr(pg, "Share taken online, month by month; the table below has the numbers.");

	for (size_t i = 0; i < year->n; i++) {
		const struct point *p = &year->v[i];

		s.v[i] = (struct chart_share){ .label = p->label, .known = p->known };
		if (!p->known)
			continue;
		s.v[i].n = p->online;
		s.v[i].of = p->n;
		first = first ? first : p;
		last = p;
	}
	if (first && first != last)
		title = FILL(pg, tr(pg, "Share taken online: %1 in %2, %3 in %4. The table below has all months."),
			text_percent(pg->a, pg->lang, first->online, first->n), months_label(pg->a, pg->lang, first->month),
			text_percent(pg->a, pg->lang, last->online, last->n), months_label(pg->a, pg->lang, last->month));
	return chart_trend(pg->a, pg->lang, "trend", title, &s);
}

/* ---- the funnel ---- */

static bool shows(const struct figure_line *l, uint32_t measures)
{
	return !(l->hidden & measures);
}

struct funnel_view picture_funnel(const struct page *pg, const struct figure_line *all)
{
	const int64_t *v = all->v;
	const struct chart_step steps[] = {
		{ tr(pg, "Appointments booked"), v[M_N], shows(all, 1u << M_N) },
		{ tr(pg, "Not cancelled"), v[M_N] - v[M_BY_PERSON] - v[M_BY_HOUSE], shows(all, 1u << M_N | 1u << M_BY_PERSON | 1u << M_BY_HOUSE) },
		{ tr(pg, "Outcome recorded"), v[M_EXPECTED], shows(all, 1u << M_EXPECTED) },
		{ tr(pg, "People who came"), v[M_EXPECTED] - v[M_MISSED], shows(all, 1u << M_EXPECTED | 1u << M_MISSED) },
	};
	struct funnel_view f = { .steps = { ARENA_ARRAY(pg->a, struct chart_step, 4), 4 } };

	for (size_t i = 0; i < f.steps.n; i++)
		f.steps.v[i] = steps[i].known ? steps[i] : (struct chart_step){ .label = steps[i].label };
	f.picture = chart_funnel(pg->a, pg->lang, "funnel",
		tr(pg, "What became of the month’s appointments; the table below has the numbers."), f.steps.v, f.steps.n);
	return f;
}

/* ---- the week ---- */

static struct str fifth(int step, bool whole)
{
	static const char *const words[LOAD_STEPS][2] = { { "0+", "0–20" }, { "20+", "20–40" }, { "40+", "40–60" }, { "60+", "60–80" },
		{ "80+", "80–100" } };

	return str_of(words[step][whole]);	/* where it begins is all that a cell has room for on a telephone */
}

static struct chart_hour hour_of(const struct page *pg, const struct load_hour *h, int day, int hour, bool exact)
{
	struct chart_hour x = { .weekday = day + 1, .hour = hour, .tint = load_step(h) };
	int64_t share = load_percent(h);

	if (!exact) {
		x.text = fifth(x.tint, false);
		return x;
	}
	x.tint = share >= PERCENT ? LOAD_STEPS - 1 : (int32_t)(share * LOAD_STEPS / PERCENT);
	x.text = arena_fmt(pg->a, "%lld", (long long)share);
	return x;
}

static struct str cell_text(const struct week_view *w, const struct chart_hour *v, int32_t day, int32_t hour)
{
	for (size_t i = 0; i < w->picture.cells.n; i++)
		if (v[i].weekday == day && v[i].hour == hour)
			return w->exact ? v[i].text : fifth(v[i].tint, true);
	return S("–");
}

static void week_table(const struct page *pg, struct week_view *w, const struct chart_hour *v)
{
	const struct chart_week *c = &w->picture;
	size_t days = (size_t)(c->last_day - c->first_day + 1), hours = (size_t)(c->last_hour - c->first_hour + 1);

	w->days.v = ARENA_ARRAY(pg->a, struct str, days);
	w->rows.v = ARENA_ARRAY(pg->a, struct week_row, hours);
	for (int32_t d = c->first_day; d <= c->last_day; d++)
		w->days.v[w->days.n++] = text_capital(pg->a, str_of(text_weekday(pg->lang, d)));
	for (int32_t h = c->first_hour; h <= c->last_hour; h++) {
		struct week_row *r = &w->rows.v[w->rows.n++];

		*r = (struct week_row){ text_clock(pg->a, 60 * h), { ARENA_ARRAY(pg->a, struct str, days), 0 } };
		for (int32_t d = c->first_day; d <= c->last_day; d++)
			r->cells.v[r->cells.n++] = cell_text(w, v, d, h);
	}
}

struct week_view picture_week(const struct page *pg, const struct load_week *load, bool exact)
{
	struct chart_hour *v = ARENA_ARRAY(pg->a, struct chart_hour, WEEK * HOURS);
	struct week_view w = { .exact = exact };
	size_t n = 0;

	for (int d = 0; d < WEEK; d++)
		for (int h = 0; h < HOURS; h++)
			if (load->v[d][h].open_min > 0)
				v[n++] = hour_of(pg, &load->v[d][h], d, h, exact);
	w.picture = chart_week(pg->a, pg->lang, "week",
		tr(pg, "How full the hours of the week were, in per cent of the open minutes; the table below has the numbers."), v, n);
	if (n)
		week_table(pg, &w, v);
	return w;
}

static struct str hour_text(const struct page *pg, const struct load_hour *h, bool exact)
{
	if (h->open_min <= 0)
		return S("–");
	return exact ? arena_fmt(pg->a, "%lld", (long long)load_percent(h)) : fifth(load_step(h), true);
}

void picture_week_corrected(const struct page *pg, const struct load_week *was, const struct load_week *now, bool exact,
	struct corrections *c)
{
	for (int d = 0; d < WEEK; d++) {
		for (int h = 0; h < HOURS; h++) {
			const struct load_hour *x = &was->v[d][h], *y = &now->v[d][h];
			struct str before = hour_text(pg, x, exact), today = hour_text(pg, y, exact);

			if (!load_differs(x, y, exact))
				continue;
			c->v[c->n++] = (struct correction){ FILL(pg, S("%1 %2"), text_capital(pg->a, str_of(text_weekday(pg->lang, d + 1))),
				text_clock(pg->a, 60 * h)), tr(pg, "Use of the hour, in per cent"), before, today };
		}
	}
}

/* ---- waits by speciality ---- */

static bool has_wait(const struct figure_line *l)
{
	return l && !is_hidden(l, M_COMPARED) && l->v[M_COMPARED] > 0 && l->days[H_COMPARED];
}

static int32_t wait_of(const struct figure_line *l)
{
	return has_wait(l) ? line_median_twice(l, H_COMPARED) : -1;
}

static bool interval_of(const struct figure_line *l, double miss, int32_t *ret_low, int32_t *ret_high)
{
	return has_wait(l) && median_interval(l->days[H_COMPARED], miss, ret_low, ret_high);
}

enum err house_wait_add(void *arg, const struct tally_waits_row *r)
{
	struct house_waits *h = arg;

	if (r->hidden >> M_COMPARED & 1 || r->compared < LEAGUE_LEAST)
		return OK;
	for (size_t i = 0; i < h->lines->n; i++) {
		if (!str_eq(h->lines->v[i].l->value, r->value))
			continue;
		h->v = arena_grow(h->a, h->v, h->n, &h->cap, sizeof(*h->v));
		h->v[h->n++] = (struct house_wait){ i, tally_median_twice(r->compared_delays, r->compared) };
		return OK;
	}
	return OK;
}

static struct str half(const struct page *pg, int32_t twice)
{
	return arena_fmt(pg->a, twice % 2 ? "%d%s5" : "%d", twice / 2, pg->lang == LANG_EN ? "." : ",");
}

static struct str from_to(const struct page *pg, int32_t low2, int32_t high2)
{
	return low2 == high2 ? half(pg, low2) : FILL(pg, tr_c(pg, "days", "%1 to %2"), half(pg, low2), half(pg, high2));
}

static int32_t larger(int32_t x, int32_t y)
{
	return x > y ? x : y;
}

/* Twice the longest wait that is drawn. */
static int32_t longest(const struct shown_lines *lines, const struct house_waits *houses)
{
	int32_t most = 0, low, high;

	for (size_t i = 0; i < lines->n; i++) {
		most = larger(most, larger(wait_of(lines->v[i].l), wait_of(lines->v[i].country)));
		if (!houses && interval_of(lines->v[i].l, SURE, &low, &high))
			most = larger(most, 2 * high);
	}
	for (size_t i = 0; houses && i < houses->n; i++)
		most = larger(most, houses->v[i].twice);
	return most;
}

static void house_range(const struct page *pg, struct shown_line *s, int32_t scale)
{
	int32_t low, high;

	if (!interval_of(s->l, SURE, &low, &high))
		return;
	s->range.from = chart_at(pg->a, 2 * (int64_t)low, scale);
	s->range.to = chart_at(pg->a, 2 * (int64_t)high, scale);
	s->spread = from_to(pg, 2 * low, 2 * high);
}

/* Houses of one median have one ring: a country has hundreds. */
static void houses_range(const struct page *pg, struct shown_line *s, size_t line, const struct house_waits *houses, int32_t scale)
{
	bool seen[2 * DELAYS] = { false };
	int32_t low = INT32_MAX, high = -1;

	for (size_t i = 0; i < houses->n; i++) {
		int32_t twice = houses->v[i].twice;

		if (houses->v[i].line != line || twice < 0 || twice >= 2 * DELAYS)
			continue;
		seen[twice] = true;
		low = twice < low ? twice : low;
		high = larger(high, twice);
	}
	if (high < 0)
		return;
	s->spread = from_to(pg, low, high);
	s->range.others.v = ARENA_ARRAY(pg->a, struct chart_mark, (size_t)(high - low + 1));
	for (int32_t x = low; x <= high; x++)
		if (seen[x])
			s->range.others.v[s->range.others.n++].x = chart_at(pg->a, x, scale);
}

int32_t picture_waits(const struct page *pg, struct shown_lines *lines, const struct house_waits *houses)
{
	int32_t scale = chart_scale((longest(lines, houses) + 1) / 2);

	for (size_t i = 0; i < lines->n; i++) {
		struct shown_line *s = &lines->v[i];

		s->range.at = chart_at(pg->a, wait_of(s->l), scale);
		s->range.mark = chart_at(pg->a, wait_of(s->country), scale);
		if (houses)
			houses_range(pg, s, i, houses, scale);
		else
			house_range(pg, s, scale);
	}
	return scale;
}

/* ---- the league ---- */

struct standing { struct place_line line; struct league_line place; size_t name; };

/* Placed ones in the order of the places that they may have; then those of whom too little is known, without any, hidden. */
static int rank_of(const struct standing *s)
{
	if (s->place.placed)
		return 0;
	return is_hidden(s->line.l, M_COMPARED) ? 3 : s->line.l->v[M_COMPARED] == 0 ? 2 : 1;
}

static bool stands_before(const struct standing *x, const struct standing *y)
{
	if (rank_of(x) != rank_of(y))
		return rank_of(x) < rank_of(y);
	if (x->place.first != y->place.first)
		return x->place.first < y->place.first;
	return x->place.last != y->place.last ? x->place.last < y->place.last : x->name < y->name;
}

static void sort(struct standing *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct standing x = v[i];
		size_t k = i;

		for (; k > 0 && stands_before(&x, &v[k - 1]); k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

static void place_words(const struct page *pg, struct standing *s, int32_t scale, int32_t mark)
{
	struct place_line *p = &s->line;

	p->range = (struct chart_range){ .at = chart_at(pg->a, wait_of(p->l), scale), .mark = chart_at(pg->a, mark, scale) };
	if (!s->place.placed)
		return;
	p->range.from = chart_at(pg->a, 2 * (int64_t)s->place.low, scale);
	p->range.to = chart_at(pg->a, 2 * (int64_t)s->place.high, scale);
	p->placed = true;
	p->low = s->place.low;
	p->high = s->place.high;
	p->first = s->place.first;
	p->last = s->place.last;
	p->spread = from_to(pg, 2 * s->place.low, 2 * s->place.high);
	p->places = from_to(pg, 2 * s->place.first, 2 * s->place.last);
}

static struct standing *standings(const struct page *pg, const struct place_lines *p)
{
	struct standing *v = ARENA_ARRAY(pg->a, struct standing, p->n + 1);
	struct str *names = ARENA_ARRAY(pg->a, struct str, p->n + 1);
	struct league_line *places = ARENA_ARRAY(pg->a, struct league_line, p->n + 1);
	const size_t *order;
	int compared = 0;

	for (size_t i = 0; i < p->n; i++) {
		v[i].line = p->v[i];
		names[i] = p->v[i].name;
		compared += has_wait(p->v[i].l) && p->v[i].l->v[M_COMPARED] >= LEAGUE_LEAST;
	}
	order = utf8_order(pg->a, lang_code(pg->lang), names, p->n);
	for (size_t i = 0; i < p->n; i++) {
		v[order[i]].name = i;
		places[i].placed = compared && interval_of(p->v[i].l, SURE / compared, &places[i].low, &places[i].high);
	}
	league(places, p->n);
	for (size_t i = 0; i < p->n; i++)
		v[i].place = places[i];
	return v;
}

int32_t picture_league(const struct page *pg, struct place_lines *p, const struct figure_line *all)
{
	struct standing *v = standings(pg, p);
	int32_t most = larger(0, wait_of(all)), scale;

	for (size_t i = 0; i < p->n; i++)
		most = larger(most, larger(wait_of(v[i].line.l), v[i].place.placed ? 2 * v[i].place.high : 0));
	scale = chart_scale((most + 1) / 2);
	sort(v, p->n);
	for (size_t i = 0; i < p->n; i++) {
		place_words(pg, &v[i], scale, wait_of(all));
		p->v[i] = v[i].line;
	}
	return scale;
}
