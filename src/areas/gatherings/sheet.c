/* The sheet that participants sign, as a document. */
#include "areas/gatherings/inside.h"

#include "pdf/pdf.h"
#include "web/web.h"

enum { BLANK_LINES = 3 };

static void head_of(struct pdf *p, struct page *pg, const struct gathering *g, const struct leaders *who)
{
	struct str when = text_when(pg->a, pg->lang, gathering_start(g));
	const struct pdf_fact facts[] = { { tr(pg, "When"), when, false }, { tr(pg, "Where"), gathering_place(pg, g), false },
		{ tr(pg, "Led by"), who->n ? leaders_text(pg, who) : S("–"), false } };

	pdf_heading(p, 1, in_lang(pg->lang, &g->title));
	pdf_facts(p, facts, 3);
}

static struct str birth(struct arena *a, struct day d)
{
	int y, m, day;

	if (!day_is(d))
		return S("–");
	day_split(d, &y, &m, &day);
	return arena_fmt(a, "%02d/%02d/%04d", day, m, y);
}

/* n == 0: has no seat. mark: what was recorded; empty: to be signed. */
static void line(struct pdf *p, struct page *pg, int n, struct str who, struct str born, struct str with, struct str mark)
{
	const struct str cells[] = { n ? arena_fmt(pg->a, "%d", n) : STR_NONE, who, born, with, mark };

	pdf_table_row(p, cells, 5);
}

static struct str with_whom(const struct appointment *x, const struct parties *parties)
{
	for (size_t k = 0; k < parties->n; k++)
		if (parties->v[k].id.v == x->party.v)
			return parties->v[k].name;
	return STR_NONE;
}

/* Those who have a seat, seats without names, lines for who comes without having enrolled, and who waits: somebody may stay
 * away. */
static void lines(struct pdf *p, struct page *pg, const struct appointments *people, const struct parties *parties)
{
	const struct pdf_column columns[] = { { tr(pg, "No."), 1, true, false }, { tr(pg, "Person"), 5, false, false },
		{ tr(pg, "Birth date"), 2, true, false }, { tr(pg, "Enrolled by"), 3, false, false },
		{ tr(pg, "Signature"), 4, false, false } };
	int n = 0;

	pdf_table(p, columns, 5);
	for (size_t i = 0; i < people->n; i++) {
		const struct appointment *x = &people->v[i];
		bool marked = x->status == ST_FULFILLED || x->status == ST_NOSHOW;

		if (takes_part(x))
			line(p, pg, ++n, x->patient_name.s, birth(pg->a, x->birth_day), with_whom(x, parties),
				marked ? tr(pg, seat_status(x)) : STR_NONE);
	}
	for (size_t k = 0; k < parties->n; k++)
		for (int32_t i = 0; i < parties->v[k].unnamed; i++)
			line(p, pg, ++n, STR_NONE, STR_NONE, parties->v[k].name, STR_NONE);
	for (int i = 0; i < BLANK_LINES; i++)
		line(p, pg, ++n, STR_NONE, STR_NONE, STR_NONE, STR_NONE);
	for (size_t i = 0; i < people->n; i++)
		if (people->v[i].status == ST_WAITLIST)
			line(p, pg, 0, people->v[i].patient_name.s, birth(pg->a, people->v[i].birth_day),
				with_whom(&people->v[i], parties), tr(pg, seat_status(&people->v[i])));
	pdf_table_end(p);
}

enum err gathering_sheet(struct rq *rq)
{
	struct page *pg = &(struct page){ .a = rq->a, .lang = rq->lang, .plain = true };
	struct parties parties = { 0 };
	struct appointments people;
	struct gathering g;
	struct leaders who;
	struct house h;
	struct pdf *p;
	struct str bytes;
	char day[11];

	TRY(house_gathering(rq, &h, &g, &who));
	TRY(gathering_people(rq->db, rq->a, &rq->who.scope, g.id, &people));
	for (size_t i = 0; i < people.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, people.v[i].patient.v, people.v[i].organization.v));
	if (!people.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	if (rq->who.role != ROLE_PRACTITIONER)
		TRY(party_list(rq->db, rq->a, g.id, &parties));
	struct pdf_options o = { .title = in_lang(rq->lang, &g.title), .rtl = rq->lang == LANG_AR, .now = rq->now, .foot = h.name };

	TRY(pdf_new(rq->a, &o, &p));
	head_of(p, pg, &g, &who);
	lines(p, pg, &people, &parties);
	TRY(pdf_end(p, &bytes));
	day_print(g.day, day);
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "diwan-%s-%lld.pdf", day, (long long)g.id.v), bytes);
}
