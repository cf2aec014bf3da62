import { errorOf } from '#contract/problems.ts'
import { TrackError } from '#domain/errors.ts'
import { API_KEY, masked } from '#domain/keys.ts'
import { type Cli, connect, ONLY_THIS_MACHINE, REACH_FROM_ELSEWHERE } from './cli.ts'
import { settingRows } from './commands/config.ts'
import { isLocal, sendsKeyUnencrypted, type ClientSettings } from './config.ts'
import { fail, type Finding, ok, warn } from './findings.ts'
import type { ProbeResult } from './environment.ts'

const SANE_YEARS = ['2025', '2100']
const MAX_CLOCK_SKEW_S = 60
const MIN_CERTIFICATE_DAYS = 14
const DAY_MS = 24 * 60 * 60 * 1000

/** Checks the command line's settings and its server. A missing key is only a warning if the server runs here. */
export async function clientFindings(cli: Cli, runsHere: boolean): Promise<Finding[]> {
  try {
    const found = await cli.settings()
    const sources = settingRows(found, cli.environment.configFile.path).map(([name = '', value, source]) =>
      ok(name, `${value}, ${source}`),
    )
    const about = [...sources.filter(({ check }) => check !== 'api_key' || found.key), ...fileFindings(cli, found)]
    if (!found.key)
      return [...about, clockFinding(cli), (runsHere ? warn : fail)('key', 'no key is set', 'track config')]
    return [
      ...about,
      clockFinding(cli),
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

function fileFindings({ environment: { configFile, ownAddresses } }: Cli, { exposed, url }: ClientSettings): Finding[] {
  const file = configFile.read()
  const { path } = configFile
  const transport = sendsKeyUnencrypted(url.value, ownAddresses)
    ? [
        fail(
          'road',
          'the key travels over plain http, where others can read it',
          'use an https address: track config --api-url https://…',
        ),
      ]
    : []
  if (!file) return [ok('file', `${path} does not exist`), ...transport]
  if (exposed)
    return [fail('file', `${path} can be read by others; it holds your key`, `chmod 600 ${path}`), ...transport]
  return [ok('file', `${path}, mode ${(file.mode & 0o777).toString(8)}`), ...transport]
}

function clockFinding({ environment }: Cli): Finding {
  const { day, time } = environment.localTime()
  const [min = '', max = ''] = SANE_YEARS
  return day >= min && day < max
    ? ok('clock', `${day} ${time} here`)
    : fail('clock', `it is ${day} ${time} here, they say`, 'set the clock of this machine')
}

async function serverFindings({ environment }: Cli, { url }: ClientSettings): Promise<Finding[]> {
  try {
    const answer = await environment.probe(`${url.value}/readyz`)
    const state = readyState(answer)
    if (!state) return [notReadyFinding(answer, url.value)]
    return [
      ok('server', `${url.value} is ready`),
      ...versionFindings(state, environment.version),
      ...certificateFindings(answer, environment.now()),
      clockSkewFinding(answer),
      ...proxyFindings(state),
    ]
  } catch (error) {
    return [failure('server', error, 'is the address right, and does the server run there? (track serve)')]
  }
}

function notReadyFinding({ status, body }: ProbeResult, url: string): Finding {
  if (errorOf(jsonOf(body))?.code === 'unavailable')
    return fail(
      'server',
      `${url} runs, but its database does not answer`,
      'look into its log; track doctor on its machine looks at the database',
    )
  if (status >= 500)
    return fail(
      'server',
      `a proxy answers for ${url} (status ${status}), Track behind it does not`,
      'does the server run, and does the proxy lead to its port?',
    )
  if (status === 401 || status === 403 || status === 407)
    return fail(
      'server',
      `a proxy in front of ${url} wants a login of its own (status ${status})`,
      'let it pass /api, /readyz and /calendar.ics without one: the key is enough',
    )
  return fail(
    'server',
    `${url} answers something that is not Track (status ${status})`,
    'check api_url: track config --api-url URL',
  )
}

/** What a server says that is ready. */
interface ReadyState {
  status?: string
  proxy?: string
  version?: string
}

function versionFindings({ version }: ReadyState, own: string): Finding[] {
  if (version === undefined) return []
  if (version === own) return [ok('version', `${own}, the server too`)]
  return [warn('version', `${own} here, ${version} on the server`, 'bring the older one up to date; README tells how')]
}

function readyState({ status, body }: ProbeResult): ReadyState | null {
  const state = jsonOf(body) as ReadyState | null
  return status === 200 && state?.status === 'ready' ? state : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function certificateFindings({ validTo }: ProbeResult, now: Date): Finding[] {
  if (!validTo) return []
  const days = Math.floor((validTo.getTime() - now.getTime()) / DAY_MS)
  const message = `the certificate is valid for ${days} days more`
  return [days < MIN_CERTIFICATE_DAYS ? warn('tls', message, 'have the proxy renew it') : ok('tls', message)]
}

function clockSkewFinding({ clockSkewSeconds: seconds }: ProbeResult): Finding {
  if (seconds === null) return ok('clocks', 'the server does not tell its time')
  // the Date header has whole seconds
  const difference = Math.abs(seconds) > 1 ? `are ${Math.abs(seconds)} s apart` : 'agree'
  const message = `the server's clock and this one ${difference}`
  return Math.abs(seconds) > MAX_CLOCK_SKEW_S
    ? warn('clocks', message, 'set both by NTP: timedatectl set-ntp true')
    : ok('clocks', message)
}

/** Whether the server trusts the x-forwarded headers that it received. */
function proxyFindings({ proxy: seen }: ReadyState): Finding[] {
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
      addressFinding(url, link.slice(0, link.indexOf('/calendar.ics'))),
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

/** Whether calendar links point to the server's address. */
function addressFinding(url: string, links: string): Finding {
  if (isLocal(links) && isLocal(url))
    return warn('address', `calendar links lead to ${links}: ${ONLY_THIS_MACHINE}`, REACH_FROM_ELSEWHERE)
  if (links === url || isLocal(url)) return ok('address', `calendar links lead to ${links}`)
  return warn('address', `calendar links lead to ${links}, not to ${url}`, `set TRACK_PUBLIC_URL=${url} on the server`)
}
