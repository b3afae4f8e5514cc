/*
 * What the files and templates of this area share. Must not be included elsewhere.
 */
#ifndef TELEPHONE_INSIDE_H
#define TELEPHONE_INSIDE_H

#include "areas/accounts/accounts.h"
#include "areas/appointments/appointments.h"
#include "areas/patients/patients.h"
#include "areas/telephone/telephone.h"
#include "codes/codes.h"
#include "organizations_q.h"
#include "page/page.h"
#include "telephone_q.h"
#include "web/web.h"

/* Who answers calls. Each of an account's places with one of these roles is a house that it answers for. */
#define TELEPHONE_ROLES (R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR) | R(TELEPHONE))
#define CALL_COOKIE "desk_call"
enum { WAITING_DAYS = 7, FIGURES_DAYS = 30, NEXT_MAX = 4, PAST_MAX = 3, FOUND_MAX = 6, HOUSEHOLD_MAX = 12, HOUSEHOLD_MOST = 10000,
	RINGS_MOST = 600 };		/* seconds: longer, and the exchange has not told of the end */

/* An establishment that the account answers for: what it sees there, whose files it looks people up in. */
struct call_house {
	struct account_place place;
	struct scope scope;		/* of appointments */
	struct organization_id keeper;
	struct scope files;
	const struct zone *zone;
	struct local now;
	int64_t sight;			/* enum sight */
	bool here;			/* the session works there now */
};
struct call_houses { struct call_house *v; size_t n; };
enum err call_houses(struct rq *rq, struct call_houses *ret) MUST_CHECK;
/* Where they are, without what is seen there: few reads, for the navigation. */
enum err call_places(struct rq *rq, struct account_places *ret) MUST_CHECK;
/* Those of them that are the house's whole desk, or all; day: only where it is that day now, DAY_NONE: everywhere. */
struct account_roles call_roles(struct rq *rq, const struct account_places *all, bool whole_desk, struct day day);
/* The one that the session works at. */
const struct call_house *call_house_here(const struct call_houses *all);

/* A call that the account may see, and the house that was called. E_NOTFOUND. */
enum err call_seen(struct rq *rq, const struct call_houses *all, struct telephone_call_row_row *ret, const struct call_house **ret_house) MUST_CHECK;

struct call_visit { struct appointment x; };
struct call_visits { struct call_visit *v; size_t n; };
struct call_person {
	struct patient_id id;
	struct name name;
	struct day birth_day;
	struct str sex, phone;
	struct str word;		/* the file in addresses */
	struct call_visits next, past;
	int64_t missed, later;		/* missed: in twelve months; later: next ones that are not shown */
	struct day last_missed;
};
struct call_persons { struct call_person *v; size_t n; };
/* from: how many come before; more: others follow. */
struct call_part { const struct call_house *house; struct call_persons people; bool called, more; int64_t from; };
struct call_parts { struct call_part *v; size_t n; };
/* The people whose files have the number, or fit what was looked for, in a house, with what that house shows of them; each
 * leaves a row in the trail. */
enum err call_household(struct rq *rq, const struct call_house *h, struct str number, struct call_part *ret) MUST_CHECK;
enum err call_look_up(struct rq *rq, const struct call_house *h, struct str text, struct call_persons *ret) MUST_CHECK;

struct call_choice { struct str value, label; bool chosen; };
struct call_choices { struct call_choice *v; size_t n; };
/* reads: signs in here, and finds messages; of the others the desk hands them over. */
struct call_doctor { struct str value, label; bool reads; };
struct call_doctors { struct call_doctor *v; size_t n; };
struct call_page {
	struct telephone_call_row_row c;
	const struct call_house *house;
	bool mine, waits, over;
	struct sought sought;
	struct call_parts parts;
	struct call_persons found;
	struct call_choices reasons, about;
	struct call_doctors doctors;
	struct telephone_before_rows before;
	struct telephone_messages_of_call_rows messages;
	const struct call_house *here;
	bool nobody;			/* no file has the number */
};
struct call_line { int64_t id; struct str number, place; struct instant at; };
struct call_lines { struct call_line *v; size_t n; };
struct done_line { int64_t id; struct str number; struct instant at; const char *reason; int64_t seconds; struct name who; };
struct done_lines { struct done_line *v; size_t n; };
struct calls_page {
	struct str step;
	bool many, watch;		/* several houses; the page looks again by itself and has nothing to type in */
	struct str mark;		/* of what rings (telephone_ringing_now) */
	struct call_lines ringing, mine;
	int64_t to_call;		/* on the list of people to call */
	struct done_lines done;
	struct telephone_messages_unread_rows unread;
	const struct zone *zone;
};
/* ---- people to call (to_call.c) ---- */
struct to_call_line {
	const struct call_house *house;
	struct str word;		/* what stands for it in the form: kind, id, how often it was tried */
	struct str number;
	struct patient_id patient;	/* v == 0: nobody is known by that number */
	struct name name;
	int64_t call;			/* of the telephone desk; 0: other */
	int64_t appointment;		/* called about a visit; 0: rang */
	struct day day;			/* the visit's; DAY_NONE: rang, at `at`, `times` times */
	int32_t start_min, times, tries;
	struct str what, agenda;
	const char *why;		/* msgid */
	struct instant at, tried_at;
	struct str outcome, note;
	size_t rank;
};
struct to_call_lines { struct to_call_line *v; size_t n; };
/* All that is to be said to one number. day: of the heading that it stands under. */
struct to_call { struct str number; struct day day; bool visit; int64_t call; struct to_call_line *v; size_t n; };
struct called_line { struct str number, note; struct name name; int64_t appointment; struct instant at; const char *said; };
struct called_lines { struct called_line *v; size_t n; };
struct to_call_page { struct str step; bool many; struct to_call *v; size_t n; struct called_lines recent; };
const char *to_call_outcome(struct str outcome, bool visit);	/* msgid */
enum err to_call_page(struct rq *rq);
enum err to_call_noted(struct rq *rq);
enum err to_call_count(struct rq *rq, int64_t *ret);
enum err to_call_came(struct rq *rq, const struct call_house *h, struct str number) MUST_CHECK;
extern const struct form to_call_form;

/* What a call was about: msgid of a code, NULL for none; the codes, NULL at the end. */
const char *call_reason_said(struct str code);
extern const char *const call_reasons[];
/* "4 min 05 s" */
struct str call_length(const struct page *pg, int64_t seconds);

struct figure_line { const char *reason; int64_t n, seconds; };
struct figure_lines { struct figure_line *v; size_t n; };
struct sight_line { const char *name, *label; bool on; };
struct sight_lines { struct sight_line *v; size_t n; };
struct telephone_rules { struct str step; struct sight_lines sights; struct figure_lines figures; int64_t all, missed; };

struct instant telephone_since(const struct rq *rq, int days);	/* calls.c */
enum err telephone_page(struct rq *rq);
enum err telephone_ringing_now(struct rq *rq);
enum err telephone_watch(struct rq *rq);
enum err telephone_begin(struct rq *rq);
enum err telephone_call_page(struct rq *rq);
enum err telephone_call_take(struct rq *rq);
enum err telephone_call_at(struct rq *rq);
enum err telephone_call_find(struct rq *rq);
enum err telephone_call_end(struct rq *rq);
enum err telephone_count(struct rq *rq, int64_t *ret);
enum err telephone_message(struct rq *rq);		/* messages.c */
enum err telephone_inbox(struct rq *rq);
enum err telephone_inbox_read(struct rq *rq);
enum err telephone_inbox_count(struct rq *rq, int64_t *ret);
enum err telephone_to_hand_count(struct rq *rq, int64_t *ret);
enum err telephone_rules_page(struct rq *rq);		/* rules.c */
enum err telephone_rules_put(struct rq *rq);
enum err telephone_hook(struct rq *rq);		/* hook.c */
extern const struct form telephone_begin_form, telephone_at_form, telephone_end_form, telephone_message_form, telephone_rules_form;

#endif
