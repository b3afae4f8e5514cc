/*
 * The handlers of the desk's routes, one file a group.
 * Must not know: other areas.
 */
#ifndef DESK_ACTS_H
#define DESK_ACTS_H

#include "web/web.h"

enum err desk_day_page(struct rq *rq);		/* day.c */
enum err desk_day_find(struct rq *rq);
enum err desk_week_page(struct rq *rq);
enum err desk_visit_page(struct rq *rq);	/* visit.c */
enum err desk_act(struct rq *rq);
enum err desk_status(struct rq *rq);
enum err desk_note(struct rq *rq);
enum err desk_home(struct rq *rq);
enum err desk_cancel(struct rq *rq);
enum err desk_move_page(struct rq *rq);
enum err desk_move(struct rq *rq);
enum err desk_receipt(struct rq *rq);
enum err desk_book_page(struct rq *rq);		/* book.c */
enum err desk_book_find(struct rq *rq);
enum err desk_book(struct rq *rq);
enum err desk_ours_page(struct rq *rq);
enum err desk_again_page(struct rq *rq);	/* again.c */
enum err desk_again(struct rq *rq);
enum err desk_unrecorded_page(struct rq *rq);	/* unrecorded.c */
enum err desk_unrecorded(struct rq *rq);
enum err desk_unrecorded_waiting(struct rq *rq, int64_t *ret);
enum err desk_unsent_page(struct rq *rq);	/* unsent.c */
enum err desk_unsent(struct rq *rq);
enum err desk_unsent_waiting(struct rq *rq, int64_t *ret);
enum err desk_orphans_page(struct rq *rq);	/* orphans.c */
enum err desk_orphans_place(struct rq *rq);
enum err desk_orphans_waiting(struct rq *rq, int64_t *ret);
enum err desk_extras_page(struct rq *rq);	/* extras.c */
enum err desk_extras_limits(struct rq *rq);
enum err desk_extras_agenda(struct rq *rq);
enum err desk_extras_reason(struct rq *rq);
enum err desk_extras_use(struct rq *rq);
enum err desk_substitutes_page(struct rq *rq);	/* substitutes.c */
enum err desk_substitutes_plan(struct rq *rq);
enum err desk_substitutes_make(struct rq *rq);
enum err desk_substitutes_undo(struct rq *rq);
enum err desk_print_page(struct rq *rq);	/* lists.c */
enum err desk_print_pdf(struct rq *rq);
enum err desk_lists_page(struct rq *rq);
enum err desk_lists_put(struct rq *rq);
enum err desk_lists_job(struct db *db, struct arena *a, struct instant now);

extern const struct form desk_act_form, desk_status_form, desk_note_form, desk_home_form, desk_cancel_form, desk_move_form, desk_again_form;
extern const struct form extras_limits_form, extras_agenda_form, extras_reason_form, extras_use_form;
extern const struct form substitute_form;
extern const struct form desk_orphans_form, desk_book_form, desk_unrecorded_form, desk_unsent_form, desk_lists_form;

#endif
