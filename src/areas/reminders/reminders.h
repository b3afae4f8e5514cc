/*
 * Reminders: who is reminded of an appointment, when, by which way; letters for people without telephone;
 * and the list of those whom the desk calls.
 *
 * Once a day, as the day begins where the establishment is, the jobs process plans that day's reminders; when
 * the hour of one has come it is made from what stands then (nothing of what was moved or cancelled
 * meanwhile) and goes through the outbox. One contact has one reminder a day, whatever number of appointments, siblings
 * and houses. A booking pays nothing for it: no statement of this area runs there.
 * Must not know: how the list is shown (areas/telephone), how an appointment is booked, gateways, pages of other areas.
 */
#ifndef REMINDERS_REMINDERS_H
#define REMINDERS_REMINDERS_H

#include "areas/accounts/accounts.h"
#include "areas/appointments/appointments.h"
#include "areas/reminders/rules/moments.h"
#include "web/area.h"

extern const struct area area_reminders;

/* The job, outside of a transaction: plans what has to be planned, makes messages of what is due. answers: text messages that
 * come back are read, so that reminders ask for one. */
enum err reminders_run(struct db *db, struct arena *a, struct instant now, bool answers) MUST_CHECK;

/*
 * Puts somebody on the list of those whom the desk calls: why is "failed" (no message could be sent), "undelivered" (none
 * arrived) or "risk" (a visit is likely to be missed). Lower ranks are called first (0 to 1000). Who is on the list for
 * that visit stands there once: a better rank replaces the one it has, as long as nobody has called.
 */
struct call_ask {
	struct organization_id organization;	/* the keeper of the file */
	struct appointment_id appointment;
	struct patient_id patient;
	const char *why;
	int32_t rank;
	struct day day;
	int32_t start_min;
};
enum { CALL_FAILED = 300, CALL_RISK = 500 };	/* ranks to begin with; a risk of p per thousand: CALL_RISK - p / 2 */
enum err call_add(struct db *db, struct arena *a, struct instant now, const struct call_ask *ask) MUST_CHECK;

/* Who is on it in the reader's scope from a day on, the nearest visit first; who has a telephone alone. No note is made of
 * the reading: the caller does. */
struct visit_call {
	int64_t id;
	struct organization_id organization;	/* the keeper of the file */
	struct appointment_id appointment;
	struct patient_id patient;
	struct name name;
	struct str phone, type, agenda, outcome, note;
	struct day day;
	int32_t start_min, tries;
	struct instant tried_at;		/* INSTANT_NONE: not yet */
	const char *why;			/* msgid */
};
struct visit_calls { struct visit_call *v; size_t n; };
enum err call_visits_waiting(struct db *db, struct arena *a, enum lang l, const struct scope *scope, struct day from, int64_t max,
	struct visit_calls *ret) MUST_CHECK;
/* The numbers of them, each once, wherever somebody works in those roles: to be counted. */
enum err call_visits_numbers(struct db *db, struct arena *a, const struct account_roles *of, struct day from, int64_t max,
	struct str_list *ret) MUST_CHECK;
/* Who was called since then and is off the list, the last first: of each only who, what came of it, when, the note. */
enum err call_visits_called(struct db *db, struct arena *a, const struct scope *scope, struct instant since, int64_t max,
	struct visit_calls *ret) MUST_CHECK;
/* What came of a call about the line `id`, in the reader's scope: who did not answer is called again, who comes has
 * confirmed. tries: how often it had been tried when the caller read the line. E_NOTFOUND; E_CONFLICT: somebody else has
 * noted a call since. */
struct call_said { int64_t id; struct str outcome, note; int32_t tries; bool again, comes; };
enum err call_visit_noted(struct rq *rq, const struct scope *scope, const struct call_said *said) MUST_CHECK;

/* Where somebody gets letters, as it stands on the envelope: at most 6 lines of 38 letters, else E_INPUT. The caller has
 * read the file, which the keeper keeps. */
enum err letter_address(struct db *db, struct arena *a, struct patient_id patient, struct organization_id keeper, struct str lines)
	MUST_CHECK;

#endif
