/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef WAITING_INSIDE_H
#define WAITING_INSIDE_H

#include "areas/bookers/bookers.h"
#include "areas/waiting/classes.h"
#include "areas/waiting/rules/pick.h"
#include "areas/waiting/waiting.h"
#include "jobs/samples.h"
#include "ledger/entry.h"
#include "waiting_q.h"

/* Writes a node's own list as given (its order is theirs); requests of the node follow. */
enum err waiting_classes_put(struct db *db, struct arena *a, struct organization_id o,
	const struct waiting_classes *all) MUST_CHECK;

/* ---- a place's list (list.c) ---- */

enum { CHAIN_MAX = 12 };
struct waiting_place {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct organization_id organization;	/* that keeps the agenda */
	struct organization_id chain[CHAIN_MAX];	/* it and those above it */
	size_t n;
	struct organization_id keeper;		/* of files: the nearest establishment */
	int64_t tree_lo;
	const struct zone *zone;
	struct local here;
	struct waiting_rules rules;
	struct str sms_name;		/* as messages say it; empty: they name no place */
};
struct str waiting_said_place(struct arena *a, const struct waiting_chain_rows *chain);
enum err waiting_place_at(struct db *db, struct arena *a, struct instant now, struct organization_id o,
	struct waiting_place *ret) MUST_CHECK;
enum err waiting_rules_at(struct db *db, struct arena *a, int64_t tree_lo, struct waiting_rules *ret) MUST_CHECK;

/* An act about a request; slot NULL: about no time. */
struct waiting_slot { struct schedule_id schedule; struct service_id service; struct day day; int32_t start_min, minutes; struct str zone; };
enum err waiting_act(struct db *db, struct arena *a, struct instant now, const struct waiting_entry_row_row *e,
	enum entry_act what, const struct waiting_slot *slot, const char *channel, struct str role, enum entry_reason reason) MUST_CHECK;
struct waiting_slot waiting_slot_of(const struct waiting_offer_row_row *o);
/* Takes a request off; an open offer of it is withdrawn and its time goes on. why: asked, desk,
 * unanswered, over, booked. E_CONFLICT: it is off already. */
enum err waiting_leave(struct db *db, struct arena *a, struct instant now, struct waiting_entry_id id,
	enum entry_reason why, const char *channel, struct str role) MUST_CHECK;

/* Who wrote for another takes it back: what the person, or anybody else, asked for as well stays. Says nothing of it. */
enum err waiting_take_back(struct db *db, struct arena *a, struct instant now, struct waiting_entry_id id,
	int64_t account, struct str role) MUST_CHECK;
/* What stands against a booker at a node: E_DENIED too far or stopped, E_LIMIT too much; OK for everybody else.
 * *ret_id: of its row, locked; v == 0: no booker. (add.c) */
enum err waiting_admit(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask,
	struct booker_id *ret_id) MUST_CHECK;
/* Where a booker may answer: E_DENIED. */
enum err waiting_admit_answer(struct db *db, struct arena *a, struct instant now, struct organization_id at,
	const struct waiting_answer *by) MUST_CHECK;

/* ---- the engine ---- */

/* A time and who keeps it; owner empty: nobody does. */
struct waiting_free {
	struct schedule_id schedule;
	struct service_id service;
	struct organization_id organization;
	struct day day;
	int32_t start_min;
	struct hold_id hold;
	struct str owner;
};
struct str waiting_owner(struct arena *a, const char *kind, int64_t id);	/* "list:ID", "offer:ID" */
/* What may be had then: types, who receives. E_CONFLICT: nothing any more. */
enum err waiting_look(struct waiting_place *l, const struct waiting_free *t, struct pick_time *ret) MUST_CHECK;
/* The shapes of wishes on one node's list, each with the place of its first. */
struct waiting_shape { struct str text; struct wish wish; struct pick_person head; };
struct waiting_shapes_list { struct waiting_shape *v; size_t n; };
enum err waiting_shapes_of(struct db *db, struct arena *a, struct organization_id node, struct str specialty,
	struct waiting_shapes_list *ret) MUST_CHECK;
/* The first of all nodes who fits. E_NOTFOUND: nobody. */
struct waiting_found { struct waiting_entry_id id; struct pick_person who; const struct pick_type *type; };
enum err waiting_first(struct waiting_place *l, const struct waiting_free *t, const struct pick_time *pt,
	struct waiting_found *ret) MUST_CHECK;
/* The same of one node; best->id.v != 0: only who stands before that one. */
enum err waiting_first_at(struct waiting_place *l, struct organization_id node, struct str specialty,
	const struct waiting_shapes_list *all, const struct waiting_free *t, const struct pick_time *pt,
	struct waiting_found *best) MUST_CHECK;
struct pick_person waiting_person(const struct waiting_place *l, const struct waiting_page_row *r);
/* Offers what is kept; by_hand: who decided it (0: the order), with a reason. */
struct waiting_offering {
	const struct waiting_free *t;
	struct waiting_entry_id entry;
	const struct pick_type *type;
	struct instant answer_by;
	int64_t by_hand;
	struct str role, reason;
};
enum err waiting_offer(struct waiting_place *l, const struct waiting_offering *x, struct waiting_offer_id *ret) MUST_CHECK;
/* In a transaction, of a time that is kept by the list or by nobody: offers it. E_NOTFOUND: nobody fits, or it is too
 * late. E_LIMIT: not now; *ret_wait: minutes until the quiet hours end. */
enum err waiting_give(struct waiting_place *l, struct waiting_free *t, int32_t *ret_wait) MUST_CHECK;
/* The time of an offer that is over goes back to the list. */
enum err waiting_pass_on(struct db *db, struct arena *a, struct instant now, const struct waiting_offer_row_row *o) MUST_CHECK;
/* In transactions of their own: offers over their time; times of agendas that are free, from time to time (scan.c). */
enum err waiting_expire(struct db *db, struct arena *a, struct instant now, struct waiting_offer_id id) MUST_CHECK;
enum err waiting_scan(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* What an offer says (text/offer.txt). */
struct waiting_text { struct str place, token; struct local start, until; bool discreet, earlier; };
/* What who was written down by another is told (text/enlisted.txt); place empty: nothing of where. */
struct waiting_told { struct str place, token; };
struct str waiting_text_day(struct arena *a, struct day d);
/* The three texts as they are sent. (texts.c) */
struct str waiting_offer_text(struct arena *a, enum lang l, const struct waiting_text *t);
struct str waiting_enlisted_text(struct arena *a, enum lang l, const struct waiting_told *t);
struct str waiting_ended_text(struct arena *a, enum lang l);
extern const struct sample waiting_samples[];

/* What is said in public of how many wait: to the nearest five, so that one more or less does not show; 0: fewer than 5. */
int64_t waiting_said(int64_t n);

#endif
