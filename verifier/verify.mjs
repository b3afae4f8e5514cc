#!/usr/bin/env node
// Checks a Diwan ledger and its receipts from published documents alone (README.md names them), with no code of the server's.
// Everything read is distrusted until a proof leads it to a signature by a key that you named.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { rules } from './rules.mjs';

export class Refused extends Error {}
const refuse = why => { throw new Refused(why); };
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }), isCount = n => Number.isSafeInteger(n) && n >= 0;
/** Standard padded base64, of `bytes` bytes when given; nothing that a lenient decoder would skip. */
export function fromBase64(text, bytes) {
	const b = typeof text === 'string' ? Buffer.from(text, 'base64') : refuse('base64 text expected');
	if (b.toString('base64') !== text) refuse('not strict base64');
	return bytes === undefined || b.length === bytes ? b : refuse(`${bytes} bytes expected, ${b.length} found`);
}
// --- the tree (RFC 9162, 2.1) ---
export const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
export const leafHash = entry => sha256('\x00', entry), nodeHash = (left, right) => sha256('\x01', left, right), EMPTY_ROOT = sha256();
const split = n => (n <= 2 ? 1 : 2 * split(Math.ceil(n / 2)));	// the largest power of two below n: where a tree of n leaves divides
/** MTH over the hashes row[lo:hi], of leaves or of subtrees of one size that is a power of two; the last one may be smaller. */
export function rootOf(row, lo = 0, hi = row.length) {
	if (hi - lo < 2) return hi > lo ? row[lo] : EMPTY_ROOT;
	const mid = lo + split(hi - lo);
	return nodeHash(rootOf(row, lo, mid), rootOf(row, mid, hi));
}
/** The root to which a proof of inclusion leads from this leaf. */
export function rootFromInclusion(index, size, leaf, proof) {
	if (!isCount(index) || !isCount(size) || index >= size) refuse('the index lies outside the tree');
	if (size === 1) return proof.length ? refuse('the inclusion proof is too long') : leaf;
	const k = split(size), rest = proof.slice(0, -1), beside = proof.at(-1) ?? refuse('the inclusion proof is too short');
	return index < k ? nodeHash(rootFromInclusion(index, k, leaf, rest), beside)
		: nodeHash(beside, rootFromInclusion(index - k, size - k, leaf, rest));
}
// --- signed notes and checkpoints ---
const SIGNATURE = 1, COSIGNATURE = 4, NOTE_MAX = 1 << 20, ED25519_DER = Buffer.from('302a300506032b6570032100', 'hex');
/** A verifier key "name+id+base64(type ‖ key)": of a log (type 1) or of a witness (type 4). */
export function parseKey(vkey) {
	const m = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey) ?? refuse('not a verifier key: name+id+key is expected');
	const material = fromBase64(m[3], 33), type = material[0], id = sha256(`${m[1]}\n`, material).subarray(0, 4);
	if (type !== SIGNATURE && type !== COSIGNATURE) refuse(`a key of unknown kind ${type}`);
	if (id.toString('hex') !== m[2]) refuse('the id of the key does not belong to it');
	const key = createPublicKey({ key: Buffer.concat([ED25519_DER, material.subarray(1)]), format: 'der', type: 'spki' });
	return { vkey, name: m[1], id, type, key };
}
function signedBy({ type, key }, text, signature) {
	if (signature.length !== (type === SIGNATURE ? 64 : 72)) return false;
	const head = type === SIGNATURE ? '' : `cosignature/v1\ntime ${signature.readBigUInt64BE(0)}\n`;
	return verifySignature(null, Buffer.from(head + text), key, signature.subarray(-64));
}
/** The text of a note and the keys, of those given, that signed it. A bad signature by one of them refuses it. */
export function openNote(note, keys) {
	if (note.length > NOTE_MAX || /[\0-\x09\x0b-\x1f]/.test(note) || !note.isWellFormed()) refuse('the note is too long, or no text');
	const [, text, lines] = /^([^]*\n)\n((?:[^\n]+\n)+)$/.exec(note) ?? refuse('the note has no signatures'), by = new Set();
	for (const line of lines.slice(0, -1).split('\n')) {
		const m = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? refuse('a malformed signature line'), bytes = fromBase64(m[2]);
		if (bytes.length < 5) refuse('a signature that is too short');
		const key = keys.find(k => k.name === m[1] && k.id.equals(bytes.subarray(0, 4)));	// else of somebody whom we were not told of
		if (key && !signedBy(key, text, bytes.subarray(4))) refuse(`a wrong signature of ${key.name}`);
		if (key) by.add(key);
	}
	return { text, by: [...by] };
}
/** A checkpoint signed by one of the log's keys, and by at least `quorum` of the witnesses. */
export function openCheckpoint(note, keys, quorum = 0) {
	const { text, by } = openNote(note, keys), signer = by.find(k => k.type === SIGNATURE) ?? refuse('no signature by the key of the log');
	const [origin, size, root, ...rest] = text.slice(0, -1).split('\n');
	if (root === undefined || !origin || rest.includes('')) refuse('not a checkpoint');
	if (origin !== signer.name) refuse(`a checkpoint of another log: ${origin}`);
	if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !isCount(Number(size))) refuse('the size is not a number');
	const witnesses = [...new Set(by.filter(k => k.type === COSIGNATURE).map(k => k.name))];
	if (witnesses.length < quorum) refuse(`${witnesses.length} of the ${quorum} witnesses that are needed have signed`);
	return { origin, size: Number(size), root: fromBase64(root, 32), witnesses, signer: signer.vkey, note };
}
// --- entries and receipts ---
const ACTS = 'publish|withdraw|share|hold|release|book|overbook|wait|cancel|move|substitute|attend|miss|enlist|delist|offer|accept'
	+ '|expire|key|answer|withhold|draw-(?:open|time|wish|close|beacon|seed|result|end)';
const CHAR = String.raw`(?:[^\p{C}"\\]|\\["\\])`, TEXT = `"${CHAR}{0,200}"`, CODE = `"${CHAR}{1,200}"`;
const COUNT = String.raw`(?:0|[1-9]\d{0,8})`, LOCAL = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d`, HOLDER = '"[A-Za-z0-9+/]{43}="';
const orNull = form => `(?:null|${form})`;
const MEMBERS = {	// in the order, and each in the one way, in which RFC 8785 lets them be written
	act: `"(?:${ACTS})"`, at: String.raw`"${LOCAL}:\d\dZ"`, capacity: orNull(COUNT), ceiling: orNull(COUNT), chain: TEXT,
	channel: TEXT, class: orNull(CODE), holder: orNull(HOLDER), minutes: COUNT, org: TEXT, reason: orNull(CODE), role: CODE,
	schedule: TEXT, service: TEXT, slot: `"${LOCAL}"`, v: '1', zone: CODE,
}, ENTRY = new RegExp(`^\\{${Object.entries(MEMBERS).map(([name, form]) => `"${name}":${form}`).join()}\\}$`, 'u');
const isDate = v => !Number.isNaN(Date.parse(v)) && new Date(v).toISOString().startsWith(v.slice(0, 16));
/** One entry, as docs/ledger.md says that it is written. */
export function readEntry(json) {
	const e = typeof json === 'string' && ENTRY.test(json) ? JSON.parse(json) : refuse('the entry is not the canonical JSON of an entry');
	if (!isDate(e.at) || !isDate(`${e.slot}Z`)) refuse('the entry names a time that there is not');
	return (e.org === '') === (e.act === 'key') ? e : refuse('“org” of the entry is missing or wrong');
}
const parse = json => { try { return JSON.parse(json); } catch { return refuse('the receipt is no JSON'); } };
/** What a receipt proves: its entry, and the checkpoint that holds it, or null as long as it is not sealed. */
export function checkReceipt(json, keys, quorum = 0) {
	const r = parse(json), names = 'checkpoint,entry,index,proof,reference,salt,size';
	if (Object.keys(r ?? {}).sort().join() !== names) refuse(`a receipt has exactly ${names}`);
	const entry = readEntry(r.entry), salt = fromBase64(r.salt, 16);
	if (typeof r.reference !== 'string' || !/^[0-9A-Z]+$/.test(r.reference)) refuse('the reference is not one');
	if (sha256(salt, r.reference).toString('base64') !== entry.holder) refuse('the entry is of another appointment');
	if ([r.index, r.size, r.proof, r.checkpoint].every(v => v === null)) return { entry, checkpoint: null };
	if (!Array.isArray(r.proof) || typeof r.checkpoint !== 'string') refuse('half a proof');
	const checkpoint = openCheckpoint(r.checkpoint, keys, quorum);
	if (r.size !== checkpoint.size) refuse('the checkpoint is of another size');
	const root = rootFromInclusion(r.index, r.size, leafHash(r.entry), r.proof.map(p => fromBase64(p, 32)));
	return root.equals(checkpoint.root) ? { entry, checkpoint, index: r.index } : refuse('the entry is not in the log at this place');
}
// --- tiles (C2SP tlog-tiles) ---
const WIDTH = 256, AHEAD = 16;	// of a tile; bundles that are asked for at once
/** "tile/<L>/<N>[.p/<W>]"; level "entries" for bundles. */
export function tilePath(level, n, width) {
	const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0').replace(/\d{3}(?=\d)/g, 'x$&/');
	return `tile/${level}/${digits}${width < WIDTH ? `.p/${width}` : ''}`;
}
/** A log under a URL or in a folder. */
export class Source {
	constructor(place) { this.place = String(place).replace(/\/+$/, ''); }
	async read(path) {
		if (!/^https?:\/\//.test(this.place)) return readFile(`${this.place}/${path}`).catch(() => null);
		const ask = () => fetch(`${this.place}/${path}`, { redirect: 'error' }), answer = await ask().catch(ask);	// once more
		if (answer.status === 404) return null;
		return answer.ok ? Buffer.from(await answer.arrayBuffer()) : refuse(`${path}: status ${answer.status}`);
	}
	async checkpoint(open) { return open(utf8.decode(await this.read('checkpoint') ?? refuse('checkpoint is missing'))); }
	/** The first `width` of a tile's hashes or of a bundle's entries; from the full one when the partial one is gone. */
	async tile(level, n, width) {
		const path = tilePath(level, n, width), exact = await this.read(path), parts = [];
		const bytes = exact ?? ((width < WIDTH && await this.read(tilePath(level, n, WIDTH))) || refuse(`${path} is missing`));
		let at = 0;
		while (parts.length < width) {
			const head = level === 'entries' ? 2 : 0, length = !head ? 32 : at + 2 <= bytes.length ? bytes.readUInt16BE(at) : Infinity;
			if (at + head + length > bytes.length) refuse(`${path} has a wrong length`);
			parts.push(bytes.subarray(at + head, at += head + length));
		}
		return exact && at < bytes.length ? refuse(`${path} has a wrong length`) : parts;
	}
}
/** The roots of the first `old` and of all `size` entries, from the hashes of tiles that are the proof of consistency (RFC 9162, 2.1.4). */
export async function roots(source, old, size) {
	const tiles = new Map();
	const range = async (lo, hi) => {
		const n = hi - lo, mid = lo + split(n);
		if (n > 1 && (2 * (mid - lo) !== n || lo % n)) return nodeHash(await range(lo, mid), await range(mid, hi));
		let level = 0, width = n;	// a whole subtree: some hashes of one tile
		for (; width >= WIDTH; width /= WIDTH) level++;
		const at = lo / n * width, tile = Math.floor(at / WIDTH), of = Math.min(WIDTH, Math.floor(size / WIDTH ** level) - tile * WIDTH);
		if (!tiles.has(`${level}/${tile}`)) tiles.set(`${level}/${tile}`, source.tile(level, tile, of));
		return rootOf(await tiles.get(`${level}/${tile}`), at % WIDTH, at % WIDTH + width);
	};
	const both = async (lo, hi) => {
		if (old === hi) return Array(2).fill(await range(lo, hi));
		const mid = lo + split(hi - lo), left = old <= mid, beside = await (left ? range(mid, hi) : range(lo, mid));
		const [a, b] = await (left ? both(lo, mid) : both(mid, hi));
		return left ? [a, nodeHash(b, beside)] : [nodeHash(beside, a), nodeHash(beside, b)];
	};
	return both(0, size);
}
/** Refuses a log in which the larger of two checkpoints does not begin with all of the smaller one. */
export async function checkGrowth(source, a, b) {
	const [older, newer] = a.size <= b.size ? [a, b] : [b, a];
	if (older.size === newer.size) return older.root.equals(newer.root) || refuse('two roots for one size: the log was forked');
	const [before, now] = older.size ? await roots(source, older.size, newer.size) : [EMPTY_ROOT, newer.root];
	return (before.equals(older.root) && now.equals(newer.root)) || refuse('the log was rewritten between the two checkpoints');
}
/** What the rules find in all entries; refuses a log whose tree, made anew, is not that of each tile, of what was signed and was kept. */
export async function audit(source, checkpoint, kept = []) {
	const { size } = checkpoint, above = [], rule = rules(), bundles = Math.ceil(size / WIDTH);
	let named = null, last = [], asked;	// named: the key that the last entry about keys names, which signs whatever comes after it
	const ask = (n, width = Math.min(WIDTH, size - n * WIDTH)) => Promise.all([source.tile('entries', n, width), source.tile(0, n, width)]);
	const same = (level, n, row, tile) => row.every((h, i) => h.equals(tile[i]))
		|| refuse(`${tilePath(level, n, row.length)} is not what the entries make`);
	const take = (bytes, index, root) => {
		let entry;
		try { entry = readEntry(utf8.decode(bytes)); } catch (e) { return rule.found('form', 'form', [index], e.message); }
		if (entry.act === 'key') named = { vkey: entry.reason, index };
		rule.entry(entry, index, root);
	};
	for (let n = 0; n < bundles; n++) {
		if (n % AHEAD === 0) asked = await Promise.all(Array.from({ length: Math.min(AHEAD, bundles - n) }, (_, k) => ask(n + k)));
		const [entries, tile] = asked[n % AHEAD];
		last = entries.map(leafHash);
		same(0, n, last, tile);
		entries.forEach((bytes, i) => take(bytes, n * WIDTH + i, () => rootOf([...above, rootOf(last.slice(0, i + 1))])));
		if (last.length === WIDTH) above.push(rootOf(last.splice(0)));
	}
	for (let level = 1, row = above, up = []; row.length; level++, row = up, up = [])
		for (let n = 0; n * WIDTH < row.length; n++) {
			const part = row.slice(n * WIDTH, (n + 1) * WIDTH);
			same(level, n, part, await source.tile(level, n, part.length));
			if (part.length === WIDTH) up.push(rootOf(part));
		}
	if (!rootOf(last.length ? [...above, rootOf(last)] : above).equals(checkpoint.root)) refuse('the entries do not make the signed root');
	if (named && named.index < size - 1 && named.vkey !== checkpoint.signer) refuse(`signed by another key than entry ${named.index} names`);
	for (const old of kept) await (old.size > size ? refuse('the log is shorter than when it signed') : checkGrowth(source, old, checkpoint));
	return rule.end();
}
// --- the command ---
const USAGE = `verify.mjs receipt FILE…      --key KEY… [--quorum N] [--log PLACE]
verify.mjs log PLACE          --key KEY… [--quorum N] [--kept FILE…] [--state FILE]
verify.mjs growth PLACE       --key KEY… [--quorum N] OLDER [NEWER]
KEY: a verifier key (name+id+key) or a file with some. PLACE: the URL or folder that holds “checkpoint” and “tile/”.`;
const read = file => readFile(file, 'utf8');
async function receipts(open, { log }, files) {
	const source = log && new Source(log), now = await source?.checkpoint(open);
	for (const file of files) {
		const { entry, checkpoint: at, index } = open(await read(file), checkReceipt);
		if (!at) refuse(`${file} is not sealed yet: it proves nothing so far, fetch it again in a moment`);
		if (now) await checkGrowth(source, at, now);
		console.log(`${file}: ${entry.act} at ${entry.at} is entry ${index} of ${at.origin}, signed at ${at.size} entries`
			+ `${now ? `, which the log still holds at ${now.size}` : ''}.`);
	}
}
async function wholeLog(open, o, [place]) {
	const source = new Source(place), now = await source.checkpoint(open), notes = await Promise.all((o.kept ?? []).map(read));
	const state = o.state && await read(o.state).catch(e => (e.code === 'ENOENT' ? null : Promise.reject(e)));
	const kept = [...notes, ...(state ? [state] : [])].map(note => open(note)), findings = await audit(source, now, kept);
	for (const f of findings) console.log(`${f.rule}/${f.code}: ${f.text} (entries ${f.entries.join(', ')})`);
	if (o.state) await writeFile(o.state, now.note);
	console.log(`${now.origin}: ${now.size} entries, root ${now.root.toString('base64')}, ${kept.length} earlier checkpoints,`
		+ ` ${now.witnesses.length} witnesses, ${findings.length} findings.`);
	return findings.length > 0;
}
async function growth(open, o, [place, older, newer]) {
	const source = new Source(place), a = open(await read(older)), b = newer ? open(await read(newer)) : await source.checkpoint(open);
	await checkGrowth(source, a, b);
	console.log(`${a.origin}: nothing of the ${Math.min(a.size, b.size)} entries changed up to ${Math.max(a.size, b.size)}.`);
}
const COMMANDS = { receipt: [receipts, 1, Infinity], log: [wholeLog, 1, 1], growth: [growth, 2, 3] };
async function main(args) {
	const one = { type: 'string' }, many = { ...one, multiple: true }, options = { key: many, kept: many, quorum: one, log: one, state: one };
	let o, command, places;
	try { ({ values: o, positionals: [command, ...places] } = parseArgs({ args, allowPositionals: true, options })); } catch { /* below */ }
	const [run, least, most] = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : [];
	if (!run || places.length < least || places.length > most || !/^\d{0,3}$/.test(o.quorum ?? '')) return console.error(USAGE) ?? 2;
	try {
		const texts = await Promise.all((o.key ?? []).map(k => (k.split('+').length > 2 ? k : read(k))));
		const keys = texts.flatMap(t => t.split('\n').filter(line => line.includes('+')).map(parseKey));
		if (!keys.length) refuse('no key: --key says whom you believe');
		return Number(await run((what, how = openCheckpoint) => how(what, keys, Number(o.quorum ?? 0)), o, places) ?? 0);
	} catch (e) {
		return console.error(`Refused: ${e instanceof Refused || e.code ? e.message : e.stack}`) ?? 1;
	}
}
if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2));
