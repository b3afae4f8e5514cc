/* gzip members by zlib, in one piece. */
#include "http/http.h"

#include <zlib.h>

enum err http_gzip(struct buf *to, struct str plain, int level)
{
	z_stream z = { 0 };
	char *room;
	size_t most;
	int rc;

	if (plain.n > UINT32_MAX / 2 || deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return E_LIMIT;
	most = deflateBound(&z, (uLong)plain.n);
	room = buf_room(to, most);
	if (!room) {
		deflateEnd(&z);
		return E_LIMIT;
	}
	z.next_in = (Bytef *)(uintptr_t)plain.p;
	z.avail_in = (uInt)plain.n;
	z.next_out = (Bytef *)room;
	z.avail_out = (uInt)most;
	rc = deflate(&z, Z_FINISH);
	if (rc == Z_STREAM_END)
		buf_add(to, most - z.avail_out);
	deflateEnd(&z);
	return rc == Z_STREAM_END ? OK : E_LIMIT;
}

enum err http_gunzip(struct buf *to, struct str gz)
{
	z_stream z = { 0 };
	int rc = Z_OK;

	if (gz.n > UINT32_MAX / 2 || inflateInit2(&z, 15 + 16) != Z_OK)
		return E_LIMIT;
	z.next_in = (Bytef *)(uintptr_t)gz.p;
	z.avail_in = (uInt)gz.n;
	while (rc == Z_OK) {
		char *room = buf_room(to, 16384);

		if (!room)
			break;
		z.next_out = (Bytef *)room;
		z.avail_out = 16384;
		rc = inflate(&z, Z_NO_FLUSH);
		buf_add(to, 16384 - z.avail_out);
	}
	inflateEnd(&z);
	if (rc == Z_STREAM_END)
		return OK;
	return buf_ok(to) ? E_INPUT : E_LIMIT;
}
