import { countJournalAfter, latestJournaled, currentEntity, unjournaled } from '#store/consistency-check.ts'
import type { Engine } from '#store/engine.ts'
import { allUsers } from '#store/users.ts'
import { differenceOf } from './journal.ts'
import type { AnyEntity } from '#domain/entities.ts'

const MAX_INCONSISTENCIES = 20

/**
 * Entities that differ from their last state in the journal, and gaps in the journal, as sentences; at most 20. Checks
 * twice, since a running server may write between two reads.
 */
export async function findInconsistencies(engine: Engine): Promise<string[]> {
  const first = await checkUsers(engine)
  if (!first.length) return []
  const second = new Set(await checkUsers(engine))
  return first.filter((one) => second.has(one)).slice(0, MAX_INCONSISTENCIES)
}

async function checkUsers({ read }: Engine): Promise<string[]> {
  const found: string[] = []
  for (const { id, name, revision, journal_from } of await allUsers(read)) {
    const rows = await countJournalAfter(read, id, journal_from)
    if (rows !== revision - journal_from)
      found.push(
        `${name}: the journal holds ${rows} writes after revision ${journal_from}, not ${revision - journal_from}`,
      )
    for await (const row of latestJournaled(read, id)) {
      const { entity, id: entityId, after } = differenceOf(row)
      const current = await currentEntity(read, id, entity, entityId)
      const compacted = current
        ? current.revision > row.revision && current.revision <= journal_from
        : row.revision <= journal_from // what came after may be forgotten
      if (!compacted && !isSame(after, current ?? null))
        found.push(`${name}: ${entity} ${entityId} is not as the journal told it at revision ${row.revision}`)
    }
    for (const entityId of await unjournaled(read, id, journal_from))
      found.push(`${name}: the journal never told of ${entityId}`)
  }
  return found
}

function isSame(journaled: AnyEntity | null, current: AnyEntity | null): boolean {
  if (!journaled || !current) return !journaled && !current
  return Object.entries(journaled).every(
    ([field, value]) => JSON.stringify(value) === JSON.stringify(current[field as keyof AnyEntity]),
  )
}
