/*
 * Seats of gatherings, as the files of this area change them. Must not be included elsewhere.
 */
#ifndef AREAS_APPOINTMENTS_SEATS_H
#define AREAS_APPOINTMENTS_SEATS_H

#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"

/* A seat (or a waiting place) of a gathering for somebody who books: *ret as slot_grant() fills it. */
struct seat_grant {
	struct gathering g;
	int32_t seat;
	bool waits;
};
enum err seat_take(struct db *db, struct arena *a, struct instant now, const struct book_ask *ask,
	struct wanted *w, struct granted *ret, struct seat_grant *ret_seat) MUST_CHECK;
/* The place and the leader, in the row of what a booking copies. */
enum err seat_place(struct db *db, struct arena *a, const struct seat_grant *s, int64_t *ret_location,
	struct str *ret_fr, struct str *ret_ar, struct opt_int *ret_practitioner) MUST_CHECK;
/* After an appointment of it was cancelled, under the lock of its day: the counter, and who moves up (more: nobody yet). */
enum err seat_left(struct db *db, struct arena *a, struct instant now, const struct appointment *x,
	bool waited, bool more) MUST_CHECK;
/* Those who wait take the seats that are free, in the order of asking; each is told. */
enum err seats_move_up(struct db *db, struct arena *a, struct instant now, struct gathering_id id) MUST_CHECK;
/* An appointment that has gone with its gathering: its act and its notice. (change.c) */
enum err seat_moved(struct db *db, struct arena *a, struct instant now, struct appointment_id id,
	const struct change_ask *by) MUST_CHECK;

/* What is said of a party to its phone and to the addresses of its people; of a session that moves or ends, of its seats
 * without names alone. n: kind, link, and the time where it is not the session's. (party_tell.c) */
enum err party_notice(struct db *db, struct arena *a, struct instant now, const struct party *p, struct notice *n) MUST_CHECK;
/* Seats without names have gone with their gathering: their act; who spoke for them is told. Or they are no more. */
enum err party_moved(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	const struct party *p, const struct change_ask *by) MUST_CHECK;
enum err parties_end(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	const struct change_ask *by) MUST_CHECK;

#endif
