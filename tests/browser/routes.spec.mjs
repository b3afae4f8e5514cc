/* Every page that `diwan routes` lists, in French and Arabic: axe, one h1, no sideways scroll. */
import { spec, test, visitor, staff, press, check_page, dark_contrast, text_spacing, unbalanced, shot, outbox, assert, accounts } from './lib.mjs'
import { execFileSync } from 'node:child_process'

const diwan = process.env.DIWAN_BIN || 'build/gcc/diwan'
const list = execFileSync(diwan, ['routes'], { encoding: 'utf8' }).split('\n')
	.map(l => /^(GET)\s+(\/\S*)(.*)$/.exec(l)).filter(Boolean)
	.map(m => ({ path: m[2], rest: m[3] }))
	.filter(r => !/^\/(fhir|static|metrics|healthz|robots|hook|_test|api|open-data\/.|ledger\/(checkpoint|key|tile))/.test(r.path))

const people = ['desk', 'administrator', 'platform', 'director', 'practitioner', 'ministry_reader', 'head_of_admissions', 'health_centre']
const seen = new Set(), example = {}

/* Asked without the browser first: what is a file, not there for this role or wants somebody to sign in is no page to look at. */
async function is_page(page, path) {
	const r = await page.request.get(path)
	return /text\/html/.test(r.headers()['content-type'] || '') && r.status() !== 404 && (new URL(r.url()).pathname !== '/sign-in' || path.startsWith('/sign-in'))
}

/* Fixed paths as they are; those with a parameter by the links of pages that were seen. */
async function walk(page, starts, lang, limit) {
	const queue = [...starts], done = [], wrong = []
	while (queue.length && done.length < limit) {
		const path = queue.shift()
		const pattern = list.find(r => new RegExp('^' + r.path.replace(/:[a-z_]+/g, '[^/]+') + '$').test(path.split('?')[0]))
		const key = `${lang} ${pattern ? pattern.path : path.split('?')[0]}`
		if (seen.has(key)) continue
		if (!await is_page(page, path)) continue
		const r = await page.goto(path)
		seen.add(key)
		if (r.status() >= 500) wrong.push(`${path}: ${r.status()}`)
		wrong.push(...unbalanced(await r.text()).map(w => `${path}: ${w}`))
		await check_page(page, { lang }).catch(e => wrong.push(`${path}: ${e.message.slice(0, 600)}`))
		if (lang === 'fr' && !/^\/(desk|admin|audit|figures|findings|account)/.test(path)) await text_spacing(page).catch(e => wrong.push(e.message.slice(0, 600)))
		if (lang === 'fr') await dark_contrast(page).catch(e => wrong.push(e.message.slice(0, 600)))
		page.strict_errors.length = 0
		await shot(page, 'route' + (pattern ? pattern.path : path.split('?')[0]).replace(/[^a-z0-9-]+/gi, '_'), { widths: [360, 1280] })
		done.push(path)
		if (pattern) example[pattern.path] = path.split('?')[0]
		for (const href of await page.$$eval('a[href^="/"], form[method=get], form:not([method])', es =>
			es.map(e => e.getAttribute('href') || e.getAttribute('action')).filter(Boolean)))
			if (!/^\/(static|sign-out)|lang=/.test(href) && !queue.includes(href)) queue.push(href)
	}
	assert.equal(wrong.join('\n'), '')
	return done
}

/* The demonstration has no period of other hours: the walk needs one to follow. */
test('a period is there to be seen', async () => {
	const page = await staff('administrator', { lang: 'fr' })

	await page.goto('/admin/periods/new')
	for (const [id, value] of [['name_fr', 'Ramadan'], ['name_ar', 'رمضان'], ['first', '2027-02-08'], ['last', '2027-03-09']])
		await page.fill('#' + id, value)
	await press(page, 'main form.box button.btn')
	assert.match(page.url(), /periods\/[0-9]+/)
})
/* Agendas of the list, which have hours to follow: other pages name first those that still lack them. */
async function agendas(page) {
	await page.goto('/admin/agendas')
	return page.$$eval('main td a[href^="/admin/agendas/"]', es => es.map(e => e.getAttribute('href')).slice(0, 1))
}
/* Behind the link of the mail that asks an address of the demonstration whether it wants the monthly report. */
async function mailed(page) {
	return /\/report\/[A-Za-z0-9_-]{22}/.exec(JSON.stringify(await outbox(page, 'conseil@hopital.example')))?.[0]
}
const fixed = list.filter(r => !r.path.includes(':')).map(r => r.path)
for (const lang of ['fr', 'ar']) {
	test(`every page of a citizen is accessible (${lang})`, async () => {
		const page = await visitor({ lang, js: true })
		const done = await walk(page, ['/', '/search?q=cardiologie', '/hospital/FES-KHATIB', '/ledger/fairness?organization=FES-KHATIB', await mailed(page), ...fixed.filter(p => !/^\/(desk|admin|figures|findings|audit|account)/.test(p))], lang, 60)
		assert.ok(done.length >= 3, done.join(' '))
	}, 500)
	for (const who of people)
		test(`every page of ${who} is accessible (${lang})`, async () => {
			if (!accounts()[who]) throw new Error(`no account ${who} in the demonstration`)
			const page = await staff(who, { lang })
			const done = await walk(page, ['/desk', '/findings?organization=FES-KHATIB', ...await agendas(page), ...(example['/desk/people/:id'] ? [example['/desk/people/:id'] + '/erase'] : []),
				...(example['/desk/gatherings/:id'] ? ['/edit', '/cancel'].map(x => example['/desk/gatherings/:id'] + x) : []), ...fixed.filter(p => /^\/(desk|admin|figures|findings|audit|account)/.test(p))], lang, 120)
			if (who === 'desk') assert.ok(done.length >= 8, done.join(' '))
		}, 500)
}
/* What rings is a number for desk.js, no page. What a period asks before it changes (…/look) is walked in agendas.spec, with its questions; a series in series.spec. */
test('every page was reached', async () => {
	const left = list.filter(r => !seen.has('fr ' + r.path) && !/^\/(hold|book|a|w|o|c|m|d|find|party|together)\b|^\/(waiting|draws)\/code\/|^\/desk\/(parties|series)\/|periods\/:id\/.*look$|again$|telephone\/ringing$|\/letter$|\.(pdf|ics|csv|json|xlsx|xml)$/.test(r.path)).map(r => r.path)
	assert.deepEqual(left, [])
})
await spec()
