/*
 * The state of an audit and its parts, for the files audit*.c alone. Everything is held by numbers
 * in blocks that never move: what grows leaves no half behind, and a pointer into a pool stays good.
 */
#ifndef LEDGER_AUDIT_INSIDE_H
#define LEDGER_AUDIT_INSIDE_H

#include "ledger/audit.h"
#include "ledger/entry.h"

/* ---- records ---- */

/* Records of one size, numbered from 1; dropped ones are used again. A record begins with the number of the next of its list. */
struct link { uint32_t next, hash; };
enum { POOL_SHIFT = 10, POOL_BLOCK = 1 << POOL_SHIFT };	/* records of a block */
struct pool { char **block; size_t size, nblocks, cap; uint32_t n, unused; };
uint32_t pool_new(struct arena *a, struct pool *p);	/* zeroed */
void pool_drop(struct pool *p, uint32_t i);
void pool_clear(struct pool *p);			/* its blocks stay */
static inline void *pool_at(const struct pool *p, uint32_t i)
{
	return p->block[i >> POOL_SHIFT] + (size_t)(i % POOL_BLOCK) * p->size;
}
/* Room for n records; those that are new are zeroed. */
void pool_room(struct arena *a, struct pool *p, uint32_t n);

/* Those found by a hash, each beginning with a struct link. It grows by one list at a time: no larger copy, and none left behind. */
struct table { struct pool p, heads; uint32_t nheads, used; };
uint32_t *table_head(const struct table *t, uint32_t k);
uint32_t table_first(const struct table *t, uint64_t hash);	/* with that hash; 0: none */
uint32_t table_next(const struct table *t, uint32_t i);
uint32_t table_new(struct arena *a, struct table *t, uint64_t hash);
void table_drop(struct table *t, uint32_t i);
void table_clear(struct table *t);

/* A place in the log in five bytes; -1: none. */
enum { PLACE_BITS = 32 };
static inline int64_t place_get(uint32_t low, uint8_t high)
{
	int64_t v = (int64_t)high << PLACE_BITS | low;

	return high == UINT8_MAX ? -1 : v;
}
static inline void place_put(uint32_t *low, uint8_t *high, int64_t v)
{
	*low = (uint32_t)((uint64_t)v & UINT32_MAX);
	*high = v < 0 ? UINT8_MAX : (uint8_t)((uint64_t)v >> PLACE_BITS);
}

/* ---- what is kept ---- */

enum state { ST_NONE, ST_HELD, ST_RELEASED, ST_WAITING, ST_BOOKED, ST_CANCELLED, ST_OVER, ST_LISTED, ST_OFFERED,
	ST_ACCEPTED, ST_DELISTED };
enum { NAME_BYTES = 16, BLOCK_ENTRIES = 16384, KEPT_DAYS = 90, GIVEN_BACK_SECONDS = 3600, PUBLIC_SECONDS = 60, PATTERN_SECONDS = 600,
	EXAMPLES = 10, PATTERNS = 4, WEEK = 7, DAY_MINUTES = 1440, WEEKS = 4 };
enum pattern { PATTERN_FREED, PATTERN_NEW, PATTERN_EXTRA, PATTERN_PARKED };

/* Since when a time is on offer, and by which entry; by < 0: it is not, because of that block (< 0: no interval holds it). */
struct offered { int64_t since, by, block; };

struct time_of { uint32_t schedule; int32_t from, to; };	/* minutes of a local calendar since 1970 */
static inline int32_t day_of_time(struct time_of t)
{
	return t.from / DAY_MINUTES - (t.from % DAY_MINUTES < 0);
}

/* There are as many as appointments of half a year: small, and what only a few have stands in a record of its own. */
struct chain {
	struct link l;
	unsigned char name[NAME_BYTES];
	uint32_t holder[2];			/* its hash; 0: none yet */
	struct time_of at;			/* of the time that it has */
	int32_t about;				/* day of its newest entry's time */
	uint32_t day_next;			/* others of the day of `at` */
	uint32_t org, service;
	uint32_t pending;			/* 0: nothing */
	uint32_t index_low, last_low;
	uint8_t index_high, last_high;		/* index: of its newest book, overbook, move, substitute; last: entry */
	uint8_t state;
	bool extra : 1, taken : 1, more : 1, odd : 1;	/* taken: it has the time `at`, in the list of its day; more: had another
						 * act than hold and release; odd: the name is a hash */
};
/* What is under way with a chain: a hold that nothing was made of yet, seats without names, a request of the list. */
struct pending {
	struct link l;
	struct time_of hold;			/* the newest, and what was known then; hold_org 0: none */
	uint32_t hold_org, hold_role;
	int64_t hold_at, given_at;		/* given_at: the latest `at` when it was given back */
	struct offered hold_offer;
	int64_t seats;				/* of a group, without names */
	uint32_t line, prev, after;		/* its place in the line of its class; line 0: none; chains */
	bool request, listed, offered;		/* offered: something now; listed: in line, and not offered */
	int64_t asked_at, asked_index;		/* its first enlist */
	int64_t offer_at;			/* its last offer */
	uint32_t offers;			/* spans: times that it was offered */
};

/* Of intervals only those that were withdrawn; those that are not are in runs. */
enum span_kind { SPAN_INTERVAL, SPAN_FREED, SPAN_PARKED, SPAN_BLOCK, SPAN_OFFER, SPAN_DRAWN };
/* A stretch of time of an agenda. */
struct span {
	uint32_t next;				/* of its list */
	uint8_t kind;				/* enum span_kind */
	bool gathering;
	bool listed : 1;			/* somebody waited when it was freed */
	bool given_up : 1;			/* freed by a draw that was given up, or in one */
	struct time_of at;
	int32_t capacity;			/* of an interval */
	int64_t since, index;			/* when it became so, and the entry that says it */
	union {
		/* when an interval was withdrawn or a block ended, and by which entry; gone_by < 0: not */
		struct { int64_t gone, gone_by; };
		struct { uint32_t chain, org, service, role; };	/* of what was freed, or held */
	};
};

/* What an opening published, or kept from the public, on days of one week, said at one instant by entries at equal distances. */
enum run_kind { RUN_INTERVAL, RUN_SHARE };
struct run {
	uint32_t next;
	uint8_t kind, days, live;		/* days: a bit each; live: those that it is still so on */
	bool gathering;
	int32_t start, minutes;			/* of the local day */
	int32_t capacity;
	int32_t until;				/* of a share: minutes before the beginning; < 0: none is kept */
	uint32_t step;				/* from the entry of one of its days to that of the next */
	int64_t since, index;			/* index: of its first day */
};
static inline int64_t run_index(const struct run *r, int day)
{
	return r->index + (int64_t)r->step * __builtin_popcount(r->days & ((1u << day) - 1));
}

/* An agenda's days, Monday or not: weeks are counted from 1970-01-01. */
struct week_state { struct link l; uint32_t schedule; int32_t week; uint32_t runs, spans[WEEK], chains[WEEK]; };
struct day_state { struct week_state *week; int i; };	/* week NULL: nothing is known of it */
/* Places kept from the public of a schedule in this period. */
struct kept { int64_t n, share, first, last; uint32_t org, service; };
/* draws: times that are in a draw, or were. */
struct agenda_state { uint32_t blocks, draws; struct kept kept; };

/* Requests of one organisation, service and class in the order in which they came; LINE_ALL counts those of all classes. */
enum { LINE_ALL = -1 };
struct line { struct link l; uint32_t org, service, class; uint32_t first, last; int64_t listed; };

struct pattern_count { int64_t n, x, example[EXAMPLES]; };
struct role_state { struct link l; uint32_t org, role; struct pattern_count p[PATTERNS]; };

/* Bookings of one organisation and service in this period, in the order of the log. */
enum { QUEUE_PART = 16 };
struct wait_of { uint32_t channel, index_low; int32_t days; uint8_t index_high, week; bool open; };	/* week: of the period */
struct queue_part { uint32_t next, n; struct wait_of v[QUEUE_PART]; };
struct queue { struct link l; uint32_t org, service, first, last; };
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
	struct table words, chains, weeks, lines, roles, queues;
	struct pool pendings, spans, runs, parts;
	struct pool agendas;			/* by the word of the schedule */
	uint32_t chains_left;			/* when it forgot last */
	int32_t forgot;				/* days before that are forgotten */
	struct compared *compared;
	size_t ncompared, compared_cap, comparisons;
	struct wait_of *waits;			/* of the queue that is judged */
	size_t waits_cap;
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
/* What is under way with it; NULL: nothing. */
struct pending *pending_of(const struct audit *x, const struct chain *c);
struct pending *pending_make(struct audit *x, struct chain *c);
void hold_used(struct audit *x, struct chain *c);	/* something was made of its hold */
void request_over(struct audit *x, struct chain *c);	/* what comes now is another; it has left its line */
uint32_t chain_of(struct audit *x, struct str name);	/* found, or made; 0: no name */
void chain_drop(struct audit *x, uint32_t i);		/* stands in no list of a day, and in no line */
/* In front of the list. */
struct span *span_new(struct audit *x, uint32_t *list, enum span_kind kind, struct time_of at, int64_t index);
void span_drop(struct audit *x, uint32_t *list, uint32_t i);
void audit_forget(struct audit *x);			/* what lies 90 days back, and what was only held and given back */
/* It was only ever held and given back, an hour ago: as if it had never been. */
bool is_given_back(const struct audit *x, const struct chain *c);
/* audit_days.c: an agenda's days. */
struct day_state day_find(const struct audit *x, uint32_t schedule, int32_t day);
struct day_state day_make(struct audit *x, uint32_t schedule, int32_t day);
static inline uint32_t day_spans(struct day_state d)
{
	return d.week ? d.week->spans[d.i] : 0;
}
static inline uint32_t day_chains(struct day_state d)
{
	return d.week ? d.week->chains[d.i] : 0;
}
/* The runs that hold a minute of that day, one after the other; from NULL on, NULL at the end. */
const struct run *run_next(const struct audit *x, struct day_state d, enum run_kind kind, int32_t minute, const struct run *after);
/* Published, or kept, on that day alone, or as one more day of a run. */
struct run_new { enum run_kind kind; bool gathering; struct time_of at; int32_t capacity, until; int64_t since, index; };
void run_add(struct audit *x, const struct run_new *n);
/* The oldest of that kind, beginning, length and capacity (< 0: any) is so no longer on that day. false: there is none. */
bool run_end(struct audit *x, enum run_kind kind, struct time_of at, int32_t capacity, struct run_new *ret);
void forget_weeks(struct audit *x, int32_t day);
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
bool of_no_chain(struct str act);			/* about an agenda or the log, not about an appointment */

/* audit_places.c: what is on offer, and who has which time. Called before audit_chain. */
void audit_capacity(struct audit *x, const struct seen *s);	/* publish, withdraw, share */
struct offered offered_at(struct audit *x, struct time_of t);
void audit_time(struct audit *x, const struct seen *s);		/* hold, release, book, move, overbook, substitute, cancel */
void freed_no_more(struct audit *x, struct time_of t);
/* The newest freed time that overlaps this one, by another chain, 0 to `seconds` before the moment; NULL: none. */
struct freed_ask { struct time_of at; int64_t moment, seconds; uint32_t not; bool given_up; };	/* given_up: only by such a draw */
const struct span *freed_before(const struct audit *x, const struct freed_ask *q);

/* audit_taken.c: a taking, or an extra, looked at before it is written down. */
void audit_hold(struct audit *x, const struct seen *s);
/* The newest giving back of that time by that role, among those of its day; 0: none. */
uint32_t parked_at(const struct audit *x, struct day_state day, struct time_of at, uint32_t org, uint32_t role);
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
