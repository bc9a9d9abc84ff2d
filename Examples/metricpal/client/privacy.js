import { createHash } from 'node:crypto'

/** What does not leave, and what of an e-mail address does. */

const sensitiveTypes = new Set(['password', 'hidden', 'file'])
const sensitiveAutocomplete = /(^|\s)(cc-|current-password|new-password|one-time-code)/i

/** Long enough to mean the same inside other words, however they are written together. */
const sensitiveParts =
  /passw|passphrase|passcode|pwd|secret|creditcard|cardnum|cardno|ccnum|cvv|cvc|iban|apikey|accesskey|securitycode|accountnum|routingnum|socialsecurity|taxid|passport|kennwort|contrase|motdepasse/
/** Short: they count only as whole words, so that `shipping` holds no PIN. */
const sensitiveWords = new Set(['auth', 'authorization', 'bic', 'card', 'cc', 'cookie', 'csc', 'otp', 'pin', 'ssn', 'tan', 'token'])

/** The length of each part is bounded, so that no text takes long to search. */
const address = /[^\s@<>"'(),;:\\/?&=#]{1,64}(?:@|%40)[^\s@<>"'(),;:\\/?&=#%]{1,253}\.[\p{L}\d-]{2,63}/giu
const wholeAddress = /^[^\s@<>"'(),;:\\]{1,64}@[^\s@<>"'(),;:\\/]{1,253}\.[\p{L}\d-]{2,63}$/u
const socialSecurityNumber = /\b\d{3}-\d{2}-\d{4}\b/g

/** Whether a name says that its value is nobody's business: `newPassword`, `cc-number`, `otp`. */
export function isSensitiveName(name) {
  const words = name
    .normalize('NFD')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
  return words.some((word) => sensitiveWords.has(word)) || sensitiveParts.test(words.join(''))
}

/**
 * Whether a form field is not to be sent, by what it says about itself.
 *
 * @param {{ name?: string, type?: string, autocomplete?: string }} field
 */
export function isSensitiveField({ name = '', type = '', autocomplete = '' }) {
  return sensitiveTypes.has(type.toLowerCase()) || sensitiveAutocomplete.test(autocomplete) || isSensitiveName(name)
}

/** A text without the e-mail addresses, card numbers and social security numbers in it. */
export function scrubbed(text) {
  return withoutCards(text.replace(address, '[email]').replace(socialSecurityNumber, '[ssn]'))
}

/** Masks card numbers, written in one or in groups: an expiry date behind the last group does not hide them. */
function withoutCards(text) {
  const groups = [...text.matchAll(/\d+/g)]
  let masked = ''
  let rest = 0
  for (const [first, { index }] of groups.entries()) {
    let number = ''
    for (let last = first; index >= rest && last < groups.length && number.length < 19; last += 1) {
      const group = groups[last]
      if (last > first && !/^[ -]$/.test(text.slice(groups[last - 1].index + groups[last - 1][0].length, group.index))) break
      number += group[0]
      if (!isCardNumber(number)) continue
      masked += `${text.slice(rest, index)}[card]`
      rest = group.index + group[0].length
    }
  }
  return masked + text.slice(rest)
}

/** A URL without credentials, without the values of sensitive parameters, and scrubbed. */
export function scrubbedURL(url) {
  const bare = url
    .replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#@]*@/i, '$1')
    .replace(/([?&#;])([^=&#;]+)=[^&#;]*/g, (pair, separator, name) => (isSensitiveName(name) ? `${separator}${name}=[removed]` : pair))
  return scrubbed(bare)
}

/**
 * A person's address, as far as it may be known: the SHA-256 of its trimmed, lower-cased text, and the domain.
 *
 * @param {unknown} text
 * @returns {{ email_hash: string, email_domain: string } | undefined} Nothing if the text is no address.
 */
export function identityOf(text) {
  if (typeof text !== 'string') return undefined
  const email = text.trim().toLowerCase()
  if (!wholeAddress.test(email)) return undefined
  return {
    email_hash: createHash('sha256').update(email).digest('hex'),
    email_domain: email.slice(email.lastIndexOf('@') + 1),
  }
}

/** Whether digits are those of a payment card: their count and the first one are right, and so is the check digit (Luhn). */
function isCardNumber(number) {
  if (!/^[2-6]\d{12,18}$/.test(number)) return false
  const sum = [...number].reverse().reduce((sum, character, index) => {
    const digit = Number(character) * (index % 2 ? 2 : 1)
    return sum + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return sum % 10 === 0
}
