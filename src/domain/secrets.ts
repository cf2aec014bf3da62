import { withoutKeys } from './keys.ts'

/** Parameters of addresses: those of PostgreSQL's and of the calendar feed that hold no secret, and those that do. */
const HARMLESS_PARAMETERS = new Set(
  'user host port dbname sslmode ssl application_name connect_timeout all kinds tags project repeat'.split(' '),
)
const SECRET_PARAMETERS = new Set(['key', 'password', 'sslpassword', 'token'])

/**
 * An address, or any setting that may hold one, as it may be shown: without password, keys, and parameters that are not
 * known to be harmless. What is no proper address is masked too, at worst more than its secrets.
 */
export function maskedUrl(url: string): string {
  const isPath = /^(?:[/.~]|(?:sqlite|file):)/i.test(url)
  return withoutKeys(isPath ? url : withoutParameters(withoutPassword(url)))
}

/** A password may hold any character, so it reaches from the first colon to the last `@`. */
function withoutPassword(url: string): string {
  const scheme = /^[a-z][a-z\d+.-]*:[/\\]+/i.exec(url)?.[0] ?? ''
  const rest = url.slice(scheme.length)
  const end = rest.lastIndexOf('@')
  const colon = /:|%3a/i.exec(rest)
  if (colon && colon.index < end) return scheme + rest.slice(0, colon.index) + colon[0] + '…' + rest.slice(end)
  const isToken = /^http/i.test(scheme) && end >= 0 && !/[/\\?#]/.test(rest.slice(0, end))
  return isToken ? `${scheme}…${rest.slice(end)}` : url
}

function withoutParameters(url: string): string {
  return url.replace(/([?#&;])([^?#&;]*)/g, (shown, sign: string, parameter: string) => {
    const [name = ''] = parameter.split('=', 1)
    if (parameter === '' || HARMLESS_PARAMETERS.has(name)) return shown
    return SECRET_PARAMETERS.has(name) ? `${sign}${name}=…` : `${sign}…`
  })
}

const ADDRESS = /\b[a-z][a-z\d+.-]*:[/\\]{2}\S+/gi
const CLOSING_SIGNS = new Set('.,;:!?)]}>"\'`')

/** A text with the secrets of every address in it masked, and every key. */
export function withoutSecrets(text: string): string {
  return withoutKeys(
    text.replace(ADDRESS, (found) => {
      let end = found.length
      while (CLOSING_SIGNS.has(found[end - 1]!)) end--
      return maskedUrl(found.slice(0, end)) + found.slice(end)
    }),
  )
}
