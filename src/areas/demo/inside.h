/*
 * What the files of the demonstration share while it is made.
 * Must not know: pages.
 */
#ifndef DEMO_INSIDE_H
#define DEMO_INSIDE_H

#include "areas/appointments/appointments.h"
#include "areas/demo/demo.h"
#include "areas/schedules/schedules.h"
#include "ids.h"

enum { PAST = 20000, FUTURE = 3000, PAST_DAYS = 365, AHEAD_DAYS = 60, AHEAD_MONTHS = 6 };
#define DEMO_PASSWORD "demonstration"
#define DEMO_CALENDAR "demonstration-calendar"	/* address of the practitioner's calendar, public as the password */
#define DEMO_TOTP "DIWANDEMODIWANDEMODIWANDEMODIWAN"	/* base32, public as the password */
#define DEMO_HOSPITAL "FES-KHATIB"

/* Numbers of chance that follow from the day alone (splitmix64). */
struct dice { uint64_t s; };
uint64_t dice_next(struct dice *d);
int32_t dice_roll(struct dice *d, int32_t n);			/* 0 … n-1 */
bool dice_percent(struct dice *d, int32_t percent);

struct pair { struct str latin, arabic; };
struct pairs { struct pair *v; size_t n; };
struct measure { struct str specialty; int32_t common, minutes, delay; struct names name; };
struct hospital {
	struct str code, phone, address_fr, address_ar, postal_code;
	int32_t weight;
	struct organization_id id;
	struct location_id location;
	struct service_id *services, *checks;	/* by measure; v == 0: none. checks: follow-up visits */
	size_t first, ndoctors;			/* of demo.doctors */
	struct person_made *people;		/* made for this hospital so far */
	size_t npeople, people_cap;
};
struct person_made { struct patient_id id; bool female, child; };
struct shift { int32_t from, to; };		/* from == to: none */
struct doctor {
	struct hospital *at;
	const struct measure *m;
	size_t mi;
	struct practitioner_id id;
	struct schedule_id schedule;
	struct shift day[7];			/* Monday first */
};
struct demo {
	struct db *db;
	struct arena *a, *scratch;
	struct instant now;
	const struct zone *zone;
	struct local here;			/* now, in Morocco */
	struct dice dice;
	struct str key;				/* of what is kept encrypted */
	int64_t director, platform;		/* accounts */
	int64_t valued_draw;			/* the draw whose number from outside is known; 0: none */
	struct pairs female, male, family;
	struct measure *measures;
	size_t nmeasures;
	struct organization_id ministry;	/* whose catalogue of types all hospitals use */
	struct hospital *hospitals;
	size_t nhospitals;
	int32_t weights;
	struct doctor *doctors;
	size_t ndoctors;
	uint64_t *taken;			/* open table of (schedule, day, start) */
	size_t ntaken;
	bool *closed;				/* by day, from PAST_DAYS ago on */
};

enum { CHILD_YEARS = 15 };

enum err demo_load(struct demo *d) MUST_CHECK;			/* load.c: names, hospitals, measures */
enum err demo_country(struct demo *d) MUST_CHECK;		/* country.c: until openings are materialised */
enum err demo_past(struct demo *d) MUST_CHECK;			/* past.c: past and today */
/* past.c: one speciality lately at every hospital, here longer than there: waits can be compared where more than a few people came. */
enum err demo_compared(struct demo *d) MUST_CHECK;
int32_t demo_since(const struct demo *d);			/* past.c: the month from which fewer are missed */
/* past.c: true when nobody had that time yet; takes it. */
bool demo_take(struct demo *d, const struct doctor *doc, int32_t day, int32_t min);
/* past.c: one recorded visit of the past at a time that is free. */
enum err demo_visit(struct demo *d, const struct doctor *doc, struct local start) MUST_CHECK;
enum err demo_effect(struct demo *d) MUST_CHECK;			/* effect.c: reminders of the past, times taken again */
enum err demo_future(struct demo *d) MUST_CHECK;		/* past.c: booked as anybody would */
enum err demo_series(struct demo *d) MUST_CHECK;			/* series.c: repeat visits */
enum err demo_gatherings(struct demo *d) MUST_CHECK;		/* gatherings.c: group sessions */
enum err demo_waiting(struct demo *d) MUST_CHECK;		/* waiting.c: people on the waiting list */
enum err demo_draws(struct demo *d) MUST_CHECK;			/* draws.c: a draw that runs, two that are over */
/* draws.c: outside of a transaction, when all else is there: those that are over are drawn, from the signed log. */
enum err demo_drawn(struct demo *d, const struct settings *s) MUST_CHECK;
enum err demo_inbox(struct demo *d) MUST_CHECK;			/* inbox.c: missed calls, and messages nobody understood */
enum err demo_reminders(struct demo *d) MUST_CHECK;		/* reminders.c: letters, people to call */
enum err demo_unsent(struct demo *d) MUST_CHECK;			/* unsent.c: messages that did not arrive */
enum err demo_rooms(struct demo *d) MUST_CHECK;			/* rooms.c: visits with a room and a device */
enum err demo_round(struct demo *d) MUST_CHECK;			/* round.c: a nurse's visits at home */
/* Agendas open at the moment of the demonstration: whoever booked then would have taken a time in its first minute. */
static inline struct instant demo_before(const struct demo *d)
{
	return (struct instant){ d->now.v - 600 };
}
/* types.c: as anybody books; what is not free, or not for that person, is left out. */
enum err demo_try(struct demo *d, struct instant at, const struct book_ask *ask) MUST_CHECK;
enum err demo_types(struct demo *d) MUST_CHECK;			/* types.c: settings of types, shares, other hours */
enum err demo_busy(struct demo *d) MUST_CHECK;			/* busy.c: hours of last month, and how full they were */
enum err demo_online(struct demo *d) MUST_CHECK;			/* online.c: the share online of 2013 */
enum err demo_staff(struct demo *d) MUST_CHECK;			/* staff.c */
/* others.c: by the accounts of a health centre and of a helper. */
enum err demo_others(struct demo *d, int64_t centre, int64_t helper) MUST_CHECK;
/* telephone.c: calls of the morning that this account answered. */
enum err demo_telephone(struct demo *d, int64_t desk, struct practitioner_id doctor) MUST_CHECK;
void demo_print_accounts(void);
/* The name of an appointment type; check: the follow-up visit. */
struct names demo_type_name(struct arena *a, const struct measure *m, bool check);
/* people.c: somebody of that hospital, fit for that doctor. */
enum err demo_person(struct demo *d, const struct doctor *doc, struct person_made *ret) MUST_CHECK;
/* A name in both scripts; sex by chance. */
void demo_name(struct demo *d, bool female, struct pair *ret);

#endif
