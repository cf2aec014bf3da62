export type Code =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'

export interface FieldError {
  path: string
  message: string
}

/** What became of an item that is not there any more. */
export interface Gone {
  /** Of the write that took it away. */
  revision: number
  op: string
  /** The id under which it goes on after a conversion. */
  became: string | null
}

export interface Details {
  /** What to do next, in one sentence. */
  hint?: string
  /** Every wrong field of an `invalid` input. */
  errors?: FieldError[]
  /** What an ambiguous or unknown id may have meant. */
  candidates?: string[]
  /** Of an item that is not found and that the journal knows. */
  gone?: Gone
  /** Whole seconds until another attempt makes sense. */
  retryAfter?: number
  /** Under which the log has the details of an `internal` error. */
  id?: string
}

const BRAND = Symbol.for('track error')

/** A failure whose message is meant for people. Anything else that is thrown is a bug. */
export class TrackError extends Error {
  readonly code: Code
  readonly details: Details

  constructor(code: Code, message: string, details: Details = {}) {
    super(message)
    this.name = 'TrackError'
    this.code = code
    this.details = details
  }

  get [BRAND](): true {
    return true
  }

  /** True also for errors of another bundle: the command line's and the server's each contain a copy of this class. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return this === TrackError
      ? error instanceof Error && BRAND in error
      : Function.prototype[Symbol.hasInstance].call(this, error)
  }
}

/** There was no answer to a write, which may have been done all the same. `reason` says why there was none. */
export class UnknownOutcomeError extends TrackError {
  constructor(reason: string) {
    super('unavailable', `${reason}; it is not known whether it was done`)
  }
}

/** An `invalid` error whose message names every wrong field. An empty path stands for the input as a whole. */
export function invalid(...errors: FieldError[]): TrackError {
  return new TrackError('invalid', errors.map((e) => (e.path ? `${e.path}: ${e.message}` : e.message)).join('; '), {
    errors,
  })
}

/** A `not_found` error; `what` is a noun with its name, such as `item t-1f3a`. */
export function notFound(what: string, details?: Details): TrackError {
  return new TrackError('not_found', `there is no ${what}`, details)
}

export function conflict(message: string, details?: Details): TrackError {
  return new TrackError('conflict', message, details)
}

/** One message for rotated, removed and mistyped keys, so that callers cannot tell them apart. */
export function unauthenticated(): TrackError {
  return new TrackError('unauthenticated', 'the server does not know this key')
}
