import type { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { withoutKeys } from '#domain/keys.ts'
import { withoutSecrets } from '#domain/secrets.ts'
import type { Log } from '#http/backend.ts'
import { type Level, LEVELS } from './log-levels.ts'
import { type LogWriter, terminalWriter } from './terminal-log.ts'

/** Lines are buffered for this long, since each write to a file or pipe costs as much as answering a request. */
const FLUSH_DELAY_MS = 50

export interface ServerLog extends Log {
  /** From here on only errors are logged. */
  logErrorsOnly(): void
}

/**
 * Logs lines for people on a terminal, else JSON lines. Keys are removed from them, and passwords of addresses from
 * errors.
 */
export function logger(minLevel: Level, out: Writable & { isTTY?: boolean }): ServerLog {
  const write = out.isTTY ? terminalWriter(out) : jsonWriter(out)
  let min = LEVELS[minLevel]
  const writerFor =
    (level: Level): Log['info'] =>
    (fields, message) => {
      if (LEVELS[level] >= min) write(level, fields, message)
    }
  return {
    info: writerFor('info'),
    error: writerFor('error'),
    logErrorsOnly: () => void (min = Math.max(min, LEVELS.error)),
  }
}

function jsonWriter(out: Writable): LogWriter {
  let lines = ''
  const flush = () => {
    if (lines) out.write(withoutKeys(lines))
    lines = ''
  }
  process.on('exit', flush)
  const time = timestamps()
  return (level, fields, msg) => {
    if (!lines) setTimeout(flush, FLUSH_DELAY_MS).unref()
    const rest = JSON.stringify('err' in fields ? { ...fields, err: serializeError(fields.err) } : fields).slice(1)
    const head = `{"level":${LEVELS[level]},"time":"${time()}","msg":${JSON.stringify(msg)}`
    lines += `${head}${rest === '}' ? '' : ','}${rest}\n`
  }
}

/** ISO timestamps, formatted once per millisecond. */
function timestamps(): () => string {
  let at = 0
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== at) text = new Date((at = now)).toISOString()
    return text
  }
}

const MAX_CAUSES = 5

/** The fields of an error, which JSON would omit, with up to MAX_CAUSES causes. Any other value is inspected. */
function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return withoutSecrets(inspect(error))
  const { name, message, stack, cause, code, errcode, constraint, table } = error as NodeJS.ErrnoException & {
    errcode?: number
    constraint?: string
    table?: string
  }
  return {
    type: name,
    message: withoutSecrets(message),
    code,
    errcode,
    constraint,
    table,
    stack: stack && withoutSecrets(stack),
    cause: cause === undefined || depth === MAX_CAUSES ? undefined : serializeError(cause, depth + 1),
  }
}
