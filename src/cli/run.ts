import { cliOf } from './cli.ts'
import { COMMANDS } from './commands.ts'
import { report } from './errors.ts'
import { HELP_WIDTH, wrapped } from './help.ts'
import { parse } from './parse.ts'
import type { World } from './world.ts'

/** Carries out what was typed; gives the exit code. */
export async function run(world: World): Promise<number> {
  // until the options are read, the word alone decides in which form errors are told
  let cli = cliOf(world, beforeDashes(world.argv).includes('--json'))
  try {
    const parsed = await parse(world.argv, world.version)
    if (parsed.shows !== undefined) {
      world.stdout.write(`${wrapped(parsed.shows, Math.min(world.stdout.columns ?? HELP_WIDTH, HELP_WIDTH))}\n`)
      return 0
    }
    cli = cliOf(world, parsed.json)
    return (await parsed.command.run(cli, parsed.options as never, COMMANDS)) ?? 0
  } catch (error) {
    return report(error, cli.out, world, cli.json)
  }
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}
