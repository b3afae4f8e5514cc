/* Cutting SQL files into statements. See script.h. */
#include "db/script.h"

#include <string.h>

static bool is_word(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool word_is(struct str w, const char *lower)
{
	if (strlen(lower) != w.n)
		return false;
	for (size_t i = 0; i < w.n; i++)
		if (ascii_lower(w.p[i]) != lower[i])
			return false;
	return true;
}

static bool at(struct str t, size_t i, const char *what)
{
	size_t n = strlen(what);

	return i + n <= t.n && memcmp(t.p + i, what, n) == 0;
}

/* Past the closing quote; a doubled quote is part of the text. */
static size_t skip_quoted(struct str t, size_t i)
{
	char q = t.p[i++];

	while (i < t.n && (t.p[i] != q || (i + 1 < t.n && t.p[i + 1] == q)))
		i += t.p[i] == q ? 2 : 1;
	return i < t.n ? i + 1 : i;
}

/* Past a block comment; they nest in PostgreSQL, and ours do not contain one another. */
static size_t skip_block(struct str t, size_t i)
{
	for (i += 2; i < t.n && !at(t, i, "*/"); i++)
		;
	return i < t.n ? i + 2 : i;
}

/* Past $tag$ … $tag$; just past the dollar when it is none (a parameter). */
static size_t skip_dollar(struct str t, size_t i)
{
	size_t tag = i + 1, n;

	while (tag < t.n && is_word(t.p[tag]))
		tag++;
	if (tag >= t.n || t.p[tag] != '$' || (i + 1 < t.n && ascii_is_digit(t.p[i + 1])))
		return i + 1;
	n = tag + 1 - i;
	for (size_t j = tag + 1; j + n <= t.n; j++)
		if (memcmp(t.p + j, t.p + i, n) == 0)
			return j + n;
	return t.n;
}

static size_t line_end(struct str t, size_t i)
{
	while (i < t.n && t.p[i] != '\n')
		i++;
	return i;
}

static void section(struct script *s, struct str comment)
{
	while (comment.n && ascii_is_space(comment.p[comment.n - 1]))
		comment.n--;
	if (word_is(comment, "-- sqlite:"))
		s->section = SCRIPT_SQLITE;
	else if (word_is(comment, "-- pg:"))
		s->section = SCRIPT_PG;
	else if (word_is(comment, "-- both:"))
		s->section = SCRIPT_BOTH;
}

static void advance(struct script *s, size_t to)
{
	for (; s->at < to; s->at++)
		s->line += s->text.p[s->at] == '\n';
}

/* Over blanks, comments and stray semicolons before a statement. */
static void skip_between(struct script *s)
{
	while (s->at < s->text.n) {
		size_t to = s->at + 1;

		if (at(s->text, s->at, "--")) {
			to = line_end(s->text, s->at);
			section(s, (struct str){ s->text.p + s->at, to - s->at });
		} else if (at(s->text, s->at, "/*")) {
			to = skip_block(s->text, s->at);
		} else if (!ascii_is_space(s->text.p[s->at]) && s->text.p[s->at] != ';') {
			return;
		}
		advance(s, to);
	}
}

/* What decides whether a semicolon ends the statement: the words so far. */
struct words { int n; bool create, body; int depth; };

static void take_word(struct words *w, struct str word)
{
	w->n++;
	if (w->n == 1)
		w->create = word_is(word, "create");
	if (w->create && (word_is(word, "trigger") || word_is(word, "function") ||
			word_is(word, "procedure")))
		w->body = true;
	if (w->body && (word_is(word, "begin") || (w->depth && word_is(word, "case"))))
		w->depth++;
	if (w->depth && word_is(word, "end"))
		w->depth--;
}

static size_t skip_word(struct str t, size_t i, struct words *w)
{
	size_t from = i;

	while (i < t.n && is_word(t.p[i]))
		i++;
	take_word(w, (struct str){ t.p + from, i - from });
	return i;
}

static size_t statement_end(struct str t, size_t i)
{
	struct words w = { 0 };

	while (i < t.n && (t.p[i] != ';' || w.depth)) {
		if (at(t, i, "--"))
			i = line_end(t, i);
		else if (at(t, i, "/*"))
			i = skip_block(t, i);
		else if (t.p[i] == '\'' || t.p[i] == '"')
			i = skip_quoted(t, i);
		else if (t.p[i] == '$')
			i = skip_dollar(t, i);
		else if (is_word(t.p[i]))
			i = skip_word(t, i, &w);
		else
			i++;
	}
	return i;
}

bool script_next(struct script *s, enum script_for engine, struct str *ret, int *ret_line)
{
	for (;;) {
		skip_between(s);
		if (s->at >= s->text.n)
			return false;
		size_t end = statement_end(s->text, s->at);
		struct str st = { s->text.p + s->at, end - s->at };
		int line = s->line;

		advance(s, end);
		if (s->section & engine) {
			*ret = st;
			*ret_line = line;
			return true;
		}
	}
}
