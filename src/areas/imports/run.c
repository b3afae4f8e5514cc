/* One import from its bytes to its report: read all, check all, then write. */
#include "areas/imports/inside.h"

#define WORK_MAX ((size_t)512 << 20)	/* never reached: table.c stops at 100 MiB of cells */

static const struct importer *const importers[IMPORT_MAX] = {
	[IMPORT_ESTABLISHMENTS] = &import_establishments, [IMPORT_PRACTITIONERS] = &import_practitioners,
	[IMPORT_AGENDAS] = &import_agendas, [IMPORT_PATIENTS] = &import_patients,
	[IMPORT_APPOINTMENTS] = &import_appointments,
};

static const char *const codes[IMPORT_MAX] = {
	[IMPORT_ESTABLISHMENTS] = "establishments",
	[IMPORT_PRACTITIONERS] = "practitioners",
	[IMPORT_AGENDAS] = "agendas",
	[IMPORT_PATIENTS] = "patients",
	[IMPORT_APPOINTMENTS] = "appointments",
};

const char *import_kind_code(enum import_kind k)
{
	return codes[k];
}

bool import_kind_of(struct str code, enum import_kind *ret)
{
	for (int k = 0; k < IMPORT_MAX; k++) {
		if (str_eq(code, str_of(codes[k]))) {
			*ret = (enum import_kind)k;
			return true;
		}
	}
	return false;
}

static enum err each_row(struct import *im, enum err (*fn)(struct import *, struct row *))
{
	for (size_t i = 0; i < im->nrows; i++) {
		arena_reset(im->scratch);
		TRY(fn(im, &im->rows[i]));
	}
	return OK;
}

void import_person(struct import *im, int64_t organization, int64_t patient)
{
	struct import_report *r = &im->out;

	r->people = arena_grow(im->a, r->people, r->npeople, &r->people_cap, sizeof(*r->people));
	r->people[r->npeople++] = (struct audit_row){ organization, patient, 0, AUDIT_CREATE, S("") };
}

static enum err standard_site(struct import *im)
{
	struct row r = { .number = 0 };

	if (!im->ask->organization.n)
		return OK;
	TRY(import_site_find(im, im->ask->organization, &im->standard));
	if (!im->standard)
		import_wrong(im, &r, -1, N_("the code of an organisation that is known here"));
	return OK;
}

static void keep_report(struct import *im, struct arena *a, struct import_report *ret)
{
	struct import_error *errors = ARENA_ARRAY(a, struct import_error, im->out.nerrors);

	for (size_t i = 0; i < im->out.nerrors; i++) {
		errors[i] = im->errors[i];
		errors[i].sheet = arena_str(a, errors[i].sheet);
		errors[i].heading = arena_str(a, errors[i].heading);
		errors[i].value = arena_str(a, str_sub(errors[i].value, 0, 200));
	}
	im->out.errors = errors;
	im->out.ignored = arena_str(a, im->out.ignored);
	*ret = im->out;
}

static enum err work(struct import *im)
{
	TRY(standard_site(im));
	if (im->out.errors_in_all)
		return OK;
	TRY(import_read(im));
	im->out.rows = (int64_t)im->nrows;
	TRY(each_row(im, im->kind->check));
	if (im->kind->checked && !im->out.errors_in_all)
		TRY(im->kind->checked(im));
	if (im->out.errors_in_all || im->ask->check_only)
		return OK;
	TRY(each_row(im, im->kind->write));
	arena_reset(im->scratch);
	if (im->kind->end && !im->out.errors_in_all)
		TRY(im->kind->end(im));
	return OK;
}

enum err import_run(struct db *db, struct arena *a, struct instant now, const struct import_ask *ask,
	struct import_report *ret)
{
	struct import *im = ARENA_NEW(a, struct import);

	im->db = db;
	im->a = arena_side(a, WORK_MAX);
	im->scratch = arena_side(a, WORK_MAX);
	if (!im->a || !im->scratch)
		return E_LIMIT;
	im->now = now;
	im->ask = ask;
	im->kind = importers[ask->kind];
	im->errors = ARENA_ARRAY(im->a, struct import_error, IMPORT_ERRORS);
	TRY(work(im));
	keep_report(im, a, ret);
	return OK;
}
