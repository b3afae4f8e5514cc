/* Writing .xlsx: libxlsxwriter into a file in memory. */
#include "sheet/sheet.h"

#include "base/fd.h"

#include <xlsxwriter.h>

#define BOOK_MAX ((size_t)64 << 20)

struct sheet_book {
	struct arena *a;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *styles[SHEET_STYLE_MAX], *text;
	int fd;
	bool failed;
};

static void drop_book(void *p)
{
	struct sheet_book *b = p;

	if (b->book)
		lxw_workbook_free(b->book);
	b->book = NULL;
	fd_close(&b->fd);
}

static lxw_format *style(lxw_workbook *book, bool bold, lxw_color_t back, lxw_color_t ink, bool rtl)
{
	lxw_format *f = workbook_add_format(book);

	if (bold)
		format_set_bold(f);
	if (back)
		format_set_bg_color(f, back);
	if (ink)
		format_set_font_color(f, ink);
	format_set_text_wrap(f);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	if (rtl) {
		format_set_align(f, LXW_ALIGN_RIGHT);
		format_set_reading_order(f, 2);
	}
	return f;
}

static void make_styles(struct sheet_book *b)
{
	lxw_workbook *w = b->book;

	b->styles[SHEET_TITLE] = style(w, true, 0, 0x0B3D5C, false);
	format_set_font_size(b->styles[SHEET_TITLE], 14);
	b->styles[SHEET_HEAD] = style(w, true, 0xDCE9F1, 0x0B3D5C, false);
	b->styles[SHEET_HEAD_RTL] = style(w, true, 0xDCE9F1, 0x0B3D5C, true);
	b->styles[SHEET_NOTE] = style(w, false, 0, 0x555555, false);
	b->styles[SHEET_EXAMPLE] = style(w, false, 0xF4F4F4, 0x555555, false);
	format_set_italic(b->styles[SHEET_EXAMPLE]);
	format_set_num_format(b->styles[SHEET_EXAMPLE], "@");
	b->styles[SHEET_TEXT_RTL] = style(w, false, 0, 0, true);
	b->text = workbook_add_format(w);
	format_set_num_format(b->text, "@");
}

enum err sheet_book_new(struct arena *a, struct sheet_book **ret)
{
	struct sheet_book *b = ARENA_NEW(a, struct sheet_book);
	lxw_workbook_options o = { 0 };
	char path[40];

	b->a = a;
	b->fd = fd_memory("sheet");
	if (b->fd < 0)
		return E_IO;
	arena_on_end(a, drop_book, b);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", b->fd);
	b->book = workbook_new_opt(path, &o);
	if (!b->book)
		return E_LIMIT;
	make_styles(b);
	*ret = b;
	return OK;
}

enum err sheet_book_sheet(struct sheet_book *b, const char *name, bool rtl)
{
	lxw_worksheet *s = workbook_add_worksheet(b->book, name);

	if (!s)
		return E_INPUT;
	if (rtl)
		worksheet_right_to_left(s);
	b->sheet = s;
	return OK;
}

enum err sheet_book_hidden(struct sheet_book *b, const char *name)
{
	TRY(sheet_book_sheet(b, name, false));
	worksheet_hide(b->sheet);
	return OK;
}

enum err sheet_book_back(struct sheet_book *b, const char *name)
{
	lxw_worksheet *s = workbook_get_worksheet_by_name(b->book, name);

	if (!s)
		return E_NOTFOUND;
	b->sheet = s;
	return OK;
}

void sheet_book_text(struct sheet_book *b, int row, int column, struct str s, enum sheet_style st)
{
	if (worksheet_write_string(b->sheet, (lxw_row_t)row, (lxw_col_t)column, arena_cstr(b->a, s),
			b->styles[st]) != LXW_NO_ERROR)
		b->failed = true;
}

void sheet_book_int(struct sheet_book *b, int row, int column, int64_t n)
{
	if (worksheet_write_number(b->sheet, (lxw_row_t)row, (lxw_col_t)column, (double)n, NULL)
		!= LXW_NO_ERROR)
		b->failed = true;
}

void sheet_book_fixed(struct sheet_book *b, int row, int column, int64_t n, int decimals)
{
	double value = (double)n;

	while (decimals-- > 0)
		value /= 10;
	if (worksheet_write_number(b->sheet, (lxw_row_t)row, (lxw_col_t)column, value, NULL) != LXW_NO_ERROR)
		b->failed = true;
}

void sheet_book_width(struct sheet_book *b, int column, double characters)
{
	worksheet_set_column(b->sheet, (lxw_col_t)column, (lxw_col_t)column, characters, NULL);
}

void sheet_book_as_text(struct sheet_book *b, int column, double characters)
{
	worksheet_set_column(b->sheet, (lxw_col_t)column, (lxw_col_t)column, characters, b->text);
}

void sheet_book_freeze(struct sheet_book *b, int row, int column)
{
	worksheet_freeze_panes(b->sheet, (lxw_row_t)row, (lxw_col_t)column);
}

static void validate(struct sheet_book *b, int first, int last, int column, lxw_data_validation *v)
{
	v->ignore_blank = LXW_VALIDATION_ON;
	v->error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
	if (worksheet_data_validation_range(b->sheet, (lxw_row_t)first, (lxw_col_t)column, (lxw_row_t)last,
			(lxw_col_t)column, v) != LXW_NO_ERROR)
		b->failed = true;
}

void sheet_book_list(struct sheet_book *b, int first, int last, int column, const char *const *words)
{
	lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST };
	size_t n = 0;
	char **copy;

	while (words[n])
		n++;
	copy = ARENA_ARRAY(b->a, char *, n + 1);
	for (size_t i = 0; i < n; i++)
		copy[i] = arena_cstr(b->a, str_of(words[i]));
	v.value_list = copy;
	validate(b, first, last, column, &v);
}

void sheet_book_list_from(struct sheet_book *b, int first, int last, int column, const char *range)
{
	lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST_FORMULA };

	v.value_formula = arena_cstr(b->a, str_of(range));
	validate(b, first, last, column, &v);
}

enum err sheet_book_end(struct sheet_book *b, struct str *ret)
{
	lxw_workbook *book = b->book;
	char path[40];
	lxw_error e;

	if (b->failed || !book)
		return E_LIMIT;
	b->book = NULL;
	e = workbook_close(book);
	if (e != LXW_NO_ERROR)
		return E_IO;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", b->fd);
	return fd_read_file(b->a, path, BOOK_MAX, ret);
}
