// node witness.mjs NAME LOG-KEY STATE: a small witness of one log, as C2SP tlog-witness and tlog-cosignature say (add-checkpoint, cosignature/v1). It
// remembers in the file STATE the size and the root that it signed last, and its own key. Prints its verifier key, then the port on which it listens.
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { EMPTY_ROOT, fromBase64, nodeHash, openCheckpoint, parseKey } from '../../verifier/verify.mjs'

const [name, logKey, file] = process.argv.slice(2), key = parseKey(logKey)
const fresh = () => ({ size: 0, root: EMPTY_ROOT.toString('base64'), pem: generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) })
const seen = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : fresh()
const own = createPrivateKey(seen.pem), raw = Buffer.from(own.export({ format: 'jwk' }).x, 'base64url')
const material = Buffer.concat([Buffer.of(4), raw]), id = createHash('sha256').update(`${name}\n`).update(material).digest().subarray(0, 4)
const keep = () => writeFileSync(file, JSON.stringify(seen))

class Answer extends Error {
	constructor(status, text = '', type = 'text/plain') { super(text); Object.assign(this, { status, type }) }
}
/** RFC 9162, 2.1.4.2: is the first tree the beginning of the second? */
function grew(first, second, firstRoot, secondRoot, proof) {
	if (first === 0 || first === second) return !proof.length && (first === 0 || firstRoot.equals(secondRoot))
	let fn = first - 1, sn = second - 1
	const up = () => { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2) }
	while (fn % 2) up()
	const path = fn === 0 ? [firstRoot, ...proof] : [...proof]
	if (!proof.length) return false
	let fr = path.shift(), sr = fr
	for (const p of path) {
		if (sn === 0) return false
		if (fn % 2 || fn === sn) {
			fr = nodeHash(p, fr); sr = nodeHash(p, sr)
			while (fn % 2 === 0 && fn !== 0) up()
		} else {
			sr = nodeHash(sr, p)
		}
		up()
	}
	return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot)
}
function cosign(body) {
	const [head, ...rest] = body.split('\n'), end = rest.indexOf(''), proof = rest.slice(0, end), old = /^old (0|[1-9]\d{0,15})$/.exec(head)
	if (!old || end < 0 || proof.length > 63) throw new Answer(400)
	const note = rest.slice(end + 1).join('\n'), from = Number(old[1])
	if (note.split('\n')[0] !== key.name) throw new Answer(404)
	let c
	try { c = openCheckpoint(note, [key]) } catch { throw new Answer(403) }
	if (from > c.size) throw new Answer(400)
	if (from !== seen.size) throw new Answer(409, `${seen.size}\n`, 'text/x.tlog.size')
	if (c.size === from && c.root.toString('base64') !== seen.root) throw new Answer(409, `${seen.size}\n`, 'text/x.tlog.size')
	let path
	try { path = proof.map(p => fromBase64(p, 32)) } catch { throw new Answer(400) }
	if (!grew(from, c.size, fromBase64(seen.root), c.root, path)) throw new Answer(422)
	Object.assign(seen, { size: c.size, root: c.root.toString('base64') })
	keep()		// before it signs: what it forgot it could sign twice
	const time = Buffer.alloc(8), now = Math.floor(Date.now() / 1000)
	time.writeBigUInt64BE(BigInt(now))
	const said = sign(null, Buffer.from(`cosignature/v1\ntime ${now}\n${note.slice(0, note.lastIndexOf('\n\n') + 1)}`), own)
	return `— ${name} ${Buffer.concat([id, time, said]).toString('base64')}\n`
}
keep()
createServer((request, response) => {
	let body = ''
	request.setEncoding('utf8').on('data', t => { body += t }).on('end', () => {
		try {
			if (request.method !== 'POST' || request.url !== '/add-checkpoint') throw new Answer(404)
			response.end(cosign(body))
		} catch (e) {
			response.writeHead(e.status ?? 500, { 'Content-Type': e.type ?? 'text/plain' }).end(e.message)
		}
	})
}).listen(0, '127.0.0.1', function listening() {
	console.log(`${name}+${id.toString('hex')}+${material.toString('base64')}\n${this.address().port}`)
})
