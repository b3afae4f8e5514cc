/* Extra appointments: the establishment's page, a booking in addition and its marks; French and Arabic. */
import { spec, test, staff, press, check_page, shot, assert } from './lib.mjs'

const widths = { widths: [1280, 360] }
let born = 0

for (const lang of ['fr', 'ar'])
	test(`${lang}: the head of admissions says who may, how many and why; somebody is booked in addition and marked`, async () => {
		const p = await staff('head_of_admissions', { lang })
		await p.goto('/desk/extras')
		await check_page(p, { lang })
		await p.fill('#name_fr', `Raison ${lang}`)
		await p.fill('#name_ar', `سبب ${lang}`)
		await press(p, 'form[action="/desk/extras/reason"] .btn')
		assert.match(await p.locator('main').innerText(), lang === 'fr' ? /Raison fr/ : /سبب ar/)

		await p.goto('/desk/book?new=1&extra=1')
		await p.fill('#name', `Fadma ${lang === 'fr' ? 'Azro' : 'Tizi'} Extra`)
		for (const [part, value] of [['d', '7'], ['m', '3'], ['y', String(1961 + born++)]]) await p.fill(`#birth-${part}`, value)
		await p.check('[name=sex][value=female]')
		await p.fill('#phone', lang === 'fr' ? '0791827364' : '0791827365')
		await p.fill('#time', '14:20')
		await check_page(p, { lang })
		await press(p, '.dock .btn:not(.alt)')			/* no reason: told beside the field */
		assert.equal(await p.locator('[id="reason-e"], .error').count() > 0, true)
		await p.check('[name=reason][value=ward]')
		await shot(p, 'desk-extra-book', widths)
		await press(p, '.dock .btn:not(.alt)')
		assert.match(p.url(), /booked=1/)
		await p.goto(p.url().replace(/\?.*/, ''))
		assert.equal(await p.locator('.tag.s-extra').count(), 1)
		await check_page(p, { lang })
		await shot(p, 'desk-extra-visit', widths)
		await p.goto('/desk/extras')
		assert.ok(await p.locator('tbody tr').count() >= 1)
		await check_page(p, { lang })
		await shot(p, 'desk-extras', widths)
		await p.goto('/desk/print')
		assert.ok(await p.locator('.tag.s-extra').count() >= 1)
		await check_page(p, { lang })
		await shot(p, 'desk-extra-print', widths)
	})
await spec()
