/*
 * Whether somebody wants the monthly report: the mail that asks, the page behind its link, and the end of addresses that nobody confirmed or whose
 * house has lost who named them. Opening a link changes nothing: programs open links.
 */
#include "areas/figures/report.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "figures_q.h"
#include "figures_t.h"
#include "jobs/jobs.h"
#include "organizations_q.h"
#include "web/trail.h"

enum { TOKEN = 22, ANSWER_DAYS = 14, LINK_DAYS = 800, AT_ONCE = 50, HASH_LETTERS = 16 };

struct str report_note(struct arena *a, const char *what, struct str address)
{
	char *lower = arena_cstr(a, address);

	for (char *p = lower; *p; p++)
		*p = ascii_lower(*p);
	return arena_fmt(a, "report-%s %.*s", what, STR_ARG(str_sub(sha256_hex(a, str_of(lower)), 0, HASH_LETTERS)));
}

enum err report_link(struct db *db, struct arena *a, struct instant now, struct organization_id o, struct report_recipient_id id, struct str *ret)
{
	char token[TOKEN];

	random_token(token);
	TRY(report_link_add(db, a, token_hash(a, (struct str){ token, TOKEN }), o, id, now));
	*ret = arena_fmt(a, "{site}/report/%.*s", TOKEN, token);
	return OK;
}

/* ---- asking ---- */

struct str report_ask_text(struct arena *a, enum lang l, const struct report_asked *m)
{
	return PAGE_TEXT(a, l, t_figures_report_ask(pg, m));
}

static struct str subject_of(struct arena *a, enum lang l, const struct report_asked *m)
{
	const struct page pg = { .a = a, .lang = l, .plain = true };

	return FILL(&pg, tr(&pg, "Do you want the figures of each month? %1"), m->name);
}

enum err report_ask(struct db *db, struct arena *a, struct instant now, struct organization_id o, struct report_recipient_id id, struct str address,
	struct str lang)
{
	struct organization_get_row row;
	struct report_asked m;
	enum lang l = LANG_FR;

	if (!lang_of(lang, &l))
		l = LANG_FR;
	TRY(organization_get(db, a, o, &row));
	m.name = organization_name(l, row.name_fr, row.name_ar, row.name_en);
	TRY(report_link(db, a, now, o, id, &m.link));
	return message_queue(db, a, now, &(struct message){ .organization = o.v, .channel = S("mail"), .template = S("report-ask"), .lang = lang,
		.recipient = address, .subject = subject_of(a, l, &m), .body = report_ask_text(a, l, &m), .due_at = now,
		.drop_at = { now.v + 2 * 86400 } });
}

/* ---- the page behind the link ---- */

static enum err recipient_here(struct rq *rq, struct report_link_open_row *ret, struct recipient_view *v)
{
	rq_no_referrer(rq);
	if (rq_param(rq, 0).n != TOKEN)
		return E_NOTFOUND;
	TRY(report_link_open(rq->db, rq->a, token_hash(rq->a, rq_param(rq, 0)), ret));
	v->name = organization_name(rq->lang, ret->name_fr, ret->name_ar, ret->name_en);
	v->self = url_fmt(rq->a, "/report/%.*s", STR_ARG(rq_param(rq, 0)));
	v->state = ret->confirmed ? RECIPIENT_CONFIRMED : RECIPIENT_ASKED;
	return OK;
}

static enum err note(struct rq *rq, const struct report_link_open_row *r, const char *what)
{
	return rq_audit_about(rq, AUDIT_ORGANIZATION, r->organization.v, r->organization.v, report_note(rq->a, what, r->address));
}

enum err recipient_page(struct rq *rq)
{
	struct report_link_open_row r;
	struct recipient_view v;

	TRY(recipient_here(rq, &r, &v));
	t_figures_recipient(rq_page(rq, 200), &v);
	return OK;
}

enum err recipient_confirm(struct rq *rq)
{
	struct report_link_open_row r;
	struct recipient_view v;
	int64_t n;

	TRY(recipient_here(rq, &r, &v));
	TRY(report_confirm(rq->db, rq->a, rq->now, r.id, &n));
	if (n)
		TRY(note(rq, &r, "confirmed"));
	return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
}

enum err recipient_remove(struct rq *rq)
{
	struct report_link_open_row r;
	struct recipient_view v;
	int64_t n;

	TRY(recipient_here(rq, &r, &v));
	TRY(report_recipient_drop(rq->db, rq->a, r.id, r.organization, &n));
	TRY(note(rq, &r, "ended"));
	v.state = RECIPIENT_REMOVED;
	t_figures_recipient(rq_page(rq, 200), &v);
	return OK;
}

/* ---- the job ---- */

static enum err ask_some(struct db *db, struct arena *a, struct instant now, bool *ret_more)
{
	struct report_unasked_rows rows;
	int64_t n;

	TRY(report_unasked(db, a, AT_ONCE, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(report_asked(db, a, now, rows.v[i].id, &n));
		if (n)
			TRY(report_ask(db, a, now, rows.v[i].organization, rows.v[i].id, rows.v[i].address, rows.v[i].lang));
	}
	*ret_more = rows.n == AT_ONCE;
	return OK;
}

static enum err drop_some(struct db *db, struct arena *a, struct instant now, bool *ret_more)
{
	const struct audit_by by = { .role = S("job"), .route = S("job monthly report"), .at = now };
	const struct instant before = { now.v - ANSWER_DAYS * 86400 };
	struct report_lapsed_rows rows;
	int64_t n;

	TRY(report_lapsed(db, a, before, (struct day){ (int32_t)(now.v / 86400) }, AT_ONCE, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct audit_row row = { .organization = rows.v[i].organization.v, .about = rows.v[i].organization.v, .what = AUDIT_ORGANIZATION,
			.detail = report_note(a, "lapsed", rows.v[i].address) };

		TRY(report_recipient_drop(db, a, rows.v[i].id, rows.v[i].organization, &n));
		if (n)
			TRY(audit_write(db, a, &by, &row, 1));
	}
	*ret_more = rows.n == AT_ONCE;
	return OK;
}

static enum err rounds(struct db *db, struct arena *a, struct instant now, enum err (*some)(struct db *, struct arena *, struct instant, bool *))
{
	bool more = true;

	while (more) {
		TRY(db_begin(db));
		TRY(db_end(db, some(db, a, now, &more)));
	}
	return OK;
}

enum err report_lapse(struct db *db, struct arena *a, struct instant now)
{
	TRY(rounds(db, a, now, drop_some));
	TRY(rounds(db, a, now, ask_some));
	TRY(db_begin(db));
	return db_end(db, report_links_sweep(db, a, (struct instant){ now.v - (int64_t)LINK_DAYS * 86400 }));
}
