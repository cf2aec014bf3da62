import { COMPLETE } from '#cli/commands.ts'
import { run } from '#cli/run.ts'
import type { CliEnvironment } from '#cli/environment.ts'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import type { Transport } from '#client/transport.ts'
import { configFileIn } from './config-file.ts'
import { isFile, readBytes, reasonOf, writeAtomically } from './files.ts'
import { homeOf } from './home.ts'
import { ownAddresses } from './own-addresses.ts'
import { localTimezone } from './timezone.ts'
import { VERSION } from './version.ts'

const INTERRUPTED = 130
const { env } = process

const twoDigits = (number: number) => String(number).padStart(2, '0')

const interrupted = () => {
  if (standardError().isTTY) standardError().write('\n') // so that the shell's prompt begins a new line
  process.exit(INTERRUPTED)
}
process.on('SIGINT', interrupted)
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0) // the reader may stop early: `track list | head`
  standardError().write(`error: standard output can't be written: ${reasonOf(error)}\n`)
  process.exit(1)
})

let stderr: typeof process.stderr | undefined
/** Loaded when something is written to it. */
function standardError(): typeof process.stderr {
  stderr ??= process.stderr.on('error', () => {}) // a log that can't be written is no reason to stop
  return stderr
}

const randomDigits = () => Math.random().toString(36).slice(2)
/** Unique, but no secret: loading what makes secrets would take a tenth of a start. */
const uniqueText = () => `${Date.now().toString(36)}-${randomDigits()}${randomDigits()}`

const SILENCE_MS = 2_000

/** A transport that tells when an answer does not come at once. */
const notifyingTransport =
  (transport: Transport, onSilence: () => void): Transport =>
  (request) => {
    const timer = setTimeout(onSilence, SILENCE_MS)
    return transport(request).finally(() => clearTimeout(timer))
  }

const environment: CliEnvironment = {
  argv: process.argv.slice(2),
  env,
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  get stderr() {
    return standardError()
  },
  version: VERSION,
  configFile: configFileIn(homeOf(env)),
  files: { read: readBytes, exists: isFile, write: writeAtomically },
  // by Date's getters, since loading Intl takes 16 ms
  localTime(instant) {
    const date = instant === undefined ? new Date() : new Date(instant)
    return {
      day: `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`,
      time: `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`,
    }
  },
  now: () => new Date(),
  startedAt: performance.timeOrigin,
  timezone: localTimezone,
  ownAddresses,
  connect: (server, { onWait, onUser }) =>
    client({
      ...server,
      transport: notifyingTransport(nodeTransport(), onWait),
      idempotencyKey: uniqueText,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      now: Date.now,
      onRetry: onWait,
      onUser,
    }),
  async *follow(server, since, signal) {
    yield* (await import('./follow-journal.ts')).followWrites(server, since, signal)
  },
  local: async () => (await import('./local-database.ts')).openLocal(env),
  backup: async (file) => (await import('./local-database.ts')).backup(env, file),
  restore: async (file) => (await import('./local-database.ts')).restore(env, file),
  inspect: async () => (await import('./server-findings.ts')).inspect(env),
  probe: async (url, timeoutMs) => (await import('./probe.ts')).probe(url, timeoutMs),
  moveToPostgres: async (target, progress) =>
    (await import('./local-database.ts')).moveToPostgres(env, target, progress),
  mcp: async (open, failed) => (await import('./mcp.ts')).serveMcp(open, process.stdin, process.stdout, failed),
  async serve(settings) {
    process.off('SIGINT', interrupted)
    return (await import('./serve.ts')).serve(settings, env, process.stdout, standardError())
  },
  browse: async (url) => (await import('./browser.ts')).browse(url, env, process.platform),
  manual: async (text) => (await import('./manual.ts')).showManual(text),
  writeManual: async (folder, pages) => (await import('./manual.ts')).writeManual(folder, pages),
  pager: async (text) => (await import('./pager.ts')).showInPager(text, env),
  edit: async (text) => (await import('./editor.ts')).editText(text, env),
}

void run(environment).then((code) => {
  process.exitCode = code
  if (environment.argv[0] === COMPLETE) process.exit() // what has not answered in time is not waited for
})
