/*
 * What the audit of the public log keeps in memory in a country of a given size: look APPOINTMENTS [AGENDAS].
 * Agendas published a year ahead and rolled on week by week, and so many appointments known at one time, each from its booking, up to
 * half a year ahead, to 90 days after the visit: held, booked, one in ten cancelled, the others attended. Says the most that it took.
 */
#include "base/num.h"
#include "ledger/audit_inside.h"
#include "ledger/test/year_text.h"

#include <stdlib.h>
#include <time.h>

enum { AHEAD = 364, LEAD = 180, AGENDAS_OF_HOUSE = 15, TIMES = 32 };

struct list { uint32_t *v; size_t n, cap; };
struct country {
	struct audit *x;
	struct arena *a;
	uint64_t random;
	int64_t now, entries, findings, saved;
	uint32_t chains;
	int agendas, a_day;
	struct list of_day[LEAD + WEEK];	/* who comes, by the day of the visit */
};

static void found(void *arg, const struct finding *f)
{
	(void)f;
	((struct country *)arg)->findings++;
}

static int64_t below(struct country *c, int64_t n)
{
	return (int64_t)(year_mixed(c->random += 0x9E3779B97F4A7C15u) % (uint64_t)n);
}

/* A name as the program makes them, of sixteen bytes that look like any others. */
static void name(char to[static 23], uint32_t chain)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	uint64_t v[2] = { year_mixed(chain), year_mixed(~(uint64_t)chain) };

	for (int i = 0; i < 21; i++)
		to[i] = letters[v[i / 11] >> i % 11 * 5 & 63];
	to[21] = letters[(v[1] >> 60 & 3) << 4];
	to[22] = 0;
}

struct told { const char *act, *channel, *role; int agenda, day, min, minutes, capacity; uint32_t chain; };

static void tell(struct country *c, const struct told *t)
{
	char text[YEAR_TEXT], at[21], day[11], chain[23] = "", holder[64] = "null", capacity[16] = "null";

	instant_print((struct instant){ c->now }, at);
	day_print((struct day){ t->day }, day);
	if (t->chain)
		name(chain, t->chain);
	if (t->chain && strcmp(t->act, "hold"))
		snprintf(holder, sizeof(holder), "\"%043u=\"", t->chain);
	if (t->capacity)
		snprintf(capacity, sizeof(capacity), "%d", t->capacity);
	int n = snprintf(text, sizeof(text), "{\"act\":\"%s\",\"at\":\"%s\",\"capacity\":%s,\"ceiling\":null,\"chain\":\"%s\",\"channel\":\"%s\","
		"\"class\":null,\"holder\":%s,\"minutes\":%d,\"org\":\"H%d\",\"reason\":null,\"role\":\"%s\",\"schedule\":\"%032x\",\"service\":\"%s\","
		"\"slot\":\"%sT%02d:%02d\",\"v\":1,\"zone\":\"Africa/Casablanca\"}", t->act, at, capacity, chain, t->channel, holder, t->minutes,
		t->agenda / AGENDAS_OF_HOUSE, t->role, (unsigned)t->agenda + 1, t->chain ? "CARDIO" : "", day, t->min / 60, t->min % 60);

	audit_entry(c->x, (struct str){ text, (size_t)n });
	c->entries++;
}

static void publish(struct country *c, int agenda, int first, int days)
{
	for (int half = 0; half < 2; half++)
		for (int day = first; day < first + days; day++)
			if ((day - YEAR_FIRST_DAY) % 7 < 5)
				tell(c, &(struct told){ "publish", "", "system", agenda, day, half ? 840 : 540, 240, 4, 0 });
}

static void book(struct country *c, int today)
{
	int ahead = 1 + (int)below(c, LEAD), weekday = (today + ahead - YEAR_FIRST_DAY) % 7;

	ahead += weekday < 5 ? 0 : 7 - weekday;
	struct told t = { "hold", "online", "public", (int)below(c, c->agendas), today + ahead, 540 + 15 * (int)below(c, TIMES / 2), 15, 0, ++c->chains };
	struct list *l = &c->of_day[(today + ahead) % (LEAD + WEEK)];

	tell(c, &t);
	t.act = "book";
	t.capacity = 1;
	tell(c, &t);
	if (below(c, 10) == 0) {
		t.act = "cancel";
		t.capacity = 0;
		tell(c, &t);
		return;
	}
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 1024;
		l->v = realloc(l->v, l->cap * 3 * sizeof(*l->v));
	}
	memcpy(l->v + 3 * l->n++, (uint32_t[]){ t.chain, (uint32_t)t.agenda, (uint32_t)t.min }, 3 * sizeof(*l->v));
}

static void attend(struct country *c, int today)
{
	struct list *l = &c->of_day[today % (LEAD + WEEK)];

	for (size_t i = 0; i < l->n; i++)
		tell(c, &(struct told){ "attend", "desk", "desk", (int)l->v[3 * i + 1], today, (int)l->v[3 * i + 2], 15, 0, l->v[3 * i] });
	l->n = 0;
}

static enum err part(void *arg, struct str text)
{
	((struct country *)arg)->saved += (int64_t)text.n;
	return OK;
}

static double mb(size_t bytes)
{
	return (double)bytes / 1048576;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct country c = { .random = 1, .agendas = 15000, .a = arena_new((size_t)64 << 30) };
	struct arena *side = arena_new((size_t)64 << 20);
	int64_t n, agendas = c.agendas;

	if (!c.a || !side || argc < 2 || num_parse(str_of(argv[1]), 0, 100000000, &n) != OK
			|| (argc > 2 && num_parse(str_of(argv[2]), 1, 1000000, &agendas) != OK))
		return fprintf(stderr, "look APPOINTMENTS [AGENDAS]\n"), 2;
	c.agendas = (int)agendas;
	c.a_day = (int)(n / (LEAD / 2 + KEPT_DAYS));
	c.x = audit_new(c.a, found, &c);
	c.now = (int64_t)YEAR_FIRST_DAY * 86400;
	for (int g = 0; g < c.agendas; g++)
		publish(&c, g, YEAR_FIRST_DAY, AHEAD);
	size_t days = arena_used(c.a);
	double began = seconds(), took;

	printf("%d agendas a year ahead: %.0f MiB\n", c.agendas, mb(days));
	for (int d = 0; n && d < LEAD + KEPT_DAYS + 10; d++) {
		c.now = ((int64_t)YEAR_FIRST_DAY + d) * 86400 + 8 * 3600;
		for (int g = d % 7; g < c.agendas; g += 7)
			publish(&c, g, YEAR_FIRST_DAY + AHEAD + d - d % 7, 7);
		for (int i = 0; i < c.a_day; i++, c.now += (int64_t)(i * 28800LL / c.a_day) - (int64_t)((i - 1) * 28800LL / c.a_day))
			book(&c, YEAR_FIRST_DAY + d);
		attend(&c, YEAR_FIRST_DAY + d);
	}
	took = seconds() - began;
	if (audit_save(c.x, side, part, &c) != OK)
		return 1;
	printf("%u chains, %lld entries: %.0f MiB in all, %.1f MiB a million chains beside the days; put aside %.0f MiB; %.2f s a million entries"
		" (with making them); %lld findings\n", c.x->chains.used, (long long)c.entries, mb(arena_used(c.a)),
		c.x->chains.used ? (mb(arena_used(c.a)) - mb(days)) * 1e6 / c.x->chains.used : 0, mb((size_t)c.saved),
		took * 1e6 / (double)c.entries, (long long)c.findings);
	return 0;
}
