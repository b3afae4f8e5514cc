#include "base/num.h"

enum err num_parse(struct str s, int64_t min, int64_t max, int64_t *ret)
{
	bool negative = s.n && s.p[0] == '-';
	int64_t v = 0;
	size_t i = negative;

	if (i == s.n || s.n > 20)
		return E_INPUT;
	for (; i < s.n; i++) {
		if (!ascii_is_digit(s.p[i]))
			return E_INPUT;
		int digit = s.p[i] - '0';
		if (__builtin_mul_overflow(v, (int64_t)10, &v) ||
		    __builtin_sub_overflow(v, (int64_t)digit, &v))
			return E_INPUT;
	}
	/* v was built downwards, so that the least number fits too */
	if (!negative && __builtin_sub_overflow((int64_t)0, v, &v))
		return E_INPUT;
	if (v < min || v > max)
		return E_INPUT;
	*ret = v;
	return OK;
}

size_t num_western_digits(struct str s, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		unsigned char d = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;

		if (c == 0xD9 && d >= 0xA0 && d <= 0xA9) {		/* U+0660…0669 */
			out[n++] = (char)('0' + d - 0xA0);
			i++;
		} else if (c == 0xDB && d >= 0xB0 && d <= 0xB9) {	/* U+06F0…06F9 */
			out[n++] = (char)('0' + d - 0xB0);
			i++;
		} else {
			out[n++] = (char)c;
		}
	}
	return n;
}
