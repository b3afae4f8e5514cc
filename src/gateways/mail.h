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
	struct str secret;		/* signs the keys that bounces bring back; empty: not signed */
	struct str ca_file;		/* certificates to trust instead of the system's; empty: those */
};
/* A message without subject: its first line is that, when an empty line follows. E_INPUT: no smtp URL,
 * no sender. It lives beside an arena, and ends with it if it was not closed. */
enum err gateway_mail_open(const struct gateway_mail_settings *s, struct arena *beside, struct gateway **ret) MUST_CHECK;

/* What stands before the @ of a mail's Message-ID: the message's key and a signature of it, so that nobody
 * who did not get the mail can say that it came back. */
struct str mail_key(struct arena *a, struct str secret, struct str key);
/* The key in a Message-ID, with or without <>. E_INPUT: not one of ours, or not signed with this secret. */
enum err mail_key_read(struct arena *a, struct str secret, struct str message_id, struct str *ret) MUST_CHECK;

#endif
