/*
 * What the importers of one file share: its rows with named columns, the errors so far, what was
 * looked up.
 * Must not know: how a file arrived.
 */
#ifndef IMPORTS_INSIDE_H
#define IMPORTS_INSIDE_H

#include "areas/imports/imports.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/schedules.h"
#include "ids.h"

enum { COLUMNS_MAX = 32 };
/* One column of a kind: its key and, folded and joined by '|', every heading that means it. */
struct column { const char *key, *names; bool required; };

struct row {
	struct str sheet;
	int number;
	const uint8_t *at;		/* file's column of each of the kind's columns + 1; 0: absent */
	const struct str *heads;	/* the file's headings, by its columns */
	struct str cell[COLUMNS_MAX];	/* by the kind's columns; empty when absent */
	void *record;			/* what the check found */
};

/* An organisation that rows name, with what was looked up about it. */
struct site {
	struct site *next;
	struct str code, kind;
	struct organization_id id;
	int64_t lo, hi;
	const struct zone *zone;
	struct str zone_name;
	bool listed;			/* practitioners below are filled */
	struct known_doctor { struct practitioner p; struct str fold; } *doctors;
	size_t ndoctors, doctors_cap;
	struct location_id location;	/* v == 0: not looked up */
	bool agendas_listed, periods_listed;
	/* those of teams, rooms and devices */
	struct known_agenda { struct schedule_id id; struct str kind, specialty, fold_fr, fold_ar; } *agendas;
	size_t nagendas, agendas_cap;
};

struct specialty { struct str code, fold_fr, fold_ar, fold_en; struct names name; };

struct import {
	struct db *db;
	struct arena *a;		/* lives as long as the import */
	struct arena *scratch;		/* emptied between rows */
	struct instant now;
	const struct import_ask *ask;
	const struct importer *kind;
	struct row *rows;
	size_t nrows, rows_cap;
	size_t bytes;			/* of copied cells */
	struct import_error *errors;
	struct import_report out;
	struct site *sites;
	struct site *standard;		/* of ask->organization */
	struct specialty *specialties;
	size_t nspecialties;
	struct nth { uint64_t key; int32_t n; } *counts;	/* open table of row hashes */
	size_t ncounts;
	bool asked, first;		/* first: no row of this kind was ever imported */
	void *state;			/* the kind's own */
};

struct importer {
	int rows_max;			/* of one file */
	const struct column *columns;
	size_t ncolumns;
	/* Checks one row, leaves row->record; wrong cells go through import_wrong. */
	enum err (*check)(struct import *im, struct row *r);
	/* Writes one row that was checked. */
	enum err (*write)(struct import *im, struct row *r);
	/* After the last row; may be NULL. */
	enum err (*end)(struct import *im);
	/* After the last row was checked, none wrong; may be NULL. */
	enum err (*checked)(struct import *im);
};
extern const struct importer import_establishments, import_practitioners, import_agendas,
	import_patients, import_appointments;

/* table.c: rows of the file whose headings are those of the kind. */
enum err import_read(struct import *im) MUST_CHECK;
/* Notes that what stands in a column (of the kind; -1: the row) is not what was expected (msgid). */
void import_wrong(struct import *im, const struct row *r, int column, const char *expected);

/* lookup.c */
struct str import_fold(struct import *im, struct str s);
/* The organisation of a cell, or the standard one when it is empty; NULL after import_wrong. */
enum err import_site(struct import *im, const struct row *r, int column, struct site **ret) MUST_CHECK;
/* Without complaint: *ret NULL when there is none. */
enum err import_site_find(struct import *im, struct str code, struct site **ret) MUST_CHECK;
void import_site_forget(struct import *im);		/* after organisations were added */
/* NULL after import_wrong. */
const struct specialty *import_specialty(struct import *im, const struct row *r, int column);
/* By code, else by name (folded) and speciality; NULL: none. */
enum err import_doctor(struct import *im, struct site *s, struct str code, struct str name, struct str specialty,
	const struct practitioner **ret) MUST_CHECK;
/* One that was added or changed; its texts live as long as the import. */
void import_doctor_know(struct import *im, struct site *s, const struct practitioner *p);
enum err import_location(struct import *im, struct site *s, struct location_id *ret) MUST_CHECK;
/* practitioners.c: a new one, with a code of our own when it has none. */
enum err import_doctor_make(struct import *im, struct site *s, struct practitioner *p, struct practitioner_id *ret) MUST_CHECK;
/* A phone number or empty; false after import_wrong. */
bool import_phone(struct import *im, const struct row *r, int column, struct str *ret);
bool import_name(struct import *im, const struct row *r, int column, struct name *ret);
bool import_sex(struct import *im, const struct row *r, int column, struct str *ret);
/* A whole number, `otherwise` when empty. */
bool import_number(struct import *im, const struct row *r, int column, int64_t min, int64_t max,
	int64_t otherwise, const char *expected, int64_t *ret);

/* known.c: rows that came in before. text: all columns in one canonical form. */
struct mark { struct str hash; int32_t nth; bool known; };
enum err import_mark(struct import *im, struct str text, struct mark *ret) MUST_CHECK;
/* For the trail: this file was made or added to. */
void import_person(struct import *im, int64_t organization, int64_t patient);
enum err import_remember(struct import *im, const struct mark *m, struct organization_id o, int64_t made) MUST_CHECK;

#endif
