import type { Track } from '#contract/track.ts'
import type { Me } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { API_KEY, masked } from '#domain/keys.ts'
import { type Cli, connect, warn } from '../cli.ts'
import { command } from '../command.ts'
import { configText, type Settings, settings, type Sourced } from '../config.ts'
import { askHidden, readLine } from '../prompt.ts'
import { Usage, words } from '../usage.ts'

interface Options {
  show: boolean
  url?: string
  verify: boolean
}

export const config = command<Options>({
  options: [
    { flags: '--api-url <url>', says: "the server's address; kept in the file unless it is the default" },
    { flags: '--no-verify', says: 'write the key without asking the server' },
    { flags: '--show', says: 'print what is set, and where it comes from' },
  ],
  data: true,
  about: 'The key is asked for without being shown; where there is no terminal it is read from standard input.',
  examples: [
    'track config',
    'track config --api-url https://track.example.org',
    'track config < key.txt',
    'track config --show',
  ],
  read({ flags }) {
    const options = { show: flags.show === true, url: words(flags, 'apiUrl'), verify: flags.verify !== false }
    if (options.url?.trim() === '')
      throw new Usage('--api-url is empty', 'For example: track config --api-url https://track.example.org')
    return options
  },
  run: (cli, options) => (options.show ? show(cli, options) : configure(cli, options)),
})

async function configure(cli: Cli, { url: flag, verify }: Options): Promise<void> {
  const { out, world } = cli
  const unread = { ...world.configFile, read: () => null } // it is replaced, so it may be broken
  const known = flag || world.env.TRACK_API_URL?.trim()
  const { url } = await settings(
    { env: { ...world.env, TRACK_API_KEY: undefined }, configFile: known ? unread : world.configFile },
    flag,
  )
  out.say(`the key is for ${url.value}`)
  warn(out, { url, exposed: false }, world.configFile.path)
  const key = await givenKey(cli)
  const track = verify ? connect(cli, url.value, checked(key)) : null
  const me = track && (await owner(track, url.value))
  world.configFile.write(configText(key, url.value))
  if (cli.json) out.json({ file: world.configFile.path, api_url: url.value, name: me?.name ?? null })
  else out.line(`wrote ${world.configFile.path}`)
  if (me && !cli.json) out.line(`authenticated as ${me.name}`)
  if (world.env.TRACK_API_KEY?.trim()) out.say('warning: TRACK_API_KEY is set and takes precedence over the file')
  const timezone = world.timezone()
  if (track && timezone !== null) await chooseTimezone(track, timezone)
  else if (me)
    out.say(`the time zone here has no name, so yours stays ${me.timezone}; track me --timezone Europe/Berlin sets it`)
}

async function givenKey({ world: { stdin, stdout, stderr } }: Cli): Promise<string> {
  const screen = stdout.isTTY ? stdout : stderr
  const line =
    stdin.isTTY && stdin.setRawMode ? await askHidden(stdin, screen, 'Track api_key: ') : await readLine(stdin)
  const key = line?.replace(/^\ufeff/, '').trim()
  if (key) return key
  throw new TrackError('conflict', 'no key was given; nothing was written', {
    hint: 'An administrator makes one: track user add NAME',
  })
}

function checked(key: string): string {
  if (API_KEY.test(key)) return key
  throw new TrackError(
    'unauthenticated',
    'this is no Track key: one is trk_ and 43 letters and digits; nothing was written',
    {
      hint: 'Copy the whole key, as track user add printed it.',
    },
  )
}

/** Whose key it is, when the server knows it. */
async function owner(track: Track, url: string): Promise<Me> {
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

/** The zone of this machine, unless one was chosen; that it can't be set is no reason to fail. */
async function chooseTimezone(track: Track, timezone: string): Promise<void> {
  await track.me.update({ timezone, unless_chosen: true }).catch(() => {})
}

async function show({ out, json, world }: Cli, { url: flag }: Options): Promise<void> {
  const found = await settings(world, flag)
  const path = world.configFile.path
  if (json)
    return out.json({
      api_url: found.url,
      api_key: found.key && { ...found.key, value: masked(found.key.value) },
      file: path,
    })
  await out.table([{}, {}, {}], shownSettings(found, path))
  warn(out, found, path)
}

/** Name, value and source of each setting; the key masked. */
export function shownSettings({ url, key }: Settings, path: string): string[][] {
  const source = (name: string, { source: from }: Sourced) =>
    ({ environment: `environment (${name})`, file: `file (${path})`, default: 'default', flag: 'flag' })[from]
  return [
    ['api_url', url.value, source('TRACK_API_URL', url)],
    key ? ['api_key', masked(key.value), source('TRACK_API_KEY', key)] : ['api_key', 'not set', 'track config sets it'],
  ]
}
