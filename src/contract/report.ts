import { describeWrite, type EntityChange } from './sentences.ts'
import type { Change } from './types.ts'
import { addDays, addMonths, type Day, daysBetween, weekday } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'

export const PERIODS = ['week', 'month', 'year'] as const
export type Period = (typeof PERIODS)[number]

/** What was done in a period, from its first to its last day. */
export interface Report {
  from: Day
  to: Day
  done: number
  days: { date: Day; done: number }[]
  kinds: { kind: Kind; done: number }[]
  members: { name: string; done: number }[]
  /** Of the chores that were done, those that were not late; and those that are overdue now. */
  chores: { done: number; in_time: number; overdue: number }
  /** Of what was done and had a due date, what was done by then. */
  due: { done: number; in_time: number }
  /** Minutes that were estimated for what was done. */
  estimate: number
}

/** The first day of the week, month or year of a day. */
export function startOf(period: Period, day: Day): Day {
  if (period === 'week') return addDays(day, 1 - weekday(day))
  return period === 'month' ? `${day.slice(0, 8)}01` : `${day.slice(0, 5)}01-01`
}

const lastDay = (period: Period, from: Day): Day =>
  addDays(period === 'week' ? addDays(from, 7) : addMonths(from, period === 'month' ? 1 : 12), -1)

interface Completion {
  item: Item
  /** When it was due, before it was done. */
  due: Day | null
  by: string
  day: Day
}

const DONE: readonly EntityChange['verb'][] = ['done', 'bought', 'given']

/** What a write completed; what was taken back counts no more. */
function completionsOf(change: Change, dayOf: (instant: string) => Day): Completion[] {
  if (change.undone || change.undoes !== null) return []
  return describeWrite(change, change.op).subjects.flatMap(({ entity, id, verb }) => {
    const difference = entity === 'item' && DONE.includes(verb) && change.items?.find((one) => one.id === id)
    if (!difference || !difference.before || !difference.after) return []
    const { before, after } = difference
    // a gift that was bought is half done: it counts when it is given
    if (after.kind === 'gift' && after.status !== 'done') return []
    const day = after.kind === 'chore' && after.last_done ? after.last_done : dayOf(change.at)
    return [{ item: after, due: before.due, by: after.done_by ?? change.by, day }]
  })
}

/** The report of a period from the writes since its first day. `overdue`: chores that are late now. */
export function reportOf(
  changes: readonly Change[],
  overdue: number,
  { period, today, dayOf }: { period: Period; today: Day; dayOf: (instant: string) => Day },
): Report {
  const from = startOf(period, today)
  const to = lastDay(period, from)
  const all = changes.flatMap((change) => completionsOf(change, dayOf)).filter(({ day }) => day >= from && day <= to)
  const withDue = all.filter(({ due }) => due)
  const isInTime = ({ due, day }: Completion) => !due || day <= due
  const chores = all.filter(({ item }) => item.kind === 'chore')
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, n) => addDays(from, n))
  return {
    from,
    to,
    done: all.length,
    days: days.map((date) => ({ date, done: all.filter(({ day }) => day === date).length })),
    kinds: countBy(all, ({ item }) => item.kind).map(([kind, done]) => ({ kind, done })),
    members: countBy(all, ({ by }) => by).map(([name, done]) => ({ name, done })),
    chores: { done: chores.length, in_time: chores.filter(isInTime).length, overdue },
    due: { done: withDue.length, in_time: withDue.filter(isInTime).length },
    estimate: all.reduce((sum, { item }) => sum + (item.estimate ?? 0), 0),
  }
}

/** How often each value occurs, the most frequent one first. */
function countBy<T, K extends string>(all: readonly T[], valueOf: (one: T) => K): [K, number][] {
  const counts = new Map<K, number>()
  for (const one of all) counts.set(valueOf(one), (counts.get(valueOf(one)) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)
}
