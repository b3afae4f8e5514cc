/* The desk's day by keyboard: a booking at the counter in at most 40 keys beside what is typed,
 * arrivals, seen, missed, cancelled, moved, without appointment; two operators at once; French
 * and Arabic, small and wide. */
import { spec, test, staff, press, follow, focus, check_page, shot, keys, assert, base } from './lib.mjs'

const letters = 'abdfhjklmnrstz'
const word = n => Array.from({ length: n }, () => letters[Math.floor(Math.random() * letters.length)]).join('a')
/* Somebody new: a number that the demonstration gives to nobody, and a birth date of her own, so that
 * no two of them are ever taken for one person. */
let born = Math.floor(Math.random() * 9000)
const fresh = () => {
	const day = new Date(Date.UTC(1960, 0, 1 + born++))
	return { name: `Fadma ${word(4)} ${word(3)}`, phone: '07' + String(Math.floor(Math.random() * 1e8)).padStart(8, '0'),
		birth: [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()].map(String) }
}
async function fill_birth(p, who) {
	for (const [i, part] of ['d', 'm', 'y'].entries()) await p.fill(`#birth-${part}`, who.birth[i])
}
const widths = { widths: [1280, 360] }

/* A speciality that has free times, remembered for the whole run. */
let of = ''
async function choose(p) {
	if (of) return
	await p.goto('/desk/book?new=1')
	for (const code of await p.$$eval('#of option', os => os.map(o => o.value))) {
		await p.goto(`/desk/book?new=1&of=${encodeURIComponent(code)}`)
		if (await p.locator('input[name^="slot-"]').count() >= 3) { of = encodeURIComponent(code); return }
	}
	throw new Error('nothing is free anywhere')
}
async function book_new(p, who, more = '') {
	await p.goto(`/desk/book?new=1&of=${of}${more}`)
	await p.fill('#name', who.name)
	await fill_birth(p, who)
	await p.check('[name=sex][value=female]')
	await p.fill('#phone', who.phone)
	await press(p, '.dock .btn:not(.alt)')
	assert.match(p.url(), /\/desk\/appointments\/\d+\?booked=1/)
	return p.url().replace(/\?.*/, '')
}
/* Types a search of people on that page and goes to what was found. */
async function look(p, path, text) {
	await p.goto(path)
	await p.fill('#q', text)
	return follow(p, () => p.press('#q', 'Enter'))
}
const status = async p => (await p.locator('.sum .tag').first().innerText()).trim()

test('a known person is booked at the counter without the mouse, in at most 40 keys beside what is typed', async () => {
	const p = await staff('desk', { lang: 'fr' })
	await choose(p)
	const who = fresh()
	await book_new(p, who)
	await p.goto(`/desk?of=${of}`)
	const k = keys(p)
	await k.go('F2')				/* new appointment: the search has the focus */
	await focus(p, '#q')
	await k.type(who.phone)
	await k.go('Enter')				/* found: person, type and first time are chosen */
	await focus(p, '[name=who]')
	assert.ok((await p.locator('label:has([name=who]:checked)').innerText()).includes(who.name))
	await k.press('Tab')				/* type */
	await k.press('Tab')				/* time */
	await k.press('ArrowDown')			/* the second one */
	await k.go('Enter')				/* confirm */
	assert.match(p.url(), /\/desk\/appointments\/\d+\?booked=1/)
	console.log(`    ${k.count} keys beside ${k.typed} typed`)
	assert.ok(k.count <= 40, `${k.count} keys`)
	await check_page(p, { lang: 'fr' })
	await k.go('F7')				/* moved with two keys: the first free time is chosen */
	await focus(p, '[name=slot]')
	await k.go('Enter')
	assert.match(p.url(), /\/desk\/appointments\/\d+/)
	await k.press('F8')				/* cancelled with five, and why */
	await k.press('Tab')
	await k.press('Space')
	await k.press('Tab')
	await k.type('empêchée')
	await k.go('Enter')
	assert.match(await status(p), /Annulé/)
})

test('a free time that was pressed in the day is the one that is booked', async () => {
	const p = await staff('desk', { lang: 'fr' })
	await choose(p)
	const who = fresh()
	await book_new(p, who)
	await p.goto(`/desk/book?new=1&of=${of}`)
	const first = await p.locator('input[name^="slot-"]').first().getAttribute('name')	/* of a type that asks for no referral */
	const time = await p.locator(`input[name="${first}"]`).last().inputValue()	/* AGENDA.20261015T0940 */
	const [, agenda, y, m, d, hour, min] = /^(\d+)\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)$/.exec(time)
	await p.goto(`/desk?of=${agenda}&day=${y}-${m}-${d}`)
	await press(p, `a[href*="slot=${time}"]`)
	await focus(p, '#q')
	const k = keys(p)
	await k.type(who.phone)
	await k.go('Enter')
	await focus(p, '[name=who]')
	await k.go('Enter')
	assert.match(p.url(), /booked=1/)
	assert.match(await p.locator('.panel').innerText(), new RegExp(`${Number(hour)}\\s?h${min === '00' ? '' : `\\s?${min}`}`))
})

test('a new person is booked without the mouse, in at most 40 keys beside what is typed', async () => {
	const p = await staff('desk', { lang: 'fr' })
	await choose(p)
	await p.goto(`/desk?of=${of}`)
	const k = keys(p), who = fresh()
	await k.go('F2')
	await focus(p, '#q')
	await k.type(who.phone)
	await k.go('Enter')				/* nobody: "enter a new person" has the focus */
	await focus(p, 'a.btn')
	await k.go('Enter')
	await focus(p, '#name')
	await k.type(who.name); await k.press('Tab')
	for (const part of who.birth) { await k.type(part); await k.press('Tab') }
	await k.press('Space'); await k.press('Tab')
	assert.equal((await p.inputValue('#phone')).replace(/\s/g, ''), who.phone)	/* not typed twice */
	await k.go('Enter')
	assert.match(p.url(), /\/desk\/appointments\/\d+\?booked=1/)
	console.log(`    ${k.count} keys beside ${k.typed} typed`)
	assert.ok(k.count <= 40, `${k.count} keys`)
})

test('the day: arrived, with the doctor, seen; put right; cancelled; moved', async () => {
	const p = await staff('desk', { lang: 'en' })
	await choose(p)
	const url = await book_new(p, fresh())
	await p.goto(url + '/move')
	const first = await p.locator('[name=slot]').first().inputValue()
	await p.locator('[name=slot]').nth(1).check()
	await press(p, '.dock .btn:not(.alt)')
	assert.equal(p.url(), url)
	await p.goto(url + '/move')
	assert.ok((await p.locator('[name=slot]').evaluateAll(es => es.map(e => e.value))).includes(first), 'the time that was left is offered again')
	await p.goto(url)
	await p.click('main details summary')
	await p.check('[name=by][value=patient]')
	await press(p, '.btn.stop')
	assert.ok((await p.locator('.errors, .err').first().innerText()).length > 5, 'a reason is asked for')
	await p.fill('#reason', 'Travels')
	await press(p, '.btn.stop')
	assert.match(await status(p), /Cancelled by the patient/)

	await p.goto(`/desk/book?new=1&walk=1&of=${of}`)
	if (await p.locator('[name^="slot-"]').count()) {	/* if something is free today still */
		const walk = await book_new(p, fresh(), '&walk=1')
		await p.goto(walk)
		assert.match(await status(p), /Arrived/)
		await press(p, '[name=to][value=checked-in]')
		assert.match(await status(p), /With the doctor/)
		await press(p, '[name=to][value=fulfilled]')
		assert.match(await status(p), /Seen/)
		await press(p, '[name=to][value=booked]')
		assert.match(await status(p), /Expected/)
		await p.goto(`/desk?of=${of}`)
		const button = p.locator('button[name=act]').first()
		const id = (await button.getAttribute('value')).split('.')[0]
		await press(p, button)
		assert.match(p.url(), /since=/)
		await focus(p, `#a${id}`)	/* the keyboard stays at the person */
	}
})

for (const lang of ['fr', 'ar'])
	test(`${lang}: a phone cut short and a birth to come are told beside their fields at the counter`, async () => {
		const p = await staff('desk', { lang })
		await choose(p)
		await p.goto(`/desk/book?new=1&of=${of}`)
		await p.fill('#name', 'Salma Idrissi'); await p.fill('#phone', '06 12')
		await p.fill('#birth-d', '1'); await p.fill('#birth-m', '1'); await p.fill('#birth-y', '2199')
		await press(p, '.dock .btn:not(.alt)')
		await check_page(p, { lang })
		await p.fill('#phone', '0661234599')
		await press(p, '.dock .btn:not(.alt)')
		assert.ok(await p.locator('#birth-e').isVisible())
		await check_page(p, { lang })
		await shot(p, 'desk-book-wrong', widths)
	})

test('two operators: the second sees what the first did, nothing is overwritten', async () => {
	const a = await staff('desk', { lang: 'fr' }), b = await staff('desk', { lang: 'fr' })
	await choose(a)
	const url = await book_new(a, fresh())
	await a.goto(url); await b.goto(url)
	await a.fill('#note', 'Fauteuil roulant'); await press(a, 'form[action$="/note"] button')
	await b.fill('#note', 'Vient en taxi'); await press(b, 'form[action$="/note"] button')
	const text = await b.locator('main').innerText()
	assert.match(text, /a changé pendant que vous/)
	assert.match(text, /Fauteuil roulant/)
	assert.match(text, /Vient en taxi/)		/* both values */
	await check_page(b, { lang: 'fr' })
	await shot(b, 'desk-conflict', widths)

	await a.goto(`/desk/book?new=1&of=${of}`); await b.goto(`/desk/book?new=1&of=${of}`)
	for (const p of [a, b]) {
		const who = fresh()
		await p.fill('#name', who.name)
		await fill_birth(p, who)
		await p.fill('#phone', who.phone)
		await press(p, '.dock .btn:not(.alt)')
	}
	assert.match(a.url(), /booked=1/)
	assert.match(await b.locator('.note.warn').innerText(), /vient d’être prise/)
	assert.match(await b.inputValue('#name'), /Fadma/)
	await check_page(b, { lang: 'fr' })
	await shot(b, 'desk-taken', widths)
	await press(b, '.dock .btn:not(.alt)')
	assert.match(b.url(), /booked=1/)
})

test('a likely double is shown before a new file; two files are merged and parted', async () => {
	const p = await staff('desk', { lang: 'en' })
	await choose(p)
	const who = fresh()
	await book_new(p, who)
	await p.goto(`/desk/book?new=1&of=${of}`)
	await p.fill('#name', who.name.toUpperCase())
	await fill_birth(p, who)
	await p.check('[name=sex][value=female]'); await p.fill('#phone', who.phone)
	await press(p, '.dock .btn:not(.alt)')
	assert.match(await p.locator('.note.warn').innerText(), /probably here already/)
	await shot(p, 'desk-double', widths)
	await p.check('[name=who][value=new]')
	await press(p, '.dock .btn:not(.alt)')
	assert.match(p.url(), /booked=1/)
	await look(p, '/desk/people', who.phone)
	const boxes = p.locator('input[name=id]')
	assert.equal(await boxes.count(), 2)
	await boxes.nth(0).check(); await boxes.nth(1).check()
	await press(p, 'form[action="/desk/compare"] button')
	await check_page(p, { lang: 'en' })
	await press(p, 'form[action="/desk/merge"] .btn:not(.alt)')
	assert.equal(await p.locator('section:has(h2:text("Appointments")) tbody tr').count(), 2)
	await press(p, 'form[action$="/undo"] button')
	assert.equal(await p.locator('section:has(h2:text("Appointments")) tbody tr').count(), 1)
})

test('a search leaves nothing of the person in an address; back from a file the list is there again', async () => {
	const p = await staff('desk', { lang: 'fr' })
	await choose(p)
	const who = fresh(), asked = []
	await book_new(p, who)
	p.on('request', r => asked.push(r.url()))
	for (const text of [who.name, who.phone]) {
		await look(p, '/desk/people', text)
		const file = p.locator('main th a', { hasText: who.name })
		await press(p, file)
		assert.equal(await p.locator('h1').innerText(), who.name)
		await p.goBack()
		assert.equal(await file.count(), 1)
		assert.equal(await p.inputValue('#q'), text)
		await p.reload()
		assert.equal(await file.count(), 1)
		await press(p, file)
		await press(p, 'main a.back')		/* the page's own way back knows it too */
		assert.equal(await file.count(), 1)
		await look(p, `/desk?of=${of}`, text)
		assert.ok((await p.locator('main').innerText()).includes(who.name))
		await look(p, `/desk/book?of=${of}`, text)
		assert.ok(await p.locator('label:has([name=who])', { hasText: who.name }).count())
		await press(p, 'a[href*="from="]')	/* a week later, the same person */
		assert.ok(await p.locator('label:has([name=who])', { hasText: who.name }).count())
		await look(p, '/desk/outbox', text)
		assert.equal(await p.inputValue('#q'), text)
	}
	const told = [who.name, ...who.name.split(' ').slice(1), who.phone, who.phone.slice(1)]
	assert.ok(asked.length > 20)
	for (const url of asked.map(u => decodeURIComponent(u.replace(/\+/g, ' '))))
		for (const word of told) assert.ok(!url.includes(word), `${url} tells ${word}`)
	for (const path of ['/desk/people', '/desk', '/desk/book', '/desk/outbox']) {
		await p.goto(`${path}?q=${who.phone}&to=${who.phone}`)
		assert.equal(await p.inputValue('#q'), '')
		assert.equal(await p.locator('main th a, main label:has([name=who])').filter({ hasText: who.name }).count(), 0, path)
	}
})

for (const lang of ['fr', 'ar'])
	test(`each page of the desk is right, small and wide (${lang})`, async () => {
		const p = await staff('desk', { lang })
		await choose(p)
		const who = fresh(), url = await book_new(p, who)
		await p.goto(url)
		const file = await p.locator('main a[href^="/desk/people/"]').first().getAttribute('href')
		const pages = { day: `/desk?of=${of}`, week: `/desk/week?of=${of}`, 'book-empty': '/desk/book', book: [`/desk/book?of=${of}`, who.phone],
			'book-new': `/desk/book?new=1&of=${of}`, walk: `/desk/book?walk=1&new=1&of=${of}`, visit: url, booked: url + '?booked=1', move: url + '/move',
			people: ['/desk/people', who.phone], nobody: ['/desk/people', '0799999999'], file, edit: file + '/edit', unrecorded: '/desk/unrecorded', unsent: '/desk/unsent', inbox: '/desk/inbox', orphans: '/desk/orphans', lists: '/desk/lists',
			found: [`/desk?of=${of}`, who.phone] }
		for (const [name, path] of Object.entries(pages)) {
			const r = Array.isArray(path) ? await look(p, ...path) : await p.goto(path)
			assert.ok(r.ok(), `${path}: ${r.status()}`)
			await check_page(p, { lang })
			await shot(p, 'desk-' + name, widths)
		}
		await p.goto(`/desk?of=${of}`)
		if (await p.locator('.agenda thead a').count()) {
			await press(p, '.agenda thead a')
			await check_page(p, { lang })
			await shot(p, 'desk-week-one', widths)
		}
		await p.goto(`/desk/print?of=${of}`)
		await check_page(p, { lang })
		await p.emulateMedia({ media: 'print' })
		await shot(p, 'desk-print', { widths: [1120] })
		await p.goto(`/desk?of=${of}`)
		await shot(p, 'desk-day-on-paper', { widths: [1120] })
	})

for (const [who, lang] of [['practitioner', 'fr'], ['practitioner', 'ar']])
	test(`a practitioner's own day and week (${lang})`, async () => {
		const p = await staff(who, { lang })
		for (const path of ['/desk', '/desk/week', '/desk/unrecorded', '/desk/print']) {
			const r = await p.goto(path)
			assert.ok(r.ok(), `${path}: ${r.status()}`)
			await check_page(p, { lang })
		}
		assert.equal((await p.goto('/desk/people')).status(), 404)
		await p.goto('/desk')
		assert.equal(await p.locator('a.free').count(), 0)
		await shot(p, 'desk-practitioner', widths)
		if (await p.locator('.agenda td a').count()) {
			await press(p, '.agenda td a')
			await check_page(p, { lang })
			await shot(p, 'desk-practitioner-visit', widths)
		}
	})

for (const [who, lang] of [['health_centre', 'fr'], ['helper', 'ar']])
	test(`a ${who} books for somebody at a hospital of the region (${lang})`, async () => {
		const p = await staff(who, { lang })
		await p.goto('/desk/book')
		const places = await p.$$eval('#at option', os => os.map(o => o.value))
		assert.ok(places.length >= 1)
		let found = false
		for (const at of places) {
			await p.goto(`/desk/book?at=${at}`)
			for (const code of await p.$$eval('#of option', os => os.map(o => o.value))) {
				await p.goto(`/desk/book?at=${at}&of=${encodeURIComponent(code)}`)
				found = await p.locator('input[name^="slot-"]').count() > 0
				if (found) break
			}
			if (found) break
		}
		assert.ok(found, 'something is free in the region')
		await check_page(p, { lang })
		await shot(p, 'desk-elsewhere', widths)
		await press(p, '.dock .btn:not(.alt)')
		assert.ok(await p.locator('.errors').count(), 'what is missing is said')
		await check_page(p, { lang })
		await shot(p, 'desk-elsewhere-errors', widths)
		const person = fresh()
		await p.fill('#name', person.name)
		await fill_birth(p, person)
		await p.fill('#phone', person.phone)
		await press(p, '.dock .btn:not(.alt)')
		assert.match(p.url(), /booked=1/)
		await check_page(p, { lang })
		await p.goto('/desk/ours')
		assert.ok((await p.locator('main').innerText()).includes(person.name))
		await check_page(p, { lang })
		await shot(p, 'desk-ours', widths)
	})

for (const lang of ['fr', 'ar'])
	test(`director: in addition with a reason, lists by mail, retention (${lang})`, async () => {
		const p = await staff('director', { lang })
		await choose(p)
		const who = fresh()
		await book_new(p, who)
		await look(p, `/desk/book?of=${of}`, who.phone)
		await press(p, 'a[href*="extra=1"]')
		await check_page(p, { lang })
		await press(p, '.dock .btn:not(.alt)')
		assert.ok(await p.locator('.errors').count(), 'time and reason are asked for')
		await check_page(p, { lang })
		await shot(p, 'desk-extra', widths)
		await p.fill('#time', '11:20'); await p.check('[name=reason][value=urgent]')
		await press(p, '.dock .btn:not(.alt)')
		assert.match(p.url(), /booked=1/)
		await p.goto(p.url().replace(/\?.*/, ''))
		await check_page(p, { lang })
		await p.goto(await p.locator('main a[href^="/desk/people/"]').first().getAttribute('href') + '/erase')
		await check_page(p, { lang })
		await shot(p, 'desk-erase', widths)
		for (const path of ['/desk/lists', '/desk/retention']) {
			await p.goto(path)
			await check_page(p, { lang })
			await shot(p, path.slice(1).replace('/', '-') + '-director', widths)
		}
	})

for (const lang of ['fr', 'ar'])
	test(`an absence: seen before it is saved, then its appointments are placed again (${lang})`, async () => {
		const p = await staff('head_of_admissions', { lang })
		await choose(p)
		const who = fresh()
		const url = await book_new(p, who)
		await p.goto(url + '/move')
		const [agenda, at] = (await p.locator('[name=slot]').last().inputValue()).split('.')
		await p.locator('[name=slot]').last().check()
		await p.selectOption('#said', 'agreed-phone')
		await press(p, '.dock .btn:not(.alt)')
		const day = at.replace(/^(\d{4})(\d\d)(\d\d)T.*/, '$1-$2-$3')
		await p.goto(`/admin/agendas/${agenda}/absences`)
		await p.fill('[name=from]', day); await p.fill('[name=to]', day)
		await press(p, 'main form .btn')
		await check_page(p, { lang })
		await shot(p, 'desk-absence-preview', widths)
		await press(p, 'main form[method=post] .btn:not(.alt)')
		await p.goto('/desk/orphans')
		const line = p.locator('.orphan', { hasText: who.name })
		assert.equal(await line.count(), 1)
		await check_page(p, { lang })
		await shot(p, 'desk-orphans', widths)
		await p.goto(`/desk?of=${agenda}&day=${day}`)
		await check_page(p, { lang })
		await shot(p, 'desk-away', widths)
		await p.goto('/desk/orphans')
		await p.selectOption('#said', 'told-message')
		await press(p, '.dock .btn')
		assert.match(p.url(), /orphans\?(moved|other)=/)
		assert.equal(await p.locator('.orphan', { hasText: who.name }).count(), 0)
		await p.goto(url)
		assert.ok(!(await p.locator('main').innerText()).includes('undefined'))
	})

for (const lang of ['fr', 'ar'])
	test(`${lang}: a doctor books the next appointment of the patient in front of her`, async () => {
		const p = await staff('practitioner', { lang })
		await p.goto('/desk')
		await press(p, p.locator('.agenda a[id]').first())
		await press(p, 'a[href$="/again"]')
		await check_page(p, { lang })
		await shot(p, 'desk-again', widths)
		await press(p, '.dock .btn')
		assert.match(p.url(), /booked=1/)
		await check_page(p, { lang })
	})

test('without scripts the desk works all the same', async () => {
	const p = await staff('desk', { lang: 'fr', js: true })
	await choose(p)
	const c = await p.context().cookies()
	const q = await staff('desk', { lang: 'fr', js: false })
	await q.context().addCookies(c.filter(x => x.name !== 'lang'))
	assert.match(await book_new(q, fresh()), new RegExp(base))
})
await spec()
