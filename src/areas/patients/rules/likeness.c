/* How alike two people's data are. See likeness.h. */
#include "areas/patients/rules/likeness.h"

#include "base/num.h"

#include <string.h>

enum { WORD_MAX = 32 };

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* Optimal string alignment distance, three rows at a time. */
int likeness_slips(struct str x, struct str y, int max)
{
	int row[3][WORD_MAX + 1];

	if (x.n > WORD_MAX || y.n > WORD_MAX)
		return str_eq(x, y) ? 0 : max + 1;
	for (size_t j = 0; j <= y.n; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= x.n; i++) {
		int *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
		int best = now[0] = (int)i;

		for (size_t j = 1; j <= y.n; j++) {
			int d = last[j - 1] + (x.p[i - 1] != y.p[j - 1]);

			d = smaller(d, smaller(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && x.p[i - 1] == y.p[j - 2] && x.p[i - 2] == y.p[j - 1])
				d = smaller(d, before[j - 2] + 1);
			now[j] = d;
			best = smaller(best, d);
		}
		if (best > max + 1)
			return max + 1;
	}
	return smaller(row[x.n % 3][y.n], max + 1);
}

int likeness_allowed(size_t n)
{
	return n <= 3 ? 0 : n <= 6 ? 1 : 2;
}

static size_t count_words(struct str s)
{
	size_t n = 0;

	while (s.n) {
		str_cut(&s, ' ');
		n++;
	}
	return n;
}

static bool has_word(struct str key, struct str word)
{
	while (key.n) {
		struct str w = str_cut(&key, ' ');
		int allowed = likeness_allowed(w.n < word.n ? w.n : word.n);

		if (likeness_slips(w, word, allowed) <= allowed)
			return true;
	}
	return false;
}

int likeness_names(struct str x, struct str y)
{
	struct str rest;

	if (!x.n || !y.n)
		return 0;
	if (str_eq(x, y))
		return 2;
	if (count_words(x) > count_words(y)) {
		rest = x;
		x = y;
		y = rest;
	}
	rest = x;
	while (rest.n)
		if (!has_word(y, str_cut(&rest, ' ')))
			return 0;
	return 1;
}

int likeness_births(struct day x, struct day y)
{
	int xy, xm, xd, yy, ym, yd;

	if (!day_is(x) || !day_is(y))
		return 1;
	if (x.n == y.n)
		return 3;
	day_split(x, &xy, &xm, &xd);
	day_split(y, &yy, &ym, &yd);
	if (xy == yy && xm == yd && xd == ym)
		return 2;
	return (xy == yy) + (xm == ym) + (xd == yd) == 2 ? 2 : 0;
}

static bool says(struct str sex)
{
	return sex.n && !str_eq(sex, S("unknown"));
}

int32_t likeness_score(const struct likeness *x, const struct likeness *y)
{
	static const int births[] = { -20, 0, 15, 35 };
	int names = likeness_names(x->name_key, y->name_key);
	int32_t score = names == 2 ? 50 : names == 1 ? 35 : 0;

	if (x->identity.n && str_eq(x->identity, y->identity))
		return 100;
	score += births[likeness_births(x->birth_day, y->birth_day)];
	if (x->phone.n && str_eq(x->phone, y->phone))
		score += 25;
	if (says(x->sex) && says(y->sex) && !str_eq(x->sex, y->sex))
		score -= 15;
	if (x->identity.n && y->identity.n)
		score -= 40;
	if (!names && score > 40)
		score = 40;
	return score < 0 ? 0 : score > 100 ? 100 : score;
}

/* ---- typed words ---- */

static bool is_number(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (ascii_is_digit(s.p[i]))
			digits++;
		else if (s.p[i] != '.' && s.p[i] != '-' && !(i == 0 && s.p[i] == '+'))
			return false;
	}
	return digits > 0;
}

/* d/m/y with any of / - . between, or y-m-d. */
static bool is_birth(struct str s, struct day *ret)
{
	int64_t part[3];
	struct str rest = s;

	if (s.n == 10 && s.p[4] == '-' && day_parse(s, ret) == OK)
		return true;
	for (int i = 0; i < 3; i++) {
		size_t n = 0;

		while (n < rest.n && ascii_is_digit(rest.p[n]))
			n++;
		if (n == rest.n && i < 2)
			return false;
		if (num_parse(str_sub(rest, 0, n), 1, i == 2 ? 2200 : 31, &part[i]) != OK)
			return false;
		if (i < 2 && (!strchr("/-.", rest.p[n])))
			return false;
		rest = str_sub(rest, i < 2 ? n + 1 : n, rest.n);
	}
	if (rest.n || part[2] < 1850 || !day_valid((int)part[2], (int)part[1], (int)part[0]))
		return false;
	*ret = day_of((int)part[2], (int)part[1], (int)part[0]);
	return true;
}

static enum said_kind kind_of(struct str s)
{
	size_t alpha = 0, digit = 0;

	for (size_t i = 0; i < s.n; i++) {
		alpha += ascii_is_alpha(s.p[i]);
		digit += ascii_is_digit(s.p[i]);
	}
	if (!digit)
		return SAID_NAME;
	return alpha && alpha + digit == 11 ? SAID_REFERENCE : SAID_IDENTITY;
}

/* A reference is read aloud in groups: "ABC DEF GHJK L" or with dashes. */
static bool grouped_reference(struct str text)
{
	size_t n = 0, digits = 0, alphas = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (ascii_is_digit(text.p[i]))
			digits++;
		else if (ascii_is_alpha(text.p[i]))
			alphas++;
		else if (text.p[i] != ' ' && text.p[i] != '-')
			return false;
	}
	n = digits + alphas;
	return n == 11 && digits && alphas;
}

/* A number without its dots and dashes. */
static size_t put_digits(struct str w, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < w.n; i++)
		if (w.p[i] != '.' && w.p[i] != '-')
			out[n++] = w.p[i];
	return n;
}

/* One word after `last` (NULL: the first); true when its digits went on with last's number. */
static bool read_word(struct str w, char *buf, size_t *used, const struct said *last, struct said *ret)
{
	bool goes_on = last && last->kind == SAID_PHONE;
	size_t from = goes_on ? *used - last->text.n : *used;

	*ret = (struct said){ SAID_NAME, w, DAY_NONE };
	if (is_birth(w, &ret->day)) {
		ret->kind = SAID_BIRTH;
		return false;
	}
	if (!is_number(w)) {
		ret->kind = kind_of(w);
		return false;
	}
	*used += put_digits(w, buf + *used);
	*ret = (struct said){ SAID_PHONE, { buf + from, *used - from }, DAY_NONE };
	return goes_on;
}

size_t said_words(struct str text, char *buf, struct said *out, size_t max)
{
	struct str rest = str_trim(text);
	size_t n = 0, used = 0;

	if (max && grouped_reference(rest)) {
		for (size_t i = 0; i < rest.n; i++)
			if (rest.p[i] != ' ' && rest.p[i] != '-')
				buf[used++] = ascii_upper(rest.p[i]);
		out[0] = (struct said){ SAID_REFERENCE, { buf, used }, DAY_NONE };
		return 1;
	}
	while (rest.n && n < max) {
		struct str w = str_cut(&rest, ' ');
		struct said s;

		if (!w.n)
			continue;
		n -= read_word(w, buf, &used, n ? &out[n - 1] : NULL, &s);
		out[n++] = s;
	}
	return n;
}

size_t said_phone(struct str d, char *out)
{
	size_t n = 0;

	out[n++] = '+';
	if (d.n && d.p[0] == '+') {
		d = str_sub(d, 1, d.n);
	} else if (str_starts(d, S("00"))) {
		d = str_sub(d, 2, d.n);
	} else if (!str_starts(d, S("212"))) {
		memcpy(out + n, "212", 3);
		n += 3;
		if (d.n && d.p[0] == '0')
			d = str_sub(d, 1, d.n);
	}
	for (size_t i = 0; i < d.n; i++)
		if (ascii_is_digit(d.p[i]))
			out[n++] = d.p[i];
	return n;
}
