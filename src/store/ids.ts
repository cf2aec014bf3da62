import { prepared, preparedChange } from './prepared.ts'
import type { Db } from './schema.ts'
import { together } from './together.ts'

const ROWS_AN_INSERT = 500

/** How many ids of a prefix were ever given, after one more; and whether an import brought any along. */
export async function countId(db: Db, userId: string, prefix: string): Promise<{ given: number; imported: boolean }> {
  const [, [row]] = await together(counted(db, { userId, prefix }), given(db, { userId, prefix }))
  return { given: row!.given, imported: Boolean(row!.imported) }
}

const counted = preparedChange((db, { userId, prefix }: { userId: string; prefix: string }) =>
  db
    .insertInto('id_counters')
    .values({ user_id: userId, prefix, given: 1 })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'prefix']).doUpdateSet((eb) => ({ given: eb('id_counters.given', '+', 1) })),
    ),
)
const given = prepared((db, { userId, prefix }: { userId: string; prefix: string }) =>
  db
    .selectFrom('id_counters')
    .where('user_id', '=', userId)
    .where('prefix', '=', prefix)
    .select([
      'given',
      ({ exists, selectFrom }) =>
        exists(selectFrom('imported_ids').where('user_id', '=', userId).select('id')).as('imported'),
    ]),
)

/** How many ids of each prefix were given. */
export async function givenIds(db: Db, userId: string): Promise<Map<string, number>> {
  const rows = await db.selectFrom('id_counters').where('user_id', '=', userId).select(['prefix', 'given']).execute()
  return new Map(rows.map(({ prefix, given }) => [prefix, given]))
}

export async function isImported(db: Db, userId: string, id: string): Promise<boolean> {
  return (
    (await db
      .selectFrom('imported_ids')
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .select('id')
      .executeTakeFirst()) !== undefined
  )
}

export async function importedIds(db: Db, userId: string): Promise<Set<string>> {
  return new Set(
    (await db.selectFrom('imported_ids').where('user_id', '=', userId).select('id').execute()).map(({ id }) => id),
  )
}

export async function keepImported(db: Db, userId: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += ROWS_AN_INSERT) {
    const rows = ids.slice(from, from + ROWS_AN_INSERT).map((id) => ({ user_id: userId, id }))
    await db
      .insertInto('imported_ids')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
