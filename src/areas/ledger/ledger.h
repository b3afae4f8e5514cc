/*
 * The public log to the world: its addresses (C2SP tlog-tiles), its key, its commands, and the sealer's
 * turn. What the log is stands in src/ledger.
 * Must not know: appointments, people.
 */
#ifndef AREAS_LEDGER_LEDGER_H
#define AREAS_LEDGER_LEDGER_H

#include "web/area.h"

extern const struct area area_ledger;

/* What the log is called: the setting, or made of public_url. */
struct str ledger_origin(struct arena *a, const struct settings *s);
/* One turn of the sealer, outside of a transaction. */
enum err ledger_seal(const struct settings *s, struct db *db, struct arena *a, struct instant now, bool *ret_more)
	MUST_CHECK;

#endif
