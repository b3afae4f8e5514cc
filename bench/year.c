/*
 * Writes logs for whoever reads them: year SEED [DAYS] some honest houses, year case K one of the forty-five that are
 * not as they should be; an entry a line. The last lines of a case say what must be found: "# RULE CODE PLACE…", or
 * "# fork SIZE ROOT", the root in hex that had been signed for so many entries.
 * year audit: what the rules find in entries on standard input, "RULE CODE PLACE…" a line.
 */
#include "base/num.h"
#include "crypto/crypto.h"
#include "ledger/audit.h"
#include "ledger/test/cases.h"
#include "ledger/tree.h"

#include <stdlib.h>

static void put(void *arg, struct instant at, struct str text)
{
	(void)at;
	fwrite(text.p, 1, text.n, arg);
	fputc('\n', arg);
}

static void print_case(struct arena *a, int k)
{
	struct case_log c = case_of(a, k);

	for (size_t i = 0; i < c.n; i++)
		put(stdout, (struct instant){ 0 }, c.v[i].text);
	if (!c.rule) {
		struct str root = { (const char *)c.root.v, sizeof(c.root.v) };

		printf("# fork %zu %.*s\n", c.kept, STR_ARG(hex_encode(a, root)));
		return;
	}
	printf("# %s %s", c.rule, c.code);
	for (size_t i = 0; i < c.nmarks; i++)
		printf(" %lld", (long long)c.marks[i]);
	printf("\n");
}

static void print_finding(void *arg, const struct finding *f)
{
	(void)arg;
	printf("%s %s", f->rule, f->code);
	for (size_t i = 0; i < f->nentries; i++)
		printf(" %lld", (long long)f->entries[i]);
	printf("\n");
}

static void audit_lines(struct arena *a)
{
	struct audit *x = audit_new(a, print_finding, NULL);
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) > 0)
		if (line[0] != '#')
			audit_entry(x, (struct str){ line, (size_t)n - (line[n - 1] == '\n') });
	free(line);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)4 << 30);
	bool one = argc == 3 && !strcmp(argv[1], "case"), audit = argc == 2 && !strcmp(argv[1], "audit");
	int64_t n = 0, days = YEAR_DAYS;

	if (a && audit) {
		audit_lines(a);
		arena_free(a);
		return 0;
	}
	if (!a || argc < 2 || num_parse(str_of(argv[one ? 2 : 1]), 0, one ? CASES - 1 : 1000000, &n) != OK
			|| (!one && argc > 2 && num_parse(str_of(argv[2]), 1, YEAR_DAYS, &days) != OK)) {
		fprintf(stderr, "year SEED [DAYS] | year case 0…%d | year audit\n", CASES - 1);
		return 2;
	}
	if (one)
		print_case(a, (int)n);
	else
		year_run(year_new(a, (uint64_t)n, (int)days, put, stdout));
	arena_free(a);
	return 0;
}
