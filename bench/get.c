/*
 * Asks for pages at a fixed rate and measures how long each takes from the moment it was due
 * (not from when it could be sent: a server that stalls is not spared the queue).
 *
 *	build/bench/get URL FILE RATE SECONDS [--gzip]
 *
 * FILE has one target a line ("/search?s=…"), taken in turn. Prints requests, answers other than
 * 200, milliseconds at the median, 99th percentile and worst.
 *
 *	build/bench/get URL idle CONNECTIONS SECONDS
 *
 * opens CONNECTIONS, asks /healthz once on each, and keeps them open without a word.
 */
#include "base/num.h"
#include "base/time.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS 64	/* opened when they are first needed: a silent one is cut by the server */

struct conn { int fd; uint64_t due_us; bool busy; size_t n, want; char in[65536]; };
static struct conn conn[CONNECTIONS];
static char *target[100000];
static size_t ntargets;
static uint32_t us[10000000];
static size_t nus, bad;

static void die(const char *what)
{
	fprintf(stderr, "get: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int connect_to(int64_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

static void ask(struct conn *c, const char *path, int64_t port, bool gzip)
{
	char out[4096];
	int n = snprintf(out, sizeof(out), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%lld\r\nCookie: lang=fr; "
		"visitor=AAAAAAAAAAAAAAAAAAAAAA\r\n%s\r\n", path, (long long)port, gzip ? "Accept-Encoding: gzip\r\n" : "");

	c->n = c->want = 0;
	c->busy = true;
	if (send(c->fd, out, (size_t)n, MSG_NOSIGNAL) != n)
		die("send");
}

static void take(struct conn *c)
{
	ssize_t got = recv(c->fd, c->in + c->n, sizeof(c->in) - 1 - c->n, 0);
	char *end, *at;
	int64_t length = 0;

	if (got <= 0 && !c->busy) {
		close(c->fd);
		c->fd = -1;
		return;
	}
	if (got <= 0)
		die("the server closed");
	c->n += (size_t)got;
	c->in[c->n] = '\0';
	if (!c->want) {
		end = strstr(c->in, "\r\n\r\n");
		if (!end)
			return;
		at = strcasestr(c->in, "\nContent-Length: ");
		for (at = at ? at + 17 : end; *at >= '0' && *at <= '9'; at++)
			length = length * 10 + (*at - '0');
		c->want = (size_t)(end - c->in) + 4 + (size_t)length;
	}
	if (c->n < c->want)
		return;
	us[nus++] = (uint32_t)(clock_ticks_us() - c->due_us);
	bad += strncmp(c->in + 9, "200", 3) != 0;
	c->busy = false;
}

static int by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static struct conn *idle_one(void)
{
	for (int i = 0; i < CONNECTIONS; i++)
		if (!conn[i].busy)
			return &conn[i];
	return NULL;
}

static void read_targets(const char *file)
{
	FILE *f = fopen(file, "r");
	char line[4096];

	if (!f)
		die(file);
	while (ntargets < 100000 && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		target[ntargets++] = strdup(line);
	}
	fclose(f);
	if (!ntargets)
		die("no targets");
}

static void measure(int64_t port, int64_t rate, int64_t seconds, bool gzip)
{
	int ep = epoll_create1(0);
	uint64_t start, next, step = 1000000 / (uint64_t)rate;
	size_t turn = 0;

	for (int i = 0; i < CONNECTIONS; i++) {
		conn[i].fd = -1;
	}
	start = next = clock_ticks_us();
	while (clock_ticks_us() < start + (uint64_t)seconds * 1000000) {
		struct epoll_event ev[64];
		struct conn *c;
		int n;

		while (next <= clock_ticks_us() && (c = idle_one())) {
			if (c->fd < 0) {
				struct epoll_event in = { .events = EPOLLIN, .data.ptr = c };

				c->fd = connect_to(port);
				epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &in);
			}
			c->due_us = next;
			next += step;
			ask(c, target[turn++ % ntargets], port, gzip);
		}
		n = epoll_wait(ep, ev, 64, 1);
		for (int i = 0; i < n; i++)
			take(ev[i].data.ptr);
	}
	qsort(us, nus, sizeof(*us), by_size);
	printf("requests %zu bad %zu median_ms %.2f p99_ms %.2f max_ms %.2f\n", nus, bad, us[nus / 2] / 1e3,
		us[nus * 99 / 100] / 1e3, us[nus - 1] / 1e3);
}

static void keep_idle(int64_t port, int64_t n, int64_t seconds)
{
	struct rlimit files = { 65536, 65536 };
	struct timespec t = { seconds, 0 };
	char in[4096];

	setrlimit(RLIMIT_NOFILE, &files);
	for (int64_t i = 0; i < n; i++) {
		struct conn c = { .fd = connect_to(port) };

		ask(&c, "/healthz", port, false);
		if (recv(c.fd, in, sizeof(in), 0) <= 0)
			die("recv");
	}
	printf("idle %lld\n", (long long)n);
	fflush(stdout);
	nanosleep(&t, NULL);
}

int main(int argc, char **argv)
{
	int64_t port, rate, seconds;

	if (argc < 5 || strncmp(argv[1], "http://127.0.0.1:", 17) || num_parse(str_of(argv[1] + 17), 1, 65535, &port) != OK ||
	    num_parse(str_of(argv[3]), 1, 100000, &rate) != OK || num_parse(str_of(argv[4]), 1, 3600, &seconds) != OK) {
		fputs("usage: get http://127.0.0.1:PORT FILE RATE SECONDS [--gzip] | … idle CONNECTIONS SECONDS\n", stderr);
		return 2;
	}
	if (!strcmp(argv[2], "idle")) {
		keep_idle(port, rate, seconds);
		return 0;
	}
	read_targets(argv[2]);
	measure(port, rate, seconds, argc > 5);
	return 0;
}
