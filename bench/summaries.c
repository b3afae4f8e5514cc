/*
 * Whether data that SQL has written (bench/shares.sql) say what the program would have written: the summaries of
 * some agendas are computed anew by the program itself and compared; nothing is kept. With --write they are kept,
 * whatever differs.
 *
 *   summaries [--write] DATA-DIR [postgresql://…] DAY DAYS <ids of agendas, one a line
 *
 * Answers one line: how many agendas and days, how many days are not as open online as at the desk, how many differ.
 * Ends with 1 if one differs (without --write), or if shares bind nowhere or on every day: then they measure nothing.
 */
#include "areas/schedules/agenda.h"
#include "schedules_q.h"
#include "tool.h"

#include <string.h>

struct seen { long long agendas, days, shared, differ; };

static bool same(const struct free_day_rows_row *x, const struct free_day_rows_row *y)
{
	return x->service.v == y->service.v && x->day.n == y->day.n && x->starts.v == y->starts.v &&
		x->first_min.v == y->first_min.v && x->last_min.v == y->last_min.v && x->online_starts.v == y->online_starts.v &&
		x->online_first_min.v == y->online_first_min.v && x->online_last_min.v == y->online_last_min.v &&
		x->open_at.v == y->open_at.v;
}

/* Both are in the order of service and day: the longer one has a day more, from which on all differ. */
static void compare(const struct free_day_rows_rows *was, const struct free_day_rows_rows *is, struct seen *s)
{
	size_t n = was->n < is->n ? was->n : is->n;

	s->differ += (long long)(was->n + is->n - 2 * n);
	for (size_t i = 0; i < n; i++) {
		s->days += day_is(is->v[i].day);
		s->shared += is->v[i].open_at.v > 0;
		s->differ += !same(&was->v[i], &is->v[i]);
	}
}

int main(int argc, char **argv)
{
	enum { AT_ONCE = 200 };		/* agendas of one transaction */
	bool write = argc > 1 && !strcmp(argv[1], "--write");

	argc -= write;
	argv += write;
	struct db_place place = { .data_dir = str_of(argc > 1 ? argv[1] : ""), .pg = str_of(argc == 5 ? argv[2] : "") };
	struct arena *a = arena_new((size_t)1 << 30);
	struct seen s = { 0 };
	struct day from;
	struct db *db;
	long long id;

	if (argc < 4 || argc > 5 || !a || day_parse(str_of(argv[argc - 2]), &from) != OK) {
		fputs("usage: summaries [--write] DATA-DIR [postgresql://…] DAY DAYS <ids\n", stderr);
		return 2;
	}
	const struct day to = { from.n + atoi(argv[argc - 1]) };

	must(db_open(place, DB_WRITE, &db), "opening the database");
	must(db_begin(db), "beginning");
	while (scanf("%lld", &id) == 1) {
		struct free_day_rows_rows was, is;

		must(free_day_rows(db, a, from, to, (struct schedule_id){ id }, &was), "reading");
		must(free_days_refresh(db, a, (struct schedule_id){ id }, from, to), "computing");
		must(free_day_rows(db, a, from, to, (struct schedule_id){ id }, &is), "reading");
		compare(&was, &is, &s);
		s.agendas++;
		if (write && s.agendas % AT_ONCE == 0) {
			must(db_commit(db), "committing");
			must(db_begin(db), "beginning");
		}
		arena_reset(a);
	}
	if (write)
		must(db_commit(db), "committing");
	else
		db_rollback(db);
	db_close(db);
	printf("agendas %lld days %lld shared %lld differ %lld\n", s.agendas, s.days, s.shared, s.differ);
	return (s.differ && !write) || !s.shared || s.shared == s.days;
}
