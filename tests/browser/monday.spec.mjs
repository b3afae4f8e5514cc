/* Monday morning at the desk: a surgeon is called away at 08:05; thirty people have a place again, or know that
 * they have none, by 08:10. By keyboard, French; then the lists in Arabic and on phones. */
import { spec, test, staff, press, follow, focus, check_page, shot, keys, outbox, assert } from './lib.mjs'

const widths = { widths: [1280, 375, 320] }
const PEOPLE = 30
const clock = (p, at) => p.request.post('/_test/clock', { headers: { 'content-type': 'text/plain' }, data: at })
const moments = n => new Date(Date.parse(process.env.BROWSER_CLOCK) + n * 1000).toISOString().replace(/\.\d+/, '')

/* Free times of an agenda this week and the next, of the type that is booked first. */
async function free_times(p, agenda) {
	const found = []
	for (const day of ['2026-10-12', '2026-10-19']) {
		await p.goto(`/desk/week?of=${agenda}&day=${day}`)
		found.push(...await p.$$eval('a[href*="slot="]', as => as.map(a => new URL(a.href).searchParams.get('slot'))))
	}
	return [...new Set(found)].filter(s => s.startsWith(agenda + '.'))
}
async function book(p, type, slot, i) {
	const r = await p.request.post('/desk/book', { maxRedirects: 0, headers: { origin: new URL(p.url()).origin }, form: {
		who: 'new', new: '1', sure: '1', of: 'trauma', name: `Zineb Lundi ${'abcdefghij'[i % 10]}${'klmnop'[Math.floor(i / 10)]}`,
		'birth-d': String(1 + i % 28), 'birth-m': '3', 'birth-y': '1961', sex: 'female', phone: `07${String(31000000 + i)}`, lang: 'fr',
		type, [`slot-${type}`]: slot, sms: '1' } })
	return r.status() === 303
}

test('a surgeon is called away at 08:05, thirty people have a place again by 08:10', async () => {
	const p = await staff('head_of_admissions', { lang: 'fr' })
	await p.goto('/desk/book?new=1&of=trauma')
	const type = await p.locator('input[name=type]').first().getAttribute('value')
	await p.goto('/desk?of=trauma')
	const agenda = await p.$$eval('.agenda thead a', as => as.find(a => a.textContent.includes('Lahlou')).href.match(/of=(\d+)/)[1])
	await clock(p, '2026-10-12T08:05:00Z')

	/* as many as make thirty until the end of next week */
	const look = async () => {
		const r = await p.request.post('/admin/closings/look', { headers: { origin: new URL(p.url()).origin },
			form: { who: `agenda-${agenda}`, from: '2026-10-12', to: '2026-10-23', repeat: 'once' } })
		return Number(/(\d+)\s+rendez-vous/.exec(await r.text())?.[1] || 0)
	}
	const slots = await free_times(p, agenda)
	for (let i = 0, n = await look(); n < PEOPLE && i < slots.length; i++) n += await book(p, type, slots[i], i)
	assert.equal(await look(), PEOPLE)

	const k = keys(p)
	await p.goto('/desk/orphans')
	const before = await p.locator('.orphan').count()
	await press(p, 'a[href="/admin/closings/new"]')
	await check_page(p, { lang: 'fr' })
	await focus(p, '#who')
	await k.type('Dr Othmane')
	while (await k.focused() !== 'to' && k.count < 20) await k.press('Tab')	/* past the first day, which is today, and its hour */
	await p.fill('#to', '2026-10-23')
	k.typed += 8
	await k.go('F9')
	const preview = await p.locator('main').innerText()
	assert.match(preview, /Rien n’est encore enregistré/)
	assert.match(preview, new RegExp(`${PEOPLE} rendez-vous`))
	assert.match(preview, /commence d’ici un jour/)
	assert.equal(await p.locator('tbody tr').count(), PEOPLE)
	const names = await p.$$eval('tbody th', ths => ths.map(t => t.innerText.split('\n')[0].trim()))
	await check_page(p, { lang: 'fr' })
	await shot(p, 'monday-preview', widths)
	await focus(p, 'main form .btn')
	await k.go('Enter')				/* saved; the thirty lines */

	const lines = await p.$$eval('.orphan', ls => ls.map(l => ({ id: l.querySelector('[name=line]').value.split('.')[0],
		name: l.querySelector('h2').innerText.trim(), phone: l.querySelector('bdi[dir=ltr]').innerText.replace(/\s/g, '') })))
	assert.equal(lines.length, PEOPLE + before)
	for (const n of names) assert.ok(lines.some(l => l.name === n), `${n} is in the preview but not in the list`)
	await check_page(p, { lang: 'fr', widths: [320, 375, 1280] })
	await shot(p, 'monday-lines', { ...widths, full: false })

	/* the first stands at the counter and takes the substitute; the second is called off; the third comes in addition */
	await focus(p, '.orphan [type=radio]')
	await k.press('ArrowDown')
	await k.press('Tab'); await k.press('ArrowDown', 2)		/* agreed, at the counter */
	await k.press('Tab'); await k.go('Enter')
	assert.match(p.url(), /other=1/)
	await focus(p, '.orphan [type=radio]')
	await k.press('ArrowUp')
	await k.press('Tab'); await k.go('Enter')
	assert.match(p.url(), /cancelled=1/)
	assert.equal(await p.locator('.orphan').count(), PEOPLE + before - 2)

	/* five more go to a substitute, told by the message; all the others to the same surgeon: one press */
	const given = p.locator('.orphan:has(input[value^="substitute."])')
	for (let i = 0; i < 5; i++) await given.nth(i).locator('input[value^="substitute."]').check()
	await press(p, '.dock .btn')					/* forgotten: what the five know of it */
	assert.match(await p.locator('[role=alert]').innerText(), /5 lignes n’ont pas été traitées/)
	assert.equal(await p.locator('.orphan input[value^="substitute."]:checked').count(), 5, 'what was chosen is chosen still')
	await check_page(p, { lang: 'fr' })
	await shot(p, 'monday-unsaid', { widths: [1280], full: false })
	await p.selectOption('#said', 'told-message')
	await k.go('F9')
	assert.equal(await p.locator('.orphan').count(), 0)
	console.log(`    ${k.count} keys and 7 clicks beside ${k.typed} typed`)
	assert.ok(k.count <= 40, `${k.count} keys`)
	await clock(p, '2026-10-12T08:10:00Z')

	/* thirty before, thirty after; each told */
	const said = { moved: 0, off: 0 }
	for (const l of lines) {
		const page = await (await p.request.get(`/desk/appointments/${l.id}`)).text()
		if (/class="tag[^>]*>[^<]*(<[^>]*>)*\s*Annulé/.test(page)) said.off++
		else said.moved++
		const list = await outbox(p, l.phone.replace(/^0/, '+212'))
		const rows = Array.isArray(list) ? list : list.messages
		assert.ok(rows.some(m => ['moved', 'cancelled-by-service'].includes(m.template)), `${l.name} was told nothing: ${JSON.stringify(rows)}`)
	}
	assert.equal(said.moved + said.off, PEOPLE + before)
	assert.equal(said.off, 1)
	await clock(p, moments(120))
})

for (const lang of ['fr', 'ar'])
	test(`${lang}: the worklist of another doctor, on a phone and wide`, async () => {
		const p = await staff('head_of_admissions', { lang })
		await p.goto('/desk?of=dermato')
		const agenda = await p.$$eval('.agenda thead a', as => as.map(a => a.href.match(/of=(\d+)/)?.[1]).filter(Boolean)[0])
		await p.goto(`/admin/agendas/${agenda}/absences`)
		await press(p, 'main form .btn')
		await check_page(p, { lang })
		await press(p, 'main form .btn')
		await p.goto('/desk/orphans')
		await check_page(p, { lang, widths: [320, 375, 768, 1280] })
		await shot(p, 'desk-orphans', { ...widths, full: false })
		for (const e of await p.$$('.orphan')) {
			const box = await e.evaluate(x => [x.scrollWidth, x.clientWidth])
			assert.ok(box[0] <= box[1], 'a line scrolls sideways')
		}
	})
await spec()
