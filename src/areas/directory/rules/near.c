/* Distances. See near.h. */
#include "areas/directory/rules/near.h"

#include <math.h>

enum { EARTH_KM = 6371 };

enum err point_part(struct str s, int32_t most, int32_t *ret)
{
	bool minus = s.n && s.p[0] == '-';
	int32_t n = 0, decimals = -1, digits = 0;

	for (size_t i = minus; i < s.n; i++) {
		if (s.p[i] == '.' && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || decimals == 2 || ++digits > 5)
			return E_INPUT;
		n = n * 10 + (s.p[i] - '0');
		decimals += decimals >= 0;
	}
	for (; decimals < 2; decimals += decimals < 0 ? 3 : 1)
		n *= decimals < 0 ? 100 : 10;
	if (!digits || n > most * 100)
		return E_INPUT;
	*ret = minus ? -n : n;
	return OK;
}

static double rad(int32_t hundredths)
{
	return hundredths * (M_PI / 18000);
}

int32_t near_km(struct point x, struct point y)
{
	double dlat = sin((rad(y.lat) - rad(x.lat)) / 2), dlon = sin((rad(y.lon) - rad(x.lon)) / 2);
	double h = dlat * dlat + cos(rad(x.lat)) * cos(rad(y.lat)) * dlon * dlon;

	return (int32_t)(2 * EARTH_KM * asin(sqrt(h > 1 ? 1 : h)) + 0.5);
}
