import type { OperationName } from '#contract/operations.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import { TrackError } from '#domain/errors.ts'
import { sortByTime, type Today, type UpcomingDay } from '#domain/views.ts'
import { nameOfSpace, type ReadContext } from './context.ts'
import { listOfAll } from './items.ts'
import { type JsonAnswer, jsonInSpace } from './json-answer.ts'
import { StreamedAnswer } from './streamed-answer.ts'
import { findInAll, shortToday, shortUpcoming, today, todayAnswer, upcoming, upcomingAnswer } from './views.ts'

type Contexts = readonly ReadContext[]

const READS = {
  'items.list': listOfAll,
  'search.find': findInAll,
  'views.today': todayOfAll,
  'views.upcoming': upcomingOfAll,
}

/** What a read about all spaces of a user is answered by, which gets the user in each of them. */
export const readOfAll = (name: OperationName) =>
  READS[name as keyof typeof READS] as (contexts: Contexts, input: unknown) => Promise<JsonAnswer<unknown>>

/** An item of Today as JSON text, with the fields by which spaces are merged. */
type TodayText = Pick<Today['today'][number], 'priority' | 'at'> & { json: string }

/** Throws `too_large` where it is longer than 8 MiB. */
async function todayOfAll(contexts: Contexts, input: ParsedInput<'views.today'>): Promise<JsonAnswer<Today>> {
  const views: Today<TodayText>[] =
    (await shortToday(contexts, input)) ??
    (await readEach(contexts, (context) => today(context, input))).map((view) => eachItem(view, withJson))
  const merged = views.map((view, n) =>
    eachItem(view, ({ json, priority, at }) => ({ json: jsonInSpace(json, nameOfSpace(contexts[n]!)), priority, at })),
  )
  return todayAnswer(mergeToday(merged))
}

const withJson = (item: Today['today'][number]): TodayText => ({ ...item, json: JSON.stringify(item) })

const eachItem = <A, B>({ overdue, today, doing, priority, ...rest }: Today<A>, change: (item: A) => B): Today<B> => ({
  ...rest,
  overdue: overdue.map(change),
  today: today.map(change),
  doing: doing.map(change),
  priority: priority.map(change),
})

const byPriority = (a: { priority: number }, b: { priority: number }) => a.priority - b.priority

function mergeToday<T extends TodayText>(views: readonly Today<T>[]): Today<T> {
  const section = (name: 'overdue' | 'today' | 'doing' | 'priority') =>
    views.flatMap((view) => view[name]).toSorted(byPriority)
  const sum = (name: 'count' | 'estimate') => views.reduce((total, view) => total + view[name], 0)
  return {
    date: views[0]!.date,
    overdue: section('overdue'),
    today: sortByTime(section('today')),
    doing: section('doing'),
    priority: section('priority'),
    count: sum('count'),
    estimate: sum('estimate'),
  }
}

/** Throws `too_large` where it is longer than 8 MiB, and for more occurrences than an answer may have. */
async function upcomingOfAll(
  contexts: Contexts,
  input: ParsedInput<'views.upcoming'>,
): Promise<JsonAnswer<{ days: UpcomingDay[] }>> {
  const agendas =
    (await shortUpcoming(contexts, input.days)) ??
    (await readEach(contexts, (context) => upcoming(context, input))).map(({ days }) => days)
  const names = new Map<object, string>()
  for (const [n, agenda] of agendas.entries())
    for (const { items } of agenda) for (const item of items) names.set(item, nameOfSpace(contexts[n]!))
  return upcomingAnswer(mergeAgendas(agendas), (item) => names.get(item)!)
}

function mergeAgendas(agendas: readonly UpcomingDay[][]): UpcomingDay[] {
  const isLater = ({ occurrence }: UpcomingDay['items'][number]) => Number(occurrence ?? false)
  return agendas[0]!.map(({ date }, n) => {
    const items = agendas.flatMap((agenda) => agenda[n]!.items)
    return { date, items: sortByTime(items.toSorted((a, b) => isLater(a) - isLater(b) || byPriority(a, b))) }
  })
}

/** Characters of long answers, which are put together in memory. */
const MAX_CHARACTERS = 8 * 1024 * 1024

/** What is answered about each space, one after another. Throws `too_large` where that is longer than 8 MiB. */
async function readEach<T>(
  contexts: Contexts,
  read: (context: ReadContext) => Promise<JsonAnswer<T> | StreamedAnswer<T>>,
): Promise<T[]> {
  const answers: T[] = []
  let left = MAX_CHARACTERS
  for (const context of contexts) {
    const answer = await read(context)
    const text = answer instanceof StreamedAnswer ? await answer.text(left) : answer.json
    left -= text.length
    if (left < 0)
      throw new TrackError('too_large', 'what all spaces show together is longer than 8 MiB', {
        hint: 'Ask for one space at a time.',
      })
    answers.push(JSON.parse(text) as T)
  }
  return answers
}
