#!/usr/bin/env node
// The verifier against published vectors and against a slow reading of RFC 9162 written only for this test.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as V from '../verify.mjs';
import { below, checkpointText, fold, hash, newKey, rootOf, signLine, signed, writeLog as logIn } from './log.mjs';

let failed = 0;
async function test(name, f) {
	try {
		await f();
		console.log(`ok - ${name}`);
	} catch (e) {
		failed++;
		console.log(`not ok - ${name}\n${String(e.stack).replace(/^/gm, '    ')}`);
	}
}
const refused = (f, why) => assert.throws(f, e => e instanceof V.Refused && why.test(e.message));
const rejected = (p, why) => assert.rejects(p, e => e instanceof V.Refused && why.test(e.message));

// --- the slow reading of RFC 9162, 2.1 -------------------------------------------------------------------

function mth(d) {
	if (!d.length) return hash();
	if (d.length === 1) return hash(Buffer.of(0), d[0]);
	const k = below(d.length);
	return hash(Buffer.of(1), mth(d.slice(0, k)), mth(d.slice(k)));
}
function path(m, d) {
	if (d.length === 1) return [];
	const k = below(d.length);
	return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}
/** Tiles in memory, of the log whose leaves have these hashes. */
const tilesOf = level0 => ({ tile: async (level, n, width) => {
	let row = level0;
	for (; level; level--) row = Array.from({ length: Math.floor(row.length / 256) }, (_, k) => fold(row.slice(k * 256, k * 256 + 256)));
	return row.slice(n * 256, n * 256 + width);
} });

// --- logs made for the tests -----------------------------------------------------------------------------

const work = mkdtempSync(join(tmpdir(), 'verify-'));
const key = newKey('diwan.example/ledger'), other = newKey('diwan.example/ledger'), witness = newKey('witness.example/w1', 4);
const keys = [V.parseKey(key.vkey)];
const writeLog = (entries, by = key, sizes) => logIn(mkdtempSync(join(work, 'log-')), entries, by, sizes);

/** RFC 8785, for whatever JSON there is. */
function canonical(v) {
	if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`;
	if (v === null || typeof v !== 'object') return JSON.stringify(v);
	return `{${Object.keys(v).sort().map(k => `${canonical(k)}:${canonical(v[k])}`).join(',')}}`;
}
const PLAIN = { act: 'book', at: '2026-11-26T08:00:00Z', capacity: null, ceiling: null, chain: 'c1', channel: 'online', class: null, holder: null, minutes: 20,
	org: 'FES-CHU', reason: null, role: 'public', schedule: 's1', service: 'CARD', slot: '2026-12-01T09:00', v: 1, zone: 'Africa/Casablanca' };
const entryText = more => canonical({ ...PLAIN, ...more });
const entry = more => Buffer.from(entryText(more));
/** Entries that no rule asks about. */
const many = (n, first = 0) => Array.from({ length: n }, (_, i) => entry({ act: 'hold', chain: `c${first + i}`, schedule: `s${first + i}` }));
const open = (note, quorum) => V.openCheckpoint(note, keys, quorum);
const readCheckpoint = folder => open(readFileSync(join(folder, 'checkpoint'), 'utf8'));
const auditOf = (folder, kept) => V.audit(new V.Source(folder), readCheckpoint(folder), kept);

// --- trees -----------------------------------------------------------------------------------------------

const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(h => Buffer.from(h, 'hex'));
const CT_ROOTS = ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
	'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
	'4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
	'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'];

await test('the roots of the test vectors of Certificate Transparency, of whole trees and of trees of subtrees', () => {
	const leaves = CT_LEAVES.map(V.leafHash);
	assert.equal(V.rootOf([]).toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
	leaves.forEach((_, i) => {
		assert.equal(V.rootOf(leaves.slice(0, i + 1)).toString('hex'), CT_ROOTS[i]);
		assert.equal(mth(CT_LEAVES.slice(0, i + 1)).toString('hex'), CT_ROOTS[i]);
		for (const wide of [2, 4]) {
			const rows = [];
			for (let at = 0; at <= i; at += wide) rows.push(V.rootOf(leaves.slice(at, Math.min(at + wide, i + 1))));
			assert.equal(V.rootOf(rows).toString('hex'), CT_ROOTS[i]);
		}
	});
});

await test('every inclusion proof of every tree up to 40 leaves leads to the root, and no other does', () => {
	const d = Array.from({ length: 40 }, (_, i) => Buffer.from(`leaf ${i}`));
	for (let n = 1; n <= 40; n++) {
		const part = d.slice(0, n), root = mth(part);
		for (let m = 0; m < n; m++) {
			const proof = path(m, part), leaf = V.leafHash(d[m]);
			assert.deepEqual(V.rootFromInclusion(m, n, leaf, proof), root);
			refused(() => V.rootFromInclusion(n, n, leaf, proof), /outside/);
			refused(() => V.rootFromInclusion(m, n, leaf, [...proof, root]), /too long/);
			if (proof.length) refused(() => V.rootFromInclusion(m, n, leaf, proof.slice(1)), /too short/);
			if (n > 1) assert.notDeepEqual(tryRoot((m + 1) % n, n, leaf, proof), root);
			proof.forEach((p, k) => {
				const bad = proof.with(k, Buffer.from(p.map((b, at) => (at === k % 32 ? b ^ 1 : b))));
				assert.notDeepEqual(V.rootFromInclusion(m, n, leaf, bad), root);
			});
		}
	}
});
function tryRoot(...args) {
	try { return V.rootFromInclusion(...args); } catch { return null; }
}

await test('between any two sizes up to 40 a log that only grew is accepted, and refused when any leaf or root is another', async () => {
	const d = Array.from({ length: 40 }, (_, i) => Buffer.from(`leaf ${i}`)), roots = [...d, 0].map((_, i) => mth(d.slice(0, i))), leaves = d.map(V.leafHash);
	const at = (size, root = roots[size]) => ({ size, root }), log = tilesOf(leaves);
	for (let n = 0; n <= 40; n++)
		for (let m = 0; m <= n; m++) {
			await V.checkGrowth(log, at(m), at(n));
			await V.checkGrowth(log, at(n), at(m));
			await rejected(V.checkGrowth(log, at(m, hash(roots[m])), at(n)), /rewritten|forked/);
			if (m) await rejected(V.checkGrowth(log, at(m), at(n, hash(roots[n]))), /rewritten|forked/);
		}
	for (let n = 2; n <= 40; n++)
		for (let bad = 0; bad < n; bad++) {	/* whoever shows other leaves has another root for one of the two */
			const other_ = leaves.with(bad, hash(leaves[bad]));
			for (const m of new Set([1, bad, bad + 1, n - 1].filter(k => k > 0 && k < n)))
				await rejected(V.checkGrowth(tilesOf(other_), at(m), at(n)), /rewritten/);
		}
});

await test('two roots are made of one set of hashes, from as few tiles as a proof needs, across the edges of tiles', async () => {
	const d = Array.from({ length: 1030 }, (_, i) => Buffer.from(`leaf ${i}`)), log = tilesOf(d.map(V.leafHash));
	for (const n of [1, 255, 256, 257, 700, 1024, 1030])
		for (const m of [1, 127, 254, 255, 256, 257, 511, 512, 513, 699, 1023, 1024, 1029, 1030].filter(x => x <= n)) {
			const asked = new Set(), counted = { tile: (level, k, width) => asked.add(`${level}/${k}`) && log.tile(level, k, width) };
			assert.deepEqual(await V.roots(counted, m, n), [mth(d.slice(0, m)), mth(d.slice(0, n))]);
			assert.ok(asked.size <= 3, `${[...asked]} for ${m} and ${n}`);
		}
});

await test('tiles have the names of tlog-tiles', () => {
	assert.equal(V.tilePath(0, 1234067, 256), 'tile/0/x001/x234/067');
	assert.equal(V.tilePath('entries', 273, 112), 'tile/entries/273.p/112');
	assert.equal(V.tilePath(1, 0, 17), 'tile/1/000.p/17');
});

// --- notes -----------------------------------------------------------------------------------------------

const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const SAYING = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
const PETER_SIG = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_SIG = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

await test('the reference note of signed-note is opened, with one key and with two', () => {
	const peter = V.parseKey(PETER), enoch = V.parseKey(ENOCH), note = `${SAYING}\n${PETER_SIG}${ENOCH_SIG}`;
	assert.equal(V.openNote(note, [peter]).text, SAYING);
	assert.deepEqual(V.openNote(note, [peter]).by, [peter]);
	assert.equal(V.openNote(note, [peter, enoch]).by.length, 2);
	assert.deepEqual(V.openNote(note, []).by, []);
});

await test('malformed notes, wrong signatures and mangled keys are refused', () => {
	const peter = [V.parseKey(PETER)];
	for (const bad of [SAYING, `${SAYING}\n`, `${SAYING}\n${PETER_SIG.slice(0, -1)}`, `\x01${SAYING}\n${PETER_SIG}`, `\ud800${SAYING}\n${PETER_SIG}`,
		`${SAYING}\n— Bad Name ${PETER_SIG.slice(15)}`, `${SAYING}\n${PETER_SIG}Unexpected line.\n`, `${SAYING}\n— PeterNeumann x08g\n`])
		refused(() => V.openNote(bad, peter), /note|signature|base64/);
	refused(() => V.openNote(`${SAYING.replace('answer', 'Answer')}\n${PETER_SIG}`, peter), /wrong signature/);
	refused(() => V.openNote(`${SAYING}\n${PETER_SIG}${PETER_SIG.slice(0, 60)}ABCD${PETER_SIG.slice(60)}`, peter), /signature|base64/);
	for (let i = 0; i < PETER.length; i++) {
		refused(() => V.parseKey(PETER.slice(0, i) + String.fromCharCode(PETER.charCodeAt(i) + 1) + PETER.slice(i + 1)), /./);
		refused(() => V.parseKey(PETER.slice(0, i)), /./);
		if (i) refused(() => V.parseKey(PETER.slice(i)), /./);
	}
	refused(() => V.parseKey('PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='), /./);
	refused(() => V.parseKey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'), /unknown kind/);
});

await test('a checkpoint is of its log, signed by its key, and by as many witnesses as are asked for', () => {
	const text = checkpointText(key.name, 8, mth(CT_LEAVES)), both = [...keys, V.parseKey(witness.vkey)];
	assert.equal(V.openCheckpoint(signed(text, key), keys).size, 8);
	assert.deepEqual(V.openCheckpoint(signed(text, key, witness), both, 1).witnesses, [witness.name]);
	refused(() => V.openCheckpoint(signed(text, key), both, 1), /0 of the 1 witnesses/);
	refused(() => V.openCheckpoint(signed(text, key, witness, witness), both, 2), /1 of the 2 witnesses/);
	refused(() => V.openCheckpoint(signed(text, witness), both), /no signature by the key of the log/);
	refused(() => V.openCheckpoint(signed(text, other), keys), /no signature by the key of the log/);
	refused(() => V.openCheckpoint(signed(text, key) + signLine(`${text}x`, witness), both), /wrong signature of witness/);
	refused(() => open(signed(checkpointText('elsewhere.example', 8, mth(CT_LEAVES)), key)), /another log/);
	for (const size of ['08', '-1', '8 ', '1e3', '9007199254740993', ''])
		refused(() => open(signed(checkpointText(key.name, size, mth(CT_LEAVES)), key)), /size|checkpoint/);
	refused(() => open(signed(`${key.name}\n8\n`, key)), /not a checkpoint/);
	refused(() => open(signed(`${key.name}\n8\nAAAA\n`, key)), /32 bytes/);
});

// --- entries ---------------------------------------------------------------------------------------------

await test('canonical JSON: what writes the entries of these tests gives the examples of RFC 8785', () => {
	assert.equal(canonical(JSON.parse(String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
		"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`)),
	String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`);
	assert.equal(canonical(JSON.parse('{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}')),
		'{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
});

await test('an entry is written in one way only, with the members of version 1', () => {
	const good = entryText({});
	assert.equal(V.readEntry(good).act, 'book');
	const bad = [good.replace('{', '{ '), `${good}\n`, good.replace(':20,', ':20.0,'), good.replace(':20,', ':-0,'), good.replace('"v":1,', '"v":1,"v":1,'),
		good.replace('FES', 'F\\u0045S'), good.replace('"org"', '"name":"x","org"'), `[${good}]`, 'null', '', '7', '[[[[', '{'.repeat(30000), '['.repeat(30000) + ']'.repeat(30000)];
	for (const text of bad) refused(() => V.readEntry(text), /canonical/);
	refused(() => V.readEntry(good.replace('CARD', String.raw`\ud800`)), /canonical/);
	for (const more of [{ v: 2 }, { act: 'swap' }, { at: '2026-02-30T08:00:00Z' }, { at: '2026-11-26T08:00:00+01:00' }, { at: '2026-11-26T24:00:00Z' }, { slot: '2026-12-01T09:00Z' },
		{ slot: '2026-13-01T09:00' }, { minutes: -1 }, { minutes: 1.5 }, { minutes: '20' }, { capacity: -1 }, { ceiling: 1e12 }, { holder: 'AAAA' }, { chain: null }, { org: '' }, { role: null },
		{ channel: null }, { reason: 'a\nb' }, { reason: 'x'.repeat(201) }, { service: 7 }, { schedule: [] }, { class: '\u202e' }])
		refused(() => V.readEntry(entryText(more)), /missing or wrong|canonical|time/);
	const { zone, ...short } = PLAIN;
	refused(() => V.readEntry(canonical(short)), /canonical/);
	refused(() => V.readEntry(canonical({ ...short, tz: zone })), /canonical/);
});

// --- receipts --------------------------------------------------------------------------------------------

const salt = randomBytes(16), reference = 'B7K2M9QX4TZ';
const mine = entry({ act: 'wait', chain: 'mine', holder: hash(salt, Buffer.from(reference)).toString('base64') });
const logOf300 = [...many(123), mine, ...many(176, 500)];
const receipt = {
	entry: mine.toString(), reference, salt: salt.toString('base64'), index: 123, size: 300,
	proof: path(123, logOf300).map(p => p.toString('base64')), checkpoint: signed(checkpointText(key.name, 300, mth(logOf300)), key),
};
const check = (more, with_ = keys) => V.checkReceipt(JSON.stringify({ ...receipt, ...more }), with_);

await test('a receipt is accepted, and says that it proves nothing before it is sealed', () => {
	assert.equal(check({}).index, 123);
	assert.equal(check({}).checkpoint.size, 300);
	assert.equal(check({ index: null, size: null, proof: null, checkpoint: null }).checkpoint, null);
});

await test('a receipt in which anything was changed is refused', () => {
	const forged = signed(checkpointText(key.name, 300, mth(logOf300)), other);
	const bad = [{ entry: entryText({ chain: 'mine', holder: JSON.parse(receipt.entry).holder, slot: '2026-12-02T09:00' }) }, { entry: `${receipt.entry} ` }, { reference: 'B7K2M9QX4TY' },
		{ reference: 'B7K-2M9QX4TZ' }, { salt: randomBytes(16).toString('base64') }, { salt: 'AAAA' }, { salt: null }, { index: 122 }, { index: 300 }, { index: '123' }, { index: -1 }, { size: 299 },
		{ proof: receipt.proof.slice(1) }, { proof: [...receipt.proof, receipt.proof[0]] }, { proof: receipt.proof.toReversed() }, { proof: {} }, { proof: [1] },
		{ proof: null }, { checkpoint: null }, { checkpoint: forged }, { checkpoint: receipt.checkpoint.replace('300', '301') }, { checkpoint: 'x' }, { more: 1 }];
	for (const more of bad) refused(() => check(more), /./);
	for (const text of ['', 'null', '[]', '7', '{}', receipt.entry]) refused(() => V.checkReceipt(text, keys), /receipt/);
	refused(() => check({}, [V.parseKey(other.vkey)]), /no signature by the key/);
	refused(() => check({}, []), /no signature by the key/);
});

// --- whole logs ------------------------------------------------------------------------------------------

const spoil = (folder, name, f) => writeFileSync(join(folder, name), f(readFileSync(join(folder, name))));

await test('whole logs of every awkward size pass the audit, from a folder', async () => {
	for (const n of [0, 1, 2, 255, 256, 257, 511, 513]) assert.deepEqual(await auditOf(writeLog(many(n))), []);
});

await test('an audit over HTTP, with partial tiles that are gone already', async () => {
	const entries = many(300), folder = writeLog(entries, key, [100, 300]), { createServer } = await import('node:http');
	rmSync(join(folder, 'tile/0/000.p'), { recursive: true });
	rmSync(join(folder, 'tile/entries/000.p'), { recursive: true });
	const server = createServer((q, a) => {
		try { a.end(readFileSync(join(folder, q.url.slice('/ledger'.length)))); } catch { a.writeHead(404).end(); }
	});
	await new Promise(done => server.listen(0, '127.0.0.1', done));
	const source = new V.Source(`http://127.0.0.1:${server.address().port}/ledger/`);
	const old = open(signed(checkpointText(key.name, 100, mth(entries.slice(0, 100))), key));
	try {
		const now = await source.checkpoint(open);
		assert.deepEqual(await V.audit(source, now, [old]), []);
		await V.checkGrowth(source, old, now);
		assert.deepEqual(await V.audit(source, old), []);
	} finally {
		server.close();
		server.closeAllConnections();
	}
});

await test('a log from which an entry was removed, changed or put in is refused', async () => {
	const entries = many(600);
	for (const changed of [entries.toSpliced(300, 1), entries.with(300, entry({ chain: 'x' })), entries.toSpliced(300, 0, entry({ chain: 'x' })), entries.toReversed()]) {
		const folder = writeLog(changed);
		writeFileSync(join(folder, 'checkpoint'), signed(checkpointText(key.name, changed.length, mth(entries)), key));
		await rejected(auditOf(folder), /do not make the signed root/);
	}
	const folder = writeLog(entries, key, [599, 600]);
	writeFileSync(join(folder, 'checkpoint'), signed(checkpointText(key.name, 599, mth(entries)), key));
	await rejected(auditOf(folder), /do not make the signed root/);
});

await test('a tile, a bundle or a level that does not fit the entries is refused', async () => {
	const flip = at => b => Buffer.from(b.map((x, i) => (i === at ? x ^ 1 : x)));
	for (const [name, f, why] of [['tile/0/001', flip(40), /not what the entries make/], ['tile/1/000.p/2', flip(3), /tile\/1\/000/], ['tile/0/002.p/88', b => b.subarray(1), /wrong length/],
		['tile/0/001', b => Buffer.concat([b, b]), /wrong length/], ['tile/entries/001', b => Buffer.concat([b, Buffer.of(0)]), /wrong length/], ['tile/entries/001', b => b.subarray(0, -1), /wrong length/],
		['tile/entries/001', flip(20), /entry|entries/], ['tile/entries/000', flip(0), /wrong length/]]) {
		const folder = writeLog(many(600));
		spoil(folder, name, f);
		await rejected(auditOf(folder), why);
	}
	const folder = writeLog(many(600));
	renameSync(join(folder, 'tile/entries/001'), join(folder, 'tile/entries/009'));
	await rejected(auditOf(folder), /tile\/entries\/001 is missing/);
});

await test('a forked log is refused: by an audit with kept checkpoints and by a proof of growth', async () => {
	const a = many(700), b = a.with(200, entry({ chain: 'queue jumper' })), folder = writeLog(b);
	for (const n of [201, 256, 300, 700]) {
		const old = open(signed(checkpointText(key.name, n, mth(a.slice(0, n))), key));
		await rejected(auditOf(folder, [old]), /rewritten|forked/);
		await rejected(V.checkGrowth(new V.Source(folder), old, readCheckpoint(folder)), /rewritten|forked/);
	}
	const before = open(signed(checkpointText(key.name, 200, mth(a.slice(0, 200))), key));
	await V.checkGrowth(new V.Source(folder), before, readCheckpoint(folder));
	const longer = open(signed(checkpointText(key.name, 701, hash()), key));
	await rejected(auditOf(folder, [before, longer]), /shorter/);
});

await test('an entry that is not canonical is found although the tree holds it', async () => {
	const found = await auditOf(writeLog([...many(1), Buffer.from(`${entryText({})} `), Buffer.of(0xff)]));
	assert.deepEqual(found.map(f => [f.rule, f.code, f.entries]), [['form', 'form', [1]], ['form', 'form', [2]]]);
});

await test('a change of keys is named in the log, and only that key signs what comes after', async () => {
	const told = vkey => entry({ act: 'key', chain: '', org: '', schedule: '', service: '', channel: '', reason: vkey, role: 'system' });
	const log = [...many(3), told(other.vkey), ...many(2, 7)], both = [...keys, V.parseKey(other.vkey)];
	const ask = async (list, by, with_ = both) => {
		const folder = writeLog(list, by);
		return V.audit(new V.Source(folder), V.openCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8'), with_));
	};
	assert.deepEqual(await ask(log.slice(0, 4), key), []);
	assert.deepEqual(await ask(log, other), []);
	await rejected(ask(log, key), /another key than entry 3 names/);
	await rejected(ask(log.with(3, told('x')), other), /another key than entry 3 names/);
	await rejected(ask(log, other, keys), /no signature by the key of the log/);
});

// --- the command -----------------------------------------------------------------------------------------

await test('the command: receipts, logs, growth, a state that is kept, exit codes', () => {
	const folder = writeLog(logOf300), run = (...args) => spawnSync(process.execPath, [join(import.meta.dirname, '../verify.mjs'), ...args], { encoding: 'utf8' });
	const file = (name, text) => { writeFileSync(join(work, name), text); return join(work, name); };
	const at = (name, more) => file(name, JSON.stringify({ ...receipt, ...more })), keyFile = file('key', `${key.name}\n${key.vkey}\n`), state = join(work, 'state');
	const expect = (rc, out, ...args) => {
		const r = run(...args);
		assert.equal(r.status, rc, r.stdout + r.stderr);
		assert.match(r.stdout + r.stderr, out);
	};
	expect(0, /entry 123 of diwan\.example\/ledger, signed at 300 entries, which the log still holds/, 'receipt', at('r.json'), '--key', keyFile, '--log', folder);
	expect(1, /Refused: .*another appointment/, 'receipt', at('bad.json', { reference: 'B7K2M9QX4TY' }), '--key', key.vkey);
	expect(1, /Refused: no signature/, 'receipt', at('r.json'), '--key', other.vkey);
	expect(1, /not sealed yet/, 'receipt', at('early.json', { index: null, size: null, proof: null, checkpoint: null }), '--key', key.vkey);
	expect(0, /300 entries.* 0 earlier checkpoints, 0 witnesses, 0 findings/, 'log', folder, '--key', keyFile, '--state', state);
	expect(0, /1 earlier checkpoints/, 'log', folder, '--key', keyFile, '--state', state);
	expect(1, /Refused: .*the log was forked/, 'log', writeLog(logOf300.with(5, entry({ chain: 'x' }))), '--key', keyFile, '--state', state);
	expect(0, /nothing of the 300 entries changed/, 'growth', folder, state, '--key', keyFile);
	for (const args of [[], ['log'], ['growth', folder], ['receipt', '--key', 'x'], ['log', folder, '--nothing'], ['constructor', 'x']]) expect(2, /PLACE/, ...args);
	expect(1, /--key says whom you believe/, 'log', folder);
});

await test('the verifier imports nothing but Node and itself, and stays short: all of it under 500 lines, none too long to read', () => {
	const lines = readdirSync(join(import.meta.dirname, '..')).filter(name => name.endsWith('.mjs')).flatMap(name => {
		const source = readFileSync(join(import.meta.dirname, '..', name), 'utf8');
		for (const [, from] of source.matchAll(/(?:from|import\()\s*'([^']+)'/g)) assert.match(from, /^node:|^\.\/(verify|rules|draw)\.mjs$/);
		return source.trimEnd().split('\n');
	});
	assert.ok(lines.length < 500, `${lines.length} lines`);
	assert.deepEqual(lines.filter(line => line.length > 140), []);
});

rmSync(work, { recursive: true });
process.exitCode = failed ? 1 : 0;
