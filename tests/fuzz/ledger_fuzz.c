/*
 * What `diwan ledger audit URL` reads of a stranger: a checkpoint; a bundle of entries, whose first byte here is how many are asked
 * for; entries, a line each. An entry that is read says what it is made of, and the rules bear whatever comes.
 */
#include "ledger/audit.h"
#include "ledger/check.h"
#include "ledger/entry.h"

#include <setjmp.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void found(void *arg, const struct finding *f)
{
	if (!f->rule || !f->code || f->nentries > FINDING_ENTRIES)
		abort();
	for (size_t i = 0; i < f->nentries; i++)
		if (f->entries[i] < 0 || f->entries[i] > audit_size(*(struct audit **)arg))
			abort();
}

static void read_one(struct arena *a, struct audit *x, struct str text)
{
	struct entry e;

	audit_entry(x, text);
	if (entry_read(text, &e) == OK && str_find_char(text, '\\') < 0 && !str_eq(entry_text(a, &e), text))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)512 << 20);
	struct str text = { (const char *)data, n }, note = text;
	struct audit *lines, *bundle = audit_new(a, found, &bundle);
	struct entry_texts t = { 0 };
	struct verifier_key key = { .name = S("log") };
	struct checkpoint c;
	const char *why = "";

	if (setjmp(*arena_guard(a)))
		abort();	/* so few bytes fill so much */
	lines = audit_new(a, found, &lines);
	if (checkpoint_read(a, note, (struct verifier_keys){ &key, 1 }, &c, &why) == OK)
		abort();	/* nobody signed it */
	if (n && entry_bundle(a, str_sub(text, 1, n), (size_t)data[0] + 1, &t) == OK)
		for (size_t i = 0; i < t.n; i++)
			read_one(a, bundle, t.v[i]);
	while (text.n)
		read_one(a, lines, str_cut(&text, '\n'));
	arena_free(a);
	return 0;
}
