import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { logger } from './log.ts'

/** A terminal that keeps what was written to it. */
function terminal() {
  const written: string[] = []
  const out = new Writable({ write: (chunk, _encoding, done) => (written.push(String(chunk)), done()) })
  return { out: Object.assign(out, { isTTY: true }), shown: () => written.join('').replace(/^\d\d:\d\d:\d\d /gm, '') }
}

test('fields stand behind the message, lists without a name, and texts with blanks in quotes', () => {
  const { out, shown } = terminal()
  logger('info', out).info({ urls: ['http://a', 'http://b'], n: 3, ip: undefined, TZ: 'a b' }, 'reached by')
  expect(shown()).toBe('reached by http://a, http://b n=3 TZ="a b"\n')
})

test('an error is told with its stack and cause, without secrets, and nothing reaches the terminal raw', () => {
  const { out, shown } = terminal()
  const cause = new Error('connect postgres://track:hunter2@db.example/x \u001b[31mred')
  const log = logger('error', out)
  log.info({}, 'quiet')
  log.error({ err: new Error('no database', { cause }), id: `trk_${'x'.repeat(43)}\u0007` }, 'upkeep failed')
  expect(shown()).toMatch(/^error: upkeep failed id=trk_…␇\n {2}Error: no database\n {6}at .*terminal-log\.test/)
  expect(shown()).toContain('postgres://track:…@db.example/x ␛[31mred')
})

test('after a word only errors are logged', () => {
  const { out, shown } = terminal()
  const log = logger('info', out)
  log.logErrorsOnly()
  log.info({}, 'quiet')
  log.error({}, 'loud')
  expect(shown()).toBe('error: loud\n')
})
