import { TrackError } from '#domain/errors.ts'

/** By primary result code (https://sqlite.org/rescode.html). */
const REASONS: Record<number, string> = {
  5: 'the database is locked by another program',
  6: 'the database is locked by another program',
  8: 'the database cannot be written: it is read-only',
  10: 'the disk refuses to read or write the database',
  11: 'the database file is damaged',
  13: 'the disk is full',
  14: 'the database file cannot be opened',
  26: 'the file is not a Track database',
}

/** Some calls of the driver give only SQLite's message, without a code. */
const CODES_BY_MESSAGE: Record<string, number> = {
  'database is locked': 5,
  'database table is locked': 6,
  'attempt to write a readonly database': 8,
  'disk I/O error': 10,
  'database disk image is malformed': 11,
  'database or disk is full': 13,
  'unable to open database file': 14,
  'file is not a database': 26,
}

/** Converts a failure of the database to `unavailable`; returns any other error as it is. */
export function toTrackError(error: unknown): unknown {
  const { code, errcode, message } = error as { code?: string; errcode?: number; message?: string }
  const number = errcode ?? (code === 'ERR_SQLITE_ERROR' ? CODES_BY_MESSAGE[message ?? ''] : undefined)
  const reason = number === undefined ? undefined : REASONS[number & 0xff]
  if (!reason) return error
  return new TrackError('unavailable', reason, { retryAfter: 1, hint: 'Nothing was changed. track doctor tells more.' })
}

const SQLITE_BUSY = 5

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY
}

/** Runs a job and converts its failures by toTrackError. */
export function withTrackErrors<T>(job: () => T): T {
  try {
    return job()
  } catch (error) {
    throw toTrackError(error)
  }
}
