/*
 * Who can be moved in a cube of tables, so that no rule breaks that everybody knows: what hiding takes for what could be otherwise. PURE.
 *
 * Must not know: what is hidden, and what hiding costs.
 */
#ifndef FIGURES_RULES_MOVED_H
#define FIGURES_RULES_MOVED_H

#include "areas/figures/rules/hide.h"

/* One more or one less of some measures in a line of a node. */
struct step { int u, p, by; };
struct steps { struct step v[4]; int n; };

static inline int64_t cube_value(const struct hide_cube *c, int m, int u, int p)
{
	return c->n[((int64_t)u * c->lines + p) * c->measures + m];
}

/* With these measures (a bit each) moved: those of which one more on the way would mend the first rule that breaks; 0: none does. */
uint32_t moved_missing(const struct hide_cube *c, uint32_t kind, const struct steps *s);
/* Is there somebody of each wherever one is taken? */
bool moved_has_all(const struct hide_cube *c, uint32_t kind, const struct steps *s);
/* Somebody is moved who is counted in m: what else is this person counted in, so that no rule breaks? As few as it takes, of what is
 * hidden with m, a bit each. 0: there is nobody. */
uint32_t moved_kind(const struct hide_cube *c, int m, const struct steps *s);
/* A rule breaks by one more (by 1) or less (-1) in a line of a node, whoever else is moved of what is hidden with m: no way of m can have that
 * step. What is hidden already does not matter. */
bool moved_nobody(const struct hide_cube *c, int m, int u, int p, int by);

#endif
