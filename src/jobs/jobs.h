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

/*
 * One message a day of such kinds goes to a number or an address, from whichever houses and areas: what would be the second
 * waits for the next day. When it cannot wait, one that gives way is not sent (nor is it while an area still means to send a
 * more important one that day: struct area.expects); the other is, rather than never.
 */
enum message_spaced { SPACED_NOT, SPACED_GIVES_WAY, SPACED_RATHER };

/* One text to one person. Strings are copied into the row. A field that is 0 is as its comment says. */
struct message {
	int64_t organization;		/* whose act it is about; required */
	int64_t appointment, patient;	/* 0: none */
	struct str channel;		/* "sms" or "mail" */
	struct str template;		/* which text: "code", "booked"…; its version is looked up (samples.h) */
	struct str lang;		/* "fr", "ar", "en" */
	struct str recipient;		/* E.164, or an address */
	struct str body;		/* plain text; "{site}" stands for the public address of the site */
	struct instant due_at;		/* not sent before; INSTANT_NONE: now */
	struct instant drop_at;		/* not sent after: it would come too late to be of use; INSTANT_NONE: in 2 days */
	bool may_stop;			/* no need of law or care: not for who asked for no more messages */
	/* Held back in quiet hours and on feasts, and behind those that may not wait (codes, offers,
	 * changes of today); not when it would come too late otherwise. */
	bool may_wait;
	enum message_spaced spaced;	/* asks for may_wait */
	struct instant last_at;		/* until when staff may send it again by hand when it did not leave; 0: drop_at */
	/* of mail: a file that goes with it; bytes empty: none. It is no text: it says nothing that its recipient may not keep. */
	struct { struct str filename, type, bytes; } attachment;
	struct str subject, html, ics;	/* of mail; empty: none. "{site}" as in body. ics: a whole calendar object */
};
/* Adds it to the outbox, in the caller's transaction. E_INPUT: no recipient or body. */
enum err message_queue(struct db *db, struct arena *a, struct instant now,
	const struct message *m) MUST_CHECK;
/* The same, and its id: the key under which providers report; 0: its recipient wants no such message (stops.h). */
enum err message_queue_id(struct db *db, struct arena *a, struct instant now,
	const struct message *m, int64_t *ret) MUST_CHECK;
/* Forgets files of mails that have left or will not. In the caller's transaction. */
enum err message_attachments_sweep(struct db *db, struct arena *a) MUST_CHECK;
/* Takes back what was not sent yet about an appointment (a reminder of one that is cancelled). */
enum err message_drop(struct db *db, struct arena *a, struct instant now, int64_t appointment)
	MUST_CHECK;

/*
 * What a provider, or the mail system, says later of a message that was handed to it. In the
 * caller's transaction; the caller has made sure who speaks. Said twice is said once; a later
 * "delivered" is the last word. Undelivered: it ends as failed, for the dead-letter page and the
 * call list. E_NOTFOUND: no such message.
 */
enum message_outcome { MESSAGE_BUFFERED, MESSAGE_DELIVERED, MESSAGE_UNDELIVERED };
struct message_report {
	int64_t id;			/* our key; 0: told by provider_id */
	struct str channel, provider_id;
	enum message_outcome outcome;
	struct str why;			/* of undelivered, a word: "expired", "bounced"; empty: "undelivered" */
};
enum err message_reported(struct db *db, struct arena *a, struct instant now,
	const struct message_report *r) MUST_CHECK;

/*
 * What did not leave or did not arrive (failed, late) waits for staff: sent once more as a new
 * message, or told otherwise. In the caller's transaction, who has checked the reader's scope.
 * E_CONFLICT, and nothing is changed: somebody else saw to it, or it is a code; again: nor is it any use after last_at, when its text is gone.
 */
enum message_handling { MESSAGE_AGAIN, MESSAGE_DONE };
enum err message_handled(struct db *db, struct arena *a, struct instant now, int64_t id, int64_t account,
	enum message_handling how) MUST_CHECK;

/* The texts that were ever queued to somebody, oldest first, as far as they are kept: for tests. */
enum err message_texts(struct db *db, struct arena *a, struct str recipient, struct str **ret, size_t *ret_n)
	MUST_CHECK;

/* The calendar files of the mails to somebody, oldest first, until they have left: for tests. */
enum err message_calendars(struct db *db, struct arena *a, struct str recipient, struct str **ret, size_t *ret_n)
	MUST_CHECK;

/* A part of a text that is for its reader alone: staff of the house that sends it do not see it. */
struct str message_own(struct arena *a, struct str part);
/* The text as it leaves: "{site}" replaced by the public address. And as it is shown to anybody but its reader. */
struct str message_text(struct arena *a, struct str body, struct str site);
struct str message_shown(struct arena *a, struct str body, struct str site);

/* When the nth failed try, at `tried`, is followed by another: after 15 s × n². */
struct instant message_next_try(struct instant tried, int32_t attempts);

/* From when to when, in local minutes, a message that may wait is sent where no house says otherwise (the settings
 * messages_from and messages_to of organizations.h); and on no feast. */
enum { MESSAGES_FROM_MIN = 8 * 60, MESSAGES_TO_MIN = 20 * 60 };
struct message_hours { int32_t from_min, to_min; const struct day *feasts; size_t nfeasts; };
/* The two as a house has them, from it or above; two levels that contradict each other say nothing. Pure. */
struct message_hours message_window(int32_t from_min, int32_t to_min);
/* `wanted` if that is an hour for messages there, else the next one. Pure. */
struct instant message_hour(struct instant wanted, const struct zone *zone, const struct message_hours *h);
/* The same with the clock, hours and feasts of a house. */
enum err message_house_hour(struct db *db, struct arena *a, int64_t organization, struct instant wanted, struct instant *ret)
	MUST_CHECK;
/* The local day of a house: when it began, and the first such hour of the next one. */
struct message_day { struct day day; struct instant began, next; };
enum err message_house_day(struct db *db, struct arena *a, int64_t organization, struct instant now, struct message_day *ret)
	MUST_CHECK;

/* Ways out by channel. mail may be NULL: no mail can be sent, each ends as failed. */
struct gateways { struct gateway *sms, *mail; };

/*
 * Sends what is due, of what may wait at most `max` messages: claims some under a lease (own transaction), sends,
 * records. A message is sent at most once: one whose outcome nobody knows (the lease ran out, the
 * answer never came) is tried again only with a gateway that recognises a repeated key; with one
 * that reports, its report is waited for; else, and when none comes, it ends as failed. What is past its
 * drop_at ends as late. Texts of sent messages are blanked unless the gateway keeps them. What may wait is spread over
 * the second that a run of `max` is meant for, when it is more than a handful; what may not goes between. db is a DB_WRITE connection without open transaction.
 * *ret_done = how many were handled.
 */
enum err outbox_send(struct db *db, struct arena *a, struct instant now, const struct gateways *g,
	struct str site, int max, int *ret_done) MUST_CHECK;
/* Whether it would do anything now: OK or E_NOTFOUND. */
enum err outbox_waits(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* The gateways that the settings ask for: the demonstration for both unless sms_url or smtp_url is
 * set. E_INPUT with *ret_why (may be NULL): they do not fit together. */
struct settings;
enum err jobs_gateways(const struct settings *s, struct arena *a, struct gateways *ret,
	struct str *ret_why) MUST_CHECK;
void gateways_close(struct gateways *g);
/* Whether text messages go to the demonstration, where they stay readable on the outbox page. */
bool jobs_demonstration(const struct settings *s);

#endif
