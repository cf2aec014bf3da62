import { TrackError } from '#domain/errors.ts'

/** Wrong usage of the command line: exit code 2. */
export class UsageError extends TrackError {
  constructor(message: string, hint?: string) {
    super('invalid', message, hint ? { hint } : {})
    this.name = 'UsageError'
  }
}

/** Standard input held nothing to work on, which is no failure: exit code 0, with a message. */
export class NothingToDoError extends Error {}

/** The user interrupted the command: exit code 130, without a message. */
export class InterruptedError extends Error {
  override name = 'InterruptedError'

  /** True also for errors of another bundle, which contains a copy of this class; see TrackError. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === 'InterruptedError'
  }
}

/** The name of an account's table in the configuration file. */
export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/i

export type OptionValues = Record<string, string | boolean | undefined>

/** The text of an option; undefined if it was not given. */
export function textOption(flags: OptionValues, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/** The text of an option that narrows a list. Throws UsageError for an empty one, which would narrow nothing. */
export function filterOption(flags: OptionValues, name: string): string | undefined {
  const text = textOption(flags, name)
  return text === undefined ? undefined : requireText(text, name)
}

/** The parts of a comma-separated option that narrows a list. Throws UsageError if there is none. */
export function listOption(flags: OptionValues, name: string): string[] | undefined {
  const text = textOption(flags, name)
  if (text === undefined) return undefined
  requireText(text.replaceAll(',', ''), name)
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

function requireText(text: string, name: string): string {
  if (text.trim()) return text
  throw new UsageError(`--${kebabCase(name)} is empty`, 'Leave it out to list all, or name what to list.')
}

const kebabCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** A whole number from `min` to `max`; undefined if it was not given. Throws UsageError. */
export function integerOption(flags: OptionValues, name: string, min: number, max: number): number | undefined {
  const text = textOption(flags, name)
  if (text === undefined) return undefined
  const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN
  if (number >= min && number <= max) return number
  throw new UsageError(`--${kebabCase(name)} is a whole number from ${min} to ${max}, not ${text}`)
}

/** The text as one of the allowed ones; `what` names it in the message. Throws UsageError. */
export function oneOf<T extends string>(what: string, text: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(text)) return text as T
  throw new UsageError(`${what} is one of ${allowed.join(', ')}, not ${text}`)
}

/** 1 to 5, also as `p1`. Throws UsageError. */
export function parsePriority(text: string): number {
  const digit = /^p?([1-5])$/i.exec(text)?.[1]
  if (digit) return Number(digit)
  throw new UsageError(`a priority is a number from 1 (highest) to 5, not ${text}`)
}

/** One of the allowed texts; undefined if it was not given. Throws UsageError. */
export function choiceOption(flags: OptionValues, name: string, allowed: readonly string[]): string | undefined {
  const text = textOption(flags, name)
  return text === undefined ? undefined : oneOf(`--${name}`, text, allowed)
}

/** A file name. Throws UsageError if it is empty, as with an unset shell variable. */
export function requireFileName(text: string | undefined): string {
  if (text?.trim()) return text
  throw new UsageError('the name of the file is empty')
}
