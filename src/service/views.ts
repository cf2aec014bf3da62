import type { ParsedInput } from '#contract/schemas.ts'
import type { Page } from '#contract/types.ts'
import { addDays, type Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { invalid } from '#domain/errors.ts'
import { rankMatches } from '#domain/search.ts'
import { queryTerms } from '#domain/search-words.ts'
import { type Today, todayView, type UpcomingDay, upcomingView } from '#domain/views.ts'
import { searchCandidates, itemsJsonBySeq } from '#store/search.ts'
import { itemsDueBy, itemsForToday, maxViewRows } from '#store/views.ts'
import type { ReadContext } from './context.ts'
import { JsonAnswer } from './json-answer.ts'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { runSteps } from '#store/run-steps.ts'
import { longToday, longUpcoming } from './long-views.ts'
import { readPage } from './page.ts'
import { whenReindexed } from './reindexing.ts'
import type { StreamedAnswer } from './streamed-answer.ts'

const UPCOMING_DAYS = 14
/** Of a page of a search. */
export const DEFAULT_LIMIT = 50

export async function today(
  context: ReadContext,
  { everyone = false }: ParsedInput<'views.today'>,
): Promise<JsonAnswer<Today> | StreamedAnswer<Today>> {
  const { deps, db, user, spaceId, now } = context
  const maxRows = maxViewRows(user)
  const items = await itemsForToday(deps.engine, db, spaceId, now.today, maxRows)
  const viewer = everyone ? undefined : user.name
  if (items.length > maxRows) return longToday(context, viewer)
  const { date, overdue, today, doing, priority, count, estimate } = todayView(items, now.today, viewer)
  const sections = Object.entries({ overdue, today, doing, priority }).map(
    ([name, items]) => `"${name}":${JsonAnswer.array(items)}`,
  )
  return new JsonAnswer(`{"date":"${date}",${sections.join()},"count":${count},"estimate":${estimate}}`)
}

/** Throws `too_large` for more occurrences than an answer may have. */
export async function upcoming(
  context: ReadContext,
  { days = UPCOMING_DAYS }: ParsedInput<'views.upcoming'>,
): Promise<JsonAnswer<{ days: UpcomingDay[] }> | StreamedAnswer<{ days: UpcomingDay[] }>> {
  const { db, user, spaceId, now } = context
  const maxRows = maxViewRows(user)
  const items = await itemsDueBy(db, spaceId, addDays(now.today, days - 1), maxRows)
  if (items.length > maxRows) return longUpcoming(context, days)
  const pieces: string[] = []
  await runSteps(upcomingJson(items, now.today, days, (piece) => pieces.push(piece)))
  return new JsonAnswer(pieces)
}

/** Items between pauses. */
const BATCH_SIZE = 100

/** Many days with many items take long, so other requests get turns; an item that recurs is written once. */
function* upcomingJson(
  due: readonly PlacedItem[],
  today: Day,
  days: number,
  take: (piece: string) => void,
): Step<void> {
  const texts = new Map<object, string>()
  const textOf = (item: object) => {
    let text = texts.get(item)
    if (text === undefined) texts.set(item, (text = JSON.stringify(item)))
    return text
  }
  let before = '{"days":['
  for (const { date, items } of yield* upcomingView(due, today, days)) {
    take(`${before}{"date":"${date}","items":[`)
    for (let from = 0; from < items.length; from += BATCH_SIZE) {
      const batch = items.slice(from, from + BATCH_SIZE)
      take(`${from ? ',' : ''}${batch.map(textOf).join()}`)
      yield PAUSE
    }
    take(']}')
    before = ','
  }
  take(']}')
}

/**
 * Ranks a bounded number of candidates; a cursor is the number of results on the pages before. Throws `invalid` for a
 * cursor that is none.
 */
export async function find(
  context: ReadContext,
  { q, limit = DEFAULT_LIMIT, cursor = '0' }: ParsedInput<'search.find'>,
): Promise<JsonAnswer<Page>> {
  const { deps, db, spaceId } = context
  if (!/^\d{1,6}$/.test(cursor)) throw invalid({ path: 'cursor', message: 'is not a cursor that a search returned' })
  const terms = queryTerms(q)
  if (!terms.length) return new JsonAnswer('{"items":[],"next_cursor":null}')
  await whenReindexed(context)
  const found = rankMatches(await searchCandidates(deps.engine, db, spaceId, terms), terms)
  const seqs = found.slice(Number(cursor)).map(({ seq }) => seq)
  let read = 0
  const { page, isLast } = await readPage<{ json: string }>(
    limit,
    ({ json }) => json.length,
    (_, count) => itemsJsonBySeq(deps.engine, db, spaceId, seqs.slice(read, (read += count))),
  )
  const next = isLast ? null : `"${Number(cursor) + page.length}"`
  return new JsonAnswer(`{"items":${JsonAnswer.array(page)},"next_cursor":${next}}`)
}
