// node figures.mjs LOG TABLES…: what the entries of a log say of the figures, and what the program counted from its rows (`diwan figures --format
// tables`, a file each). Written from docs/ledger.md and docs/figures.md. LOG: the address or folder of tiles. Ends with 1 when any number differs.
import { readFileSync } from 'node:fs'
import { Source, openNote, readEntry } from '../../verifier/verify.mjs'

// The tz files of the system, as the program reads them: what Node brings may be older than the law.
const zones = new Map()
function zone(name) {
	if (zones.has(name)) return zones.get(name)
	const all = readFileSync(`/usr/share/zoneinfo/${name}`), counts = at => [0, 4, 8, 12, 16, 20].map(k => all.readUInt32BE(at + 20 + k))
	const [utc, std, leap, n4, types4, chars4] = counts(0)
	const second = 44 + n4 * 5 + types4 * 6 + chars4 + leap * 8 + std + utc, n = all.readUInt32BE(second + 32), times = second + 44
	const kinds = times + n * 8, types = kinds + n
	const z = { at: Array.from({ length: n }, (_, i) => Number(all.readBigInt64BE(times + i * 8))),
		offset: Array.from({ length: n }, (_, i) => all.readInt32BE(types + all[kinds + i] * 6)), first: all.readInt32BE(types) }
	zones.set(name, z)
	return z
}
const localDay = (iso, name) => {
	const at = Date.parse(iso) / 1000, z = zone(name), k = z.at.findLastIndex(t => t <= at)
	return Math.floor((at + (k < 0 ? z.first : z.offset[k])) / 86400)
}
const dayOf = slot => Date.parse(`${slot.slice(0, 10)}T00:00:00Z`) / 86400000
const monthOf = day => new Date(day * 86400000).toISOString().slice(0, 7)

/* ---- what became of each appointment and each request ---- */

const visits = new Map(), requests = new Map()
const EXTRA = e => e.act === 'overbook' || (e.act === 'move' && e.reason !== null && !['offer', 'gathering'].includes(e.reason))
function take(e) {
	if (e.chain === '' || ['party', 'named'].includes(e.reason)) return
	const day = localDay(e.at, e.zone), v = visits.get(e.chain)
	if (e.act === 'enlist' && !requests.has(e.chain)) requests.set(e.chain, { month: monthOf(day), org: e.org, channel: e.channel, offered: 0, served: 0 })
	if (e.act === 'offer') requests.get(e.chain).offered = 1
	if (e.act === 'accept') requests.get(e.chain).served = 1
	if (['book', 'overbook', 'wait'].includes(e.act) && !v)
		visits.set(e.chain, { month: monthOf(day), booked: day, org: e.org, channel: e.channel, day: dayOf(e.slot), extra: EXTRA(e), end: '' })
	if (!v) return
	if (e.act === 'move') Object.assign(v, { org: e.org, day: dayOf(e.slot), extra: EXTRA(e) })
	if (e.act === 'cancel') v.end = e.reason === 'patient' ? 'person' : 'house'
	if (e.act === 'attend' || e.act === 'miss') v.end = e.reason === 'undone' ? '' : e.act
}

/* ---- the figures ---- */

const empty = () => ({ appointments: 0, online: 0, in_addition: 0, by_helpers: 0, within_30_days: 0, expected: 0, missed: 0, cancelled_by_person: 0,
	cancelled_by_house: 0, waiting_asked: 0, waiting_offered: 0, waiting_served: 0, days: [] })
function count(org, month, all) {
	const lines = new Map(), here = x => x.month === month && (all || x.org === org)
	const line = k => lines.get(k) ?? lines.set(k, empty()).get(k)
	for (const v of visits.values())
		if (here(v)) for (const l of [line('all|'), line(`channel|${v.channel}`)]) {
			const delay = Math.max(0, v.day - v.booked)
			l.appointments++; l.days.push(delay)
			l.online += v.channel === 'online'; l.in_addition += v.extra; l.by_helpers += ['assisted', 'health-centre'].includes(v.channel)
			l.within_30_days += delay <= 30; l.expected += ['attend', 'miss'].includes(v.end); l.missed += v.end === 'miss'
			l.cancelled_by_person += v.end === 'person'; l.cancelled_by_house += v.end === 'house'
		}
	for (const r of requests.values())
		if (here(r)) for (const l of [line('all|'), line(`channel|${r.channel}`)]) {
			l.waiting_asked++; l.waiting_offered += r.offered; l.waiting_served += r.served
		}
	return lines
}
const delays = ({ days: d }) => {
	d.sort((x, y) => x - y)
	return d.length ? `${(d[Math.ceil(d.length / 2) - 1] + d[Math.floor(d.length / 2)]) / 2} ${d.length < 10 ? null : d[Math.ceil(0.9 * d.length - 1e-9) - 1]}` : ''
}

const [place, ...files] = process.argv.slice(2), log = new Source(place)
const size = await log.checkpoint(note => Number(openNote(note, []).text.split('\n')[1]))
for (let n = 0; n * 256 < size; n++)
	for (const bytes of await log.tile('entries', n, Math.min(256, size - n * 256))) take(readEntry(bytes.toString()))
let compared = 0, wrong = 0
for (const file of files) {
	const f = JSON.parse(readFileSync(file, 'utf8')), tables = new Map()
	const mine = count(f.organization, f.month, f.organization === process.env.WHOLE)
	for (const t of f.tables) if (['all', 'channel'].includes(t.dimension)) tables.set(`${t.dimension}|${t.value}`, t)
	for (const key of new Set([...tables.keys(), ...mine.keys()])) {
		const t = tables.get(key) ?? {}, l = mine.get(key) ?? empty(), { days, ...numbers } = l
		const said = { ...numbers, delay: delays(l) }, have = { ...t, delay: t.delay_days ? `${t.delay_days.median} ${t.delay_days.p90}` : '' }
		for (const k in said) {
			compared++
			if ((have[k] ?? 0) === said[k]) continue
			wrong++
			console.log(`${f.organization} ${f.month} ${key} ${k}: ${have[k]} counted, ${said[k]} by the log`)
		}
	}
}
console.log(`${compared} numbers compared, ${visits.size} appointments and ${requests.size} requests of ${size} entries`)
process.exit(wrong || !visits.size ? 1 : 0)
