/*
 * Between the files of this area's administration screens: handlers, forms, helpers of templates.
 * Must not be included elsewhere.
 */
#ifndef AREAS_SCHEDULES_PAGES_H
#define AREAS_SCHEDULES_PAGES_H

#include "areas/schedules/closings.h"
#include "areas/schedules/schedules.h"
#include "areas/schedules/strikes.h"
#include "schedules_q.h"

/* The organisation whose agendas are administered, and the others of the branch to change to. */
struct desk_place { struct organization_id id; struct str name; };
struct desk_places { const struct desk_place *v; size_t n; };
struct admin_at {
	struct organization_id organization;
	struct str name;
	struct desk_places others;	/* establishments and departments of the branch */
};
/* From ?organization= or the account's own. E_NOTFOUND outside the branch. */
enum err admin_at(struct rq *rq, struct admin_at *ret) MUST_CHECK;
/* E_NOTFOUND unless the organisation is in the branch of who asks. */
enum err admin_may(struct rq *rq, struct organization_id organization) MUST_CHECK;
enum err admin_schedule(struct rq *rq, int64_t id, struct schedule *ret) MUST_CHECK;
struct str names_in(enum lang l, const struct names *n);

struct choice { const char *code; struct str label; bool chosen; };
struct choices { const struct choice *v; size_t n; };
struct option_id { int64_t id; struct str label; bool chosen; };
struct option_ids { const struct option_id *v; size_t n; };
/* Options as readers of the language expect them. */
struct option_ids options_sorted(struct rq *rq, struct option_ids list);
enum err specialty_choices(struct rq *rq, struct str chosen, struct choices *ret) MUST_CHECK;

/* Minutes as people write them: 90 → 90 "minutes", 120 → 2 "hours", 2880 → 2 "days". */
struct length { int64_t n; const char *unit; };
struct length length_of(int32_t minutes);
int32_t length_minutes(int64_t n, int32_t unit);
extern const char *const length_units[];

/* A rule in words: "Every week: Monday, Wednesday". */
struct str rule_words(const struct page *pg, const struct opening *o);
/* "Agenda of a practitioner" */
struct str type_of_kind(const struct page *pg, struct str kind);

/* What an opening's form shows. */
struct opening_view {
	struct opening o;
	struct str words;		/* its rule */
	struct str services;		/* names of the types, with commas */
};
struct opening_views { const struct opening_view *v; size_t n; };
struct weekday_box { int number; struct str label; bool chosen; };
struct weekday_boxes { const struct weekday_box *v; size_t n; };
struct opening_form {
	struct schedule schedule;
	int64_t id;			/* 0: a new one */
	int64_t version;
	const char *repeat;		/* week, week2, week3, week4, month, once, rule */
	struct weekday_boxes days;
	struct option_ids services;
	struct str start, end, capacity, step, first, until, rule;
};
struct coming_day { struct day day; int32_t start_min, end_min; int64_t opening; bool closed; struct str why; };
struct coming_days { const struct coming_day *v; size_t n; };

/* ---- what is closed at once for several agendas ---- */
struct who_option { const char *value; struct str label; };
struct who_group { struct str label; struct who_option *v; size_t n; };
struct who_groups { const struct who_group *v; size_t n; };
struct closing_view { struct closing c; struct str who, words; };
struct closing_views { const struct closing_view *v; size_t n; };
struct sent_pair { struct str name, value; };
struct sent_pairs { const struct sent_pair *v; size_t n; };
struct closing_look {
	struct closing c;
	struct str who, words;
	struct schedules agendas;
	struct spans times;
	struct strucks struck;
	struct sent_pairs sent;		/* what was asked, for the form that saves it */
};
struct sent_pairs sent_pairs(struct rq *rq);
struct day_struck { struct day day; struct strucks struck; };
struct day_strucks { const struct day_struck *v; size_t n; };
struct days_list { const struct day *v; size_t n; };
struct days_view {
	const struct days_look *asked;
	struct day_strucks closed;
	struct days_list opened;
	struct sent_pairs sent;
};
const char *urgency_label(enum urgency u);	/* msgid */
struct urgency_count { enum urgency urgency; int64_t n; };
struct urgency_counts { const struct urgency_count *v; size_t n; };
/* Those levels that occur. */
struct urgency_counts urgency_counts(struct arena *a, const struct strucks *s);
/* Each person who is shown goes into the trail. */
enum err struck_seen(struct rq *rq, const struct strucks *s) MUST_CHECK;

enum err services_page(struct rq *rq);
enum err service_new_page(struct rq *rq);
enum err service_new_save(struct rq *rq);
enum err service_page(struct rq *rq);
enum err service_save(struct rq *rq);
enum err practitioners_page(struct rq *rq);
enum err practitioner_new_page(struct rq *rq);
enum err practitioner_new_save(struct rq *rq);
enum err practitioner_page(struct rq *rq);
enum err practitioner_save(struct rq *rq);
enum err agendas_page(struct rq *rq);
enum err agenda_new_page(struct rq *rq);
enum err agenda_new_save(struct rq *rq);
enum err agenda_page(struct rq *rq);
enum err agenda_change_page(struct rq *rq);
enum err agenda_save(struct rq *rq);
enum err opening_new_page(struct rq *rq);
enum err opening_new_save(struct rq *rq);
enum err opening_page(struct rq *rq);
enum err opening_save(struct rq *rq);
enum err opening_end_save(struct rq *rq);
enum err day_page(struct rq *rq);
enum err day_save(struct rq *rq);
enum err absence_new_page(struct rq *rq);
enum err absence_preview(struct rq *rq);
enum err absence_save(struct rq *rq);
enum err absence_remove_save(struct rq *rq);
enum err closings_page(struct rq *rq);
enum err closing_new_page(struct rq *rq);
enum err closing_look(struct rq *rq);
enum err closing_save(struct rq *rq);
enum err closing_remove_save(struct rq *rq);

extern const struct form at_form, service_form, practitioner_form, agenda_form, opening_form,
	end_form, day_form,
	absence_form, day_ask_form, closing_form;

#endif
