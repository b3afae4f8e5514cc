/*
 * For robots: the public pages, each with its three languages (https://www.sitemaps.org/protocol.html). Pages of agendas and times change too
 * often to be kept by anybody; the page of each hospital leads to them.
 */
#include "areas/opendata/inside.h"

#include "opendata_q.h"
#include "web/everyone.h"

enum { FILE_MAX = 16 << 20 };

/* Paths of ours have nothing that XML would read otherwise: codes are letters, digits and dashes. */
static void put_page(struct rq *rq, struct buf *b, struct str path)
{
	struct str url = arena_cat(rq->a, rq_base_url(rq), path);

	buf_put_fmt(b, "<url><loc>%.*s</loc>", STR_ARG(url));
	for (int l = 0; l < LANG_MAX; l++)
		buf_put_fmt(b, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"%.*s?lang=%s\"/>", lang_code((enum lang)l), STR_ARG(url),
			lang_code((enum lang)l));
	buf_put(b, S("</url>\n"));
}

enum err open_sitemap(struct rq *rq)
{
	static const char *const pages[] = { "/", "/open-data/", "/ledger/fairness", "/draws", NULL };
	struct buf *b = buf_new(rq->a, FILE_MAX);
	struct open_hospitals_rows places;

	TRY(open_asked(rq));
	if (rq_everyone_kept(rq, STR_NONE))
		return OK;
	TRY(open_hospitals(rq->db, rq->a, &places));
	buf_put(b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
		"xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"));
	for (size_t i = 0; pages[i]; i++)
		put_page(rq, b, str_of(pages[i]));
	for (size_t i = 0; i < places.n; i++) {
		if (places.v[i].bookable)
			put_page(rq, b, arena_fmt(rq->a, "/hospital/%.*s", STR_ARG(places.v[i].code)));
		put_page(rq, b, arena_fmt(rq->a, "/hospital/%.*s/waits", STR_ARG(places.v[i].code)));
	}
	buf_put(b, S("</urlset>\n"));
	if (!buf_ok(b))
		return E_LIMIT;
	TRY(rq_bytes(rq, 200, "application/xml", buf_str(b)));
	rq_everyone_keep(rq, STR_NONE, buf_str(b), INSTANT_NONE);
	return OK;
}
