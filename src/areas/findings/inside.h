/*
 * What the files of this area share.
 * Must not know: how the rules decide.
 */
#ifndef FINDINGS_INSIDE_H
#define FINDINGS_INSIDE_H

#include "areas/appointments/appointments.h"
#include "areas/findings/findings.h"
#include "areas/waiting/classes.h"
#include "findings_q.h"
#include "ids.h"
#include "ledger/audit.h"
#include "ledger/entry.h"
#include "organizations_q.h"

enum {
	FINDING_ROWS = 50,		/* of a page */
	HOUSE_ROWS = 100,
	ANSWER_MAX = 2000,		/* letters */
	ANSWERS_MAX = 10,		/* to one finding */
	FINDING_ANSWERERS = R(DIRECTOR) | R(HEAD_OF_ADMISSIONS),
	FINDING_WITHHOLDERS = R(PLATFORM),
	FINDING_TRAIL_READERS = R(DIRECTOR) | R(PLATFORM),	/* as of the trail itself */
	FINDING_READERS = R(MINISTRY_READER) | R(REGIONAL_READER) | R(DIRECTOR) | R(HEAD_OF_ADMISSIONS) | R(PLATFORM),
};

/* ---- kept (keep.c) ---- */

/* In the caller's transaction; what was found before is left. entries: how many it is about; it names the first of them. */
enum err finding_keep(struct db *db, struct arena *a, struct instant now, const struct finding *f, int64_t entries) MUST_CHECK;
/* One more of 'entries', 'answered', a rule: of an establishment and of all. */
enum err finding_counted(struct db *db, struct arena *a, int64_t organization, struct str what, int64_t n) MUST_CHECK;

extern const struct job findings_jobs[];
#define FINDINGS_UNDER_WAY "findings under way"	/* mark of a look that has not come to its end */

/* ---- in words (words.c) ---- */

struct finding_rule { const char *rule, *title, *about, *reasons; };	/* msgids */
/* All rules in the order in which they are told; NULL at the end, n: how many. */
const struct finding_rule *finding_rules_all(size_t *ret_n);
struct str rule_title(const struct page *pg, struct str rule);
const struct finding_rule *finding_rule(struct str rule);	/* never NULL */
/* What was found, as a sentence. */
struct finding_words { struct str rule, code, numbers, role, channel; };
struct str finding_said(const struct page *pg, const struct finding_words *f);

/* ---- entries (entries.c, entry_page.c) ---- */

struct shown_entry {
	int64_t idx;
	struct str act, channel, role, reason, class;	/* in the reader's language; "" */
	struct str places_label;			/* what capacity counts */
	struct str org, service, zone;
	struct local slot;
	struct instant at;
	int32_t minutes;
	int32_t capacity, ceiling;			/* < 0: none */
	bool written;					/* in the form that entries have; else the rest is empty */
	bool about_time;				/* slot and minutes say something */
};
struct shown_entries { struct shown_entry *v; size_t n; };
struct str role_said(const struct page *pg, struct str code);
struct str channel_said(const struct page *pg, struct str code);
struct str withheld_said(const struct page *pg, struct str code);
/* What codes mean that an establishment named itself. tree_lo 0: what the program brings. */
struct house_words { struct extra_reasons extras; struct waiting_classes classes; };
enum err house_words(struct db *db, struct arena *a, int64_t tree_lo, struct house_words *ret) MUST_CHECK;
/* One in another form says only that. */
void entry_shown(const struct page *pg, const struct house_words *h, int64_t idx, struct str text, struct shown_entry *ret);
enum err entry_page(struct rq *rq) MUST_CHECK;

struct entry_view {
	struct shown_entry e;
	struct str text, hash, place, service;		/* place, service: names; may be empty */
	int64_t size;					/* of the signed log */
	struct finding_of_entry_rows findings;
};

/* ---- pages ---- */

/* One finding of a list. */
struct finding_line { int64_t id, answers; struct str rule, title, said; int32_t entries; struct instant at, found_at; };
struct finding_lines { struct finding_line *v; size_t n; };
struct rule_line { struct str title, about; int64_t n; };
struct rule_lines { struct rule_line *v; size_t n; };
struct house_line { struct str code, name; int64_t entries, found, answered; };
struct house_lines { struct house_line *v; size_t n; };

/* A list of houses, or one house; public, or for who inspects. */
struct findings_view {
	struct str code, name;				/* of the house, or of the branch */
	bool staff, whole;				/* whole: of the log as a whole, no house */
	int64_t entries, found, answered;
	struct instant looked_at;			/* INSTANT_NONE: never */
	int64_t size;					/* of the log when it was looked at */
	struct rule_lines rules;
	struct house_lines houses;
	struct finding_lines lines;
	struct url next;				/* empty: no more */
};
struct trail_said { int64_t idx; struct instant at; struct name who; struct str role, route; };
struct trail_saids { struct trail_said *v; size_t n; };
/* idx < 0: no place yet. why: of a text that is withheld, by whom and when; else empty. */
struct answer_line { struct finding_answer_id id; struct str role; struct str_list lines; struct instant at; int64_t idx;
	struct str why, by; struct instant withheld_at; int64_t withheld_idx; };
struct answer_lines { struct answer_line *v; size_t n; };
struct finding_view {
	struct finding_line l;
	const struct finding_rule *words;
	struct str code, name, service;			/* house; the type's code, or its name */
	const struct zone *zone;
	struct shown_entries entries;
	struct answer_lines answers;
	struct trail_saids trail;
	bool staff, may_answer, may_withhold, has_trail;
};
/* An answer as everybody would read it; seen: its hash, by which it is published. */
struct answer_preview { int64_t finding; struct str title, text, seen; struct str_list lines; };

/* What stands on a page of a branch, of a house, of one finding (views.c). */
enum err findings_head(struct rq *rq, struct page *pg, int64_t organization, struct findings_view *v) MUST_CHECK;
enum err findings_houses(struct rq *rq, struct page *pg, int64_t lo, int64_t hi, int64_t after, const char *base,
	struct findings_view *v) MUST_CHECK;
enum err findings_lines(struct rq *rq, struct page *pg, int64_t organization, int64_t before, size_t max,
	struct findings_view *v) MUST_CHECK;
struct str_list answer_lines(struct arena *a, struct str text);
enum err finding_view(struct rq *rq, struct page *pg, const struct finding_get_row *f, struct finding_view *ret) MUST_CHECK;
/* Who acted, for the roles that read the trail; each person is noted as read once. */
struct noted { int64_t *v; size_t n, cap; };
enum err finding_trail_said(struct rq *rq, struct page *pg, struct finding_id id, struct noted *noted, struct trail_saids *ret) MUST_CHECK;

extern const struct form findings_form;
struct findings_in { struct str organization; int64_t before, after; };
/* public.c */
enum err findings_front(struct rq *rq) MUST_CHECK;
enum err findings_public(struct rq *rq) MUST_CHECK;
enum err finding_public(struct rq *rq) MUST_CHECK;
/* report.c, paper.c, answer.c, withhold.c */
enum err findings_report(struct rq *rq) MUST_CHECK;
enum err findings_paper(struct rq *rq) MUST_CHECK;
enum err finding_report(struct rq *rq) MUST_CHECK;
/* In the caller's transaction. E_LIMIT: it has as many answers as may be. */
struct answer_new { struct finding_id finding; int64_t account; struct str role, text; };
enum err finding_answer_keep(struct db *db, struct arena *a, struct instant now, const struct answer_new *x) MUST_CHECK;
extern const struct form finding_answer_form, finding_withhold_form;
enum err finding_preview(struct rq *rq) MUST_CHECK;
enum err finding_answer(struct rq *rq) MUST_CHECK;
/* Its text is out of the database afterwards, its hash stays. In the caller's transaction. E_CONFLICT: it is withheld already. */
struct withheld_new { struct finding_answer_id answer; int64_t account; struct str role; enum entry_reason why; };
enum err finding_withheld_keep(struct db *db, struct arena *a, struct instant now, const struct withheld_new *x) MUST_CHECK;
enum err finding_withhold(struct rq *rq) MUST_CHECK;
/* The house of a report, or a finding, in the branch of who asks; else E_NOTFOUND. */
enum err findings_house(struct rq *rq, struct str code, struct organization_get_row *ret) MUST_CHECK;
enum err finding_mine(struct rq *rq, int64_t id, struct finding_get_row *ret, struct organization_get_row *ret_house) MUST_CHECK;

#endif
