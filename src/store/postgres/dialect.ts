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
import { type ClientPool, corkForThisTick, type SharedPool } from './client-pools.ts'
import { type Command, sendCommand, sendThisTick, SkippedCommand } from './command-batch.ts'
import { toTrackError } from './errors.ts'

/** Longer queries contain long lists and are rarely repeated. */
const MAX_PREPARED_CHARACTERS = 2000
const MAX_PREPARED_STATEMENTS = 500
const names = new Map<string, string>()

/** The name of a prepared statement, which the server parses and plans once per connection. */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql)
  if (known || sql.length > MAX_PREPARED_CHARACTERS || names.size >= MAX_PREPARED_STATEMENTS) return known
  const name = `t${names.size}`
  names.set(sql, name)
  return name
}

type Parameter = string | number | bigint | boolean | null | undefined | readonly string[]

/**
 * A parameter in PostgreSQL's text format. Its text can't contain NUL; Track accepts none, so a search for one finds
 * nothing.
 */
function toText(value: Parameter): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'object') return `{${value.map((one) => `"${one.replace(/["\\]/g, '\\$&')}"`).join()}}`
  const text = String(value)
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}

const DIALECT_PARTS: DialectParts = {
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

/** `onFailure` is called for each failure of the database itself, after which the client may be unusable. */
function commandOf(
  { keepsSession }: Pick<ClientPool, 'keepsSession'>,
  { sql, parameters }: CompiledQuery,
  onFailure: () => void,
): Command {
  return {
    text: sql,
    values: (parameters as readonly Parameter[]).map(toText),
    name: keepsSession ? statementName(sql) : undefined,
    onFailure(error) {
      const reason = toTrackError(error)
      if (reason !== error && !(error instanceof SkippedCommand)) onFailure()
      return reason
    },
  }
}

/** What kysely promises has the type of its query. */
const asResult = <R>(result: Promise<unknown>) => result as Promise<QueryResult<R>>

/** Kysely on the client of a transaction, from a pool. */
export function kyselyOnClient(client: Client, pool: ClientPool, onFailure: () => void): Kysely<Tables> {
  return createKysely(DIALECT_PARTS, (query) => asResult(sendThisTick(client, commandOf(pool, query, onFailure))))
}

/** Kysely on a pool whose clients are shared: acquires one for each query. */
export function kyselyOnPool(pool: SharedPool): Kysely<Tables> {
  const run = (client: Client, query: CompiledQuery) => {
    let isBroken = false
    const command = commandOf(pool, query, () => (isBroken = true))
    return sendCommand(corkForThisTick(client), { ...command, onEnd: () => pool.release(client, isBroken) })
  }
  return createKysely(DIALECT_PARTS, (query) => {
    const client = pool.acquire()
    return asResult(client instanceof Promise ? client.then((one) => run(one, query)) : run(client, query))
  })
}
