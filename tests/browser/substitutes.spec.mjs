/* Somebody stands in for a doctor: plan, people who pass over, the marks, and undo; French and Arabic. */
import { spec, test, staff, press, check_page, shot, assert } from './lib.mjs'

const widths = { widths: [1280, 360] }

for (const lang of ['fr', 'ar'])
	test(`${lang}: the head of admissions looks at a substitution, makes it, sees it in the day, undoes it`, async () => {
		const p = await staff('head_of_admissions', { lang })
		await p.goto('/desk/substitutes')
		await check_page(p, { lang })
		const own = await p.locator('#agenda option').nth(1).innerText()
		await p.selectOption('#agenda', { index: 1 })
		const by = p.locator('#by option')
		for (let i = 1; i < await by.count(); i++)
			if ((await by.nth(i).innerText()) !== own) { await p.selectOption('#by', { index: i }); break }
		const other = (await p.locator('#by option:checked').innerText()).trim()
		await p.fill('#to', '2026-10-10')
		await press(p, 'form.box .btn')				/* the last day is over: told beside the field */
		assert.equal(await p.locator('#to-e').count(), 1)
		await check_page(p, { lang })
		await p.fill('#from', '2026-10-13')
		await p.fill('#to', '2026-10-14')
		await press(p, 'form.box .btn')
		await check_page(p, { lang })
		await shot(p, 'desk-substitute-plan', widths)
		const n = await p.locator('tbody tr').count()
		assert.ok(n > 0, 'nobody would pass over')
		if (await p.locator('[name=agreed]').count()) await p.check('[name=agreed]')
		await press(p, 'main form .btn:not(.alt)')
		assert.match(p.url(), new RegExp(`passed=${n}`))
		await check_page(p, { lang })
		await shot(p, 'desk-substitutes', widths)
		const agenda = await p.locator('#agenda option').nth(1).getAttribute('value')
		await p.goto(`/desk/week?day=2026-10-13&of=${agenda}`)
		assert.ok((await p.locator('.agenda thead').innerText()).includes(other))
		await check_page(p, { lang })
		await shot(p, 'desk-substituted-week', widths)
		await p.goto('/desk/substitutes')
		await press(p, 'form[action$="/undo"] .btn')
		assert.match(p.url(), new RegExp(`back=${n}`))
		await check_page(p, { lang })
	})
await spec()
