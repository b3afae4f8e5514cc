/* Places of lines, points and words. See chart.h. */
#include "page/chart.h"

#include "page/text.h"

/* Thousandths of the width, from the side where reading begins. */
static struct str part(struct arena *a, enum lang l, int32_t x)
{
	if (l == LANG_AR)
		x = 1000 - x;
	return arena_fmt(a, "%d.%d%%", x / 10, x % 10);
}

static struct str width(struct arena *a, int32_t x)
{
	return arena_fmt(a, "%d.%d%%", x / 10, x % 10);
}

/* ---- shares over time: 0 % at 225, 100 % at 25 ---- */

enum { NEAR = 70, FAR = 970, FLOOR = 225, TALL = 200, UNDER = 250, ABOVE = -14, BELOW = 32 };

static int32_t trend_x(size_t i, size_t n)
{
	return n < 2 ? NEAR : NEAR + (int32_t)(i * (FAR - NEAR) / (n - 1));
}

static int32_t trend_y(const struct chart_share *s)
{
	return FLOOR - (int32_t)(s->n * TALL / s->of);
}

/* Beside the point, on the side where the line is not. */
static int32_t word_y(int32_t y, bool line_is_above)
{
	int32_t at = y + (line_is_above ? BELOW : ABOVE);

	if (at > FLOOR - 8)
		return y + ABOVE;
	return at < 18 ? y + BELOW : at;
}

/* Does the line come to a point from above? Of the neighbour's height, where the neighbour is known. */
static bool from_above(const struct chart_share *neighbour, const struct chart_share *x)
{
	return neighbour->known && trend_y(neighbour) < trend_y(x);
}

static void trend_ends(struct arena *a, enum lang l, const struct chart_shares *s, struct chart_trend *c)
{
	struct chart_words *w = &c->words;
	size_t first = 0, last = s->n;

	while (first < s->n && !s->v[first].known)
		first++;
	while (last > first && !s->v[last - 1].known)
		last--;
	if (first == s->n)
		return;
	const struct chart_share *x = &s->v[first], *y = &s->v[last - 1];

	if (last - first > 3)		/* nearer, their words would meet on a telephone */
		w->v[w->n++] = (struct chart_word){ part(a, l, trend_x(first, s->n)), text_percent(a, l, x->n, x->of), S("start"),
			word_y(trend_y(x), from_above(x + 1, x)), true };
	w->v[w->n++] = (struct chart_word){ part(a, l, trend_x(last - 1, s->n)), text_percent(a, l, y->n, y->of),
		last > s->n / 2 ? S("end") : S("start"), word_y(trend_y(y), last > 1 && from_above(y - 1, y)), true };
}

struct chart_trend chart_trend(struct arena *a, enum lang l, const char *id, struct str title, const struct chart_shares *s)
{
	struct chart_trend c = { .id = id, .title = title, .near = part(a, l, NEAR), .far = part(a, l, FAR), .scale = part(a, l, 0),
		.dots.v = ARENA_ARRAY(a, struct chart_dot, s->n + 1), .links.v = ARENA_ARRAY(a, struct chart_link, s->n + 1),
		.words.v = ARENA_ARRAY(a, struct chart_word, 4) };

	for (size_t i = 0; i < s->n; i++) {
		if (!s->v[i].known)
			continue;
		struct chart_dot d = { part(a, l, trend_x(i, s->n)), trend_y(&s->v[i]), i + 1 == s->n ? 6 : 4 };

		if (i && s->v[i - 1].known)
			c.links.v[c.links.n++] = (struct chart_link){ c.dots.v[c.dots.n - 1].x, d.x, c.dots.v[c.dots.n - 1].y, d.y };
		c.dots.v[c.dots.n++] = d;
	}
	if (s->n)
		c.words.v[c.words.n++] = (struct chart_word){ c.near, s->v[0].label, S("start"), UNDER, false };
	if (s->n > 1)
		c.words.v[c.words.n++] = (struct chart_word){ c.far, s->v[s->n - 1].label, S("end"), UNDER, false };
	trend_ends(a, l, s, &c);
	return c;
}

/* ---- a funnel ---- */

enum { STEP = 62, WORDS = 22 };

static void funnel_bar(struct arena *a, enum lang l, struct chart_bar *b, int64_t n, int64_t of, bool first)
{
	int32_t w = (int32_t)(n * 1000 / of);

	w = n && w < 4 ? 4 : w;
	b->x = width(a, (1000 - w) / 2);
	b->width = width(a, w);
	if (!first)
		b->share = text_apart(a, text_percent(a, l, n, of));
}

struct chart_funnel chart_funnel(struct arena *a, enum lang l, const char *id, struct str title, const struct chart_step *v, size_t n)
{
	struct chart_funnel c = { .id = id, .title = title, .bars.v = ARENA_ARRAY(a, struct chart_bar, n + 1), .bars.n = n,
		.height = (int32_t)n * STEP };

	for (size_t i = 0; i < n; i++) {
		struct chart_bar *b = &c.bars.v[i];

		*b = (struct chart_bar){ .label = v[i].label, .y = (int32_t)i * STEP + WORDS };
		if (!v[i].known)
			continue;
		b->number = text_number(a, l, v[i].n);
		if (v[0].known && v[0].n > 0 && v[i].n <= v[0].n)
			funnel_bar(a, l, b, v[i].n, v[0].n, i == 0);
	}
	return c;
}

/* ---- hours of a week: weekdays beside each other, hours down ---- */

enum { HOURS_WIDTH = 120, HEAD = 26, ROW = 28 };

struct str chart_weekday(enum lang l, int32_t weekday)
{
	struct str s = str_of(text_weekday(l, weekday));

	return l == LANG_AR ? str_sub(s, 4, s.n) : str_sub(s, 0, 3);	/* without the article, two letters of two bytes; lun, Mon: letters without accents */
}

static void bounds(const struct chart_hour *v, size_t n, struct chart_week *c)
{
	c->first_day = 8;
	c->first_hour = 24;
	c->last_hour = -1;
	for (size_t i = 0; i < n; i++) {
		c->first_day = v[i].weekday < c->first_day ? v[i].weekday : c->first_day;
		c->last_day = v[i].weekday > c->last_day ? v[i].weekday : c->last_day;
		c->first_hour = v[i].hour < c->first_hour ? v[i].hour : c->first_hour;
		c->last_hour = v[i].hour > c->last_hour ? v[i].hour : c->last_hour;
	}
}

static void week_words(struct arena *a, enum lang l, struct chart_week *c, int32_t column)
{
	struct chart_words *w = &c->words;

	w->v = ARENA_ARRAY(a, struct chart_word, 7 + 24);
	for (int32_t d = c->first_day; d <= c->last_day; d++)
		w->v[w->n++] = (struct chart_word){ part(a, l, HOURS_WIDTH + (d - c->first_day) * column + column / 2), chart_weekday(l, d),
			S("middle"), HEAD - 8, false };
	for (int32_t h = c->first_hour; h <= c->last_hour; h++)
		w->v[w->n++] = (struct chart_word){ part(a, l, 0), arena_fmt(a, "%02d", h), S("start"),
			HEAD + (h - c->first_hour) * ROW + ROW - 9, false };
}

struct chart_week chart_week(struct arena *a, enum lang l, const char *id, struct str title, const struct chart_hour *v, size_t n)
{
	struct chart_week c = { .id = id, .title = title, .cells.v = ARENA_ARRAY(a, struct chart_cell, n + 1), .cells.n = n };
	int32_t column;

	bounds(v, n, &c);
	if (!n)
		return c;
	column = (1000 - HOURS_WIDTH) / (c.last_day - c.first_day + 1);
	c.height = HEAD + (c.last_hour - c.first_hour + 1) * ROW + 2;
	for (size_t i = 0; i < n; i++) {
		int32_t from = HOURS_WIDTH + (v[i].weekday - c.first_day) * column, y = HEAD + (v[i].hour - c.first_hour) * ROW;

		c.cells.v[i] = (struct chart_cell){ .x = part(a, l, l == LANG_AR ? from + column : from), .middle = part(a, l, from + column / 2),
			.width = width(a, column), .text = v[i].text, .y = y, .height = ROW, .tint = v[i].tint, .base = y + ROW - 9 };
	}
	week_words(a, l, &c, column);
	return c;
}

/* ---- points on a scale ---- */

enum { EDGE = 30 };	/* a point at the end of the scale is seen whole */

int32_t chart_scale(int64_t most)
{
	int64_t step = most <= 50 ? 10 : most <= 200 ? 20 : 50;

	return most <= 10 ? 10 : (int32_t)((most + step - 1) / step * step);
}

struct str chart_at(struct arena *a, int64_t twice, int32_t scale)
{
	if (twice < 0 || scale <= 0)
		return STR_NONE;
	if (twice > 2 * (int64_t)scale)
		twice = 2 * (int64_t)scale;
	return width(a, EDGE + (int32_t)(twice * (1000 - 2 * EDGE) / (2 * (int64_t)scale)));
}
