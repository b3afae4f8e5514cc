/* kill -9 at every step of a look: what is found is kept once, and the next look goes on as if nothing had been. */
#include "areas/schedules/test/country.h"
#include "db/test/dying.h"
#include "ledger/test/house.h"

#include "areas/findings/inside.h"

#define GOOD(x) assert_int_equal((x), OK)
enum { EXTRAS = 4, MEMORY_MB = 32 };

/* An extra appointment without a reason. */
static void extra(struct country *c, int i)
{
	struct act x = { .organization = c->hospital.v, .act = ACT_OVERBOOK, .channel = "desk", .role = S("desk"), .schedule = c->schedule.v,
		.service = c->service.v, .day = { c->monday.n + 3 }, .start_min = 540 + i, .minutes = 20, .zone = S("Africa/Casablanca"),
		.chain = i + 1, .salt = base64_encode(c->a, arena_fmt(c->a, "%016d", i)),
		.holder = S("C1nNYabelv9TZQjbrbPqQA3p2MMW7BAazYZpuSVG2nM=") };

	GOOD(db_begin(c->db));
	GOOD(act(c->db, c->a, c->now, &x));
	GOOD(db_commit(c->db));
}

static enum err looks(void *now, struct db *db, struct arena *a)
{
	return findings_look(db, a, *(const struct instant *)now, MEMORY_MB);
}

static int look_through_all_kills(struct both *b, struct country *c)
{
	bool ended_well = false;
	int kills = 0;

	while (dies_doing(b, looks, &c->now, kills, &ended_well))
		assert_true(++kills < 1000);
	assert_true(ended_well);
	c->db = b->db;
	return kills;
}

static size_t found(struct country *c)
{
	struct finding_list_rows rows;

	GOOD(finding_list(c->db, c->a, c->hospital.v, (struct finding_id){ INT64_MAX }, FINDING_ROWS, &rows));
	return rows.n;
}

static void killed_at_any_step_a_look_keeps_each_finding_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	struct house h = house_of(b);
	struct finding_memory_old_rows parts;

	h.now = c.now;
	for (int i = 0; i < EXTRAS; i++)
		extra(&c, i);
	turn(&h);
	assert_true(look_through_all_kills(b, &c) > 5);
	assert_int_equal(found(&c), EXTRAS);
	h.b = b;
	extra(&c, 0);			/* it cannot follow: known only to who remembers the first */
	turn(&h);
	assert_true(look_through_all_kills(b, &c) > 5);
	assert_int_equal(found(&c), EXTRAS + 2);
	GOOD(finding_memory_old(c.db, c.a, &parts));
	assert_int_equal(parts.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(killed_at_any_step_a_look_keeps_each_finding_once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
