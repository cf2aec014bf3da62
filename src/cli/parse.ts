import { parsePositional, readArguments, requireArguments, UnknownOptionError } from './arguments.ts'
import {
  type Command,
  isCommandGroup,
  OPTIONS_WITH_VALUE,
  optionsOf,
  type ParsedArgs,
  SERVER_CHOICES,
} from './command.ts'
import { COMMANDS, findCommand } from './commands.ts'
import { commandHelp, groupHelp, overviewHelp } from './help.ts'
import { ACCOUNT_NAME, choiceOption, type OptionValues, textOption, UsageError } from './options.ts'
import type { PickQuestion } from './pick-question.ts'
import { COLOUR_CHOICES, type ColourChoice } from './out.ts'
import { idsIn } from './input.ts'
import { similarNames } from './similar-names.ts'
import { withSpaceOfIds } from './space-of-ids.ts'

/** The result of parsing: a command with its options, or a text to print. */
export type Parsed =
  | {
      name: string
      command: Command
      options: unknown
      /** As they were typed. */
      flags: OptionValues
      json: boolean
      colour?: ColourChoice
      account?: string
      text?: undefined
    }
  | { text: string; isVersion?: true }

/** How arguments that are not on the command line are read. */
export interface ArgumentSources {
  /** Gives the text of standard input. */
  readInput(): Promise<string>
  /** Asks on the terminal for the arguments that a command lacks; undefined where there is none. */
  pick?(question: PickQuestion, flags: OptionValues): Promise<string[] | undefined>
}

/** Parses the arguments after `track`; loads only the named command. Throws UsageError, NothingToDoError. */
export async function parse(
  argv: readonly string[],
  version: string,
  sources: ArgumentSources = { readInput: () => Promise.resolve('') },
): Promise<Parsed> {
  const at = commandIndex(argv)
  const before = at < 0 ? argv : argv.slice(0, at)
  if (before.includes('--version') || before.includes('-V')) return { text: version, isVersion: true }
  if (at < 0)
    return before.includes('--help') || before.includes('-h')
      ? { text: overviewHelp(COMMANDS) }
      : parseCommand('today', before, sources)
  const [name = '', ...after] = argv.slice(at)
  if (name !== 'help') return parseCommand(name, withLeadingOptions(before, after), sources)
  const [topic, ...rest] = after
  return topic ? parseCommand(topic, [...rest, '--help'], sources) : { text: overviewHelp(COMMANDS) }
}

function accountOption(flags: OptionValues): string | undefined {
  const account = textOption(flags, 'as')
  if (account === undefined || ACCOUNT_NAME.test(account)) return account
  throw new UsageError(`--as names an account by letters, digits, _ and -, not ${account || '""'}`)
}

/** Where the command is; -1 if there is none. */
function commandIndex(argv: readonly string[]): number {
  return argv.findIndex((word, i) => !word.startsWith('-') && !OPTIONS_WITH_VALUE.includes(argv[i - 1] ?? ''))
}

/** Puts options that precede the command behind it, or behind the subcommand of a group. */
function withLeadingOptions(before: readonly string[], after: readonly string[]): string[] {
  return before.length && after[0] && !after[0].startsWith('-')
    ? [after[0], ...before, ...after.slice(1)]
    : [...before, ...after]
}

async function parseCommand(name: string, rest: readonly string[], sources: ArgumentSources): Promise<Parsed> {
  const entry = findCommand(name)
  if (!entry)
    throw unknownCommand(
      name,
      COMMANDS.flatMap((one) => (one.alias ? [one.name, one.alias] : [one.name])),
      `there is no command "${name}"`,
      'track',
    )
  const commandOrGroup = await entry.load()
  if (!isCommandGroup(commandOrGroup)) return readCommand({ ...entry, command: commandOrGroup }, rest, sources)

  const [word = '', ...more] = rest
  const names = Object.keys(commandOrGroup.commands)
  if (word === '--help' || word === '-h') return { text: groupHelp(entry, commandOrGroup) }
  if (word === '' || word.startsWith('-'))
    throw new UsageError(`track ${name} needs one of ${names.join(', ')}`, `track ${name} --help tells more.`)
  const inner = Object.hasOwn(commandOrGroup.commands, word) ? commandOrGroup.commands[word] : undefined
  if (!inner) throw unknownCommand(word, names, `there is no command "${name} ${word}"`, `track ${name}`)
  return readCommand({ ...inner, name: `${entry.name} ${word}` }, more, sources)
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

const takesIds = ({ ofSpace, args = [] }: Command): boolean =>
  Boolean(ofSpace) && args.some(([name]) => /\bid\b/.test(name))

/** Arguments with the space that their ids name. Throws UsageError for ids of two spaces. */
function withSpaces(command: Command, parsed: ParsedArgs): ParsedArgs {
  if (!takesIds(command)) return parsed
  if (!command.movesTo || parsed.flags.to !== undefined) return withSpaceOfIds(parsed)
  const { space: to, ...flags } = parsed.flags
  return withSpaceOfIds({ ...parsed, flags: { ...flags, ...(to !== undefined && { to }) } })
}

/** Arguments with the ids of standard input in place of `-`, and the space that these name. */
function withIdsOfInput(command: Command, parsed: ParsedArgs): ParsedArgs {
  const { args, input } = parsed
  const ids = takesIds(command) && input !== undefined ? idsIn(input) : []
  if (!ids.length) return parsed
  return withSpaceOfIds({ ...parsed, args: args.flatMap((arg) => (arg === '-' ? ids : [arg])) })
}

interface NamedCommand {
  name: string
  description: string
  command: Command
}

async function readCommand(named: NamedCommand, words: readonly string[], sources: ArgumentSources): Promise<Parsed> {
  const { name, description, command } = named
  const declared = (command.args ?? []).map(([arg]) => arg)
  try {
    const typed = readArguments(words, optionsOf(command))
    if (typed.flags.help) return { text: commandHelp(name, description, command) }
    const given = withSpaces(command, typed)
    const picked = await withPicked(given, named, sources)
    const parsed = picked === given ? given : withSpaces(command, picked)
    requireArguments(parsed.args, declared)
    const read = withIdsOfInput(command, await withInput(parsed, command, sources))
    const options = command.read(read)
    const colour = choiceOption(parsed.flags, 'color', COLOUR_CHOICES) as ColourChoice | undefined
    return {
      name,
      command,
      options,
      flags: read.flags,
      json: parsed.flags.json === true,
      colour,
      account: accountOption(parsed.flags),
    }
  } catch (error) {
    if (!(error instanceof UsageError) || error.details.hint) throw error
    if (!(error instanceof UnknownOptionError))
      throw new UsageError(error.message, `For example: ${command.examples[0]}`)
    const takesWords = declared.some((arg) => /title|text/.test(arg))
    throw new UsageError(
      error.message,
      takesWords ? 'Words that begin with a dash go behind --' : `track ${name} --help shows the options.`,
    )
  }
}

/** Asks for the argument of a command that was given none, where it has but one and the server knows what it may be. */
async function withPicked(parsed: ParsedArgs, { name, command }: NamedCommand, sources: ArgumentSources) {
  const [only, ...others] = command.args ?? []
  const { required, variadic } = parsePositional(only?.[0] ?? '')
  const choices = (only?.[2] ?? []).filter((choice) => SERVER_CHOICES.includes(choice))
  if (parsed.args.length || !required || others.length || !choices.length) return parsed
  const args = await sources.pick?.({ command: name, choices, several: variadic }, parsed.flags)
  return args ? { ...parsed, args } : parsed
}

/** Reads standard input where arguments are on it, or notes. Throws UsageError for both. */
async function withInput(parsed: ParsedArgs, command: Command, { readInput }: ArgumentSources): Promise<ParsedArgs> {
  const forArgs = command.readsInput?.(parsed) ?? false
  if (parsed.flags.notes !== '-') return forArgs ? { ...parsed, input: await readInput() } : parsed
  if (forArgs) throw new UsageError('standard input holds either what "-" stands for or the notes, not both')
  return { ...parsed, flags: { ...parsed.flags, notes: (await readInput()).trimEnd() } }
}
