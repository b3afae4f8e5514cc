/* Any text as an answer by message: read without a fault, and the same again with politeness around it. */
#include "areas/inbox/rules/answer.h"
#include "base/utf8.h"
#include "codes/codes.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(1 << 24);
	struct str folded = utf8_fold(a, (struct str){ (const char *)data, n });
	struct answer r = answer_read(folded, reference_parse), again;

	if (r.says > SAYS_THANKS || (r.says == SAYS_NUMBER && (r.number < 0 || r.number > 99)))
		abort();
	if ((r.says == SAYS_YES || r.says == SAYS_NO) && !r.named) {
		again = answer_read(arena_cat(a, folded, S(" svp")), reference_parse);
		if (again.says != r.says && again.says != SAYS_UNKNOWN)
			abort();	/* it may become too long, never the contrary */
	}
	arena_free(a);
	return 0;
}
