/* The waiting list on both engines: order, and one place for one phone. */
#include "db/test/both.h"

#include "areas/waiting/waiting.h"
#include "organizations_q.h"
#include "waiting_q.h"

static const struct instant noon = { 1790000000 };
static const struct organization_id fes = { 7 };

static void place(struct both *b)
{
	assert_int_equal(organization_add(b->db, b->a, fes, (struct organization_id){ 0 }, 0, 100, 0, S("establishment"),
		S("FES"), S("Fes"), S("Fes"), S("Fes"), S("fes"), S("Fes"), S(""), S("Africa/Casablanca")), OK);
}

static int64_t add(struct both *b, const char *phone, const char *specialty, int64_t after)
{
	const struct waiting_ask ask = { .organization = fes.v, .specialty = str_of(specialty), .area = S("FES"),
		.name = { S("Fatima") }, .birth_day = DAY_NONE, .sex = S("unknown"), .phone = str_of(phone), .lang = S("fr") };
	int64_t rank = 0;

	assert_int_equal(waiting_add(b->db, b->a, (struct instant){ noon.v + after }, &ask, &rank), OK);
	return rank;
}

static void the_list_keeps_the_order_of_the_requests(void **state)
{
	struct both *b = BOTH_STATE(state);

	place(b);
	assert_int_equal(add(b, "+212600000001", "cardio", 0), 1);
	assert_int_equal(add(b, "+212600000002", "cardio", 0), 2);
	assert_int_equal(add(b, "+212600000003", "cardio", 60), 3);
	assert_int_equal(add(b, "+212600000004", "dermato", 60), 1);
}

static void the_same_phone_keeps_its_first_place(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct waiting_list_rows rows;
	const struct scope all = { 0, 100, 0, 0 };

	place(b);
	add(b, "+212600000001", "cardio", 0);
	add(b, "+212600000002", "cardio", 10);
	assert_int_equal(add(b, "+212600000001", "cardio", 20), 1);
	assert_int_equal(waiting_list(b->db, b->a, &all, 10, &rows), OK);
	assert_int_equal(rows.n, 2);
	assert_true(str_eq(rows.v[0].phone, S("+212600000001")));
}

static void another_branch_sees_nothing(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct waiting_list_rows rows;
	const struct scope elsewhere = { 100, 200, 0, 0 }, nobody = { 0 };

	place(b);
	add(b, "+212600000001", "cardio", 0);
	assert_int_equal(waiting_list(b->db, b->a, &elsewhere, 10, &rows), OK);
	assert_int_equal(rows.n, 0);
	assert_int_equal(waiting_list(b->db, b->a, &nobody, 10, &rows), OK);
	assert_int_equal(rows.n, 0);
}

static void the_root_keeps_what_is_asked_for_anywhere(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct waiting_root_row root;

	assert_int_equal(waiting_root(b->db, b->a, &root), E_NOTFOUND);
	place(b);
	assert_int_equal(waiting_root(b->db, b->a, &root), OK);
	assert_int_equal(root.id.v, fes.v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_list_keeps_the_order_of_the_requests),
		BOTH(the_same_phone_keeps_its_first_place),
		BOTH(another_branch_sees_nothing),
		BOTH(the_root_keeps_what_is_asked_for_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
