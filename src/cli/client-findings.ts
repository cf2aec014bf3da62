import { TrackError } from '#domain/errors.ts'
import { API_KEY, masked } from '#domain/keys.ts'
import { type Cli, connect } from './cli.ts'
import { shownSettings } from './commands/config.ts'
import { isLocal, isOpenRoad, type Settings, settings } from './config.ts'
import { fail, type Finding, ok, warn } from './finding.ts'
import type { Answer } from './world.ts'

const SANE_YEARS = ['2025', '2100']
const SECONDS_APART = 60
const DAYS_LEFT = 14
const DAY_MS = 24 * 60 * 60 * 1000

/** What holds of the command line's own settings, and of the server that they name. Without a key, who runs the server here is only told so. */
export async function clientFindings(cli: Cli, runsHere: boolean): Promise<Finding[]> {
  try {
    const found = await settings(cli.world)
    const sources = shownSettings(found, cli.world.configFile.path).map(([name = '', value, source]) =>
      ok(name, `${value}, ${source}`),
    )
    const about = [...sources.filter(({ check }) => check !== 'api_key' || found.key), ...fileFindings(cli, found)]
    if (!found.key) return [...about, year(cli), (runsHere ? warn : fail)('key', 'no key is set', 'track config')]
    return [
      ...about,
      year(cli),
      ...(await serverFindings(cli, found)),
      ...(await keyFindings(cli, found.url.value, found.key.value)),
    ]
  } catch (error) {
    return [failure('settings', error, 'mend it, then try again')]
  }
}

function failure(check: string, error: unknown, remedy: string): Finding {
  if (!(error instanceof TrackError)) throw error
  return fail(check, error.message, error.details.hint ?? remedy)
}

function fileFindings({ world: { configFile } }: Cli, { exposed, url }: Settings): Finding[] {
  const file = configFile.read()
  const { path } = configFile
  const road = isOpenRoad(url.value)
    ? [
        fail(
          'road',
          'the key travels over plain http, where others can read it',
          'use an https address: track config --api-url https://…',
        ),
      ]
    : []
  if (!file) return [ok('file', `${path} does not exist`), ...road]
  if (exposed) return [fail('file', `${path} can be read by others; it holds your key`, `chmod 600 ${path}`), ...road]
  return [ok('file', `${path}, mode ${(file.mode & 0o777).toString(8)}`), ...road]
}

function year({ world }: Cli): Finding {
  const { day, time } = world.wall()
  const [least = '', most = ''] = SANE_YEARS
  return day >= least && day < most
    ? ok('clock', `${day} ${time} here`)
    : fail('clock', `it is ${day} ${time} here, they say`, 'set the clock of this machine')
}

async function serverFindings({ world }: Cli, { url }: Settings): Promise<Finding[]> {
  try {
    const answer = await world.probe(`${url.value}/readyz`)
    const state = stateIn(answer)
    if (answer.status === 503)
      return [
        fail(
          'server',
          `${url.value} runs, but its database does not answer`,
          'look into its log; track doctor on its machine looks at the database',
        ),
      ]
    if (!state)
      return [
        fail(
          'server',
          `${url.value} answers something that is not Track (status ${answer.status})`,
          'check api_url: track config --api-url URL',
        ),
      ]
    return [ok('server', `${url.value} is ready`), ...certificate(answer, world.now()), apart(answer), ...proxy(state)]
  } catch (error) {
    return [failure('server', error, 'is the address right, and does the server run there? (track serve)')]
  }
}

function stateIn({ status, body }: Answer): { proxy?: string } | null {
  try {
    const state = JSON.parse(body) as { status?: string; proxy?: string } | null
    return status === 200 && state?.status === 'ready' ? state : null
  } catch {
    return null
  }
}

function certificate({ validTo }: Answer, now: Date): Finding[] {
  if (!validTo) return []
  const days = Math.floor((validTo.getTime() - now.getTime()) / DAY_MS)
  const until = `the certificate is valid for ${days} days more`
  return [days < DAYS_LEFT ? warn('tls', until, 'have the proxy renew it') : ok('tls', until)]
}

function apart({ apart: seconds }: Answer): Finding {
  if (seconds === null) return ok('clocks', 'the server does not tell its time')
  const says = `the server's clock and this one ${Math.abs(seconds) > 1 ? `are ${Math.abs(seconds)} s apart` : 'agree'}` // it tells whole seconds
  return Math.abs(seconds) > SECONDS_APART
    ? warn('clocks', says, 'set both by NTP: timedatectl set-ntp true')
    : ok('clocks', says)
}

/** What the server made of the x-forwarded headers that it saw. */
function proxy({ proxy: seen }: { proxy?: string }): Finding[] {
  if (seen === 'believed') return [ok('proxy', 'there is one, and the server believes what it forwards')]
  if (seen !== 'ignored') return [ok('proxy', 'none between here and the server')]
  return [
    warn(
      'proxy',
      'the server does not believe what its proxy forwards, so it takes all people for one address',
      "set TRACK_TRUST_PROXY on the server to the proxy's address",
    ),
  ]
}

async function keyFindings(cli: Cli, url: string, key: string): Promise<Finding[]> {
  const shape = API_KEY.test(key)
    ? []
    : [fail('key', `${masked(key)} is no Track key: one is trk_ and 43 letters and digits`, 'track config')]
  try {
    const track = connect(cli, url, key)
    const me = await track.me.get()
    const { https: link } = await track.calendar.get()
    if (typeof me.name !== 'string' || !URL.canParse(link))
      return [
        ...shape,
        fail('key', `${url} answers something that is not Track`, 'check api_url: track config --api-url URL'),
      ]
    return [
      ...shape,
      ok('key', `opens the items of ${me.name} (${me.role}), time zone ${me.timezone}`),
      address(url, new URL(link).origin),
    ]
  } catch (error) {
    if (error instanceof TrackError && error.code === 'unavailable')
      return [
        ...shape,
        warn('key', 'could not be checked, since the server does not answer', 'see to the server first'),
      ]
    return [...shape, failure('key', error, 'set your key anew: track config')]
  }
}

/** Whether calendar links lead where people reach the server. */
function address(url: string, links: string): Finding {
  const { origin } = new URL(url)
  if (links === origin || isLocal(url)) return ok('address', `calendar links lead to ${links}`)
  return warn(
    'address',
    `calendar links lead to ${links}, not to ${origin}`,
    `set TRACK_PUBLIC_URL=${origin} on the server`,
  )
}
