/*
 * What the audit of the public log found, kept: looked for each night, shown to everybody in plain words with links to
 * the entries, reported to who inspects, answered by the establishment. No finding is called fraud.
 * Must not know: how the rules decide (ledger/audit.h), people.
 */
#ifndef AREAS_FINDINGS_FINDINGS_H
#define AREAS_FINDINGS_FINDINGS_H

#include "web/area.h"

extern const struct area area_findings;

/* Reads the signed log from where the last look stopped, and keeps what is found; outside of a transaction. With more open in the
 * log than fits it goes where a's guard goes. */
enum err findings_look(struct db *db, struct arena *a, struct instant now, int64_t memory_mb) MUST_CHECK;
/* The job: at night, or when a night was missed; one that ended by its memory, or its process, is not begun again for some hours. */
enum err findings_run(const struct settings *s, struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* The same on what waits for the sealer, at the places that it will get in a log that is empty: for the demonstration. */
enum err findings_look_ahead(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* That account of a house answers its newest finding that is not answered; in the caller's transaction. E_NOTFOUND: there is none. */
enum err findings_answer_newest(struct db *db, struct arena *a, struct instant now, int64_t organization, int64_t account,
	struct str text) MUST_CHECK;
/* The platform withholds the newest answer of that house; in the caller's transaction. E_NOTFOUND: there is none. */
enum err findings_withhold_newest(struct db *db, struct arena *a, struct instant now, int64_t organization, int64_t account) MUST_CHECK;

#endif
