import { run } from '#cli/run.ts'
import type { World } from '#cli/world.ts'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import { configFileIn } from './config-file.ts'
import { readText, writeWhole } from './files.ts'
import { homeOf } from './home.ts'
import { localTimezone } from './timezone.ts'
import { VERSION } from './version.ts'

const INTERRUPTED = 130
const { env } = process

const two = (number: number) => String(number).padStart(2, '0')

const interrupted = () => {
  if (process.stderr.isTTY) process.stderr.write('\n') // what comes next begins a line of its own
  process.exit(INTERRUPTED)
}
process.on('SIGINT', interrupted)
process.stderr.on('error', () => {}) // a log that can't be written stops nobody
// whoever reads may stop early: `track list | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const world: World = {
  argv: process.argv.slice(2),
  env,
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  version: VERSION,
  configFile: configFileIn(homeOf(env)),
  files: { read: readText, write: writeWhole },
  // by a Date's own getters: loading Intl costs a CLI 16 ms
  wall(instant) {
    const date = instant === undefined ? new Date() : new Date(instant)
    return {
      day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
      time: `${two(date.getHours())}:${two(date.getMinutes())}`,
    }
  },
  now: () => new Date(),
  timezone: localTimezone,
  connect: (server, waiting) =>
    client({
      ...server,
      transport: nodeTransport(),
      idempotencyKey: () => globalThis.crypto.randomUUID(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      now: Date.now,
      waiting,
    }),
  local: async () => (await import('./local.ts')).openLocal(env),
  backup: async (file) => (await import('./local.ts')).backup(env, file),
  restore: async (file) => (await import('./local.ts')).restore(env, file),
  inspect: async () => (await import('./inspect.ts')).inspect(env),
  probe: async (url) => (await import('./probe.ts')).probe(url),
  moveTo: async (target, progress) => (await import('./local.ts')).moveTo(env, target, progress),
  mcp: async (open, failed) => (await import('./mcp.ts')).mcp(open, process.stdin, process.stdout, failed),
  async serve(settings) {
    process.off('SIGINT', interrupted)
    return (await import('./serve.ts')).serve(settings, env, process.stdout, process.stderr)
  },
  browse: async (url) => (await import('./browser.ts')).browse(url, env, process.platform),
  edit: async (text) => (await import('./editor.ts')).editText(text, env),
}

void run(world).then((code) => (process.exitCode = code))
