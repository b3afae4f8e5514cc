/*
 * A string is a pointer and a length, not terminated, read-only, owned by somebody else
 * (an arena, a literal, the program). The empty string may have p == NULL.
 * Must not know: anything of Diwan; never allocates.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str { const char *p; size_t n; };

/* A person-entered string: the same bytes, but pages put it inside <bdi> and logs refuse it. */
struct name { struct str s; };

#define S(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
#define STR_ARG(s) (int)(s).n, (s).p		/* for "%.*s" */

struct str str_of(const char *cstr);		/* NULL gives the empty string */
bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b);	/* ASCII letters only */
int str_cmp(struct str a, struct str b);	/* bytewise, shorter first; <0 0 >0 */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Position of the first c or of the first needle; -1 when absent. */
ptrdiff_t str_find_char(struct str s, char c);
ptrdiff_t str_find(struct str s, struct str needle);
/* From byte `from` up to but without `to`; both are clamped to the string. */
struct str str_sub(struct str s, size_t from, size_t to);
struct str str_trim(struct str s);		/* ASCII space, tab, CR, LF at both ends */
/* Cuts off what stands before the first c and returns it; *rest is what follows it.
 * Without a c it returns all and leaves *rest empty with p == NULL (so a loop can end). */
struct str str_cut(struct str *rest, char c);
uint64_t str_hash(struct str s);		/* FNV-1a; for tables in memory, not for security */
/* Same time for any content of equal length: for secrets. */
bool str_eq_secret(struct str a, struct str b);

static inline bool ascii_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool ascii_is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool ascii_is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
static inline char ascii_lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c); }
static inline char ascii_upper(char c) { return (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c); }

#endif
