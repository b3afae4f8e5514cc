#!/usr/bin/env node
// Whether two programs that share no code say the same of one log: what `diwan ledger audit --json` and `verifier/verify.mjs log` printed.
//	same.mjs AUDIT VERIFIED	exit code 0: the same; 1: not; 3: they read it at two sizes, so ask again
import { readFileSync } from 'node:fs';

const [ours, theirs] = process.argv.slice(2).map(f => readFileSync(f, 'utf8').trimEnd().split('\n')), MOST = 16;	// entries that ours names
const said = ours.map(line => JSON.parse(line)), log = said.pop(), last = theirs.pop();
const [, origin, size, root, n] = /^(\S+): (\d+) entries, root (\S+), .* (\d+) findings\.$/.exec(last) ?? [];
if (Number(size) !== log.size) {
	console.log(`${log.size} entries and: ${last}`);
	process.exit(size ? 3 : 1);
}
const a = said.map(f => `${f.rule}/${f.code} ${f.entries.join()}`).sort();
const b = theirs.map(line => /^(\w+\/\w+): .*\(entries ([\d, ]*)\)$/s.exec(line)).map(m => `${m[1]} ${m[2].split(', ').slice(0, MOST).join()}`).sort();
const one = [`${log.log} ${log.root} ${log.findings}`, ...a], other = [`${origin} ${root} ${n}`, ...b];
console.log([...one.filter(x => !other.includes(x)).map(x => `only the audit: ${x}`), ...other.filter(x => !one.includes(x)).map(x => `only the verifier: ${x}`)].slice(0, 8).join('\n')
	|| `${size} entries, ${n} findings`);
process.exitCode = one.join('\n') === other.join('\n') ? 0 : 1;
