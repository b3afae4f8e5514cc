// Reads a DCAT catalogue as JSON-LD and as Turtle and judges it: both say the same, each property that DCAT-AP 3.0 makes
// mandatory is there (catalogue: title, description, publisher; data set: title, description; distribution: accessURL;
// agent: name), and each link inside leads to something. Prints the addresses of all files, or what is wrong and ends with 1.
//   node tests/http/dcat.mjs CATALOG.jsonld CATALOG.ttl BASE
import { readFileSync } from 'node:fs'
const [jsonld, ttl, base] = process.argv.slice(2)
const wrong = []
const graph = JSON.parse(readFileSync(jsonld, 'utf8'))
const short = (o) => o['@id'] ? `<${o['@id']}>` : JSON.stringify(o['@value']) + (o['@language'] ? '@' + o['@language'] : '') + (o['@type'] ? '^^' + o['@type'] : '')
const said = new Set(), things = new Map()
for (const t of graph['@graph']) {
	if (things.has(t['@id'])) wrong.push(`twice: ${t['@id']}`)
	things.set(t['@id'], t)
	said.add(`<${t['@id']}> a ${t['@type']}`)
	for (const [key, values] of Object.entries(t))
		if (!key.startsWith('@')) for (const o of values) said.add(`<${t['@id']}> ${key} ${short(o)}`)
}
// Turtle as far as it is written here: prefixes, <a> p <o>, "x"@fr ; … .
const text = readFileSync(ttl, 'utf8'), turtle = new Set(), prefixes = {}
const tokens = text.match(/@prefix|<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[a-z]+|\^\^[a-z]+:\w+)?|[a-z]+:\w*|\ba\b|[;,.]/g)
let s, p
for (let i = 0; i < tokens.length; i++) {
	if (tokens[i] === '@prefix') { prefixes[tokens[i + 1].slice(0, -1)] = tokens[i + 2].slice(1, -1); i += 3; continue }
	s = tokens[i++]
	for (let end = false; !end;) {
		p = tokens[i++]
		for (;;) {
			turtle.add(`${s} ${p} ${tokens[i++]}`)
			const mark = tokens[i++]
			if (mark === ',') continue
			end = mark === '.'
			if (!end && mark !== ';') throw new Error(`after ${s} ${p}: ${mark}`)
			break
		}
		if (end) i--
	}
}
for (const x of said) if (!turtle.has(x)) wrong.push(`not in Turtle: ${x}`)
for (const x of turtle) if (!said.has(x)) wrong.push(`not in JSON-LD: ${x}`)
for (const [k, v] of Object.entries(prefixes)) if (graph['@context'][k] !== v) wrong.push(`prefix ${k}`)
const must = { 'dcat:Catalog': ['dct:title', 'dct:description', 'dct:publisher', 'dcat:dataset', 'dct:license'], 'dcat:Dataset': ['dct:title', 'dct:description', 'dcat:distribution', 'dct:publisher', 'dcat:contactPoint'],
	'dcat:Distribution': ['dcat:accessURL', 'dct:license', 'dct:format'], 'foaf:Agent': ['foaf:name'] }
for (const [id, t] of things) {
	for (const key of must[t['@type']] ?? []) if (!t[key]?.length) wrong.push(`${id} has no ${key}`)
	for (const key of ['dct:title', 'dct:description'])
		if (t[key] && ['fr', 'ar', 'en'].some((l) => !t[key].some((o) => o['@language'] === l && o['@value']))) wrong.push(`${id}: ${key} not in three languages`)
	for (const key of ['dcat:dataset', 'dcat:distribution', 'dct:publisher', 'dcat:contactPoint', 'dct:temporal'])
		for (const o of t[key] ?? []) if (!things.has(o['@id'])) wrong.push(`${id}: ${key} leads nowhere: ${o['@id']}`)
}
if (![...things.values()].some((t) => t['@type'] === 'dcat:Catalog')) wrong.push('no catalogue')
if (wrong.length) { console.log(wrong.slice(0, 8).join('\n')); process.exit(1) }
for (const t of things.values()) for (const o of [...(t['dcat:downloadURL'] ?? []), ...(t['foaf:page'] ?? [])]) console.log(o['@id'].replace(base, ''))
