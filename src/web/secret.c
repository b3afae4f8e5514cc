/* The file with the key of what is kept encrypted. See secret.h. */
#include "web/secret.h"

#include "base/fd.h"
#include "base/random.h"
#include "crypto/crypto.h"

enum { DIGITS = 64 };

static const char *path_of(struct arena *a, const struct settings *s)
{
	struct str named = setting_text(s, "secret_file");

	return named.n ? arena_cstr(a, named) : arena_fmt(a, "%.*s/secret.key", STR_ARG(s->data_dir)).p;
}

static bool is_key(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return s.n == DIGITS;
}

enum err secret_get(struct arena *a, const struct settings *s, struct str *ret)
{
	struct str text;

	TRY(fd_read_file(a, path_of(a, s), 4096, &text));
	text = str_trim(text);
	if (!is_key(text))
		return E_INPUT;
	*ret = text;
	return OK;
}

enum err secret_begin(struct arena *a, const struct settings *s, struct str *ret_why)
{
	unsigned char key[DIGITS / 2];
	const char *path = path_of(a, s);
	struct str text;
	enum err e = secret_get(a, s, &text);

	if (e == E_NOTFOUND && !setting_text(s, "secret_file").n) {
		random_bytes(key, sizeof(key));
		text = hex_encode(a, (struct str){ (const char *)key, sizeof(key) });
		e = fd_write_file(path, arena_fmt(a, "%.*s\n", STR_ARG(text)), 0600);
	}
	if (e != OK)
		*ret_why = arena_fmt(a, "%s: %s", path, e == E_NOTFOUND ? "there is no such file" :
			e == E_INPUT ? "64 hexadecimal digits are expected" : "cannot be read or written");
	return e;
}
