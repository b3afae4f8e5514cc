/*
 * What people write or ring back to: answers to reminders and offers, questions about an appointment,
 * missed calls (shown by areas/telephone); and the desk's list of what the program did not understand.
 *
 * Who brings a message in stores it, nothing more; a job reads it, does what it says in a transaction of
 * its own and answers through the outbox. So a provider that tells twice, or a process that dies at any
 * point, changes nothing twice. A number is a weak proof: it can be forged, and telephones are shared. So an
 * answer reaches only what was asked of that number and is still the number of that file, never more
 * than a reminder or an offer put in its hands, and what is done is told to that same number.
 * Must not know: gateways, providers.
 */
#ifndef AREAS_INBOX_INBOX_H
#define AREAS_INBOX_INBOX_H

#include "areas/accounts/accounts.h"
#include "areas/appointments/appointments.h"
#include "web/area.h"

extern const struct area area_inbox;

enum { INCOMING_TEXT_MAX = 1000, INCOMING_ID_MAX = 100 };

/*
 * A text message that came to one of our numbers, in the caller's transaction. from_e164: who sent it, as the
 * provider says (other ways of writing are understood; a sender that is no number is kept for the desk and
 * never answered). to: our number, may be empty. provider_id: the provider's own name of it; the same one
 * again changes nothing and is OK; empty: cannot be told apart. Texts are cut at INCOMING_TEXT_MAX
 * characters. E_INPUT: no sender, or the text is no UTF-8 (its control characters are left out).
 */
enum err incoming_sms(struct db *db, struct arena *a, struct instant now, struct str from_e164, struct str to,
	struct str text, struct str provider_id) MUST_CHECK;
/* A call to a line on which nobody answers: onto the call-back list, once for a number until it is rung back.
 * E_INPUT: no number (a withheld one cannot be rung back). */
enum err incoming_call(struct db *db, struct arena *a, struct instant now, struct str from_e164, struct str to,
	struct str provider_id) MUST_CHECK;

/* Whose a number is to which people write or ring (E.164, or a short one as it is): the house of what nobody else is
 * known to be meant by. In a transaction. */
enum err inbox_line_set(struct db *db, struct arena *a, struct str number, struct organization_id organization) MUST_CHECK;

/*
 * One message that asks "1: I come, 2: I cancel" about appointments (of one person, or of siblings on one
 * phone), in the transaction that queues it. asked_at: when it is due. From then on an answer of that
 * phone may mean them, until they begin, as long as it is the phone of their files.
 */
struct inbox_ask {
	int64_t organization;
	struct str phone, lang;
	const struct appointment_id *appointments;
	size_t n;
	struct instant asked_at;
};
enum err inbox_asked(struct db *db, struct arena *a, struct instant now, const struct inbox_ask *ask) MUST_CHECK;

/* Who rang a line on which nobody answers and waits to be rung back, in the reader's scope, the oldest first; no note is made of
 * the reading. */
struct inbox_call {
	int64_t id;
	struct organization_id organization;
	struct patient_id patient;		/* v == 0: nobody is known by that number */
	struct name name;
	struct str phone, outcome, note;	/* outcome: what came of ringing back */
	struct instant last_at, tried_at;
	int32_t times, tries;
};
struct inbox_calls { struct inbox_call *v; size_t n; };
enum err inbox_calls_waiting(struct db *db, struct arena *a, const struct scope *scope, int64_t max, struct inbox_calls *ret) MUST_CHECK;
/* The numbers of them, each once, wherever somebody works in those roles: to be counted. */
enum err inbox_calls_numbers(struct db *db, struct arena *a, const struct account_roles *of, int64_t max, struct str_list *ret) MUST_CHECK;
/* How many calls they are. */
enum err inbox_calls_number(struct db *db, struct arena *a, const struct scope *scope, int64_t max, int64_t *ret) MUST_CHECK;
/* Who was rung back since then, the last first. */
enum err inbox_calls_rung(struct db *db, struct arena *a, const struct scope *scope, struct instant since, int64_t max,
	struct inbox_calls *ret) MUST_CHECK;
/* Who rang again and was spoken to need not be rung back. */
enum err inbox_calls_came(struct rq *rq, const struct scope *scope, struct str phone) MUST_CHECK;
/* What came of ringing back `id`, in the reader's scope: who did not answer is rung again. tries: as the caller read them.
 * E_NOTFOUND; E_CONFLICT: somebody else has noted a call since. */
struct inbox_call_said { int64_t id; struct str outcome, note; int32_t tries; bool again; };
enum err inbox_call_said(struct rq *rq, const struct scope *scope, const struct inbox_call_said *said) MUST_CHECK;

/* What was answered about an appointment: said is "comes", "cancels", or empty (nothing, or not yet). */
struct inbox_said { struct str said; struct instant at; };
enum err inbox_said_of(struct db *db, struct arena *a, struct appointment_id id, struct inbox_said *ret) MUST_CHECK;

#endif
