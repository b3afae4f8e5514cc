/* What a citizen types or forges: search words against terms, and names of slots. */
#include "areas/booking/rules/match.h"
#include "areas/booking/rules/slot_text.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str all = { (const char *)data, n }, typed = str_cut(&all, '|');
	struct arena *a = arena_new(16 << 20);
	struct slot_name slot, again;
	char text[SLOT_TEXT_MAX];
	int score;

	if (slot_text_parse(typed, &slot) == OK) {
		slot_text_print(slot, text);
		if (slot_text_parse(str_of(text), &again) != OK || again.day.n != slot.day.n || again.min != slot.min)
			__builtin_trap();
	}
	if (utf8_valid_text(typed) && utf8_valid_text(all)) {
		typed = utf8_fold(a, utf8_head(typed, 100));
		all = utf8_fold(a, all);
		score = match_score(typed, all);
		if (score < 0 || score > 100 || match_distance(typed, all, 2) > 3)
			__builtin_trap();
	}
	arena_free(a);
	return 0;
}
