/* Any bytes as a .po file: messages or mistakes, never a crash; a rule that passes is harmless C. */
#include "../../tools/out.c"
#include "../../tools/mkcat_parse.c"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cat c = { .quiet = true };

	if (size > 20000)
		return 0;
	cat_read(&c, "x.po", (const char *)data, size);
	cat_free(&c);
	return 0;
}
