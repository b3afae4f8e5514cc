/*
 * Opening and whole-file work: everything is close-on-exec, nothing is cut short silently.
 * The only place that may call open, socket, pipe, socketpair.
 * Must not know: anything of Diwan.
 */
#ifndef BASE_FD_H
#define BASE_FD_H

#include "base/arena.h"
#include "base/err.h"

#include <sys/types.h>

void fd_close(int *fd);				/* -1 afterwards; EINTR-safe; nothing for -1 */
#define FD_AUTO __attribute__((cleanup(fd_close)))
enum err fd_read_file(struct arena *a, const char *path, size_t max, struct str *ret) MUST_CHECK;	/* "-" is standard input */
enum err fd_write_file(const char *path, struct str data, mode_t mode) MUST_CHECK;	/* temporary + fsync + rename + fsync of the folder */
enum err fd_write_all(int fd, struct str data) MUST_CHECK;
int fd_open(const char *path, int flags, mode_t mode);		/* -1 and errno */
int fd_listen_tcp(const char *addr, uint16_t port, uint16_t *ret_port);	/* non-blocking, SO_REUSEADDR, backlog 1024 */
enum err fd_listen_unix(int *ret);		/* SOCK_SEQPACKET on an autobound abstract address, backlog 1024 */
enum err fd_connect_unix(int listener, int *ret);	/* connects to that listener; non-blocking */
enum err fd_pair(int ret[static 2]);		/* SOCK_SEQPACKET pair */
int fd_memory(const char *name);		/* a file in memory only (memfd), close-on-exec; -1 and errno */
enum err fd_nonblock(int fd, bool on);

#endif
