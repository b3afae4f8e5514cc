/* Everything that is kept about one person, as data and as a document. See files.h. */
#include "areas/patients/files.h"
#include "areas/patients/pages.h"

#include "areas/organizations/organizations.h"
#include "areas/referrals/referrals.h"
#include "base/utf8.h"
#include "jobs/jobs.h"
#include "json/json.h"
#include "pdf/pdf.h"

struct all {
	struct patient_row_row who;
	struct patient_appointments_rows visits;
	struct patient_given_mails_rows mails;
	struct patient_requests_rows requests;
	struct patient_draws_rows draws;
	struct patient_referrals_rows referrals;
	struct patient_messages_rows messages;
	struct patient_incoming_rows incoming;
	struct patient_caller_messages_rows left;	/* for practitioners, by telephone */
	struct patient_trail_list_rows trail;
	struct patient_seen_by_rows seen;
	struct str address;		/* for letters; may be empty */
};

static enum err collect(struct db *db, struct arena *a, const struct scope *scope, struct patient_id id,
	struct all *ret)
{
	struct patient_address_row home;
	enum err e = patient_address(db, a, scope, id, &home);

	if (e != OK && e != E_NOTFOUND)
		return e;
	ret->address = e == OK ? home.lines : STR_NONE;
	TRY(patient_row(db, a, scope, id, &ret->who));
	TRY(patient_appointments(db, a, scope, id, &ret->visits));
	TRY(patient_given_mails(db, a, scope, id, &ret->mails));
	TRY(patient_requests(db, a, scope, id, ret->who.organization_id, ret->who.phone, ret->who.birth_day,
		utf8_name_key(a, ret->who.name.s), ret->who.name, &ret->requests));
	TRY(patient_draws(db, a, scope, id, ret->who.organization_id, ret->who.phone, ret->who.birth_day,
		utf8_name_key(a, ret->who.name.s), &ret->draws));
	TRY(patient_referrals(db, a, scope, id, &ret->referrals));
	TRY(patient_messages(db, a, scope, id.v, &ret->messages));
	for (size_t i = 0; i < ret->messages.n; i++)	/* staff hands it over: what was for the reader alone is not in it */
		ret->messages.v[i].body = message_shown(a, ret->messages.v[i].body, S("{site}"));
	TRY(patient_incoming(db, a, scope, id.v, &ret->incoming));
	TRY(patient_caller_messages(db, a, scope, id, &ret->left));
	TRY(patient_trail_list(db, a, scope, id, &ret->trail));
	return patient_seen_by(db, a, scope, id.v, &ret->seen);
}

static void set_instant(struct jw *j, const char *key, struct instant t)
{
	char out[21];

	instant_print(t, out);
	jw_set_cstr(j, key, out);
}

static void set_day(struct jw *j, const char *key, struct day d)
{
	char out[11];

	if (!day_is(d))
		return;
	day_print(d, out);
	jw_set_cstr(j, key, out);
}

static void json_person(struct jw *j, const struct patient_row_row *p, struct str address, const struct patient_given_mails_rows *mails)
{
	jw_set_object(j, "person");
	jw_set_str(j, "name", p->name.s);
	set_day(j, "birth_date", p->birth_day);
	jw_set_str(j, "sex", p->sex);
	jw_maybe_str(j, "phone", p->phone);
	jw_maybe_str(j, "email", p->email);
	if (mails->n)
		jw_set_array(j, "emails_of_appointments");
	for (size_t i = 0; i < mails->n; i++)
		jw_str(j, mails->v[i].email);
	if (mails->n)
		jw_end(j);
	jw_maybe_str(j, "address", address);
	jw_maybe_str(j, "identity_number", p->identity_number);
	jw_set_str(j, "language", p->lang);
	set_instant(j, "opened_at", p->created_at);
	jw_end(j);
}

static void json_visit(struct jw *j, const struct patient_appointments_row *x)
{
	char start[17];

	local_print((struct local){ x->day, x->start_min.v }, start);
	jw_object(j);
	jw_set_str(j, "reference", x->reference);
	jw_set_cstr(j, "start", start);
	jw_set_str(j, "zone", x->zone);
	jw_set_int(j, "minutes", x->duration_min.v);
	jw_set_str(j, "place", x->organization_fr);
	jw_set_str(j, "service", x->service_fr);
	jw_maybe_str(j, "practitioner", x->practitioner.s);
	jw_set_str(j, "status", x->status);
	jw_maybe_str(j, "cancelled_by", x->cancelled_by);
	jw_maybe_str(j, "cancel_reason", x->cancel_reason);
	jw_set_str(j, "channel", x->channel);
	set_instant(j, "booked_at", x->booked_at);
	if (x->overbooked)
		jw_set_str(j, "in_addition", x->extra_fr);
	jw_maybe_str(j, "note", x->note);
	jw_maybe_str(j, "home_address", x->address);
	jw_maybe_str(j, "home_details", x->address_details);
	jw_end(j);
}

static void json_requests(struct jw *j, const struct patient_requests_rows *rows)
{
	jw_set_array(j, "waiting_list");
	for (size_t i = 0; i < rows->n; i++) {
		jw_object(j);
		jw_set_str(j, "speciality", rows->v[i].specialty);
		set_instant(j, "asked_at", rows->v[i].asked_at);
		jw_set_str(j, "state", rows->v[i].state);
		jw_set_str(j, "phone", rows->v[i].phone);
		jw_end(j);
	}
	jw_end(j);
}

static void json_draws(struct jw *j, const struct patient_draws_rows *rows)
{
	jw_set_array(j, "draws");
	for (size_t i = 0; i < rows->n; i++) {
		const struct patient_draws_row *r = &rows->v[i];

		jw_object(j);
		set_instant(j, "asked_at", r->asked_at);
		jw_set_str(j, "wishes", r->choices);
		jw_maybe_str(j, "class", r->class);
		jw_set_str(j, "state", r->state);
		if (r->place.is)
			jw_set_int(j, "rank", r->place.v);
		if (r->given.is)
			jw_set_int(j, "time", r->given.v);
		jw_set_str(j, "phone", r->phone);
		jw_end(j);
	}
	jw_end(j);
}

static void json_referrals(struct jw *j, const struct patient_referrals_rows *rows)
{
	jw_set_array(j, "referrals");
	for (size_t i = 0; i < rows->n; i++) {
		jw_object(j);
		jw_set_str(j, "service", rows->v[i].service_fr);
		jw_set_str(j, "referred_by", rows->v[i].referred_by);
		set_day(j, "day", rows->v[i].referred_day);
		jw_set_str(j, "reason", rows->v[i].reason);
		jw_set_str(j, "urgency", rows->v[i].urgency);
		jw_maybe_str(j, "letter", rows->v[i].letter_type);
		jw_end(j);
	}
	jw_end(j);
}

static void json_incoming(struct jw *j, const struct patient_incoming_rows *rows)
{
	jw_set_array(j, "incoming");
	for (size_t i = 0; i < rows->n; i++) {
		jw_object(j);
		jw_set_str(j, "kind", rows->v[i].kind);
		jw_set_str(j, "from", rows->v[i].phone);
		jw_set_str(j, "text", rows->v[i].text);
		jw_set_str(j, "outcome", rows->v[i].outcome);
		set_instant(j, "at", rows->v[i].at);
		jw_end(j);
	}
	jw_end(j);
}

static void json_left(struct jw *j, const struct patient_caller_messages_rows *rows)
{
	jw_set_array(j, "left_by_telephone");
	for (size_t i = 0; i < rows->n; i++) {
		jw_object(j);
		set_instant(j, "at", rows->v[i].made_at);
		jw_set_str(j, "for", rows->v[i].practitioner.s);
		jw_set_str(j, "text", rows->v[i].text);
		jw_end(j);
	}
	jw_end(j);
}

static void json_rest(struct jw *j, const struct all *d)
{
	json_requests(j, &d->requests);
	json_draws(j, &d->draws);
	json_referrals(j, &d->referrals);
	json_incoming(j, &d->incoming);
	json_left(j, &d->left);
	jw_set_array(j, "messages");
	for (size_t i = 0; i < d->messages.n; i++) {
		const struct patient_messages_row *m = &d->messages.v[i];

		jw_object(j);
		jw_set_str(j, "channel", m->channel);
		jw_set_str(j, "to", m->recipient);
		jw_set_str(j, "text", m->body);
		jw_set_str(j, "state", m->state);
		set_instant(j, "at", m->created_at);
		jw_end(j);
	}
	jw_end(j);
	jw_set_array(j, "changes");
	for (size_t i = 0; i < d->trail.n; i++) {
		const struct patient_trail_list_row *t = &d->trail.v[i];

		jw_object(j);
		set_instant(j, "at", t->at);
		jw_set_str(j, "by", t->account.s);
		jw_set_str(j, "field", t->field);
		if (!person_field_is_file(t->field)) {	/* numbers of files say nothing outside */
			jw_set_str(j, "before", t->before_value);
			jw_set_str(j, "after", t->after_value);
		}
		jw_end(j);
	}
	jw_end(j);
	jw_set_array(j, "seen_by");
	for (size_t i = 0; i < d->seen.n; i++) {
		const struct patient_seen_by_row *s = &d->seen.v[i];

		jw_object(j);
		set_instant(j, "at", s->at);
		jw_set_str(j, "who", s->account.s);
		jw_set_str(j, "role", s->role);
		jw_set_str(j, "what", s->what);
		jw_end(j);
	}
	jw_end(j);
}

enum err patient_export_json(struct db *db, struct arena *a, const struct scope *scope,
	struct patient_id id, struct buf *out)
{
	struct jw j = jw_to(out);
	struct all d;

	TRY(collect(db, a, scope, id, &d));
	jw_object(&j);
	json_person(&j, &d.who, d.address, &d.mails);
	jw_set_array(&j, "appointments");
	for (size_t i = 0; i < d.visits.n; i++)
		json_visit(&j, &d.visits.v[i]);
	jw_end(&j);
	json_rest(&j, &d);
	jw_end(&j);
	return buf_ok(out) ? OK : E_LIMIT;
}

/* ---- the document ---- */

struct doc { struct pdf *p; struct arena *a; enum lang lang; };

static struct str word(const struct doc *d, const char *message)
{
	return lang_tr(d->lang, message);
}

static struct str short_day(struct arena *a, struct day d)
{
	int y, m, n;

	if (!day_is(d))
		return S("–");
	day_split(d, &y, &m, &n);
	return arena_fmt(a, "%02d/%02d/%04d", n, m, y);
}

static struct str day_time(struct arena *a, struct instant t)
{
	return short_day(a, (struct day){ (int32_t)(t.v / 86400) });
}

/* Of the file, or else of appointments. */
static struct str doc_mails(const struct doc *d, const struct patient_row_row *p, const struct patient_given_mails_rows *mails)
{
	struct str all = p->email;

	for (size_t i = 0; i < mails->n; i++)
		all = arena_fmt(d->a, "%.*s%s%.*s", STR_ARG(all), all.n ? ", " : "", STR_ARG(mails->v[i].email));
	return all.n ? all : S("–");
}

static void doc_person(const struct doc *d, const struct patient_row_row *p, struct str address, const struct patient_given_mails_rows *mails)
{
	const char *sex = str_eq(p->sex, S("female")) ? N_("Woman") : str_eq(p->sex, S("male")) ? N_("Man") :
		str_eq(p->sex, S("other")) ? N_("Other") : N_("Not known");
	const struct pdf_fact facts[] = {
		{ word(d, N_("Name")), p->name.s, false },
		{ word(d, N_("Birth date")), short_day(d->a, p->birth_day), true },
		{ word(d, N_("Sex")), word(d, sex), false },
		{ word(d, N_("Phone")), p->phone.n ? text_phone(d->a, p->phone) : S("–"), true },
		{ word(d, N_("Identity card")), p->identity_number.n ? p->identity_number : S("–"), true },
		{ word(d, N_("E-mail")), doc_mails(d, p, mails), true },
		{ word(d, N_("Postal address")), address.n ? address : S("–"), false },
		{ word(d, N_("File opened on")), day_time(d->a, p->created_at), true },
	};

	pdf_facts(d->p, facts, sizeof(facts) / sizeof(facts[0]));
}

static const char *visit_word(const struct patient_appointments_row *x)
{
	enum status s;

	if (!status_of(x->status, &s))
		return N_("Other");
	return status_said(s, x->cancelled_by);
}

static struct str visit_type(const struct doc *d, const struct patient_appointments_row *x)
{
	struct str parts[] = { organization_name(d->lang, x->service_fr, x->service_ar, x->service_en),
		word(d, N_("In addition")), organization_name(d->lang, x->extra_fr, x->extra_ar, x->extra_en) };

	return x->overbooked ? fill(d->a, word(d, N_("%1 (%2: %3)")), parts, 3) : parts[0];
}

static void doc_visits(const struct doc *d, const struct patient_appointments_rows *rows)
{
	const struct pdf_column columns[] = {
		{ word(d, N_("Day and time")), 2, true, false }, { word(d, N_("Place")), 3, false, false },
		{ word(d, N_("Type")), 3, false, false }, { word(d, N_("Status")), 2, false, false },
		{ word(d, N_("Reference")), 2, true, false },
	};
	const size_t n = sizeof(columns) / sizeof(columns[0]);

	pdf_heading(d->p, 2, word(d, N_("Appointments")));
	pdf_table(d->p, columns, n);
	for (size_t i = 0; i < rows->n; i++) {
		const struct patient_appointments_row *x = &rows->v[i];
		const struct str cells[] = {
			arena_fmt(d->a, "%.*s %02d:%02d", STR_ARG(short_day(d->a, x->day)),
				x->start_min.v / 60, x->start_min.v % 60),
			organization_name(d->lang, x->organization_fr, x->organization_ar, x->organization_en),
			visit_type(d, x),
			word(d, visit_word(x)), reference_group(d->a, x->reference) };

		pdf_table_row(d->p, cells, n);
	}
	pdf_table_end(d->p);
}

static const char *request_word(struct str state)
{
	if (str_eq(state, S("waiting")))
		return N_("Waiting");
	if (str_eq(state, S("offered")))
		return N_("A time is offered");
	return str_eq(state, S("served")) ? N_("Has an appointment") : N_("Taken off the list");
}

static void doc_requests(const struct doc *d, const struct patient_requests_rows *rows)
{
	const struct pdf_column columns[] = { { word(d, N_("Asked on")), 2, true, false },
		{ word(d, N_("Speciality")), 4, false, false }, { word(d, N_("Status")), 3, false, false },
		{ word(d, N_("Phone")), 3, true, false } };

	if (!rows->n)
		return;
	pdf_heading(d->p, 2, word(d, N_("Waiting list")));
	pdf_table(d->p, columns, 4);
	for (size_t i = 0; i < rows->n; i++) {
		const struct patient_requests_row *r = &rows->v[i];
		const struct str cells[] = { day_time(d->a, r->asked_at),
			organization_name(d->lang, r->specialty_fr, r->specialty_ar, r->specialty_en),
			word(d, request_word(r->state)), r->phone.n ? text_phone(d->a, r->phone) : S("–") };

		pdf_table_row(d->p, cells, 4);
	}
	pdf_table_end(d->p);
}

static void doc_referrals(const struct doc *d, const struct patient_referrals_rows *rows)
{
	const struct pdf_column columns[] = { { word(d, N_("Day")), 2, true, false },
		{ word(d, N_("Referred by")), 3, false, false }, { word(d, N_("Type")), 3, false, false },
		{ word(d, N_("Why referred")), 3, false, false }, { word(d, N_("Urgency")), 2, false, false },
		{ word(d, N_("Letter")), 2, false, false } };

	if (!rows->n)
		return;
	pdf_heading(d->p, 2, word(d, N_("Referrals")));
	pdf_table(d->p, columns, 6);
	for (size_t i = 0; i < rows->n; i++) {
		const struct patient_referrals_row *r = &rows->v[i];
		const struct str cells[] = { short_day(d->a, r->referred_day), r->referred_by,
			organization_name(d->lang, r->service_fr, r->service_ar, r->service_en), r->reason,
			word(d, hurry_said(hurry_of(r->urgency))), word(d, r->letter_type.n ? N_("Kept as a file") : N_("On paper")) };

		pdf_table_row(d->p, cells, 6);
	}
	pdf_table_end(d->p);
}

static void doc_left(const struct doc *d, const struct patient_caller_messages_rows *rows)
{
	const struct pdf_column columns[] = { { word(d, N_("Day")), 2, true, false }, { word(d, N_("Practitioner")), 3, false, false },
		{ word(d, N_("Message")), 6, false, false } };

	if (!rows->n)
		return;
	pdf_heading(d->p, 2, word(d, N_("Messages left by telephone")));
	pdf_table(d->p, columns, 3);
	for (size_t i = 0; i < rows->n; i++) {
		const struct str cells[] = { day_time(d->a, rows->v[i].made_at), rows->v[i].practitioner.s, rows->v[i].text };

		pdf_table_row(d->p, cells, 3);
	}
	pdf_table_end(d->p);
}

/* What the register of accesses says was done, in words. */
static const char *seen_word(struct str what)
{
	static const struct { const char *code, *name; } words[] = {
		{ "read", N_("File opened") }, { "list", N_("Seen in a list") }, { "search", N_("Found by a search") },
		{ "create", N_("File or appointment made") }, { "change", N_("Appointment or file changed") },
		{ "merge", N_("Files merged or parted") }, { "export", N_("Data given out") }, { "erase", N_("Erased") },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(what, str_of(words[i].code)))
			return words[i].name;
	return N_("Other");
}

static void doc_trail(const struct doc *d, const struct all *all)
{
	const struct pdf_column changes[] = { { word(d, N_("When")), 2, true, false },
		{ word(d, N_("What")), 2, false, false }, { word(d, N_("Before")), 3, false, false },
		{ word(d, N_("After")), 3, false, false } };
	const struct pdf_column seen[] = { { word(d, N_("When")), 2, true, false },
		{ word(d, N_("Who")), 4, false, false }, { word(d, N_("What")), 3, false, false } };

	pdf_heading(d->p, 2, word(d, N_("What was changed in this file")));
	pdf_table(d->p, changes, 4);
	for (size_t i = 0; i < all->trail.n; i++) {
		const struct patient_trail_list_row *t = &all->trail.v[i];
		const struct str cells[] = { day_time(d->a, t->at), word(d, person_field(t->field)),
			t->before_value,
			person_field_is_file(t->field) ? word(d, N_("another file")) : t->after_value };

		pdf_table_row(d->p, cells, 4);
	}
	pdf_table_end(d->p);
	pdf_heading(d->p, 2, word(d, N_("Who opened this file")));
	pdf_table(d->p, seen, 3);
	for (size_t i = 0; i < all->seen.n; i++) {
		const struct patient_seen_by_row *s = &all->seen.v[i];
		const struct str cells[] = { day_time(d->a, s->at), s->account.s,
			word(d, seen_word(s->what)) };

		pdf_table_row(d->p, cells, 3);
	}
	pdf_table_end(d->p);
}

enum err patient_export_pdf(struct db *db, struct arena *a, const struct scope *scope, enum lang lang,
	struct instant now, struct patient_id id, struct str *ret)
{
	struct pdf_options o = { .title = lang_tr(lang, N_("All that is kept about a person")),
		.rtl = lang == LANG_AR, .now = now };
	struct doc d = { NULL, a, lang };
	struct all all;

	TRY(collect(db, a, scope, id, &all));
	TRY(pdf_new(a, &o, &d.p));
	pdf_heading(d.p, 1, o.title);
	pdf_small(d.p, lang_tr(lang, N_("Given to the person under law 09-08, article 7.")));
	doc_person(&d, &all.who, all.address, &all.mails);
	doc_visits(&d, &all.visits);
	doc_requests(&d, &all.requests);
	doc_referrals(&d, &all.referrals);
	doc_left(&d, &all.left);
	doc_trail(&d, &all);
	return pdf_end(d.p, ret);
}
