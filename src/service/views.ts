import type { ParsedInput } from '#contract/schemas.ts'
import type { Page } from '#contract/types.ts'
import { addDays } from '#domain/dates.ts'
import { invalid } from '#domain/errors.ts'
import { rankMatches } from '#domain/search.ts'
import { queryTerms } from '#domain/search-words.ts'
import { addUsage, type Usage } from '#domain/usage.ts'
import {
  countOccurrences,
  MAX_OCCURRENCES,
  type Today,
  todayView,
  type UpcomingDay,
  upcomingView,
} from '#domain/views.ts'
import { searchCandidates, itemsJsonBySeq } from '#store/search.ts'
import { itemsDueBy, itemsForToday, maxViewRows, type TodayItem } from '#store/views.ts'
import { nameOfSpace, type ReadContext } from './context.ts'
import { JsonAnswer, jsonInSpace } from './json-answer.ts'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { runSteps } from '#store/run-steps.ts'
import { longToday, longUpcoming } from './long-views.ts'
import { readPage } from './page.ts'
import { whenReindexed } from './reindexing.ts'
import type { StreamedAnswer } from './streamed-answer.ts'

const UPCOMING_DAYS = 14
/** Of a page of a search. */
const DEFAULT_LIMIT = 50

export async function today(
  context: ReadContext,
  input: ParsedInput<'views.today'>,
): Promise<JsonAnswer<Today> | StreamedAnswer<Today>> {
  const views = await shortToday([context], input)
  return views ? todayAnswer(views[0]!) : longToday(context, viewerOf(context, input))
}

/** Who is shown only what is not assigned to others; undefined: everything is shown. */
const viewerOf = ({ user }: ReadContext, { everyone = false }: ParsedInput<'views.today'>) =>
  everyone ? undefined : user.name

/** Today in each of several spaces; undefined where more belongs there than is read at once. */
export async function shortToday(
  contexts: readonly ReadContext[],
  input: ParsedInput<'views.today'>,
): Promise<Today<TodayItem>[] | undefined> {
  const [context] = contexts as [ReadContext, ...ReadContext[]]
  const { deps, db, now } = context
  const maxRows = maxViewRows(usageOf(contexts))
  const rows = await itemsForToday(deps.engine, db, contexts.map(idOfSpace), now.today, maxRows)
  if (rows.length > maxRows) return undefined
  const viewer = viewerOf(context, input)
  return bySpace(contexts, rows).map((items) => todayView(items, now.today, viewer))
}

export function todayAnswer({ date, count, estimate, ...sections }: Today<{ json: string }>): JsonAnswer<Today> {
  const texts = Object.entries(sections).map(([name, items]) => `"${name}":${JsonAnswer.array(items)}`)
  return new JsonAnswer(`{"date":"${date}",${texts.join()},"count":${count},"estimate":${estimate}}`)
}

const idOfSpace = ({ spaceId }: ReadContext): number => spaceId

/** Of several spaces together. */
const usageOf = (contexts: readonly ReadContext[]): Usage => contexts.map(({ user }) => user as Usage).reduce(addUsage)

/** Rows of several spaces, apart. */
function bySpace<T extends { space_id: number }>(contexts: readonly ReadContext[], rows: readonly T[]): T[][] {
  const found = new Map(contexts.map(({ spaceId }): [number, T[]] => [spaceId, []]))
  for (const row of rows) found.get(row.space_id)!.push(row)
  return [...found.values()]
}

/** Throws `too_large` for more occurrences than an answer may have. */
export async function upcoming(
  context: ReadContext,
  { days = UPCOMING_DAYS }: ParsedInput<'views.upcoming'>,
): Promise<JsonAnswer<{ days: UpcomingDay[] }> | StreamedAnswer<{ days: UpcomingDay[] }>> {
  const agendas = await shortUpcoming([context], days)
  return agendas ? upcomingAnswer(agendas[0]!) : longUpcoming(context, days)
}

/**
 * The agenda of each of several spaces; undefined where more is due by then than is read at once. Throws `too_large`
 * for more occurrences than an answer may have.
 */
export async function shortUpcoming(
  contexts: readonly ReadContext[],
  days = UPCOMING_DAYS,
): Promise<UpcomingDay[][] | undefined> {
  const { db, now } = contexts[0]!
  const maxRows = maxViewRows(usageOf(contexts))
  const rows = await itemsDueBy(db, contexts.map(idOfSpace), addDays(now.today, days - 1), maxRows)
  if (rows.length > maxRows) return undefined
  const agendas: UpcomingDay[][] = []
  let left = MAX_OCCURRENCES
  for (const due of bySpace(contexts, rows)) {
    const items = due.map(({ item }) => item)
    const agenda = await runSteps(upcomingView(items, now.today, days, left))
    left -= countOccurrences(agenda)
    agendas.push(agenda)
  }
  return agendas
}

/** `spaceOf` tells the name of an item's space, where the answer is to name it. */
export async function upcomingAnswer(
  agenda: readonly UpcomingDay[],
  spaceOf?: SpaceOf,
): Promise<JsonAnswer<{ days: UpcomingDay[] }>> {
  const pieces: string[] = []
  await runSteps(upcomingJson(agenda, (piece) => pieces.push(piece), spaceOf))
  return new JsonAnswer(pieces)
}

type SpaceOf = (item: object) => string

/** Items between pauses. */
const BATCH_SIZE = 100

/** Many days with many items take long, so other requests get turns; an item that recurs is written once. */
function* upcomingJson(agenda: readonly UpcomingDay[], take: (piece: string) => void, spaceOf?: SpaceOf): Step<void> {
  const texts = new Map<object, string>()
  const textOf = (item: object) => {
    let text = texts.get(item)
    if (text !== undefined) return text
    text = JSON.stringify(item)
    if (spaceOf) text = jsonInSpace(text, spaceOf(item))
    texts.set(item, text)
    return text
  }
  let before = '{"days":['
  for (const { date, items } of agenda) {
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
export const find = (context: ReadContext, input: ParsedInput<'search.find'>): Promise<JsonAnswer<Page>> =>
  findIn([context], input, ({ json }) => json)

/** The same in several spaces together, each item with its space. */
export function findInAll(contexts: readonly ReadContext[], input: ParsedInput<'search.find'>) {
  const names = new Map(contexts.map((context) => [context.spaceId, nameOfSpace(context)]))
  return findIn(contexts, input, ({ json, space_id }) => jsonInSpace(json, names.get(space_id)!))
}

async function findIn(
  contexts: readonly ReadContext[],
  { q, limit = DEFAULT_LIMIT, cursor = '0' }: ParsedInput<'search.find'>,
  jsonOf: (found: { json: string; space_id: number }) => string,
): Promise<JsonAnswer<Page>> {
  const { deps, db } = contexts[0]!
  if (!/^\d{1,6}$/.test(cursor)) throw invalid({ path: 'cursor', message: 'is not a cursor that a search returned' })
  const terms = queryTerms(q)
  if (!terms.length) return new JsonAnswer('{"items":[],"next_cursor":null}')
  await whenReindexed(contexts)
  const spaceIds = contexts.map(idOfSpace)
  const found = rankMatches(await searchCandidates(deps.engine, db, spaceIds, terms), terms)
  const seqs = found.slice(Number(cursor)).map(({ seq }) => seq)
  let read = 0
  const { page, isLast } = await readPage<{ json: string; space_id: number }>(
    contexts.map(({ user }) => user),
    limit,
    ({ json }) => json.length,
    (_, count) => itemsJsonBySeq(deps.engine, db, spaceIds, seqs.slice(read, (read += count))),
  )
  const next = isLast ? null : `"${Number(cursor) + page.length}"`
  return new JsonAnswer(`{"items":[${page.map(jsonOf).join()}],"next_cursor":${next}}`)
}
