/* mktmpl: one template, from its text to the body of its C function. */
#include "mktmpl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tmpl_fail(struct tmpl *t, const char *fmt, ...)
{
	va_list ap;

	if (t->failed)
		return;
	t->failed = true;
	t->error_line = t->line;
	va_start(ap, fmt);
	vsnprintf(t->error, sizeof t->error, fmt, ap);
	va_end(ap);
}

void tmpl_hash_line(struct tmpl *t)
{
	out_fmt(&t->body, "#line %d \"%s\"\n", t->line, t->path);
}

void tmpl_flush(struct tmpl *t)
{
	if (!t->lit.n)
		return;
	out_fmt(&t->body, "\tput_raw(pg, \"");
	out_c_string(&t->body, t->lit.p, t->lit.n);
	out_fmt(&t->body, "\", %zu);\n", t->lit.n);
	t->lit.n = 0;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* One literal byte; indentation and empty lines of HTML are dropped. */
static void literal(struct tmpl *t, char c)
{
	if (c == '\n')
		t->line++;
	if (c == '\r')
		return;
	if (!t->args_line) {
		if (!is_space(c))
			tmpl_fail(t, "text before {{args: …}}");
		return;
	}
	if (t->depth && t->stack[t->depth - 1].kind == 's' && !is_space(c))
		tmpl_fail(t, "text between {{say}} and {{part}}");
	if (t->plain) {
		out_put(&t->lit, &c, 1);
		return;
	}
	bool loose = (t->place.where == IN_TEXT || t->place.where == IN_TAG) && !t->place.pre;
	const char *wrong = place_step(&t->place, c);
	if (wrong)
		tmpl_fail(t, "%s", wrong);
	if (loose && t->blank && is_space(c))
		return;
	t->blank = loose && c == '\n';
	out_put(&t->lit, &c, 1);
}

/* The end of a tag that begins at s: the }} outside of strings and inner braces; 0: none. */
static size_t tag_end(const char *s, size_t n)
{
	char quote = 0;
	int depth = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (quote) {
			if (c == '\\')
				i++;
			else if (c == quote)
				quote = 0;
			else if (c == '\n')
				return 0;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '{') {
			depth++;
		} else if (c == '}' && depth) {
			depth--;
		} else if (c == '}' && i + 1 < n && s[i + 1] == '}') {
			return i + 1;
		}
	}
	return 0;
}

/* In plain texts a line that holds only a control tag leaves nothing. */
static void plain_alone(struct tmpl *t, const char *tag, size_t n)
{
	static const char *const control[] = { "if ", "else", "/if", "each ", "/each", "let ", "#", "args:", "use " };
	size_t cut = t->lit.n;
	bool is = false;

	for (size_t i = 0; i < sizeof control / sizeof *control; i++)
		is = is || (n >= strlen(control[i]) && !strncmp(tag, control[i], strlen(control[i])));
	while (cut && (t->lit.p[cut - 1] == ' ' || t->lit.p[cut - 1] == '\t'))
		cut--;
	bool first = !cut || t->lit.p[cut - 1] == '\n';
	/* Nothing in hand: the line may have begun with a value; look at the source. */
	for (size_t i = (size_t)(tag - t->s) - 2; first && i > 0 && t->s[i - 1] != '\n'; i--)
		first = t->s[i - 1] == ' ' || t->s[i - 1] == '\t';
	if (!is || !first || t->at >= t->n || t->s[t->at] != '\n')
		return;
	t->lit.n = cut;
	t->at++;
	t->line++;
}

static void one_tag(struct tmpl *t)
{
	const char *s = t->s + t->at + 2;
	size_t left = t->n - t->at - 2, lines = 0;
	size_t end = left && *s == '#' ? 0 : tag_end(s, left);

	if (left && *s == '#') {
		const char *e = memmem(s, left, "}}", 2);

		end = e ? (size_t)(e - s) + 1 : 0;
	}
	if (!end) {
		tmpl_fail(t, "{{ without its }}");
		return;
	}
	size_t n = end - 1;
	t->at += 2 + end + 1;
	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n';
	int after = t->line + (int)lines;
	int here = t->line;
	if (t->plain)
		plain_alone(t, s, n);
	after += t->line - here;
	t->line = here;
	tmpl_tag(t, s, n);
	if (!t->failed)
		t->line = after;
}

bool tmpl_compile(struct tmpl *t)
{
	t->line = 1;
	t->blank = true;
	while (t->at < t->n && !t->failed) {
		if (t->s[t->at] == 0)
			tmpl_fail(t, "a NUL byte");
		else if (t->s[t->at] == '{' && t->at + 1 < t->n && t->s[t->at + 1] == '{')
			one_tag(t);
		else
			literal(t, t->s[t->at++]);
	}
	if (t->plain && t->lit.n && t->lit.p[t->lit.n - 1] == '\n')
		t->lit.n--;
	tmpl_flush(t);
	if (!t->args_line)
		tmpl_fail(t, "no {{args: …}}");
	if (t->depth && !t->failed) {
		t->line = t->stack[t->depth - 1].line;
		tmpl_fail(t, "a block is not closed");
	}
	if (!t->plain && t->place.where != IN_TEXT)
		tmpl_fail(t, "the template ends inside a tag, comment or element");
	return !t->failed;
}

void tmpl_free(struct tmpl *t)
{
	free(t->use.p);
	free(t->args.p);
	free(t->body.p);
	free(t->lit.p);
}
