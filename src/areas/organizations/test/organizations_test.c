/* The tree, its settings and the country's seed, on both engines. */
#include "db/test/both.h"

#include "areas/organizations/inner.h"
#include "areas/organizations/rules/telling.h"
#include "base/utf8.h"

static enum err make(struct both *b, int64_t parent, const char *kind, const char *code, int64_t *ret)
{
	struct organization_id id = { 0 };
	enum err e = organization_create(b->db, b->a, &(struct organization_new){ .parent = parent, .kind = str_of(kind),
		.code = str_of(code), .name_fr = str_of(code), .name_ar = str_of(code) }, &id);

	*ret = id.v;
	return e;
}

static struct organization_get_row get(struct both *b, int64_t id)
{
	struct organization_get_row o;

	assert_int_equal(organization_get(b->db, b->a, (struct organization_id){ id }, &o), OK);
	return o;
}

static bool inside(const struct organization_get_row *x, const struct organization_get_row *of)
{
	return x->tree_lo > of->tree_lo && x->tree_hi <= of->tree_hi;
}

/* Of the country that is shipped: every house, town and province may stand in a message. */
static void no_house_tells(struct both *b)
{
	struct organization_branch_rows all;

	assert_int_equal(organization_branch(b->db, b->a, 0, INT64_MAX, &all), OK);
	assert_true(all.n > 100);
	for (size_t i = 0; i < all.n; i++)
		if (!organization_in_text(b->a, get(b, all.v[i].id.v).sms_name, S("x")).n
			|| text_tells(utf8_fold(b->a, all.v[i].name_ar)))
			fail_msg("%.*s cannot be named", STR_ARG(all.v[i].name_fr));
}

static void a_name_that_tells_what_is_treated_is_no_name_for_messages(void **state)
{
	static const char *const tell[] = { "Hop. Psychiatrique", "CHU Oncologie", "Maternite Souissi", "C. Dialyse Fes", "Centre IST",
		"Hop. sante mentale", "مستشفى الأمراض العقلية", "مركز السرطان", "وحدة الدم", "Diabetes Clinic" };
	static const char *const no[] = { "Hop. Hassan II", "CS Batha", "CHP Sefrou", "Hop. Sidaoui", "Mairie de Reims", "المستشفى الجهوي العيون",
		"مستشفى سلا", "بولمان", "Hop. Denton", "المركز الصحي أنفا", "مستشفى الحسن الثاني" };
	struct both *b = BOTH_STATE(state);

	for (size_t i = 0; i < sizeof(tell) / sizeof(tell[0]); i++)
		if (organization_in_text(b->a, str_of(tell[i]), S("x")).n)
			fail_msg("%s is named", tell[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (!organization_in_text(b->a, str_of(no[i]), S("x")).n)
			fail_msg("%s is not named", no[i]);
	assert_true(str_eq(organization_in_text(b->a, S(""), S("Hôpital régional de l’Oriental")), S("Hopital régional de")));
}

static void what_is_below_lies_inside_and_beside_apart(void **state)
{
	struct both *b = BOTH_STATE(state);
	int64_t root, other, r1, r2, h1, h2;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(make(b, 0, "ministry", "AA", &root), OK);
	assert_int_equal(make(b, 0, "department", "BB", &other), OK);
	assert_int_equal(make(b, root, "region", "R1", &r1), OK);
	assert_int_equal(make(b, root, "region", "R2", &r2), OK);
	assert_int_equal(make(b, r1, "establishment", "H1", &h1), OK);
	assert_int_equal(make(b, r1, "establishment", "H2", &h2), OK);
	struct organization_get_row o[] = { get(b, root), get(b, other), get(b, r1), get(b, r2), get(b, h1), get(b, h2) };

	assert_true(o[1].tree_lo >= o[0].tree_hi);
	assert_true(inside(&o[2], &o[0]) && inside(&o[3], &o[0]) && inside(&o[4], &o[2]) && inside(&o[5], &o[2]));
	assert_true(o[3].tree_lo >= o[2].tree_hi && o[5].tree_lo >= o[4].tree_hi);
	assert_int_equal(db_commit(b->db), OK);
}

static void what_cannot_be_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	int64_t root, id, at;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(make(b, 0, "ministry", "AA", &root), OK);
	assert_int_equal(make(b, root, "region", "AA", &id), E_CONFLICT);
	assert_int_equal(make(b, root, "palace", "P1", &id), E_INPUT);
	assert_int_equal(make(b, root, "region", "r1", &id), E_INPUT);
	assert_int_equal(make(b, root, "region", "X", &id), E_INPUT);
	assert_int_equal(make(b, 12345, "region", "R1", &id), E_NOTFOUND);
	at = root;
	for (int i = 0; i < 5; i++) {
		char code[16];

		snprintf(code, sizeof(code), "L%d", i);
		assert_int_equal(make(b, at, "department", code, &at), OK);
	}
	assert_int_equal(make(b, at, "department", "L9", &id), E_LIMIT);
	assert_int_equal(db_commit(b->db), OK);
}

static void a_node_takes_a_thousand_children(void **state)
{
	struct both *b = BOTH_STATE(state);
	int64_t root, id, last = 0;
	int n = 0;
	enum err e = OK;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(make(b, 0, "ministry", "AA", &root), OK);
	while (e == OK && n < 1100) {
		char code[16];

		snprintf(code, sizeof(code), "C%d", n);
		e = make(b, root, "region", code, &id);
		if (e == OK) {
			n++;
			last = id;
		}
	}
	assert_int_equal(e, E_LIMIT);
	assert_true(n >= 1000);
	struct organization_get_row child = get(b, last), parent = get(b, root);

	assert_true(inside(&child, &parent));
	assert_int_equal(db_commit(b->db), OK);
}

static int64_t setting(struct both *b, int64_t node, const char *name)
{
	int64_t v;

	assert_int_equal(organization_setting(b->db, b->a, get(b, node).tree_lo, name, &v), OK);
	return v;
}

static void a_setting_holds_below_until_somebody_says_otherwise(void **state)
{
	struct both *b = BOTH_STATE(state);
	int64_t root, region, a, c, standard;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(make(b, 0, "ministry", "AA", &root), OK);
	assert_int_equal(make(b, root, "region", "R1", &region), OK);
	assert_int_equal(make(b, region, "establishment", "H1", &a), OK);
	assert_int_equal(make(b, region, "establishment", "H2", &c), OK);
	standard = setting(b, a, SETTING_AHEAD_PER_PHONE);
	assert_int_equal(organization_setting_put(b->db, b->a, (struct organization_id){ root }, S(SETTING_AHEAD_PER_PHONE), 7), OK);
	assert_int_equal(organization_setting_put(b->db, b->a, (struct organization_id){ a }, S(SETTING_AHEAD_PER_PHONE), 9), OK);
	assert_int_not_equal(standard, 7);
	assert_int_equal(setting(b, root, SETTING_AHEAD_PER_PHONE), 7);
	assert_int_equal(setting(b, a, SETTING_AHEAD_PER_PHONE), 9);
	assert_int_equal(setting(b, c, SETTING_AHEAD_PER_PHONE), 7);
	assert_int_equal(db_commit(b->db), OK);
}

static size_t nodes(struct both *b, const char *kind)
{
	struct organization_branch_rows rows;
	size_t n = 0;

	assert_int_equal(organization_branch(b->db, b->a, 0, INT64_MAX, &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		n += str_eq(rows.v[i].kind, str_of(kind));
	return n;
}

static size_t holidays(struct both *b, int64_t node, int year)
{
	struct calendar_days_rows rows;

	assert_int_equal(calendar_days(b->db, b->a, get(b, node).tree_lo, day_of(year, 1, 1), day_of(year + 1, 1, 1), &rows), OK);
	return rows.n;
}

static void the_country_is_seeded_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct organization_id root, again;
	struct organization_by_code_row fes, oriental;
	struct organization_get_row full;
	struct location_list_rows places;
	struct specialty_list_rows specialties;

	assert_int_equal(db_begin(b->db), OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(organizations_seed(b->db, b->a, SEED_COUNTRY | SEED_HOSPITALS, 2026, i ? &again : &root), OK);
	assert_int_equal(root.v, again.v);
	assert_int_equal(nodes(b, "region"), 12);
	assert_int_equal(nodes(b, "province"), 75);
	assert_int_equal(nodes(b, "establishment"), 18);
	assert_int_equal(organization_by_code(b->db, b->a, S("MA-02"), &oriental), OK);
	assert_int_equal(organization_get(b->db, b->a, oriental.id, &full), OK);
	assert_true(str_eq(full.name_fr, S("L’Oriental")) && str_eq(full.sms_name, S("L'Oriental")));
	assert_int_equal(organization_by_code(b->db, b->a, S("FES-KHATIB"), &fes), OK);
	assert_int_equal(location_list(b->db, b->a, fes.id, &places), OK);
	assert_int_equal(places.n, 1);
	assert_int_equal(specialty_list(b->db, b->a, &specialties), OK);
	assert_int_equal(specialties.n, 36);
	int unknown = 0;

	for (size_t i = 0; i < specialties.n; i++)
		for (int l = 0; l < 3; l++) {
			struct str name = l == 0 ? specialties.v[i].name_fr : l == 1 ? specialties.v[i].name_ar : specialties.v[i].name_en;

			if (!text_tells(utf8_fold(b->a, name)))
				print_error("%.*s is not known for a speciality %d\n", STR_ARG(name), ++unknown);
		}
	assert_int_equal(unknown, 0);
	no_house_tells(b);
	assert_true(holidays(b, fes.id.v, 2026) >= 11 + 6);	/* fixed days, and the feasts that follow the moon */
	assert_true(holidays(b, fes.id.v, 2027) >= 11 + 6);
	assert_int_equal(db_commit(b->db), OK);
}

static void a_name_falls_back_to_french(void **state)
{
	(void)state;
	assert_true(str_eq(organization_name(LANG_AR, S("fr"), S("ar"), S("en")), S("ar")));
	assert_true(str_eq(organization_name(LANG_EN, S("fr"), S("ar"), S("")), S("fr")));
	assert_true(str_eq(organization_name(LANG_FR, S("fr"), S("ar"), S("en")), S("fr")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(what_is_below_lies_inside_and_beside_apart), BOTH(what_cannot_be_is_refused),
		BOTH(a_node_takes_a_thousand_children), BOTH(a_setting_holds_below_until_somebody_says_otherwise),
		BOTH(the_country_is_seeded_once), BOTH(a_name_that_tells_what_is_treated_is_no_name_for_messages),
		 cmocka_unit_test(a_name_falls_back_to_french),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
