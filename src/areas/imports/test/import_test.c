/* Whole files on both engines: where errors are, that nothing half-done stays, .xlsx beside CSV. */
#include "db/test/both.h"

#include "areas/imports/imports.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/schedules.h"
#include "organizations_q.h"
#include "sheet/sheet.h"

static const struct instant NOW = { 1793606400 };	/* 2026-11-02 */

#define GOOD(x) assert_int_equal((x), OK)
#define SAME(got, want) do { struct str g_ = (got); assert_int_equal(g_.n, strlen(want)); \
	if (g_.n) assert_memory_equal(g_.p, want, g_.n); } while (0)

static void country(struct both *b)
{
	struct organization_id root;

	GOOD(db_begin(b->db));
	GOOD(organizations_seed(b->db, b->a, SEED_COUNTRY | SEED_HOSPITALS, 2026, &root));
}

static struct import_report run(struct both *b, enum import_kind kind, struct str bytes, const char *organization)
{
	struct import_ask ask = { .kind = kind, .bytes = bytes, .organization = str_of(organization) };
	struct import_report r;

	GOOD(import_run(b->db, b->a, NOW, &ask, &r));
	return r;
}

/* One sheet; cells row by row, NULL ends a row, two NULLs the sheet. */
static struct str book(struct both *b, const char *sheet, const char *const *cells)
{
	struct sheet_book *book;
	struct str bytes;

	GOOD(sheet_book_new(b->a, &book));
	GOOD(sheet_book_sheet(book, sheet, false));
	for (int row = 0; cells[0]; row++, cells++)
		for (int c = 0; cells[0]; c++, cells++)
			sheet_book_text(book, row, c, str_of(cells[0]), SHEET_PLAIN);
	GOOD(sheet_book_end(book, &bytes));
	return bytes;
}

static void an_error_says_sheet_row_column_and_value(void **state)
{
	struct both *b = BOTH_STATE(state);
	static const char *const cells[] = { "Heures de consultation", NULL,
		"Établissement (code)", "Médecin : nom et prénom", "Spécialité", "Jour", "De", "À", NULL,
		"المؤسسة (الرمز)", "الطبيب: الاسم الكامل", "التخصص", "اليوم", "من الساعة", "إلى الساعة", NULL,
		"مثال", "x", "x", "x", "x", "x", NULL,
		"FES-KHATIB", "Dr Amina Benjelloun", "طب العيون", "lundi", "08:30", "12:30", NULL,
		"FES-KHATIB", "Dr Amina Benjelloun", "yeux", "lundi, mardy", "8h", "12:30", NULL, NULL };
	struct import_report r;
	struct practitioners list;
	struct organization_by_code_row fes;

	country(b);
	r = run(b, IMPORT_AGENDAS, book(b, "Horaires", cells), "");
	assert_int_equal(r.rows, 2);
	assert_int_equal(r.errors_in_all, 2);
	SAME(r.errors[0].sheet, "Horaires");
	assert_int_equal(r.errors[0].row, 6);
	assert_int_equal(r.errors[0].column, 2);
	SAME(r.errors[0].heading, "Spécialité");
	SAME(r.errors[0].value, "yeux");
	assert_int_equal(r.errors[1].column, 3);
	SAME(r.errors[1].value, "lundi, mardy");
	GOOD(organization_by_code(b->db, b->a, S("FES-KHATIB"), &fes));
	GOOD(practitioner_list(b->db, b->a, fes.id, &list));
	assert_int_equal(list.n, 0);		/* the good row was not stored either */
	db_rollback(b->db);
}

#define HEAD "organization,service,practitioner,booked_at,channel,start,status,patient_name,birth_date,sex,phone\n"

static void the_same_rows_are_known_in_another_format(void **state)
{
	struct both *b = BOTH_STATE(state);
	static const char *const cells[] = { "organization", "service", "practitioner", "booked_at", "channel", "start",
		"status", "patient_name", "birth_date", "sex", "phone", NULL,
		"FES-KHATIB", "cardio", "", "2013-01-05 08:30", "online", "20/01/2013 09:00", "noshow", "عائشة العلوي",
		"27/03/1968", "F", "+212612345678", NULL,
		"FES-KHATIB", "Cardiologie", "", "2013-01-06 08:30", "desk", "2013-01-20 09:20", "booked", "Omar", "", "", "", NULL, NULL };
	struct str csv = S(HEAD "FES-KHATIB,cardio,,2013-01-05T08:30,online,2013-01-20T09:00,noshow,عائشة العلوي,1968-03-27,female,0612345678\n"
		"FES-KHATIB,cardio,,2013-01-06 08:30,desk,2013-01-20T09:20,booked,Omar,,,\n");
	struct import_report r;

	country(b);
	r = run(b, IMPORT_APPOINTMENTS, csv, "");
	assert_int_equal(r.created, 2);
	r = run(b, IMPORT_APPOINTMENTS, book(b, "Feuille1", cells), "");
	assert_int_equal(r.errors_in_all, 0);
	assert_int_equal(r.created, 0);
	assert_int_equal(r.unchanged, 2);
	db_rollback(b->db);
}

static void rows_without_an_establishment_need_one_from_outside(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str csv = S("nom;spécialité\nDr Ali Tazi;cardio\n");
	struct import_report r;

	country(b);
	r = run(b, IMPORT_PRACTITIONERS, csv, "");
	assert_int_equal(r.errors_in_all, 1);
	r = run(b, IMPORT_PRACTITIONERS, csv, "SEF-MED5");
	assert_int_equal(r.created, 1);
	r = run(b, IMPORT_PRACTITIONERS, csv, "NOWHERE");
	assert_int_equal(r.errors_in_all, 1);
	db_rollback(b->db);
}

static void a_code_twice_in_one_file_is_an_error(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct import_report r;

	country(b);
	r = run(b, IMPORT_ESTABLISHMENTS, S("code;nom;province\nNEW-1;Un;MA-FES\nNEW-1;Deux;MA-SEF\n"), "");
	assert_int_equal(r.errors_in_all, 1);
	assert_int_equal(r.errors[0].row, 3);
	db_rollback(b->db);
}

static void only_so_many_errors_are_kept_but_all_are_counted(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct buf text = BUF(1 << 20);
	struct import_report r;

	country(b);
	buf_put(&text, S("nom;spécialité\n"));
	for (int i = 0; i < 700; i++)
		buf_put(&text, S("Dr X;nothing\n"));
	r = run(b, IMPORT_PRACTITIONERS, buf_str(&text), "SEF-MED5");
	assert_int_equal(r.errors_in_all, 700);
	assert_int_equal(r.nerrors, IMPORT_ERRORS);
	buf_free(&text);
	db_rollback(b->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(an_error_says_sheet_row_column_and_value),
		BOTH(the_same_rows_are_known_in_another_format),
		BOTH(rows_without_an_establishment_need_one_from_outside),
		BOTH(a_code_twice_in_one_file_is_an_error),
		BOTH(only_so_many_errors_are_kept_but_all_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
