/* Calendar days, wall times and instants as text and as numbers. No zone here. */
#include "base/num.h"
#include "base/time.h"

#include <string.h>

/* Days from civil, proleptic Gregorian: years start in March so that the leap day ends one. */
struct day day_of(int year, int month, int mday)
{
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (struct day){ era * 146097 + doe - 719468 };
}

void day_split(struct day d, int *year, int *month, int *mday)
{
	int z = d.n + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*mday = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

bool day_valid(int year, int month, int mday)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && mday >= 1 &&
	       mday <= month_days(year, month);
}

int day_weekday(struct day d)
{
	int w = (d.n + 3) % 7;	/* 1970-01-01 was a Thursday */

	return (w < 0 ? w + 7 : w) + 1;
}

struct day day_add_months(struct day d, int months)
{
	int y, m, md, at;

	day_split(d, &y, &m, &md);
	at = y * 12 + m - 1 + months;
	y = at / 12;
	m = at % 12 + 1;
	return day_of(y, m, md < month_days(y, m) ? md : month_days(y, m));
}

static enum err digits(struct str s, size_t from, size_t n, int *ret)
{
	int64_t v;

	if (from + n > s.n || s.p[from] == '-')
		return E_INPUT;
	TRY(num_parse(str_sub(s, from, from + n), 0, 99999, &v));
	*ret = (int)v;
	return OK;
}

enum err day_parse(struct str s, struct day *ret)
{
	int y, m, d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return E_INPUT;
	TRY(digits(s, 0, 4, &y));
	TRY(digits(s, 5, 2, &m));
	TRY(digits(s, 8, 2, &d));
	if (!day_valid(y, m, d))
		return E_INPUT;
	*ret = day_of(y, m, d);
	return OK;
}

static void put2(char *p, int v)
{
	p[0] = (char)('0' + v / 10 % 10);
	p[1] = (char)('0' + v % 10);
}

void day_print(struct day d, char out[static 11])
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	put2(out, y / 100);
	put2(out + 2, y % 100);
	put2(out + 5, m);
	put2(out + 8, md);
	out[4] = out[7] = '-';
	out[10] = 0;
}

enum err local_parse(struct str s, struct local *ret)
{
	struct day d;
	int h, m, sec;

	if ((s.n != 16 && s.n != 19) || (s.p[10] != 'T' && s.p[10] != ' ') || s.p[13] != ':')
		return E_INPUT;
	TRY(day_parse(str_sub(s, 0, 10), &d));
	TRY(digits(s, 11, 2, &h));
	TRY(digits(s, 14, 2, &m));
	if (h > 23 || m > 59)
		return E_INPUT;
	if (s.n == 19) {
		TRY(digits(s, 17, 2, &sec));
		if (s.p[16] != ':' || sec != 0)
			return E_INPUT;
	}
	*ret = (struct local){ d, h * 60 + m };
	return OK;
}

void local_print(struct local l, char out[static 17])
{
	day_print(l.day, out);
	out[10] = 'T';
	put2(out + 11, l.min / 60);
	out[13] = ':';
	put2(out + 14, l.min % 60);
	out[16] = 0;
}

int64_t local_minutes(struct local l)
{
	return (int64_t)l.day.n * 1440 + l.min;
}

struct local local_of_minutes(int64_t m)
{
	int64_t d = m / 1440, r = m % 1440;

	if (r < 0) {
		r += 1440;
		d--;
	}
	return (struct local){ { (int32_t)d }, (int32_t)r };
}

int local_cmp(struct local a, struct local b)
{
	int64_t x = local_minutes(a), y = local_minutes(b);

	return (x > y) - (x < y);
}

struct local local_add(struct local l, int64_t minutes)
{
	return local_of_minutes(local_minutes(l) + minutes);
}

/* What follows the seconds: a fraction (dropped), then Z or ±HH:MM. */
static enum err offset_parse(struct str s, int *ret)
{
	int h, m;

	if (s.n && s.p[0] == '.') {
		size_t i = 1;

		while (i < s.n && ascii_is_digit(s.p[i]))
			i++;
		if (i == 1)
			return E_INPUT;
		s = str_sub(s, i, s.n);
	}
	if (str_eq(s, S("Z")) || str_eq(s, S("z"))) {
		*ret = 0;
		return OK;
	}
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
		return E_INPUT;
	TRY(digits(s, 1, 2, &h));
	TRY(digits(s, 4, 2, &m));
	if (h > 23 || m > 59)
		return E_INPUT;
	*ret = (s.p[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return OK;
}

enum err instant_parse(struct str s, struct instant *ret)
{
	struct local l;
	int sec, offset;

	if (s.n < 20 || (s.p[10] != 'T' && s.p[10] != 't') || s.p[16] != ':')
		return E_INPUT;
	char head[16];
	memcpy(head, s.p, sizeof(head));
	head[10] = 'T';
	TRY(local_parse((struct str){ head, sizeof(head) }, &l));
	TRY(digits(s, 17, 2, &sec));
	if (sec > 59)
		return E_INPUT;
	TRY(offset_parse(str_sub(s, 19, s.n), &offset));
	ret->v = local_minutes(l) * 60 + sec - offset;
	return OK;
}

void instant_print(struct instant t, char out[static 21])
{
	int64_t m = t.v / 60, s = t.v % 60;

	if (s < 0) {
		s += 60;
		m--;
	}
	local_print(local_of_minutes(m), out);
	out[16] = ':';
	put2(out + 17, (int)s);
	out[19] = 'Z';
	out[20] = 0;
}
