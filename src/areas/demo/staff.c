/* One account for each role, all with one public password. */
#include "areas/demo/inside.h"

#include "areas/accounts/accounts.h"
#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "demo_q.h"
#include "organizations_q.h"

static const struct { enum role role; const char *at, *name; } staff[] = {
	{ ROLE_DESK, DEMO_HOSPITAL, "Latifa Haddad" },
	{ ROLE_HEAD_OF_ADMISSIONS, DEMO_HOSPITAL, "Hicham Berrada" },
	{ ROLE_PRACTITIONER, DEMO_HOSPITAL, "" },
	{ ROLE_DIRECTOR, DEMO_HOSPITAL, "Touria Guessous" },
	{ ROLE_ADMINISTRATOR, DEMO_HOSPITAL, "Anas Filali" },
	{ ROLE_HEALTH_CENTRE, "FES-BATHA", "Siham Rami" },
	{ ROLE_HELPER, "MA-FES", "Brahim Oubella" },
	{ ROLE_TELEPHONE, DEMO_HOSPITAL, "Meryem Sabri" },
	{ ROLE_REGIONAL_READER, "MA-03", "Najat Skalli" },
	{ ROLE_MINISTRY_READER, "MA", "Khalid Mernissi" },
	{ ROLE_PLATFORM, "MA", "Kenza Naciri" },
};

static enum err health_centre(struct demo *d)
{
	struct organization_by_code_row fes;
	struct organization_id id;

	TRY(organization_by_code(d->db, d->a, S("MA-FES"), &fes));
	return organization_create(d->db, d->a,
		&(struct organization_new){ .parent = fes.id.v,
			.kind = S("health_centre"),
			.code = S("FES-BATHA"),
			.name_fr = S("Centre de santé Batha, Fès"),
			.name_ar = S("المركز الصحي البطحاء، فاس"),
			.name_en = S("Batha health centre, Fez"),
			.sms_name = S("CS Batha"),
			.phone = S("+212535000119"),
			.zone = S("Africa/Casablanca") },
		&id);
}

/* The practitioner's account is that of the hospital's first cardiologist. */
static const struct doctor *cardiologist(const struct demo *d)
{
	for (size_t i = 0; i < d->ndoctors; i++)
		if (str_eq(d->doctors[i].at->code, S(DEMO_HOSPITAL))
			&& str_eq(d->doctors[i].m->specialty, S("cardio")))
			return &d->doctors[i];
	return &d->doctors[0];
}

enum err demo_staff(struct demo *d)
{
	const struct doctor *doc = cardiologist(d);
	struct practitioner p;
	int64_t centre = 0, helper = 0, desk = 0;

	TRY(health_centre(d));
	TRY(practitioner_get(d->db, d->a, doc->id, &p));
	for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
		struct organization_by_code_row o;
		struct account_id id;
		struct account_new acc = { .login = str_of(role_code(staff[i].role)),
			.name = { str_of(staff[i].name) },
			.password = S(DEMO_PASSWORD),
			.role = staff[i].role };

		TRY(organization_by_code(d->db, d->a, str_of(staff[i].at), &o));
		acc.organization = o.id;
		if (acc.role == ROLE_PRACTITIONER) {
			acc.name = p.name;
			acc.practitioner = doc->id.v;
		}
		if (role_needs_totp(acc.role))
			acc.totp_secret = S(DEMO_TOTP);
		TRY(account_create(d->db, d->a, d->now, &acc, &id));
		centre = acc.role == ROLE_HEALTH_CENTRE ? id.v : centre;
		helper = acc.role == ROLE_HELPER ? id.v : helper;
		desk = acc.role == ROLE_DESK ? id.v : desk;
		d->director = acc.role == ROLE_DIRECTOR ? id.v : d->director;
		d->platform = acc.role == ROLE_PLATFORM ? id.v : d->platform;
		if (acc.role == ROLE_PRACTITIONER)
			TRY(demo_feed(d->db, d->a, random_id(d->now), o.id, doc->schedule, id, token_hash(d->a, S(DEMO_CALENDAR)), d->now));
		if (acc.role == ROLE_PRACTITIONER)
			TRY(demo_watch(d->db, d->a, random_id(d->now), o.id, doc->schedule, id, S("cardiologue@example.ma"), d->now));
	}
	TRY(demo_telephone(d, desk, doc->id));
	return demo_others(d, centre, helper);
}

void demo_print_accounts(void)
{
	printf("The demonstration country: people, hours and figures are invented. Never use it for real data.\n\n"
	       "Sign in at /sign-in with one of these names; the password of all is: " DEMO_PASSWORD
	       "\n");
	for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++)
		printf("  %-18s at %-12s%s\n", role_code(staff[i].role), staff[i].at,
			role_needs_totp(staff[i].role) ? "with a code of the secret below" : "");
	printf("  %-18s at %-12s%s\n", "nurse", DEMO_HOSPITAL, "a practitioner who visits people at home: page Round");
	printf("\nSecret of the administrators' codes (TOTP; put it into an authenticator, or: build/gcc/diwan totp SECRET):\n  " DEMO_TOTP
	       "\nThe practitioner's agenda for a calendar program: /calendar/" DEMO_CALENDAR ".ics"
	       "\nA machine's token: build/gcc/diwan token add --organization " DEMO_HOSPITAL
	       " --role machine --data DIR   (DIR as given to ./run; var when none was)\n\n");
	fflush(stdout);
}
