/* Secrets of the hooks. See hooks.h. */
#include "jobs/hooks.h"

#include "base/fd.h"
#include "gateways/report.h"
#include "web/settings.h"

enum err hook_file_line(struct arena *a, struct str path, struct str *ret)
{
	struct str text;

	if (fd_read_file(a, arena_cstr(a, path), 4096, &text) != OK)
		return E_INPUT;
	text = str_trim(text);
	*ret = str_trim(str_cut(&text, '\n'));
	return OK;
}

enum err hook_secret(const struct settings *s, struct arena *a, struct str *ret)
{
	struct str file = setting_text(s, "hook_secret_file"), line;

	if (!file.n)
		return E_NOTFOUND;
	TRY(hook_file_line(a, file, &line));
	if (line.n < HOOK_SECRET_MIN)
		return E_INPUT;
	*ret = line;
	return OK;
}

bool hook_report_genuine(struct str secret, struct str key, struct str code)
{
	return report_genuine(secret, key, code);
}
