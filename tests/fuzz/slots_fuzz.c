/* Any bytes as a file of slot cases: answered or refused, one answer for each case. */
#include "areas/schedules/cases.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)1 << 30);
	BUF_AUTO struct buf out = BUF(64 << 20);
	struct str text = { (const char *)data, n };
	const struct jr *in, *answers;
	bool all;

	if (n <= 20000 && cases_answer(a, text, &out, &all) == OK) {
		if (jr_read(a, text, 1 << 20, &in, NULL) != OK || jr_read(a, buf_str(&out), 64 << 20, &answers, NULL) != OK)
			abort();
		if (jr_count(answers) != (jr_kind_of(in) == JR_ARRAY ? jr_count(in) : 1))
			abort();
	}
	arena_free(a);
	return 0;
}
