import {
  type CompiledQuery,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Client } from 'pg'
import { type Language, queries } from '../queries.ts'
import type { Tables } from '../schema.ts'
import { type Clients, gathered } from './clients.ts'
import { told } from './told.ts'

/** Queries of more text than this hold long lists and are seldom asked again. */
const LONGEST_PREPARED = 2000
const MOST_PREPARED = 500
const names = new Map<string, string>()

/** A query's name on the server, where it is parsed and planned once a connection. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known || sql.length > LONGEST_PREPARED || names.size >= MOST_PREPARED) return known
  const name = `t${names.size}`
  names.set(sql, name)
  return name
}

/** PostgreSQL knows no NUL. Nothing that Track keeps holds one (contract/fields.ts), so who looks for one finds nothing. */
const keepable = (value: unknown) =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value

const LANGUAGE: Language = {
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

/** `lost` hears of each failure of the database itself, after which the client may never answer again. */
async function ask<R>(client: Client, { sql, parameters }: CompiledQuery, lost: () => void): Promise<QueryResult<R>> {
  try {
    const { rows, rowCount, command } = await gathered(client).query({
      text: sql,
      values: parameters.map(keepable),
      name: nameOf(sql),
    })
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) }
  } catch (error) {
    const reason = told(error)
    if (reason !== error) lost()
    throw reason
  }
}

/** Kysely on one client: a transaction's. */
export function postgresOn(client: Client, lost: () => void): Kysely<Tables> {
  return queries(LANGUAGE, (query) => ask(client, query, lost))
}

/** Kysely on clients that are taken for one query each. */
export function postgresOver(clients: Clients): Kysely<Tables> {
  return queries(LANGUAGE, async (query) => {
    const client = await clients.take()
    let broken = false
    try {
      return await ask(client, query, () => (broken = true))
    } finally {
      clients.giveBack(client, broken)
    }
  })
}
