import type { FeatureSummary, ProjectSummary, ProjectView } from '#contract/types.ts'
import { addDays } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { type Today, todayView, type UpcomingDay, type UpcomingItem, upcomingView } from '#domain/views.ts'
import { turnTaker } from '#store/next-turn.ts'
import { seqsInPool } from '#store/positions.ts'
import { runSteps } from '#store/run-steps.ts'
import { itemsJsonBySeq } from '#store/search.ts'
import { itemsWithoutNotes, seqsDueBy, seqsForToday } from '#store/views.ts'
import type { ReadContext } from './context.ts'
import { buffered, StreamedAnswer } from './streamed-answer.ts'

/** Rows that are read at once without their notes, and texts, each of which may have long ones. */
const BATCH_SIZE = 500
const TEXT_BATCH_SIZE = 50

type Parts = AsyncGenerator<string>

/** Today for a viewer, or everyone, where more items than a few belong there. */
export const longToday = (context: ReadContext, viewer: string | undefined): StreamedAnswer<Today> =>
  longView(context, async function* (context) {
    const { db, spaceId, now } = context
    const read = await readItems(context, await seqsForToday(db, spaceId, now.today))
    const { date, count, estimate, ...sections } = todayView(read.items, now.today, viewer)
    yield `{"date":"${date}",`
    for (const [name, items] of Object.entries(sections)) {
      yield `"${name}":[`
      yield* textsOf(context, read, items)
      yield '],'
    }
    yield `"count":${count},"estimate":${estimate}}`
  })

/** The agenda of `days` days, where more than a few items are due by then. */
export const longUpcoming = (context: ReadContext, days: number): StreamedAnswer<{ days: UpcomingDay[] }> =>
  longView(context, async function* (context) {
    const { db, spaceId, now } = context
    const read = await readItems(context, await seqsDueBy(db, spaceId, addDays(now.today, days - 1)))
    let before = '{"days":['
    for (const { date, items } of await runSteps(upcomingView(read.items, now.today, days))) {
      yield `${before}{"date":"${date}","items":[`
      yield* textsOf(context, read, items)
      yield ']}'
      before = ','
    }
    yield ']}'
  })

/** A project with more than a few open tasks. */
export const longProject = (
  context: ReadContext,
  summary: ProjectSummary,
  features: readonly FeatureSummary[],
): StreamedAnswer<ProjectView> =>
  longView(context, async function* (context) {
    const { db, spaceId } = context
    const read = await readItems(context, await seqsInPool(db, spaceId, summary.slug))
    const tasksOf = (feature: string | null) =>
      textsOf(
        context,
        read,
        read.items.filter((task) => task.feature === feature),
      )
    yield `${JSON.stringify(summary).slice(0, -1)},"features":[`
    for (const [n, feature] of features.entries()) {
      yield `${n ? ',' : ''}${JSON.stringify(feature).slice(0, -1)},"tasks":[`
      yield* tasksOf(feature.id)
      yield ']}'
    }
    yield '],"tasks":['
    yield* tasksOf(null)
    yield ']}'
  })

/** Reads one state of the database, with the notes of few items at a time. */
function longView<Answer>(context: ReadContext, parts: (context: ReadContext) => Parts): StreamedAnswer<Answer> {
  const { deps, user } = context
  const read = async function* (): Parts {
    const { db, close } = await deps.engine.snapshot(user.id)
    try {
      yield* parts({ ...context, db })
    } finally {
      close()
    }
  }
  return new StreamedAnswer(buffered(read()))
}

/** Items without their notes, and the `seq` of each. */
interface ItemsRead {
  items: PlacedItem[]
  seqById: ReadonlyMap<string, number>
}

/** Reads items without their notes, in the given order. */
async function readItems({ db, spaceId }: ReadContext, seqs: readonly number[]): Promise<ItemsRead> {
  const takeTurn = turnTaker()
  const bySeq = new Map<number, PlacedItem>()
  for (let from = 0; from < seqs.length; from += BATCH_SIZE) {
    const rows = await itemsWithoutNotes(db, spaceId, seqs.slice(from, from + BATCH_SIZE))
    for (const { seq, item } of rows) bySeq.set(seq, item)
    await takeTurn()
  }
  return {
    items: seqs.flatMap((seq) => bySeq.get(seq) ?? []),
    seqById: new Map([...bySeq].map(([seq, { id }]) => [id, seq])),
  }
}

/** The elements of a JSON array, with the notes of all but occurrences. */
async function* textsOf(
  { deps, db, spaceId }: ReadContext,
  { seqById }: ItemsRead,
  items: readonly Pick<UpcomingItem, 'id' | 'occurrence'>[],
): Parts {
  for (let from = 0; from < items.length; from += TEXT_BATCH_SIZE) {
    const batch = items.slice(from, from + TEXT_BATCH_SIZE)
    const seqs = batch.flatMap(({ id, occurrence }) => (occurrence ? [] : seqById.get(id)!))
    const texts = await itemsJsonBySeq(deps.engine, db, spaceId, seqs)
    let read = 0
    yield (from ? ',' : '') + batch.map((one) => (one.occurrence ? JSON.stringify(one) : texts[read++]!.json)).join()
  }
}
