/*
 * Agenda set-up: what is missing before an agenda can be booked, and its week as each way of booking
 * would see it, before it is published.
 * Must not know: other areas' pages.
 */
#ifndef SCHEDULES_PAGES_SETUP_H
#define SCHEDULES_PAGES_SETUP_H

#include "areas/schedules/pages.h"

/* One agenda: each thing it needs, in the order in which one gives them. */
struct ready {
	bool person;			/* a practitioner’s, not a room’s, a device’s or a team’s */
	bool practitioner, place, hours, types, published;
	bool online;			/* some type can be booked online */
	bool ahead;			/* hours lie ahead */
	bool beside;			/* types need it beside their own agenda: it offers none itself */
	bool sessions;			/* group sessions lie ahead: it needs no hours */
	struct day free;		/* the first free day; DAY_NONE: none */
};
static inline bool ready_whole(const struct ready *r)
{
	return r->practitioner && r->place && (r->sessions || (r->hours && r->ahead && (r->types || r->beside)));
}
struct setup_line { struct schedule_id id; struct str name; struct ready is; };
struct setup_lines { struct setup_line *v; size_t n; };
struct setting_link { struct url href; struct str label, about; };
struct setting_links { struct setting_link *v; size_t n; };
struct setup_view {
	struct admin_at at;
	int64_t places, practitioners, types;
	struct setup_lines drafts, open;
	struct setting_links settings;
};
/* Of one agenda; E_NOTFOUND. */
enum err ready_of(struct rq *rq, const struct schedule *s, struct ready *ret) MUST_CHECK;

/* The agenda's own page beside its week. */
struct agenda_state { struct ready is; enum quota_group as; struct str as_code; bool published, closed; struct url base; };
enum err agenda_state(struct rq *rq, const struct schedule *s, struct agenda_state *ret) MUST_CHECK;

enum err setup_page(struct rq *rq);
enum err publish_save(struct rq *rq);
extern const struct form publish_form;

#endif
