import { TrackError } from '#domain/errors.ts'
import { API_KEY, masked } from '#domain/keys.ts'
import { type Cli, connect } from '../cli.ts'
import { command } from '../command.ts'
import { isOpenRoad, type Settings, settings } from '../config.ts'
import { shownSettings } from './config.ts'

interface Finding {
  check: string
  ok: boolean
  says: string
  /** What to do about it. */
  remedy?: string
}

export const doctor = command<null>({
  data: true,
  about: 'Exits with 1 when something is wrong.',
  examples: ['track doctor', 'track doctor --json'],
  read: () => null,
  async run(cli) {
    const findings = await findingsOf(cli)
    if (cli.json) cli.out.json({ findings })
    else {
      for (const { check, ok, says, remedy } of findings) {
        cli.out.line({ text: ok ? 'ok   ' : 'bad  ', style: ok ? 'dim' : 'red' }, `${check.padEnd(8)} ${says}`)
        if (remedy) cli.out.line(`${' '.repeat(14)}${remedy}`)
      }
    }
    return findings.every(({ ok }) => ok) ? 0 : 1
  },
})

async function findingsOf(cli: Cli): Promise<Finding[]> {
  const { path } = cli.world.configFile
  try {
    const found = await settings(cli.world)
    const sources = shownSettings(found, path).map(([name = '', value, source]) => ({ check: name, ok: true, says: `${value}, ${source}` }))
    return [...sources.filter(({ check }) => check !== 'api_key' || found.key), ...fileFindings(cli, found), ...(await serverFindings(cli, found))]
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    return [{ check: 'settings', ok: false, says: error.message, remedy: error.details.hint }]
  }
}

function fileFindings({ world: { configFile } }: Cli, { exposed, url }: Settings): Finding[] {
  const file = configFile.read()
  const { path } = configFile
  const findings: Finding[] = []
  if (!file) findings.push({ check: 'file', ok: true, says: `${path} does not exist` })
  else if (exposed) findings.push({ check: 'file', ok: false, says: `${path} can be read by others; it holds your key`, remedy: `chmod 600 ${path}` })
  else findings.push({ check: 'file', ok: true, says: `${path}, mode ${(file.mode & 0o777).toString(8)}` })
  if (isOpenRoad(url.value)) findings.push({ check: 'road', ok: false, says: 'the key travels over plain http, where others can read it', remedy: 'use an https address: track config --api-url https://…' })
  return findings
}

async function serverFindings(cli: Cli, { url, key }: Settings): Promise<Finding[]> {
  if (!key) return [{ check: 'key', ok: false, says: 'no key is set', remedy: 'track config' }]
  const shape = API_KEY.test(key.value) ? [] : [{ check: 'key', ok: false, says: `${masked(key.value)} is no Track key: one is trk_ and 43 letters and digits`, remedy: 'track config' }]
  try {
    const me = await connect(cli, url.value, key.value).me.get()
    return [...shape, { check: 'server', ok: true, says: `${url.value} answers` }, { check: 'key', ok: true, says: `opens the items of ${me.name} (${me.role}), time zone ${me.timezone}` }]
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    if (error.code !== 'unauthenticated') return [...shape, { check: 'server', ok: false, says: error.message, remedy: error.details.hint ?? 'is the address right, and does the server run there? (track serve)' }]
    return [...shape, { check: 'server', ok: true, says: `${url.value} answers` }, { check: 'key', ok: false, says: error.message, remedy: 'set your key anew: track config' }]
  }
}
