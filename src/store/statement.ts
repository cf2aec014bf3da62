import type { CompiledQuery } from 'kysely'
import type { Db } from './schema.ts'

/** A statement and the connection to run it on: what a step over a database yields, to be handed a QueryResult. */
export class Statement {
  readonly db: Db
  readonly query: CompiledQuery

  constructor(db: Db, query: CompiledQuery) {
    this.db = db
    this.query = query
  }
}
