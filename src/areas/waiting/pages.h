/*
 * What this area's pages are given. Must not be included elsewhere.
 */
#ifndef WAITING_PAGES_H
#define WAITING_PAGES_H

#include <string.h>

#include "areas/booking/booking.h"
#include "areas/patients/patients.h"
#include "areas/waiting/inside.h"
#include "organizations_q.h"
#include "page/page.h"
#include "web/web.h"

struct choice { struct str value, label; bool chosen; };
struct choices { struct choice *v; size_t n; };

/* Wishes as forms send them: days d1 … d7, parts am and pm, dates. */
struct wishes { int32_t days, parts; struct day from, to; bool other; };
#define WISH_FIELDS(st) \
	FIELD(st, d1, F_BOOL, bool), FIELD(st, d2, F_BOOL, bool), FIELD(st, d3, F_BOOL, bool), FIELD(st, d4, F_BOOL, bool), \
	FIELD(st, d5, F_BOOL, bool), FIELD(st, d6, F_BOOL, bool), FIELD(st, d7, F_BOOL, bool), FIELD(st, am, F_BOOL, bool), \
	FIELD(st, pm, F_BOOL, bool), FIELD(st, from, F_DAY, struct day), FIELD(st, to, F_DAY, struct day)
#define WISH_MEMBERS bool d1, d2, d3, d4, d5, d6, d7, am, pm; struct day from, to
/* No day ticked, or no part: any. E_INPUT with its message: dates upside down or past. */
#define WISHES_OF(rq, in, today, ret) wishes_read(rq, (const bool[]){ (in)->d1, (in)->d2, (in)->d3, (in)->d4, (in)->d5, (in)->d6, \
	(in)->d7, (in)->am, (in)->pm }, (in)->from, (in)->to, today, ret)
enum err wishes_read(struct rq *rq, const bool *ticked, struct day from, struct day to, struct day today,
	struct wishes *ret) MUST_CHECK;

struct join_page {
	struct str specialty, name, area, area_name, place;	/* place: code, where it is one */
	struct choices types, doctors;
	struct waiting_draft_get_row was;	/* answers to be corrected; id.v == 0: none */
};
/* Answers that wait for the code (proof.c). */
enum { WAITING_DRAFT_SECONDS = 3600 };
struct proof_page {
	struct waiting_draft_get_row d;
	struct url self, answers, again;
	struct str specialty, place, place_phone;
	struct sent_code last;
	struct code_shown s;
};
/* The page of the answers, of a draft or empty. */
enum err waiting_join_page(struct rq *rq, struct str specialty, struct str area, const struct waiting_draft_get_row *was) MUST_CHECK;
/* Sends the code of a new draft and leads to its page. */
enum err waiting_proof_begin(struct rq *rq, struct waiting_draft_id id) MUST_CHECK;
struct earlier_page { struct appointment x; struct url back, self; struct str place, doctor; struct day last; };

/* A request as its own page and the desk's show it. */
struct offer_line { struct local start; const char *state; struct instant at, answer_by; struct str agenda, reason; struct name by; };
struct offer_lines { struct offer_line *v; size_t n; };
struct note_line { struct instant at; struct name who; const char *what; struct str class, reason; };
struct note_lines { struct note_line *v; size_t n; };
struct entry_view {
	struct waiting_entry_row_row e;
	struct str specialty, place, type, class, doctor;	/* in the reader's language; type, doctor empty: any */
	struct str place_phone, place_code;
	const struct zone *zone;
	int64_t rank, messages;
	struct offer_lines offers;
	struct note_lines notes;	/* for the desk */
	struct url self;
	bool fresh, waits, again;
	struct local open_until;	/* of the offer that is open */
	bool open;
};
/* Fills all but notes, self, fresh. */
enum err entry_fill(struct rq *rq, struct waiting_entry_id id, struct entry_view *ret) MUST_CHECK;
const char *entry_state_said(struct str state, struct str why);		/* msgids */
const char *written_state_said(bool stands);				/* what a booker is told */
const char *offer_state_said(struct str state);
struct str waiting_day(struct arena *a, struct day d);		/* YYYY-MM-DD */
struct str waiting_length(const struct page *pg, int64_t minutes);	/* "4 hours", "90 minutes" */
struct str waiting_days_text(const struct page *pg, const struct waiting_entry_row_row *e);

struct offer_page {
	struct waiting_offer_row_row o;
	struct waiting_entry_row_row e;
	struct str place, address, type;
	struct str elsewhere;		/* by video, by telephone: nobody comes to the place */
	struct str accept;		/* what the type asks to accept; a yes does */
	struct name practitioner;
	struct local start, until;
	bool earlier;			/* another one would be given up: */
	struct local old;
	const char *state;		/* "open", "over", "accepted"… */
	struct url self;
	struct str phone;
};

struct about_line { struct str specialty; int64_t waiting; int64_t delay; };	/* days, median; -1: not known */
struct about_lines { struct about_line *v; size_t n; };
struct about_page {
	struct str name, phone;
	bool one;			/* of one establishment, not of all in an area */
	struct waiting_rules rules;
	struct waiting_classes classes;
	struct about_lines lines;
};

/* ---- the desk's ---- */

#define WAITING_ROLES (R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR))
#define WAITING_RULES_ROLES (R(HEAD_OF_ADMISSIONS) | R(DIRECTOR))
static inline bool waiting_elsewhere(const struct rq *rq) { return rq->who.role == ROLE_HEALTH_CENTRE; }

/* The establishment that is worked for: one's own, or for a health centre one that takes its bookings. */
struct house { struct organization_id id; int64_t lo, hi; struct str name; const struct zone *zone; struct local now; };
enum err house_begin(struct rq *rq, struct house *ret) MUST_CHECK;
enum err house_at(struct rq *rq, struct organization_id id, struct house *ret) MUST_CHECK;
/* Specialities, types of one, doctors of one; the value of a field is chosen. */
enum err house_specialties(struct rq *rq, const struct house *h, struct str chosen, struct choices *ret) MUST_CHECK;
enum err house_types(struct rq *rq, const struct house *h, struct str specialty, int64_t chosen, struct choices *ret) MUST_CHECK;
enum err house_doctors(struct rq *rq, const struct house *h, struct str specialty, int64_t chosen, struct choices *ret) MUST_CHECK;

struct list_line {
	struct waiting_entry_id id;
	int64_t no;
	struct name name;
	struct str what, class;
	struct str place;		/* where, when the lines are of several places */
	const char *state;
	struct instant asked_at, changed_at;
	int32_t offers;
	bool first, earlier;		/* not everybody's class; has a later appointment */
};
struct list_lines { struct list_line *v; size_t n; };
struct list_page {
	struct str step;
	struct choices specialties, types, doctors, classes;
	bool gone, mine, rules;		/* may the reader change the rules? */
	struct str code;		/* of the establishment whose rules everybody can read */
	struct list_lines lines;
	const struct zone *zone;
	struct pager pager;
};
struct found_line { struct patient who; };
struct found_lines { struct found_line *v; size_t n; };
struct add_page {
	struct str step;
	struct sought sought;
	bool fresh, elsewhere;
	struct choices places, specialties, types, doctors, classes;
	struct str of;
	int64_t place;
	struct found_lines found;
	int64_t chosen;
	struct patient person;
	struct appointment x;		/* an earlier time than this one's; id.v == 0: none */
};
struct free_line { struct str value; struct local at; struct str agenda, type; };
struct free_lines { struct free_line *v; size_t n; };
struct entry_page { struct entry_view v; struct choices classes; struct free_lines times; struct str taken; };
/* chosen: its freed times go to the list; own: the house's own type; spread: its new times come little by little. */
struct type_line { struct str value, label; bool chosen, own, spread; };
struct type_lines { struct type_line *v; size_t n; };
/* What a health centre wrote down, as it did. */
struct written_page { struct entry_view v; bool stands; };
struct rules_page {
	struct str step;
	struct waiting_rules rules;
	struct waiting_classes classes;
	struct type_lines types;
	struct str code;		/* of the establishment, for its public page */
};

/* ---- handlers ---- */
enum err waiting_desk_list(struct rq *rq);	/* desk_list.c */
enum err waiting_desk_new(struct rq *rq);	/* desk_add.c */
enum err waiting_desk_find(struct rq *rq);
enum err waiting_desk_add(struct rq *rq);
enum err waiting_desk_entry(struct rq *rq);	/* desk_entry.c */
enum err waiting_desk_class(struct rq *rq);
enum err waiting_desk_off(struct rq *rq);
enum err waiting_desk_offer(struct rq *rq);
enum err waiting_desk_answer(struct rq *rq);
enum err waiting_desk_rules(struct rq *rq);	/* desk_rules.c */
enum err waiting_desk_rules_put(struct rq *rq);
enum err waiting_desk_classes_put(struct rq *rq);
enum err waiting_desk_class_use(struct rq *rq);
enum err waiting_desk_types_put(struct rq *rq);
enum err waiting_show(struct rq *rq);		/* join.c */
enum err waiting_join(struct rq *rq);
enum err waiting_join_send(struct rq *rq);
enum err waiting_proof(struct rq *rq);		/* proof.c */
enum err waiting_proof_answers(struct rq *rq);
enum err waiting_proof_again(struct rq *rq);
enum err waiting_proof_send(struct rq *rq);
enum err waiting_earlier(struct rq *rq);
enum err waiting_earlier_send(struct rq *rq);
enum err waiting_own(struct rq *rq);		/* own.c */
enum err waiting_own_proof(struct rq *rq);
enum err waiting_own_receipt(struct rq *rq);
enum err waiting_own_leave(struct rq *rq);
enum err waiting_offered(struct rq *rq);
enum err waiting_offered_yes(struct rq *rq);
enum err waiting_offered_no(struct rq *rq);
enum err waiting_about(struct rq *rq);		/* about.c */

extern const struct form waiting_join_form, waiting_proof_form, waiting_earlier_form, waiting_add_form, waiting_class_form, waiting_off_form, waiting_offer_form,
	waiting_answer_form, waiting_rules_form, waiting_new_class_form, waiting_use_form, waiting_types_form;

#endif
