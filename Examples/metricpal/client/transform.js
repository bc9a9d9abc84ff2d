import { identityOf, isSensitiveField, isSensitiveName, scrubbed, scrubbedURL } from './privacy.js'

/**
 * What a tracker reports of one visitor.
 *
 * @typedef {object} TrackingPayload
 * @property {string} visitor_id
 * @property {string} session_id
 * @property {string} [user_agent]
 * @property {string} [email] The visitor's address, if the host knows it: after a login, say.
 * @property {TrackedEvent[]} events
 *
 * @typedef {object} TrackedEvent
 * @property {string} action_type `enter-page`, `onclick`, `onsubmit` or another.
 * @property {string} url
 * @property {string | number | Date} [timestamp] Without one, or with one that is no time: now.
 * @property {string} [referrer]
 * @property {string} [element] A CSS selector.
 * @property {string} [text]
 * @property {string} [value] Of the one form field that the event is about, with its `name`, `type` and `autocomplete`.
 * @property {string} [name]
 * @property {string} [type]
 * @property {string} [autocomplete]
 * @property {TrackedField[]} [fields] What was submitted.
 * @property {Record<string, unknown>} [properties]
 *
 * @typedef {{ name: string, type?: string, autocomplete?: string, value?: unknown }} TrackedField
 */

/**
 * A row of `website_events`.
 *
 * @typedef {object} WebsiteEvent
 * @property {string} timestamp ISO 8601
 * @property {string} workspace_id
 * @property {string} visitor_id
 * @property {string} session_id
 * @property {string} action_type
 * @property {string} url
 * @property {string} [element]
 * @property {string} [text]
 * @property {string} [value]
 * @property {string} [properties] JSON
 * @property {string} user_agent
 * @property {string} referrer
 * @property {string} [email_hash]
 * @property {string} [email_domain]
 */

/**
 * A row of `user_identities`.
 *
 * @typedef {object} UserIdentity
 * @property {string} workspace_id
 * @property {string} visitor_id
 * @property {string} email_hash
 * @property {string} email_domain
 * @property {string} identified_at ISO 8601
 */

const longestText = 500
const longestURL = 2000
/** More than this is cut off: it is nobody's analytics. */
const deepestProperty = 8
const mostProperties = 200

/**
 * Turns what a tracker reports into rows. E-mail addresses become a hash and a domain; passwords, card numbers and other sensitive
 * fields are left out. Takes any JSON without throwing: what is no event yields none.
 *
 * @param {string} workspaceId
 * @param {TrackingPayload} payload
 * @returns {{ events: WebsiteEvent[], identities: UserIdentity[] }}
 */
export function transformToTinybirdEvents(workspaceId, payload) {
  const tracked = Array.isArray(payload?.events) ? payload.events.filter((event) => event?.action_type) : []
  const known = identityOf(payload?.email)
  const visitor = { workspace_id: workspaceId, visitor_id: textOf(payload?.visitor_id) }
  const events = []
  const identities = []
  const identify = (identity, identified_at) => {
    if (identities.at(-1)?.email_hash !== identity.email_hash) identities.push({ ...visitor, ...identity, identified_at })
  }
  for (const event of tracked) {
    const timestamp = timeOf(event.timestamp)
    const { identity = known, ...form } = formOf(event)
    if (identity) identify(identity, timestamp)
    events.push({
      timestamp,
      ...visitor,
      session_id: textOf(payload.session_id),
      action_type: textOf(event.action_type),
      url: scrubbedURL(textOf(event.url, longestURL)),
      element: textOf(event.element),
      text: scrubbed(textOf(event.text)),
      ...form,
      user_agent: textOf(payload.user_agent),
      referrer: scrubbedURL(textOf(event.referrer, longestURL)),
      ...identity,
    })
  }
  if (known && !events.length) identify(known, timeOf())
  return { events, identities }
}

/** What was filled in, as far as it may be told, and who did. */
function formOf(event) {
  const about = { name: `${textOf(event.name)} ${textOf(event.element)}`, type: textOf(event.type), autocomplete: textOf(event.autocomplete) }
  const value = textOf(event.value)
  let identity = identityOf(value)
  const properties = Object.entries(event.properties ?? {}).filter(([name]) => !isSensitiveName(name))
  for (const field of Array.isArray(event.fields) ? event.fields : []) {
    const name = textOf(field?.name)
    if (!name || isSensitiveField({ name, type: textOf(field.type), autocomplete: textOf(field.autocomplete) })) continue
    const person = identityOf(field.value)
    if (person) identity ??= person
    else properties.push([name, field.value])
  }
  return {
    identity,
    value: identityOf(value) || isSensitiveField(about) ? '' : scrubbed(value),
    properties: JSON.stringify(cleaned(Object.fromEntries(properties), { left: mostProperties })),
  }
}

/** A value without what is sensitive, in any depth. */
function cleaned(value, budget, depth = 0) {
  if (typeof value === 'string') return scrubbed(textOf(value))
  if (typeof value === 'number') return scrubbed(String(value)) === String(value) ? value : '[card]'
  if (value === null || typeof value !== 'object') return typeof value === 'boolean' ? value : null
  if (depth === deepestProperty) return null
  const isSent = () => budget.left-- > 0
  if (Array.isArray(value)) return value.filter(isSent).map((item) => cleaned(item, budget, depth + 1))
  const members = Object.entries(value).filter(([name]) => isSent() && !isSensitiveName(name))
  return Object.fromEntries(members.map(([name, member]) => [textOf(name), cleaned(member, budget, depth + 1)]))
}

/** The time as ISO 8601. */
function timeOf(time) {
  const date = new Date(time ?? Date.now())
  return (Number.isNaN(date.getTime()) ? new Date() : date).toISOString()
}

/** A text, shortened, without the halves of characters; the empty one in the place of anything else. */
function textOf(value, length = longestText) {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.slice(0, length).replace(/\p{Surrogate}/gu, '\uFFFD') : ''
}
