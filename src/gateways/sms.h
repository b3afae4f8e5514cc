/*
 * Ways out of the house for a short text, behind one interface.
 *
 * Three exist: the demonstration, where every message counts as sent and stays readable on the
 * outbox page; Kannel (kannel.h); and a generic HTTP gateway whose address, method, body and good
 * answer are settings, so that any operator's SMS service fits without a line of C.
 * Must not know: the database, any area, what a message says.
 */
#ifndef GATEWAYS_SMS_H
#define GATEWAYS_SMS_H

#include "base/arena.h"
#include "base/err.h"
#include "gateways/report.h"

enum gateway_result {
	GATEWAY_SENT,		/* accepted; id tells the provider's own number where it gives one */
	GATEWAY_LATER,		/* certainly not sent; worth trying again (no connection, 429, 5xx) */
	GATEWAY_REFUSED,	/* certainly not sent, and never will be (bad number, 4xx) */
	GATEWAY_UNKNOWN,	/* the request left, no answer came */
};
struct gateway_file { struct str filename, type, base64; };	/* type empty: none */
struct gateway_message {
	struct str key;		/* the same for each try of one message: lets the provider drop repeats */
	struct str to;		/* E.164 */
	struct str text, lang;
	int32_t valid_min;	/* to be given up by the network after so many minutes; 0: as it is used to */
	struct str subject, html, ics;	/* of a mail; may be empty: see gateways/mime.h */
	struct gateway_file attachment;
};
struct gateway_answer {
	enum gateway_result result;
	char id[64];
	bool no_such;			/* refused because there is no such number or address */
};

struct gateway {
	const char *name;
	bool keeps_text;	/* demonstration: texts stay readable after sending */
	bool reports;		/* it tells later what became of each: an unknown outcome waits for that */
	bool knows_repeats;	/* the provider honours the key: an unknown outcome may be tried again */
	struct gateway_answer (*send)(struct gateway *g, const struct gateway_message *m);
	void (*close)(struct gateway *g);
	/* Opens the way and signs in where that is possible, sends nothing. OK: *ret says what answered; E_IO: what went
	 * wrong. NULL: there is nobody to greet. */
	enum err (*greet)(struct gateway *g, struct arena *a, struct str *ret);
};

/* The demonstration: sends nothing, answers GATEWAY_SENT. Never fails to open. */
struct gateway *gateway_demonstration(void);

/* A provider's HTTP interface. In url, body and header: {to} {text} {key} {lang} {sender} {report} {valid}, each encoded
 * for where it stands ({to} is +2126…; {to_digits} without the plus; {report} see gateways/report.h). */
struct gateway_http_settings {
	struct str url;			/* https://sms.example/send?to={to}… */
	struct str method;		/* "POST" (default) or "GET" */
	struct str type;		/* Content-Type; "application/json" and form types decide the encoding */
	struct str body;
	struct str header;		/* one more header line, e.g. "Authorization: Bearer …" or empty */
	struct str expect;		/* a good 2xx answer contains this text; empty: any 2xx is good */
	struct str id_after;		/* the provider's own number follows this in a good answer; empty: its first word */
	struct str sender;
	struct report_place report;
	int timeout_ms;			/* for the whole exchange; 0: 10 s */
	bool knows_repeats, reports;
};
/* E_INPUT: no http(s) URL, a placeholder nobody knows, a header with a line break. */
enum err gateway_http_open(const struct gateway_http_settings *s, struct arena *beside, struct gateway **ret) MUST_CHECK;
/* NULL does nothing. */
void gateway_close(struct gateway *g);

#endif
