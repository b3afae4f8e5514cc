/*
 * What the desk's pages share: where the desk is, the board of agendas, what templates are given.
 * Must not know: other areas' pages.
 */
#ifndef DESK_PAGES_H
#define DESK_PAGES_H

#include "areas/appointments/appointments.h"
#include "areas/bookers/bookers.h"
#include "areas/desk/desk.h"
#include "areas/desk/rules/grid.h"
#include "areas/desk/rules/rehome.h"
#include "areas/patients/patients.h"
#include "areas/referrals/referrals.h"
#include "areas/schedules/strikes.h"
#include "areas/series/series.h"
#include "areas/telephone/telephone.h"
#include "codes/codes.h"
#include "desk_q.h"
#include "organizations_q.h"

/* Who books at other places, for people they name. */
#define ELSEWHERE_ROLES (R(HEALTH_CENTRE) | R(HELPER))
static inline bool role_in(const struct rq *rq, unsigned who) { return ((1u << rq->who.role) & who) != 0; }

/* The organisation that is worked for, and its wall time. */
struct desk {
	struct organization_id id;
	int64_t lo, hi;
	struct str name;
	struct str phone;
	const struct zone *zone;
	struct local now;
	/* Who keeps people's files: the establishment, also for a secretariat of one of its departments, which looks
	 * people up in them but sees the appointments of its own department alone. */
	struct organization_id keeper;
	struct scope files;
};
/* Each person of these appointments goes into the trail. */
enum err desk_saw(struct rq *rq, const struct appointments *all) MUST_CHECK;
/* on_call.c: what the account sees and may do here (enum sight: all, but for a telephone secretariat); an appointment as it sees
 * it. E_CONFLICT with a sentence, E_NOTFOUND: not so far. */
enum err desk_sight(struct rq *rq, int64_t *ret) MUST_CHECK;
enum err desk_may(struct rq *rq, enum sight what) MUST_CHECK;
enum err desk_visit_seen(struct rq *rq, struct appointment *x) MUST_CHECK;
enum err desk_begin(struct rq *rq, struct desk *ret) MUST_CHECK;		/* the account's own */
enum err desk_at(struct rq *rq, struct organization_id id, struct desk *ret) MUST_CHECK;
/* May the account add people beside the rule here, and for which reasons (codes, in the page's language)? */
enum err desk_may_extra(struct rq *rq, const struct desk *d, bool *ret) MUST_CHECK;
struct agenda_choices;
enum err desk_extra_reasons(struct rq *rq, const struct desk *d, struct agenda_choices *ret) MUST_CHECK;
/* A day from a query or field; `fallback` when absent or malformed. */
struct day desk_day(const struct rq *rq, const char *name, struct day fallback);
struct str day_iso(struct arena *a, struct day d);	/* YYYY-MM-DD */
/* The value that a free start is sent as. */
struct str slot_value(struct arena *a, struct schedule_id s, struct day day, int32_t min);

/* ---- the board: agendas side by side ---- */
enum item_kind { ITEM_VISIT, ITEM_FREE, ITEM_AWAY, ITEM_GATHERING };
struct board_item {
	enum item_kind kind;
	const struct appointment *x;	/* ITEM_VISIT */
	struct url href;
	struct str column;		/* whose agenda, for screen readers */
	int32_t min;
	enum status next;		/* the act offered in the cell; ST_MAX: none */
	struct str act;			/* what its button sends */
	int64_t struck;			/* ITEM_AWAY: appointments that stand in it */
	const struct gathering *gathering;	/* ITEM_GATHERING */
	bool beside;			/* ITEM_VISIT: of another agenda, which needs this one */
	struct str with;		/* ITEM_VISIT: what it takes beside its agenda; empty: nothing */
};
struct board_items { struct board_item *v; size_t n; };
struct board_cell { int32_t span; const char *class; struct board_items items; };
struct board_cells { struct board_cell *v; size_t n; };
struct board_row { int32_t min; bool now, gap; struct board_cells cells; };
struct board_rows { struct board_row *v; size_t n; };
struct board_column { struct schedule_id schedule; struct day day; struct str name, substitute; int64_t taken, extra, left; struct url href; struct share_lines shares; };
struct board_columns { struct board_column *v; size_t n; };
struct board {
	struct board_columns columns;
	struct board_rows rows;
	struct appointments visits;	/* all that were read, cancelled ones too */
	int64_t total, extra, by[ST_MAX];	/* extra: in addition, of the total */
};
/* Fills rows and counts for the columns that are set. free: free starts too. */
enum err board_load(struct rq *rq, const struct desk *d, bool free, struct board *b) MUST_CHECK;

/* ---- the day ---- */
struct agenda_choice { struct str value, label; bool chosen; };
struct agenda_choices { struct agenda_choice *v; size_t n; };
/* In the order of the labels as people look for them, accents no letters of their own. */
void desk_sort_choices(struct rq *rq, struct agenda_choices *c);
struct day_change { struct name who; const char *what; int32_t min; };
struct day_changes { struct day_change *v; size_t n; };
/* visits: of the day that is shown; next: the first one to come, when that day has none. */
struct day_found { struct patient who; struct str word; struct appointments visits, next; };
struct day_founds { struct day_found *v; size_t n; };
struct day_page {
	struct str step, of;
	struct sought sought;		/* "Who is there?" */
	struct day day, today;
	struct agenda_choices specialties, agendas;
	struct board board;
	struct url back, next, week, print, self;
	struct str holiday;
	int64_t since;			/* what changed after it is told; 0: opened anew */
	struct local since_local;
	struct day_changes changes;
	int64_t seen;			/* this page's own time, sent with each act */
	struct day_founds found;
	bool practitioner;
	bool files;			/* people's files are open to the account */
};
struct week_line { struct str name; struct url href; struct week_days { struct week_day { struct url href; int64_t taken, extra, left; int32_t first; } *v; size_t n; } days; };
struct week_lines { struct week_line *v; size_t n; };
struct week_days_list { struct day *v; size_t n; };
/* A holiday or closure of the week, by name. */
struct week_closure { struct day day; struct str why; };
struct week_closures { struct week_closure *v; size_t n; };
struct week_page {
	struct str step, of;
	struct day monday;
	struct agenda_choices specialties, agendas;
	bool one;			/* one agenda: a board; else a line for each agenda */
	struct board board;
	struct week_days_list days;
	struct week_lines lines;
	struct week_closures closures;
	struct url back, next, day, print;
};

/* ---- one appointment ---- */
struct visit_page {
	struct appointment x;
	struct beside_names beside;
	struct name booked_by;
	bool fresh, desk, practitioner, today, past, may_change;
	bool again;			/* a practitioner who may book the person's next one here */
	bool begun;			/* its time has come: only then can it be missed */
	bool file;			/* the person's file is open to the account */
	bool referred;
	struct referral referral;	/* what led to it, for those who book or treat */
	struct booker_mark mark;	/* who booked it for the person, for the desk */
	struct day day_now;
	struct str who;			/* the person in addresses */
	struct url day_href, back_href;	/* back_href: to its own place in the day */
	struct series series;		/* id.v == 0: of none */
	bool may_repeat;
	struct str call;		/* the call that this browser has open */
	bool telephone;			/* for a secretariat that sees no more than it may */
};
/* choice: as the worklist sends it; place: another house or place by name, empty where it is the same. */
struct move_time { struct str value; struct slot_time t; struct str agenda; bool other; enum rehome why; bool practitioner; struct str choice, place; int32_t minutes; };
struct move_times { struct move_time *v; size_t n; };
/* The days from `from` on on which an account may book again for the person of a visit in an agenda: a practitioner
 * in his own all, in another's those on which he stands in; other roles all. None: n == 0 and not all. */
struct own_days { bool all; struct day_span *v; size_t n; };
enum err own_days_load(struct rq *rq, struct schedule_id schedule, struct day from, struct own_days *ret) MUST_CHECK;
bool own_day(const struct own_days *o, struct day day);

/* The next appointment of the person of x, in the same agenda. */
struct again_page { struct appointment x; struct agenda_choices types; int64_t type; struct day from; struct move_times times; struct str taken; };

/* ---- to place again ---- */
struct names_list { struct names *v; size_t n; };
struct orphan {
	struct appointment x;
	enum urgency urgency;
	struct move_times times;	/* three at most; and what was chosen before, while it is free */
	struct str extra, extra_agenda;	/* the same time, beside the rule, with a colleague; empty: none */
	struct names_list gone;		/* what it takes beside its agenda and can have no longer */
	bool needs;			/* nothing is kept of what its type needs */
	struct beside_names again;	/* what it would take at the same time; n == 0: it is not proposed */
	struct str again_names;
	bool extra_other;		/* another practitioner's */
	struct str wanted;		/* what was sent for this line before; empty: nothing */
	bool wants, ticked, referred;	/* referred: its type asks for a referral */
	struct slot_time want;		/* wants: the time in it */
};
struct orphans { struct orphan *v; size_t n; };
/* A line that was not done: changed by somebody else, its time taken, nothing said of whether the
 * person knows of another practitioner, a ceiling of extra appointments, no such proposal. */
enum missed { MISSED_CHANGED, MISSED_TAKEN, MISSED_UNSAID, MISSED_FULL, MISSED_NONE };
struct orphan_miss { struct name who; struct day day; int32_t min; enum missed why; };
struct orphan_misses { struct orphan_miss *v; size_t n; };
/* What was done, by kind: counts alone ride in the address. */
enum placed { PLACED_MOVED, PLACED_OTHER, PLACED_EXTRA, PLACED_KEPT, PLACED_CANCELLED, PLACED_MAX };
struct placed_counts { int64_t n[PLACED_MAX], all; };
struct placed_lines { struct placed_line { enum placed what; int64_t n; } *v; size_t n; };
struct placed_lines placed_lines(struct arena *a, const struct placed_counts *c);
struct whose { struct str name; int64_t n; struct url href; bool here; };
struct whose_list { struct whose *v; size_t n; };
struct orphans_page {
	struct orphans rows;
	int64_t total, first;		/* first: of those shown, from 1 */
	struct placed_counts done;
	struct orphan_misses missed;
	bool may_extra, may_close, substitute, elsewhere;	/* elsewhere, substitute: some line has one */
	int64_t agenda, page;		/* what the list is narrowed to; 0: all */
	struct agenda_choices reasons;
	struct whose_list whose;
	struct url back, next;
};
enum err orphans_show(struct rq *rq, int status, const struct placed_counts *done, const struct orphan_misses *missed) MUST_CHECK;
/* Is it what was sent for the line, or, where nothing was, what is proposed first? */
bool orphan_chosen(const struct orphan *o, struct str choice);
/* What staff may say when a person is to see another practitioner: codes in forms, and msgids. */
const char *said_label(enum moved_said s);
struct said_list { const enum moved_said *v; size_t n; };
struct said_list said_all(void);

/* The msgid of a status as the desk says it. */
const char *status_word(const struct appointment *x);

/* ---- booking ---- */
struct book_slot { struct str value; struct day day; int32_t min; struct str agenda; int32_t in_days; bool other; };
struct book_slots { struct book_slot *v; size_t n; };
struct book_type {
	struct service_id id;
	struct str name;
	int32_t minutes;
	bool referral;
	bool same;
	struct book_slots slots;
	bool home;			/* a visit at home */
	struct str accept;		/* what the person has to accept, for helpers to read to her; empty: nothing */
	struct booker_room room;	/* for those who book elsewhere */
	int32_t kept, kept_left;	/* of the first time's opening, for health centres; kept_left < 0: none */
};
/* As many are in sight, the others folded; of as many (see diwan.css) only the chosen one's times are shown. */
enum { TYPES_FIRST = 8, TYPES_STYLED = 24 };
struct book_types { struct book_type *v; size_t n; };
struct book_found {
	struct patient who;
	int32_t score;
	bool twin, alike;
	struct day last_day, next_day;	/* the next in the speciality that is booked now; DAY_NONE: none */
	int32_t next_min;
	struct str last_service, last_specialty;
};
struct book_founds { struct book_found *v; size_t n; };
struct book_page {
	struct str of;
	struct sought sought;
	int64_t place;			/* organisation, for those who book elsewhere */
	struct agenda_choices places, specialties, agendas, reasons;
	struct book_founds found;
	int64_t chosen;			/* patient; 0: the first */
	struct str who;			/* the chosen one in addresses */
	bool more;			/* more people fit than are shown */
	int64_t twin_a, twin_b;		/* two of the found that seem to be one; 0: none */
	bool elsewhere, fresh, walk, extra, may_extra, sms_off;
	bool doubt;			/* a new person who may be in the list already: asked once */
	struct patient person;		/* what the new person's fields begin with */
	struct book_types types;
	int64_t type;			/* chosen service; 0: the first */
	struct str slot;		/* the time that was pressed in the day, of that type; empty: none */
	struct day from, today;
	struct str taken;		/* the sentence of a 409; empty: none */
	struct booker_room room;	/* what is left to those who book elsewhere */
	int64_t ref;			/* the referral that is booked; 0: none */
	struct referral referral;
	bool asks_referral;		/* a type of the list asks for one */
	bool nobody;			/* of them: nobody whom they booked for fits what was typed */
	struct agenda_choices zones;	/* of visits at home; none: nothing is asked */
	int64_t zone;			/* chosen; 0: none yet */
	struct place_on_earth spot;	/* the address that was typed, where its coordinates are */
	bool homes;			/* a type of the list is a visit at home */
	bool accepts;			/* a type of the list has a text to accept */
	int64_t sight;			/* enum sight */
	bool telephone;
	struct str call;		/* the call that this browser has open */
};
/* book_home.c: the zones, and which was chosen; coordinates as typed, not known: none or none that can be read. */
struct place_on_earth book_spot(struct str typed);
struct str desk_spot_text(struct arena *a, struct place_on_earth at);
enum err book_zones(struct rq *rq, const struct desk *d, struct book_page *p) MUST_CHECK;
/* book_who.c: fills found, chosen, more and the twins; adds one more; and, once the speciality is
 * known, what each has ahead in it. Each person leaves a row in the trail. */
void book_chosen(struct rq *rq, struct book_page *p, int64_t who);
enum err book_find(struct rq *rq, const struct desk *d, struct book_page *p) MUST_CHECK;
enum err book_found_add(struct rq *rq, const struct desk *d, struct book_page *p, const struct patient_match *m) MUST_CHECK;
enum err book_note_ahead(struct rq *rq, const struct desk *d, struct book_page *p) MUST_CHECK;
/* book_others.c: for those who book elsewhere. Where; what is left, in all and of a type; whom they booked for
 * before; why a booking was refused (NULL: not by their limits). */
struct slot_value;
/* A type that is not for the public, or not for this person: asked of helpers, by what they know of her. */
enum err book_fits(struct rq *rq, struct service_id type, struct day on, bool fresh, struct day birth, struct str sex,
	struct patient_id patient) MUST_CHECK;
enum err book_places(struct rq *rq, struct book_page *p) MUST_CHECK;
enum err book_room(struct rq *rq, const struct desk *d, struct book_page *p) MUST_CHECK;
enum err book_type_room(struct rq *rq, const struct desk *d, struct book_type *t, bool *ret_may) MUST_CHECK;
enum err book_type_shares(struct rq *rq, struct book_type *t) MUST_CHECK;
enum err book_find_ours(struct rq *rq, const struct desk *d, struct book_page *p) MUST_CHECK;
enum err book_known_ours(struct rq *rq, const struct desk *d, struct patient_id id, struct patient_id *ret) MUST_CHECK;
const char *book_refusal(struct rq *rq, const struct desk *d, const struct slot_value *at, struct service_id type,
	struct patient_id patient, struct str phone);
/* book_referral.c: the person of a referral that is booked; whether a type that asks for one has one that serves
 * (else the form comes back); and that the file sent is the referral's. */
enum err book_find_referred(struct rq *rq, struct book_page *p) MUST_CHECK;
enum err book_referral(struct rq *rq, const struct desk *d, struct service_id type, struct referral_id ref, struct str code,
	struct patient_id patient) MUST_CHECK;
enum err book_referred(struct rq *rq, struct referral_id ref, struct patient_id id, struct patient_id *ret) MUST_CHECK;
/* By which way the account books. */
enum channel desk_channel(const struct rq *rq);

/* ---- substitutes ---- */
struct substitutes_page {
	struct str step;
	struct day today;
	struct agenda_choices agendas, people;
	struct substitutions list;
	int64_t passed, back;		/* what the act before did; -1: there was none */
};
struct substitute_plan_page {
	struct substitution_ask ask;
	struct substitution_plan plan;
	struct str agenda, substitute;
	struct appointments passing;	/* the first of them */
	bool again;			/* it has to be confirmed once more */
};

/* ---- extra appointments ---- */
struct extra_line { struct str month, reason, role; int64_t n; };
struct extra_lines { struct extra_line *v; size_t n; };
struct extra_own { struct schedule_id id; struct str name; int32_t most; };
struct extra_owns { struct extra_own *v; size_t n; };
struct extras_page {
	struct str step;
	struct extra_limits limits;
	struct extra_reasons reasons;
	struct agenda_choices agendas;
	struct extra_owns own;
	struct extra_lines lines;	/* of twelve months, the newest first */
};

/* Messages that nobody got. */
struct unsent {
	int64_t id, patient, appointment;	/* 0: none */
	struct name who;
	struct str channel, recipient, what, why;	/* what, why: in the reader's language */
	struct instant at;
	struct local start;		/* of the appointment */
	int32_t attempts;
	bool again;			/* may be sent once more */
	bool perhaps;			/* it may have arrived after all */
	bool ticked;
};
struct unsent_page { struct unsent *v; size_t n; int64_t next, missed; bool any_again; };

#endif
