/*
 * Between the files of areas/provider.
 * Must not know: other areas.
 */
#ifndef AREAS_PROVIDER_INSIDE_H
#define AREAS_PROVIDER_INSIDE_H

#include "web/web.h"

enum err provider_report(struct rq *rq);		/* GET and POST /hook/sms/report */
enum err provider_incoming(struct rq *rq);		/* POST /hook/sms/incoming */
enum err provider_missed_call(struct rq *rq);		/* POST /hook/call/missed */

#endif
