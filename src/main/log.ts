import type { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'

const KEYS = /(tr[kf](?:_|%5[Ff]))[0-9A-Za-z]{4,43}/g

/** JSON lines. Whatever was logged, a key never leaves here. */
export function logger(level: string, out: Writable): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line: string) => void out.write(line.replace(KEYS, '$1…')) })
}
