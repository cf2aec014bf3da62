import { afterBeginning } from '#domain/ids.ts'
import { KIND } from '#domain/kinds.ts'
import { differencesFrom } from './journal-json.ts'
import type { Db } from './schema.ts'

/** A gift that a space has or had, and a name for whom it is or was. */
export interface RecordedGift {
  id: string
  recipient: string
}

/** How ids of gifts begin. */
const GIFT_IDS = `${KIND.gift.prefix}-`

/** The gifts of a space, as far as its journal goes back; some of them several times. */
export async function giftsIn(db: Db, spaceId: number): Promise<RecordedGift[]> {
  const items = await db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('recipient', 'is not', null)
    .select(['id', 'recipient'])
    .execute()
  const parts = db
    .selectFrom('journal_entities')
    .where('space_id', '=', spaceId)
    .where('entity_id', '>=', GIFT_IDS)
    .where('entity_id', '<', afterBeginning(GIFT_IDS))
    .select(['revision', 'part'])
  const rows = await db
    .selectFrom('journal')
    .where('space_id', '=', spaceId)
    .where((eb) => eb(eb.refTuple('revision', 'part'), 'in', parts.$asTuple('revision', 'part')))
    .select(['at', 'revision', 'differences'])
    .execute()
  const journaled = rows.flatMap((row) =>
    differencesFrom(row).flatMap(({ id, before, after }) =>
      [before, after].map((state) => ({ id, recipient: state && recipientOf(state) })),
    ),
  )
  return [...items, ...journaled].filter((gift): gift is RecordedGift => gift.recipient !== null)
}

const recipientOf = (state: object): string | null =>
  'recipient' in state && typeof state.recipient === 'string' ? state.recipient : null
