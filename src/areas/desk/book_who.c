/* The people of the booking page: who was looked for, what each had and has, likely doubles. */
#include "areas/desk/pages.h"

#include "areas/organizations/organizations.h"
#include "web/web.h"

enum { FOUND_MAX = 6 };

static enum err note_last(struct rq *rq, const struct desk *d, struct book_found *f)
{
	struct patient_last last;
	enum err e = patient_last(rq->db, rq->a, f->who.id, d->now.day, &last);

	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	f->last_day = last.day;
	f->last_specialty = last.specialty;
	f->last_service = organization_name(rq->lang, last.service_fr, last.service_ar, last.service_en);
	return OK;
}

enum err book_note_ahead(struct rq *rq, const struct desk *d, struct book_page *p)
{
	/* Who books for others sees what it booked, not what the hospital knows. */
	for (size_t i = 0; i < p->found.n && !p->elsewhere && p->sight & SIGHT_TYPES; i++) {
		struct book_found *f = &p->found.v[i];
		enum err e = patient_next(rq->db, rq->a, f->who.id, p->of, d->now.day, &f->next_day, &f->next_min);

		if (e == E_NOTFOUND)
			f->next_day = DAY_NONE;
		else
			TRY(e);
	}
	return OK;
}

/* Of the found, the first two that seem to be one person are marked. */
static enum err mark_twins(struct rq *rq, struct book_page *p)
{
	for (size_t i = 0; i < p->found.n; i++) {
		const struct patient *w = &p->found.v[i].who;
		struct person who = { w->name, w->birth_day, w->sex, w->phone, w->lang, w->identity_number, w->email };
		struct patient_matches near;

		TRY(patient_doubles(rq->db, rq->a, w->organization, &who, &near));
		for (size_t j = i + 1; j < p->found.n; j++)
			for (size_t k = 0; k < near.n; k++)
				if (near.v[k].who.id.v == p->found.v[j].who.id.v && near.v[k].score >= LIKELY_DOUBLE) {
					p->found.v[j].twin = true;
					p->twin_a = w->id.v;
					p->twin_b = p->found.v[j].who.id.v;
				}
		if (p->twin_a)
			return OK;
	}
	return OK;
}

enum err book_found_add(struct rq *rq, const struct desk *d, struct book_page *p, const struct patient_match *m)
{
	struct book_found *f = &p->found.v[p->found.n++];

	f->who = m->who;
	f->score = m->score;
	f->alike = m->alike;
	TRY(rq_audit(rq, AUDIT_SEARCH, f->who.id.v, f->who.organization.v));
	f->last_day = DAY_NONE;
	f->next_day = DAY_NONE;
	return p->sight & SIGHT_PAST ? note_last(rq, d, f) : OK;
}

void book_chosen(struct rq *rq, struct book_page *p, int64_t who)
{
	p->chosen = who;
	p->who = who ? rq_word(rq, who) : S("");
}

enum err book_find(struct rq *rq, const struct desk *d, struct book_page *p)
{
	struct patient_matches rows = { 0 };
	struct patient_match one = { .score = 100 };
	int64_t who = rq_word_id(rq, "who");

	TRY(book_find_referred(rq, p));
	if (p->ref)
		return OK;
	if (p->elsewhere)
		return book_find_ours(rq, d, p);
	p->found.v = ARENA_ARRAY(rq->a, struct book_found, FOUND_MAX + 11);
	if (p->fresh)
		return OK;
	if (p->sought.text.n)
		TRY(patient_search(rq->db, rq->a, &d->files, p->sought.text, FOUND_MAX + 1, &rows));
	p->more = rows.n > FOUND_MAX;
	rows.n = p->more ? FOUND_MAX : rows.n;
	for (size_t i = 0; i < rows.n; i++)
		TRY(book_found_add(rq, d, p, &rows.v[i]));
	if (who && !rows.n) {
		TRY(patient_get(rq->db, rq->a, &d->files, (struct patient_id){ who }, &one.who));
		TRY(book_found_add(rq, d, p, &one));
	}
	book_chosen(rq, p, who);
	return p->telephone ? OK : mark_twins(rq, p);
}
