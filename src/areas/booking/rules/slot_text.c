/* See slot_text.h. */
#include "areas/booking/rules/slot_text.h"

#include "base/num.h"

#include <string.h>

/* n digits at p as a number; -1 when one is none. */
static int digits(const char *p, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (!ascii_is_digit(p[i]))
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

enum err slot_text_parse(struct str s, struct slot_name *ret)
{
	struct str a = str_cut(&s, '.'), b = str_cut(&s, '.');
	struct slot_name n = { 0 };
	int y, mo, d, h, m;

	TRY(num_parse(a, 1, INT64_MAX, &n.schedule));
	TRY(num_parse(b, 1, INT64_MAX, &n.service));
	if (s.n != 13 || s.p[8] != 'T')
		return E_INPUT;
	y = digits(s.p, 4);
	mo = digits(s.p + 4, 2);
	d = digits(s.p + 6, 2);
	h = digits(s.p + 9, 2);
	m = digits(s.p + 11, 2);
	if (y < 0 || mo < 0 || d < 0 || h < 0 || h > 23 || m < 0 || m > 59 || !day_valid(y, mo, d))
		return E_INPUT;
	n.day = day_of(y, mo, d);
	n.min = h * 60 + m;
	*ret = n;
	return OK;
}

static char *put_number(char *p, int64_t v, int width)
{
	char t[20];
	int n = 0;

	do
		t[n++] = (char)('0' + v % 10);
	while (v /= 10);
	while (n < width)
		t[n++] = '0';
	while (n)
		*p++ = t[--n];
	return p;
}

void slot_text_print(struct slot_name s, char out[static SLOT_TEXT_MAX])
{
	int y, m, d;
	char *p = out;

	day_split(s.day, &y, &m, &d);
	p = put_number(p, s.schedule, 1);
	*p++ = '.';
	p = put_number(p, s.service, 1);
	*p++ = '.';
	p = put_number(p, y, 4);
	p = put_number(p, m, 2);
	p = put_number(p, d, 2);
	*p++ = 'T';
	p = put_number(p, s.min / 60, 2);
	p = put_number(p, s.min % 60, 2);
	*p = 0;
}
