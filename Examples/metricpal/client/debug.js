/**
 * Writes a line to standard error if `DEBUG` asks for it: names by comma, `*` for any characters, a leading `-` for names to leave
 * out, as in `DEBUG=tinybird*`.
 *
 * @param {string} topic
 * @param {string} text
 */
export function debug(topic, text) {
  const name = `tinybird:${topic}`
  if (isEnabled(name, process.env.DEBUG ?? '')) process.stderr.write(`${new Date().toISOString()} ${name} ${text}\n`)
}

function isEnabled(name, patterns) {
  const rules = patterns.split(/[\s,]+/).filter(Boolean)
  return rules.some((rule) => matches(rule, name)) && !rules.some((rule) => rule.startsWith('-') && matches(rule.slice(1), name))
}

function matches(rule, name) {
  const parts = rule.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*?')}$`).test(name)
}
