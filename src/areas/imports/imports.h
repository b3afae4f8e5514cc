/*
 * Files of other programs into Diwan: establishments, practitioners, agendas, patients, and
 * appointments of the past; CSV or .xlsx.
 *
 * A file goes in whole or not at all. All that is wrong is reported at once, each with sheet,
 * row, column, value and what was expected. The same file again changes nothing: establishments
 * and practitioners are compared with what is stored, rows of the other kinds are remembered
 * (import_row) by the hash of all their columns and which of equal ones they are.
 * Must not know: pages of other areas, how a file arrived.
 */
#ifndef IMPORTS_IMPORTS_H
#define IMPORTS_IMPORTS_H

#include "db/db.h"
#include "web/area.h"
#include "web/trail.h"

extern const struct area area_imports;

enum import_kind { IMPORT_ESTABLISHMENTS, IMPORT_PRACTITIONERS, IMPORT_AGENDAS, IMPORT_PATIENTS,
	IMPORT_APPOINTMENTS, IMPORT_MAX };
const char *import_kind_code(enum import_kind k);	/* "agendas" */
bool import_kind_of(struct str code, enum import_kind *ret);

struct import_error {
	struct str sheet;		/* empty for CSV */
	int row;			/* as the programs count; 0: the file as a whole */
	int column;			/* 0 = A; -1: the row as a whole */
	struct str heading, value;
	const char *expected;		/* msgid: what should stand there */
	const char *reason;		/* msgid: why the file as a whole cannot be read; NULL: it can */
};
struct import_report {
	int64_t rows, created, changed, unchanged;
	int64_t strangers;		/* appointments whose practitioner is not known here: taken without */
	int64_t lost;			/* coming appointments that lie in no hours any more */
	const struct import_error *errors;
	size_t nerrors;			/* the first IMPORT_ERRORS of them are kept */
	int64_t errors_in_all;
	struct audit_row *people;	/* whose files were made or added to, for the trail */
	size_t npeople, people_cap;
	struct str ignored;		/* headings that mean nothing here, joined */
};
enum { IMPORT_ERRORS = 500 };
struct import_ask {
	enum import_kind kind;
	struct str bytes;
	int64_t lo, hi;			/* organisations that may be named: [lo, hi); hi == 0: all */
	struct str organization;	/* code that holds where a row names none; may be empty */
	bool dry_run;			/* skips what only costs time; the caller rolls back anyway */
	bool check_only;		/* reads and checks, writes nothing: a read-only connection will do */
};
/*
 * Reads, checks, writes, in the caller's transaction. OK with errors_in_all > 0: nothing was
 * written. The caller rolls back for errors and for dry runs. Any other answer than OK is a
 * failure of the database.
 */
enum err import_run(struct db *db, struct arena *a, struct instant now, const struct import_ask *ask,
	struct import_report *ret) MUST_CHECK;

/* The working-hours template that hospitals send to their doctors, as .xlsx. Its
 * drop-down lists hold the stored specialities; db NULL: those of the seed. */
enum err import_template_agendas(struct db *db, struct arena *a, struct str *ret) MUST_CHECK;

#endif
