/*
 * The key of what is kept encrypted: a file beside the database, never in it and never in its backup, so that
 * whoever has a copy of the database alone cannot read it.
 * Must not know: what is encrypted.
 */
#ifndef WEB_SECRET_H
#define WEB_SECRET_H

#include "web/settings.h"

/* Before anything is served: the file is there (made for its owner alone when the setting names none), or
 * *ret_why says what is wrong with it. */
enum err secret_begin(struct arena *a, const struct settings *s, struct str *ret_why) MUST_CHECK;
/* What bytes_seal() takes; read anew each time, so that no process keeps it. E_NOTFOUND, E_INPUT: no such file,
 * or not 64 hexadecimal digits. */
enum err secret_get(struct arena *a, const struct settings *s, struct str *ret) MUST_CHECK;

#endif
