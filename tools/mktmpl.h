/*
 * mktmpl: templates (HTML, or plain text for messages) into C functions. docs/templates.md is
 * the language. mktmpl.c reads and writes files, mktmpl_parse.c compiles one template,
 * mktmpl_tag.c writes the C of one tag, mktmpl_html.c follows where in the HTML we are.
 */
#ifndef TOOLS_MKTMPL_H
#define TOOLS_MKTMPL_H

#include "out.h"

/* Where in the HTML the next byte stands. */
enum where { IN_TEXT, IN_OPEN, IN_NAME, IN_TAG, IN_ATTR, IN_EQUALS, IN_DOUBLE, IN_SINGLE, IN_BARE,
	IN_BANG, IN_DECL, IN_COMMENT, IN_RAW, IN_RCDATA };
struct place {
	enum where where;
	char tag[16], attr[24];		/* lower case; cut when longer */
	char inside[12];		/* script, style, title, textarea: whose content this is */
	bool closing;			/* an end tag */
	bool glued;			/* in a tag, and the next byte must be a space, / or > */
	bool start;			/* at the start of an attribute's value */
	int dashes, match;		/* of a comment's end; of the end tag of `inside` */
	int pre;			/* open <pre> and <textarea> */
	char scheme[12]; size_t nscheme;	/* first letters of a literal URL */
};

struct mark { char kind; int line; struct place in, end; bool has_end, blank, end_blank; int id; };

struct tmpl {
	const char *path, *name;	/* "src/areas/x/html/a-b.html", "x_a_b" */
	bool plain;
	const char *s; size_t n, at; int line;
	struct out use, args, body, lit;
	int args_line;			/* 0: not seen */
	struct place place;
	bool blank;			/* white space just written: more of it is dropped */
	struct mark stack[24]; int depth;
	int counter;
	bool failed; int error_line; char error[240];
};

/* Compiles t->s into t->use, t->args, t->body; false with t->error and t->error_line. */
bool tmpl_compile(struct tmpl *t);
void tmpl_free(struct tmpl *t);
void tmpl_fail(struct tmpl *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* One literal byte; a message when it may not stand there, else NULL. */
const char *place_step(struct place *p, char c);
/* Before a tag that is no literal: ends a half-written attribute name. */
void place_settle(struct place *p);
/* Why a value may not be put here, or NULL. */
const char *place_refuses(const struct place *p);
bool place_is_url(const struct place *p);
/* Joins the ends of two branches into a; false when they end in different places. */
bool place_join(struct place *a, const struct place *b);

/* The C of one tag, its text without braces. */
void tmpl_tag(struct tmpl *t, const char *s, size_t n);
void tmpl_flush(struct tmpl *t);		/* literal bytes so far → put_raw */
void tmpl_hash_line(struct tmpl *t);

#endif
