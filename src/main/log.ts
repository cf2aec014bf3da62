import type { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { withoutKeys } from '#domain/keys.ts'
import type { Log } from '#http/backend.ts'

/** The usual numbers of JSON logs. */
export const LEVELS = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Number.POSITIVE_INFINITY,
}
export type Level = keyof typeof LEVELS

/** Lines wait this long for others to be written with, since each write to a file or pipe costs as much as answering does. */
const GATHER_MS = 50

/** JSON lines. Whatever was logged, a key never leaves here. */
export function logger(least: Level, out: Writable): Log {
  let lines = ''
  const flush = () => {
    if (lines) out.write(withoutKeys(lines))
    lines = ''
  }
  process.on('exit', flush)
  const time = timestamps()
  const at = (level: Level): Log['info'] =>
    LEVELS[level] < LEVELS[least]
      ? () => {}
      : (fields, msg) => {
          if (!lines) setTimeout(flush, GATHER_MS).unref()
          const rest = JSON.stringify('err' in fields ? { ...fields, err: told(fields.err) } : fields).slice(1)
          lines += `{"level":${LEVELS[level]},"time":"${time()}","msg":${JSON.stringify(msg)}${rest === '}' ? '' : ','}${rest}\n`
        }
  return { info: at('info'), error: at('error') }
}

/** Lines of one millisecond share its text. */
function timestamps(): () => string {
  let at = 0
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== at) text = new Date((at = now)).toISOString()
    return text
  }
}

const MOST_CAUSES = 5

/** What JSON would leave out of an error. What was thrown instead of one may be anything. */
function told(error: unknown, causes = 0): unknown {
  if (!(error instanceof Error)) return inspect(error)
  const { name, message, stack, cause, code, errcode, constraint, table } = error as NodeJS.ErrnoException & {
    errcode?: number
    constraint?: string
    table?: string
  }
  return {
    type: name,
    message,
    code,
    errcode,
    constraint,
    table,
    stack,
    cause: cause === undefined || causes === MOST_CAUSES ? undefined : told(cause, causes + 1),
  }
}
