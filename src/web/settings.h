/*
 * The program's settings: one table in settings.c (name, range, default, help), read from
 * DATA/diwan.conf ("name = value" lines, # comments) and then the environment (DIWAN_NAME).
 *
 * An unknown key or a value out of range refuses to start. `diwan check-config` prints them.
 * Secrets are never here: only paths to files with them.
 * Must not know: what a setting is used for.
 */
#ifndef WEB_SETTINGS_H
#define WEB_SETTINGS_H

#include "base/arena.h"
#include "base/err.h"

enum setting_type { SETTING_INT, SETTING_BOOL, SETTING_TEXT };
struct setting {
	const char *name;		/* "session_idle_minutes"; environment DIWAN_SESSION_IDLE_MINUTES */
	enum setting_type type;
	int64_t min, max, standard;
	const char *standard_text;
	const char *help;
};
extern const struct setting setting_table[];
extern const size_t nsettings;

struct settings {
	int64_t *v;			/* in the table's order */
	struct str *text;
	struct str data_dir;
	struct str here;		/* http://127.0.0.1:8080: where this very server listens; empty in commands */
};

/* All standard values. */
struct settings *settings_new(struct arena *a);
/* The file (absent: fine), then environ. E_INPUT with *ret_why: what is wrong, with the line. */
enum err settings_load(struct arena *a, struct str data_dir, char **environment, struct settings **ret, struct str *ret_why) MUST_CHECK;
enum err settings_parse(struct settings *s, struct arena *a, struct str file, struct str *ret_why) MUST_CHECK;
/* By name; a name that is not in the table aborts (a typing error of ours). */
int64_t setting_int(const struct settings *s, const char *name);
struct str setting_text(const struct settings *s, const char *name);

#endif
