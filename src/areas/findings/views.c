/* What stands on a page of findings: of a branch, of a house, of one finding. See inside.h. */
#include "areas/findings/inside.h"

#include "areas/organizations/organizations.h"

static int64_t count_of(const struct finding_counts_rows *rows, const char *what)
{
	for (size_t i = 0; i < rows->n; i++)
		if (str_eq(rows->v[i].rule, str_of(what)))
			return rows->v[i].n;
	return 0;
}

enum err findings_head(struct rq *rq, struct page *pg, int64_t organization, struct findings_view *v)
{
	struct finding_look_get_row look = { .at = INSTANT_NONE };
	const struct finding_rule *all;
	struct finding_counts_rows counts;
	size_t n;
	enum err e = finding_look_get(rq->db, rq->a, &look);

	if (e != OK && e != E_NOTFOUND)
		return e;
	TRY(finding_counts(rq->db, rq->a, organization, &counts));
	v->looked_at = look.at;
	v->size = look.next_idx;
	v->entries = count_of(&counts, "entries");
	v->found = count_of(&counts, "found");
	v->answered = count_of(&counts, "answered");
	all = finding_rules_all(&n);
	v->rules = (struct rule_lines){ ARENA_ARRAY(rq->a, struct rule_line, n), n };
	for (size_t i = 0; i < n; i++)
		v->rules.v[i] = (struct rule_line){ tr(pg, all[i].title), tr(pg, all[i].about), count_of(&counts, all[i].rule) };
	return OK;
}

enum err findings_houses(struct rq *rq, struct page *pg, int64_t lo, int64_t hi, int64_t after, const char *base,
	struct findings_view *v)
{
	struct finding_houses_rows rows;

	TRY(finding_houses(rq->db, rq->a, lo, hi, after, HOUSE_ROWS + 1, &rows));
	v->houses = (struct house_lines){ ARENA_ARRAY(rq->a, struct house_line, rows.n + 1), rows.n > HOUSE_ROWS ? HOUSE_ROWS : rows.n };
	for (size_t i = 0; i < v->houses.n; i++) {
		const struct finding_houses_row *r = &rows.v[i];

		v->houses.v[i] = (struct house_line){ r->code, organization_name(pg->lang, r->name_fr, r->name_ar, r->name_en),
			r->entries, r->found, r->answered };
	}
	if (rows.n && zone_get(rows.v[0].zone, &pg->zone) != OK)
		pg->zone = NULL;
	if (rows.n > HOUSE_ROWS)
		v->next = url_fmt(rq->a, "%s?after=%lld", base, (long long)rows.v[HOUSE_ROWS - 1].tree_lo);
	return OK;
}

enum err findings_lines(struct rq *rq, struct page *pg, int64_t organization, int64_t before, size_t max,
	struct findings_view *v)
{
	struct finding_list_rows rows;

	TRY(finding_list(rq->db, rq->a, organization, (struct finding_id){ before > 0 ? before : INT64_MAX }, (int64_t)max + 1, &rows));
	v->lines = (struct finding_lines){ ARENA_ARRAY(rq->a, struct finding_line, rows.n + 1), rows.n > max ? max : rows.n };
	for (size_t i = 0; i < v->lines.n; i++) {
		const struct finding_list_row *r = &rows.v[i];

		v->lines.v[i] = (struct finding_line){ r->id.v, r->answers, r->rule, rule_title(pg, r->rule),
			finding_said(pg, &(struct finding_words){ r->rule, r->code, r->numbers, r->role, r->channel }), r->entries, r->at, r->found_at };
	}
	if (rows.n > max)
		v->next = url_fmt(rq->a, "%s?before=%lld", v->staff ? "/findings" : "/ledger/fairness", (long long)rows.v[max - 1].id.v);
	if (rows.n > max && v->code.n)
		v->next = url_add(rq->a, v->next, "organization", v->code);
	return OK;
}

/* ---- one finding ---- */

struct str_list answer_lines(struct arena *a, struct str text)
{
	struct str *v = ARENA_ARRAY(a, struct str, ANSWER_MAX + 1);
	size_t n = 0;

	while (text.p && n < ANSWER_MAX)
		v[n++] = str_cut(&text, '\n');
	return (struct str_list){ v, n };
}

static enum err answers_of(struct rq *rq, struct page *pg, struct finding_id id, struct answer_lines *ret)
{
	struct finding_answers_rows rows;

	TRY(finding_answers(rq->db, rq->a, id, &rows));
	*ret = (struct answer_lines){ ARENA_ARRAY(rq->a, struct answer_line, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct finding_answers_row *r = &rows.v[i];

		ret->v[i] = (struct answer_line){ r->id, role_said(pg, r->role), answer_lines(rq->a, r->body), r->at, r->idx.is ? r->idx.v : -1,
			.withheld_at = r->withheld_at, .withheld_idx = r->withheld_idx.is ? r->withheld_idx.v : -1 };
		if (!r->why.n)
			continue;
		ret->v[i].lines.n = 0;
		ret->v[i].why = withheld_said(pg, r->why);
		ret->v[i].by = role_said(pg, r->who);
	}
	return OK;
}

static enum err entries_of(struct rq *rq, struct page *pg, struct finding_id id, int64_t tree_lo, struct shown_entries *ret)
{
	struct finding_entries_rows rows;
	struct house_words words;

	TRY(house_words(rq->db, rq->a, tree_lo, &words));
	TRY(finding_entries(rq->db, rq->a, id, &rows));
	*ret = (struct shown_entries){ ARENA_ARRAY(rq->a, struct shown_entry, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].entry.n)
			entry_shown(pg, &words, rows.v[i].idx, rows.v[i].entry, &ret->v[ret->n++]);
	return OK;
}

static enum err house_of(struct rq *rq, struct page *pg, int64_t organization, struct finding_view *v, int64_t *ret_tree_lo)
{
	struct organization_get_row o;
	enum err e = organization ? organization_get(rq->db, rq->a, (struct organization_id){ organization }, &o) : E_NOTFOUND;

	*ret_tree_lo = 0;
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	*ret_tree_lo = o.tree_lo;
	v->code = o.code;
	v->name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	if (zone_get(o.zone, &pg->zone) != OK)
		pg->zone = NULL;
	return OK;
}

enum err finding_view(struct rq *rq, struct page *pg, const struct finding_get_row *f, struct finding_view *ret)
{
	struct finding_service_name_row s;
	int64_t tree_lo;
	enum err e;

	ret->l = (struct finding_line){ f->id.v, 0, f->rule, rule_title(pg, f->rule),
		finding_said(pg, &(struct finding_words){ f->rule, f->code, f->numbers, f->role, f->channel }), f->entries, f->at, f->found_at };
	ret->words = finding_rule(f->rule);
	TRY(house_of(rq, pg, f->organization, ret, &tree_lo));
	ret->service = f->service;
	e = f->service.n && ret->code.n ? finding_service_name(rq->db, rq->a, ret->code, f->service, &s) : E_NOTFOUND;
	if (e == OK)
		ret->service = organization_name(rq->lang, s.name_fr, s.name_ar, s.name_en);
	else if (e != E_NOTFOUND)
		return e;
	TRY(entries_of(rq, pg, f->id, tree_lo, &ret->entries));
	TRY(answers_of(rq, pg, f->id, &ret->answers));
	ret->l.answers = (int64_t)ret->answers.n;
	return OK;
}

/* ---- the trail ---- */

static enum err note(struct rq *rq, struct noted *noted, int64_t patient, int64_t organization)
{
	for (size_t i = 0; i < noted->n; i++)
		if (noted->v[i] == patient)
			return OK;
	noted->v = arena_grow(rq->a, noted->v, noted->n, &noted->cap, sizeof(*noted->v));
	noted->v[noted->n++] = patient;
	return rq_audit(rq, AUDIT_TRAIL, patient, organization);
}

enum err finding_trail_said(struct rq *rq, struct page *pg, struct finding_id id, struct noted *noted, struct trail_saids *ret)
{
	struct finding_trail_rows rows = { 0 };

	if (FINDING_TRAIL_READERS >> rq->who.role & 1)
		TRY(finding_trail(rq->db, rq->a, &rq->who.scope, id, &rows));
	*ret = (struct trail_saids){ ARENA_ARRAY(rq->a, struct trail_said, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct finding_trail_row *r = &rows.v[i];
		enum role role;

		ret->v[i] = (struct trail_said){ r->idx, r->at, r->account, role_of(r->role, &role) ? tr(pg, role_label(role)) : r->role, r->route };
		TRY(note(rq, noted, r->patient, r->organization));
	}
	return OK;
}
