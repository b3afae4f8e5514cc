/*
 * Ways out of the house, as the settings ask for them: which gateway, with what is in the files
 * that hold its secrets.
 */
#include "jobs/jobs.h"

#include "base/fd.h"
#include "gateways/mail.h"
#include "web/settings.h"

bool jobs_demonstration(const struct settings *s)
{
	return !setting_text(s, "sms_url").n;
}

/* The first line of a file that only this process's user should be able to read. */
static enum err read_first_line(struct arena *a, struct str path, struct str *ret)
{
	struct str text;

	if (fd_read_file(a, arena_cstr(a, path), 4096, &text) != OK)
		return E_INPUT;
	text = str_trim(text);
	*ret = str_cut(&text, '\n');
	return OK;
}

static enum err sms_gateway(const struct settings *s, struct arena *a, struct gateway **ret, struct str *why)
{
	struct str header_file = setting_text(s, "sms_header_file");
	struct gateway_http_settings h = {
		.url = setting_text(s, "sms_url"), .method = setting_text(s, "sms_method"),
		.type = setting_text(s, "sms_type"), .body = setting_text(s, "sms_body"),
		.expect = setting_text(s, "sms_expect"),
		.timeout_ms = (int)setting_int(s, "sms_timeout_ms"),
		.knows_repeats = setting_int(s, "sms_knows_repeats") != 0,
	};

	*why = S("sms_header_file cannot be read");
	if (header_file.n)
		TRY(read_first_line(a, header_file, &h.header));
	*why = S("sms_url, sms_method, sms_body or the line in sms_header_file is not usable");
	return gateway_http_open(&h, ret);
}

static enum err mail_gateway(const struct settings *s, struct arena *a, struct gateway **ret, struct str *why)
{
	struct str password_file = setting_text(s, "smtp_password_file");
	struct gateway_mail_settings m = { .url = setting_text(s, "smtp_url"), .from = setting_text(s, "mail_from"),
		.must_encrypt = setting_int(s, "smtp_must_encrypt") != 0 };

	*why = S("smtp_password_file cannot be read");
	if (password_file.n)
		TRY(read_first_line(a, password_file, &m.user_password));
	*why = S("smtp_url or mail_from is not usable");
	return gateway_mail_open(&m, ret);
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
