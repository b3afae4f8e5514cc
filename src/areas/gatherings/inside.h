/*
 * What the files of this area share: what pages show, and steps that several take.
 * Must not be included elsewhere.
 */
#ifndef AREAS_GATHERINGS_INSIDE_H
#define AREAS_GATHERINGS_INSIDE_H

#include "areas/appointments/appointments.h"
#include "areas/booking/booking.h"
#include "areas/desk/desk.h"
#include "areas/gatherings/gathering_series.h"
#include "areas/gatherings/gatherings.h"
#include "areas/patients/patients.h"
#include "areas/schedules/chains.h"
#include "areas/schedules/strikes.h"
#include "codes/codes.h"
#include "gatherings_q.h"
#include "organizations_q.h"

/* Who plans, changes and cancels; who runs one that he leads. */
#define HEAD_ROLES (R(HEAD_OF_ADMISSIONS) | R(DIRECTOR))
#define RUN_ROLES (DESK_ROLES | R(PRACTITIONER))

/* ---- the staff's house ---- */
struct house { struct organization_id id; int64_t lo, hi; struct str name; const struct zone *zone; struct local now; };
enum err house_of(struct rq *rq, struct house *ret) MUST_CHECK;
/* The gathering of the first path parameter, if it is of the house (of a practitioner: led by him). */
enum err house_gathering(struct rq *rq, struct house *h, struct gathering *g, struct leaders *who) MUST_CHECK;
struct change_ask staff_ask(const struct rq *rq);	/* who changes it, at the desk */
struct str in_lang(enum lang l, const struct names *n);
struct local gathering_start(const struct gathering *g);
struct str leaders_text(const struct page *pg, const struct leaders *who);
/* "Room 2, Building B" in the page's language, as far as they are known. */
struct str gathering_place(const struct page *pg, const struct gathering *g);
int32_t seats_left(const struct gathering *g);
int32_t seats_alone(const struct gathering *g);		/* that an establishment may take online now */

/* ---- the board ---- */
struct gathering_line { struct gathering g; bool undecided, closed; };
struct gathering_lines { struct gathering_line *v; size_t n; };
struct gathering_series_line { struct gathering_series s; struct str words; };
struct gathering_series_lines { struct gathering_series_line *v; size_t n; };
struct board_view {
	struct house h;
	struct gathering_lines decide, coming, past;
	struct gathering_series_lines series;
	struct gatherings_counted_row year;	/* figures of twelve months */
	bool head;
	int64_t left;			/* of a series that was ended; -1: none was */
};
struct one_view {
	struct house h;
	struct gathering g;
	struct leaders who;
	struct appointments people;	/* seats first, then who waits; cancelled last */
	struct parties parties;
	struct str service;
	bool head, desk, open, begun, record, closed, undecided;
	int64_t told;			/* by the act before; -1: none */
	struct str done;		/* what the act before was; empty: none */
};
bool takes_part(const struct appointment *x);		/* holds a seat or has held it to the end */
const char *seat_status(const struct appointment *x);

/* ---- planning ---- */
struct choice_of { int64_t id; struct str label; bool chosen; };
struct choices_of { struct choice_of *v; size_t n; };
struct plan_view {
	struct house h;
	struct gathering g;
	struct choices_of agendas, services, places, people;
	struct str day, start, until;	/* as fields write them */
	int64_t decide_hours;
	bool editing;
	struct str clash;		/* a sentence on top; empty: none */
};
struct plan_date { struct day day; bool shut, taken; };
struct plan_dates { struct plan_date *v; size_t n; };
struct sent_field { struct str name, value; };
struct sent_list { struct sent_field *v; size_t n; };
struct gathering_look {
	struct house h;
	struct gathering g, old;
	struct str agenda, service, words, leaders, place;
	struct plan_dates dates;
	bool series;
	struct day until;
	struct strucks struck;
	struct sent_list sent;
	/* changing one: who is told */
	bool moves;
	struct appointments told;
	struct parties parties;
	bool cancelling;
	bool later;			/* with all later ones of its series */
	struct gathering_parts parts;	/* what becomes of each */
	struct gathering_list rest;	/* which are cancelled */
	int64_t empty;			/* of these nobody is in */
};

/* ---- people as forms ask for them ---- */
struct people_in {
	struct name name[PARTY_PEOPLE_MAX];
	struct day birth[PARTY_PEOPLE_MAX];
	int32_t sex[PARTY_PEOPLE_MAX];
};
#define PERSON_FIELDS(st, i, d) \
	{ .name = "name" #d, .type = F_NAME, .offset = offsetof(struct st, people) + offsetof(struct people_in, name[i]), \
		.wrong = N_("Write the name with letters, as on the card") }, \
	{ .name = "birth" #d, .type = F_DAY, .offset = offsetof(struct st, people) + offsetof(struct people_in, birth[i]), \
		.wrong = N_("This date does not exist") }, \
	{ .name = "sex" #d, .type = F_CHOICE, .offset = offsetof(struct st, people) + offsetof(struct people_in, sex[i]), \
		.choices = visitor_sexes }
#define PEOPLE_FIELDS(st) PERSON_FIELDS(st, 0, 1), PERSON_FIELDS(st, 1, 2), PERSON_FIELDS(st, 2, 3), \
	PERSON_FIELDS(st, 3, 4), PERSON_FIELDS(st, 4, 5), PERSON_FIELDS(st, 5, 6)
const char *people_sex(int32_t choice);			/* "female", "male", "unknown" */
/* One fieldset of the form: names of its fields, what stands in them at first. */
struct person_box { int number; const char *name, *birth, *sex; struct name was; struct day born; struct str was_sex; struct str note; };
struct person_boxes { struct person_box *v; size_t n; };
struct person_boxes person_boxes(struct rq *rq, int n);
/* Marks what is missing or does not fit the type (NULL: not looked at) on the day of the visit. */
void people_check(struct rq *rq, const struct people_in *in, int i, const struct service *fits, struct day today, struct day visit);
int people_count(const struct rq *rq);			/* field or query `n`, 1 … PARTY_PEOPLE_MAX */

/* ---- enrolling at the desk ---- */
struct enrol_view {
	struct house h;
	struct gathering g;
	struct sought sought;
	struct patient_matches found;
	struct person_boxes boxes;
	struct party party;		/* id.v != 0: whose seats get names */
	int most;			/* as many at once */
};

/* ---- the citizen's way ---- */
enum { SESSIONS_FIRST = 6 };		/* of a place, before the others are folded */
struct public_place { struct str code, name, phone; struct gathering_list all; };
struct public_places { struct public_place *v; size_t n; };
struct public_view { struct public_places places; struct str only; };	/* only: the name of the place asked for */

/* Several people who are about to enrol in a gathering, or to be booked one after the other. */
struct draft_view {
	struct party_draft_get_row d;
	struct party_draft_people_rows people;
	struct service types[PARTY_PEOPLE_MAX];
	struct gathering g;		/* id.v == 0: a family */
	struct str place, place_code, place_phone, title;
	struct organization_id keeper;
	const struct zone *zone;
	struct day today;
	struct url self, code, choose;
	bool held;			/* a family's times are kept until */
	int32_t held_until_min;
	struct person_boxes boxes;
	struct sent_code last;
	struct code_shown s;
};
enum err draft_of(struct rq *rq, struct draft_view *ret) MUST_CHECK;

struct chain_button { struct str value; struct chain c; struct str agendas; };
struct chain_buttons { struct chain_button *v; size_t n; };
struct chain_day { struct day day; struct chain_buttons v; };
struct chain_days { struct chain_day *v; size_t n; };
struct type_pick { const char *name; int number; struct choices_of types; };
struct type_picks { struct type_pick *v; size_t n; };
struct family_view {
	struct str place, place_code, place_phone;
	int n;
	struct type_picks picks;
	bool across, asked;
	bool cut;			/* not every way was tried */
	bool gone;			/* nothing is looked for now: a time was taken meanwhile */
	struct day from;
	struct chain_days days;
	struct url next;		/* later days */
	struct str taken;		/* a sentence on top; empty: none */
	bool staff;
	struct house h;
	struct person_boxes boxes;
};
struct counts_of { const int *v; size_t n; };
struct counts_of family_counts(void);		/* 2 … PARTY_PEOPLE_MAX, for a select */
/* Reads ?n= ?t1= … ?across= ?from= and finds the chains of that place. */
enum err family_find(struct rq *rq, struct organization_id place, bool citizen, struct family_view *v) MUST_CHECK;
/* "schedule.service.YYYYMMDDTHHMM" for each, with commas. False: not such a list. */
bool chain_read(struct str text, struct slot_name ret[PARTY_PEOPLE_MAX], size_t *ret_n);

struct party_line { struct appointment x; bool may_cancel; int32_t waits; };
struct party_lines { struct party_line *v; size_t n; };
struct party_view {
	struct party p;
	struct gathering g;
	struct party_lines lines;
	struct str place, phone;
	struct url self;
	int32_t seats;			/* without names, which may be given back */
	bool fresh, any, waits;		/* any: one at least may be cancelled; waits: one at least has no seat yet */
};

enum err public_gatherings(struct rq *rq);
enum err public_gatherings_place(struct rq *rq);
enum err enrol_begin(struct rq *rq);
enum err family_page(struct rq *rq);
enum err family_hold(struct rq *rq);
enum err family_hold_show(struct rq *rq);
enum err draft_who(struct rq *rq);
enum err draft_who_send(struct rq *rq);
enum err draft_code_page(struct rq *rq);
enum err draft_confirm(struct rq *rq);
enum err draft_confirm_show(struct rq *rq);
enum err draft_resend(struct rq *rq);
enum err party_page(struct rq *rq);
enum err party_proof(struct rq *rq);
enum err party_receipt(struct rq *rq);
enum err party_cancel_ask(struct rq *rq);
enum err party_cancel(struct rq *rq);
enum err desk_party_page(struct rq *rq);
enum err desk_family_page(struct rq *rq);
enum err desk_family_book(struct rq *rq);
enum err desk_family_check(struct rq *rq);
int64_t order_by_chain(const struct rq *rq);
int64_t order_by_desk_chain(const struct rq *rq);
extern const struct form enrol_begin_form, family_hold_form, draft_who_form, draft_code_form, party_cancel_form, desk_family_form,
	desk_times_form;
enum err drafts_sweep(struct db *db, struct arena *a, struct instant now);

enum err gatherings_page(struct rq *rq);
enum err gatherings_waiting(struct rq *rq, int64_t *ret);
enum err gathering_page(struct rq *rq);
enum err gathering_sheet(struct rq *rq);
enum err gathering_attendance(struct rq *rq);
enum err gathering_give_up(struct rq *rq);
enum err gathering_run_save(struct rq *rq);
enum err gathering_plan_page(struct rq *rq);
enum err gathering_plan_look(struct rq *rq);
enum err gathering_plan_save(struct rq *rq);
enum err gathering_edit_page(struct rq *rq);
enum err gathering_edit_look(struct rq *rq);
enum err gathering_edit_save(struct rq *rq);
enum err gathering_off_page(struct rq *rq);
enum err gathering_off_save(struct rq *rq);
enum err gathering_series_end_save(struct rq *rq);
enum err gathering_enrol_page(struct rq *rq);
enum err enrol_find(struct rq *rq);
enum err enrol_known(struct rq *rq);
enum err enrol_new(struct rq *rq);
enum err group_add(struct rq *rq);
enum err group_give_back(struct rq *rq);

extern const struct form attendance_form, give_up_form, gathering_plan_form, gathering_edit_form, gathering_off_form, gathering_version_form, gathering_series_end_form,
	enrol_known_form, enrol_new_form, group_form, give_back_form;

#endif
