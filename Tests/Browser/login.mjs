// Confirms a login on the server's page in Chromium, as a person does. The environment has PAGE, its address, and TOKEN: with one, the
// page is opened under another name of this machine, and a wrong token is tried first. Prints what the page shows, as JSON.

import { Chromium } from './chromium.mjs'

const { PAGE, TOKEN } = process.env
const name = 'martlet.example'
const browser = await Chromium.start(name)
const text = (selector) => `document.querySelector("${selector}").innerText`

try {
  const page = await browser.open()
  // A link that somebody else has made.
  await page.visit(`${PAGE}&workspace=${encodeURIComponent('<b>mine</b>')}`)
  await page.eventually('document.querySelector("#confirmation").checkVisibility()')
  const workspace = await page.evaluate(text('#workspace'))

  await page.visit(TOKEN ? PAGE.replace('127.0.0.1', name) : PAGE)
  await page.eventually('document.querySelector("#confirmation").checkVisibility()')
  const code = await page.evaluate(text('#code'))
  const asksForToken = await page.evaluate('document.querySelector("#token").checkVisibility()')
  const answers = []
  for (const token of TOKEN ? ['p.wrong', TOKEN] : [null]) {
    if (token) await page.write('#token', token)
    await page.click('#confirmation button')
    await page.eventually(`${text('#message')} !== ""`)
    answers.push(`${await page.evaluate(text('h1'))}: ${await page.evaluate(text('#message'))}`)
  }
  console.log(JSON.stringify({ workspace, code, asksForToken, answers, exceptions: page.exceptions }))
} finally {
  await browser.close()
}
