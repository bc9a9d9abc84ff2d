// Visits a page that has the tracker, in Chromium, as a person does. What the tracker has sent is checked by who starts this.
// The environment has MARTLET_URL, TOKEN and WORKSPACE_ID. Prints what the browser keeps, as JSON.

import { createServer } from 'node:http'
import { Chromium } from './chromium.mjs'

const { MARTLET_URL, TOKEN, WORKSPACE_ID } = process.env
const tracker = `<script defer src="${MARTLET_URL}/tracker.js" data-token="${TOKEN}" data-workspace="${WORKSPACE_ID}"></script>`
const html = `<!doctype html><meta charset="utf-8"><title>Shop</title>${tracker}
  <main><section><button id="buy">Buy now 🎉</button></section><section><p>About</p><p>Write to ann@acme.com</p></section></main>
  <form id="demo" action="/sent" onsubmit="event.preventDefault()">
    <input name="work_email" type="email"><input name="password" type="password"><input name="cardNumber"><input name="note">
    <input name="city"><input name="plan" type="radio" value="pro" checked><input name="plan" type="radio" value="free">
    <input type="hidden" name="csrf" value="hidden-value"><button id="send">Send</button>
  </form>`

const site = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end(request.url === '/bye' ? '<!doctype html><title>Bye</title>' : html)
})
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${site.address().port}`
const browser = await Chromium.start()
const kept = (name) => `JSON.parse(localStorage["martlet.${name}"] ?? "null")`
const allSent = `${kept('queue')}?.length === 0`

try {
  const page = await browser.open()
  await page.visit(`${origin}/start?email=ann@acme.com&token=abc&page=1`)
  await page.eventually(allSent)
  const visitor = await page.evaluate(kept('visitor'))
  const first = (await page.evaluate(kept('session'))).id

  // A single-page application: the same address again is no other page, nor is a place in it.
  await page.evaluate('history.pushState(null, "", "/products"); history.replaceState(null, "", "/products#top")')
  await page.evaluate('history.pushState(null, "", "/products/7")')
  await page.evaluate('new Promise((resolve) => { addEventListener("popstate", resolve, { once: true }); history.back() })')

  await page.click('#buy')
  await page.click('p:nth-of-type(2)')
  for (const [field, text] of Object.entries({
    work_email: 'Eve@Globex.com', password: 'geheim', cardNumber: '4111111111111111', note: 'or 5500 0055 5555 5559 12/27', city: 'Zürich',
  })) {
    await page.write(`[name=${field}]`, text)
  }
  await page.click('#send')
  await page.eventually(`${allSent} && performance.getEntriesByType("resource").some(({ name }) => name.includes("user_identities"))`)

  await page.setOffline(true)
  await page.evaluate('history.pushState(null, "", "/offline")')
  await page.eventually(`${kept('queue')}.length === 1`)
  await page.setOffline(false)
  await page.eventually(allSent)

  // The server is overloaded: the row waits, and comes again under the same key.
  const refusals = page.refuse('*/v0/events*', [503, 429])
  await page.evaluate('history.pushState(null, "", "/refused")')
  const refused = await refusals
  await page.eventually(allSent)

  // No answer comes while the page is open: the row leaves by beacon, and once more when the next page cannot know that it arrived.
  await page.evaluate('window.fetch = () => new Promise(() => {}); history.pushState(null, "", "/unload")')
  await page.visit(`${origin}/bye`)
  const unacknowledged = await page.evaluate(kept('queue'))

  // Half an hour and a minute later.
  await page.evaluate(`{ const s = ${kept('session')}; s.last -= 31 * 60000; localStorage["martlet.session"] = JSON.stringify(s) }`)
  await page.visit(`${origin}/later`)
  await page.eventually(allSent)
  await page.visit(`${origin}/reloaded`)
  await page.eventually(allSent)
  const second = (await page.evaluate(kept('session'))).id

  const untracked = await browser.open()
  await untracked.send('Page.addScriptToEvaluateOnNewDocument', {
    source: 'Object.defineProperty(navigator, "globalPrivacyControl", { get: () => true })',
  })
  await untracked.visit(`${origin}/private`)
  await untracked.click('#buy')

  const { exceptions } = page
  console.log(JSON.stringify({ origin, visitor, first, second, refused, unacknowledged: unacknowledged.length, exceptions }))
} finally {
  await browser.close()
  site.close()
}
