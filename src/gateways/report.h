/*
 * Where a provider tells what became of a message: an address of ours for that message alone. It
 * carries our key of the message and a code that only we can make for that key; no number, no text, and
 * whoever reads one such address can speak about one message only.
 * Must not know: the database, what an outcome leads to.
 */
#ifndef GATEWAYS_REPORT_H
#define GATEWAYS_REPORT_H

#include "base/buf.h"

#define REPORT_PATH "/hook/sms/report"
enum { REPORT_CODE = 32 };		/* characters */

struct report_place {
	struct str base;		/* http://127.0.0.1:8080: as the provider reaches this server */
	struct str secret;		/* of the hooks */
};
/* base/hook/sms/report?key=…&code=…; nothing when there is no base or no secret. */
void report_put_url(struct buf *b, const struct report_place *p, struct str key);
/* Whether the code is the one of that key. */
bool report_genuine(struct str secret, struct str key, struct str code);

#endif
