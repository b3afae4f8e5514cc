/* Typing a referral's code: how often somebody may be wrong. See referrals.h. */
#include "areas/referrals/referrals.h"

#include "crypto/crypto.h"
#include "web/web.h"

/*
 * Whoever holds a code and not the birth date may guess it a few times, from all networks together hardly more. A place
 * that was never wrong with a code has always one try: so nobody keeps the patient out by being wrong in her stead.
 */
enum {
	HOUR = 3600, DAY = 24 * HOUR,
	PLACE_HOUR = 60,		/* wrong ones of one network or account: codes that do not exist */
	PERSON_HOUR = 10,		/* of these, for one person */
	CODE_PLACE_DAY = 5,		/* of one code, from one place */
	CODE_DAY = 20,			/* of one code, from all places: then one try for a place that was not wrong yet */
};

struct keys { int64_t place, person, code, code_place; };

static int64_t bucket(struct str what)
{
	return hmac_bucket(S("referral"), what);
}

static struct keys keys_of(struct rq *rq, const struct referral_ask *ask, struct str person)
{
	int64_t place = rq->who.account ? rq->who.account : rq_network(rq);
	struct str hash = token_hash(rq->a, ask->code);

	return (struct keys){ place, bucket(arena_fmt(rq->a, "%lld %.*s", (long long)place, STR_ARG(person))), bucket(hash),
		bucket(arena_fmt(rq->a, "%lld %.*s", (long long)place, STR_ARG(hash))) };
}

static bool too_often(const struct rq *rq, const struct keys *k)
{
	int here = rq_limit_count(rq, "referral-code-place", k->code_place, DAY);

	return here >= CODE_PLACE_DAY || (here && rq_limit_count(rq, "referral-code", k->code, DAY) >= CODE_DAY) ||
		rq_limit_count(rq, "referral", k->place, HOUR) >= PLACE_HOUR ||
		rq_limit_count(rq, "referral-person", k->person, HOUR) >= PERSON_HOUR;
}

/* Past a limit nothing more is counted; that it is reached is told at the next try. guessed: the code is there. */
static void was_wrong(struct rq *rq, const struct keys *k, bool guessed)
{
	(void)!rq_limit(rq, "referral", k->place, PLACE_HOUR, HOUR);
	(void)!rq_limit(rq, "referral-person", k->person, PERSON_HOUR, HOUR);
	if (!guessed)
		return;
	(void)!rq_limit(rq, "referral-code", k->code, CODE_DAY, DAY);
	(void)!rq_limit(rq, "referral-code-place", k->code_place, CODE_PLACE_DAY, DAY);
}

enum err referral_try(struct rq *rq, const struct referral_ask *ask, struct day birth, struct str person,
	enum referral_fault *ret)
{
	struct keys k = keys_of(rq, ask, person);

	*ret = REFERRAL_WAIT;
	if (too_often(rq, &k))
		return OK;
	TRY(referral_look(rq->db, rq->a, ask, birth, ret));
	if (*ret == REFERRAL_NONE || *ret == REFERRAL_OTHER_PERSON)
		was_wrong(rq, &k, *ret == REFERRAL_OTHER_PERSON);
	return OK;
}
