/* Lines of a table: finding, making, reading off. */
#include "areas/figures/inside.h"

static const char *const dimensions[DIMENSIONS] = { [D_ALL] = "all", [D_CHANNEL] = "channel", [D_VISIT] = "visit", [D_SERVICE] = "service",
	[D_SEX] = "sex", [D_AGE] = "age", [D_PRACTITIONER] = "practitioner" };
static const char *const measures[MEASURES] = { [M_N] = "appointments", [M_ONLINE] = "online", [M_EXTRA] = "in_addition",
	[M_HELPED] = "by_helpers", [M_WITHIN] = "within_30_days", [M_COMPARED] = "first_visits", [M_COMPARED_WITHIN] = "first_visits_within_30_days",
	[M_EXPECTED] = "expected", [M_MISSED] = "missed", [M_BY_PERSON] = "cancelled_by_person", [M_BY_HOUSE] = "cancelled_by_house",
	[M_REMINDED] = "reminded", [M_TOLD] = "reminder_arrived", [M_ASKED] = "waiting_asked", [M_OFFERED] = "waiting_offered",
	[M_SERVED] = "waiting_served", [M_TAKEN] = "taken", [M_TAKEN_MIN] = "taken_minutes", [M_OPEN_MIN] = "open_minutes" };

const char *dimension_code(enum dimension d)
{
	return dimensions[d];
}

const char *measure_code(enum figure m)
{
	return measures[m];
}

enum figure measure_whole(enum figure m)
{
	static const enum figure whole[MEASURES] = { [M_COMPARED_WITHIN] = M_COMPARED, [M_MISSED] = M_EXPECTED, [M_TOLD] = M_REMINDED,
		[M_ASKED] = MEASURES, [M_OFFERED] = M_ASKED, [M_SERVED] = M_ASKED, [M_TAKEN] = MEASURES, [M_TAKEN_MIN] = M_OPEN_MIN,
		[M_OPEN_MIN] = MEASURES };

	return whole[m];	/* M_N is 0: of appointments, unless it says otherwise */
}

bool measure_is_by(enum figure m, enum dimension d)
{
	switch (m) {
	case M_ONLINE:
	case M_HELPED:
		return d != D_CHANNEL;
	case M_COMPARED:
	case M_COMPARED_WITHIN:
		return d != D_VISIT;
	case M_ASKED:
	case M_OFFERED:
	case M_SERVED:
		return d == D_ALL || d == D_CHANNEL || d == D_SERVICE || d == D_SEX || d == D_AGE;
	case M_TAKEN:
	case M_TAKEN_MIN:
	case M_OPEN_MIN:
		return d == D_ALL || d == D_SERVICE || d == D_PRACTITIONER;
	case M_N:
	case M_EXTRA:
	case M_WITHIN:
	case M_EXPECTED:
	case M_MISSED:
	case M_BY_PERSON:
	case M_BY_HOUSE:
	case M_REMINDED:
	case M_TOLD:
	case MEASURES:
	default:
		return true;
	}
}

enum err dimension_parse(struct str code, enum dimension *ret)
{
	for (int d = 0; d < DIMENSIONS; d++) {
		if (str_eq(code, str_of(dimensions[d]))) {
			*ret = (enum dimension)d;
			return OK;
		}
	}
	return E_INPUT;
}

static int order(enum dimension d, struct str value, const struct figure_line *l)
{
	return d != l->dimension ? (int)d - (int)l->dimension : str_cmp(value, l->value);
}

/* Where the line is, or where it would stand. */
static size_t place_of(const struct figures *f, enum dimension d, struct str value)
{
	size_t lo = 0, hi = f->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (order(d, value, f->v[mid]) > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct figure_line *figures_find(const struct figures *f, enum dimension d, struct str value)
{
	size_t i = place_of(f, d, value);

	return i < f->n && order(d, value, f->v[i]) == 0 ? f->v[i] : NULL;
}

struct figure_line *figures_line(struct arena *a, struct figures *f, enum dimension d, struct str value)
{
	size_t i = place_of(f, d, value);

	if (i < f->n && order(d, value, f->v[i]) == 0)
		return f->v[i];
	f->v = arena_grow(a, f->v, f->n, &f->cap, sizeof(*f->v));
	memmove(&f->v[i + 1], &f->v[i], (f->n - i) * sizeof(*f->v));
	f->n++;
	f->v[i] = ARENA_NEW(a, struct figure_line);
	f->v[i]->dimension = d;
	f->v[i]->value = arena_str(a, value);
	return f->v[i];
}

const struct figure_line *figures_all(const struct figures *f)
{
	static const struct figure_line none;
	const struct figure_line *l = figures_find(f, D_ALL, S(""));

	return l ? l : &none;
}

int32_t *line_days(struct arena *a, struct figure_line *l, enum histogram h)
{
	if (!l->days[h])
		l->days[h] = ARENA_ARRAY(a, int32_t, DELAYS);
	return l->days[h];
}

/* Of fewer people the last of ten is the longest wait, which is that of one of them. */
enum { P90_LEAST = 10 };

/* Where it is hidden how many of so few came within 30 days, the middle one would say which half they are. */
static bool median_tells(const struct figure_line *l, enum histogram h)
{
	return h != H_THIRD && is_hidden(l, h == H_DELAY ? M_WITHIN : M_COMPARED_WITHIN) && delay_within(l->days[h], DELAYS) < P90_LEAST;
}

int32_t line_median_twice(const struct figure_line *l, enum histogram h)
{
	return l->days[h] && !median_tells(l, h) ? delay_median_twice(l->days[h]) : -1;
}

int32_t line_p90(const struct figure_line *l, enum histogram h)
{
	const int32_t *days = l->days[h];

	if (!days || (h != H_THIRD && delay_within(days, DELAYS) < P90_LEAST))
		return -1;
	return delay_rank(days, 9, 10);
}

void line_add(struct arena *a, struct figure_line *to, const struct figure_line *l)
{
	for (int m = 0; m < MEASURES; m++)
		to->v[m] += l->v[m];
	for (int h = 0; h < HISTOGRAMS; h++) {
		if (!l->days[h])
			continue;
		int32_t *days = line_days(a, to, (enum histogram)h);

		for (int d = 0; d < DELAYS; d++)
			days[d] += l->days[h][d];
	}
}

static void correct_line(struct arena *a, struct corrected_list *c, size_t *cap, const struct figure_line *was, const struct figure_line *now)
{
	for (int m = 0; m < MEASURES; m++) {
		enum figure k = (enum figure)m;

		if (!measure_is_by(k, now->dimension) || is_hidden(was, k) || (was->v[m] == now->v[m] && !is_hidden(now, k)))
			continue;
		c->v = arena_grow(a, c->v, c->n, cap, sizeof(*c->v));
		c->v[c->n++] = (struct corrected){ was, now, k };
	}
}

struct corrected_list corrected(struct arena *a, const struct figures *closed, const struct figures *now)
{
	struct corrected_list c = { 0 };
	struct figures both = { 0 };
	size_t cap = 0;

	for (size_t i = 0; i < closed->n; i++)
		figures_line(a, &both, closed->v[i]->dimension, closed->v[i]->value);
	for (size_t i = 0; i < now->n; i++)
		figures_line(a, &both, now->v[i]->dimension, now->v[i]->value);
	for (size_t i = 0; i < both.n; i++) {
		const struct figure_line *l = both.v[i], *was = figures_find(closed, l->dimension, l->value);
		const struct figure_line *is = figures_find(now, l->dimension, l->value);

		if (l->dimension != D_PRACTITIONER)
			correct_line(a, &c, &cap, was ? was : l, is ? is : l);
	}
	return c;
}
