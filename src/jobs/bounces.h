/*
 * Addresses that take no mail: learnt from what the relay refuses and from what comes back into the
 * box, kept until somebody says that the address is good again. Nothing is sent there; whoever else
 * can be reached (a phone) is, and staff see it where they see the address.
 * Must not know: whose address it is.
 */
#ifndef JOBS_BOUNCES_H
#define JOBS_BOUNCES_H

#include "db/db.h"

/* Has mail to it come back? */
enum err mail_address_bad(struct db *db, struct arena *a, struct str address, bool *ret) MUST_CHECK;
/* Since when and why ("5.1.1"). E_NOTFOUND: it is good, as far as is known. */
struct mail_bounce { struct instant at; struct str status; };
enum err mail_bounce_get(struct db *db, struct arena *a, struct str address, struct mail_bounce *ret) MUST_CHECK;
/* In the caller's transaction. */
enum err mail_address_put_bad(struct db *db, struct arena *a, struct instant now, int64_t organization,
	struct str address, struct str status) MUST_CHECK;
/* Mail goes there again. */
enum err mail_address_put_good(struct db *db, struct arena *a, struct str address) MUST_CHECK;

/* What one letter of the box says, with all it changes, in the caller's transaction: the message it is about did not
 * arrive; the address is bad if the letter says so. Nothing when it is no report on a mail of ours. */
enum err mail_came_back(struct db *db, struct arena *a, struct instant now, struct str secret, struct str letter) MUST_CHECK;

/* Reads the box of the settings; nothing without one. */
struct settings;
enum err bounces_job(const struct settings *s, struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* Opens that box and asks nothing. E_NOTFOUND: there is none; E_INPUT, E_IO: *ret says what is wrong. */
enum err bounces_greet(const struct settings *s, struct arena *a, struct str *ret) MUST_CHECK;
/* The secret with which Message-IDs are signed. */
enum err mail_secret(const struct settings *s, struct arena *a, struct str *ret) MUST_CHECK;

#endif
