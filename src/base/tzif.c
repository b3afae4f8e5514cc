#include "base/tzif.h"

#include "base/num.h"
#include "base/time.h"

#include <string.h>

static uint32_t be32(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

struct counts { size_t isut, isstd, leap, time, type, chars; };

/* Size of the data block that follows a header; 0 when the header is none. */
static size_t header(struct str s, size_t width, struct counts *ret)
{
	if (s.n < 44 || memcmp(s.p, "TZif", 4) != 0)
		return 0;
	*ret = (struct counts){ be32(s.p + 20), be32(s.p + 24), be32(s.p + 28), be32(s.p + 32),
				be32(s.p + 36), be32(s.p + 40) };
	if (ret->time > TZIF_MAX || ret->type == 0 || ret->type > 256 || ret->chars > 4096 ||
	    ret->leap > 1000 || ret->isut > 256 || ret->isstd > 256)
		return 0;
	return ret->time * (width + 1) + ret->type * 6 + ret->chars + ret->leap * (width + 4) +
	       ret->isstd + ret->isut;
}

static bool posix_name(struct str *s)
{
	size_t n = 0;

	if (s->n && s->p[0] == '<') {
		ptrdiff_t end = str_find_char(*s, '>');

		if (end < 0)
			return false;
		*s = str_sub(*s, (size_t)end + 1, s->n);
		return true;
	}
	while (n < s->n && ascii_is_alpha(s->p[n]))
		n++;
	*s = str_sub(*s, n, s->n);
	return n >= 3;
}

static bool posix_number(struct str *s, int64_t max, int64_t *ret)
{
	size_t n = 0;

	while (n < s->n && n < 3 && ascii_is_digit(s->p[n]))
		n++;
	if (num_parse(str_sub(*s, 0, n), 0, max, ret) != OK)
		return false;
	*s = str_sub(*s, n, s->n);
	return true;
}

static bool eat(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* [+-]hh[:mm[:ss]] in seconds; hours to 167 as RFC 8536 allows. */
static bool posix_time(struct str *s, int32_t *ret)
{
	int64_t h, m = 0, sec = 0;
	bool minus = eat(s, '-');

	if (!minus)
		eat(s, '+');
	if (!posix_number(s, 167, &h) || (eat(s, ':') && !posix_number(s, 59, &m)) ||
	    (eat(s, ':') && !posix_number(s, 59, &sec)))
		return false;
	*ret = (int32_t)(h * 3600 + m * 60 + sec) * (minus ? -1 : 1);
	return true;
}

static bool posix_day(struct str *s, struct tz_rule_day *ret)
{
	int64_t a, b = 0, c = 0;
	struct tz_rule_day d = { .kind = 'N', .time = 7200 };

	if (eat(s, 'M')) {
		d.kind = 'M';
		if (!posix_number(s, 12, &a) || a < 1 || !eat(s, '.') || !posix_number(s, 5, &b) ||
		    b < 1 || !eat(s, '.') || !posix_number(s, 6, &c))
			return false;
		d.month = (int)a;
		d.week = (int)b;
		d.wday = (int)c;
	} else {
		if (eat(s, 'J'))
			d.kind = 'J';
		if (!posix_number(s, 365, &a))
			return false;
		d.yday = (int)a;
	}
	if (eat(s, '/') && !posix_time(s, &d.time))
		return false;
	*ret = d;
	return true;
}

static bool footer(struct str s, struct tzif *z)
{
	int32_t west;

	if (!s.n)
		return true;
	if (!posix_name(&s) || !posix_time(&s, &west))
		return false;
	z->has_rule = true;
	z->std = -west;
	if (!s.n)
		return true;
	if (!posix_name(&s))
		return false;
	z->dst = z->std + 3600;
	if (s.n && s.p[0] != ',') {
		if (!posix_time(&s, &west))
			return false;
		z->dst = -west;
	}
	z->rule_dst = eat(&s, ',') && posix_day(&s, &z->start) && eat(&s, ',') && posix_day(&s, &z->end);
	return z->rule_dst && !s.n;
}

static enum err block(struct str s, struct counts c, struct tzif *z)
{
	const char *times = s.p, *types = times + c.time * 8, *infos = types + c.time;

	for (size_t i = 0; i < c.type; i++) {
		int32_t off = (int32_t)be32(infos + i * 6);

		if (off < -93599 || off > 93599)
			return E_INPUT;
	}
	z->offset[0] = (int32_t)be32(infos);
	for (size_t i = 0; i < c.time; i++) {
		const char *p = times + i * 8;
		size_t type = (unsigned char)types[i];

		z->at[i] = (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
		if (type >= c.type || (i && z->at[i] <= z->at[i - 1]))
			return E_INPUT;
		z->offset[i + 1] = (int32_t)be32(infos + type * 6);
	}
	z->n = c.time;
	return OK;
}

enum err tzif_parse(struct str bytes, struct tzif *ret)
{
	struct counts c;
	size_t n = header(bytes, 4, &c);
	struct str foot;

	/* the first block has 32-bit times; a file of version 1 has nothing else */
	if (!n || bytes.p[4] < '2' || bytes.n < 44 + n)
		return E_INPUT;
	bytes = str_sub(bytes, 44 + n, bytes.n);
	n = header(bytes, 8, &c);
	if (!n || bytes.n < 44 + n)
		return E_INPUT;
	memset(ret, 0, sizeof(*ret));
	TRY(block(str_sub(bytes, 44, 44 + n), c, ret));
	foot = str_sub(bytes, 44 + n, bytes.n);
	if (foot.n < 2 || foot.p[0] != '\n' || foot.p[foot.n - 1] != '\n')
		return E_INPUT;
	return footer(str_sub(foot, 1, foot.n - 1), ret) ? OK : E_INPUT;
}

/* Seconds since 1970 (as if UTC) of a rule's change-over in a year, before its offset is taken off. */
static int64_t change_at(const struct tz_rule_day *r, int year)
{
	struct day d = day_of(year, 1, 1);

	if (r->kind == 'M') {
		int first;

		d = day_of(year, r->month, 1);
		first = (r->wday - day_weekday(d) % 7 + 7) % 7 + 7 * (r->week - 1);
		d.n += first;
		if (r->week == 5) {
			struct day next = r->month == 12 ? day_of(year + 1, 1, 1) : day_of(year, r->month + 1, 1);

			if (d.n >= next.n)
				d.n -= 7;
		}
	} else if (r->kind == 'J') {
		bool leap = day_valid(year, 2, 29);

		d.n += r->yday - 1 + (leap && r->yday >= 60);
	} else {
		d.n += r->yday;
	}
	return (int64_t)d.n * 86400 + r->time;
}

static int32_t rule_offset(const struct tzif *z, int64_t t)
{
	int y, m, md;
	int64_t on, off;

	if (!z->rule_dst)
		return z->std;
	day_split((struct day){ (int32_t)((t + z->std) / 86400) }, &y, &m, &md);
	on = change_at(&z->start, y) - z->std;
	off = change_at(&z->end, y) - z->dst;
	if (on < off)
		return t >= on && t < off ? z->dst : z->std;
	return t >= off && t < on ? z->std : z->dst;
}

int32_t tzif_offset(const struct tzif *z, int64_t t)
{
	size_t lo = 0, hi = z->n;

	if (z->has_rule && (z->n == 0 || t >= z->at[z->n - 1]))
		return rule_offset(z, t);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (z->at[mid] <= t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return z->offset[lo];
}
