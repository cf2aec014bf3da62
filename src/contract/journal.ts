import type { Day } from '#domain/dates.ts'
import type { CallOptions, Track } from './track.ts'
import type { Change, Changes } from './types.ts'

const BATCH_SIZE = 500

export interface JournalFilter {
  item?: string
  /** The first day. */
  since?: Day
  client?: string
  by?: string
  limit?: number
}

/**
 * The writes that a filter lets through, newest first, as far back as its day or limit says. `dayOf`: the user's day of
 * an instant.
 */
export async function readJournal(
  track: Pick<Track, 'changes'>,
  { item, since, client, by, limit = Infinity }: JournalFilter,
  { dayOf }: { dayOf: (instant: string) => Day },
  options?: CallOptions,
): Promise<Changes> {
  const kept: Change[] = []
  const isWanted = (change: Change) =>
    (client === undefined || change.client === client) && (by === undefined || change.by === by)
  let before: number | undefined
  for (;;) {
    const { changes, ...rest } = await track.changes.list({ item, before, limit: BATCH_SIZE }, options)
    const end = since === undefined ? -1 : changes.findIndex(({ at }) => dayOf(at) < since)
    kept.push(...(end < 0 ? changes : changes.slice(0, end)).filter(isWanted))
    if (kept.length > limit) return { ...rest, changes: kept.slice(0, limit), more: true }
    if (end >= 0 || !rest.more) return { ...rest, changes: kept, more: false }
    before = changes.at(-1)!.revision
  }
}
