#include "base/err.h"

const char *err_name(enum err e)
{
	static const char *const names[ERR_MAX] = {
		[OK] = "ok", [E_NOTFOUND] = "notfound", [E_CONFLICT] = "conflict",
		[E_RETRY] = "retry", [E_INPUT] = "input", [E_DENIED] = "denied",
		[E_LIMIT] = "limit", [E_DB] = "db", [E_IO] = "io",
	};

	return (unsigned)e < ERR_MAX ? names[e] : "unknown";
}
