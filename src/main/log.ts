import type { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { withoutKeys } from '#domain/keys.ts'
import { withoutSecrets } from '#domain/secrets.ts'
import type { Log } from '#http/backend.ts'

/** The numbers of pino and bunyan. */
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

/** Lines are buffered for this long, since each write to a file or pipe costs as much as answering a request. */
const FLUSH_DELAY_MS = 50

/** Logs JSON lines, from which keys and the passwords of addresses are removed. */
export function logger(minLevel: Level, out: Writable): Log {
  let lines = ''
  const flush = () => {
    if (lines) out.write(withoutKeys(lines))
    lines = ''
  }
  process.on('exit', flush)
  const time = timestamps()
  const writerFor = (level: Level): Log['info'] =>
    LEVELS[level] < LEVELS[minLevel]
      ? () => {}
      : (fields, msg) => {
          if (!lines) setTimeout(flush, FLUSH_DELAY_MS).unref()
          const rest = JSON.stringify('err' in fields ? { ...fields, err: serializeError(fields.err) } : fields).slice(
            1,
          )
          const head = `{"level":${LEVELS[level]},"time":"${time()}","msg":${JSON.stringify(msg)}`
          lines += `${head}${rest === '}' ? '' : ','}${rest}\n`
        }
  return { info: writerFor('info'), error: writerFor('error') }
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
