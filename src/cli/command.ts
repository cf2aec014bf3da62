import type { Cli } from './cli.ts'
import type { Flags } from './usage.ts'

/** What was typed, sorted: the words, and the options by their camel-case names. */
export interface Typed {
  args: string[]
  flags: Flags
}

export interface Option {
  /** As commander writes them: `-p, --priority <1-5>`. */
  flags: string
  says: string
  /** Given several times, the values are joined by commas. */
  several?: true
  /** What it may be, for completion. */
  among?: readonly string[]
}

/** What is told of a command, as plain data. */
interface Described {
  /** `<id...>`, `[pool]`, each with what it means, and what it may be, for completion. */
  args?: [name: string, says: string, among?: readonly string[]][]
  options?: Option[]
  /** Prints data, so that `--json` is understood. */
  data?: true
  /** More to know, after the options. */
  about?: string
  /** Whole command lines. */
  examples: string[]
}

/** A command is that and two functions: what was typed → options → what is done. */
export interface Command extends Described {
  /** Fails with Usage. */
  read(typed: Typed): unknown
  /** Gives an exit code other than 0 where it has one. `all` is for what tells of the other commands. */
  run(cli: Cli, options: never, all: readonly Listed[]): Promise<number | void>
}

/** Commands under one word, each with its one-line description. */
export interface Family {
  commands: Record<string, { says: string; command: Command }>
}

/** A command's name and one line about it; the rest is loaded when it is called. */
export interface Listed {
  name: string
  alias?: string
  says: string
  group: string
  load(): Promise<Command | Family>
}

/** A command whose options are of one type from reading to running. */
export function command<O>(
  described: Described & {
    read(typed: Typed): O
    run(cli: Cli, options: O, all: readonly Listed[]): Promise<number | void>
  },
): Command {
  return described
}

export function isFamily(found: Command | Family): found is Family {
  return 'commands' in found
}
