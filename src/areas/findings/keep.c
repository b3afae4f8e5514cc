/* Findings, each kept once. See inside.h. */
#include "areas/findings/inside.h"

#include "base/buf.h"
#include "base/random.h"
#include "crypto/crypto.h"

enum { DIGEST_MAX = 1 << 16 };

static struct str numbers_text(struct arena *a, const struct finding *f)
{
	struct buf *b = buf_new(a, 400);

	for (size_t i = 0; i < FINDING_NUMBERS; i++)
		buf_put_fmt(b, "%s%lld", i ? " " : "", (long long)f->n[i]);
	return buf_str(b);
}

/* A wrong clock of a house and night: a look that is made again over a longer log finds more of it. */
enum { CLOCK_ENTRIES = 2 };
static bool grows(const struct finding *f)
{
	return str_eq(str_of(f->rule), S("dates"));
}

/* All that it says, or what it says first: what is begun again finds the same. */
static enum err digest(struct arena *a, const struct finding *f, struct str numbers, struct str *ret)
{
	struct buf *b = buf_new(a, DIGEST_MAX);

	buf_put_fmt(b, "%s\n%s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s", f->rule, f->code, STR_ARG(f->org), STR_ARG(f->service),
		STR_ARG(f->schedule), STR_ARG(f->role), STR_ARG(f->channel), STR_ARG(grows(f) ? STR_NONE : numbers));
	for (size_t i = 0; i < f->nentries && (!grows(f) || i < CLOCK_ENTRIES); i++)
		buf_put_fmt(b, "\n%lld", (long long)f->entries[i]);
	if (!buf_ok(b))
		return E_LIMIT;
	*ret = sha256_hex(a, buf_str(b));
	return OK;
}

enum err finding_counted(struct db *db, struct arena *a, int64_t organization, struct str what, int64_t n)
{
	TRY(finding_count_add(db, a, 0, what, n));
	return organization ? finding_count_add(db, a, organization, what, n) : OK;
}

/* 0: of no house that is known. */
static enum err place(struct db *db, struct arena *a, struct str org, int64_t *ret)
{
	struct finding_place_row o = { 0 };
	enum err e = org.n ? finding_place(db, a, org, &o) : E_NOTFOUND;

	*ret = o.id;
	return e == E_NOTFOUND ? OK : e;
}

enum err finding_keep(struct db *db, struct arena *a, struct instant now, const struct finding *f, int64_t entries)
{
	struct finding_id id = { random_id(now) };
	struct str numbers = numbers_text(a, f), sum;
	int64_t house, n;

	TRY(place(db, a, f->org, &house));
	TRY(digest(a, f, numbers, &sum));
	TRY(finding_add(db, a, id, house, sum, str_of(f->rule), str_of(f->code), f->service, f->role, f->channel, numbers,
		f->nentries ? f->entries[0] : 0, (int32_t)entries, f->at, now, &n));
	if (!n)
		return OK;
	for (size_t i = 0; i < f->nentries; i++)
		TRY(finding_entry_add(db, a, id, (int32_t)i, house, f->entries[i]));
	TRY(finding_counted(db, a, house, S("found"), 1));
	return finding_counted(db, a, house, str_of(f->rule), 1);
}
