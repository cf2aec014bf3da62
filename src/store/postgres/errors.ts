import { TrackError } from '#domain/errors.ts'
import { SkippedCommand } from './command-batch.ts'

/** By class (two characters) or whole SQLSTATE (PostgreSQL manual, appendix A). */
const REASONS: Record<string, string> = {
  '08': 'the connection to the database was lost',
  '28': 'the database refused the user or password of TRACK_DATABASE_URL',
  '3D': 'the database that TRACK_DATABASE_URL names does not exist',
  '40': 'the database ended the write, since another one stood in its way',
  '53': 'the database has run out of connections, memory or disk',
  '57': 'the database is stopping, starting or too slow to answer',
  '58': 'the disk of the database refuses to read or write',
  XX: 'the database is damaged',
  '25006': 'the database cannot be written: it is read-only',
  '42501': 'the user of TRACK_DATABASE_URL may not do this in the database',
  '55P03': 'the database is locked by another program',
  '0A000': 'the schema of the database has just changed',
}

/** Codes and messages of Node and the driver when the database can't be reached. */
const UNREACHABLE_CODE = /^(?:E[A-Z]+|ERR_TLS\w*|DEPTH_ZERO\w*|SELF_SIGNED\w*|UNABLE_TO\w*|CERT_\w+)$/
const UNREACHABLE_MESSAGE = new RegExp(
  `^(?:${[
    'Connection terminated',
    'Client has encountered a connection error',
    'timeout expired',
    'timeout exceeded',
    'Query read timeout',
    'Client was closed',
    'The server does not support SSL',
  ].join('|')})`,
)

/** PgBouncer's answer to settings of a session, which it can't keep in transaction mode. */
const POOLED = /^unsupported startup parameter/
const POOLED_REASON =
  'TRACK_DATABASE_URL leads through PgBouncer, so TRACK_DATABASE_LISTEN_URL must name the database itself'

/** Converts a failure of the database to `unavailable`; returns any other error as it is. */
export function toTrackError(error: unknown): unknown {
  if (error instanceof SkippedCommand) return toTrackError(error.cause)
  if (!(error instanceof Error) || error instanceof TrackError) return error
  const { code = '', message } = error as Error & { code?: string }
  const unreachable =
    UNREACHABLE_CODE.test(code) || UNREACHABLE_MESSAGE.test(message)
      ? `the database can't be reached${code && ` (${code})`}`
      : undefined
  const pooled = POOLED.test(message) ? POOLED_REASON : undefined
  const reason = pooled ?? REASONS[code] ?? (code.length === 5 ? REASONS[code.slice(0, 2)] : undefined) ?? unreachable
  if (!reason) return error
  return new TrackError('unavailable', reason, { retryAfter: 1, hint: 'Nothing was changed. track doctor tells more.' })
}
