import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail, type Finding, ok, warn } from '#cli/findings.ts'
import { TrackError } from '#domain/errors.ts'
import { findClockDifference } from '#service/clock-check.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { quotaOf } from '#service/quota.ts'
import type { Engine } from '#store/engine.ts'
import { requireCurrentSchema, SCHEMA_VERSION } from '#store/migrate.ts'
import { allOwners } from '#store/users.ts'
import { withConnection } from '#store/sqlite/copy.ts'
import { findDamage, schemaVersionIn } from '#store/sqlite/integrity.ts'
import { type Env, isPostgres, readSettings, type Settings, sqlitePath } from './settings.ts'
import { openEngine } from './database.ts'

const MB = 1024 * 1024
const MIN_FREE_BYTES = 20 * MB
const AMPLE_FREE_BYTES = 200 * MB
const MAX_FINDINGS = 5
/** Part of a quota from which on it is told of. */
const NEAR_QUOTA = 0.9

/** Checks the server's settings, files and database on this machine, if there are any. */
export async function inspect(env: Env): Promise<Finding[]> {
  let settings: Settings
  try {
    settings = readSettings(env)
  } catch (error) {
    return [failure('settings', error, 'mend that variable')]
  }
  const configured = settings.sources.map(({ name, value, source }) =>
    ok('settings', `${name} is ${value} (${source})`),
  )
  if (isPostgres(settings.databaseUrl))
    return [...configured, ...proxyFindings(settings), ...(await databaseFindings(settings))]
  const path = sqlitePath(settings.databaseUrl)
  if (existsSync(path))
    return [
      ...configured,
      ...proxyFindings(settings),
      ...fileFindings(path),
      spaceFinding(path),
      ...(await databaseFindings(settings)),
    ]
  const isConfigured = settings.sources.some(({ name }) => name === 'TRACK_DATA_DIR' || name === 'TRACK_DATABASE_URL')
  return [
    ...configured,
    isConfigured
      ? warn('data', `there is no database at ${path}`, 'start the server once (track serve), or mend TRACK_DATA_DIR')
      : ok('data', `no server keeps its data here (${path} does not exist)`),
  ]
}

function failure(check: string, error: unknown, remedy: string): Finding {
  if (!(error instanceof TrackError)) throw error
  return fail(check, error.message, error.details.hint ?? remedy)
}

/** Checks that TRACK_TRUST_PROXY fits the public URL and the address to listen on. */
function proxyFindings({ publicUrl, trustProxy, host }: Settings): Finding[] {
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host)
  if (publicUrl?.startsWith('https:') && trustProxy === false) {
    return [
      warn(
        'proxy',
        'people come by https, so through a proxy, but nothing that it forwards is believed: ' +
          'all people count as one address',
        "set TRACK_TRUST_PROXY to the proxy's address, such as 127.0.0.1",
      ),
    ]
  }
  if (trustProxy === true && !isLocal) {
    return [
      warn(
        'proxy',
        `everyone who reaches ${host} is believed about where they come from, which undoes the limit on wrong keys`,
        "set TRACK_TRUST_PROXY to the proxy's address instead of true",
      ),
    ]
  }
  return []
}

function fileFindings(path: string): Finding[] {
  const folder = dirname(path)
  const isExposed = (file: string) => statSync(file).mode & 0o077
  const mode = (file: string) => (statSync(file).mode & 0o777).toString(8)
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(basename(path)))
    .map((name) => join(folder, name))
  const exposed = files.filter(isExposed)
  return [
    isExposed(folder)
      ? warn(
          'files',
          `the data folder ${folder} has mode ${mode(folder)}: others can look into it`,
          `chmod 700 ${quoted(folder)}`,
        )
      : ok('files', `the data folder ${folder}, mode ${mode(folder)}`),
    exposed.length
      ? fail(
          'files',
          `others can read ${exposed.map((file) => basename(file)).join(', ')}`,
          `chmod 600 ${exposed.map(quoted).join(' ')}`,
        )
      : ok('files', `${files.length} files, mode 600`),
  ]
}

/** A path quoted for a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}

/** A backup, and the copy before a migration, take as much space as the database. */
function spaceFinding(path: string): Finding {
  const { bavail, bsize } = statfsSync(dirname(path))
  const [free, size] = [bavail * bsize, statSync(path).size]
  const message = `${Math.floor(free / MB)} MB free, the database has ${Math.ceil(size / MB)} MB`
  if (free < MIN_FREE_BYTES) return fail('space', message, 'make room: without it nothing can be written')
  return free < Math.max(AMPLE_FREE_BYTES, 2 * size)
    ? warn('space', message, 'make room: a backup or an upgrade may not fit')
    : ok('space', message)
}

async function databaseFindings(settings: Settings): Promise<Finding[]> {
  try {
    return [...integrityFindings(settings), ...(await contentFindings(settings))]
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    const remedy = error.code === 'conflict' ? error.details.hint : undefined
    return [
      fail(
        'database',
        error.message,
        remedy ??
          'may you read it (sudo)? If it is broken: stop the server, move the database away, and track restore FILE',
      ),
    ]
  }
}

function integrityFindings({ databaseUrl }: Settings): Finding[] {
  if (isPostgres(databaseUrl)) return []
  const damage = withConnection(sqlitePath(databaseUrl), (connection) => {
    schemaVersionIn(connection)
    return findDamage(connection)
  })
  if (!damage.length) return [ok('database', 'SQLite finds it sound')]
  return damage
    .slice(0, MAX_FINDINGS)
    .map((message) =>
      fail('database', message, 'stop the server, move the database away, and restore a backup: track restore FILE'),
    )
}

async function contentFindings(settings: Settings): Promise<Finding[]> {
  const engine = await openEngine(settings, { exclusive: false, create: false })
  try {
    await requireCurrentSchema(engine)
    const found = await findInconsistencies(engine)
    const about = [
      ok('schema', `version ${SCHEMA_VERSION}, this program's`),
      await journalClockFinding(engine),
      ...(await quotaFindings(engine, settings)),
    ]
    if (!found.length) return [...about, ok('journal', 'everything stands as the journal last told it')]
    return [
      ...about,
      ...found
        .slice(0, MAX_FINDINGS)
        .map((message) =>
          fail(
            'journal',
            message,
            'something other than Track has written to the database, or lost a part of it: restore a backup',
          ),
        ),
    ]
  } finally {
    await engine.close()
  }
}

async function journalClockFinding(engine: Engine): Promise<Finding> {
  const difference = await findClockDifference(engine, new Date())
  if (!difference) return ok('clock', "the newest writes are near this machine's clock")
  return warn(
    'clock',
    `${difference}: what is old is kept until they agree`,
    'set the clock of this machine if it is wrong: timedatectl set-ntp true',
  )
}

/** Whether some spaces are near the quota of this machine's settings, which is the server's unless it has others. */
async function quotaFindings(engine: Engine, { quota }: Settings): Promise<Finding[]> {
  if (!quota.item_count && !quota.text_bytes) return []
  const near = (await allOwners(engine.read)).flatMap((owner) => {
    const { items, bytes } = quotaOf(quota, owner)!
    return [
      ...(items && isNear(items) ? [`${owner.name} has ${items.used} of ${items.limit} items`] : []),
      ...(bytes && isNear(bytes) ? [`${owner.name} has ${bytes.used} of ${bytes.limit} bytes of text`] : []),
    ]
  })
  if (!near.length) return [ok('quota', `every user has less than ${NEAR_QUOTA * 100} % of it`)]
  const remedy = 'raise TRACK_QUOTA_ITEMS or TRACK_QUOTA_BYTES, or let them remove what they no longer need'
  return near.slice(0, MAX_FINDINGS).map((message) => warn('quota', message, remedy))
}

const isNear = ({ used, limit }: { used: number; limit: number }) => used >= NEAR_QUOTA * limit
