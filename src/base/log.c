#include "base/log.h"

#include "base/buf.h"
#include "base/time.h"

#include <unistd.h>

static enum log_level log_min = LOG_INFO;	/* set once at start */

void log_set_level(enum log_level min)
{
	log_min = min;
}

static void put_json(struct buf *b, const char *s)
{
	buf_put_char(b, '"');
	for (; s && *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20)
			buf_put_fmt(b, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_put_fmt(b, "\\%c", c);
		else
			buf_put_char(b, (char)c);
	}
	buf_put_char(b, '"');
}

void log_write(enum log_level level, const char *what, const struct log_field *fields)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };
	struct buf b BUF_AUTO = BUF(4096);
	char at[21];
	ssize_t done;

	if (level < log_min)
		return;
	instant_print(clock_now(), at);
	buf_put_fmt(&b, "{\"t\":\"%s\",\"level\":\"%s\",\"event\":", at, names[level]);
	put_json(&b, what);
	for (const struct log_field *f = fields; f->key; f++) {
		buf_put_char(&b, ',');
		put_json(&b, f->key);
		buf_put_char(&b, ':');
		if (f->kind == LOG_F_INT)
			buf_put_int(&b, f->i);
		else
			put_json(&b, f->lit);
	}
	buf_put(&b, S("}\n"));
	if (!buf_ok(&b))
		return;
	done = write(2, b.p, b.n);	/* one write: lines of several processes do not mix */
	(void)done;
}
