import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { transformToTinybirdEvents } from '../index.js'

const visitor = { visitor_id: 'visitor_456', session_id: 'session_1', user_agent: 'Firefox' }
const hash = (text) => createHash('sha256').update(text).digest('hex')

/** The only event of a payload. */
function event(tracked) {
  return transformToTinybirdEvents('workspace_123', { ...visitor, events: [{ url: 'https://example.com', ...tracked }] }).events[0]
}

/** The properties of a submitted form. */
function submitted(fields) {
  return JSON.parse(event({ action_type: 'onsubmit', fields }).properties)
}

test('page entries and clicks become rows with every column', () => {
  const { events, identities } = transformToTinybirdEvents('workspace_123', {
    ...visitor,
    events: [
      { action_type: 'enter-page', timestamp: '2025-01-08T10:00:00+01:00', url: 'https://example.com', referrer: 'https://news.example' },
      { action_type: 'onclick', timestamp: 1736328000000, url: 'https://example.com', element: '#buy', text: 'Buy 🎉', properties: { plan: 'pro' } },
    ],
  })
  const common = { workspace_id: 'workspace_123', visitor_id: 'visitor_456', session_id: 'session_1', url: 'https://example.com', user_agent: 'Firefox' }
  assert.deepEqual(events, [
    {
      ...common, timestamp: '2025-01-08T09:00:00.000Z', action_type: 'enter-page', referrer: 'https://news.example',
      element: '', text: '', value: '', properties: '{}',
    },
    {
      ...common, timestamp: '2025-01-08T09:20:00.000Z', action_type: 'onclick', referrer: '',
      element: '#buy', text: 'Buy 🎉', value: '', properties: '{"plan":"pro"}',
    },
  ])
  assert.deepEqual(identities, [])
})

test('of an e-mail address only the hash and the domain leave', () => {
  const payload = {
    ...visitor,
    events: [{
      action_type: 'onsubmit', timestamp: '2025-01-08T10:00:00Z', url: 'https://example.com',
      fields: [{ name: 'email', type: 'email', value: ' Ann@Acme.COM ' }, { name: 'company', value: 'Acme' }],
    }],
  }
  const { events, identities } = transformToTinybirdEvents('workspace_123', payload)
  const person = { email_hash: hash('ann@acme.com'), email_domain: 'acme.com' }
  assert.deepEqual(identities, [
    { workspace_id: 'workspace_123', visitor_id: 'visitor_456', ...person, identified_at: '2025-01-08T10:00:00.000Z' },
  ])
  assert.equal(events[0].email_hash, person.email_hash)
  assert.equal(events[0].email_domain, 'acme.com')
  assert.equal(events[0].properties, '{"company":"Acme"}')
  assert.doesNotMatch(JSON.stringify({ events, identities }), /ann@/i)
})

test('an address that the host knows identifies all events, once', () => {
  const events = [{ action_type: 'enter-page', url: 'https://a.example' }, { action_type: 'onclick', url: 'https://a.example' }]
  const made = transformToTinybirdEvents('w', { ...visitor, email: 'ann@acme.com', events })
  assert.deepEqual(made.events.map((event) => event.email_domain), ['acme.com', 'acme.com'])
  assert.equal(made.identities.length, 1)
  assert.equal(transformToTinybirdEvents('w', { ...visitor, email: 'ann@acme.com', events: [] }).identities.length, 1)
})

for (const [reason, field] of Object.entries({
  'its type': { name: 'a', type: 'password', value: 'x' },
  'a hidden type': { name: 'a', type: 'hidden', value: 'x' },
  'its name': { name: 'newPassword2', value: 'x' },
  'its name in capitals': { name: 'USER_PASSWD', value: 'x' },
  'its name in one word': { name: 'mycreditcardnumber', value: 'x' },
  'its name in another language': { name: 'contraseña', value: 'x' },
  'a security code': { name: 'billing[cvv]', value: '123' },
  'a PIN': { name: 'card-pin', value: '1234' },
  'a token': { name: 'csrf_token', value: 'x' },
  'its autocomplete': { name: 'a', autocomplete: 'section-pay cc-exp', value: '12/27' },
  'a one-time code': { name: 'a', autocomplete: 'one-time-code', value: '123456' },
})) {
  test(`a field is left out for ${reason}`, () => assert.deepEqual(submitted([field, { name: 'city', value: 'Oslo' }]), { city: 'Oslo' }))
}

for (const name of ['shipping', 'compass', 'opinion', 'discard', 'titan', 'bicycle', 'accident']) {
  test(`${name} is not taken for a sensitive name`, () => assert.deepEqual(submitted([{ name, value: 'x' }]), { [name]: 'x' }))
}

for (const [text, expected] of [
  ['4111111111111111', '[card]'],
  ['4111 1111 1111 1111', '[card]'],
  ['my card: 5500-0055-5555-5559!', 'my card: [card]!'],
  ['4111 1111 1111 1111 12/27', '[card] 12/27'],
  ['order 12 4111 1111 1111 1111', 'order 12 [card]'],
  ['4111111111111112', '4111111111111112'],
  ['1736337600000', '1736337600000'],
  ['write to ann@acme.com or bob@müller.de', 'write to [email] or [email]'],
  ['078-05-1120', '[ssn]'],
]) {
  test(`a note says ${expected}`, () => assert.deepEqual(submitted([{ name: 'note', value: text }]), { note: expected }))
}

test('a number may be that of a card, too', () => assert.deepEqual(submitted([{ name: 'n', value: 4111111111111111 }]), { n: '[card]' }))

test('URLs lose credentials, addresses and the values of sensitive parameters', () => {
  const { url, referrer } = event({
    action_type: 'enter-page',
    url: 'https://ann:secret@example.com/a?email=ann%2Bshop%40acme.com&reset_token=abc&page=1#access_token=xyz',
    referrer: 'https://other.example/?password=x',
  })
  assert.equal(url, 'https://example.com/a?email=[email]&reset_token=[removed]&page=1#access_token=[removed]')
  assert.equal(referrer, 'https://other.example/?password=[removed]')
})

test('the value of one field is kept, if the field is not sensitive', () => {
  assert.equal(event({ action_type: 'onchange', name: 'size', value: 'XL' }).value, 'XL')
  assert.equal(event({ action_type: 'onchange', element: 'input[name=password]', value: 'geheim' }).value, '')
  const { value, email_domain } = event({ action_type: 'onchange', name: 'contact', value: 'ann@acme.com' })
  assert.deepEqual([value, email_domain], ['', 'acme.com'])
})

test('properties are searched in any depth, and bounded', () => {
  const { properties } = event({ action_type: 'onclick', properties: { user: { pin: 1, mail: ['ann@acme.com'], ok: true } } })
  assert.equal(properties, '{"user":{"mail":["[email]"],"ok":true}}')
  const circle = {}
  circle.a = circle
  circle.b = circle
  assert.ok(event({ action_type: 'onclick', properties: circle }).properties.length < 10_000)
  assert.ok(event({ action_type: 'onclick', text: 'x'.repeat(1e6) }).text.length === 500)
})

test('half a character is replaced, for it is no valid text', () => {
  assert.equal(event({ action_type: 'onclick', text: '\ud83c!' }).text, '\ufffd!')
  assert.equal(event({ action_type: 'onclick', text: `${'x'.repeat(499)}🎉` }).text.at(-1), '\ufffd')
})

for (const payload of [undefined, null, 7, 'x', [], {}, { events: 'x' }, { events: [null, 5, {}, { action_type: '' }] }]) {
  test(`${JSON.stringify(payload)} holds no event`, () => {
    assert.deepEqual(transformToTinybirdEvents('w', payload), { events: [], identities: [] })
  })
}

test('events of any shape are rows', () => {
  const odd = { action_type: 5, url: {}, timestamp: 'yesterday', fields: [null, 'x', { name: {} }], properties: 'x', text: [], value: {} }
  const row = event(odd)
  assert.deepEqual([row.action_type, row.url, row.text, row.value], ['5', '', '', ''])
  assert.ok(Math.abs(Date.parse(row.timestamp) - Date.now()) < 10_000)
})
