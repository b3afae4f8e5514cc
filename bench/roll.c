/*
 * What the night's work on openings costs: rolls all agendas ahead on 28 days that follow, in
 * transactions of twenty as the job does, and asks for work where there is none. Writes: give it a copy.
 *
 *   roll DATA-DIR [postgresql://…] MONDAY       MONDAY: the day for which bench/fill made the data
 *
 * Answers one line of names and numbers, as the other tools here do.
 */
#include "areas/schedules/schedules.h"
#include "db/db.h"
#include "tool.h"

enum { NIGHTS = 28, EMPTY = 200 };

struct nights { struct openings_rolled sum; double ms, longest; int64_t rounds; };

/* Twenty openings at a time, begin and commit counted, as the job does. */
static void round_of(struct db *db, struct arena *a, struct instant now, struct openings_rolled *ret)
{
	must(db_begin(db), "beginning");
	must(openings_roll(db, a, now, 20, ret), "rolling");
	must(db_commit(db), "committing");
}

static void night(struct db *db, struct arena *a, struct instant now, struct nights *n)
{
	struct openings_rolled done;

	do {
		double t = now_ms();

		round_of(db, a, now, &done);
		t = now_ms() - t;
		n->sum.openings += done.openings;
		n->sum.days += done.days;
		n->ms += t;
		n->longest = t > n->longest ? t : n->longest;
		n->rounds++;
		arena_reset(a);
	} while (done.openings);
}

static double nothing_to_do(struct db *db, struct arena *a, struct instant now)
{
	struct openings_rolled done;
	double t = now_ms();

	for (int i = 0; i < EMPTY; i++) {
		round_of(db, a, now, &done);
		if (done.openings) {
			fputs("roll: there was something to do\n", stderr);
			exit(1);
		}
		arena_reset(a);
	}
	return (now_ms() - t) / EMPTY;
}

int main(int argc, char **argv)
{
	struct db_place place = { .data_dir = str_of(argc > 1 ? argv[1] : ""), .pg = str_of(argc == 4 ? argv[2] : "") };
	struct arena *a = arena_new((size_t)1 << 30);
	struct nights first = { .rounds = 0 }, rest = first;
	struct day monday;
	struct db *db;
	int nights = 0;

	if (argc < 3 || argc > 4 || !a || day_parse(str_of(argv[argc - 1]), &monday) != OK) {
		fputs("usage: roll DATA-DIR [postgresql://…] MONDAY\n", stderr);
		return 2;
	}
	must(db_open(place, DB_WRITE, &db), "opening the database");
	struct instant now = { (int64_t)monday.n * 86400 + 3600 };

	/* The data reach further than a year: the first nights find nothing, then all agendas on one night. */
	for (int i = 0; i < NIGHTS; i++, now.v += 86400) {
		nights += first.sum.openings > 0;
		night(db, a, now, first.sum.openings ? &rest : &first);
	}
	now.v -= 86400;
	double empty = nothing_to_do(db, a, now);

	db_close(db);
	nights = nights ? nights : 1;
	printf("all_openings %lld all_ms %.0f night_openings %.0f night_ms %.0f longest_round_ms %.1f nothing_ms %.4f\n",
		(long long)first.sum.openings, first.ms, (double)rest.sum.openings / nights,
		rest.ms / nights, rest.longest, empty);
	return 0;
}
