/* mktmpl: where in the HTML we are, byte by byte, and what may stand there. */
#include "mktmpl.h"

#include <string.h>

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }
static void add(char *word, size_t cap, char c)
{
	size_t n = strlen(word);

	if (n + 1 < cap) {
		word[n] = lower(c);
		word[n + 1] = 0;
	}
}
static bool any(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(word, *list))
			return true;
	return false;
}

static const char *tag_ends(struct place *p)
{
	static const char *const raw[] = { "script", "style", NULL };
	static const char *const rcdata[] = { "title", "textarea", NULL };
	static const char *const never[] = { "iframe", "noembed", "noframes", "xmp", "plaintext",
		"object", "embed", "base", NULL };
	bool pre = !strcmp(p->tag, "pre") || !strcmp(p->tag, "textarea");

	p->where = IN_TEXT;
	p->glued = false;
	if (p->closing) {
		p->pre -= pre && p->pre > 0;
		p->inside[0] = 0;
		return NULL;
	}
	if (any(p->tag, never))
		return "this element is not used in templates";
	p->pre += pre;
	if (any(p->tag, raw) || any(p->tag, rcdata)) {
		p->where = any(p->tag, raw) ? IN_RAW : IN_RCDATA;
		p->inside[0] = 0;
		for (const char *c = p->tag; *c; c++)
			add(p->inside, sizeof p->inside, *c);
		p->match = 0;
	}
	return NULL;
}

/* Inside <script>, <style>, <title>, <textarea>: only their own end tag ends them. */
static const char *step_inside(struct place *p, char c)
{
	size_t want = strlen(p->inside) + 2;

	if ((size_t)p->match == want) {
		if (c == '>' || c == '/' || space(c)) {
			p->closing = true;
			memcpy(p->tag, p->inside, sizeof p->inside);
			p->where = IN_TAG;
			return place_step(p, c);
		}
		p->match = 0;
	}
	char next = (char)(p->match == 0 ? '<' : p->match == 1 ? '/' : p->inside[p->match - 2]);
	if (lower(c) == next)
		p->match++;
	else
		p->match = c == '<';
	return NULL;
}

static const char *step_tag(struct place *p, char c)
{
	if (c == '>')
		return tag_ends(p);
	if (space(c) || c == '/') {
		p->glued = false;
		p->where = IN_TAG;
		return NULL;
	}
	if (p->where == IN_NAME) {
		add(p->tag, sizeof p->tag, c);
		return NULL;
	}
	if (c == '=' && p->where == IN_ATTR) {
		p->where = IN_EQUALS;
		return NULL;
	}
	if (c == '=' || c == '"' || c == '\'' || c == '<')
		return "a stray character inside a tag";
	if (p->where == IN_TAG) {
		if (p->glued)
			return "a space is missing before this attribute";
		p->attr[0] = 0;
		p->where = IN_ATTR;
	}
	add(p->attr, sizeof p->attr, c);
	return NULL;
}

static const char *step_value(struct place *p, char c)
{
	if ((p->where == IN_DOUBLE && c == '"') || (p->where == IN_SINGLE && c == '\'')) {
		p->where = IN_TAG;
		p->glued = true;
		return NULL;
	}
	if (p->where == IN_BARE) {
		if (c == '>' || space(c)) {
			p->where = IN_TAG;
			return place_step(p, c);
		}
		return c == '"' || c == '\'' || c == '<' || c == '=' || c == '`' ?
			"a stray character in an unquoted attribute" : NULL;
	}
	if (!space(c))
		p->start = false;
	if (place_is_url(p) && p->nscheme < sizeof p->scheme - 1 && !space(c)) {
		p->scheme[p->nscheme++] = lower(c);
		p->scheme[p->nscheme] = 0;
		if (!strcmp(p->scheme, "javascript:"))
			return "javascript: addresses are not used";
	}
	return NULL;
}

static const char *step_open(struct place *p, char c)
{
	p->closing = false;
	p->tag[0] = 0;
	if (letter(c)) {
		add(p->tag, sizeof p->tag, c);
		p->where = IN_NAME;
	} else if (c == '/') {
		p->closing = true;
		p->where = IN_NAME;
	} else if (c == '!') {
		p->where = IN_BANG;
		p->dashes = 0;
	} else {
		return "a bare < in text: write &lt;";
	}
	return NULL;
}

static const char *step_bang(struct place *p, char c)
{
	if (p->where == IN_BANG) {
		if (c == '-' && ++p->dashes == 2) {
			p->where = IN_COMMENT;
			p->dashes = 0;
		} else if (c != '-') {
			p->where = c == '>' ? IN_TEXT : IN_DECL;
		}
		return NULL;
	}
	if (p->where == IN_DECL) {
		if (c == '>')
			p->where = IN_TEXT;
		return NULL;
	}
	if (c == '>' && p->dashes >= 2)
		p->where = IN_TEXT;
	p->dashes = c == '-' ? p->dashes + 1 : 0;
	return NULL;
}

const char *place_step(struct place *p, char c)
{
	switch (p->where) {
	case IN_TEXT:
		if (c == '<')
			p->where = IN_OPEN;
		return NULL;
	case IN_OPEN:
		return step_open(p, c);
	case IN_NAME: case IN_TAG: case IN_ATTR:
		return step_tag(p, c);
	case IN_EQUALS:
		p->start = true;
		p->nscheme = 0;
		p->scheme[0] = 0;
		if (c == '"' || c == '\'') {
			p->where = c == '"' ? IN_DOUBLE : IN_SINGLE;
			return NULL;
		}
		if (space(c) || c == '>')
			return "an attribute's value is missing";
		p->where = IN_BARE;
		return step_value(p, c);
	case IN_DOUBLE: case IN_SINGLE: case IN_BARE:
		return step_value(p, c);
	case IN_BANG: case IN_DECL: case IN_COMMENT:
		return step_bang(p, c);
	case IN_RAW: case IN_RCDATA:
		return step_inside(p, c);
	}
	return NULL;
}

void place_settle(struct place *p)
{
	if (p->where == IN_NAME || p->where == IN_ATTR) {
		p->where = IN_TAG;
		p->glued = true;
	}
}

bool place_is_url(const struct place *p)
{
	static const char *const urls[] = { "href", "src", "action", "formaction", "cite", "poster",
		"data", "manifest", "xlink:href", "background", NULL };

	return (p->where == IN_DOUBLE || p->where == IN_SINGLE) && any(p->attr, urls);
}

static const char *value_refused(const struct place *p)
{
	static const char *const never[] = { "style", "srcdoc", "srcset", "ping", "http-equiv", NULL };

	if (!strncmp(p->attr, "on", 2))
		return "no value inside an on… attribute: it would be run as a script";
	if (any(p->attr, never))
		return "no value inside style, srcdoc, srcset, ping, http-equiv";
	if (!strcmp(p->tag, "meta") && !strcmp(p->attr, "content"))
		return "no value inside meta content";
	return NULL;
}

const char *place_refuses(const struct place *p)
{
	switch (p->where) {
	case IN_TEXT: case IN_RCDATA:
		return p->where == IN_RCDATA && p->match ? "no value inside an end tag" : NULL;
	case IN_DOUBLE: case IN_SINGLE:
		return value_refused(p);
	case IN_EQUALS: case IN_BARE:
		return "no value inside an unquoted attribute: write quotes";
	case IN_OPEN: case IN_NAME: case IN_TAG: case IN_ATTR:
		return "no value as the name of a tag or attribute";
	case IN_COMMENT: case IN_BANG: case IN_DECL:
		return "no value inside a comment or declaration";
	case IN_RAW:
		return "no value inside <script> or <style>";
	}
	return "no value here";
}

bool place_join(struct place *a, const struct place *b)
{
	if (a->where != b->where || strcmp(a->inside, b->inside) || a->pre != b->pre)
		return false;
	bool value = a->where == IN_DOUBLE || a->where == IN_SINGLE;
	bool tag = a->where == IN_TAG;
	if ((value || tag) && (strcmp(a->tag, b->tag) || a->closing != b->closing))
		return false;
	if (value && strcmp(a->attr, b->attr))
		return false;
	a->start = a->start || b->start;
	a->glued = a->glued || b->glued;
	if (b->nscheme > a->nscheme) {
		memcpy(a->scheme, b->scheme, sizeof a->scheme);
		a->nscheme = b->nscheme;
	}
	return true;
}
