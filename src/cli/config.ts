import { TrackError } from '#domain/errors.ts'
import type { World } from './world.ts'

export const DEFAULT_URL = 'https://projects.wrixton.xyz'

/** A value and where it came from. */
export interface Sourced {
  value: string
  source: 'environment' | 'file' | 'default' | 'flag'
}

export interface Settings {
  url: Sourced
  /** null where no key is set. */
  key: Sourced | null
  /** The file holds a key and others than its owner may read it. */
  exposed: boolean
}

/** What holds of the environment, the file and the defaults. The file is not read when the environment says all. */
export async function settings(
  { env, configFile }: Pick<World, 'env' | 'configFile'>,
  urlFlag?: string,
): Promise<Settings> {
  const named = { url: set(urlFlag), key: set(env.TRACK_API_KEY), host: set(env.TRACK_API_URL) }
  const enough = named.key && (named.url || named.host)
  const found = enough ? null : configFile.read()
  const file = found ? await parsed(found.text, configFile.path) : {}
  const url: Sourced = named.url
    ? { value: named.url, source: 'flag' }
    : named.host
      ? { value: named.host, source: 'environment' }
      : file.api_url
        ? { value: file.api_url, source: 'file' }
        : { value: DEFAULT_URL, source: 'default' }
  const key: Sourced | null = named.key
    ? { value: named.key, source: 'environment' }
    : file.api_key
      ? { value: file.api_key, source: 'file' }
      : null
  return {
    url: { ...url, value: address(url, configFile.path) },
    key,
    exposed: Boolean(file.api_key && found && found.mode & 0o077),
  }
}

/** The two values of a configuration file's text; a wrong one is an error that names the path and the line. */
export async function parsed(text: string, path: string): Promise<{ api_key?: string; api_url?: string }> {
  const { parse, TomlError } = await import('smol-toml')
  let table: Record<string, unknown>
  try {
    table = parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw broken(path, error.line, error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, ''))
  }
  const named: { api_key?: string; api_url?: string } = {}
  for (const name of ['api_key', 'api_url'] as const) {
    const value = table[name]
    if (value === undefined) continue
    if (typeof value !== 'string')
      throw broken(path, text.split('\n').findIndex((line) => line.includes(name)) + 1, `${name} is no text in quotes`)
    named[name] = set(value)
  }
  return named
}

/** The text of a configuration file; the address stands in it only when it is not the default. */
export function configText(key: string, url: string): string {
  return `api_key = ${JSON.stringify(key)}\n${url === DEFAULT_URL ? '' : `api_url = ${JSON.stringify(url)}\n`}`
}

function broken(path: string, line: number, message: string): TrackError {
  return new TrackError('unavailable', `${path}:${line}: ${message}`, {
    hint: 'Mend that line, or replace the file: track config --api-url URL',
  })
}

function set(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}

function address({ value, source }: Sourced, path: string): string {
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
  throw new TrackError('unavailable', `${from} is no server address: ${value}`, {
    hint: `One looks like ${DEFAULT_URL}.`,
  })
}

/** Whether an address is this machine's own. */
export function isLocal(url: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
}

/** Whether a key sent there could be read on the way: plain http to another machine. */
export function isOpenRoad(url: string): boolean {
  return new URL(url).protocol === 'http:' && !isLocal(url)
}
