/* The report by mail: documents are made outside of any transaction, a short one marks and queues each. */
#include "areas/figures/report.h"

#include "areas/organizations/organizations.h"
#include "figures_q.h"
#include "figures_t.h"
#include "jobs/jobs.h"
#include "organizations_q.h"

enum { AT_ONCE = 50, LIFE = 10 * 86400 };

static struct str body_of(struct arena *a, enum lang l, const struct report_mail *m)
{
	return PAGE_TEXT(a, l, t_figures_report_mail(pg, m));
}

static struct str subject_of(struct arena *a, enum lang l, const struct report_mail *m)
{
	const struct page pg = { .a = a, .lang = l, .plain = true };

	return FILL(&pg, tr(&pg, "Figures of %1: %2"), m->month, m->name);
}

static struct str sample_text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	int32_t days[DELAYS] = { [12] = 100 };
	const struct figure_line all = { .v = { [M_N] = 1000, [M_ONLINE] = 574, [M_COMPARED] = 100 }, .days = { [H_COMPARED] = days } };
	const struct str link = arena_cat(a, S("{site}/report/"), SAMPLE_TOKEN);
	const struct report_mail m = { sample_place(size), months_label(a, l, 12 * (2026 - 1970) + 8), link, &all };
	const struct report_asked asked = { sample_place(size), link };

	return which ? report_ask_text(a, l, &asked) : body_of(a, l, &m);
}

const struct sample figures_samples[] = {
	{ "report", N_("A month of figures is closed: to whom the establishment has named"), "mail", false, 0, 0, 0, sample_text },
	{ "report-ask", N_("An establishment names an address for its figures of each month: the address is asked first"), "mail", false, 0, 0, 1, sample_text },
	{ 0 },
};

static enum err queue(struct db *db, struct arena *a, struct instant now, const struct report_due_row *to, enum lang l,
	struct report_mail *m, const struct report *r)
{
	int64_t n;

	TRY(report_taken(db, a, to->month, to->id, &n));
	if (!n)
		return OK;	/* removed meanwhile, or another process was faster */
	TRY(report_link(db, a, now, to->organization, to->id, &m->link));
	return message_queue(db, a, now, &(struct message){ .organization = to->organization.v, .channel = S("mail"), .template = S("report"),
		.lang = to->lang, .recipient = to->address, .subject = subject_of(a, l, m), .body = body_of(a, l, m), .may_wait = true,
		.due_at = now, .drop_at = { now.v + LIFE }, .attachment = { r->name, S("application/pdf"), r->bytes } });
}

static enum err send_one(struct db *db, struct arena *a, struct instant now, const struct report_due_row *to)
{
	struct organization_get_row o;
	struct report_mail m;
	struct report r;
	enum lang l = LANG_FR;
	enum err e;

	if (!lang_of(to->lang, &l))
		l = LANG_FR;
	TRY(organization_get(db, a, to->organization, &o));
	TRY(report_make(db, a, now, l, &o, to->month, &r));
	m = (struct report_mail){ organization_name(l, o.name_fr, o.name_ar, o.name_en), months_label(a, l, to->month), STR_NONE, r.all };
	TRY(db_begin(db));
	e = queue(db, a, now, to, l, &m, &r);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static enum err sweep(struct db *db, struct arena *a)
{
	enum err e;

	TRY(db_begin(db));
	e = message_attachments_sweep(db, a);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

enum err report_send(struct db *db, struct arena *a, struct instant now)
{
	struct report_recipient_id after = { 0 };
	struct arena *side = arena_side(a, (size_t)64 << 20);
	struct report_due_rows due = { 0 };
	enum err last = OK;

	if (!side)
		return E_LIMIT;
	TRY(sweep(db, a));
	TRY(report_lapse(db, a, now));
	do {
		TRY(report_due(db, a, after, (struct day){ (int32_t)(now.v / 86400) }, AT_ONCE, &due));
		for (size_t i = 0; i < due.n; i++) {
			arena_reset(side);
			enum err e = send_one(db, side, now, &due.v[i]);

			if (e == E_DB || e == E_RETRY)
				return e;
			last = e == OK ? last : e;
			after = due.v[i].id;
		}
	} while (due.n == AT_ONCE);
	return last;
}
