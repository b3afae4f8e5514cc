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
	const struct figure_line *all;
	struct figures f;

	country(b);
	o = node(b, S("FES-KHATIB"));
	GOOD(figures_count(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, o.zone, 516, &f));
	all = figures_all(&f);
	assert_int_equal(all->v[M_N], 9);
	assert_int_equal(all->v[M_ONLINE], 6);
	assert_int_equal(all->v[M_MISSED], 5);
	assert_int_equal(all->v[M_EXPECTED], 9);
	assert_int_equal(all->v[M_WITHIN], 6);
	assert_int_equal(figures_find(&f, D_SEX, S("female"))->v[M_N], 6);
	assert_int_equal(figures_find(&f, D_SEX, S("male"))->v[M_N], 3);
	assert_int_equal(figures_find(&f, D_AGE, S("unknown"))->v[M_N], 9);
	assert_int_equal(line_median_twice(all, H_DELAY), 20);
	assert_int_equal(delay_rank(all->days[H_DELAY], 9, 10), 40);
	GOOD(figures_count(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, o.zone, 600, &f));
	assert_int_equal(figures_all(&f)->v[M_N], 0);
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
	GOOD(figures_count(b->db, b->a, &ALL, region.tree_lo, region.tree_hi, region.zone, 516, &f));
	assert_int_equal(figures_all(&f)->v[M_N], 18);
	GOOD(figures_count(b->db, b->a, &own, region.tree_lo, region.tree_hi, region.zone, 516, &f));
	assert_int_equal(figures_all(&f)->v[M_N], 9);
	GOOD(figures_count(b->db, b->a, &(struct scope){ 0 }, region.tree_lo, region.tree_hi, region.zone, 516, &f));
	assert_int_equal(figures_all(&f)->v[M_N], 0);
	db_rollback(b->db);
}

static struct figures_shown shown(struct both *b, struct str code, int32_t month)
{
	struct organization_by_code_row o = node(b, code);
	struct figures_shown s;

	GOOD(figures_read(b->db, b->a, o.id, o.tree_lo, month, &s));
	return s;
}

static void same_figures(const struct figures *x, const struct figures *y)
{
	for (size_t i = 0; i < y->n; i++) {
		const struct figure_line *l = figures_find(x, y->v[i]->dimension, y->v[i]->value);

		if (y->v[i]->dimension == D_PRACTITIONER && !l)
			continue;
		assert_non_null(l);
		struct figure_line all = *l;

		all.hidden = 0;		/* what is hidden tells no median */
		assert_memory_equal(l->v, y->v[i]->v, sizeof(l->v));
		for (int h = 0; h < HISTOGRAMS; h++)
			assert_int_equal(line_median_twice(&all, (enum histogram)h), line_median_twice(y->v[i], (enum histogram)h));
		assert_int_equal(line_p90(l, H_DELAY), line_p90(y->v[i], H_DELAY));
	}
}

/* At every level of the tree. */
static void the_stored_count_is_the_live_one(void **state)
{
	static const char *const codes[] = { "MA", "MA-03", "FES-KHATIB", "SEF-MED5" };
	struct both *b = BOTH_STATE(state);
	int again = 1;

	country(b);
	GOOD(figures_settle(b->db, b->a, NOW));
	GOOD(figures_flush(b->db, b->a, NOW, 100, &again));
	assert_int_equal(again, 0);
	book(b, S("SEF-MED5"), day_of(2013, 1, 16), 2, 1, "male");
	GOOD(figures_settle(b->db, b->a, NOW));
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		for (int32_t m = 515; m < 518; m++) {
			struct organization_by_code_row o = node(b, str_of(codes[i]));
			struct figures_shown s = shown(b, str_of(codes[i]), m);
			struct figures f;

			GOOD(figures_count(b->db, b->a, &ALL, o.tree_lo, o.tree_hi, o.zone, m, &f));
			same_figures(&s.now, &f);
			assert_int_equal(figures_all(&s.now)->v[M_N], figures_all(&f)->v[M_N]);
		}
	}
	struct figures_shown region = shown(b, S("MA-03"), 516);

	assert_int_equal(figures_all(&region.now)->v[M_N], 20);
	db_rollback(b->db);
}

/* Two of Sefrou alone would be told by the region without Fès. */
static void a_small_place_is_hidden_with_its_neighbour_at_every_level(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct figures_shown small, other, above;

	country(b);
	book(b, S("SEF-MED5"), day_of(2013, 2, 2), 2, 1, "male");
	GOOD(figures_settle(b->db, b->a, NOW));
	small = shown(b, S("SEF-MED5"), 517);
	other = shown(b, S("FES-KHATIB"), 517);
	above = shown(b, S("MA"), 517);
	assert_true(is_hidden(figures_all(&small.now), M_N));
	assert_true(is_hidden(figures_all(&small.now), M_ONLINE));
	assert_true(is_hidden(figures_all(&other.now), M_N));
	assert_false(is_hidden(figures_all(&above.now), M_N));
	assert_int_equal(figures_all(&above.now)->v[M_N], 7);
	db_rollback(b->db);
}

static void a_closed_month_stays_and_what_is_known_later_is_a_correction(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct figures_shown s;
	enum err e = OK;

	country(b);
	GOOD(figures_settle(b->db, b->a, NOW));
	while (e == OK)
		e = figures_close(b->db, b->a, NOW, true);
	assert_int_equal(e, E_NOTFOUND);
	book(b, S("FES-KHATIB"), day_of(2013, 1, 20), 4, 3, "male");
	GOOD(figures_settle(b->db, b->a, NOW));
	s = shown(b, S("FES-KHATIB"), 516);
	assert_int_equal(s.closed_at.v, NOW.v);
	assert_int_equal(figures_all(&s.closed)->v[M_N], 9);
	assert_int_equal(figures_all(&s.now)->v[M_N], 13);
	s = shown(b, S("MA"), 516);
	assert_int_equal(figures_all(&s.closed)->v[M_N], 18);
	assert_int_equal(figures_all(&s.now)->v[M_N], 22);
	assert_int_equal(figures_close(b->db, b->a, NOW, true), E_NOTFOUND);
	/* A number that was hidden when the month was closed stays hidden, though it has grown. */
	s = shown(b, S("FES-KHATIB"), 516);
	assert_true(is_hidden(figures_find(&s.closed, D_SEX, S("male")), M_N));
	assert_int_equal(figures_find(&s.now, D_SEX, S("male"))->v[M_N], 7);
	assert_true(is_hidden(figures_find(&s.now, D_SEX, S("male")), M_N));
	db_rollback(b->db);
}

/* A month that has just ended stays open for ten days. */
static void a_month_is_closed_ten_days_after_its_end(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct figures_shown s;

	country(b);
	GOOD(figures_settle(b->db, b->a, NOW));
	for (int i = 0; i < 2; i++)		/* December 2012 and no more, on 3 February */
		(void)!figures_close(b->db, b->a, (struct instant){ day_of(2013, 2, 3).n * 86400LL }, true);
	s = shown(b, S("FES-KHATIB"), 515);
	assert_true(s.closed_at.v > 0);
	s = shown(b, S("FES-KHATIB"), 516);
	assert_true(s.closed_at.v < 0);
	assert_int_equal(s.closed.n, 0);
	db_rollback(b->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_month_counts_its_own_bookings_alone),
		BOTH(a_scope_hides_other_branches),
		BOTH(the_stored_count_is_the_live_one),
		BOTH(a_small_place_is_hidden_with_its_neighbour_at_every_level),
		BOTH(a_closed_month_stays_and_what_is_known_later_is_a_correction),
		BOTH(a_month_is_closed_ten_days_after_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
