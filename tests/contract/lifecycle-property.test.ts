import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import { addDays, type Day } from '#domain/dates.ts'
import { firstOccurrence, isNamedDay, namedDayAfter, occurrencesBetween } from '#domain/occurrences.ts'
import { DAY_MS } from '#testing/clock.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { propertyRuns, VARIANTS } from '#testing/test-server.ts'

const RUNS = propertyRuns(15)
const FROM_DONE = ['daily', 'weekly', '10 days', 'monthly', '3 months', 'yearly']
const NAMED = ['weekdays', 'mon,thu', '2 weeks on fri', 'monthly on 15', 'monthly on 1,last', '2 months on 2nd tue']
const EVERY = [...FROM_DONE, ...NAMED, 'yearly on 4th thu of nov']
const START = '2026-01-31'

type Verb = 'done' | 'start' | 'cancel' | 'reopen' | 'skip'
type Event = { wait: number } | { verb: Verb } | { on: number }

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 70 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({ verb: fc.constantFrom<Verb>('done', 'done', 'start', 'cancel', 'reopen', 'skip') }),
  },
  { weight: 1, arbitrary: fc.record({ on: fc.integer({ min: -20, max: 3 }) }) },
)
const events = fc.array(anyEvent, { maxLength: 25, size: 'max' })

/** The first day of anchor + n × every after a day, by counting them all. */
const after = (every: string, anchor: Day, day: Day): Day =>
  occurrencesBetween(every, anchor, addDays(day, 1), addDays(day, 800)).find((one) => one > anchor)!
const later = (a: Day, b: Day) => (a > b ? a : b)

describe.each(VARIANTS)('any life, %s', (variant) => {
  const server = useTestServer(variant)

  const today = () => server.clock.now().toISOString().slice(0, 10)

  /** Applies an event; returns whether it was allowed. */
  async function live(track: Track, id: string, event: Event): Promise<boolean> {
    try {
      if ('wait' in event) server.clock.advance(event.wait * DAY_MS)
      else if ('on' in event) await track.items.done({ id, on: addDays(today(), event.on) })
      else await track.items[event.verb]({ id })
      return true
    } catch (error) {
      if (error instanceof TrackError && ['conflict', 'invalid'].includes(error.code)) return false
      throw error
    }
  }

  it('of a chore keeps one row, whose due date follows from what was done, skipped and put off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FROM_DONE), events, async (every, happened) => {
        server.clock.set(`${START}T12:00:00Z`)
        const { track } = await server.addAnyUser()
        const { id } = await track.items.add({ kind: 'chore', title: 'Sweep', every })
        const model = { status: 'todo', last_done: null as Day | null, due: START as Day }
        const next = (day: Day) => after(every, day, day)
        for (const event of happened) {
          const allowed = await live(track, id, event)
          const closed = model.status === 'canceled'
          if ('on' in event || ('verb' in event && event.verb === 'done')) {
            const on = addDays(today(), 'on' in event ? event.on : 0)
            expect(allowed).toBe(!closed && on <= today())
            if (allowed) Object.assign(model, { status: 'todo', last_done: on, due: next(on) })
          } else if ('verb' in event && event.verb === 'skip') {
            expect(allowed).toBe(!closed)
            if (allowed) model.due = next(later(model.due, today()))
          } else if ('verb' in event) {
            expect(allowed).toBe(true)
            model.status = { start: 'doing', cancel: 'canceled', reopen: 'todo', done: '', skip: '' }[event.verb]
          }
          const item = await track.items.get({ id })
          expect(item).toMatchObject({ ...model, next: null })
          expect(item.done_at === null).toBe(model.status !== 'canceled')
        }
        expect((await track.items.list({ status: 'all' })).items).toHaveLength(1)
      }),
      { numRuns: RUNS(variant) },
    )
  })

  it('of a chore whose days are named is due on one of them, later than it was done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NAMED), events, async (every, happened) => {
        server.clock.set(`${START}T12:00:00Z`)
        const { track } = await server.addAnyUser()
        const first = await track.items.add({ kind: 'chore', title: 'Bins', every })
        expect(first.due).toBe(firstOccurrence(every, START))
        for (const event of happened) {
          const before = await track.items.get({ id: first.id })
          const allowed = await live(track, first.id, event)
          const item = await track.items.get({ id: first.id })
          expect(isNamedDay(every, first.due!, item.due!)).toBe(true)
          expect(item.anchor).toBe(first.due)
          const isDone = 'on' in event || ('verb' in event && event.verb === 'done')
          if (!allowed || !isDone) continue
          const on = addDays(today(), 'on' in event ? event.on : 0)
          expect(item.last_done).toBe(on)
          expect(item.due! > on).toBe(true)
          if (before.due! <= on) expect(item.due).toBe(namedDayAfter(every, first.due!, on))
        }
      }),
      { numRuns: RUNS(variant) },
    )
  })

  it('of a series never has two next ones, nor one in the past, nor off its days', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...EVERY), events, async (every, happened) => {
        server.clock.set(`${START}T12:00:00Z`)
        const { track } = await server.addAnyUser()
        const first = await track.items.add({ kind: 'todo', title: 'Rent', every, due: START })
        let { id } = first
        let added = 1
        for (const event of happened) {
          const before = await track.items.get({ id })
          const allowed = await live(track, id, event)
          const { items } = await track.items.list({ status: 'all' })
          const item = items.find((one) => one.id === id)!
          const pointedAt = items.map((one) => one.next).filter(Boolean)
          expect(new Set(pointedAt).size).toBe(pointedAt.length)
          expect(items).toHaveLength(pointedAt.length + 1)
          // what was reopened after its copy had changed does not recur any more
          for (const one of items)
            expect(one).toMatchObject(one.every || !one.next ? { anchor: START, every } : { anchor: null, every: null })
          if (allowed && 'verb' in event && event.verb === 'skip')
            expect(item.due).toBe(after(every, START, later(before.due!, today())))
          if (before.next || !item.next) continue
          const on = 'on' in event ? addDays(today(), event.on) : today()
          const copy = items.find((one) => one.id === item.next)!
          expect(copy).toMatchObject({ status: 'todo', due: after(every, START, later(before.due!, on)), next: null })
          if (added++ % 2) id = copy.id
        }
      }),
      { numRuns: RUNS(variant) },
    )
  })
})
