/* The telephone desk by keyboard alone: a caller's number brings up the household; booked, moved and cancelled from it, each
 * time back to the call; a message that the practitioner reads; the call's reason. */
import { execFileSync } from 'node:child_process'
import { base, spec, test, staff, press, focus, check_page, shot, keys, assert } from './lib.mjs'

const widths = { widths: [1280, 360] }
const at_call = p => assert.match(new URL(p.url()).pathname, /^\/desk\/telephone\/\d+$/)

let token
async function rings(id, from) {
	token ??= execFileSync(process.env.DIWAN_BIN ?? 'build/gcc/diwan', ['token', 'add', '--organization', 'FES-KHATIB', '--role', 'machine', '--data',
		process.env.BROWSER_DATA ?? process.env.BROWSER_WORK + '/data'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim().split('\n').pop()
	const told = await fetch(base + '/desk/call', { method: 'POST', body: JSON.stringify({ event: 'ring', id, from }),
		headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json' } })
	assert.equal(told.status, 201)
}
const ringing = number => `#ringing form a[href="tel:${number}"]`

test('fr: who answers books, moves and cancels for a household, leaves a message and ends the call without the mouse', async () => {
	const p = await staff('desk', { lang: 'fr', js: true })
	await p.goto('/desk/telephone')
	await check_page(p, { lang: 'fr' })
	await shot(p, 'telephone-1-calls', widths)
	await p.goto('/desk/calls')
	await check_page(p, { lang: 'fr' })
	await shot(p, 'telephone-0-to-call', widths)
	const entry = p.locator('section:has(form[action="/desk/calls"])').last(), whom = await entry.locator('h3').innerText()
	await entry.locator('[name=note]').focus()
	await keys(p).go('Enter')			/* nobody is noted as reached by Enter alone: the entry stays */
	assert.ok((await p.locator('section:has(form[action="/desk/calls"])').filter({ hasText: whom }).innerText()).includes('appel'))
	const number = (await p.locator('section:has(form[action$="/take"]) h3 a[href^="tel:"]').first().getAttribute('href')).slice(4)
	await p.goto('/desk/telephone')
	const k = keys(p)
	await k.press('F4')
	await k.type('06')
	const asked = []
	p.on('request', r => { if (r.resourceType() === 'fetch') asked.push(new URL(r.url()).pathname) })
	await rings('fr', number)			/* it appears without a press, and what is being typed stays */
	await p.locator(ringing(number)).waitFor()
	assert.equal(await p.inputValue('#phone'), '06')
	assert.deepEqual([...new Set(asked)].sort(), ['/desk/telephone/ringing', '/desk/telephone/watch'])	/* no use of the session */
	assert.equal(await p.evaluate(() => document.activeElement.id), 'phone')
	await shot(p, 'telephone-1-rings', widths)
	await p.fill('#phone', '')
	await k.press('F4')
	await focus(p, '#phone')
	await k.type('0' + number.slice(4))
	await k.go('Enter')				/* the household, at the button that books for its first person */
	at_call(p)
	await check_page(p, { lang: 'fr' })
	await shot(p, 'telephone-2-household', widths)
	assert.ok(await p.locator(`h1 a[href="tel:${number}"]`).count())
	await focus(p, 'a[href^="/desk/book?who="]')
	await k.go('Enter')				/* to book: person, type and first time are chosen */
	assert.ok(await p.isChecked('[name=way]'))
	await focus(p, '[name=who]')
	await k.go('Enter')
	assert.match(p.url(), /booked=1/)
	await shot(p, 'telephone-3-booked', widths)
	await focus(p, 'a[href^="/desk/telephone/"]')
	await k.go('Enter')				/* back to the call */
	at_call(p)
	await k.go('F7')				/* the first appointment to come is moved */
	assert.match(p.url(), /\/move$/)
	await shot(p, 'telephone-4-move', { widths: [1280] })
	await k.press('ArrowDown')
	await k.go('Enter')
	await k.go('F10')
	at_call(p)
	await k.go('F8')				/* and cancelled */
	await k.press('F8')
	await focus(p, 'summary')
	if (!await p.locator('details[open] [name=reason]').count()) await k.press('Enter')
	await k.press('Tab')
	await k.press('Space')
	await k.press('Tab')
	await k.type('ne peut pas venir')
	await k.go('Enter')
	await k.go('F10')
	at_call(p)
	await k.press('F10')				/* a message */
	await k.press('Tab', 3)
	await k.type('Demande un certificat.')
	await k.press('Tab')
	await k.go('Enter')
	assert.ok((await p.innerText('#messages')).includes('Demande un certificat.'))
	await k.press('F9')				/* what it was about */
	await focus(p, '[name=reason]')
	await k.press('ArrowDown')
	await k.press('Tab')
	await k.type('rappellera lundi')
	await k.go('Enter')
	assert.equal(new URL(p.url()).pathname, '/desk/telephone')
	console.log(`    ${k.count} keys beside ${k.typed} typed`)
})

test('ar: the secretariat of the hospital sees the waiting calls and the household; a practitioner reads his messages', async () => {
	const p = await staff('telephone', { lang: 'ar', js: true }), d = await staff('practitioner', { lang: 'ar' }), h = await staff('head_of_admissions', { lang: 'ar' })
	await rings('ar', '+212655443322')
	await p.goto('/desk/telephone')
	await p.locator(ringing('+212655443322')).waitFor()
	await shot(p, 'telephone-1-rings', widths)
	await p.goto('/desk/calls')
	await check_page(p, { lang: 'ar' })
	await shot(p, 'telephone-0-to-call', widths)
	await p.goto('/desk/telephone')
	const k = keys(p)
	await k.go('F6')				/* the first who rings */
	at_call(p)
	await check_page(p, { lang: 'ar' })
	await shot(p, 'telephone-5-secretariat', widths)
	await d.goto('/desk/messages')
	await check_page(d, { lang: 'ar' })
	await shot(d, 'telephone-6-messages', widths)
	await h.goto('/desk/messages')			/* of who does not sign in: the desk hands them over */
	assert.ok(await h.locator('form[action^="/desk/messages/"]').count())
	await check_page(h, { lang: 'ar' })
	await shot(h, 'telephone-8-to-hand', widths)
	await h.goto('/desk/telephone-rules')
	await check_page(h, { lang: 'ar' })
	await shot(h, 'telephone-7-rules', widths)
})
await spec()
