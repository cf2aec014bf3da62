import { differencesFrom } from './journal-json.ts'
import type { Db } from './schema.ts'

/** For whom a space has or had gifts, as far as its journal goes back. */
export async function recipientsIn(db: Db, spaceId: number): Promise<string[]> {
  const items = await db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('recipient', 'is not', null)
    .select('recipient')
    .execute()
  const rows = await db
    .selectFrom('journal')
    .where('space_id', '=', spaceId)
    .where('differences', 'like', '%"recipient"%')
    .select(['at', 'revision', 'differences'])
    .execute()
  const journaled = rows.flatMap((row) =>
    differencesFrom(row).flatMap(({ before, after }) => [before, after].map((state) => state && recipientOf(state))),
  )
  return [...items.map(({ recipient }) => recipient), ...journaled].filter((one) => one !== null)
}

const recipientOf = (state: object): string | null =>
  'recipient' in state && typeof state.recipient === 'string' ? state.recipient : null
