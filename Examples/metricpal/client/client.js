import { randomUUID } from 'node:crypto'
import { backoff } from './backoff.js'
import { debug } from './debug.js'
import { TinybirdError } from './errors.js'
import { Outbox } from './outbox.js'

/** @typedef {import('./outbox.js').Delivery} Delivery */
/** @typedef {import('./outbox.js').Batch} Batch */

/** Rows are sent in pieces of about this size: small enough to be sent again without regret. */
const batchCharacters = 1 << 20

/** Reads are tried so often, and only if the pauses are short: somebody waits for them. */
const readAttempts = 4
const longestReadPause = 10_000

/** Sends events and identities, and calls endpoints. */
export class TinybirdClient {
  #url
  #token
  #timeout
  #onError
  #outbox

  /**
   * @param {object} options
   * @param {string} [options.url] The server.
   * @param {string} options.token
   * @param {number} [options.timeout] Milliseconds that one request may take.
   * @param {number} [options.maxQueuedBytes] What may wait for a server that is not available.
   * @param {(message: string) => void} [options.onError] Told of rows that wait, are lost, or are put into quarantine.
   */
  constructor({
    url = 'https://api.tinybird.co',
    token,
    timeout = 10_000,
    maxQueuedBytes = 8 << 20,
    onError = (message) => console.error(`[tinybird] ${message}`),
  }) {
    this.#url = url.replace(/\/+$/, '')
    this.#token = token
    this.#timeout = timeout
    this.#onError = onError
    this.#outbox = new Outbox({
      send: (batch) => this.#append(batch),
      maxBytes: maxQueuedBytes,
      onDelay: (error) => this.#report(error, 'rows wait to be sent again'),
      onLoss: (error, batch) => this.#report(error, `${batch.rows} rows for ${batch.dataSource} are lost`),
    })
  }

  /**
   * Sends events to `website_events`. Never rejects.
   *
   * @param {import('./transform.js').WebsiteEvent[]} events
   * @returns {Promise<Delivery>}
   */
  sendEvents(events) {
    return this.#send('website_events', events)
  }

  /**
   * Sends identities to `user_identities`. Never rejects.
   *
   * @param {import('./transform.js').UserIdentity[]} identities
   * @returns {Promise<Delivery>}
   */
  sendUserIdentities(identities) {
    return this.#send('user_identities', identities)
  }

  /**
   * Calls an endpoint.
   *
   * @param {string} pipe
   * @param {Record<string, unknown>} [parameters] Those that are undefined or null are left out; the items of a list are joined by commas.
   * @returns {Promise<{ data: Record<string, any>[], rows: number, meta: { name: string, type: string }[] }>}
   * @throws {TinybirdError}
   */
  async queryEvents(pipe, parameters = {}) {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== null) query.set(name, String(value))
    return this.#read(`/v0/pipes/${encodeURIComponent(pipe)}.json?${query}`)
  }

  /** Whether the server is reached and knows the token. Never rejects. */
  async testConnection() {
    try {
      await this.#request('/v0/datasources?attrs=name')
      return true
    } catch {
      return false
    }
  }

  /**
   * Sends what waits, for the end of the host.
   *
   * @param {number} [within] Milliseconds.
   * @returns {Promise<boolean>} Whether nothing is left.
   */
  flush(within = 10_000) {
    return this.#outbox.flush(within)
  }

  async #send(dataSource, rows) {
    const total = { delivered: true, successful_rows: 0, quarantined_rows: 0 }
    try {
      const deliveries = await Promise.all(batches(dataSource, rows).map((batch) => this.#outbox.add(batch)))
      for (const { delivered, successful_rows, quarantined_rows, error } of deliveries) {
        total.delivered &&= delivered
        total.successful_rows += successful_rows
        total.quarantined_rows += quarantined_rows
        if (error) total.error ??= error
      }
    } catch (error) {
      // Rows that are no list, or cannot be written as JSON.
      this.#report(error, `rows for ${dataSource} cannot be sent`)
      return { ...total, delivered: false, error }
    }
    return total
  }

  /** @param {Batch} batch */
  async #append({ dataSource, key, body, rows }) {
    debug('queue', `${rows} rows for ${dataSource}, ${body.length} characters, key ${key}`)
    const { successful_rows, quarantined_rows } = await this.#request(`/v0/events?name=${dataSource}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key },
      body,
    })
    if (quarantined_rows) this.#say(`${quarantined_rows} of ${rows} rows for ${dataSource} are in quarantine`)
    return { successful_rows, quarantined_rows }
  }

  async #read(path) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#request(path)
      } catch (error) {
        const pause = backoff(attempt, error.retryAfter)
        if (!error.isTemporary || attempt === readAttempts || pause > longestReadPause) throw error
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  /** The JSON of an answer that says the request succeeded. */
  async #request(path, { method = 'GET', headers = {}, body } = {}) {
    const start = Date.now()
    debug('request', `${method} ${path}`)
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: { Authorization: `Bearer ${this.#token}`, ...headers },
        body,
        signal: AbortSignal.timeout(this.#timeout),
      })
      if (!response.ok) throw await TinybirdError.of(response)
      const answer = await response.json()
      debug('response', `${response.status} in ${Date.now() - start} ms`)
      return answer
    } catch (cause) {
      const error = cause instanceof TinybirdError ? cause : unreachable(cause)
      debug('response', `${error.message}${error.detail ? ` (${error.detail})` : ''} in ${Date.now() - start} ms`)
      throw error
    }
  }

  #report(error, consequence) {
    this.#say(`${error.message}${error.detail ? ` (${error.detail})` : ''}: ${consequence}`)
  }

  #say(message) {
    try {
      this.#onError(message)
    } catch (error) {
      // Whoever is told must not stop what is sent.
      debug('error', `onError failed: ${error}`)
    }
  }
}

function unreachable(cause) {
  const reason = cause.cause?.code ?? cause.cause?.message ?? cause.message
  return new TinybirdError(`Tinybird API error: ${reason}`, { cause })
}

/** @returns {Batch[]} */
function batches(dataSource, rows) {
  const made = []
  let lines = []
  let size = 0
  const finish = () => {
    if (lines.length) made.push({ dataSource, key: randomUUID(), body: lines.join(''), rows: lines.length })
    lines = []
    size = 0
  }
  for (const row of rows) {
    const line = `${JSON.stringify(row)}\n`
    if (size + line.length > batchCharacters) finish()
    lines.push(line)
    size += line.length
  }
  finish()
  return made
}
