/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef DRAWS_INSIDE_H
#define DRAWS_INSIDE_H

#include "areas/draws/draws.h"
#include "areas/waiting/classes.h"
#include "draws_q.h"
#include "jobs/samples.h"
#include "ledger/entry.h"

/* One entry about a draw. */
struct draw_said {
	enum entry_act act;
	enum entry_reason why;		/* a code of the program, in place of the reason, which is a value */
	int64_t chain;			/* the draw's, or the wish's it is about; 0: the draw's */
	const char *channel;		/* NULL: "" */
	struct str role, reason, class, holder;
	struct local slot;		/* day DAY_NONE: now */
	int32_t minutes, capacity;
	bool hour;			/* the entry tells the hour alone */
};
enum err draw_say(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, const struct draw_said *s) MUST_CHECK;
/* When the clock of the place shows that it is announced, begins and ends. */
struct draw_window draw_window_of(const struct zone *z, struct instant now, struct instant opens, struct instant closes);
/* Only what everybody may take online, by one visit at the place: not a discreet type, none that asks for a letter. */
bool draw_type_ok(const struct service *s);
/* Whether it stays so: a discreet one is named nowhere, and the name of a draw's type stands in the log until the draw is over. */
enum err draw_type_stays(struct db *db, struct arena *a, struct service_id id, bool *ret) MUST_CHECK;
/* Who keeps a time: the owner of its hold. */
struct str draw_owner(struct arena *a, struct draw_id id, int32_t no);
/* base64(SHA-256(seed)) */
struct str draw_commitment(struct arena *a, struct str seed_base64);
/* Times that nobody got, or all of them, are free: for the waiting list first, then for everybody. Those that are so already stay. */
enum err draw_give_back(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d) MUST_CHECK;
enum err draw_give_one_back(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, int32_t no) MUST_CHECK;
/* When times that somebody gives back now are free: 08:00 of the next day. */
enum err draw_back_at(const struct draw_row_row *d, struct instant now, struct instant *ret) MUST_CHECK;
/* Books the time that fell to somebody, in her file. role: who does it, "system" the job. */
enum err draw_book(struct db *db, struct arena *a, struct instant now, const struct draw_wish_row_row *w, int64_t account, struct str role,
	struct patient_id *ret) MUST_CHECK;
/* The establishment that keeps the files, and what messages call it. root_lo: of the country above it. */
struct draw_house { struct organization_id id; int64_t tree_lo, root_lo; struct str code, sms_name; };
enum err draw_house(struct db *db, struct arena *a, struct organization_id o, struct draw_house *ret) MUST_CHECK;
/* What the order is made of, once it is known. E_INPUT: not yet. */
enum err draw_seeds(struct arena *a, const struct draw_row_row *d, struct draw_seeds *ret) MUST_CHECK;
/* The 32 bytes of a commitment. */
enum err draw_holder(struct arena *a, struct str holder_base64, unsigned char out[static LOT_BYTES]) MUST_CHECK;

/* token: of the wish; of who got nothing: of the request on the waiting list, or empty; of a change without a new link: empty. */
struct draw_told { struct str place, token; };
struct str draw_in_text(struct arena *a, enum lang l, const struct draw_told *t);
struct str draw_changed_text(struct arena *a, enum lang l, const struct draw_told *t);
struct str draw_back_text(struct arena *a, enum lang l, const struct draw_told *t);
struct str draw_none_text(struct arena *a, enum lang l, const struct draw_told *t);
extern const struct sample draw_samples[];
struct draw_message { const char *template; struct str phone, lang, token; };
/* Queues it, at once, at night too; "draw-none" may wait. Nothing to who has no telephone any more. */
enum err draw_tell(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, const struct draw_message *m) MUST_CHECK;

#endif
