/* Pictures of figures: each with its text and table; words inside, apart and readable, in both directions, schemes and on paper. */
import { spec, test, staff, visitor, check_page, shot, assert } from './lib.mjs'

/* What is wrong with the pictures of a page as it is shown now. */
const judge = page => page.evaluate(() => {
	const wrong = [], rgb = s => s.match(/[\d.]+/g).map(Number)
	const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
	const contrast = (x, y) => { const [a, b] = [light(x), light(y)].sort((p, q) => q - p); return (a + 0.05) / (b + 0.05) }
	const paper = rgb(getComputedStyle(document.querySelector('.box')).backgroundColor)
	const on = (c, opacity) => c.slice(0, 3).map((v, i) => v * opacity + paper[i] * (1 - opacity))

	for (const svg of document.querySelectorAll('svg.chart')) {
		const box = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
		const name = svg.querySelector('title').textContent, places = texts.map(t => t.getBoundingClientRect())
		if (svg.getAttribute('role') !== 'img' || name.length < 20) wrong.push('no text in its place')
		if (!svg.closest('section').querySelector('table')?.offsetHeight) wrong.push(`no table: ${name}`)
		places.forEach((p, i) => {
			if (p.left < box.left - 1 || p.right > box.right + 1 || p.top < box.top - 1 || p.bottom > box.bottom + 1)
				wrong.push(`outside: ${texts[i].textContent} (${innerWidth})`)
			for (let k = 0; k < i; k++) {
				const q = places[k]
				if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 4 && q.top < p.bottom - 4)
					wrong.push(`${texts[k].textContent} meets ${texts[i].textContent} (${innerWidth})`)
			}
		})
		for (const t of texts) {
			const style = getComputedStyle(t.previousElementSibling ?? t), under = t.previousElementSibling?.matches('.tint')
			const c = contrast(rgb(getComputedStyle(t).fill), under ? on(rgb(style.fill), +style.fillOpacity) : paper)
			if (c < 4.5) wrong.push(`${t.textContent}: contrast ${c.toFixed(2)}`)
		}
	}
	for (const e of document.querySelectorAll('.range .l, .range .k, .range .o, .range circle:not(.o), .funnel')) {
		const s = getComputedStyle(e), c = contrast(rgb(s.stroke === 'none' ? s.fill : s.stroke), paper)
		if (c < 3) wrong.push(`${e.outerHTML}: contrast ${c.toFixed(2)}`)
	}
	return [...new Set(wrong)]
})

/* Tables that show a part of themselves only. */
const cut = page => page.$$eval('.scroll', es => es.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 80)))

for (const lang of ['fr', 'ar'])
	test(`${lang}: pictures of a region's month are whole and readable`, async () => {
		const page = await staff('regional_reader', { lang, width: 1280 })
		await page.goto('/figures?month=2026-09&view=month')
		await check_page(page, { lang })
		assert.deepEqual(await cut(page), [])
		assert.equal(await page.locator('svg.chart').count(), 3)
		assert.ok(await page.locator('svg.range .o').count() > 0)
		const dots = await page.$$eval('svg.chart circle', es => es.map(e => e.getBoundingClientRect().left))
		assert.deepEqual(dots, [...dots].sort((x, y) => lang === 'ar' ? y - x : x - y))
		await shot(page, 'figures-region', { widths: [1280, 360] })
		for (const width of [320, 1280])
			for (const colorScheme of ['light', 'dark']) {
				await page.setViewportSize({ width, height: 900 })
				await page.emulateMedia({ colorScheme })
				assert.deepEqual(await judge(page), [])
			}
		await page.setViewportSize({ width: 1046, height: 900 })	/* a sheet of A4 on its side, within its margins */
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
		assert.deepEqual(await cut(page), [])
		assert.deepEqual(await judge(page), [])
	})
test("a house's month in per cent, and the league of hospitals", async () => {
	const house = await staff('director', { lang: 'fr', width: 1280 })
	await house.goto('/figures?month=2026-09')
	await check_page(house, { lang: 'fr' })
	assert.deepEqual(await cut(house), [])
	assert.deepEqual(await judge(house), [])
	assert.ok(await house.locator('svg.range .l').count() > 0)
	const above = await staff('ministry_reader', { lang: 'ar', width: 1280 })
	await above.goto('/figures?month=2013-11&specialty=cardio')
	await check_page(above, { lang: 'ar' })
	assert.deepEqual(await cut(above), [])
	assert.deepEqual(await judge(above), [])
	assert.match(await above.locator('main table').innerText(), /من 1 إلى 3/)
})
test("a hospital's waits fit, on a desk as a table and on a phone speciality by speciality", async () => {
	const page = await visitor({ width: 1280 })
	for (const lang of ['fr', 'ar']) {
		await page.goto(`/hospital/FES-KHATIB/waits?lang=${lang}`)
		assert.ok(await page.locator('table tbody tr').count() > 10)
		for (const width of [1280, 360]) {
			await page.setViewportSize({ width, height: 900 })
			assert.deepEqual(await cut(page), [])
		}
		assert.ok(await page.$eval('caption', e => e.offsetWidth) > 200)
	}
})
await spec()
