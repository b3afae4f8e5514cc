/*
 * Between the files of areas/provider.
 * Must not know: other areas.
 */
#ifndef AREAS_PROVIDER_INSIDE_H
#define AREAS_PROVIDER_INSIDE_H

#include "jobs/samples.h"
#include "areas/provider/view.h"
#include "web/settings.h"
#include "web/web.h"

enum err provider_report(struct rq *rq);		/* GET and POST /hook/sms/report */
enum err provider_incoming(struct rq *rq);		/* POST /hook/sms/incoming */
enum err provider_missed_call(struct rq *rq);		/* POST /hook/call/missed */
enum err provider_page(struct rq *rq);			/* GET /admin/provider */

/* The watch, by the jobs process. What is wrong now and what is new of it goes into its rows and by mail. */
enum err provider_watch_job(const struct settings *s, struct db *db, struct arena *a, struct instant now) MUST_CHECK;
enum err provider_credit_job(const struct settings *s, struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* What it last saw, for the page. */
enum err provider_seen(struct db *db, struct arena *a, const struct settings *s, struct provider_view *ret) MUST_CHECK;
enum err provider_metrics(struct rq *rq, struct buf *to) MUST_CHECK;

/* What the operator is told by mail. */
extern const struct sample provider_samples[];

#endif
