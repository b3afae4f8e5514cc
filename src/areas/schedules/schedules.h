/*
 * Who works when: services (appointment types), practitioners, schedules (agendas), openings
 * (rules of weekly hours), absences, closures; and what is left free of them.
 *
 * An opening is a rule; opening_day holds its materialised intervals, rolled 12 months ahead.
 * Free starts are never stored: slots_of_day() computes them from opening_day, absences,
 * calendar days, appointments and holds. Their summary free_day (one row for each schedule,
 * service and day on which at least one start is left) is rewritten by free_day_refresh() in the
 * transaction of every write that touches that day, so a search over many places reads it alone.
 * Each offer keeps the first of these days (offer.first_day), written together with them.
 * Holds are left out of the summary (their expiry writes nothing); what a page lists is computed.
 * Days and minutes are local to the schedule's place.
 * Must not know: who books (appointments), pages of other areas.
 */
#ifndef AREAS_SCHEDULES_SCHEDULES_H
#define AREAS_SCHEDULES_SCHEDULES_H

#include "areas/schedules/rules/earth.h"
#include "areas/schedules/rules/fits.h"
#include "areas/schedules/rules/hours.h"
#include "areas/schedules/rules/quota.h"
#include "db/db.h"
#include "ids.h"
#include "page/page.h"
#include "web/area.h"

extern const struct area area_schedules;

/* A row's name in each language; an empty English or Arabic one is filled with the French. */
struct names { struct str v[LANG_MAX]; };
struct names names_make(struct str fr, struct str ar, struct str en);

enum { OPENINGS_AHEAD_MONTHS = 12 };

/* An appointment type, as stored. Minutes; lead, horizon and limits bind citizens only. */
struct service {
	struct service_id id;
	struct organization_id organization;
	struct str code, specialty;
	struct names name, bring;
	struct names prepare, after;	/* to do before and after the visit; may be empty */
	bool same_practitioner;		/* follow-up: only with who has seen the person */
	int32_t duration_min, step_min, buffer_before_min, buffer_after_min;
	int32_t lead_min, horizon_min, cancel_limit_min, move_limit_min;
	bool online, referral_required, sensitive, active;
	struct str visit;		/* "first", "follow_up", "any" */
	struct str sex;			/* "female", "male", "any" */
	int32_t age_min_months, age_max_months;		/* 0: no limit */
	struct str place_kind;		/* "on_site", "home", "phone", "video" */
	/* seats of one start; 1 = not collective. The opening's capacity counts, if larger */
	int32_t capacity;
	int64_t version;
	int32_t needs;		/* how many agendas it needs beside its own (needs.h); read only */
	bool no_desk, no_centre;	/* not at the desk or by phone; not in health centres */
	bool no_cancel, no_move;	/* not by citizens, however early */
	int32_t moves_max;		/* how often a citizen may move one; 0: as often as he likes */
	struct names accept;		/* to be accepted before booking online; may be empty */
	struct service_id above;	/* the type of a catalogue that it follows; v == 0: none */
	int64_t own;			/* the settings that it states itself (fields.h); read only */
	bool booked;			/* appointments of it exist; read only */
	/* its starts come into the horizon not all at their minute but within so many, by a hash of each;
	 * 0: exactly. Read only: service_spread() */
	int32_t spread_min;
};
/* E_NOTFOUND: not that organisation's own type. */
enum err service_spread(struct db *db, struct arena *a, struct service_id id, struct organization_id o,
	int32_t minutes) MUST_CHECK;
enum err service_get(struct db *db, struct arena *a, struct service_id id,
	struct service *ret) MUST_CHECK;
/* The same, asked for an agenda. *ret_needed: some type may need that agenda beside its own. */
enum err service_at(struct db *db, struct arena *a, struct service_id id, struct schedule_id schedule,
	struct service *ret, bool *ret_needed) MUST_CHECK;
struct services { struct service *v; size_t n; };
/* Services usable at an organisation: its own and those of the nodes above it. */
enum err service_list(struct db *db, struct arena *a, struct organization_id organization,
	struct services *ret) MUST_CHECK;
/* Types of a speciality that agendas of the branch [lo, hi) offer online, by their French names. */
struct offered_type { struct service_id id; struct names name; };
struct offered_types { struct offered_type *v; size_t n; };
enum err services_offered_in(struct db *db, struct arena *a, struct str specialty, int64_t lo,
	int64_t hi, struct offered_types *ret) MUST_CHECK;
/* An appointment of it exists from now on. E_RETRY: the type has changed since it was read. */
enum err service_is_booked(struct db *db, struct arena *a, const struct service *s) MUST_CHECK;
/* The same for an imported past. */
enum err service_was_booked(struct db *db, struct arena *a, struct service_id id) MUST_CHECK;
/* Whether a service is one of those; E_NOTFOUND otherwise. */
enum err service_used_at(struct db *db, struct arena *a, struct service_id service,
	struct organization_id organization) MUST_CHECK;
/* By code, at the organisation itself or the nearest node above it. */
enum err service_by_code(struct db *db, struct arena *a, struct organization_id organization,
	struct str code,
	struct service *ret) MUST_CHECK;
/* Writes all of *s; s->id.v == 0 adds (and sets version 1) and answers the new id. E_CONFLICT: the
 * code exists there, or *s is not of the stored version. E_INPUT: a number out of range, a name
 * empty. E_DENIED: a change that would make appointments untrue (fields_frozen) of it, or of a type
 * below that follows it.
 * What is as in the catalogue it was taken from is followed, what differs is its own. Types below that
 * follow it are written again. Changing duration, step or buffers refreshes free_day of all its schedules.
 * What reaches very many of either goes on in the jobs. */
enum err service_put(struct db *db, struct arena *a, struct instant now, const struct service *s,
	struct service_id *ret) MUST_CHECK;

struct practitioner {
	struct practitioner_id id;
	struct organization_id organization;
	struct str code;
	struct name name, name_ar;	/* name_ar may be empty */
	struct str sex;			/* "female", "male", "unknown" */
	struct str specialty;
	bool active;
	int64_t version;
};
struct practitioners { struct practitioner *v; size_t n; };
enum err practitioner_get(struct db *db, struct arena *a, struct practitioner_id id,
	struct practitioner *ret) MUST_CHECK;
enum err practitioner_by_code(struct db *db, struct arena *a, struct organization_id organization,
	struct str code,
	struct practitioner *ret) MUST_CHECK;
enum err practitioner_list(struct db *db, struct arena *a, struct organization_id organization,
	struct practitioners *ret) MUST_CHECK;
enum err practitioner_put(struct db *db, struct arena *a, struct instant now,
	const struct practitioner *p,
	struct practitioner_id *ret) MUST_CHECK;

struct schedule {
	struct schedule_id id;
	struct organization_id organization;
	struct str kind;		/* "practitioner", "room", "device", "team" */
	struct practitioner_id practitioner;	/* v == 0: none */
	struct location_id location;
	/* of the practitioner if it is one's agenda and the name is empty */
	struct names name;
	struct str specialty;
	bool shown;			/* citizens may choose this agenda by name */
	bool active;
	struct str zone;		/* of the location; read only */
	int64_t version;
};
struct schedules { struct schedule *v; size_t n; };
enum err schedule_get(struct db *db, struct arena *a, struct schedule_id id,
	struct schedule *ret) MUST_CHECK;
/* Of one organisation and the departments below it, by name. */
/* In the order in which readers of that language look for names. */
void schedules_sort(struct arena *a, enum lang lang, struct schedules *s);
/* The same for a list to choose from: where a name stands twice, the speciality or the place follows it. */
enum err schedules_apart(struct db *db, struct arena *a, enum lang lang,
	struct schedules *s) MUST_CHECK;
/* Of anything else that is chosen by a name; code: what is told when the speciality is the same
 * and there is no place. */
struct named { struct str label, specialty; struct location_id location; struct str code; };
enum err names_apart(struct db *db, struct arena *a, enum lang lang, struct named *v,
	size_t n) MUST_CHECK;
enum err schedule_list(struct db *db, struct arena *a, struct organization_id organization,
	struct schedules *ret) MUST_CHECK;
/* Those that offer a service in an organisation's branch. */
enum err schedule_list_for(struct db *db, struct arena *a, struct organization_id organization,
	struct service_id service,
	struct schedules *ret) MUST_CHECK;
enum err schedule_of_practitioner(struct db *db, struct arena *a, struct practitioner_id p,
	struct schedules *ret) MUST_CHECK;
/* With those in which he stands in for another on some of the days [from, to]. */
enum err schedule_worked_by(struct db *db, struct arena *a, struct practitioner_id p,
	struct day from, struct day to, struct schedules *ret) MUST_CHECK;
enum err schedule_put(struct db *db, struct arena *a, struct instant now, const struct schedule *s,
	struct schedule_id *ret) MUST_CHECK;

/* An agenda that is not active is a draft or was taken back: its hours are kept and drawn, nobody can
 * book, and no act tells of them. Publishing makes them bookable at once and tells each interval ahead
 * (`publish`); closing tells the same as `withdraw`, appointments stay. As it is already: OK.
 * E_CONFLICT: not of the stored version. */
enum err schedule_publish(struct db *db, struct arena *a, struct instant now, struct schedule_id id, int64_t version,
	bool open, struct str role) MUST_CHECK;

/* A rule of openings. [start_min, end_min) of each day that the rule names, in the place's time. */
struct opening {
	struct opening_id id;
	struct schedule_id schedule;
	struct day first_day, until_day;	/* until_day included; DAY_NONE: for good */
	/* RFC 5545 RRULE value ("FREQ=WEEKLY;BYDAY=MO,WE"); empty: first_day alone */
	struct str rule;
	int32_t start_min, end_min;	/* same day: end ≤ 1440 */
	int32_t capacity;		/* how many people are received at once */
	int32_t slot_min;		/* step of its own; 0: the service's */
	bool active;
	/* apart from each other and inside [start_min, end_min): nobody is received then */
	const struct minute_span *breaks;
	size_t nbreaks;
	struct variant_id variant;	/* v != 0: holds between its dates only; never changed */
	struct quota quota;		/* shares of each occurrence by channel */
	struct day materialised_to;	/* not included; read only */
	int64_t version;
	/* offered in it; at least one, but for rooms, devices and teams, which others may use (needs.h) */
	const struct service_id *services;
	size_t nservices;
};
struct openings { struct opening *v; size_t n; };
enum err opening_get(struct db *db, struct arena *a, struct opening_id id,
	struct opening *ret) MUST_CHECK;
/* A rule in words, in the page's language: "Every week: Monday, Wednesday": every rule that
 * recur_parse() reads. first: its first day. */
struct str rule_words(const struct page *pg, struct str rule, struct day first);
/* Those in use that may still give days. */
enum err opening_list(struct db *db, struct arena *a, struct schedule_id schedule,
	struct openings *ret) MUST_CHECK;
/* What it gives, day by day: its rule without removed days and without the dates on which a variant
 * of its agenda replaces the week. Of one that is not stored yet too (id.v == 0). E_INPUT: bad rule. */
enum err opening_hours(struct db *db, struct arena *a, const struct opening *o,
	struct hours *ret) MUST_CHECK;
/* Adds or changes a rule, materialises it from max(first_day, today) up to 12 months ahead (and at
 * most six days more), writes a `publish` or `withdraw` act for each interval that came or went,
 * and refreshes free_day of those days; days that stay as they were are not touched. What is past
 * stays. E_INPUT: bad rule, empty times, breaks that lie outside, no service, a service of another
 * branch, a variant in which the agenda takes no part. */
enum err opening_put(struct db *db, struct arena *a, struct instant now, const struct opening *o,
	struct str role,
	struct opening_id *ret) MUST_CHECK;
/* One occurrence is removed; E_NOTFOUND when the rule has none that day. To change one: remove it
 * and put a one-day opening in its place. */
enum err opening_skip(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day day, struct str role) MUST_CHECK;
/* Takes that back; E_NOTFOUND when the occurrence was not removed. */
enum err opening_unskip(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day day, struct str role) MUST_CHECK;
/* Ends the rule after a day (its later intervals go, appointments in them stay and are listed as
 * without opening). */
enum err opening_end(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day last_day, struct str role) MUST_CHECK;

/* Other hours between two dates (Ramadan): in agendas that take part the normal week does not hold
 * then, and the variant's own openings do. Days that stand for themselves (no rule) hold as always. */
struct variant {
	struct variant_id id;
	struct organization_id organization;
	struct names name;
	struct day first_day, last_day;		/* both included */
	int64_t version;
};
struct variants { struct variant *v; size_t n; };
enum err variant_get(struct db *db, struct arena *a, struct variant_id id,
	struct variant *ret) MUST_CHECK;
/* Of an organisation and those above it, that end on `from` or later; the next first. */
enum err variant_list(struct db *db, struct arena *a, struct organization_id organization,
	struct day from, struct variants *ret) MUST_CHECK;
enum err variants_of(struct db *db, struct arena *a, struct schedule_id schedule,
	struct variants *ret) MUST_CHECK;
/* Adds one or changes its names and dates; agendas that take part are materialised again on the days
 * that came or went. E_CONFLICT: not of the stored version. E_INPUT: dates upside down, more than a
 * year, no name, or an agenda would be in two variants on one day. */
enum err variant_put(struct db *db, struct arena *a, struct instant now, const struct variant *v,
	struct str role, struct variant_id *ret) MUST_CHECK;
/* The agenda takes part from now on, with its normal week cut to [within.from, within.to) of each
 * day: openings of its own, to be changed like others; [0, 0): without any of it. E_CONFLICT: it takes part already. E_INPUT:
 * in another one that meets these dates. */
enum err variant_join(struct db *db, struct arena *a, struct instant now, struct variant_id id,
	struct schedule_id schedule, struct minute_span within, struct str role) MUST_CHECK;
/* How many coming appointments would lie in no hours if an agenda took part in *v (stored or not)
 * with these openings alone. */
enum err variant_loses(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule, const struct variant *v, const struct opening *own, size_t n,
	int64_t *ret) MUST_CHECK;
/* The normal week holds again, the variant's hours of that agenda end. */
enum err variant_leave(struct db *db, struct arena *a, struct instant now, struct variant_id id,
	struct schedule_id schedule, struct str role) MUST_CHECK;
/* All agendas leave it, and nobody sees it any more. */
enum err variant_remove(struct db *db, struct arena *a, struct instant now, struct variant_id id,
	struct str role) MUST_CHECK;

struct absence {
	struct absence_id id;
	struct schedule_id schedule;
	struct local from, to;		/* [from, to) */
	struct str reason;
	int64_t version;
};
struct absences { struct absence *v; size_t n; };
/* Those that end on `from` or later. */
enum err absence_list(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day from, struct absences *ret) MUST_CHECK;
enum err absence_get(struct db *db, struct arena *a, struct absence_id id,
	struct absence *ret) MUST_CHECK;
/* Future active appointments that lie in [from, to) of a schedule: what an absence would strike. */
enum err absence_strikes(struct db *db, struct arena *a, struct schedule_id schedule,
	struct local from, struct local to,
	int64_t *ret) MUST_CHECK;
enum err absence_put(struct db *db, struct arena *a, struct instant now, const struct absence *x,
	struct str role,
	struct absence_id *ret) MUST_CHECK;
/* One that was taken back closes again, as a part of its closing if there still is that closing. */
enum err absence_again(struct db *db, struct arena *a, struct instant now, const struct absence *x,
	struct closing_id closing, struct str role) MUST_CHECK;
/* E_DENIED: it is the time of a group session, given back with it alone. */
enum err absence_remove(struct db *db, struct arena *a, struct instant now, struct absence_id id,
	struct str role) MUST_CHECK;
/* After calendar_day rows of a node changed (holiday, closure added or removed) for a day:
 * refreshes free_day of the schedules below it on that day, of the first CLOSURE_AT_ONCE at once
 * and of the rest by closures_go_on, in the jobs. Times and bookings read the calendar itself:
 * for them the change holds at once. */
enum { CLOSURE_AT_ONCE = 500 };
enum err closure_changed(struct db *db, struct arena *a, struct instant now, struct organization_id node, struct day day,
	struct str role) MUST_CHECK;
/* Writes the acts by which the public log learns that holidays and closures take hours of a published agenda on days
 * of [from, to), or do no longer: `withdraw` and `publish` of the whole day, reason `closure`, each once. */
enum err closures_tell(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule, struct day from,
	struct day to, struct str role) MUST_CHECK;
/* The page that comes before: whose appointments lie on the days that would be closed below
 * [lo, hi), with a form that sends what was asked to `action`. Each person shown goes into the
 * trail. opened: days that would be open again. */
struct days_look {
	struct str node, feast;			/* names, in the request's language */
	int64_t lo, hi;
	const struct day *closed, *opened;
	size_t nclosed, nopened;
	struct url back, action;
};
enum err days_look_page(struct rq *rq, const struct days_look *asked) MUST_CHECK;
/* At most max schedules more of one such day; *ret_more false: none was waiting. */
enum err closures_go_on(struct db *db, struct arena *a, struct instant now, int64_t max, bool *ret_more) MUST_CHECK;

/* Rolls openings to 12 months after `now`; at most `max` openings (≤ 0: all). Days already done are
 * not touched; with nothing to do it is one look into an index. Also removes free_day rows of days
 * that have passed. */
struct openings_rolled { int64_t openings, days; };	/* looked at; intervals made */
enum err openings_roll(struct db *db, struct arena *a, struct instant now, int max,
	struct openings_rolled *ret) MUST_CHECK;
/* For imports that add many openings at once: as opening_put but without materialising or free_day;
 * then openings_roll() once at the end. */
enum err opening_put_lazy(struct db *db, struct arena *a, struct instant now,
	const struct opening *o,
	struct opening_id *ret) MUST_CHECK;

/* Recomputes the summary of one schedule's day, all its services. Called by every write that
 * changes it. */
enum err free_day_refresh(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day day) MUST_CHECK;

/* Occurrences with shares in [from, from + days) of an agenda: what each group took of its share (-1:
 * none), and from when on the rest is one pool. Holds that live now count. */
struct share_line {
	struct day day;
	int32_t start_min, end_min;
	struct quota quota;
	int32_t taken[QUOTA_GROUPS];
	bool released;
	struct local release;
};
struct share_lines { struct share_line *v; size_t n; };
enum err share_list(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day from, int32_t days, struct share_lines *ret) MUST_CHECK;

/* ---- free starts ---- */

struct slot_time {
	struct day day;
	int32_t min;
	/* which agenda takes it (of several: the one with most left that day) */
	struct schedule_id schedule;
	int32_t left;			/* seats left at this start, over all agendas asked */
};
struct slot_times { struct slot_time *v; size_t n; };

/*
 * Free starts of a service from one day on. schedule.v != 0: of that agenda; else of all active
 * agendas of `organization` and the departments below it. citizen: only what one may book
 * online now (lead, horizon, channel). `owner`: that owner's hold counts as free (empty: nobody's).
 * Starts in the past are never listed. Sorted, one entry for each start.
 */
/* What the asker has read already of the service and of the organisation: not read again. */
struct slot_known { const struct service *service; int64_t lo, hi; const struct zone *zone; };
struct slot_ask {
	struct service_id service;
	struct schedule_id schedule;
	struct organization_id organization;
	struct day from;
	int32_t days;			/* 1 … 31 */
	bool citizen;
	/* whose places of an opening with shares; QUOTA_NOBODY: those of citizens or of the desk, as
	 * `citizen` says */
	enum quota_group group;
	struct str owner;
	const struct slot_known *known;	/* NULL: nothing */
	int64_t home;			/* zone of a type at home; 0: as if in the nearest one */
	struct place_on_earth home_at;	/* the address in it, where known */
};
enum err slot_list(struct db *db, struct arena *a, struct instant now, const struct slot_ask *ask,
	struct slot_times *ret) MUST_CHECK;
/* First day with a free start, on or after ask->from (ask->days is not read); E_NOTFOUND: none. */
enum err slot_next_day(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, struct day *ret) MUST_CHECK;
/* The last day before ask->from on which a start is free (for "previous week"); E_NOTFOUND: none.
 * */
enum err slot_previous_day(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, struct day *ret) MUST_CHECK;
/* The first free start on or after ask->from. E_NOTFOUND. */
enum err slot_first(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, struct slot_time *ret) MUST_CHECK;
/* At most max free starts nearest to (ask->from, min): the same day first, then the days around
 * it. */
enum err slot_nearest(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, int32_t min, size_t max,
	struct slot_times *ret) MUST_CHECK;

/*
 * Places by first free date. One entry for each (organisation, service) that offers the speciality,
 * the earliest first; those with nothing free come last with day DAY_NONE (so that their phone can
 * be given). [lo, hi) = organization.tree_lo … of the branch searched; hi == 0: anywhere.
 * service.v != 0 narrows to one service. citizen: lead, horizon and online only. each_place: one entry for
 * each organisation, its earliest service that is not for follow-up visits alone (where there is another).
 */
enum day_part { PART_ANY, PART_MORNING, PART_AFTERNOON };	/* before noon; from noon on */
/* How far a place is from where one asks, in whole kilometres; sorted by place. */
struct place_km { struct organization_id place; int32_t km; };
struct place_ask {
	struct str specialty;
	struct service_id service;
	int64_t lo, hi;
	bool citizen;
	bool each_place;
	int32_t offset, max;		/* max ≤ 50 */
	/* Only days that have a start in that part of the day; bit 0 = Monday … 6; 0: any day. */
	enum day_part part;
	uint32_t weekdays;
	/* Only places at most `within` kilometres away; a place that is not on the list is not one.
	 * NULL: everywhere. nearest_first: in that order instead of the first free day's. */
	const struct place_km *km;
	size_t nkm;
	int32_t within;
	bool nearest_first;
};
struct place {
	struct organization_id organization;
	struct str organization_code, phone, zone;
	struct names organization_name;
	struct service_id service;
	struct names service_name, bring;
	struct schedule_id schedule;	/* the agenda of the first free time; v == 0: none */
	struct location_id location;	/* of that agenda, or of any of the place's */
	struct names location_name;
	struct str address_fr, address_ar;
	int32_t schedules;		/* agendas that offer it there */
	bool by_name;			/* at least one of them may be chosen by name */
	struct day day;			/* first free day; DAY_NONE: none */
	int32_t first_min;		/* < 0: some hour of the part that was asked for, or at home */
	int32_t km;			/* < 0: not asked */
	int32_t starts;			/* free starts left on that day */
	int32_t delay_days;		/* from today (of the place) to that day */
	int32_t lead_min;		/* of the service */
	bool home;			/* visits at home: its day is as if in the nearest zone */
};
struct places { struct place *v; size_t n; int32_t total; };
enum err slot_find(struct db *db, struct arena *a, struct instant now,
	const struct place_ask *ask, struct places *ret) MUST_CHECK;

#endif
