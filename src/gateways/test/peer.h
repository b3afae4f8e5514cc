/*
 * A real peer for the tests of gateways: a child process that serves a protocol on a port of its
 * own and writes what it was told into a file. Included by one test file each.
 * Must not know: any protocol.
 */
#ifndef GATEWAYS_TEST_PEER_H
#define GATEWAYS_TEST_PEER_H

#include "base/fd.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct peer { pid_t pid; uint16_t port; char file[64]; struct arena *a; };

/* serve() runs in the child, on a non-blocking listener, and never returns. */
static inline int peer_serving(void **state, void (*serve)(int listener, const char *file))
{
	struct peer *p = calloc(1, sizeof *p);
	int listener;

	assert_non_null(p);
	p->a = arena_new(8 << 20);
	snprintf(p->file, sizeof p->file, "/tmp/diwan-peer.XXXXXX");
	close(mkstemp(p->file));
	listener = fd_listen_tcp("127.0.0.1", 0, &p->port);
	assert_true(listener >= 0);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (!p->pid)
		serve(listener, p->file);
	close(listener);
	*state = p;
	return 0;
}

static inline int peer_stop(void **state)
{
	struct peer *p = *state;

	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	unlink(p->file);
	arena_free(p->a);
	free(p);
	return 0;
}

#endif
