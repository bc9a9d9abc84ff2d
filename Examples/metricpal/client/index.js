// MetricPal's side of its analytics: what a tracker reports becomes events and identities, which are sent and asked for here.

import { TinybirdClient } from './client.js'

export { TinybirdClient } from './client.js'
export { TinybirdError } from './errors.js'
export { transformToTinybirdEvents } from './transform.js'

let shared

/**
 * The client of this process, for the server and token of the environment: `TINYBIRD_API_URL` and `TINYBIRD_TOKEN`.
 *
 * @returns {TinybirdClient}
 */
export function getTinybirdClient() {
  const url = process.env.TINYBIRD_API_URL || undefined
  const token = process.env.TINYBIRD_TOKEN
  if (!token) throw new Error('TINYBIRD_TOKEN environment variable is required')
  if (shared?.url !== url || shared?.token !== token) shared = { url, token, client: new TinybirdClient({ url, token }) }
  return shared.client
}
