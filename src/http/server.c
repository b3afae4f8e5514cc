/*
 * One server over libmicrohttpd, driven from the caller's own epoll loop.
 *
 * libmicrohttpd never cuts a slow head or body, so each connection is in one phase with one
 * absolute deadline, kept by shutdown() of its socket. While a request is being answered its
 * connection is suspended; the answer is queued first, then the connection resumed, and MHD_run
 * called twice (resuming does not wake the epoll descriptor; the first run builds the reply, the
 * second sends it). Request state is freed in the completion callback only.
 */
#include "http/inside.h"
#include "base/fd.h"
#include "base/time.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONN_MEMORY ((size_t)8 * 1024)
#define HEAD_MAX ((size_t)16 * 1024)
#define BODY_GROW_MAX ((size_t)64 * 1024 * 1024)
#define THROW_AWAY_MAX ((uint64_t)8 * 1024 * 1024)	/* read on, so that the refusal arrives */

struct list { struct conn *first, *last; };

struct http_server {
	struct MHD_Daemon *daemon;
	struct http_limits limits;
	struct http_calls calls;
	struct list list[PHASE_MAX];
	struct request **slot;
	uint32_t *generation, *free_slot;
	size_t nslots, nfree, nconn;
	unsigned runs;			/* MHD_run calls that are due */
	bool closing;
};

static uint64_t now_ms(void)
{
	return clock_ticks_us() / 1000;
}

static void unlist(struct http_server *s, struct conn *c)
{
	struct list *l = &s->list[c->phase];

	*(c->prev ? &c->prev->next : &l->first) = c->next;
	*(c->next ? &c->next->prev : &l->last) = c->prev;
	c->next = c->prev = NULL;
}

static void enlist(struct http_server *s, struct conn *c, enum phase phase)
{
	const int seconds[PHASE_MAX] = { [PHASE_HEAD] = s->limits.head_s, [PHASE_IDLE] = s->limits.idle_s,
		[PHASE_BODY] = s->limits.body_s, [PHASE_REPLY] = s->limits.reply_s };
	struct list *l = &s->list[phase];

	c->phase = phase;
	c->due_ms = now_ms() + (uint64_t)seconds[phase] * 1000;
	c->prev = l->last;
	c->next = NULL;
	*(l->last ? &l->last->next : &l->first) = c;
	l->last = c;
}

static void move_to(struct http_server *s, struct conn *c, enum phase phase)
{
	if (c->phase == PHASE_DEAD)
		return;
	unlist(s, c);
	enlist(s, c, phase);
}

/* Cuts what is past its deadline; returns milliseconds to the next one, -1 for none. */
static int expire(struct http_server *s)
{
	static const enum phase timed[] = { PHASE_HEAD, PHASE_IDLE, PHASE_BODY, PHASE_REPLY };
	uint64_t now = now_ms(), next = UINT64_MAX;

	for (size_t i = 0; i < sizeof(timed) / sizeof(*timed); i++) {
		struct conn *c;

		while ((c = s->list[timed[i]].first) && c->due_ms <= now) {
			shutdown(c->fd, SHUT_RDWR);	/* libmicrohttpd sees the end and closes */
			move_to(s, c, PHASE_DEAD);
			s->runs = 2;
		}
		if (c && c->due_ms < next)
			next = c->due_ms;
	}
	return next == UINT64_MAX ? -1 : (int)(next - now + 1);
}

/* ---- requests ---- */

static void drop_slot(struct http_server *s, struct request *rq)
{
	if (!rq->given)
		return;
	rq->given = false;
	s->slot[rq->slot] = NULL;
	s->generation[rq->slot]++;
	s->free_slot[s->nfree++] = rq->slot;
}

static void request_free(struct http_server *s, struct request *rq)
{
	if (!rq)
		return;
	drop_slot(s, rq);
	if (rq->reply)
		MHD_destroy_response(rq->reply);
	if (rq->conn)
		rq->conn->request = NULL;
	buf_free(&rq->head);
	buf_free(&rq->body);
	free(rq);
}

static struct conn *conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* The query is taken apart here, not by the library: each field would cost it some of the
 * connection's memory, and a request of some hundred would get no answer at all. It has found
 * the '?' already and splits this very text next. */
static void hide_query(const char *target)
{
	char *query = strchr((char *)(uintptr_t)target, '?');

	if (query)
		query[1] = '\0';
}

/* The request line has come: the raw target is to be had here only. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *mhd)
{
	struct http_server *s = cls;
	struct conn *c = conn_of(mhd);
	struct request *rq = calloc(1, sizeof(*rq));

	if (!rq)
		return NULL;
	if (c && c->request)
		request_free(s, c->request);
	rq->head = BUF(HEAD_MAX);
	rq->body = BUF(BODY_GROW_MAX);
	buf_put(&rq->head, str_of(target));
	rq->target_n = rq->head.n;
	hide_query(target);
	rq->conn = c;
	if (c)
		c->request = rq;
	return rq;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t nname,
	const char *value, size_t nvalue)
{
	(void)kind;
	return head_add(cls, (struct str){ name, nname }, (struct str){ value, value ? nvalue : 0 })
		? MHD_YES : MHD_NO;
}

static void read_peer(struct request *rq, struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *at = info ? info->client_addr : NULL;
	unsigned char *to = rq->public.peer;

	if (at && at->sa_family == AF_INET) {
		memset(to + 10, 0xff, 2);
		memcpy(to + 12, &((const struct sockaddr_in *)(const void *)at)->sin_addr, 4);
		rq->public.loopback = to[12] == 127;
	} else if (at && at->sa_family == AF_INET6) {
		memcpy(to, &((const struct sockaddr_in6 *)(const void *)at)->sin6_addr, 16);
		rq->public.loopback = IN6_IS_ADDR_LOOPBACK((const struct in6_addr *)(const void *)to);
	}
}

static enum http_method method_of(const char *name)
{
	for (int m = HTTP_GET; m < HTTP_OTHER; m++)
		if (!strcmp(name, http_method_name((enum http_method)m)))
			return (enum http_method)m;
	return HTTP_OTHER;
}

static enum MHD_Result send_reply(struct http_server *s, struct request *rq)
{
	enum MHD_Result done;

	if (!rq->reply)
		return MHD_NO;	/* no memory for an answer: the connection is closed */
	rq->sent = true;
	done = MHD_queue_response(rq->conn->mhd, (unsigned)rq->status, rq->reply);
	MHD_destroy_response(rq->reply);
	rq->reply = NULL;
	move_to(s, rq->conn, PHASE_REPLY);
	return done;
}

/* A refusal of the server itself: a plain line, and the connection is not used again. */
static enum MHD_Result refuse(struct http_server *s, struct request *rq, int status)
{
	struct answer an = { .status = status, .type = S("text/plain; charset=utf-8") };

	an.body = status == 413 ? S("Too large.\n") : status == 414 ? S("Address too long.\n") :
		status == 503 ? S("Too many requests at once. Please try again.\n") : S("Bad request.\n");
	rq->status = status;
	rq->reply = reply_make(&an, &rq->public, &s->limits, true);
	return send_reply(s, rq);
}

static uint64_t announced_length(struct MHD_Connection *mhd)
{
	const char *value = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, "Content-Length");
	uint64_t n = 0;

	for (; value && *value >= '0' && *value <= '9' && n < UINT64_MAX / 100; value++)
		n = n * 10 + (uint64_t)(*value - '0');
	return n;
}

static enum MHD_Result head_complete(struct http_server *s, struct request *rq,
	struct MHD_Connection *mhd, const char *method)
{
	uint64_t announced = announced_length(mhd);

	rq->seen_head = true;
	rq->public.method = method_of(method);
	read_peer(rq, mhd);
	if (MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, on_header, rq) < 0 || !buf_ok(&rq->head))
		return refuse(s, rq, 400);
	rq->refuse = head_finish(rq);
	if (rq->refuse)
		return refuse(s, rq, rq->refuse);
	rq->body_max = s->calls.body_max(s->calls.ctx, rq->public.method, rq->public.target);
	if (announced > rq->body_max && announced > THROW_AWAY_MAX)
		return refuse(s, rq, 413);
	if (announced > rq->body_max)
		rq->refuse = 413;
	move_to(s, rq->conn, PHASE_BODY);
	return MHD_YES;
}

static enum MHD_Result body_bytes(struct request *rq, struct str bytes)
{
	rq->taken += bytes.n;
	if (rq->taken > rq->body_max)
		rq->refuse = 413;
	if (rq->refuse)
		return rq->taken > rq->body_max + THROW_AWAY_MAX ? MHD_NO : MHD_YES;
	buf_put(&rq->body, bytes);
	if (!buf_ok(&rq->body))
		rq->refuse = 413;
	return MHD_YES;
}

static enum MHD_Result hand_over(struct http_server *s, struct request *rq)
{
	uint64_t id;

	if (!s->nfree)
		return refuse(s, rq, 503);
	rq->slot = s->free_slot[--s->nfree];
	rq->generation = s->generation[rq->slot];
	s->slot[rq->slot] = rq;
	rq->given = true;
	rq->public.body = buf_str(&rq->body);
	move_to(s, rq->conn, PHASE_WORK);
	id = (uint64_t)rq->generation << 32 | rq->slot;
	rq->inside = true;
	s->calls.request(s->calls.ctx, id, &rq->public);
	rq->inside = false;
	if (rq->sent) {
		rq->sent = false;
		return send_reply(s, rq);
	}
	rq->waiting = true;
	MHD_suspend_connection(rq->conn->mhd);
	return MHD_YES;
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *mhd, const char *url,
	const char *method, const char *version, const char *bytes, size_t *nbytes, void **state)
{
	struct http_server *s = cls;
	struct request *rq = *state;
	enum MHD_Result rc;

	(void)url, (void)version;
	if (!rq || !rq->conn)
		return MHD_NO;
	if (!rq->seen_head)
		return head_complete(s, rq, mhd, method);
	if (*nbytes) {
		rc = body_bytes(rq, (struct str){ bytes, *nbytes });
		*nbytes = 0;
		return rc;
	}
	if (rq->given)
		return MHD_YES;		/* called again after it was resumed */
	return rq->refuse ? refuse(s, rq, rq->refuse) : hand_over(s, rq);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **state,
	enum MHD_RequestTerminationCode why)
{
	struct http_server *s = cls;
	struct conn *c = conn_of(mhd);

	(void)why;
	request_free(s, *state);
	*state = NULL;
	if (c)
		move_to(s, c, PHASE_IDLE);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **context,
	enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = cls;
	struct conn *c = *context;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		c = calloc(1, sizeof(*c));
		if (!c)
			return;
		c->mhd = mhd;
		c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		enlist(s, c, PHASE_HEAD);
		s->nconn++;
		*context = c;
		return;
	}
	if (!c)
		return;
	request_free(s, c->request);
	unlist(s, c);
	s->nconn--;
	free(c);
	*context = NULL;
}

/* Targets and forms are decoded in request.c; libmicrohttpd leaves them alone. */
static size_t keep_escapes(void *cls, struct MHD_Connection *mhd, char *s)
{
	(void)cls, (void)mhd;
	return strlen(s);
}

/* ---- public ---- */

static struct http_server *server_new(const struct http_limits *limits, const struct http_calls *calls)
{
	struct http_server *s = calloc(1, sizeof(*s));
	size_t n = limits->connections;

	if (!s)
		return NULL;
	s->limits = *limits;
	s->calls = *calls;
	s->nslots = s->nfree = n;
	s->slot = calloc(n, sizeof(*s->slot));
	s->generation = calloc(n, sizeof(*s->generation));
	s->free_slot = calloc(n, sizeof(*s->free_slot));
	if (!s->slot || !s->generation || !s->free_slot) {
		http_stop(s);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		s->free_slot[i] = (uint32_t)(n - 1 - i);
	return s;
}

enum err http_start(int listen_fd, const struct http_limits *limits,
	const struct http_calls *calls, struct http_server **ret)
{
	struct http_server *s = server_new(limits, calls);
	int own = s ? fcntl(listen_fd, F_DUPFD_CLOEXEC, 0) : -1;

	if (own < 0) {
		http_stop(s);
		return E_IO;
	}
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_access, s,
		MHD_OPTION_LISTEN_SOCKET, own,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONN_MEMORY,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)limits->connections,
		MHD_OPTION_CONNECTION_TIMEOUT, 0u,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_END);
	if (!s->daemon) {
		fd_close(&own);
		http_stop(s);
		return E_IO;
	}
	*ret = s;
	return OK;
}

int http_fd(const struct http_server *s)
{
	return MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int http_run(struct http_server *s)
{
	MHD_UNSIGNED_LONG_LONG soon;
	unsigned runs;
	int wait;

	do {
		runs = s->runs ? s->runs : 1;
		s->runs = 0;
		while (runs--)
			MHD_run(s->daemon);
		wait = expire(s);
	} while (s->runs);
	if (MHD_get_timeout(s->daemon, &soon) == MHD_YES && (wait < 0 || soon < (unsigned)wait))
		wait = (int)soon;
	return wait;
}

static struct request *find(struct http_server *s, uint64_t id)
{
	uint32_t slot = (uint32_t)id, generation = (uint32_t)(id >> 32);

	if (slot >= s->nslots || !s->slot[slot] || s->generation[slot] != generation)
		return NULL;
	return s->slot[slot];
}

const struct http_request *http_request_of(struct http_server *s, uint64_t id)
{
	struct request *rq = find(s, id);

	return rq ? &rq->public : NULL;
}

void http_prepare(struct http_server *s, uint64_t id, const struct answer *an)
{
	struct request *rq = find(s, id);

	if (!rq || rq->sent)
		return;
	if (rq->reply)
		MHD_destroy_response(rq->reply);
	rq->reply = reply_make(an, &rq->public, &s->limits, s->closing);
	rq->status = an->status;
	if (!rq->reply) {
		const struct answer none = { .status = 503, .type = S("text/plain; charset=utf-8"),
			.body = S("Please try again.\n") };

		rq->reply = reply_make(&none, &rq->public, &s->limits, true);
		rq->status = none.status;
	}
}

void http_send(struct http_server *s, uint64_t id)
{
	struct request *rq = find(s, id);
	struct MHD_Connection *mhd;

	if (!rq || rq->sent)
		return;
	if (rq->inside) {
		rq->sent = true;	/* hand_over() queues it */
		return;
	}
	mhd = rq->conn->mhd;
	if (send_reply(s, rq) != MHD_YES)
		shutdown(rq->conn->fd, SHUT_RDWR);
	MHD_resume_connection(mhd);
	s->runs = 2;
}

void http_answer(struct http_server *s, uint64_t id, const struct answer *an)
{
	http_prepare(s, id, an);
	http_send(s, id);
}

size_t http_connections(const struct http_server *s)
{
	return s->nconn;
}

void http_quiesce(struct http_server *s)
{
	int own;

	if (s->closing)
		return;
	s->closing = true;
	own = MHD_quiesce_daemon(s->daemon);
	fd_close(&own);
	/* What is already in the socket is still read and answered. */
	for (enum phase ph = PHASE_HEAD; ph <= PHASE_IDLE; ph++)
		for (struct conn *c = s->list[ph].first; c; c = c->next)
			shutdown(c->fd, SHUT_RD);
	s->runs = 2;
}

void http_stop(struct http_server *s)
{
	if (!s)
		return;
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	free(s->slot);
	free(s->generation);
	free(s->free_slot);
	free(s);
}
