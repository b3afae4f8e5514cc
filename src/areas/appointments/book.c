/* Booking. See appointments.h. */
#include "areas/appointments/appointments.h"

#include "appointments_q.h"
#include "areas/appointments/extras.h"
#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"
#include "areas/appointments/seats.h"
#include "areas/bookers/bookers.h"
#include "areas/organizations/organizations.h"
#include "areas/referrals/referrals.h"
#include "base/random.h"
#include "codes/codes.h"
#include "crypto/crypto.h"

struct booking {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct book_ask *ask;
	struct wanted w;
	struct granted g;
	struct hold hold;			/* id.v == 0: none */
	struct patient_contact_row person;
	struct day birth_day;
	struct str sex;
	struct place_of_notice_row place;
	struct appointment_id id;
	int32_t seat;
	struct str reference, token, salt;
	bool follows;			/* a request of the waiting list, in its chain */
	struct str role;
	struct extra_ask extra;			/* in addition */
	struct extra_reason why;
	struct seat_grant at;			/* of a gathering: its seat */
	struct booker_granted booker;		/* for another: by whom */
};

/* What is asked: by hold or by its four values. */
static enum err read_ask(struct booking *b)
{
	const struct book_ask *ask = b->ask;

	b->w = (struct wanted){ .schedule = ask->schedule, .service = ask->service, .day = ask->day,
		.start_min = ask->start_min, .owner = ask->owner, .citizen = as_public(ask->citizen, ask->channel),
		.channel = ask->channel, .overbook = ask->overbook_reason.n > 0, .all = true };
	b->w.home = ask->home.zone;
	b->w.home_at = ask->home.at;
	b->role = role_or_public(ask->role);
	if (!ask->hold.v)
		return OK;
	TRY(hold_get(b->db, b->a, ask->hold, ask->owner, &b->hold));
	b->w.schedule = b->hold.schedule;
	b->w.service = b->hold.service;
	b->w.home = b->hold.home;
	b->w.day = b->hold.day;
	b->w.start_min = b->hold.start_min;
	/* The window was checked when it was held; typing takes minutes of the lead. */
	if (b->hold.expires_at.v > b->now.v)
		b->w.citizen = false;
	b->w.kept = b->hold.kept;
	return OK;
}

/* The file is kept by the agenda's organisation or one above it. */
static enum err check_person(struct booking *b)
{
	struct book_context_row r;

	TRY(book_context(b->db, b->a, b->w.day, b->w.schedule, b->ask->patient, &r));
	b->person = (struct patient_contact_row){ r.organization, r.tree_lo, r.tree_hi, r.phone,
		r.email, r.lang, r.merged_into };
	b->place = (struct place_of_notice_row){ r.sms_name, r.name_fr, r.place_phone,
		r.location_phone, r.practitioner,
		r.location, r.location_zone, r.place_fr, r.place_ar, r.address_fr, r.address_ar };
	b->birth_day = r.birth_day;
	b->sex = r.sex;
	if (b->person.merged_into.v)
		return E_NOTFOUND;
	return b->g.agenda.tree_lo >= b->person.tree_lo && b->g.agenda.tree_lo < b->person.tree_hi
		? OK : E_NOTFOUND;
}

/* Is the type for this person? What a hold has checked already does not say it. */
static enum err check_fits(struct booking *b)
{
	const struct service *s = &b->g.service;
	struct fits f = { s->age_min_months, s->age_max_months, s->sex };
	struct seen_by_row seen;

	if (!b->ask->citizen)
		return OK;
	if (s->accept.v[LANG_FR].n && !b->ask->accepted)
		return E_INPUT;
	if (!fits_age(&f, b->birth_day, b->w.day) || !fits_sex(&f, b->sex))
		return E_DENIED;
	if (!s->same_practitioner)
		return OK;
	TRY(seen_by(b->db, b->a, b->w.schedule, b->ask->patient, &seen));
	return seen.n ? OK : E_DENIED;
}

static int64_t limit_or_standard(struct opt_int said, const char *name)
{
	const struct organization_setting_def *d = organization_settings;

	while (d->name && strcmp(d->name, name))
		d++;
	return said.is ? said.v : d->standard;
}

static enum err check_limits(struct booking *b)
{
	struct day today = { (int32_t)(b->now.v / 86400) - 1 };
	struct ahead_all_row r;

	if (!b->ask->citizen)
		return OK;
	TRY(ahead_all(b->db, b->a, S(SETTING_AHEAD_PER_PERSON), b->person.tree_lo,
		S(SETTING_AHEAD_PER_PHONE), b->ask->patient,
		today, b->g.service.specialty, b->now, b->person.organization, b->person.phone,
			b->ask->party.v, &r));
	if (!b->ask->gathering.v && r.of_person >= limit_or_standard(r.per_person, SETTING_AHEAD_PER_PERSON))
		return E_LIMIT;
	if (!b->person.phone.n)
		return OK;
	return r.of_phone >= limit_or_standard(r.per_phone,
		SETTING_AHEAD_PER_PHONE) ? E_LIMIT : OK;
}

static struct opt_int some(int64_t v)
{
	return (struct opt_int){ v > 0, v };
}

static enum err insert(struct booking *b, int64_t *ret_n)
{
	const struct place_of_notice_row *place = &b->place;
	const struct book_ask *ask = b->ask;
	const struct granted *g = &b->g;
	const char *for_whom = ask->for_whom ? ask->for_whom : "self";
	enum status st = b->at.waits ? ST_WAITLIST : ask->walk_in ? ST_ARRIVED : ST_BOOKED;

	return appointment_add(b->db, b->a, b->id, g->agenda.organization, b->reference,
		token_hash(b->a, b->token),
		ask->patient, b->w.schedule, place->practitioner, b->w.service,
			some(place->location),
		g->service.specialty, g->service.name.v[LANG_FR], g->service.name.v[LANG_AR],
			g->service.name.v[LANG_EN],
		b->w.day, b->w.start_min, g->agenda.zone_name, g->start_at, g->rule.duration,
			g->rule.before, g->rule.after,
		b->seat, str_of(status_code(st)), str_of(channel_code(ask->channel)),
			str_of(for_whom), b->now,
		zone_local(g->agenda.zone, b->now).day, some(ask->booked_by), b->w.overbook,
			b->why.name.v[LANG_FR],
		ask->walk_in, false, ask->note, b->salt, b->now, place->place_fr, place->place_ar,
			ret_n);
}

/* By what it is called and proved: its request's on a waiting list, else its own. */
static void name_it(struct booking *b, bool own)
{
	char reference[REFERENCE_LEN];

	b->follows = !own && b->ask->salt.n && b->ask->reference_kept.n;
	if (b->follows) {
		b->salt = b->ask->salt;
		b->reference = b->ask->reference_kept;
		return;
	}
	reference_make(reference);
	b->reference = arena_str(b->a, (struct str){ reference, sizeof(reference) });
	b->salt = b->hold.salt.n ? b->hold.salt : random_base64(b->a, SALT_BYTES);
}

/* For this appointment alone: nothing is filled into the file by who books online. */
static enum err keep_mail(struct booking *b)
{
	if (!b->ask->email.n || b->person.email.n)
		return OK;
	b->person.email = b->ask->email;
	return appointment_mail_add(b->db, b->a, b->id, b->g.agenda.organization, b->ask->email);
}

/* A reference that exists already is drawn again; a seat that exists already was taken by
 * somebody faster. */
static enum err write_row(struct booking *b)
{
	struct reference_used_row used;
	char token[22];
	int64_t n;

	random_token(token);
	b->token = arena_str(b->a, (struct str){ token, sizeof(token) });
	b->id.v = b->hold.id.v ? b->hold.id.v : random_id(b->now);
	for (int tries = 0; tries < 8; tries++) {
		name_it(b, tries > 0);
		TRY(insert(b, &n));
		if (n)
			return keep_mail(b);
		TRY(reference_used(b->db, b->a, b->reference, &used));
		if (!used.n)
			return E_CONFLICT;
	}
	return E_RETRY;
}

/* The first appointment of a type freezes some of its settings; what was accepted is kept as it was written. */
static enum err write_type(struct booking *b)
{
	const struct service *s = &b->g.service;
	enum lang l = LANG_FR;

	TRY(service_is_booked(b->db, b->a, s));
	if (!b->ask->accepted || !s->accept.v[LANG_FR].n)
		return OK;
	(void)lang_of(b->ask->lang.n ? b->ask->lang : b->person.lang, &l);
	return accepted_add(b->db, b->a, b->id, b->g.agenda.organization, s->accept.v[l], b->now);
}

static enum err tell_booking(struct booking *b)
{
	struct act x = {
		.organization = b->g.agenda.organization.v,
			.act = b->at.waits ? ACT_WAIT : b->w.overbook ? ACT_OVERBOOK : ACT_BOOK,
		.channel = channel_code(b->ask->channel), .role = b->role,
			.schedule = b->w.schedule.v,
		.service = b->w.service.v, .day = b->w.day, .start_min = b->w.start_min,
			.minutes = b->g.rule.duration,
		.zone = b->g.agenda.zone_name,
			.value = b->w.overbook && !b->at.waits ? b->why.code : STR_NONE, .chain = b->id.v, .salt = b->salt,
		.capacity = b->g.capacity, .ceiling = b->extra.ceiling,
		.holder = act_holder(b->a, b->salt, b->reference),
	};

	if (b->follows && b->hold.id.v)
		TRY(hold_accepted(b->db, b->a, b->now, &b->hold, b->g.agenda.zone_name, b->role, x.channel));
	TRY(act(b->db, b->a, b->now, &x));
	if (b->ask->silent || b->ask->walk_in)
		return OK;
	struct tell t = { .kind = b->at.waits ? NOTICE_WAITING : NOTICE_BOOKED, .patient = b->ask->patient, .id = b->id,
		.organization = b->g.agenda.organization, .schedule = b->w.schedule,
		.start = { b->w.day, b->w.start_min }, .start_at = b->g.start_at,
			.reference = b->reference,
		.token = b->token, .lang = b->ask->lang, .person = &b->person, .place = &b->place,
		.discreet = b->g.service.sensitive, .place_kind = b->g.service.place_kind,
		.bring = &b->g.service.bring, .prepare = &b->g.service.prepare,
		.version = b->at.waits ? 0 : 1, .minutes = b->g.rule.duration, .not_here = b->ask->gathering.v != 0 };

	return notice_tell(b->db, b->a, b->now, &t);
}

/* In addition: may it be? */
static enum err admit_extra(struct booking *b)
{
	if (!b->w.overbook)
		return OK;
	b->extra = (struct extra_ask){ .schedule = b->w.schedule, .organization = b->g.agenda.organization,
		.tree_lo = b->g.agenda.tree_lo, .day = b->w.day, .today = zone_local(b->g.agenda.zone, b->now).day,
		.role = b->role, .account = b->ask->booked_by, .reason = b->ask->overbook_reason };
	return extra_admit(b->db, b->a, &b->extra, &b->why);
}

static struct booker_ask booker_of(const struct booking *b)
{
	return (struct booker_ask){ .tree_lo = b->g.agenda.tree_lo, .account = b->ask->booked_by, .role = b->role,
		.schedule = b->w.schedule, .service = b->w.service, .patient = b->ask->patient,
		.phone = b->person.phone, .acting = b->ask->acting, .written = b->ask->written };
}

/* Health centres and helpers: within what the establishment allows them. */
static enum err admit_booker(struct booking *b)
{
	struct booker_ask ask = booker_of(b);
	enum booker_kind kind;

	if (!booker_kind_of(b->role, &kind))
		return OK;
	return booker_admit(b->db, b->a, b->now, &ask, false, &b->booker);
}

static enum err note_booker(struct booking *b)
{
	struct booker_ask ask = booker_of(b);

	return b->booker.id.v ? booker_note(b->db, b->a, &ask, &b->booker, b->id) : OK;
}

/* A type that asks for a referral has one, used up with it; a practitioner sends the person on himself. */
static enum err use_referral(struct booking *b)
{
	const struct book_ask *ask = b->ask;
	struct referral_ask r = { .id = ask->referral, .code = ask->referral_code, .code_hash = ask->referral_hash,
		.service = b->w.service, .tree_lo = b->g.agenda.tree_lo, .today = zone_local(b->g.agenda.zone, b->now).day };

	if (!b->g.service.referral_required || str_eq(b->role, S("practitioner")))
		return OK;
	if (ask->instead.v)
		return referral_follow(b->db, b->a, ask->instead, b->w.service, ask->patient, b->id);
	return referral_use(b->db, b->a, b->now, &r, ask->patient, b->id);
}

/* A seat of a gathering: its counter is the rule, its place and leader go before the agenda's. */
static enum err book_seat(struct booking *b)
{
	struct place_of_notice_row *place = &b->place;

	b->w = (struct wanted){ .channel = b->ask->channel, .citizen = b->ask->citizen };
	b->role = role_or_public(b->ask->role);
	TRY(seat_take(b->db, b->a, b->now, b->ask, &b->w, &b->g, &b->at));
	b->seat = b->at.seat;
	TRY(check_person(b));
	TRY(check_fits(b));
	TRY(check_limits(b));
	TRY(admit_booker(b));
	TRY(seat_place(b->db, b->a, &b->at, &place->location, &place->place_fr, &place->place_ar,
		&place->practitioner));
	TRY(write_row(b));
	TRY(write_type(b));
	TRY(note_booker(b));
	TRY(use_referral(b));
	TRY(gathering_seat_put(b->db, b->a, b->at.g.id, b->ask->party, b->id));
	return tell_booking(b);
}

static struct booked done(const struct booking *b)
{
	return (struct booked){ .id = b->id, .reference = b->reference, .token = b->token,
		.salt = b->salt, .start_at = b->g.start_at, .version = 1, .waits = b->at.waits };
}

enum err appointment_book(struct db *db, struct arena *a, struct instant now,
	const struct book_ask *ask, struct booked *ret)
{
	struct booking b = { .db = db, .a = a, .now = now, .ask = ask };

	if (ask->gathering.v) {
		TRY(book_seat(&b));
		*ret = done(&b);
		return OK;
	}
	TRY(read_ask(&b));
	TRY(slot_grant(db, a, now, &b.w, &b.g));
	TRY(home_valid(&b.g, &ask->home));
	TRY(admit_extra(&b));
	TRY(check_person(&b));
	TRY(check_fits(&b));
	TRY(check_limits(&b));
	TRY(admit_booker(&b));
	TRY(seat_free(db, a, &b.w, b.g.capacity, &b.seat));
	TRY(write_row(&b));
	TRY(write_type(&b));
	if (b.w.overbook)
		TRY(extra_note(db, a, &b.extra, &b.why, b.id));
	TRY(note_booker(&b));
	TRY(use_referral(&b));
	if (b.hold.id.v)
		TRY(hold_delete(db, a, b.hold.id));
	TRY(home_take(db, a, b.id, &b.w, &b.g, &ask->home));
	if (b.g.uses.n || b.hold.beside)
		TRY(beside_take(db, a, b.id.v, &b.w, &b.g, false));
	if (ask->party.v)
		TRY(gathering_seat_put(db, a, ask->gathering, ask->party, b.id));
	TRY(tell_booking(&b));
	TRY(summary_after(db, a, &b.w, &b.g, b.id));
	*ret = done(&b);
	return OK;
}

/* References are 2^50: that one of an import meets another is too rare to ask for each. */
enum err appointment_add_history(struct db *db, struct arena *a, struct instant now,
	const struct history_ask *h,
	struct appointment_id *ret)
{
	struct appointment_id id = { random_id(now) };
	const struct zone *z;
	char reference[REFERENCE_LEN], token[22];

	TRY(zone_get(h->zone, &z));
	random_token(token);
	reference_make(reference);
	TRY(appointment_add_past(db, a, id, h->organization, (struct str){ reference,
		sizeof(reference) },
		token_hash(a, (struct str){ token, sizeof(token) }), h->patient,
			some(h->practitioner.v),
		h->service, h->specialty, h->service_name.v[LANG_FR], h->service_name.v[LANG_AR],
		h->service_name.v[LANG_EN], h->start.day, h->start.min, h->zone, zone_instant(z,
			h->start),
		h->duration_min, str_of(status_code(h->status)), str_of(channel_code(h->channel)),
		h->booked_at, h->booked_day, random_base64(a, SALT_BYTES), now));
	if (h->service.v)
		TRY(service_was_booked(db, a, h->service));
	*ret = id;
	return OK;
}
