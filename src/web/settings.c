/* The settings table, its file and its environment. */
#include "web/settings.h"

#include "base/fd.h"
#include "base/num.h"
#include "base/utf8.h"

#include <errno.h>

#define FILE_MAX 65536

const struct setting setting_table[] = {
	{ "public_url", SETTING_TEXT, 0, 200, 0, "", "https://… under which people reach this server; empty: as they asked for it" },
	{ "https", SETTING_BOOL, 0, 1, 0, NULL, "1 behind TLS: cookies are Secure, HSTS is sent" },
	{ "behind_proxy", SETTING_BOOL, 0, 1, 0, NULL, "1 when a proxy of ours sets X-Forwarded-For: its last address is the visitor" },
	{ "demonstration", SETTING_BOOL, 0, 1, 0, NULL, "1: every page says that people and figures are invented (`diwan demo` sets it)" },
	{ "help_phone", SETTING_TEXT, 0, 20, 0, "+212800001234", "number that pages name for help, E.164; empty: none" },
	{ "phone_country", SETTING_INT, 1, 999, 212, NULL, "calling code that the leading 0 of a number stands for" },
	{ "open_data_licence", SETTING_TEXT, 0, 200, 0, "https://creativecommons.org/licenses/by/4.0/", "address of the licence under which /open-data/ gives away the figures of closed months; empty: it does not" },
	{ "zone", SETTING_TEXT, 0, 60, 0, "Africa/Casablanca", "time zone of pages that belong to no place" },
	{ "workers", SETTING_INT, 1, 64, 2, NULL, "processes that read" },
	{ "pg_writers", SETTING_INT, 1, 8, 4, NULL, "processes that write, side by side; on PostgreSQL only" },
	{ "pg_page_makers", SETTING_INT, 0, 8, 4, NULL, "processes that make public pages, on PostgreSQL only; 0: those that read do it" },
	{ "helpers", SETTING_INT, 1, 32, 2, NULL, "processes for what takes long: passwords, documents, imports; one more, *data*, makes the files of `/open-data/`, so that whoever takes them away keeps nobody from signing in" },
	{ "connections", SETTING_INT, 16, 100000, 10000, NULL, "open connections of one worker at most" },
	{ "page_cache_ms", SETTING_INT, 0, 10000, 2000, NULL, "age in milliseconds up to which a public page is shown again; 0: never" },
	{ "page_wait_ms", SETTING_INT, 100, 60000, 5000, NULL, "how long somebody waits for a public page that is being made, then 503; on PostgreSQL" },
	{ "head_seconds", SETTING_INT, 1, 300, 10, NULL, "from a connection to its first request's head, then it is cut" },
	{ "idle_seconds", SETTING_INT, 1, 3600, 75, NULL, "from one request's end to the next one's head" },
	{ "body_seconds", SETTING_INT, 1, 3600, 120, NULL, "from a request's head to its body's end" },
	{ "reply_seconds", SETTING_INT, 1, 3600, 120, NULL, "for a client to take an answer" },
	{ "form_max_kb", SETTING_INT, 8, 1024, 64, NULL, "largest body of a form, KiB" },
	{ "upload_max_mb", SETTING_INT, 1, 200, 20, NULL, "largest file to import, MiB" },
	{ "session_idle_minutes", SETTING_INT, 1, 480, 15, NULL, "a session ends after so long without a page" },
	{ "session_hours", SETTING_INT, 1, 72, 12, NULL, "a session ends so long after signing in, whatever happens" },
	{ "sign_in_tries", SETTING_INT, 3, 100, 8, NULL, "wrong passwords for one account from one network in 15 minutes before waiting" },
	{ "sign_in_network_tries", SETTING_INT, 5, 10000, 60, NULL, "wrong passwords from one network in 15 minutes before waiting" },
	{ "hold_minutes", SETTING_INT, 1, 30, 5, NULL, "how long a time is kept while somebody types" },
	{ "sms_countries", SETTING_TEXT, 0, 200, 0, "212 33", "calling codes of the numbers that codes are sent to, separated by spaces; empty: any" },
	{ "code_tries", SETTING_INT, 1, 10, 3, NULL, "tries for one confirmation code" },
	{ "codes_per_phone_hour", SETTING_INT, 1, 100000, 6, NULL, "confirmation codes to one phone in an hour" },
	{ "codes_per_phone_network_hour", SETTING_INT, 1, 100000, 4, NULL, "of these, asked from one network: the rest is kept for the others" },
	{ "codes_per_network_hour", SETTING_INT, 1, 100000000, 300, NULL, "confirmation codes asked from one network in an hour" },
	{ "holds_per_network_minute", SETTING_INT, 1, 100000000, 240, NULL, "times held from one network in a minute" },
	{ "draws_without_beacon", SETTING_BOOL, 0, 1, 0, NULL, "1: a public draw may be announced without a number from outside; people must then trust whoever runs this server (docs/draw.md)" },
	{ "audit_years", SETTING_INT, 1, 30, 5, NULL, "how long the trail of who saw whose file is meant to be kept (said on the page)" },
	{ "findings_memory_mb", SETTING_INT, 1, 65536, 1024, NULL, "most memory of the nightly look at the public log, MiB, which has a process of its own; it takes what is open there: a published day of an agenda some 40 bytes, an appointment (from its booking to 90 days after the visit) some 90" },
	{ "sms_url", SETTING_TEXT, 0, 500, 0, "", "HTTP gateway for text messages, {to} {to_digits} {text} {key} {lang} filled in; empty: the demonstration gateway keeps them" },
	{ "sms_method", SETTING_TEXT, 0, 4, 0, "POST", "POST or GET" },
	{ "sms_type", SETTING_TEXT, 0, 100, 0, "application/x-www-form-urlencoded", "Content-Type of the request: decides how texts are encoded in it" },
	{ "sms_body", SETTING_TEXT, 0, 1000, 0, "to={to}&text={text}", "body of the request, the same words filled in" },
	{ "sms_header_file", SETTING_TEXT, 0, 300, 0, "", "file whose first line is one more header: Authorization: …" },
	{ "sms_expect", SETTING_TEXT, 0, 200, 0, "", "text that a good answer contains; empty: any 2xx is good" },
	{ "sms_timeout_ms", SETTING_INT, 100, 60000, 10000, NULL, "longest wait for the gateway" },
	{ "messages_per_minute", SETTING_INT, 60, 600000, 1500, NULL, "reminders and other messages that may wait leave at that pace, so that bookings and the provider keep theirs; codes do not wait for it" },
	{ "sms_knows_repeats", SETTING_BOOL, 0, 1, 0, NULL, "1 when the gateway sends a repeated key once: an unknown outcome is tried again" },
	{ "sms_id_after", SETTING_TEXT, 0, 60, 0, "", "text in a good answer after which the gateway's own number of the message stands; empty: the answer's first word" },
	{ "sms_sender", SETTING_TEXT, 0, 20, 0, "", "sender id: at most 11 letters and digits, or a number; {sender} for a gateway by HTTP" },
	{ "kannel_url", SETTING_TEXT, 0, 300, 0, "", "Kannel's sendsms, http://127.0.0.1:13013/cgi-bin/sendsms; used when it is set, and sms_url must not be" },
	{ "kannel_password_file", SETTING_TEXT, 0, 300, 0, "", "file whose first line is name:password of Kannel's sendsms-user" },
	{ "sms_reports", SETTING_BOOL, 0, 1, 0, NULL, "1 when a gateway by HTTP tells what became of each message: an unknown outcome waits for that (Kannel does whenever there is a hook_secret_file)" },
	{ "sms_report_key", SETTING_TEXT, 0, 60, 0, "key", "field of such a report with our {key}, or with the gateway's own number of the message" },
	{ "sms_report_status", SETTING_TEXT, 0, 60, 0, "status", "field with its status" },
	{ "sms_report_good", SETTING_TEXT, 0, 300, 0, "1 delivered DELIVRD", "statuses that mean delivered, separated by spaces" },
	{ "sms_report_left", SETTING_TEXT, 0, 300, 0, "8 sent ACCEPTD", "statuses that mean handed on" },
	{ "sms_report_bad", SETTING_TEXT, 0, 300, 0, "2 16 failed undelivered UNDELIV REJECTD EXPIRED", "statuses that mean that it will not be delivered; any other is ignored" },
	{ "sms_in_from", SETTING_TEXT, 0, 60, 0, "from", "field of an incoming message with its sender" },
	{ "sms_in_to", SETTING_TEXT, 0, 60, 0, "to", "field with our number" },
	{ "sms_in_text", SETTING_TEXT, 0, 60, 0, "text", "field with the text" },
	{ "sms_in_id", SETTING_TEXT, 0, 60, 0, "id", "field with the gateway's own number of it" },
	{ "hook_url", SETTING_TEXT, 0, 200, 0, "", "http://… under which the gateway reaches this server; empty: directly when it is on this machine, else public_url" },
	{ "hook_secret_file", SETTING_TEXT, 0, 300, 0, "", "file whose first line, of 22 characters and more, is the secret of delivery reports and incoming messages; empty: there are none" },
	{ "sms_credit_url", SETTING_TEXT, 0, 300, 0, "", "address that tells what is left to pay messages with, asked every quarter of an hour (with the line of sms_header_file); empty: not watched" },
	{ "sms_credit_after", SETTING_TEXT, 0, 100, 0, "", "text in its answer that stands before the number; empty: the first number" },
	{ "sms_credit_low", SETTING_INT, 0, 1000000000, 0, NULL, "below that the operator is told; 0: never" },
	{ "sms_alert_percent", SETTING_INT, 1, 100, 10, NULL, "share of the last hour's messages that reached nobody from which the operator is told (of 20 and more)" },
	{ "sms_alert_minutes", SETTING_INT, 1, 1440, 15, NULL, "so many minutes late, or on their way to arrival: the operator is told" },
	{ "operator_mail", SETTING_TEXT, 0, 200, 0, "", "address that alerts go to; empty: they stand on /admin/provider and in /metrics only" },
	{ "operator_lang", SETTING_TEXT, 0, 2, 0, "fr", "language of the alerts: fr, ar or en" },
	{ "smtp_url", SETTING_TEXT, 0, 300, 0, "", "smtp://host:port or smtps://… for mail; empty: none is sent (the demonstration keeps it)" },
	{ "smtp_password_file", SETTING_TEXT, 0, 300, 0, "", "file whose first line is name:password for that server" },
	{ "smtp_must_encrypt", SETTING_BOOL, 0, 1, 0, NULL, "1: no mail without STARTTLS" },
	{ "smtp_ca_file", SETTING_TEXT, 0, 300, 0, "", "certificates by which the mail server and the box are known, instead of the system's; empty: those" },
	{ "mail_from", SETTING_TEXT, 0, 200, 0, "", "sender of mail; what cannot be delivered comes back to it" },
	{ "imap_url", SETTING_TEXT, 0, 300, 0, "", "imaps://host[:port]/INBOX of mail_from, read for mail that came back; imap:// needs STARTTLS; empty: not read" },
	{ "imap_password_file", SETTING_TEXT, 0, 300, 0, "", "file whose first line is name:password for that box" },
	{ "ledger_origin", SETTING_TEXT, 0, 100, 0, "", "name of the public log, for ever: host.and/path of public_url's ledger; empty: made of public_url. Another one is another log to those who watch it" },
	{ "ledger_key_file", SETTING_TEXT, 0, 300, 0, "", "file with the seed of the key that signs the public log; empty: DATA/ledger.key; made when no key has signed yet" },
	{ "ledger_seal", SETTING_BOOL, 0, 1, 1, NULL, "0: this machine does not seal the public log (`diwan ledger seal` does, under a user of its own, or another machine)" },
	{ "secret_file", SETTING_TEXT, 0, 300, 0, "", "file with the key that letters of referral are encrypted with (64 hexadecimal digits); empty: DATA/secret.key, made when it is not there" },
};
const size_t nsettings = sizeof(setting_table) / sizeof(setting_table[0]);

static ptrdiff_t index_of(struct str name)
{
	for (size_t i = 0; i < nsettings; i++)
		if (str_eq(name, str_of(setting_table[i].name)))
			return (ptrdiff_t)i;
	return -1;
}

struct settings *settings_new(struct arena *a)
{
	struct settings *s = ARENA_NEW(a, struct settings);

	s->v = ARENA_ARRAY(a, int64_t, nsettings);
	s->text = ARENA_ARRAY(a, struct str, nsettings);
	for (size_t i = 0; i < nsettings; i++) {
		s->v[i] = setting_table[i].standard;
		s->text[i] = str_of(setting_table[i].standard_text);
	}
	return s;
}

/* One value into its place; *why says what is expected. */
static enum err put(struct settings *s, struct arena *a, size_t i, struct str value, struct str *why)
{
	const struct setting *d = &setting_table[i];
	int64_t n;

	if (d->type == SETTING_TEXT) {
		if (value.n > (size_t)d->max || !utf8_valid_text(value) || str_find_char(value, '\n') >= 0) {
			*why = arena_fmt(a, "%s: at most %d characters of text", d->name, (int)d->max);
			return E_INPUT;
		}
		s->text[i] = arena_str(a, value);
		return OK;
	}
	if (num_parse(value, d->min, d->max, &n) != OK) {
		*why = arena_fmt(a, "%s: a number from %lld to %lld is expected", d->name,
			(long long)d->min, (long long)d->max);
		return E_INPUT;
	}
	s->v[i] = n;
	return OK;
}

static enum err one_line(struct settings *s, struct arena *a, struct str line, struct str *why)
{
	struct str value = line, name;
	ptrdiff_t i;

	line = str_trim(line);
	if (!line.n || line.p[0] == '#')
		return OK;
	value = line;
	name = str_trim(str_cut(&value, '='));
	if (!value.p) {
		*why = S("\"name = value\" is expected");
		return E_INPUT;
	}
	i = index_of(name);
	if (i < 0) {
		*why = arena_fmt(a, "no setting has the name \"%.*s\"", STR_ARG(str_sub(name, 0, 60)));
		return E_INPUT;
	}
	return put(s, a, (size_t)i, str_trim(value), why);
}

enum err settings_parse(struct settings *s, struct arena *a, struct str file, struct str *ret_why)
{
	int line = 0;

	while (file.p && file.n) {
		struct str why = STR_NONE, l = str_cut(&file, '\n');
		enum err e = one_line(s, a, l, &why);

		line++;
		if (e != OK) {
			*ret_why = arena_fmt(a, "line %d: %.*s", line, STR_ARG(why));
			return e;
		}
	}
	return OK;
}

/* "DIWAN_HELP_PHONE" of "help_phone". */
static struct str variable_of(struct arena *a, const char *name)
{
	struct str s = arena_fmt(a, "DIWAN_%s", name);
	char *p = arena_cstr(a, s);

	for (size_t i = 0; i < s.n; i++)
		p[i] = ascii_upper(p[i]);
	return (struct str){ p, s.n };
}

/* Names that other parts of the program and its scripts use. */
static bool reserved(struct str name)
{
	static const char *const names[] = { "DIWAN_DATA", "DIWAN_PG", "DIWAN_PORT", "DIWAN_ROOT",
		"DIWAN_FUZZ", "DIWAN_LOG", "DIWAN_HOST", "DIWAN_BIN" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(name, str_of(names[i])))
			return true;
	return str_starts(name, S("DIWAN_TEST")) || str_starts(name, S("DIWAN_BENCH"));
}

static enum err one_variable(struct settings *s, struct arena *a, struct str line, struct str *why)
{
	struct str value = line, name = str_cut(&value, '=');

	if (!str_starts(name, S("DIWAN_")) || reserved(name))
		return OK;
	for (size_t i = 0; i < nsettings; i++)
		if (str_eq(name, variable_of(a, setting_table[i].name)))
			return put(s, a, i, value, why);
	*why = S("no setting has that name");
	return E_INPUT;
}

enum err settings_load(struct arena *a, struct str data_dir, char **environment, struct settings **ret,
	struct str *ret_why)
{
	struct settings *s = settings_new(a);
	struct str path = arena_fmt(a, "%.*s/diwan.conf", STR_ARG(data_dir)), file, why = STR_NONE;
	enum err e = fd_read_file(a, path.p, FILE_MAX, &file);

	if (e != OK && e != E_NOTFOUND) {
		*ret_why = arena_fmt(a, "%s: cannot be read", path.p);
		return e;
	}
	if (e == OK && settings_parse(s, a, file, &why) != OK) {
		*ret_why = arena_fmt(a, "%s, %.*s", path.p, STR_ARG(why));
		return E_INPUT;
	}
	s->data_dir = arena_str(a, data_dir);
	for (char **v = environment; v && *v; v++) {
		struct str whole = str_of(*v), rest = whole, name = str_cut(&rest, '=');

		if (one_variable(s, a, whole, &why) == OK)
			continue;
		*ret_why = arena_fmt(a, "environment, %.*s: %.*s", STR_ARG(name), STR_ARG(why));
		return E_INPUT;
	}
	*ret = s;
	return OK;
}

static size_t must_index(const char *name)
{
	ptrdiff_t i = index_of(str_of(name));

	if (i < 0)
		abort();
	return (size_t)i;
}

int64_t setting_int(const struct settings *s, const char *name)
{
	return s->v[must_index(name)];
}

struct str setting_text(const struct settings *s, const char *name)
{
	return s->text[must_index(name)];
}
