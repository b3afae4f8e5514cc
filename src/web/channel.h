/*
 * Messages between the processes of one program: a kind, a number, bytes. One message is one
 * packet of a SOCK_SEQPACKET socket; long ones travel in a memfd. What a full socket does not
 * take waits in a queue.
 * Must not know: what the bytes mean.
 */
#ifndef WEB_CHANNEL_H
#define WEB_CHANNEL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum message_kind {
	M_WRITE,	/* worker → writer: carry and packed request; answered by M_ANSWER */
	M_AUDIT,	/* worker → writer: notes of a read (audit rows); answered by M_DONE or M_FAILED */
	M_SEEN,		/* worker → writer: notes that nobody waits for (a session was used) */
	M_SLOW,		/* worker → helper: packed request; answered by M_ANSWER or M_CARRY */
	M_PAGE,		/* worker → maker of pages: packed request; answered by M_ANSWER or M_FAILED */
	M_ANSWER,	/* notes of a read (of a maker: the page's mark), packed answer */
	M_CARRY,	/* what .slow found out */
	M_DONE, M_FAILED, M_MAX
};
struct message { enum message_kind kind; uint64_t id; struct str bytes; };

struct channel {
	int fd;			/* -1: not connected */
	struct packet *first, *last;	/* not yet taken by the socket */
};

#define MESSAGE_MAX ((size_t)256 * 1024 * 1024)

/* Sends or queues. E_IO: the other end has gone. */
enum err channel_send(struct channel *c, const struct message *m) MUST_CHECK;
/* Sends what is queued; call when the socket takes more. */
enum err channel_flush(struct channel *c) MUST_CHECK;
/* The next message, its bytes in `a`. E_RETRY: none now. E_IO: the other end has gone. */
enum err channel_receive(struct channel *c, struct arena *a, struct message *ret) MUST_CHECK;
void channel_close(struct channel *c);	/* and forgets what is queued */
/* Accepts on a listener of this program; -1: nobody there, or not one of ours. */
int channel_accept(int listener);

#endif
