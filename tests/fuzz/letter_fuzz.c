/* Any bytes as a letter of referral: told by their own beginning and end, and never taken with something behind them. */
#include "areas/referrals/rules/letter.h"
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool begins_as(struct str s, enum letter_type t)
{
	return t == LETTER_PDF ? str_starts(s, S("%PDF-")) : t == LETTER_JPEG ? str_starts(s, S("\xff\xd8\xff")) : str_starts(s, S("\x89PNG"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct str s = { (const char *)data, n };
	enum letter_type t = LETTER_NONE, other = LETTER_NONE;
	struct arena *a;
	struct str longer;
	char *bytes;

	if (letter_look(s, &t) != LETTER_GOOD) {
		if (t != LETTER_NONE)
			abort();
		return 0;
	}
	if (!n || n > LETTER_MAX || !begins_as(s, t))
		abort();
	a = arena_new(n + (1 << 16));
	bytes = arena_alloc(a, n + 2, 1);
	memcpy(bytes, data, n);
	memcpy(bytes + n, "PK", 2);
	longer = (struct str){ bytes, n + 2 };
	if (letter_look(longer, &other) == LETTER_GOOD)
		abort();
	arena_free(a);
	return 0;
}
