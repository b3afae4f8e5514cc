/* The page of all texts: each area's samples, said in every language, with what the longest costs. */
#include "areas/messages/messages.h"

#include "areas/messages/view.h"
#include "jobs/jobs.h"
#include "jobs/samples.h"
#include "messages_t.h"

enum { TEXTS_ROLES = R(MINISTRY_READER) | R(REGIONAL_READER) | R(DIRECTOR) | R(HEAD_OF_ADMISSIONS) | R(DESK) | R(ADMINISTRATOR) | R(PLATFORM) };

static size_t count(void)
{
	size_t n = 0;

	for (size_t i = 0; i < nareas; i++)
		for (const struct sample *s = areas[i]->samples; s && s->template; s++)
			n++;
	return n;
}

static struct said said_of(struct rq *rq, const struct sample *s, enum lang l, struct str site)
{
	struct said t = { .lang = l, .ordinary = message_text(rq->a, s->text(rq->a, l, s->which, SAMPLE_ORDINARY), site),
		.longest = message_text(rq->a, s->text(rq->a, l, s->which, SAMPLE_LONGEST), site) };

	t.size = gsm_size(t.longest);
	t.version = text_version(str_of(s->template), str_of(s->channel), str_of(lang_code(l)));
	t.room = t.size.segments > 1 ? (t.size.ucs2 ? UCS2_PART : GSM_PART) * t.size.segments : t.size.ucs2 ? UCS2_ONE : GSM_ONE;
	return t;
}

static struct text_line line_of(struct rq *rq, const struct sample *s, struct str site)
{
	struct text_line line = { .when = lang_tr(rq->lang, s->when), .template = str_of(s->template), .stops = s->stops,
		.sms = str_eq(str_of(s->channel), S("sms")), .mail = str_eq(str_of(s->channel), S("mail")), .said = { ARENA_ARRAY(rq->a, struct said, LANG_MAX), LANG_MAX } };

	for (enum lang l = 0; l < LANG_MAX; l++)
		line.said.v[l] = said_of(rq, s, l, site);
	return line;
}

static enum err texts(struct rq *rq)
{
	struct str site = rq_base_url(rq);
	struct texts_view v = { .v = ARENA_ARRAY(rq->a, struct text_line, count() + 1), .site_max = TEXT_SITE_MAX,
		.site_too_long = site.n > TEXT_SITE_MAX };

	for (size_t i = 0; i < nareas; i++)
		for (const struct sample *s = areas[i]->samples; s && s->template; s++)
			v.v[v.n++] = line_of(rq, s, site);
	t_messages_texts(rq_page(rq, 200), &v);
	return OK;
}

static const struct route routes[] = {
	{ "GET", "/desk/texts", texts, TEXTS_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ 0 },
};
static const struct nav nav[] = {
	{ TEXTS_ROLES, 62, "/desk/texts", N_("Texts of messages"), N_("All that is said to people by message, in three languages, with what it costs"),
		NULL, NULL },
	{ 0 },
};
const struct area area_messages = { .name = "messages", .routes = routes, .nav = nav };
