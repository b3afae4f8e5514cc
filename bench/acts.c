/*
 * A long public log for measuring and for tests/load/ledger_test.sh: the acts of the appointments and days that bench/fill
 * made, in the order of time, each written by the program's own act(). The sealer gives them their places afterwards.
 *
 *   acts DATA-DIR [postgresql://…] RECEIPTS LINKS <rows >SQL
 *
 * A row is a day of an agenda, `day|organization|schedule|day|from|to|0|||0`, or an appointment,
 * `id|organization|schedule|day|start|end|service|reference|status|booked_at`, the days first. Of RECEIPTS appointments,
 * drawn at random, the file LINKS tells the link, and the SQL gives them what their receipts need: the salt and the token.
 */
#include "areas/appointments/appointments.h"
#include "base/num.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "ledger/act.h"
#include "tool.h"

#include <string.h>

enum { AT_ONCE = 500, DAY_SECONDS = 86400, COLUMNS = 10 };
enum what { PUBLISH, HOLD, BOOK, CANCEL, ATTEND, MISS };

struct row { int64_t id, organization, schedule, service; struct day day; int32_t start, minutes; char reference[16], salt[32]; };
struct event { int64_t at; uint32_t row; enum what what; };
struct log { struct row *row; struct event *event; size_t nrows, nvisits, nevents; };

static int64_t number(const char *text)
{
	int64_t v;

	must(num_parse(str_of(text), INT64_MIN, INT64_MAX, &v), text);
	return v;
}

static void add(struct log *l, int64_t at, enum what what)
{
	if (l->nevents % 65536 == 0)
		l->event = realloc(l->event, (l->nevents + 65536) * sizeof(*l->event));
	l->event[l->nevents++] = (struct event){ at, (uint32_t)l->nrows - 1, what };
}

/* Somebody books in the hours of a day, online with a hold before it; later comes what became of it. */
static void live(struct log *l, const char *status, int64_t booked)
{
	const struct row *r = &l->row[l->nrows - 1];
	int64_t slot = (int64_t)r->day.n * DAY_SECONDS + r->start * 60, at = booked + 8 * 3600 + random_below(36000);

	if (r->id % 3)
		add(l, at - 40, HOLD);
	add(l, at, BOOK);
	if (!strcmp(status, "cancelled"))
		add(l, at + (slot - at) / 2, CANCEL);
	else if (!strcmp(status, "fulfilled"))
		add(l, slot + 300, ATTEND);
	else if (!strcmp(status, "noshow"))
		add(l, slot + 3 * 3600, MISS);
}

static void read_row(struct log *l, struct arena *a, char *line)
{
	unsigned char salt[16];
	char *v[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
		if (!(v[i] = strsep(&line, "|")))
			must(E_INPUT, "ten columns are expected");
	if (l->nrows % 65536 == 0)
		l->row = realloc(l->row, (l->nrows + 65536) * sizeof(*l->row));
	bool visit = strcmp(v[0], "day") != 0;
	struct row *r = &l->row[l->nrows++];

	*r = (struct row){ .id = visit ? number(v[0]) : 0, .organization = number(v[1]), .schedule = number(v[2]),
		.day = { (int32_t)number(v[3]) }, .start = (int32_t)number(v[4]), .service = number(v[6]) };
	r->minutes = (int32_t)number(v[5]) - r->start;
	if (!visit) {
		add(l, (int64_t)(r->day.n - 400) * DAY_SECONDS + r->schedule % DAY_SECONDS, PUBLISH);
		return;
	}
	l->nvisits++;
	snprintf(r->reference, sizeof(r->reference), "%s", v[7]);
	random_bytes(salt, sizeof(salt));
	snprintf(r->salt, sizeof(r->salt), "%s", arena_cstr(a, base64_encode(a, (struct str){ (const char *)salt, sizeof(salt) })));
	arena_reset(a);
	live(l, v[8], number(v[9]));
}

static int by_time(const void *px, const void *py)
{
	const struct event *x = px, *y = py;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->row != y->row ? (x->row < y->row ? -1 : 1) : (int)x->what - (int)y->what;
}

static enum err write_act(struct db *db, struct arena *a, const struct log *l, const struct event *e)
{
	static const enum entry_act acts[] = { ACT_PUBLISH, ACT_HOLD, ACT_BOOK, ACT_CANCEL, ACT_ATTEND, ACT_MISS };
	const struct row *r = &l->row[e->row];
	struct act x = { .organization = r->organization, .act = acts[e->what], .channel = "", .role = S("director"),
		.schedule = r->schedule, .service = r->service, .day = r->day, .start_min = r->start, .minutes = r->minutes,
		.zone = S("Africa/Casablanca"), .chain = r->id };
	bool online = r->id % 3 && e->what != ATTEND && e->what != MISS;

	if (e->what == PUBLISH || e->what == BOOK)
		x.capacity = 1;
	if (r->id) {
		x.role = online ? S("public") : S("desk");
		x.channel = online ? "online" : "desk";
		x.salt = str_of(r->salt);
	}
	if (e->what >= BOOK)
		x.holder = act_holder(a, x.salt, str_of(r->reference));
	return act(db, a, (struct instant){ e->at }, &x);
}

static void write_acts(struct db *db, struct arena *a, const struct log *l)
{
	for (size_t i = 0; i < l->nevents;) {
		must(db_begin(db), "beginning");
		must(db_save(db), "beginning");
		for (int n = 0; n < AT_ONCE && i < l->nevents; n++)
			must(write_act(db, a, l, &l->event[i++]), "writing an act");
		must(db_keep(db), "keeping");
		must(db_commit(db), "committing");
		if (i / AT_ONCE % 100 == 0)
			must(db_checkpoint(db), "copying back");
		arena_reset(a);
	}
}

/* Each appointment is as likely to be among them as any other. */
static void draw_receipts(struct arena *a, const struct log *l, int64_t wanted, FILE *links)
{
	uint32_t left = (uint32_t)l->nvisits;
	char token[22];

	for (size_t i = 0; i < l->nrows; i++) {
		const struct row *r = &l->row[i];

		if (!r->id || random_below(left--) >= (uint32_t)wanted)
			continue;
		wanted--;
		random_token(token);
		struct str t = { token, sizeof(token) };

		printf("UPDATE appointment SET salt = '%s', token_hash = '%s' WHERE id = %lld;\n", r->salt,
			arena_cstr(a, token_hash(a, t)), (long long)r->id);
		fprintf(links, "/a/%.*s\n", STR_ARG(t));
	}
}

int main(int argc, char **argv)
{
	struct db_place place = { .data_dir = str_of(argc > 1 ? argv[1] : ""), .pg = str_of(argc == 5 ? argv[2] : "") };
	struct arena *a = arena_new((size_t)256 << 20);
	FILE *links = argc == 4 || argc == 5 ? fopen(argv[argc - 1], "w") : NULL;
	struct log l = { 0 };
	struct db *db;
	char *line = NULL;
	size_t size = 0;

	if (!links || !a) {
		fputs("usage: acts DATA-DIR [postgresql://…] RECEIPTS LINKS <rows >SQL\n", stderr);
		return 2;
	}
	for (ssize_t n; (n = getline(&line, &size, stdin)) > 0;) {
		line[n - 1] = '\0';
		read_row(&l, a, line);
	}
	qsort(l.event, l.nevents, sizeof(*l.event), by_time);
	must(db_open(place, DB_WRITE, &db), "opening the database");
	write_acts(db, a, &l);
	db_close(db);
	draw_receipts(a, &l, number(argv[argc - 2]), links);
	fprintf(stderr, "%zu acts\n", l.nevents);
	return fclose(links) || ferror(stdout) ? 1 : 0;
}
