/*
 * The state of an audit and its parts, for the files audit*.c alone. Everything is held by numbers
 * in blocks that never move: what grows leaves no half behind, and a pointer into a pool stays good.
 */
#ifndef LEDGER_AUDIT_INSIDE_H
#define LEDGER_AUDIT_INSIDE_H

#include "ledger/audit.h"
#include "ledger/entry.h"

/* ---- records ---- */

/* Records of one size, numbered from 1; dropped ones are used again. A record begins with a struct link. */
struct link { uint32_t next, hash; };
enum { POOL_SHIFT = 10, POOL_BLOCK = 1 << POOL_SHIFT };	/* records of a block */
struct pool { char **block; size_t size, nblocks, cap; uint32_t n, unused; };
uint32_t pool_new(struct arena *a, struct pool *p);	/* zeroed */
void pool_drop(struct pool *p, uint32_t i);
static inline void *pool_at(const struct pool *p, uint32_t i)
{
	return p->block[i >> POOL_SHIFT] + (size_t)(i % POOL_BLOCK) * p->size;
}
/* Room for n records; those that are new are zeroed. */
void pool_room(struct arena *a, struct pool *p, uint32_t n);

/* Those found by a hash. */
struct table { struct pool p; uint32_t *head; uint32_t nheads, used; };
uint32_t table_first(const struct table *t, uint64_t hash);	/* with that hash; 0: none */
uint32_t table_next(const struct table *t, uint32_t i);
uint32_t table_new(struct arena *a, struct table *t, uint64_t hash);
void table_drop(struct table *t, uint32_t i);

/* ---- what is kept ---- */

enum state { ST_NONE, ST_HELD, ST_RELEASED, ST_WAITING, ST_BOOKED, ST_CANCELLED, ST_OVER, ST_LISTED, ST_OFFERED,
	ST_ACCEPTED, ST_DELISTED };
enum { CHAIN_MAX = 24, BLOCK_ENTRIES = 16384, KEPT_DAYS = 90, GIVEN_BACK_SECONDS = 3600, PUBLIC_SECONDS = 60, PATTERN_SECONDS = 600, EXAMPLES = 10,
	PATTERNS = 4 };
enum pattern { PATTERN_FREED, PATTERN_NEW, PATTERN_EXTRA, PATTERN_PARKED };

/* Since when a time is on offer, and by which entry; by < 0: it is not, because of that block (< 0: no interval holds it). */
struct offered { int64_t since, by, block; };

struct time_of { uint32_t schedule; int32_t day, from, to; };	/* minutes of a local calendar since 1970 */

struct chain {
	struct link l;
	char name[CHAIN_MAX];
	uint64_t holder;
	enum state state;
	int64_t seats;				/* of a group, without names */
	bool extra, taken;			/* taken: it has the time `at`, in the list of its day */
	bool more;				/* had another act than hold and release */
	int32_t about;				/* day of its newest entry's time */
	struct time_of at;
	uint32_t day_next, day_of;		/* others of that day; the day's record */
	int64_t index;				/* of its newest book, overbook, move, substitute */
	int64_t last;				/* entry */
	struct time_of hold;			/* the newest hold, and what was known then */
	int64_t hold_at, given_at;		/* given_at: the latest `at` when it was given back */
	struct offered hold_offer;
	uint32_t hold_org, hold_role;
	uint32_t line, prev, after;		/* its place in the line of its class; line 0: none */
	bool listed;				/* in line, and offered nothing now */
	uint32_t org, service;
	int64_t asked_at, asked_index;		/* its first enlist */
	int64_t offer_at;			/* its last offer */
	uint32_t offers;			/* spans: times that it was offered */
};

enum span_kind { SPAN_INTERVAL, SPAN_FREED, SPAN_PARKED, SPAN_SHARE, SPAN_BLOCK, SPAN_OFFER, SPAN_DRAWN };
/* A stretch of time of an agenda. */
struct span {
	struct link l;				/* l.next: the next of its list */
	struct time_of at;
	int64_t since, index;			/* when it became so, and the entry that says it */
	union {
		/* when an interval was withdrawn or a block ended, and by which entry; gone_by < 0: not */
		struct { int64_t gone, gone_by; };
		struct { uint32_t chain, org, service, role; };	/* of what was freed, or held */
	};
	enum span_kind kind;
	int32_t capacity;			/* of an interval; places of a share */
	int32_t until;				/* of a share: minutes before the beginning; < 0: none is kept */
	bool gathering;
	bool listed;				/* somebody waited when it was freed */
	bool given_up;				/* freed by a draw that was given up, or in one */
};

struct day_state { struct link l; uint32_t schedule; int32_t day; uint32_t spans, chains; };
/* Places kept from the public of a schedule in this period. */
struct kept { int64_t n, share, first, last; uint32_t org, service; };
/* draws: times that are in a draw, or were. */
struct agenda_state { uint32_t blocks, draws; struct kept kept; };

/* Requests of one organisation, service and class in the order in which they came; LINE_ALL counts those of all classes. */
enum { LINE_ALL = -1 };
struct line { struct link l; uint32_t org, service, class; uint32_t first, last; int64_t listed; };

struct pattern_count { int64_t n, x, example[EXAMPLES]; };
struct role_state { struct link l; uint32_t org, role; struct pattern_count p[PATTERNS]; };

struct wait_of { uint32_t org, service, channel; bool open; int32_t week, days; int64_t index; };
/* A comparison that was made: whether it is a finding depends on how many were. */
struct compared { double chance; struct finding f; };

struct word { struct link l; struct str s; };

struct audit {
	struct arena *a;
	audit_found *found;
	void *arg;
	int64_t size;
	int64_t latest, latest_at;		/* the latest `at`, and the entry that says it */
	int64_t period;
	int64_t block_least, least;		/* earliest `at` of this block of entries, of the one before */
	struct table words, chains, days, lines, roles;
	uint32_t chains_left;			/* when it forgot last */
	int32_t forgot;				/* days before that are forgotten */
	struct pool spans;
	struct agenda_state *agenda;		/* by the word of the schedule */
	size_t nagendas;
	struct wait_of *waits;
	size_t nwaits, waits_cap;
	struct compared *compared;
	size_t ncompared, compared_cap, comparisons;
	double *chances[2];
	size_t chances_cap[2];
	int32_t *values;
	size_t values_cap;
	size_t loaded, due;			/* bytes of a state that is being taken up, and how many it has */
	struct str cut;				/* of its words, the beginning of one */
	uint32_t public_, system, helper, online, sms, assisted;
};

/* An entry with its names as words. */
struct seen {
	struct entry e;
	int64_t index;
	struct time_of at;
	uint32_t chain, org, service, role, channel, class;	/* chain: its record; the others words; 0: empty */
	bool extra, seats;			/* seats: of a group, without names */
};

/* audit_state.c */
uint32_t word_of(struct audit *x, struct str s);		/* 0: empty */
struct str word_text(const struct audit *x, uint32_t w);
struct chain *chain_at(const struct audit *x, uint32_t i);
struct span *span_at(const struct audit *x, uint32_t i);
struct agenda_state *agenda_of(struct audit *x, uint32_t schedule);
uint32_t day_find(const struct audit *x, uint32_t schedule, int32_t day);	/* 0: nothing is known of it */
uint32_t day_make(struct audit *x, uint32_t schedule, int32_t day);
struct day_state *day_at(const struct audit *x, uint32_t i);
/* In front of the list. */
struct span *span_new(struct audit *x, uint32_t *list, enum span_kind kind, struct time_of at, int64_t index);
void span_drop(struct audit *x, uint32_t *list, uint32_t i);
void audit_forget(struct audit *x);			/* what lies 90 days back, and what was only held and given back */
/* It was only ever held and given back, an hour ago: as if it had never been. */
bool is_given_back(const struct audit *x, const struct chain *c);
static inline bool overlap(struct time_of x, struct time_of y)
{
	return x.schedule == y.schedule && x.from < y.to && y.from < x.to;
}
static inline bool same_time(struct time_of x, struct time_of y)
{
	return x.schedule == y.schedule && x.from == y.from;
}

/* audit.c */
bool is_staff(const struct audit *x, uint32_t role);
bool is_open_way(const struct audit *x, uint32_t channel);
int64_t week_of(int64_t at);
struct finding finding_of(const struct audit *x, const struct seen *s, const char *rule, const char *code);
void finding_entry(struct finding *f, int64_t index);

/* audit_chains.c: what may follow what; the chain's state afterwards. */
void audit_chain(struct audit *x, const struct seen *s);

/* audit_places.c: what is on offer, and who has which time. Called before audit_chain. */
void audit_capacity(struct audit *x, const struct seen *s);	/* publish, withdraw, share */
struct offered offered_at(struct audit *x, struct time_of t);
void audit_time(struct audit *x, const struct seen *s);		/* hold, release, book, move, overbook, substitute, cancel */
void freed_no_more(struct audit *x, struct time_of t);

/* audit_taken.c: a taking, or an extra, looked at before it is written down. */
void audit_hold(struct audit *x, const struct seen *s);
/* The newest giving back of that time by that role, among those of its day; 0: none. */
uint32_t parked_at(const struct audit *x, uint32_t day, struct time_of at, uint32_t org, uint32_t role);
void audit_taking(struct audit *x, const struct seen *s);
void audit_extra(struct audit *x, const struct seen *s);
void audit_kept_judge(struct audit *x);

/* audit_draws.c: draws that are announced and given up; a time that a draw gives back. */
void audit_draw(struct audit *x, const struct seen *s);
void audit_draw_back(struct audit *x, const struct seen *s);

/* audit_line.c: requests of the waiting list. */
void audit_line(struct audit *x, const struct seen *s);
int64_t listed_of(const struct audit *x, uint32_t org, uint32_t service);

/* audit_tests.c */
bool is_counted(const struct audit *x, uint32_t role);	/* by the test of roles */
void pattern_add(struct audit *x, const struct seen *s, enum pattern p, bool counts);
void wait_add(struct audit *x, const struct seen *s);
void audit_tests_judge(struct audit *x);
enum { PEER_ODDS = 3 };
/* x or more of n, when x + y of n + m are all that there are and the odds are PEER_ODDS times those of the others. */
double chance_of_odds(int64_t x, int64_t n, int64_t y, int64_t m);
/* i of a among k drawn of a + b. */
double chance_drawn(int64_t i, int64_t k, int64_t a, int64_t b);

#endif
