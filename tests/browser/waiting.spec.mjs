/* The waiting list, played to its end: a citizen asks on the phone, the desk cancels another, the offer is taken, the desk sees it; fr, ar. */
import { spec, test, visitor, staff, press, check_page, outbox, code_of, shot, assert } from './lib.mjs'

const phone = { widths: [375] }, both = { widths: [1280, 375] }

/* A day to come on which the hospital's cardiologists have somebody booked: the page of that visit, of a type that is offered
 * online (not a visit at home, nor one that needs a referral). */
async function somebody(desk) {
	for (let d = 13; d <= 30; d++) {
		const day = `2026-10-${d}`
		await desk.goto(`/desk?day=${day}&of=cardio`)
		const visits = await desk.$$eval('.agenda a[href^="/desk/appointments/"]', as => as.map(a => a.getAttribute('href').replace(/[?#].*/, '')))
		for (const path of new Set(visits)) {
			await desk.goto(path)
			if (/Cardiologie : première consultation|أمراض القلب والشرايين: فحص أول/.test((await desk.locator('main').innerText()).replace(/\s/g, ' '))) return { day, path }
		}
	}
	throw new Error('nobody is booked in cardiology')
}

const people = { fr: ['Malika Waiting', '0661777001', 1971], ar: ['مليكة الانتظار', '0661777002', 1972] }
for (const lang of ['fr', 'ar'])
	test(`${lang}: asked on the phone, a time given up at the desk, offered, taken, seen at the desk`, async () => {
		const desk = await staff('desk', { lang }), me = await visitor({ lang, width: 375 })
		const [name, number, year] = people[lang], e164 = '+212' + number.slice(1)
		const { day, path } = await somebody(desk)

		await me.goto('/waiting/join?s=cardio&where=FES-KHATIB')
		await me.fill('#name', name)
		for (const [part, value] of [['d', '2'], ['m', '3'], ['y', String(year)]]) await me.fill(`#birth-${part}`, value)
		await me.check('[name=sex][value=f]')
		await me.fill('#phone', number)
		await me.locator('summary').click()
		await me.fill('#from', day)
		await me.fill('#to', day)
		await check_page(me, { lang })
		await shot(me, 'waiting-1-join', phone)
		await press(me, 'main form.box button.btn')
		await check_page(me, { lang })
		await shot(me, 'waiting-2-code', phone)
		await me.fill('#code', await code_of(me, e164))
		await press(me, 'main form.box button.btn')
		await check_page(me, { lang })
		await shot(me, 'waiting-2-own', phone)
		const mine = me.url()

		await desk.goto(path)
		await desk.locator('details:has(form[action$="/cancel"]) > summary').click()
		await desk.check('[name=by][value=patient]')
		await desk.fill('#reason', 'x')
		await press(desk, 'form[action$="/cancel"] .btn.stop')
		assert.equal((await me.request.post('/_test/jobs', { headers: { 'Content-Type': 'text/plain' }, data: '' })).status(), 204)

		const sent = await outbox(me, e164), list = Array.isArray(sent) ? sent : sent.messages
		const link = /\/o\/[\w-]{22}/.exec(list[list.length - 1].body)
		assert.ok(link, 'no offer came')
		await me.goto(link[0])
		await check_page(me, { lang })
		await shot(me, 'waiting-3-offer', phone)
		await desk.goto('/desk/waiting?of=cardio')
		assert.ok((await desk.locator('tbody').innerText()).includes(name))
		await check_page(desk, { lang })
		await shot(desk, 'waiting-4-list', both)
		await press(desk, `tbody tr:has-text("${name}") a`)
		await check_page(desk, { lang })
		await shot(desk, 'waiting-5-entry', both)
		await press(me, '#yes button')
		assert.match(me.url(), /\/a\/[\w-]{22}/)
		await check_page(me, { lang })
		await me.goto(link[0])
		await check_page(me, { lang })
		await me.goto(mine)
		await check_page(me, { lang })

		await desk.goto(`/desk?day=${day}&of=cardio`)
		assert.ok((await desk.locator('main').innerText()).includes(name))
		await desk.goto('/desk/waiting?gone=1')
		assert.ok((await desk.locator('tbody').innerText()).includes(name))
		await desk.goto('/desk/waiting/new?new=1&of=cardio')
		await check_page(desk, { lang })
		await shot(desk, 'waiting-6-new', both)
		await me.goto('/waiting/about/FES-KHATIB')
		await check_page(me, { lang })
		await shot(me, 'waiting-7-about', phone)
		const head = await staff('head_of_admissions', { lang })
		await head.goto('/desk/waiting/rules')
		await check_page(head, { lang })
		await shot(head, 'waiting-8-rules', both)

		const centre = await staff('health_centre', { lang })
		await centre.goto('/desk/waiting/new')
		await centre.fill('#name', `${name} B`)
		for (const [part, value] of [['d', '2'], ['m', '3'], ['y', String(year + 20)]]) await centre.fill(`#birth-${part}`, value)
		await centre.check('[name=sex] >> nth=0')
		await centre.fill('#phone', number.replace('777', '778'))
		await press(centre, 'main .dock button')
		assert.match(centre.url(), /\/desk\/waiting\/\d+/)
		await check_page(centre, { lang })
		await shot(centre, 'waiting-9-written', both)
		await centre.fill('#why_off', 'x')	// else it would be offered the next test's time
		await press(centre, 'form[action$="/off"] .btn.stop')
		await check_page(centre, { lang })
		await centre.goto('/desk/waiting')
		assert.ok((await centre.locator('tbody').innerText()).includes(`${name} B`))
		await check_page(centre, { lang })
	})
await spec()
