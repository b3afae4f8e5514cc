/* The page of the way out. */
#include "areas/provider/inside.h"

#include "jobs/hooks.h"
#include "jobs/jobs.h"
#include "provider_t.h"

enum err provider_page(struct rq *rq)
{
	const struct settings *s = rq_settings(rq);
	struct str secret;
	struct provider_view v = { .demonstration = jobs_demonstration(s), .kannel = setting_text(s, "kannel_url").n > 0,
		.incoming = hook_secret(s, rq->a, &secret) == OK, .mail = setting_text(s, "operator_mail").n > 0,
		.sender = setting_text(s, "sms_sender") };

	v.reports = v.incoming && !v.demonstration && (v.kannel || setting_int(s, "sms_reports"));
	TRY(provider_seen(rq->db, rq->a, s, &v));
	t_provider_state(rq_page(rq, 200), &v);
	return OK;
}
