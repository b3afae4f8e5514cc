/*
 * The one list of ways in which an operation can fail.
 *
 * Every function that can fail returns enum err and leaves its outputs (ret_…, last)
 * untouched on failure. What a person reads about a failure is decided in web/ only.
 * Must not know: anything of Diwan.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
	OK = 0,
	E_NOTFOUND,	/* no such row, file or route; also what one may not see */
	E_CONFLICT,	/* a constraint or a faster person was in the way: 409 */
	E_RETRY,	/* try the same again: busy, serialisation failure, deadlock */
	E_INPUT,	/* what came from outside is malformed or out of range */
	E_DENIED,	/* the account may not do this */
	E_LIMIT,	/* a limit on size, number or rate is reached */
	E_DB,		/* the database failed and a retry will not help */
	E_IO,		/* the operating system failed */
	ERR_MAX
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* Returns from the calling function when an operation fails. */
#define TRY(x) do { enum err try_e_ = (x); if (try_e_ != OK) return try_e_; } while (0)

/* Its name in lower case, for logs and tests: "ok", "notfound"… Never NULL. */
const char *err_name(enum err e);

#endif
