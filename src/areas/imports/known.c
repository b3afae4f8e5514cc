/* Rows that came in before: the hash of all columns, and which of equal rows of one file it is. */
#include "areas/imports/inside.h"

#include "crypto/crypto.h"
#include "imports_q.h"

/* Which of the file's equal rows this is, from 1: a table of hashes twice as large as the file. */
static int32_t nth_of(struct import *im, uint64_t key)
{
	size_t i;

	if (!im->ncounts) {
		im->ncounts = 64;
		while (im->ncounts < 2 * im->nrows)
			im->ncounts *= 2;
		im->counts = arena_alloc(im->a, im->ncounts, sizeof(*im->counts));
	}
	for (i = key & (im->ncounts - 1); im->counts[i].n && im->counts[i].key != key; )
		i = (i + 1) & (im->ncounts - 1);
	im->counts[i].key = key;
	return ++im->counts[i].n;
}

static enum err first_of_kind(struct import *im, struct str kind)
{
	struct import_row_any_row row;
	enum err e;

	if (im->asked)
		return OK;
	e = import_row_any(im->db, im->scratch, kind, &row);
	if (e != OK && e != E_NOTFOUND)
		return e;
	im->asked = true;
	im->first = e == E_NOTFOUND;
	return OK;
}

enum err import_mark(struct import *im, struct str text, struct mark *ret)
{
	unsigned char h[32];
	uint64_t key = 0;
	struct str kind = str_of(import_kind_code(im->ask->kind));
	struct import_row_known_row row;
	enum err e = E_NOTFOUND;

	TRY(first_of_kind(im, kind));
	sha256(text, h);
	for (int i = 0; i < 8; i++)
		key = key << 8 | h[i];
	ret->hash = base64url_encode(im->scratch, (struct str){ (const char *)h, sizeof(h) });
	ret->nth = nth_of(im, key);
	if (!im->first)
		e = import_row_known(im->db, im->scratch, kind, ret->hash, ret->nth, &row);
	if (e != OK && e != E_NOTFOUND)
		return e;
	ret->known = e == OK;
	return OK;
}

enum err import_remember(struct import *im, const struct mark *m, struct organization_id o, int64_t made)
{
	return import_row_add(im->db, im->scratch, str_of(import_kind_code(im->ask->kind)), m->hash,
		m->nth, o, made, im->now);
}
