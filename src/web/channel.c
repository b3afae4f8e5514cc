/* Messages between processes over SOCK_SEQPACKET sockets. */
#include "web/channel.h"
#include "base/fd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define INLINE_MAX ((size_t)96 * 1024)

struct head { uint32_t kind; uint32_t in_file; uint64_t id; uint64_t n; };
struct packet { struct packet *next; struct head head; int file; char bytes[]; };

static enum err send_now(int fd, const struct head *h, struct str bytes, int file)
{
	union { struct cmsghdr align; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
	struct iovec parts[2] = {
		{ (void *)(uintptr_t)h, sizeof(*h) },
		{ (void *)(uintptr_t)bytes.p, h->in_file ? 0 : bytes.n },
	};
	struct msghdr m = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t done;

	if (h->in_file) {
		struct cmsghdr *c;

		m.msg_control = control.room;
		m.msg_controllen = sizeof(control.room);
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &file, sizeof(int));
	}
	do
		done = sendmsg(fd, &m, MSG_NOSIGNAL);
	while (done < 0 && errno == EINTR);
	if (done >= 0)
		return OK;
	return errno == EAGAIN || errno == ENOBUFS ? E_RETRY : E_IO;
}

static enum err to_file(struct str bytes, int *ret)
{
	int fd = memfd_create("diwan", MFD_CLOEXEC);

	if (fd < 0)
		return E_IO;
	if (fd_write_all(fd, bytes) != OK) {
		fd_close(&fd);
		return E_IO;
	}
	*ret = fd;
	return OK;
}

static enum err enqueue(struct channel *c, const struct head *h, struct str bytes, int file)
{
	size_t n = h->in_file ? 0 : bytes.n;
	struct packet *p = malloc(sizeof(*p) + n);

	if (!p)
		return E_IO;
	p->next = NULL;
	p->head = *h;
	p->file = file;
	if (n)
		memcpy(p->bytes, bytes.p, n);
	*(c->last ? &c->last->next : &c->first) = p;
	c->last = p;
	return OK;
}

enum err channel_send(struct channel *c, const struct message *m)
{
	struct head h = { (uint32_t)m->kind, m->bytes.n > INLINE_MAX, m->id, m->bytes.n };
	enum err e = E_RETRY;
	int file = -1;

	if (c->fd < 0)
		return E_IO;
	if (h.in_file)
		TRY(to_file(m->bytes, &file));
	if (!c->first)
		e = send_now(c->fd, &h, m->bytes, file);
	if (e == E_RETRY) {
		e = enqueue(c, &h, m->bytes, file);
		if (e == OK)
			file = -1;	/* the queue has it */
	}
	fd_close(&file);
	return e;
}

static void drop_first(struct channel *c)
{
	struct packet *p = c->first;

	c->first = p->next;
	if (!c->first)
		c->last = NULL;
	fd_close(&p->file);
	free(p);
}

enum err channel_flush(struct channel *c)
{
	while (c->first) {
		struct packet *p = c->first;
		enum err e = send_now(c->fd, &p->head,
			(struct str){ p->bytes, p->head.in_file ? 0 : p->head.n }, p->file);

		if (e == E_RETRY)
			return OK;
		TRY(e);
		drop_first(c);
	}
	return OK;
}

static enum err from_file(int fd, uint64_t n, struct arena *a, struct str *ret)
{
	struct stat st;
	char *to;
	size_t got = 0;

	if (fd < 0 || n > MESSAGE_MAX || fstat(fd, &st) != 0 || (uint64_t)st.st_size != n)
		return E_IO;
	to = arena_alloc(a, n, 1);
	while (got < n) {
		ssize_t r = pread(fd, to + got, n - got, (off_t)got);

		if (r <= 0)
			return E_IO;
		got += (size_t)r;
	}
	*ret = (struct str){ to, n };
	return OK;
}

static int passed_file(struct msghdr *m)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(m);
	int fd = -1;

	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

enum err channel_receive(struct channel *c, struct arena *a, struct message *ret)
{
	static char room[INLINE_MAX];	/* copied out at once: this process has one thread */
	union { struct cmsghdr align; char room[CMSG_SPACE(sizeof(int))]; } control;
	struct head h;
	struct iovec parts[2] = { { &h, sizeof(h) }, { room, sizeof(room) } };
	struct msghdr m = { .msg_iov = parts, .msg_iovlen = 2, .msg_control = control.room,
		.msg_controllen = sizeof(control.room) };
	int file FD_AUTO = -1;
	struct str bytes;
	ssize_t n;

	do
		n = recvmsg(c->fd, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return E_RETRY;
	if (n < (ssize_t)sizeof(h) || h.kind >= M_MAX)
		return E_IO;
	file = passed_file(&m);
	if (h.in_file) {
		TRY(from_file(file, h.n, a, &bytes));
	} else {
		if ((size_t)n - sizeof(h) != h.n)
			return E_IO;
		bytes = arena_str(a, (struct str){ room, h.n });
	}
	*ret = (struct message){ (enum message_kind)h.kind, h.id, bytes };
	return OK;
}

void channel_close(struct channel *c)
{
	while (c->first)
		drop_first(c);
	fd_close(&c->fd);
}

int channel_accept(int listener)
{
	struct ucred who;
	socklen_t n = sizeof(who);
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return -1;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) != 0 || who.uid != geteuid())
		fd_close(&fd);
	return fd;
}
