import type { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import { withoutKeys } from '#domain/keys.ts'

/** Lines wait this long for others to be written with, since each write to a file or pipe costs as much as answering does. */
const GATHER_MS = 50

/** JSON lines. Whatever was logged, a key never leaves here. */
export function logger(level: string, out: Writable): Logger {
  let lines = ''
  const flush = () => {
    if (lines) out.write(withoutKeys(lines))
    lines = ''
  }
  process.on('exit', flush)
  const write = (line: string) => {
    if (!lines) setTimeout(flush, GATHER_MS).unref()
    lines += line
  }
  return pino({ level, base: null, timestamp: timestamps() }, { write })
}

/** Lines of one millisecond share its text. */
function timestamps(): () => string {
  let at = 0
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== at) text = `,"time":"${new Date((at = now)).toISOString()}"`
    return text
  }
}
