/* A log to be read as anybody reads it. See inside.h. */
#include "areas/ledger/inside.h"

#include "base/fd.h"
#include "ledger/log.h"
#include "ledger_q.h"

#include <curl/curl.h>
#include <string.h>

enum { TIMEOUT_MS = 60000 };

void place_close(struct log_place *p)
{
	if (p->curl)
		curl_easy_cleanup(p->curl);
	p->curl = NULL;
}

static size_t take(char *p, size_t size, size_t n, void *arg)
{
	buf_put(arg, (struct str){ p, size * n });
	return size * n;
}

static enum err fetch(struct log_place *p, struct arena *a, struct str url, size_t max, struct str *ret)
{
	struct buf *b = buf_new(a, max);
	long status = 0;

	p->curl = p->curl ? p->curl : curl_easy_init();
	if (!p->curl)
		return E_IO;
	curl_easy_setopt(p->curl, CURLOPT_URL, arena_cstr(a, url));
	curl_easy_setopt(p->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(p->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(p->curl, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
	curl_easy_setopt(p->curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(p->curl, CURLOPT_WRITEDATA, b);
	if (curl_easy_perform(p->curl) != CURLE_OK || !buf_ok(b))
		return E_IO;
	curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &status);
	*ret = buf_str(b);
	return status == 200 ? OK : status == 404 ? E_NOTFOUND : E_IO;
}

static enum err text_at(struct log_place *p, struct arena *a, struct str path, size_t max, struct str *ret)
{
	struct str whole = arena_fmt(a, "%.*s/%.*s", STR_ARG(p->place), STR_ARG(path));

	if (str_starts(p->place, S("http://")) || str_starts(p->place, S("https://")))
		return fetch(p, a, whole, max, ret);
	return fd_read_file(a, arena_cstr(a, whole), max, ret);
}

enum err place_checkpoint(struct log_place *p, struct arena *a, struct str *ret)
{
	struct log_head head;

	if (p->place.n)
		return text_at(p, a, S("checkpoint"), PLACE_TEXT_MAX, ret);
	TRY(log_head(p->db, a, &head));
	*ret = head.note;
	return OK;
}

/* tile/entries/N[.p/W], N in groups of three digits, all but the last behind an x. */
static struct str bundle_path(struct arena *a, int64_t n, int width)
{
	struct str name = arena_fmt(a, "%03lld", (long long)(n % 1000));

	for (n /= 1000; n; n /= 1000)
		name = arena_fmt(a, "x%03lld/%.*s", (long long)(n % 1000), STR_ARG(name));
	return width < TILE_WIDTH ? arena_fmt(a, "tile/entries/%.*s.p/%d", STR_ARG(name), width)
		: arena_fmt(a, "tile/entries/%.*s", STR_ARG(name));
}

/* From the rows: a tile that is full meanwhile is served whole only. */
static enum err own_bundle(struct log_place *p, struct arena *a, int64_t n, int width, struct entry_texts *ret)
{
	struct leaf_entries_rows rows;

	TRY(leaf_entries(p->db, a, n * TILE_WIDTH, n * TILE_WIDTH + width, &rows));
	if (rows.n != (size_t)width)
		return E_INPUT;
	*ret = (struct entry_texts){ ARENA_ARRAY(a, struct str, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = rows.v[i].entry;
	return OK;
}

enum err place_bundle(struct log_place *p, struct arena *a, int64_t n, int width, struct entry_texts *ret)
{
	struct str bytes;
	enum err e;

	if (!p->place.n)
		return own_bundle(p, a, n, width, ret);
	e = text_at(p, a, bundle_path(a, n, width), PLACE_BUNDLE_MAX, &bytes);
	if (e != OK && width < TILE_WIDTH)	/* the part is gone when the whole is there */
		e = text_at(p, a, bundle_path(a, n, TILE_WIDTH), PLACE_BUNDLE_MAX, &bytes);
	TRY(e);
	return entry_bundle(a, bytes, (size_t)width, ret);
}
