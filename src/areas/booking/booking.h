/*
 * The citizen's way: find, choose, say who, confirm, receipt, cancel or move.
 *
 * What other areas may use of it: the receipt as a document, the links to public pages, a time as buttons name it, and
 * what one network may keep.
 * Must not know: how capacity is changed (areas/appointments does it).
 */
#ifndef AREAS_BOOKING_BOOKING_H
#define AREAS_BOOKING_BOOKING_H

#include "areas/booking/rules/slot_text.h"
#include "base/str.h"
#include "ids.h"
#include "page/page.h"
#include "web/area.h"

extern const struct area area_booking;

/* What a receipt says; texts in the reader's language where there is one. */
struct receipt_sheet {
	struct str reference;			/* 11 characters, ungrouped */
	struct name name;
	struct str service_fr, service_ar, place_fr, place_ar;
	struct str address_fr, address_ar, direction_fr, direction_ar;
	struct name practitioner, practitioner_ar;	/* empty: not shown; _ar empty: as the other */
	struct str phone;			/* of the place, E.164 */
	struct local start;
	int32_t arrive_min;			/* minutes before the start to be there; 0: nobody has to come */
	struct str bring_fr, bring_ar, prepare_fr, prepare_ar, after_fr, after_ar;
	struct str site;			/* address of the site, to be printed; may be empty */
	struct instant now;
	bool cancelled;
	int64_t line;				/* of the public register, from 0; -1: not yet; only when lined */
	bool lined;				/* it is in the register, or about to be */
	struct url own;				/* of the appointment's page, for a second QR code; empty: not known */
	const struct local *visits;		/* of its care series, those ahead; in order */
	size_t nvisits;
};
/* One A4 page, French and Arabic side by side, with a QR code of the reference. In `a`. */
enum err booking_receipt_pdf(struct arena *a, const struct receipt_sheet *r, struct str *ret) MUST_CHECK;

/* The line of an appointment, of a request on a waiting list, of seats without names or of wishes in a draw in the public log: the page that
 * checks it, and the file that proves it, for who holds the link. E_NOTFOUND: nothing of it is there. `self` without /proof; `back_to`: a msgid. */
enum proof_kind { PROOF_APPOINTMENT, PROOF_REQUEST, PROOF_SEATS, PROOF_WISHES };
struct proof_of {
	enum proof_kind kind;
	int64_t chain;				/* as acts name it */
	struct str zone, reference, salt;
	struct url self, back;
	const char *back_to;
};
enum err booking_proof_page(struct rq *rq, const struct proof_of *p) MUST_CHECK;
enum err booking_proof_file(struct rq *rq, const struct proof_of *p) MUST_CHECK;

/* The page of a search that found nothing: further places, the waiting list, the phone. where: an
 * organisation's code or "all". E_NOTFOUND: no such speciality. */
enum err booking_nothing_page(struct rq *rq, struct str specialty, struct str where, int status) MUST_CHECK;

/* E_INPUT, said beside the field "phone": no text messages go to the country of that number. An
 * empty number, or one that is marked already, is left alone. */
enum err phone_reached(struct rq *rq, struct str phone) MUST_CHECK;
/* The establishment that keeps the files of an organisation: itself or the nearest above. */
enum err keeper_of(struct rq *rq, struct organization_id id, struct organization_id *ret) MUST_CHECK;
/* A phone as it is shown to who typed it: 06 •• •• •• 78. */
struct str masked_phone(struct arena *a, struct str e164);
/* May a code go to that phone from this network now? Counts it. E_LIMIT. */
enum err code_allowed(struct rq *rq, struct organization_id organization, struct str phone) MUST_CHECK;
/* Six digits, what is stored of them, and the message queued. */
enum err code_send(struct rq *rq, struct organization_id organization, struct str phone, struct str lang,
	int64_t bound_to, struct str *ret_hash) MUST_CHECK;
bool code_fits(struct arena *a, struct str hash, struct str typed, int64_t bound_to);
/* The link that came of a draft, for who sends the code a second time: kept sealed, so that a copy of the database tells none. Without a
 * key (web/secret.h) nothing is kept. */
enum err draft_link_seal(struct rq *rq, int64_t draft, struct str token, struct str *ret) MUST_CHECK;
/* To that page (prefix "/a/"). E_NOTFOUND: nothing is kept. */
enum err draft_link_go(struct rq *rq, const char *prefix, int64_t draft, struct str kept) MUST_CHECK;
/* How long a code serves, how often one is sent; the next may be asked for after 30 s × n². */
enum { CODE_SECONDS = 300, CODE_SENDS = 4 };
/* A code on its way, as a draft keeps it (sent.c). bound_to: the draft's id. hash empty: none was sent. */
struct sent_code {
	int64_t bound_to;
	struct str phone, hash;
	struct instant until, sent_at;
	int32_t sends, tries;
};
bool sent_code_lives(const struct rq *rq, const struct sent_code *c);
/* It is too soon to ask for another. */
bool sent_code_fresh(const struct rq *rq, const struct sent_code *c);
/* May one go out now? Counts it. E_CONFLICT: the last one serves and went a moment ago (a double tap, a
 * corrected name): show its page. E_LIMIT: too many. */
enum err sent_code_wanted(struct rq *rq, struct organization_id organization, const struct sent_code *c) MUST_CHECK;
/* The page that says why no code went out (429); what was answered is kept. */
enum err too_many_codes(struct rq *rq, struct url answers, struct str place_phone) MUST_CHECK;
/* What its page says (parts code_box and code_help). */
struct code_shown sent_code_shown(struct rq *rq, const struct zone *z, const struct sent_code *c);

struct str slot_text(struct arena *a, struct slot_name n);
/* What a tick is sorted by for who asks for that time: the same for all of its agenda's day. */
int64_t slot_order(const struct slot_name *n);
/* May this network hold `more` times of that agenda's day besides what others on it hold? zone: of a visit
 * at home; 0: none. E_LIMIT: no (see share.c). */
enum err share_left(struct rq *rq, const struct slot_name *n, int64_t zone, int64_t more) MUST_CHECK;

/* Does anybody of that area (an organisation's code, or "all") offer the speciality to citizens? */
enum err booking_offered(struct rq *rq, struct str specialty, struct str where, bool *ret) MUST_CHECK;

#endif
