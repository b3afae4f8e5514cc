/*
 * What it costs to see who would lose a place before an agenda is closed: 5,000 appointments of one day, counted
 * by urgency and the most urgent named; beside it the day's list of the same appointments, read whole. In turns.
 *
 *   preview DATA-DIR [postgresql://…] SCHEDULE       bench/preview.sql has been run on the data
 *
 * Answers one line of names and numbers, as the other tools here do.
 */
#include "areas/appointments/appointments.h"
#include "areas/schedules/strikes.h"
#include "base/num.h"
#include "db/db.h"
#include "tool.h"

enum { DAY = 20880, ROUNDS = 15 };

static int by_size(const void *px, const void *py)
{
	const double *x = px, *y = py;

	return *x < *y ? -1 : *x > *y;
}

static double median(double *v)
{
	qsort(v, ROUNDS, sizeof(*v), by_size);
	return v[ROUNDS / 2];
}

static const struct scope everybody = { .lo = 0, .hi = INT64_MAX };

static double struck(struct db *db, struct arena *a, struct schedule_id id, int64_t *ret_all)
{
	const struct range span = { (int64_t)DAY * 1440, (int64_t)(DAY + 1) * 1440 };
	struct strucks s;
	double t = now_ms();

	must(strikes_of_agendas(db, a, &everybody, (struct instant){ (int64_t)(DAY - 100) * 86400 },
		(struct schedule_ids){ &id, 1 }, (struct spans){ &span, 1 }, &s), "looking");
	*ret_all = s.all;
	return now_ms() - t;
}

static double listed(struct db *db, struct arena *a, struct schedule_id id)
{
	struct appointments all;
	double t = now_ms();

	must(appointment_day_of_schedule(db, a, &everybody, id, (struct day){ DAY }, (struct day){ DAY + 1 }, &all), "listing");
	return now_ms() - t;
}

int main(int argc, char **argv)
{
	struct db_place place = { .data_dir = str_of(argc > 1 ? argv[1] : ""), .pg = str_of(argc == 4 ? argv[2] : "") };
	struct arena *a = arena_new((size_t)1 << 30);
	double preview[ROUNDS], list[ROUNDS];
	struct schedule_id id;
	struct db *db;
	int64_t all = 0;

	if (argc < 3 || argc > 4 || !a || num_parse(str_of(argv[argc - 1]), 1, INT64_MAX, &id.v) != OK) {
		fputs("usage: preview DATA-DIR [postgresql://…] SCHEDULE\n", stderr);
		return 2;
	}
	must(db_open(place, DB_READ, &db), "opening the database");
	for (int i = 0; i < ROUNDS; i++) {
		preview[i] = struck(db, a, id, &all);
		arena_reset(a);
		list[i] = listed(db, a, id);
		arena_reset(a);
	}
	db_close(db);
	double p = median(preview), l = median(list);

	printf("appointments %lld preview_ms %.1f list_ms %.1f ratio %.2f\n", (long long)all, p, l, p / l);
	return 0;
}
