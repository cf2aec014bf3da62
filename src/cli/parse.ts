import { Command as Commander, CommanderError } from 'commander'
import { type Command, isFamily, type Typed } from './command.ts'
import { COMMANDS, commandNamed } from './commands.ts'
import { familyHelp, helpAfter, helpOfAll } from './help.ts'
import { nearest } from './nearest.ts'
import { Usage } from './usage.ts'

/** What a command line asks for: a command with its options, or a text to show. */
export type Parsed =
  | { name: string; command: Command; options: unknown; json: boolean; shows?: undefined }
  | { shows: string }

/** Reads what was typed after `track`; loads only the command that it names. Fails with Usage. */
export async function parse(argv: readonly string[], version: string): Promise<Parsed> {
  const at = argv.findIndex((word) => !word.startsWith('-'))
  const before = at < 0 ? argv : argv.slice(0, at)
  if (before.includes('--version') || before.includes('-V')) return { shows: version }
  if (at < 0)
    return before.includes('--help') || before.includes('-h')
      ? { shows: helpOfAll(COMMANDS) }
      : parseCommand('today', before)
  const [name = '', ...after] = argv.slice(at)
  if (name !== 'help') return parseCommand(name, rejoined(before, after))
  const [topic, ...rest] = after
  return topic ? parseCommand(topic, [...rest, '--help']) : { shows: helpOfAll(COMMANDS) }
}

/** Options that stand before the command belong to it; behind a family's word they go behind the word after it. */
function rejoined(before: readonly string[], after: readonly string[]): string[] {
  return before.length && after[0] && !after[0].startsWith('-')
    ? [after[0], ...before, ...after.slice(1)]
    : [...before, ...after]
}

async function parseCommand(name: string, rest: readonly string[]): Promise<Parsed> {
  const listed = commandNamed(name)
  if (!listed)
    throw unknown(
      name,
      COMMANDS.flatMap((one) => (one.alias ? [one.name, one.alias] : [one.name])),
      `there is no command "${name}"`,
      'track',
    )
  const found = await listed.load()
  if (!isFamily(found)) return readCommand(listed.name, listed.says, found, rest)

  const [word = '', ...more] = rest
  const names = Object.keys(found.commands)
  if (word === '--help' || word === '-h') return { shows: familyHelp(listed, found) }
  if (word === '' || word.startsWith('-'))
    throw new Usage(`track ${name} needs one of ${names.join(', ')}`, `track ${name} --help tells more.`)
  const inner = Object.hasOwn(found.commands, word) ? found.commands[word] : undefined
  if (!inner) throw unknown(word, names, `there is no command "${name} ${word}"`, `track ${name}`)
  return readCommand(`${listed.name} ${word}`, inner.says, inner.command, more)
}

function unknown(typed: string, names: string[], message: string, before: string): Usage {
  const near = nearest(typed, names)
  return new Usage(
    message,
    near.length
      ? `Did you mean ${near.map((one) => `${before} ${one}`).join(' or ')}?`
      : `${before} --help lists them.`,
  )
}

function readCommand(name: string, says: string, command: Command, words: readonly string[]): Parsed {
  let shown = ''
  const commander = commanderOf(name, says, command, (text) => (shown += text))
  try {
    commander.parse(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed') return { shows: shown.trimEnd() }
    throw usageOf(error, name, command)
  }
  const typed: Typed = { args: commander.args, flags: commander.opts() }
  const options = command.read(typed)
  return { name, command, options, json: typed.flags.json === true }
}

function commanderOf(
  name: string,
  says: string,
  { args = [], options = [], data, ...more }: Command,
  write: (text: string) => void,
): Commander {
  const commander = new Commander(`track ${name}`)
    .description(says[0]!.toUpperCase() + says.slice(1))
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({
      writeOut: write,
      writeErr: () => {},
      getOutHelpWidth: () => Number.MAX_SAFE_INTEGER,
      getOutHasColors: () => false,
    })
    .addHelpText('after', helpAfter(more))
  for (const [arg, meaning] of args) commander.argument(arg, meaning)
  for (const { flags, says: meaning, several } of options) {
    if (several)
      commander.option(flags, meaning, (value: string, given: string | undefined) =>
        given === undefined ? value : `${given},${value}`,
      )
    else commander.option(flags, meaning)
  }
  if (data) commander.option('--json', 'print JSON, as the API gives it')
  return commander
}

function usageOf({ message, code }: CommanderError, name: string, { args = [], examples }: Command): Usage {
  const [first = '', second] = message.replace(/^error: /, '').split('\n')
  const meant = /^\(Did you mean (.+)\?\)$/.exec(second ?? '')?.[1]
  const words = args.some(([arg]) => /title|text/.test(arg))
  if (meant) return new Usage(first, `Did you mean ${meant}?`)
  if (code !== 'commander.unknownOption') return new Usage(first, `For example: ${examples[0]}`)
  return new Usage(
    first,
    words ? 'Words that begin with a dash go behind --' : `track ${name} --help shows the options.`,
  )
}
