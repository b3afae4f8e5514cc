// A public draw, computed again from its entries: docs/draw.md, written from its words.
import { fromBase64, sha256 } from './verify.mjs';

export const STAGES = ['draw-open', 'draw-time', 'draw-wish', 'draw-close', 'draw-beacon', 'draw-seed', 'draw-result', 'draw-end'];
const MANY = ['draw-time', 'draw-wish', 'draw-result'];

/** Ranks and times: people are { holder, class, wishes: [numbers] }, numbers those that are drawn for. */
export function allocate({ classes, seed, root, beacon, people, numbers }) {
	const first = p => (classes.includes(p.class) ? classes.indexOf(p.class) : classes.length), free = new Set(numbers);
	const lot = p => sha256('diwan-draw-1\n', seed, root, sha256(beacon ?? ''), fromBase64(p.holder, 32));
	return people.map(p => ({ ...p, lot: lot(p) })).sort((a, b) => first(a) - first(b) || Buffer.compare(a.lot, b.lot))
		.map((p, i) => ({ ...p, rank: i + 1, number: p.wishes.find(n => free.delete(n)) ?? '-' }));
}

export function draws(found) {
	const all = new Map(), local = e => new Date(e.at).toLocaleString('sv', { timeZone: e.zone }).replace(' ', 'T');
	const bytes = text => { try { return fromBase64(text, 32); } catch { return Buffer.alloc(0); } };
	const RULES = {	// what is wrong with an entry that stands where it may stand
		'draw-open': (d, e, t) => {
			[, d.commitment, d.beacon] = /^(\S{44})(?: (.+))?$/.exec(e.reason) ?? [];
			Object.assign(d, { times: [], people: new Map(), classes: e.class?.split(',') ?? [], capacity: e.capacity, results: [] });
			return !d.commitment || !(Date.parse(`${local(e)}Z`) / 60000 < t.from - e.minutes) ? 'announced without a commitment, or after its window began' : '';
		},
		'draw-time': (d, e) => (d.times.push(e) === Number(e.reason) && d.times.length <= d.capacity ? '' : 'a time out of its number'),
		'draw-wish': (d, e) => {
			d.people.delete(e.holder);
			if (e.reason !== null) d.people.set(e.holder, { holder: e.holder, class: e.class, wishes: e.reason.split(',') });
			return d.times.length === d.capacity && e.holder !== null ? '' : 'a wish before all times were said, or of nobody';
		},
		'draw-close': (d, e, t, root) => {
			d.root = root();
			return (e.capacity ?? 0) === d.people.size ? '' : `${d.people.size} take part and not ${e.capacity ?? 0}`;
		},
		'draw-beacon': (d, e) => { d.value = e.reason; return d.beacon ? '' : 'a beacon that was not announced'; },
		'draw-seed': (d, e) => {
			const seed = bytes(e.reason), numbers = d.times.map(x => x.reason);
			d.results = allocate({ ...d, seed, beacon: d.value, people: [...d.people.values()], numbers });
			d.opened = true;
			return sha256(seed).toString('base64') !== d.commitment ? 'not the seed that was committed to' : d.beacon && !d.value ? 'drawn without its beacon' : '';
		},
		'draw-result': (d, e) => {
			const r = d.results.shift(), time = r && d.times.find(x => x.reason === r.number), minutes = time?.minutes ?? 0;
			return r && e.holder === r.holder && e.class === r.class && e.reason === `${r.rank}/${r.number}` && e.minutes === minutes && (!time || e.slot === time.slot)
				? '' : `not what the lots give${r ? `: ${r.holder} ${r.rank}/${r.number}` : ''}`;
		},
		'draw-end': (d, e) => (e.reason === (d.root ? 'late' : 'cancelled') && (!d.root || (d.beacon && !d.value)) ? '' : 'given up when it may not be'),
	};
	return (e, t, i, root) => {
		const stage = STAGES.indexOf(e.act), of = `${e.org} ${e.service} ${e.schedule} ${e.zone}`, d = all.get(e.chain) ?? { stage: -1, of, i };
		if (stage < 0) return;
		const due = d.of === of && (d.stage < 0 ? stage === 0 : stage > d.stage || (stage === d.stage && MANY.includes(e.act)))
			&& (stage < 4 || stage === 7 || d.root) && (stage !== 6 || d.opened);
		const wrong = due ? RULES[e.act](d, e, t, root) : 'out of its order';
		if (due) all.set(e.chain, Object.assign(d, { stage }));
		if (wrong) found('draw', e.act.slice(5), d.i === i ? [i] : [d.i, i], wrong);
	};
}
