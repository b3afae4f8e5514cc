/* Counting: one stream of appointments into figures. */
#include "areas/figures/inside.h"

#include "base/num.h"
#include "figures_q.h"

int32_t month_of_day(struct day d)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	return (y - 1970) * 12 + m - 1;
}

struct day month_first_day(int32_t month)
{
	int32_t y = month >= 0 ? month / 12 : -((11 - month) / 12);

	return day_of(1970 + y, month - 12 * y + 1, 1);
}

enum err month_parse(struct str s, int32_t *ret)
{
	int64_t y, m;

	if (s.n != 7 || s.p[4] != '-')
		return E_INPUT;
	TRY(num_parse(str_sub(s, 0, 4), 1900, 2999, &y));
	TRY(num_parse(str_sub(s, 5, 7), 1, 12, &m));
	*ret = (int32_t)((y - 1970) * 12 + m - 1);
	return OK;
}

struct str month_text(struct arena *a, int32_t month)
{
	int y, m, md;

	day_split(month_first_day(month), &y, &m, &md);
	return arena_fmt(a, "%04d-%02d", y, m);
}

struct counting { struct arena *a; struct figures *f; };

struct figure_line *figure_line_of(struct arena *a, struct figure_lines *l, struct str key)
{
	size_t i = 0;

	while (i < l->n && str_cmp(l->v[i].key, key) < 0)
		i++;
	if (i < l->n && str_eq(l->v[i].key, key))
		return &l->v[i];
	l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
	memmove(&l->v[i + 1], &l->v[i], (l->n - i) * sizeof(*l->v));
	l->n++;
	l->v[i] = (struct figure_line){ .key = arena_str(a, key) };
	return &l->v[i];
}

static void add(struct figure_line *l, int32_t delay, bool online, bool extra)
{
	l->n++;
	l->online += online;
	l->extra += extra;
	l->delay[delay]++;
}

static enum err count_row(void *arg, const struct figures_of_row *r)
{
	struct counting *c = arg;
	struct figures *f = c->f;
	bool online = str_eq(r->channel, S("online"));
	int32_t delay = r->delay < 0 ? 0 : r->delay >= DELAYS ? DELAYS - 1 : r->delay;

	f->n++;
	f->online += online;
	f->extra += r->extra;
	f->missed += str_eq(r->status, S("noshow"));
	f->expected += str_eq(r->status, S("noshow")) || str_eq(r->status, S("fulfilled"));
	f->delay[delay]++;
	add(figure_line_of(c->a, &f->channels, r->channel), delay, online, r->extra);
	add(figure_line_of(c->a, &f->services, r->specialty), delay, online, r->extra);
	add(figure_line_of(c->a, &f->sexes, r->sex), delay, online, r->extra);
	return OK;
}

enum err figures_count(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	int32_t month, struct figures *ret)
{
	struct figures *f = ARENA_NEW(a, struct figures);
	struct counting c = { a, f };

	TRY(figures_of(
		db, a, scope, lo, hi, month_first_day(month), month_first_day(month + 1), count_row, &c));
	f->month = month;
	f->within_30 = delay_within(f->delay, 30);
	*ret = *f;
	return OK;
}
