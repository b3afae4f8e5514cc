/*
 * What the operator's machines must know before they are believed: the secret of the hooks, and the
 * code in the address of a report.
 * Must not know: routes, what is told.
 */
#ifndef JOBS_HOOKS_H
#define JOBS_HOOKS_H

#include "base/arena.h"
#include "base/err.h"

struct settings;

enum { HOOK_SECRET_MIN = 22 };		/* characters: what nobody guesses */

/* The first line of a file that only this process's user should be able to read. E_INPUT: it cannot be read. */
enum err hook_file_line(struct arena *a, struct str path, struct str *ret) MUST_CHECK;
/* The secret of hook_secret_file. E_NOTFOUND: the setting is empty; E_INPUT: no such file, or too short. */
enum err hook_secret(const struct settings *s, struct arena *a, struct str *ret) MUST_CHECK;
/* Whether a report about the message `key` came by the address that was made for it. */
bool hook_report_genuine(struct str secret, struct str key, struct str code);

#endif
