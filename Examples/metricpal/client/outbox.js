import { backoff } from './backoff.js'
import { TinybirdError } from './errors.js'

/**
 * What became of rows.
 *
 * @typedef {object} Delivery
 * @property {boolean} delivered Whether the server has them. If not, `error` says why; after a temporary failure they wait to be sent again.
 * @property {number} successful_rows
 * @property {number} quarantined_rows Rows that do not fit the data source, which the server keeps apart.
 * @property {Error} [error]
 */

/**
 * Rows of one data source that are sent together, under a key by which the server stores them once however often they arrive.
 *
 * @typedef {object} Batch
 * @property {string} dataSource
 * @property {string} key
 * @property {string} body
 * @property {number} rows
 */

/** The server knows a batch by its key for a day: sent later it could be stored twice. */
const longestLife = 23 * 60 * 60 * 1000

/**
 * Batches on their way. A batch that fails goes to the end of the line, so that one which always fails does not hold up the others.
 */
export class Outbox {
  #send
  #maxBytes
  #onDelay
  #onLoss
  #entries = []
  #bytes = 0
  #failures = 0
  #isPausing = false
  #endPause = () => {}
  /** @type {Promise<void> | undefined} */
  #work

  /**
   * @param {object} options
   * @param {(batch: Batch) => Promise<{ successful_rows: number, quarantined_rows: number }>} options.send
   * @param {number} options.maxBytes What may wait; more is refused, so that an outage costs events, not the host's memory.
   * @param {(error: Error) => void} options.onDelay Told once that the server is not available, until it is again.
   * @param {(error: Error, batch: Batch) => void} options.onLoss Told of each batch that is given up.
   */
  constructor({ send, maxBytes, onDelay, onLoss }) {
    this.#send = send
    this.#maxBytes = maxBytes
    this.#onDelay = onDelay
    this.#onLoss = onLoss
  }

  /**
   * Puts a batch in line. The promise is kept after the first attempt, or at once while the line waits for the server: nobody waits
   * for an outage to end.
   *
   * @param {Batch} batch
   * @returns {Promise<Delivery>}
   */
  add(batch) {
    if (this.#bytes + batch.body.length > this.#maxBytes) {
      const error = new Error(`more than ${this.#maxBytes} bytes are waiting to be sent`)
      this.#onLoss(error, batch)
      return Promise.resolve(undelivered(error))
    }
    return new Promise((settle) => {
      this.#entries.push({ batch, settle, since: Date.now() })
      this.#bytes += batch.body.length
      if (this.#isPausing) settle(undelivered(new TinybirdError('the server is not available; the rows wait')))
      this.#work ??= this.#sendAll()
    })
  }

  /**
   * Tries again what waits, now. For the end of the host, which does not wait for the outbox by itself.
   *
   * @param {number} within Milliseconds.
   * @returns {Promise<boolean>} Whether nothing is left.
   */
  async flush(within) {
    let timer
    const late = new Promise((resolve) => (timer = setTimeout(resolve, within)))
    this.#endPause()
    await Promise.race([this.#work, late])
    clearTimeout(timer)
    return this.#bytes === 0
  }

  async #sendAll() {
    for (let entry; (entry = this.#entries.shift()); ) {
      try {
        const counts = await this.#send(entry.batch)
        this.#leave(entry)
        this.#failures = 0
        entry.settle({ delivered: true, ...counts })
      } catch (error) {
        entry.settle(undelivered(error))
        await this.#keep(entry, error)
      }
    }
    this.#work = undefined
  }

  async #keep(entry, error) {
    if (!error.isTemporary || Date.now() - entry.since > longestLife) {
      this.#leave(entry)
      this.#onLoss(error, entry.batch)
      return
    }
    if (this.#failures === 0) this.#onDelay(error)
    this.#failures += 1
    this.#entries.push(entry)
    for (const waiting of this.#entries) waiting.settle(undelivered(error))
    await this.#pause(backoff(this.#failures, error.retryAfter))
  }

  #leave(entry) {
    this.#bytes -= entry.batch.body.length
  }

  async #pause(milliseconds) {
    this.#isPausing = true
    await new Promise((resolve) => {
      this.#endPause = resolve
      // A host that is done ends, whatever waits here.
      setTimeout(resolve, milliseconds).unref()
    })
    this.#isPausing = false
  }
}

/** @returns {Delivery} */
function undelivered(error) {
  return { delivered: false, successful_rows: 0, quarantined_rows: 0, error }
}
