import type { Track } from '#contract/track.ts'
import type { Change, Changes } from '#contract/types.ts'
import { readPastDate } from '#domain/date-words.ts'
import type { Day } from '#domain/dates.ts'
import type { DateFormat } from './date-format.ts'
import { UsageError } from './options.ts'

const BATCH_SIZE = 500

export interface JournalFilter {
  item?: string
  /** The first day. */
  since?: Day
  client?: string
  by?: string
  limit?: number
}

/** The day that words mean, the latest one up to today. Throws UsageError with the flag that has them. */
export function readSince(text: string, today: Day, flag = '--since'): Day {
  const { value, problem } = readPastDate(text, today)
  if (value) return value
  throw new UsageError(`${flag} ${problem ?? 'is empty'}`, 'For example: track log --since monday')
}

/** The writes that a filter lets through, newest first, as far back as its day or limit says. */
export async function readJournal(
  track: Pick<Track, 'changes'>,
  { item, since, client, by, limit = Infinity }: JournalFilter,
  { dayOf }: Pick<DateFormat, 'dayOf'>,
): Promise<Changes> {
  const kept: Change[] = []
  const isWanted = (change: Change) =>
    (client === undefined || change.client === client) && (by === undefined || change.by === by)
  let before: number | undefined
  for (;;) {
    const { changes, ...rest } = await track.changes.list({ item, before, limit: BATCH_SIZE })
    const end = since === undefined ? -1 : changes.findIndex(({ at }) => dayOf(at) < since)
    kept.push(...(end < 0 ? changes : changes.slice(0, end)).filter(isWanted))
    if (kept.length > limit) return { ...rest, changes: kept.slice(0, limit), more: true }
    if (end >= 0 || !rest.more) return { ...rest, changes: kept, more: false }
    before = changes.at(-1)!.revision
  }
}
