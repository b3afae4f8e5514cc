/*
 * Which numbers of a month's tables are hidden. PURE.
 *
 * The tables are one cube: nodes of a tree (the last level's children add up to their parent), lines (line 0 is
 * the total; the lines of each dimension add up to it) and measures (some are parts of another). A number from 1
 * to 4 is hidden, and so is a part of which 1 to 4 are left over. Then as many others as it takes, so that none
 * of the hidden can be computed from all that is shown, whatever table, level or file it stands in.
 *
 * How: each number that must be hidden gets a way in which the truth could be otherwise with every shown number
 * the same and no rule broken: one person more here and one less in a neighbouring line, the other way round in a
 * neighbouring place. All numbers on that way are hidden, also those that are 0: a hidden 0 must stand there as hidden, and be
 * no empty place. test/hide_test.c solves the equations.
 * Must not know: what the lines and measures are called.
 */
#ifndef FIGURES_RULES_HIDE_H
#define FIGURES_RULES_HIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HIDE_MEASURES = 32, HIDE_DIMENSIONS = 8 };

struct hide_dimension {
	int first, n;		/* its lines */
	bool local;		/* shown by one level alone: its lines do not add up over nodes */
};
struct hide_measure {
	bool used;		/* false: not in these tables */
	bool alone;		/* never hidden for its own sake, only with another (`with` of that) */
	int whole;		/* the measure that it is a part of; -1: none */
	uint32_t with;		/* measures hidden where this one is, a bit each; itself included */
	uint32_t dimensions;	/* where it is shown, a bit each */
	uint64_t same_as;	/* lines (a bit each) of measure same_of whose sum is its total; 0: none */
	int same_of;
};
/* In each line the measures of `less` are together no more than those of `more`, a bit each: what everybody knows. */
struct hide_rule { uint32_t less, more; };
struct hide_cube {
	const struct hide_dimension *dimension;
	int dimensions;
	const struct hide_measure *measure;
	int measures;
	const struct hide_rule *rule;
	int rules;
	const int *parent;	/* of each node; the parent comes before; -1: the root, node 0 */
	const bool *shown;	/* nodes that have tables; those that have not are the own part of a node */
	int nodes, lines;
	const int64_t *n;	/* [(node * lines + line) * measures + measure] */
	uint32_t *hidden;	/* [node * lines + line], a bit for each measure; all 0 before */
	/* for hide_cube() alone, as large: */
	uint32_t *safe;		/* what has a way of its own measure */
	uint8_t *price;		/* what hiding costs in measure `priced`, and what can be moved there */
	int priced;
};

/* first: what must be hidden whatever it is, as `hidden`; NULL: nothing. */
void hide_cube(const struct hide_cube *c, const uint32_t *first);

#endif
