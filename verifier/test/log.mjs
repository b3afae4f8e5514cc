// Logs made for tests: keys, signed checkpoints, a folder of tiles; by the published formulas, slowly, without the verifier's code but for the names of tiles.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tilePath } from '../verify.mjs';

export const hash = (...p) => createHash('sha256').update(Buffer.concat(p)).digest();
/** The largest power of two below n. */
export const below = n => 2 ** (31 - Math.clz32(n - 1));
/** A throw-away key: of a log (1) or of a witness (4). */
export function newKey(name, type = 1) {
	const { privateKey, publicKey } = generateKeyPairSync('ed25519');
	const material = Buffer.concat([Buffer.of(type), publicKey.export({ type: 'spki', format: 'der' }).subarray(12)]);
	const id = hash(Buffer.from(`${name}\n`), material).subarray(0, 4);
	return { name, id, type, privateKey, vkey: `${name}+${id.toString('hex')}+${material.toString('base64')}` };
}
export function signLine(text, key, time = 1790000000n) {
	const stamp = Buffer.alloc(8);
	stamp.writeBigUInt64BE(time);
	const sig = key.type === 1 ? sign(null, Buffer.from(text), key.privateKey)
		: Buffer.concat([stamp, sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key.privateKey)]);
	return `— ${key.name} ${Buffer.concat([key.id, sig]).toString('base64')}\n`;
}
export const signed = (text, ...keys) => `${text}\n${keys.map(k => signLine(text, k)).join('')}`;
export const checkpointText = (origin, size, root) => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** Writes the tiles of a log in a folder, by the formula of tlog-tiles, and a checkpoint by that key; returns the folder. */
export function writeLog(folder, entries, by, sizes = [entries.length]) {
	const put = (name, bytes) => {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), bytes);
	};
	const level0 = entries.map(e => hash(Buffer.of(0), e));
	for (const size of sizes) {
		for (let level = 0, row = level0.slice(0, size); row.length; level++) {
			for (let n = 0; n * 256 < row.length; n++) {
				const tile = row.slice(n * 256, n * 256 + 256);
				put(tilePath(level, n, tile.length), Buffer.concat(tile));
			}
			row = Array.from({ length: Math.floor(row.length / 256) }, (_, n) => fold(row.slice(n * 256, n * 256 + 256)));
		}
		for (let n = 0; n * 256 < size; n++) {
			const part = entries.slice(n * 256, Math.min(size, n * 256 + 256));
			put(tilePath('entries', n, part.length), Buffer.concat(part.flatMap(e => [Buffer.of(e.length >> 8, e.length & 255), e])));
		}
	}
	const last = sizes.at(-1);
	put('checkpoint', signed(checkpointText(by.name, last, rootOf(level0.slice(0, last))), by));
	return folder;
}
/** The root of a whole subtree, from the hashes of its leaves. */
export function fold(row) {
	while (row.length > 1) row = row.filter((_, i) => i % 2 === 0).map((h, i) => hash(Buffer.of(1), h, row[2 * i + 1]));
	return row[0];
}
export function rootOf(leaves) {
	if (!leaves.length) return hash();
	if (leaves.length === 1) return leaves[0];
	const k = below(leaves.length);
	return hash(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}
