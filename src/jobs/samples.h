/*
 * The texts that areas send to people, each said with ordinary and with its longest values: for the page on
 * which a ministry reads them all, and for the test of what each costs and tells.
 *
 * An area lists its own in `struct area.samples`, filled by the very template and the very cutting that a
 * message goes through.
 * Must not know: any area, who is written to.
 */
#ifndef JOBS_SAMPLES_H
#define JOBS_SAMPLES_H

#include "page/page.h"

/* The longest of what stands in messages: a name is cut to fit (gsm_head), and the site's public address is to be
 * no longer. A link is SITE + "/a/" + 22. */
enum { TEXT_PLACE_MAX = 22, TEXT_PERSON_MAX = 20, TEXT_SITE_MAX = 28 };

enum sample_size { SAMPLE_ORDINARY, SAMPLE_LONGEST };
struct sample {
	const char *template;		/* message.template */
	const char *when;		/* msgid, when it is sent: "An appointment is booked" */
	const char *channel;		/* "sms" or "mail" */
	bool stops;			/* whoever asked for no more messages does not get it */
	int32_t latin, arabic;		/* segments at most, with the longest values, French and English, and Arabic; 0: by mail */
	int which;			/* handed to text(), so that one function serves several */
	/* "{site}" stands for the public address, as in a message. */
	struct str (*text)(struct arena *a, enum lang l, int which, enum sample_size size);
};

/*
 * Which version of a text a message says: versions.c lists them, and samples_test fails when a text reads otherwise than
 * its last version there. 1 for one that nobody listed.
 */
struct text_version { const char *template, *channel, *lang; int32_t number; uint32_t sum; };
extern const struct text_version text_versions[];	/* ends with template NULL; versions of one text stand in order */
int32_t text_version(struct str template, struct str channel, struct str lang);

/* Values for texts, in one place so that all are told of the same visit. */
static inline struct str sample_place(enum sample_size s)
{
	return s == SAMPLE_LONGEST ? S("Hop. Moulay Youssef Az") : S("Hop. Ibn Al Khatib");
}
static inline struct str sample_person(enum lang l, enum sample_size s)
{
	if (l == LANG_AR)
		return s == SAMPLE_LONGEST ? S("الدكتورة فاطمة الزهراء المنصوري العلوي") : S("د. سلمى بناني");
	return s == SAMPLE_LONGEST ? S("Dr Fatima-Zahra El Mansouri Alaoui") : S("Dr Salma Bennani");
}
#define SAMPLE_REFERENCE S("K7M4RX9TH2K")
#define SAMPLE_TOKEN S("Hn3vXk0aQ9wZ_c-T7bLm5g")
#define SAMPLE_PHONE S("+212535000001")
#define SAMPLE_CODE S("482905")
#define SAMPLE_DAY day_of(2026, 11, 26)
enum { SAMPLE_MIN = 23 * 60 + 45 };

#endif
