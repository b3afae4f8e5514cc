/* Addresses made by the program. */
#include "page/page.h"

#include <stdio.h>

struct url url_fmt(struct arena *a, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0 || n >= (int)sizeof(text))
		return U("/");
	return (struct url){ arena_str(a, (struct str){ text, (size_t)n }) };
}
