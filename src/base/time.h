/*
 * Time: an instant and a local wall time are different types, and the system's tz files are
 * the only bridge between them.
 *
 * Appointments are stored as local wall time + zone of the place; events (booked_at, audit)
 * as instants. Calendar days are proleptic Gregorian. Nothing here reads the clock except
 * clock_now().
 * Must not know: anything of Diwan; never tm_isdst, localtime, mktime.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/arena.h"
#include "base/err.h"

struct instant { int64_t v; };			/* UTC seconds since 1970 */
struct day { int32_t n; };			/* days since 1970-01-01, in some local calendar */
struct minutes { int32_t v; };			/* a length, or minutes since local midnight */
struct local { struct day day; int32_t min; };	/* wall time: a day and 0…1439 minutes */

#define DAY_NONE ((struct day){ INT32_MIN })
#define INSTANT_NONE ((struct instant){ INT64_MIN })
static inline bool day_is(struct day d) { return d.n != INT32_MIN; }

struct day day_of(int year, int month, int mday);	/* caller has checked with day_valid */
bool day_valid(int year, int month, int mday);
void day_split(struct day d, int *year, int *month, int *mday);
int day_weekday(struct day d);				/* 1 = Monday … 7 = Sunday (ISO 8601) */
struct day day_add_months(struct day d, int months);	/* same number, else the month's last day */
enum err day_parse(struct str s, struct day *ret) MUST_CHECK;		/* YYYY-MM-DD */
void day_print(struct day d, char out[static 11]);			/* with NUL */
enum err local_parse(struct str s, struct local *ret) MUST_CHECK;	/* YYYY-MM-DDTHH:MM or a space for the T; :SS ignored if 00 */
void local_print(struct local l, char out[static 17]);			/* YYYY-MM-DDTHH:MM */
int local_cmp(struct local a, struct local b);
struct local local_add(struct local l, int64_t minutes);
int64_t local_minutes(struct local l);			/* minutes since 1970-01-01T00:00 of that calendar */
struct local local_of_minutes(int64_t m);
enum err instant_parse(struct str s, struct instant *ret) MUST_CHECK;	/* RFC 3339: Z or ±HH:MM */
void instant_print(struct instant t, char out[static 21]);		/* YYYY-MM-DDTHH:MM:SSZ */

/* One zone's rules, read from the system's TZif files (RFC 8536), kept for the process and
 * read again when the file changes. name: "Africa/Casablanca"; E_NOTFOUND for an unknown or
 * unsafe name. The pointer lives as long as the process. */
struct zone;
enum err zone_get(struct str name, const struct zone **ret) MUST_CHECK;
int32_t zone_offset(const struct zone *z, struct instant t);		/* seconds east of UTC */
struct local zone_local(const struct zone *z, struct instant t);
/* A wall time is none (skipped), one or two instants; ret is in order of time. */
int zone_instants(const struct zone *z, struct local l, struct instant ret[static 2]);
/* One answer for a stored appointment: of two the earlier; a skipped time counts as if the
 * offset before the gap went on (the clock shows it moved forward). */
struct instant zone_instant(const struct zone *z, struct local l);
/* Version of the tz data, as "2026f" from the tzdata files; "unknown" where it does not say. */
struct str zone_data_version(void);
/* True when Morocco is at +00 after 2026-09-20 in the data: older data is an hour wrong. */
bool zone_data_knows_2026(void);

struct instant clock_now(void);		/* the real clock, plus the offset of test mode */
uint64_t clock_ticks_us(void);		/* monotonic microseconds, for measuring */
/* Test mode: memory shared by the processes that holds the offset in seconds. */
void clock_share(int64_t *shared_offset);

#endif
