import type { Cli } from './cli.ts'
import { COLOUR_CHOICES } from './out.ts'
import type { OptionValues } from './options.ts'

/** Parsed arguments: positional ones, and options by their camel-case names. */
export interface ParsedArgs {
  args: string[]
  flags: OptionValues
  /** Standard input, where the command's `readsInput` said that it is read. */
  input?: string
}

/** Choices that only the server knows, among those of an argument or an option. */
export const ITEMS = '@items'
export const PROJECTS = '@projects'
export const FEATURES = '@features'
export const TAGS = '@tags'
export const USERS = '@users'
export const SPACES = '@spaces'
/** The members of the space that a command is about. */
export const MEMBERS = '@members'
/** Accounts of the configuration file. */
export const ACCOUNTS = '@accounts'
/** The names of files. */
export const FILES = '@files'
export const SERVER_CHOICES: readonly string[] = [ITEMS, PROJECTS, FEATURES, TAGS, USERS, SPACES, MEMBERS, ACCOUNTS]

export interface Option {
  /** `-p, --priority <1-5>`, see parseFlag. */
  flags: string
  description: string
  /** May be given several times; the values are joined by commas. */
  repeatable?: true
  /** For shell completion. */
  choices?: readonly string[]
}

/** The static description of a command. */
interface CommandDescription {
  /** Positional arguments: `<id...>`, `[pool]`, see parsePositional; with choices for shell completion. */
  args?: [name: string, description: string, choices?: readonly string[]][]
  options?: Option[]
  /** Whether arguments, such as `-` in place of ids, are on standard input; notes that are `-` always are. */
  readsInput?(parsed: ParsedArgs): boolean
  /** Prints data, so `--json` and `--color` are supported. */
  data?: true
  /** Is about what is in a space, which `--space` or the ids name. */
  ofSpace?: true
  /** `--space` names the space that the items go to, and the ids the one that they are in. */
  movesTo?: true
  /** Uses no key, so there is no `--as`. */
  keyless?: true
  /** Without `--space`, is about all spaces of the user. */
  acrossSpaces?: true
  /** On a terminal a pager shows what is longer than the screen. */
  paged?: true
  /** Help text after the options. */
  about?: string
  /** Complete command lines. */
  examples: string[]
}

/** A command: `read` turns parsed arguments into options, `run` executes them. */
export interface Command extends CommandDescription {
  /** Throws UsageError. */
  read(parsed: ParsedArgs): unknown
  /** Returns an exit code other than 0, if any. `all` are all commands, for completion. */
  run(cli: Cli, options: never, all: readonly CommandEntry[]): Promise<number | void>
}

/** A group of commands, such as `track project`. */
export interface CommandGroup {
  commands: Record<string, { description: string; command: Command }>
}

/** An entry of the list of commands; the command itself is loaded on demand. */
export interface CommandEntry {
  name: string
  alias?: string
  description: string
  group: string
  load(): Promise<Command | CommandGroup>
}

/** Declares a command, with one type of options for `read` and `run`. */
export function command<O>(
  described: CommandDescription & {
    read(parsed: ParsedArgs): O
    run(cli: Cli, options: O, all: readonly CommandEntry[]): Promise<number | void>
  },
): Command {
  return described
}

export function isCommandGroup(commandOrGroup: Command | CommandGroup): commandOrGroup is CommandGroup {
  return 'commands' in commandOrGroup
}

const DATA_OPTIONS: Option[] = [
  { flags: '--json', description: 'print JSON, as the API gives it' },
  { flags: '--color <when>', description: 'always, never, or auto: on a terminal', choices: COLOUR_CHOICES },
]
const SPACE_OPTION: Option = {
  flags: '--space <name>',
  description: 'only that space, which you share',
  choices: [SPACES],
}
const ACCOUNT_OPTION: Option = {
  flags: '--as <account>',
  description: 'with the key of another account of the configuration file',
  choices: [ACCOUNTS],
}
const HELP_OPTION: Option = { flags: '-h, --help', description: 'show this help' }

/** Options of all commands that take a value, which is no command where they precede one. */
export const OPTIONS_WITH_VALUE: readonly string[] = ['--color', '--as', '--space']

/** What says which options a command has besides its own. */
type CommonFlags = 'data' | 'ofSpace' | 'keyless'

/** All options of a command, those that every command has included. */
export function optionsOf({ options = [], ...command }: Pick<Command, CommonFlags | 'options'>): Option[] {
  const space = command.ofSpace ? [SPACE_OPTION] : []
  const account = command.keyless ? [] : [ACCOUNT_OPTION]
  return [...options, ...space, ...(command.data ? DATA_OPTIONS : []), ...account, HELP_OPTION]
}
