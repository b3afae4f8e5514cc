/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef REMINDERS_INSIDE_H
#define REMINDERS_INSIDE_H

#include "areas/reminders/reminders.h"
#include "jobs/samples.h"
#include "reminders_q.h"

/* What a reminder says (text/reminder.txt): of the first of n appointments; place empty: nothing of where. */
/* n: appointments of the house that sends it; elsewhere: others have some too. */
struct remind_text { struct local start; struct str place; size_t n; bool answer, elsewhere; };
/* "26/11": a reminder is of the weeks ahead. */
struct str remind_day_said(struct arena *a, struct day d);
/* What a letter says (letter_paper.c); which: 0, or 1 of a discreet type. */
struct str letter_sample(struct arena *a, enum lang l, int which, enum sample_size size);
extern const struct sample reminders_samples[];
struct str remind_words(struct arena *a, enum lang lang, const struct remind_text *t);

/* The steps of the job, each in short transactions of its own; killed anywhere they go on where they were. */
enum err remind_plan(struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* answers: a text message that comes back is read. */
enum err remind_send(struct db *db, struct arena *a, struct instant now, bool answers) MUST_CHECK;

/* Whether a contact is to be reminded of something on that day and has not been yet. */
enum err remind_expects(struct db *db, struct arena *a, struct str contact, struct day day, bool *ret) MUST_CHECK;

enum err remind_risks(struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* Where the branch of a house ends of whose people it keeps the files: its departments'. */
static inline int64_t remind_house_end(const struct remind_houses_row *h)
{
	return str_eq(h->kind, S("establishment")) || str_eq(h->kind, S("health_centre")) ? h->tree_hi : h->tree_lo + 1;
}
enum err remind_follow_all(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* OK: commit; else what was begun is rolled back. */
static inline enum err remind_end(struct db *db, enum err e)
{
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

#endif
