import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Client } from 'pg'
import { Lent, unstreamed } from '../lent.ts'
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
const keepable = (value: unknown) => (typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value)

/** Where the clients of one kysely instance come from. */
export interface Clients {
  take(): Promise<Client>
  giveBack(client: Client, broken: boolean): void
}

class PostgresConnection implements DatabaseConnection {
  readonly client: Client
  broken = false

  constructor(client: Client) {
    this.client = client
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { rows, rowCount, command } = await this.client.query({ text: sql, values: parameters.map(keepable), name: nameOf(sql) })
      return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) }
    } catch (error) {
      const reason = told(error)
      this.broken = reason !== error // the database failed, not the query: this client may never answer again
      throw reason
    }
  }

  streamQuery = unstreamed
}

/** One client for all of an instance's queries: a transaction's. `lost` hears when the database has failed on it. */
export function postgresOn(client: Client, lost: () => void): Dialect {
  return postgresDialect({ take: async () => client, giveBack: (_, broken) => broken && lost() })
}

export function postgresDialect(clients: Clients): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new Lent(async () => new PostgresConnection(await clients.take()), ({ client, broken }) => clients.giveBack(client, broken)),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
