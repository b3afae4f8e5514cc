/* Embedded files, found by name in the sorted table that mkembed makes. */
#include "page/embedded.h"
#include "page/page.h"

#include <stdlib.h>

static int by_name(const void *key, const void *entry)
{
	return str_cmp(*(const struct str *)key, str_of(((const struct asset *)entry)->name));
}

const struct asset *asset_find(struct str name)
{
	const struct asset *x = bsearch(&name, embedded, embedded_n, sizeof(*embedded), by_name);

	for (size_t i = 0; !x && i < embedded_n; i++)
		if (embedded[i].hashed && str_eq(name, str_of(embedded[i].hashed)))
			x = &embedded[i];
	return x;
}

/* An unknown name is a mistake of ours: the page shows it as a broken link, and a test fails. */
struct url asset_url(const char *name)
{
	const struct asset *x = asset_find(str_of(name));

	return (struct url){ str_of(x && x->url ? x->url : "/static/missing") };
}
