/* A growing text for the generators; ends the program when memory is out. */
#ifndef TOOLS_OUT_H
#define TOOLS_OUT_H

#include <stdbool.h>
#include <stddef.h>

struct out { char *p; size_t n, cap; };
void out_put(struct out *o, const char *s, size_t n);
void out_str(struct out *o, const char *s);
void out_fmt(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As the inside of a C string literal. */
void out_c_string(struct out *o, const char *s, size_t n);
/* A whole file; ends the program when it must be there and cannot be read. */
struct out out_read(const char *path, bool must);
/* Writes it, unless the file has these bytes already: so nothing is compiled again for nothing. */
void out_write(const char *path, const struct out *text);

#endif
