/* The page of an agent's agendas elsewhere: addresses of calendars, notices of changes. */
#include "areas/agents/inside.h"

#include "areas/organizations/organizations.h"
#include "agents_t.h"
#include "base/random.h"
#include "crypto/crypto.h"

static enum err agendas(struct rq *rq, struct schedules *ret)
{
	const struct zone *zone;
	struct day today;

	if (rq->who.role != ROLE_PRACTITIONER)
		return schedule_list(rq->db, rq->a, (struct organization_id){ rq->who.organization }, ret);
	TRY(zone_get(S("Africa/Casablanca"), &zone));
	today = zone_local(zone, rq->now).day;
	return schedule_worked_by(rq->db, rq->a, (struct practitioner_id){ rq->who.practitioner }, today, (struct day){ today.n + 92 }, ret);
}

/* The agenda of the address, if it is one of theirs. */
static enum err agenda_of(struct rq *rq, struct schedule *ret)
{
	struct schedules all;

	TRY(agendas(rq, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].id.v == rq_id(rq, 0)) {
			*ret = all.v[i];
			return OK;
		}
	return E_NOTFOUND;
}

static void put_mine(struct agenda_line *line, const struct agent_feeds_of_rows *feeds, const struct agent_watches_of_rows *watches)
{
	for (size_t i = 0; i < feeds->n; i++)
		if (feeds->v[i].schedule.v == line->id.v) {
			line->has_feed = true;
			line->feed_at = feeds->v[i].made_at;
		}
	for (size_t i = 0; i < watches->n; i++)
		if (watches->v[i].schedule.v == line->id.v) {
			line->watched = true;
			line->email = watches->v[i].email;
			line->soon_hours = watches->v[i].soon_min.v / 60;
			line->digest = watches->v[i].digest_min;
		}
}

enum err agents_page(struct rq *rq)
{
	struct agents_view v = { .may_say = (NAMES_ROLES >> rq->who.role) & 1 };
	struct agent_feeds_of_rows feeds;
	struct agent_watches_of_rows watches;
	struct account_id me = { rq->who.account };
	struct schedules all;
	int64_t names;

	TRY(agendas(rq, &all));
	TRY(agent_feeds_of(rq->db, rq->a, me, &feeds));
	TRY(agent_watches_of(rq->db, rq->a, me, &watches));
	TRY(organization_setting(rq->db, rq->a, rq->who.tree_lo, SETTING_AGENDA_NAMES, &names));
	v.names = names;
	v.v = ARENA_ARRAY(rq->a, struct agenda_line, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		struct agenda_line *line = &v.v[v.n++];

		*line = (struct agenda_line){ .id = all.v[i].id, .name = all.v[i].name.v[rq->lang], .soon_hours = 24, .digest = { 18 * 60 } };
		put_mine(line, &feeds, &watches);
	}
	t_agents_agendas(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

/* Shown once: only its hash is kept. */
enum err agents_feed_make(struct rq *rq)
{
	struct schedule s;
	char token[22];

	TRY(agenda_of(rq, &s));
	random_token(token);
	TRY(agent_feed_put(rq->db, rq->a, (struct agent_feed_id){ random_id(rq->now) }, (struct organization_id){ rq->who.organization }, s.id,
		(struct account_id){ rq->who.account }, token_hash(rq->a, (struct str){ token, sizeof(token) }), str_of(lang_code(rq->lang)), rq->now));
	TRY(rq_audit_about(rq, AUDIT_TOKEN_NEW, rq->who.account, rq->who.organization, S("calendar")));
	t_agents_address(rq_page(rq, 200), s.name.v[rq->lang],
		arena_fmt(rq->a, "%.*s/calendar/%.*s.ics", STR_ARG(rq_base_url(rq)), (int)sizeof(token), token));
	return OK;
}

enum err agents_feed_end(struct rq *rq)
{
	int64_t n;

	/* an address can be ended that could not be made any more */
	TRY(agent_feed_end(rq->db, rq->a, (struct account_id){ rq->who.account }, (struct schedule_id){ rq_id(rq, 0) }, &n));
	if (!n)
		return E_NOTFOUND;
	TRY(rq_audit_about(rq, AUDIT_TOKEN_END, rq->who.account, rq->who.organization, S("calendar")));
	return rq_redirect(rq, "/desk/agents");
}

struct watch_in { struct str email; int64_t soon; int32_t digest; };
static const struct field watch_fields[] = {
	FIELD(watch_in, email, F_EMAIL, struct str),
	FIELD(watch_in, soon, F_INT, int64_t, .min = 0, .max = 168),
	FIELD(watch_in, digest, F_MIN, int32_t, .required = true),
};
const struct form agents_watch_form = FORM(watch_in, watch_fields);

enum err agents_watch(struct rq *rq)
{
	const struct watch_in *in = rq->form;
	struct account_id me = { rq->who.account };
	struct schedule s;
	int64_t n;

	TRY(agenda_of(rq, &s));
	if (!in->email.n) {
		TRY(agent_watch_end(rq->db, rq->a, me, s.id, &n));
		return rq_redirect(rq, "/desk/agents");
	}
	TRY(agent_watch_put(rq->db, rq->a, (struct agent_watch_id){ random_id(rq->now) }, (struct organization_id){ rq->who.organization }, s.id, me,
		in->email, str_of(lang_code(rq->lang)), s.zone, rq->who.practitioner && s.practitioner.v == rq->who.practitioner,
		(struct minutes){ (int32_t)in->soon * 60 }, (struct minutes){ in->digest }, rq->now));
	return rq_redirect(rq, "/desk/agents");
}

struct names_in { bool names; };
static const struct field names_fields[] = { FIELD(names_in, names, F_BOOL, bool) };
const struct form agents_names_form = FORM(names_in, names_fields);

enum err agents_names(struct rq *rq)
{
	const struct names_in *in = rq->form;
	struct organization_id o = { rq->who.organization };

	TRY(organization_setting_set(rq->db, rq->a, o, rq->who.tree_lo, SETTING_AGENDA_NAMES, in->names));
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, o.v, o.v, S("names in calendars")));
	return rq_redirect(rq, "/desk/agents");
}
