/* Reads "COUNTRY TAB WRITTEN" lines, writes the number that Diwan takes it for, or "-". */
#include "base/phone.h"

#include "base/num.h"

#include <stdio.h>

int main(void)
{
	struct arena *a = arena_new(1 << 26);
	char line[256];

	while (fgets(line, sizeof(line), stdin)) {
		struct str rest = str_of(line), e164;
		struct str country = str_cut(&rest, '\t');
		int64_t code;

		if (num_parse(country, 1, 999, &code) != OK)
			return 1;
		if (phone_parse(a, rest, (int)code, &e164) == OK)
			printf("%.*s\n", STR_ARG(e164));
		else
			puts("-");
	}
	arena_free(a);
	return 0;
}
