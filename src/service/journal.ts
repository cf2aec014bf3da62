import { type Step, together } from '#domain/effects/steps.ts'
import {
  type AnyEntity,
  compactJson,
  completeEntity,
  differingFields,
  type EntityDifference,
} from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import { appendDifferences, appendJournal } from '#store/journal.ts'
import type { Db, DifferenceRow, JournalRow } from '#store/schema.ts'
import type { Usage } from '#domain/usage.ts'
import type { User } from '#domain/users.ts'
import { advanceRevision } from '#store/users.ts'

/** Advances a user's revision, with what they have then, and appends the write to the journal. */
export function* record(
  db: Db,
  { id: userId, revision, ...usage }: Pick<User, 'id' | 'revision' | keyof Usage>,
  entry: Pick<JournalRow, 'at' | 'client' | 'op' | 'undoes'>,
  differences: readonly EntityDifference[],
): Step<void> {
  const toRow = (difference: EntityDifference) => ({ user_id: userId, revision, ...rowOf(difference) })
  const { size, last } = yield* appendDifferences(db, differences, toRow)
  const row = { ...entry, user_id: userId, revision, size, kept: differences.some(completesChore) ? 1 : 0 }
  const [advanced] = yield* together(advanceRevision(db, userId, revision, usage), appendJournal(db, row, last))
  if (!advanced) throw new Error(`revision ${revision} of ${userId} is taken`)
}

function completesChore({ entity, before, after }: EntityDifference): boolean {
  if (entity !== 'item' || !before || !after) return false
  const [was, is] = [before as PlacedItem, after as PlacedItem]
  return is.kind === 'chore' && was.last_done !== is.last_done
}

/**
 * Of a changed entity, `before` has only the differing fields, nulls included; other states are whole, without nulls.
 */
function rowOf({ entity, id, before, after }: EntityDifference): Omit<DifferenceRow, 'user_id' | 'revision'> {
  const was = before && (after ? JSON.stringify(differingFields(before, after)) : compactJson(before))
  return { entity, entity_id: id, before: was, after: after && compactJson(after) }
}

/** The difference in a journal row, with the fields that it leaves out. */
export function differenceOf({ entity, entity_id: id, before, after }: DifferenceRow): EntityDifference {
  const is = after === null ? null : completeEntity(entity, JSON.parse(after) as object)
  const was = before === null ? null : completeEntity(entity, { ...is, ...(JSON.parse(before) as Partial<AnyEntity>) })
  return { entity, id, before: was, after: is }
}
