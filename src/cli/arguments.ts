import type { Option, ParsedArgs } from './command.ts'
import { parseFlag } from './flags.ts'
import { type OptionValues, UsageError } from './options.ts'
import { similarNames } from './similar-names.ts'

/** A positional argument: `<id...>` is required and may be repeated, `[pool]` may be missing. */
interface Positional {
  name: string
  required: boolean
  variadic: boolean
}

type DeclaredOption = Option & ReturnType<typeof parseFlag>

/** An option that a command does not have. */
export class UnknownOptionError extends UsageError {}

const NEGATIVE_NUMBER = /^-(?:\d+|\d*\.\d+)$/

/**
 * Reads words as arguments and options, by the conventions of GNU: `-p 2`, `-p2`, `--tag a`, `--tag=a`, `-ay`;
 * behind `--` all are arguments, and so are negative numbers. Throws UsageError, UnknownOptionError.
 */
export function readArguments(words: readonly string[], options: readonly Option[]): ParsedArgs {
  const declared = options.map((option) => ({ ...option, ...parseFlag(option.flags) }))
  const args: string[] = []
  const flags: OptionValues = {}
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return { args: [...args, ...rest], flags }
    if (!word.startsWith('-') || word === '-' || NEGATIVE_NUMBER.test(word)) args.push(word)
    else readOption(word, rest, declared, flags)
  }
  return { args, flags }
}

/** Reads one option into `flags`; its value is in the word itself or the first of `rest`, which is then removed. */
function readOption(word: string, rest: string[], declared: readonly DeclaredOption[], flags: OptionValues): void {
  const { name, attached } = splitOption(word)
  const option = declared.find(({ names }) => names.includes(name))
  if (!option || (option.value === undefined && attached !== undefined && word.startsWith('--')))
    throw unknownOption(word.startsWith('--') ? word : name, declared)
  if (option.value === undefined) {
    flags[option.property] = !option.negated
    if (attached !== undefined) readOption(`-${attached}`, rest, declared, flags)
    return
  }
  const value = attached ?? rest.shift()
  if (value === undefined) throw new UsageError(`option '${option.flags}' argument missing`)
  const before = flags[option.property]
  flags[option.property] = option.repeatable && before !== undefined ? `${String(before)},${value}` : value
}

/** `--tag=a` into `--tag` and `a`, `-p2` into `-p` and `2`. */
function splitOption(word: string): { name: string; attached?: string } {
  const end = word.startsWith('--') ? word.indexOf('=') : 2
  if (end < 0 || end >= word.length) return { name: word }
  return { name: word.slice(0, end), attached: word.slice(word.startsWith('--') ? end + 1 : end) }
}

function unknownOption(typed: string, declared: readonly DeclaredOption[]): UnknownOptionError {
  const names = declared.flatMap((option) => option.names.filter((name) => name.startsWith('--')))
  const bare = typed.startsWith('--') ? typed.slice(2).split('=')[0]! : ''
  const near = bare
    ? similarNames(
        bare,
        names.map((name) => name.slice(2)),
      )
    : []
  return new UnknownOptionError(
    `unknown option '${typed}'`,
    near.length ? `Did you mean ${near.map((name) => `--${name}`).join(' or ')}?` : undefined,
  )
}

/** Throws UsageError if arguments are missing or too many. */
export function requireArguments(args: readonly string[], declared: readonly string[]): void {
  const positionals = declared.map(parsePositional)
  const missing = positionals.find(({ required }, i) => required && args[i] === undefined)
  if (missing) throw new UsageError(`missing required argument '${missing.name}'`)
  const most = positionals.some(({ variadic }) => variadic) ? Infinity : positionals.length
  if (args.length > most)
    throw new UsageError(
      `too many arguments. Expected ${most} argument${most === 1 ? '' : 's'} but got ${args.length}.`,
    )
}

/** `<id...>` as name and kind. */
export function parsePositional(declaration: string): Positional {
  return {
    name: declaration.replace(/^[<[]|(?:\.\.\.)?[>\]]$/g, ''),
    required: declaration.startsWith('<'),
    variadic: declaration.includes('...'),
  }
}
