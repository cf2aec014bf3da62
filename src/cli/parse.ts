import { readArguments, requireArguments, UnknownOptionError } from './arguments.ts'
import { type Command, isCommandGroup, optionsOf } from './command.ts'
import { COMMANDS, findCommand } from './commands.ts'
import { commandHelp, groupHelp, overviewHelp } from './help.ts'
import { UsageError } from './options.ts'
import { similarNames } from './similar-names.ts'

/** The result of parsing: a command with its options, or a text to print. */
export type Parsed =
  | { name: string; command: Command; options: unknown; json: boolean; text?: undefined }
  | { text: string }

/** Parses the arguments after `track`; loads only the named command. Throws UsageError. */
export async function parse(argv: readonly string[], version: string): Promise<Parsed> {
  const at = argv.findIndex((word) => !word.startsWith('-'))
  const before = at < 0 ? argv : argv.slice(0, at)
  if (before.includes('--version') || before.includes('-V')) return { text: version }
  if (at < 0)
    return before.includes('--help') || before.includes('-h')
      ? { text: overviewHelp(COMMANDS) }
      : parseCommand('today', before)
  const [name = '', ...after] = argv.slice(at)
  if (name !== 'help') return parseCommand(name, withLeadingOptions(before, after))
  const [topic, ...rest] = after
  return topic ? parseCommand(topic, [...rest, '--help']) : { text: overviewHelp(COMMANDS) }
}

/** Puts options that precede the command behind it, or behind the subcommand of a group. */
function withLeadingOptions(before: readonly string[], after: readonly string[]): string[] {
  return before.length && after[0] && !after[0].startsWith('-')
    ? [after[0], ...before, ...after.slice(1)]
    : [...before, ...after]
}

async function parseCommand(name: string, rest: readonly string[]): Promise<Parsed> {
  const entry = findCommand(name)
  if (!entry)
    throw unknownCommand(
      name,
      COMMANDS.flatMap((one) => (one.alias ? [one.name, one.alias] : [one.name])),
      `there is no command "${name}"`,
      'track',
    )
  const commandOrGroup = await entry.load()
  if (!isCommandGroup(commandOrGroup)) return readCommand(entry.name, entry.description, commandOrGroup, rest)

  const [word = '', ...more] = rest
  const names = Object.keys(commandOrGroup.commands)
  if (word === '--help' || word === '-h') return { text: groupHelp(entry, commandOrGroup) }
  if (word === '' || word.startsWith('-'))
    throw new UsageError(`track ${name} needs one of ${names.join(', ')}`, `track ${name} --help tells more.`)
  const inner = Object.hasOwn(commandOrGroup.commands, word) ? commandOrGroup.commands[word] : undefined
  if (!inner) throw unknownCommand(word, names, `there is no command "${name} ${word}"`, `track ${name}`)
  return readCommand(`${entry.name} ${word}`, inner.description, inner.command, more)
}

function unknownCommand(parsed: string, names: string[], message: string, before: string): UsageError {
  const near = similarNames(parsed, names)
  return new UsageError(
    message,
    near.length
      ? `Did you mean ${near.map((one) => `${before} ${one}`).join(' or ')}?`
      : `${before} --help lists them.`,
  )
}

function readCommand(name: string, description: string, command: Command, words: readonly string[]): Parsed {
  const { args: declared = [], examples } = command
  try {
    const parsed = readArguments(words, optionsOf(command))
    if (parsed.flags.help) return { text: commandHelp(name, description, command) }
    requireArguments(
      parsed.args,
      declared.map(([arg]) => arg),
    )
    return { name, command, options: command.read(parsed), json: parsed.flags.json === true }
  } catch (error) {
    if (!(error instanceof UsageError) || error.details.hint) throw error
    if (!(error instanceof UnknownOptionError)) throw new UsageError(error.message, `For example: ${examples[0]}`)
    const takesWords = declared.some(([arg]) => /title|text/.test(arg))
    throw new UsageError(
      error.message,
      takesWords ? 'Words that begin with a dash go behind --' : `track ${name} --help shows the options.`,
    )
  }
}
