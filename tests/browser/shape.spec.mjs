/*
 * What readers carry away: paper, bytes, structure.
 *   print     a receipt is one A4 sheet, the day one landscape A4 sheet, in French and Arabic
 *   bytes     a first visit ≤ 30 KB compressed in all, a following page ≤ 10 KB
 *   golden    the structure of the main pages is that of tests/browser/golden/*.txt
 *             (BROWSER_GOLDEN=write makes them anew: look at the difference before committing)
 */
import { spec, test, visitor, staff, press, structure, code_of, assert } from './lib.mjs'
import { readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs'

const folder = 'tests/browser/golden'
async function golden(page, name) {
	const file = `${folder}/${name}.txt`, now = await structure(page)
	if (process.env.BROWSER_GOLDEN === 'write' || !existsSync(file)) {
		mkdirSync(folder, { recursive: true })
		writeFileSync(file, now)
		if (process.env.BROWSER_GOLDEN !== 'write') throw new Error(`${file} was missing; it has been written`)
	}
	assert.equal(now, readFileSync(file, 'utf8'), `structure of ${name}`)
}

/* Sheets of a page when printed. */
async function sheets(page, landscape = false) {
	const pdf = await page.pdf({ format: 'A4', landscape, preferCSSPageSize: true })
	return (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length
}

/* Books for somebody and ends on the receipt. */
async function receipt(lang, phone) {
	const page = await visitor({ lang, width: 360 })
	await page.goto('/search?s=cardio&where=all')
	await press(page, '.place a.btn')
	await press(page, 'button.time')
	await page.fill('[name=name]', lang === 'ar' ? 'فاطمة الزهراء العمراني' : 'Fatima Zahra El Amrani')
	await page.fill('[name=birth-d]', '27'); await page.fill('[name=birth-m]', '3'); await page.fill('[name=birth-y]', '1968')
	await page.check('[name=sex]')
	await page.fill('[name=phone]', phone)
	await press(page, 'main form button.btn:not(.alt)')
	await page.fill('[name=code]', await code_of(page, '+212' + phone.slice(1)))
	await press(page, 'main form button.btn:not(.alt)')
	await page.locator('.panel').waitFor()
	return page
}

for (const [lang, phone] of [['fr', '0661000101'], ['ar', '0661000102']])
	test(`a receipt is printed on one sheet (${lang})`, async () => assert.equal(await sheets(await receipt(lang, phone)), 1))
for (const lang of ['fr', 'ar'])
	test(`the day is printed on one landscape sheet (${lang})`, async () => {
		const page = await staff('desk', { lang })
		await page.goto('/desk?of=pedia')
		assert.equal(await sheets(page, true), 1)
		assert.match(await page.title(), lang === 'ar' ? /، الاثنين 12\u00a0أكتوبر 2026/ : /, lundi 12\u00a0octobre 2026/)
	})

test('a first visit is at most 30 KB compressed in all, the next page at most 10 KB', async () => {
	for (const lang of ['fr', 'ar']) {
		const page = await visitor({ lang })
		const client = await page.context().newCDPSession(page)
		await client.send('Network.enable')
		let bytes = 0
		client.on('Network.loadingFinished', e => { bytes += e.encodedDataLength })
		await page.goto('/', { waitUntil: 'networkidle' })
		console.log(`    ${lang}: first visit ${bytes} bytes`)
		assert.ok(bytes > 1000 && bytes <= 30720, `${bytes} bytes`)
		for (const path of ['/search?s=cardio&where=all', '/specialities', '/privacy']) {
			bytes = 0
			await page.goto(path, { waitUntil: 'networkidle' })
			console.log(`    ${lang}: ${path} ${bytes} bytes`)
			assert.ok(bytes <= 10240, `${path}: ${bytes} bytes`)
		}
		bytes = 0
		await page.goto(await page.evaluate(() => '/search?s=cardio&where=all'))
		const href = await page.getAttribute('.place a.btn', 'href')
		bytes = 0
		await page.goto(href, { waitUntil: 'networkidle' })
		assert.ok(bytes <= 10240, `${href}: ${bytes} bytes`)
	}
})

test('the main pages have the structure that was agreed', async () => {
	const page = await visitor({ lang: 'fr', width: 1280 })
	for (const [name, path] of [['home', '/'], ['results', '/search?s=cardio&where=all'], ['find', '/find'], ['sign-in', '/sign-in'],
		['privacy', '/privacy'], ['not-found', '/no-such-page']]) {
		await page.goto(path)
		await golden(page, name)
	}
	const desk = await staff('desk')
	for (const [name, path] of [['desk-book', '/desk/book'], ['desk-unrecorded', '/desk/unrecorded']]) {
		await desk.goto(path)
		await golden(desk, name)
	}
})
test('Arabic and French pages are the same markup', async () => {
	const fr = await visitor({ lang: 'fr' }), ar = await visitor({ lang: 'ar' })
	for (const path of ['/', '/search?s=cardio&where=all', '/specialities', '/find', '/sign-in', '/privacy', '/fairness', '/accessibility']) {
		await fr.goto(path)
		await ar.goto(path)
		assert.equal(await structure(ar), await structure(fr), path)
	}
})
await spec()
