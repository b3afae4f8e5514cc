/*
 * UTF-8: strict validation, walking, counting; folding of names and search words.
 * Must not know: anything of Diwan. Folding across scripts (transliteration) is names.h.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/err.h"

/* Valid UTF-8 (RFC 3629: no surrogates, no overlong forms, ≤ U+10FFFF). */
bool utf8_valid(struct str s);
/* As utf8_valid and also no C0/C1 control but TAB, LF, CR; no U+2028/2029, no bidi controls
 * U+202A–202E, U+2066–2069 (they can disguise a name). */
bool utf8_valid_text(struct str s);
/*
 * s without what nobody can see: soft hyphens, zero-width spaces and joiners, marks and overrides of
 * direction, variation selectors, tag characters, fillers, byte order marks. Two names that look
 * the same are the same then, and nothing hides in them. U+200C between two Arabic letters stays: it
 * parts what would join. Line ends and control characters are not touched (utf8_valid_text refuses
 * them); neither is what is no UTF-8. s itself when nothing had to go, else in a.
 */
struct str utf8_visible(struct arena *a, struct str s);
/* Next code point; *rest moves past it. -1 at the end, U+FFFD (one byte) on bad input. */
int32_t utf8_next(struct str *rest);
size_t utf8_count(struct str s);			/* code points */
/* Writes cp, returns 1–4 bytes. */
size_t utf8_put(uint32_t cp, char out[static 4]);
/* At most max code points of s, cut at a character. */
struct str utf8_head(struct str s, size_t max);
/* The form in which names and search words are stored beside the original and compared:
 * compatibility-decomposed, without accents, vowel marks and tatweel, lower case, Arabic letter
 * variants made one (أإآٱ→ا, ى→ي, ة→ه, ؤ→و, ئ→ي), digits western, anything else than letters
 * and digits one space, trimmed. Latin stays Latin, Arabic stays Arabic. (ICU inside.) */
struct str utf8_fold(struct arena *a, struct str s);
/* A key that spellings and scripts of one name share more or less: folded, Arabic turned into
 * Latin consonants, vowels dropped, doubled letters one, words sorted. "Mohammed El Alaoui",
 * "محمد العلوي" and "Mohamed Alaoui" give the same. For proposing, never for deciding. */
struct str utf8_name_key(struct arena *a, struct str s);
/* The order in which readers of a language ("fr", "ar") expect n texts: the first is
 * v[ret[0]]. Equal ones stay as they stood. (ICU's collation.) */
const size_t *utf8_order(struct arena *a, const char *lang, const struct str *v, size_t n);

#endif
