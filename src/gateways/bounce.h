/*
 * Mail that came back, read from the report of a mail server (RFC 3462, 3464) by gmime.
 *
 * Anybody can write such a report; what it says counts only for the mail whose Message-ID it brings
 * back, and only when that is one that we signed (mail_key_read() in gateways/mail.h).
 * Must not know: the database, where the report was found.
 */
#ifndef GATEWAYS_BOUNCE_H
#define GATEWAYS_BOUNCE_H

#include "base/arena.h"
#include "base/err.h"

enum bounce_kind {
	BOUNCE_NOTHING,		/* no report, or of a delay or a delivery */
	BOUNCE_MESSAGE,		/* this mail did not arrive; the next one may (box full, refused as spam, tried too long) */
	BOUNCE_ADDRESS,		/* there is no such box, or it is closed: no mail will arrive */
};
struct bounce {
	enum bounce_kind kind;
	struct str message_id;	/* of the mail that came back, without <>; empty: not said */
	struct str status;	/* "5.1.1" */
};
/* A whole mail as it came. Never fails: what cannot be read is BOUNCE_NOTHING. */
struct bounce bounce_read(struct arena *a, struct str mail);

/* What fields of one recipient say. The words of the remote server tell more where the status is only
 * "5.0.0" (Exim). */
enum bounce_kind bounce_judge(struct str action, struct str status, struct str diagnostic);
/* The first status code (class.subject.detail) in a text, such as "smtp; 550 5.1.1 no such user"; else empty. */
struct str bounce_status_in(struct str text);

#endif
