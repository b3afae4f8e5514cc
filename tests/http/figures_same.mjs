// node figures_same.mjs ANSWER ORGANIZATION MONTH FOLDER: the JSON of /figures/file.json against the open data (FOLDER/open.csv), the staff's
// file (staff.csv) and their page in English (page.html), cell by cell and both ways. Names of lines: codes.csv, specialities.csv.
import { readFileSync } from 'node:fs'

const [answer, organization, month, folder] = process.argv.slice(2), wrong = []
const csv = f => readFileSync(`${folder}/${f}`, 'utf8').replace(/^\ufeff/, '').trim().split('\r\n').map(l => l.split(';').map(c => c.replace(/^"(.*)"$/, '$1')))
const d = JSON.parse(readFileSync(answer, 'utf8')), m = d.months.find(x => x.month === month)
const said = v => v === null ? '' : String(v)
const key = r => r.dimension + ' ' + r.value
const rows = new Map(m.rows.map(r => [key(r), r]))
let cells = 0, hidden = 0
function same(what, mine, theirs) {
	cells++
	hidden += theirs === 'hidden'
	if (mine !== theirs) wrong.push(`${what}: ${mine} instead of ${theirs}`)
}

// Open data: the same columns in the same order; all rows but practitioners'.
const [head, ...open] = csv('open.csv'), mine = open.filter(r => r[0] === organization && r[1] === month)
for (const r of m.rows) same('columns', Object.keys(r).join(), head.join())
for (const r of mine) head.forEach((c, i) => same(`open data, ${r[2]} ${r[3]} ${c}`, said(rows.get(r[2] + ' ' + r[3])?.[c]), r[i]))
same('rows beside practitioners', String(m.rows.filter(r => r.dimension !== 'practitioner').length), String(mine.length))

// The staff's file: one line a number; what has no line there is 0 here, or not counted.
const days = { delay_days: 'delay_days', first_visit_delay_days: 'first_visit_delay_days', third_next_days: 'third_next_days' }
const seen = new Set(), fixed = new Map(), hours = new Map(), hours_fixed = new Map()
for (const [, , figure, of, value] of csv('staff.csv').slice(1)) {
	const hour = /^(corrected_)?(use_percent_(?:from|to))_by_hour$/.exec(figure)
	if (hour) { (hour[1] ? hours_fixed : hours).set(of + ' ' + hour[2], value); continue }
	const parts = /^(corrected_)?(?:(.*?)_?)??(?:by_(channel|visit|service|sex|age|practitioner))?$/.exec(figure)
	const [, corrected, name, dimension = 'all'] = parts, base = (name || 'appointments')
	const cut = days[base] ? of.split(':') : [of], stat = days[base] ? cut.pop() : null
	const column = days[base] ? `${days[base]}_${stat}` : base, line = dimension + ' ' + (dimension === 'all' ? '' : cut.join(':'))
	if (corrected) { fixed.set(line + ' ' + column, value); continue }
	seen.add(line + ' ' + column)
	// A share of nobody is 0 there and nothing here.
	same(`staff, ${line} ${column}`, said(rows.get(line)?.[column]), column === 'share_online_percent' && rows.get(line)?.appointments === 0 ? '' : value)
}
for (const r of m.rows)
	for (const c of head.slice(4))
		if (r[c] !== null && r[c] !== 0 && !seen.has(key(r) + ' ' + c) && c !== 'share_online_percent') wrong.push(`the staff's file lacks ${key(r)} ${c}`)
const corrections = new Map(m.corrections.flatMap(r => Object.entries(r).slice(4).map(([c, v]) => [key(r) + ' ' + c, said(v)])))
for (const [k, v] of fixed) same('corrected, ' + k, corrections.get(k), v)
same('corrections', String(corrections.size), String(fixed.size))

// The hours of the week: each once in the staff's file, in the open data (in fifths, where these are not the house's own) and on the page.
const of_hours = list => new Map(list.flatMap(r => ['use_percent_from', 'use_percent_to'].map(c => [`${r.weekday} ${String(r.hour).padStart(2, '0')}h ${c}`, said(r[c])])))
for (const [mine, theirs, what] of [[of_hours(m.hours), hours, 'hour'], [of_hours(m.hour_corrections), hours_fixed, 'corrected hour']]) {
	same(what + 's', String(mine.size), String(theirs.size))
	for (const [k, v] of theirs) same(`${what} ${k}`, mine.get(k), v)
}
const exact = m.hours.every(r => r.use_percent_from === r.use_percent_to)
const [hour_head, ...open_hours] = csv('hours.csv'), my_hours = open_hours.filter(r => r[0] === organization)
same('hours of the open data', String(my_hours.length), String(m.hours.length))
for (const r of m.hours) {
	same('columns of hours', Object.keys(r).join(), hour_head.join())
	const line = my_hours.find(x => x[2] === String(r.weekday) && x[3] === String(r.hour)) ?? []
	if (!exact) hour_head.forEach((c, i) => same(`hours of the open data, ${r.weekday} ${r.hour} ${c}`, said(r[c]), line[i]))
}
if (m.hours.length < 4) wrong.push(`${m.hours.length} hours`)

// The page.
const html = readFileSync(`${folder}/page.html`, 'utf8').replace(/<script[^]*?<\/script>|<svg[^]*?<\/svg>|<span class="vh">[^<]*<\/span>/g, '')
const text = s => s.replace(/<[^>]*>/g, ' ').replace(/&[a-z#0-9]+;/g, e => ({ '&amp;': '&', '&#39;': "'" })[e] ?? e).replace(/[\s\u00a0\u202f\u2066-\u2069]+/g, ' ').trim()
const names = new Map([...csv('codes.csv').slice(1).map(r => [r[0] + ' ' + r[1], r[4]]), ...csv('specialities.csv').slice(1).map(r => ['service ' + r[0], r[3]])])
const number = v => v === 'hidden' ? v : Number(v).toLocaleString('en')
const share = (n, of) => n === 'hidden' || of === 'hidden' ? 'hidden' : of === 0 ? '–' : (Math.floor((n * 20000 + of) / (2 * of)) / 100).toFixed(2) + '%'
const wait = v => v === null ? '–' : v === 'hidden' ? v : v >= 400 ? 'none free' : v === 1 ? '1 day' : `${v} days`
const all = rows.get('all ')
const facts = new Map([...html.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>([^]*?)<\/dd>/g)].map(x => [text(x[1]), text(x[2])]))
const of = (n, w) => `${share(all[n], all[w])} ${number(all[n])} of ${number(all[w])}`
for (const [dt, dd] of [['Taken online', of('online', 'appointments') + ' appointments'],
	['Median wait, first visits', `${wait(all.first_visit_delay_days_median)} 9 in 10: ${wait(all.first_visit_delay_days_p90)}`],
	['First visits within 30 days', of('first_visits_within_30_days', 'first_visits')], ['Third next free time', wait(all.third_next_days_median) + ' the middle one of the mornings'],
	['Did not come', of('missed', 'expected') + ' expected'], ['Cancelled by the person', of('cancelled_by_person', 'appointments')],
	['Cancelled by the establishment', of('cancelled_by_house', 'appointments')], ['In addition', of('in_addition', 'appointments') + ' appointments'],
	['Taken with a helper', of('by_helpers', 'appointments')], ['Reminder arrived', of('reminder_arrived', 'reminded')],
	['Waiting list', `${number(all.waiting_asked)} asked; ${number(all.waiting_served)} got a time`]])
	same('page, ' + dt, dd, facts.get(dt))
const table = caption => [...(html.split(`<caption>${caption}</caption>`)[1] ?? '').split('</table>')[0].matchAll(/<tr>\s*<th scope="row"[^>]*>([^]*?)<\/th>([^]*?)<\/tr>/g)]
	.map(x => [text(x[1]), ...[...x[2].matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(c => text(c[1]))])
let tables = 0
for (const [caption, dimension] of [['How appointments were taken', 'channel'], ['First visits, follow-ups and wished dates', 'visit'], ['By sex', 'sex'],
	['By age on the day of booking', 'age'], ['By practitioner, for the establishment alone', 'practitioner']]) {
	const mine = m.rows.filter(r => r.dimension === dimension), there = table(caption)
	tables += there.length > 0
	same(`lines of ${dimension}`, String(mine.length), String(there.length))
	for (const r of mine) {
		const line = there.find(t => t[0] === (names.get(key(r)) ?? r.value)) ?? (dimension === 'practitioner' && there.find(t => t[1] === number(r.appointments)) || [])
		const expect = [number(r.appointments), share(r.appointments, all.appointments), null, r.online === null ? null : share(r.online, r.appointments), wait(r.delay_days_median),
			share(r.missed, r.expected), number(r.cancelled_by_person), number(r.cancelled_by_house), number(r.in_addition), r.by_helpers === null ? null : number(r.by_helpers),
			share(r.reminder_arrived, r.reminded), r.waiting_asked === null ? null : number(r.waiting_asked)]
		expect.forEach((v, i) => v === null || same(`page, ${key(r)} column ${i}`, v, line[i + 1]))
	}
}
const services = table('Wait by speciality, first visits, the longest first')
for (const r of m.rows.filter(x => x.dimension === 'service')) {
	const line = services.find(t => t[0] === names.get(key(r))) ?? []
	const expect = [number(r.appointments), number(r.first_visits), wait(r.first_visit_delay_days_median), null, null, wait(r.first_visit_delay_days_p90), share(r.first_visits_within_30_days, r.first_visits)]
	expect.forEach((v, i) => v === null || same(`page, ${key(r)} column ${i}`, v, line[i + 1]))
}
const week = (html.split('<h2>A week’s load</h2>')[1] ?? '').split('</table>')[0]
const days_there = [...week.matchAll(/<th scope="col"[^>]*>([^<]*)<\/th>/g)].map(x => text(x[1])).slice(1)
const hours_there = [...week.matchAll(/<tr><th scope="row"[^>]*>([^<]*)<\/th>([^]*?)<\/tr>/g)].map(x => [parseInt(text(x[1]), 10), [...x[2].matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(c => text(c[1]))])
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
same('hours of the page', String(m.hours.length), String(hours_there.flatMap(h => h[1]).filter(c => c !== '–').length))
for (const r of m.hours)
	same(`page, ${weekdays[r.weekday - 1]} ${r.hour}`, exact ? String(r.use_percent_from) : `${r.use_percent_from}–${r.use_percent_to}`,
		hours_there.find(h => h[0] === r.hour)?.[1][days_there.indexOf(weekdays[r.weekday - 1])])
if (tables < 4 || !services.length || cells < 700 || hidden < 5) wrong.push(`${tables} tables, ${cells} cells, ${hidden} hidden`)
if (wrong.length) { console.log(`${wrong.length}: ` + wrong.slice(0, 8).join('; ')); process.exit(1) }
console.log(`${cells} cells, ${hidden} hidden, ${corrections.size} corrected`)
