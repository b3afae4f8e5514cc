#!/usr/bin/env node
// The rules of docs/fairness.md by two programs that share no code (src/ledger/audit.h, verifier/rules.mjs): on the forty-five
// cases, on honest houses, and on these with entries changed at random, each finds the same, and what must be found. A forked log is given
// to both whole, as tiles, with the checkpoint that was kept: both refuse it, and neither refuses it with one of its own.
// fairness.mjs YEAR-PROGRAM DIWAN [YEARS [DAYS [few]]]; few: the independent one reads one case of each kind, and one fork is tried.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '../verifier/rules.mjs';
import { readEntry } from '../verifier/verify.mjs';
import { checkpointText, hash, newKey, rootOf, signed, writeLog } from '../verifier/test/log.mjs';

const [program, diwan, years = '1', days = '70', few] = process.argv.slice(2), most = { maxBuffer: 1 << 30, encoding: 'utf8' };
const run = (args, input) => execFileSync(program, args, { ...most, input });
let failed = 0, n = 0;
function check(name, ok, more = '') {
	n++;
	failed += !ok;
	if (!ok) console.log(`not ok - ${name} ${more}`);
}
/** RULE CODE PLACE…, sorted: of one entry's findings the order is nobody's business. What docs/draw.md asks of a draw is no rule of fairness. */
function independent(lines) {
	const r = rules(), none = Buffer.alloc(32);
	lines.forEach((line, i) => r.entry(JSON.parse(line), i, () => none));
	return r.end().filter(f => !f.code.startsWith('draw-')).map(f => `${f.rule} ${f.code} ${f.entries.slice(0, 16).join(' ')}`).sort();
}
check('both find the same in each log of verifier/test/rules_test.mjs', spawnSync(process.execPath, ['verifier/test/rules_test.mjs', program]).status === 0);
const findings = text => run(['audit'], text).split('\n').filter(Boolean).sort();
function both(name, text) {
	const lines = text.split('\n').filter(line => line && !line.startsWith('#'));
	const a = findings(text), b = independent(lines);
	check(`${name}: both find the same`, a.join('\n') === b.join('\n'),
		`\n  only ours: ${a.filter(x => !b.includes(x))}\n  only the independent: ${b.filter(x => !a.includes(x))}`);
	return a;
}
const work = mkdtempSync(join(tmpdir(), 'fairness-')), key = newKey('houses.example/ledger');
process.on('exit', () => rmSync(work, { recursive: true }));
/** A log that was forked after another root had been signed for its first `size` entries. */
function forked(name, lines, size, root, programs) {
	const entries = lines.map(line => Buffer.from(line)), folder = writeLog(mkdtempSync(join(work, 'log-')), entries, key), kept = join(work, 'kept');
	const own = rootOf(entries.slice(0, size).map(e => hash(Buffer.of(0), e)));
	for (const [it, signedRoot] of [['the checkpoint that was kept', root], ['its own', own]]) {
		writeFileSync(kept, signed(checkpointText(key.name, size, signedRoot), key));
		for (const [who, command] of programs) {
			const r = spawnSync(command[0], [...command.slice(1), folder, '--key', key.vkey, '--kept', kept], most), last = (r.stdout + r.stderr).trim().split('\n').at(-1);
			check(`${name}, with ${it}: ${who}`, signedRoot === own ? / 1 earlier checkpoints.* findings\.$/.test(last) : r.status === 1 && /refused: the log was rewritten/i.test(last), last);
		}
	}
}

const ACTS = ['book', 'move', 'cancel', 'overbook', 'substitute', 'hold', 'release', 'enlist', 'offer', 'accept', 'expire', 'delist', 'attend', 'miss',
	'publish', 'withdraw', 'share', 'wait', 'draw-open', 'draw-time', 'draw-wish', 'draw-end'];
const REASONS = [null, 'undone', 'party', 'named', 'accepted', 'waiting', 'by-hand', 'gathering', 'until-60', 'expired', 'draw'];
/** A generator of numbers below n, from a seed. */
const random = seed => { let state = hash(Buffer.from(seed)); return n => (state = hash(state)).readUInt32BE() % n; };
/** A log in which one entry of so many was changed, as a mistake or somebody's hand would. */
function change(lines, seed, many) {
	const r = random(`${seed}`), out = [];
	for (const line of lines) {
		const e = JSON.parse(line), hit = r(many) === 0 ? r(14) : -1;
		if (hit === 0) continue;
		if (hit === 1) out.push(line);
		if (hit === 2) e.at = new Date(Date.parse(e.at) - 1000 * r(4000)).toISOString().replace('.000', '');
		if (hit === 3) e.role = ['public', 'desk', 'system', 'helper', 'agent'][r(5)];
		if (hit === 4) e.channel = ['online', 'desk', 'phone', ''][r(4)];
		if (hit === 5) e.act = ACTS[r(ACTS.length)];
		if (hit === 6) e.reason = REASONS[r(REASONS.length)];
		if (hit === 7) e.capacity = [null, 0, 1, 2, 5][r(5)];
		if (hit === 8) e.ceiling = [null, 0, 1, 3][r(4)];
		if (hit === 9) e.minutes = [0, 10, 20, 180, 2880][r(5)];
		if (hit === 10) e.slot = new Date(Date.parse(`${e.slot}Z`) + (r(7) - 3) * 600000).toISOString().slice(0, 16);
		if (hit === 11) e.chain = out.length ? JSON.parse(out[Math.max(0, out.length - 1 - r(30))]).chain : '';
		if (hit === 12) e.class = [null, 'urgent'][r(2)];
		if (hit === 13) e.holder = null;
		out.push(JSON.stringify(e));
	}
	return out;
}

// The one list of acts and reasons: what it gains, the documents tell and the independent reader knows.
const file = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'), list = file('src/ledger/entry.h');
const told = file('docs/ledger.md') + file('docs/draw.md'), codes = kind => [...list.matchAll(new RegExp(`X\\(${kind}_\\w+, "([a-z-]+)"`, 'g'))].map(m => m[1]);
check('the list of acts and reasons is read', codes('ACT').length >= 28 && codes('WHY').length >= 25);
for (const code of [...codes('ACT'), ...codes('WHY')]) check(`docs tell ${code}`, told.includes(`\`${code}\``));
for (const act of codes('ACT')) {
	const entry = { act, at: '2026-11-26T12:15:05Z', capacity: null, ceiling: null, chain: '', channel: '', class: null, holder: null, minutes: 0,
		org: act === 'key' ? '' : 'FES', reason: null, role: 'system', schedule: '', service: '', slot: '2026-11-26T13:15', v: 1, zone: 'Africa/Casablanca' };
	check(`the independent reader knows ${act}`, (() => { try { return readEntry(JSON.stringify(entry)).act === act; } catch { return false; } })());
}
for (let k = 0; k < 45; k++) {
	const text = run(['case', String(k)]), [, what, ...rest] = text.trimEnd().split('\n').at(-1).split(' ');
	if (what === 'fork') {
		const lines = text.split('\n').filter(line => line && !line.startsWith('#'));
		const audit = ['the audit', [diwan, 'ledger', 'audit']], verifier = ['the verifier', [process.execPath, 'verifier/verify.mjs', 'log']];
		if (!few || k % 5 === 2) forked(`case ${k}`, lines, Number(rest[0]), Buffer.from(rest[1], 'hex'), [audit, verifier]);
		continue;
	}
	const a = few && k % 5 !== Math.floor(k / 5) % 5 ? findings(text) : both(`case ${k}`, text), [code, ...places] = rest;
	check(`case ${k}: ${what}/${code} is found`, places.length ? a.includes(`${what} ${rest.join(' ')}`) : a.some(f => f.startsWith(`${what} ${code} `)));
}
for (let seed = 1; seed <= Number(years); seed++) both(`honest houses ${seed}`, run([String(seed), days]));
for (let seed = 1; seed <= Number(years); seed++) {
	const lines = run([String(seed), few ? '20' : days]).trimEnd().split('\n');
	for (const many of few ? [40] : [40, 12]) {
		const text = change(lines, seed, many).map(line => `${line}\n`).join('');
		check(`changed houses ${seed}: much is found`, both(`houses ${seed}, with one entry of ${many} changed at random`, text).length > 100);
	}
}
console.log(failed ? `${failed} of ${n} failed` : `ok - two programs find the same in 45 cases and ${years} times ${days} days of houses, honest and changed at random (${n} comparisons)`);
process.exitCode = failed ? 1 : 0;
