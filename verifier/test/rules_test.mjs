#!/usr/bin/env node
// The rules of docs/fairness.md and the draw of docs/draw.md, each with entries that break it and with entries that just do not.
// rules_test.mjs [YEAR-PROGRAM]: with the program that build/bench/year is, every log is read by the server's audit too, which must find the same.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { allocate } from '../draw.mjs';
import { rules } from '../rules.mjs';
import * as V from '../verify.mjs';

let failed = 0;
function test(name, f) {
	try {
		f();
		console.log(`ok - ${name}`);
	} catch (e) {
		failed++;
		console.log(`not ok - ${name}\n${String(e.stack).replace(/^/gm, '    ')}`);
	}
}

const START = Date.parse('2026-11-02T08:00:00Z') / 1000;
const PLAIN = { act: 'book', at: START, capacity: null, ceiling: null, chain: 'c1', channel: 'online', class: null, holder: null, minutes: 20,
	org: 'FES', reason: null, role: 'public', schedule: 's1', service: 'CARD', slot: '2026-12-01T09:00', v: 1, zone: 'Africa/Casablanca' };
const made = more => { const e = { ...PLAIN, ...more }; return { ...e, at: new Date(e.at * 1000).toISOString().replace('.000', '') }; };
const text = e => JSON.stringify(e, Object.keys(e).sort());
/** What is found in these entries, as "rule/code index index …". */
function findings(...list) {
	const r = rules(), leaves = [];
	list.map(made).forEach((e, i) => {
		V.readEntry(text(e));
		leaves.push(V.leafHash(text(e)));
		r.entry(e, i, () => V.rootOf(leaves));
	});
	agree(list, r.end());
	return r.end().map(f => `${f.rule}/${f.code} ${f.entries.join(' ')}`);
}
/** What docs/draw.md asks of a draw is no rule of fairness; of one entry's findings the order is nobody's business. */
function agree(list, found) {
	const [, , program] = process.argv, ours = found.filter(f => !f.code.startsWith('draw-')).map(f => `${f.rule} ${f.code} ${f.entries.slice(0, 16).join(' ')}`);
	if (!program) return;
	const theirs = execFileSync(program, ['audit'], { input: list.map(e => `${text(made(e))}\n`).join(''), encoding: 'utf8' });
	assert.deepEqual(theirs.split('\n').filter(Boolean).sort(), ours.sort(), 'the audit of the server finds the same');
}
const of = (rule, list) => list.filter(f => f.startsWith(`${rule}/`)).map(f => f.slice(rule.length + 1));
const only = (rule, ...list) => of(rule, findings(...list));

const OPEN = { act: 'publish', at: START - 90000, chain: '', capacity: 1, minutes: 180, channel: '', role: 'director', service: '' };
const SHUT = { ...OPEN, act: 'withdraw' }, BLOCK = { ...SHUT, capacity: null };
const HOLD = { act: 'hold' }, BOOK = { act: 'book' }, CANCEL = { act: 'cancel' }, STAFF = { role: 'desk', channel: 'desk' };
const LIST = { act: 'enlist', chain: 'w', schedule: '', minutes: 0, slot: '2026-11-02T09:00' };
const later = (s, e) => ({ ...e, at: START + s });

// --- structure -------------------------------------------------------------------------------------------

test('the life of an appointment and of a request is accepted in each of its forms', () => {
	assert.deepEqual(findings({ ...OPEN, capacity: 2 }, HOLD, BOOK, { act: 'substitute' }, { act: 'move', slot: '2026-12-01T10:00' }, CANCEL,
		{ ...HOLD, chain: 'b' }, { act: 'release', chain: 'b' }, { ...BOOK, chain: 'd' }, { act: 'attend', chain: 'd' }, { act: 'miss', chain: 'd' }, { act: 'attend', chain: 'd', reason: 'undone' },
		{ act: 'miss', chain: 'd' }, LIST, { ...LIST, act: 'offer' }, { ...LIST, act: 'expire' }, { ...LIST, act: 'offer' }, { ...LIST, act: 'accept' }, { ...BOOK, chain: 'w', slot: '2026-12-01T10:00' },
		{ act: 'hold', chain: '', capacity: 5, reason: 'party' }, { act: 'hold', chain: 'p', capacity: 5, reason: 'party' }, { act: 'release', chain: 'p', capacity: 2, reason: 'named' },
		{ act: 'release', chain: 'p', capacity: 3, reason: 'party' }, { act: 'wait', chain: 'e' }, { act: 'book', chain: 'e', slot: '2026-12-01T11:00' }, { ...SHUT, at: START, capacity: 2 }), []);
});
test('what cannot follow in a life is found, with the entry before it', () => {
	const chains = (...list) => only('chains', ...list);
	assert.deepEqual(chains(BOOK, HOLD), ['step 0 1']);
	assert.deepEqual(chains(BOOK, BOOK), ['step 0 1']);
	assert.deepEqual(chains(HOLD, { act: 'release' }, BOOK), ['step 1 2']);
	assert.deepEqual(chains(BOOK, CANCEL, CANCEL), ['step 1 2']);
	assert.deepEqual(chains(BOOK, CANCEL, { act: 'attend' }), ['step 1 2']);
	assert.deepEqual(chains({ act: 'move' }), ['step 0']);
	assert.deepEqual(chains(LIST, { ...LIST, act: 'accept' }), ['step 0 1']);
	assert.deepEqual(chains(BOOK, { act: 'attend', reason: 'undone' }), ['step 0 1']);
	assert.deepEqual(chains({ ...OPEN, chain: 'x' }, { act: 'book', chain: '' }), ['named 0', 'nameless 1']);
	assert.deepEqual(chains({ act: 'book', holder: `${'A'.repeat(43)}=` }, { act: 'move', holder: `${'B'.repeat(43)}=` }), ['holder 0 1']);
	assert.deepEqual(chains({ act: 'hold', chain: 'p', capacity: 2, reason: 'party' }, { act: 'release', chain: 'p', capacity: 3, reason: 'party' }), ['seats 0 1']);
});
test('an entry of an earlier time than those before it is found from the second on that no transaction lasts', () => {
	assert.deepEqual(only('dates', BOOK, { ...later(-900, BOOK), chain: 'b' }), []);
	assert.deepEqual(only('dates', BOOK, { ...BOOK, chain: 'd' }, { ...later(-901, BOOK), chain: 'b' }), ['late 0 2']);
});
test('more appointments than places are found, and extra ones are not counted', () => {
	const beside = { ...BOOK, chain: 'b', slot: '2026-12-01T09:10' }, places = (...list) => only('places', ...list);
	assert.deepEqual(places(OPEN, BOOK, { ...BOOK, chain: 'b', slot: '2026-12-01T09:20' }), []);
	assert.deepEqual(places(OPEN, BOOK, beside), ['full 1 2']);
	assert.deepEqual(places(OPEN, beside, BOOK), ['full 1 2']);
	assert.deepEqual(places({ ...OPEN, capacity: 2 }, BOOK, beside, { ...BOOK, chain: 'd' }), ['full 1 2 3']);
	assert.deepEqual(places(OPEN, BOOK, CANCEL, beside), []);
	assert.deepEqual(places(OPEN, BOOK, { ...CANCEL, reason: 'named' }, beside), ['full 1 3']);
	assert.deepEqual(places(OPEN, BOOK, { act: 'move', slot: '2026-12-01T10:00' }, beside), []);
	assert.deepEqual(places(OPEN, BOOK, { ...beside, act: 'overbook', reason: 'urgent' }), []);
	assert.deepEqual(places(OPEN, BOOK, { ...beside, act: 'overbook', reason: 'urgent' }, { ...beside, act: 'substitute' }), []);
	assert.deepEqual(places(OPEN, BOOK, { ...BOOK, chain: 'b', slot: '2026-12-01T11:00' }, { act: 'move', chain: 'b' }), ['full 1 3']);
	assert.deepEqual(places(BOOK, beside), []);
});

// --- capacity --------------------------------------------------------------------------------------------

test('a time that was never on offer is found; what is on offer when it is held or when it is taken is not', () => {
	const un = (...list) => only('unoffered', ...list), GIVEN = { ...BOOK, ...STAFF };
	assert.deepEqual(un(OPEN, GIVEN), []);
	assert.deepEqual(un(GIVEN), ['unpublished 0']);
	assert.deepEqual(un(OPEN, { ...GIVEN, schedule: 's2' }), ['unpublished 1']);
	assert.deepEqual(un(OPEN, SHUT, GIVEN), ['unpublished 2']);
	assert.deepEqual(un(OPEN, { ...SHUT, capacity: 2 }, GIVEN), []);
	assert.deepEqual(un(OPEN, { ...GIVEN, slot: '2026-12-01T12:00' }), ['unpublished 1']);
	assert.deepEqual(un(OPEN, HOLD, SHUT, GIVEN), []);
	assert.deepEqual(un(OPEN, { ...BLOCK, slot: '2026-11-30T00:00', minutes: 4320 }, GIVEN), ['unpublished 1 2']);
	assert.deepEqual(un(OPEN, BLOCK, { ...OPEN, capacity: null }, later(3600, GIVEN)), []);
	assert.deepEqual(un(OPEN, BLOCK, { ...OPEN, capacity: null, at: START }, later(59, GIVEN)), ['at_once 2 3']);
	assert.deepEqual(un(OPEN, BLOCK, { ...OPEN, reason: 'gathering' }, GIVEN), []);
	assert.deepEqual(un(OPEN, { ...GIVEN, reason: 'draw' }, { ...GIVEN, act: 'overbook', chain: 'b', reason: 'urgent' }), []);
});
test('a time that staff take within the first minute is found, by the moment of the hold; the public may', () => {
	const un = (...list) => only('unoffered', ...list), NOW = later(0, OPEN);
	assert.deepEqual(un(NOW, later(59, { ...BOOK, ...STAFF })), ['at_once 0 1']);
	assert.deepEqual(un(NOW, later(60, { ...BOOK, ...STAFF })), []);
	assert.deepEqual(un(NOW, later(59, BOOK)), []);
	assert.deepEqual(un(NOW, later(10, { ...HOLD, ...STAFF }), later(90, { ...BOOK, ...STAFF })), ['at_once 0 2']);
	assert.deepEqual(un(NOW, later(10, { ...HOLD, slot: '2026-12-01T10:00' }), later(90, { ...BOOK, ...STAFF })), []);
	assert.deepEqual(un(OPEN, later(0, SHUT), later(60, OPEN), later(70, { ...BOOK, ...STAFF })), []);
	assert.deepEqual(un(OPEN, later(0, SHUT), later(61, OPEN), later(70, { ...BOOK, ...STAFF })), ['at_once 2 3']);
});
test('times kept from everybody online that are taken long before they are let go are found once in four weeks', () => {
	const share = { ...OPEN, act: 'share', channel: 'online', capacity: null, reason: 'until-1440' }, next = { ...LIST, at: START + 28 * 86400 };
	const kept = (...list) => of('unoffered', findings({ ...OPEN, capacity: 9 }, ...list, next));
	assert.deepEqual(kept(share, { ...BOOK, ...STAFF }, { ...BOOK, ...STAFF, chain: 'b' }), ['kept 1 2 3']);
	assert.deepEqual(kept({ ...share, capacity: 2 }, { ...BOOK, ...STAFF }), []);
	assert.deepEqual(kept({ ...share, reason: 'none' }, { ...BOOK, ...STAFF }), []);
	assert.deepEqual(kept({ ...share, reason: 'until-60000' }, { ...BOOK, ...STAFF }), []);
	assert.deepEqual(kept(share, BOOK, { ...BOOK, chain: 'b', channel: 'assisted' }), []);
	assert.deepEqual(kept(share, { ...share, capacity: 1 }, { ...BOOK, ...STAFF }), []);
	assert.deepEqual(of('unoffered', findings({ ...OPEN, capacity: 9 }, share, { ...BOOK, ...STAFF })), []);
});
test('a freed time that staff take again within half a minute while somebody waits is found', () => {
	const AGAIN = { ...BOOK, ...STAFF, chain: 'b' }, again = (...list) => only('retaken', OPEN, ...list);
	assert.deepEqual(again(BOOK, LIST, later(100, CANCEL), later(130, AGAIN)), ['retaken 3 4']);
	assert.deepEqual(again(BOOK, LIST, later(100, CANCEL), later(131, AGAIN)), []);
	assert.deepEqual(again(BOOK, later(100, CANCEL), later(130, AGAIN)), []);
	assert.deepEqual(again(BOOK, later(100, CANCEL), LIST, later(130, AGAIN)), []);
	assert.deepEqual(again(BOOK, LIST, later(100, CANCEL), { ...LIST, act: 'delist' }, later(130, AGAIN)), []);
	assert.deepEqual(again(BOOK, { ...LIST, service: 'DERM' }, later(100, CANCEL), later(130, AGAIN)), []);
	assert.deepEqual(again(BOOK, LIST, later(100, CANCEL), later(130, { ...BOOK, chain: 'b' })), []);
	assert.deepEqual(again(BOOK, LIST, later(100, CANCEL), later(101, { ...HOLD, ...STAFF, chain: 'b' }), later(400, AGAIN)), ['retaken 3 5']);
	assert.deepEqual(again(BOOK, LIST, later(100, CANCEL), later(101, { ...HOLD, role: 'system', reason: 'waiting', chain: 'x' }), later(150, AGAIN)), []);
	assert.deepEqual(again(BOOK, LIST, later(100, { act: 'move', slot: '2026-12-01T10:00' }), later(110, { ...AGAIN, slot: '2026-12-01T09:10' })), ['retaken 3 4']);
	assert.deepEqual(again({ ...BOOK, act: 'overbook', reason: 'urgent' }, LIST, later(100, CANCEL), later(110, AGAIN)), []);
});
test('a freed time that goes on after midnight is one time; a length of more than a day counts as a day', () => {
	const NIGHT = { ...OPEN, slot: '2026-12-01T22:00', minutes: 240 }, late = (e, slot, minutes = 40) => ({ ...e, slot, minutes });
	const AGAIN = { ...BOOK, ...STAFF, chain: 'b' }, again = (...list) => only('retaken', OPEN, NIGHT, LIST, ...list);
	assert.deepEqual(again(late(BOOK, '2026-12-01T23:40'), later(100, CANCEL), later(110, late(AGAIN, '2026-12-02T00:10', 20))), ['retaken 4 5']);
	assert.deepEqual(again(late(BOOK, '2026-12-02T00:10'), later(100, CANCEL), later(110, late(AGAIN, '2026-12-01T23:40'))), ['retaken 4 5']);
	assert.deepEqual(again(late(BOOK, '2026-12-01T23:40'), later(100, CANCEL), later(110, late(AGAIN, '2026-12-02T00:20', 20))), []);
	assert.deepEqual(again(late(BOOK, '2026-12-01T23:40'), later(100, CANCEL), later(101, late({ ...HOLD, role: 'system', reason: 'waiting', chain: 'x' }, '2026-12-02T00:00')),
		later(110, late(AGAIN, '2026-12-01T23:40', 20))), []);
	assert.deepEqual(again(late(BOOK, '2026-11-30T23:10', 5000), later(100, CANCEL), later(110, late(AGAIN, '2026-12-01T22:50'))), ['retaken 4 5']);
	assert.deepEqual(again(late(BOOK, '2026-11-30T22:10', 5000), later(100, CANCEL), later(110, late(AGAIN, '2026-12-01T22:50'))), []);
});
test('of several freed times the newest counts that another chain freed in those seconds', () => {
	const AGAIN = { ...BOOK, ...STAFF, chain: 'b' }, again = (...list) => only('retaken', { ...OPEN, capacity: 3 }, LIST, ...list);
	const TWO = [BOOK, { ...BOOK, chain: 'b', slot: '2026-12-01T09:10' }, later(100, CANCEL)];
	assert.deepEqual(again(...TWO, later(105, { ...CANCEL, chain: 'b' }), later(110, AGAIN)), ['retaken 4 6']);
	assert.deepEqual(again(...TWO, later(105, { ...AGAIN, act: 'move' })), ['retaken 4 5']);
	assert.deepEqual(again(...TWO, later(140, { ...CANCEL, chain: 'b' }), later(120, { ...AGAIN, chain: 'd' })), ['retaken 4 6']);
});
test('a giving back counts for the time that was held, and for no other', () => {
	const at = (org, k, s, act, chain, more) => ({ ...STAFF, org, schedule: `${org}${k}`, service: '', act, chain: `${org}${k}${chain}`, at: START + k * 100 + s, ...more });
	const three = (org, k, slot) => [at(org, k, 0, 'hold', 'a'), at(org, k, 1, 'release', 'a', { slot }), at(org, k, 2, 'hold', 'b')];
	const houses = slot => ['A', 'B', 'C'].flatMap(org => Array.from({ length: 30 }, (_, k) => three(org, k, org === 'A' ? slot : '2026-12-01T11:00')).flat());
	const operator = slot => of('operator', findings(...houses(slot).toSorted((a, b) => a.at - b.at), { ...LIST, at: START + 28 * 86400 })).length;
	assert.equal(operator(PLAIN.slot), 1);
	assert.equal(operator('2026-12-01T10:00'), 0);
});

test('an extra appointment without a reason or above its ceiling is found', () => {
	const X = { act: 'overbook', reason: 'urgent', ceiling: 1 };
	assert.deepEqual(only('extra', X), []);
	assert.deepEqual(only('extra', { ...X, reason: null }), ['no_reason 0']);
	assert.deepEqual(only('extra', X, { ...X, chain: 'b' }), ['ceiling 1']);
	assert.deepEqual(only('extra', X, CANCEL, { ...X, chain: 'b' }), []);
	assert.deepEqual(only('extra', X, BOOK, { ...X, act: 'move', chain: 'b', slot: '2026-12-01T11:00' }), []);
	assert.deepEqual(only('extra', X, { ...X, chain: 'b', ceiling: null }), []);
});
test('an offer to somebody who had asked later in the same class is found: by hand always, else who had been asked for that half-day', () => {
	const second = { ...LIST, chain: 'x', at: START + 10 }, offer = (chain, s, more) => ({ ...BOOK, act: 'offer', chain, at: START + s, ...more });
	assert.deepEqual(only('order', LIST, second, offer('x', 20)), []);
	assert.deepEqual(only('order', LIST, second, offer('x', 20, { reason: 'by-hand' })), ['by_hand 0 2']);
	assert.deepEqual(only('order', LIST, second, offer('w', 20, { reason: 'by-hand' })), []);
	assert.deepEqual(only('order', { ...LIST, class: 'urgent' }, second, offer('x', 20, { reason: 'by-hand' })), []);
	const asked = [LIST, second, offer('w', 20), { ...LIST, act: 'expire', at: START + 30 }];
	assert.deepEqual(only('order', ...asked, offer('x', 20 + 86400, { slot: '2026-12-01T11:40' })), ['passed 2 4']);
	assert.deepEqual(only('order', ...asked, offer('x', 19 + 86400)), []);
	assert.deepEqual(only('order', ...asked, offer('x', 20 + 86400, { slot: '2026-12-01T12:00' })), []);
	assert.deepEqual(only('order', ...asked.slice(0, 3), offer('x', 20 + 86400)), []);
});
test('who waits is told by acts, also where one cannot follow: offered from an offer to its expiry, listed from the first enlist to its end', () => {
	const at = (s, chain, act, more) => ({ ...LIST, chain, act, at: START + s, ...more }), hand = s => at(s, 'x', 'offer', { reason: 'by-hand' });
	const order = (...list) => only('order', ...list);
	assert.deepEqual(order(LIST, at(1, 'w', 'cancel'), at(10, 'x', 'enlist'), hand(20)), ['by_hand 0 3']);
	assert.deepEqual(order(LIST, at(1, 'w', 'offer'), at(2, 'w', 'cancel'), at(3, 'w', 'enlist'), at(10, 'x', 'enlist'), hand(20)), []);
	assert.deepEqual(order(LIST, at(1, 'w', 'offer'), at(2, 'w', 'cancel'), at(3, 'w', 'expire'), at(10, 'x', 'enlist'), hand(20)), ['by_hand 0 5']);
	const early = [at(0, 'w', 'offer'), at(1, 'w', 'enlist'), at(10, 'x', 'enlist')];
	assert.deepEqual(order(...early, hand(20)), []);
	assert.deepEqual(order(...early, at(11, 'w', 'expire'), hand(20)), ['by_hand 1 4']);
	assert.deepEqual(order(at(0, 'w', 'offer'), at(1, 'w', 'expire'), at(10, 'x', 'enlist'), hand(20)), []);
	assert.deepEqual(order(LIST, at(1, 'w', 'delist'), at(2, 'w', 'expire'), at(10, 'x', 'enlist'), hand(20)), []);
	assert.deepEqual(order(at(5, 'w', 'enlist'), at(6, 'x', 'enlist'), at(7, 'w', 'enlist', { service: 'DERM', org: 'RABAT' }), hand(20)), ['by_hand 0 3']);
	const AGAIN = { ...BOOK, ...STAFF, chain: 'b' };
	assert.deepEqual(only('retaken', OPEN, at(0, 'w', 'offer'), at(1, 'w', 'expire'), BOOK, later(100, CANCEL), later(110, AGAIN)), []);
});

// --- tests -----------------------------------------------------------------------------------------------

/** A house in which each of n times is freed and taken again, x of them within ten minutes. */
function freedAndTaken(org, n, x) {
	return Array.from({ length: n }, (_, k) => {
		const own = { org, schedule: `${org}${k}`, service: '' }, at = START + k * 1000;
		return [{ ...OPEN, ...own, at: at - 90000 }, { ...BOOK, ...own, at, chain: `${org}a${k}` }, { ...CANCEL, ...own, at: at + 1, chain: `${org}a${k}` },
			{ ...BOOK, ...own, ...STAFF, at: at + (k < x ? 200 : 800), chain: `${org}b${k}` }];
	}).flat();
}
const inOrder = list => list.toSorted((a, b) => a.at - b.at), END = { ...LIST, at: START + 28 * 86400 };

test('a role that takes freed times at once far more often than its peers is found, and three times as often is not', () => {
	const peers = ['A', 'B', 'C'].flatMap(o => freedAndTaken(o, 30, 3)), operator = list => of('operator', findings(...inOrder(list), END));
	const [found, ...more] = operator([...peers, ...freedAndTaken('X', 30, 25)]);
	assert.match(found, /^freed( \d+){10}$/);
	assert.deepEqual(more, []);
	assert.deepEqual(operator([...peers, ...freedAndTaken('X', 30, 8)]), []);
	assert.deepEqual(operator([...peers, ...freedAndTaken('X', 19, 19)]), []);
	assert.deepEqual(operator([...freedAndTaken('A', 60, 3), ...freedAndTaken('X', 30, 25)]), []);
	assert.deepEqual(of('operator', findings(...inOrder([...peers, ...freedAndTaken('X', 30, 25)]))), []);
});
test('those who come through the house waiting less than half as long are found, and a little less is not', () => {
	const visit = (k, d, more) => ({ ...BOOK, chain: `v${k}`, schedule: `v${k}`, at: START + k, slot: `${new Date((START + d * 86400) * 1000).toISOString().slice(0, 11)}09:00`, ...more });
	const log = (desk, online) => [...Array(20).keys()].flatMap(k => [visit(2 * k, online + k % 3), visit(2 * k + 1, desk + k % 3, STAFF)]);
	assert.match(of('delay', findings(...log(5, 40), END))[0], /^delay 1 3 5 7 9 11 13 15 17 19$/);
	assert.deepEqual(of('delay', findings(...log(25, 40), END)), []);
	assert.deepEqual(of('delay', findings(...log(0, 40).filter(e => e.slot > '2026-11-04'), END)), []);
	assert.deepEqual(of('delay', findings(...log(5, 40).slice(0, 19), END)), []);
});

// --- a draw ----------------------------------------------------------------------------------------------

const sha = (...p) => createHash('sha256').update(Buffer.concat(p.map(x => Buffer.from(x)))).digest();
const seed = sha('a seed'), holders = [...Array(7).keys()].map(k => sha(`person ${k}`).toString('base64')), D = { chain: 'd', service: 'MRI', channel: '', role: 'system' };
/** A draw as an honest house writes it; its root is computed here from the texts, by the slow reading of RFC 9162. */
function honest(beacon, old) {		// old: classes by their code, in the results too
	const classes = old ? ['first', 'second', null] : ['1', '2', null], class_ = k => classes[2 - k % 3];
	const mth = d => (d.length === 1 ? sha([0], d[0]) : sha([1], mth(d.slice(0, 2 ** (31 - Math.clz32(d.length - 1)))), mth(d.slice(2 ** (31 - Math.clz32(d.length - 1))))));
	const log = [{ ...LIST, chain: 'before' },
		{ ...D, act: 'draw-open', slot: '2026-11-04T12:00', minutes: 1440, capacity: 3, class: old ? 'first,second' : '1=first,2=second', reason: sha(seed).toString('base64') + (beacon ? ' a lottery' : '') },
		...[1, 2, 3].map(n => ({ ...D, act: 'draw-time', slot: `2026-12-01T09:${n}0`, reason: `${n}` })),
		...holders.map((holder, k) => ({ ...D, act: 'draw-wish', holder, class: class_(k), reason: ['1,2,3', '3,1', '2'][k % 3] })),
		{ ...D, act: 'draw-wish', holder: holders[0], reason: '2,9,2,3' }, { ...D, act: 'draw-wish', holder: holders[3], reason: null }, { ...D, act: 'draw-close', capacity: 6 }];
	const root = mth(log.map(e => Buffer.from(text(made(e)))));
	const people = holders.map((holder, k) => ({ holder, class: class_(k), wishes: k ? ['1,2,3', '3,1', '2'][k % 3].split(',') : ['2', '9', '2', '3'] })).filter((_, k) => k !== 3);
	const lot = p => sha('diwan-draw-1\n', seed, root, sha(beacon ?? ''), Buffer.from(p.holder, 'base64')).toString('hex'), rank = p => classes.indexOf(p.class);
	const left = ['1', '2', '3'], results = people.toSorted((a, b) => rank(a) - rank(b) || (lot(a) < lot(b) ? -1 : 1)).map((p, k) => {
		const n = p.wishes.find(w => left.includes(w));
		if (n) left.splice(left.indexOf(n), 1);
		return { ...D, act: 'draw-result', holder: p.holder, class: old ? p.class : null, reason: `${k + 1}/${n ?? '-'}`, minutes: n ? 20 : 0, slot: n ? `2026-12-01T09:${n}0` : '2026-11-04T12:01' };
	});
	return [...log, ...(beacon ? [{ ...D, act: 'draw-beacon', reason: beacon }] : []), { ...D, act: 'draw-seed', reason: seed.toString('base64') }, ...results];
}
test('a draw is computed again from the log alone, with a beacon and without', () => {
	assert.deepEqual(findings(...honest()), []);
	assert.deepEqual(findings(...honest('4711')), []);
	assert.deepEqual(findings(...honest('4711', true)), []);
});
test('whatever is changed in a draw is found', () => {
	const good = honest('4711'), where = act => good.findIndex(e => e.act === act), seedAt = where('draw-seed'), first = where('draw-result');
	const found = (list, i, rule = 'draw') => assert.ok(only(rule, ...list).some(f => f.endsWith(` ${i}`)), `${i}: ${only(rule, ...list)}`);
	found(good.with(seedAt, { ...good[seedAt], reason: sha('another').toString('base64') }), seedAt);
	found(good.with(first, { ...good[first], reason: good[first].reason.replace('1/', '2/') }), first);
	found(good.with(first, good[first + 1]).with(first + 1, good[first]), first);
	found(good.toSpliced(seedAt - 1, 1), seedAt - 1);
	found([...good, good.at(-1)], good.length);
	found(good.with(where('draw-close'), { ...good[where('draw-close')], capacity: 7 }), where('draw-close'));
	found(good.toSpliced(where('draw-wish') + 1, 1), where('draw-close') - 1);
	found(good.toSpliced(seedAt, 0, { ...D, act: 'draw-wish', holder: sha('late').toString('base64'), reason: '1' }), seedAt);
	found(good.toSpliced(where('draw-time') + 1, 1), where('draw-time') + 1);
	found(good.with(1, { ...good[1], slot: '2026-11-03T06:00' }), 1);
	found(good.with(1, { ...good[1], minutes: 1439 }), 1);		// a window shorter than a day
	found(good.with(1, { ...good[1], slot: '2026-11-04T06:00' }), 1);		// announced less than a day before it
	found(good.with(where('draw-beacon'), { ...good[where('draw-beacon')], reason: '47 11' }), where('draw-beacon'));
	found([...good.slice(0, seedAt), { ...D, act: 'draw-end', reason: 'cancelled' }], seedAt);
	assert.notDeepEqual(only('draw', ...good.with(0, { ...good[0], chain: 'another' })), []);
	assert.deepEqual(findings(...good.slice(0, 6), { ...D, act: 'draw-end', reason: 'cancelled' }), []);
	assert.deepEqual(findings(...good.slice(0, seedAt - 1), { ...D, act: 'draw-end', reason: 'late' }), []);
});
test('a draw is announced a day before its window begins, by the clock of its place to the second, and before its first wish', () => {
	const good = honest(), day = Date.parse('2026-11-02T12:00:00Z') / 1000, end = { ...D, act: 'draw-end', reason: 'cancelled', at: day };
	const said = (at, zone = PLAIN.zone) => only('draw', ...[good[0], { ...good[1], at }, ...good.slice(2, 6), end].map(e => ({ ...e, zone })));
	assert.deepEqual(said(day), []);
	assert.deepEqual(said(day + 1), ['short 1']);
	assert.deepEqual(said(day - 3600, 'Europe/Paris'), []);
	assert.deepEqual(said(day - 3599, 'Europe/Paris'), ['short 1']);
	assert.deepEqual(said(day, 'No/Where'), ['short 1']);
	assert.ok(only('draw', ...good.toSpliced(1, 0, good[5])).includes('draw-wish 1'));
});
test('in the nights on which clocks change a day of notice is a day of the clock', () => {
	const good = honest();
	const said = (at, slot) => only('draw', ...[good[0], { ...good[1], at, slot }, ...good.slice(2, 6), { ...D, act: 'draw-end', reason: 'cancelled' }]
		.map(e => ({ ...e, at: Date.parse(at) / 1000, zone: 'Europe/Paris' })));
	for (const [early, late, end] of [
		['2026-10-24T08:00:00Z', '2026-10-24T08:00:01Z', '2026-10-26T10:00'],	// clocks go back: 25 hours before it begins
		['2026-03-28T09:00:00Z', '2026-03-28T09:00:01Z', '2026-03-30T10:00'],	// forward: 23
		['2026-10-23T08:00:00Z', '2026-10-23T08:00:01Z', '2026-10-25T10:00'],	// while the window is open
	]) {
		assert.deepEqual(said(early, end), []);
		assert.deepEqual(said(late, end), ['short 1']);
	}
});
test('a class is of the draw that lists it, and in a result only as in the wish', () => {
	for (const old of [false, true]) {
		const good = honest(null, old), wish = good.findIndex(e => e.act === 'draw-wish' && e.class), first = good.findIndex(e => e.act === 'draw-result');
		assert.notDeepEqual(only('draw', ...good.with(wish, { ...good[wish], class: null })), []);
		assert.deepEqual(only('draw', ...good.with(first, { ...good[first], class: '9' })), [`draw-result 1 ${first}`]);
	}
});
test('a wish tells the hour alone, and is late an hour later than others', () => {
	const wish = { ...D, act: 'draw-wish' }, late = (n, e) => only('dates', PLAIN, { ...e, at: START - n });
	assert.deepEqual([late(4500, wish), late(4501, wish)], [[], ['late 0 1']]);
	assert.deepEqual([late(900, { ...wish, act: 'draw-open' }), late(901, { ...wish, act: 'draw-open' })], [[], ['late 0 1']]);
});
test('a time of a draw that was given up is the list’s and everybody’s for an hour, and staff’s only then', () => {
	const T = { chain: 'h', at: START, slot: '2026-12-01T09:00' }, K = { ...T, ...STAFF, chain: 'k', act: 'book' }, up = { ...D, act: 'draw-end', reason: 'cancelled' };
	const keep = [{ ...OPEN, slot: T.slot }, { ...T, act: 'hold', role: 'system', reason: 'draw' }, { ...D, ...T, chain: 'd', act: 'draw-time', reason: '1' }];
	const back = { ...T, act: 'release', role: 'system', reason: 'draw' }, of = (...list) => only('draw', ...keep, ...list).filter(f => f.startsWith('given_up'));
	for (const [n, what] of [[0, 1], [3600, 1], [3601, 0]]) assert.equal(of(up, back, { ...K, at: START + n }).length, what, `${n}`);
	assert.deepEqual(of(up, back, { ...K, at: START + 60 }), ['given_up 4 5']);
	assert.deepEqual(of(up, back, { ...K, at: START + 60, role: 'public' }), []);
	assert.deepEqual(of(back, { ...K, at: START + 60 }), []);		// nobody wished it
	assert.deepEqual(of({ ...up, chain: 'another' }, back, { ...K, at: START + 60 }), []);
	assert.deepEqual(of(up, back, { ...T, act: 'hold', chain: 'w', role: 'system', reason: 'waiting' }, { ...K, at: START + 60 }), []);	// the list was asked
	assert.deepEqual(of(up, back, { ...K, act: 'hold', at: START + 60 }, { ...K, at: START + 9000 }), ['given_up 4 6']);
	assert.deepEqual(of(up, { ...D, ...T, chain: 'e', act: 'draw-time', reason: '1' }, back, { ...K, at: START + 60 }), []);	// it was in another draw since
});
test('what a draw gives back is freed, and is on offer from then on', () => {
	const T = { chain: 'h', at: START, slot: '2026-12-01T09:00' }, K = { ...T, ...STAFF, chain: 'k', act: 'book' }, back = { ...T, act: 'release', role: 'system', reason: 'draw' };
	const list = n => [{ ...OPEN, slot: T.slot }, { ...T, act: 'hold', role: 'system', reason: 'draw' }, { ...LIST, chain: 'l', at: START }, back, { ...K, at: START + n }];
	assert.deepEqual(only('retaken', ...list(30)), ['retaken 3 4']);
	assert.deepEqual(only('retaken', ...list(31)), []);
	assert.deepEqual(only('unoffered', ...list(59)), ['at_once 3 4']);
	assert.deepEqual(only('unoffered', ...list(60)), []);
});
test('a wish that is given to somebody else is given to nobody twice, and classes go first, in every order of three wishes of five', () => {
	const orders = ['1', '2', '3', '4', '5'].flatMap((a, _, all) => all.flatMap(b => all.map(c => [a, b, c])));
	for (let k = 0; k < orders.length; k++) {
		const people = holders.map((holder, n) => ({ holder, class: n % 2 ? 'x' : null, wishes: orders[(k * (n + 3) + n * 41) % orders.length] }));
		const got = allocate({ classes: ['x'], seed, root: sha(`${k}`), beacon: null, people, numbers: ['1', '2', '3', '4', '5'] }), given = got.map(p => p.number).filter(n => n !== '-');
		assert.equal(new Set(given).size, given.length);
		assert.deepEqual(got.map(p => p.class), ['x', 'x', 'x', null, null, null, null]);
		for (const p of got) if (p.number === '-') assert.ok(p.wishes.every(w => got.some(q => q.rank < p.rank && q.number === w)));
	}
});

process.exitCode = failed ? 1 : 0;
