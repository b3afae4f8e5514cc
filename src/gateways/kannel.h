/*
 * Kannel's smsbox (HTTP sendsms), behind the same interface as other text messages.
 *
 * All is in headers and body of a POST: neither number, text nor password stands in an address that
 * smsbox or a proxy would log. Kannel acknowledges what it keeps in its store; what the network then
 * says comes to the report's address (gateways/report.h), and Kannel does not know repeated keys.
 * Must not know: the database, any area, what a message says.
 */
#ifndef GATEWAYS_KANNEL_H
#define GATEWAYS_KANNEL_H

#include "gateways/report.h"
#include "gateways/sms.h"

struct gateway_kannel_settings {
	struct str url;			/* http://127.0.0.1:13013/cgi-bin/sendsms */
	struct str user_password;	/* "name:password" of a sendsms-user */
	struct str sender;		/* sender id: letters and digits, at most 11, or a number; empty: Kannel's own */
	struct report_place report;	/* without it no reports are asked for */
	int timeout_ms;			/* 0: 10 s */
};
/* E_INPUT: no http(s) URL, no name and password, something that cannot stand in a header. */
enum err gateway_kannel_open(const struct gateway_kannel_settings *s, struct arena *beside, struct gateway **ret) MUST_CHECK;

#endif
