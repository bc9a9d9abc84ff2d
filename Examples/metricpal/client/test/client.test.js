import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { backoff } from '../backoff.js'
import { TinybirdClient, getTinybirdClient } from '../index.js'

const stored = (rows) => ({ status: 202, body: { successful_rows: rows, quarantined_rows: 0 } })

/**
 * Runs `body` with a server that answers as told, request by request and the last answer from then on, and with a client of it.
 *
 * @param {{ status: number, body?: unknown, headers?: object }[]} answers
 */
async function withServer(answers, body, options = {}) {
  const requests = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    requests.push({ method: request.method, url: request.url, headers: request.headers, text })
    const { status, body = {}, headers = {} } = answers[Math.min(requests.length, answers.length) - 1]
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const errors = []
  const url = `http://127.0.0.1:${server.address().port}`
  try {
    await body(new TinybirdClient({ url, token: 'secret', onError: (message) => errors.push(message), ...options }), requests, errors)
  } finally {
    server.closeAllConnections?.()
    server.close()
  }
}

test('events and identities are sent as lines, with the token and a key', () =>
  withServer([stored(2)], async (client, requests) => {
    const delivery = await client.sendEvents([{ url: 'a' }, { url: 'b' }])
    assert.deepEqual(delivery, { delivered: true, successful_rows: 2, quarantined_rows: 0 })
    await client.sendUserIdentities([{ email_domain: 'acme.com' }])
    assert.deepEqual(requests.map(({ method, url, text }) => [method, url, text]), [
      ['POST', '/v0/events?name=website_events', '{"url":"a"}\n{"url":"b"}\n'],
      ['POST', '/v0/events?name=user_identities', '{"email_domain":"acme.com"}\n'],
    ])
    assert.equal(requests[0].headers.authorization, 'Bearer secret')
    assert.notEqual(requests[0].headers['idempotency-key'], requests[1].headers['idempotency-key'])
  }))

test('no rows are no request', () =>
  withServer([stored(0)], async (client, requests) => {
    assert.equal((await client.sendEvents([])).delivered, true)
    assert.equal(requests.length, 0)
  }))

for (const status of [429, 500, 503]) {
  test(`after ${status} a batch is sent again under its key, and the host has not waited`, () =>
    withServer([{ status, body: { error: 'busy' } }, stored(1)], async (client, requests, errors) => {
      const delivery = await client.sendEvents([{ url: 'a' }])
      assert.equal(delivery.delivered, false)
      assert.equal(delivery.error.status, status)
      assert.equal(requests.length, 1)
      assert.equal(await client.flush(), true)
      assert.equal(requests.length, 2)
      assert.equal(requests[0].headers['idempotency-key'], requests[1].headers['idempotency-key'])
      assert.equal(requests[0].text, requests[1].text)
      assert.equal(errors.length, 1)
    }))
}

test('what is sent during an outage waits, and arrives in the end', () =>
  withServer([{ status: 503 }, { status: 503 }, stored(1)], async (client, requests, errors) => {
    await client.sendEvents([{ url: 'a' }])
    assert.equal((await client.sendEvents([{ url: 'b' }])).delivered, false)
    while (!(await client.flush(50)));
    assert.deepEqual(new Set(requests.slice(-2).map(({ text }) => text)), new Set(['{"url":"a"}\n', '{"url":"b"}\n']))
    assert.equal(errors.length, 1)
  }))

test('a server that is not there does not disturb the host', async () => {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  await new Promise((resolve) => server.close(resolve))
  const errors = []
  const client = new TinybirdClient({ url, token: 't', onError: (message) => errors.push(message) })
  const delivery = await client.sendEvents([{ url: 'a' }])
  assert.equal(delivery.error.message, 'Tinybird API error: ECONNREFUSED')
  assert.equal(await client.testConnection(), false)
  assert.deepEqual(errors, ['Tinybird API error: ECONNREFUSED: rows wait to be sent again'])
})

for (const [status, message] of [
  [400, 'Tinybird API error: 400 Bad Request'],
  [401, 'Tinybird API error: 401 Unauthorized'],
  [403, 'Tinybird API error: 403 Forbidden'],
]) {
  test(`${status} is final, and said`, () =>
    withServer([{ status, body: { error: 'no' } }], async (client, requests, errors) => {
      const { delivered, error } = await client.sendEvents([{ url: 'a' }])
      assert.equal(delivered, false)
      assert.equal(error.message, message)
      assert.deepEqual(errors, [`${message} (no): 1 rows for website_events are lost`])
      await assert.rejects(client.queryEvents('page_views'), { message, detail: 'no' })
      assert.equal(requests.length, 2)
    }))
}

test('rows that cannot be sent do not throw', () =>
  withServer([stored(1)], async (client, requests) => {
    const circle = {}
    circle.self = circle
    for (const rows of [[circle], undefined, [5n]]) assert.equal((await client.sendEvents(rows)).delivered, false)
    assert.equal(requests.length, 0)
  }))

test('rows in quarantine are told', () =>
  withServer([{ status: 202, body: { successful_rows: 0, quarantined_rows: 1 } }], async (client, _, errors) => {
    assert.equal((await client.sendEvents([{}])).quarantined_rows, 1)
    assert.deepEqual(errors, ['1 of 1 rows for website_events are in quarantine'])
  }))

test('a host that fails when it is told of a failure stops nothing', () => {
  const onError = () => {
    throw new Error('the host failed')
  }
  return withServer([{ status: 503 }, { status: 202, body: { successful_rows: 0, quarantined_rows: 1 } }], async (client, requests) => {
    await client.sendEvents([{ url: 'a' }])
    assert.equal(await client.flush(), true)
    assert.equal((await client.sendEvents([{ url: 'b' }])).quarantined_rows, 1)
    assert.equal(requests.length, 3)
  }, { onError })
})

test('more than the queue holds is refused at once', () =>
  withServer([{ status: 503 }], async (client, _, errors) => {
    await client.sendEvents([{ url: 'x'.repeat(60) }])
    const { error } = await client.sendEvents([{ url: 'y'.repeat(60) }])
    assert.equal(error.message, 'more than 100 bytes are waiting to be sent')
    assert.equal(errors.length, 2)
  }, { maxQueuedBytes: 100 }))

test('many rows go in several batches', () =>
  withServer([stored(1)], async (client, requests) => {
    await client.sendEvents(Array.from({ length: 3 }, () => ({ text: 'x'.repeat(700_000) })))
    assert.equal(requests.length, 3)
  }))

test('parameters are sent, and the answer is given as it is', () =>
  withServer([{ status: 200, body: { data: [{ page_views: 150 }], rows: 1 } }], async (client, requests) => {
    const answer = await client.queryEvents('page_views', { workspace_id: 'w 1', start_date: '2025-01-01', end_date: undefined, list: ['a', 'b'] })
    assert.deepEqual(answer.data, [{ page_views: 150 }])
    assert.equal(requests[0].url, '/v0/pipes/page_views.json?workspace_id=w+1&start_date=2025-01-01&list=a%2Cb')
  }))

test('reads are repeated, but nobody waits for long', () =>
  withServer([{ status: 503 }, { status: 200, body: { data: [] } }], async (client, requests) => {
    assert.deepEqual((await client.queryEvents('page_views')).data, [])
    assert.equal(requests.length, 2)
  }).then(() =>
    withServer([{ status: 429, headers: { 'Retry-After': '60' } }], async (client, requests) => {
      await assert.rejects(client.queryEvents('page_views'), { message: 'Tinybird API error: 429 Too Many Requests', retryAfter: 60_000 })
      assert.equal(requests.length, 1)
    })))

test('a connection is tested with a call that every token may make', () =>
  withServer([{ status: 200, body: { datasources: [] } }, { status: 403 }], async (client, requests) => {
    assert.equal(await client.testConnection(), true)
    assert.equal(await client.testConnection(), false)
    assert.equal(requests[0].url, '/v0/datasources?attrs=name')
  }))

test('pauses grow, are spread, and obey the server', () => {
  assert.deepEqual([1, 2, 3, 7, 50].map((failures) => backoff(failures, 0, () => 0)), [500, 1000, 2000, 30_000, 30_000])
  assert.equal(backoff(1, 0, () => 0.5), 375)
  assert.equal(backoff(1, 60_000, () => 0), 60_000)
})

test('the environment says where to send, and with which token', () => {
  delete process.env.TINYBIRD_TOKEN
  assert.throws(getTinybirdClient, { message: 'TINYBIRD_TOKEN environment variable is required' })
  process.env.TINYBIRD_TOKEN = 'a'
  const client = getTinybirdClient()
  assert.equal(getTinybirdClient(), client)
  process.env.TINYBIRD_TOKEN = 'b'
  assert.notEqual(getTinybirdClient(), client)
})

test('DEBUG shows calls and answers, and neither token nor rows', async () => {
  const write = process.stderr.write
  let lines = ''
  process.stderr.write = (text) => ((lines += text), true)
  process.env.DEBUG = 'other,tinybird*,-tinybird:queue'
  try {
    await withServer([stored(1)], (client) => client.sendEvents([{ url: 'https://example.com/private' }]))
  } finally {
    process.stderr.write = write
    delete process.env.DEBUG
  }
  assert.match(lines, /tinybird:request POST \/v0\/events\?name=website_events\n.* tinybird:response 202 in \d+ ms\n/)
  assert.doesNotMatch(lines, /secret|private|tinybird:queue/)
})
