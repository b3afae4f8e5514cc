// The script of the page that checks a receipt (data/assets/proof.js), against Node's Ed25519 and a small log.
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

new Function(readFileSync(new URL('../../data/assets/proof.js', import.meta.url), 'utf8'))()
const check = globalThis.diwanProof
let failed = 0
async function test(name, f) {
	await f().then(() => console.log(`ok - ${name}`), e => {
		failed++
		console.log(`not ok - ${name}\n${e.stack}`)
	})
}
const hash = (...p) => createHash('sha256').update(Buffer.concat(p)).digest()
const leaf = e => hash(Buffer.of(0), Buffer.from(e)), node = (x, y) => hash(Buffer.of(1), x, y)
const b64 = b => b.toString('base64')

function logOf(n, at) {
	const { privateKey, publicKey } = generateKeyPairSync('ed25519'), name = 'diwan.example/ledger'
	const material = Buffer.concat([Buffer.of(1), publicKey.export({ type: 'spki', format: 'der' }).subarray(12)])
	const id = hash(Buffer.from(name + '\n'), material).subarray(0, 4), salt = randomBytes(16), reference = 'B7K2M9QX4TZ'
	const entries = Array.from({ length: n }, (_, i) => JSON.stringify({ act: 'book', chain: `c${i}`, holder: i === at ? b64(hash(salt, Buffer.from(reference))) : null }))
	const proof = []
	const root = (lo, hi) => {
		if (hi - lo === 1) return leaf(entries[lo])
		let k = 1
		while (k * 2 < hi - lo) k *= 2
		const l = root(lo, lo + k), r = root(lo + k, hi)
		if (at >= lo && at < hi) proof.push(b64(at < lo + k ? r : l))
		return node(l, r)
	}
	const text = `${name}\n${n}\n${b64(root(0, n))}\n`
	const checkpoint = `${text}\n— other.example ${b64(randomBytes(68))}\n— ${name} ${b64(Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]))}\n`
	return { key: `${name}+${id.toString('hex')}+${b64(material)}`, receipt: { entry: entries[at], reference, salt: b64(salt), index: at, size: n, proof, checkpoint } }
}
const says = async (log, more = {}) => {
	const s = await check(JSON.stringify({ ...log.receipt, ...more }), log.key)
	return s && `${s.mine} ${s.in} ${s.signed}`
}

await test('a receipt of every place of small logs is found right', async () => {
	for (const [n, at] of [[1, 0], [2, 0], [2, 1], [3, 2], [5, 4], [7, 3], [8, 7], [9, 8], [100, 99]]) assert.equal(await says(logOf(n, at)), 'true true true')
})
await test('what was changed is found wrong, each at its step', async () => {
	const log = logOf(11, 6), r = log.receipt, other = logOf(11, 6)
	assert.equal(await says(log, { reference: 'B7K2M9QX4TY' }), 'false true true')
	assert.equal(await says(log, { salt: b64(randomBytes(16)) }), 'false true true')
	assert.equal(await says(log, { entry: r.entry.replace('c6', 'c7') }), 'true false true')
	for (const more of [{ index: 5 }, { index: 11 }, { size: 12 }, { proof: r.proof.slice(1) }, { proof: [...r.proof, r.proof[0]] }, { proof: r.proof.toReversed() }])
		assert.match(await says(log, more), /false true$|^false false false$/, JSON.stringify(more))
	assert.equal(await says({ key: other.key, receipt: r }), 'true true false')
	assert.equal(await says(log, { checkpoint: other.receipt.checkpoint }), 'true false false')
	assert.equal(await says(log, { checkpoint: r.checkpoint.replace('\n11\n', '\n12\n') }), 'true false false')
	assert.equal(await says(log, { checkpoint: r.checkpoint.split('\n').slice(0, 5).join('\n') + '\n' }), 'true true false')
	assert.equal(await says(log, { proof: 7 }), 'true false true')
	assert.equal(await says(log, { index: null, size: null, proof: null, checkpoint: null }), null)
})
await test('its signatures are those of Ed25519: none with a changed bit is accepted', async () => {
	const log = logOf(2, 0), r = log.receipt, lines = r.checkpoint.split('\n'), mine = Buffer.from(lines[5].split(' ')[2], 'base64')
	for (const at of [4, 20, 35, 36, 50, 66, 67]) {
		const bad = Buffer.from(mine.map((b, i) => i === at ? b ^ 1 : b))
		assert.equal(await says(log, { checkpoint: lines.with(5, `— diwan.example/ledger ${b64(bad)}`).join('\n') }), 'true true false')
	}
	const order = 2n ** 252n + 27742317777372353535851937790883648493n, s = BigInt('0x' + Buffer.from(mine.subarray(36).toReversed()).toString('hex')) + order
	const high = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
	assert.equal(await says(log, { checkpoint: lines.with(5, `— diwan.example/ledger ${b64(Buffer.concat([mine.subarray(0, 36), high]))}`).join('\n') }), 'true true false')
})
process.exitCode = failed ? 1 : 0
