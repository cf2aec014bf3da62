import { withoutSecrets } from '#domain/secrets.ts'
import { type Cli } from '../cli.ts'
import { command } from '../command.ts'
import type { Finding } from '../findings.ts'
import type { Style } from '../style.ts'

const STYLES: Record<Finding['level'], Style> = { ok: 'dim', warn: 'yellow', fail: 'red' }

export const doctor = command<null>({
  data: true,
  about:
    "Looks at your settings and key, at the server that they name, and, on the server's own machine, at its " +
    'settings, files and database. There it may need: sudo TRACK_DATA_DIR=/var/lib/track track doctor. ' +
    'Exits with 1 when something failed.',
  examples: ['track doctor', 'track doctor --json'],
  read: () => null,
  async run(cli) {
    const here = await cli.environment.inspect()
    const { clientFindings } = await import('../client-findings.ts')
    const runsHere = here.some(({ check }) => check === 'database')
    const findings = [...here, ...(await clientFindings(cli, runsHere))].map(masked)
    if (cli.json) cli.out.json({ findings: findings.map(toJson) })
    else for (const finding of findings) print(cli, finding)
    return findings.some(({ level }) => level === 'fail') ? 1 : 0
  },
})

/** People paste what it prints into an issue. */
const masked = ({ message, remedy, ...rest }: Finding): Finding => ({
  ...rest,
  message: withoutSecrets(message),
  remedy: remedy && withoutSecrets(remedy),
})

/** The JSON output calls the message `says`. */
const toJson = ({ check, level, message, remedy }: Finding) => ({ check, level, says: message, remedy })

const INDENT = ' '.repeat(15)

function print({ out }: Cli, { check, level, message, remedy }: Finding): void {
  out.line({ text: level.padEnd(6), style: STYLES[level] }, `${check.padEnd(8)} ${message}`)
  if (remedy) out.line(`${INDENT}${remedy}`)
}
