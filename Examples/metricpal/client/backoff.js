const first = 500
const longest = 30_000

/**
 * Milliseconds to wait after so many failures in a row: twice as long each time, and up to half less by chance, so that clients
 * which failed together do not return together. What the server asks for is the least.
 *
 * @param {number} failures At least 1.
 * @param {number} [retryAfter] Milliseconds, from the server.
 * @param {() => number} [random]
 */
export function backoff(failures, retryAfter = 0, random = Math.random) {
  const delay = Math.min(first * 2 ** (failures - 1), longest)
  return Math.max(delay * (1 - random() / 2), retryAfter)
}
