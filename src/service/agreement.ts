import { countJournalAfter, latestJournaled, currentEntity, unjournaled } from '#store/consistency-check.ts'
import type { Engine } from '#store/engine.ts'
import { allUsers } from '#store/users.ts'
import { differenceOf } from './journal.ts'
import type { AnyEntity } from '#domain/entities.ts'

const MOST_TOLD = 20

/** Where items, projects and features differ from what the journal last told of them, or the journal has a gap. What a running server writes meanwhile is looked at again. */
export async function disagreements(engine: Engine): Promise<string[]> {
  const first = await lookThrough(engine)
  if (!first.length) return []
  const second = new Set(await lookThrough(engine))
  return first.filter((one) => second.has(one)).slice(0, MOST_TOLD)
}

async function lookThrough({ read }: Engine): Promise<string[]> {
  const found: string[] = []
  for (const { id, name, revision, journal_from } of await allUsers(read)) {
    const rows = await countJournalAfter(read, id, journal_from)
    if (rows !== revision - journal_from)
      found.push(
        `${name}: the journal holds ${rows} writes after revision ${journal_from}, not ${revision - journal_from}`,
      )
    for await (const row of latestJournaled(read, id)) {
      const { entity, id: entityId, after } = differenceOf(row)
      const now = await currentEntity(read, id, entity, entityId)
      const compacted = now ? now.revision > row.revision && now.revision <= journal_from : row.revision <= journal_from // what came after may be forgotten
      if (!compacted && !same(after, now ?? null))
        found.push(`${name}: ${entity} ${entityId} is not as the journal told it at revision ${row.revision}`)
    }
    for (const entityId of await unjournaled(read, id, journal_from))
      found.push(`${name}: the journal never told of ${entityId}`)
  }
  return found
}

function same(told: AnyEntity | null, now: AnyEntity | null): boolean {
  if (!told || !now) return !told && !now
  return Object.entries(told).every(
    ([field, value]) => JSON.stringify(value) === JSON.stringify(now[field as keyof AnyEntity]),
  )
}
