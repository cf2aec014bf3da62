import { TrackError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'
import { withoutWrapping } from '#domain/typed-text.ts'
import type { CliEnvironment } from './environment.ts'

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
 * Throws `unavailable` for a file that cannot be read or parsed, and for a URL that is no server's.
 */
export async function loadSettings(
  { env, configFile }: Pick<CliEnvironment, 'env' | 'configFile'>,
  urlFlag?: string,
): Promise<ClientSettings> {
  const named = { url: nonEmpty(urlFlag), key: nonEmpty(env.TRACK_API_KEY), host: nonEmpty(env.TRACK_API_URL) }
  const enough = named.key && (named.url || named.host)
  const found = enough ? null : configFile.read()
  const file = found ? await parseConfig(found.text, configFile.path) : {}
  const url: SourcedValue = named.url
    ? { value: named.url, source: 'flag' }
    : named.host
      ? { value: named.host, source: 'environment' }
      : file.api_url
        ? { value: file.api_url, source: 'file' }
        : { value: DEFAULT_URL, source: 'default' }
  const key: SourcedValue | null = named.key
    ? { value: named.key, source: 'environment' }
    : file.api_key
      ? { value: file.api_key, source: 'file' }
      : null
  return {
    url: { ...url, value: checkedUrl(url, configFile.path) },
    key,
    exposed: Boolean(file.api_key && found && found.mode & 0o077),
  }
}

/** Parses a configuration file. Throws `unavailable` with path and line of an error. */
export async function parseConfig(text: string, path: string): Promise<{ api_key?: string; api_url?: string }> {
  const { parse, TomlError } = await import('smol-toml')
  let table: Record<string, unknown>
  try {
    table = parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw configError(path, error.line, error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, ''))
  }
  const named: { api_key?: string; api_url?: string } = {}
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

/** The text of a configuration file; contains the URL only if it is not the default. */
export function configText(key: string, url: string): string {
  return `api_key = ${JSON.stringify(key)}\n${url === DEFAULT_URL ? '' : `api_url = ${JSON.stringify(url)}\n`}`
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
  const url = URL.canParse(value) ? new URL(value) : null
  if (
    (url?.protocol === 'https:' || url?.protocol === 'http:') &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password
  )
    return url.href.replace(/\/+$/, '')
  throw new TrackError('unavailable', `${from} is no server address: ${maskedUrl(value)}`, {
    hint: `One looks like ${DEFAULT_URL}.`,
  })
}

const LOCAL_HOST = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[(?:::1?|::ffff:7f[\da-f]{2}:[\da-f]+)\])$/

/** Whether a URL leads to the machine on which it is opened, whichever that is. */
export function isLocal(url: string): boolean {
  return LOCAL_HOST.test(new URL(url).hostname)
}

/** Whether others could read a key on its way to this URL: plain http to another machine. */
export function sendsKeyUnencrypted(url: string): boolean {
  return new URL(url).protocol === 'http:' && !isLocal(url)
}
