/*
 * The box into which mail comes back: an IMAP folder, read by libcurl.
 *
 * Only what a mail server's report looks like is looked at; what people write there is left alone.
 * Must not know: what is in a report, the database.
 */
#ifndef GATEWAYS_BOX_H
#define GATEWAYS_BOX_H

#include "base/arena.h"
#include "base/err.h"

struct box;
struct box_settings {
	struct str url;			/* imaps://host[:port]/INBOX, or imap://… with STARTTLS; no folder: INBOX */
	struct str user_password;	/* "name:password" */
	struct str ca_file;		/* certificates to trust instead of the system's; empty: those */
	int timeout_ms;			/* of one exchange; 0: 20 s */
};
/* E_INPUT: no such URL. Connects with the first question. */
enum err box_open(const struct box_settings *s, struct arena *beside, struct box **ret) MUST_CHECK;
/* Reports that wait, oldest first, at most max. E_IO: no answer, refused, not to be trusted. */
enum err box_reports(struct box *b, struct arena *a, size_t max, uint32_t **ret, size_t *ret_n) MUST_CHECK;
/* One of them, whole. E_LIMIT: larger than any report on our mails. E_NOTFOUND: gone meanwhile. */
enum err box_read(struct box *b, struct arena *a, uint32_t uid, struct str *ret) MUST_CHECK;
/* Signs in and opens the folder. OK: *ret says what answered; E_IO: what went wrong. */
enum err box_greet(struct box *b, struct arena *a, struct str *ret) MUST_CHECK;
enum err box_remove(struct box *b, uint32_t uid) MUST_CHECK;
/* NULL does nothing. */
void box_close(struct box *b);

#endif
