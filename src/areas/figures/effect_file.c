/* The file of the effect: what the page shows, hidden where it hides. */
#include "areas/figures/effect_page.h"

#include "areas/figures/inside.h"
#include "base/buf.h"
#include "sheet/sheet.h"

struct file { struct buf *b; struct arena *a; struct str code; };

/* den < 0: a number alone. */
static void line(const struct file *f, struct str month, const char *figure, struct str of, struct str value, int64_t num, int64_t den)
{
	csv_cell(f->b, f->code, true);
	csv_cell(f->b, month, false);
	csv_cell(f->b, str_of(figure), false);
	csv_cell(f->b, of, false);
	csv_cell(f->b, value, false);
	if (den >= 0) {
		csv_int(f->b, num, false);
		csv_int(f->b, den, false);
	} else {
		csv_cell(f->b, STR_NONE, false);
		csv_cell(f->b, STR_NONE, false);
	}
	csv_end(f->b);
}

static void number(const struct file *f, struct str month, const char *figure, int64_t n)
{
	line(f, month, figure, STR_NONE, arena_fmt(f->a, "%lld", (long long)n), 0, -1);
}

/* In percent with two decimals and a point; empty of none. */
static void share(const struct file *f, struct str month, const char *figure, struct str of, const struct effect_sum *s, bool hidden)
{
	int64_t c = s->expected ? (s->missed * 20000 + s->expected) / (2 * s->expected) : 0;

	if (hidden)
		line(f, month, figure, of, S("hidden"), 0, -1);
	else
		line(f, month, figure, of, s->expected ? arena_fmt(f->a, "%lld.%02lld", (long long)(c / 100), (long long)(c % 100)) : STR_NONE,
			s->missed, s->expected);
}

static void month(const struct file *f, const struct month_row *r, bool priced)
{
	struct str of = month_text(f->a, r->m.month);

	share(f, of, "missed_percent", STR_NONE, &r->m.sum, r->hidden);
	number(f, of, "given_back", r->m.freed);
	number(f, of, "taken_again", r->m.refilled);
	number(f, of, "booked_by_themselves", r->m.booked);
	number(f, of, "changed_by_themselves", r->m.changed);
	number(f, of, "sms", r->m.sms);
	number(f, of, "sms_parts", r->m.segments);
	number(f, of, "mails", r->m.mail);
	number(f, of, "letters", r->m.letters);
	if (priced)
		line(f, of, "cost", STR_NONE, arena_fmt(f->a, "%lld.%02lld", (long long)(r->cost / 100), (long long)(r->cost % 100)), 0, -1);
}

static void lines(const struct file *f, struct str year, const char *figure, const struct effect_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		share(f, year, figure, rows->v[i].label, &rows->v[i].sum, rows->v[i].hidden);
}

void effect_csv(struct buf *b, struct arena *a, const struct effect_view *v)
{
	const struct file f = { b, a, v->code };
	struct str year = arena_fmt(a, "%.*s/%.*s", STR_ARG(month_text(a, v->s.last - 11)), STR_ARG(month_text(a, v->s.last)));

	buf_put(b, S("\xEF\xBB\xBForganization;month;figure;of;value;numerator;denominator\r\n"));
	for (size_t i = 0; i < v->months.n; i++)
		month(&f, &v->months.v[i], v->priced);
	share(&f, year, "missed_percent", STR_NONE, &v->s.year.sum, false);
	if (v->rates.since) {
		struct str since = month_text(a, (int32_t)v->rates.since);

		share(&f, year, "missed_before_percent", since, &v->s.before, false);
		share(&f, year, "missed_after_percent", since, &v->s.after, false);
	}
	lines(&f, year, "missed_by_reminder", &v->reminders);
	lines(&f, year, "missed_by_channel", &v->channels);
	lines(&f, year, "missed_by_type", &v->types);
}
