import type { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import { withoutKeys } from '#domain/keys.ts'

/** JSON lines. Whatever was logged, a key never leaves here. */
export function logger(level: string, out: Writable): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line: string) => void out.write(withoutKeys(line)) })
}
