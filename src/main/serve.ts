import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { keyBlock } from '#cli/key-block.ts'
import type { NewKey } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { createFirstUser } from '#service/first-user.ts'
import { reindexAll } from '#service/reindexing.ts'
import { upkeep } from '#service/upkeep.ts'
import type { Log } from '#http/backend.ts'
import { type AssembledServer, assembleServer } from './app.ts'
import { boundsHere } from './file-limit.ts'
import { whyNotWritten } from './files.ts'
import { networkUrls } from './network-urls.ts'
import { logger } from './log.ts'
import { type Env, type Flags, readSettings, type Settings } from './settings.ts'
import { localTimezone } from './timezone.ts'
import { VERSION } from './version.ts'
import { openDatabase, createServiceDeps } from './database.ts'

const SHUTDOWN_TIMEOUT_MS = 7000
const CONVERSION_LOG_MS = 1000
const UPKEEP_MS = 24 * 60 * 60 * 1000
const NAMELESS_ZONE =
  'the time zone here has no name such as Europe/Berlin, so the first user begins with UTC; track config sets their own'

const KEY_IN_VIEW = 'until the next start only errors are logged, so that the key stays in view'

/** Standard output or standard error. */
type Screen = Writable & { isTTY?: boolean }

/**
 * Runs the server until SIGTERM or SIGINT; returns the exit code. Where it cannot start it throws `invalid` for a wrong
 * setting, `conflict` for a database in use and a first key that cannot be written, else `unavailable`.
 */
export async function serve(flags: Flags, env: Env, stdout: Screen, stderr: Screen): Promise<number> {
  // more frequent garbage collection: a quarter less memory for a household, only the longest answers become slower
  setFlagsFromString('--heap-growing-percent=20')
  const settings = readSettings(env, flags)
  const log = logger(settings.logLevel, stderr)
  const stopped = stopSignal()
  let isStopping = false
  const engine = await openDatabase(settings, { exclusive: true, create: true }, conversionLog(log))
  const deps = createServiceDeps(engine, settings.quota)
  const server = assembleServer(deps, settings, log, VERSION, { pages: pagesFolder(), bounds: boundsHere() })
  try {
    const { url, networkUrls: urls } = await listen(server, settings)
    if (urls.length) log.info({ urls }, 'reached from other machines by')
    const first = await createFirstUser(deps, (key) => writeFirstKey(settings, key))
    if (first && localTimezone() === null) log.info({ TZ: env.TZ }, NAMELESS_ZONE)
    if (first && !settings.firstKeyFile) {
      if (stdout.isTTY && stderr.isTTY) {
        log.info({}, KEY_IN_VIEW)
        log.logErrorsOnly()
      }
      stdout.write(keyBlock('created', first))
    }
    if (first) stdout.write(`track config --api-url ${settings.publicUrl ?? url}\n`)
    stdout.write(`track is listening on ${url}\n`)
    const runUpkeep = () => void upkeep(deps).catch((err) => log.error({ err }, 'upkeep failed'))
    const daily = setInterval(runUpkeep, UPKEEP_MS)
    runUpkeep()
    void reindexAll(deps, () => isStopping).catch((err) => log.error({ err }, 'reindexing failed'))
    await stopped
    isStopping = true
    log.info({}, 'stopping')
    clearInterval(daily)
    setTimeout(() => process.exit(0), SHUTDOWN_TIMEOUT_MS).unref()
  } finally {
    await server.close()
    await engine.close()
  }
  return 0
}

/** Tells from time to time how far a long conversion of the database is. */
function conversionLog(log: Log): (left: number) => void {
  let loggedAt = 0
  return (left) => {
    if (!left || Date.now() - loggedAt < CONVERSION_LOG_MS) return
    loggedAt = Date.now()
    log.info({ writesLeft: left }, 'bringing the database up to date; a copy of it as it was lies beside it')
  }
}

/** The folder of the built page, next to the program. */
function pagesFolder(): string | null {
  const beside = ['./web', '../web'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  return beside.find((path) => existsSync(join(path, 'index.html'))) ?? null
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}

async function listen(
  { app }: AssembledServer,
  { host, port }: Settings,
): Promise<{ url: string; networkUrls: string[] }> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw new TrackError('unavailable', reason((error as NodeJS.ErrnoException).code, host, port), {
      hint: 'Set TRACK_PORT or TRACK_HOST, or --port and --host.',
    })
  }
  const bound = app.server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    networkUrls: networkUrls(bound.address, bound.port),
  }
}

function reason(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `port ${port} of ${host} is in use by another program`
  if (code === 'EACCES') return `port ${port} is not open to this user`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is not an address of this machine`
  return `can't listen on ${host}:${port}: ${code}`
}

/** Writes the first key to the configured file, before the user is committed: if it fails, there is no such user. */
function writeFirstKey({ firstKeyFile }: Settings, { api_key }: NewKey): void {
  if (!firstKeyFile) return
  try {
    const file = openSync(firstKeyFile, 'wx', 0o600)
    writeSync(file, `${api_key}\n`)
    fsyncSync(file)
    closeSync(file)
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const why = exists ? 'exists already' : `can't be written: ${whyNotWritten(firstKeyFile, error)}`
    throw new TrackError('conflict', `TRACK_FIRST_KEY_FILE: ${firstKeyFile} ${why}`, {
      hint: 'Name a file that does not exist, in a folder that can be written.',
    })
  }
}
