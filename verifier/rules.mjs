// What the entries of a ledger must be to each other. Each rule sees every entry once, in order (entry(e, index)), and
// says at the end what it found (end()): { rule, text, entries: [indexes] }. Like verify.mjs, without any code of the server.

const LATE = 15 * 60;	// seconds by which an entry may be older than one before it: the longest that a transaction lasts

class Rule {
	findings = [];
	constructor(name) {
		this.name = name;
	}
	found(text, ...entries) {
		this.findings.push({ rule: this.name, text, entries });
	}
	end() {
		return this.findings;
	}
}

/** Entries that were put in later than they say. */
class Dates extends Rule {
	#latest = 0;
	#where = 0;
	entry(e, i) {
		const at = Date.parse(e.at) / 1000;
		if (this.#latest - at > LATE) this.found(`${e.act} says ${e.at} and follows an entry of a later time`, this.#where, i);
		if (at > this.#latest) { this.#latest = at; this.#where = i; }
	}
}

/*
 * What may follow what in the entries about one appointment, and about one request on a waiting list. "from" are the
 * states that an act needs; without "to" it changes none. NONE: the chain begins.
 */
const NONE = 'none';
const STEPS = {
	hold: { from: [NONE, 'released'], to: 'held' },
	release: { from: ['held'], to: 'released' },
	book: { from: [NONE, 'held', 'waiting'], to: 'booked' },
	overbook: { from: [NONE, 'held'], to: 'booked' },
	wait: { from: [NONE], to: 'waiting' },
	move: { from: ['booked', 'waiting'] },
	substitute: { from: ['booked'] },
	cancel: { from: ['booked', 'waiting'], to: 'cancelled' },
	attend: { from: ['booked', 'over'], to: 'over' },
	miss: { from: ['booked', 'over'], to: 'over' },
	enlist: { from: [NONE], to: 'listed' },
	offer: { from: ['listed'], to: 'offered' },
	accept: { from: ['offered'], to: 'accepted' },
	expire: { from: ['offered'], to: 'listed' },
	delist: { from: ['listed', 'offered'], to: 'delisted' },
};
const PARTY = 'party';	// places of a group that are kept without names: no chain

class Chains extends Rule {
	#chains = new Map();
	entry(e, i) {
		const step = STEPS[e.act];
		if (!step) {
			if (e.chain !== '') this.found(`${e.act} is about no appointment and names one`, i);
			return;
		}
		if (e.chain === '') {
			if (e.reason !== PARTY) this.found(`${e.act} does not say of which appointment`, i);
			return;
		}
		const c = this.#chains.get(e.chain) ?? { state: NONE, holder: null, last: i };
		if (!step.from.includes(c.state)) this.found(`${e.act} after ${c.state}`, c.last, i);
		if (e.holder !== null && c.holder !== null && e.holder !== c.holder) this.found(`${e.act} for another holder`, c.last, i);
		c.state = step.to ?? c.state;
		c.holder = e.holder ?? c.holder;
		c.last = i;
		this.#chains.set(e.chain, c);
	}
}

const minutesOf = slot => Date.parse(`${slot}Z`) / 60000;

/** No more appointments at a time than places were published for it, extra appointments (overbook) apart. */
class Places extends Rule {
	#published = new Map();	// by schedule and day: intervals
	#booked = new Map();	// by schedule and day: chain → appointment
	#where = new Map();	// chain → its day in #booked
	static key = e => `${e.schedule} ${e.slot.slice(0, 10)}`;
	entry(e, i) {
		if (e.act === 'publish' && e.capacity !== null) this.#put(e);
		if (e.act === 'withdraw' && e.capacity !== null) this.#take(e);
		if (e.chain === '') return;
		if (['move', 'cancel', 'book', 'overbook', 'substitute'].includes(e.act)) this.#drop(e);
		if (['move', 'book', 'overbook', 'substitute'].includes(e.act)) this.#add(e, i);
	}
	#put(e) {
		const at = minutesOf(e.slot), list = this.#published.get(Places.key(e)) ?? [];
		list.push({ from: at, to: at + e.minutes, capacity: e.capacity });
		this.#published.set(Places.key(e), list);
	}
	#take(e) {
		const at = minutesOf(e.slot), list = this.#published.get(Places.key(e)) ?? [];
		const k = list.findIndex(p => p.from === at && p.to === at + e.minutes && p.capacity === e.capacity);
		if (k >= 0) list.splice(k, 1);
	}
	#drop(e) {
		const key = this.#where.get(e.chain);
		this.#booked.get(key)?.delete(e.chain);
		this.#where.delete(e.chain);
	}
	#add(e, i) {
		const key = Places.key(e), from = minutesOf(e.slot), to = from + e.minutes;
		const extra = e.act === 'overbook' || e.reason === 'overbooked';
		const day = this.#booked.get(key) ?? new Map();
		if (!extra) this.#look(e, i, from, to, [...day.values()]);
		day.set(e.chain, { from, to, i, extra });
		this.#booked.set(key, day);
		this.#where.set(e.chain, key);
	}
	#look(e, i, from, to, day) {
		const places = (this.#published.get(Places.key(e)) ?? []).filter(p => p.from <= from && from < p.to).reduce((n, p) => n + p.capacity, 0);
		const beside = day.filter(b => !b.extra && b.from < to && from < b.to);
		if (!places || beside.length < places) return;
		for (const at of [from, ...beside.map(b => b.from).filter(t => t > from)]) {
			const then = beside.filter(b => b.from <= at && at < b.to);
			if (then.length < places) continue;
			this.found(`${e.act} at ${e.slot}: more appointments than the ${places} that were published`, ...then.map(b => b.i), i);
			return;
		}
	}
}

export const rules = () => [new Dates('dates'), new Chains('chains'), new Places('places')];
