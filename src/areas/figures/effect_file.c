/* The file of the effect: what the page shows, hidden where it hides. */
#include "areas/figures/effect_page.h"

#include "areas/figures/inside.h"
#include "base/buf.h"

static void number(struct arena *a, const struct figure_csv *c, const char *figure, const struct effect_month *m, enum effect_figure k, int64_t n)
{
	figure_csv_line(c, str_of(figure), STR_NONE, effect_hides(m, k) ? S("hidden") : arena_fmt(a, "%lld", (long long)n), 0, -1);
}

static struct str with_two(struct arena *a, int64_t hundredths)
{
	return arena_fmt(a, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

/* In percent; empty of none. */
static void share(struct arena *a, const struct figure_csv *c, const char *figure, struct str of, const struct effect_sum *s, bool hidden)
{
	if (hidden)
		figure_csv_line(c, str_of(figure), of, S("hidden"), 0, -1);
	else
		figure_csv_line(c, str_of(figure), of, s->expected ? with_two(a, (s->missed * 20000 + s->expected) / (2 * s->expected)) : STR_NONE,
			s->missed, s->expected);
}

static void month(struct arena *a, const struct figure_csv *c, const struct month_row *r, bool priced)
{
	share(a, c, "missed_percent", STR_NONE, &r->m.sum, effect_hides(&r->m, EF_EXPECTED));
	number(a, c, "given_back", &r->m, EF_FREED, r->m.freed);
	number(a, c, "taken_again", &r->m, EF_REFILLED, r->m.refilled);
	number(a, c, "booked_by_themselves", &r->m, EF_BOOKED, r->m.booked);
	number(a, c, "changed_by_themselves", &r->m, EF_CHANGED, r->m.changed);
	number(a, c, "sms", &r->m, EF_SMS, r->m.sms);
	number(a, c, "sms_parts", &r->m, EF_SEGMENTS, r->m.segments);
	number(a, c, "mails", &r->m, EF_MAIL, r->m.mail);
	number(a, c, "letters", &r->m, EF_LETTERS, r->m.letters);
	if (priced)
		figure_csv_line(c, S("cost"), STR_NONE, effect_hides_cost(&r->m) ? S("hidden") : with_two(a, r->cost), 0, -1);
}

static void lines(struct arena *a, const struct figure_csv *c, const char *figure, const struct effect_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		share(a, c, figure, rows->v[i].label, &rows->v[i].sum, false);
}

void effect_csv(struct buf *b, struct arena *a, const struct effect_view *v)
{
	struct figure_csv c = { b, v->code, STR_NONE };

	buf_put(b, S("\xEF\xBB\xBForganization;month;figure;of;value;numerator;denominator\r\n"));
	for (size_t i = 0; i < v->months.n; i++) {
		c.month = month_text(a, v->months.v[i].m.month);
		month(a, &c, &v->months.v[i], v->priced);
	}
	c.month = arena_fmt(a, "%.*s/%.*s", STR_ARG(month_text(a, v->s.last - 11)), STR_ARG(month_text(a, v->s.last)));
	share(a, &c, "missed_percent", STR_NONE, &v->s.year.sum, false);
	if (v->rates.since) {
		struct str since = month_text(a, (int32_t)v->rates.since);

		share(a, &c, "missed_before_percent", since, &v->s.before, false);
		share(a, &c, "missed_after_percent", since, &v->s.after, false);
	}
	lines(a, &c, "missed_by_reminder", &v->reminders);
	lines(a, &c, "missed_by_channel", &v->channels);
	lines(a, &c, "missed_by_type", &v->types);
}
