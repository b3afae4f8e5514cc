/*
 * What a provider says is left to pay messages with.
 * Must not know: messages.
 */
#ifndef GATEWAYS_CREDIT_H
#define GATEWAYS_CREDIT_H

#include "base/arena.h"
#include "base/err.h"

struct gateway_credit_settings {
	struct str url;			/* asked by GET */
	struct str header;		/* one more header line, or empty */
	struct str after;		/* the number follows this text; empty: the answer's first number */
	int timeout_ms;
};
/* Whole units, what is behind a point or comma left out. E_IO: no answer or none that is good; E_INPUT: no http(s) URL, no number. */
enum err gateway_credit(struct arena *a, const struct gateway_credit_settings *s, int64_t *ret) MUST_CHECK;
/* The number in an answer. Pure. */
enum err credit_read(struct str answer, struct str after, int64_t *ret) MUST_CHECK;

#endif
