// node figures.mjs STORED COMPUTED: the stored tables against the independent script, line by line. Lines of STORED that say waits end with the
// days ("days:people …"), of which median and 9 in 10 are read here, in a third way.
import { readFileSync } from 'node:fs'

const [stored, computed] = process.argv.slice(2).map(f => readFileSync(f, 'utf8').split('\n').filter(Boolean))
const read = line => {
	const cells = line.split('|'), days = []
	if (!['booked', 'first', 'third'].includes(cells[0])) return line
	for (const part of cells.pop().split(' ')) {
		const [day, people] = part.split(':').map(Number)
		for (let i = 0; i < people; i++) days.push(day)
	}
	const n = days.length
	return [...cells, days[Math.ceil(n / 2) - 1] + days[Math.floor(n / 2)], days[Math.ceil(0.9 * n - 1e-9) - 1]].join('|')
}
const have = new Set(stored.map(read)), want = new Set(computed)
const missing = [...want].filter(l => !have.has(l)), more = [...have].filter(l => !want.has(l))
for (const l of missing.slice(0, 5)) console.log(`not stored: ${l}`)
for (const l of more.slice(0, 5)) console.log(`stored, not computed: ${l}`)
if (missing.length || more.length || want.size < 100) process.exit(1)
console.log(`${want.size} lines are the same`)
