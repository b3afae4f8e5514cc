/*
 * The establishment answers a finding, after it has seen the answer as everybody will read it. It is public, stays as it is, and its
 * SHA-256 is in an entry of the public log: nobody can change it afterwards, or take it away, without being seen.
 */
#include "areas/findings/inside.h"

#include "base/buf.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "findings_t.h"
#include "ledger/act.h"

enum { SEEN_MAX = 64 };
struct answer_in { struct str answer, seen; };
static const struct field fields[] = {
	FIELD(answer_in, answer, F_TEXT, struct str, .required = true, .max = ANSWER_MAX, .missing = N_("Write the answer")),
	FIELD(answer_in, seen, F_TEXT, struct str, .max = SEEN_MAX),
};
const struct form finding_answer_form = FORM(answer_in, fields);

/* Lines without space at their ends or two together, none empty: what a page shows is what the hash is of. */
static struct str plain(struct arena *a, struct str text)
{
	struct buf *b = buf_new(a, 4 * ANSWER_MAX + 1);

	while (text.p) {
		struct str line = str_trim(str_cut(&text, '\n'));

		if (line.n && b->n)
			buf_put_char(b, '\n');
		for (size_t i = 0; i < line.n; i++)
			if (!ascii_is_space(line.p[i]) || !ascii_is_space(line.p[i - 1]))
				buf_put_char(b, ascii_is_space(line.p[i]) ? ' ' : line.p[i]);
	}
	return buf_str(b);
}

static struct str digest_of(struct arena *a, struct str text)
{
	unsigned char sum[32];

	sha256(text, sum);
	return base64_encode(a, (struct str){ (const char *)sum, sizeof(sum) });
}

enum err finding_answer_keep(struct db *db, struct arena *a, struct instant now, const struct answer_new *x)
{
	struct finding_answers_rows before;
	struct finding_get_row f;
	struct str text = plain(a, x->text), digest = digest_of(a, text);
	int64_t row;

	TRY(finding_get(db, a, x->finding, &f));
	TRY(finding_answers(db, a, x->finding, &before));
	if (before.n >= ANSWERS_MAX)
		return E_LIMIT;
	struct act said = act_of_no_time(ACT_ANSWER, x->role, now);

	said.organization = f.organization;
	said.value = arena_fmt(a, "%.*s/%lld", STR_ARG(f.rule), (long long)f.first_idx);
	said.holder = digest;
	TRY(act_named(db, a, now, &said, &row));
	TRY(finding_answer_add(db, a, (struct finding_answer_id){ random_id(now) }, x->finding, f.organization, x->account, x->role,
		text, digest, (struct act_id){ row }, now));
	return before.n ? OK : finding_counted(db, a, f.organization, S("answered"), 1);
}

enum err findings_answer_newest(struct db *db, struct arena *a, struct instant now, int64_t organization, int64_t account,
	struct str text)
{
	struct finding_list_rows rows;

	TRY(finding_list(db, a, organization, (struct finding_id){ INT64_MAX }, FINDING_ROWS, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (!rows.v[i].answers)
			return finding_answer_keep(db, a, now, &(struct answer_new){ rows.v[i].id, account, str_of(role_code(ROLE_DIRECTOR)), text });
	return E_NOTFOUND;
}

/* Also after a text that was changed since it was looked at. */
enum err finding_preview(struct rq *rq)
{
	const struct answer_in *in = rq->form;
	struct str text = plain(rq->a, in ? in->answer : rq_raw(rq, "answer"));
	struct organization_get_row o;
	struct finding_get_row f;

	if (!text.n)
		return finding_report(rq);
	TRY(finding_mine(rq, rq_id(rq, 0), &f, &o));
	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	struct answer_preview v = { .finding = f.id.v, .title = rule_title(pg, f.rule), .text = text, .seen = digest_of(rq->a, text),
		.lines = answer_lines(rq->a, text) };

	t_findings_preview(pg, &v);
	return OK;
}

enum err finding_answer(struct rq *rq)
{
	const struct answer_in *in = rq->form;
	struct organization_get_row o;
	struct finding_get_row f;
	enum err e;

	TRY(finding_mine(rq, rq_id(rq, 0), &f, &o));
	struct answer_new x = { .finding = f.id, .account = rq->who.account, .role = str_of(role_code(rq->who.role)), .text = in->answer };

	if (!str_eq(in->seen, digest_of(rq->a, plain(rq->a, in->answer))))
		return rq_wrong(rq, "answer", N_("You have not looked at this text yet: is it what everybody is to read?"));
	e = finding_answer_keep(rq->db, rq->a, rq->now, &x);
	if (e == E_LIMIT)
		return rq_problem(rq, N_("This finding has ten answers already."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, o.id.v, o.id.v, S("finding")));
	return rq_redirect(rq, "/findings/%lld", (long long)f.id.v);
}
