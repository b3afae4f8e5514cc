/* What a letter's file really is. See letter.h. */
#include "areas/referrals/rules/letter.h"

static const struct { const char *type, *ending; } words[LETTER_TYPES] = {
	[LETTER_NONE] = { "application/octet-stream", "bin" }, [LETTER_PDF] = { "application/pdf", "pdf" },
	[LETTER_JPEG] = { "image/jpeg", "jpg" }, [LETTER_PNG] = { "image/png", "png" },
};

const char *letter_media_type(enum letter_type t) { return words[t].type; }
const char *letter_ending(enum letter_type t) { return words[t].ending; }

static unsigned at(struct str s, size_t i)
{
	return (unsigned char)s.p[i];
}

static bool has(struct str s, struct str word)
{
	for (size_t i = 0; i + word.n <= s.n; i++)
		if (s.p[i] == word.p[0] && !memcmp(s.p + i, word.p, word.n))
			return true;
	return false;
}

/* ---- PDF ---- */

static bool line_end(unsigned c)
{
	return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

/* What follows the last %%EOF are line ends alone. */
static bool pdf_ends(struct str s)
{
	while (s.n && line_end(at(s, s.n - 1)))
		s.n--;
	return s.n >= 5 && !memcmp(s.p + s.n - 5, "%%EOF", 5);
}

static enum letter_fault look_pdf(struct str s)
{
	static const char *const active[] = { "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA", "/SubmitForm" };

	if (!pdf_ends(s) || !has(s, S("startxref")))
		return LETTER_BROKEN;
	for (size_t i = 0; i < sizeof(active) / sizeof(active[0]); i++)
		if (has(s, str_of(active[i])))
			return LETTER_ACTIVE;
	return LETTER_GOOD;
}

/* ---- JPEG: segments up to the picture, which ends with the file ---- */

static enum letter_fault look_jpeg(struct str s)
{
	size_t i = 2;

	while (i + 4 <= s.n && at(s, i) == 0xff) {
		unsigned marker = at(s, i + 1);
		size_t len = (size_t)at(s, i + 2) << 8 | at(s, i + 3);

		if (marker == 0xff) {			/* fill */
			i++;
			continue;
		}
		if (marker < 0xc0 || len < 2 || i + 2 + len > s.n)
			return LETTER_BROKEN;
		i += 2 + len;
		if (marker == 0xda)			/* the picture begins */
			return i + 2 <= s.n && at(s, s.n - 2) == 0xff && at(s, s.n - 1) == 0xd9 ? LETTER_GOOD : LETTER_BROKEN;
	}
	return LETTER_BROKEN;
}

/* ---- PNG: chunks from the first to IEND, which ends the file ---- */

static enum letter_fault look_png(struct str s)
{
	size_t i = 8;
	bool first = true;

	while (i + 12 <= s.n) {
		size_t len = (size_t)at(s, i) << 24 | (size_t)at(s, i + 1) << 16 | (size_t)at(s, i + 2) << 8 | at(s, i + 3);
		const char *name = s.p + i + 4;

		if (len > s.n - i - 12 || (first && memcmp(name, "IHDR", 4)))
			return LETTER_BROKEN;
		i += 12 + len;
		first = false;
		if (!memcmp(name, "IEND", 4))
			return i == s.n && !len ? LETTER_GOOD : LETTER_BROKEN;
	}
	return LETTER_BROKEN;
}

enum letter_fault letter_look(struct str s, enum letter_type *ret)
{
	enum letter_type t = LETTER_NONE;
	enum letter_fault f;

	if (!s.n)
		return LETTER_EMPTY;
	if (s.n > LETTER_MAX)
		return LETTER_TOO_LARGE;
	if (str_starts(s, S("%PDF-1.")) || str_starts(s, S("%PDF-2.")))
		t = LETTER_PDF;
	else if (str_starts(s, S("\xff\xd8\xff")))
		t = LETTER_JPEG;
	else if (str_starts(s, S("\x89PNG\r\n\x1a\n")))
		t = LETTER_PNG;
	else
		return LETTER_UNKNOWN;
	f = t == LETTER_PDF ? look_pdf(s) : t == LETTER_JPEG ? look_jpeg(s) : look_png(s);
	if (f == LETTER_GOOD)
		*ret = t;
	return f;
}
