/*
 * Books appointments over HTTP as citizens do, on many connections at once: hold, person, code.
 *
 *	build/bench/book URL sqlite:FILE|postgresql://… [options]
 *	  --connections N   at once (default 64)
 *	  --bookings N      end after so many confirmed bookings
 *	  --seconds N       or after so long
 *	  --rate N          at most so many a second (default: as fast as answers come)
 *	  --one-slot        every connection wants the same single time
 *	  --patient         keep trying through refused connections and 503: for tests that kill processes
 *	  --acked FILE      a line "link schedule day minute" for each confirmed booking
 *	  --times FILE      a line for each confirmed booking: the milliseconds of its three requests
 *	  --skip N          leave out the first N free times
 *
 * Free times and codes are read from the database, the codes as a phone would get them: from the
 * outbox. Every write carries a key, and a repeat has the same one. Prints one line of numbers:
 * bookings, seconds, bookings per second, answers of 409, of 503, milliseconds of a booking's
 * three requests at the median, 99th percentile and worst.
 */
#include "base/num.h"
#include "base/random.h"
#include "base/time.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum step { HOLD, WHO, CODE };

struct slot { int64_t schedule, service; int32_t day, min; };
struct conn {
	int fd;
	enum step step;
	char visitor[23], key[23], phone[20], draft[304], name[40];
	struct slot slot;
	char out[2048], in[16384];
	size_t nout, sent, nin;
	uint64_t began_us, due_us;
	unsigned network;
	bool busy, over;
};
struct load {
	struct sockaddr_in to;
	char host[64];
	sqlite3 *lite;
	sqlite3_stmt *code;
	PGconn *pg;
	struct slot *slot;
	size_t nslots, next;
	struct conn *conn;
	int nconn, epoll;
	int64_t want, done, conflicts, unavailable, other, rate;
	uint64_t start_us, until_us;
	uint32_t *us;			/* of each booking */
	bool one_slot, patient;
	FILE *acked, *times;
	uint64_t phone;
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "book: %s: %s\n", what, why);
	exit(1);
}

/* ---- the database ---- */

static void add_slots(struct load *l, int64_t schedule, int64_t service, int32_t day, int32_t first, int32_t last)
{
	for (int32_t m = first; m <= last; m += 20) {
		if (l->nslots % 4096 == 0)
			l->slot = realloc(l->slot, (l->nslots + 4096) * sizeof(*l->slot));
		l->slot[l->nslots++] = (struct slot){ schedule, service, day, m };
	}
}

/* Days that are wholly free: their first and last start say the others. Not so late that citizens
 * may not yet choose them. */
static const char free_sql[] = "SELECT schedule_id, service_id, day, first_min, last_min FROM free_day "
	"WHERE starts = (last_min - first_min) / 20 + 1 AND first_min = 540 "
	"AND day < (SELECT min(day) FROM free_day) + 150";

static void read_slots(struct load *l)
{
	if (l->lite) {
		sqlite3_stmt *st;

		if (sqlite3_prepare_v2(l->lite, free_sql, -1, &st, NULL) != SQLITE_OK)
			die("free times", sqlite3_errmsg(l->lite));
		while (sqlite3_step(st) == SQLITE_ROW)
			add_slots(l, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), sqlite3_column_int(st, 2),
				sqlite3_column_int(st, 3), sqlite3_column_int(st, 4));
		sqlite3_finalize(st);
	} else {
		PGresult *r = PQexec(l->pg, free_sql);

		for (int i = 0; i < PQntuples(r); i++) {
			int64_t v[5];

			for (int k = 0; k < 5; k++)
				if (num_parse(str_of(PQgetvalue(r, i, k)), INT64_MIN, INT64_MAX, &v[k]) != OK)
					die("free times", "not a number");
			add_slots(l, v[0], v[1], (int32_t)v[2], (int32_t)v[3], (int32_t)v[4]);
		}
		PQclear(r);
	}
	if (!l->nslots)
		die("free times", "none");
	srand(7);
	for (size_t i = l->nslots - 1; i > 0; i--) {	/* people do not come in the order of the agenda */
		size_t k = ((size_t)rand() << 16 ^ (size_t)rand()) % (i + 1);
		struct slot s = l->slot[i];

		l->slot[i] = l->slot[k];
		l->slot[k] = s;
	}
}

static void open_db(struct load *l, const char *where)
{
	static const char q[] = "SELECT body FROM message WHERE recipient = ? AND template = 'code' ORDER BY created_at DESC, id DESC LIMIT 1";

	if (!strncmp(where, "sqlite:", 7)) {
		if (sqlite3_open_v2(where + 7, &l->lite, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
			die(where, sqlite3_errmsg(l->lite));
		sqlite3_busy_timeout(l->lite, 5000);
		if (sqlite3_prepare_v2(l->lite, q, -1, &l->code, NULL) != SQLITE_OK)
			die(where, sqlite3_errmsg(l->lite));
		return;
	}
	l->pg = PQconnectdb(where);
	if (PQstatus(l->pg) != CONNECTION_OK)
		die(where, PQerrorMessage(l->pg));
	PQclear(PQprepare(l->pg, "code", "SELECT body FROM message WHERE recipient = $1 AND template = 'code' ORDER BY created_at DESC, id DESC LIMIT 1", 1, NULL));
}

/* The six digits of the last code sent to a phone (a booking whose answer was lost has a later message). */
static bool six_digits(const char *text, char out[7])
{
	int n = 0;

	for (; text && *text; text++) {
		n = *text >= '0' && *text <= '9' ? n + 1 : 0;
		if (n == 6 && !(text[1] >= '0' && text[1] <= '9')) {
			memcpy(out, text - 5, 6);
			out[6] = '\0';
			return true;
		}
	}
	return false;
}

static bool read_code(struct load *l, const char *phone, char out[7])
{
	bool found = false;

	if (l->lite) {
		sqlite3_bind_text(l->code, 1, phone, -1, SQLITE_STATIC);
		if (sqlite3_step(l->code) == SQLITE_ROW)
			found = six_digits((const char *)sqlite3_column_text(l->code, 0), out);
		sqlite3_reset(l->code);
	} else {
		PGresult *r = PQexecPrepared(l->pg, "code", 1, &phone, NULL, NULL, 0);

		if (PQntuples(r) == 1)
			found = six_digits(PQgetvalue(r, 0, 0), out);
		PQclear(r);
	}
	return found;
}

/* While the database recovers from a killed process a read may fail for a moment. */
static bool read_code_patiently(struct load *l, const char *phone, char out[7])
{
	struct timespec pause = { 0, 10000000 };

	for (int i = 0; i < 200; i++) {
		if (read_code(l, phone, out))
			return true;
		if (!l->patient)
			return false;
		nanosleep(&pause, NULL);
	}
	fprintf(stderr, "book: %s\n", l->lite ? sqlite3_errmsg(l->lite) : PQerrorMessage(l->pg));
	return false;
}

/* What the database says of a draft whose step was refused: whose it is, when it came, its hold. */
static void tell_draft(struct load *l, const struct conn *c)
{
	static const char q[] = "SELECT 'owner ' || d.owner || ' at ' || d.created_at || ' hold ' || COALESCE(h.expires_at, 0) || "
		"' appointment ' || COALESCE(d.appointment_id, 0) FROM booking_draft d LEFT JOIN hold h ON h.id = d.hold_id WHERE d.id = $1";
	const char *id = !strncmp(c->draft, "/book/", 6) ? c->draft + 6 : "0";

	fprintf(stderr, "book: visitor %s, draft %s: ", c->visitor, c->draft);
	if (l->lite) {
		sqlite3_stmt *st = NULL;
		int64_t n = 0;

		sqlite3_prepare_v2(l->lite, q, -1, &st, NULL);
		if (num_parse(str_of(id), 0, INT64_MAX, &n) == OK)
			sqlite3_bind_int64(st, 1, n);
		fprintf(stderr, "%s\n", sqlite3_step(st) == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : "none");
		sqlite3_finalize(st);
	} else {
		PGresult *r = PQexecParams(l->pg, q, 1, NULL, &id, NULL, NULL, 0);

		fprintf(stderr, "%s\n", PQntuples(r) ? PQgetvalue(r, 0, 0) : "none");
		PQclear(r);
	}
}

/* ---- requests ---- */

static void watch(struct load *l, struct conn *c, int op, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.ptr = c };

	epoll_ctl(l->epoll, op, c->fd, &ev);
}

static void request(struct load *l, struct conn *c, const char *path, const char *body)
{
	c->nout = (size_t)snprintf(c->out, sizeof(c->out), "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n"
		"X-Forwarded-For: 10.%u.%u.7\r\nCookie: visitor=%s; lang=fr\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: %zu\r\n\r\n%s", path, l->host, l->host, c->network / 256 % 256, c->network % 256, c->visitor,
		strlen(body), body);
	c->sent = c->nin = 0;
	c->busy = true;
}

static void build(struct load *l, struct conn *c)
{
	char body[512], day[11], code[7], path[320];

	if (c->step == HOLD) {
		day_print((struct day){ c->slot.day }, day);
		snprintf(body, sizeof(body), "slot=%lld.%lld.%.4s%.2s%.2sT%02d%02d&key=%s", (long long)c->slot.schedule,
			(long long)c->slot.service, day, day + 5, day + 8, c->slot.min / 60, c->slot.min % 60, c->key);
		request(l, c, "/hold", body);
	} else if (c->step == WHO) {
		snprintf(body, sizeof(body), "for_whom=self&name=%s&birth-d=%u&birth-m=%u&birth-y=%u&sex=f&phone=%s"
			"&tongue=fr&cin=&mail=&key=%s", c->name, c->network % 28 + 1, c->network / 28 % 12 + 1,
			1930 + c->network / 336 % 90, c->phone + 4, c->key);
		request(l, c, c->draft, body);
	} else if (read_code_patiently(l, c->phone, code)) {
		snprintf(body, sizeof(body), "code=%s&key=%s", code, c->key);
		snprintf(path, sizeof(path), "%s/code", c->draft);
		request(l, c, path, body);
	} else {
		die("no code was sent to", c->phone);
	}
}

static bool reconnect(struct load *l, struct conn *c)
{
	int one = 1;

	if (c->fd >= 0)
		close(c->fd);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&l->to, sizeof(l->to)) != 0) {
		if (c->fd >= 0)
			close(c->fd);
		c->fd = -1;
		return false;
	}
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	fcntl(c->fd, F_SETFL, O_NONBLOCK);
	watch(l, c, EPOLL_CTL_ADD, EPOLLIN);
	return true;
}

static void push(struct load *l, struct conn *c)
{
	while (c->sent < c->nout) {
		ssize_t n = send(c->fd, c->out + c->sent, c->nout - c->sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN) {
			watch(l, c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
			return;
		}
		if (n < 0)
			return;		/* seen when reading */
		c->sent += (size_t)n;
	}
	watch(l, c, EPOLL_CTL_MOD, EPOLLIN);
}

static bool finished(const struct load *l)
{
	return (l->want && l->done >= l->want) || (l->until_us && clock_ticks_us() >= l->until_us);
}

/* A name like no other's: a country does not consist of one person. */
static void person(struct conn *c)
{
	static const char letters[] = "bdfghjklmnrstwz";
	size_t n = (size_t)snprintf(c->name, sizeof(c->name), "Zineb+");

	for (int i = 0; i < 5; i++) {
		c->name[n++] = letters[(size_t)rand() % (sizeof(letters) - 1)];
		c->name[n++] = "aiou"[rand() % 4];
	}
	c->name[n] = '\0';
}

/* The next booking of a connection; false: nothing more to do. */
static bool start(struct load *l, struct conn *c)
{
	uint64_t now = clock_ticks_us();

	if (finished(l) || (l->one_slot && c->over) || (!l->one_slot && l->next >= l->nslots)) {
		c->busy = false;
		return false;
	}
	if (l->rate) {
		int64_t slot_us = 1000000 / l->rate;
		static uint64_t next_us;

		next_us = next_us < now ? now : next_us;
		c->due_us = next_us;
		next_us += (uint64_t)slot_us;
	} else {
		c->due_us = now;
	}
	c->over = true;
	c->slot = l->one_slot ? l->slot[l->next] : l->slot[l->next++];
	c->step = HOLD;
	c->network = (unsigned)rand();
	random_token(c->visitor);
	random_token(c->key);
	c->visitor[22] = c->key[22] = '\0';
	snprintf(c->phone, sizeof(c->phone), "+2126%08llu", (unsigned long long)(l->phone++ % 100000000));
	person(c);
	c->began_us = c->due_us;
	build(l, c);
	return true;
}

/* ---- answers ---- */

static const char *header(const char *head, const char *name, char *out, size_t size)
{
	const char *at = strcasestr(head, name);
	size_t n = 0;

	if (!at)
		return NULL;
	for (at += strlen(name); *at == ' '; at++)
		;
	while (at[n] && at[n] != '\r' && n + 1 < size) {
		out[n] = at[n];
		n++;
	}
	out[n] = '\0';
	return out;
}

static void next_step(struct load *l, struct conn *c, const char *location)
{
	const char *path = strstr(location, "://") ? strchr(strstr(location, "://") + 3, '/') : location;

	random_token(c->key);
	c->key[22] = '\0';
	if (c->step == HOLD) {
		snprintf(c->draft, sizeof(c->draft), "%s", path);
		c->step = WHO;
		build(l, c);
	} else if (c->step == WHO && strstr(path, "/code")) {
		c->step = CODE;
		build(l, c);
	} else if (c->step == CODE && !strncmp(path, "/a/", 3)) {
		if (l->us)
			l->us[l->done] = (uint32_t)(clock_ticks_us() - c->began_us);
		l->done++;
		if (l->acked) {
			fprintf(l->acked, "%s %lld %d %d\n", path, (long long)c->slot.schedule, c->slot.day, c->slot.min);
			fflush(l->acked);
		}
		start(l, c);
	} else {
		l->other++;
		start(l, c);
	}
}

static void answered(struct load *l, struct conn *c, int status, const char *head)
{
	char location[300];

	if (status == 303 && header(head, "\nLocation:", location, sizeof(location))) {
		next_step(l, c, location);
	} else if (status == 409) {
		l->conflicts++;
		start(l, c);
	} else if (status == 503) {
		l->unavailable++;
		if (l->patient)
			build(l, c);	/* the same request with the same key */
		else
			start(l, c);
	} else {
		if (!l->other++) {
			fprintf(stderr, "book: step %d answered %d\n%.*s\n", (int)c->step, status, 3000, c->in);
			tell_draft(l, c);
		}
		start(l, c);
	}
}

/* One whole answer in c->in? Bodies longer than the buffer are passed over. */
static bool whole(struct conn *c, int *status, bool *closing)
{
	char *end, value[40];
	int64_t length = 0;
	size_t head;

	c->in[c->nin] = '\0';
	end = strstr(c->in, "\r\n\r\n");
	if (!end)
		return false;
	head = (size_t)(end - c->in) + 4;
	*status = (c->in[9] - '0') * 100 + (c->in[10] - '0') * 10 + (c->in[11] - '0');
	end[2] = '\0';
	if (header(c->in, "\nContent-Length:", value, sizeof(value)) && num_parse(str_of(value), 0, 1 << 30, &length) != OK)
		length = 0;
	*closing = header(c->in, "\nConnection:", value, sizeof(value)) && !strcasecmp(value, "close");
	end[2] = '\r';
	if (c->nin < head + (size_t)length && c->nin < sizeof(c->in) - 1)
		return false;
	while (c->nin < head + (size_t)length) {
		char rest[4096];
		ssize_t n = recv(c->fd, rest, sizeof(rest), 0);

		if (n < 0 && errno == EAGAIN)
			continue;
		if (n <= 0)
			break;
		c->nin += (size_t)n;
	}
	end[2] = '\0';
	return true;
}

/* The connection is gone: with --patient the same request again on a new one. */
static void lost(struct load *l, struct conn *c)
{
	struct timespec pause = { 0, 20000000 };

	if (!l->patient)
		die("connection", "closed");
	for (int i = 0; i < 1500; i++) {
		if (reconnect(l, c)) {
			c->sent = c->nin = 0;
			push(l, c);
			return;
		}
		nanosleep(&pause, NULL);
	}
	die("connection", "refused for 30 s");
}

static void readable(struct load *l, struct conn *c)
{
	bool closing = false;
	int status;
	ssize_t n = recv(c->fd, c->in + c->nin, sizeof(c->in) - 1 - c->nin, 0);

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		if (c->busy && !c->sent)
			reconnect(l, c);	/* silent too long while it waited for its turn */
		else if (c->busy)
			lost(l, c);
		else
			watch(l, c, EPOLL_CTL_DEL, 0);
		return;
	}
	c->nin += (size_t)n;
	if (!whole(c, &status, &closing))
		return;
	answered(l, c, status, c->in);
	if (closing && !reconnect(l, c) && c->busy)
		lost(l, c);
	else if (c->busy && (!l->rate || c->due_us <= clock_ticks_us()))
		push(l, c);
}

static int by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void report(struct load *l)
{
	double s = (double)(clock_ticks_us() - l->start_us) / 1e6;
	size_t n = (size_t)l->done;

	qsort(l->us, n, sizeof(*l->us), by_size);
	for (size_t i = 0; l->times && i < n; i++)
		fprintf(l->times, "%.3f\n", l->us[i] / 1e3);
	printf("bookings %lld seconds %.2f rate %.0f conflicts %lld unavailable %lld other %lld median_ms %.1f p99_ms %.1f max_ms %.1f\n",
		(long long)l->done, s, (double)l->done / s, (long long)l->conflicts, (long long)l->unavailable, (long long)l->other,
		n ? l->us[n / 2] / 1e3 : 0, n ? l->us[n * 99 / 100] / 1e3 : 0, n ? l->us[n - 1] / 1e3 : 0);
}

static bool any_busy(const struct load *l)
{
	for (int i = 0; i < l->nconn; i++)
		if (l->conn[i].busy)
			return true;
	return false;
}

/* With a rate, requests whose time has come are sent now. */
static void send_due(struct load *l)
{
	uint64_t now = clock_ticks_us();

	for (int i = 0; l->rate && i < l->nconn; i++) {
		struct conn *c = &l->conn[i];

		if (c->busy && c->step == HOLD && !c->sent && c->due_us <= now)
			push(l, c);
	}
}

static void run(struct load *l)
{
	struct epoll_event ev[256];

	l->start_us = clock_ticks_us();
	if (l->until_us)
		l->until_us += l->start_us;
	for (int i = 0; i < l->nconn; i++) {
		struct conn *c = &l->conn[i];

		c->fd = -1;
		if (!reconnect(l, c))
			die("connect", strerror(errno));
	}
	for (int i = 0; i < l->nconn; i++)
		if (start(l, &l->conn[i]) && !l->rate)
			push(l, &l->conn[i]);
	while (any_busy(l)) {
		int n = epoll_wait(l->epoll, ev, 256, l->rate ? 1 : 1000);

		for (int i = 0; i < n; i++) {
			struct conn *c = ev[i].data.ptr;

			if (ev[i].events & EPOLLOUT)
				push(l, c);
			if (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
				readable(l, c);
		}
		send_due(l);
	}
	report(l);
}

static int64_t number(int argc, char **argv, const char *name, int64_t otherwise)
{
	int64_t v = otherwise;

	for (int i = 3; i + 1 < argc; i++)
		if (!strcmp(argv[i], name) && num_parse(str_of(argv[i + 1]), 0, 100000000, &v) != OK)
			die(name, "a number is expected");
	return v;
}

static FILE *file(int argc, char **argv, const char *name)
{
	FILE *f = NULL;

	for (int i = 3; i + 1 < argc; i++)
		if (!strcmp(argv[i], name) && !(f = fopen(argv[i + 1], "w")))
			die(argv[i + 1], strerror(errno));
	return f;
}

static bool flag(int argc, char **argv, const char *name)
{
	for (int i = 3; i < argc; i++)
		if (!strcmp(argv[i], name))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct load l = { .to.sin_family = AF_INET, .phone = (uint64_t)getpid() * 1000 };
	int64_t port;
	char *colon;

	if (argc < 3 || strncmp(argv[1], "http://127.0.0.1:", 17) || num_parse(str_of(argv[1] + 17), 1, 65535, &port) != OK) {
		fputs("usage: book http://127.0.0.1:PORT sqlite:FILE|postgresql://… [options]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	snprintf(l.host, sizeof(l.host), "%s", argv[1] + 7);
	colon = strchr(l.host, ':');
	inet_pton(AF_INET, "127.0.0.1", &l.to.sin_addr);
	l.to.sin_port = htons((uint16_t)(colon ? port : 80));
	l.nconn = (int)number(argc, argv, "--connections", 64);
	l.want = number(argc, argv, "--bookings", 0);
	l.until_us = (uint64_t)number(argc, argv, "--seconds", 0) * 1000000;
	l.rate = number(argc, argv, "--rate", 0);
	l.next = (size_t)number(argc, argv, "--skip", 0);
	l.one_slot = flag(argc, argv, "--one-slot");
	l.patient = flag(argc, argv, "--patient");
	l.acked = file(argc, argv, "--acked");
	l.times = file(argc, argv, "--times");
	l.conn = calloc((size_t)l.nconn, sizeof(*l.conn));
	l.epoll = epoll_create1(EPOLL_CLOEXEC);
	open_db(&l, argv[2]);
	read_slots(&l);
	l.us = calloc(l.nslots + 1, sizeof(*l.us));
	run(&l);
	return l.other ? 1 : 0;
}
