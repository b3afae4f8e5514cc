/* Every type of form field, and settings files: what was accepted keeps its promise. */
#include "base/phone.h"
#include "base/utf8.h"
#include "web/fields.h"
#include "web/settings.h"

static const char *const words[] = { "f", "m", NULL };

static void text_holds(struct str s, bool lines)
{
	if (!utf8_valid_text(s) || (!lines && (str_find_char(s, '\n') >= 0 || str_find_char(s, '\r') >= 0)))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a;
	struct str raw, why = STR_NONE;
	union { struct str s; struct day d; int64_t i; int32_t n; bool b; } to;
	const char *message = NULL;

	if (!n || n > 8192)
		return 0;
	a = arena_new(8 << 20);
	raw = (struct str){ (const char *)data + 1, n - 1 };
	struct field f = { .name = "x", .type = (enum field_type)(data[0] % (F_DIGITS + 1)), .choices = words,
		.max = data[0] & 0x80 ? 500 : 0 };
	if (field_read(a, &f, raw, 212, &to, &message) == OK) {
		if (f.type == F_TEXT || f.type == F_NAME)
			text_holds(to.s, f.type == F_TEXT && f.max > 200);
		if (f.type == F_PHONE && (to.s.n < 9 || to.s.n > 16 || to.s.p[0] != '+'))
			__builtin_trap();
		if (f.type == F_CHOICE && (to.n < 0 || to.n > 1))
			__builtin_trap();
	} else if (!message || !*message) {
		__builtin_trap();
	}
	if (settings_parse(settings_new(a), a, raw, &why) != OK && !why.n)
		__builtin_trap();
	arena_free(a);
	return 0;
}
