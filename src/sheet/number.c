/* Numbers of .xlsx: doubles written as text, and the formats that make dates of them. */
#include "sheet/inner.h"

#include "base/time.h"

/* Built-in formats of ECMA-376, part 1, 18.8.30; East Asian dates included. */
static enum num_format built_in(int id)
{
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return FORMAT_DATE;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
		return FORMAT_TIME;
	return id == 22 ? FORMAT_BOTH : FORMAT_PLAIN;
}

/* Letters of a format code outside of quotes, escapes, colours and locales. */
static enum num_format of_code(struct str c)
{
	bool date = false, time_of_day = false, month = false;

	for (size_t i = 0; i < c.n; i++) {
		char l = ascii_lower(c.p[i]);

		if (l == '"') {
			for (i++; i < c.n && c.p[i] != '"'; i++)
				;
		} else if (l == '\\' || l == '_' || l == '*') {
			i++;
		} else if (l == '[' && i + 1 < c.n && !strchr("hms", ascii_lower(c.p[i + 1]))) {
			for (; i < c.n && c.p[i] != ']'; i++)
				;
		} else if (l == ';') {
			break;
		}
		date = date || l == 'y' || l == 'd';
		time_of_day = time_of_day || l == 'h' || l == 's';
		month = month || l == 'm';
	}
	if (date || (month && !time_of_day))
		return time_of_day ? FORMAT_BOTH : FORMAT_DATE;
	return time_of_day ? FORMAT_TIME : FORMAT_PLAIN;
}

enum num_format num_format_of(int id, struct str code)
{
	if (!code.n || str_eq_nocase(code, S("General")))
		return built_in(id);
	return of_code(code);
}

/* [-]digits[.digits][E[±]digits], no more; false for anything else. */
static bool number_of(struct str s, double *ret)
{
	size_t i = 0, digits = 0;
	double v = 0, unit = 1;
	int scale = 0, e = 0, sign = 1;
	bool point = false, neg = s.n && s.p[0] == '-';

	for (i = neg; i < s.n && (ascii_is_digit(s.p[i]) || (s.p[i] == '.' && !point)); i++) {
		if (s.p[i] == '.') {
			point = true;
			continue;
		}
		v = v * 10 + (s.p[i] - '0');
		digits++;
		scale -= point;
	}
	if (!digits || s.n > 40)
		return false;
	if (i < s.n && ascii_lower(s.p[i]) == 'e') {
		i++;
		if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
			sign = s.p[i++] == '-' ? -1 : 1;
		if (i == s.n)
			return false;
		for (; i < s.n && ascii_is_digit(s.p[i]) && e < 1000; i++)
			e = e * 10 + (s.p[i] - '0');
	}
	if (i < s.n || e > 30)
		return false;
	for (scale += sign * e; scale > 0; scale--)
		v *= 10;
	for (; scale < 0; scale++)
		unit *= 10;
	v /= unit;
	*ret = neg ? -v : v;
	return true;
}

/* Days since 1970 of a serial number; 1900-02-29 (60) never was, and Excel counts it. */
static bool day_of_serial(int32_t serial, bool since_1904, struct day *ret)
{
	if (since_1904)
		serial += 1462;
	if (serial < 1 || serial == 60 || serial > 2958465)
		return false;
	*ret = (struct day){ serial - 25569 + (serial < 60) };
	return true;
}

static size_t date_text(double v, enum num_format f, bool since_1904, char out[static 40])
{
	int32_t whole = (int32_t)v, min = (int32_t)((v - whole) * 1440 + 0.5);
	struct day d;
	char day[11];
	int n;

	if (f == FORMAT_TIME && v <= 1) {
		min += whole * 1440;
		n = snprintf(out, 40, "%02d:%02d", min / 60, min % 60);
		return (size_t)n;
	}
	if (min == 1440) {
		min = 0;
		whole++;
	}
	if (!day_of_serial(whole, since_1904, &d))
		return 0;
	day_print(d, day);
	if (f == FORMAT_DATE)
		n = snprintf(out, 40, "%s", day);
	else
		n = snprintf(out, 40, "%s %02d:%02d", day, min / 60, min % 60);
	return (size_t)n;
}

static bool only_digits(struct str s)
{
	for (size_t i = s.n && s.p[0] == '-'; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]))
			return false;
	return true;
}

size_t num_text(struct str stored, enum num_format f, bool since_1904, char out[static 40])
{
	double v;
	size_t n = 0;

	if (number_of(stored, &v)) {
		if (f != FORMAT_PLAIN && v >= 0 && v < 2958466)
			n = date_text(v, f, since_1904, out);
		else if (!only_digits(stored))
			n = (size_t)snprintf(out, 40, "%.15g", v);
	}
	if (n)
		return n;
	n = stored.n < 40 ? stored.n : 40;
	if (n)
		memcpy(out, stored.p, n);
	return n;
}
