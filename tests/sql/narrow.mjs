// node narrow.mjs FILE: a reader of all pages and files of a month (FILE, of narrow.sql) who knows that no number is below 0, no part more than
// its whole, and what adds up to what, narrows every hidden number as far as it goes. None that had to be hidden comes out.
import { readFileSync } from 'node:fs'

const measures = ['n', 'online', 'extra', 'helped', 'within', 'first', 'first_within', 'expected', 'missed', 'by_person', 'by_house', 'reminded', 'told',
	'asked', 'offered', 'served', 'taken', 'taken_min']
// The left ones are together no more than the right ones.
const rules = [['online helped', 'n'], ['extra', 'n'], ['within', 'n'], ['first', 'n'], ['first_within', 'first'], ['first_within', 'within'],
	['within first', 'n first_within'], ['expected by_person by_house', 'n'], ['missed', 'expected'], ['reminded', 'n'], ['told', 'reminded'],
	['offered', 'asked'], ['served', 'asked']].map(r => r.map(s => s.split(' ')))
// A part of which 1 to 4 are left over tells of those (docs/figures.md, "Small numbers").
const whole = { online: 'n', extra: 'n', helped: 'n', expected: 'n', missed: 'expected', by_person: 'n', by_house: 'n', reminded: 'n', offered: 'asked', served: 'asked' }
const not_by = { channel: 'online helped taken taken_min', visit: 'first first_within asked offered served taken taken_min', sex: 'taken taken_min', age: 'taken taken_min',
	practitioner: 'asked offered served' }
const is_by = (m, d) => !(not_by[d] ?? '').split(' ').includes(m)
const small = n => n > 0 && n < 5, MANY = 1e9, zero = { lo: 0, hi: 0, n: 0, zero: true }

const cell = new Map(), lines = new Map(), places = new Map(), own = new Set(), practitioners = new Map()
const id = (u, d, v, m) => [u, d, v, m].join('|'), get = (u, d, v, m) => cell.get(id(u, d, v, m)) ?? zero
const rows = readFileSync(process.argv[2], 'utf8').trim().split('\n').map(l => l.split('|'))
for (const [o, parent, code, what, d, v, hidden, ...n] of rows) {
	const u = what === 'own' ? o + ' own' : o
	if (what === 'own') own.add(u); else places.set(o, { parent, code })
	if (d === 'practitioner') practitioners.set(u, [...practitioners.get(u) ?? [], v])
	else lines.set(d, (lines.get(d) ?? new Set()).add(v))
	measures.forEach((m, i) => {
		const unknown = what === 'own' || (Number(hidden) >> i & 1)
		cell.set(id(u, d, v, m), { lo: unknown ? 0 : Number(n[i]), hi: unknown ? MANY : Number(n[i]), n: Number(n[i]), what: what === 'own' || !unknown ? '' : `${code} ${d} ${v} ${m}`,
			left: whole[m] ? Number(n[measures.indexOf(whole[m])]) - Number(n[i]) : 0, alone: m === 'taken_min' })
	})
}
const children = u => [...places].filter(([, p]) => p.parent === u).map(([k]) => k)

const sums = [], orders = []
let untrue = 0
const total = list => list.reduce((a, x) => a + x.n, 0)
function sum(w, parts) { untrue += w.n !== total(parts); sums.push([w, parts]) }
function relate(u, kids) {
	const all = [...lines].flatMap(([d, vs]) => [...vs].map(v => [d, v]))
	for (const m of measures) {
		for (const [d, vs] of lines) if (d !== 'all' && is_by(m, d)) sum(get(u, 'all', '', m), [...vs].map(v => get(u, d, v, m)))
		if (practitioners.has(u) && is_by(m, 'practitioner')) sum(get(u, 'all', '', m), practitioners.get(u).map(v => get(u, 'practitioner', v, m)))
		if (kids.length) for (const [d, v] of all) if (is_by(m, d)) sum(get(u, d, v, m), kids.map(k => get(k, d, v, m)))
	}
	sum(get(u, 'all', '', 'online'), [get(u, 'channel', 'online', 'n')])
	sum(get(u, 'all', '', 'helped'), ['health-centre', 'assisted'].map(v => get(u, 'channel', v, 'n')))
	sum(get(u, 'all', '', 'first'), [get(u, 'visit', 'first', 'n')])
	sum(get(u, 'all', '', 'first_within'), [get(u, 'visit', 'first', 'within')])
	for (const [d, v] of [...all, ...(practitioners.get(u) ?? []).map(v => ['practitioner', v])])
		for (const [less, more] of rules)
			if ([...less, ...more].every(m => is_by(m, d))) {
				const a = less.map(m => get(u, d, v, m)), b = more.map(m => get(u, d, v, m))
				untrue += total(a) > total(b)
				orders.push([a, b])
			}
}
for (const u of places.keys()) {
	const kids = children(u)
	if (kids.length && own.has(u + ' own')) { kids.push(u + ' own'); relate(u + ' own', []) }
	relate(u, kids)
}

let moved = true
function narrow(x, lo, hi) {
	if (x.zero) return
	if (lo > x.lo) { x.lo = lo; moved = true }
	if (hi < x.hi) { x.hi = hi; moved = true }
}
const low = list => list.reduce((a, x) => a + x.lo, 0), high = list => list.reduce((a, x) => a + x.hi, 0)
for (let round = 0; moved && round < 100; round++) {
	moved = false
	for (const [w, parts] of sums) {
		const lo = low(parts), hi = high(parts)
		narrow(w, lo, hi)
		for (const x of parts) narrow(x, w.lo - (hi - x.hi), w.hi - (lo - x.lo))
	}
	for (const [less, more] of orders) {
		const lo = low(less), hi = high(more)
		for (const x of less) narrow(x, 0, hi - (lo - x.lo))
		for (const x of more) narrow(x, lo - (hi - x.hi), MANY)
	}
}

const hidden = [...cell.values()].filter(x => x.what), must = hidden.filter(x => !x.alone && (small(x.n) || (x.n && small(x.left))))
const out = must.filter(x => x.lo === x.hi), wrong = hidden.filter(x => x.n < x.lo || x.n > x.hi)
console.log(`${must.length} of ${hidden.length} hidden numbers had to be; ${out.length} come out`)
for (const x of out.slice(0, 20)) console.log(`${x.what} = ${x.n}`)
if (untrue || wrong.length) console.log(`${untrue} relations do not hold, ${wrong.length} numbers are narrowed wrongly`)
process.exit(out.length || untrue || wrong.length || must.length < 1000 ? 1 : 0)
