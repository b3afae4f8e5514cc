/*
 * What the files of this area share: what pages show, and the steps that several pages take.
 * Must not know: anything that booking.h must not.
 */
#ifndef BOOKING_INSIDE_H
#define BOOKING_INSIDE_H

#include "areas/appointments/appointments.h"
#include "areas/series/series.h"
#include "areas/booking/booking.h"
#include "areas/directory/directory.h"
#include "areas/booking/rules/slot_text.h"
#include "areas/schedules/schedules.h"
#include "jobs/samples.h"
#include "ledger/log.h"
#include "booking_q.h"

enum {
	DRAFT_SECONDS = 3600,
	NEAREST = 3,
};

/* --- find.c --- */

/* One line of the select "where": an <optgroup> label, or an option. */
struct where_option { struct str code, label; bool group_open, group_close, here; };
struct where_options { struct where_option *v; size_t n; };

struct specialty_line { struct str code, name; };
struct specialty_lines { struct specialty_line *v; size_t n; };
/* The speciality in the reader's language. E_NOTFOUND. */
enum err specialty_name(struct rq *rq, struct str code, struct str *ret);

/* Where somebody searches: a node of the tree, or anywhere (id.v == 0, code "all"). */
struct area_searched { struct organization_id id; struct str code, name; int64_t lo, hi; bool place; };
enum err area_find(struct rq *rq, struct str code, struct area_searched *ret);

/* What a search is narrowed to: near a town of the list, a part of the day, some days of the week. */
struct narrowing {
	struct organization_id near;	/* v == 0: not asked */
	struct str town, town_name;	/* its code, and name in the reader's language */
	int32_t within;			/* kilometres */
	bool nearest_first;
	enum day_part part;
	uint32_t weekdays;		/* bit 0 = Monday; 0: any */
	struct weekday_ticks { struct weekday_tick { int n; bool on; } *v; size_t n; } ticks;	/* all seven */
	bool any;			/* anything at all is narrowed */
};
enum err narrowing_read(struct rq *rq, struct narrowing *ret) MUST_CHECK;
/* A search's address with what it is narrowed to. */
struct url narrowing_url(struct rq *rq, struct url base, const struct narrowing *n);
/* Into the question; distances are read once. */
enum err narrowing_ask(struct rq *rq, const struct narrowing *n, struct place_ask *ask) MUST_CHECK;
struct narrow_view {
	struct str specialty, name;
	struct area_searched area;
	struct narrowing n;
	struct where_options towns;
};
struct hospital_view { struct str code, name, phone; struct named_nodes offers; };
struct names_view {
	struct str typed;
	struct name_hits hits;
	bool hospitals_first;		/* one of them is called more like it than any doctor */
	struct specialty_lines others;
};

struct results_view {
	struct narrowing narrow;
	struct url narrow_url, wide_url;	/* to change that; without it */
	struct str specialty, name;	/* code; in the reader's language */
	struct area_searched area;
	struct places places;
	struct str typed;		/* what was typed, when it had to be guessed */
	struct specialty_lines others;	/* that it may have meant as well */
	struct str bring;
	struct url next;		/* the following places; empty: none */
	int64_t hospitals;
};
struct nothing_view {
	bool narrowed;
	struct url wide_url, narrow_url;
	struct str specialty, name;
	struct area_searched area;
	int64_t hospitals;		/* looked at */
	struct day until;		/* looked as far as; DAY_NONE: nobody offers it there */
	struct places elsewhere;	/* at most one */
	struct area_searched region;	/* around the area, when nobody of the area offers it but the region does */
	int64_t region_hospitals;
	struct places full;		/* those that offer it, to be called */
	struct specialty_lines others;	/* that may have been meant as well */
};

/* The words of a date tile: "jeu.", "oct.". */
struct str tile_weekday(const struct page *pg, struct day d);
struct str tile_month(const struct page *pg, struct day d);
int tile_number(struct day d);
/* "Cardiologie, Hôpital A", with the comma of the page's language. */
struct str listed(const struct page *pg, struct str x, struct str y);
/* Day and hour at the beginning of a line: "Jeudi 15 octobre 2026 à 9 h 40". */
struct str when_first(const struct page *pg, struct local t);
struct str day_first(const struct page *pg, struct day d);

/* --- choose.c --- */

struct time_button { struct str slot; int32_t min; };
struct time_buttons { struct time_button *v; size_t n; };
struct week_day { struct day day; bool past; struct time_buttons am, pm; bool closed; struct str why; };	/* why: the holiday's name */
struct week_days { struct week_day *v; size_t n; };
struct near_button { struct str slot; struct day day; int32_t min; };
struct near_buttons { struct near_button *v; size_t n; };
struct link_line { struct url href; struct str text; bool here; };
struct link_lines { struct link_line *v; size_t n; };

struct zone_choice { int64_t id; struct str name; bool here; };
struct zone_choices { struct zone_choice *v; size_t n; };

/* A week of one service at one place, with its neighbours. */
struct week_view {
	struct url action;		/* where a time is sent */
	struct url back;
	struct str back_text;
	struct str service, place;	/* in the reader's language */
	struct str place_code;
	struct service_id service_id;
	struct str path;		/* of this page, for the form that chooses a doctor */
	struct day monday, last;	/* the days shown */
	struct week_days days;
	struct url previous, next, free;	/* empty: no such link */
	struct day free_day;		/* first of the next free week */
	bool none;			/* nothing free, from today on */
	bool referral;			/* the type is booked with a referral only */
	struct schedules doctors;	/* that may be chosen by name */
	int64_t with;			/* the one chosen; 0: the first free */
	struct substitutions stand_ins;	/* who receives instead of the one chosen, on days shown */
	struct link_lines types;	/* other appointment types of the speciality here */
	struct url waiting;		/* the waiting list, when nothing is free */
	struct str phone;		/* of the place */
	int64_t kept_min;		/* how long a time is kept */
	bool keyed;			/* a page for one person: the form has a key */
	bool moving;			/* an appointment that exists is moved: it is now at */
	struct local now_at;
	bool home;			/* a visit at home: times depend on the zone */
	struct zone_choices zones;	/* that may be chosen */
	int64_t zone;			/* the one chosen; 0: none yet, then no times are shown */
	struct local earliest;		/* what begins before it is not booked here any more */
};
/* Another was faster; the hold is over; this network keeps its share of that day already; it begins
 * too soon by now, or has begun (found where TAKEN was said). */
enum taken_why { TAKEN, OVER, CROWDED, LATE };
struct taken_view {
	struct week_view week;
	struct day day;
	int32_t min;
	enum taken_why why;
	bool kept;			/* answers are kept */
	struct str again;		/* the same time is still free: its name; empty: it is not */
	struct near_buttons near;
};

struct week_ask {
	struct organization_id organization;
	struct service_id service;
	struct schedule_id with;	/* v == 0: any */
	struct day from;		/* a day of the week to show; DAY_NONE: the first free one */
	struct str owner;		/* whose hold counts as free */
	struct url base;		/* of the links to other weeks */
	int64_t zone;			/* of a visit at home; 0: not chosen */
	bool zone_fixed;		/* an appointment that exists keeps its address */
};
/* Fills all but action, back and keyed. E_NOTFOUND: no such place or service for citizens. */
enum err week_fill(struct rq *rq, const struct week_ask *ask, struct week_view *ret);
/* The 409 page of a time that is gone: nearest times first, then the week. draft.v == 0: of the public page.
 * zone: of a visit at home. */
enum err taken_page(struct rq *rq, const struct slot_name *slot, struct booking_draft_id draft, enum taken_why why,
	int64_t zone);
/* The rest of it for a week that is filled already. */
enum err taken_fill(struct rq *rq, const struct slot_name *slot, struct taken_view *v);
/* The establishment that keeps the files of an organisation: itself or the nearest above. */
struct organization_get_row;
enum err keeper_row(struct rq *rq, struct organization_id id, struct organization_get_row *ret);
int64_t order_by_slot(const struct rq *rq);

/* --- visits at home (home.c) --- */

/* The zone named in the address or the form; 0: none. */
int64_t zone_asked(const struct rq *rq);
/* The zones of a type at home, and the chosen one if it is among them; nothing for other types. Adds it to the links. */
enum err week_zones(struct rq *rq, const struct service *s, const struct week_ask *ask, struct week_view *w) MUST_CHECK;
/* Marks an address that nobody can find. */
void address_check(struct rq *rq, struct str address);

/* --- a draft as its pages show it (who.c) --- */

struct choice_view {
	struct booking_draft_get_row d;
	struct service s;
	struct str service, place, place_phone;	/* in the reader's language */
	struct str specialty;
	const struct zone *zone;
	struct local start;
	struct organization_id keeper;	/* establishment that keeps the file */
	int64_t kept_min;
	bool unaccepted;		/* the type asks for something that is not accepted yet */
	bool there, held;		/* the hold's row is there; it lives */
	int32_t held_until_min;
	struct url times, who, code;	/* /book/ID… */
	bool home;			/* a visit at home, */
	struct str zone_name;		/* there */
};
/* Is something still to be answered before it can be booked? */
bool choice_open(const struct choice_view *c);
/* Of the draft named by the first path parameter, if it is this visitor's. E_NOTFOUND, with its page. */
enum err choice_of(struct rq *rq, struct choice_view *ret);

/* --- code.c --- */

struct code_view { const struct choice_view *c; struct code_shown s; };
/* Are codes sent to numbers of that country? */
bool sms_reaches(const struct rq *rq, struct str phone);
/* Sends the draft's code (again), renews its hold, leads to its page. */
enum err draft_send_code(struct rq *rq, struct choice_view *c);

/* --- mine.c --- */

/* The line of an appointment in the public log (proof.c). */
struct line_view {
	bool is;			/* false: nothing of it is in the log */
	bool sealed;			/* its line has a number */
	enum proof_kind kind;
	struct receipt receipt;
	struct local written;		/* when, in the place's time */
	struct url proof, json;		/* the page that checks it; the file */
	/* of that page: */
	struct url back;
	const char *back_to;		/* what that page is called */
	struct str text;		/* of the file */
	struct str key;			/* the log's verifier key */
};
struct mine_view {
	struct appointment x;
	struct str token;
	struct url self, pdf, ics, cancel, move;
	struct str service, place, address, direction, masked;
	struct name practitioner;	/* empty: not shown */
	struct str bring;
	struct str qr;			/* path of the drawing */
	int qr_side;
	struct local cancel_until;	/* the limit, in the place's time */
	bool fresh, moved, may_cancel, may_move, over;
	struct url again;		/* another appointment of the same kind */
	struct series series;		/* the care series it is of; id.v == 0: none */
	struct url visit;		/* opens another visit of it */
	struct instant now;
	int32_t waits;			/* place of who waits for a seat of a group session; 0: does not */
	struct url video;		/* the room of a visit by video, near its time; empty: not now */
	struct url messages;		/* to stop reminders or have them again; empty: nobody is written to */
	bool stopped;
	struct url earlier;		/* the waiting list for an earlier time; empty: not for this one */
	struct line_view line;
};
/* The appointment of the link; every showing is in the trail. */
enum err mine_of(struct rq *rq, struct appointment *ret) MUST_CHECK;
/* is = false: nothing of it is in the log (taken over from elsewhere), or it cannot be read now. */
struct line_view mine_line(struct rq *rq, const struct appointment *x);
enum err mine_proof(struct rq *rq);
enum err mine_receipt_json(struct rq *rq);

enum err mine_visit(struct rq *rq);
enum err mine_messages(struct rq *rq);
extern const struct form messages_form;
extern const struct form visit_form;
enum err booking_narrow(struct rq *rq);
enum err booking_hospital(struct rq *rq);
/* The page of a name that was typed; *ret_shown false: nobody is called so. */
enum err booking_names(struct rq *rq, struct str typed, const struct specialty_lines *others, bool *ret_shown) MUST_CHECK;
enum err booking_home(struct rq *rq);
enum err booking_search(struct rq *rq);
enum err booking_specialties_page(struct rq *rq);
enum err booking_times(struct rq *rq);
enum err booking_hold(struct rq *rq);
enum err booking_who(struct rq *rq);
enum err booking_who_send(struct rq *rq);
enum err booking_own_times(struct rq *rq);
enum err booking_other_time(struct rq *rq);
enum err booking_code(struct rq *rq);
enum err booking_confirm(struct rq *rq);
enum err booking_resend(struct rq *rq);
enum err booking_confirm_show(struct rq *rq);
enum err mine_show(struct rq *rq);
enum err mine_pdf(struct rq *rq);
enum err mine_ics(struct rq *rq);
enum err mine_cancel_ask(struct rq *rq);
enum err mine_cancel(struct rq *rq);
enum err mine_times(struct rq *rq);
enum err mine_move(struct rq *rq);
enum err mine_move_show(struct rq *rq);
enum err again_form(struct rq *rq);
enum err again_send(struct rq *rq);
enum err again_code(struct rq *rq);
enum err again_confirm(struct rq *rq);
enum err page_privacy(struct rq *rq);
enum err page_access(struct rq *rq);
enum err page_fairness(struct rq *rq);

extern const struct sample booking_samples[];
extern const struct form who_form, code_form, slot_form, cancel_form, again_form_fields;

#endif
