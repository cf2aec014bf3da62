import { countJournalAfter, latestJournaled, currentEntity, unjournaled } from '#store/consistency-check.ts'
import type { Engine } from '#store/engine.ts'
import { countUsage } from '#store/usage.ts'
import type { Db } from '#store/schema.ts'
import { allOwners, type Owner } from '#store/users.ts'
import type { AnyEntity } from '#domain/entities.ts'

const MAX_INCONSISTENCIES = 20

/**
 * Entities that differ from their last state in the journal, gaps in the journal, and spaces of which less or more is
 * counted than there is, as sentences; at most 20. Checks twice, since a
 * running server may write between two reads.
 */
export async function findInconsistencies(engine: Engine): Promise<string[]> {
  const first = await checkSpaces(engine)
  if (!first.length) return []
  const second = new Set(await checkSpaces(engine))
  return first.filter((one) => second.has(one)).slice(0, MAX_INCONSISTENCIES)
}

async function checkSpaces({ read }: Engine): Promise<string[]> {
  const found: string[] = []
  for (const owner of await allOwners(read)) {
    const ofOwner = await checkJournal(read, owner)
    found.push(...(ofOwner.length ? ofOwner : await checkUsage(read, owner)))
  }
  return found
}

async function checkUsage(read: Db, { space_id, name, item_count, text_bytes }: Owner): Promise<string[]> {
  const counted = await countUsage(read, space_id)
  if (counted.item_count === item_count && counted.text_bytes === text_bytes) return []
  return [
    `${name}: there are ${counted.item_count} items and ${counted.text_bytes} bytes of text, ` +
      `not ${item_count} and ${text_bytes} as counted`,
  ]
}

async function checkJournal(read: Db, { space_id, name, revision, journal_from }: Owner): Promise<string[]> {
  const found: string[] = []
  const rows = await countJournalAfter(read, space_id, journal_from)
  if (rows !== revision - journal_from)
    found.push(
      `${name}: the journal holds ${rows} writes after revision ${journal_from}, not ${revision - journal_from}`,
    )
  for await (const { revision: at, difference } of latestJournaled(read, space_id)) {
    const { entity, id: entityId, after } = difference
    const current = await currentEntity(read, space_id, entity, entityId)
    // what came after may be forgotten
    const compacted = current ? current.revision > at && current.revision <= journal_from : at <= journal_from
    if (!compacted && !isSame(after, current ?? null))
      found.push(`${name}: ${entity} ${entityId} is not as the journal told it at revision ${at}`)
  }
  for (const entityId of await unjournaled(read, space_id, journal_from))
    found.push(`${name}: the journal never told of ${entityId}`)
  return found
}

function isSame(journaled: AnyEntity | null, current: AnyEntity | null): boolean {
  if (!journaled || !current) return !journaled && !current
  return Object.entries(journaled).every(
    ([field, value]) => JSON.stringify(value) === JSON.stringify(current[field as keyof AnyEntity]),
  )
}
