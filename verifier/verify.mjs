#!/usr/bin/env node
// Checks a Diwan ledger and its receipts from published documents alone: RFC 9162 (Merkle trees), RFC 8785 (canonical JSON), C2SP
// tlog-tiles, signed-note, tlog-checkpoint and tlog-cosignature. Shares no code with the server and needs nothing but Node 20.
// Everything read is distrusted until a proof leads it to a signature by a key that you named. See README.md.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { STAGES } from './draw.mjs';
import { rules } from './rules.mjs';

export class Refused extends Error {}
export const refuse = why => { throw new Refused(why); };

/** Standard padded base64, of `bytes` bytes when given; nothing that a lenient decoder would skip. */
export function fromBase64(text, bytes) {
	const b = typeof text === 'string' ? Buffer.from(text, 'base64') : refuse('base64 text expected');
	if (b.toString('base64') !== text) refuse('not strict base64');
	return bytes === undefined || b.length === bytes ? b : refuse(`${bytes} bytes expected, ${b.length} found`);
}
function utf8(bytes) {
	try { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return refuse('not valid UTF-8'); }
}
/** An object, read from JSON. */
function parse(json, what) {
	let v;
	try { v = JSON.parse(json); } catch { /* refused below */ }
	return v && typeof v === 'object' && !Array.isArray(v) ? v : refuse(`${what} is not a JSON object`);
}
const isCount = n => Number.isSafeInteger(n) && n >= 0;

// --- the tree (RFC 9162, 2.1) ---

export const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
const ZERO = Buffer.of(0), ONE = Buffer.of(1);
export const leafHash = entry => sha256(ZERO, entry), nodeHash = (left, right) => sha256(ONE, left, right), EMPTY_ROOT = sha256();

/** The largest power of two below n: where a tree of n leaves divides. */
function split(n) {
	let k = 1;
	while (k * 2 < n) k *= 2;
	return k;
}
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

const SIGNATURE = 1, COSIGNATURE = 4, NOTE_MAX = 1 << 20;
const ED25519_DER = Buffer.from('302a300506032b6570032100', 'hex');

/** A verifier key "name+id+base64(type ‖ key)": of a log (type 1) or of a witness (type 4). */
export function parseKey(vkey) {
	const m = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey) ?? refuse('not a verifier key: name+id+key is expected');
	const material = fromBase64(m[3], 33), type = material[0], id = sha256(`${m[1]}\n`, material).subarray(0, 4);
	if (type !== SIGNATURE && type !== COSIGNATURE) refuse(`a key of unknown kind ${type}`);
	if (id.toString('hex') !== m[2]) refuse('the id of the key does not belong to it');
	const key = createPublicKey({ key: Buffer.concat([ED25519_DER, material.subarray(1)]), format: 'der', type: 'spki' });
	return { vkey, name: m[1], id, type, key };
}
function signedBy(key, text, signature) {
	if (key.type === SIGNATURE) return signature.length === 64 && verifySignature(null, text, key.key, signature);
	if (signature.length !== 72) return false;
	const head = Buffer.from(`cosignature/v1\ntime ${signature.readBigUInt64BE(0)}\n`);
	return verifySignature(null, Buffer.concat([head, text]), key.key, signature.subarray(8));
}
/** The text of a note and the keys, of those given, that signed it. A bad signature by one of them refuses it. */
export function openNote(note, keys) {
	if (note.length > NOTE_MAX) refuse('the note is too long');
	if (/[\0-\x09\x0b-\x1f]/.test(note) || !note.isWellFormed()) refuse('control characters in the note');
	const end = note.lastIndexOf('\n\n');
	if (end < 0 || !note.endsWith('\n') || note.length === end + 2) refuse('the note has no signatures');
	const text = Buffer.from(note.slice(0, end + 1)), by = new Set();
	for (const line of note.slice(end + 2, -1).split('\n')) {
		const m = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? refuse('a malformed signature line'), bytes = fromBase64(m[2]);
		if (bytes.length < 5) refuse('a signature that is too short');
		const key = keys.find(k => k.name === m[1] && k.id.equals(bytes.subarray(0, 4)));
		if (!key) continue;	// somebody whom we were not told of
		if (!signedBy(key, text, bytes.subarray(4))) refuse(`a wrong signature of ${key.name}`);
		by.add(key);
	}
	return { text: text.toString(), by: [...by] };
}
/** A checkpoint signed by one of the log's keys, and by at least `quorum` of the witnesses. */
export function openCheckpoint(note, keys, quorum = 0) {
	const { text, by } = openNote(note, keys);
	const signer = by.find(k => k.type === SIGNATURE) ?? refuse('no signature by the key of the log');
	const [origin, size, root, ...rest] = text.slice(0, -1).split('\n');
	if (root === undefined || !origin || rest.includes('')) refuse('not a checkpoint');
	if (origin !== signer.name) refuse(`a checkpoint of another log: ${origin}`);
	if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !isCount(Number(size))) refuse('the size is not a number');
	const witnesses = [...new Set(by.filter(k => k.type === COSIGNATURE).map(k => k.name))];
	if (witnesses.length < quorum) refuse(`${witnesses.length} of the ${quorum} witnesses that are needed have signed`);
	return { origin, size: Number(size), root: fromBase64(root, 32), witnesses, signer: signer.vkey, note };
}

// --- entries and receipts ---

const ACTS = ['publish', 'withdraw', 'share', 'hold', 'release', 'book', 'overbook', 'wait', 'cancel', 'move', 'substitute', 'enlist',
	'delist', 'offer', 'accept', 'expire', 'attend', 'miss', 'key', ...STAGES];
const count = v => isCount(v) && v <= 1e9, text = v => typeof v === 'string' && v.length <= 200 && /^\P{C}*$/u.test(v);
const code = v => text(v) && v !== '', orNull = f => v => v === null || f(v);
const like = (form, utc) => v => typeof v === 'string' && form.test(v) && !Number.isNaN(Date.parse(v + utc))
	&& new Date(v + utc).toISOString().startsWith(v.slice(0, 16));
const MEMBERS = {	// in the order in which they are written
	act: v => ACTS.includes(v), at: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, ''), capacity: orNull(count), ceiling: orNull(count),
	chain: text, channel: text, class: orNull(code), holder: orNull(v => /^[A-Za-z0-9+/]{43}=$/.test(v)),
	minutes: count, org: text, reason: orNull(code), role: code, schedule: text, service: text,
	slot: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'Z'), v: v => v === 1, zone: code,
}, NAMES = Object.keys(MEMBERS);

/** One entry, which must be written in the one way in which RFC 8785 lets it be: JSON.stringify, with the names in their order. */
export function readEntry(json) {
	const e = parse(json, 'the entry');
	for (const k of NAMES) if (!Object.hasOwn(e, k) || !MEMBERS[k](e[k])) refuse(`“${k}” of the entry is missing or wrong`);
	if (JSON.stringify(e, NAMES) !== json) refuse('the entry is not canonical JSON');
	return (e.org === '') === (e.act === 'key') ? e : refuse('“org” of the entry is missing or wrong');
}

/** What a receipt proves: its entry, and the checkpoint that holds it, or null as long as it is not sealed. */
export function checkReceipt(json, keys, quorum = 0) {
	const r = parse(json, 'the receipt'), names = 'checkpoint,entry,index,proof,reference,salt,size';
	if (Object.keys(r).sort().join() !== names) refuse(`a receipt has exactly ${names}`);
	if (typeof r.entry !== 'string' || !r.entry.isWellFormed()) refuse('the entry is not text');
	const entry = readEntry(r.entry), salt = fromBase64(r.salt, 16), sealed = [r.index, r.size, r.proof, r.checkpoint];
	if (typeof r.reference !== 'string' || !/^[0-9A-Z]+$/.test(r.reference)) refuse('the reference is not one');
	if (sha256(salt, r.reference).toString('base64') !== entry.holder) refuse('the entry is of another appointment');
	if (sealed.every(v => v === null)) return { entry, checkpoint: null };
	if (!Array.isArray(r.proof) || typeof r.checkpoint !== 'string') refuse('half a proof');
	const checkpoint = openCheckpoint(r.checkpoint, keys, quorum);
	if (r.size !== checkpoint.size) refuse('the checkpoint is of another size');
	const root = rootFromInclusion(r.index, r.size, leafHash(r.entry), r.proof.map(p => fromBase64(p, 32)));
	return root.equals(checkpoint.root) ? { entry, checkpoint, index: r.index } : refuse('the entry is not in the log at this place');
}

// --- tiles (C2SP tlog-tiles) ---

export const WIDTH = 256;
/** "tile/<L>/<N>[.p/<W>]"; level "entries" for bundles. */
export function tilePath(level, n, width) {
	const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0').replace(/\d{3}(?=\d)/g, 'x$&/');
	return `tile/${level}/${digits}${width < WIDTH ? `.p/${width}` : ''}`;
}

/** A log under a URL or in a folder. */
export class Source {
	constructor(place) {
		this.place = String(place).replace(/\/+$/, '');
	}
	async read(path) {
		if (!/^https?:\/\//.test(this.place)) return readFile(join(this.place, path)).catch(() => null);
		const answer = await fetch(`${this.place}/${path}`, { redirect: 'error' });
		if (answer.status === 404) return null;
		return answer.ok ? Buffer.from(await answer.arrayBuffer()) : refuse(`${path}: status ${answer.status}`);
	}
	async checkpoint(open) {
		return open(utf8(await this.read('checkpoint') ?? refuse('checkpoint is missing')));
	}
	/** The first `width` of a tile's hashes or of a bundle's entries; from the full one when the partial one is gone. */
	async tile(level, n, width) {
		const path = tilePath(level, n, width), exact = await this.read(path), parts = [];
		const bytes = exact ?? ((width < WIDTH && await this.read(tilePath(level, n, WIDTH))) || refuse(`${path} is missing`));
		for (let at = 0; ; at += parts.at(-1).length) {
			if (parts.length === width && (at === bytes.length || !exact)) return parts;
			const length = level !== 'entries' ? 32 : at + 2 <= bytes.length ? bytes.readUInt16BE(at) : Infinity;
			if (level === 'entries') at += 2;
			if (parts.length === width || at + length > bytes.length) refuse(`${path} has a wrong length`);
			parts.push(bytes.subarray(at, at + length));
		}
	}
}

/**
 * The roots of the first `old` and of all `size` entries, both made of those hashes that RFC 9162, 2.1.4, calls the proof of
 * consistency, from the log's tiles: when the second is signed, the first is that of its beginning.
 */
export async function roots(source, old, size) {
	const tiles = new Map();
	const node = async (leaves, index) => {	// of the index-th subtree of so many leaves, a power of two
		let level = 0;
		for (; leaves >= WIDTH; leaves /= WIDTH) level++;
		const n = Math.floor(index * leaves / WIDTH), at = index * leaves % WIDTH, path = `${level}/${n}`;
		if (!tiles.has(path)) tiles.set(path, source.tile(level, n, Math.min(WIDTH, Math.floor(size / WIDTH ** level) - n * WIDTH)));
		return rootOf(await tiles.get(path), at, at + leaves);
	};
	const range = async (lo, hi) => {
		const n = hi - lo, k = split(n);
		if (n === 1 || (2 * k === n && lo % n === 0)) return node(n, lo / n);
		return nodeHash(await range(lo, lo + k), await range(lo + k, hi));
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
	if (!before.equals(older.root) || !now.equals(newer.root)) refuse('the log was rewritten between the two checkpoints');
	return true;
}

// --- the audit of a whole log ---

const AHEAD = 8;	// bundles that are asked for before they are needed

/**
 * Reads every entry up to the checkpoint, hands it to the rules, computes the tree anew and compares it with each tile, with what
 * was signed and with each checkpoint kept from earlier. Refuses at the first thing that does not fit.
 */
export async function audit(source, checkpoint, kept = []) {
	const { size } = checkpoint, asked = [], above = [], rule = rules();
	let named = null, last = [];	// the key that the last entry about keys names: it signs whatever comes after that entry
	const ask = (n, width = Math.min(WIDTH, size - n * WIDTH)) =>
		Promise.all([source.tile('entries', n, width), source.tile(0, n, width)]).catch(e => ({ failed: e }));
	const same = (level, n, row, tile) => row.every((h, i) => h.equals(tile[i])) || refuse(`${tilePath(level, n, row.length)} is not what the entries make`);
	const take = (bytes, index, root) => {
		let entry;
		try { entry = readEntry(utf8(bytes)); } catch (e) { return rule.found('form', 'form', [index], e.message); }
		if (entry.act === 'key') named = { vkey: entry.reason, index };
		rule.entry(entry, index, root);
	};
	for (let n = 0, next = 0; n * WIDTH < size; n++) {
		for (; next < n + AHEAD && next * WIDTH < size; next++) asked.push(ask(next));
		const got = await asked.shift(), [entries, tile] = got.failed ? refuse(got.failed.message) : got;
		last = entries.map(leafHash);
		same(0, n, last, tile);
		entries.forEach((bytes, i) => take(bytes, n * WIDTH + i, () => rootOf([...above, rootOf(last.slice(0, i + 1))])));
		if (last.length === WIDTH) above.push(rootOf(last.splice(0)));
	}
	const root = rootOf(last.length ? [...above, rootOf(last)] : above);
	for (let level = 1, row = above, up = []; row.length; level++, row = up, up = [])
		for (let n = 0; n * WIDTH < row.length; n++) {
			const part = row.slice(n * WIDTH, (n + 1) * WIDTH);
			same(level, n, part, await source.tile(level, n, part.length));
			if (part.length === WIDTH) up.push(rootOf(part));
		}
	if (!root.equals(checkpoint.root)) refuse('the entries do not make the root that was signed');
	if (named && named.index < size - 1 && named.vkey !== checkpoint.signer) refuse(`signed by another key than entry ${named.index} names`);
	for (const old of kept) {
		if (old.size > size) refuse(`the log is shorter than ${old.size}, for which it signed`);
		await checkGrowth(source, old, checkpoint);
	}
	return rule.end();
}

// --- the command ---

const USAGE = `verify.mjs receipt FILE…      --key KEY… [--quorum N] [--log PLACE]
verify.mjs log PLACE          --key KEY… [--quorum N] [--kept FILE…] [--state FILE]
verify.mjs growth PLACE       --key KEY… [--quorum N] OLDER [NEWER]
KEY: a verifier key (name+id+key) or a file with some. PLACE: the URL or folder that holds “checkpoint” and “tile/”.`;
const many = { type: 'string', multiple: true }, one = { type: 'string' }, OPTIONS = { key: many, kept: many, quorum: one, log: one, state: one };

async function receipts(files, o, open) {
	const source = o.log && new Source(o.log), now = await source?.checkpoint(open);
	let sealed = true;
	for (const file of files) {
		const { entry, checkpoint, index } = open(await readFile(file, 'utf8'), checkReceipt);
		if (checkpoint && now) await checkGrowth(source, checkpoint, now);
		sealed &&= checkpoint !== null;
		console.log(!checkpoint ? `${file}: not sealed yet. It proves nothing so far; fetch it again in a moment.`
			: `${file}: ${entry.act} at ${entry.at} is entry ${index} of ${checkpoint.origin}, signed at ${checkpoint.size} entries`
			+ `${now ? `, which the log still holds at ${now.size}` : ''}.`);
	}
	return sealed;
}

async function wholeLog([place], o, open) {
	const source = new Source(place), now = await source.checkpoint(open);
	const state = o.state && await readFile(o.state, 'utf8').catch(e => (e.code === 'ENOENT' ? null : Promise.reject(e)));
	const old = [...await Promise.all((o.kept ?? []).map(f => readFile(f, 'utf8'))), ...(state ? [state] : [])];
	const findings = await audit(source, now, old.map(n => open(n)));
	for (const f of findings) console.log(`${f.rule}/${f.code}: ${f.text} (entries ${f.entries.join(', ')})`);
	if (o.state) await writeFile(o.state, now.note);
	console.log(`${now.origin}: ${now.size} entries, root ${now.root.toString('base64')}, ${old.length} earlier checkpoints,`
		+ ` ${now.witnesses.length} witnesses, ${findings.length} findings.`);
	return findings.length === 0;
}

async function growth([place, older, newer], o, open) {
	const source = new Source(place), a = open(await readFile(older, 'utf8'));
	const b = newer ? open(await readFile(newer, 'utf8')) : await source.checkpoint(open);
	await checkGrowth(source, a, b);
	console.log(`${a.origin}: nothing of the ${Math.min(a.size, b.size)} entries changed up to ${Math.max(a.size, b.size)}.`);
	return true;
}

async function main(argv) {
	const commands = new Map([['receipt', [receipts, 1, Infinity]], ['log', [wholeLog, 1, 1]], ['growth', [growth, 2, 3]]]);
	let command, places, o;
	try { ({ values: o, positionals: [command, ...places] } = parseArgs({ args: argv, allowPositionals: true, options: OPTIONS })); } catch { /* below */ }
	const [run, least, most] = commands.get(command) ?? [];
	if (!run || places.length < least || places.length > most || !/^\d{0,3}$/.test(o.quorum ?? '')) return console.error(USAGE) ?? 2;
	try {
		const texts = await Promise.all((o.key ?? []).map(k => (k.split('+').length > 2 ? k : readFile(k, 'utf8'))));
		const keys = texts.flatMap(t => t.split('\n').filter(line => line.includes('+')).map(parseKey));
		if (!keys.length) refuse('no key: --key says whom you believe');
		return await run(places, o, (given, how = openCheckpoint) => how(given, keys, Number(o.quorum ?? 0))) ? 0 : 1;
	} catch (e) {
		console.error(`Refused: ${e instanceof Refused || e.code ? e.message : e.stack}`);
		return 1;
	}
}
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv.slice(2));
