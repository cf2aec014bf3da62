import { readEstimate } from '#domain/estimates.ts'
import type { Day } from '#domain/dates.ts'
import { firstOccurrence } from '#domain/occurrences.ts'
import type { Draft, Source } from './draft.ts'
import type { DueTime } from './instants.ts'
import { isRecurrence, readRecurrence, readTypedDate } from './typed-dates.ts'

type Dates = Pick<Draft, 'due' | 'at' | 'every' | 'countsFromCompletion'> & { problem?: string }

/** What Todoist writes as a date: words, a day or an instant; `known` is the day with its time where it tells them. */
export function datesOf(text: string, lang: string, { today, timezone }: Source, known?: DueTime): Dates {
  if (!text.trim()) return { ...known }
  const isEnglish = lang === '' || lang.toLowerCase().startsWith('en')
  if (isRecurrence(text)) {
    const found = isEnglish ? readRecurrence(text, today, timezone) : undefined
    if (!found) return { ...known, problem: `recurs "${text}", which is not understood: it is in the notes` }
    const { every, start, at, countsFromCompletion } = found
    return { ...(known ?? { due: start ?? firstDay(every, today), at }), every, countsFromCompletion }
  }
  const date = known ?? readTypedDate(text, today, timezone)
  return date ?? { problem: `the date "${text}" is not understood: it is in the notes` }
}

/** What recurs begins on its first day from today on; none where its end is past. */
function firstDay(every: string, today: Day): Day | null {
  try {
    return firstOccurrence(every, today)
  } catch {
    return null
  }
}

/** A title without the labels that stand in it as `@label`, and these. */
export function splitLabels(content: string): { title: string; labels: string[] } {
  const labels = [...content.matchAll(/(?<=^|\s)@([^\s@]+)/gu)].map(([, label]) => label!)
  return { title: content.replace(/(?:^|\s)@[^\s@]+/gu, '').trim() || content, labels }
}

/** Minutes of a duration; null for one in days. */
export function minutesOf(amount: string, unit: string): number | null {
  return unit.startsWith('min') ? (readEstimate(amount).value ?? null) : null
}
