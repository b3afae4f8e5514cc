/* A visit that needs a room and a device: what it needs is set by a page; a room goes away, and the visits stay in another. */
import { spec, test, staff, press, follow, check_page, shot, assert } from './lib.mjs'

const type = { fr: 'Échographie du cœur', ar: 'فحص القلب بالصدى' }

async function needs_page(page, lang) {
	await page.goto('/admin/services')
	await press(page, `main table a:text-is("${type[lang]}")`)
	await press(page, 'main a[href$="/needs"]')
}

for (const lang of ['fr', 'ar'])
	test(`what a visit needs is set, and taken back (${lang})`, async () => {
		const page = await staff('head_of_admissions', { lang })
		await needs_page(page, lang)
		assert.equal(await page.locator('main li form').count(), 2)
		await check_page(page, { lang })
		await shot(page, 'needs', { widths: [375, 1280] })
		await page.check('[name=what][value=listed]')
		await press(page, 'main form.box .btn')
		await check_page(page, { lang })
		assert.ok(await page.locator('.field-error, .err, [role=alert]').count())
		await page.check('[name=what][value=team]')
		await press(page, 'main form.box .btn')
		assert.equal(await page.locator('main li form').count(), 3)
		await press(page, 'main li:nth-child(3) button')
		assert.equal(await page.locator('main li form').count(), 2)
	})

test('a room goes away: its visits are proposed the same time in the other one, and stay', async () => {
	const page = await staff('head_of_admissions', { lang: 'fr' })
	await page.goto('/admin/agendas')
	await press(page, 'main table a:has-text("Salle d’échographie 1")')
	const room = page.url().split('?')[0]
	await press(page, 'a[href$="/absences"]')
	await page.fill('#from', '2026-10-12')
	await page.fill('#to', '2026-10-30')
	await follow(page, () => page.press('#reason', 'Enter'))
	await press(page, 'main form[method=post] .btn:not(.alt)')
	await page.goto('/desk/orphans')
	const line = page.locator('li.orphan', { hasText: 'Manque' }).first()
	assert.match(await line.innerText(), /Salle d’échographie 1/)
	assert.match(await line.locator('label.pick').first().innerText(), /même heure, avec/)
	await check_page(page, { lang: 'fr' })
	await shot(page, 'orphans-room', { widths: [375, 1280] })
	await press(page, '.dock .btn')
	await page.goto('/desk/orphans')
	assert.equal(await page.locator('li.orphan', { hasText: 'Manque' }).count(), 0)
	await page.goto(room)
})

await spec()
