/*
 * A mail as bytes (RFC 5322, MIME): the text, the same as HTML for those who read it so, and
 * calendar files that calendars take in by themselves (RFC 6047).
 *
 * All parts are base64 of UTF-8: no line is too long for any server, and no line of ours ends the
 * message or a header early. The HTML is made of the text, so that both always say the same.
 * Must not know: sending, what a message says.
 */
#ifndef GATEWAYS_MIME_H
#define GATEWAYS_MIME_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"

struct mime {
	struct str from, to;		/* addresses, checked by mime_address_ok() */
	struct str id;			/* of the message, without <>; ASCII without spaces */
	struct instant at;
	struct str lang;		/* "fr", "ar", "en" */
	struct str subject, text;
	struct str html;		/* empty: made of the text */
	/* VCALENDARs, one after the other, each with its METHOD; {organizer} in them is the sender's
	 * address. Empty: none. */
	struct str ics;
	/* A file to keep: its name (ASCII letters, digits, - _ .), its type, its bytes as base64 without line ends. Type empty: none. */
	struct str filename, type, base64;
};
/* What is larger than the buffer's limit leaves it not ok. */
void mime_put(struct buf *b, struct arena *a, const struct mime *m);

/* What would end a header line or an address early never comes into one; ASCII only. */
bool mime_address_ok(struct str address);

/* A page of its own, right to left in Arabic. A line that ends in a link becomes the link. */
void mime_html(struct buf *b, struct str lang, struct str subject, struct str text);

#endif
