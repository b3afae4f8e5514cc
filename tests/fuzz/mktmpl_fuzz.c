/* Any bytes as a template: an answer or a message, never a crash. */
#include "../../tools/out.c"
#include "../../tools/mktmpl_html.c"
#undef P
#define is_space parse_is_space
#include "../../tools/mktmpl_parse.c"
#undef is_space
#define space tag_space
#include "../../tools/mktmpl_tag.c"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size || size > 20000)
		return 0;
	struct tmpl t = { .path = "src/areas/x/html/x.html", .name = "x_x", .plain = data[0] == 'p',
		.s = (const char *)data + 1, .n = size - 1 };
	(void)!tmpl_compile(&t);
	tmpl_free(&t);
	return 0;
}
