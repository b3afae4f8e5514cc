/* What this area hands to the program; what is published. */
#include "areas/opendata/opendata.h"

#include "areas/opendata/inside.h"
#include "areas/organizations/organizations.h"
#include "opendata_q.h"

enum { FILES_A_MINUTE = 120 };	/* of one network: a country's free times in less than an hour */

enum err open_asked(struct rq *rq)
{
	return rq_limit(rq, "open-data", rq_network(rq), FILES_A_MINUTE, 60);
}

int month_year(int32_t month)
{
	return 1970 + (month >= 0 ? month / 12 : (month - 11) / 12);
}

enum err published_read(struct rq *rq, struct published *ret)
{
	struct published p = { .licence = rq_setting_text(rq, "open_data_licence"), .base = rq_base_url(rq) };
	struct open_roots_rows roots;

	if (p.licence.n)
		TRY(figures_published(rq->db, rq->a, &p.months));
	TRY(open_roots(rq->db, rq->a, &roots));
	for (int l = 0; l < LANG_MAX; l++)
		p.publisher[l] = roots.n ? organization_name((enum lang)l, roots.v[0].name_fr, roots.v[0].name_ar, roots.v[0].name_en) : S("Diwan");
	*ret = p;
	return OK;
}

static const struct route routes[] = {
	{ "GET", "/open-data/", open_page, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/open-data/:file.csv", open_file, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/open-data/:file.csv-metadata.json", open_file, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/open-data/catalog.jsonld", open_catalog, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/open-data/catalog.ttl", open_catalog, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/open-data/slots/$bulk-publish", links_manifest, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/open-data/slots/locations.ndjson", links_locations, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/open-data/slots/schedules.ndjson", links_schedules, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/open-data/slots/:place.ndjson", links_slots, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/sitemap.xml", open_sitemap, PUBLIC, READ, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ 0 }
};
const struct area area_opendata = { .name = "opendata", .routes = routes };
