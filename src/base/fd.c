#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);	/* on Linux the descriptor is gone even after EINTR */
	*fd = -1;
}

int fd_open(const char *path, int flags, mode_t mode)
{
	return open(path, flags | O_CLOEXEC, mode);
}

enum err fd_read_file(struct arena *a, const char *path, size_t max, struct str *ret)
{
	int fd FD_AUTO = strcmp(path, "-") ? fd_open(path, O_RDONLY, 0) : dup(0);
	size_t n = 0, cap = 64 * 1024;
	char *p;

	if (fd < 0)
		return errno == ENOENT ? E_NOTFOUND : E_IO;
	p = arena_alloc(a, cap, 1);
	for (;;) {
		ssize_t got;

		if (n == cap) {
			size_t have = cap;

			if (cap > max)
				return E_LIMIT;
			p = arena_grow(a, p, have, &cap, 1);
		}
		got = read(fd, p + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return E_IO;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	if (n > max)
		return E_LIMIT;
	*ret = (struct str){ p, n };
	return OK;
}

enum err fd_write_all(int fd, struct str data)
{
	while (data.n) {
		ssize_t done = write(fd, data.p, data.n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return E_IO;
		data.p += done;
		data.n -= (size_t)done;
	}
	return OK;
}

static enum err sync_folder(const char *path)
{
	char copy[4096];
	int fd FD_AUTO = -1;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = fd_open(dirname(copy), O_RDONLY | O_DIRECTORY, 0);
	return fd >= 0 && fsync(fd) == 0 ? OK : E_IO;
}

enum err fd_write_file(const char *path, struct str data, mode_t mode)
{
	char tmp[4096];
	int fd FD_AUTO = -1;

	if (snprintf(tmp, sizeof(tmp), "%s.tmp%d", path, (int)getpid()) >= (int)sizeof(tmp))
		return E_INPUT;
	fd = fd_open(tmp, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if (fd < 0)
		return E_IO;
	if (fd_write_all(fd, data) != OK || fsync(fd) != 0 || rename(tmp, path) != 0) {
		unlink(tmp);
		return E_IO;
	}
	return sync_folder(path);
}

int fd_listen_tcp(const char *addr, uint16_t port, uint16_t *ret_port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
	socklen_t n = sizeof(at);
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	if (inet_pton(AF_INET, addr, &at.sin_addr) != 1 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(fd, 1024) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) != 0) {
		fd_close(&fd);
		return -1;
	}
	*ret_port = ntohs(at.sin_port);
	return fd;
}

enum err fd_listen_unix(int *ret)
{
	/* an address of the family alone lets the kernel pick a free abstract name: unix(7) */
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return E_IO;
	if (bind(fd, (struct sockaddr *)&at, sizeof(sa_family_t)) != 0 || listen(fd, 1024) != 0) {
		fd_close(&fd);
		return E_IO;
	}
	*ret = fd;
	return OK;
}

enum err fd_connect_unix(int listener, int *ret)
{
	struct sockaddr_un at;
	socklen_t n = sizeof(at);
	int fd;

	if (getsockname(listener, (struct sockaddr *)&at, &n) != 0)
		return E_IO;
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return E_IO;
	if (connect(fd, (struct sockaddr *)&at, n) != 0 || fd_nonblock(fd, true) != OK) {
		fd_close(&fd);
		return E_IO;
	}
	*ret = fd;
	return OK;
}

enum err fd_pair(int ret[static 2])
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return E_IO;
	ret[0] = pair[0];
	ret[1] = pair[1];
	return OK;
}

enum err fd_nonblock(int fd, bool on)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK) != 0)
		return E_IO;
	return OK;
}

int fd_memory(const char *name)
{
	return memfd_create(name, MFD_CLOEXEC);
}
