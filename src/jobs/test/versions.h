/*
 * For tests: whether a text still says what its last version (jobs/versions.c) says. Included after cmocka.h.
 */
#ifndef JOBS_TEST_VERSIONS_H
#define JOBS_TEST_VERSIONS_H

#include "jobs/samples.h"

#include <string.h>

#define VERSION_SUM 2166136261u	/* of nothing */
/* FNV-1a of one string more. */
static inline uint32_t version_sum(uint32_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return (h ^ 0xff) * 16777619u;
}

static inline const struct text_version *version_last(const char *template, const char *channel, const char *lang)
{
	const struct text_version *last = NULL;

	for (const struct text_version *v = text_versions; v->template; v++)
		if (!strcmp(v->template, template) && !strcmp(v->channel, channel) && !strcmp(v->lang, lang))
			last = v;
	return last;
}

/* 1 when the last version of a text says something else, and which line is wanted. */
static inline int version_missing(const char *template, const char *channel, enum lang l, uint32_t sum)
{
	const struct text_version *v = version_last(template, channel, lang_code(l));

	if (v && v->sum == sum)
		return 0;
	print_error("add to src/jobs/versions.c:\n\t{ \"%s\", \"%s\", \"%s\", %d, 0x%08x },\n", template, channel,
		lang_code(l), v ? v->number + 1 : 1, sum);
	return 1;
}

#endif
