/* The types of form fields. */
#include "web/fields.h"

#include "base/num.h"
#include "base/phone.h"
#include "codes/codes.h"

const char *field_missing(enum field_type t)
{
	switch (t) {
	case F_NAME:
		return N_("Write the full name");
	case F_PHONE:
		return N_("Write the telephone number");
	case F_DAY:
		return N_("Write the date");
	case F_CHOICE: case F_LIST: case F_BOOL:
		return N_("Choose an answer");
	case F_FILE:
		return N_("Choose a file");
	case F_TEXT: case F_EMAIL: case F_ID: case F_INT: case F_MONTH: case F_MIN: case F_TOKEN:
	case F_SECRET: case F_REFERENCE: case F_DIGITS:
		break;
	}
	return N_("An answer is missing here");
}

void field_absent(enum field_type t, void *place)
{
	if (t == F_DAY)
		*(struct day *)place = DAY_NONE;
	else if (t == F_MONTH)
		*(int32_t *)place = INT32_MIN;
	else if (t == F_MIN || t == F_CHOICE)
		*(int32_t *)place = -1;
}

static enum err read_text(struct arena *a, const struct field *f, struct str raw, struct str *ret, const char **why)
{
	size_t max = f->max ? (size_t)f->max : f->type == F_NAME ? 120 : 200, n = 0;
	char *p = arena_alloc(a, raw.n + 1, 1);

	raw = utf8_visible(a, raw);
	*why = N_("This contains characters that cannot be kept");
	if (!utf8_valid_text(raw))
		return E_INPUT;
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] != '\r')
			p[n++] = raw.p[i];
		else if (i + 1 >= raw.n || raw.p[i + 1] != '\n')
			return E_INPUT;
	*ret = str_trim((struct str){ p, n });
	if ((f->type == F_NAME || max <= 200) && str_find_char(*ret, '\n') >= 0)
		return E_INPUT;
	*why = N_("This is too long");
	return utf8_count(*ret) <= max ? OK : E_INPUT;
}

static enum err read_name(struct arena *a, const struct field *f, struct str raw, struct name *ret, const char **why)
{
	struct str folded;

	TRY(read_text(a, f, raw, &ret->s, why));
	folded = utf8_fold(a, ret->s);
	for (size_t i = 0; i < folded.n; i++)
		if (!ascii_is_digit(folded.p[i]) && folded.p[i] != ' ')
			return OK;
	*why = N_("Write the name in letters");
	return E_INPUT;
}

/* Enough to catch a slip of the finger: the letter that arrives is the real test. */
static enum err read_email(struct str s, struct str *ret)
{
	ptrdiff_t at = str_find_char(s, '@');
	struct str host = at < 0 ? STR_NONE : str_sub(s, (size_t)at + 1, s.n);

	if (at < 1 || s.n > 254 || host.n < 3 || str_find_char(host, '@') >= 0 || str_find_char(host, '.') < 1 ||
			host.p[host.n - 1] == '.')
		return E_INPUT;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f || strchr("<>()[]\\,;:\"", s.p[i]))
			return E_INPUT;
	*ret = s;
	return OK;
}

static struct str western(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	return (struct str){ p, num_western_digits(s, p) };
}

static enum err read_minutes(struct str s, int32_t *ret)
{
	struct str m = s, h = str_cut(&m, ':');
	int64_t hour, min;

	if (m.n != 2 || h.n < 1 || h.n > 2)
		return E_INPUT;
	TRY(num_parse(h, 0, 23, &hour));
	TRY(num_parse(m, 0, 59, &min));
	*ret = (int32_t)(hour * 60 + min);
	return OK;
}

static enum err read_month(struct str s, int32_t *ret)
{
	int64_t y, m;

	if (s.n != 7 || s.p[4] != '-')
		return E_INPUT;
	TRY(num_parse(str_sub(s, 0, 4), 1900, 2200, &y));
	TRY(num_parse(str_sub(s, 5, 7), 1, 12, &m));
	*ret = (int32_t)((y - 1970) * 12 + m - 1);
	return OK;
}

static enum err read_choice(const struct field *f, struct str s, int32_t *ret)
{
	for (int32_t i = 0; f->choices && f->choices[i]; i++) {
		if (!str_eq(s, str_of(f->choices[i])))
			continue;
		*ret = i;
		return OK;
	}
	return E_INPUT;
}

static enum err read_token(struct str s, struct str *ret)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return E_INPUT;
	if (s.n != 22)
		return E_INPUT;
	*ret = s;
	return OK;
}

static enum err read_digits(struct arena *a, const struct field *f, struct str raw, struct str *ret)
{
	struct str s = western(a, raw);
	char *p = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_digit(s.p[i]))
			p[n++] = s.p[i];
		else if (s.p[i] != ' ')
			return E_INPUT;
	if (!n || (f->max && n != (size_t)f->max))
		return E_INPUT;
	*ret = (struct str){ p, n };
	return OK;
}

static enum err read_reference(struct arena *a, struct str s, struct str *ret)
{
	char *p = arena_alloc(a, REFERENCE_LEN, 1);

	TRY(reference_parse(s, p));
	*ret = (struct str){ p, REFERENCE_LEN };
	return OK;
}

static enum err read_int(struct arena *a, const struct field *f, struct str s, int64_t *ret, const char **why)
{
	bool any = !f->min && !f->max;

	*why = N_("A number is expected here");
	TRY(num_parse(western(a, s), INT64_MIN, INT64_MAX, ret));
	*why = N_("This number is outside of what is possible");
	return any || (*ret >= f->min && *ret <= f->max) ? OK : E_INPUT;
}

static enum err read_secret(struct str raw, struct str *ret)
{
	if (raw.n > 200)
		return E_INPUT;
	*ret = raw;
	return OK;
}

enum err field_boxes(const struct str box[3], struct day *ret)
{
	int64_t v[3];
	char digits[3][12];

	for (int i = 0; i < 3; i++) {
		if (box[i].n > sizeof(digits[i]))
			return E_INPUT;
		TRY(num_parse((struct str){ digits[i], num_western_digits(box[i], digits[i]) }, 1, 2200, &v[i]));
	}
	if (v[2] < 1880 || !day_valid((int)v[2], (int)v[1], (int)v[0]))
		return E_INPUT;
	*ret = day_of((int)v[2], (int)v[1], (int)v[0]);
	return OK;
}

enum err field_read(struct arena *a, const struct field *f, struct str raw, int phone_country, void *place,
	const char **ret_message)
{
	*ret_message = N_("This answer is not understood");
	switch (f->type) {
	case F_TEXT:
		return read_text(a, f, raw, place, ret_message);
	case F_NAME:
		return read_name(a, f, raw, place, ret_message);
	case F_PHONE:
		*ret_message = N_("This is not a whole telephone number");
		return phone_parse(a, raw, phone_country, place);
	case F_EMAIL:
		*ret_message = N_("An e-mail address looks like name@example.org");
		return read_email(raw, place);
	case F_ID:
		return num_parse(raw, 1, INT64_MAX, place);
	case F_INT:
		return read_int(a, f, raw, place, ret_message);
	case F_BOOL:
		*(bool *)place = !str_eq(raw, S("0"));
		return OK;
	case F_DAY:
		*ret_message = N_("This date does not exist");
		return day_parse(western(a, raw), place);
	case F_MONTH:
		*ret_message = N_("A month looks like 2026-10");
		return read_month(western(a, raw), place);
	case F_MIN:
		*ret_message = N_("An hour looks like 09:40");
		return read_minutes(western(a, raw), place);
	case F_CHOICE:
		return read_choice(f, raw, place);
	case F_TOKEN:
		return read_token(raw, place);
	case F_SECRET:
		*ret_message = N_("This is too long");
		return read_secret(raw, place);
	case F_REFERENCE:
		*ret_message = N_("This reference does not exist. Check it letter by letter");
		return read_reference(a, raw, place);
	case F_DIGITS:
		*ret_message = N_("Digits are missing or too many");
		return read_digits(a, f, raw, place);
	case F_LIST: case F_FILE:
		break;
	}
	return E_INPUT;
}
