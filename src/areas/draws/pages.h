/*
 * What this area's pages are given. Must not be included elsewhere.
 */
#ifndef DRAWS_PAGES_H
#define DRAWS_PAGES_H

#include "areas/booking/booking.h"
#include "areas/draws/inside.h"
#include "areas/patients/patients.h"
#include "ledger/log.h"
#include "organizations_q.h"
#include "page/page.h"
#include "web/web.h"

#define DRAW_ROLES (R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR))
#define DRAW_HEADS (R(HEAD_OF_ADMISSIONS) | R(DIRECTOR))
enum { DRAW_BOXES = 5, RESULTS_PAGE = 100, WISHES_PAGE = 50, DRAW_DRAFT_SECONDS = 3600 };

struct draw_time_line { int32_t no; struct local start; int32_t minutes; };
struct draw_time_lines { struct draw_time_line *v; size_t n; };
struct draw_class_lines { struct waiting_class *v; size_t n; };
struct draw_way_line { const char *way; int64_t n; };	/* msgid */
struct draw_way_lines { struct draw_way_line *v; size_t n; };
/* A draw as everybody sees it. */
struct draw_view {
	struct draw_row_row d;			/* seed and root are shown when `known` only */
	const struct zone *zone;
	struct local opens, closes;
	struct str place, type, agenda, phone, code, commitment, chain;
	struct draw_time_lines times;
	struct draw_class_lines classes;	/* those that go first */
	struct draw_way_lines ways;		/* once the window is over: by which ways people took part */
	bool soon, open, over, awaits, known, done, ended;
	const char *state;			/* msgid */
	struct url self;
};
enum err draw_fill(struct rq *rq, struct draw_id id, struct draw_view *ret) MUST_CHECK;
/* msgid of where a draw stands now. */
const char *draw_state_said(struct str state, struct instant opens, struct instant closes, struct instant now);
/* What a class is called here; empty: everybody's. */
struct str draw_class_in(enum lang l, const struct draw_view *v, struct str class);

struct draw_line {
	struct draw_id id;
	struct str place, type, code;
	struct instant opens_at, closes_at;
	struct local opens, closes;
	int32_t times;
	const char *state;		/* msgid */
	bool value;			/* its beacon is awaited */
};
struct draw_lines { struct draw_line *v; size_t n; };
/* Those that run, and behind their last page those that are over. at: the code of the one house that is asked for. */
struct draws_page { struct draw_lines running, past; struct str at, at_name; bool later; struct pager pager; };
struct draw_result_line { int32_t place, given; struct str class, holder; struct local start; };
struct draw_result_lines { struct draw_result_line *v; size_t n; };
struct draw_page { struct draw_view v; struct draw_result_lines results; struct pager pager; };

struct draw_choice { const char *value; struct str label; };
struct draw_choices { struct draw_choice *v; size_t n; };
/* The form of wishes. */
struct wish_form {
	struct draw_view v;
	struct draw_choices times;
	struct draw_wishes was;
	bool was_any, to_list, desk;
	struct url action, back;
	struct draw_draft_get_row draft;	/* answers to be corrected; id.v == 0: none */
	struct draw_choices classes;		/* for the desk, that its role may give */
};
enum err wish_form_fill(struct rq *rq, struct draw_id id, struct wish_form *ret) MUST_CHECK;
/* Boxes c1 … c5, and `any` for all the others after them. */
#define BOX_MEMBERS int64_t c1, c2, c3, c4, c5; bool any, list
#define BOX_FIELDS(st) FIELD(st, c1, F_INT, int64_t, .max = DRAW_TIMES), FIELD(st, c2, F_INT, int64_t, .max = DRAW_TIMES), \
	FIELD(st, c3, F_INT, int64_t, .max = DRAW_TIMES), FIELD(st, c4, F_INT, int64_t, .max = DRAW_TIMES), \
	FIELD(st, c5, F_INT, int64_t, .max = DRAW_TIMES), FIELD(st, any, F_BOOL, bool), FIELD(st, list, F_BOOL, bool)
#define BOXES(in) ((const int64_t[DRAW_BOXES]){ (in)->c1, (in)->c2, (in)->c3, (in)->c4, (in)->c5 })
/* E_INPUT, said beside the first box: nothing is wished. */
enum err boxes_read(struct rq *rq, const int64_t box[DRAW_BOXES], bool any, int32_t times, struct draw_wishes *ret) MUST_CHECK;
/* What of wishes stands in boxes, and whether the rest is "any". */
bool wishes_any(const struct draw_wishes *w, int32_t times);
int64_t wishes_box(const struct draw_wishes *w, int32_t times, size_t box);	/* 0: empty */
enum err wish_refused(struct rq *rq, struct draw_id id, enum err e) MUST_CHECK;

/* Which number from outside it is, in words; what staff wrote in an earlier version stays as it was. (beacon_words.c) */
struct str beacon_said(const struct page *pg, struct str beacon);
/* Where anybody can look it up; empty: nowhere in particular. */
struct str beacon_where(struct arena *a, struct str beacon);
/* msgid: how its value is written. */
const char *beacon_form(struct str beacon);
/* Those that may be chosen, the one first that is taken when nothing is. */
void beacon_choices(struct rq *rq, struct draw_choices *ret);
/* May no draw be announced without one? */
bool beacon_needed(const struct rq *rq);

struct code_page {
	struct draw_draft_get_row d;
	struct draw_view v;
	struct url self, answers, again;
	struct sent_code last;
	struct code_shown s;
};

struct own_page {
	struct wish_form form;
	struct draw_wish_row_row w;
	struct draw_time_lines wished;
	struct local given;
	struct str class, holder, text;		/* text: what is hashed for the lot, as hex */
	bool fresh, again, in, out, ranked, stuck, back;	/* back: the time that fell to the person was given back */
	struct receipt line;
	bool lined;
	struct url self;
};

struct new_page { struct str step; struct draw_choices types, agendas, beacons; };
struct stuck_line { struct draw_wish_id id; struct name name; struct str phone; int32_t no; struct local start; };
struct stuck_lines { struct stuck_line *v; size_t n; };
struct desk_page { struct draw_view v; struct stuck_lines stuck; bool head, written; int64_t wishes; };
/* Wishes of a draw as the desk reads them. */
struct wish_line {
	struct draw_wish_id id;
	struct name name;
	struct str phone, class;
	const char *state, *way;	/* msgids */
	int32_t place, more;		/* place 0: not drawn yet; more: wishes beside the dearest */
	struct local dearest, given;	/* given day DAY_NONE: none */
	struct instant asked_at;
};
struct wish_lines { struct wish_line *v; size_t n; };
struct wishes_page { struct draw_view v; struct wish_lines lines; struct sought sought; struct url self; struct pager pager; bool ranked; };
/* One of them. */
struct wish_page {
	struct draw_view v;
	struct draw_wish_row_row w;
	struct draw_time_lines wished;
	struct draw_choices classes;	/* that the reader's role may give; the first one is everybody's */
	struct str class;
	struct local given;		/* day DAY_NONE: none */
	const char *state, *way;
	bool open, stuck, changed;
	struct url self;
};
const char *wish_state_said(struct str state, bool given, bool booked);
const char *wish_way_said(struct str channel);

struct desk_list { struct str step; struct draw_lines lines; bool head; };

/* ---- handlers ---- */
enum err draws_public(struct rq *rq);		/* public.c */
enum err draw_public(struct rq *rq);
enum err draw_join(struct rq *rq);		/* join.c */
enum err draw_join_send(struct rq *rq);
enum err draw_code(struct rq *rq);		/* code.c */
enum err draw_code_answers(struct rq *rq);
enum err draw_code_again(struct rq *rq);
enum err draw_code_send(struct rq *rq);
enum err draw_code_begin(struct rq *rq, struct draw_draft_id id) MUST_CHECK;
enum err draw_join_page(struct rq *rq, struct draw_id id, const struct draw_draft_get_row *was) MUST_CHECK;
enum err draw_own(struct rq *rq);		/* own.c */
enum err draw_own_change(struct rq *rq);
enum err draw_own_leave(struct rq *rq);
enum err draw_own_proof(struct rq *rq);
enum err draw_own_receipt(struct rq *rq);
enum err draws_desk(struct rq *rq);		/* desk.c */
enum err draw_desk_new(struct rq *rq);
enum err draw_desk_announce(struct rq *rq);
enum err draw_desk(struct rq *rq);
enum err draw_desk_beacon(struct rq *rq);
enum err draw_desk_cancel(struct rq *rq);
enum err draw_desk_wish(struct rq *rq);		/* desk_wish.c */
enum err draw_desk_wish_send(struct rq *rq);
enum err draw_wishes(struct rq *rq);		/* desk_wishes.c */
enum err draw_wishes_search(struct rq *rq);
enum err draw_wish_page(struct rq *rq);		/* desk_one_wish.c */
enum err draw_wish_class_save(struct rq *rq);
enum err draw_wish_book_save(struct rq *rq);
enum err draw_wish_back_save(struct rq *rq);
enum err draws_count(struct rq *rq, int64_t *ret);
/* The draw of the address, if it is of the reader's house. (desk.c) */
enum err draw_of_house(struct rq *rq, struct draw_row_row *ret) MUST_CHECK;
enum err draw_is_of_house(struct rq *rq, struct draw_id id, struct draw_row_row *ret) MUST_CHECK;
/* In the trail: about the file, or about the wish as long as there is no file. (own.c) */
enum err wish_noted(struct rq *rq, enum audit_what what, struct draw_wish_id id, struct patient_id patient, struct organization_id o) MUST_CHECK;
/* The times of a draw that somebody wishes, the dearest first. (own.c) */
struct draw_time_lines wished_times(struct arena *a, const struct draw_view *v, struct str choices);

extern const struct form draw_join_form, draw_code_form, draw_own_form, draw_new_form, draw_beacon_form, draw_desk_form, draw_class_form;

#endif
