/*
 * Ways out of the house, as the settings ask for them: which gateway, with what is in the files
 * that hold its secrets.
 */
#include "jobs/jobs.h"

#include "gateways/kannel.h"
#include "gateways/mail.h"
#include "jobs/bounces.h"
#include "jobs/hooks.h"
#include "jobs/ways.h"
#include "web/settings.h"

bool jobs_demonstration(const struct settings *s)
{
	return !setting_text(s, "sms_url").n && !setting_text(s, "kannel_url").n;
}

bool ways_sender_missing(const struct settings *s)
{
	return setting_text(s, "kannel_url").n && !setting_text(s, "sms_sender").n;
}

static bool on_this_machine(struct str url)
{
	return str_starts(url, S("http://127.0.0.1:")) || str_starts(url, S("http://localhost:"));
}

/* Where a gateway at that address sends reports; nothing when the settings have no secret for them. A
 * gateway on this machine need not go round by the public address. */
static enum err report_place(const struct settings *s, struct arena *a, struct str gateway, struct report_place *ret)
{
	struct report_place p = { .base = setting_text(s, "hook_url") };
	enum err e = hook_secret(s, a, &p.secret);

	if (!p.base.n)
		p.base = s->here.n && on_this_machine(gateway) ? s->here : setting_text(s, "public_url");
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	*ret = p;
	return OK;
}

static enum err kannel_gateway(const struct settings *s, struct arena *a, struct gateway **ret, struct str *why)
{
	struct str password_file = setting_text(s, "kannel_password_file");
	struct gateway_kannel_settings k = { .url = setting_text(s, "kannel_url"), .sender = setting_text(s, "sms_sender"),
		.timeout_ms = (int)setting_int(s, "sms_timeout_ms") };

	*why = S("kannel_url and sms_url are both set");
	if (setting_text(s, "sms_url").n)
		return E_INPUT;
	*why = S("kannel_password_file cannot be read");
	TRY(hook_file_line(a, password_file, &k.user_password));
	*why = S("hook_secret_file cannot be read or its first line is too short");
	TRY(report_place(s, a, k.url, &k.report));
	*why = S("kannel_url, sms_sender or the line in kannel_password_file is not usable");
	return gateway_kannel_open(&k, a, ret);
}

static enum err sms_gateway(const struct settings *s, struct arena *a, struct gateway **ret, struct str *why)
{
	struct str header_file = setting_text(s, "sms_header_file");
	struct gateway_http_settings h = {
		.url = setting_text(s, "sms_url"), .method = setting_text(s, "sms_method"),
		.type = setting_text(s, "sms_type"), .body = setting_text(s, "sms_body"),
		.expect = setting_text(s, "sms_expect"),
		.timeout_ms = (int)setting_int(s, "sms_timeout_ms"),
		.id_after = setting_text(s, "sms_id_after"), .sender = setting_text(s, "sms_sender"),
		.knows_repeats = setting_int(s, "sms_knows_repeats") != 0,
	};

	if (setting_text(s, "kannel_url").n)
		return kannel_gateway(s, a, ret, why);
	*why = S("hook_secret_file cannot be read or its first line is too short");
	TRY(report_place(s, a, h.url, &h.report));
	h.reports = h.report.secret.n && setting_int(s, "sms_reports");
	*why = S("sms_header_file cannot be read");
	if (header_file.n)
		TRY(hook_file_line(a, header_file, &h.header));
	*why = S("sms_url, sms_method, sms_body or the line in sms_header_file is not usable");
	return gateway_http_open(&h, a, ret);
}

static enum err mail_gateway(const struct settings *s, struct arena *a, struct gateway **ret, struct str *why)
{
	struct str password_file = setting_text(s, "smtp_password_file");
	struct gateway_mail_settings m = { .url = setting_text(s, "smtp_url"), .from = setting_text(s, "mail_from"),
		.ca_file = setting_text(s, "smtp_ca_file"),
		.must_encrypt = setting_int(s, "smtp_must_encrypt") != 0 };

	*why = S("smtp_password_file cannot be read");
	if (password_file.n)
		TRY(hook_file_line(a, password_file, &m.user_password));
	if (mail_secret(s, a, &m.secret) != OK)
		m.secret = STR_NONE;	/* a command on a machine without data; nothing comes back to it */
	*why = S("smtp_url or mail_from is not usable");
	return gateway_mail_open(&m, a, ret);
}

enum err jobs_gateways(const struct settings *s, struct arena *a, struct gateways *ret, struct str *ret_why)
{
	struct gateways g = { NULL, NULL };
	struct str why = STR_NONE;
	bool demonstration = jobs_demonstration(s), no_mail = !setting_text(s, "smtp_url").n;
	enum err e = OK;

	if (demonstration)
		g.sms = gateway_demonstration();
	else
		e = sms_gateway(s, a, &g.sms, &why);
	if (no_mail)
		g.mail = demonstration ? gateway_demonstration() : NULL;
	else if (e == OK)
		e = mail_gateway(s, a, &g.mail, &why);
	if (e == OK) {
		*ret = g;
		return OK;
	}
	gateways_close(&g);
	if (ret_why)
		*ret_why = why;
	return e;
}

void gateways_close(struct gateways *g)
{
	gateway_close(g->sms);
	gateway_close(g->mail);
	*g = (struct gateways){ NULL, NULL };
}
