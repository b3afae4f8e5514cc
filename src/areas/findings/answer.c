/*
 * The establishment answers a finding. The answer is public, stays as it is, and its SHA-256 is in an entry of the public log: nobody
 * can change it afterwards, or take it away, without being seen.
 */
#include "areas/findings/inside.h"

#include "base/buf.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "ledger/act.h"

struct answer_in { struct str answer; };
static const struct field fields[] = {
	FIELD(answer_in, answer, F_TEXT, struct str, .required = true, .max = ANSWER_MAX, .missing = N_("Write the answer")),
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

enum err finding_answer_keep(struct db *db, struct arena *a, struct instant now, const struct answer_new *x)
{
	struct finding_answers_rows before;
	struct finding_get_row f;
	unsigned char sum[32];
	struct str digest, text = plain(a, x->text);
	int64_t row;

	TRY(finding_get(db, a, x->finding, &f));
	TRY(finding_answers(db, a, x->finding, &before));
	if (before.n >= ANSWERS_MAX)
		return E_LIMIT;
	sha256(text, sum);
	digest = base64_encode(a, (struct str){ (const char *)sum, sizeof(sum) });
	struct act said = { .organization = f.organization, .act = ACT_ANSWER, .channel = "", .role = x->role,
		.day = { (int32_t)(now.v / 86400) }, .start_min = (int32_t)(now.v % 86400 / 60), .zone = S("UTC"),
		.value = arena_fmt(a, "%.*s/%lld", STR_ARG(f.rule), (long long)f.first_idx), .holder = digest };

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

enum err finding_answer(struct rq *rq)
{
	const struct answer_in *in = rq->form;
	struct organization_get_row o;
	struct finding_get_row f;
	enum err e;

	TRY(finding_mine(rq, rq_id(rq, 0), &f, &o));
	struct answer_new x = { .finding = f.id, .account = rq->who.account, .role = str_of(role_code(rq->who.role)), .text = in->answer };

	e = finding_answer_keep(rq->db, rq->a, rq->now, &x);
	if (e == E_LIMIT)
		return rq_problem(rq, N_("This finding has ten answers already."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, o.id.v, o.id.v, S("finding")));
	return rq_redirect(rq, "/findings/%lld", (long long)f.id.v);
}
