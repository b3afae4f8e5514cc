/* For tests of this area: what an agenda offers, and that its summary says the same. */
#ifndef AREAS_SCHEDULES_TEST_OFFERED_H
#define AREAS_SCHEDULES_TEST_OFFERED_H

#include "country.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/rules/slots.h"
#include "schedules_q.h"

static inline struct slot_times list(struct country *c, const struct slot_ask *ask)
{
	struct slot_times t;

	assert_int_equal(slot_list(c->db, c->a, c->now, ask, &t), OK);
	return t;
}

/* The summary says for each day what computing it says. */
static inline void assert_summary_true(struct country *c, struct schedule_id s)
{
	struct free_day_rows_rows rows;
	struct agenda g;
	struct agenda_starts st = { 0 };
	/* Days that have passed are swept now and then. */
	struct agenda_ask ask = { .from = { (int32_t)(c->now.v / 86400) }, .to = { c->monday.n + 420 },
		.now = INSTANT_NONE };
	size_t k = 0;

	assert_int_equal(agenda_load(c->db, c->a, &s, 1, &ask, &g), OK);
	assert_int_equal(free_day_rows(c->db, c->a, ask.from, ask.to, s, &rows), OK);
	if (rows.n && !day_is(rows.v[0].day))
		rows.n = 0;
	for (struct day d = ask.from; d.n < ask.to.n; d.n++) {
		agenda_starts(&g, c->a, c->service, d, NULL, &st);
		if (!st.n)
			continue;
		assert_true(k < rows.n);
		assert_int_equal(rows.v[k].day.n, d.n);
		assert_int_equal(rows.v[k].starts.v, st.n);
		assert_int_equal(rows.v[k].first_min.v, st.v[0].at - (int64_t)d.n * 1440);
		assert_int_equal(rows.v[k++].last_min.v, st.v[st.n - 1].at - (int64_t)d.n * 1440);
	}
	assert_int_equal(k, rows.n);
}

#endif
