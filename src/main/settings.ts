import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { isAbsolute, join, resolve } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'
import { withoutWrapping } from '#domain/typed-text.ts'
import type { Usage } from '#domain/usage.ts'
import { type Home, homeOf } from './home.ts'
import { type Level, LEVELS } from './log-levels.ts'

export type Env = Record<string, string | undefined>

interface Setting<T> {
  description: string
  /** The default for the documentation; the value may depend on the environment. */
  defaultText: string
  expected: string
  read(text: string): T | undefined
  secret?: true
}

const text: Setting<string>['read'] = (value) => value
const number = (min: number, max: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined

/** All settings of the server, from which docs/settings.md is generated. */
export const SETTINGS = {
  TRACK_HOST: {
    description: 'The address to listen on.',
    defaultText: '127.0.0.1',
    expected: 'a host name or an IP address',
    read: (value) => (/^[\w.:-]+$/.test(value) ? value : undefined),
  } as Setting<string>,
  TRACK_PORT: {
    description: 'The port to listen on; 0 picks a free one.',
    defaultText: '4747',
    expected: 'a port from 0 to 65535',
    read: number(0, 65535),
  } as Setting<number>,
  TRACK_DATA_DIR: {
    description: 'The folder of the database.',
    defaultText: '$XDG_DATA_HOME/track, or ~/.local/share/track',
    expected: 'a folder',
    read: text,
  } as Setting<string>,
  TRACK_DATABASE_URL: {
    description: 'The database.',
    defaultText: 'sqlite:$TRACK_DATA_DIR/track.db',
    expected: 'sqlite:/path/to/track.db or postgres://user:password@host/database',
    read: (value) => (/^sqlite:.+/.test(value) || isPostgres(value) ? value : undefined),
    secret: true,
  } as Setting<string>,
  TRACK_DATABASE_LISTEN_URL: {
    description:
      'The address of the PostgreSQL itself, if TRACK_DATABASE_URL leads through PgBouncer in transaction mode.',
    defaultText: 'TRACK_DATABASE_URL',
    expected: 'postgres://user:password@host/database',
    read: (value) => (isPostgres(value) ? value : undefined),
    secret: true,
  } as Setting<string>,
  TRACK_PUBLIC_URL: {
    description: 'The address that people use, with its path where a proxy leads one here; for links.',
    defaultText: 'as each request says',
    expected: 'an address such as https://track.example.com or https://example.com/track/',
    read: publicUrl,
  } as Setting<string>,
  TRACK_TRUST_PROXY: {
    description: 'Whose x-forwarded headers to believe.',
    defaultText: 'nobody',
    expected: 'true, false, a number of proxies, or their addresses separated by commas',
    read: trustProxy,
  } as Setting<boolean | string | ((address: string, hop: number) => boolean)>,
  TRACK_LOG_LEVEL: {
    description: 'How much to log.',
    defaultText: 'info',
    expected: 'fatal, error, warn, info, debug, trace or silent',
    read: (value) => (Object.hasOwn(LEVELS, value) ? value : undefined),
  } as Setting<Level>,
  TRACK_RATE_LIMIT: {
    description: 'Requests a minute and key; 0: any number.',
    defaultText: '600',
    expected: 'a whole number',
    read: number(0, 1e9),
  } as Setting<number>,
  TRACK_AUTH_RATE_LIMIT: {
    description: 'Wrong keys a minute and address; 0: any number.',
    defaultText: '10',
    expected: 'a whole number',
    read: number(0, 1e9),
  } as Setting<number>,
  TRACK_QUOTA_ITEMS: {
    description: 'The most items that a user may have, done ones included; 0: any number.',
    defaultText: '0',
    expected: 'a whole number',
    read: number(0, 1e9),
  } as Setting<number>,
  TRACK_QUOTA_BYTES: {
    description: "The most bytes that all texts of a user's items and projects may take; 0: any number.",
    defaultText: '0',
    expected: 'a whole number of bytes',
    read: number(0, 1e15),
  } as Setting<number>,
  TRACK_FIRST_KEY_FILE: {
    description: "Where to write the first user's key instead of printing it.",
    defaultText: 'printed',
    expected: 'a file that does not exist',
    read: text,
  } as Setting<string>,
}

/** Below these nobody could say whether a proxy has taken the path of the public address away. */
const OWN_PATH = /^\/(?:api|assets|calendar\.ics|docs|healthz|mcp|openapi\.json|readyz)(?:\/|$)/

function publicUrl(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined
  const { protocol, origin, pathname, search, hash } = new URL(value)
  const isUsable =
    /^https?:$/.test(protocol) && !search && !hash && !pathname.includes('//') && !OWN_PATH.test(pathname)
  return isUsable ? origin + pathname.replace(/\/$/, '') : undefined
}

function trustProxy(value: string): boolean | string | ((address: string, hop: number) => boolean) | undefined {
  if (value === 'true') return true
  if (value === 'false') return false
  if (/^\d{1,2}$/.test(value)) return (_address, hop) => hop < Number(value)
  return value.split(',').every((part) => isRange(part.trim())) ? value : undefined
}

function isRange(text: string): boolean {
  const [address = '', bits, more] = text.split('/')
  const version = isIP(address)
  if (!version || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

type SettingName = keyof typeof SETTINGS
export type Flags = Partial<Record<SettingName, string>>

export interface SourcedSetting {
  name: string
  /** As it may be shown, without passwords. */
  value: string
  source: 'flag' | 'environment' | 'default' | `file ${string}`
}

export interface Settings {
  host: string
  port: number
  databaseUrl: string
  /** The same database without a pooler, if databaseUrl leads through one. */
  listenUrl: string | null
  dataDir: string
  /** The variable or flag that says where the database is. */
  placedBy: string
  publicUrl: string | null
  trustProxy: boolean | string | ((address: string, hop: number) => boolean)
  logLevel: Level
  rateLimit: number
  authRateLimit: number
  /** The most that a user may have; 0: any number. */
  quota: Usage
  firstKeyFile: string | null
  /** The source of each value that is set. */
  sources: SourcedSetting[]
}

/**
 * Reads the server's settings from flags, environment and the files that `…_FILE` variables name. Throws `invalid` with
 * the name of a wrong setting and what was expected.
 */
export function readSettings(
  env: Env,
  flags: Flags = {},
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Settings {
  const sources: SourcedSetting[] = []
  const setBy: Partial<Record<SettingName, string>> = {}
  const get = <N extends SettingName>(name: N): ReturnType<(typeof SETTINGS)[N]['read']> | undefined => {
    const raw = readRaw(name, env, flags, readFile)
    if (!raw) return undefined
    const setting = SETTINGS[name]
    const value = setting.read(raw.value)
    if (value === undefined)
      throw new TrackError(
        'invalid',
        `${raw.name} is ${setting.secret ? 'not usable' : JSON.stringify(maskedUrl(raw.value))}; ` +
          `expected ${setting.expected}`,
      )
    setBy[name] = raw.name
    sources.push({ name, value: maskedUrl(raw.value), source: raw.source })
    return value as ReturnType<(typeof SETTINGS)[N]['read']>
  }
  const getOptional = <N extends SettingName>(name: N) => get(name) ?? null
  const defaultDir = defaultDataDir(env)
  const dataDir = resolve(get('TRACK_DATA_DIR') ?? defaultDir.path)
  return {
    host: get('TRACK_HOST') ?? '127.0.0.1',
    port: get('TRACK_PORT') ?? 4747,
    databaseUrl: get('TRACK_DATABASE_URL') ?? `sqlite:${join(dataDir, 'track.db')}`,
    listenUrl: getOptional('TRACK_DATABASE_LISTEN_URL'),
    dataDir,
    placedBy: setBy.TRACK_DATABASE_URL ?? setBy.TRACK_DATA_DIR ?? defaultDir.source,
    publicUrl: getOptional('TRACK_PUBLIC_URL'),
    trustProxy: get('TRACK_TRUST_PROXY') ?? false,
    logLevel: get('TRACK_LOG_LEVEL') ?? 'info',
    rateLimit: get('TRACK_RATE_LIMIT') ?? 600,
    authRateLimit: get('TRACK_AUTH_RATE_LIMIT') ?? 10,
    quota: { item_count: get('TRACK_QUOTA_ITEMS') ?? 0, text_bytes: get('TRACK_QUOTA_BYTES') ?? 0 },
    firstKeyFile: getOptional('TRACK_FIRST_KEY_FILE'),
    sources,
  }
}

/** The default data folder. A relative XDG_DATA_HOME is ignored (XDG Base Directory Specification). */
function defaultDataDir(env: Env): Home {
  const { XDG_DATA_HOME } = env
  if (XDG_DATA_HOME && isAbsolute(XDG_DATA_HOME)) return { path: join(XDG_DATA_HOME, 'track'), source: 'XDG_DATA_HOME' }
  const { path, source } = homeOf(env)
  return { path: join(path, '.local/share/track'), source }
}

/** The text of a setting: the flag, the variable, or the file that `NAME_FILE` names. Empty counts as unset. */
function readRaw(
  name: SettingName,
  env: Env,
  flags: Flags,
  readFile: (path: string) => string,
): (SourcedSetting & { name: string }) | null {
  const flag = flags[name]
  if (flag !== undefined)
    return {
      name: `--${name.slice('TRACK_'.length).toLowerCase().replaceAll('_', '-')}`,
      value: withoutWrapping(flag),
      source: 'flag',
    }
  const variable = withoutWrapping(env[name] ?? '')
  if (variable) return { name, value: variable, source: 'environment' }
  const path = withoutWrapping(env[`${name}_FILE`] ?? '')
  if (!path || name === 'TRACK_FIRST_KEY_FILE') return null
  try {
    return { name: `${name}_FILE`, value: withoutWrapping(readFile(path)), source: `file ${path}` }
  } catch (error) {
    throw new TrackError('invalid', `${name}_FILE names ${path}, which can't be read: ${(error as Error).message}`)
  }
}

export function isPostgres(databaseUrl: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(databaseUrl) && URL.canParse(databaseUrl)
}

/** The path in a `sqlite:` URL. */
export function sqlitePath(databaseUrl: string): string {
  return resolve(databaseUrl.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''))
}
