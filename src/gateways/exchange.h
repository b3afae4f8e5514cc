/*
 * One request to a provider's HTTP interface (libcurl), and what it makes certain when no answer
 * comes: only failures before the request left are sure.
 * Must not know: what a message says, what an answer means.
 */
#ifndef GATEWAYS_EXCHANGE_H
#define GATEWAYS_EXCHANGE_H

#include "base/buf.h"
#include "gateways/sms.h"

#include <curl/curl.h>

enum { EXCHANGE_ANSWER_MAX = 16384 };

struct exchange {
	const char *url;
	bool get;			/* else a POST of body */
	struct str body;
	struct curl_slist *headers;
	int timeout_ms;			/* for the whole exchange; 0: 10 s */
	/* A connection that served an earlier request may be used: libcurl then sends the request
	 * anew when the peer has closed it, whatever the peer did with the first. */
	bool repeatable;
};
/* GATEWAY_SENT: an answer came (its status and at most EXCHANGE_ANSWER_MAX bytes of it); GATEWAY_LATER:
 * the request never left; GATEWAY_UNKNOWN: it may have. */
enum gateway_result exchange_do(CURL *curl, const struct exchange *x, long *ret_status, struct buf *answer);

/* Connects, with TLS where the address says so, and asks nothing. E_IO: *ret_why. */
enum err exchange_connect(CURL *curl, const char *url, int timeout_ms, const char **ret_why) MUST_CHECK;

/* Adds "Name: value"; the value has no line break (exchange_value_ok). */
struct curl_slist *exchange_header(struct curl_slist *list, const char *name, struct str value);
/* Printable, no control character: may stand in a header. */
bool exchange_value_ok(struct str s);
void exchange_put_percent(struct buf *b, struct str s);

#endif
