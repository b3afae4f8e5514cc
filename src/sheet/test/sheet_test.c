/* Tables: CSV in every dress, .xlsx as two programs write it, what is refused. */
#include "sheet/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <zip.h>

/* Rows as "sheet!row:cell|cell|cell\n". */
static enum err note(void *arg, const struct sheet_row *r)
{
	struct buf *b = arg;

	buf_put_fmt(b, "%.*s!%d:", STR_ARG(r->sheet), r->row);
	for (size_t i = 0; i < r->n; i++) {
		if (i)
			buf_put_char(b, '|');
		buf_put(b, r->cells[i]);
	}
	buf_put_char(b, '\n');
	return OK;
}

static void reads_as(struct str bytes, const char *want)
{
	struct arena *a = arena_new(8 << 20);
	BUF_AUTO struct buf b = BUF(1 << 20);
	struct sheet_problem why = { 0 };

	assert_int_equal(sheet_read(a, bytes, NULL, note, &b, &why), OK);
	buf_put_char(&b, 0);
	assert_string_equal(b.p, want);
	arena_free(a);
}

static void fails_with(struct str bytes, const struct sheet_limits *lim, enum err want, const char *what, int row)
{
	struct arena *a = arena_new(8 << 20);
	BUF_AUTO struct buf b = BUF(1 << 20);
	struct sheet_problem why = { 0 };

	assert_int_equal(sheet_read(a, bytes, lim, note, &b, &why), want);
	assert_non_null(why.what);
	assert_string_equal(why.what, what);
	assert_int_equal(why.row, row);
	arena_free(a);
}

static void csv_is_read_in_every_dress(void **st)
{
	(void)st;
	reads_as(S("a;b,c\n1;2\n"), "!1:a|b,c\n!2:1|2\n");
	reads_as(S("a,b\r\n1,\"x;y\"\r\n"), "!1:a|b\n!2:1|x;y\n");
	reads_as(S("a\tb\r1\t2"), "!1:a|b\n!2:1|2\n");
	reads_as(S("\xEF\xBB\xBF" "nom;ville\nAïcha;Fès\n"), "!1:nom|ville\n!2:Aïcha|Fès\n");
	reads_as(S("nom;ville\nA\xEF" "cha;F\xE8s\x85\n"), "!1:nom|ville\n!2:Aïcha|Fès…\n");
	reads_as(S("اسم;مدينة\nعائشة;فاس"), "!1:اسم|مدينة\n!2:عائشة|فاس\n");
	reads_as(S("\xFF\xFE" "a\0\t\0\x27\x06\r\0\n\0"), "!1:a|ا\n");
	reads_as(S("\xFE\xFF" "\0a\0;\x06\x27\0\n"), "!1:a|ا\n");
	reads_as(S("sep=,\na,b;c\n"), "!2:a|b;c\n");
}

static void quotes_blank_lines_and_spaces_keep_the_row_numbers(void **st)
{
	(void)st;
	reads_as(S("a;b\n\n\"x\ny\";\"say \"\"so\"\"\"\r\n\r\nlast;\n"), "!1:a|b\n!3:x\ny|say \"so\"\n!5:last\n");
	reads_as(S(" a ;\xC2\xA0" "b\xC2\xA0;\" c \"\n;;\n;z\n"), "!1:a|b|c\n!3:|z\n");
	reads_as(S(""), "");
	reads_as(S("\n\n"), "");
	reads_as(S("\"a;b\";c\n"), "!1:a;b|c\n");
}

static void broken_csv_is_refused_with_its_row(void **st)
{
	struct sheet_limits lim = SHEET_LIMITS;

	(void)st;
	fails_with(S("a;b\nx;\"y\n"), NULL, E_INPUT, "a quotation mark is not closed", 2);
	fails_with(S("a;b\nx;\"y\"z\n"), NULL, E_INPUT, "no well-formed CSV", 2);
	fails_with(S("a\0b"), NULL, E_INPUT, "no table: neither .xlsx nor text in UTF-8 or Windows-1252", 0);
	fails_with(S("a\x81" "b"), NULL, E_INPUT, "no table: neither .xlsx nor text in UTF-8 or Windows-1252", 0);
	fails_with(S("\xFF\xFE" "a"), NULL, E_INPUT, "no table: neither .xlsx nor text in UTF-8 or Windows-1252", 0);
	lim.rows = 2;
	fails_with(S("a\nb\nc\n"), &lim, E_LIMIT, "too many rows", 3);
	lim = SHEET_LIMITS;
	lim.columns = 2;
	fails_with(S("a;b\n1;2;3\n"), &lim, E_LIMIT, "too many columns", 2);
	reads_as(S("a;b\n1;2;\n"), "!1:a|b\n!2:1|2\n");
	lim.cell = 4;
	fails_with(S("a;b\n1;12345\n"), &lim, E_LIMIT, "a cell is too long", 2);
	lim.bytes = 3;
	fails_with(S("a;b\n"), &lim, E_LIMIT, "the file is too large", 0);
}

/* A zip of pairs name, content; NULL ends. */
static struct str zip_of(struct arena *a, const char *const *parts)
{
	zip_error_t e;
	zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, &e);
	zip_stat_t stat;
	char *out;

	zip_source_keep(src);
	for (; parts[0]; parts += 2)
		assert_true(zip_file_add(z, parts[0], zip_source_buffer(z, parts[1], strlen(parts[1]), 0), 0) >= 0);
	assert_int_equal(zip_close(z), 0);
	assert_int_equal(zip_source_stat(src, &stat), 0);
	out = arena_alloc(a, (size_t)stat.size, 1);
	assert_int_equal(zip_source_open(src), 0);
	assert_int_equal(zip_source_read(src, out, stat.size), stat.size);
	zip_source_close(src);
	zip_source_free(src);
	return (struct str){ out, (size_t)stat.size };
}

#define WORKBOOK "<workbook xmlns:r='x'><workbookPr/><sheets><sheet name='Horaires' sheetId='1' r:id='rId1'/>" \
	"<sheet name='Listes' sheetId='2' state='hidden' r:id='rId2'/><sheet name='S2' sheetId='3' r:id='rId3'/></sheets></workbook>"
#define RELS "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>" \
	"<Relationship Id='rId2' Target='worksheets/none.xml'/><Relationship Id='rId3' Target='/xl/worksheets/sheet2.xml'/></Relationships>"
#define STYLES "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy\\ hh:mm'/><numFmt numFmtId='165' " \
	"formatCode='[$-40C]d\" jour \"mmmm'/><numFmt numFmtId='166' formatCode='0.00\" dhs\"'/></numFmts>" \
	"<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='20'/>" \
	"<xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/></cellXfs></styleSheet>"
#define STRINGS "<sst><si><t>Fès</t></si><si><r><t>ابن </t></r><r><t>الخطيب</t></r><rPh><t>no</t></rPh></si></sst>"
#define SHEET1 "<x:worksheet xmlns:x='y'><x:sheetData>" \
	"<x:row r='1'><x:c r='A1' t='s'><x:v>0</x:v></x:c><x:c r='C1' t='s'><x:v>1</x:v></x:c><x:c r='AMJ1' s='1'/></x:row>" \
	"<x:row r='3'><x:c r='A3' s='1'><x:v>41279</x:v></x:c><x:c r='B3' s='2'><x:v>0.375</x:v></x:c>" \
	"<x:c r='C3' s='3'><x:v>41279.354166666664</x:v></x:c><x:c r='D3' s='4'><x:v>41279</x:v></x:c>" \
	"<x:c r='E3' s='5'><x:v>57.439999999999998</x:v></x:c><x:c r='F3'><x:v>2.12612345678E11</x:v></x:c>" \
	"<x:c r='G3'><x:v>0612</x:v></x:c><x:c r='H3' t='b'><x:v>1</x:v></x:c><x:c r='I3' t='e'><x:v>#N/A</x:v></x:c>" \
	"<x:c r='J3' t='str'><x:f>1+1</x:f><x:v>deux</x:v></x:c><x:c r='K3' t='d'><x:v>2013-01-05T08:30:00</x:v></x:c></x:row>" \
	"<x:row><x:c t='inlineStr'><x:is><x:t>inline</x:t></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row>" \
	"<x:row r='9'><x:c r='A9' s='1'/></x:row></x:sheetData></x:worksheet>"
#define SHEET2 "<worksheet><sheetData><row r='2'><c r='B2'><v>5</v></c></row></sheetData></worksheet>"
#define BOOK(s1) (const char *const []){ "xl/workbook.xml", WORKBOOK, "xl/_rels/workbook.xml.rels", RELS, \
	"xl/styles.xml", STYLES, "xl/sharedStrings.xml", STRINGS, "xl/worksheets/sheet1.xml", (s1), \
	"xl/worksheets/sheet2.xml", SHEET2, NULL }

static void xlsx_cells_arrive_as_people_see_them(void **st)
{
	struct arena *a = arena_new(8 << 20);

	(void)st;
	reads_as(zip_of(a, BOOK(SHEET1)), "Horaires!1:Fès||ابن الخطيب\n"
		"Horaires!3:2013-01-05|09:00|2013-01-05 08:30|2013-01-05|57.44|212612345678|0612|1|#N/A|deux|2013-01-05 08:30\n"
		"Horaires!4:inline|7\nS2!2:|5\n");
	arena_free(a);
}

static void damaged_and_hostile_xlsx_is_refused(void **st)
{
	struct arena *a = arena_new(32 << 20);
	struct sheet_limits lim = SHEET_LIMITS;
	struct str good = zip_of(a, BOOK(SHEET1));
	char *big = arena_alloc(a, 3 << 20, 1);

	(void)st;
	fails_with(str_sub(good, 0, good.n / 2), NULL, E_INPUT, "the .xlsx file is damaged", 0);
	fails_with(zip_of(a, BOOK("<worksheet><sheetData><row>")), NULL, E_INPUT, "the .xlsx file is damaged", 0);
	fails_with(zip_of(a, BOOK("<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet>&a;</worksheet>")), NULL, E_INPUT,
		"the .xlsx file is damaged", 0);
	fails_with(zip_of(a, (const char *const []){ "word/document.xml", "<a/>", NULL }), NULL, E_INPUT,
		"the .xlsx file is damaged", 0);
	memset(big, ' ', (3 << 20) - 1);
	memcpy(big, "<worksheet>", 11);
	lim.unpacked = 1 << 20;
	fails_with(zip_of(a, BOOK(big)), &lim, E_LIMIT, "the .xlsx file is too large when unpacked", 0);
	lim = SHEET_LIMITS;
	lim.columns = 2;
	fails_with(good, &lim, E_LIMIT, "too many columns", 1);
	arena_free(a);
}

static void a_written_book_reads_back(void **st)
{
	static const char *const words[] = { "lundi", "mardi", NULL };
	struct arena *a = arena_new(8 << 20);
	struct sheet_book *b;
	struct str bytes;

	(void)st;
	assert_int_equal(sheet_book_new(a, &b), OK);
	assert_int_equal(sheet_book_sheet(b, "Horaires", false), OK);
	sheet_book_text(b, 0, 0, S("Établissement"), SHEET_HEAD);
	sheet_book_text(b, 0, 1, S("المؤسسة"), SHEET_HEAD_RTL);
	sheet_book_text(b, 2, 0, S("0612345678"), SHEET_EXAMPLE);
	sheet_book_int(b, 2, 1, 42);
	sheet_book_fixed(b, 2, 2, 225, 1);
	sheet_book_list(b, 1, 500, 1, words);
	sheet_book_width(b, 0, 20);
	sheet_book_as_text(b, 1, 12);
	sheet_book_freeze(b, 1, 0);
	assert_int_equal(sheet_book_end(b, &bytes), OK);
	assert_true(sheet_is_xlsx(bytes));
	reads_as(bytes, "Horaires!1:Établissement|المؤسسة\nHoraires!3:0612345678|42|22.5\n");
	arena_free(a);
}

static void a_csv_becomes_a_book_with_numbers(void **st)
{
	struct arena *a = arena_new(8 << 20);
	struct str bytes;

	(void)st;
	assert_int_equal(sheet_of_csv(a, S("\xEF\xBB\xBF" "code;month;value;n\r\nFES;2026-09;57.44;8637\r\n007;hidden;;0\r\n1.;1.23456;2.05;9\r\n"), "Diwan", &bytes), OK);
	reads_as(bytes, "Diwan!1:code|month|value|n\nDiwan!2:FES|2026-09|57.44|8637\nDiwan!3:007|hidden||0\nDiwan!4:1.|1.23456|2.05|9\n");
	arena_free(a);
}

static void an_unfinished_book_is_given_back_with_the_arena(void **st)
{
	struct arena *a = arena_new(8 << 20);
	struct sheet_book *b;

	(void)st;
	assert_int_equal(sheet_book_new(a, &b), OK);
	assert_int_equal(sheet_book_sheet(b, "x", true), OK);
	arena_free(a);
}

static void written_csv_never_runs_as_a_formula(void **st)
{
	static const struct { const char *cell, *want; } cases[] = {
		{ "Fès", "Fès" }, { "a;b", "\"a;b\"" }, { "a\"b", "\"a\"\"b\"" }, { "=1+1", "\"'=1+1\"" },
		{ "@x", "\"'@x\"" }, { "-5", "-5" }, { "+212 6 12", "+212 6 12" }, { "-cmd", "\"'-cmd\"" }, { "", "" },
		{ "l1\nl2", "\"l1\nl2\"" }, { "-", "\"'-\"" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		BUF_AUTO struct buf b = BUF(1000);

		csv_cell(&b, str_of(cases[i].cell), true);
		buf_put_char(&b, 0);
		assert_string_equal(b.p, cases[i].want);
	}
}

static void columns_have_their_letters(void **st)
{
	static const struct { int c; const char *want; } cases[] = {
		{ 0, "A" }, { 25, "Z" }, { 26, "AA" }, { 51, "AZ" }, { 52, "BA" }, { 701, "ZZ" }, { 702, "AAA" },
	};
	char out[4];

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sheet_column(cases[i].c, out);
		assert_string_equal(out, cases[i].want);
	}
}

static enum err stop(void *arg, const struct sheet_row *r)
{
	(void)r;
	return ++*(int *)arg == 2 ? E_CONFLICT : OK;
}

static void the_callback_can_stop_the_reading(void **st)
{
	struct arena *a = arena_new(8 << 20);
	int n = 0;

	(void)st;
	assert_int_equal(sheet_read(a, S("a\nb\nc\n"), NULL, stop, &n, NULL), E_CONFLICT);
	assert_int_equal(n, 2);
	n = 0;
	assert_int_equal(sheet_read(a, zip_of(a, BOOK(SHEET1)), NULL, stop, &n, NULL), E_CONFLICT);
	assert_int_equal(n, 2);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_read_in_every_dress),
		cmocka_unit_test(quotes_blank_lines_and_spaces_keep_the_row_numbers),
		cmocka_unit_test(broken_csv_is_refused_with_its_row),
		cmocka_unit_test(xlsx_cells_arrive_as_people_see_them),
		cmocka_unit_test(damaged_and_hostile_xlsx_is_refused),
		cmocka_unit_test(a_written_book_reads_back),
		cmocka_unit_test(a_csv_becomes_a_book_with_numbers),
		cmocka_unit_test(an_unfinished_book_is_given_back_with_the_arena),
		cmocka_unit_test(written_csv_never_runs_as_a_formula),
		cmocka_unit_test(columns_have_their_letters),
		cmocka_unit_test(the_callback_can_stop_the_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
