/* Booking for others, played: a helper reaches the ceiling that the head of admissions set and is told why, is given more, is stopped, goes on. */
import { spec, test, staff, press, check_page, shot, assert } from './lib.mjs'

const both = { widths: [1280, 375] }
const says = { full: 'قمتم اليوم بكل الحجوزات', stopped: 'أوقف هذا المستشفى' }
const warned = async p => (await p.locator('main .note.warn').allInnerTexts()).join(' ')

test('ar, fr: a helper reaches the ceiling, is told why, is seen, stopped, and let go on', async () => {
	const head = await staff('head_of_admissions', { lang: 'fr' }), helper = await staff('helper', { lang: 'ar', width: 375 })
	const limit = async n => { await head.fill('#day', n); await press(head, 'form[action*="/desk/bookers/"]:has(#day) button') }
	const today = async () => Number(/(\d+) aujourd’hui/.exec(await head.locator('main').innerText())[1])

	await head.goto('/desk/bookers')
	await press(head, 'tbody tr:has-text("Oubella") a')
	const page = head.url(), made = await today()
	await limit(String(made))
	await helper.goto('/desk/book')
	const at = await helper.$eval('#at', s => [...s.options].find(o => /الخطيب/.test(o.text)).value)
	const form = `/desk/book?at=${at}&of=cardio&new=1`
	await helper.goto(form)
	assert.ok((await warned(helper)).includes(says.full), await warned(helper))
	const fill = async () => {
		await helper.fill('#name', 'زينب المساعدة')
		for (const [part, v] of [['d', '2'], ['m', '3'], ['y', '1975']]) await helper.fill(`#birth-${part}`, v)
		await helper.fill('#phone', '0661888001')
	}
	await fill()
	await press(helper, '.dock button:not(.alt)')
	assert.ok((await warned(helper)).includes(says.full) && await helper.inputValue('#name') === 'زينب المساعدة')
	await check_page(helper, { lang: 'ar' })
	await shot(helper, 'bookers-1-full', { widths: [375] })

	await limit('')
	await helper.goto(form)
	assert.equal(await warned(helper), '')
	await fill()
	await press(helper, '.dock button:not(.alt)')
	assert.match(helper.url(), /\/desk\/appointments\//)

	await head.goto(page)
	assert.equal(await today(), made + 1)
	const visit = new URL(helper.url()).pathname
	assert.equal(await head.locator(`tbody a[href="${visit}"]`).count(), 1)
	await head.fill('#why', 'Vend des places')
	await press(head, 'button.stop')
	await check_page(head, { lang: 'fr' })
	await shot(head, 'bookers-2-stopped', both)
	await helper.goto(form)
	assert.ok((await warned(helper)).includes(says.stopped) && !(await helper.content()).includes('Vend des places'))
	await press(head, 'form[action$="/resume"] button')
	await helper.goto(form)
	assert.equal(await warned(helper), '')
})
await spec()
