/*
 * IMAP. A letter is fetched by its own URL (";UID="): of an answer to a command of ours libcurl hands
 * over the lines alone, not the bytes that follow them.
 */
#include "gateways/box.h"

#include "base/buf.h"
#include "base/num.h"

#include <curl/curl.h>
#include <string.h>

enum { TIMEOUT_MS = 20000, CONNECT_MS = 8000, LETTER_MAX = 256 * 1024, ANSWER_MAX = 256 * 1024 };

struct box {
	struct arena *a;
	struct box_settings s;
	CURL *curl;
};

static size_t take(char *p, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;

	buf_put(b, (struct str){ p, size * n });
	return buf_ok(b) ? size * n : 0;
}

/* request NULL: the URL names a letter. */
static CURLcode ask(struct box *x, const char *url, const char *request, struct buf *answer)
{
	curl_easy_reset(x->curl);
	curl_easy_setopt(x->curl, CURLOPT_URL, url);
	curl_easy_setopt(x->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(x->curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
	curl_easy_setopt(x->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	curl_easy_setopt(x->curl, CURLOPT_USERPWD, x->s.user_password.p);
	if (x->s.ca_file.n)
		curl_easy_setopt(x->curl, CURLOPT_CAINFO, x->s.ca_file.p);
	curl_easy_setopt(x->curl, CURLOPT_TIMEOUT_MS, (long)(x->s.timeout_ms ? x->s.timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(x->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(x->curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(x->curl, CURLOPT_WRITEDATA, answer);
	if (request)
		curl_easy_setopt(x->curl, CURLOPT_CUSTOMREQUEST, request);
	return curl_easy_perform(x->curl);
}

/* "* SEARCH 3 5 8", in one line or several. */
static void read_uids(struct str answer, size_t max, uint32_t *ret, size_t *ret_n)
{
	while (answer.n && *ret_n < max) {
		struct str line = str_trim(str_cut(&answer, '\n'));

		if (!str_starts(line, S("* SEARCH")))
			continue;
		line = str_sub(line, strlen("* SEARCH"), line.n);
		while (line.n && *ret_n < max) {
			int64_t uid;

			if (num_parse(str_cut(&line, ' '), 1, UINT32_MAX, &uid) == OK)
				ret[(*ret_n)++] = (uint32_t)uid;
		}
	}
}

enum err box_reports(struct box *x, struct arena *a, size_t max, uint32_t **ret, size_t *ret_n)
{
	struct buf *b = buf_new(a, ANSWER_MAX);
	size_t n = 0;

	if (ask(x, x->s.url.p, "UID SEARCH UNDELETED HEADER Content-Type \"multipart/report\"", b) != CURLE_OK || !buf_ok(b))
		return E_IO;
	*ret = ARENA_ARRAY(a, uint32_t, max + 1);
	read_uids(buf_str(b), max, *ret, &n);
	*ret_n = n;
	return OK;
}

enum err box_read(struct box *x, struct arena *a, uint32_t uid, struct str *ret)
{
	struct buf *b = buf_new(a, LETTER_MAX);
	struct str url = arena_fmt(a, "%.*s;UID=%u", STR_ARG(x->s.url), uid);
	CURLcode c = ask(x, arena_cstr(a, url), NULL, b);

	if (!buf_ok(b))
		return E_LIMIT;
	if (c == CURLE_REMOTE_FILE_NOT_FOUND)
		return E_NOTFOUND;
	if (c != CURLE_OK)
		return E_IO;
	*ret = buf_str(b);
	return ret->n ? OK : E_NOTFOUND;
}

enum err box_greet(struct box *x, struct arena *a, struct str *ret)
{
	struct buf *b = buf_new(a, ANSWER_MAX);
	CURLcode c = ask(x, x->s.url.p, "NOOP", b);

	*ret = c == CURLE_OK ? S("it answers, name, password and folder are right") : arena_str(a, str_of(curl_easy_strerror(c)));
	return c == CURLE_OK ? OK : E_IO;
}

enum err box_remove(struct box *x, uint32_t uid)
{
	BUF_AUTO struct buf b = BUF(ANSWER_MAX);
	char request[80];

	snprintf(request, sizeof(request), "UID STORE %u +FLAGS.SILENT (\\Deleted)", uid);
	if (ask(x, x->s.url.p, request, &b) != CURLE_OK)
		return E_IO;
	buf_clear(&b);
	/* only this one; a server that cannot (RFC 4315) keeps it marked, and it is not looked at again */
	snprintf(request, sizeof(request), "UID EXPUNGE %u", uid);
	(void)ask(x, x->s.url.p, request, &b);
	return OK;
}

static bool after(struct str *s, const char *prefix)
{
	struct str p = str_of(prefix);

	if (!str_starts(*s, p))
		return false;
	*s = str_sub(*s, p.n, s->n);
	return true;
}

/* A server's name, and at most one folder of plain letters behind it: no options of the URL's own. */
static bool url_ok(struct str s)
{
	if (!after(&s, "imaps://") && !after(&s, "imap://"))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == ';' || s.p[i] == '?' || s.p[i] == '@' || s.p[i] == '#')
			return false;
	return s.n && s.p[0] != '/';
}

enum err box_open(const struct box_settings *s, struct arena *beside, struct box **ret)
{
	struct arena *a;
	struct str rest = s->url;
	struct box *x;

	if (!url_ok(s->url) || str_find_char(s->user_password, ':') < 1)
		return E_INPUT;
	a = arena_side(beside, 1 << 20);
	if (!a)
		return E_IO;
	x = ARENA_NEW(a, struct box);
	x->a = a;
	x->s = *s;
	(void)(after(&rest, "imaps://") || after(&rest, "imap://"));
	rest = str_find_char(rest, '/') < 0 ? S("/INBOX") : str_ends(rest, S("/")) ? S("INBOX") : STR_NONE;
	x->s.url = arena_cat(a, s->url, rest);
	x->s.url.p = arena_cstr(a, x->s.url);
	x->s.user_password.p = arena_cstr(a, s->user_password);
	x->s.ca_file.p = arena_cstr(a, s->ca_file);
	x->curl = curl_easy_init();
	if (!x->curl) {
		arena_free(a);
		return E_IO;
	}
	arena_on_end(a, curl_easy_cleanup, x->curl);
	*ret = x;
	return OK;
}

void box_close(struct box *x)
{
	if (x)
		arena_free(x->a);
}
