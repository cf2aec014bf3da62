import { createCli } from './cli.ts'
import { COMMANDS } from './commands.ts'
import { report } from './errors.ts'
import { readAll } from './input.ts'
import { HELP_WIDTH, wrapText } from './help.ts'
import { type OptionValues, textOption } from './options.ts'
import { parse } from './parse.ts'
import type { CliEnvironment } from './environment.ts'

/** Runs a command line; returns the exit code. */
export async function run(world: CliEnvironment): Promise<number> {
  // errors before the options are parsed are printed as JSON if --json occurs anywhere
  let cli = createCli(world, beforeDashes(world.argv).includes('--json'))
  let typed: OptionValues = {}
  try {
    const parsed = await parse(world.argv, world.version, () => readAll(world.stdin))
    if (parsed.text !== undefined) {
      world.stdout.write(`${wrapText(parsed.text, Math.min(world.stdout.columns ?? HELP_WIDTH, HELP_WIDTH))}\n`)
      return 0
    }
    typed = parsed.flags
    cli = createCli(world, parsed.json, parsed.colour, textOption(parsed.flags, 'space'))
    if (parsed.command.paged) cli.out.hold()
    const code = await parsed.command.run(cli, parsed.options as never, COMMANDS)
    await cli.out.flush()
    return code ?? 0
  } catch (error) {
    return report(error, cli, typed)
  }
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}
