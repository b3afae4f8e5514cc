/*
 * The yardstick: the rows of a citizen's booking (hold; confirm) committed by a bare loop, in
 * batches, on a copy of the same database with the same indexes and the same durability. No HTTP,
 * no checks, no reads, no second process but the one that checks points.
 *
 *	build/bench/loop sqlite:FILE|postgresql://… BATCH SECONDS
 *
 * BATCH is a number of requests: Diwan's mean tick. A booking is three of them (hold, person,
 * code), so each transaction takes BATCH / 3 new holds and confirms as many from the one before.
 * Prints bookings, seconds and bookings per second.
 */
#include "base/buf.h"
#include "base/num.h"
#include "base/random.h"
#include "base/time.h"

#include <libpq-fe.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PARAMS_MAX 10
#define BATCH_MAX 2000

/* Texts with ids and tokens as parameters; what is the same for all stands in them. */
enum { HOLD_DAY, HOLD_ADD, HOLD_ACT, DRAFT_ADD, DONE, ANSWERS, COUNT_CODE, EXTEND, MESSAGE_CODE, DRAFT_CODE, PATIENT,
	WORD, APPOINTMENT, HOLD_DELETE, BOOK_ACT, MESSAGE_BOOKED, FREE_DAY, DRAFT_DONE, AUDIT, STATEMENTS };
#define MESSAGE_ROW "INSERT INTO message (id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body, " \
	"due_at, drop_at, state, attempts, lease_until, provider_id, created_at, sent_at, version, segments, may_stop, may_wait, " \
	"last_at, subject, html, ics, why, report, reported_at, handled_at, handled_by, handled_how) VALUES "
static const char *const texts[STATEMENTS] = {
	[HOLD_DAY] = "INSERT INTO schedule_day VALUES ($1, $2, $3, 1, 1793602807) ON CONFLICT (schedule_id, day) "
		"DO UPDATE SET version = schedule_day.version + 1",
	[HOLD_ADD] = "INSERT INTO hold ("
		"id, organization_id, schedule_id, service_id, day, start_min, duration_min, buffer_before_min, "
		"buffer_after_min, owner, expires_at, renewed, created_at, channel) "
		"VALUES ($1, $2, $3, $4, $5, $6, 20, 0, 0, $7, 1793603107, FALSE, 1793602807, 'online')",
	[HOLD_ACT] = "INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, service_id, day, start_min, minutes, "
		"zone, capacity, ceiling, reason, class, chain, holder) VALUES ($1, $2, 1793602807, 'hold', 'online', 'public', $3, $4, $5, $6, 20, "
		"'Africa/Casablanca', NULL, NULL, NULL, NULL, $1, $7)",
	[DRAFT_ADD] = "INSERT INTO booking_draft ("
		"id, organization_id, owner, hold_id, schedule_id, service_id, day, start_min, for_whom, name, "
		"birth_day, sex, phone, lang, identity_number, email, code_hash, code_until, code_tries, code_sends, "
		"code_sent_at, appointment_id, token, created_at) "
		"VALUES ($1, $2, $3, $1, $4, $5, $6, $7, '', '', 0, '', '', 'fr', '', '', '', 0, 0, 0, 0, "
		"NULL, '', 1793602807)",
	[DONE] = "INSERT INTO done_request ("
		"key, at, fingerprint, status, type, location, etag, body) "
		"VALUES ($1, 1793602807, $2, 303, '', '/book/452494115112330215/code', '', '')",
	[ANSWERS] = "UPDATE booking_draft SET for_whom = 'self', name = $2, birth_day = 6340, sex = 'female', phone = $3 WHERE id = $1",
	[COUNT_CODE] = "INSERT INTO code_count VALUES ($1, 1793602800, 1, $2) ON CONFLICT (bucket, window_at) DO UPDATE SET n = code_count.n + 1",
	[EXTEND] = "UPDATE hold SET expires_at = 1793603110, renewed = TRUE WHERE id = $1",
	[MESSAGE_CODE] = MESSAGE_ROW "($1, $2, NULL, NULL, 'sms', 'code', 'fr', $3, "
		"'Diwan : votre code est 123456. Valable 5 minutes. Ne le donnez a personne.', "
		"1793602807, 1793603107, 'queued', 0, 0, '', 1793602807, NULL, 1, 0, FALSE, FALSE, 1793603107, '', '', '', '', '', NULL, NULL, NULL, '')",
	[DRAFT_CODE] = "UPDATE booking_draft SET code_hash = $2, code_until = 1793603107, code_tries = 0, code_sends = 1, code_sent_at = 1793602807 WHERE id = $1",
	[PATIENT] = "INSERT INTO patient VALUES ($1, $2, $3, $3, $4, 6340, 'female', $5, '', '', 'fr', NULL, NULL, 1793602807, NULL, NULL, 1)",
	[WORD] = "INSERT INTO patient_word VALUES ($1, $2, $3)",
	[APPOINTMENT] = "INSERT INTO appointment ("
		"id, organization_id, reference, token_hash, patient_id, schedule_id, practitioner_id, service_id, "
		"location_id, specialty, service_name_fr, service_name_ar, service_name_en, day, start_min, zone, "
		"start_at, duration_min, buffer_before_min, buffer_after_min, seat, status, cancelled_by, "
		"cancel_reason, channel, for_whom, booked_at, booked_day, booked_by, overbooked, overbook_reason, "
		"walk_in, history, note, salt, changed_at, version, place_name_fr, place_name_ar, time_channel) "
		"VALUES ($1, $2, $3, $4, $9, $5, 4000083, $6, 2000004, 'dentaire', 'Consultation', "
		"'استشارة', 'Consultation', $7, $8, 'Africa/Casablanca', 1799666400, 20, 0, 0, 0, 'booked', NULL, '', 'online', 'self', 1793602807, "
		"20759, NULL, FALSE, '', FALSE, FALSE, '', 'lW1ZRvLpaxmNvu++egCGYw==', 1793602807, 1, 'Consultations', 'الفحوصات', NULL)",
	[HOLD_DELETE] = "DELETE FROM hold WHERE id = $1",
	[BOOK_ACT] = "INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, service_id, day, start_min, minutes, "
		"zone, capacity, ceiling, reason, class, chain, holder) VALUES ($1, $2, 1793602807, 'book', 'online', 'public', $3, $4, $5, $6, 20, "
		"'Africa/Casablanca', NULL, NULL, NULL, NULL, $1, $7)",
	[MESSAGE_BOOKED] = MESSAGE_ROW "($1, $2, $4, $5, 'sms', 'booked', 'fr', $3, "
		"'Rendez-vous le 11/01/2027 a 11:20, E-00004. Ref. W9PS-X4J3-VEZ. Voir, deplacer, annuler: {site}/a/hGRK_DmHmzJExGaKvB7oiw', "
		"1793602807, 1793689207, 'queued', 0, 0, '', 1793602807, NULL, 1, 0, FALSE, FALSE, 1793689207, '', '', '', '', '', NULL, NULL, NULL, '')",
	[FREE_DAY] = "UPDATE free_day SET starts = starts - 1 WHERE schedule_id = $1 AND service_id = $2 AND day = $3 AND starts > 0",
	[DRAFT_DONE] = "UPDATE booking_draft SET appointment_id = $1, token = $2, code_hash = '' WHERE id = $1",
	[AUDIT] = "INSERT INTO audit_event (id, organization_id, at, role, what, route, patient_id) "
		"VALUES ($1, $2, 1793602807, 'public', 'create', 'POST /book/:draft/code', $3)",
};
static const int nparams[STATEMENTS] = { [HOLD_DAY] = 3, [HOLD_ADD] = 7, [HOLD_ACT] = 7, [DRAFT_ADD] = 7, [DONE] = 2,
	[ANSWERS] = 3, [COUNT_CODE] = 2, [EXTEND] = 1, [MESSAGE_CODE] = 3, [DRAFT_CODE] = 2, [PATIENT] = 5, [WORD] = 3,
	[APPOINTMENT] = 9, [HOLD_DELETE] = 1, [BOOK_ACT] = 7, [MESSAGE_BOOKED] = 5, [FREE_DAY] = 3, [DRAFT_DONE] = 2, [AUDIT] = 3 };

struct slot { int64_t schedule, service, organization; int64_t day, min; };
struct held { int64_t id; struct slot s; char phone[16]; };
struct loop {
	sqlite3 *lite;
	sqlite3_stmt *st[STATEMENTS];
	PGconn *pg;
	struct slot *slot;
	size_t nslots, next;
	struct held held[BATCH_MAX];
	size_t nheld;
	int64_t done, id;
	size_t sent;		/* commands in the pipeline */
};
struct value { int64_t i; const char *s; };
#define V(x) ((struct value){ .i = (x) })
#define X(x) ((struct value){ .s = (x) })

static void die(const char *what, const char *why)
{
	fprintf(stderr, "loop: %s: %s\n", what, why);
	exit(1);
}

static void run_pg(struct loop *l, int which, const struct value *v)
{
	char numbers[PARAMS_MAX][24], name[8];
	const char *p[PARAMS_MAX];

	for (int i = 0; i < nparams[which]; i++) {
		snprintf(numbers[i], sizeof(numbers[i]), "%lld", (long long)v[i].i);
		p[i] = v[i].s ? v[i].s : numbers[i];
	}
	snprintf(name, sizeof(name), "s%d", which);
	if (!PQsendQueryPrepared(l->pg, name, nparams[which], p, NULL, NULL, 0))
		die(texts[which], PQerrorMessage(l->pg));
	l->sent++;
}

static void run(struct loop *l, int which, const struct value *v)
{
	sqlite3_stmt *st = l->st[which];

	if (l->pg) {
		run_pg(l, which, v);
		return;
	}
	for (int i = 0; i < nparams[which]; i++) {
		if (v[i].s)
			sqlite3_bind_text(st, i + 1, v[i].s, -1, SQLITE_STATIC);
		else
			sqlite3_bind_int64(st, i + 1, v[i].i);
	}
	if (sqlite3_step(st) != SQLITE_DONE)
		die(texts[which], sqlite3_errmsg(l->lite));
	sqlite3_reset(st);
}
#define RUN(l, which, ...) run((l), (which), (const struct value[]){ __VA_ARGS__ })

static void word(struct loop *l, const char *text)
{
	PGresult *r;

	if (l->lite) {
		if (sqlite3_exec(l->lite, text, NULL, NULL, NULL) != SQLITE_OK)
			die(text, sqlite3_errmsg(l->lite));
		return;
	}
	if (!PQsendQueryParams(l->pg, text, 0, NULL, NULL, NULL, NULL, 0))
		die(text, PQerrorMessage(l->pg));
	l->sent++;
	if (strcmp(text, "COMMIT"))
		return;
	PQpipelineSync(l->pg);
	for (; l->sent > 0; l->sent--) {
		r = PQgetResult(l->pg);
		if (PQresultStatus(r) != PGRES_COMMAND_OK)
			die("pipeline", PQerrorMessage(l->pg));
		PQclear(r);
		PQgetResult(l->pg);
	}
	PQclear(PQgetResult(l->pg));		/* the sync */
}

static const char *token(char out[64])	/* 43 characters, as of a hash */
{
	random_token(out);
	random_token(out + 22);
	out[43] = '\0';
	return out;
}

static void hold(struct loop *l, struct held *h)
{
	char owner[23], a[64], b[64];

	*h = (struct held){ .id = l->id += 3, .s = l->slot[l->next++ % l->nslots] };
	snprintf(h->phone, sizeof(h->phone), "+2126%08lld", (long long)(l->id / 3 % 100000000));
	random_token(owner);
	owner[22] = '\0';
	RUN(l, HOLD_DAY, V(h->s.schedule), V(h->s.day), V(h->s.organization));
	RUN(l, HOLD_ADD, V(h->id), V(h->s.organization), V(h->s.schedule), V(h->s.service), V(h->s.day), V(h->s.min), X(owner));
	RUN(l, HOLD_ACT, V(h->id), V(h->s.organization), V(h->s.schedule), V(h->s.service), V(h->s.day), V(h->s.min), X(token(a)));
	RUN(l, DRAFT_ADD, V(h->id), V(h->s.organization), X(owner), V(h->s.schedule), V(h->s.service), V(h->s.day), V(h->s.min));
	RUN(l, DONE, X(token(a)), X(token(b)));
}

static void confirm(struct loop *l, const struct held *h)
{
	char a[64], b[64], name[40], key[20], first[8];

	snprintf(name, sizeof(name), "Zineb %.10s", token(a));
	snprintf(key, sizeof(key), "%.5s znb", a);
	snprintf(first, sizeof(first), "%.5s", a);
	RUN(l, ANSWERS, V(h->id), X(name), X(h->phone));
	RUN(l, COUNT_CODE, X(token(a)), V(h->s.organization));
	RUN(l, COUNT_CODE, X(token(a)), V(h->s.organization));
	RUN(l, EXTEND, V(h->id));
	RUN(l, MESSAGE_CODE, V(h->id), V(h->s.organization), X(h->phone));
	RUN(l, DRAFT_CODE, V(h->id), X(token(a)));
	RUN(l, DONE, X(token(a)), X(token(b)));
	RUN(l, PATIENT, V(h->id + 1), V(h->s.organization), X(name), X(key), X(h->phone));
	RUN(l, WORD, V(h->s.organization), X(first), V(h->id + 1));
	RUN(l, WORD, V(h->s.organization), X("znb"), V(h->id + 1));
	RUN(l, HOLD_DAY, V(h->s.schedule), V(h->s.day), V(h->s.organization));
	snprintf(key, sizeof(key), "%.11s", token(b));
	RUN(l, APPOINTMENT, V(h->id), V(h->s.organization), X(key), X(token(a)), V(h->s.schedule), V(h->s.service), V(h->s.day), V(h->s.min), V(h->id + 1));
	RUN(l, HOLD_DELETE, V(h->id));
	RUN(l, BOOK_ACT, V(h->id + 1), V(h->s.organization), V(h->s.schedule), V(h->s.service), V(h->s.day), V(h->s.min), X(token(a)));
	RUN(l, MESSAGE_BOOKED, V(h->id + 1), V(h->s.organization), X(h->phone), V(h->id), V(h->id + 1));
	RUN(l, FREE_DAY, V(h->s.schedule), V(h->s.service), V(h->s.day));
	RUN(l, DRAFT_DONE, V(h->id), X("hGRK_DmHmzJExGaKvB7oiw"));
	RUN(l, AUDIT, V(h->id), V(h->s.organization), V(h->id + 1));
	RUN(l, DONE, X(token(a)), X(token(b)));
	l->done++;
}

static void add_slots(struct loop *l, const int64_t v[4])
{
	for (int64_t m = 540; m <= 700; m += 20) {
		if (l->nslots % 4096 == 0)
			l->slot = realloc(l->slot, (l->nslots + 4096) * sizeof(*l->slot));
		l->slot[l->nslots++] = (struct slot){ v[0], v[1], v[2], v[3], m };
	}
}

static void read_slots(struct loop *l)
{
	static const char q[] = "SELECT schedule_id, service_id, organization_id, day FROM free_day WHERE starts = 9 AND first_min = 540";
	int64_t v[4];

	if (l->lite) {
		sqlite3_stmt *st;

		sqlite3_prepare_v2(l->lite, q, -1, &st, NULL);
		while (sqlite3_step(st) == SQLITE_ROW) {
			for (int i = 0; i < 4; i++)
				v[i] = sqlite3_column_int64(st, i);
			add_slots(l, v);
		}
		sqlite3_finalize(st);
	} else {
		PGresult *r = PQexec(l->pg, q);

		for (int k = 0; k < PQntuples(r); k++) {
			for (int i = 0; i < 4; i++)
				if (num_parse(str_of(PQgetvalue(r, k, i)), INT64_MIN, INT64_MAX, &v[i]) != OK)
					die(q, "not a number");
			add_slots(l, v);
		}
		PQclear(r);
	}
	if (!l->nslots)
		die("free times", "none");
	srand(7);
	for (size_t i = l->nslots - 1; i > 0; i--) {
		size_t k = ((size_t)rand() << 16 ^ (size_t)rand()) % (i + 1);
		struct slot s = l->slot[i];

		l->slot[i] = l->slot[k];
		l->slot[k] = s;
	}
}

static void open_lite(struct loop *l, const char *file)
{
	if (sqlite3_open_v2(file, &l->lite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die(file, "cannot be opened");
	sqlite3_busy_timeout(l->lite, 5000);
	word(l, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0; "
		"PRAGMA cache_size = -64000");
	for (int i = 0; i < STATEMENTS; i++) {
		char *text = strdup(texts[i]);

		for (char *at = text; (at = strchr(at, '$')); )
			*at = '?';	/* SQLite numbers $n by first appearance, ?n by n */
		if (sqlite3_prepare_v3(l->lite, text, -1, SQLITE_PREPARE_PERSISTENT, &l->st[i], NULL) != SQLITE_OK)
			die(text, sqlite3_errmsg(l->lite));
		free(text);
	}
}

static void open_pg(struct loop *l, const char *url)
{
	char name[8];

	l->pg = PQconnectdb(url);
	if (PQstatus(l->pg) != CONNECTION_OK)
		die(url, PQerrorMessage(l->pg));
	for (int i = 0; i < STATEMENTS; i++) {
		PGresult *r;

		snprintf(name, sizeof(name), "s%d", i);
		r = PQprepare(l->pg, name, texts[i], 0, NULL);
		if (PQresultStatus(r) != PGRES_COMMAND_OK)
			die(texts[i], PQerrorMessage(l->pg));
		PQclear(r);
	}
}

/* Checks points once a second from a process of its own, as Diwan's jobs do. */
static pid_t checkpointer(const char *file)
{
	pid_t pid = fork();
	sqlite3 *db;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		_exit(1);
	for (struct timespec second = { 1, 0 };;) {
		nanosleep(&second, NULL);
		sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	}
}

int main(int argc, char **argv)
{
	static struct loop l;
	int64_t batch, seconds;
	uint64_t start, until;
	pid_t helper = 0;

	if (argc != 4 || num_parse(str_of(argv[2]), 1, 3 * BATCH_MAX, &batch) != OK ||
	    num_parse(str_of(argv[3]), 1, 3600, &seconds) != OK) {
		fputs("usage: loop sqlite:FILE|postgresql://… BATCH SECONDS\n", stderr);
		return 2;
	}
	batch = (batch + 1) / 3 > 0 ? (batch + 1) / 3 : 1;
	if (!strncmp(argv[1], "sqlite:", 7)) {
		helper = checkpointer(argv[1] + 7);
		open_lite(&l, argv[1] + 7);
	} else {
		open_pg(&l, argv[1]);
	}
	read_slots(&l);
	if (l.pg && !PQenterPipelineMode(l.pg))
		die("pipeline", PQerrorMessage(l.pg));
	l.id = 900000000000000000 + (int64_t)(clock_ticks_us() * 16);
	start = clock_ticks_us();
	until = start + (uint64_t)seconds * 1000000;
	while (clock_ticks_us() < until && l.next + (size_t)batch < l.nslots) {
		struct held fresh[BATCH_MAX];

		word(&l, l.lite ? "BEGIN IMMEDIATE" : "BEGIN");
		for (size_t i = 0; i < l.nheld; i++)
			confirm(&l, &l.held[i]);
		for (int64_t i = 0; i < batch; i++)
			hold(&l, &fresh[i]);
		word(&l, "COMMIT");
		memcpy(l.held, fresh, (size_t)batch * sizeof(*fresh));
		l.nheld = (size_t)batch;
	}
	until = clock_ticks_us();
	printf("bookings %lld seconds %.2f rate %.0f\n", (long long)l.done, (double)(until - start) / 1e6,
		(double)l.done * 1e6 / (double)(until - start));
	if (helper) {
		kill(helper, SIGTERM);
		waitpid(helper, NULL, 0);
	}
	return 0;
}
