/*
 * What the files of this area share.
 * Must not know: sessions; the same answer goes to everybody.
 */
#ifndef AREAS_OPENDATA_INSIDE_H
#define AREAS_OPENDATA_INSIDE_H

#include "areas/figures/figures.h"
#include "web/web.h"

enum err open_page(struct rq *rq);
enum err open_file(struct rq *rq);
enum err open_catalog(struct rq *rq);		/* /open-data/catalog.jsonld, .ttl */
enum err links_manifest(struct rq *rq);
enum err links_locations(struct rq *rq);
enum err links_schedules(struct rq *rq);
enum err links_slots(struct rq *rq);
enum err open_sitemap(struct rq *rq);

/* What is published, for page and catalogue. */
struct published {
	struct str licence;			/* its address; empty: nothing is published but free times */
	struct published_months months;		/* the latest first */
	struct str publisher[LANG_MAX];
	struct str base;			/* https://host */
};
enum err published_read(struct rq *rq, struct published *ret) MUST_CHECK;
/* E_LIMIT: this network has asked for more than its share of this minute. */
enum err open_asked(struct rq *rq) MUST_CHECK;
int month_year(int32_t month);

struct open_month { struct str title, file, hours; };
struct open_months { struct open_month *v; size_t n; };
struct open_years { int *v; size_t n; };
struct open_column { const char *name, *about; };
struct open_columns { struct open_column *v; size_t n; };
struct open_view { struct published p; struct open_months months; struct open_years years; struct open_columns columns; };

#endif
