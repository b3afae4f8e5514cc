/*
 * One JSON line per event on standard error. Only main, web/router, jobs and the drivers log;
 * libraries stay silent and return an error.
 *
 * Values are literals, numbers, ids and fixed words. There is no case for struct str or struct
 * name, so a person's name cannot be logged by accident; LOG_WORD takes a struct str only for
 * words of our own (route names, codes).
 * Must not know: anything of Diwan.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
struct log_field { const char *key; enum { LOG_F_INT, LOG_F_LIT } kind; int64_t i; const char *lit; };

/* log_event(LOG_INFO, "request", LOG_INT("status", 200), LOG_LIT("route", route->name)) */
#define log_event(level, what, ...) \
	log_write((level), "" what, (const struct log_field[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } })
#define LOG_INT(k, v) { "" k, LOG_F_INT, (int64_t)(v), 0 }
#define LOG_LIT(k, v) { "" k, LOG_F_LIT, 0, (v) }	/* v: a literal or static word of ours */
void log_write(enum log_level level, const char *what, const struct log_field *fields);
void log_set_level(enum log_level min);

#endif
