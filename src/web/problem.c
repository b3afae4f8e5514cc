/* What a person or a machine reads when something cannot be: pages and OperationOutcomes. */
#include "web/inner.h"

#include "base/random.h"
#include "json/json.h"
#include "page_t.h"

struct why { int status; const char *heading, *sentence, *code; };

static const struct why whys[] = {
	{ 400, N_("This request is not understood"), N_("Something in the address or in what was sent is damaged. Go back and try again."), "structure" },
	{ 401, N_("You have to sign in"), N_("Sign in first."), "login" },
	{ 403, N_("This came from another site"), N_("For your safety, nothing was done. Open the page here and send it again."), "forbidden" },
	{ 404, N_("This page does not exist"), N_("The link may be old, or a letter may be missing. Nothing is lost: you can look again from the start."), "not-found" },
	{ 405, N_("This page cannot be used in this way"), N_("Go back and use the buttons of the page."), "not-supported" },
	{ 409, N_("Someone was faster, or something changed meanwhile"), N_("Go back to see how it stands now. What you wrote was not saved."), "conflict" },
	{ 413, N_("This is too much at once"), N_("What was sent is larger than this page takes."), "too-long" },
	{ 415, N_("This kind of file is not read here"), N_("Go back and send the form of the page."), "not-supported" },
	{ 422, N_("Something is missing or wrong"), N_("Go back, check your answers and send them again."), "invalid" },
	{ 429, N_("That was too often in a short time"), N_("Wait a few minutes, then go on. Nothing is lost."), "throttled" },
	{ 503, N_("This does not work right now"), N_("It is our fault, not yours. Try again in a few minutes; sending the same form twice does no harm."), "exception" },
};

static const struct why *why_of(int status)
{
	for (size_t i = 0; i < sizeof(whys) / sizeof(whys[0]); i++)
		if (whys[i].status == status)
			return &whys[i];
	return &whys[sizeof(whys) / sizeof(whys[0]) - 1];
}

const char *web_number(struct rq *rq)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	char *n = rq->in->number;

	for (size_t i = 0; !n[7] && i < 8; i++)
		n[i] = letters[random_below(32)];
	return n;
}

void problem_page(struct rq *rq, int status, struct str heading, struct str sentence)
{
	struct str number = status == 503 ? str_of(web_number(rq)) : STR_NONE;

	t_problem(rq_page(rq, status), heading, sentence, number);
}

void problem_outcome(struct rq *rq, int status, const char *code, struct str text)
{
	struct jw j = jw_to(rq_json(rq, status));

	jw_object(&j);
	jw_set_cstr(&j, "resourceType", "OperationOutcome");
	jw_set_array(&j, "issue");
	jw_object(&j);
	jw_set_cstr(&j, "severity", status == 503 ? "fatal" : "error");
	jw_set_cstr(&j, "code", code);
	jw_maybe_str(&j, "diagnostics", text);
	jw_end(&j);
	jw_end(&j);
	jw_end(&j);
}

/* Machines read English; also for a path under /fhir/ that is no route. */
static bool for_machine(const struct rq *rq)
{
	return rq->route ? rq->route->flags & ROUTE_API : str_starts(rq->path, S("/fhir/"));
}

static void put_allow(struct rq *rq)
{
	static const char *const names[] = { "GET", "POST", "PUT", "DELETE" };
	struct str s = STR_NONE;

	for (unsigned i = 0; i < 4; i++)
		if (rq->in->allowed & (1u << i))
			s = arena_fmt(rq->a, "%.*s%s%s", STR_ARG(s), s.n ? ", " : "", names[i]);
	if (s.n)
		answer_header(rq, AH_ALLOW, s);
}

/* The first error noted, for a machine that sent a form that is wrong. */
static struct str diagnostics(struct rq *rq, const struct why *w)
{
	if (rq->in->conflict.n)
		return rq->in->conflict;
	if (rq_has_errors(rq))
		return arena_fmt(rq->a, "%s: %.*s", rq->in->problems[0].field, STR_ARG(rq_first_error(rq)));
	return str_of(w->heading);
}

enum web_next web_refuse(struct rq *rq, int status)
{
	const struct why *w = why_of(status);
	struct str conflict = rq->in->conflict, text;

	answer_clear(rq);
	rq->in->conflict = conflict;
	if (for_machine(rq)) {
		text = diagnostics(rq, w);
		problem_outcome(rq, status, w->code, text);
		if (!rq->route)
			rq->in->answer.type = S("application/fhir+json; charset=utf-8");
	} else if (conflict.n && status == 409) {
		problem_page(rq, status, lang_tr(rq->lang, "This could not be done"), conflict);
	} else if (rq_has_errors(rq) && status == 422) {
		problem_page(rq, status, lang_tr(rq->lang, w->heading), rq_first_error(rq));
	} else {
		problem_page(rq, status, lang_tr(rq->lang, w->heading), lang_tr(rq->lang, w->sentence));
	}
	if (status == 405)
		put_allow(rq);
	return WEB_ANSWERED;
}

/*
 * The last resort: also when the arena is full, so nothing here allocates. Three languages, since
 * nothing may be looked up.
 */
void web_unavailable(struct rq *rq)
{
	static const char body[] = "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Diwan</title></head><body><main>"
		"<h1>Cela ne marche pas en ce moment</h1><p>R\xc3\xa9" "essayez dans quelques minutes. Envoyer deux fois ne fait pas de mal.</p>"
		"<h2 lang=\"ar\" dir=\"rtl\">\xd8\xa7\xd9\x84\xd8\xae\xd8\xaf\xd9\x85\xd8\xa9 \xd8\xba\xd9\x8a\xd8\xb1 \xd9\x85\xd8\xaa\xd8\xa7\xd8\xad\xd8\xa9 \xd8\xa7\xd9\x84\xd8\xa2\xd9\x86</h2>"
		"<h2 lang=\"en\">This does not work right now</h2><p lang=\"en\">Try again in a few minutes. Sending twice does no harm.</p>";
	static const char machine[] = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"fatal\",\"code\":\"exception\",\"diagnostics\":\"unavailable\"}]}";
	struct rq_inner *in = rq->in;

	in->writing = false;
	in->answer = (struct answer){ .status = 503 };
	in->answer.header[AH_RETRY_AFTER] = S("5");
	if (for_machine(rq)) {
		in->answer.type = S("application/fhir+json; charset=utf-8");
		in->answer.body = (struct str){ machine, sizeof(machine) - 1 };
		return;
	}
	in->answer.type = S("text/html; charset=utf-8");
	in->answer.body = (struct str){ body, sizeof(body) - 1 };
	/* The number goes with it when the buffer for pages has room without asking for memory. */
	buf_clear(&in->out);
	buf_put(&in->out, in->answer.body);
	buf_put_fmt(&in->out, "<p>N\xc2\xb0 %s</p></main></body></html>\n", web_number(rq));
	if (buf_ok(&in->out))
		in->answer.body = buf_str(&in->out);
}
