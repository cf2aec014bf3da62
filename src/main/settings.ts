import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { isAbsolute, join, resolve } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import { type Home, homeOf } from './home.ts'
import { type Level, LEVELS } from './log.ts'

export type Env = Record<string, string | undefined>

interface Setting<T> {
  does: string
  /** As documented; the real default may need the environment. */
  usually: string
  expects: string
  read(text: string): T | undefined
  secret?: true
}

const text: Setting<string>['read'] = (value) => value
const number = (least: number, most: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most ? Number(value) : undefined

/** Every setting of the server: told once, read once, documented from here. */
export const SETTINGS = {
  TRACK_HOST: {
    does: 'The address to listen on.',
    usually: '127.0.0.1',
    expects: 'a host name or an IP address',
    read: (value) => (/^[\w.:-]+$/.test(value) ? value : undefined),
  } as Setting<string>,
  TRACK_PORT: {
    does: 'The port to listen on; 0 picks a free one.',
    usually: '4747',
    expects: 'a port from 0 to 65535',
    read: number(0, 65535),
  } as Setting<number>,
  TRACK_DATA_DIR: {
    does: 'The folder of the database.',
    usually: '$XDG_DATA_HOME/track, or ~/.local/share/track',
    expects: 'a folder',
    read: text,
  } as Setting<string>,
  TRACK_DATABASE_URL: {
    does: 'The database.',
    usually: 'sqlite:$TRACK_DATA_DIR/track.db',
    expects: 'sqlite:/path/to/track.db or postgres://user:password@host/database',
    read: (value) => (/^sqlite:.+/.test(value) || isPostgres(value) ? value : undefined),
    secret: true,
  } as Setting<string>,
  TRACK_PUBLIC_URL: {
    does: 'The address that people use, for calendar links.',
    usually: 'as each request says',
    expects: 'an address such as https://track.example.com',
    read: publicUrl,
  } as Setting<string>,
  TRACK_TRUST_PROXY: {
    does: 'Whose x-forwarded headers to believe.',
    usually: 'nobody',
    expects: 'true, false, a number of proxies, or their addresses separated by commas',
    read: trustProxy,
  } as Setting<boolean | string | ((address: string, hop: number) => boolean)>,
  TRACK_LOG_LEVEL: {
    does: 'How much to log.',
    usually: 'info',
    expects: 'fatal, error, warn, info, debug, trace or silent',
    read: (value) => (Object.hasOwn(LEVELS, value) ? value : undefined),
  } as Setting<Level>,
  TRACK_RATE_LIMIT: {
    does: 'Requests a minute and key; 0: any number.',
    usually: '600',
    expects: 'a whole number',
    read: number(0, 1e9),
  } as Setting<number>,
  TRACK_AUTH_RATE_LIMIT: {
    does: 'Wrong keys a minute and address; 0: any number.',
    usually: '10',
    expects: 'a whole number',
    read: number(0, 1e9),
  } as Setting<number>,
  TRACK_FIRST_KEY_FILE: {
    does: "Where to write the first user's key instead of printing it.",
    usually: 'printed',
    expects: 'a file that does not exist',
    read: text,
  } as Setting<string>,
}

function publicUrl(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined
  const { protocol, origin, pathname, search, hash } = new URL(value)
  return /^https?:$/.test(protocol) && pathname === '/' && !search && !hash ? origin : undefined
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

type Name = keyof typeof SETTINGS
export type Flags = Partial<Record<Name, string>>

export interface Found {
  name: string
  value: string
  source: 'flag' | 'environment' | 'default' | `file ${string}`
}

export interface Settings {
  host: string
  port: number
  databaseUrl: string
  dataDir: string
  /** The variable or flag that says where the database is. */
  placedBy: string
  publicUrl: string | null
  trustProxy: boolean | string | ((address: string, hop: number) => boolean)
  logLevel: Level
  rateLimit: number
  authRateLimit: number
  firstKeyFile: string | null
  /** Each value's source, for people. */
  found: Found[]
}

/** The server's settings, as a pure function of flags and environment but for `…_FILE` variables, whose files are read. A wrong one is named with what was expected. */
export function readSettings(
  env: Env,
  flags: Flags = {},
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Settings {
  const found: Found[] = []
  const setBy: Partial<Record<Name, string>> = {}
  const get = <N extends Name>(name: N): ReturnType<(typeof SETTINGS)[N]['read']> | undefined => {
    const raw = rawOf(name, env, flags, readFile)
    if (!raw) return undefined
    const setting = SETTINGS[name]
    const value = setting.read(raw.value.trim())
    if (value === undefined)
      throw new TrackError(
        'invalid',
        `${raw.name} is ${setting.secret ? 'not usable' : JSON.stringify(raw.value)}; expected ${setting.expects}`,
      )
    setBy[name] = raw.name
    found.push({ name, value: setting.secret ? raw.value.replace(/:[^:@/]+@/, ':…@') : raw.value, source: raw.source })
    return value as ReturnType<(typeof SETTINGS)[N]['read']>
  }
  const usual = usualDataDir(env)
  const dataDir = resolve(get('TRACK_DATA_DIR') ?? usual.path)
  return {
    host: get('TRACK_HOST') ?? '127.0.0.1',
    port: get('TRACK_PORT') ?? 4747,
    databaseUrl: get('TRACK_DATABASE_URL') ?? `sqlite:${join(dataDir, 'track.db')}`,
    dataDir,
    placedBy: setBy.TRACK_DATABASE_URL ?? setBy.TRACK_DATA_DIR ?? usual.source,
    publicUrl: get('TRACK_PUBLIC_URL') ?? null,
    trustProxy: get('TRACK_TRUST_PROXY') ?? false,
    logLevel: get('TRACK_LOG_LEVEL') ?? 'info',
    rateLimit: get('TRACK_RATE_LIMIT') ?? 600,
    authRateLimit: get('TRACK_AUTH_RATE_LIMIT') ?? 10,
    firstKeyFile: get('TRACK_FIRST_KEY_FILE') ?? null,
    found,
  }
}

/** A relative XDG_DATA_HOME counts for nothing, as the XDG Base Directory Specification has it. */
function usualDataDir(env: Env): Home {
  const { XDG_DATA_HOME } = env
  if (XDG_DATA_HOME && isAbsolute(XDG_DATA_HOME)) return { path: join(XDG_DATA_HOME, 'track'), source: 'XDG_DATA_HOME' }
  const { path, source } = homeOf(env)
  return { path: join(path, '.local/share/track'), source }
}

/** A setting's text: the flag, the variable, or the file that `NAME_FILE` names; empty counts as unset. */
function rawOf(
  name: Name,
  env: Env,
  flags: Flags,
  readFile: (path: string) => string,
): (Found & { name: string }) | null {
  const flag = flags[name]
  if (flag !== undefined)
    return { name: `--${name.slice('TRACK_'.length).toLowerCase().replaceAll('_', '-')}`, value: flag, source: 'flag' }
  if (env[name]) return { name, value: env[name], source: 'environment' }
  const path = env[`${name}_FILE`]
  if (!path || name === 'TRACK_FIRST_KEY_FILE') return null
  try {
    return { name: `${name}_FILE`, value: readFile(path).trim(), source: `file ${path}` }
  } catch (error) {
    throw new TrackError('invalid', `${name}_FILE names ${path}, which can't be read: ${(error as Error).message}`)
  }
}

export function isPostgres(databaseUrl: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(databaseUrl) && URL.canParse(databaseUrl)
}

/** The path in a `sqlite:` address. */
export function sqlitePath(databaseUrl: string): string {
  return resolve(databaseUrl.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''))
}
