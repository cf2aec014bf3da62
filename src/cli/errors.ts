import { problemOf } from '#contract/problems.ts'
import { type Code, TrackError, UnknownOutcomeError } from '#domain/errors.ts'
import { withoutSecrets } from '#domain/secrets.ts'
import { type Cli, NotConfiguredError } from './cli.ts'
import { nonEmpty } from './config.ts'
import { describeFieldErrors } from './field-errors.ts'
import type { Out } from './out.ts'
import { toSafeJson } from './text.ts'
import { InterruptedError, NothingToDoError, type OptionValues } from './options.ts'
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

/**
 * Prints an error and its hint to standard error, as a problem in JSON if that was asked for; returns the exit code.
 * `typed` are the flags as they were typed.
 */
export async function report(error: unknown, cli: Cli, typed: OptionValues = {}): Promise<number> {
  const { out, json: asJson } = cli
  const { environment } = cli
  const { env } = environment
  if (error instanceof InterruptedError) return exitCode(error)
  if (error instanceof NothingToDoError) return sayNothingToDo(error, out, asJson)
  const trackError = error instanceof TrackError ? await explained(error, cli) : toInternalError(error)
  if (asJson && !(error instanceof NotConfiguredError))
    environment.stderr.write(`${toSafeJson(problemOf(trackError), withoutSecrets)}\n`)
  else {
    out.message(`error: ${withoutSecrets(messageOf(trackError, typed))}`)
    const hint = hintOf(trackError, env)
    if (hint) out.message(`hint: ${withoutSecrets(hint)}`)
  }
  if (!(error instanceof TrackError) && env.TRACK_DEBUG)
    environment.stderr.write(`${withoutSecrets((error as Error).stack!)}\n`)
  return exitCode(error)
}

/** Also a wrong field may be the name of something that is not there. */
const MAY_BE_EXPLAINED: readonly Code[] = ['not_found', 'invalid']

/** An error of something that is not there, with what became of it or what was meant. */
async function explained(error: TrackError, cli: Cli): Promise<TrackError> {
  if (!MAY_BE_EXPLAINED.includes(error.code) || cli.json || !cli.page) return error
  const { explainNotFound } = await import('./not-found.ts')
  return explainNotFound(error, cli)
}

function sayNothingToDo({ message }: NothingToDoError, out: Out, asJson: boolean): number {
  if (!asJson) out.message(message)
  return 0
}

/** What an error says; the errors of fields say more than the message, where there are any. */
function messageOf({ message, details: { errors = [] } }: TrackError, typed: OptionValues): string {
  return errors.some(({ path }) => path) ? describeFieldErrors(errors, typed) : message
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
