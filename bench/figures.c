/*
 * What keeping the figures costs, and how long a booking may have to wait for it: counts every month of every organisation, adds up each
 * month of the country and decides what is hidden in it, closes what is over, then looks at all of it again as the nights do, and takes in
 * one appointment more. Meanwhile a process of its own takes the writer's lock again and again and says how long it had to wait.
 *
 *   figures DATA-DIR [postgresql://…] TODAY YEARS keep|again       writes: give it a copy
 *
 * "keep" is what has to be done before anybody can ask for figures, "again" what the nights look at once more.
 *
 * A line for each part: its name, how many, milliseconds in all, the longest and the 99th percentile of the waits.
 */
#include "areas/figures/effect.h"
#include "areas/figures/tally.h"
#include "base/num.h"
#include "tool.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAITS = 4000000 };
struct waits { volatile int part; volatile size_t n; float ms[WAITS]; unsigned char of[WAITS]; };
static struct waits *waits;

/* What a writer does who has one thing to write every few milliseconds. */
static _Noreturn void wait_again_and_again(struct db_place place)
{
	struct db *db;

	must(db_open(place, DB_WRITE, &db), "opening the database");
	for (;;) {
		double t = now_ms();
		enum err e = db_begin(db);

		if (e == OK)
			must(db_commit(db), "committing");
		else if (e != E_RETRY)
			must(e, "beginning");
		if (waits->n < WAITS) {
			waits->of[waits->n] = (unsigned char)waits->part;
			waits->ms[waits->n] = (float)(now_ms() - t);
			waits->n++;
		}
		usleep(3000);
	}
}

static int by_size(const void *x, const void *y)
{
	float a = *(const float *)x, b = *(const float *)y;

	return (a > b) - (a < b);
}

static double began;

static void part_begins(int part)
{
	waits->part = part;
	began = now_ms();
}

static void part_ends(const char *name, int64_t n)
{
	double took = now_ms() - began;
	size_t last = waits->n, k = 0;
	float *ms = malloc((last + 1) * sizeof(*ms));

	for (size_t i = 0; i < last; i++)
		if (waits->of[i] == waits->part)
			ms[k++] = waits->ms[i];
	qsort(ms, k, sizeof(*ms), by_size);
	printf("%s n %lld ms %.0f longest_wait_ms %.1f p99_wait_ms %.1f waits %zu\n", name, (long long)n, took,
		k ? (double)ms[k - 1] : 0, k ? (double)ms[k * 99 / 100] : 0, k);
	fflush(stdout);
	free(ms);
}

static int64_t noted(struct db *db, struct arena *a)
{
	struct figure_due_rows due;

	arena_reset(a);
	must(figure_due(db, a, 100000, &due), "what is noted");
	return (int64_t)due.n;
}

/* Where another had the lock for too long, the next turn does it. */
static void must_in_the_end(enum err e, const char *what)
{
	if (e != E_RETRY)
		must(e, what);
}

static void count_all(struct db *db, struct arena *a, struct instant now)
{
	while (noted(db, a)) {
		arena_reset(a);
		must_in_the_end(figures_count_due(db, a, now), "counting");
		/* as the jobs process does: a log that is never copied back makes each reading slower */
		must_in_the_end(db_checkpoint(db), "a checkpoint");
	}
}

/* As one appointment more would: a line of each kind has one more. */
static void one_more(struct db *db, struct arena *a, struct instant now)
{
	const struct instant tomorrow = { now.v + 86400 };
	struct tally_root_row root;
	struct figures was, f;
	struct figure_stale_rows r;
	int last = -1;
	bool differed;

	arena_reset(a);
	must(figure_stale(db, a, 0, tomorrow, tomorrow, 1, &r), "a place");
	must(tally_root(db, a, r.v[0].lo, &root), "its country");
	part_begins(5);
	must(db_begin(db), "beginning");
	must(tally_load(db, a, r.v[0].organization_id, r.v[0].month, EDITION_OWN, &was), "its lines");
	must(tally_load(db, a, r.v[0].organization_id, r.v[0].month, EDITION_OWN, &f), "its lines");
	for (size_t i = 0; i < f.n; i++) {
		f.v[i]->v[M_N] += (int)f.v[i]->dimension != last;
		last = (int)f.v[i]->dimension;
	}
	must(tally_replace(db, a, r.v[0].organization_id, EDITION_OWN, &was, &f, &differed), "one more");
	must(tally_month_touch(db, a, root.id, r.v[0].month), "noting it");
	must(db_commit(db), "committing");
	must(figures_add_up(db, a, now, tomorrow), "adding up");
	part_ends("one_more", 1);
}

static void nights(struct db *db, struct arena *a, struct instant now)
{
	struct figures_looked looked;

	arena_reset(a);
	part_begins(3);
	must(figures_check_counts(db, a, now, &looked), "counts again");
	part_ends("counts_again", looked.looked);
	printf("counts_again differed %lld\n", (long long)looked.differed);
	arena_reset(a);
	part_begins(4);
	must(figures_check_sums(db, a, now, &looked), "sums again");
	part_ends("sums_again", looked.looked);
	printf("sums_again differed %lld\n", (long long)looked.differed);
}

static void keep(struct db *db, struct arena *a, struct instant now, int32_t first, int32_t last)
{
	part_begins(0);
	must(db_begin(db), "beginning");
	must(figures_touch_all(db, a, first, last), "touching");
	must(db_commit(db), "committing");
	int64_t n = noted(db, a);

	count_all(db, a, now);
	part_ends("counts", n);
	part_begins(1);
	arena_reset(a);
	must(figures_add_up(db, a, now, (struct instant){ INT64_MAX }), "adding up");
	part_ends("sums", last - first + 1);
	part_begins(2);
	must(figures_close_all(db, a, now), "closing");
	part_ends("closing", last - first);
	arena_reset(a);
	part_begins(6);
	must(effect_judge(db, a, last), "the effect");
	part_ends("effect", last - first + 1);
}

static void again(struct db *db, struct arena *a, struct instant now)
{
	const struct instant much_later = { now.v + 40 * 86400LL };

	nights(db, a, much_later);
	one_more(db, a, much_later);
}

int main(int argc, char **argv)
{
	struct db_place place = { .data_dir = str_of(argc > 1 ? argv[1] : ""), .pg = str_of(argc == 6 ? argv[2] : "") };
	struct arena *a = arena_new((size_t)1 << 30);
	struct instant now;
	struct day today;
	struct db *db;
	int64_t years;

	if (argc < 5 || argc > 6 || !a || day_parse(str_of(argv[argc - 3]), &today) != OK || num_parse(str_of(argv[argc - 2]), 1, 7, &years) != OK) {
		fputs("usage: figures DATA-DIR [postgresql://…] TODAY YEARS keep|again\n", stderr);
		return 2;
	}
	waits = mmap(NULL, sizeof(*waits), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (waits == MAP_FAILED)
		return 1;
	pid_t self = getpid(), child = fork();

	if (child == 0) {	/* also when this program gives up: nobody may keep taking the lock behind it */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == self)
			wait_again_and_again(place);
		_exit(1);
	}
	must(db_open(place, DB_WRITE, &db), "opening the database");
	db_polite(db);
	if (setjmp(*arena_guard(a)))
		must(E_LIMIT, "memory");
	now = (struct instant){ (int64_t)today.n * 86400 + 2 * 3600 };
	if (strcmp(argv[argc - 1], "again") == 0)
		again(db, a, now);
	else
		keep(db, a, now, month_of_day(today) - (int32_t)years * 12, month_of_day(today));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	db_close(db);
	return 0;
}
