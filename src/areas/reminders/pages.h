/*
 * What this area's pages are given. Must not be included elsewhere.
 */
#ifndef REMINDERS_PAGES_H
#define REMINDERS_PAGES_H

#include "areas/patients/patients.h"
#include "areas/reminders/inside.h"
#include "organizations_q.h"
#include "web/web.h"

enum { REMIND_DESK = R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR) };

/* The house that is worked for. */
struct remind_house { struct organization_get_row o; struct str name; const struct zone *zone; struct local now; };
enum err remind_house_of(struct rq *rq, struct organization_id id, struct remind_house *ret) MUST_CHECK;

/* ---- letters (letters.c, letter_paper.c) ---- */
enum { ADDRESS_LINES = 6, ADDRESS_WIDTH = 38 };		/* what the window shows */
struct letters_page {
	struct str step;
	struct letters_waiting_rows ready, missing;
	struct letter_batches_rows batches;
	bool printed;			/* today's batch is made */
};
struct address_page { struct patient who; struct str lines; };
enum err letters_page(struct rq *rq);
enum err letters_print(struct rq *rq);
enum err letters_paper(struct rq *rq);
enum err letters_address(struct rq *rq);
enum err letters_address_put(struct rq *rq);
enum err letters_missing(struct rq *rq, int64_t *ret);
extern const struct form address_form;
/* One letter after the other, each on pages of its own. */
struct paper { struct remind_house house; struct letter_lines_rows lines; struct instant now; };
enum err letters_draw(struct arena *a, const struct paper *p, struct str *ret) MUST_CHECK;

/* ---- the plan of a type (plans.c) ---- */
struct plan_line { struct service_id id; struct str name, days; bool followed, own; };	/* own: of this organisation, which may change it */
struct plan_lines { struct plan_line *v; size_t n; };
struct plans_page { struct organization_id at; struct str step; struct plan_lines lines; struct remind_hours hours; int64_t letter_days, risk; };
struct plan_choice { const char *name; int32_t days; bool chosen; };
struct plan_choices { struct plan_choice *v; size_t n; };
struct plan_page { struct service_id id; struct organization_id at; struct str name, above; struct plan_choices choices; bool own; };
/* "7 days before, 2 days before, the same morning"; "none". */
struct str plan_said(const struct page *pg, struct str days);
struct str plan_day_said(const struct page *pg, int32_t days);
enum err plans_page(struct rq *rq);
enum err plans_hours(struct rq *rq);
enum err plan_page(struct rq *rq);
enum err plan_save(struct rq *rq);
extern const struct form plans_form, plan_form, plans_at_form;

#endif
