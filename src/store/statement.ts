import type { CompiledQuery } from 'kysely'
import type { Db } from './schema.ts'

/** A statement and its connection, which a step over a database yields; the driver answers with a QueryResult. */
export class Statement {
  readonly db: Db
  readonly query: CompiledQuery

  constructor(db: Db, query: CompiledQuery) {
    this.db = db
    this.query = query
  }
}
