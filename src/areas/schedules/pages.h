/*
 * Between the files of this area's administration screens: handlers, forms, helpers of templates.
 * Must not be included elsewhere.
 */
#ifndef AREAS_SCHEDULES_PAGES_H
#define AREAS_SCHEDULES_PAGES_H

#include "areas/schedules/catalogue.h"
#include "areas/schedules/closings.h"
#include "areas/schedules/fields.h"
#include "areas/schedules/drawn.h"
#include "areas/schedules/preview.h"
#include "areas/schedules/homes.h"
#include "areas/schedules/schedules.h"
#include "areas/schedules/strikes.h"
#include "base/utf8.h"
#include "page/frame.h"
#include "schedules_q.h"

/* One list sorted by a text of each (`it`), as readers of the language expect it. */
#define SORTED(rq, type, list, text) do { \
	struct str *labels_ = ARENA_ARRAY((rq)->a, struct str, (list).n + 1); \
	type *sorted_ = ARENA_ARRAY((rq)->a, type, (list).n + 1); \
	const size_t *order_; \
	for (size_t i_ = 0; i_ < (list).n; i_++) { \
		const type *it = &(list).v[i_]; \
		labels_[i_] = (text); \
	} \
	order_ = utf8_order((rq)->a, lang_code((rq)->lang), labels_, (list).n); \
	for (size_t i_ = 0; i_ < (list).n; i_++) \
		sorted_[i_] = (list).v[order_[i_]]; \
	(list).v = sorted_; \
} while (0)


/* The organisation whose agendas are administered, and the others of the branch to change to. */
struct desk_place { struct organization_id id; struct str name; };
struct desk_places { const struct desk_place *v; size_t n; };
enum { CODE_TRIES = 99 };
/* A code that nobody has to think of: the letters and digits of a name, and a number behind each but the first. */
struct str code_from(struct arena *a, struct str name, int n);
/* Which of the set-up pages one is on. */
enum setup_tab { TAB_AGENDAS, TAB_PRACTITIONERS, TAB_TYPES, TAB_PERIODS, TAB_CLOSINGS, TAB_ZONES };
struct admin_at {
	struct organization_id organization;
	struct str name;
	struct desk_places others;	/* establishments and departments of the branch */
};
/* From ?organization= or the account's own. E_NOTFOUND outside the branch. */
enum err admin_at(struct rq *rq, struct admin_at *ret) MUST_CHECK;
/* E_NOTFOUND unless the organisation is in the branch of who asks. */
/* A row of the trail: which setting of the organisation was changed, by a word (accounts/trail.c says it). */
enum err admin_note(struct rq *rq, struct organization_id o, const char *what) MUST_CHECK;
enum err admin_may(struct rq *rq, struct organization_id organization) MUST_CHECK;
enum err admin_schedule(struct rq *rq, int64_t id, struct schedule *ret) MUST_CHECK;
struct str names_in(enum lang l, const struct names *n);
/* Letters, digits and dashes. */
bool code_valid(struct str s);

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

/* How often, as the form asks it; rule_repeat answers one of rule_repeats. */
enum repeat { RE_WEEK, RE_WEEK2, RE_WEEK3, RE_WEEK4, RE_DAY, RE_MONTH, RE_DATE, RE_ONCE, RE_RULE };
extern const char *const rule_repeats[];
const char *rule_repeat(const struct recur *r);
/* Bits 1 … 7 of a weekly rule: its days, or that of the first day. */
uint32_t rule_weekdays(const struct recur *r, struct day first);
/* "Agenda of a practitioner" */
struct str type_of_kind(const struct page *pg, struct str kind);

/* What an opening's form shows. */
struct opening_view {
	struct opening o;
	struct str words;		/* its rule */
	struct str services;		/* names of the types, with commas */
	struct str breaks;		/* "Break 12:00–13:00", with commas; may be empty */
	struct str shares;		/* "Online 5, desk 3", may be empty */
	struct str variant;		/* its name; empty: of the normal week */
};
struct opening_views { const struct opening_view *v; size_t n; };
struct weekday_box { int number; struct str label; bool chosen; };
struct weekday_boxes { const struct weekday_box *v; size_t n; };
enum { FORM_BREAKS = 2, FORM_RELEASE_MIN = 2 * 1440 };
struct clock_mins { const struct clock_min *v; size_t n; };
struct opening_form {
	struct schedule schedule;
	int64_t id;			/* 0: a new one */
	int64_t version;
	const char *repeat;		/* one of rule_repeats */
	struct weekday_boxes days;
	struct option_ids services;	/* of the agenda's speciality; of all when it has none */
	struct option_ids others;
	bool others_shown;		/* not folded */
	struct str start, end, capacity, step, first, until, rule, count;
	struct str breaks[FORM_BREAKS][2];
	struct str shares[QUOTA_GROUPS];
	bool shared;
	int32_t release_min;
	int64_t variant;		/* 0: of the normal week */
	struct str variant_name;
};
/* Shares in the form's fields, and back (n by group, as sent); in words: "Online: 5, desk: 3". */
void shares_show(struct rq *rq, const struct quota *q, struct opening_form *f);
enum err shares_asked(struct rq *rq, const int64_t n[QUOTA_GROUPS], int32_t release_min,
	struct quota *ret) MUST_CHECK;
struct str share_words(const struct page *pg, const struct quota *q);
/* Types that may be booked in the hours: those of the agenda’s speciality apart from the others. o: NULL for new ones. */
enum err service_options(struct rq *rq, const struct schedule *s, const struct opening *o,
	struct opening_form *f) MUST_CHECK;
/* YYYY-MM-DD, for a form; empty for DAY_NONE. */
struct str form_day(struct arena *a, struct day d);
enum err opening_form_of(struct rq *rq, const struct schedule *s, const struct opening *o,
	struct opening_form *ret) MUST_CHECK;
/* The opening of /admin/hours/:id, in use and of the branch. */
enum err my_opening(struct rq *rq, struct opening *o, struct schedule *s) MUST_CHECK;

/* ---- what is closed at once for several agendas ---- */
struct who_option { const char *value; struct str label, specialty, code; };	/* the last two of a person */
struct who_group { struct str label; struct who_option *v; size_t n; };
struct who_groups { const struct who_group *v; size_t n; };
struct closing_view { struct closing c; struct str who, words; };
struct closing_views { const struct closing_view *v; size_t n; };
struct sent_pair { struct str name, value; };
struct sent_pairs { const struct sent_pair *v; size_t n; };
struct stand_ins { struct stand_in { struct str agenda, by; struct day from, to; } *v; size_t n; };
struct house_names { struct str *v; size_t n; };
struct closing_look {
	struct closing c;
	struct str who, words;
	struct schedules agendas;
	struct spans times;
	struct strucks struck;
	struct stand_ins stand_ins;	/* in these agendas then: closed to them too */
	struct house_names houses;	/* others in which the person receives by name: not closed by this */
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
struct urgency_count { enum urgency urgency; int64_t n; };
struct urgency_counts { const struct urgency_count *v; size_t n; };
/* Those levels that occur. */
struct urgency_counts urgency_counts(struct arena *a, const struct strucks *s);
/* Each person who is shown goes into the trail. */
/* The day it is at a place; and a day as a form has it. */
enum err place_today(struct rq *rq, struct str zone, struct day *ret) MUST_CHECK;
struct str day_value(struct arena *a, struct day d);
enum err struck_seen(struct rq *rq, const struct strucks *s) MUST_CHECK;

/* A week as it is offered, or would be. */
/* Times of a type that are the same for those who ask: free, or why not. */
struct drawn_run { enum drawn_as as; struct day opens; struct clock_mins times; };
struct drawn_runs { const struct drawn_run *v; size_t n; };
struct drawn_line { struct str service; struct drawn_runs runs; };
struct drawn_lines { const struct drawn_line *v; size_t n; };
/* opening 0: of one that is not saved */
struct drawn_part { int64_t opening; int32_t start_min, end_min; bool removed; };
struct drawn_parts { const struct drawn_part *v; size_t n; };
struct drawn_day {
	struct day day;
	bool closed, away;		/* away: an absence meets the day */
	struct str why;
	struct drawn_parts parts;
	struct drawn_lines lines;
};
struct drawn_days { const struct drawn_day *v; size_t n; };
struct drawn_week {
	struct day monday, last;
	struct url back, next;
	struct drawn_days days;
	bool fixed;			/* nothing in it can be changed by a link */
};
/* monday: of the week to draw. base: this page, without ?week=. */
enum err draw_week(struct rq *rq, const struct schedule *s, const struct plans *p,
	struct day monday, struct url base, struct drawn_week *ret) MUST_CHECK;
/* As those see it now who book in one way: with shares, and for whom the types are; what they cannot book yet or any
 * more, or for want of a room, is drawn as that. */
enum err draw_week_as(struct rq *rq, const struct schedule *s, const struct plans *p,
	struct day monday, struct url base, enum quota_group as, struct drawn_week *ret) MUST_CHECK;
/* The Monday of ?week= (a day number), or of the first week that has hours. */
enum err week_asked(struct rq *rq, const struct plans *p, struct day from,
	struct day *ret) MUST_CHECK;

/* Whose appointments would lie in no hours, a page of them (?after=). */
struct lost_page { struct strucks struck; struct url back, next; };
/* Each person on it goes into the trail. again: this page with the same question; empty: the answer
 * to a POST, whose other pages have no address. */
enum err lost_page(struct rq *rq, const struct losts *lost, struct url again,
	struct lost_page *ret) MUST_CHECK;

/* ---- types of appointment and their catalogue ---- */
/* msgid of a setting's name; its value in words. */
const char *setting_label(enum service_field f);
struct str setting_said(const struct page *pg, enum service_field f, const struct service *s);
struct setting_change { const char *label; struct str was, will; };
struct setting_changes { const struct setting_change *v; size_t n; };
struct setting_changes setting_changes(const struct page *pg, const struct service *was,
	const struct service *will);
struct amendment_view { int64_t id; struct day from; bool refused; struct setting_changes changes; };
struct amendment_views { const struct amendment_view *v; size_t n; };
struct service_view {
	struct service s;
	struct str place;
	struct choices specialties;
	bool fresh;
	bool taken;			/* follows `above`, of the organisation `above_place` */
	struct service above;
	struct str above_place, own;	/* own: the settings that differ, with commas */
	int64_t followers;		/* establishments that follow it */
	struct amendment_views waiting;
	bool added;			/* just now */
};
/* What is said below a setting: what the catalogue says, that appointments freeze it, the hint. */
struct str setting_hint(const struct page *pg, const struct service_view *v, enum service_field f,
	struct str hint);
struct service_look {
	struct service s;
	struct setting_changes changes;
	struct day from;		/* DAY_NONE: at once */
	int64_t followers;
	int64_t agendas;		/* whose free times are counted anew */
	struct str frozen;		/* the settings that cannot change, with commas */
	bool drawn;			/* a public draw is all that stands in the way */
	struct sent_pairs sent;
};
struct service_row_view { struct service s; struct str from; int differs; };
struct service_row_views { const struct service_row_view *v; size_t n; };
struct takeable_view { int64_t id; struct str name, place, minutes; };
struct takeable_views { const struct takeable_view *v; size_t n; };
struct services_view { struct admin_at at; struct service_row_views all; struct takeable_views may; };

/* Before hours are saved: what they would overlap, who would lose a place, what a week offers. */
enum look { LOOK_SAVE, LOOK_END, LOOK_DAY, LOOK_NO_DAY };
struct overlap_view { struct str agenda; struct overlap x; };
struct overlap_views { const struct overlap_view *v; size_t n; };
struct look_view {
	const struct schedule *schedule;
	const struct opening *opening;	/* as it would be; of a day: that day's, in the place of the rule's */
	const struct opening *rule;	/* LOOK_DAY, LOOK_NO_DAY: whose day it is; NULL otherwise */
	enum look what;
	struct str words;
	struct overlap_views overlaps;
	int64_t print;
	bool unseen;			/* overlaps that were not on the page when it was sent */
	struct lost_page lost;
	struct drawn_week week;
	struct url action;
	struct sents sent;
	const struct opening_form *form;	/* to change something; NULL: none */
};
enum err overlap_views_of(struct rq *rq, const struct schedule *s, const struct overlaps *all,
	struct overlap_views *ret) MUST_CHECK;
enum err look_page(struct rq *rq, const struct schedule *s, const struct opening *o,
	enum look what) MUST_CHECK;
/* One day of a rule: `instead` in its place, or (LOOK_NO_DAY) nothing; instead->first_day is the day. */
enum err look_day_page(struct rq *rq, const struct schedule *s, const struct opening *rule,
	const struct opening *instead, enum look what) MUST_CHECK;
/* In the transaction that saves: the overlaps are those that were seen, or the page tells them. */
enum err look_confirmed(struct rq *rq, const struct opening *o, int64_t seen) MUST_CHECK;

/* Other hours between two dates, and the agendas that take part. */
struct period_row { struct variant v; int64_t agendas; };
struct period_rows { const struct period_row *v; size_t n; };
struct period_agenda { struct schedule s; bool in; };
struct period_agendas { const struct period_agenda *v; size_t n; };
struct period_view {
	struct admin_at at;
	struct variant v;
	bool own;			/* who asks may change its dates */
	struct period_agendas agendas;
	size_t taking;			/* how many of them take part */
};
/* What joining or moving would do to one agenda. */
struct period_effect { struct str agenda; int64_t lost; };
struct period_effects { const struct period_effect *v; size_t n; };
struct period_look {
	const struct period_view *view;
	struct day_span days;
	struct minute_span within;	/* joining; to = 0: not */
	bool out;			/* the usual hours again; neither: the dates are moved */
	struct period_effects effects;
	struct lost_page lost;
	struct overlap_views overlaps;
	int64_t print;			/* of the overlaps; 0: none */
	bool unseen;
	const struct drawn_week *week;	/* of the one agenda that is asked about; NULL: several */
	struct url action;
	struct sents sent;
};

enum err periods_page(struct rq *rq);
enum err period_new_page(struct rq *rq);
enum err period_new_save(struct rq *rq);
enum err period_page(struct rq *rq);
enum err period_look(struct rq *rq);
enum err period_save(struct rq *rq);
enum err period_join_look(struct rq *rq);
enum err period_join_save(struct rq *rq);
enum err period_leave_look(struct rq *rq);
enum err period_leave_save(struct rq *rq);
enum err period_remove_look(struct rq *rq);
enum err period_remove_save(struct rq *rq);
/* What was sent, to be sent with a confirmation; and where it goes: this page without "/look". */
struct sents sent_again(struct rq *rq);
struct url save_url(struct rq *rq);
/* This look again, for another week: the same question. */
struct url look_url(struct rq *rq, const struct sents *sent);
enum err services_page(struct rq *rq);
enum err service_new_page(struct rq *rq);
enum err service_new_save(struct rq *rq);
enum err service_page(struct rq *rq);
enum err service_save(struct rq *rq);
enum err service_look(struct rq *rq);
enum err services_take_save(struct rq *rq);
enum err amendment_remove_save(struct rq *rq);
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
enum err opening_new_look(struct rq *rq);
enum err opening_look(struct rq *rq);
enum err opening_end_look(struct rq *rq);
enum err opening_new_save(struct rq *rq);
enum err opening_page(struct rq *rq);
enum err opening_save(struct rq *rq);
enum err opening_end_save(struct rq *rq);
enum err day_page(struct rq *rq);
enum err day_save(struct rq *rq);
enum err day_look(struct rq *rq);
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
	absence_form, day_ask_form, closing_form, period_form, period_join_form, period_leave_form,
	period_remove_form;

/* ---- what a type needs beside its agenda ---- */
struct need_agenda { int64_t id; struct str label; bool closed, chosen; };	/* closed: no hours ahead */
struct need_agendas { struct need_agenda *v; size_t n; };
struct need_line { int32_t place; const char *label; struct need_agendas agendas; };
struct need_lines { struct need_line *v; size_t n; };
struct needs_view {
	struct service s;
	struct need_lines needs;
	struct need_agendas agendas;	/* that may be listed; none for a type of a whole region */
	int32_t what;
	bool more;			/* one more may be added */
};
extern const struct form need_form, need_out_form;
enum err needs_page(struct rq *rq) MUST_CHECK;
enum err need_add_save(struct rq *rq) MUST_CHECK;
enum err need_remove_save(struct rq *rq) MUST_CHECK;

/* ---- visits at home ---- */
struct zones_view { struct admin_at at; struct home_zones zones; struct home_zone z; struct str lat, lon; int32_t speed; struct str video; };
extern const struct form zone_form, zone_at_form, speed_form;
enum err zones_page(struct rq *rq) MUST_CHECK;
enum err zone_save(struct rq *rq) MUST_CHECK;
enum err zone_speed_save(struct rq *rq) MUST_CHECK;
extern const struct form video_form;
enum err video_save(struct rq *rq) MUST_CHECK;

#endif
