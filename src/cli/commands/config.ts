import type { Track } from '#contract/track.ts'
import type { Me } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { API_KEY, masked } from '#domain/keys.ts'
import { withoutSecrets } from '#domain/secrets.ts'
import { type Cli, connect, warnOfUnsafeSettings } from '../cli.ts'
import { command } from '../command.ts'
import {
  type ClientSettings,
  type ConfigTable,
  type ConfigValues,
  DEFAULT_URL,
  loadSettings,
  nonEmpty,
  parseConfig,
  type SourcedValue,
} from '../config.ts'
import { configText } from '../config-text.ts'
import type { CliEnvironment } from '../environment.ts'
import { askKey } from '../ask-key.ts'
import { UsageError, textOption } from '../options.ts'

interface ConfigOptions {
  show: boolean
  list: boolean
  url?: string
  /** Ask the server whose key it is before writing it. */
  verify: boolean
}

export const config = command<ConfigOptions>({
  options: [
    { flags: '--api-url <url>', description: "the server's address; kept in the file unless it is the default" },
    { flags: '--no-verify', description: 'write the key without asking the server' },
    { flags: '--show', description: 'print what is set, and where it comes from' },
    { flags: '--list', description: 'print all accounts of the file' },
  ],
  data: true,
  about: `The key is asked for without being shown; where there is no terminal it is read from standard input.
Several keys live in one file: track config --as home asks for another one, and track --as home, or
TRACK_ACCOUNT=home, uses it.`,
  examples: [
    'track config',
    'track config --api-url https://track.example.org',
    'track config < key.txt',
    'track config --show',
    'track config --as home --api-url https://track.example.org',
    'track config --list',
  ],
  read({ flags }) {
    const options = {
      show: flags.show === true,
      list: flags.list === true,
      url: textOption(flags, 'apiUrl'),
      verify: flags.verify !== false,
    }
    if (options.url !== undefined && !nonEmpty(options.url))
      throw new UsageError('--api-url is empty', 'For example: track config --api-url https://track.example.org')
    return options
  },
  run: (cli, options) => (options.list ? list(cli) : options.show ? show(cli, options) : configure(cli, options)),
})

async function configure(cli: Cli, { url: flag, verify }: ConfigOptions): Promise<void> {
  const { out, environment } = cli
  const url = await urlToConfigure(cli, flag)
  out.message(`the key is for ${withoutSecrets(url.value)}`)
  // The file is about to be replaced, so only the address can be unsafe.
  warnOfUnsafeSettings(out, { url, exposed: false }, environment)
  const key = await readKey(cli)
  const track = verify ? connect(cli, url.value, checkKey(key)) : null
  const me = track && (await keyOwner(track, url.value))
  environment.configFile.write(configText(await textToKeep(cli, url), cli.account, key, url.value))
  if (cli.json) out.json({ file: environment.configFile.path, api_url: url.value, name: me?.name ?? null })
  else out.line(`wrote ${environment.configFile.path}`)
  if (me && !cli.json) out.line(`authenticated as ${me.name}`)
  if (nonEmpty(environment.env.TRACK_API_KEY))
    out.message('warning: TRACK_API_KEY is set and takes precedence over the file')
  const timezone = environment.timezone()
  if (track && timezone !== null) await suggestTimezone(track, timezone)
  else if (me)
    out.message(
      `the time zone here has no name, so yours stays ${me.timezone}; track me --timezone Europe/Berlin sets it`,
    )
}

/** The address that the key is for: the flag's, the environment's, the file's, or the default. */
async function urlToConfigure({ environment, account }: Cli, flag: string | undefined): Promise<SourcedValue> {
  const { env, configFile } = environment
  const emptyFile = { ...configFile, read: () => null } // an invalid file must not stop its being replaced
  const isGiven = Boolean(flag || nonEmpty(env.TRACK_API_URL))
  const withoutKey = { ...env, TRACK_API_KEY: undefined, TRACK_ACCOUNT: undefined }
  const known = account !== undefined && !isGiven && account in (await accountsOf(environment))
  const { url } = await loadSettings(
    { env: withoutKey, configFile: isGiven || (account !== undefined && !known) ? emptyFile : configFile },
    flag,
    known ? account : undefined,
  )
  return url
}

async function accountsOf({ configFile }: CliEnvironment): Promise<ConfigTable['accounts']> {
  const found = configFile.read()
  return found ? (await parseConfig(found.text, configFile.path)).accounts : {}
}

/** The present text of the file; none if it is invalid and the address is named, so that it is replaced. */
async function textToKeep({ environment: { configFile } }: Cli, url: SourcedValue): Promise<string> {
  const text = configFile.read()?.text ?? ''
  try {
    await parseConfig(text, configFile.path)
    return text
  } catch (error) {
    if (url.source === 'file' || url.source === 'default') throw error
    return ''
  }
}

async function list({ out, json, environment }: Cli): Promise<void> {
  const path = environment.configFile.path
  const text = environment.configFile.read()?.text ?? ''
  const { accounts, ...top } = await parseConfig(text, path)
  const all = [['', top], ...Object.entries(accounts)] as [string, ConfigValues][]
  const found = all
    .filter(([, { api_key }]) => api_key)
    .map(([name, { api_key: key, api_url: url }]) => ({ name, api_url: url ?? DEFAULT_URL, api_key: masked(key!) }))
  if (json) return out.json({ accounts: found, file: path })
  if (!found.length) return out.message(`${path} holds no key. To set one: track config`)
  await out.table(
    [{}, { whole: true }, {}],
    found.map(({ name, api_url: url, api_key: key }) => [name || '(without --as)', withoutSecrets(url), key]),
  )
}

/** Throws `conflict` where none is given. */
async function readKey({ environment }: Cli): Promise<string> {
  const key = await askKey(environment, 'Track api_key: ')
  if (key) return key
  // not `unauthenticated`, whose exit code says that the server refused a key
  throw new TrackError('not_found', 'no key was given; nothing was written', {
    hint: 'An administrator makes one: track user add NAME',
  })
}

/** Throws `unauthenticated` for a text that is no API key. */
function checkKey(key: string): string {
  if (API_KEY.test(key)) return key
  throw new TrackError(
    'unauthenticated',
    'this is no Track key: one is trk_ and 43 letters and digits; nothing was written',
    {
      hint: 'Copy the whole key, as track user add printed it.',
    },
  )
}

/** The owner of the key. Throws `unauthenticated` if the server does not know it, `unavailable` if it is not Track. */
async function keyOwner(track: Track, url: string): Promise<Me> {
  const me = await track.me.get().catch((error: unknown) => {
    if (!(error instanceof TrackError) || error.code !== 'unauthenticated') throw error
    throw new TrackError(error.code, `${url} does not know this key; nothing was written`, {
      hint: 'Is it the whole key, and the right server? An administrator makes a new one: track user rotate NAME',
    })
  })
  if (typeof me.name === 'string') return me
  throw new TrackError('unavailable', `${url} answered something that is not Track; nothing was written`, {
    hint: 'Check --api-url.',
  })
}

/** Sets the user's time zone to this machine's, unless they have chosen one. Errors are ignored: the key is written. */
async function suggestTimezone(track: Track, timezone: string): Promise<void> {
  await track.me.update({ timezone, unless_chosen: true }).catch(() => {})
}

async function show({ out, json, environment, settings }: Cli, { url: flag }: ConfigOptions): Promise<void> {
  const found = await settings(flag)
  const path = environment.configFile.path
  if (json)
    return out.json({
      api_url: found.url,
      api_key: found.key && { ...found.key, value: masked(found.key.value) },
      file: path,
    })
  await out.table([{}, { whole: true }, { whole: true }], settingRows(found, path))
  warnOfUnsafeSettings(out, found, environment)
}

/** Name, value and source of each setting; the key masked. */
export function settingRows({ url, key }: ClientSettings, path: string): string[][] {
  const source = (name: string, { source: from }: SourcedValue) =>
    ({ environment: `environment (${name})`, file: `file (${path})`, default: 'default', flag: 'flag' })[from]
  return [
    ['api_url', withoutSecrets(url.value), source('TRACK_API_URL', url)],
    key ? ['api_key', masked(key.value), source('TRACK_API_KEY', key)] : ['api_key', 'not set', 'track config sets it'],
  ]
}
