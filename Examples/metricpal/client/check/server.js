// Sends a visit to a server and asks for it, for the tests of this repository: everything between a tracking payload and an answer.
// The environment has TINYBIRD_API_URL, TINYBIRD_TOKEN of the app, and DASHBOARD_TOKEN.

import assert from 'node:assert/strict'
import { TinybirdClient, getTinybirdClient, transformToTinybirdEvents } from '../index.js'

const url = process.env.TINYBIRD_API_URL
const app = getTinybirdClient()
const dashboard = new TinybirdClient({ url, token: process.env.DASHBOARD_TOKEN })
const stranger = new TinybirdClient({ url, token: 'nobody', onError: () => {} })
const workspace_id = 'workspace_client'

const visitor = { visitor_id: 'visitor_456', session_id: 'session_1', user_agent: 'Firefox' }
const page = 'https://example.com/pricing'
const start = Date.now() - 120_000
const date = new Date(start).toISOString().slice(0, 10)
const visit = transformToTinybirdEvents(workspace_id, {
  ...visitor,
  events: [
    { action_type: 'enter-page', timestamp: start, url: page },
    { action_type: 'onclick', timestamp: new Date(start + 5000), url: page, element: '#demo', text: 'Grüße 🎉' },
    {
      action_type: 'onsubmit', timestamp: new Date(start + 60_000).toISOString(), url: page, element: 'form#demo',
      fields: [
        { name: 'email', type: 'email', value: 'Ann@Acme.com' },
        { name: 'password', type: 'password', value: 'geheim' },
        { name: 'note', value: 'my card is 4111 1111 1111 1111' },
      ],
    },
  ],
})

assert.equal(await app.testConnection(), true)
assert.equal(await dashboard.testConnection(), true)
assert.equal(await stranger.testConnection(), false)
assert.match((await stranger.sendEvents(visit.events)).error.message, /^Tinybird API error: 40[13] /)
await assert.rejects(stranger.queryEvents('page_views', { workspace_id }), /^TinybirdError: Tinybird API error: 40[13] /)

assert.deepEqual(await app.sendEvents(visit.events), { delivered: true, successful_rows: 3, quarantined_rows: 0 })
assert.deepEqual(await app.sendUserIdentities(visit.identities), { delivered: true, successful_rows: 1, quarantined_rows: 0 })

/** The rows of an endpoint, as soon as they are as many as expected: what is stored can be queried a moment later. */
async function answer(pipe, parameters, isComplete) {
  for (const deadline = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const rows = (await dashboard.queryEvents(pipe, { workspace_id, ...parameters })).data
    if (isComplete(rows) || Date.now() > deadline) return rows
  }
}

const journey = await answer('user_journey', { visitor_id: 'visitor_456' }, (rows) => rows.length === 3 && rows[0].email_domain)
assert.deepEqual(journey.map(({ action_type, text, properties, email_domain }) => [action_type, text, properties, email_domain]), [
  ['enter-page', '', '{}', 'acme.com'],
  ['onclick', 'Grüße 🎉', '{}', 'acme.com'],
  ['onsubmit', '', '{"note":"my card is [card]"}', 'acme.com'],
])
assert.doesNotMatch(JSON.stringify(journey), /ann@|geheim|4111/i)
assert.deepEqual(await answer('page_views', { start_date: date, end_date: date }, (rows) => rows.length), [
  { date, workspace_id, url: page, page_views: 1, unique_visitors: 1, sessions: 1 },
])
await assert.rejects(dashboard.queryEvents('page_views'), { message: 'Tinybird API error: 400 Bad Request' })
console.log('the client works')
