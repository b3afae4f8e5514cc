/*
 * Rows of the trail for who is no request: jobs and commands. A handler calls rq_audit().
 * Must not know: requests, sessions.
 */
#ifndef WEB_TRAIL_H
#define WEB_TRAIL_H

#include "web/web.h"

/* One thing noted: patient or about may be 0. detail: S("") for none. */
struct audit_row { int64_t organization, patient, about; enum audit_what what; struct str detail; };
/* By whom. role: its code, "public" for nobody signed in, "command", "job". route: "GET /desk/people/:id". */
struct audit_by { int64_t account; struct str role, route; struct instant at; };
/* Inside a transaction. Sorts rows. Several people of one list become one row and a list (audit_person). */
enum err audit_write(struct db *db, struct arena *a, const struct audit_by *by, struct audit_row *rows, size_t n)
	MUST_CHECK;

#endif
