#!/usr/bin/env node
// Checks a Diwan ledger and its receipts from published documents alone: RFC 9162 (Merkle trees), RFC 8785
// (canonical JSON), C2SP tlog-tiles, signed-note, tlog-checkpoint and tlog-cosignature. Shares no code with
// the server and needs nothing but Node 20. Everything read is distrusted until a proof leads it to a
// signature by a key that you named. See README.md.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

export class Refused extends Error {}
const refuse = why => { throw new Refused(why); };

// --- bytes ---------------------------------------------------------------------------------------------

const sha256 = (...parts) => {
	const h = createHash('sha256');
	for (const p of parts) h.update(p);
	return h.digest();
};
const ZERO = Buffer.of(0), ONE = Buffer.of(1);
export const leafHash = entry => sha256(ZERO, entry);
export const nodeHash = (left, right) => sha256(ONE, left, right);
export const EMPTY_ROOT = sha256();

/** Standard padded base64, of `bytes` bytes when given; nothing that a lenient decoder would skip. */
export function fromBase64(text, bytes) {
	const b = typeof text === 'string' ? Buffer.from(text, 'base64') : refuse('base64 text expected');
	if (b.toString('base64') !== text) refuse('not strict base64');
	if (bytes !== undefined && b.length !== bytes) refuse(`${bytes} bytes expected, ${b.length} found`);
	return b;
}
function utf8(bytes) {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return refuse('not valid UTF-8');
	}
}
/** An object, read from JSON. */
function parse(json, what) {
	try {
		const v = JSON.parse(json);
		if (v !== null && typeof v === 'object' && !Array.isArray(v)) return v;
	} catch { /* refused below */ }
	return refuse(`${what} is not a JSON object`);
}
const isCount = n => Number.isSafeInteger(n) && n >= 0;
const half = n => Math.floor(n / 2);	// sizes may pass 2^31, where >> would not do
const odd = n => n % 2 === 1;

// --- proofs (RFC 9162, 2.1.3.2 and 2.1.4.2) --------------------------------------------------------------

/** The root that the proof leads to from this leaf. */
export function rootFromInclusion(index, size, leaf, proof) {
	if (!isCount(index) || !isCount(size) || index >= size) refuse('the index lies outside the tree');
	let fn = index, sn = size - 1, r = leaf;
	for (const p of proof) {
		if (sn === 0) refuse('the inclusion proof is too long');
		if (odd(fn) || fn === sn) {
			r = nodeHash(p, r);
			while (!odd(fn) && fn !== 0) { fn = half(fn); sn = half(sn); }
		} else {
			r = nodeHash(r, p);
		}
		fn = half(fn); sn = half(sn);
	}
	if (sn !== 0) refuse('the inclusion proof is too short');
	return r;
}

export function checkConsistency(first, second, firstRoot, secondRoot, proof) {
	if (!isCount(first) || !isCount(second) || first > second) refuse('the older tree is the larger one');
	if (first === second || first === 0) {
		if (proof.length) refuse('no consistency proof is needed here, but one was given');
		if (first === second && !firstRoot.equals(secondRoot)) refuse('two roots for one size: the log was forked');
		if (first === 0 && !firstRoot.equals(EMPTY_ROOT)) refuse('a wrong root for the empty tree');
		return;
	}
	let fn = first - 1, sn = second - 1;
	while (odd(fn)) { fn = half(fn); sn = half(sn); }
	const path = fn === 0 ? [firstRoot, ...proof] : proof;	// the first size is a power of two
	if (!proof.length) refuse('the consistency proof is empty');
	let fr = path[0], sr = path[0];
	for (const c of path.slice(1)) {
		if (sn === 0) refuse('the consistency proof is too long');
		if (odd(fn) || fn === sn) {
			fr = nodeHash(c, fr); sr = nodeHash(c, sr);
			while (!odd(fn) && fn !== 0) { fn = half(fn); sn = half(sn); }
		} else {
			sr = nodeHash(sr, c);
		}
		fn = half(fn); sn = half(sn);
	}
	if (sn !== 0) refuse('the consistency proof is too short');
	if (!fr.equals(firstRoot) || !sr.equals(secondRoot)) refuse('the log was rewritten between the two checkpoints');
}

// --- signed notes ----------------------------------------------------------------------------------------

const SIGNATURE = 1, COSIGNATURE = 4, NOTE_MAX = 1 << 20;
const ED25519_DER = Buffer.from('302a300506032b6570032100', 'hex');

/** A verifier key "name+id+base64(type ‖ key)": of a log (type 1) or of a witness (type 4). */
export function parseKey(vkey) {
	const m = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey) ?? refuse('not a verifier key: name+id+key is expected');
	const material = fromBase64(m[3], 33), type = material[0];
	const id = sha256(`${m[1]}\n`, material).subarray(0, 4);
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
		const m = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? refuse('a malformed signature line');
		const bytes = fromBase64(m[2]);
		if (bytes.length < 5) refuse('a signature that is too short');
		const key = keys.find(k => k.name === m[1] && k.id.equals(bytes.subarray(0, 4)));
		if (!key) continue;	/* somebody whom we were not told of */
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
	const witnesses = new Set(by.filter(k => k.type === COSIGNATURE).map(k => k.name));
	if (witnesses.size < quorum) refuse(`${witnesses.size} of the ${quorum} witnesses that are needed have signed`);
	return { origin, size: Number(size), root: fromBase64(root, 32), witnesses: [...witnesses], signer: signer.vkey, note };
}

// --- entries ---------------------------------------------------------------------------------------------

/** RFC 8785. JSON.stringify writes numbers and strings as it demands; what is left is the order of names. */
export function canonical(v) {
	if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`;
	if (typeof v === 'string' && !v.isWellFormed()) refuse('half a character');
	if (v === null || typeof v !== 'object') return JSON.stringify(v);
	return `{${Object.keys(v).sort().map(k => `${canonical(k)}:${canonical(v[k])}`).join(',')}}`;
}

export const ACTS = new Set(['publish', 'withdraw', 'share', 'hold', 'release', 'book', 'overbook', 'wait', 'cancel', 'move',
	'substitute', 'enlist', 'delist', 'offer', 'accept', 'expire', 'attend', 'miss', 'key']);
const count = v => isCount(v) && v <= 1e9;
const text = v => typeof v === 'string' && v.length <= 200 && /^\P{C}*$/u.test(v);
const code = v => text(v) && v !== '';
const orNull = f => v => v === null || f(v);
const isDate = v => !Number.isNaN(Date.parse(v)) && new Date(v).toISOString().slice(0, 16) === v.slice(0, 16);
const like = (form, utc = '') => v => typeof v === 'string' && form.test(v) && isDate(v + utc);
const MEMBERS = {
	act: v => ACTS.has(v), at: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), capacity: orNull(count), ceiling: orNull(count),
	chain: text, channel: text, class: orNull(code), holder: orNull(v => /^[A-Za-z0-9+/]{43}=$/.test(v)),
	minutes: count, org: text, reason: orNull(code), role: code, schedule: text, service: text,
	slot: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'Z'), v: v => v === 1, zone: code,
};

/** One entry of the ledger, which must be written in the one way in which it can be written. */
export function readEntry(json) {
	const e = parse(json, 'the entry');
	if (Object.values(e).some(v => v !== null && typeof v === 'object') || canonical(e) !== json) refuse('the entry is not canonical JSON');
	if (Object.keys(e).length !== Object.keys(MEMBERS).length) refuse(`an entry with the members ${Object.keys(e).join(' ')}`);
	for (const k in MEMBERS) if (!Object.hasOwn(e, k) || !MEMBERS[k](e[k])) refuse(`“${k}” of the entry is missing or wrong`);
	if ((e.org === '') !== (e.act === 'key')) refuse('“org” of the entry is missing or wrong');
	return e;
}

// --- receipts --------------------------------------------------------------------------------------------

/** What a receipt proves: its entry, and the checkpoint that holds it, or null as long as it is not sealed. */
export function checkReceipt(json, keys, quorum = 0) {
	const r = parse(json, 'the receipt'), names = 'checkpoint,entry,index,proof,reference,salt,size';
	if (Object.keys(r).sort().join() !== names) refuse(`a receipt has exactly ${names}`);
	if (typeof r.entry !== 'string' || !r.entry.isWellFormed()) refuse('the entry is not text');
	const entry = readEntry(r.entry), salt = fromBase64(r.salt, 16);
	if (typeof r.reference !== 'string' || !/^[0-9A-Z]+$/.test(r.reference)) refuse('the reference is not one');
	if (sha256(salt, r.reference).toString('base64') !== entry.holder) refuse('the entry is of another appointment');
	const sealed = [r.index, r.size, r.proof, r.checkpoint];
	if (sealed.every(v => v === null)) return { entry, checkpoint: null };
	if (sealed.includes(null)) refuse('half a proof');
	if (!Array.isArray(r.proof) || typeof r.checkpoint !== 'string') refuse('the proof is not one');
	const checkpoint = openCheckpoint(r.checkpoint, keys, quorum);
	if (r.size !== checkpoint.size) refuse('the checkpoint is of another size');
	const root = rootFromInclusion(r.index, r.size, leafHash(Buffer.from(r.entry)), r.proof.map(p => fromBase64(p, 32)));
	if (!root.equals(checkpoint.root)) refuse('the entry is not in the log at this place');
	return { entry, checkpoint, index: r.index, leaf: leafHash(Buffer.from(r.entry)) };
}

// --- tiles (C2SP tlog-tiles) -----------------------------------------------------------------------------

export const WIDTH = 256;
/** "tile/<L>/<N>[.p/<W>]"; level "entries" for bundles. */
export function tilePath(level, n, width) {
	const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0').match(/\d{3}/g);
	const name = digits.map((d, i) => (i < digits.length - 1 ? `x${d}` : d)).join('/');
	return `tile/${level}/${name}${width < WIDTH ? `.p/${width}` : ''}`;
}

/** A log under a URL or in a folder. */
export class Source {
	constructor(place) {
		this.place = String(place);
		this.web = /^https?:\/\//.test(this.place);
	}
	async read(path) {
		if (!this.web) return readFile(join(this.place, path)).catch(() => null);
		const answer = await fetch(`${this.place.replace(/\/+$/, '')}/${path}`, { redirect: 'error' });
		if (answer.status === 404) return null;
		return answer.ok ? Buffer.from(await answer.arrayBuffer()) : refuse(`${path}: status ${answer.status}`);
	}
	async text(path) {
		return utf8(await this.read(path) ?? refuse(`${path} is missing`));
	}
	/** A tile or bundle; the full one when the partial one is gone. part(bytes): the length of what is asked for, -1: too short. */
	async tile(level, n, width, part) {
		const path = tilePath(level, n, width);
		let bytes = await this.read(path), exact = true;
		if (bytes === null && width < WIDTH) {
			bytes = await this.read(tilePath(level, n, WIDTH));
			exact = false;
		}
		const length = part(bytes ?? refuse(`${path} is missing`));
		if (length < 0 || (exact && length !== bytes.length)) refuse(`${path} has a wrong length`);
		return bytes.subarray(0, length);
	}
	hashes(level, n, width) {
		return this.tile(level, n, width, b => (b.length < width * 32 ? -1 : width * 32));
	}
	async bundle(n, width) {
		const entries = [];
		await this.tile('entries', n, width, b => {
			let at = 0;
			while (entries.length < width && at + 2 <= b.length) {
				const end = at + 2 + b.readUInt16BE(at);
				entries.push(b.subarray(at + 2, end));
				at = end;
			}
			return entries.length === width && at <= b.length ? at : -1;
		});
		return entries;
	}
}

const rowsUp = row => Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i], row[2 * i + 1]));
/** The root over 2^k hashes. */
function perfect(row) {
	while (row.length > 1) row = rowsUp(row);
	return row[0];
}
/** The largest power of two below n: where a tree of n leaves divides. */
function split(n) {
	let k = 1;
	while (k * 2 < n) k *= 2;
	return k;
}

/** Hashes and proofs of the tree of a given size, from its tiles: to be believed when they lead to a signed root. */
export class TileTree {
	#tiles = new Map();
	constructor(source, size) {
		this.source = source;
		this.size = size;
	}
	async #node(leaves, index) {	// of the index-th subtree of so many leaves, a power of two
		let level = 0;
		for (; leaves >= WIDTH; leaves /= WIDTH) level++;
		const n = Math.floor(index * leaves / WIDTH), at = index * leaves % WIDTH, path = `${level}/${n}`;
		const width = Math.min(WIDTH, Math.floor(this.size / WIDTH ** level) - n * WIDTH);
		if (!this.#tiles.has(path)) this.#tiles.set(path, this.source.hashes(level, n, width));
		const tile = await this.#tiles.get(path);
		return perfect(Array.from({ length: leaves }, (_, i) => tile.subarray((at + i) * 32, (at + i + 1) * 32)));
	}
	/** MTH(D[lo:hi]) */
	async range(lo, hi) {
		const n = hi - lo, k = split(n);
		if (n === 0) return EMPTY_ROOT;
		if (n === 1 || (2 * k === n && lo % n === 0)) return this.#node(n, lo / n);
		return nodeHash(await this.range(lo, lo + k), await this.range(lo + k, hi));
	}
	async inclusion(index, lo = 0, hi = this.size) {
		if (hi - lo <= 1) return [];
		const mid = lo + split(hi - lo);
		return index < mid ? [...await this.inclusion(index, lo, mid), await this.range(mid, hi)]
			: [...await this.inclusion(index, mid, hi), await this.range(lo, mid)];
	}
	async consistency(first, lo = 0, hi = this.size, whole = true) {
		if (first === 0) return [];
		if (first === hi) return whole ? [] : [await this.range(lo, hi)];
		const mid = lo + split(hi - lo);
		return first <= mid ? [...await this.consistency(first, lo, mid, whole), await this.range(mid, hi)]
			: [...await this.consistency(first, mid, hi, false), await this.range(lo, mid)];
	}
}

/** Refuses a log in which the larger of two checkpoints does not begin with all of the smaller one. */
export async function checkGrowth(source, a, b) {
	const [older, newer] = a.size <= b.size ? [a, b] : [b, a];
	const proof = await new TileTree(source, newer.size).consistency(older.size);
	checkConsistency(older.size, newer.size, older.root, newer.root, proof);
}

// --- the audit of a whole log ----------------------------------------------------------------------------

/** The tree as it grows at its right edge; rows[L] holds the hashes of the tile of level L that is not full yet. */
export class GrowingTree {
	size = 0;
	rows = [[]];
	tiles = [0];	// how many are full, by level
	/** Returns the tiles of the levels above the lowest that became full: [level, n, hashes]. */
	add(leaf) {
		const done = [];
		this.size++;
		for (let level = 0, h = leaf; ; level++) {
			if (level === this.rows.length) { this.rows.push([]); this.tiles.push(0); }
			const row = this.rows[level];
			row.push(h);
			if (row.length < WIDTH) return done;
			if (level) done.push([level, this.tiles[level], row]);
			this.tiles[level]++;
			this.rows[level] = [];
			h = perfect(row);
		}
	}
	root() {
		const peaks = [];
		for (const row of [...this.rows].reverse())
			for (let at = 0, w = WIDTH / 2; w >= 1; w /= 2)
				if (row.length & w) { peaks.push(perfect(row.slice(at, at + w))); at += w; }
		return peaks.length ? peaks.reduceRight((right, left) => nodeHash(left, right)) : EMPTY_ROOT;
	}
}

const AHEAD = 8;	// bundles that are asked for before they are needed

/**
 * Reads every entry up to the checkpoint, computes the tree anew, compares it with each tile and with each checkpoint
 * kept from earlier, and hands every entry to the rules. Refuses at the first thing that does not fit.
 */
export async function audit(source, checkpoint, { kept = [], rules = [] } = {}) {
	let named = null;	// the key that the last entry about keys names: it signs whatever comes after that entry
	const tree = new GrowingTree(), bundles = Math.ceil(checkpoint.size / WIDTH), asked = new Map();
	const olds = kept.toSorted((a, b) => a.size - b.size);
	const ask = (n, width = Math.min(WIDTH, checkpoint.size - n * WIDTH)) =>
		Promise.all([source.bundle(n, width), source.hashes(0, n, width)]).catch(e => e);
	const same = async (level, n, row, tile) =>
		(tile ?? await source.hashes(level, n, row.length)).equals(Buffer.concat(row))
			|| refuse(`${tilePath(level, n, row.length)} is not what the entries make`);
	const compareOlds = () => {
		for (; olds[0]?.size === tree.size; olds.shift())
			if (!olds[0].root.equals(tree.root())) refuse(`the log was rewritten: another root was signed for its first ${tree.size} entries`);
	};
	const take = async (bytes, leaf) => {
		try {
			const entry = readEntry(utf8(bytes));
			if (entry.act === 'key') named = { vkey: parseKey(entry.reason).vkey, index: tree.size };
			for (const rule of rules) rule.entry(entry, tree.size);
		} catch (e) {
			throw e instanceof Refused ? new Refused(`entry ${tree.size}: ${e.message}`) : e;
		}
		for (const tile of tree.add(leaf)) await same(...tile);
		compareOlds();
	};
	compareOlds();
	for (let n = 0; n < bundles; n++) {
		for (let k = n; k < Math.min(n + AHEAD, bundles); k++) if (!asked.has(k)) asked.set(k, ask(k));
		const got = await asked.get(n);
		asked.delete(n);
		if (got instanceof Error) throw got;
		const leaves = got[0].map(leafHash);
		await same(0, n, leaves, got[1]);
		for (const [i, bytes] of got[0].entries()) await take(bytes, leaves[i]);
	}
	for (const [level, row] of tree.rows.entries()) if (level && row.length) await same(level, tree.tiles[level], row);
	if (!tree.root().equals(checkpoint.root)) refuse('the entries do not make the root that was signed');
	if (named && named.index < checkpoint.size - 1 && named.vkey !== checkpoint.signer) refuse(`signed by another key than entry ${named.index} names`);
	if (olds.length) refuse(`the log is shorter than ${olds[0].size}, for which it signed`);
	return rules.flatMap(rule => rule.end());
}

// --- the command -----------------------------------------------------------------------------------------

const USAGE = `verify.mjs receipt FILE…      --key KEY… [--quorum N] [--log PLACE]
verify.mjs log PLACE          --key KEY… [--quorum N] [--kept FILE…] [--state FILE]
verify.mjs growth PLACE       --key KEY… [--quorum N] OLDER [NEWER]
KEY: a verifier key (name+id+key) or a file with some. PLACE: the URL or folder that holds “checkpoint” and “tile/”.`;

async function keysOf(given) {
	const texts = await Promise.all(given.map(k => (k.split('+').length > 2 ? k : readFile(k, 'utf8'))));
	const keys = texts.flatMap(t => t.split('\n').filter(line => line.includes('+')).map(parseKey));
	return keys.length ? keys : refuse('no key: --key says whom you believe');
}

async function receipts(files, o, open) {
	const source = o.log && new Source(o.log), now = source && open(await source.text('checkpoint'));
	let unsealed = 0;
	for (const file of files) {
		const r = checkReceipt(await readFile(file, 'utf8'), o.keys, o.quorum);
		if (!r.checkpoint) {
			unsealed++;
			console.log(`${file}: not sealed yet. It proves nothing so far; fetch it again in a moment.`);
			continue;
		}
		if (now) await checkGrowth(source, r.checkpoint, now);
		console.log(`${file}: ${r.entry.act} at ${r.entry.at} is entry ${r.index} of ${r.checkpoint.origin}, signed at ${r.checkpoint.size} entries`
			+ `${now ? `, which the log still holds at ${now.size}` : ''}.`);
	}
	return unsealed === 0;
}

async function wholeLog([place], o, open) {
	const { rules } = await import('./rules.mjs');
	const source = new Source(place), now = open(await source.text('checkpoint'));
	const files = [...o.kept ?? [], ...(o.state ? [o.state] : [])];
	const old = await Promise.all(files.map(f => readFile(f, 'utf8').catch(e => (f === o.state && e.code === 'ENOENT' ? null : Promise.reject(e)))));
	const kept = old.filter(t => t !== null).map(open);
	const findings = await audit(source, now, { kept, rules: rules() });
	for (const f of findings) console.log(`${f.rule}: ${f.text} (entries ${f.entries.join(', ')})`);
	if (o.state) await writeFile(o.state, now.note);
	console.log(`${now.origin}: ${now.size} entries, root ${now.root.toString('base64')}, ${kept.length} earlier checkpoints, ${now.witnesses.length} witnesses,`
		+ ` ${findings.length} findings.`);
	return findings.length === 0;
}

async function growth([place, older, newer], o, open) {
	const source = new Source(place), a = open(await readFile(older, 'utf8'));
	const b = open(newer ? await readFile(newer, 'utf8') : await source.text('checkpoint'));
	await checkGrowth(source, a, b);
	console.log(`${a.origin}: nothing of the ${Math.min(a.size, b.size)} entries changed up to ${Math.max(a.size, b.size)}.`);
	return true;
}

async function main(argv) {
	const commands = new Map([['receipt', [receipts, 1, Infinity]], ['log', [wholeLog, 1, 1]], ['growth', [growth, 2, 3]]]);
	let command, places, o;
	try {
		const many = { type: 'string', multiple: true }, one = { type: 'string' };
		({ values: o, positionals: [command, ...places] } = parseArgs({ args: argv, allowPositionals: true,
			options: { key: many, kept: many, quorum: one, log: one, state: one } }));
	} catch { /* said below */ }
	const [run, least, most] = commands.get(command) ?? [];
	if (!run || places.length < least || places.length > most || !/^\d{0,3}$/.test(o.quorum ?? '')) {
		console.error(USAGE);
		return 2;
	}
	try {
		o.keys = await keysOf(o.key ?? []);
		o.quorum = Number(o.quorum ?? 0);
		return await run(places, o, note => openCheckpoint(note, o.keys, o.quorum)) ? 0 : 1;
	} catch (e) {
		console.error(`Refused: ${e instanceof Refused || e.code ? e.message : e.stack}`);
		return 1;
	}
}
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv.slice(2));
