// The rules of docs/fairness.md, from its words. entry(e, index, root) reads each entry once, in order; root() is the tree's root with it.
import { draws } from './draw.mjs';
const OPEN_WAYS = ['online', 'sms', 'assisted'], NO_STAFF = ['public', 'system', 'helper'], LATE = { 'draw-wish': 4500 }, DAY = 86400;
const NO_CHAIN = ['publish', 'withdraw', 'share', 'key'], ALPHA = 1 / 520, KEPT = 90, PENDING = ['held', 'waiting', 'listed', 'offered'];
const STEPS = {	// act: after which states, the state that follows
	hold: ['none released offered', 'held'], release: ['held', 'released'], book: ['none held waiting accepted', 'booked'],
	overbook: ['none held', 'booked'], wait: ['none held', 'waiting'], move: ['booked waiting'], substitute: ['booked waiting'],
	cancel: ['booked waiting', 'cancelled'], attend: ['booked over', 'over'], miss: ['booked over', 'over'], undone: ['over', 'booked'],
	enlist: ['none listed offered', 'listed'], offer: ['listed', 'offered'], expire: ['offered', 'listed'],
	accept: ['offered', 'accepted'], delist: ['listed offered', 'delisted'],
};
const overlap = (a, b) => a.from < b.to && b.from < a.to, holds = (p, t) => p.from <= t.from && t.from < p.to;
const within = (seconds, most) => seconds >= 0 && seconds <= most, sum = (list, of) => list.reduce((n, x) => n + of(x), 0);
const at = (map, key, make) => map.get(key) ?? map.set(key, make()).get(key);
const least = (list, by) => list.reduce((a, b) => (a && by(a) <= by(b) ? a : b), null);
/** The chances of 0, 1, … marked ones among s drawn of n marked and m others, when a marked one is drawn with these odds. */
function chances(n, m, s, odds) {
	const first = Math.max(0, s - m), w = [0];	// logarithms, each from the one before
	for (let i = first; i < Math.min(n, s); i++) w.push(w.at(-1) + Math.log((n - i) * (s - i) * odds / (i + 1) / (m - s + i + 1)));
	const top = Math.max(...w), all = sum(w, x => Math.exp(x - top));
	return [...Array(first).fill(0), ...w.map(x => Math.exp(x - top) / all)];
}
const tail = (chance, x) => sum(chance.slice(x).reverse(), p => p);
export function rules() {
	const findings = [], found = (rule, code, entries, text) => findings.push({ rule, code, text, entries });
	const chains = new Map(), agendas = new Map(), lists = new Map(), [givenUp, draw] = draws(found);
	const back = c => c?.state === 'released' && !c.more && latest.at - c.then >= 3600;	// given back an hour ago, and nothing else
	let latest = { at: -Infinity }, oldest = Infinity, week, period = null, counts, delays, kept;
	const agenda = name => at(agendas, name, () => ({ days: new Map(), blocks: [], ended: [], freed: [] }));
	const dayOf = (name, day) => at(agenda(name).days, day, () => ({ intervals: [], shares: [], taken: new Map(), released: new Map() }));
	function publish(e, t, i) {	// or withdraw or share; without a capacity the first two are about a block
		const a = agenda(e.schedule), { intervals, shares } = dayOf(e.schedule, t.day), same = p => p.from === t.from && p.to === t.to;
		const block = a.blocks.findIndex(same), gone = intervals.find(p => same(p) && p.capacity === e.capacity && !p.gone);
		if (e.act === 'share' && e.channel === 'online') shares.push({ ...t, i, capacity: e.capacity, reason: e.reason });
		else if (e.act === 'publish' && e.capacity !== null) intervals.push({ ...t, i, capacity: e.capacity, reason: e.reason });
		else if (e.act === 'publish' && block >= 0) a.ended.push({ ...a.blocks.splice(block, 1)[0], at: t.at, i });
		else if (e.act === 'withdraw' && e.capacity === null) a.blocks.push({ ...t, i });
		else if (e.act === 'withdraw' && gone) gone.gone = { at: t.at, i };
	}
	/** Since when a time is on offer, { at, i } of the entry that says so; null: it is not. */
	function offered(schedule, t) {
		const a = agenda(schedule), all = [t.day, t.day - 1].flatMap(d => a.days.get(d)?.intervals ?? []).filter(p => holds(p, t));
		const gathering = p => p.reason === 'gathering' && p.from === t.from, blocked = a.blocks.some(b => overlap(b, t));
		const since = p => least([p, ...all.filter(q => q.gone?.i < p.i && within(p.at - q.gone.at, 60))], q => q.at);
		const first = least(all.filter(p => !p.gone && (!blocked || gathering(p))).map(since), q => q.at);
		return first && a.ended.filter(b => overlap(b, t)).reduce((s, b) => (b.at > s.at ? b : s), first);
	}
	function places(e, t, i, c) {
		const { intervals, taken } = dayOf(e.schedule, t.day), P = sum(intervals.filter(p => !p.gone && holds(p, t)), p => p.capacity);
		const beside = [...taken].filter(([other, b]) => other !== c && !b.extra && overlap(b, t)).map(([, b]) => b);
		const moments = [t.from, ...beside.map(b => b.from).filter(f => f > t.from).sort((x, y) => x - y)];
		const full = P && moments.map(from => beside.filter(b => b.from <= from && from < b.to)).find(then => then.length >= P);
		if (full) found('places', 'full', [...full.map(b => b.i).sort((x, y) => x - y), i], `${e.slot}: more than the ${P} published`);
	}
	function count(e, code, x, i) {	// of one operator: how many, and those of which the rule asks
		const c = at(counts, `${e.org} ${e.role} ${code}`, () => ({ org: e.org, role: e.role, code, n: 0, x: 0, first: [] }));
		if (++c.n && x && ++c.x <= 10) c.first.push(i);
	}
	const waiting = ({ org, service }) => (service && lists.get(`${org} ${service}`)?.size) || 0;
	const unfree = (a, t) => { a.freed = a.freed.filter(f => !overlap(f, t) && f.to > t.at / 60 - (KEPT + 1) * 1440); };
	function drop(c, e, t, i, freed) {	// the chain's time is its own no longer
		const was = c.time;
		c.time = void was?.taken.delete(c);
		if (freed && was && !was.extra) agenda(was.schedule).freed.push({ ...e, ...was, at: t.at, i, c, listed: waiting(e) });
	}
	function take(e, t, i, c) {
		const hold = c.hold?.schedule === e.schedule && c.hold.from === t.from ? c.hold : null, moment = hold?.at ?? t.at;
		const staff = !NO_STAFF.includes(e.role), since = hold?.offered ?? offered(e.schedule, t), wait = since && moment - since.at;
		const { blocks, freed } = agenda(e.schedule), share = dayOf(e.schedule, t.day).shares.findLast(s => holds(s, t));
		const until = share && !share.capacity && /^until-(\d+)$/.exec(share.reason);
		if (!since) found('unoffered', 'unpublished', [...blocks.filter(b => overlap(b, t)).slice(-1).map(b => b.i), i], 'not on offer');
		else if (staff && within(wait, 59)) found('unoffered', 'at_once', [since.i, i], `${e.slot} had been on offer for ${wait} s`);
		if (until && !OPEN_WAYS.includes(e.channel) && t.at + 60 * until[1] + DAY < t.from * 60)
			at(kept, e.schedule, () => ({ share: share.i, all: [] })).all.push(i);
		const again = freed.filter(f => f.c !== c && overlap(f, t)), f = again.findLast(g => within(moment - g.at, 30)), listed = f && waiting(f);
		if (f && staff && hold?.role !== 'system' && f.listed && listed)
			found('retaken', 'retaken', [f.i, i], `freed ${moment - f.at} s before staff took it again, while ${listed} waited`);
		const up = staff && again.findLast(g => g.up && within(moment - g.at, 3600));
		if (up) found('draw', 'given_up', [up.i, i], `given back ${moment - up.at} s before, by a draw that was given up`);
		count(e, 'freed', again.some(g => within(moment - g.at, 600)), i);
		count(e, 'new', since && within(wait, 599), i);
		count(e, 'extra', false, i);
		unfree(agenda(e.schedule), t);
	}
	function appointment(e, t, i, c) {	// book, overbook, move, substitute
		const move = e.act === 'move', other = !c.time || c.time.schedule !== e.schedule || c.time.from !== t.from;
		const extra = e.act === 'substitute' ? c.time?.extra : e.act === 'overbook' || (move && e.ceiling !== null);
		if (e.act !== 'substitute' && !extra && e.reason === null && (other || !move)) take(e, t, i, c);
		if (!extra) places(e, t, i, c);
		drop(c, e, t, i, move && other);
		const { taken } = dayOf(e.schedule, t.day);
		taken.set(c, c.time = { ...t, schedule: e.schedule, taken, extra: Boolean(extra), i });
		if (e.act !== 'substitute') c.hold = null;	// used
		if (!extra || e.act === 'substitute') return;
		count(e, 'extra', true, i);
		const n = sum([...taken.values()], b => Number(b.extra));
		if (e.reason === null) found('extra', 'no_reason', [i], 'an extra appointment without a reason');
		if (e.ceiling !== null && n > e.ceiling) found('extra', 'ceiling', [i], `${n} extra appointments on a day of ${e.ceiling}`);
	}
	function hold(e, t, i, c) {
		const { released } = dayOf(e.schedule, t.day), by = `${t.from} ${e.org} ${e.role}`, last = released.get(by);
		count(e, 'parked', last && last.c !== c && within(t.at - last.at, 600), i);
		if (e.reason === 'waiting') unfree(agenda(e.schedule), t);
		c.hold = { ...t, schedule: e.schedule, role: e.role, by, released, offered: offered(e.schedule, t) };
	}
	function list(e, t, i, c) {	// enlist, offer, expire, accept, delist
		const q = c.request ??= { offers: [] }, over = ['accept', 'delist'].includes(e.act);
		if (e.act === 'enlist') Object.assign(q, { org: e.org, service: e.service, date: t.at, i, ...q, class: e.class });
		const people = at(lists, `${q.org} ${q.service}`, () => new Set());
		if (e.act === 'accept') unfree(agenda(e.schedule), t);
		if (e.act === 'offer') {
			const half = `${e.schedule} ${t.day} ${t.from % 1440 < 720}`, hand = e.reason === 'by-hand';
			const same = r => r.offers.findLast(o => o.half === half), earlier = r => r.class === q.class && r.date < q.date;
			const passed = r => q.service && earlier(r) && (hand || (same(r) && t.at - r.offers.at(-1).at >= DAY));
			const r = least([...people].filter(passed), x => x.date);
			if (r) found('order', hand ? 'by_hand' : 'passed', [hand ? r.i : same(r).i, i], 'an offer to somebody who had asked later');
			q.offers.push({ half, at: t.at, i });
		}
		people[(q.offered = e.act === 'offer' || (q.offered && e.act !== 'expire')) || over || q.date === undefined ? 'delete' : 'add'](q);
		if (over) c.request = null;
	}
	function life(e, t, i) {	// the chain of an appointment, of a request, or of seats without names
		const undone = e.reason === 'undone' && ['attend', 'miss'].includes(e.act), step = STEPS[undone ? 'undone' : e.act];
		const seats = ['party', 'named'].includes(e.reason);
		if (NO_CHAIN.includes(e.act) && e.chain !== '') found('chains', 'named', [i], `${e.act} is about no appointment and names one`);
		if (step && e.chain === '' && !seats) found('chains', 'nameless', [i], `${e.act} does not say of which appointment`);
		if (!step || e.chain === '') return;
		if (back(chains.get(e.chain))) chains.delete(e.chain);
		const c = at(chains, e.chain, () => ({ state: 'none', holder: null, seats: 0, last: [] }));
		const own = c.hold?.schedule === e.schedule && c.hold.from === t.from, wrong = (...f) => found('chains', f[0], [...c.last, i], f[1]) * 0;
		if (e.holder !== null && c.holder !== null && e.holder !== c.holder) wrong('holder', `${e.act} for another holder`);
		if (seats) c.seats += { hold: e.capacity, release: -e.capacity }[e.act] ?? 0;
		if (c.seats < 0) c.seats = wrong('seats', 'more seats were released than are left');
		if (!seats && !step[0].split(' ').includes(c.state)) wrong('step', `${e.act} after ${c.state}`);
		if (!seats && !(c.state === 'offered' && ['hold', 'enlist'].includes(e.act))) c.state = step[1] ?? c.state;
		c.more ||= seats || !['hold', 'release'].includes(e.act);
		Object.assign(c, { last: [i], day: t.day, then: latest.at, holder: e.holder ?? c.holder });
		if (e.act === 'hold') hold(e, t, i, c);
		if (e.act === 'release' && own && e.reason !== 'accepted') c.hold.released.set(c.hold.by, { at: t.at, c });
		if (e.act === 'release' && e.reason === 'draw')	// freed by nobody's chain, and not to be seen before, as at the end of a block
			for (const list of ['ended', 'freed']) agenda(e.schedule)[list].push({ ...e, ...t, i, up: givenUp(e), listed: waiting(e) });
		if (['book', 'overbook', 'move', 'substitute'].includes(e.act) && !seats && c.state !== 'waiting') appointment(e, t, i, c);
		if (e.act === 'cancel' && !seats) drop(c, e, t, i, true);
		if (['enlist', 'offer', 'expire', 'accept', 'delist'].includes(e.act)) list(e, t, i, c);
	}
	function delay(e, t, i) {
		const d = t.day - Math.floor(t.at / DAY), open = OPEN_WAYS.includes(e.channel), who = `${e.org} ${e.service}`;
		if (e.act === 'book' && e.service && e.reason === null && d >= 2 && e.channel)
			at(at(delays, who, () => new Map()), open ? '' : e.channel, () => []).push({ d: open ? d : 2 * d, own: !open, week, i });
	}
	const judge = (rule, asked) => asked.filter(k => k.p <= ALPHA / asked.length).forEach(k => found(rule, k.code, k.first, k.text));
	const operators = all => all.flatMap(({ org, role, code, n, x, first }) => {
		const peers = all.filter(o => o.role === role && o.code === code && o.org !== org), m = sum(peers, o => o.n), y = sum(peers, o => o.x);
		if (['public', 'system'].includes(role) || n < 20 || m < 50 || peers.length < 2) return [];
		return [{ code, first, p: tail(chances(n, m, x + y, 3), x), text: `${role} of ${org}: ${x} of ${n}, elsewhere ${y} of ${m}` }];
	});
	const channels = houses => houses.flatMap(([who, ways]) => [...ways].filter(([channel]) => channel).flatMap(([channel, own]) => {
		const all = [...own, ...ways.get('') ?? []], below = [];
		let a = 0, b = 0, chance = [1];
		for (const w of new Set(all.map(v => v.week))) {
			const of = all.filter(v => v.week === w), n = sum(of, v => Number(v.own)), m = of.length - n;
			if (!n || !m) continue;
			const middle = of.map(v => v.d).sort((x, y) => x - y)[Math.floor(of.length / 2)];
			const near = of.filter(v => v.d < middle), was = chance;
			[a, b, chance] = [a + n, b + m, Array(was.length + Math.min(n, near.length)).fill(0)];
			chances(n, m, near.length, 1).forEach((q, i) => was.forEach((p, j) => { chance[i + j] += p * q; }));
			below.push(...near.filter(v => v.own).map(v => v.i));
		}
		const first = below.toSorted((x, y) => x - y).slice(0, 10), text = `${who}, ${channel}: ${below.length} of ${a} below the middle`;
		return a >= 10 && b >= 10 ? [{ code: 'delay', first, p: tail(chance, below.length), text }] : [];
	}));
	function turn(now) {
		if (period !== null && now <= period) return;
		for (const { share, all } of kept?.values() ?? [])
			found('unoffered', 'kept', [share, all[0], all.at(-1)], `taken ${all.length} times, and not to be had online`);
		judge('operator', operators([...counts?.values() ?? []]));
		judge('delay', channels([...delays ?? []]));
		[period, counts, delays, kept] = [now, new Map(), new Map(), new Map()];
	}
	function entry(e, i, root) {
		const from = Date.parse(`${e.slot}Z`) / 6e4, length = NO_CHAIN.includes(e.act) ? e.minutes : Math.min(e.minutes, 1440);
		const t = { at: Date.parse(e.at) / 1e3, from, to: from + length, day: Math.floor(from / 1440) };
		if (latest.at - t.at > (LATE[e.act] ?? 900)) found('dates', 'late', [latest.i, i], `${e.act} says ${e.at} and follows a later time`);
		if (t.at > latest.at) latest = { at: t.at, i };
		[oldest, week] = [Math.min(oldest, t.at), Math.floor((Math.floor(latest.at / DAY) - 4) / 7)];
		turn(Math.floor(week / 4));
		if (['attend', 'miss'].includes(e.act) && t.day < Math.floor(t.at / DAY) - KEPT) return;
		for (const rule of NO_CHAIN.includes(e.act) ? [publish, life] : [life, delay, draw]) rule(e, t, i, root);
		if (i % 16384 !== 16383) return;	// from time to time, what concerns earlier days is forgotten
		const day = Math.floor(oldest / DAY) - KEPT;
		for (const [name, c] of chains) if (back(c) || (c.day < day && !PENDING.includes(c.state) && !c.request?.date)) chains.delete(name);
		for (const { days } of agendas.values()) for (const d of days.keys()) if (d < day) days.delete(d);
		oldest = Infinity;
	}
	return { found, entry, end: () => findings };
}
