/*
 * The tables that mkcat makes of po/<lang>/<file>.po.
 * Must not know: pages.
 */
#ifndef PAGE_CATALOG_H
#define PAGE_CATALOG_H

#include <stddef.h>

/* id: the English message, "context\4message" with a context, the singular of a plural.
 * forms: by the language's plural rule; only forms[0] for a plain message. */
struct cat_message { const char *id; const char *forms[6]; };
/* v is sorted by strcmp(id). */
struct catalog { const struct cat_message *v; size_t n; int (*plural)(unsigned long n); };
extern const struct catalog catalogs[];	/* by enum lang; English is empty */

#endif
