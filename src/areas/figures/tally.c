/* Lines as they are stored: days of delay as text, one row a line. */
#include "areas/figures/tally.h"

#include "base/buf.h"
#include "base/num.h"

struct str tally_days_text(struct arena *a, const int32_t *days)
{
	struct buf *b = buf_new(a, 16384);

	for (int d = 0; days && d < DELAYS; d++)
		if (days[d])
			buf_put_fmt(b, "%s%d:%d", buf_str(b).n ? " " : "", d, days[d]);
	return arena_str(a, buf_str(b));
}

static enum err add_text(int32_t days[DELAYS], struct str text)
{
	struct str rest = text;

	while (rest.n) {
		struct str one = str_cut(&rest, ' '), day = str_cut(&one, ':');
		int64_t d, n;

		TRY(num_parse(day, 0, DELAYS - 1, &d));
		TRY(num_parse(one, 1, INT32_MAX, &n));
		days[d] += (int32_t)n;
	}
	return OK;
}

/* Adds what a stored text says to a histogram. */
static enum err add_days(struct arena *a, struct figure_line *l, enum histogram h, struct str text)
{
	return text.n ? add_text(line_days(a, l, h), text) : OK;
}

static int32_t digits(struct str text, size_t *at)
{
	int32_t n = 0;

	for (; *at < text.n && text.p[*at] >= '0' && text.p[*at] <= '9' && n < DELAYS * 1000; ++*at)
		n = 10 * n + (text.p[*at] - '0');
	++*at;
	return n;
}

/* A country's page reads this of each speciality of each house: twenty thousand lines, half of each. */
int32_t tally_median_twice(struct str text, int64_t people)
{
	int64_t seen = 0, lower = (people + 1) / 2, upper = people / 2 + 1;
	int32_t first = -1;

	for (size_t at = 0; at < text.n && people > 0; ) {
		int32_t day = digits(text, &at);

		seen += digits(text, &at);
		if (first < 0 && seen >= lower)
			first = day;
		if (seen >= upper)
			return first + day;
	}
	return -1;
}

static void add_measures(struct figure_line *l, const struct tally_read_row *r)
{
	const int64_t v[MEASURES] = { [M_N] = r->n, [M_ONLINE] = r->online, [M_EXTRA] = r->extra, [M_HELPED] = r->helped,
		[M_WITHIN] = r->within_30, [M_COMPARED] = r->compared, [M_COMPARED_WITHIN] = r->compared_within_30,
		[M_EXPECTED] = r->expected, [M_MISSED] = r->missed, [M_BY_PERSON] = r->by_person, [M_BY_HOUSE] = r->by_house,
		[M_REMINDED] = r->reminded, [M_TOLD] = r->told, [M_ASKED] = r->asked, [M_OFFERED] = r->offered,
		[M_SERVED] = r->served, [M_TAKEN] = r->taken, [M_TAKEN_MIN] = r->taken_min, [M_OPEN_MIN] = r->open_min };

	for (int m = 0; m < MEASURES; m++)
		l->v[m] += v[m];
	l->hidden |= (uint32_t)r->hidden;
}

enum err tally_row_add(struct arena *a, struct figure_line *l, const struct tally_read_row *r)
{
	add_measures(l, r);
	TRY(add_days(a, l, H_DELAY, r->delays));
	TRY(add_days(a, l, H_COMPARED, r->compared_delays));
	return add_days(a, l, H_THIRD, r->thirds);
}

void tally_row_keep(struct arena *a, struct figure_line *l, const struct tally_read_row *r)
{
	add_measures(l, r);
	l->stored[H_DELAY] = arena_str(a, r->delays);
	l->stored[H_COMPARED] = arena_str(a, r->compared_delays);
	l->stored[H_THIRD] = arena_str(a, r->thirds);
}

enum err tally_line_add(struct arena *a, struct figure_line *to, const struct figure_line *l)
{
	line_add(a, to, l);
	for (int h = 0; h < HISTOGRAMS; h++)
		TRY(add_days(a, to, (enum histogram)h, l->stored[h]));
	return OK;
}

static struct str stored_days(struct arena *a, const struct figure_line *l, enum histogram h)
{
	return l->days[h] ? tally_days_text(a, l->days[h]) : l->stored[h];
}

struct reading { struct arena *a; struct figures *f; };

static enum err read_row(void *arg, const struct tally_read_row *r)
{
	struct reading *c = arg;
	enum dimension d;

	TRY(dimension_parse(r->dimension, &d));
	return tally_row_add(c->a, figures_line(c->a, c->f, d, r->value), r);
}

enum err tally_load(struct db *db, struct arena *a, struct organization_id o, int32_t month, int edition, struct figures *ret)
{
	struct figures *f = ARENA_NEW(a, struct figures);
	struct reading c = { a, f };

	f->month = month;
	TRY(tally_read(db, a, o, month, edition, read_row, &c));
	*ret = *f;
	return OK;
}

static bool is_empty(const struct figure_line *l)
{
	for (int m = 0; m < MEASURES; m++)
		if (l->v[m])
			return false;
	return !l->hidden && !l->days[H_THIRD] && !l->stored[H_THIRD].n;
}

static bool same_days(const struct figure_line *x, const struct figure_line *y, enum histogram h)
{
	const struct figure_line *counted = x->days[h] ? x : y, *stored = x->days[h] ? y : x;
	int32_t days[DELAYS] = { 0 };

	if (!counted->days[h])
		return str_eq(x->stored[h], y->stored[h]);
	if (!stored->days[h] && add_text(days, stored->stored[h]) != OK)
		return false;
	return memcmp(counted->days[h], stored->days[h] ? stored->days[h] : days, sizeof(days)) == 0;
}

static bool same_line(const struct figure_line *x, const struct figure_line *y)
{
	if (memcmp(x->v, y->v, sizeof(x->v)) != 0 || x->hidden != y->hidden)
		return false;
	for (int h = 0; h < HISTOGRAMS; h++)
		if (!same_days(x, y, (enum histogram)h))
			return false;
	return true;
}

static enum err put_line(struct db *db, struct arena *a, struct organization_id o, int32_t month, int edition,
	const struct figure_line *l)
{
	const int64_t *v = l->v;

	return tally_put(db, a, o, month, edition, str_of(dimension_code(l->dimension)), l->value, l->hidden, v[M_N], v[M_ONLINE],
		v[M_EXTRA], v[M_HELPED], v[M_WITHIN], v[M_COMPARED], v[M_COMPARED_WITHIN], v[M_EXPECTED], v[M_MISSED],
		v[M_BY_PERSON], v[M_BY_HOUSE], v[M_REMINDED], v[M_TOLD], v[M_ASKED], v[M_OFFERED], v[M_SERVED], v[M_TAKEN],
		v[M_TAKEN_MIN], v[M_OPEN_MIN], stored_days(a, l, H_DELAY), stored_days(a, l, H_COMPARED),
		stored_days(a, l, H_THIRD));
}

/* Of what stands there only what differs is written: a day changes few of the lines of all months. */
enum err tally_replace(struct db *db, struct arena *a, struct organization_id o, int edition, const struct figures *was,
	const struct figures *f, bool *ret_differed)
{
	bool differed = false;

	for (size_t i = 0; i < was->n; i++) {
		const struct figure_line *old = was->v[i], *new = figures_find(f, old->dimension, old->value);

		if (new && !is_empty(new))
			continue;
		differed = true;
		TRY(tally_drop(db, a, o, f->month, edition, str_of(dimension_code(old->dimension)), old->value));
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct figure_line *new = f->v[i], *old = figures_find(was, new->dimension, new->value);

		if (is_empty(new) || (old && same_line(old, new)))
			continue;
		differed = true;
		TRY(put_line(db, a, o, f->month, edition, new));
	}
	*ret_differed = differed;
	return OK;
}

enum err tally_put_all(struct db *db, struct arena *a, struct organization_id o, int edition, const struct figures *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (!is_empty(f->v[i]))
			TRY(put_line(db, a, o, f->month, edition, f->v[i]));
	return OK;
}

size_t tally_differing(const struct figures *was, const struct figures *f)
{
	size_t n = 0;

	for (size_t i = 0; i < was->n; i++) {
		const struct figure_line *new = figures_find(f, was->v[i]->dimension, was->v[i]->value);

		n += !new || is_empty(new);
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct figure_line *new = f->v[i], *old = figures_find(was, new->dimension, new->value);

		n += !is_empty(new) && !(old && same_line(old, new));
	}
	return n;
}

enum err figures_read(struct db *db, struct arena *a, struct organization_id organization, int64_t lo, int32_t month,
	struct figures_shown *ret)
{
	struct figures_shown s = { .now = { .month = month }, .closed = { .month = month }, .counted = INSTANT_NONE, .closed_at = INSTANT_NONE };
	struct tally_root_row root;
	struct tally_month_get_row m;
	enum err e;

	TRY(tally_root(db, a, lo, &root));
	e = tally_month_get(db, a, root.id, month, &m);
	if (e == E_NOTFOUND)
		*ret = s;
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	s.counted = m.rolled_at;
	s.closed_at = m.closed_at;
	s.edition = m.shown;
	TRY(tally_load(db, a, organization, month, m.shown, &s.now));
	if (m.closed_at.v > 0)
		TRY(tally_load(db, a, organization, month, EDITION_CLOSED, &s.closed));
	*ret = s;
	return OK;
}
