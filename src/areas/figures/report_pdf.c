/* The monthly report as a document: the facts of the page, its pictures and its tables, on A4 in the language asked for. */
#include "areas/figures/report.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/schedules.h"
#include "figures_q.h"
#include "organizations_q.h"
#include "page/text.h"
#include "pdf/pdf.h"

struct sheet { struct pdf *p; const struct page *pg; const struct figures *f; const struct figure_names *names; const struct report_waits *waits; };

static struct str both(const struct page *pg, struct str first, struct str second)
{
	return FILL(pg, S("%1 (%2)"), first, second);
}

static struct str share_fact(const struct page *pg, const struct figure_line *l, enum figure m, enum figure of)
{
	return both(pg, share_text(pg, l, m, of), of_text(pg, l, m, of));
}

static void put_facts(const struct sheet *s)
{
	const struct page *pg = s->pg;
	const struct figure_line *l = figures_all(s->f);
	const struct pdf_fact facts[] = {
		{ tr(pg, "Taken online"), share_fact(pg, l, M_ONLINE, M_N), false },
		{ tr(pg, "Median wait, first visits"), both(pg, median_text(pg, l, H_COMPARED, M_COMPARED),
			FILL(pg, tr(pg, "9 in 10: %1"), p90_text(pg, l, H_COMPARED, M_COMPARED))), false },
		{ tr(pg, "First visits within 30 days"), share_fact(pg, l, M_COMPARED_WITHIN, M_COMPARED), false },
		{ tr(pg, "Third next free time"), third_text(pg, l), false },
		{ tr(pg, "Did not come"), share_fact(pg, l, M_MISSED, M_EXPECTED), false },
		{ tr(pg, "Cancelled by the person"), share_fact(pg, l, M_BY_PERSON, M_N), false },
		{ tr(pg, "Cancelled by the establishment"), share_fact(pg, l, M_BY_HOUSE, M_N), false },
		{ tr(pg, "In addition"), share_fact(pg, l, M_EXTRA, M_N), false },
		{ tr(pg, "Use of the hours"), both(pg, share_text(pg, l, M_TAKEN_MIN, M_OPEN_MIN), hours_text(pg, l)), false },
		{ tr(pg, "Taken with a helper"), share_fact(pg, l, M_HELPED, M_N), false },
		{ tr(pg, "Reminder arrived"), share_fact(pg, l, M_TOLD, M_REMINDED), false },
		{ tr(pg, "Waiting list"), both(pg, count_text(pg, l, M_ASKED),
			FILL(pg, tr(pg, "asked; %1 got a time"), count_text(pg, l, M_SERVED))), false },
	};

	pdf_facts(s->p, facts, sizeof(facts) / sizeof(facts[0]));
}

/* n, its share, online, wait and misses of each line of a dimension. */
static void put_table(const struct sheet *s, enum dimension d, const char *title, const char *head)
{
	const struct page *pg = s->pg;
	const struct pdf_column columns[] = { { tr(pg, head), 4, false, false }, { tr(pg, "n"), 1.4, false, true },
		{ tr(pg, "Share"), 1.6, false, true }, { tr(pg, "Online"), 1.6, false, true }, { tr(pg, "Median wait"), 2, false, true },
		{ tr(pg, "Did not come"), 1.8, false, true }, { tr(pg, "In addition"), 1.6, false, true } };
	const struct figure_line *all = figures_all(s->f);

	pdf_heading(s->p, 2, tr(pg, title));
	pdf_table(s->p, columns, 7);
	for (size_t i = 0; i < s->f->n; i++) {
		const struct figure_line *l = s->f->v[i];
		bool told = !is_hidden(l, M_N) && !is_hidden(all, M_N);
		const struct str cells[] = { line_label(pg, s->names, l), count_text(pg, l, M_N),
			told ? text_percent(pg->a, pg->lang, l->v[M_N], all->v[M_N]) : tr(pg, "hidden"), share_text(pg, l, M_ONLINE, M_N),
			median_text(pg, l, H_DELAY, M_N), share_text(pg, l, M_MISSED, M_EXPECTED), count_text(pg, l, M_EXTRA) };

		if (l->dimension == d)
			pdf_table_row(s->p, cells, 7);
	}
	pdf_table_end(s->p);
}

static void put_services(const struct sheet *s)
{
	const struct page *pg = s->pg;
	const struct pdf_column columns[] = { { tr(pg, "Speciality"), 4, false, false }, { tr(pg, "First visits"), 2, false, true },
		{ tr(pg, "Median"), 1.6, false, true }, { tr(pg, "9 in 10 within"), 1.8, false, true },
		{ tr(pg, "Within 30 days"), 1.8, false, true }, { tr(pg, "Third next free time"), 2, false, true },
		{ tr(pg, "Did not come"), 1.8, false, true }, { tr(pg, "Use of the hours"), 1.8, false, true } };

	pdf_heading(s->p, 2, tr(pg, "Wait by speciality"));
	report_draw_waits(s->p, pg, s->waits);
	pdf_table(s->p, columns, 8);
	for (size_t i = 0; i < s->waits->lines.n; i++) {
		const struct figure_line *l = s->waits->lines.v[i].l;
		const struct str cells[] = { s->waits->lines.v[i].label, count_text(pg, l, M_COMPARED),
			median_text(pg, l, H_COMPARED, M_COMPARED), p90_text(pg, l, H_COMPARED, M_COMPARED),
			share_text(pg, l, M_COMPARED_WITHIN, M_COMPARED), third_text(pg, l), share_text(pg, l, M_MISSED, M_EXPECTED),
			share_text(pg, l, M_TAKEN_MIN, M_OPEN_MIN) };

		pdf_table_row(s->p, cells, 8);
	}
	pdf_table_end(s->p);
}

static enum err put_year(struct db *db, const struct sheet *s, struct organization_id o)
{
	const struct page *pg = s->pg;
	const struct pdf_column columns[] = { { tr(pg, "Month"), 3, false, false }, { tr(pg, "Online"), 2, false, true },
		{ tr(pg, "Appointments"), 2, false, true }, { tr(pg, "Share online"), 2, false, true } };
	struct points year;

	TRY(figures_year(db, pg, o, s->f->month, &year));
	pdf_heading(s->p, 2, tr(pg, "Share taken online, twelve months"));
	report_draw_trend(s->p, pg, &year);
	pdf_table(s->p, columns, 4);
	for (size_t i = 0; i < year.n; i++) {
		const struct point *x = &year.v[i];
		const struct str hidden[] = { x->label, tr(pg, "hidden"), tr(pg, "hidden"), tr(pg, "hidden") };
		const struct str cells[] = { x->label, text_number(pg->a, pg->lang, x->online), text_number(pg->a, pg->lang, x->n),
			text_percent(pg->a, pg->lang, x->online, x->n) };

		if (x->known || x->hidden)
			pdf_table_row(s->p, x->known ? cells : hidden, 4);
	}
	pdf_table_end(s->p);
	return OK;
}

static struct str instant_text(const struct page *pg, struct instant t)
{
	return text_date_time(pg->a, pg->lang, zone_local(pg->zone, t));
}

static struct str state_of(const struct page *pg, const struct figures_shown *s)
{
	if (s->closed.n)
		return FILL(pg, tr(pg, "This month was closed on %1."), instant_text(pg, s->closed_at));
	return s->counted.v > 0 ? FILL(pg, tr(pg, "Counted on %1; counted anew each night."), instant_text(pg, s->counted)) : STR_NONE;
}

static enum err write_all(struct db *db, const struct sheet *s, const struct figures_shown *shown, struct organization_id o, struct str title)
{
	pdf_heading(s->p, 1, title);
	pdf_text(s->p, state_of(s->pg, shown));
	put_facts(s);
	TRY(put_year(db, s, o));
	put_services(s);
	put_table(s, D_CHANNEL, N_("How appointments were taken"), N_("Channel"));
	put_table(s, D_VISIT, N_("First visits, follow-ups and wished dates"), N_("Kind of visit"));
	put_table(s, D_SEX, N_("By sex"), N_("Sex"));
	put_table(s, D_AGE, N_("By age on the day of booking"), N_("Age"));
	pdf_small(s->p, tr(s->pg, "All appointments booked in the month, whatever became of them; online means taken by the person on the site. Wait: from the day of booking to the day of the visit. A wished date: a week or more after the first day that was free. “Hidden”: from 1 to 4 people, or a number hidden so that the others do not give it away."));
	return OK;
}

static void drop_practitioners(struct figures *f)
{
	while (f->n && f->v[f->n - 1]->dimension == D_PRACTITIONER)
		f->n--;
}

enum err report_make(struct db *db, struct arena *a, struct instant now, enum lang l, const struct organization_get_row *o, int32_t month,
	struct report *ret)
{
	struct page pg = { .a = a, .lang = l, .plain = true, .now = now };
	struct specialty_list_rows specialties;
	struct practitioners nobody = { 0 };
	const struct figure_names names = { &specialties, &nobody };
	struct sheet s = { .pg = &pg, .names = &names };
	struct figures_shown shown;
	struct report_waits waits;
	struct str title;

	TRY(zone_get(o->zone, &pg.zone));
	TRY(figures_read(db, a, o->id, o->tree_lo, month, &shown));
	drop_practitioners(&shown.closed);
	drop_practitioners(&shown.now);
	s.f = shown.closed.n ? &shown.closed : &shown.now;
	TRY(specialty_list(db, a, &specialties));
	TRY(report_waits(db, &pg, o, &shown, &names, &waits));
	s.waits = &waits;
	title = FILL(&pg, tr(&pg, "Figures of %1: %2"), months_label(a, l, month), organization_name(l, o->name_fr, o->name_ar, o->name_en));
	TRY(pdf_new(a, &(struct pdf_options){ .title = title, .rtl = l == LANG_AR, .now = now }, &s.p));
	TRY(write_all(db, &s, &shown, o->id, title));
	ret->all = figures_all(s.f);
	ret->name = arena_fmt(a, "%.*s-%.*s.pdf", STR_ARG(o->code), STR_ARG(month_text(a, month)));
	return pdf_end(s.p, &ret->bytes);
}
