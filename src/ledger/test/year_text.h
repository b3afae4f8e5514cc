/*
 * The text of one entry of a generated log (year.h, cases.h), by other means than src/ledger/entry.c.
 */
#ifndef LEDGER_TEST_YEAR_TEXT_H
#define LEDGER_TEST_YEAR_TEXT_H

#include "base/time.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { YEAR_HOUSES = 6, YEAR_AGENDAS = 4, YEAR_STARTS = 12, YEAR_AHEAD = 28, YEAR_DAYS = 364, YEAR_ALL = YEAR_DAYS + YEAR_AHEAD + 2,
	YEAR_FIRST_DAY = 20458 /* 2026-01-05, a Monday */, YEAR_MINUTES = 15, YEAR_OPEN = 630 /* half of the day's times are before noon */, YEAR_CEILING = 3, YEAR_TEXT = 600 };

/* Of a draw: 32 bytes of nothing. */
#define YEAR_COMMITMENT "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

/* splitmix64 */
static inline uint64_t year_mixed(uint64_t z)
{
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

struct year_entry { const char *act, *channel, *role, *reason, *class; int32_t agenda, day, min, minutes, capacity, ceiling; uint64_t chain;
	bool holder, no_service, no_agenda, none; };

static inline struct str year_text(char out[static YEAR_TEXT], int64_t now, const struct year_entry *e)
{
	char at[21], day[11], quoted[3][80], number[2][16], holder[64] = "null";
	const char *word[3] = { e->class, e->reason, NULL };

	instant_print((struct instant){ now }, at);
	day_print((struct day){ e->day }, day);
	for (int i = 0; i < 2; i++)
		snprintf(quoted[i], sizeof(quoted[i]), word[i] ? "\"%s\"" : "null", word[i]);
	for (int i = 0; i < 2; i++)
		snprintf(number[i], sizeof(number[i]), (i ? e->ceiling : e->capacity) > 0 ? "%d" : "null", i ? e->ceiling : e->capacity);
	if (e->holder)
		snprintf(holder, sizeof(holder), "\"%020" PRIu64 "%023" PRIu64 "=\"", e->chain, e->chain % 1000003);
	int n = snprintf(out, YEAR_TEXT, "{\"act\":\"%s\",\"at\":\"%s\",\"capacity\":%s,\"ceiling\":%s,\"chain\":\"", e->act, at, number[0], number[1]);

	if (e->chain)
		n += snprintf(out + n, YEAR_TEXT - (size_t)n, "%022" PRIu64, e->chain);
	n += snprintf(out + n, YEAR_TEXT - (size_t)n, "\",\"channel\":\"%s\",\"class\":%s,\"holder\":%s,\"minutes\":%d,\"org\":\"H%d\",\"reason\":%s,"
		"\"role\":\"%s\",\"schedule\":\"", e->channel, quoted[0], holder, e->minutes, e->agenda / YEAR_AGENDAS, quoted[1], e->role);
	if (!e->no_agenda)
		n += snprintf(out + n, YEAR_TEXT - (size_t)n, "%032x", (unsigned)e->agenda + 1);
	n += snprintf(out + n, YEAR_TEXT - (size_t)n, "\",\"service\":\"%s\",\"slot\":\"%sT%02d:%02d\",\"v\":1,\"zone\":\"Africa/Casablanca\"}",
		e->no_service ? "" : e->agenda % 2 ? "CARDIO" : "DERMA", day, e->min / 60, e->min % 60);
	return (struct str){ out, (size_t)n };
}

#endif
