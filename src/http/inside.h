/*
 * What the files of the HTTP server share: the parts of a connection's state.
 * Included by src/http alone.
 */
#ifndef HTTP_INSIDE_H
#define HTTP_INSIDE_H

#include "http/http.h"

#include <microhttpd.h>

/* What a connection is waiting for; each has one length of time, so lists are in order. */
enum phase { PHASE_HEAD, PHASE_IDLE, PHASE_BODY, PHASE_WORK, PHASE_REPLY, PHASE_DEAD, PHASE_MAX };

struct conn {
	struct conn *next, *prev;	/* list of its phase, oldest first */
	enum phase phase;
	uint64_t due_ms;
	struct MHD_Connection *mhd;
	struct request *request;
	int fd;
};

struct request {
	struct http_request public;	/* strings point into `head` and `body` */
	struct conn *conn;
	struct buf head, body;
	size_t body_max;
	uint64_t taken;			/* body bytes that came, also those thrown away */
	int refuse;			/* status to answer when the body has come; 0: none */
	bool seen_head;
	bool inside;			/* its callback is running */
	bool waiting;			/* suspended until its answer */
	bool given;			/* handed over; has a slot */
	bool sent;
	uint32_t slot, generation;
	unsigned hosts, lengths, encodings;
	bool odd_encoding, odd_name;
	size_t head_at[HH_MAX], head_n[HH_MAX], target_n;	/* offsets in head while it grows */
	struct MHD_Response *reply;
	int status;
};

/* The reply of an answer for a client that sent rq; NULL without memory. */
struct MHD_Response *reply_make(const struct answer *an, const struct http_request *rq,
	const struct http_limits *limits, bool closing);
/* Notes one request header; false: out of room. */
bool head_add(struct request *rq, struct str name, struct str value);
/* When all were noted: what is wrong as a status (400), 0 when nothing is. */
int head_finish(struct request *rq);

#endif
