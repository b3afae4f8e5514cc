/*
 * A person books on a small phone, without scripts, with the keyboard alone, in French and in
 * Arabic; every page on the way is checked and photographed. The data may be any that has a
 * cardiologist somewhere.
 */
import { spec, test, visitor, staff, press, focus, check_page, shot, keys, code_of, outbox, assert, base } from './lib.mjs'

const people = {
	fr: { typed: 'coeur', name: 'Fatima Zahra El Amrani', phone: '0661234511', e164: '+212661234511', confirmed: 'Rendez-vous confirmé' },
	ar: { typed: 'القلب', name: 'فاطمة الزهراء العمراني', phone: '0661234512', e164: '+212661234512', confirmed: 'تم تأكيد الموعد' },
	en: { typed: 'heart', name: 'Omar Tazi', phone: '0661234513', e164: '+212661234513', confirmed: 'Appointment confirmed' },
}
const WIDTHS = [360, 1280]

/* Tab until what has the focus fits; what is reached must be visible and have a name. */
async function tab_to(page, k, selector, most = 120) {
	for (let i = 0; i < most; i++) {
		await k.press('Tab')
		if (await page.evaluate(s => document.activeElement.matches(s), selector)) return
	}
	assert.fail(`the keyboard never came to ${selector} at ${page.url()}`)
}

async function fill_who(page, p) {
	await page.fill('#name', p.name)
	await page.fill('#birth-d', '27')
	await page.fill('#birth-m', '3')
	await page.fill('#birth-y', '1968')
	await page.check('[name=sex][value=f]')
	await page.fill('#phone', p.phone)
}

/* By pointer, to any page on the way: 'times', 'who', 'code', 'receipt'. */
async function go_to(page, lang, stop, n = 0) {
	const p = people[lang]
	await page.goto('/search?s=cardio&where=all')
	await press(page, page.locator('.place a.btn[href^="/times/"]').first())
	if (stop === 'times') return
	await press(page, page.locator('button[name=slot]').nth(n))
	if (stop === 'who') return
	await fill_who(page, p)
	await press(page, 'main form button.btn')
	if (stop === 'code') return
	await page.fill('#code', await code_of(page, p.e164))
	await press(page, 'main form.box button.btn')
}

for (const lang of ['fr', 'ar'])
	test(`${lang}: from the home page to the receipt with the keyboard alone, at 360 px, without scripts`, async () => {
		const page = await visitor({ lang, width: 360, js: false })
		const p = people[lang]
		const k = keys(page)

		await page.goto('/')
		await check_page(page, { lang })
		await shot(page, 'citizen-1-home', { widths: WIDTHS })
		await tab_to(page, k, '#q')
		await k.type(p.typed)
		await k.go('Enter')

		await check_page(page, { lang })
		await shot(page, 'citizen-2-results', { widths: WIDTHS })
		await tab_to(page, k, '.place a.btn')
		await k.go('Enter')

		await check_page(page, { lang })
		await shot(page, 'citizen-3-time', { widths: WIDTHS })
		await tab_to(page, k, '.pager a[href*="week="]')	/* far enough ahead to be moved and cancelled */
		await k.go('Enter')
		await check_page(page, { lang })
		await tab_to(page, k, 'button[name=slot]')
		await k.go('Enter')

		await check_page(page, { lang })
		await shot(page, 'citizen-4-who', { widths: WIDTHS })
		await tab_to(page, k, '#name')
		await k.go('Enter')			/* sent empty: the mistakes come back, their summary has the focus */
		await focus(page, '.errors')
		await check_page(page, { lang })
		await shot(page, 'citizen-4b-who-errors', { widths: WIDTHS })
		assert.equal(await page.locator('.errors').count(), 1)

		await tab_to(page, k, '#name')
		await k.type(p.name)
		await tab_to(page, k, '#birth-d')
		await k.type('27')
		await k.press('Tab')
		await k.type('3')
		await k.press('Tab')
		await k.type('1968')
		await tab_to(page, k, '[name=sex]')
		await k.press('Space')
		await tab_to(page, k, '#phone')
		await k.type(p.phone)
		await k.go('Enter')

		await check_page(page, { lang })
		assert.match(page.url(), /\/book\/\d+\/code$/)
		await shot(page, 'citizen-5-code', { widths: WIDTHS })
		await tab_to(page, k, '#code')
		await k.type(await code_of(page, p.e164))
		await k.go('Enter')

		await check_page(page, { lang })
		assert.match(page.url(), /\/a\/[\w-]{22}$/)
		assert.ok((await page.locator('h1').innerText()).includes(p.confirmed))
		assert.ok((await page.locator('main').innerText()).includes(p.name))
		await shot(page, 'citizen-6-receipt', { widths: WIDTHS })
		assert.equal(await page.locator('script').count(), 0)
		const paper = (await page.pdf({ format: 'A4', printBackground: true })).toString('latin1')
		assert.equal(paper.match(/\/Type \/Page\b(?!s)/g).length, 1, 'the receipt prints on one sheet')

		await press(page, page.locator('a.btn.alt[href$="/move"]'))
		await check_page(page, { lang })
		await shot(page, 'citizen-8-move', { widths: WIDTHS })
		await press(page, page.locator('button[name=slot]').nth(2))
		await check_page(page, { lang })
		await shot(page, 'citizen-8b-moved')

		await press(page, page.locator('a[href$="/cancel"]'))
		await check_page(page, { lang })
		await shot(page, 'citizen-7-cancel', { widths: WIDTHS })
		await tab_to(page, k, 'button.stop')
		await k.go('Enter')
		await check_page(page, { lang })
		await shot(page, 'citizen-7b-cancelled', { widths: WIDTHS })

		const texts = (await outbox(page, p.e164)).map(m => m.template)
		assert.deepEqual(texts, ['code', 'booked', 'moved', 'cancelled'])
	})

for (const lang of ['fr', 'ar'])
	test(`${lang}: who comes second is told at once and goes on with one touch`, async () => {
		const first = await visitor({ lang: 'en' }), second = await visitor({ lang, width: 360 })

		await go_to(second, lang, 'times')
		/* not of today: an hour before it begins a time is gone, which may be between one press and the next */
		await press(second, second.locator('.pager a[href*="week="]').last())
		const url = second.url(), slot = await second.locator('button[name=slot]').first().getAttribute('value')
		await first.goto(url)
		await press(first, first.locator(`button[value="${slot}"]`))
		await first.locator('#name').waitFor()
		await press(second, second.locator(`button[value="${slot}"]`))
		await check_page(second, { lang })
		await shot(second, 'citizen-3b-just-taken', { widths: WIDTHS })
		await press(second, second.locator('section button[name=slot]').first())
		await second.locator('#name').waitFor()
	})

for (const lang of ['fr', 'ar'])
	test(`${lang}: pages beside the way`, async () => {
		const page = await visitor({ lang, width: 360 })

		for (const [path, name] of [['/specialities', 'specialities'], ['/search?q=zzzzqq', 'not-understood'], ['/search?q=cardiolojie', 'guessed'],
			['/search/narrow?s=cardio&where=all', 'narrow'], ['/search?s=medgen&where=all&near=MA-FES&km=200&order=near&part=am', 'narrowed'],
			['/search?q=hopital+fes', 'names'], ['/hospital/FES-KHATIB', 'hospital'], ['/search?s=cardio&where=all&near=MA-OUD&km=25&d=7', 'nothing-near'],
			['/waiting?s=nephro&where=all', 'nothing-free'], ['/waiting/join?s=cardio&where=all', 'waiting-join'], ['/waiting/about/FES-KHATIB', 'waiting-about'], ['/find', 'find'],
			['/privacy', 'privacy'], ['/accessibility', 'accessibility'], ['/fairness', 'fairness']]) {
			await page.goto(path)
			await check_page(page, { lang })
			await shot(page, `citizen-x-${name}`)
		}
	})

/* Holds of other visitors on this machine's network, until one is refused. */
async function crowd(slots) {
	for (const slot of slots) {
		const r = await fetch(base + '/hold', { method: 'POST', redirect: 'manual', headers: { Origin: base, 'Content-Type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({ slot }) })
		if (r.status === 409) return slot
	}
	return null
}
for (const lang of ['fr', 'ar'])
	test(`${lang}: whose network keeps many times of a day chooses another day, and is told why`, async () => {
		const page = await visitor({ lang })
		await page.goto('/search?s=cardio&where=all')
		await press(page, page.locator('.place a.btn[href^="/times/"]').nth(lang === 'fr' ? 1 : 2))
		const slots = await page.$$eval('button[name=slot]', bs => bs.map(b => b.value))
		const [agenda, , last] = slots.at(-1).split('.')
		const refused = await crowd(slots.filter(s => s.startsWith(agenda + '.') && s.includes('.' + last.slice(0, 8))))
		assert.ok(refused, 'nothing was refused')
		await press(page, `button[name=slot][value="${refused}"]`)
		await check_page(page, { lang })
		await shot(page, 'citizen-3c-crowded', { widths: WIDTHS })
		assert.ok(!(await page.locator('[aria-labelledby=near] button').evaluateAll(bs => bs.map(b => b.value))).some(s => s.startsWith(agenda + '.') && s.includes(last.slice(0, 8))))
		await press(page, page.locator('[aria-labelledby=near] button').first())
		await fill_who(page, { ...people[lang], phone: '+44 7700 900123' })
		await press(page, 'main form button.btn')
		assert.ok(await page.locator('#phone-e').isVisible())
		await check_page(page, { lang })
		await shot(page, 'citizen-4c-far-number', { widths: WIDTHS })
	})

test('fr: the waiting list keeps a request and says how many stand before', async () => {
	const page = await visitor({ lang: 'fr' })

	await page.goto('/waiting/join?s=nephro&where=all')
	await page.fill('#name', 'Salma Idrissi')
	await page.fill('#phone', '06')
	await press(page, 'main form.box button.btn')
	await check_page(page)
	assert.equal(await page.inputValue('#name'), 'Salma Idrissi')
	await page.fill('#phone', '0661234520')
	for (const [part, value] of [['d', '2'], ['m', '3'], ['y', '1980']]) await page.fill(`#birth-${part}`, value)
	await page.check('[name=sex][value=f]')
	await press(page, 'main form.box button.btn')
	await check_page(page)
	await page.fill('#code', await code_of(page, '+212661234520'))
	await press(page, 'main form.box button.btn')
	await check_page(page)
	assert.match(page.url(), /\/w\/[\w-]{22}/)
})

test('en: an appointment is found again by reference, phone and code', async () => {
	const page = await visitor({ lang: 'en' })
	const p = people.en

	await go_to(page, 'en', 'receipt', 3)
	await check_page(page, { lang: 'en' })
	const reference = await page.locator('.ref').innerText()
	await page.goto('/find')
	await page.fill('#ref', reference.toLowerCase().replaceAll('-', ' '))
	await page.fill('#phone', p.phone)
	await press(page, 'main form.box button.btn')
	await check_page(page, { lang: 'en' })
	await shot(page, 'citizen-9-find-code')
	await page.fill('#code', await code_of(page, p.e164))
	await press(page, 'main form.box button.btn')
	assert.equal(await page.locator('.ref').innerText(), reference)
})

test('ar: the page of the proof checks the receipt in the browser, and finds what was changed', async () => {
	const page = await visitor({ lang: 'ar', width: 360, js: true })
	const shown = said => page.locator(`[data-said=${said}]`).waitFor({ state: 'visible' })

	await go_to(page, 'ar', 'receipt', 6)
	await page.locator('.ref').waitFor()
	const proof = page.url().split('?')[0] + '/proof', until = Date.now() + 120000
	do await page.goto(proof)	/* the sealer's turn comes every few seconds */
	while (Date.now() < until && (await page.locator('#receipt').textContent()).includes('"index":null'))
	const plain = await visitor({ lang: 'fr', width: 360 })
	await plain.goto(proof)
	assert.ok(await plain.locator('[data-said=unable]').isVisible())
	assert.equal(await plain.locator('#check button').isVisible(), false, 'a button that does nothing without script')
	await page.click('#check button')
	await shown('good')
	for (const step of ['mine-yes', 'in-yes', 'signed-yes']) await shown(step)
	await check_page(page, { lang: 'ar' })
	await page.evaluate(() => {
		const r = document.getElementById('receipt')
		r.textContent = r.textContent.replace('"v\\":1', '"v\\":2').replace(/"salt":"./, m => m.endsWith('A') ? '"salt":"B' : '"salt":"A')
	})
	await page.click('#check button')
	await shown('bad')
	for (const step of ['mine-no', 'in-no', 'signed-yes']) await shown(step)
})

test('fr: answers are kept in the browser that wrote them; any other is told so in plain words', async () => {
	const page = await visitor({ lang: 'fr', width: 360 })

	await go_to(page, 'fr', 'who', 5)
	await page.locator('#name').waitFor()
	await page.context().clearCookies({ name: 'visitor' })
	const answer = await page.goto(page.url())
	assert.equal(answer.status(), 404)
	assert.equal(await page.locator('main a[href="/"]').count(), 1)
	await check_page(page)
	await shot(page, 'citizen-x-gone')
})

test('fr: dark colours keep their contrast', async () => {
	const page = await visitor({ lang: 'fr', width: 360, dark: true })

	for (const path of ['/', '/search?s=cardio&where=all', '/find']) {
		await page.goto(path)
		await check_page(page)
	}
	await go_to(page, 'fr', 'times')
	await check_page(page)
	await shot(page, 'citizen-dark-time')
})

for (const lang of ['fr', 'ar'])
	test(`${lang}: the desk reads the messages of the demonstration, codes included, and only its own`, async () => {
		const page = await staff('desk', { lang }), phone = lang === 'fr' ? '0661234518' : '0661234519'

		await go_to(page, lang, 'times')
		await page.goto('/search?s=cardio&where=FES-KHATIB')
		await press(page, page.locator('.place a.btn[href^="/times/"]').first())
		await press(page, page.locator('button[name=slot]').nth(7))
		await fill_who(page, { ...people[lang], phone })
		await press(page, 'main form:not(.out) button.btn')
		await page.goto('/desk/outbox')
		await check_page(page, { lang, widths: [360, 1280] })
		await shot(page, 'outbox')
		assert.ok((await page.locator('main table').innerText()).includes(await code_of(page, '+212' + phone.slice(1))))
		await page.fill('#q', phone)
		await press(page, 'main form button')
		assert.equal(await page.locator('main tbody tr').count(), (await outbox(page, '+212' + phone.slice(1))).length)
	})

await spec()
