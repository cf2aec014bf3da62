import type { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import { withoutKeys } from '#domain/keys.ts'

/** JSON lines. Whatever was logged, a key never leaves here. Lines of one turn are written at once, since each write to a file or pipe waits for it. */
export function logger(level: string, out: Writable): Logger {
  let lines = ''
  const flush = () => {
    if (lines) out.write(withoutKeys(lines))
    lines = ''
  }
  process.on('exit', flush)
  const write = (line: string) => {
    if (!lines) setImmediate(flush)
    lines += line
  }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write })
}
