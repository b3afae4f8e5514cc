/* What shared parts ask of the frame. */
#include "page/page.h"

#include <stdio.h>

const struct frame *frame_of(const struct page *pg)
{
	static const struct frame none;

	return pg->frame ? pg->frame : &none;
}

struct str frame_value(const struct page *pg, const char *name)
{
	const struct frame *f = frame_of(pg);

	return f->value ? f->value(f->arg, name) : STR_NONE;
}

struct str frame_error(const struct page *pg, const char *name)
{
	const struct frame *f = frame_of(pg);

	for (size_t i = 0; i < f->errors.n; i++)
		if (str_eq(str_of(f->errors.v[i].field), str_of(name)))
			return f->errors.v[i].message;
	return STR_NONE;
}

bool frame_chosen(const struct page *pg, const char *name, const char *value, bool fallback)
{
	const struct frame *f = frame_of(pg);
	struct str sent = frame_value(pg, name);

	if (!f->sent && !sent.n)
		return fallback;
	return f->has ? f->has(f->arg, name, str_of(value)) : str_eq(sent, str_of(value));
}

struct str page_title(const struct page *pg, struct str title)
{
	const struct frame *f = frame_of(pg);

	if (f->wrong || f->errors.n)
		title = FILL(pg, tr(pg, "Error: %1"), title);
	return arena_fmt(pg->a, "%.*s — %.*s", STR_ARG(title), STR_ARG(tr(pg, "Diwan")));
}

/* What was sent, else the value given; a secret is never written into a page again. */
struct str page_input_value(const struct page *pg, const struct input *in)
{
	struct str sent = frame_value(pg, in->name);

	if (in->secret)
		return STR_NONE;
	return sent.n || frame_of(pg)->sent ? sent : in->value;
}

/* part: "-d", "-m" or "-y". */
struct str page_birth_part(const struct page *pg, const char *name, const char *part, struct day value)
{
	char field[64];
	int v[3];

	if (snprintf(field, sizeof(field), "%s%s", name, part) >= (int)sizeof(field))
		return STR_NONE;
	struct str sent = frame_value(pg, field);
	if (sent.n || frame_of(pg)->sent || !day_is(value))
		return sent;
	day_split(value, &v[0], &v[1], &v[2]);
	int n = part[1] == 'y' ? v[0] : part[1] == 'm' ? v[1] : v[2];
	return arena_fmt(pg->a, "%d", n);
}

void t_symbols(struct page *pg)
{
	put_symbols(pg);
}
