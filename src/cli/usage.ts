import { TrackError } from '#domain/errors.ts'

/** What was typed is no command of Track's: exit code 2. */
export class Usage extends TrackError {
  constructor(message: string, hint?: string) {
    super('invalid', message, hint ? { hint } : {})
    this.name = 'Usage'
  }
}

/** The person stopped it: exit code 130, and nothing is said. */
export class Interrupted extends Error {}

export type Flags = Record<string, string | boolean | undefined>

/** The words of an option that takes some; undefined when it was not given. */
export function words(flags: Flags, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/** The parts of an option with commas. */
export function list(flags: Flags, name: string): string[] | undefined {
  return words(flags, name)
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

export function whole(flags: Flags, name: string, least: number, most: number): number | undefined {
  const text = words(flags, name)
  if (text === undefined) return undefined
  const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN
  if (number >= least && number <= most) return number
  throw new Usage(`--${name} is a whole number from ${least} to ${most}, not ${text}`)
}

export function oneOf<T extends string>(what: string, text: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(text)) return text as T
  throw new Usage(`${what} is one of ${allowed.join(', ')}, not ${text}`)
}

/** 1 to 5, also as `p1`. */
export function priority(text: string): number {
  const digit = /^p?([1-5])$/i.exec(text)?.[1]
  if (digit) return Number(digit)
  throw new Usage(`a priority is a number from 1 (highest) to 5, not ${text}`)
}

export function choice(flags: Flags, name: string, allowed: readonly string[]): string | undefined {
  const text = words(flags, name)
  return text === undefined ? undefined : oneOf(`--${name}`, text, allowed)
}

/** The name of a file, which may not be empty: a shell's unset variable names none. */
export function fileNamed(text: string | undefined): string {
  if (text?.trim()) return text
  throw new Usage('the name of the file is empty')
}
