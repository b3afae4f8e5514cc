/* The report of a house as a document: each finding with its entries, the answers, and who acted where the role may know. */
#include "areas/findings/inside.h"

#include "areas/organizations/organizations.h"
#include "pdf/pdf.h"

enum { PAPER_FINDINGS = 200, PAPER_TRAILS = 20 };

struct paper { struct rq *rq; struct page *pg; struct pdf *p; struct noted *noted; };

static struct str instant_text(const struct page *pg, struct instant t)
{
	struct local l = pg->zone ? zone_local(pg->zone, t) : local_of_minutes(t.v / 60);

	return text_when(pg->a, pg->lang, l);
}

static struct str number_text(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%lld", (long long)n);
}

static struct str or_dash(struct str s)
{
	return s.n ? s : S("–");
}

static void entries_table(const struct paper *d, const struct shown_entries *entries)
{
	const struct page *pg = d->pg;
	const struct pdf_column columns[] = { { tr(pg, "Entry"), 2, true, false }, { tr(pg, "Written"), 4, false, false },
		{ tr(pg, "What was done"), 4, false, false }, { tr(pg, "Time"), 4, false, false }, { tr(pg, "By"), 3, false, false },
		{ tr(pg, "Reason"), 3, false, false } };

	if (!entries->n)
		return;
	pdf_table(d->p, columns, 6);
	for (size_t i = 0; i < entries->n; i++) {
		const struct shown_entry *e = &entries->v[i];
		const struct str cells[] = { number_text(pg->a, e->idx), e->written ? instant_text(pg, e->at) : S("–"), e->act,
			e->about_time ? text_when(pg->a, pg->lang, e->slot) : S("–"), e->role, or_dash(e->reason) };

		pdf_table_row(d->p, cells, 6);
	}
	pdf_table_end(d->p);
}

static void answers_text(const struct paper *d, const struct answer_lines *answers)
{
	const struct page *pg = d->pg;

	pdf_heading(d->p, 3, tr(pg, "Answer of the establishment"));
	if (!answers->n)
		pdf_text(d->p, tr(pg, "The establishment has not answered yet."));
	for (size_t i = 0; i < answers->n; i++) {
		const struct answer_line *w = &answers->v[i];
		const struct str by[] = { w->role, instant_text(pg, w->at) };

		for (size_t k = 0; k < w->lines.n; k++)
			pdf_text(d->p, w->lines.v[k]);
		if (w->why.n) {
			const struct str withheld[] = { w->why, w->by, instant_text(pg, w->withheld_at) };

			pdf_text(d->p, fill(pg->a, tr(pg, "The text is withheld. %1 (%2, %3)."), withheld, 3));
		}
		pdf_small(d->p, fill(pg->a, tr(pg, "%1, %2"), by, 2));
	}
}

static void trail_table(const struct paper *d, const struct trail_saids *trail)
{
	const struct page *pg = d->pg;
	const struct pdf_column columns[] = { { tr(pg, "Entry"), 2, true, false }, { tr(pg, "When"), 4, false, false },
		{ tr(pg, "Who"), 4, false, false }, { tr(pg, "As"), 3, false, false }, { tr(pg, "By which way"), 5, true, false } };

	if (!trail->n)
		return;
	pdf_heading(d->p, 3, tr(pg, "What the trail says"));
	pdf_table(d->p, columns, 5);
	for (size_t i = 0; i < trail->n; i++) {
		const struct trail_said *t = &trail->v[i];
		const struct str cells[] = { number_text(pg->a, t->idx), instant_text(pg, t->at), or_dash(t->who.s), t->role, t->route };

		pdf_table_row(d->p, cells, 5);
	}
	pdf_table_end(d->p);
}

/* Each person whose acts it tells is a row of the trail, written while others wait: who acted stands with the newest alone. */
static enum err one(const struct paper *d, const struct finding_line *l, bool trail)
{
	const struct page *pg = d->pg;
	struct finding_view v = { .staff = true };
	struct finding_get_row f;

	TRY(finding_get(d->rq->db, d->rq->a, (struct finding_id){ l->id }, &f));
	TRY(finding_view(d->rq, d->pg, &f, &v));
	if (trail)
		TRY(finding_trail_said(d->rq, d->pg, f.id, d->noted, &v.trail));
	const struct str parts[] = { number_text(pg->a, (int64_t)v.l.entries), tr(pg, v.words->reasons) };

	pdf_heading(d->p, 2, v.l.title);
	pdf_text(d->p, v.l.said);
	if (v.service.n)
		pdf_text(d->p, fill(pg->a, tr(pg, "Type of appointment: %1"), &v.service, 1));
	pdf_small(d->p, tr(pg, v.words->about));
	pdf_small(d->p, fill(pg->a, tr(pg, "An honest reason may be: %1"), &parts[1], 1));
	entries_table(d, &v.entries);
	if (v.l.entries > (int32_t)v.entries.n)
		pdf_small(d->p, fill(pg->a, tr(pg, "The finding names %1 entries; the first of them are shown."), &parts[0], 1));
	answers_text(d, &v.answers);
	trail_table(d, &v.trail);
	pdf_rule(d->p);
	return OK;
}

static void head(const struct paper *d, const struct findings_view *v)
{
	const struct page *pg = d->pg;
	const struct pdf_fact facts[] = { { tr(pg, "Entries looked at"), number_text(pg->a, v->entries), true },
		{ tr(pg, "Findings"), number_text(pg->a, v->found), true }, { tr(pg, "Answered"), number_text(pg->a, v->answered), true },
		{ tr(pg, "The register was read on"), v->looked_at.v > 0 ? instant_text(pg, v->looked_at) : S("–"), false } };

	pdf_heading(d->p, 1, fill(pg->a, tr(pg, "What the public register shows of %1"), &v->name, 1));
	pdf_facts(d->p, facts, 4);
	pdf_text(d->p, tr(pg, "A finding is a question, not an accusation. It says which entries to ask about, and nobody’s name: the register has none."));
	if (!v->lines.n)
		pdf_text(d->p, tr(pg, "Nothing was found."));
	if (v->found > (int64_t)v->lines.n)
		pdf_text(d->p, tr(pg, "The newest findings are in this report; the others stand on the page."));
	if (v->lines.n > PAPER_TRAILS && FINDING_TRAIL_READERS >> d->rq->who.role & 1)
		pdf_text(d->p, tr(pg, "Who acted is told with the newest findings here, and on the page of each."));
}

enum err findings_paper(struct rq *rq)
{
	const struct findings_in *in = rq->form;
	struct paper d = { .rq = rq, .pg = &(struct page){ .a = rq->a, .lang = rq->lang, .plain = true },
		.noted = &(struct noted){ 0 } };
	struct findings_view v = { .staff = true };
	struct organization_get_row o;
	struct str bytes;

	TRY(findings_house(rq, in->organization, &o));
	v.code = o.code;
	v.name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	TRY(findings_head(rq, d.pg, o.id.v, &v));
	TRY(findings_lines(rq, d.pg, o.id.v, 0, PAPER_FINDINGS, &v));
	if (zone_get(o.zone, &d.pg->zone) != OK)
		d.pg->zone = NULL;
	struct pdf_options options = { .title = fill(rq->a, tr(d.pg, "What the public register shows of %1"), &v.name, 1),
		.rtl = rq->lang == LANG_AR, .landscape = true, .now = rq->now, .foot = v.name };

	TRY(pdf_new(rq->a, &options, &d.p));
	head(&d, &v);
	for (size_t i = 0; i < v.lines.n; i++)
		TRY(one(&d, &v.lines.v[i], i < PAPER_TRAILS));
	TRY(pdf_end(d.p, &bytes));
	TRY(rq_audit(rq, AUDIT_EXPORT, 0, o.id.v));
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "diwan-%.*s.pdf", STR_ARG(o.code)), bytes);
}
