/* The trail of who saw whose file, for the director and the platform's auditor. Read only. */
#include "areas/accounts/inner.h"

#include "accounts_t.h"

#define PAGE_ROWS 200

struct trail_in { int64_t patient, before; };
static const struct field trail_fields[] = {
	FIELD(trail_in, patient, F_INT, int64_t, .max = INT64_MAX),
	FIELD(trail_in, before, F_INT, int64_t, .max = INT64_MAX),
};
const struct form trail_form = FORM(trail_in, trail_fields);

static const char *what_label(struct str code)
{
	static const struct { const char *code, *label; } words[] = {
		{ "read", N_("read the file") }, { "list", N_("saw a list") }, { "create", N_("made the file") },
		{ "change", N_("changed the file") }, { "merge", N_("merged two files") },
		{ "export", N_("took a copy out") }, { "erase", N_("erased the file") },
		{ "sign-in", N_("signed in") }, { "search", N_("searched") },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(code, str_of(words[i].code)))
			return words[i].label;
	return "–";
}

static const char *who_label(struct str role)
{
	return str_eq(role, S("public")) ? N_("Person concerned") : role_label_of(role);
}

static enum err of_patient(struct rq *rq, int64_t patient, struct trail_lines *ret)
{
	struct audit_of_patient_rows rows;
	struct trail_line *v;

	TRY(audit_of_patient(rq->db, rq->a, &rq->who.scope, patient, PAGE_ROWS, &rows));
	v = ARENA_ARRAY(rq->a, struct trail_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct trail_line){ rows.v[i].at, rows.v[i].account, who_label(rows.v[i].role),
			what_label(rows.v[i].what), patient, rows.v[i].route };
	*ret = (struct trail_lines){ v, rows.n };
	return OK;
}

static enum err newest(struct rq *rq, int64_t before, struct trail_lines *ret)
{
	struct instant end = { before > 0 ? before : rq->now.v + 1 };
	struct audit_list_rows rows = { .n = 0 };
	struct trail_line *v;

	/* The last hour, the last day, …: the newest rows are found without sorting all of them. */
	for (int64_t back = 3600; rows.n < PAGE_ROWS && back < (int64_t)1 << 34; back *= 24)
		TRY(audit_list(rq->db, rq->a, &rq->who.scope, (struct instant){ end.v - back }, end, PAGE_ROWS, &rows));
	v = ARENA_ARRAY(rq->a, struct trail_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct trail_line){ rows.v[i].at, rows.v[i].account, who_label(rows.v[i].role),
			what_label(rows.v[i].what), rows.v[i].patient_id.is ? rows.v[i].patient_id.v : 0, rows.v[i].route };
	*ret = (struct trail_lines){ v, rows.n };
	return OK;
}

enum err trail_page(struct rq *rq)
{
	const struct trail_in *in = rq->form;
	struct trail_lines lines;
	struct url next = { STR_NONE };

	if (in->patient > 0)
		TRY(of_patient(rq, in->patient, &lines));
	else
		TRY(newest(rq, in->before, &lines));
	if (lines.n == PAGE_ROWS && in->patient <= 0)
		next.s = arena_fmt(rq->a, "/audit?before=%lld", (long long)lines.v[lines.n - 1].at.v);
	t_accounts_trail(rq_page(rq, 200), lines, next, in->patient > 0 ? in->patient : 0,
		rq->who.role == ROLE_DIRECTOR);
	return OK;
}
