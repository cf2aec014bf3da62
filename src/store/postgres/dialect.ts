import {
  type CompiledQuery,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Client } from 'pg'
import { type DialectParts, createKysely } from '../kysely.ts'
import type { Tables } from '../schema.ts'
import { type ClientPool, corkForThisTick } from './client-pools.ts'
import { toTrackError } from './errors.ts'

/** Longer queries contain long lists and are rarely repeated. */
const MAX_PREPARED_CHARACTERS = 2000
const MAX_PREPARED_STATEMENTS = 500
const names = new Map<string, string>()

/** The name of a prepared statement, which the server parses and plans once per connection. */
function statementName(sql: string): string | undefined {
  const known = names.get(sql)
  if (known || sql.length > MAX_PREPARED_CHARACTERS || names.size >= MAX_PREPARED_STATEMENTS) return known
  const name = `t${names.size}`
  names.set(sql, name)
  return name
}

/** PostgreSQL text can't contain NUL. Track accepts none, so a search for one finds nothing. */
const withoutNul = (value: unknown) =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value

const DIALECT_PARTS: DialectParts = {
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

/** `onFailure` is called for each failure of the database itself, after which the client may be unusable. */
async function execute<R>(
  client: Client,
  { keepsSession }: Pick<ClientPool, 'keepsSession'>,
  { sql, parameters }: CompiledQuery,
  onFailure: () => void,
): Promise<QueryResult<R>> {
  try {
    const { rows, rowCount, command } = await corkForThisTick(client).query({
      text: sql,
      values: parameters.map(withoutNul),
      name: keepsSession ? statementName(sql) : undefined,
    })
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) }
  } catch (error) {
    const reason = toTrackError(error)
    if (reason !== error) onFailure()
    throw reason
  }
}

/** Kysely on the client of a transaction, from a pool. */
export function kyselyOnClient(client: Client, pool: ClientPool, onFailure: () => void): Kysely<Tables> {
  return createKysely(DIALECT_PARTS, (query) => execute(client, pool, query, onFailure))
}

/** Kysely on a pool: acquires a client for each query. */
export function kyselyOnPool(clients: ClientPool): Kysely<Tables> {
  return createKysely(DIALECT_PARTS, async (query) => {
    const client = await clients.acquire()
    let broken = false
    try {
      return await execute(client, clients, query, () => (broken = true))
    } finally {
      clients.release(client, broken)
    }
  })
}
