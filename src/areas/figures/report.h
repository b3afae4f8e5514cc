/*
 * The monthly report: a month's figures of one organisation as a document, and who gets it by mail when the month is closed.
 *
 * It hides what every page hides and names no practitioner, for mail leaves the house. Who is named is asked first, by a mail with a link, and gets
 * nothing else before she has agreed (report_consent.c); the link of each mail ends it. An address is dropped when nobody answered, and when the
 * account that named it reads no figures there any more. The trail has hashes of addresses (report_note).
 * Must not know: persons.
 */
#ifndef FIGURES_REPORT_H
#define FIGURES_REPORT_H

#include "areas/figures/inside.h"
#include "ids.h"
#include "jobs/samples.h"

struct organization_get_row;
/* What the mail that asks says. */
struct report_asked { struct str name, link; };
extern const struct form report_form, report_drop_form;
extern const struct sample figures_samples[];
enum err report_page(struct rq *rq);
enum err report_add(struct rq *rq);
enum err report_remove(struct rq *rq);
/* Behind the link of a mail. */
enum err recipient_page(struct rq *rq);
enum err recipient_confirm(struct rq *rq);
enum err recipient_remove(struct rq *rq);
enum err report_file(struct rq *rq, const struct organization_get_row *o, int32_t month) MUST_CHECK;

/* As it was closed, else as it is known. In `a`; reads alone. */
struct report { struct str name, bytes; const struct figure_line *all; };
enum err report_make(struct db *db, struct arena *a, struct instant now, enum lang l, const struct organization_get_row *o, int32_t month,
	struct report *ret) MUST_CHECK;
/* The job, outside of a transaction: the last closed month to each who was not sent it. */
enum err report_send(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* What is drawn of waits (report_pictures.c): lines as the page has them, the longest wait first. */
struct pdf;
struct report_waits { struct shown_lines lines; int32_t scale; bool above, country; };
enum err report_waits(struct db *db, const struct page *pg, const struct organization_get_row *o, const struct figures_shown *shown,
	const struct figure_names *names, struct report_waits *ret) MUST_CHECK;
void report_draw_waits(struct pdf *p, const struct page *pg, const struct report_waits *w);
void report_draw_trend(struct pdf *p, const struct page *pg, const struct points *year);

/* A new link, of which the hash is kept, as it stands in a mail. In the caller's transaction. */
enum err report_link(struct db *db, struct arena *a, struct instant now, struct organization_id o, struct report_recipient_id id, struct str *ret)
	MUST_CHECK;
/* The mail that asks, in the caller's transaction. */
enum err report_ask(struct db *db, struct arena *a, struct instant now, struct organization_id o, struct report_recipient_id id, struct str address,
	struct str lang) MUST_CHECK;
/* The job's part: asks who was never asked, drops who may not have it any more. Own transactions. */
enum err report_lapse(struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* For the trail: "report-added 5f…": what was done, and a hash of the address that says which, to who knows it. */
struct str report_note(struct arena *a, const char *what, struct str address);
struct str report_ask_text(struct arena *a, enum lang l, const struct report_asked *m);

struct report_line { int64_t id; struct str address, lang; struct instant since; bool confirmed; };
struct report_lines { struct report_line *v; size_t n; };
struct report_view { struct str name, code, last, last_title; struct report_lines who; };
/* What the mails say. */
struct report_mail { struct str name, month, link; const struct figure_line *all; };
struct recipient_view { struct str name; struct url self; enum { RECIPIENT_ASKED, RECIPIENT_CONFIRMED, RECIPIENT_REMOVED } state; };

#endif
