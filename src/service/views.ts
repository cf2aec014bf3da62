import type { ParsedInput } from '#contract/schemas.ts'
import type { Page } from '#contract/types.ts'
import { addDays } from '#domain/dates.ts'
import { invalid } from '#domain/errors.ts'
import { queryWords, rankMatches } from '#domain/search.ts'
import { type Today, todayView, type UpcomingDay, upcomingView } from '#domain/views.ts'
import { searchCandidates, itemsJsonBySeq } from '#store/search.ts'
import { itemsDueBy, itemsForToday } from '#store/views.ts'
import type { Reading } from './context.ts'
import { Text } from './text.ts'

const UPCOMING_DAYS = 14
const FOUND = 50

export async function today({ world, db, user, now }: Reading): Promise<Text<Today>> {
  const { date, overdue, today, doing, priority, count, estimate } = todayView(
    await itemsForToday(world.engine, db, user.id, now.today),
    now.today,
  )
  const sections = Object.entries({ overdue, today, doing, priority }).map(
    ([name, items]) => `"${name}":${Text.array(items)}`,
  )
  return new Text(`{"date":"${date}",${sections.join()},"count":${count},"estimate":${estimate}}`)
}

export async function upcoming(
  { db, user, now }: Reading,
  { days = UPCOMING_DAYS }: ParsedInput<'views.upcoming'>,
): Promise<{ days: UpcomingDay[] }> {
  return upcomingView(await itemsDueBy(db, user.id, addDays(now.today, days - 1)), now.today, days)
}

/** Ranks a bounded number of candidates; a cursor is how many of them were given already. */
export async function find(
  { world, db, user }: Reading,
  { q, limit = FOUND, cursor = '0' }: ParsedInput<'search.find'>,
): Promise<Text<Page>> {
  if (!/^\d{1,6}$/.test(cursor)) throw invalid({ path: 'cursor', message: 'is not a cursor that a search returned' })
  const words = queryWords(q)
  if (!words.length) return new Text('{"items":[],"next_cursor":null}')
  const found = rankMatches(await searchCandidates(world.engine, db, user.id, words), words)
  const to = Number(cursor) + limit
  const page = found.slice(Number(cursor), to).map(({ seq }) => seq)
  return new Text(
    `{"items":${Text.array(await itemsJsonBySeq(world.engine, db, user.id, page))},"next_cursor":${found.length > to ? `"${to}"` : null}}`,
  )
}
