/* Documents, read back by poppler's pdftotext and pdftoppm (two writings, pages, tables, codes). */
#include "pdf/pdf.h"

#include "base/buf.h"
#include "base/fd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[] = "/tmp/diwan-pdf-XXXXXX";

static int make_folder(void **st)
{
	(void)st;
	return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **st)
{
	char cmd[80];

	(void)st;
	snprintf(cmd, sizeof(cmd), "rm -rf %s", folder);
	return system(cmd);
}

/* What a program prints about the document ("%s" in the command is the file). */
static struct str seen(struct arena *a, struct str bytes, const char *command)
{
	char path[80], cmd[300];
	struct str out = STR_NONE;

	snprintf(path, sizeof(path), "%s/x.pdf", folder);
	assert_int_equal(fd_write_file(path, bytes, 0600), OK);
	snprintf(cmd, sizeof(cmd), "cd %s && %s > out", folder, command);
	assert_int_equal(system(cmd), 0);
	snprintf(path, sizeof(path), "%s/out", folder);
	assert_int_equal(fd_read_file(a, path, 16 << 20, &out), OK);
	return out;
}

static struct str without_isolates(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	/* Marks of direction that pdftotext puts: U+200E/F, U+202A–202E, U+2066–2069. */
	for (size_t i = 0; i < s.n; i++) {
		if (i + 2 < s.n && (unsigned char)s.p[i] == 0xE2 && ((unsigned char)s.p[i + 1] == 0x80
				|| (unsigned char)s.p[i + 1] == 0x81) && (unsigned char)s.p[i + 2] >= 0x8E
				&& (unsigned char)s.p[i + 2] <= 0xAE && (unsigned char)s.p[i + 2] != 0x93)
			i += 2;
		else
			p[n++] = s.p[i];
	}
	return (struct str){ p, n };
}

static struct str receipt(struct arena *a, bool rtl)
{
	struct pdf_options o = { .title = S("Reçu وصل"), .rtl = rtl, .foot = S("Diwan"), .now = { 1792058400 } };
	struct pdf_fact facts[] = { { S("Hôpital"), S("Hôpital Ibn Al Khatib, Fès"), false },
		{ S("المستشفى"), S("مستشفى ابن الخطيب، فاس"), false }, { S("Téléphone"), S("05 35 00 00 05"), true },
		{ S("Vide"), S(""), false } };
	struct pdf *p;
	struct str out;

	assert_int_equal(pdf_new(a, &o, &p), OK);
	pdf_heading(p, 1, rtl ? S("موعدكم") : S("Votre rendez-vous"));
	pdf_code(p, S("ABCD-2345-EFX"));
	pdf_facts(p, facts, 4);
	pdf_rule(p);
	pdf_text(p, rtl ? S("المرجو الحضور قبل الموعد بـ 15 دقيقة.") : S("Venez 15 minutes avant l’heure."));
	assert_int_equal(pdf_qrs(p, (struct pdf_qr[]){ { S("https://rdv.example.ma/a/0123456789abcdefghijkl"), S("Votre lien") }, { S("K7M4"), S("") } }, 2, 100), OK);
	pdf_small(p, S("Loi 09-08"));
	assert_int_equal(pdf_end(p, &out), OK);
	assert_int_equal(pdf_pages(p), 1);
	return out;
}

static void french_and_arabic_are_read_back_in_order(void **st)
{
	struct arena *a = arena_new(32 << 20);

	(void)st;
	for (int rtl = 0; rtl < 2; rtl++) {
		struct str t = without_isolates(a, seen(a, receipt(a, rtl), "pdftotext -layout x.pdf -"));

		assert_true(str_find(t, S("ABCD-2345-EFX")) >= 0);
		assert_true(str_find(t, S("Hôpital Ibn Al Khatib, Fès")) >= 0);
		assert_true(str_find(t, S("مستشفى ابن الخطيب")) >= 0);
		assert_true(str_find(t, S("فاس")) >= 0);
		assert_true(str_find(t, S("05 35 00 00 05")) >= 0);
		assert_true(str_find(t, rtl ? S("موعدكم") : S("Votre rendez-vous")) >= 0);
		assert_int_equal(str_find(t, S("Vide")), -1);
	}
	arena_free(a);
}

/* A reference that is copied from the paper, or read aloud by a screen reader, is one word, whatever letters meet in it. */
static void any_two_letters_of_a_code_are_read_back_together(void **st)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	struct arena *a = arena_new(64 << 20);
	struct pdf_options o = { .title = S("Codes") };
	struct str codes[32 * 8], t, doc;
	struct pdf *p;
	size_t n = 0;

	(void)st;
	assert_int_equal(pdf_new(a, &o, &p), OK);
	for (int apart = 0; apart < 32; apart++)
		for (int from = 0; from < 32; from += 4, n++) {
			char *c = ARENA_ARRAY(a, char, 8);

			for (int i = 0; i < 4; i++) {
				c[2 * i] = letters[from + i];
				c[2 * i + 1] = letters[(from + i + apart) % 32];
			}
			codes[n] = (struct str){ c, 8 };
			pdf_code(p, codes[n]);
		}
	assert_int_equal(pdf_end(p, &doc), OK);
	t = seen(a, doc, "pdftotext x.pdf -");
	for (size_t i = 0; i < n; i++)
		if (str_find(t, codes[i]) < 0)
			fail_msg("%.*s is torn", STR_ARG(codes[i]));
	arena_free(a);
}

static void fonts_are_embedded_and_shape_arabic(void **st)
{
	struct arena *a = arena_new(32 << 20);
	struct str t = seen(a, receipt(a, true), "pdffonts x.pdf");

	(void)st;
	assert_true(str_find(t, S("NotoSansArabic")) >= 0);
	assert_true(str_find(t, S("NotoSans-")) >= 0);
	arena_free(a);
}

/* Mean darkness of a part of a page of gray pixels (PGM). */
static int darkness(struct str pgm, double x0, double x1, double y0, double y1)
{
	int w = 0, h = 0, fields = 0;
	size_t i = 0;
	int64_t sum = 0, n = 0;

	for (i = 2; fields < 3 && i < pgm.n; i++) {
		int v = 0;

		while (i < pgm.n && !ascii_is_digit(pgm.p[i]))
			i++;
		for (; i < pgm.n && ascii_is_digit(pgm.p[i]); i++)
			v = v * 10 + pgm.p[i] - '0';
		w = fields == 0 ? v : w;
		h = fields == 1 ? v : h;
		fields++;
	}
	assert_true(w > 100 && h > 100 && i + (size_t)w * (size_t)h <= pgm.n);
	for (int y = (int)(y0 * h); y < (int)(y1 * h); y++) {
		for (int x = (int)(x0 * w); x < (int)(x1 * w); x++, n++)
			sum += 255 - (unsigned char)pgm.p[i + (size_t)y * (size_t)w + (size_t)x];
	}
	return (int)(sum * 100 / (n ? n : 1));
}

static void the_heading_stands_at_the_side_where_reading_begins(void **st)
{
	struct arena *a = arena_new(64 << 20);

	(void)st;
	for (int rtl = 0; rtl < 2; rtl++) {
		struct str pgm = seen(a, receipt(a, rtl), "pdftoppm -gray -r 60 -singlefile x.pdf");
		int left = darkness(pgm, 0.05, 0.45, 0.05, 0.1), right = darkness(pgm, 0.55, 0.95, 0.05, 0.1);

		assert_true(rtl ? right > left + 50 : left > right + 50);
	}
	arena_free(a);
}

static struct str picture(struct arena *a, bool rtl)
{
	const struct pdf_mark v[] = {
		{ .shape = PDF_POINT, .x = 750, .y = 100, .size = 40 },
		{ .shape = PDF_LINE, .x = 0, .x2 = 500, .y = 250, .y2 = 250, .size = 20 },
		{ .shape = PDF_WORD, .x = 500, .y = 350, .size = 40, .text = rtl ? S("موعد") : S("Wait"), .at = PDF_BEGINS },
		{ .shape = PDF_WORD, .x = 500, .y = 450, .size = 40, .text = rtl ? S("موعد") : S("Wait"), .at = PDF_ENDS },
		{ .shape = PDF_WORD, .x = 500, .y = 520, .x2 = 200, .size = 20, .text = S("A name that is much longer than its place"), .at = PDF_MIDDLE },
	};
	struct pdf *p;
	struct str out;

	assert_int_equal(pdf_new(a, &(struct pdf_options){ .rtl = rtl, .now = { 1792058400 } }, &p), OK);
	pdf_picture(p, 600, v, sizeof(v) / sizeof(v[0]));
	pdf_picture(p, 600, v, 1);		/* does not fit below */
	pdf_text(p, rtl ? S("المرجو الحضور قبل الموعد") : S("The next text is whole again, however long it is"));
	assert_int_equal(pdf_pages(p), 2);
	assert_int_equal(pdf_end(p, &out), OK);
	return out;
}

/* Of the page: the text is 0.086 to 0.914 wide and begins at 0.061; a hundred points are 0.119 high. */
static void a_picture_stands_where_it_is_drawn_and_its_words_run_as_they_are_read(void **st)
{
	struct arena *a = arena_new(64 << 20);

	(void)st;
	for (int rtl = 0; rtl < 2; rtl++) {
		struct str out = picture(a, rtl), pgm = seen(a, out, "pdftoppm -gray -r 60 -f 1 -singlefile x.pdf");
		int one, other;

		assert_true(darkness(pgm, 0.69, 0.72, 0.17, 0.19) > 15000);	/* the point */
		assert_int_equal(darkness(pgm, 0.27, 0.31, 0.17, 0.19), 0);
		assert_true(darkness(pgm, 0.1, 0.48, 0.355, 0.36) > 15000);	/* the line */
		assert_int_equal(darkness(pgm, 0.52, 0.9, 0.355, 0.36), 0);
		one = darkness(pgm, 0.2, 0.49, 0.42, 0.5);
		other = darkness(pgm, 0.51, 0.8, 0.42, 0.5);
		assert_true(rtl ? one > 300 && !other : other > 300 && !one);
		one = darkness(pgm, 0.2, 0.49, 0.54, 0.62);
		other = darkness(pgm, 0.51, 0.8, 0.54, 0.62);
		assert_true(rtl ? other > 300 && !one : one > 300 && !other);
		assert_true(darkness(pgm, 0.45, 0.55, 0.65, 0.69) > 300);	/* no wider than its place, on one line */
		assert_int_equal(darkness(pgm, 0.6, 0.9, 0.65, 0.69) + darkness(pgm, 0.1, 0.4, 0.65, 0.69) + darkness(pgm, 0.1, 0.9, 0.69, 0.75), 0);
		assert_true(str_find(seen(a, out, "pdftotext x.pdf -"), rtl ? S("المرجو") : S("however long it is")) >= 0);
	}
	arena_free(a);
}

static void a_long_table_repeats_its_head_and_numbers_its_pages(void **st)
{
	struct arena *a = arena_new(32 << 20);
	struct pdf_options o = { .title = S("Liste du jour"), .foot = S("Fès"), .now = { 1792058400 } };
	struct pdf_column c[] = { { S("Heure"), 1, true, false }, { S("Nom"), 4, false, false }, { S("N"), 1, true, true } };
	struct pdf *p;
	struct str out, t;
	int heads = 0, pages;

	(void)st;
	assert_int_equal(pdf_new(a, &o, &p), OK);
	pdf_table(p, c, 3);
	for (int i = 0; i < 150; i++) {
		struct str cells[] = { arena_fmt(a, "%02d:%02d", 8 + i / 60, i % 60), S("عائشة العلوي"), arena_fmt(a, "%d", i) };

		pdf_table_row(p, cells, 3);
	}
	pdf_table_end(p);
	assert_int_equal(pdf_end(p, &out), OK);
	pages = pdf_pages(p);
	assert_true(pages >= 3);
	t = seen(a, out, "pdftotext -layout x.pdf -");
	for (struct str rest = t; rest.p; heads += str_find(str_cut(&rest, '\n'), S("Heure")) >= 0)
		;
	assert_int_equal(heads, pages);
	assert_true(str_find(t, S("10:29")) >= 0);
	t = seen(a, out, "pdfinfo x.pdf");
	assert_true(str_find(t, arena_fmt(a, "Pages:           %d\n", pages)) >= 0);
	assert_true(str_find(t, S("Liste du jour")) >= 0);
	arena_free(a);
}

static void a_paragraph_longer_than_a_page_loses_nothing(void **st)
{
	struct arena *a = arena_new(32 << 20);
	struct pdf_options o = { .now = { 1792058400 } };
	BUF_AUTO struct buf text = BUF(1 << 20);
	struct pdf *p;
	struct str out, t;
	int n = 0;

	(void)st;
	for (int i = 0; i < 1200; i++)
		buf_put_fmt(&text, "mot%04d un peu de texte ", i);
	assert_int_equal(pdf_new(a, &o, &p), OK);
	pdf_text(p, buf_str(&text));
	assert_int_equal(pdf_end(p, &out), OK);
	assert_true(pdf_pages(p) >= 3);
	t = seen(a, out, "pdftotext x.pdf -");
	for (int i = 0; i < 1200; i++)
		n += str_find(t, arena_fmt(a, "mot%04d", i)) >= 0;
	assert_int_equal(n, 1200);
	arena_free(a);
}

static void the_same_input_gives_the_same_bytes(void **st)
{
	struct arena *a = arena_new(32 << 20);
	struct str x = receipt(a, false), y = receipt(a, false);

	(void)st;
	assert_true(str_eq(x, y));
	arena_free(a);
}

static void limits_and_broken_text_do_no_harm(void **st)
{
	struct arena *a = arena_new(32 << 20);
	struct pdf *p;
	struct str out = S("kept");

	(void)st;
	assert_int_equal(pdf_new(a, &(struct pdf_options){ .max_bytes = 500 }, &p), OK);
	pdf_text(p, S("\xff\xfe"));
	assert_int_equal(pdf_end(p, &out), E_LIMIT);
	assert_int_equal(pdf_new(a, &(struct pdf_options){ .max_pages = 2 }, &p), OK);
	for (int i = 0; i < 5; i++)
		pdf_page_break(p);
	pdf_text(p, S("after"));
	assert_int_equal(pdf_end(p, &out), E_LIMIT);
	assert_true(str_eq(out, S("kept")));
	assert_int_equal(pdf_new(a, &(struct pdf_options){ 0 }, &p), OK);	/* never ended */
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(french_and_arabic_are_read_back_in_order),
		cmocka_unit_test(any_two_letters_of_a_code_are_read_back_together),
		cmocka_unit_test(fonts_are_embedded_and_shape_arabic),
		cmocka_unit_test(the_heading_stands_at_the_side_where_reading_begins),
		cmocka_unit_test(a_picture_stands_where_it_is_drawn_and_its_words_run_as_they_are_read),
		cmocka_unit_test(a_long_table_repeats_its_head_and_numbers_its_pages),
		cmocka_unit_test(a_paragraph_longer_than_a_page_loses_nothing),
		cmocka_unit_test(the_same_input_gives_the_same_bytes),
		cmocka_unit_test(limits_and_broken_text_do_no_harm),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
