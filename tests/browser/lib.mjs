/*
 * For specs in the browser. A spec is a program:
 *
 *	import { spec, test, visitor, staff, press, check_page, shot } from './lib.mjs'
 *	test('a citizen finds a place', async () => {
 *		const page = await visitor({ lang: 'fr', width: 360, js: false })
 *		await page.goto('/')
 *		await page.fill('#q', 'cœur')
 *		await press(page, 'main form button')   // the page that follows is there
 *		…
 *		await check_page(page)          // axe, no sideways scroll, one h1, title
 *		await shot(page, 'citizen-home')
 *	})
 *	await spec()
 *
 * Each test prints "ok - …" or "not ok - …". Pages opened in a test are closed with it.
 * Nothing here waits for a time: Playwright waits for what is awaited. A click that leads to another
 * page is `press`, a key that does is `keys.go`: a bare click is over before the page that it asks
 * for has come, and what follows it would look at the old page or at one that is going away.
 */
import { chromium } from 'playwright-core'
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync, existsSync, mkdirSync } from 'node:fs'
import { createHmac } from 'node:crypto'
import assert from 'node:assert/strict'

export { assert }
export const base = process.env.BROWSER_URL
const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/* The longest wait for one thing. It only delays what fails anyway. */
const WAIT = 60000
const tests = []
let browser
let opened = []

/* A test may take seconds: many, for a machine that is busy with other things; none waits them out. */
export function test(name, run, seconds = 300) { tests.push({ name, run, seconds }) }
function late(seconds) {
	return new Promise((_, no) => setTimeout(() => no(new Error(`took longer than ${seconds} s`)), seconds * 1000).unref())
}

function launch() {
	/* No sandbox: it needs rights that a build server may not give, and only our own pages are opened. */
	const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync', '--force-color-profile=srgb', '--disable-dev-shm-usage']
	/* Its settings and caches go where ours go: whoever runs this may have no home. */
	const env = process.env.BROWSER_WORK ? { ...process.env, HOME: process.env.BROWSER_WORK } : process.env
	/* The headless shell is the same engine without windows of its own: a third less work. */
	const executablePath = process.env.CHROMIUM || ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync)
	return chromium.launch({ executablePath, args, env, timeout: WAIT })
}

/* Runs one test; what it opened is closed with it. Answers the error, or null. */
async function one(t) {
	let error = null
	try {
		await Promise.race([t.run(), late(t.seconds)])
	} catch (e) {
		error = e
		for (const c of opened)
			for (const p of c.pages())
				e.stack += `\n    at ${p.url()}: ${await p.locator('h1').first().innerText({ timeout: 1000 }).catch(() => 'no heading')}`
	}
	for (const c of opened) await c.close().catch(() => {})
	opened = []
	return error
}

export async function spec() {
	process.once('SIGTERM', () => process.exit(143))	/* told to end: that is no browser that ended by itself */
	let failed = 0
	const only = process.env.BROWSER_ONLY
	browser = await launch()
	for (const t of tests) {
		if (only && !t.name.includes(only)) continue
		let error = await one(t)
		/* The browser's process itself ended: that says nothing about our pages. Once more. */
		if (error && !browser.isConnected()) {
			console.log(`    the browser ended during: ${t.name}`)
			browser = await launch()
			error = await one(t)
		}
		console.log(`${error ? 'not ok' : 'ok'} - ${t.name}`)
		if (!error) continue
		failed++
		console.log(String(error.stack || error).split('\n').slice(0, 25).map(l => '    ' + l).join('\n'))
	}
	await browser.close()
	process.exit(failed ? 1 : 0)
}

/* A page of a fresh browser: lang 'fr' 'ar' 'en', width, js (citizens' pages need none). */
export async function visitor({ lang = 'fr', width = 360, height = width < 600 ? 780 : 900, js = false, dark = false, cookies = [] } = {}) {
	const c = await browser.newContext({ baseURL: base, viewport: { width, height }, javaScriptEnabled: js, locale: lang,
		colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
		extraHTTPHeaders: { 'Accept-Language': lang } })
	c.setDefaultTimeout(WAIT)
	await c.addCookies([{ name: 'lang', value: lang, url: base }, ...cookies])
	opened.push(c)
	const p = await c.newPage()
	p.strict_errors = []
	p.has_scripts = js
	p.on('response', r => { if (r.status() >= 500) p.strict_errors.push(`${r.status()} ${r.url()}`) })
	return p
}

/* Accounts as `diwan demo` printed them: { desk: { login, password, totp } … }. Lines look like
 * "desk  <password>  [totp <secret>]"; a line "password <word>" gives one password for all. */
export function accounts() {
	const text = readFileSync(process.env.BROWSER_ACCOUNTS, 'utf8')
	const found = {}
	let password = process.env.BROWSER_PASSWORD || (/password of all is:?\s+(\S+)/i.exec(text) || /password:?\s+(\S+)/i.exec(text))?.[1]
	const secret = /\b([A-Z2-7]{16,})\b/.exec(text)?.[1]
	for (const line of text.split('\n')) {
		const m = /^\s*([a-z][a-z0-9_-]*)\b/.exec(line)
		if (m && /^(desk|director|admissions|head_of_admissions|practitioner|health_centre|helper|telephone|administrator|platform|ministry_reader|regional_reader)$/.test(m[1]))
			found[m[1]] = { login: m[1], password: process.env.BROWSER_PASSWORD || /password:?\s+(\S+)/i.exec(line)?.[1] || password,
				totp: /\b([A-Z2-7]{16,})\b/.exec(line)?.[1] }
	}
	for (const k of Object.keys(found))
		if (!found[k].totp && /admin|platform/.test(k)) found[k].totp = secret
	return found
}

/* RFC 6238 for a base32 secret at a moment in seconds. */
export function totp(secret, seconds) {
	let bits = ''
	for (const c of secret) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
	const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)))
	const step = Buffer.alloc(8)
	step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
	const h = createHmac('sha1', key).update(step).digest()
	const at = h[19] & 15
	return String((h.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0')
}

/* What specs leave to those after them: a file of the run, read at the start. */
function kept(name, otherwise) {
	const file = `${process.env.BROWSER_WORK || '/nonexistent'}/${name}.json`
	return [existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : otherwise,
		value => { if (process.env.BROWSER_WORK) writeFileSync(file, JSON.stringify(value)) }]
}
const [sessions, keep_sessions] = kept('sessions', {})
/* A page of somebody signed in. One sign-in a role and run, because a code of the second factor serves
 * once and the next one is up to 30 seconds away; its cookies are used again. */
export async function staff(role, options = {}) {
	const p = await visitor({ width: 1280, js: true, ...options })
	if (sessions[role]) {
		await p.context().addCookies(sessions[role])
		return p
	}
	const a = accounts()[role]
	assert.ok(a, `the demonstration has no account ${role}`)
	await p.goto('/sign-in')
	await p.fill('[name=user]', a.login)
	await p.fill('[name=pass]', a.password)
	if (a.totp) await p.fill('[name=otp]', totp(a.totp, Date.now() / 1000 + clock_offset()))
	await press(p, 'main form button:not(.alt)')
	assert.ok(!p.url().endsWith('/sign-in'), `signing in as ${role} failed: ${(await p.locator('main').innerText()).slice(0, 200)}`)
	sessions[role] = (await p.context().cookies()).filter(c => c.name !== 'lang')
	keep_sessions(sessions)
	return p
}

/* Seconds that the server's clock is ahead of ours: it started at BROWSER_CLOCK and runs on. */
function clock_offset() {
	return Date.parse(process.env.BROWSER_CLOCK) / 1000 - Number(process.env.BROWSER_STARTED || Date.now() / 1000)
}
/* Messages to a number, newest last: [{ to, body, … }]. */
export async function outbox(p, number) {
	const r = await p.request.get('/_test/outbox?to=' + encodeURIComponent(number))
	assert.equal(r.status(), 200)
	return r.json()
}
/* The last six-digit code sent to a number. */
export async function code_of(p, number) {
	const list = await outbox(p, number)
	const rows = Array.isArray(list) ? list : list.messages
	for (const m of rows.slice().reverse()) {
		const code = /\b(\d{6})\b/.exec(m.body)
		if (code) return code[1]
	}
	throw new Error(`no code was sent to ${number}`)
}

/* --- what must hold on every page --- */

/* The same page may be looked at again: axe is put there once. */
async function bring_axe(p) {
	if (!await p.evaluate(() => 'axe' in window)) await p.evaluate(axe_source)
}
/* Of what is well axe names one element and not all, and no selectors: half of its work, and nobody reads them. Of what
 * is wrong it names every element. */
const LIGHT = { resultTypes: ['violations'], selectors: false }

/* Scripts are off in a page: its bytes in one that has them. One for each size of screen is kept: a new one is a new process. */
const readers = new Map()
async function with_scripts(page) {
	const html = await page.content(), url = page.url(), viewport = page.viewportSize(), size = `${viewport.width} ${viewport.height}`
	if (!readers.get(size)?.context().browser()?.isConnected()) {
		const own = await browser.newContext({ viewport })
		own.setDefaultTimeout(WAIT)
		readers.set(size, await own.newPage())
	}
	const p = readers.get(size)
	await p.unrouteAll()
	await p.route(u => u.href === url, r => r.fulfill({ contentType: 'text/html; charset=utf-8', body: html }))
	await p.goto('about:blank')	/* or the same address with another # would be no new page */
	await p.goto(url)
	return p
}

/* axe-core: A, AA, 2.2 and best practice, with folded parts open; the menu, which lies over the page when it is open, by itself after it. */
export async function axe(page) {
	const p = page.has_scripts ? page : await with_scripts(page)
	await bring_axe(p)
	const r = await p.evaluate(async light => {
		const rules = { ...light, runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }
		const menus = document.querySelectorAll('details.menu')
		for (const d of document.querySelectorAll('details:not(.menu)')) d.open = true
		const found = await window.axe.run(document, rules)
		if (menus.length) {
			for (const d of menus) d.open = true
			found.violations.push(...(await window.axe.run([['details.menu']], rules)).violations)
			for (const d of menus) d.open = false
		}
		return found.violations.map(v => `${v.id}: ${v.help}\n        ` + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + '  ' + (n.any[0]?.message || n.all[0]?.message || n.none[0]?.message || '')).join('\n        '))
	}, LIGHT)
	assert.equal(r.length, 0, `axe at ${page.url()}:\n    ${r.join('\n    ')}`)
}

/* The same page on a dark screen keeps its contrast. Needs a page with scripts. */
export async function dark_contrast(page) {
	await page.emulateMedia({ colorScheme: 'dark' })
	await bring_axe(page)
	const r = await page.evaluate(async light => (await window.axe.run(document, { ...light, runOnly: { type: 'rule', values: ['color-contrast'] } })).violations
		.flatMap(v => v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + '  ' + n.any[0]?.message)), LIGHT)
	await page.emulateMedia({ colorScheme: 'light' })
	assert.equal(r.length, 0, `dark colours at ${page.url()}:\n    ${r.join('\n    ')}`)
}

/* Nothing may scroll sideways but .scroll. */
export async function no_sideways(page, widths = process.env.CHECK_SHORT ? [320, 1280] : [320, 360, 1280]) {
	const was = page.viewportSize()
	for (const width of widths) {
		await page.setViewportSize({ width, height: was.height })
		const over = await page.evaluate(() => {
			const w = document.documentElement
			if (w.scrollWidth <= w.clientWidth) return null
			const bad = [...document.querySelectorAll('body *')].filter(e => {
				const r = e.getBoundingClientRect()
				return (r.right > w.clientWidth + 1 || r.left < -1) && !e.closest('.scroll') && r.width > 1
			})
			return bad.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ') || 'the page'
		})
		assert.equal(over, null, `${page.url()} scrolls sideways at ${width}px: ${over}`)
	}
	await page.setViewportSize(was)
}

/* WCAG 1.4.12: with wider text nothing is cut off or scrolls sideways. */
export async function text_spacing(page) {
	await page.evaluate(() => {
		const wide = new CSSStyleSheet()
		wide.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}')
		document.adoptedStyleSheets = [wide]
	})
	await no_sideways(page, [360])
	await page.evaluate(() => { document.adoptedStyleSheets = [] })
}

/* Title, one h1, language and direction, no missing asset, no 500, then axe and widths. */
export async function check_page(page, { lang, widths } = {}) {
	const f = await page.evaluate(() => ({ title: document.title, h1: document.querySelectorAll('h1').length,
		lang: document.documentElement.lang, dir: document.documentElement.dir, raw: document.body.innerText.match(/\{\{|%[1-9d]\b|\(null\)/)?.[0],
		missing: document.documentElement.innerHTML.includes('/static/missing'),
		left: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e => !e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')).map(e => e.name) }))
	assert.ok(f.title.length > 3, 'a title')
	assert.equal(f.h1, 1, `one h1 at ${page.url()}`)
	assert.equal(f.dir, f.lang === 'ar' ? 'rtl' : 'ltr')
	if (lang) assert.equal(f.lang, lang)
	assert.equal(f.raw, undefined, `left over in the text: ${f.raw}`)
	assert.equal(f.missing, false, 'an asset is missing')
	assert.deepEqual(f.left, [], 'inputs without a label')
	assert.deepEqual(page.strict_errors, [])
	if (f.lang !== 'ar' || !process.env.CHECK_SHORT) await axe(page)
	await no_sideways(page, widths)
}

/* build/screenshots/NAME-<lang>-<width>.png, of the whole page. */
export async function shot(page, name, { widths = [page.viewportSize().width], full = true } = {}) {
	if (!process.env.BROWSER_SHOTS) return
	mkdirSync('build/screenshots', { recursive: true })
	const was = page.viewportSize()
	const lang = await page.evaluate(() => document.documentElement.lang)
	for (const width of widths) {
		await page.setViewportSize({ width, height: width < 600 ? 780 : 900 })
		await page.screenshot({ path: `build/screenshots/${name}-${lang}-${width}.png`, fullPage: full })
	}
	await page.setViewportSize(was)
}

/* --- from page to page --- */

/* Does what leads to another page and waits until that one is there; answers its response. */
export async function follow(page, act) {
	const [answer] = await Promise.all([page.waitForNavigation(), act()])
	return answer
}
/* Clicks what leads to another page: a selector (the first that fits) or a locator. */
export const press = (page, what) => follow(page, () => (typeof what === 'string' ? page.locator(what).first() : what).click())
/* Autofocus comes with the first picture of a page, a moment after it has loaded. */
export const focus = (page, selector) => page.locator(selector).and(page.locator(':focus')).first().waitFor()

/* --- the keyboard --- */

/* Presses keys one after the other and counts those that are not typed data:
 * const k = keys(page); await k.press('F2'); await k.type('Bennani'); await k.press('Tab', 3); k.count */
export function keys(page) {
	return {
		count: 0, typed: 0,
		async press(key, times = 1) { for (let i = 0; i < times; i++) { await page.keyboard.press(key); this.count++ } },
		/* Presses and waits for the page that follows. */
		async go(key) {
			this.count++
			await follow(page, () => page.keyboard.press(key))
		},
		async type(text) { await page.keyboard.type(text); this.typed += text.length },
		async focused() {
			return page.evaluate(() => { const e = document.activeElement; return e.id || e.name || e.tagName })
		},
	}
}

/* Every element that is opened is closed, in order (li, p, td… may be left open, as HTML allows);
 * ids are unique; nothing that HTML would move (a list in a paragraph). Answers what is wrong. */
export function unbalanced(html) {
	const empty = /^(area|base|br|col|hr|img|input|link|meta|source|wbr)$/
	const loose = /^(p|li|dt|dd|option|tr|td|th|thead|tbody)$/
	const blocks = /^(address|article|blockquote|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul|details)$/
	const open = [], wrong = [], ids = new Set()
	for (const m of html.replace(/<!--.*?-->|<!DOCTYPE[^>]*>|<(script|style|title|textarea)\b[^>]*>.*?<\/\1>/gs, '').matchAll(/<(\/?)([a-z0-9]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)) {
		const tag = m[2].toLowerCase(), id = /\sid="([^"]*)"/.exec(m[3])?.[1]
		if (id && ids.has(id)) wrong.push(`id ${id} twice`)
		if (id) ids.add(id)
		if (!m[1]) {
			if (blocks.test(tag) && open.at(-1) === 'p') {
				if (tag !== 'p') wrong.push(`<${tag}> inside <p>`)
				open.pop()
			}
			if (loose.test(tag) && open.at(-1) === tag) open.pop()
			if (!empty.test(tag) && !m[3].endsWith('/')) open.push(tag)
			continue
		}
		while (open.length && open.at(-1) !== tag && loose.test(open.at(-1))) open.pop()
		if (open.at(-1) === tag) open.pop()
		else { wrong.push(`</${tag}> after <${open.slice(-3).join('> <')}>`); break }
	}
	if (open.length) wrong.push(`never closed: ${open.join(' ')}`)
	return wrong
}

/* The page's structure without its words: tags, classes, types, names; for golden files. */
export async function structure(page) {
	return page.evaluate(() => {
		const lines = []
		const walk = (e, depth) => {
			const bits = [e.tagName.toLowerCase()]
			if (e.classList.length) bits.push('.' + [...e.classList].join('.'))
			for (const a of ['type', 'name', 'dir', 'role', 'scope']) if (e.hasAttribute(a)) bits.push(`[${a}=${e.getAttribute(a).replace(/\d{6,}/g, "N")}]`)
			lines.push('\t'.repeat(depth) + bits.join(''))
			let last, n = 0
			for (const c of e.children) {
				if (['svg', 'SVG'].includes(c.tagName)) continue
				const same = c.tagName + '.' + c.className
				n = same === last ? n + 1 : 0
				last = same
				if (n < 1) walk(c, depth + 1)	/* of a run of equal elements the first */
			}
		}
		walk(document.querySelector('main'), 0)
		return lines.join('\n') + '\n'
	})
}
