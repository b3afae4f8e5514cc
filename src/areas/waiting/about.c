/* What a place says in public of its list: the rules in plain words, and numbers without persons. */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "waiting_t.h"

enum { LATELY = 90 * 86400, SHOWN_FROM = 5 };

struct str waiting_day(struct arena *a, struct day d)
{
	char text[11];

	day_print(d, text);
	return arena_str(a, (struct str){ text, 10 });
}

struct str waiting_length(const struct page *pg, int64_t minutes)
{
	return minutes % 60 ? tr_n(pg, minutes, "%d minute", "%d minutes") : tr_n(pg, minutes / 60, "%d hour", "%d hours");
}

/* The median of a speciality's run of sorted waits; -1: too few to say. */
static int64_t typical(const struct waiting_served_waits_rows *rows, struct str specialty)
{
	size_t from = 0, n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		if (!str_eq(rows->v[i].specialty, specialty))
			continue;
		from = n ? from : i;
		n++;
	}
	return n < SHOWN_FROM ? -1 : (rows->v[from + n / 2].seconds + 43200) / 86400;
}

int64_t waiting_said(int64_t n)
{
	return n < SHOWN_FROM ? 0 : (n + 2) / 5 * 5;
}

/* As it was when the place's day began. */
static enum err list_lines(struct rq *rq, struct organization_id o, struct str zone, struct about_page *p)
{
	struct waiting_about_rows_rows rows;
	struct waiting_served_waits_rows waits;
	const struct zone *z;

	TRY(zone_get(zone, &z));
	TRY(waiting_about_rows(rq->db, rq->a, o, zone_instant(z, (struct local){ zone_local(z, rq->now).day, 0 }), &rows));
	TRY(waiting_served_waits(rq->db, rq->a, o, (struct instant){ rq->now.v - LATELY }, &waits));
	p->lines.v = ARENA_ARRAY(rq->a, struct about_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		p->lines.v[p->lines.n++] = (struct about_line){ organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar,
			rows.v[i].name_en), waiting_said(rows.v[i].n), typical(&waits, rows.v[i].specialty) };
	return OK;
}

enum err waiting_about(struct rq *rq)
{
	struct organization_by_code_row by;
	struct organization_get_row o;
	struct about_page p = { 0 };

	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &by));
	TRY(organization_get(rq->db, rq->a, by.id, &o));
	if (str_eq(o.kind, S("department")) || str_eq(o.kind, S("health_centre")))
		return E_NOTFOUND;
	p.one = str_eq(o.kind, S("establishment"));
	p.name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	p.phone = o.phone;
	TRY(waiting_rules_at(rq->db, rq->a, o.tree_lo, &p.rules));
	TRY(waiting_classes(rq->db, rq->a, o.tree_lo, &p.classes));
	if (p.one)	/* an area's hospitals have each their own */
		TRY(list_lines(rq, o.id, o.zone, &p));
	t_waiting_about(rq_page(rq, 200), &p);
	return OK;
}
