/* Shares of openings: over many random calendars nobody takes more than is his, and what is kept is
 * there when it is asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "areas/schedules/agenda.h"
#include "base/arena.h"
#include "base/random.h"

static void a_group_takes_its_share_until_the_release(void **st)
{
	struct quota q = { .is = true, .share = { -1, 5, 3, -1 }, .release_min = 2880 };
	int32_t none[QUOTA_GROUPS] = { 0 }, some[QUOTA_GROUPS] = { 7, 5, 1, 2 };

	(void)st;
	assert_int_equal(quota_left(&q, QUOTA_ONLINE, none, 12, false), 5);
	assert_int_equal(quota_left(&q, QUOTA_DESK, none, 12, false), 3);
	assert_int_equal(quota_left(&q, QUOTA_ONLINE, none, 2, false), 2);
	assert_int_equal(quota_left(&q, QUOTA_ONLINE, some, 4, false), 0);
	assert_int_equal(quota_left(&q, QUOTA_DESK, some, 4, false), 2);
	assert_int_equal(quota_left(&q, QUOTA_ONLINE, some, 4, true), 4);
}

static void who_has_no_share_takes_what_is_not_kept_for_others(void **st)
{
	struct quota q = { .is = true, .share = { -1, 5, -1, 2 }, .release_min = 0 };
	int32_t none[QUOTA_GROUPS] = { 0 }, some[QUOTA_GROUPS] = { 0, 4, 3, 2 };

	(void)st;
	assert_int_equal(quota_left(&q, QUOTA_DESK, none, 12, false), 5);
	assert_int_equal(quota_left(&q, QUOTA_DESK, none, 7, false), 0);
	assert_int_equal(quota_left(&q, QUOTA_DESK, none, 3, false), 0);
	assert_int_equal(quota_left(&q, QUOTA_DESK, some, 3, false), 2);
	assert_int_equal(quota_left(&q, QUOTA_NOBODY, none, 3, false), 3);
}

static void a_share_of_none_waits_for_the_release(void **st)
{
	struct quota q = { .is = true, .share = { -1, 0, -1, -1 }, .release_min = 60 };
	int32_t none[QUOTA_GROUPS] = { 0 };

	(void)st;
	assert_int_equal(quota_left(&q, QUOTA_ONLINE, none, 6, false), 0);
	assert_int_equal(quota_left(&q, QUOTA_DESK, none, 6, false), 6);
	assert_int_equal(quota_left(&q, QUOTA_ONLINE, none, 6, true), 6);
	assert_int_equal(quota_release(&q, 600), 540);
}

static void shares_out_of_range_are_refused(void **st)
{
	struct quota none = { .is = true, .share = { -1, -1, -1, -1 } };
	struct quota large = { .is = true, .share = { -1, QUOTA_MAX + 1, -1, -1 } };
	struct quota late = { .is = true, .share = { -1, 1, -1, -1 }, .release_min = -1 };
	struct quota good = { .is = true, .share = { -1, 0, QUOTA_MAX, -1 } };

	(void)st;
	assert_false(quota_valid(&none));
	assert_false(quota_valid(&large));
	assert_false(quota_valid(&late));
	assert_true(quota_valid(&good));
}

/* ---- random calendars ---- */

enum { CALENDARS = 10000, PARTS_MAX = 4, ASKED = 30 };

struct random_agenda {
	struct arena *a;
	struct agenda g;
	struct agenda_opening openings[PARTS_MAX];
	struct quota quotas[2];
	int32_t length;
	int32_t slack[2];	/* places less those that are kept, when nothing was booked */
	int64_t booked[QUOTA_GROUPS][ASKED];
	size_t nbooked[QUOTA_GROUPS];
};

static int32_t some(int32_t from, int32_t to)
{
	return from + (int32_t)random_below((uint32_t)(to - from + 1));
}

static struct quota some_quota(void)
{
	struct quota q = { .is = true, .release_min = some(0, 900) };

	q.share[QUOTA_NOBODY] = -1;
	for (int g = QUOTA_ONLINE; g < QUOTA_GROUPS; g++)
		q.share[g] = some(-2, 4);
	if (!quota_valid(&q))
		q.share[QUOTA_ONLINE] = 2;
	return q;
}

/* Places that are free and kept for nobody; below 0 where more are kept than there are. */
static int32_t slack_of(const struct random_agenda *r, const struct agenda_opening *o)
{
	struct occurrence c = agenda_occurrence(&r->g, o, NULL);

	for (int g = QUOTA_ONLINE; g < QUOTA_GROUPS; g++)
		c.left -= o->quota->share[g] > c.taken[g] ? o->quota->share[g] - c.taken[g] : 0;
	return c.left;
}

/* One interval after the others. */
static void add_part(struct random_agenda *r, int o, int32_t capacity)
{
	size_t n = r->g.nopenings++;
	int64_t at = n ? r->openings[n - 1].at.to + 30 : 1440 + some(400, 500);

	r->openings[n] = (struct agenda_opening){ .day = { 1 },
		.at = { at, at + (int64_t)r->length * some(1, 6) }, .capacity = capacity,
		.service = { 1 }, .rule = { r->length, r->length, 0, 0 }, .opening = { o + 1 },
		.quota = &r->quotas[o] };
}

/* One or two openings of a day, apart from each other, each with a break or without; visits all of
 * one length that fits its hours. */
static void make(struct random_agenda *r)
{
	int openings = some(1, 2);

	r->length = 10 * some(1, 3);
	r->g.openings = r->openings;
	r->g.quotas = true;
	for (int o = 0; o < openings; o++) {
		int32_t capacity = some(1, 3), parts = some(1, 2);

		r->quotas[o] = some_quota();
		for (int part = 0; part < parts; part++)
			add_part(r, o, capacity);
	}
	agenda_take(&r->g, r->a, (struct visit){ 0, 1, 0, 0, QUOTA_NOBODY, 0 });
	for (size_t i = 0; i < r->g.nopenings; i++)
		r->slack[r->openings[i].opening.v - 1] = slack_of(r, &r->openings[i]);
}

static bool begins_in(const struct random_agenda *r, struct opening_id o, int64_t at)
{
	for (size_t i = 0; i < r->g.nopenings; i++)
		if (r->openings[i].opening.v == o.v && at >= r->openings[i].at.from
			&& at < r->openings[i].at.to)
			return true;
	return false;
}

/* Of an occurrence, from the bookings alone. */
static int32_t count_of(const struct random_agenda *r, struct opening_id o, enum quota_group g)
{
	int32_t n = 0;

	for (size_t k = 0; k < r->nbooked[g]; k++)
		n += begins_in(r, o, r->booked[g][k]);
	return n;
}

static int64_t release_of(const struct random_agenda *r, const struct agenda_opening *o)
{
	int64_t first = o->at.from;

	for (size_t i = 0; i < r->g.nopenings; i++)
		if (r->openings[i].opening.v == o->opening.v && r->openings[i].at.from < first)
			first = r->openings[i].at.from;
	return first - o->quota->release_min;
}

static const struct agenda_opening *opening_at(const struct random_agenda *r, int64_t at)
{
	for (size_t i = 0; i < r->g.nopenings; i++)
		if (at >= r->openings[i].at.from && at < r->openings[i].at.to)
			return &r->openings[i];
	return NULL;
}

/* Is each start of the grid listed exactly when it may be taken? */
static void assert_listed(struct random_agenda *r, const struct agenda_starts *st, int64_t at)
{
	struct slot_rule rule;
	int32_t capacity;
	bool listed = false;

	for (size_t k = 0; k < st->n; k++)
		listed |= st->v[k].at == at;
	assert_int_equal(listed, agenda_fits(&r->g, (struct service_id){ 1 },
		local_of_minutes(at), NULL, &rule, &capacity) == OK);
}

static bool take_one(struct random_agenda *r, struct agenda_starts *st)
{
	enum quota_group g = (enum quota_group)some(QUOTA_ONLINE, QUOTA_CENTRE);

	r->g.group = g;
	agenda_starts(&r->g, r->a, (struct service_id){ 1 }, (struct day){ 1 }, NULL, st);
	for (size_t i = 0; i < r->g.nopenings; i++)
		for (int64_t at = r->openings[i].at.from; at < r->openings[i].at.to; at += r->length)
			assert_listed(r, st, at);
	if (!st->n)
		return false;
	int64_t at = st->v[random_below((uint32_t)st->n)].at;

	r->booked[g][r->nbooked[g]++] = at;
	agenda_take(&r->g, r->a, (struct visit){ at, at + r->length, 0, 0, (int32_t)g, 0 });
	return true;
}

/* Before the release no group has more than its share, and what is kept for each is free. */
static void assert_quotas_hold(struct random_agenda *r, int64_t at)
{
	const struct agenda_opening *o = opening_at(r, at);
	struct occurrence c = agenda_occurrence(&r->g, o, NULL);
	int32_t least = r->slack[o->opening.v - 1];

	assert_int_equal(c.release, release_of(r, o));
	if (r->g.now_min >= c.release)
		return;
	for (int g = QUOTA_ONLINE; g < QUOTA_GROUPS; g++) {
		int32_t n = count_of(r, o->opening, (enum quota_group)g);

		assert_int_equal(n, c.taken[g]);
		if (o->quota->share[g] >= 0)
			assert_true(n <= o->quota->share[g]);
	}
	assert_true(slack_of(r, o) >= (least < 0 ? least : 0));
}

/* Thirty ask one after the other; time goes on after the half. */
static void ask_all(struct random_agenda *r, int64_t *taken, int64_t *released)
{
	struct agenda_starts starts = { 0 };

	for (int k = 0; k < ASKED; k++) {
		if (k == ASKED / 2)
			r->g.now_min = 1440 + some(0, 800);
		*taken += take_one(r, &starts);
		for (size_t o = 0; o < r->g.nopenings; o++) {
			assert_quotas_hold(r, r->openings[o].at.from);
			*released += r->g.now_min >= release_of(r, &r->openings[o]);
		}
	}
}

static void quotas_hold(void **st)
{
	int64_t taken = 0, released = 0;

	(void)st;
	for (int i = 0; i < CALENDARS; i++) {
		struct random_agenda r = { .a = arena_new(8 << 20) };

		assert_non_null(r.a);
		make(&r);
		ask_all(&r, &taken, &released);
		arena_free(r.a);
	}
	assert_true(taken > CALENDARS);
	assert_true(released > CALENDARS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_takes_its_share_until_the_release),
		cmocka_unit_test(who_has_no_share_takes_what_is_not_kept_for_others),
		cmocka_unit_test(a_share_of_none_waits_for_the_release),
		cmocka_unit_test(shares_out_of_range_are_refused),
		cmocka_unit_test(quotas_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
