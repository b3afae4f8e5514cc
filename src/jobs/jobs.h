/*
 * The outbox: messages on their way out.
 *
 * A message is a row written in the transaction of the act that causes it: nothing is sent for
 * what was rolled back. The jobs process claims rows under a lease, hands them to a gateway and
 * records what it said; nobody else reaches a gateway. Areas give it their own periodic work as
 * struct job (web/area.h).
 * Must not know: any area; what a message says.
 */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H

#include "base/str.h"
#include "db/db.h"

struct gateway;

/* One text to one person. Strings are copied into the row. */
struct message {
	int64_t organization;		/* whose act it is about; required */
	int64_t appointment, patient;	/* 0: none */
	struct str channel;		/* "sms" or "mail" */
	struct str template;		/* which text: "code", "booked"… for counting, never shown */
	struct str lang;		/* "fr", "ar", "en" */
	struct str recipient;		/* E.164, or an address */
	struct str body;		/* plain text; "{site}" stands for the public address of the site */
	struct instant due_at;		/* not sent before; INSTANT_NONE: now */
	struct instant drop_at;		/* not sent after: it would come too late to be of use; INSTANT_NONE: in 2 days */
};
/* Adds it to the outbox, in the caller's transaction. E_INPUT: no recipient or body. */
enum err message_queue(struct db *db, struct arena *a, struct instant now,
	const struct message *m) MUST_CHECK;
/* Takes back what was not sent yet about an appointment (a reminder of one that is cancelled). */
enum err message_drop(struct db *db, struct arena *a, struct instant now, int64_t appointment)
	MUST_CHECK;

/* The texts that were ever queued to somebody, oldest first, as far as they are kept: for tests. */
enum err message_texts(struct db *db, struct arena *a, struct str recipient, struct str **ret, size_t *ret_n)
	MUST_CHECK;

/* The text as it leaves: "{site}" replaced by the public address. */
struct str message_text(struct arena *a, struct str body, struct str site);

/* When the nth failed try, at `tried`, is followed by another: after 15 s × n². */
struct instant message_next_try(struct instant tried, int32_t attempts);

/* Ways out by channel. mail may be NULL: no mail can be sent, each ends as failed. */
struct gateways { struct gateway *sms, *mail; };

/*
 * Sends what is due, at most `max` messages: claims some under a lease (own transaction), sends,
 * records. A message is sent at most once: one whose outcome nobody knows (the lease ran out, the
 * answer never came) is tried again only with a gateway that recognises a repeated key, else
 * it ends as failed. What is past its drop_at is dropped. Texts of sent messages are blanked
 * unless the gateway keeps them. db is a DB_WRITE connection without open transaction.
 * *ret_done = how many were handled.
 */
enum err outbox_send(struct db *db, struct arena *a, struct instant now, const struct gateways *g,
	struct str site, int max, int *ret_done) MUST_CHECK;

/* The gateways that the settings ask for: the demonstration for both unless sms_url or smtp_url is
 * set. E_INPUT with *ret_why (may be NULL): they do not fit together. */
struct settings;
enum err jobs_gateways(const struct settings *s, struct arena *a, struct gateways *ret,
	struct str *ret_why) MUST_CHECK;
void gateways_close(struct gateways *g);
/* Whether text messages go to the demonstration, where they stay readable on the outbox page. */
bool jobs_demonstration(const struct settings *s);

#endif
