// A public draw, computed again from its entries: docs/draw.md, written from its words.
import { readFileSync } from 'node:fs';
import { sha256 } from './verify.mjs';
/** Ranks and times: people are { holder, class, wishes: [numbers] }, numbers those that are drawn for. */
export function allocate({ classes, seed, root, beacon, people, numbers }) {
	const first = p => (classes.includes(p.class) ? classes.indexOf(p.class) : classes.length), free = new Set(numbers);
	const lot = p => sha256('diwan-draw-1\n', seed, root, sha256(beacon ?? ''), Buffer.from(p.holder, 'base64'));
	return people.map(p => ({ ...p, lot: lot(p) })).sort((a, b) => first(a) - first(b) || Buffer.compare(a.lot, b.lot))
		.map((p, i) => ({ ...p, rank: i + 1, number: p.wishes.find(n => free.delete(n)) ?? '-' }));
}
/** Minutes that the clocks of a place show, by the system's files (RFC 8536): what Node brings with it may be older than the law. */
function local({ at, zone }) {
	const b = readFileSync(`/usr/share/zoneinfo/${zone.replaceAll('..', '')}`), n = k => b.readUInt32BE(k), now = Date.parse(at) / 1000;
	const h = 44 + n(32) * 5 + n(36) * 6 + n(40) + n(28) * 8 + n(24) + n(20), changes = n(h + 32);	// of the second part, with 64 bits
	const last = Array.from({ length: changes }, (_, k) => Number(b.readBigInt64BE(h + 44 + 8 * k))).findLastIndex(t => t <= now);
	return (now + b.readInt32BE(h + 44 + 9 * changes + (last < 0 ? 0 : 6 * b[h + 44 + 8 * changes + last]))) / 60;
}
const notice = (e, t) => { try { return t.from - e.minutes - local(e); } catch { return 0; } };	// none where there is no such place
const RULES = {	// in their order: takes what an entry says, and says whether it is as it must be
	'draw-open'(d, e) {
		[, d.commitment, d.beacon] = /^(\S{44})(?: (.+))?$/.exec(e.reason) ?? [];
		const classes = e.class?.split(',').map(c => c.split('=')[0]) ?? [];	// “1=urgent”: what wishes call it, and its code
		return Object.assign(d, { times: [], people: new Map(), classes, capacity: e.capacity }).commitment;
	},
	'draw-time': (d, e) => d.times.push(e) === Number(e.reason) && d.times.length <= d.capacity,
	'draw-wish'(d, e) {
		d.people.delete(e.holder);
		if (e.reason !== null) d.people.set(e.holder, { holder: e.holder, class: e.class, wishes: e.reason.split(',') });
		return d.times.length === d.capacity && e.holder !== null;
	},
	'draw-close': (d, e, t, root) => (d.root = root()) && (e.capacity ?? 0) === d.people.size,
	'draw-beacon': (d, e) => (d.value = e.reason) && d.beacon && /^[\dA-Za-z.:-]+$/.test(e.reason),
	'draw-seed'(d, e) {
		const seed = Buffer.from(e.reason ?? '', 'base64'), numbers = d.times.map(x => x.reason), people = [...d.people.values()];
		d.results = allocate({ ...d, seed, beacon: d.value, people, numbers });
		return sha256(seed).toString('base64') === d.commitment && Boolean(d.beacon) === Boolean(d.value);
	},
	'draw-result'(d, e) {
		const r = d.results.shift(), time = d.times.find(x => x.reason === r?.number);
		return r && e.holder === r.holder && [null, r.class].includes(e.class) && e.reason === `${r.rank}/${r.number}`
			&& e.minutes === (time?.minutes ?? 0) && (!time || e.slot === time.slot);
	},
	'draw-end': (d, e) => (d.root ? e.reason === 'late' && d.beacon && !d.value : e.reason === 'cancelled'),
};
export function draws(found) {
	const all = new Map(), last = new Map(), STAGES = Object.keys(RULES), time = e => `${e.schedule} ${e.slot}`;
	const givenUp = e => last.get(`draw-end ${last.get(time(e))?.own}`)?.i > last.get(time(e))?.i;	// by an end after its newest draw-time
	return [givenUp, (e, t, i, root) => {
		const stage = STAGES.indexOf(e.act), of = `${e.org} ${e.service} ${e.schedule} ${e.zone}`, d = all.get(e.chain) ?? { stage: -1, of, i };
		if (stage < 0) return;
		last.set(e.act === 'draw-time' ? time(e) : `${e.act} ${e.chain} ${e.schedule}`, { own: `${e.chain} ${e.schedule}`, i });
		if (stage === 0 && Math.min(e.minutes, notice(e, t)) < 1440) found('draw', 'short', [i], 'less than a day of notice, or of wishes');
		const next = stage > d.stage || (stage === d.stage && ['draw-time', 'draw-wish', 'draw-result'].includes(e.act));
		const due = d.of === of && next && (d.stage < 0) === (stage === 0) && (stage < 4 || stage === 7 || d.root) && (stage !== 6 || d.results);
		if (due) all.set(e.chain, Object.assign(d, { stage }));
		if (!due || !RULES[e.act](d, e, t, root)) found('draw', e.act, [...new Set([d.i, i])], due ? 'not as it must be' : 'out of its order');
	}];
}
