/* What this area hands to the program. */
#include "areas/ledger/ledger.h"

#include "areas/ledger/inside.h"
#include "ledger/seal.h"

struct str ledger_origin(struct arena *a, const struct settings *s)
{
	struct str named = setting_text(s, "ledger_origin"), url = setting_text(s, "public_url");
	ptrdiff_t scheme = str_find(url, S("://"));

	if (named.n)
		return named;
	if (scheme < 0)
		return S("localhost/ledger");
	url = str_sub(url, (size_t)scheme + 3, url.n);
	while (str_ends(url, S("/")))
		url.n--;
	return arena_cat(a, url, S("/ledger"));
}

struct sealer ledger_sealer(struct arena *a, const struct settings *s)
{
	struct str file = setting_text(s, "ledger_key_file");

	return (struct sealer){ .origin = ledger_origin(a, s), .key_file = arena_cstr(a, file.n ? file
		: arena_fmt(a, "%.*s/ledger.key", STR_ARG(s->data_dir))) };
}

enum err ledger_seal(const struct settings *s, struct db *db, struct arena *a, struct instant now, bool *ret_more)
{
	struct sealer sealer = ledger_sealer(a, s);
	int64_t n;

	*ret_more = false;
	TRY(seal_turn(db, a, now, &sealer, &n));
	*ret_more = n >= SEAL_BATCH;
	return OK;
}

static const struct route routes[] = {
	{ "GET", "/ledger/checkpoint", ledger_checkpoint, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/ledger/key", ledger_key, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/ledger/tile/:level/:a", ledger_tile, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/ledger/tile/:level/:a/:b", ledger_tile, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/ledger/tile/:level/:a/:b/:c", ledger_tile, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/ledger/tile/:level/:a/:b/:c/:d", ledger_tile, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ 0 },
};
const struct area area_ledger = { .name = "ledger", .routes = routes, .commands = ledger_commands,
	.metrics = ledger_metrics, .check = ledger_check };
