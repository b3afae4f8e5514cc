/*
 * The tree of organisations, their places, holidays and settings, and the specialities.
 *
 * A node owns the interval [tree_lo, tree_hi); all below it have theirs inside. Look-ups are the
 * typed queries of this area ("organizations_q.h"), which others may call for reading; writing
 * goes through the functions here.
 * Must not know: schedules, appointments, patients.
 */
#ifndef ORGANIZATIONS_ORGANIZATIONS_H
#define ORGANIZATIONS_ORGANIZATIONS_H

#include "db/db.h"
#include "ids.h"
#include "web/area.h"

extern const struct area area_organizations;

struct organization_new {
	int64_t parent;			/* 0: a tree of its own */
	struct str kind;		/* ministry region province establishment health_centre department */
	struct str code;		/* unique: A-Z 0-9 -, 2 to 20 */
	struct str name_fr, name_ar, name_en, sms_name, phone, zone;	/* name_en and sms_name may be empty: from name_fr */
};
/* Makes the node after its parent's last child. E_NOTFOUND: no such parent; E_CONFLICT: the code
 * is taken; E_INPUT: kind, code or zone; E_LIMIT: more than 1,022 children or 5 levels. */
enum err organization_create(struct db *db, struct arena *a, const struct organization_new *in,
	struct organization_id *ret) MUST_CHECK;

/* The name in a language; French where that one is empty. */
struct str organization_name(enum lang l, struct str fr, struct str ar, struct str en);

/* The nodes of [lo, hi) as lists and selects show them: the tree stays a tree, and what stands
 * below one node is sorted by its name in the language. */
struct organization_branch_rows;
enum err organization_branch_in(struct db *db, struct arena *a, enum lang l, int64_t lo, int64_t hi,
	struct organization_branch_rows *ret) MUST_CHECK;
/* The same for n nodes of any list in the order of the tree: which stands first, and so on. */
const size_t *organization_tree_order(
	struct arena *a, enum lang l, const int32_t *depth, const struct str *names, size_t n);

/* Settings that hold at a node (by its tree_lo) from it or above: the nearest says; else the
 * standard of organization_settings[]. An unknown name aborts. */
enum setting_where {
	SETTING_OF_NODE,		/* in the list of every organisation's settings */
	SETTING_ELSEWHERE,		/* has a page of its own */
	SETTING_OF_COUNTRY,		/* in the list of a tree's first node only: no house decides it for itself. Read it at that node. */
};
struct organization_setting_def {
	const char *name;
	int64_t min, max, standard;
	const char *label, *hint;	/* msgids */
	enum setting_where where;
};
extern const struct organization_setting_def organization_settings[];	/* ends with name NULL */
enum err organization_setting(struct db *db, struct arena *a, int64_t tree_lo, const char *name,
	int64_t *ret) MUST_CHECK;
/* Says it at a node, unless that holds there already: so a change above goes on downwards. */
enum err organization_setting_set(struct db *db, struct arena *a, struct organization_id id, int64_t tree_lo,
	const char *name, int64_t value) MUST_CHECK;
/* The names: */
#define SETTING_AHEAD_PER_PERSON "ahead_per_person"	/* future appointments of a person in one speciality */
#define SETTING_AHEAD_PER_PHONE "ahead_per_phone"		/* future appointments booked with one phone */
#define SETTING_NETWORK_SHARE "network_share"		/* percent of an agenda's free times of a day that one network may hold */
#define SETTING_RETENTION_YEARS "retention_years"		/* how long a file is kept after the last appointment */
#define SETTING_EXTRA_PER_DAY "extra_per_day"			/* extra appointments of an agenda on one day */
#define SETTING_EXTRA_PER_OPERATOR "extra_per_operator"	/* extra appointments that one account makes on one day */
#define SETTING_HOME_SPEED "home_speed"				/* km an hour between zones of visits at home; 0: by their minutes alone */
#define SETTING_EXTRA_ROLES "extra_roles"			/* who may make them: bits of appointments/rules/extra.h */
#define SETTING_BOOKER_REACH "booker_reach"		/* from how far others may book: enum reach of bookers/rules/booker.h */
#define SETTING_CENTRE_DAY "booker_centre_day"		/* bookings that a health centre makes in a day */
#define SETTING_CENTRE_WEEK "booker_centre_week"		/* … and in a week */
#define SETTING_CENTRE_LETTERS "booker_centre_letters"	/* referrals that a health centre enters in a day */
#define SETTING_HELPER_DAY "booker_helper_day"		/* bookings that a helper makes in a day */
#define SETTING_HELPER_OPEN "booker_helper_open"		/* … has to come at once */
#define SETTING_HELPER_AGENDA "booker_helper_agenda"	/* … of these in one agenda */
#define SETTING_HELPER_PHONE "booker_helper_phone"	/* other persons for whom a helper gives one telephone */
#define SETTING_WAITING_SHARE "waiting_share"			/* percent of freed times that the waiting list is asked for first */
#define SETTING_WAITING_ANSWER "waiting_answer"		/* minutes in which an offer is answered */
#define SETTING_WAITING_MESSAGES "waiting_messages"		/* offers to one request */
#define SETTING_WAITING_DAILY "waiting_daily"			/* 1: at most one of them a day */
#define SETTING_TELEPHONE_MAY "telephone_may"		/* what a telephone secretariat may see and do: enum sight of telephone.h */
#define SETTING_DRAW_SHARE "draw_share"			/* percent of an agenda's hours of a month that may lie in draws, of the country */
#define SETTING_AGENDA_NAMES "agenda_names"			/* 1: names stand in calendars that read an agenda by its secret address */
#define SETTING_REMIND_DAY "remind_day"			/* minute of the day at which reminders of days ahead go */
#define SETTING_REMIND_MORNING "remind_morning"		/* … of the same morning */
#define SETTING_REMIND_EVENING "remind_evening"		/* … of the evening before an early visit */
#define SETTING_CALL_RISK "call_risk"			/* percent of risk of missing from which the desk calls before the visit; 0: it does not */
#define SETTING_LETTER_DAYS "letter_days"			/* days before the visit from which a letter is written to who has no telephone; 0: none */
#define SETTING_MESSAGES_FROM "messages_from"		/* minute of the day from which messages that may wait leave, and offers of the list: jobs.h */
#define SETTING_MESSAGES_TO "messages_to"		/* … until which */
#define SETTING_EFFECT_BOOK "effect_book"			/* minutes of the desk that a booking by the person herself spares */
#define SETTING_EFFECT_CHANGE "effect_change"			/* … cancelling or moving by herself */
#define SETTING_EFFECT_REMIND "effect_remind"			/* … a reminder that needs no call */
#define SETTING_EFFECT_HOURS "effect_hours"			/* hours that a full-time post works in a year */
#define SETTING_EFFECT_SINCE "effect_since"			/* month since 1970 from which "after" counts; 0: not said */
#define SETTING_MISSED_PROPOSE_AT "missed_propose_at"		/* minutes of the day from which unrecorded visits are proposed as missed or seen */
#define SETTING_MISSED_MESSAGE "missed_message"			/* 1: who missed is told, with a link to another time */
#define SETTING_MISSED_CONFIRM_AFTER "missed_confirm_after"	/* misses after which a visit is to be confirmed; 0: never */
#define SETTING_MISSED_MONTHS "missed_months"			/* … within so many months */
#define SETTING_MISSED_CONFIRM_HOURS "missed_confirm_hours"	/* … so many hours before it */

/*
 * The country from the seed files in the program: root `MA`, 12 regions, 75 provinces, the
 * hospitals (each with a first location), 36 specialities with everyday words, holidays of
 * `from_year` and the year after. What is there already (by code) is left as it is, so calling
 * it twice changes nothing. In the caller's transaction.
 * parts: SEED_COUNTRY alone for a real installation, or with SEED_HOSPITALS.
 */
enum { SEED_COUNTRY = 1, SEED_HOSPITALS = 2 };
enum err organizations_seed(struct db *db, struct arena *a, int parts, int from_year,
	struct organization_id *ret_root) MUST_CHECK;

/*
 * What messages call an organisation: its short name, else its name, in the alphabet of SMS and cut to TEXT_PLACE_MAX
 * letters (jobs/samples.h); empty where that would tell what is treated there: then a message names no place.
 */
struct str organization_in_text(struct arena *a, struct str sms_name, struct str name_fr);

#endif
