/*
 * Mail by SMTP (libcurl), behind the same interface as text messages.
 * Must not know: the database, any area, what a message says.
 */
#ifndef GATEWAYS_MAIL_H
#define GATEWAYS_MAIL_H

#include "gateways/sms.h"

struct gateway_mail_settings {
	struct str url;			/* smtp://host:port or smtps://… */
	struct str from;		/* sender's address */
	struct str user_password;	/* "name:password", or empty */
	bool must_encrypt;		/* refuse a server without STARTTLS; else it is used where offered */
	int timeout_ms;			/* 0: 20 s */
};
/* A message's first line is its subject when an empty line follows it. E_INPUT: no smtp URL, no
 * sender. */
enum err gateway_mail_open(const struct gateway_mail_settings *s, struct gateway **ret) MUST_CHECK;

#endif
