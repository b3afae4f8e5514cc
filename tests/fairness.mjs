#!/usr/bin/env node
// The rules of docs/fairness.md by two programs that share no code (src/ledger/audit.h, verifier/rules.mjs): on the forty
// cases, and on honest houses, each finds the same, and what must be found. fairness.mjs YEAR-PROGRAM [YEARS [DAYS [few]]]
// few: the independent one reads one case of each kind.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rules } from '../verifier/rules.mjs';

const [program, years = '1', days = '70', few] = process.argv.slice(2), most = { maxBuffer: 1 << 30, encoding: 'utf8' };
const run = (args, input) => execFileSync(program, args, { ...most, input });
let failed = 0, n = 0;
function check(name, ok, more = '') {
	n++;
	failed += !ok;
	if (!ok) console.log(`not ok - ${name} ${more}`);
}
/** RULE CODE PLACE…, sorted: of one entry's findings the order is nobody's business. */
function independent(lines) {
	const r = rules(), none = Buffer.alloc(32);
	lines.forEach((line, i) => r.entry(JSON.parse(line), i, () => none));
	return r.end().map(f => `${f.rule} ${f.code} ${f.entries.slice(0, 16).join(' ')}`).sort();
}
const findings = text => run(['audit'], text).split('\n').filter(Boolean).sort();
function both(name, text) {
	const lines = text.split('\n').filter(line => line && !line.startsWith('#'));
	const a = findings(text), b = independent(lines);
	check(`${name}: both find the same`, a.join('\n') === b.join('\n'),
		`\n  only ours: ${a.filter(x => !b.includes(x))}\n  only the independent: ${b.filter(x => !a.includes(x))}`);
	return a;
}
const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
function root(lines, lo = 0, hi = lines.length) {
	if (hi - lo === 1) return hash(Buffer.of(0), Buffer.from(lines[lo]));
	let k = 1;
	while (2 * k < hi - lo) k *= 2;
	return hash(Buffer.of(1), root(lines, lo, lo + k), root(lines, lo + k, hi));
}

for (let k = 0; k < 40; k++) {
	const text = run(['case', String(k)]), [, what, ...rest] = text.trimEnd().split('\n').at(-1).split(' ');
	if (what === 'fork') {
		const lines = text.split('\n').filter(line => line && !line.startsWith('#'));
		check(`case ${k}: not the log that was signed`, root(lines.slice(0, Number(rest[0]))).toString('hex') !== rest[1]);
		continue;
	}
	const a = few && k % 5 !== Math.floor(k / 5) % 5 ? findings(text) : both(`case ${k}`, text), [code, ...places] = rest;
	check(`case ${k}: ${what}/${code} is found`, places.length ? a.includes(`${what} ${rest.join(' ')}`) : a.some(f => f.startsWith(`${what} ${code} `)));
}
for (let seed = 1; seed <= Number(years); seed++) both(`honest houses ${seed}`, run([String(seed), days]));
console.log(failed ? `${failed} of ${n} failed` : `ok - two programs find the same in 40 cases and ${years} times ${days} days of honest houses (${n} comparisons)`);
process.exitCode = failed ? 1 : 0;
