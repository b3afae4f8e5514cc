/*
 * Public draws: a batch of times that many want is given by lot, so that nothing is won by being first. The rule is
 * docs/draw.md: everything it needs stands in the public log, and anybody can compute the order again.
 *
 * Every function that writes runs in the caller's transaction; each step is an act.
 * Must not know: pages of other areas.
 */
#ifndef AREAS_DRAWS_DRAWS_H
#define AREAS_DRAWS_DRAWS_H

#include "areas/appointments/appointments.h"
#include "areas/draws/rules/beacons.h"
#include "areas/draws/rules/lots.h"
#include "areas/draws/rules/notice.h"
#include "web/area.h"

extern const struct area area_draws;

/*
 * What no establishment may change: a draw that is announced in the evening and over in the morning (rules/notice.h), or of which
 * there are as many as one likes, would be a way around the rules of fairness. Of one establishment at a time:
 */
enum { DRAWS_OPEN = 10 };
/* From the end of a window to the round of drand that a draw waits for: the sealer has signed that end long before. */
enum { DRAW_BEACON_AFTER = 3600 };
enum { DRAW_PEOPLE = 10000, DRAW_PER_PHONE = 6, DRAW_PER_ACCOUNT = 200, DRAW_BEACON_MAX = 100 };

struct draw_ask {
	struct schedule_id schedule;
	struct service_id service;
	struct day from, to;		/* what is free on these days, both included; at most DRAW_TIMES */
	struct instant opens, closes;	/* the window: whole minutes, DRAW_NOTICE from now or later, DRAW_WINDOW or longer */
	struct str beacon;		/* what will be waited for (rules/beacons.h); empty: nothing */
	int64_t account;
	struct str role;
};
struct draw_announced { struct draw_id id; int32_t times; };
/* Announces a draw: keeps the times, and tells in the log what will be drawn, with the commitment to a seed. E_INPUT: the window
 * is too short or too soon, its end is past the first of the times, the beacon is known before that end or too late, or the type is not one that everybody may take online.
 * E_NOTFOUND: nothing is free on these days. E_LIMIT: DRAWS_OPEN of that house are open already. E_DENIED: more of the agenda's hours of a
 * month would lie in draws than the country allows (SETTING_DRAW_SHARE). */
enum err draw_announce(struct db *db, struct arena *a, struct instant now, const struct draw_ask *ask,
	struct draw_announced *ret) MUST_CHECK;
/* The round of drand that a draw with that end of its window may wait for, as `beacon`. */
struct str draw_drand(struct arena *a, struct instant closes);
/* Before its window is over; the times are free again at 08:00 of the next day, not when it suits somebody. E_CONFLICT: too late. */
enum err draw_cancel(struct db *db, struct arena *a, struct instant now, struct draw_id id, struct str role) MUST_CHECK;
/* The value of the beacon that was announced, once. E_INPUT: it is not written as that beacon's are (of one in an earlier
 * version's words: more than letters, digits and . : - in it). E_CONFLICT: no signed checkpoint
 * holds the end of the window yet, none is awaited, or it is there. */
enum err draw_beacon(struct db *db, struct arena *a, struct instant now, struct draw_id id, struct str value, struct str role) MUST_CHECK;

struct draw_wish {
	struct draw_id draw;
	struct name name;
	struct day birth_day;
	struct str sex, phone, lang;	/* of who has shown that the phone is hers, or whom the desk has seen */
	struct str class;		/* empty: everybody's */
	struct draw_wishes wishes;
	bool to_list;			/* who gets none is put on the waiting list */
	enum channel channel;
	int64_t account;
	struct str role;		/* empty: "public" */
	bool silent;			/* no message (demonstration) */
};
struct draw_wished { struct draw_wish_id id; struct str token; bool again; };
/* Takes part, or has other wishes from now on: one person (phone, birth day, name) has one lot. E_CONFLICT: the window is not open.
 * E_INPUT: no wish, or a number that there is not. E_DENIED: the type is not for that age or sex, or the role may not give that class. E_LIMIT: too
 * many with one phone, by one account, or in all; or online, where nobody sees who asks, somebody with that phone who is probably the same. */
enum err draw_wish_put(struct db *db, struct arena *a, struct instant now, const struct draw_wish *w, struct draw_wished *ret) MUST_CHECK;
/* Other wishes of who has the link; none: taken back. E_CONFLICT: the window is over. */
enum err draw_wish_again(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id, const struct draw_wishes *wishes,
	bool to_list) MUST_CHECK;

struct draw_by { int64_t account; struct str role; };
/* Another class of who takes part; empty: everybody's. The person is told that something was changed. E_CONFLICT: the window is over, or she
 * takes part no longer. E_DENIED: the role may not give the class, or not the one that would be taken away. */
enum err draw_wish_class(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id, struct str class,
	const struct draw_by *by) MUST_CHECK;
/* The time that fell to somebody and could not be booked: once more. E_NOTFOUND: nothing is kept for her. Else as appointment_book(). */
enum err draw_wish_book(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id, const struct draw_by *by) MUST_CHECK;
/* … given back, for the waiting list first, at 08:00 of the next day: whoever does it gains nothing. The person is told. */
enum err draw_wish_give_back(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id) MUST_CHECK;

/* What is due: ends windows, draws, books, tells. Outside of a transaction. */
enum err draws_run(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

#endif
