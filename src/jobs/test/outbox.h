/*
 * For tests of areas: the outbox with a gateway that takes everything, and what stands in it.
 */
#ifndef JOBS_TEST_OUTBOX_H
#define JOBS_TEST_OUTBOX_H

#include "gateways/sms.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

static inline struct gateway_answer outbox_takes(struct gateway *g, const struct gateway_message *m)
{
	(void)g;
	(void)m;
	return (struct gateway_answer){ .result = GATEWAY_SENT, .id = "n" };
}

/* Sends what may leave now; the texts stay. */
static inline void outbox_leaves(struct db *db, struct arena *a, struct instant now)
{
	struct gateway g = { .name = "fake", .send = outbox_takes, .keeps_text = true };
	const struct gateways all = { &g, NULL };
	int done;

	assert_int_equal(outbox_send(db, a, now, &all, S("https://h.example"), 100, &done), OK);
}

/* How many of one text to a recipient are in a state. */
static inline int outbox_has(struct db *db, struct arena *a, const char *to, const char *text, const char *state)
{
	struct message_test_list_rows rows;
	int n = 0;

	assert_int_equal(message_test_list(db, a, str_of(to), &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		n += str_eq(rows.v[i].template, str_of(text)) && str_eq(rows.v[i].state, str_of(state));
	return n;
}

/* The last text to a recipient as pages of staff show it. */
static inline struct str outbox_shown(struct db *db, struct arena *a, const char *to)
{
	struct message_test_list_rows rows;

	assert_int_equal(message_test_list(db, a, str_of(to), &rows), OK);
	assert_true(rows.n > 0);
	return message_shown(a, rows.v[rows.n - 1].body, S("https://h.example"));
}

/* Is one of that text due that may wait for the morning? */
static inline bool outbox_may_wait(struct db *db, struct arena *a, struct instant now, const char *text)
{
	struct message_claim_rows rows;
	bool found = false;

	assert_int_equal(message_claim(db, a, true, now, 100, &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		found = found || str_eq(rows.v[i].template, str_of(text));
	return found;
}

#endif
