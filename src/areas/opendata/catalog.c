/*
 * The catalogue in words of DCAT and DCAT-AP, as JSON-LD and as Turtle: one flat list of things, each with its properties,
 * written by one of two pens.
 */
#include "areas/opendata/inside.h"

#include "json/json.h"
#include "web/everyone.h"

#include <string.h>

#define EU "http://publications.europa.eu/resource/authority/"
#define MEDIA "https://www.iana.org/assignments/media-types/"

static const struct { const char *prefix, *of; } prefixes[] = {
	{ "dcat", "http://www.w3.org/ns/dcat#" }, { "dct", "http://purl.org/dc/terms/" }, { "foaf", "http://xmlns.com/foaf/0.1/" },
	{ "vcard", "http://www.w3.org/2006/vcard/ns#" }, { "xsd", "http://www.w3.org/2001/XMLSchema#" },
};
enum { PREFIXES = sizeof(prefixes) / sizeof(prefixes[0]) };

struct pen { struct rq *rq; const struct published *p; struct buf *b; struct jw j; bool turtle; };

static void begin(struct pen *w)
{
	w->j = jw_to(w->b);
	if (w->turtle) {
		for (size_t i = 0; i < PREFIXES; i++)
			buf_put_fmt(w->b, "@prefix %s: <%s> .\n", prefixes[i].prefix, prefixes[i].of);
		return;
	}
	jw_object(&w->j);
	jw_set_object(&w->j, "@context");
	for (size_t i = 0; i < PREFIXES; i++)
		jw_set_cstr(&w->j, prefixes[i].prefix, prefixes[i].of);
	jw_end(&w->j);
	jw_set_array(&w->j, "@graph");
}

static void end(struct pen *w)
{
	if (w->turtle)
		return;
	jw_end(&w->j);
	jw_end(&w->j);
}

/* A thing of ours is named by its address; what begins with a scheme is somebody else's. */
static struct str whole(struct pen *w, struct str name)
{
	return str_find(name, S(":")) >= 0 ? name : arena_cat(w->rq->a, w->p->base, name);
}

static void thing(struct pen *w, struct str name, const char *type)
{
	if (w->turtle) {
		buf_put_fmt(w->b, "\n<%.*s> a %s", STR_ARG(whole(w, name)), type);
		return;
	}
	jw_object(&w->j);
	jw_set_str(&w->j, "@id", whole(w, name));
	jw_set_cstr(&w->j, "@type", type);
}

static void thing_end(struct pen *w)
{
	if (w->turtle)
		buf_put(w->b, S(" .\n"));
	else
		jw_end(&w->j);
}

static void property(struct pen *w, const char *key)
{
	if (w->turtle)
		buf_put_fmt(w->b, " ;\n\t%s ", key);
	else
		jw_set_array(&w->j, key);
}

static void property_end(struct pen *w)
{
	if (!w->turtle)
		jw_end(&w->j);
}

static void links(struct pen *w, const char *key, const struct str *to, size_t n)
{
	if (!n)
		return;
	property(w, key);
	for (size_t i = 0; i < n; i++) {
		if (w->turtle) {
			buf_put_fmt(w->b, "%s<%.*s>", i ? ", " : "", STR_ARG(whole(w, to[i])));
			continue;
		}
		jw_object(&w->j);
		jw_set_str(&w->j, "@id", whole(w, to[i]));
		jw_end(&w->j);
	}
	property_end(w);
}

static void link_to(struct pen *w, const char *key, struct str to)
{
	links(w, key, &to, 1);
}

/* A literal with its language or its type; neither: plain. */
static void literal(struct pen *w, struct str text, const char *lang, const char *type, bool first)
{
	if (w->turtle) {
		buf_put(w->b, first ? S("\"") : S(", \""));
		json_escape(w->b, text);
		buf_put_fmt(w->b, "\"%s%s%s%s", lang ? "@" : "", lang ? lang : "", type ? "^^" : "", type ? type : "");
		return;
	}
	jw_object(&w->j);
	jw_set_str(&w->j, "@value", text);
	if (lang)
		jw_set_cstr(&w->j, "@language", lang);
	if (type)
		jw_set_cstr(&w->j, "@type", type);
	jw_end(&w->j);
}

static void texts(struct pen *w, const char *key, const struct str v[LANG_MAX])
{
	property(w, key);
	for (int l = 0; l < LANG_MAX; l++)
		literal(w, v[l], lang_code((enum lang)l), NULL, l == 0);
	property_end(w);
}

static void said(struct pen *w, const char *key, const char *message)
{
	struct str v[LANG_MAX];

	for (int l = 0; l < LANG_MAX; l++)
		v[l] = lang_tr((enum lang)l, message);
	texts(w, key, v);
}

static void text(struct pen *w, const char *key, struct str s, const char *type)
{
	property(w, key);
	literal(w, s, NULL, type, true);
	property_end(w);
}

static void date(struct pen *w, const char *key, struct instant t)
{
	char s[21];

	instant_print(t, s);
	text(w, key, arena_str(w->rq->a, str_of(s)), "xsd:dateTime");
}

static void languages(struct pen *w)
{
	const struct str v[] = { S(EU "language/FRA"), S(EU "language/ARA"), S(EU "language/ENG") };

	links(w, "dct:language", v, 3);
}

/* ---- what is in it ---- */

struct described {
	const char *name, *title, *about, *frequency;
	bool monthly, yearly;			/* one file a closed month, one a year; else one file */
};
static const struct described datasets[] = {
	{ "figures", N_("Appointments in public hospitals: figures of each month"),
		N_("Appointments, share taken online, waits, missed and cancelled ones, use of the hours and waiting list, by establishment, channel, speciality, sex and age. Small numbers are hidden."),
		"MONTHLY", true, false },
	{ "hours", N_("How full the hours of the week were: each month"),
		N_("Minutes taken of the open minutes of each hour of the week, in steps of a fifth, by establishment, province and region."), "MONTHLY", true, false },
	{ "totals", N_("Appointments in public hospitals: totals month by month"),
		N_("The totals of each establishment, province and region, all months of a year in one file."), "MONTHLY", false, true },
	{ "organizations", N_("Establishments, provinces and regions"), N_("Codes and names to read the figures by."), "IRREG", false, false },
	{ "specialities", N_("Specialities"), N_("Codes and names to read the figures by."), "IRREG", false, false },
	{ "codes", N_("Codes of the figures"), N_("Codes and names to read the figures by."), "IRREG", false, false },
};
enum { DATASETS = sizeof(datasets) / sizeof(datasets[0]) };

static struct str dataset_name(struct pen *w, const struct described *d)
{
	return arena_fmt(w->rq->a, "/open-data/#%s", d->name);
}

/* The names of its files, and when each was last closed. */
struct part { struct str name; struct instant at; };
struct parts { struct part *v; size_t n; };

static struct parts parts_of(struct pen *w, const struct described *d)
{
	const struct published_months *m = &w->p->months;
	struct parts out = { ARENA_ARRAY(w->rq->a, struct part, m->n + 1), 0 };
	int year = 0;

	if (!d->monthly && !d->yearly)
		out.v[out.n++] = (struct part){ str_of(d->name), INSTANT_NONE };
	for (size_t i = 0; i < m->n && (d->monthly || d->yearly); i++) {
		if (d->yearly && month_year(m->v[i].month) == year)
			continue;
		year = month_year(m->v[i].month);
		out.v[out.n++] = (struct part){ d->monthly ? arena_fmt(w->rq->a, "%s-%.*s", d->name, STR_ARG(month_text(w->rq->a, m->v[i].month)))
			: arena_fmt(w->rq->a, "totals-%d", year), m->v[i].closed_at };
	}
	return out;
}

static void put_distribution(struct pen *w, struct str url, const struct str title[LANG_MAX], const char *format, const char *media,
	struct instant at)
{
	thing(w, url, "dcat:Distribution");
	texts(w, "dct:title", title);
	link_to(w, "dcat:accessURL", url);
	link_to(w, "dcat:downloadURL", url);
	link_to(w, "dct:format", arena_cat(w->rq->a, S(EU "file-type/"), str_of(format)));
	link_to(w, "dcat:mediaType", arena_cat(w->rq->a, S(MEDIA), str_of(media)));
	if (w->p->licence.n)
		link_to(w, "dct:license", w->p->licence);
	if (at.v != INSTANT_NONE.v)
		date(w, "dct:modified", at);
	if (!strcmp(format, "CSV"))
		link_to(w, "foaf:page", arena_cat(w->rq->a, url, S("-metadata.json")));
	thing_end(w);
}

static void put_shared(struct pen *w, const char *title, const char *about, const char *frequency)
{
	said(w, "dct:title", title);
	said(w, "dct:description", about);
	said(w, "dcat:keyword", N_("waiting time"));
	link_to(w, "dct:publisher", S("/open-data/#publisher"));
	link_to(w, "dcat:contactPoint", S("/open-data/#contact"));
	link_to(w, "dcat:theme", S(EU "data-theme/HEAL"));
	link_to(w, "dct:accessRights", S(EU "access-right/PUBLIC"));
	link_to(w, "dct:accrualPeriodicity", arena_cat(w->rq->a, S(EU "frequency/"), str_of(frequency)));
	link_to(w, "foaf:page", S("/open-data/"));
	languages(w);
}

/* From the first closed month to the last. */
static void put_period(struct pen *w, struct str name)
{
	const struct published_months *m = &w->p->months;
	char first[11], last[11];

	day_print(month_first_day(m->v[m->n - 1].month), first);
	day_print((struct day){ month_first_day(m->v[0].month + 1).n - 1 }, last);
	thing(w, name, "dct:PeriodOfTime");
	text(w, "dcat:startDate", arena_str(w->rq->a, str_of(first)), "xsd:date");
	text(w, "dcat:endDate", arena_str(w->rq->a, str_of(last)), "xsd:date");
	thing_end(w);
}

static void put_dataset(struct pen *w, const struct described *d)
{
	struct parts parts = parts_of(w, d);
	struct str *urls = ARENA_ARRAY(w->rq->a, struct str, parts.n + 1), name = dataset_name(w, d);
	struct str period = arena_cat(w->rq->a, name, S("-period"));
	bool dated = (d->monthly || d->yearly) && parts.n;

	for (size_t i = 0; i < parts.n; i++)
		urls[i] = arena_fmt(w->rq->a, "/open-data/%.*s.csv", STR_ARG(parts.v[i].name));
	thing(w, name, "dcat:Dataset");
	text(w, "dct:identifier", whole(w, name), NULL);
	put_shared(w, d->title, d->about, d->frequency);
	if (dated) {
		date(w, "dct:modified", parts.v[0].at);
		link_to(w, "dct:temporal", period);
	}
	links(w, "dcat:distribution", urls, parts.n);
	thing_end(w);
	if (dated)
		put_period(w, period);
	for (size_t i = 0; i < parts.n; i++) {
		const struct str title[LANG_MAX] = { parts.v[i].name, parts.v[i].name, parts.v[i].name };

		put_distribution(w, urls[i], title, "CSV", "text/csv", parts.v[i].at);
	}
}

static void put_slots(struct pen *w)
{
	const struct str url = S("/open-data/slots/$bulk-publish"), title[LANG_MAX] = { S("SMART Scheduling Links"), S("SMART Scheduling Links"),
		S("SMART Scheduling Links") };

	thing(w, S("/open-data/#slots"), "dcat:Dataset");
	text(w, "dct:identifier", whole(w, S("/open-data/#slots")), NULL);
	put_shared(w, N_("Free times of public hospitals"),
		N_("Times that anybody can book online now, for the next four weeks, with a link to book each (SMART Scheduling Links)."), "CONT");
	link_to(w, "dct:conformsTo", S("https://github.com/smart-on-fhir/smart-scheduling-links/blob/master/specification.md"));
	link_to(w, "dcat:distribution", url);
	thing_end(w);
	put_distribution(w, url, title, "JSON", "application/json", INSTANT_NONE);
}

static void put_people(struct pen *w)
{
	const struct str phone = rq_setting_text(w->rq, "help_phone");

	thing(w, S("/open-data/#publisher"), "foaf:Agent");
	texts(w, "foaf:name", w->p->publisher);
	link_to(w, "foaf:homepage", S("/"));
	thing_end(w);
	thing(w, S("/open-data/#contact"), "vcard:Kind");
	texts(w, "vcard:fn", w->p->publisher);
	link_to(w, "vcard:hasURL", S("/"));
	if (phone.n)
		link_to(w, "vcard:hasTelephone", arena_cat(w->rq->a, S("tel:"), phone));
	thing_end(w);
}

static void put_catalog(struct pen *w)
{
	struct str names[DATASETS + 1];
	size_t n = 0;

	for (size_t i = 0; i < DATASETS && w->p->licence.n; i++)
		names[n++] = dataset_name(w, &datasets[i]);
	names[n++] = S("/open-data/#slots");
	thing(w, S("/open-data/"), "dcat:Catalog");
	said(w, "dct:title", N_("Open data on appointments in public hospitals"));
	said(w, "dct:description", N_("Figures of closed months, and free times, for everybody to use."));
	link_to(w, "dct:publisher", S("/open-data/#publisher"));
	link_to(w, "foaf:homepage", S("/open-data/"));
	link_to(w, "dcat:themeTaxonomy", S(EU "data-theme"));
	if (w->p->licence.n)
		link_to(w, "dct:license", w->p->licence);
	if (w->p->months.n)
		date(w, "dct:modified", w->p->months.v[0].closed_at);
	languages(w);
	links(w, "dcat:dataset", names, n);
	thing_end(w);
	if (w->p->licence.n)
		for (size_t i = 0; i < DATASETS; i++)
			put_dataset(w, &datasets[i]);
	put_slots(w);
	put_people(w);
}

enum err open_catalog(struct rq *rq)
{
	struct published p;
	struct pen w = { .rq = rq, .p = &p, .b = buf_new(rq->a, 8 << 20), .turtle = str_ends(rq->path, S(".ttl")) };

	TRY(open_asked(rq));
	if (rq_everyone_kept(rq, STR_NONE))
		return OK;
	TRY(published_read(rq, &p));
	begin(&w);
	put_catalog(&w);
	end(&w);
	if (!buf_ok(w.b))
		return E_LIMIT;
	TRY(rq_bytes(rq, 200, w.turtle ? "text/turtle; charset=utf-8" : "application/ld+json", buf_str(w.b)));
	rq_everyone_keep(rq, STR_NONE, buf_str(w.b), p.months.n ? p.months.v[0].closed_at : INSTANT_NONE);
	return OK;
}
