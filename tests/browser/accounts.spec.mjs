/* The administrator's screens of accounts. */
import { spec, test, staff, press, check_page, assert } from './lib.mjs'

for (const lang of ['fr', 'ar'])
	test(`a new account's name and password are shown letter by letter (${lang})`, async () => {
		const page = await staff('platform', { lang })
		await page.goto('/admin/accounts/new')
		await page.fill('[name=name]', 'guichet un')
		await page.fill('[name=login]', `guichet-${lang}`)
		await page.selectOption('[name=role]', 'ministry_reader')
		await press(page, 'main form button')
		const shown = page.locator('dd')
		assert.equal(await shown.nth(0).innerText(), `guichet-${lang}`)
		assert.match(await shown.nth(1).innerText(), /^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/)
		await check_page(page, { lang })
	})

await spec()
