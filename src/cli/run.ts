import { ALL_SPACES, type Cli, createCli, learnMe } from './cli.ts'
import { COMMANDS } from './commands.ts'
import { report } from './errors.ts'
import { readAll } from './input.ts'
import { HELP_WIDTH, wrapText } from './help.ts'
import { type OptionValues, textOption } from './options.ts'
import { type ArgumentSources, parse } from './parse.ts'
import type { CliEnvironment } from './environment.ts'

/** Runs a command line; returns the exit code. */
export async function run(world: CliEnvironment): Promise<number> {
  // errors before the options are parsed are printed as JSON if --json occurs anywhere
  let cli = createCli(world, { json: beforeDashes(world.argv).includes('--json') })
  let typed: OptionValues = {}
  try {
    const parsed = await parse(world.argv, world.version, sourcesOf(world))
    if (parsed.text !== undefined) {
      world.stdout.write(`${wrapText(parsed.text, Math.min(world.stdout.columns ?? HELP_WIDTH, HELP_WIDTH))}\n`)
      if (parsed.isVersion && world.stdout.isTTY) await noteServerVersion(cli)
      return 0
    }
    typed = parsed.flags
    const space = textOption(parsed.flags, 'space') ?? (parsed.command.acrossSpaces ? ALL_SPACES : undefined)
    cli = createCli(world, { ...parsed, space })
    if (parsed.command.paged) cli.out.hold()
    const code = await parsed.command.run(cli, parsed.options as never, COMMANDS)
    await cli.out.flush()
    return code ?? 0
  } catch (error) {
    cli.out.discard()
    return report(error, cli, typed)
  }
}

/** What loads streams is asked for only when it is needed: standard input alone takes a tenth of a start. */
function sourcesOf(world: CliEnvironment): ArgumentSources {
  return {
    readInput: () => readAll(world.stdin),
    async pick(question, flags) {
      const { stdin, stderr, env } = world
      if (!stdin.isTTY || !stdin.setRawMode || !stderr.isTTY || env.TERM === 'dumb') return undefined
      const cli = createCli(world, { json: false, account: textOption(flags, 'as'), space: textOption(flags, 'space') })
      return (await import('./picker.ts')).pick(cli, question, () => learnMe(cli))
    },
  }
}

const VERSION_TIMEOUT_MS = 1_000

/** Says which version the server has, if it is another one and answers soon. */
async function noteServerVersion({ environment, settings, out }: Cli): Promise<void> {
  try {
    const { url } = await settings()
    const { body } = await environment.probe(`${url.value}/readyz`, VERSION_TIMEOUT_MS)
    const { version } = JSON.parse(body) as { version?: string }
    if (version && version !== environment.version) out.message(`note: ${url.value} runs ${version}`)
  } catch {
    // there is no server, or no Track
  }
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}
