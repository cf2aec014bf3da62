import type { Track } from '#contract/track.ts'
import { weekdayName } from '#domain/calendar-names.ts'
import { weekday } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { TrackError } from '#domain/errors.ts'
import { annotationsOf, type Tool } from './tool.ts'

const WEEK_DAYS = 7
/** Undated items that a plan shows, best priority first. */
const MAX_UNDATED = 20

interface Assignment {
  id: string
  due: string
  at?: string
}

/** Tools that take several operations. */
export const COMPOSED_TOOLS: readonly Tool[] = [
  {
    name: 'items_add_many',
    title: 'Add many items at once',
    description:
      'Adds up to 1,000 items as one write: all or none, and one undo. Each is what items_add takes: {"text": "Milk ' +
      '#aldi", "kind": "grocery"}, {"text": "chore: Bins every tue"}. Gives their ids, in order.',
    inputSchema: {
      type: 'object',
      properties: { items: { type: 'array', minItems: 1, maxItems: 1000, items: { type: 'object' } } },
      required: ['items'],
      additionalProperties: false,
    },
    annotations: annotationsOf({}),
    run: addMany,
  },
  {
    name: 'plan_week',
    title: 'Plan the week',
    description:
      'Shows today and the six days after it, each with its items and the minutes that they take, what is overdue, ' +
      'and what has no date yet. With assign it first gives items new due dates, as one write and one undo: ' +
      '[{"id": "t-1f3a", "due": "thu"}, {"id": "k-09", "due": "fri 3pm"}]. What recurs is postponed once.',
    inputSchema: {
      type: 'object',
      properties: {
        assign: {
          type: 'array',
          maxItems: 200,
          items: {
            type: 'object',
            properties: { id: { type: 'string' }, due: { type: 'string', description: 'none clears it' } },
            required: ['id', 'due'],
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    },
    annotations: annotationsOf({ isRepeatable: true }),
    run: planWeek,
  },
]

async function addMany(track: Track, input: object): Promise<unknown> {
  const { items } = input as { items?: unknown }
  if (!Array.isArray(items)) throw new TrackError('invalid', 'items: is a list of what items_add takes')
  const { output, revision } = await runBatch(track, 'items.add', items as object[], 'items')
  const added = output as Item[]
  return { revision, added: added.map(({ id, kind, title, due }) => ({ id, kind, title, due })) }
}

async function planWeek(track: Track, input: object): Promise<unknown> {
  const { assign = [] } = input as { assign?: Assignment[] }
  if (!Array.isArray(assign)) throw new TrackError('invalid', 'assign: is a list of {id, due}')
  const written = assign.length ? await runBatch(track, 'items.update', assign, 'assign') : undefined
  const today = await track.views.today()
  const [{ days }, { items: undated }] = await Promise.all([
    track.views.upcoming({ days: WEEK_DAYS }),
    track.items.list({ kind: 'todo,task', due: 'none', sort: 'priority', limit: MAX_UNDATED }),
  ])
  return {
    revision: written?.revision,
    today: today.date,
    overdue: today.overdue.map(briefOf),
    days: days.map(({ date, items }) => ({
      date,
      weekday: weekdayName(weekday(date)),
      minutes: items.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0) || null,
      items: items.map(briefOf),
    })),
    undated: undated.map(briefOf),
  }
}

/** What a plan needs to know of an item. */
const briefOf = ({ id, title, priority, at, estimate, every, project }: Item) => ({
  id,
  title,
  priority,
  at,
  estimate,
  every,
  project,
})

/** The same operation on several inputs, all or none. Throws with the places of wrong inputs in the list `name`. */
async function runBatch(track: Track, op: string, inputs: readonly object[], name: string) {
  try {
    const operations = inputs.map((input) => ({ op, input }))
    const { output, revision } = await track.call('batch.run', { operations })
    return { output: output.results, revision }
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    const placed = (text: string) =>
      text.replace(/\boperations\.(\d+)\.(?:input\.)?/g, `${name}.$1.`).replace(/\boperation (?=\d)/g, 'entry ')
    const errors = error.details.errors?.map(({ path, message }) => ({ path: placed(path), message }))
    throw new TrackError(error.code, placed(error.message), { ...error.details, ...(errors && { errors }) })
  }
}
