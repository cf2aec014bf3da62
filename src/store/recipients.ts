import { type SqlBool, sql } from 'kysely'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { KIND } from '#domain/kinds.ts'
import { differencesFrom, patternOfIds } from './journal-json.ts'
import { rowsOf } from './query.ts'
import type { Db } from './schema.ts'

/** A gift that a space has or had, and a name for whom it is or was. */
export interface RecordedGift {
  id: string
  recipient: string
}

interface GiftQuery {
  spaceId: number
  /** Of recipients. */
  matches(name: string): boolean
  /** What later writes left and journaled; 0: all. */
  since: number
}

/** No more are looked for. */
export const MAX_GIFTS = 100
/** Items, and rows of the journal, that are read at a time: each may be long. */
const BATCH_SIZE = 50
const GIFT_IDS = patternOfIds(`${KIND.gift.prefix}-`)

/** The gifts of a space for whom is asked, as far as its journal goes back: MAX_GIFTS at most, each once. */
export function* findGifts(db: Db, query: GiftQuery): Step<RecordedGift[]> {
  const found = new Map<string, RecordedGift>()
  if (!query.since) yield* findAmongItems(db, query, found) // later ones are in the journal
  yield* findInJournal(db, query, found)
  return [...found.values()].slice(0, MAX_GIFTS)
}

type Found = Map<string, RecordedGift>

function* findAmongItems(db: Db, { spaceId, matches }: GiftQuery, found: Found): Step<void> {
  const select = db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .select(['id', 'recipient'])
    .orderBy('id')
    .limit(BATCH_SIZE)
  for (let after = ''; found.size < MAX_GIFTS;) {
    const rows = yield* rowsOf(db, select.where('id', '>', after))
    for (const { id, recipient } of rows) if (recipient !== null && matches(recipient)) found.set(id, { id, recipient })
    if (rows.length < BATCH_SIZE) return
    after = rows.at(-1)!.id
  }
}

function* findInJournal(db: Db, { spaceId, matches, since }: GiftQuery, found: Found): Step<void> {
  const isOfGifts = sql<SqlBool>`differences like ${sql.lit(GIFT_IDS)}`
  const select = db
    .selectFrom('journal')
    .where('space_id', '=', spaceId)
    .select(['at', 'revision', 'part'])
    .select(sql<string>`case when ${isOfGifts} then differences else '[]' end`.as('differences'))
    .orderBy('revision')
    .orderBy('part')
    .limit(BATCH_SIZE)
  for (let last = { revision: since + 1, part: -1 }; found.size < MAX_GIFTS;) {
    const isLater = sql<SqlBool>`(revision, part) > (${last.revision}, ${last.part})`
    const rows = yield* rowsOf(db, select.where(isLater))
    for (const row of rows) {
      noteGifts(differencesFrom(row), matches, found)
      yield PAUSE
    }
    if (rows.length < BATCH_SIZE) return
    last = rows.at(-1)!
  }
}

function noteGifts(differences: ReturnType<typeof differencesFrom>, matches: GiftQuery['matches'], found: Found): void {
  for (const { id, before, after } of differences)
    for (const state of [before, after]) {
      const recipient = state && recipientOf(state)
      if (recipient && matches(recipient)) found.set(id, { id, recipient })
    }
}

const recipientOf = (state: object): string | null =>
  'recipient' in state && typeof state.recipient === 'string' ? state.recipient : null
