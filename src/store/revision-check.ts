import { sql } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import { runSteps } from './run-steps.ts'
import type { Db, OwnerRow } from './schema.ts'

/** The key is not its holder's any more, or their space has another revision. */
export class StaleRevision extends Error {
  constructor() {
    super('the space has another revision')
  }
}

interface Basis extends Pick<OwnerRow, 'id' | 'revision'> {
  /** Of a key. */
  hash: string
}

/** Divides by the number of rows, so that the database itself passes over what was sent behind it. */
const select = compiledQuery((db, { hash, id, revision }: Basis) =>
  db
    .selectFrom('keys')
    .innerJoin('users', 'users.id', 'keys.user_id')
    .innerJoin('spaces', 'spaces.space_id', 'users.space_id')
    .where('keys.hash', '=', hash)
    .where('users.id', '=', id)
    .where('spaces.revision', '=', revision)
    .select(sql<number>`1 / count(*)`.as('one')),
)

const DIVISION_BY_ZERO = '22012' // manual, appendix A

/**
 * Asks PostgreSQL to pass over what is sent behind, the commit too, unless the key's holder and their revision are
 * these. The promise rejects with StaleRevision then.
 */
export function requireRevision(db: Db, basis: Basis): Promise<void> {
  const sent = Promise.resolve(runSteps(select(db, basis)[Symbol.iterator]())) // sent at once, before what follows
  return sent.then(
    () => {},
    (error: unknown) => {
      throw (error as { code?: string }).code === DIVISION_BY_ZERO ? new StaleRevision() : error
    },
  )
}
