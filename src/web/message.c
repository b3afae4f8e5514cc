/* Strings in messages between processes; how much memory one request may take. */
#include "web/process.h"

#include <string.h>

void message_put(struct buf *to, struct str s)
{
	uint64_t n = s.n;

	buf_put(to, (struct str){ (const char *)&n, sizeof(n) });
	buf_put(to, s);
}

enum err message_take(struct str *from, struct str *ret)
{
	uint64_t n;

	if (from->n < sizeof(n))
		return E_INPUT;
	memcpy(&n, from->p, sizeof(n));
	*from = str_sub(*from, sizeof(n), from->n);
	if (n > from->n)
		return E_INPUT;
	*ret = n ? str_sub(*from, 0, n) : STR_NONE;
	*from = str_sub(*from, n, from->n);
	return OK;
}

void page_message(struct buf *to, struct page_mark mark, struct str page)
{
	message_put(to, (struct str){ (const char *)&mark, sizeof(mark) });
	buf_put(to, page);
}

enum err page_take(struct str from, struct page_mark *ret_mark, struct str *ret_page)
{
	struct str mark;

	TRY(message_take(&from, &mark));
	if (mark.n != sizeof(*ret_mark))
		return E_INPUT;
	memcpy(ret_mark, mark.p, sizeof(*ret_mark));
	*ret_page = from;
	return OK;
}

size_t request_arena_max(const struct settings *s)
{
	return (size_t)32 * 1024 * 1024 + 4 * (size_t)setting_int(s, "upload_max_mb") * 1024 * 1024;
}
