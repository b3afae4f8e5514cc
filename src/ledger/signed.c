/* The sealer's own memory. See signed.h. */
#include "ledger/signed.h"

#include "base/fd.h"
#include "base/num.h"
#include "crypto/crypto.h"

#include <string.h>

enum { SIGNED_FILE_MAX = 1024 };

static const char *file_of(struct arena *a, const char *key_file)
{
	return arena_fmt(a, "%s.signed", key_file).p;
}

enum err signed_read(struct arena *a, const char *key_file, struct signed_last *ret)
{
	struct signed_last x = { .size = -1 };
	struct str text, root;
	enum err e = fd_read_file(a, file_of(a, key_file), SIGNED_FILE_MAX, &text);

	if (e == OK) {
		if (num_parse(str_cut(&text, '\n'), 0, INT64_MAX, &x.size) != OK ||
				base64_decode(a, str_cut(&text, '\n'), &root) != OK || root.n != sizeof(x.root.v))
			return E_INPUT;
		memcpy(x.root.v, root.p, sizeof(x.root.v));
	} else if (e != E_NOTFOUND) {
		return e;
	}
	*ret = x;
	return OK;
}

enum err signed_keep(struct arena *a, const char *key_file, const struct signed_last *x)
{
	struct str root = base64_encode(a, (struct str){ (const char *)x->root.v, sizeof(x->root.v) });

	return fd_write_file(file_of(a, key_file), arena_fmt(a, "%lld\n%.*s\n", (long long)x->size, STR_ARG(root)), 0600);
}

enum err signed_grew(struct arena *a, const struct tree_source *from, const struct signed_last *last,
	const struct signed_last *now)
{
	struct hashes proof;

	if (last->size < 0)
		return OK;
	if (last->size > now->size)
		return E_DENIED;
	TRY(tree_consistency(from, a, last->size, now->size, &proof));
	return tree_consistent(last->size, now->size, &last->root, &now->root, &proof) ? OK : E_DENIED;
}
