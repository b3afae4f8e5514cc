// The rules of docs/fairness.md, written from its words. Every entry is read once, in order: entry(e, index, root), where root() is
// the tree's root up to and with it. end() gives what was found: { rule, code, text, entries: [indexes] }.
import { draws } from './draw.mjs';

const OPEN_WAYS = ['online', 'sms', 'assisted'], OTHERS = ['public', 'system', 'helper'], WITHOUT_CHAIN = ['publish', 'withdraw', 'share', 'key'];
const LATE = 900, DAY = 86400, ALPHA = 1 / 520, KEPT_DAYS = 90, KEPT_ENTRIES = 65536;
const STEPS = {	// act: after which states, the state that follows
	hold: ['none released offered', 'held'], release: ['held', 'released'], book: ['none held waiting accepted', 'booked'],
	overbook: ['none held', 'booked'], wait: ['none held', 'waiting'], move: ['booked waiting'], substitute: ['booked waiting'],
	cancel: ['booked waiting', 'cancelled'], attend: ['booked over', 'over'], miss: ['booked over', 'over'],
	enlist: ['none listed offered', 'listed'], offer: ['listed', 'offered'], expire: ['offered', 'listed'],
	accept: ['offered', 'accepted'], delist: ['listed offered', 'delisted'], undone: ['over', 'booked'],
};
const OVER = ['released', 'cancelled', 'delisted', 'accepted', 'over'];

const overlap = (a, b) => a.from < b.to && b.from < a.to, holds = (p, t) => p.from <= t.from && t.from < p.to;
const within = (seconds, most) => seconds >= 0 && seconds <= most;
const at = (map, key, make = () => []) => map.get(key) ?? map.set(key, make()).get(key);
const least = (list, by) => list.reduce((a, b) => (a === null || by(b) < by(a) ? b : a), null);

/** The chances of 0, 1, … marked among s drawn of n marked and m others, when a marked one is drawn with these odds. */
const logFactorials = [0];
const logFactorial = n => {
	for (let k = logFactorials.length; k <= n; k++) logFactorials.push(logFactorials[k - 1] + Math.log(k));
	return logFactorials[n];
};
const logChoose = (n, k) => (k < 0 || k > n ? -Infinity : logFactorial(n) - logFactorial(k) - logFactorial(n - k));
function chances(n, m, s, odds) {
	const logs = Array.from({ length: Math.min(n, s) + 1 }, (_, i) => logChoose(n, i) + logChoose(m, s - i) + i * Math.log(odds));
	const top = Math.max(...logs), w = logs.map(x => Math.exp(x - top)), all = w.reduce((a, b) => a + b);
	return w.map(x => x / all);
}
const tail = (chance, x) => chance.slice(x).reduceRight((a, b) => a + b, 0);

export function rules() {
	const findings = [], found = (rule, code, entries, text) => findings.push({ rule, code, text, entries });
	const chains = new Map(), agendas = new Map(), lists = new Map(), released = new Map(), draw = draws(found);
	let latest = { at: -Infinity, i: -1 }, week = 0, period = null, oldest = Infinity, counts, delays, kept;

	// --- one agenda: what is published, blocked, freed and taken ---
	const agenda = e => at(agendas, e.schedule, () => ({ days: new Map(), open: [], ended: [], freed: [], released: new Map() }));
	const dayOf = (a, day) => at(a.days, day, () => ({ intervals: [], shares: [], taken: new Map() }));
	function publish(e, t, i) {
		const a = agenda(e), list = dayOf(a, t.day).intervals, same = p => p.from === t.from && p.to === t.to;
		if (e.act === 'publish' && e.capacity !== null) list.push({ ...t, capacity: e.capacity, reason: e.reason, gone: null, i });
		else if (e.act === 'withdraw' && e.capacity === null) a.open.push({ ...t, i });
		else if (e.act === 'publish') {
			const k = a.open.findIndex(same);
			if (k >= 0) a.ended.push({ ...a.open.splice(k, 1)[0], at: t.at, i });
		} else {
			const p = list.find(q => same(q) && q.capacity === e.capacity && q.gone === null);
			if (p) p.gone = { at: t.at, i };
		}
	}
	/** Since when a time is on offer, and the entry that says so; null: it is not. */
	function offered(e, t) {
		const a = agenda(e), all = [t.day, t.day - 1].flatMap(d => a.days.get(d)?.intervals ?? []).filter(p => holds(p, t));
		const since = p => {
			const before = all.filter(q => q.gone && q.gone.i < p.i && within(p.at - q.gone.at, 60)).map(since);
			return least([...before, { at: p.at, i: p.i }], s => s.at);
		};
		const blocked = a.open.some(b => overlap(b, t)), gathering = p => p.reason === 'gathering' && p.from === t.from;
		const ends = a.ended.filter(b => overlap(b, t));
		return least(all.filter(p => !p.gone && (!blocked || gathering(p))).map(p => (gathering(p) ? [] : ends)
			.reduce((s, b) => (b.at > s.at ? { at: b.at, i: b.i } : s), since(p))), s => s.at);
	}
	function places(e, t, i, chain) {
		const day = dayOf(agenda(e), t.day), P = day.intervals.filter(p => !p.gone && holds(p, t)).reduce((n, p) => n + p.capacity, 0);
		const beside = [...day.taken].filter(([c, b]) => c !== chain && !b.extra && overlap(b, t)).map(([, b]) => b);
		for (const from of P ? [t.from, ...beside.map(b => b.from).filter(f => f > t.from).sort((x, y) => x - y)] : []) {
			const then = beside.filter(b => b.from <= from && from < b.to).map(b => b.i).sort((x, y) => x - y);
			if (then.length >= P) return found('places', 'full', [...then, i], `more appointments at ${e.slot} than the ${P} that were published`);
		}
	}

	// --- appointments ---
	const count = (e, code, x, i) => {	// of one operator: how many, which of them count
		const c = at(counts, `${e.org} ${e.role} ${code}`, () => ({ org: e.org, role: e.role, code, n: 0, x: 0, first: [] }));
		c.n++;
		if (x && ++c.x <= 10) c.first.push(i);
	};
	const drop = c => c.time && c.time.day.taken.delete(c);
	function give(c, e, t, i, extra) {	// from now on that is the chain's time
		drop(c);
		c.time = { ...t, schedule: e.schedule, day: dayOf(agenda(e), t.day), extra, i };
		c.time.day.taken.set(c, c.time);
	}
	const waiting = (org, service) => (service === '' ? 0 : lists.get(`${org} ${service}`)?.size ?? 0);
	function free(c, e, i) {
		const { schedule, from, to, extra } = c.time;
		if (!extra) agenda({ schedule }).freed.push({ from, to, at: Date.parse(e.at) / 1000, i, c, org: e.org, service: e.service, listed: waiting(e.org, e.service) });
	}
	const unfree = (e, t) => { const a = agenda(e); a.freed = a.freed.filter(f => !overlap(f, t)); };
	function take(e, t, i, c) {
		const hold = c.hold?.schedule === e.schedule && c.hold.from === t.from ? c.hold : null, moment = hold?.at ?? t.at;
		const isStaff = !OTHERS.includes(e.role), now = offered(e, t), since = hold?.offered ?? now, a = agenda(e);
		const wait = since && moment - since.at, share = dayOf(a, t.day).shares.findLast(s => holds(s, t));
		if (!since) found('unoffered', 'unpublished', [...a.open.filter(b => overlap(b, t)).slice(-1).map(b => b.i), i], `${e.act} at ${e.slot}: that time was not on offer`);
		else if (isStaff && within(wait, 59)) found('unoffered', 'at_once', [since.i, i], `${e.act} at ${e.slot}: on offer for ${wait} s`);
		const until = share && !share.capacity && /^until-(\d+)$/.exec(share.reason);
		if (until && !OPEN_WAYS.includes(e.channel) && t.at + 60 * until[1] + DAY < t.from * 60) {
			const k = at(kept, e.schedule, () => ({ share: share.i, first: i, n: 0 }));
			k.n++;
			k.last = i;
		}
		const frees = a.freed.filter(f => overlap(f, t)), newest = frees.at(-1), seconds = newest && moment - newest.at;
		const listed = newest && waiting(newest.org, newest.service);
		if (isStaff && newest && newest.c !== c && within(seconds, 60) && hold?.role !== 'system' && newest.listed && listed)
			found('retaken', 'retaken', [newest.i, i], `taken again by staff after ${seconds} s, while ${listed} waited`);
		count(e, 'freed', frees.some(f => f.c !== c && within(moment - f.at, 600)), i);
		count(e, 'new', since && within(wait, 599), i);
		unfree(e, t);
	}
	function appointment(e, t, i, c) {
		const moved = e.act === 'move' && c.time && (c.time.schedule !== e.schedule || c.time.from !== t.from);
		const extra = e.act === 'substitute' ? c.time?.extra : e.act === 'overbook' || (e.act === 'move' && e.ceiling !== null);
		if (['book', 'move'].includes(e.act) && !extra && e.reason === null && (e.act === 'book' || !c.time || moved)) take(e, t, i, c);
		if (moved) free(c, e, i);
		if (!extra) places(e, t, i, c);
		give(c, e, t, i, extra);
		if (!extra || e.act === 'substitute') return;
		if (e.reason === null) found('extra', 'no_reason', [i], `an extra appointment at ${e.slot} without a reason`);
		const n = [...c.time.day.taken.values()].filter(b => b.extra).length;
		if (e.ceiling !== null && n > e.ceiling) found('extra', 'ceiling', [i], `${n} extra appointments on a day of ${e.ceiling}`);
	}
	function hold(e, t, i, c) {
		const last = at(agenda(e).released, t.from, () => new Map()).get(`${e.org} ${e.role}`);
		count(e, 'parked', last && last.c !== c && within(t.at - last.at, 600), i);
		if (e.reason === 'waiting') unfree(e, t);
		c.hold = { schedule: e.schedule, from: t.from, at: t.at, role: e.role, org: e.org, offered: offered(e, t) };
	}

	// --- the waiting list ---
	function list(e, t, i, c) {
		const q = c.request ??= { org: e.org, service: e.service, date: t.at, i, offers: [] }, people = at(lists, `${q.org} ${q.service}`, () => new Set());
		if (e.act === 'enlist') q.class = e.class;
		if (e.act === 'offer') {
			const half = `${e.schedule} ${t.day} ${t.from % 1440 < 720}`, byHand = e.reason === 'by-hand';
			const fit = o => o.findLast(x => x.half === half), others = q.service === '' ? [] : [...people].filter(o => o !== q && o.class === q.class
				&& o.date < q.date && (byHand || (fit(o.offers) && t.at - o.offers.at(-1).at >= DAY)));
			const other = least(others, o => o.date);
			if (other) found('order', byHand ? 'by_hand' : 'passed', [byHand ? other.i : fit(other.offers).i, i], 'an offer to somebody who had asked later');
			q.offers.push({ half, at: t.at, i });
		}
		if (e.act === 'accept') unfree(e, t);
		people[c.state === 'listed' ? 'add' : 'delete'](q);
	}

	// --- the life of an appointment or of a request ---
	function seats(e, i, c) {	// of a group, kept without names
		const n = { hold: e.capacity, release: -e.capacity }[e.act] ?? 0;
		c.seats = (c.seats ?? 0) + n;
		if (c.seats < 0) found('chains', 'seats', [...(c.last === undefined ? [] : [c.last]), i], 'more seats were released than are left');
	}
	function life(e, t, i) {
		const step = STEPS[e.reason === 'undone' && ['attend', 'miss'].includes(e.act) ? 'undone' : e.act], group = ['party', 'named'].includes(e.reason);
		if (WITHOUT_CHAIN.includes(e.act) && e.chain !== '') found('chains', 'named', [i], `${e.act} is about no appointment and names one`);
		if (!step || e.chain === '') return step && !group && found('chains', 'nameless', [i], `${e.act} does not say of which appointment`);
		const c = at(chains, e.chain, () => ({ state: 'none', holder: null })), before = c.last === undefined ? [] : [c.last];
		if (e.holder !== null && c.holder !== null && e.holder !== c.holder) found('chains', 'holder', [...before, i], `${e.act} for another holder`);
		c.holder = e.holder ?? c.holder;
		if (group) seats(e, i, c);
		else if (!step[0].split(' ').includes(c.state)) found('chains', 'step', [...before, i], `${e.act} after ${c.state}`);
		if (!group && !(c.state === 'offered' && ['hold', 'enlist'].includes(e.act))) c.state = step[1] ?? c.state;
		c.last = i;
		c.day = Math.max(c.day ?? -Infinity, t.day);
		if (e.act === 'hold') hold(e, t, i, c);
		if (e.act === 'release' && c.hold && e.reason !== 'accepted') at(agenda(c.hold).released, c.hold.from, () => new Map()).set(`${c.hold.org} ${c.hold.role}`, { at: t.at, c });
		if (['book', 'overbook', 'move', 'substitute'].includes(e.act) && !group) appointment(e, t, i, c);
		if (e.act === 'cancel' && c.time) {
			free(c, e, i);
			drop(c);
			c.time = null;
		}
		if (['enlist', 'offer', 'expire', 'accept', 'delist'].includes(e.act)) list(e, t, i, c);
	}

	// --- what is counted for four weeks ---
	function delay(e, t, i) {
		const d = t.day - Math.floor(t.at / DAY), open = OPEN_WAYS.includes(e.channel);
		if (e.act !== 'book' || e.service === '' || e.reason !== null || d < 2 || e.channel === '') return;
		at(at(delays, `${e.org} ${e.service}`, () => new Map()), open ? '' : e.channel).push({ d: open ? d : 2 * d, week, i });
	}
	function judgeOperators() {
		const all = [...counts.values()], asked = [];
		for (const c of all) {
			const peers = all.filter(p => p.role === c.role && p.code === c.code && p.org !== c.org);
			const m = peers.reduce((n, p) => n + p.n, 0), y = peers.reduce((n, p) => n + p.x, 0);
			if (['public', 'system'].includes(c.role) || c.n < 20 || m < 50 || peers.length < 2) continue;
			asked.push({ c, m, y, chance: tail(chances(c.n, m, c.x + y, 3), c.x) });
		}
		for (const { c, m, y } of asked.filter(k => k.chance <= ALPHA / asked.length))
			found('operator', c.code, c.first, `${c.role} of ${c.org}: ${c.x} of ${c.n}, elsewhere ${y} of ${m}`);
	}
	function judgeDelays() {
		const asked = [];
		for (const [who, ways] of delays)
			for (const [channel, booked] of ways) {
				if (channel === '') continue;
				const all = [...booked.map(b => ({ ...b, own: true })), ...ways.get('') ?? []], s = { a: 0, b: 0, k: 0, x: 0, below: [], chance: [1] };
				for (const w of new Set(all.map(v => v.week))) {
					const of = all.filter(v => v.week === w), a = of.filter(v => v.own).length, b = of.length - a;
					if (!a || !b) continue;
					const middle = of.map(v => v.d).sort((x, y) => x - y)[Math.floor(of.length / 2)], below = of.filter(v => v.d < middle);
					const own = below.filter(v => v.own), here = chances(a, b, below.length, 1), sum = Array(s.chance.length + here.length - 1).fill(0);
					s.chance.forEach((p, i) => here.forEach((q, j) => { sum[i + j] += p * q; }));
					Object.assign(s, { a: s.a + a, b: s.b + b, k: s.k + below.length, x: s.x + own.length, chance: sum });
					s.below.push(...own.map(v => v.i));
				}
				if (s.a >= 10 && s.b >= 10) asked.push({ ...s, who, channel, p: tail(s.chance, s.x) });
			}
		for (const s of asked.filter(k => k.p <= ALPHA / asked.length))
			found('delay', 'delay', s.below.sort((x, y) => x - y).slice(0, 10), `${s.who}, ${s.channel}: ${s.x} of ${s.a} wait less than half as long, ${s.k} of all ${s.a + s.b}`);
	}
	function turn(to) {
		if (period !== null && to > period) {
			for (const k of kept.values()) found('unoffered', 'kept', [k.share, k.first, k.last], `${k.n} times taken that nobody could have online`);
			judgeOperators();
			judgeDelays();
		}
		if (period === null || to > period) [period, counts, delays, kept] = [to, new Map(), new Map(), new Map()];
	}
	/** Forgets what concerns days of long ago. */
	function forget() {
		const horizon = Math.floor(oldest / DAY) - KEPT_DAYS;
		for (const [name, c] of chains) if (OVER.includes(c.state) && c.day < horizon) chains.delete(name);
		for (const a of agendas.values()) {
			for (const day of a.days.keys()) if (day < horizon) a.days.delete(day);
			for (const k of ['ended', 'freed']) a[k] = a[k].filter(b => b.to >= horizon * 1440);
			for (const from of a.released.keys()) if (from < horizon * 1440) a.released.delete(from);
		}
		oldest = Infinity;
	}

	return {
		found,
		entry(e, i, root) {
			const from = Date.parse(`${e.slot}Z`) / 60000, t = { at: Date.parse(e.at) / 1000, from, to: from + e.minutes, day: Math.floor(from / 1440) };
			if (latest.at - t.at > LATE) found('dates', 'late', [latest.i, i], `${e.act} says ${e.at} and follows an entry of a later time`);
			if (t.at > latest.at) latest = { at: t.at, i };
			oldest = Math.min(oldest, t.at);
			week = Math.floor((Math.floor(latest.at / DAY) - 4) / 7);
			turn(Math.floor(week / 4));
			if (['attend', 'miss'].includes(e.act) && t.day < Math.floor(t.at / DAY) - KEPT_DAYS) return;
			if (e.act === 'publish' || e.act === 'withdraw') publish(e, t, i);
			if (e.act === 'share' && e.channel === 'online') dayOf(agenda(e), t.day).shares.push({ ...t, capacity: e.capacity, reason: e.reason, i });
			life(e, t, i);
			delay(e, t, i);
			draw(e, t, i, root);
			if (i % KEPT_ENTRIES === KEPT_ENTRIES - 1) forget();
		},
		end: () => findings,
	};
}
