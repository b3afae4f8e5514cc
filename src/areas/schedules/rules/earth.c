/* A point on the ground as people write it. See earth.h. */
#include "areas/schedules/rules/earth.h"

enum { MICRO = 1000000, LAT_MAX = 90, LON_MAX = 180 };

bool earth_degrees(struct str s, int32_t max, int32_t *ret)
{
	bool negative = s.n && s.p[0] == '-', point = false, digit = false;
	int64_t n = 0, unit = MICRO;

	for (size_t i = negative; i < s.n; i++) {
		if (!point && digit && (s.p[i] == '.' || s.p[i] == ',')) {
			point = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || n > (int64_t)MICRO * 1000)
			return false;
		digit = true;
		if (!point) {
			n = n * 10 + (s.p[i] - '0') * (int64_t)MICRO;
		} else if (unit > 1) {
			unit /= 10;
			n += (s.p[i] - '0') * unit;
		}
	}
	if (!digit || n > max * (int64_t)MICRO)
		return false;
	*ret = (int32_t)(negative ? -n : n);
	return true;
}

static bool spaces(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ')
			return false;
	return true;
}

/* Cut at the first `at`; what is after it, without spaces at its ends, goes into *ret_rest. */
static bool cut(struct str s, char at, struct str *ret_first, struct str *ret_rest)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == at) {
			*ret_first = str_trim(str_sub(s, 0, i));
			*ret_rest = str_trim(str_sub(s, i + 1, s.n));
			return true;
		}
	return false;
}

static bool has(struct str s, char c)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == c)
			return true;
	return false;
}

/* With decimal points a comma stands between the numbers; with decimal commas a semicolon or a space does. */
static bool split(struct str s, struct str *ret_lat, struct str *ret_lon)
{
	if (cut(s, ';', ret_lat, ret_lon))
		return true;
	if ((has(s, '.') || !has(s, ' ')) && cut(s, ',', ret_lat, ret_lon))
		return true;
	if (cut(s, ' ', ret_lat, ret_lon) && ret_lat->n && ret_lat->p[ret_lat->n - 1] == ',')
		*ret_lat = str_sub(*ret_lat, 0, ret_lat->n - 1);
	return ret_lat->n > 0;
}

bool earth_parse(struct str s, struct place_on_earth *ret)
{
	struct place_on_earth p = { .known = true };
	struct str lat = STR_NONE, lon = STR_NONE, rest;
	bool geo = false;

	s = str_trim(s);
	if (s.n > 4 && (str_starts(s, S("geo:")) || str_starts(s, S("GEO:")))) {
		geo = true;
		s = str_sub(s, 4, s.n);
		(void)cut(s, ';', &s, &rest);
		(void)cut(s, '?', &s, &rest);
	}
	if (!s.n || spaces(s) || !split(s, &lat, &lon))
		return false;
	if (geo)	/* an altitude may follow */
		(void)cut(lon, ',', &lon, &rest);
	if (!earth_degrees(lat, LAT_MAX, &p.lat) || !earth_degrees(lon, LON_MAX, &p.lon))
		return false;
	*ret = p;
	return true;
}

static char *put(char *out, int32_t micro)
{
	int32_t n = micro < 0 ? -micro : micro, unit = 100 * MICRO;

	if (micro < 0)
		*out++ = '-';
	while (unit > MICRO && n < unit)
		unit /= 10;
	for (; unit; unit /= 10) {
		*out++ = (char)('0' + n / unit % 10);
		if (unit == MICRO)
			*out++ = '.';
	}
	return out;
}

void earth_print(struct place_on_earth p, char out[static EARTH_TEXT_MAX])
{
	char *end = put(out, p.lat);

	*end++ = ',';
	*put(end, p.lon) = '\0';
}
