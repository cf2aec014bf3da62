import type { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { clean, cleanLines } from '#cli/text.ts'
import { withoutSecrets } from '#domain/secrets.ts'
import type { Level } from './log-levels.ts'

export type LogWriter = (level: Level, fields: object, message: string) => void

/**
 * Writes lines for people: the local time, the message, and the fields as `name=value`, of lists the values alone. An
 * error's stack stands below. Unlike JSON lines they are not buffered, so that they keep their order with what the
 * terminal shows otherwise.
 */
export function terminalWriter(out: Writable): LogWriter {
  return (level, { ...fields }: { err?: unknown }, message) => {
    const error = 'err' in fields ? cleanLines(inspect(fields.err)).map((line) => `  ${line}\n`) : []
    delete fields.err
    const values = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [shown(name, value)]))
    const text = [timeOfDay(), level === 'error' ? 'error:' : '', message, ...values].filter(Boolean).join(' ')
    out.write(withoutSecrets(`${clean(text)}\n${error.join('')}`))
  }
}

function shown(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `${name}=${/\s/.test(text) ? JSON.stringify(text) : text}`
}

const timeOfDay = () => new Date().toTimeString().slice(0, 'HH:MM:SS'.length)
