import { STATUS_CODES } from 'node:http'

/** Why a call failed: the server refused it, or could not be reached. */
export class TinybirdError extends Error {
  name = 'TinybirdError'

  /**
   * @param {string} message
   * @param {object} [details]
   * @param {number} [details.status] Of the answer; none if there was no answer.
   * @param {string} [details.detail] What the server said.
   * @param {number} [details.retryAfter] Milliseconds that the server wants to be left alone.
   * @param {unknown} [details.cause]
   */
  constructor(message, { status, detail, retryAfter, cause } = {}) {
    super(message, { cause })
    this.status = status
    this.detail = detail
    this.retryAfter = retryAfter
  }

  /** Whether the same call may succeed later. */
  get isTemporary() {
    return this.status === undefined || this.status === 429 || this.status >= 500
  }

  /** @param {Response} response */
  static async of(response) {
    const reason = response.statusText || STATUS_CODES[response.status] || 'Unknown'
    const text = await response.text().catch(() => '')
    return new TinybirdError(`Tinybird API error: ${response.status} ${reason}`, {
      status: response.status,
      detail: messageOf(text),
      retryAfter: millisecondsOf(response.headers.get('retry-after')),
    })
  }
}

function messageOf(text) {
  try {
    return JSON.parse(text).error
  } catch {
    return text
  }
}

/** `Retry-After` is a number of seconds or a date. */
function millisecondsOf(header) {
  if (!header) return undefined
  const delay = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return delay >= 0 ? delay : undefined
}
