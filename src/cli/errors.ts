import { problemOf } from '#contract/problems.ts'
import { TrackError, UnknownOutcomeError } from '#domain/errors.ts'
import { withoutSecrets } from '#domain/secrets.ts'
import { NotConfiguredError } from './cli.ts'
import { nonEmpty } from './config.ts'
import type { Out } from './out.ts'
import { toSafeJson } from './text.ts'
import { InterruptedError, NothingToDoError } from './options.ts'
import type { CliEnvironment } from './environment.ts'

const FAILED = 1
const WRONG_USAGE = 2
const NOT_AUTHENTICATED = 4
const INTERRUPTED = 130

/** `invalid` is wrong usage. A missing key (NotConfigured) is a failure, a refused one is not authenticated. */
export function exitCode(error: unknown): number {
  if (error instanceof InterruptedError) return INTERRUPTED
  if (error instanceof NotConfiguredError || !(error instanceof TrackError)) return FAILED
  if (error.code === 'invalid') return WRONG_USAGE
  return error.code === 'unauthenticated' ? NOT_AUTHENTICATED : FAILED
}

/** Prints an error and its hint to standard error, as a problem in JSON if `asJson`; returns the exit code. */
export function report(error: unknown, out: Out, { env, stderr }: CliEnvironment, asJson: boolean): number {
  if (error instanceof InterruptedError) return exitCode(error)
  if (error instanceof NothingToDoError) return sayNothingToDo(error, out, asJson)
  const trackError = error instanceof TrackError ? error : toInternalError(error)
  if (asJson && !(error instanceof NotConfiguredError))
    stderr.write(`${toSafeJson(problemOf(trackError), withoutSecrets)}\n`)
  else {
    out.message(`error: ${withoutSecrets(messageOf(trackError))}`)
    const hint = hintOf(trackError, env)
    if (hint) out.message(`hint: ${withoutSecrets(hint)}`)
  }
  if (!(error instanceof TrackError) && env.TRACK_DEBUG) stderr.write(`${withoutSecrets((error as Error).stack!)}\n`)
  return exitCode(error)
}

function sayNothingToDo({ message }: NothingToDoError, out: Out, asJson: boolean): number {
  if (!asJson) out.message(message)
  return 0
}

const MAX_FIELD_ERRORS = 5

/** The first MAX_FIELD_ERRORS field errors, which say more than the message; the message if no field is named. */
function messageOf({ message, details: { errors = [] } }: TrackError): string {
  if (!errors.some(({ path }) => path)) return message
  const parts = errors.slice(0, MAX_FIELD_ERRORS).map(({ path, message: why }) => [...fieldPath(path), why].join(': '))
  const more = errors.length - parts.length
  return parts.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** Fields that are lists, with the name of one element, which is counted from 1 in messages. */
const ELEMENT_NAMES: Record<string, string> = {
  operations: 'item',
  items: 'item',
  projects: 'project',
  features: 'feature',
}

/** A field's path in words: `items.3.due_after` becomes `item 4`, `due after`; `kind.0` becomes `kind`. */
function fieldPath(path: string): string[] {
  const steps = path.split('.').filter((step) => step && step !== 'input')
  return steps.flatMap((step, i) => {
    if (/^\d+$/.test(step)) return [] // said with the step before, or left out
    const element = ELEMENT_NAMES[step]
    return [
      element && /^\d+$/.test(steps[i + 1] ?? '')
        ? `${element} ${Number(steps[i + 1]) + 1}`
        : step.replaceAll('_', ' '),
    ]
  })
}

function toInternalError(error: unknown): TrackError {
  const message = error instanceof Error ? error.message : String(error)
  return new TrackError('internal', `something broke: ${message}`, {
    hint: 'This is a bug in track; TRACK_DEBUG=1 shows where.',
  })
}

function hintOf(error: TrackError, env: CliEnvironment['env']): string | undefined {
  const { hint, candidates, id, retryAfter } = error.details
  if (error instanceof NotConfiguredError) return undefined
  if (hint) return hint
  if (candidates?.length)
    return error.code === 'conflict' ? `It may be ${candidates.join(', ')}` : `Did you mean ${candidates.join(', ')}?`
  if (error.code === 'unauthenticated')
    return nonEmpty(env.TRACK_API_KEY)
      ? 'TRACK_API_KEY holds the key that was sent; set it anew, or unset it.'
      : 'Set your key anew: track config'
  if (error.code === 'rate_limited' && retryAfter) return `Try again in ${retryAfter} s.`
  if (error.code === 'internal' && id) return `The server's log tells more under ${id}.`
  if (error instanceof UnknownOutcomeError) return 'track log shows what was done; track doctor looks for the cause.'
  return error.code === 'unavailable' ? 'track doctor looks for the cause.' : undefined
}
