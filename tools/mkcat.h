/*
 * mkcat: gettext .po files → sorted tables and plural rules in C.
 * mkcat.c merges and writes; mkcat_parse.c reads one .po file strictly.
 */
#ifndef TOOLS_MKCAT_H
#define TOOLS_MKCAT_H

#include "out.h"

#define FORMS_MAX 6
struct message {
	const char *path; int line;
	char *ref;				/* its first "#: file:line", or NULL */
	char *context, *id, *plural;		/* context, plural: NULL where there is none */
	char *forms[FORMS_MAX];			/* forms[0] alone for a plain message */
	int nforms;				/* highest index written + 1 */
};
struct cat {
	struct message *v; size_t n, cap;
	char *rule;				/* the plural= expression, checked */
	int nplurals;
	const char *rule_path;
	int mistakes;				/* printed on standard error unless quiet */
	bool quiet, template;			/* template: a .pot, whose header is fuzzy and whose texts are empty */
};

/* Reads one file into c; counts what is wrong in c->mistakes. */
void cat_read(struct cat *c, const char *path, const char *text, size_t n);
void cat_free(struct cat *c);
void cat_wrong(struct cat *c, const char *path, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* digits, n, operators and brackets only, at most 200 bytes, no division; else false. */
bool cat_rule_ok(const char *s);

#endif
