/*
 * Between the files of this area: handlers, forms, small helpers of templates.
 * Must not know: other areas' insides.
 */
#ifndef ORGANIZATIONS_INNER_H
#define ORGANIZATIONS_INNER_H

#include "areas/organizations/organizations.h"
#include "jobs/samples.h"
#include "organizations_q.h"

extern const char *const organization_kinds[];			/* NULL at the end */
const char *organization_kind_label(struct str kind);		/* msgid */
const char *organization_dots(int32_t depth);			/* depth, drawn */
struct str organization_fold(struct arena *a, struct str fr, struct str ar, struct str en);

struct kind_line { const char *code, *label; };
struct kind_lines { const struct kind_line *v; size_t n; };
struct setting_line { const char *name; struct str label, hint, value; };
/* Between which hours messages that may wait leave, and when one would that is ready now. */
struct message_window { int32_t from, to; struct local next; };
struct setting_lines { const struct setting_line *v; size_t n; };

extern const struct form parent_form, organization_form, change_form, settings_form, place_form, year_form,
	calendar_form;
enum err tree_page(struct rq *rq);
enum err new_page(struct rq *rq);
enum err new_save(struct rq *rq);
enum err one_page(struct rq *rq);
enum err one_save(struct rq *rq);
enum err settings_save(struct rq *rq);
enum err places_page(struct rq *rq);
enum err place_add(struct rq *rq);
enum err place_page(struct rq *rq);
enum err place_save(struct rq *rq);
enum err calendar_page(struct rq *rq);
enum err calendar_look(struct rq *rq);
enum err calendar_add(struct rq *rq);
enum err calendar_remove(struct rq *rq);

/* The organisation if it is in the branch of who asks; E_NOTFOUND else. */
enum err mine(struct rq *rq, int64_t id, struct organization_get_row *ret) MUST_CHECK;
/* May open the organisation's own page; else only its places and its calendar. */
bool keeps_tree(const struct rq *rq);

/* A short name as it is kept: in the alphabet of SMS, cut to TEXT_PLACE_MAX. */
struct str organization_short(struct arena *a, struct str sms_name, struct str name_fr);

#endif
