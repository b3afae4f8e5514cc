/* One entry of the public log as a page, beside the tiles that programs read. */
#include "areas/findings/inside.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "crypto/crypto.h"
#include "findings_t.h"
#include "ledger/entry.h"
#include "ledger/log.h"
#include "ledger/tree.h"

/* The entry's text; only what is signed is shown. */
static enum err entry_text_of(struct rq *rq, int64_t idx, struct str *ret, int64_t *ret_size)
{
	struct finding_leaf_row leaf;
	struct log_head head;

	TRY(log_head(rq->db, rq->a, &head));
	if (idx >= head.size)
		return E_NOTFOUND;
	TRY(finding_leaf(rq->db, rq->a, idx, &leaf));
	*ret = leaf.entry;
	*ret_size = head.size;
	return OK;
}

/* What its codes mean, as far as they are known here: the house, the type, and what the house named itself. */
static enum err names_of(struct rq *rq, struct entry_view *v, struct house_words *ret)
{
	struct finding_service_name_row s;
	struct organization_by_code_row o;
	struct organization_get_row full = { 0 };
	struct entry e = { 0 };
	enum err found = entry_read(v->text, &e) == OK && e.org.n ? organization_by_code(rq->db, rq->a, e.org, &o) : E_NOTFOUND;

	if (found == OK)
		found = organization_get(rq->db, rq->a, o.id, &full);
	if (found == OK)
		v->place = organization_name(rq->lang, full.name_fr, full.name_ar, full.name_en);
	if (found != OK && found != E_NOTFOUND)
		return found;
	TRY(house_words(rq->db, rq->a, full.tree_lo, ret));
	if (found != OK || !e.service.n)
		return OK;
	found = finding_service_name(rq->db, rq->a, e.org, e.service, &s);
	if (found == OK)
		v->service = organization_name(rq->lang, s.name_fr, s.name_ar, s.name_en);
	return found == E_NOTFOUND ? OK : found;
}

enum err entry_page(struct rq *rq)
{
	struct entry_view v = { 0 };
	struct house_words words;
	struct hash h;
	int64_t idx;
	struct page *pg;

	if (num_parse(rq_param(rq, 0), 0, INT64_MAX / 2, &idx) != OK)
		return E_NOTFOUND;
	TRY(entry_text_of(rq, idx, &v.text, &v.size));
	pg = rq_page(rq, 200);
	TRY(names_of(rq, &v, &words));
	entry_shown(pg, &words, idx, v.text, &v.e);
	TRY(finding_of_entry(rq->db, rq->a, idx, &v.findings));
	h = tree_leaf(v.text);
	v.hash = base64_encode(rq->a, (struct str){ (const char *)h.v, sizeof(h.v) });
	if (zone_get(v.e.zone, &pg->zone) != OK)
		pg->zone = NULL;
	t_findings_entry(pg, &v);
	return OK;
}
