/* The harness itself: what it must find, it finds. */
import { spec, test, visitor, check_page, axe, no_sideways, unbalanced, totp, assert } from './lib.mjs'

async function page_of(body, head = '<title>A page</title>') {
	const page = await visitor({ js: false })
	await page.route('**/made', r => r.fulfill({ contentType: 'text/html; charset=utf-8',
		body: `<!DOCTYPE html><html lang="fr" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}</head><body><main>${body}</main></body></html>` }))
	await page.goto('/made')
	return page
}
const good = '<h1>Titre</h1><p>Un texte.</p>'

test('a good page passes', async () => check_page(await page_of(good)))
test('an input without a label is found', async () => {
	await assert.rejects(async () => axe(await page_of(good + '<input name="x">')), /label/)
})
test('weak contrast is found', async () => {
	await assert.rejects(async () => axe(await page_of(good + '<p style="color:#999;background:#fff">pâle</p>')), /contrast/)
})
test('a fault inside a folded part is found', async () => {
	await assert.rejects(async () => axe(await page_of(good + '<details><summary>Plus</summary><img src="/static/mark.svg"></details>')), /image-alt/)
})
test('sideways scroll is found, but not inside .scroll', async () => {
	await assert.rejects(async () => no_sideways(await page_of(good + '<div style="width:900px">large</div>'), [360]), /sideways/)
	await no_sideways(await page_of(good + '<div class="scroll" style="overflow-x:auto"><div style="width:900px">large</div></div>'), [360])
})
test('a second heading of the page is found', async () => {
	await assert.rejects(async () => check_page(await page_of(good + '<h1>Encore</h1>')), /one h1/)
})
test('a place of a message that was not filled is found', async () => {
	await assert.rejects(async () => check_page(await page_of(good + '<p>Le %1</p>')), /left over/)
})
test('markup that a browser would have to mend is found', () => {
	assert.deepEqual(unbalanced('<!DOCTYPE html><ul><li>a<li>b</ul><p>c<p>d<br><svg><path d="M0"/></svg></p><table><tr><td>1<td>2</table>'), [])
	for (const bad of ['<div><p>a</div></p>', '<p><ul><li>a</ul></p>', '<div>a', '<b><i>a</b></i>', '<p id="x">a</p><p id="x">b</p>'])
		assert.notDeepEqual(unbalanced(bad), [], bad)
})
test('one-time codes are those of RFC 6238', async () => {
	assert.equal(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59), '287082')
	assert.equal(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1111111109), '081804')
})
await spec()
