import { TrackError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'
import { withoutWrapping } from '#domain/typed-text.ts'
import type { CliEnvironment } from './environment.ts'
import { UsageError } from './options.ts'

export const DEFAULT_URL = 'https://projects.wrixton.xyz'

/** A value and its source. */
export interface SourcedValue {
  value: string
  source: 'environment' | 'file' | 'default' | 'flag'
}

export interface ClientSettings {
  url: SourcedValue
  /** null if no key is set. */
  key: SourcedValue | null
  /** The file contains a key, and others than its owner may read it. */
  exposed: boolean
}

/**
 * Settings by precedence: flag, environment, file, default. The file is only read if the environment lacks a value.
 * With an account both come from its table in the file, so that its key goes to no other address. Throws
 * `unavailable` for a file that cannot be read or parsed and for a URL that is no server's, `not_found` for an account
 * that is not there, UsageError for one beside TRACK_API_KEY.
 */
export async function loadSettings(
  { env, configFile }: Pick<CliEnvironment, 'env' | 'configFile'>,
  urlFlag?: string,
  accountFlag?: string,
): Promise<ClientSettings> {
  const named = { url: nonEmpty(urlFlag), key: nonEmpty(env.TRACK_API_KEY), host: nonEmpty(env.TRACK_API_URL) }
  if (accountFlag !== undefined && named.key)
    throw new UsageError('--as and TRACK_API_KEY exclude each other', 'Unset TRACK_API_KEY, or leave out --as.')
  const account = accountFlag ?? (named.key ? undefined : nonEmpty(env.TRACK_ACCOUNT))
  const enough = named.key && (named.url || named.host)
  const found = enough ? null : configFile.read()
  const file = found ? await parseConfig(found.text, configFile.path) : { accounts: {} }
  const values: ConfigValues = account === undefined ? file : accountOf(file, account, configFile.path)
  const url = urlOf(named.url, account === undefined ? named.host : undefined, values)
  const key: SourcedValue | null =
    named.key !== undefined
      ? { value: named.key, source: 'environment' }
      : values.api_key
        ? { value: values.api_key, source: 'file' }
        : null
  return {
    url: { ...url, value: checkedUrl(url, configFile.path) },
    key,
    exposed: Boolean(values.api_key && found && found.mode & 0o077),
  }
}

function urlOf(flag: string | undefined, variable: string | undefined, { api_url }: ConfigValues): SourcedValue {
  if (flag) return { value: flag, source: 'flag' }
  if (variable) return { value: variable, source: 'environment' }
  return api_url ? { value: api_url, source: 'file' } : { value: DEFAULT_URL, source: 'default' }
}

function accountOf({ accounts }: ConfigTable, account: string, path: string): ConfigValues {
  const found = Object.hasOwn(accounts, account) ? accounts[account] : undefined
  if (found) return found
  const names = Object.keys(accounts)
  throw new TrackError('not_found', `there is no account ${account} in ${path}`, {
    hint: `${names.length ? `There is ${names.join(', ')}. ` : ''}To add it: track config --as ${account}`,
  })
}

export interface ConfigValues {
  api_key?: string
  api_url?: string
}

/** What a configuration file holds: one key at its top, others in a table each. */
export interface ConfigTable extends ConfigValues {
  accounts: Record<string, ConfigValues>
}

/** Parses a configuration file. Throws `unavailable` with path and line of an error. */
export async function parseConfig(text: string, path: string): Promise<ConfigTable> {
  const { parse, TomlError } = await import('smol-toml')
  let table: Record<string, unknown>
  try {
    table = parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw configError(path, error.line, error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, ''))
  }
  const valuesIn = (part: Record<string, unknown>) => configValues(part, text, path)
  const accounts = Object.entries(table).flatMap(([name, part]) =>
    typeof part === 'object' && part !== null ? [[name, valuesIn(part as Record<string, unknown>)] as const] : [],
  )
  return { ...valuesIn(table), accounts: Object.fromEntries(accounts) }
}

function configValues(table: Record<string, unknown>, text: string, path: string): ConfigValues {
  const named: ConfigValues = {}
  for (const name of ['api_key', 'api_url'] as const) {
    const value = table[name]
    if (value === undefined) continue
    if (typeof value !== 'string')
      throw configError(
        path,
        text.split('\n').findIndex((line) => line.includes(name)) + 1,
        `${name} is no text in quotes`,
      )
    named[name] = nonEmpty(value)
  }
  return named
}

/** A configuration file's text with another key, else as it is; null where it does not hold the former key. */
export function replaceKey(text: string, before: string, after: string): string | null {
  return text.includes(before) ? text.replaceAll(before, after) : null
}

function configError(path: string, line: number, message: string): TrackError {
  return new TrackError('unavailable', `${path}:${line}: ${message}`, {
    hint: 'Mend that line, or replace the file: track config --api-url URL',
  })
}

/** A value as it was meant; undefined if nothing is left of it. */
export function nonEmpty(text: string | undefined): string | undefined {
  return (text && withoutWrapping(text)) || undefined
}

function checkedUrl({ value, source }: SourcedValue, path: string): string {
  const from = { environment: 'TRACK_API_URL', file: `api_url in ${path}`, flag: '--api-url', default: 'the default' }[
    source
  ]
  const whole = LOCAL_WITHOUT_SCHEME.test(value) ? `http://${value}` : value
  const url = URL.canParse(whole) ? new URL(whole) : null
  if (
    (url?.protocol === 'https:' || url?.protocol === 'http:') &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password
  )
    return url.href.replace(/\/+(?:api\/*)?$/, '')
  throw new TrackError('unavailable', `${from} is no server address: ${maskedUrl(value)}`, {
    hint: /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/.test(value)
      ? `Say how it is reached: https://${value}`
      : `One looks like ${DEFAULT_URL}.`,
  })
}

/** `localhost:4747` */
const LOCAL_WITHOUT_SCHEME = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:\/|$)/i

const LOCAL_HOST = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[(?:::1?|::ffff:7f[\da-f]{2}:[\da-f]+)\])$/

/** Whether a URL leads to the machine on which it is opened, whichever that is. */
export function isLocal(url: string): boolean {
  return LOCAL_HOST.test(new URL(url).hostname)
}

/**
 * Whether others could read a key on its way to this URL: plain http to another machine. `ownAddresses`: those by which
 * this one is reached.
 */
export function sendsKeyUnencrypted(url: string, ownAddresses: () => string[]): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isLocal(url) && !ownAddresses().includes(hostname.replace(/^\[|\]$/g, ''))
}
