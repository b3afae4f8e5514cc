/* Group sessions and families as people use them: a citizen enrols with two relatives and gives one place back; the desk runs a
 * session from enrolment to who came; a head plans one. French and Arabic, small phone and desk. */
import { spec, test, visitor, staff, press, keys, check_page, shot, code_of, assert } from './lib.mjs'

const phones = { fr: ['0661234521', '+212661234521'], ar: ['0661234522', '+212661234522'] }
const people = { fr: ['Amina Alaoui', 'Said Alaoui', 'Nour Alaoui'], ar: ['أمينة العلوي', 'سعيد العلوي', 'نور العلوي'] }

async function fill_people(page, names) {
	for (let i = 0; i < names.length; i++) {
		await page.fill(`#name${i + 1}`, names[i])
		await page.fill(`#birth${i + 1}-d`, '27')
		await page.fill(`#birth${i + 1}-m`, '3')
		await page.fill(`#birth${i + 1}-y`, String(1970 + 10 * i))
		await page.check(`[name=sex${i + 1}][value=${i % 2 ? 'm' : 'f'}]`)
	}
}

for (const lang of ['fr', 'ar'])
	test(`${lang}: a citizen enrols with two relatives and cancels for one, on a small phone without scripts`, async () => {
		const page = await visitor({ lang, width: 375, js: false })
		const [typed, e164] = phones[lang]

		await page.goto('/gatherings')
		await check_page(page, { lang })
		await shot(page, 'together-1-sessions', { widths: [375, 1280] })
		const session = page.locator('li.box', { has: page.locator('form') }).nth(1)
		await session.locator('select').selectOption('3')
		await press(page, session.locator('button:not(.alt)'))
		await check_page(page, { lang })
		await press(page, 'main form button.btn')		/* nothing filled: told beside each field */
		assert.ok(await page.locator('#name3-e').count())
		await check_page(page, { lang })
		await fill_people(page, people[lang])
		await page.fill('#phone', typed)
		await shot(page, 'together-2-who', { widths: [375, 1280] })
		await press(page, 'main form button.btn')
		await check_page(page, { lang })
		await shot(page, 'together-3-code', { widths: [375, 1280] })
		await page.fill('#code', await code_of(page, e164))
		await press(page, 'main form.box button.btn')
		assert.match(page.url(), /\/together\//)
		await check_page(page, { lang })
		await shot(page, 'together-4-party', { widths: [375, 1280] })
		assert.equal(await page.locator('main ul.links li').count(), 3)
		await press(page, 'a[href$="/cancel"]')
		await check_page(page, { lang })
		await shot(page, 'together-5-cancel', { widths: [375, 1280] })
		await page.locator('[name=who]').nth(1).check()
		await press(page, 'main form button.stop')
		assert.equal(await page.locator('main ul.links li').count(), 3)
		await check_page(page, { lang })
	})

for (const lang of ['fr', 'ar'])
	test(`${lang}: a parent finds times one after the other`, async () => {
		const page = await visitor({ lang, width: 375, js: false })

		await page.goto('/family/FES-KHATIB?n=3')
		await check_page(page, { lang })
		await press(page, 'main form.box > button.btn')
		await check_page(page, { lang })
		await shot(page, 'together-6-family', { widths: [375, 1280] })
		/* one network keeps only so much of an agenda's day: the second family takes another */
		const chains = page.locator('button[name=chain]')
		await press(page, lang === 'fr' ? chains.first() : chains.last())
		assert.match(page.url(), /\/party\//)
		assert.equal(await page.locator('fieldset.person').count(), 3)
		await check_page(page, { lang })
	})

for (const lang of ['fr', 'ar'])
	test(`${lang}: the desk runs a session with the keyboard`, async () => {
		const p = await staff('desk', { lang })
		const k = keys(p)

		await p.goto('/desk/gatherings')
		await check_page(p, { lang })
		await shot(p, 'desk-gatherings', { widths: [375, 1280] })
		await press(p, p.locator('tbody th a').last())		/* neither the one that is to be decided on nor one that is full */
		await check_page(p, { lang })
		await shot(p, 'desk-gathering', { widths: [375, 1280] })
		await press(p, 'a[href$="/enrol"]')
		await check_page(p, { lang })
		await shot(p, 'desk-enrol', { widths: [375, 1280] })
		const name = lang === 'fr' ? 'Malika Naciri' : 'مليكة الناصري'
		await fill_people(p, [name])
		await p.focus('#phone')
		await k.type(lang === 'fr' ? '0661234531' : '0661234532')
		await k.go('Enter')
		assert.match(p.url(), /done=in/)
		assert.ok((await p.locator('tbody').innerText()).includes(name))
		await p.goto('/desk/family?n=2')
		await check_page(p, { lang })
		await press(p, 'main form.box > button.btn')
		await check_page(p, { lang })
		await shot(p, 'desk-family', { widths: [375, 1280] })
	})

for (const lang of ['fr', 'ar'])
	test(`${lang}: a head decides on a session, looks at a change and plans another`, async () => {
		const p = await staff('head_of_admissions', { lang })

		await p.goto('/desk/gatherings')
		assert.ok(await p.locator('section tbody th a').count())
		await press(p, p.locator('section tbody th a').first())
		await check_page(p, { lang })
		await shot(p, 'desk-gathering-decide', { widths: [375, 1280] })
		const here = p.url()
		await press(p, 'a[href$="/edit"]')
		await check_page(p, { lang })
		await p.fill('#start', '11:30')
		await press(p, 'main form.box > button.btn')
		await check_page(p, { lang })
		await shot(p, 'desk-gathering-change', { widths: [375, 1280] })
		assert.ok(await p.locator('tbody tr').count() >= 3)
		await p.goto(here + '/cancel')
		await check_page(p, { lang })
		await shot(p, 'desk-gathering-cancel', { widths: [375, 1280] })
		await p.goto('/desk/gatherings/new')
		await check_page(p, { lang })
		await shot(p, 'desk-gathering-plan', { widths: [375, 1280] })
		await p.fill('#title_fr', 'Bien marcher')
		await p.fill('#start', lang === 'fr' ? '19:00' : '20:30')
		await p.check('[name=repeat][value=week]')
		await press(p, 'main form.box > button.btn')
		await check_page(p, { lang })
		await shot(p, 'desk-gathering-look', { widths: [375, 1280] })
		await press(p, 'main form .btn:not(.alt)')
		assert.ok((await p.locator('main').innerText()).includes('Bien marcher'))
	})
await spec()
