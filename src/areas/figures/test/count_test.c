/* Counting on both engines: the live count and the stored one are the same; scopes; months. */
#include "db/test/both.h"

#include "areas/appointments/appointments.h"
#include "areas/figures/figures.h"
#include "areas/organizations/organizations.h"
#include "areas/patients/patients.h"
#include "figures_q.h"
#include "organizations_q.h"

static const struct instant NOW = { 1793606400 };
static const struct scope ALL = { 0, INT64_MAX, 0, 0 };
#define GOOD(x) assert_int_equal((x), OK)

static struct organization_by_code_row node(struct both *b, struct str code)
{
	struct organization_by_code_row o;

	GOOD(organization_by_code(b->db, b->a, code, &o));
	return o;
}

/* n appointments booked on a day: every third at the desk, all `delay` days before the visit. */
static void book(struct both *b, struct str code, struct day booked, int n, int32_t delay, const char *sex)
{
	struct organization_by_code_row o = node(b, code);
	struct person p = { { S("Zineb Rami") }, DAY_NONE, str_of(sex), S(""), S("fr"), S(""), S("") };
	struct history_ask h = { .organization = o.id, .specialty = S("cardio"), .zone = o.zone, .booked_day = booked,
		.booked_at = { (int64_t)booked.n * 86400 }, .start = { { booked.n + delay }, 540 }, .duration_min = 20 };
	struct appointment_id id;

	for (int l = 0; l < LANG_MAX; l++)
		h.service_name.v[l] = S("Cardiologie");
	GOOD(patient_create(b->db, b->a, NOW, o.id, &p, &h.patient));
	for (int i = 0; i < n; i++) {
		h.channel = i % 3 ? CH_ONLINE : CH_DESK;
		h.status = i % 2 ? ST_FULFILLED : ST_NOSHOW;
		GOOD(appointment_add_history(b->db, b->a, NOW, &h, &id));
	}
	GOOD(figures_touch(b->db, b->a, o.id, booked));
}

static void country(struct both *b)
{
	struct organization_id root;

	GOOD(db_begin(b->db));
	GOOD(organizations_seed(b->db, b->a, SEED_COUNTRY | SEED_HOSPITALS, 2026, &root));
	book(b, S("FES-KHATIB"), day_of(2013, 1, 1), 6, 10, "female");
	book(b, S("FES-KHATIB"), day_of(2013, 1, 31), 3, 40, "male");
	book(b, S("FES-KHATIB"), day_of(2013, 2, 1), 5, 10, "male");
	book(b, S("FES-KHATIB"), day_of(2012, 12, 31), 7, 10, "male");
	book(b, S("SEF-MED5"), day_of(2013, 1, 15), 9, 1, "male");
}

static void a_month_counts_its_own_bookings_alone(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct organization_by_code_row o;
	struct figures f;

	country(b);
	o = node(b, S("FES-KHATIB"));
	GOOD(figures_count(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, 516, &f));
	assert_int_equal(f.n, 9);
	assert_int_equal(f.online, 6);
	assert_int_equal(f.missed, 5);
	assert_int_equal(f.expected, 9);
	assert_int_equal(f.within_30, 6);
	assert_int_equal(f.sexes.n, 2);
	assert_int_equal(delay_median_twice(f.delay), 20);
	assert_int_equal(delay_rank(f.delay, 9, 10), 40);
	GOOD(figures_count(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, 600, &f));
	assert_int_equal(f.n, 0);
	db_rollback(b->db);
}

static void a_scope_hides_other_branches(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct organization_by_code_row fes, region;
	struct scope own = { 0 };
	struct figures f;

	country(b);
	fes = node(b, S("FES-KHATIB"));
	region = node(b, S("MA-03"));
	own = (struct scope){ fes.tree_lo, fes.tree_hi, 0, 0 };
	GOOD(figures_count(b->db, b->a, &ALL, region.tree_lo, region.tree_hi, 516, &f));
	assert_int_equal(f.n, 18);
	GOOD(figures_count(b->db, b->a, &own, region.tree_lo, region.tree_hi, 516, &f));
	assert_int_equal(f.n, 9);
	GOOD(figures_count(b->db, b->a, &(struct scope){ 0 }, region.tree_lo, region.tree_hi, 516, &f));
	assert_int_equal(f.n, 0);
	db_rollback(b->db);
}

static void the_stored_count_is_the_live_one(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct organization_by_code_row o;
	struct figure_by_month_rows rows;
	struct figures f;
	int done = 0, again = 1;

	country(b);
	o = node(b, S("MA-03"));
	GOOD(figures_flush(b->db, b->a, NOW, 100, &done));
	assert_int_equal(done, 4);		/* three months of Fès, one of Sefrou */
	GOOD(figures_flush(b->db, b->a, NOW, 100, &again));
	assert_int_equal(again, 0);
	GOOD(figure_by_month(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, 515, 517, &rows));
	assert_int_equal(rows.n, 3);
	for (size_t i = 0; i < rows.n; i++) {
		GOOD(figures_count(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, rows.v[i].month, &f));
		assert_int_equal(rows.v[i].n, f.n);
		assert_int_equal(rows.v[i].online, f.online);
	}
	book(b, S("SEF-MED5"), day_of(2013, 1, 16), 2, 1, "male");
	GOOD(figures_flush(b->db, b->a, NOW, 100, &done));
	assert_int_equal(done, 1);
	GOOD(figure_by_month(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, 516, 516, &rows));
	assert_int_equal(rows.v[0].n, 20);
	db_rollback(b->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_month_counts_its_own_bookings_alone),
		BOTH(a_scope_hides_other_branches),
		BOTH(the_stored_count_is_the_live_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
