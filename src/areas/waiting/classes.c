/* Priority classes of an establishment. See inside.h. */
#include "areas/waiting/inside.h"

#include "page/page.h"

enum { CLASSES_MAX = 20 };

static struct names words(const char *name)
{
	return names_make(lang_tr(LANG_FR, name), lang_tr(LANG_AR, name), lang_tr(LANG_EN, name));
}

static struct waiting_class everybody(void)
{
	return (struct waiting_class){ .code = S("ordinary"), .rank = RANK_ORDINARY,
		.name = words(N_("All other requests")), .roles = CLASS_ALL, .active = true };
}

static enum err standard(struct arena *a, struct waiting_classes *ret)
{
	static const struct { const char *code, *name; unsigned roles; } given[] = {
		{ "urgent", N_("A doctor says that it is urgent"), CLASS_DESK | CLASS_HEAD | CLASS_DIRECTOR },
		{ "soon", N_("The hospital has cancelled the appointment, or a result must be seen soon"), CLASS_ALL },
	};
	size_t n = sizeof(given) / sizeof(given[0]);
	struct waiting_classes out = { ARENA_ARRAY(a, struct waiting_class, n + 1), 0 };

	for (size_t i = 0; i < n; i++)
		out.v[out.n++] = (struct waiting_class){ .code = str_of(given[i].code), .rank = (int32_t)i + 1,
			.name = words(given[i].name), .roles = given[i].roles, .active = true };
	out.v[out.n++] = everybody();
	*ret = out;
	return OK;
}

/* The rows of the nearest node that has any; everybody's class stands last whatever a node says. */
enum err waiting_classes(struct db *db, struct arena *a, int64_t tree_lo, struct waiting_classes *ret)
{
	struct waiting_class_rows_rows rows;
	struct waiting_classes out;

	TRY(waiting_class_rows(db, a, tree_lo, &rows));
	if (!rows.n)
		return standard(a, ret);
	out = (struct waiting_classes){ ARENA_ARRAY(a, struct waiting_class, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n && rows.v[i].organization.v == rows.v[0].organization.v; i++) {
		const struct waiting_class_rows_row *r = &rows.v[i];

		out.v[out.n++] = (struct waiting_class){ r->code, r->place, names_make(r->name_fr, r->name_ar, r->name_en),
			(unsigned)r->roles & CLASS_ALL, r->active };
	}
	out.v[out.n++] = everybody();
	*ret = out;
	return OK;
}

enum err waiting_class_of(struct db *db, struct arena *a, int64_t tree_lo, struct str code, struct waiting_class *ret)
{
	struct waiting_classes all;

	TRY(waiting_classes(db, a, tree_lo, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && str_eq(all.v[i].code, code)) {
			*ret = all.v[i];
			return OK;
		}
	return E_NOTFOUND;
}

enum err waiting_classes_put(struct db *db, struct arena *a, struct organization_id o, const struct waiting_classes *all)
{
	int32_t rank = 0;

	if (all->n > CLASSES_MAX)
		return E_LIMIT;
	for (size_t i = 0; i < all->n; i++) {
		const struct waiting_class *c = &all->v[i];

		if (c->rank == RANK_ORDINARY)
			continue;
		rank++;
		TRY(waiting_class_put(db, a, o, c->code, rank, c->name.v[LANG_FR], c->name.v[LANG_AR],
			c->name.v[LANG_EN], (int32_t)c->roles, c->active));
		TRY(waiting_class_moved(db, a, rank, o, c->code));
	}
	return OK;
}
