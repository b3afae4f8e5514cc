/* Calls as the demonstration has them. */
#include "areas/telephone/inside.h"

#include "base/random.h"

enum err telephone_call_put(struct db *db, struct arena *a, const struct call_made *in)
{
	struct telephone_call_id id = { random_id(in->rang_at) };
	int64_t n;

	TRY(telephone_call_add(db, a, id, in->organization, S(""), in->number, S("ringing"), in->rang_at, INSTANT_NONE, (struct opt_int){ 0 }, &n));
	if (in->reason.n) {
		TRY(telephone_take(db, a, in->taken_at, in->account, id, &n));
		TRY(telephone_end(db, a, in->ended_at, in->reason, in->note.n ? in->note : S(""), id, in->account, &n));
	} else if (in->ended_at.v != INSTANT_NONE.v) {
		TRY(telephone_hung_up(db, a, in->ended_at, id, &n));
	}
	if (!in->practitioner.v)
		return OK;
	return telephone_message_add(db, a, (struct telephone_message_id){ random_id(in->taken_at) }, in->organization, in->practitioner, id,
		in->patient, in->account, in->text, in->taken_at);
}
